"""One row of a list between the file, the staging table and the checks.

In `ImportRow.cells` a plain cell is its JSON value; anything special is a dict: {of, date, flag, text, filled, span,
wide,
secret}. Numbers of citizen cards are never stored: a keyed digest tells whether two of them are equal.
"""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.crypto import salted_hmac

from thiduakhenthuong.core import sheets

ROW = "#"  # key of what concerns the whole row, e.g. {"hidden": true}
_CITIZEN = re.compile(r"[0-9]{12}")


class Cell(NamedTuple):
    """A value with its circumstances; `typed` when the officer wrote it here and not in the file."""

    value: Any
    letter: str
    flag: str = ""
    text: str = ""
    filled: bool = False
    span: int = 0
    wide: str = ""  # last letter of an area merged sideways
    typed: bool = False

    @property
    def empty(self) -> bool:
        """Nothing but spaces, and no formula at fault."""
        return not self.flag and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


@dataclass
class Line:
    """A row of the file seen through the mapping of its columns. `edits` {field: text} go before the file."""

    number: int
    cells: dict
    mapping: dict  # field → letter
    edits: dict = field(default_factory=dict)

    @property
    def hidden(self) -> bool:
        return bool(self.cells.get(ROW, {}).get("hidden"))

    def get(self, name: str) -> Cell | None:
        """The cell of a field, None when no column is mapped to it and nothing was typed."""
        letter = self.mapping.get(name, "")
        if name in self.edits:
            return Cell(self.edits[name], letter, typed=True)
        if name == "full_name" and self.mapping.get("given_name", letter) != letter:
            return self._joined(letter, self.mapping["given_name"])
        return unpack(self.cells.get(letter), letter) if letter else None

    def _joined(self, *letters: str) -> Cell:
        """A name in two columns as one."""
        parts = [unpack(self.cells.get(letter), letter) for letter in letters]
        faulty = next((part for part in parts if part.flag), None)
        text = " ".join(filter(None, (text_of(part.value).strip() for part in parts)))
        return faulty or Cell(text or None, letters[0])

    def columns(self, *, whole: bool = False) -> str:
        """ "A:K": the filled columns of the row with what is merged to them; all that are mapped when empty or `whole`."""
        found = [] if whole else [unpack(packed, letter) for letter, packed in self.cells.items() if letter != ROW]
        letters = [letter for cell in found if not cell.empty for letter in (cell.letter, cell.wide) if letter]
        letters = sorted(letters or self.mapping.values(), key=lambda letter: (len(letter), letter))
        return ":".join(dict.fromkeys((letters[0], letters[-1]))) if letters else ""

    def filled(self, name: str) -> bool:
        """Whether the field holds something."""
        cell = self.get(name)
        return cell is not None and not cell.empty


def merged_areas(table) -> dict[tuple[int, int], dict]:
    """{(row, column) of the first cell of a merged area: what is special about it}; read by `pack_row`."""
    found = {}
    for first, left, last, right in table.sheet.merged:
        special = {"span": last - first + 1} if last > first else {}
        if right > left:
            special["wide"] = sheets.column_letter(right + 1)
        found[first, left] = special
    return found


def pack_row(row, table, areas: dict) -> dict:
    """Cells of a Row of `core.sheets` as stored; `table.fields` maps letters to columns."""
    cells = {}
    for letter, column in table.fields.items():
        cell = table.cell(row, letter)
        packed = _pack(cell, areas.get((row.number, column), {}))
        if packed is not None:
            cells[letter] = packed
    if row.hidden:
        cells[ROW] = {"hidden": True}
    return cells


def _pack(cell, area: dict):
    value, special = cell.value, dict(area)
    if cell.flag:
        special |= {"flag": cell.flag.kind, "text": cell.flag.text}
    elif value is None:
        return None
    if cell.filled:
        special["filled"] = True
    if isinstance(value, datetime.date):
        special["date"] = True
        value = (value.date() if isinstance(value, datetime.datetime) else value).isoformat()
    elif _CITIZEN.fullmatch(str(value)):
        return {"secret": digest(str(value))}
    return {"of": value, **special} if special else value


def digest(number: str) -> str:
    """A keyed digest of the digits of a citizen number: equal numbers, equal digests, no way back."""
    return salted_hmac("awards.import.citizen", re.sub(r"\D", "", number)).hexdigest()[:16]


def unpack(packed, letter: str) -> Cell:
    """The Cell behind a stored value."""
    if not isinstance(packed, dict):
        return Cell(packed, letter)
    if "secret" in packed:
        return Cell(packed["secret"], letter, flag="secret")
    value = packed.get("of")
    if packed.get("date"):
        value = datetime.date.fromisoformat(value)
    flag, text = packed.get("flag", ""), packed.get("text", "")
    return Cell(value, letter, flag, text, packed.get("filled", False), packed.get("span", 0), packed.get("wide", ""))


def shown(packed) -> str:
    """The words of a stored cell for the screen and for the workbook of bad rows."""
    return words_of(unpack(packed, ""))


def words_of(cell: Cell) -> str:
    """The words of a cell; a citizen number is masked."""
    if cell.flag == "secret":
        return "••••••••••••"
    if cell.flag == sheets.ERROR:
        return cell.text
    return text_of(cell.value)


def text_of(value) -> str:
    """A cell value as an officer would read it: 12/04/1966, 0,9, Nguyễn Văn An."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)
