"""Pages that see everything: today's work and the leaders' page."""
