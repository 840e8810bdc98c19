"""Certificates: fitted texts on bare positioned paragraphs, over layers that are drawn once.

Three layers: the ground with everything preprinted (cached in the process), the lines all sheets of a job have in
common, and the lines of each sheet, drawn in parts. `overlay` prints on blanks: the same lines, the first layer
left out, so the positions are the same by construction.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import batched_compat as batched
