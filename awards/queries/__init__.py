"""Scoped reading: every view loads its records through these, never by bare primary key."""
