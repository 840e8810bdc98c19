"""Bootstrap's style sheet without its `data:` pictures, which the content policy of every page refuses.

Our own sheets draw chevrons and ticks in CSS; but while they load, a browser may already ask for Bootstrap's. Written to
static/vendor/, which is never committed. `python thiduakhenthuong/deploy/build_css.py`, called by make after `npm ci`.
"""

import re
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
SOURCE = STATIC / "node_modules" / "bootstrap" / "dist" / "css" / "bootstrap.min.css"
TARGET = STATIC / "vendor" / "css" / "bootstrap.min.css"
PICTURE = re.compile(r"""url\((["']?)data:.*?\1\)""")
MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


def without_pictures(css: str) -> str:
    """The sheet with every `url(data:…)` as `none` and without the address of its map."""
    return MAP.sub("", PICTURE.sub("none", css))


def main() -> int:
    """Write the sheet; 1 with a reason when the npm package is missing."""
    if not SOURCE.is_file():
        sys.stderr.write(f"{SOURCE} is missing: run npm ci in static/ first\n")
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(without_pictures(SOURCE.read_text("utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
