"""Opening a workbook: the one way into the system for a sheet of any user."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial

from thiduakhenthuong.core.sheets.cells import SheetReader, read_date_styles, read_strings
from thiduakhenthuong.core.sheets.errors import SheetError
from thiduakhenthuong.core.sheets.package import elements, open_package, relationships

_EPOCH_1900, _EPOCH_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)


@dataclass(frozen=True)
class Sheet:
    """One sheet, read when first asked for; reading may raise SheetError."""

    name: str
    hidden: bool
    _read: Callable = field(repr=False, compare=False)

    @cached_property
    def _content(self):
        return self._read()

    @cached_property
    def rows(self):
        """Every Row from 1 to the last with content: `rows[i].number == i + 1`, equal widths."""
        return self._content.rows()

    @cached_property
    def merged(self):
        """Merged areas as (first row, first column, last row, last column); rows 1-, columns 0-based."""
        return tuple(self._content.merged)

    @cached_property
    def hidden_columns(self):
        """0-based numbers of hidden columns."""
        return frozenset(self._content.hidden_columns)

    @property
    def filled(self):
        """How many rows hold something (titles and header included); None when it cannot be read."""
        try:
            return sum(not row.blank for row in self.rows)
        except SheetError:
            return None


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file in their order."""

    sheets: tuple[Sheet, ...]

    @property
    def visible(self):
        return tuple(sheet for sheet in self.sheets if not sheet.hidden)

    @property
    def hidden(self):
        """Hidden sheets are not imported, but the user is told of them."""
        return tuple(sheet for sheet in self.sheets if sheet.hidden)

    @property
    def active(self):
        """The first visible sheet."""
        return self.visible[0]


def open_sheet(source):
    """Open an .xlsx given as bytes or binary file; returns a Workbook whose first sheet is read.

    Raises SheetError with a message for the user: too big, too wide, macro, password, links to
    other workbooks, not a workbook … Hostile files are refused within seconds and 512 MB.
    """
    package = open_package(source)
    path = _workbook_path(package)
    parts = relationships(package, path)
    described = elements(package, path, "sheet", "workbookPr")
    shared = _shared_parts(package, parts, described)

    sheets = []
    for tag, attributes in described:
        rel = next((value for key, value in attributes.items() if key.endswith(":id")), None)
        kind, target = parts.get(rel, ("", ""))
        if tag == "sheet" and kind == "worksheet":
            name = attributes.get("name", "")
            read = partial(SheetReader, package, target, name=name, **shared)
            sheets.append(Sheet(name, attributes.get("state", "visible") != "visible", read))
    workbook = Workbook(tuple(sheets))
    if not workbook.visible:
        raise SheetError("NO_VISIBLE_SHEET")
    _ = workbook.active.rows  # errors of the main sheet come out here, not somewhere later
    return workbook


def _workbook_path(package):
    names = package.namelist()
    found = [name for name in ("xl/workbook.xml", *names) if name in names and name.endswith("workbook.xml")]
    if not found:
        raise SheetError("NOT_WORKBOOK")
    return found[0]


def _shared_parts(package, parts, described):
    by_kind = dict(parts.values())
    properties = next((attributes for tag, attributes in described if tag == "workbookPr"), {})
    strings, styles = by_kind.get("sharedStrings"), by_kind.get("styles")
    return {
        "strings": read_strings(package, strings) if strings else [],
        "date_styles": read_date_styles(package, styles) if styles else set(),
        "epoch": _EPOCH_1904 if properties.get("date1904") in ("1", "true") else _EPOCH_1900,
    }
