"""Spreadsheets in and out: one guarded reader, one header finder, one writer."""

from openpyxl.utils import get_column_letter as column_letter

from thiduakhenthuong.core.sheets.cells import ERROR, FORMULA, NO_VALUE, Flag, Row
from thiduakhenthuong.core.sheets.errors import MAX_COLUMNS, MAX_DATA_ROWS, SheetError
from thiduakhenthuong.core.sheets.reader import Sheet, Workbook, open_sheet
from thiduakhenthuong.core.sheets.table import Cell, Table, find_table, heading_key, read_table
from thiduakhenthuong.core.sheets.writer import Column, write_table

__all__ = [
    "ERROR",
    "FORMULA",
    "MAX_COLUMNS",
    "MAX_DATA_ROWS",
    "NO_VALUE",
    "Cell",
    "Column",
    "Flag",
    "Row",
    "Sheet",
    "SheetError",
    "Table",
    "Workbook",
    "column_letter",
    "find_table",
    "heading_key",
    "open_sheet",
    "read_table",
    "write_table",
]
