"""Shared settings of the suite: a desk without https, jobs run where they are asked for."""

import os

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("JOBS_INLINE", "1")
