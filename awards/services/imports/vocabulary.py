"""Words that lists use: headings, abbreviations, closing lines, names of awards. All of them are data in awards/reference."""

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from thiduakhenthuong.core.names import clean, search_key

REFERENCE = Path(__file__).resolve().parents[2] / "reference"
NAME_FIELDS = ("full_name", "collective_name", "household_name", "recipient_name")
NAME_PARTS = ("family_name", "given_name")  # a name in two columns
BIRTH_FIELDS = ("birth", "birth_male", "birth_female")


class Field(NamedTuple):
    """One thing a column may hold; `recipients` is a RecipientKind or "*"."""

    code: str
    label: str
    short_label: str
    recipients: str
    headings: tuple[str, ...]


def _rows(name: str) -> list[dict]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@lru_cache
def fields() -> dict[str, Field]:
    """{field code: Field} in the order of the file."""
    return {
        row["field"]: Field(row["field"], row["label"], row["short_label"], row["recipients"], tuple(row["headings"].split("|")))
        for row in _rows("import_headings.csv")
    }


@lru_cache
def headings() -> dict[str, list[str]]:
    """{field: known headings}, as `core.sheets.read_table` wants them."""
    return {code: list(field.headings) for code, field in fields().items()}


@lru_cache
def words(use: str) -> dict[str, str]:
    """{word in small letters: value} of one use: abbreviation, section, total, signature, yes, no, male…"""
    return {row["word"]: row["value"] for row in _rows("import_words.csv") if row["use"] == use}


@lru_cache
def award_words() -> tuple[tuple[str, str, str], ...]:
    """(words, code of the kind, deciding level or "" for any) in the order of the file."""
    return tuple((row["word"], row["award_code"], row["level"]) for row in _rows("import_award_words.csv"))


def small(text: str) -> str:
    """The cell in small letters, spaces and invisible characters cleaned."""
    return clean(text).lower()


@lru_cache
def _abbreviation_pattern() -> re.Pattern:
    longest_first = sorted(words("abbreviation"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


@lru_cache(maxsize=8192)
def loose_key(text: str) -> str:
    """A name of a unit or an award for comparison: no marks, no punctuation, abbreviations written out, i for final y."""
    bare = " ".join(re.findall(r"[a-z0-9]+", search_key(text)))
    full = _abbreviation_pattern().sub(lambda m: words("abbreviation")[m[0]], bare)
    return re.sub(r"(?<=[bcdghklmnprstvx])y\b", "i", full)
