"""From the bytes of a workbook to columns, rows and remarks about the whole file. Nothing is stored here."""

from typing import NamedTuple

from awards.services.imports.lines import merged_areas, pack_row
from awards.services.imports.problems import problem
from awards.services.imports.vocabulary import BIRTH_FIELDS, NAME_FIELDS, NAME_PARTS, fields, headings
from thiduakhenthuong.core.sheets import SheetError, Workbook, column_letter, find_table, open_sheet, read_table
from thiduakhenthuong.core.sheets.writer import CHOICES_SHEET


class ListFile(NamedTuple):
    """A list found in a workbook: `columns` [{letter, heading, field, outcome}], `rows` [(number, cells)]."""

    sheet: str
    header_row: int
    columns: list[dict]
    rows: list[tuple[int, dict]]
    notes: list[dict]


def read_list(content: bytes, sheet_name: str = "") -> ListFile:
    """Find the table of a workbook, on the named sheet or on the first visible one that has a table.

    Raises SheetError with a Vietnamese message when the workbook or the table cannot be taken.
    """
    opened = open_sheet(content)  # the choices of our own template are no list
    workbook = Workbook(tuple(sheet for sheet in opened.sheets if sheet.name != CHOICES_SHEET) or opened.sheets)
    chosen = next((sheet for sheet in workbook.visible if sheet.name == sheet_name), None)
    table = read_table(chosen, headings()) if chosen else find_table(workbook, headings())
    columns = _columns(table)
    table.fields = {column["letter"]: column.pop("index") for column in columns}
    areas = merged_areas(table)
    rows = [(row.number, pack_row(row, table, areas)) for row in table.rows]
    notes = [*header_notes(columns), *_other_sheets(workbook, table.sheet)]
    return ListFile(table.sheet.name, table.header_rows[0], columns, rows, notes)


def mapping_of(columns: list[dict]) -> dict[str, str]:
    """{field: letter} of the columns that are imported."""
    found = {column["field"]: column["letter"] for column in columns if column["field"]}
    if first := next((found[part] for part in NAME_PARTS if part in found), ""):
        found.setdefault("full_name", first)
    return found


def _columns(table) -> list[dict]:
    by_column = {column: field for field, column in table.fields.items()}
    two_rows = table.header_rows[1] > table.header_rows[0]
    found = []
    for index in sorted({*table.headings, *by_column, *_bare_columns(table)}):
        field, heading = by_column.get(index, ""), table.headings.get(index, "")
        outcome = "HEADER_SYNONYM" if field else "HEADER_REPEATED" if index in table.repeated else "HEADER_UNKNOWN"
        if field in BIRTH_FIELDS[1:] and two_rows:
            outcome = "HEADER_TWO_ROWS"
        if table.repeated.get(index) == "full_name" and index - 1 == table.fields.get("full_name"):
            field, outcome = "given_name", "HEADER_SYNONYM"  # one heading over the two columns of a name
        letter = column_letter(index + 1)
        found.append({"letter": letter, "heading": heading, "field": field, "outcome": outcome, "index": index})
    return found


def _bare_columns(table) -> set[int]:
    """Columns with values but without heading."""
    return {i for row in table.rows for i, value in enumerate(row.cells) if value is not None}


def header_notes(columns: list[dict]) -> list[dict]:
    """How each column was understood, and that no column holds the names."""
    notes = []
    for column in columns:
        if column["heading"]:
            said = {"heading": column["heading"], "label": fields()[column["field"]].label if column["field"] else ""}
            notes.append(problem(column["outcome"], column["letter"], column["field"], value=said["label"], **said))
    if not any(column["field"] in (*NAME_FIELDS, *NAME_PARTS) for column in columns):
        notes.append(problem("NO_NAME_COLUMN"))
    return notes


def _other_sheets(workbook: Workbook, chosen) -> list[dict]:
    notes = []
    for sheet in workbook.sheets:
        if sheet is chosen or not (count := _rows_of(sheet)):
            continue
        code = "HIDDEN_SHEET" if sheet.hidden else "OTHER_SHEET"
        notes.append({**problem(code, value=str(count), text=sheet.name, count=count), "sheet": sheet.name})
    return notes


def _rows_of(sheet) -> int:
    """Rows under the header of another sheet; a hidden sheet without header counts whatever it holds."""
    try:
        return sum(not row.blank for row in read_table(sheet, headings()).rows)
    except SheetError:
        return sheet.filled if sheet.hidden else 0
