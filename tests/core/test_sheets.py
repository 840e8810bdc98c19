"""Reading workbooks: the files offices send, cell by cell, and what each cell kind becomes."""

import datetime
import io
from pathlib import Path

import openpyxl
import pytest

from tests.core.sheet_files import RELS, WORKBOOK, sheet_xml, strings_xml, workbook
from thiduakhenthuong.core.sheets import (
    ERROR,
    FORMULA,
    NO_VALUE,
    Flag,
    SheetError,
    find_table,
    heading_key,
    open_sheet,
    read_table,
)

EXCEL = Path(__file__).parent.parent / "data" / "excel"
HEADINGS = {
    "number": ["STT", "TT"],
    "honorific": ["Ông/Bà"],
    "full_name": ["Họ và tên", "Họ, chữ đệm và tên"],
    "birth": ["Ngày sinh", "Năm sinh"],
    "birth_male": ["Năm sinh Nam"],
    "birth_female": ["Năm sinh Nữ"],
    "position": ["Chức vụ", "Chức danh"],
    "unit": ["Đơn vị", "Nơi công tác"],
    "award": ["Danh hiệu/hình thức đề nghị", "Hình thức đề nghị"],
    "achievement": ["Tóm tắt thành tích", "Thành tích tóm tắt"],
    "is_party_member": ["Đảng viên", "ĐV"],
    "vote_percent": ["Tỷ lệ phiếu"],
    "note": ["Ghi chú"],
}


def row(cells, number=1, attributes=""):
    return f'<row r="{number}" {attributes}>{cells}</row>'


def text(value, ref):
    return f'<c r="{ref}" t="inlineStr"><is><t>{value}</t></is></c>'


def first_row(cells, **parts):
    return open_sheet(workbook(row(cells), **parts)).active.rows[0]


def table_of(*lines, after="", headings=HEADINGS, **options):
    """The Table of a sheet whose lines are given as lists of texts (None: no cell)."""
    xml = "".join(
        row("".join(text(v, f"{chr(65 + i)}{n}") for i, v in enumerate(line) if v is not None), n)
        for n, line in enumerate(lines, start=1)
    )
    return read_table(open_sheet(workbook(xml, after=after)).active, headings, **options)


# --- equal to openpyxl ------------------------------------------------------------------------


def as_days(value):
    midnight = isinstance(value, datetime.datetime) and value.time() == datetime.time()
    return value.date() if midnight else value


@pytest.mark.parametrize("name", sorted(path.name for path in EXCEL.glob("*.xlsx")))
def test_every_cell_equals_what_openpyxl_reads(name):
    sheet = open_sheet((EXCEL / name).read_bytes()).active
    other = openpyxl.load_workbook(EXCEL / name, data_only=True)[sheet.name]
    expected = [[as_days(cell) for cell in line] for line in other.iter_rows(values_only=True)]
    for line in sheet.rows:  # an error value is a flag here, a text there
        for column, flag in line.flags.items():
            if flag.kind == ERROR:
                assert expected[line.number - 1][column] == flag.text
                expected[line.number - 1][column] = None
    assert [list(line.cells) for line in sheet.rows] == expected
    assert [line.number for line in sheet.rows] == list(range(1, len(expected) + 1))


# --- kinds of cells ---------------------------------------------------------------------------


def test_values_become_python_values():
    cells = (
        '<c r="A1"><v>12</v></c><c r="B1"><v>0.9</v></c><c r="C1" t="b"><v>1</v></c><c r="D1" t="s"><v>0</v></c>'
        '<c r="E1" s="1"><v>30447</v></c><c r="F1" s="2"><v>30447.5</v></c><c r="G1" t="d"><v>1983-05-11</v></c>'
        '<c r="H1" s="3"><v>1250000</v></c><c r="I1"><v>9E+2</v></c><c r="J1" s="1"><v>0.25</v></c>'
    )
    day = datetime.date(1983, 5, 11)
    assert first_row(cells, strings=["Nguyễn"]).cells == (
        *(12, 0.9, True, "Nguyễn", day),
        *(datetime.datetime(1983, 5, 11, 12), day, 1250000, 900, 0.25),
    )


def test_the_calendar_of_1904_is_respected():
    book = WORKBOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert first_row('<c r="A1" s="1"><v>0</v></c><c r="B1" s="1"><v>1</v></c>', book=book).cells == (
        0,
        datetime.date(1904, 1, 2),
    )


def test_the_first_days_of_1900_allow_for_the_day_excel_invented():
    days = first_row('<c r="A1" s="1"><v>1</v></c><c r="B1" s="1"><v>61</v></c>').cells
    assert days == (datetime.date(1900, 1, 1), datetime.date(1900, 3, 1))


def test_text_keeps_its_spaces_runs_and_escapes_but_not_its_phonetic_guide():
    cells = (
        '<c r="A1" t="inlineStr"><is><r><t> Ngô </t></r><r><t> Dịu</t></r><rPh><t>x</t></rPh></is></c>'
        '<c r="B1" t="inlineStr"><is><t>một_x000A_hai_x0000__xD800_</t></is></c><c r="C1" t="s"><v>0</v></c>'
    )
    shared = strings_xml("").replace("<t></t>", "<r><t>Đỗ </t></r><r><t>An</t></r><rPh><t>x</t></rPh>")
    assert first_row(cells, shared=shared).cells == (" Ngô  Dịu", "một\nhai", "Đỗ An")


def test_formulas_give_their_result_and_are_flagged():
    cells = (
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>B2</f></c><c r="C1"><f>B2</f><v></v></c>'
        '<c r="D1" t="e"><f>X</f><v>#N/A</v></c><c r="E1" t="str"><f>""</f><v></v></c><c r="F1" t="e"><v>#REF!</v></c>'
    )
    line = first_row(cells)
    assert line.cells == (2, None, None, None, None, None)
    assert line.flags == {
        0: Flag(FORMULA),
        1: Flag(NO_VALUE),
        2: Flag(NO_VALUE),
        3: Flag(ERROR, "#N/A"),
        4: Flag(FORMULA),
        5: Flag(ERROR, "#REF!"),
    }


def test_numbers_too_large_for_a_number_stay_text():
    assert first_row('<c r="A1"><v>1e999</v></c><c r="B1"><v>abc</v></c>').cells == ("1e999", "abc")


def test_cells_and_rows_without_address_follow_each_other():
    sheet = open_sheet(workbook("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>")).active
    assert [line.cells for line in sheet.rows] == [(1, None, 3), (4, None, None)]


def test_prefixed_names_of_strict_writers_are_understood():
    xml = sheet_xml(row("<c r='A1'><v>7</v></c>")).replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    assert open_sheet(workbook(sheet=xml)).active.rows[0].cells == (7,)


def test_gaps_between_rows_are_blank_rows_and_spaces_count_as_blank():
    xml = row("<c r='A1'><v>1</v></c>") + row(text("  ", "A3"), 3) + row("<c r='B4'><f>1</f></c>", 4)
    assert [line.blank for line in open_sheet(workbook(xml)).active.rows] == [False, True, True, False]


def test_hidden_rows_columns_and_sheets_are_told():
    book = open_sheet((EXCEL / "danh_sach_loi.xlsx").read_bytes())
    assert [(sheet.name, sheet.filled) for sheet in book.hidden] == [("Sheet2", 4)]
    assert [line.number for line in book.active.rows if line.hidden] == [35]
    columns = '<cols><col min="2" max="3" hidden="1"/></cols>'
    assert open_sheet(workbook(row("<c r='A1'><v>1</v></c>"), before=columns)).active.hidden_columns == {1, 2}


def test_a_broken_second_sheet_does_not_stop_the_first():
    book = WORKBOOK.replace("</sheets>", '<sheet name="Phụ" sheetId="2" state="hidden" r:id="rId9"/></sheets>')
    rels = RELS.replace('Id="rId2"', 'Id="rId9"').replace("sharedStrings", "worksheet").replace("worksheet.xml", "x.xml")
    opened = open_sheet(workbook(row("<c r='A1'><v>1</v></c>"), book=book, rels=rels))
    assert opened.active.rows[0].cells == (1,)
    assert opened.hidden[0].filled is None
    with pytest.raises(SheetError) as refused:
        _ = opened.hidden[0].rows
    assert refused.value.code == "BROKEN"


# --- the table --------------------------------------------------------------------------------


def test_the_clean_list_is_found_under_its_titles():
    table = find_table(open_sheet((EXCEL / "danh_sach_ca_nhan_sach.xlsx").read_bytes()), HEADINGS)
    assert table.header_rows == (7, 7)
    assert {field: table.letter(field) for field in table.fields} == {
        **{"number": "A", "honorific": "B", "full_name": "C", "birth": "D", "is_party_member": "G", "position": "I"},
        **{"unit": "J", "award": "K", "vote_percent": "O", "achievement": "P", "note": "Q"},
    }
    assert [table.headings[column] for column in table.unknown] == [
        *("Giới tính", "Dân tộc", "CCCD", "Mức xếp loại", "Sáng kiến", "Số QĐ công nhận sáng kiến")
    ]
    assert [table.value(line, "full_name") for line in table.rows[:2]] == ["Phạm Thị Dung", "Hoàng Thị Lụa"]
    assert table.rows[0].number == 8


def test_a_header_in_two_rows_with_merged_cells_and_no_marks_is_understood():
    table = find_table(open_sheet((EXCEL / "danh_sach_loi.xlsx").read_bytes()), HEADINGS)
    assert table.header_rows == (7, 8)
    assert {field: table.letter(field) for field in table.fields} == {
        **{"number": "A", "full_name": "B", "birth_male": "C", "birth_female": "D", "position": "E", "unit": "F"},
        **{"award": "G", "achievement": "H", "is_party_member": "I", "vote_percent": "J", "note": "K"},
    }
    assert table.headings[2] == "Năm sinh: Nam"
    assert (table.rows[0].number, table.rows[-1].number, table.unknown) == (9, 65, ())


def test_a_cell_merged_over_rows_counts_for_each_of_them_and_says_so():
    table = find_table(open_sheet((EXCEL / "danh_sach_loi.xlsx").read_bytes()), HEADINGS)
    cells = [table.cell(line, "unit") for line in table.rows if 40 <= line.number <= 43]
    assert [(cell.value, cell.letter, cell.filled) for cell in cells] == [
        ("Trường THCS Nam Hưng", "F", False),
        ("Trường THCS Nam Hưng", "F", True),
        ("Trường THCS Nam Hưng", "F", True),
        ("Trường THCS Minh Tân", "F", False),
    ]
    assert table.at(table.rows[1], 0).value == 1
    assert table.cell(table.rows[0], "honorific") is None
    assert table.value(table.rows[0], "full_name") is None  # A9:K9 is merged sideways: a group title


def test_flags_of_formulas_reach_the_cell():
    table = find_table(open_sheet((EXCEL / "danh_sach_loi.xlsx").read_bytes()), HEADINGS)
    by_number = {line.number: line for line in table.rows}
    assert table.cell(by_number[36], "full_name") == ("Vũ Thị Xoan", "B", Flag(FORMULA), False)
    assert table.cell(by_number[37], "full_name") == (None, "B", Flag(NO_VALUE), False)
    assert table.cell(by_number[38], "unit") == (None, "F", Flag(ERROR, "#N/A"), False)


def test_a_header_in_two_rows_without_merged_cells_is_understood():
    after = '<mergeCells><mergeCell ref="B1:C1"/></mergeCells>'
    table = table_of(["Họ và tên", "Năm sinh", None], [None, "Nam", "Nữ"], ["Lê An", "1980", None], after=after)
    assert (table.fields, table.header_rows) == ({"full_name": 0, "birth_male": 1, "birth_female": 2}, (1, 2))


def test_a_numbering_line_under_the_header_is_no_data():
    table = table_of(["TT", "Họ tên đầy đủ", "Đơn vị"], ["(1)", "(2)", "(3)"], ["1", "Lê An", "Xã An Sơn"])
    assert [line.number for line in table.rows] == [3]


def test_a_short_first_data_row_is_not_taken_for_numbering():
    table = table_of(["TT", "Họ và tên", "Đơn vị"], ["1", "0", "5"], ["(1)", "x", "(2)"])
    assert [line.number for line in table.rows] == [2, 3]


def test_headings_match_in_any_order_spelling_and_with_one_slip():
    table = table_of(["TỈ LỆ PHIẾU (%)", "Ghi  chú", "HO VA TEN", "Nơi công tcá"], ["90", None, "Lê An", "Xã An Sơn"])
    assert table.fields == {"vote_percent": 0, "note": 1, "full_name": 2, "unit": 3}


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Tỉ lệ phiếu (%)", "ti le phieu"),
        ("TỶ LỆ  PHIẾU", "ti le phieu"),
        ("% LĐTT", "ti le ldtt"),
        ("Tên tập thể (ghi đúng tên in bằng)", "ten tap the"),
        ("Danh hiệu/hình thức", "danh hieu hinh thuc"),
        ("Ngày", "ngay"),
    ],
)
def test_headings_are_compared_without_marks_remarks_and_punctuation(heading, key):
    assert heading_key(heading) == key


def test_a_field_found_twice_keeps_its_first_column_and_names_the_other():
    table = table_of(["Họ và tên", "Đơn vị", "Nơi công tác"], ["Lê An", "a", "b"])
    assert (table.fields, table.repeated, table.unknown) == ({"full_name": 0, "unit": 1}, {2: "unit"}, ())


@pytest.mark.parametrize(
    ("lines", "options", "code", "says"),
    [
        ([["Danh sách"], ["Lê An"]], {}, "HEADER_NOT_FOUND", "STT, Ông/Bà, Họ và tên"),
        ([["Họ và tên", "Ghi chú"], ["Lê An", "x"]], {"required": ["unit"]}, "HEADER_MISSING", "thiếu cột: Đơn vị"),
        ([["Họ và tên", "Ghi chú"], ["  ", ""]], {}, "NO_DATA", "chưa có dòng dữ liệu"),
    ],
)
def test_a_sheet_without_a_usable_table_says_what_is_missing(lines, options, code, says):
    with pytest.raises(SheetError) as refused:
        table_of(*lines, **options)
    assert refused.value.code == code
    assert says in refused.value.message


def test_the_table_may_stand_on_another_visible_sheet():
    made = openpyxl.Workbook()
    made.active.append(["Hướng dẫn"])
    made.create_sheet("DS").append(["Họ và tên", "Đơn vị"])
    made["DS"].append(["Lê An", "Xã An Sơn"])
    stream = io.BytesIO()
    made.save(stream)
    table = find_table(open_sheet(stream.getvalue()), HEADINGS)
    assert (table.sheet.name, table.value(table.rows[0], "unit")) == ("DS", "Xã An Sơn")
    with pytest.raises(SheetError, match="Không tìm thấy dòng tiêu đề"):
        find_table(open_sheet(stream.getvalue()), {"x": ["Cột lạ"]})
