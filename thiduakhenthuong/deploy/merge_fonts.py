"""Build step: one whole TTF of Playfair Display 700 out of the subsets of its npm package.

A family split by `unicode-range` prints wrong glyphs in PDF, so the latin, latin-ext and vietnamese subsets are
merged once and checked for all 146 Vietnamese letters. Run by `make`; without the result the serif bold serves.

    python thiduakhenthuong/deploy/merge_fonts.py [source folder] [target file]
"""

import sys
import tempfile
import unicodedata
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

STATIC = Path(__file__).resolve().parents[2] / "static"
SOURCE = STATIC / "node_modules" / "@fontsource" / "playfair-display" / "files"
TARGET = STATIC / "vendor" / "fonts" / "playfair-display-700.ttf"
SUBSETS = ("latin", "latin-ext", "vietnamese")


def vietnamese_letters():
    """The 146 precomposed letters: twelve vowels in six tones and đ, in both cases."""
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    small = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones} | {"đ"}
    return small | {letter.upper() for letter in small}


def merge(source, target):
    """Write the merged face to `target`; raises FileNotFoundError or ValueError and leaves no half-made file."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for subset in SUBSETS:
            with TTFont(source / f"playfair-display-{subset}-700-normal.woff2", recalcTimestamp=False) as font:
                font.flavor = None
                parts.append(str(Path(folder) / f"{subset}.ttf"))
                font.save(parts[-1])
        merged = Merger().merge(parts)
        with TTFont(parts[0]) as first:
            dates = first["head"].created, first["head"].modified
    merged.recalcTimestamp = False  # the same packages give the same bytes, whatever the hour
    merged["head"].created, merged["head"].modified = dates
    missing = sorted(letter for letter in vietnamese_letters() if ord(letter) not in merged.getBestCmap())
    if missing:
        raise ValueError(f"the merged face lacks {''.join(missing)}")
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".part")
    merged.save(half)
    half.replace(target)


def main(arguments):
    """Merge from and to the given or usual places; exit code 1 with the reason when it cannot be done."""
    source, target = (Path(given) for given in arguments) if len(arguments) == 2 else (SOURCE, TARGET)
    try:
        merge(source, target)
    except (OSError, ValueError) as error:
        print(f"display face not built ({error}); certificates use Tinos Bold", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
