"""Checks of one cell: what it says, what was repaired, what is in doubt. Each returns (value, problems)."""

import re
from datetime import date

from awards.models import Nomination
from awards.services.imports.lines import Cell, Line, text_of
from awards.services.imports.problems import mend, problem
from awards.services.imports.vocabulary import fields, small, words
from awards.services.line_values import LONGEST_NAME
from thiduakhenthuong.core import sheets
from thiduakhenthuong.core.names import clean

FULL = 100
COMPUTED = {"ldtt_share", "size", "ldtt_count", "cstdcs_count"}  # columns where a formula is the usual thing
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
LIMITS = {
    "full_name": LONGEST_NAME,
    "collective_name": Nomination._meta.get_field("name").max_length,
    "household_name": LONGEST_NAME,
    "recipient_name": Nomination._meta.get_field("name").max_length,
    "position": Nomination._meta.get_field("title").max_length,
    "unit": Nomination._meta.get_field("unit_text").max_length,
    "address": Nomination._meta.get_field("address").max_length,
    "ethnicity": Nomination._meta.get_field("ethnicity").max_length,
    "note": Nomination._meta.get_field("note").max_length,
    "achievement": 2000,
}


def circumstances(cell: Cell, field: str) -> list[dict]:
    """What must be said of a cell whatever it holds: formula, error of a formula, merged cell."""
    found = []
    if cell.flag == sheets.FORMULA and field not in COMPUTED:
        found.append(problem("FORMULA_VALUE", cell.letter, field, value=text_of(cell.value)))
    elif cell.flag == sheets.NO_VALUE:
        found.append(problem("FORMULA_NO_VALUE", cell.letter, field))
    elif cell.flag == sheets.ERROR:
        found.append(problem("FORMULA_ERROR", cell.letter, field, value=cell.text, text=cell.text))
    if cell.filled:
        found.append(problem("MERGED_FILL", cell.letter, field, value=text_of(cell.value)))
    elif cell.span > 1 and not cell.empty:
        head = problem("MERGED_HEAD", cell.letter, field, value=text_of(cell.value), count=cell.span)
        found.append({**head, "code": "MERGED_FILL"})
    return found


def broken(cell: Cell) -> bool:
    """Whether the cell is a formula without a usable result."""
    return cell.flag in (sheets.NO_VALUE, sheets.ERROR)


def read_text(line: Line, field: str) -> tuple[str, list[dict]]:
    """A plain text cell, cleaned; too long is an error, text like a formula is kept and remarked."""
    cell = line.get(field)
    if cell is None:
        return "", []
    issues = circumstances(cell, field)
    if broken(cell) or cell.empty:
        return "", issues
    text = clean(text_of(cell.value))
    limit = LIMITS.get(field)
    if limit and len(text) > limit:
        said = {"label": fields()[field].label, "count": len(text), "limit": limit}
        issues.append(problem("TOO_LONG", cell.letter, field, value=text, **said))
    if len(text) > 1 and text[0] in "=+-@" and not _NUMBER.fullmatch(text[1:]):
        issues.append(problem("FORMULA_LIKE_TEXT", cell.letter, field, value=text))
    return text, issues


def read_percent(line: Line, field: str = "vote_percent") -> tuple[str, list[dict]]:
    """A percentage as text "85" or "91.7"; "" when empty or unreadable."""
    cell = line.get(field)
    if cell is None or cell.empty or broken(cell):
        return "", circumstances(cell, field) if cell else []
    issues, text = circumstances(cell, field), text_of(cell.value)
    number = _number(cell.value)
    if number is None:
        return "", [*issues, problem("PCT_UNREAD", cell.letter, field, value=text, text=text)]
    if 0 < number <= 1 and "%" not in text:
        value, small_value = _plain(number * FULL), text_of(number)
        fix = [mend(f"Đúng là {value}%", field, f"{value}%"), mend(f"Giữ {small_value}%", field, f"{small_value}%")]
        return value, [*issues, problem("PCT_FRACTION", cell.letter, field, value=value, fix=fix, text=text)]
    if not 0 <= number <= FULL:
        return "", [*issues, problem("PCT_RANGE", cell.letter, field, value=text, text=text.rstrip("% "))]
    if isinstance(cell.value, str) and not cell.typed:
        issues.append(problem("PCT_TEXT", cell.letter, field, value=_plain(number), text=text.strip()))
    return _plain(number), issues


def read_count(line: Line, field: str) -> tuple[float | None, list[dict]]:
    """A count or share of a collective; None when empty or unreadable."""
    cell = line.get(field)
    if cell is None or cell.empty:
        return None, []
    number = None if broken(cell) else _number(cell.value)
    if number is None:
        said = {"text": cell.text or text_of(cell.value), "label": fields()[field].label}
        return None, [problem("COUNT_UNREAD", cell.letter, field, value=said["text"], **said)]
    return number, []


def _number(value) -> float | None:
    if isinstance(value, bool | date):
        return None
    if isinstance(value, int | float):
        return float(value)
    text = clean(value).rstrip("%").strip()
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _plain(number: float) -> str:
    """91.7 → "91.7", 90.0 → "90"; two places, as the database keeps."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def read_flag(line: Line, field: str) -> tuple[bool | None, list[dict]]:
    """A yes or no column: an empty cell is no, a missing column is unknown, a date (of joining) is yes."""
    cell = line.get(field)
    if cell is None:
        return None, []
    if cell.empty or broken(cell):
        return False, circumstances(cell, field)
    if isinstance(cell.value, bool | date):
        return bool(cell.value), circumstances(cell, field)
    word, issues = small(text_of(cell.value)), circumstances(cell, field)
    if word in words("yes") or re.search(r"\b(?:19|20)\d\d\b", word):
        return True, issues
    if word in words("no"):
        return False, issues
    fix = [mend("Có", field, "có"), mend("Không", field, "không")]
    said = {"text": text_of(cell.value), "label": fields()[field].label}
    return None, [*issues, problem("FLAG_UNREAD", cell.letter, field, value=said["text"], fix=fix, **said)]
