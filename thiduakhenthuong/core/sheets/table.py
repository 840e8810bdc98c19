"""Finding the table in a sheet: the header under the titles, and which column is which field.

Offices name and order their columns as they like, with or without marks, in one to three rows
("Năm sinh: Nam | Nữ"). The caller gives, as data, the headings it knows for each field; a heading
of several rows is written as one ("Năm sinh Nam").
"""

import math
import re
from bisect import bisect_right
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

from thiduakhenthuong.core.names import near, search_key
from thiduakhenthuong.core.sheets.cells import Flag
from thiduakhenthuong.core.sheets.errors import MAX_DATA_ROWS, SheetError

HEADER_SEARCH_ROWS = 30
HEADER_DEPTH = 3
MIN_FIELDS = 2  # fewer known headings in a line make no header
_SHORTEST_FUZZY = 6  # letters: a slip is forgiven in long headings only
_NUMBERING = re.compile(r"\(?\s*([0-9]{1,2}|[A-Za-z])\s*\)?")


class Cell(NamedTuple):
    """A value with its circumstances: `filled` when it comes from a cell merged over several rows."""

    value: Any
    letter: str
    flag: Flag | None = None
    filled: bool = False


class Table:
    """A header and the rows below it.

    `fields` {field: 0-based column} · `headings` {column: heading as written} · `unknown` columns
    without a field · `repeated` columns whose field another column already holds · `header_rows`
    (first, last) · `rows` every Row below the header up to the last one with content.
    """

    def __init__(self, sheet, header, rows):
        self.sheet, self.rows = sheet, rows
        self.header_rows, self.headings, self.fields = header.lines, header.headings, header.fields
        self.repeated = header.repeated
        mapped = {*self.fields.values(), *self.repeated}
        self.unknown = tuple(column for column in self.headings if column not in mapped)
        self._merged = {}  # column → [(first row, last row)] of the areas merged downwards, in order
        for first, column, last, _ in sorted(sheet.merged):
            self._merged.setdefault(column, []).append((first, last))

    def letter(self, field):
        """ "A" …: the letter of the column that holds `field`."""
        return get_column_letter(self.fields[field] + 1)

    def cell(self, row, field):
        """The Cell of `field` in `row`; merged downwards counts as repeated. None without the column."""
        column = self.fields.get(field)
        return None if column is None else self.at(row, column)

    def at(self, row, column):
        """The Cell in `row` of a 0-based column, mapped or not."""
        source = row if row.cells[column] is not None else self._anchor(row, column)
        flag = source.flags.get(column)
        return Cell(source.cells[column], get_column_letter(column + 1), flag, source is not row)

    def _anchor(self, row, column):
        """The row that holds the value of an area merged downwards over `row`, else `row` itself."""
        areas = self._merged.get(column, [])
        before = bisect_right(areas, (row.number, math.inf))
        first, last = areas[before - 1] if before else (0, 0)
        return self.sheet.rows[first - 1] if 0 < first < row.number <= last else row

    def value(self, row, field):
        """The bare value of `field` in `row`, None when empty or when the column is missing."""
        cell = self.cell(row, field)
        return cell and cell.value


class _Header(NamedTuple):
    lines: tuple[int, int]
    headings: dict
    fields: dict
    repeated: dict


def read_table(sheet, headings, *, required=()):
    """The Table of a sheet; `headings` {field: [headings known for it]}, `required` fields.

    Raises SheetError: HEADER_NOT_FOUND, HEADER_MISSING, NO_DATA, TOO_MANY_ROWS (more than 20,000
    rows with content below the header).
    """
    header = _find_header(sheet, _known(headings))
    if header is None:
        expected = ", ".join(names[0] for names in list(headings.values())[:6])
        raise SheetError("HEADER_NOT_FOUND", sheet=sheet.name, rows=HEADER_SEARCH_ROWS, expected=expected)
    if missing := [headings[field][0] for field in required if field not in header.fields]:
        raise SheetError("HEADER_MISSING", sheet=sheet.name, row=header.lines[0], missing=", ".join(missing))
    rows = _skip_numbering(sheet.rows[header.lines[1] :])
    filled = sum(not row.blank for row in rows)
    if not filled:
        raise SheetError("NO_DATA", sheet=sheet.name, row=header.lines[0])
    if filled > MAX_DATA_ROWS:
        raise SheetError("TOO_MANY_ROWS", sheet=sheet.name)
    return Table(sheet, header, rows)


def find_table(workbook, headings, *, required=()):
    """`read_table` of the first visible sheet that has such a table; the first error if none has."""
    errors = []
    for sheet in workbook.visible:
        try:
            return read_table(sheet, headings, required=required)
        except SheetError as error:
            errors.append(error)
    raise errors[0]


# --- headings ---------------------------------------------------------------------------------


def heading_key(text):
    """ "Tỉ lệ phiếu (%)" → "ti le phieu": no marks, punctuation, remarks in brackets, i for y.

    A leading percent sign is read: "% LĐTT" is "Tỷ lệ LĐTT".
    """
    bare = re.sub(r"\([^)]*\)", " ", search_key(text))
    bare = re.sub(r"^\s*%", "ti le ", bare)
    return " ".join(re.sub(r"(?<![aeou])y$", "i", word) for word in re.findall(r"[a-z0-9]+", bare))


def _known(headings):
    """{heading key: field}; an earlier field keeps a heading given twice."""
    known = {}
    for field, names in headings.items():
        for name in names:
            known.setdefault(heading_key(name), field)
    return known


def _field(texts, known):
    """The field of a column from its header texts, top to bottom: whole, then lowest, then top."""
    keys = map(heading_key, (" ".join(texts), texts[-1], texts[0]))
    return next((known[key] for key in keys if key in known), None)


def _guess(text, known):
    """The field whose heading differs from `text` by one slip of the keyboard."""
    key = heading_key(text)
    return next((field for name, field in known.items() if _one_slip(key, name)), None)


def _one_slip(key, name):
    return min(len(key), len(name)) >= _SHORTEST_FUZZY and near(key, name)


def _find_header(sheet, known):
    """The header that names most fields, flattest and highest first; None below MIN_FIELDS."""
    best, best_score = None, (MIN_FIELDS, -HEADER_DEPTH)
    for top in range(1, min(len(sheet.rows), HEADER_SEARCH_ROWS) + 1):
        if sheet.rows[top - 1].blank:
            continue
        for depth in _depths(sheet, top):
            header = _header(sheet, top, top + depth - 1, known)
            score = (len(header.fields), -depth)
            if score > best_score or (best is None and score == best_score):
                best, best_score = header, score
    return best and _with_guesses(best, known)


def _with_guesses(header, known):
    """A slip in a heading is forgiven once the header is sure and the field still without column."""
    for column, text in header.headings.items():
        if column not in header.fields.values() and column not in header.repeated:
            field = _guess(text, known)
            if field and field not in header.fields:
                header.fields[field] = column
    return header


def _depths(sheet, top):
    """How many rows a header starting at `top` may have; merged cells settle it."""
    room = min(HEADER_DEPTH, len(sheet.rows) - top + 1)
    merged = max((last - top + 1 for first, _, last, _ in sheet.merged if first == top), default=1)
    return range(merged, merged + 1) if 1 < merged <= room else range(1, min(room, 2) + 1)


def _header(sheet, top, bottom, known):
    headings, fields, repeated = {}, {}, {}
    for column, texts in _column_texts(sheet, top, bottom):
        headings[column] = ": ".join(texts)
        field = _field(texts, known)
        if field in fields:
            repeated[column] = field
        elif field:
            fields[field] = column
    return _Header((top, bottom), headings, fields, repeated)


def _column_texts(sheet, top, bottom):
    """(column, its header texts from top to bottom); a text spans the columns merged with it."""
    spread = {(first, left): right for first, left, _, right in sheet.merged if top <= first <= bottom}
    lines = []
    for row in sheet.rows[top - 1 : bottom]:
        texts = {c: " ".join(v.split()) for c, v in enumerate(row.cells) if isinstance(v, str) and v.strip()}
        for column in list(texts):
            last = min(spread.get((row.number, column), column), len(row.cells) - 1)
            texts |= dict.fromkeys(range(column + 1, last + 1), texts[column])
        lines.append(texts)
    for column in range(len(sheet.rows[top - 1].cells)):
        if texts := [line[column] for line in lines if column in line]:
            yield column, list(dict.fromkeys(texts))


def _skip_numbering(rows):
    """Without the line "(1) (2) (3)" or "A B 1 2" that many forms have under the header."""
    texts = [str(value) for value in rows[0].cells if value is not None] if rows else []
    marks = [match[1] for match in map(_NUMBERING.fullmatch, texts) if match]
    numbers = [int(mark) for mark in marks if mark.isdecimal()]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return rows[1:] if counted and len(marks) == len(texts) > MIN_FIELDS else rows
