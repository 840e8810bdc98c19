"""The faces our paper is set in: where they lie, what they hold, how wide a text runs.

Tinos (Debian package fonts-croscore) has the widths of Times New Roman and all Vietnamese letters;
fonts-liberation 1.07 lacks 92 of them and prints them in another face without a word, so it is never used.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, register
from fontTools.ttLib import TTFont

SYSTEM_FONTS = Path("/usr/share/fonts/truetype/croscore")
MM_PER_POINT = 25.4 / 72

# An own family name: a name that is also installed may silently pick the installed file.
SERIF = "VN Serif"


@dataclass(frozen=True)
class Face:
    """One font file under the family name our style sheets use."""

    family: str
    file: str
    weight: int = 400
    style: str = "normal"


SERIF_FACES = (
    Face(SERIF, "Tinos-Regular.ttf"),
    Face(SERIF, "Tinos-Bold.ttf", 700),
    Face(SERIF, "Tinos-Italic.ttf", 400, "italic"),
    Face(SERIF, "Tinos-BoldItalic.ttf", 700, "italic"),
)


def vietnamese_letters():
    """Twelve vowels in six tones and đ, in both cases: 146 letters."""
    vowels = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    small = [unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones] + ["đ"]
    return "".join(small + [letter.upper() for letter in small])


def font_path(file):
    """Where a font file lies: those built under static/vendor/fonts, then the system's; FileNotFoundError names it."""
    for folder in (Path(settings.BASE_DIR) / "static" / "vendor" / "fonts", SYSTEM_FONTS):
        if (folder / file).is_file():
            return folder / file
    raise FileNotFoundError(f"{file} not found: apt-get install fonts-croscore")


@lru_cache(maxsize=16)
def advances(file):
    """{character: advance in em} of a font file."""
    with TTFont(font_path(file), lazy=True) as font:
        widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {chr(code): widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def serif_file(*, bold=False, italic=False):
    """File name of the serif face asked for."""
    weight, style = 700 if bold else 400, "italic" if italic else "normal"
    return next(face.file for face in SERIF_FACES if (face.weight, face.style) == (weight, style))


def text_width(text, size, *, bold=False, italic=False, file=None):
    """Width in mm of an NFC text at `size` points, without kerning: 0 to 2.5 % more than what is drawn."""
    table = advances(file or serif_file(bold=bold, italic=italic))
    return sum(table.get(letter, 1.0) for letter in text) * size * MM_PER_POINT


def missing_letters(text, file=None):
    """The printable characters of a text that a face cannot draw, sorted: they would fall to a foreign face."""
    table = advances(file or serif_file())
    return sorted(letter for letter in set(text) if letter not in table and not letter.isspace())


@register()
def check_fonts(app_configs=None, **kwargs):
    """System check: the four serif faces are there and hold every Vietnamese letter."""
    problems = []
    for face in SERIF_FACES:
        try:
            missing = missing_letters(vietnamese_letters(), face.file)
        except FileNotFoundError as error:
            problems.append(Error(str(error), id="core.E101"))
            continue
        if missing:
            problems.append(Error(f"{face.file} lacks {''.join(missing)}", id="core.E102"))
    return problems
