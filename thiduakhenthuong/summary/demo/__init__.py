"""The demonstration: who works where, and what they did until 10 July 2020. All persons are invented."""
