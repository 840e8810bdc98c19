"""The one writer of .xlsx files: exports and import templates.

Every text is written as text, whatever it begins with, so no value can become a formula; files
written here are read back by `open_sheet` and `find_table` with equal values.
"""

import datetime
import decimal
import io
import re
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation

FORMATS = {"text": "@", "number": "#,##0", "decimal": "#,##0.##", "plain": "General", "date": "dd/mm/yyyy", "percent": "0.0"}
FONT = "Times New Roman"
CHOICES_SHEET = "Danh mục"
_TEMPLATE_ROWS = 2000  # lines below the header that offer the choices of a column
_LINE = Side(style="thin", color="999999")
_LONG = 24  # characters: wider columns wrap


@dataclass(frozen=True)
class Column:
    """One column: `kind` is a key of FORMATS, `width` in characters, `choices` a drop-down list."""

    heading: str
    kind: str = "text"
    width: int | None = None
    choices: tuple[str, ...] = ()


def write_table(title, columns, rows, *, lines=(), sheet_name="Danh sách", footer=()):
    """The bytes of an .xlsx with `title`, further `lines` under it, a frozen header and `rows`.

    `columns` are Column or plain headings; `rows` an iterable of sequences of str, numbers, dates,
    bool or None in the order of the columns (a generator is written as it comes); `footer` lines
    of text under the table.
    """
    columns = [column if isinstance(column, Column) else Column(column) for column in columns]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name[:31])
    heads = [text for text in (title, *lines) if text]
    header_row = len(heads) + 1 + bool(heads)
    _set_up(sheet, columns, header_row)
    styles = _Styles(sheet, columns)
    for number, text in enumerate(heads, start=1):
        sheet.merged_cells.add(CellRange(None, 1, number, max(len(columns), 1), number))
        sheet.append([styles.cell(text, styles.title if number == 1 else styles.line)])
    if heads:
        sheet.append([])
    sheet.append([styles.cell(column.heading, styles.header) for column in columns])
    for row in rows:
        sheet.append([styles.cell(value, style) for value, style in zip(row, styles.body, strict=True)])
    for text in footer:
        sheet.append([styles.cell(text, styles.line)])
    _offer_choices(book, sheet, columns, header_row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _set_up(sheet, columns, header_row):
    """What openpyxl must know before the first row: widths, frozen header, page."""
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width or _width(column)
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _width(column):
    return max(12 if column.kind == "date" else 8, min(len(column.heading) + 2, 40))


class _Styles:
    """Styles made once and shared by all cells: making them per cell costs more than the data."""

    def __init__(self, sheet, columns):
        self.sheet = sheet
        self.title = self._style(Font(name=FONT, size=14, bold=True), Alignment(horizontal="center"))
        self.line = self._style(Font(name=FONT, size=12, italic=True), Alignment(horizontal="center"))
        self.header = self._style(
            Font(name=FONT, size=12, bold=True),
            Alignment(horizontal="center", vertical="center", wrap_text=True),
            fill=PatternFill("solid", fgColor="F3E9E1"),
            framed=True,
        )
        self.body = [self._body(column) for column in columns]

    def _body(self, column):
        wrap = (column.width or 0) > _LONG
        place = {"date": "center"}.get(column.kind)
        aligned = Alignment(horizontal=place, vertical="top", wrap_text=wrap)
        return self._style(Font(name=FONT, size=12), aligned, framed=True, number_format=FORMATS[column.kind])

    def _style(self, font, alignment, *, fill=None, framed=False, number_format="@"):
        """(style of values, style of text): text carries the quote prefix of Excel."""
        plain, quoted = (WriteOnlyCell(self.sheet) for _ in range(2))
        for cell in (plain, quoted):
            cell.font, cell.alignment, cell.number_format = font, alignment, number_format
            if fill:
                cell.fill = fill
            if framed:
                cell.border = Border(_LINE, _LINE, _LINE, _LINE)
        quoted.number_format = "@"
        quoted.quotePrefix = True
        return plain._style, quoted._style

    def cell(self, value, style):
        """A cell that holds exactly `value`; text is never looked at as a formula."""
        if isinstance(value, str):
            cell = WriteOnlyCell(self.sheet, _escape(value))
            cell.data_type = "s"
        elif value is None or isinstance(value, int | float | decimal.Decimal | datetime.date):
            cell = WriteOnlyCell(self.sheet, value)
        else:
            return self.cell(str(value), style)
        cell._style = style[isinstance(value, str)]
        return cell


def _escape(text):
    """Without control characters; "_x0041_" typed by somebody must not come back as "A"."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text))


def _offer_choices(book, sheet, columns, header_row):
    """Drop-down lists of a template; the allowed values stand on a sheet of their own."""
    offered = [(number, column) for number, column in enumerate(columns, start=1) if column.choices]
    if not offered:
        return
    listing = book.create_sheet(CHOICES_SHEET)
    styles = _Styles(listing, [])
    listing.append([styles.cell(column.heading, styles.header) for _, column in offered])
    for line in range(max(len(column.choices) for _, column in offered)):
        texts = [column.choices[line] if line < len(column.choices) else None for _, column in offered]
        listing.append([styles.cell(text, styles.line) for text in texts])
    for place, (number, column) in enumerate(offered, start=1):
        source, target = get_column_letter(place), get_column_letter(number)
        allowed = f"'{CHOICES_SHEET}'!${source}$2:${source}${len(column.choices) + 1}"
        rule = DataValidation("list", formula1=allowed, allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = "Không có trong danh mục", f"Chọn một giá trị ở trang {CHOICES_SHEET}."
        rule.errorStyle = "warning"
        rule.add(f"{target}{header_row + 1}:{target}{header_row + _TEMPLATE_ROWS}")
        sheet.data_validations.append(rule)
