"""Workbooks we write: text is text, and what goes out comes back in."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thiduakhenthuong.core.sheets import Column, find_table, open_sheet, write_table

HEADINGS = {"number": ["STT"], "name": ["Họ và tên"], "birth": ["Ngày sinh"], "money": ["Tiền thưởng"], "note": ["Ghi chú"]}
COLUMNS = [
    Column("STT", "number", 6),
    Column("Họ và tên", width=28),
    Column("Ngày sinh", "date"),
    Column("Tiền thưởng", "number"),
    "Ghi chú",
]


def read_back(data):
    table = find_table(open_sheet(data), HEADINGS)
    return [row.cells for row in table.rows]


def loaded(data):
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize(
    "text", ["=1+1", "+84 912", "-Đạt giải Nhất", "@SUM(A1)", "#N/A", "-", "'", "\t=1", "1250000", "099999999999", "_x0041_"]
)
def test_text_stays_text_whatever_it_begins_with(text):
    data = write_table("Danh sách", COLUMNS, [(1, text, None, None, text)])
    cell = loaded(data).active["B4"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert read_back(data) == [(1, text, None, None, text)]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1))
def test_any_text_comes_back_as_it_went_out(text):
    data = write_table("", COLUMNS, [(1, text, None, 5, "x")])
    assert read_back(data) == [(1, text, None, 5, "x")]


def test_numbers_and_dates_keep_their_kind_and_show_as_offices_write_them():
    day = datetime.date(1990, 2, 3)
    data = write_table("Danh sách", COLUMNS, [(1, "Lê An", day, 1250000, None)])
    sheet = loaded(data).active
    assert [sheet[f"{letter}4"].number_format for letter in "ABCD"] == ["#,##0", "@", "dd/mm/yyyy", "#,##0"]
    assert read_back(data) == [(1, "Lê An", day, 1250000, None)]


def test_titles_header_and_footer_stand_where_readers_expect_them():
    data = write_table("DANH SÁCH", COLUMNS, [(1, "Lê An", None, 1, "")], lines=["(Kèm theo Tờ trình)"], footer=["Hết"])
    sheet = loaded(data).active
    assert [sheet[f"A{n}"].value for n in range(1, 8)] == ["DANH SÁCH", "(Kèm theo Tờ trình)", None, "STT", 1, "Hết", None]
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:E1", "A2:E2"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.title) == ("A5", "$4:$4", "Danh sách")
    assert sheet["A4"].font.bold and sheet["A4"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width == 28


def test_a_template_offers_the_choices_of_a_column():
    columns = ["STT", "Họ và tên", Column("Danh hiệu", choices=("Lao động tiên tiến", "=Giấy khen"))]
    book = loaded(write_table("Mẫu nhập", columns, []))
    rule = book.active.data_validations.dataValidation[0]
    assert (str(rule.sqref), rule.formula1) == ("C4:C2003", "'Danh mục'!$A$2:$A$3")
    assert [cell.value for cell in book["Danh mục"]["A"]] == ["Danh hiệu", "Lao động tiên tiến", "=Giấy khen"]


def test_an_empty_table_is_still_a_workbook():
    assert [row.cells for row in open_sheet(write_table("", ["STT"], [])).active.rows] == [("STT",)]


def test_control_characters_no_workbook_can_hold_are_dropped():
    assert read_back(write_table("", COLUMNS, [(1, "Lê\x0bAn", None, 5, "x")])) == [(1, "LêAn", None, 5, "x")]


def test_rows_may_be_a_generator():
    data = write_table("", COLUMNS, ((n, "Lê An", None, n, "x") for n in range(3000)))
    assert len(read_back(data)) == 3000
