"""Pure reckoning of the campaigns side: numbers in, verdicts and geometry out; no database."""
