"""From the XML of one sheet to Python values, in one streaming pass.

One pass gives values, formula flags, hidden rows and merged cells together, so the limits guard
the very reader that builds the values: a second library could read the file in another way.
Equal to openpyxl with `data_only=True` (tested), except that whole days are dates.
"""

import datetime
import math
import re
from typing import NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import get_column_letter

from thiduakhenthuong.core.sheets.errors import LAST_ROW, MAX_COLUMNS, MAX_DATA_ROWS, MAX_MERGED, MAX_TEXT, SheetError
from thiduakhenthuong.core.sheets.package import parse_xml

FORMULA, NO_VALUE, ERROR = "formula", "no_value", "error"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LOCAL_DATES = {*range(27, 37), *range(50, 59)}  # built-in formats that are dates in some languages
_ISO_LENGTH_OF_DAY = 10


class Flag(NamedTuple):
    """What is special about a cell: `kind` FORMULA, NO_VALUE or ERROR; `text` such as "#N/A"."""

    kind: str
    text: str = ""


class Row(NamedTuple):
    """One line of the file: 1-based `number`, `cells` by 0-based column, `flags` by column."""

    number: int
    cells: tuple
    hidden: bool = False
    flags: dict = {}  # never changed after reading, so it may be shared

    @property
    def blank(self):
        """True when no cell holds anything but spaces and no formula is at fault."""
        return not self.flags and all(c is None or (isinstance(c, str) and not c.strip()) for c in self.cells)


# --- shared parts -----------------------------------------------------------------------------


def read_strings(package, member):
    """The table of shared strings; phonetic guides are left out."""
    strings, buffer, depth = [], [], {"rPh": 0}

    def start(tag, _, parser):
        if tag == "rPh":
            depth["rPh"] += 1
        elif tag == "t" and not depth["rPh"]:
            parser.CharacterDataHandler = buffer.append

    def end(tag, parser):
        parser.CharacterDataHandler = None
        if tag == "rPh":
            depth["rPh"] -= 1
        elif tag == "si":
            strings.append(unescape("".join(buffer)))
            buffer.clear()

    parse_xml(package, member, start, end)
    return strings


def unescape(text):
    """Excel writes control characters as _x000D_; those no database takes are dropped."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match):
    code = int(match[1], 16)
    return chr(code) if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xDFFF < code < 0xFFFE else ""


def read_date_styles(package, member):
    """The set of style numbers whose format shows a date."""
    formats, styles, inside = dict(BUILTIN_FORMATS), [], []

    def start(tag, attributes, _):
        if tag == "numFmt":
            formats[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside.append(tag)
        elif tag == "xf" and inside:
            styles.append(int(attributes.get("numFmtId", 0)))

    def end(tag, _):
        if tag == "cellXfs":
            inside.clear()

    try:
        parse_xml(package, member, start, end)
    except ValueError as error:
        raise SheetError("BROKEN", detail=f"phần {member}") from error
    return {str(i) for i, n in enumerate(styles) if n in _LOCAL_DATES or is_date_format(formats.get(n, ""))}


# --- one sheet --------------------------------------------------------------------------------


class SheetReader:
    """Collects the rows of one sheet while its XML streams by."""

    def __init__(self, package, member, *, name, strings, date_styles, epoch):
        self.name, self.strings, self.date_styles, self.epoch = name, strings, date_styles, epoch
        self.found, self.merged, self.hidden, self.hidden_columns = {}, [], set(), set()
        self.row = self.column = 0
        self.row_text = ""
        self.buffer, self.phonetic, self.formula, self.valued = [], False, False, False
        self.columns = {get_column_letter(n): n for n in range(1, MAX_COLUMNS + 1)}
        self.kind = self.style = ""
        parse_xml(package, member, self.start, self.end, sheet=name)

    def start(self, tag, attributes, parser):
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "t"):
            self.valued = True
            parser.CharacterDataHandler = None if self.phonetic else self.buffer.append
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            self._hide_columns(attributes)

    def end(self, tag, parser):
        if tag in ("v", "t"):
            parser.CharacterDataHandler = None
        elif tag == "c" and (self.valued or self.formula):
            self._end_cell("".join(self.buffer))
        elif tag == "rPh":
            self.phonetic = False

    def _start_row(self, attributes):
        self.row, self.column = self._whole(attributes.get("r"), self.row + 1), 0
        self.row_text = str(self.row)
        if attributes.get("hidden") in ("1", "true") and self.row <= LAST_ROW:
            self.hidden.add(self.row)

    def _start_cell(self, attributes):
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        else:
            self.column = self.columns.get(reference.removesuffix(str(self.row))) or self._odd_column(reference)
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
        self.buffer.clear()
        self.formula = self.valued = False

    def _odd_column(self, reference):
        """Far to the right, or not on this row at all."""
        match = _REFERENCE.fullmatch(reference)
        if not match or int(match[2]) != self.row:
            raise SheetError("BROKEN", detail=f"ô {reference[:20]}")
        return _column_number(match[1])

    def _end_cell(self, text):
        self._check_limits(text)
        flag = self._flag(text)
        value = None if flag and flag.kind != FORMULA else self._value(text)
        if value is not None or flag:
            self.found.setdefault(self.row, []).append((self.column - 1, value, flag))

    def _check_limits(self, text):
        if self.row <= LAST_ROW and self.column <= MAX_COLUMNS and len(text) <= MAX_TEXT:
            return
        code = "TEXT_TOO_LONG"
        if self.column > MAX_COLUMNS:
            code = "TOO_MANY_COLUMNS"
        if self.row > LAST_ROW:
            code = "TOO_MANY_ROWS" if len(self.found) > MAX_DATA_ROWS // 2 else "FAR_CELL"
        raise SheetError(code, sheet=self.name, cell=f"{get_column_letter(min(self.column, 16384))}{self.row}")

    def _flag(self, text):
        if self.kind == "e":
            return Flag(ERROR, text)
        if not self.formula:
            return None
        empty = not text and (self.kind != "str" or not self.valued)
        return Flag(NO_VALUE if empty else FORMULA)

    def _value(self, text):
        if text == "":
            return None
        if self.kind == "s":
            return self._shared(text)
        if self.kind in ("inlineStr", "str"):
            return unescape(text)
        if self.kind == "b":
            return text.strip() not in ("0", "false")
        if self.kind == "d":
            return _iso(text)
        return self._number(text)

    def _shared(self, text):
        try:
            return self.strings[int(text)] or None
        except (ValueError, IndexError) as error:
            raise SheetError("BROKEN", detail=f"ô dòng {self.row}") from error

    def _number(self, text):
        try:
            value = float(text)
        except ValueError:
            return text
        if not math.isfinite(value):
            return text
        if self.style in self.date_styles and value >= 1:
            return to_date(value, self.epoch)
        return int(value) if value.is_integer() and abs(value) < 10**15 else value

    def _merge(self, reference):
        if len(self.merged) >= MAX_MERGED:
            raise SheetError("TOO_MUCH_FORMATTING", sheet=self.name)
        match = re.fullmatch(rf"{_REFERENCE.pattern}:{_REFERENCE.pattern}", reference)
        if match:
            left, right = _column_number(match[1]), _column_number(match[3])
            self.merged.append((int(match[2]), left - 1, int(match[4]), right - 1))

    def _hide_columns(self, attributes):
        first, last = self._whole(attributes.get("min"), 1), self._whole(attributes.get("max"), 1)
        self.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))

    def _whole(self, text, default):
        try:
            return default if text is None else int(text[:9])
        except ValueError as error:
            raise SheetError("BROKEN", detail=f"trang {self.name}") from error

    def rows(self):
        """All rows from 1 to the last one with content, every row as wide as the widest."""
        width = max((cell[0] + 1 for cells in self.found.values() for cell in cells), default=0)
        empty = (None,) * width
        return tuple(self._row(number, empty) for number in range(1, max(self.found, default=0) + 1))

    def _row(self, number, empty):
        if number not in self.found:
            return Row(number, empty, number in self.hidden)
        cells, flags = list(empty), {}
        for column, value, flag in self.found[number]:
            cells[column] = value
            if flag:
                flags[column] = flag
        return Row(number, tuple(cells), number in self.hidden, flags)


def _column_number(letters):
    """ "A" is 1; any three letters, while openpyxl stops at XFD."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def to_date(serial, epoch):
    """A day number of Excel as date, or datetime when it has a time; the number itself if absurd.

    `epoch` is the day 0. Excel believes in 29/02/1900, so numbers below 60 are one day off.
    """
    if epoch.year < 1900 and serial < 60:
        serial += 1
    try:
        moment = epoch + datetime.timedelta(seconds=round(serial * 86400))
    except OverflowError:
        return serial
    return moment.date() if moment.time() == datetime.time() else moment


def _iso(text):
    try:
        if len(text) == _ISO_LENGTH_OF_DAY:
            return datetime.date.fromisoformat(text)
        moment = datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    return moment.date() if moment.time() == datetime.time() else moment
