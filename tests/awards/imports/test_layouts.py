"""Lists as other offices lay them out: sections, households, names in two columns, post and unit in one cell."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from awards.services.imports.context import context_of
from awards.services.imports.inspection import inspect, notes_of
from awards.services.imports.people import read_birth, read_name
from awards.services.imports.reading import mapping_of, read_list
from campaigns.models import Unit
from tests.awards.imports.places import nam_sach_dossier

pytestmark = pytest.mark.django_db
YEARS = range(1910, 2015)


@pytest.fixture
def read():
    """read(rows, merged=[…]) → (rows by number, notes of the file) of a sheet with exactly these rows."""
    dossier = nam_sach_dossier()

    def reader(*rows, merged=(), extra_sheets=()):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        for area in merged:
            book.active.merge_cells(area)
        for title, lines in extra_sheets:
            sheet = book.create_sheet(title)
            for line in lines:
                sheet.append(line)
        stream = io.BytesIO()
        book.save(stream)
        found = read_list(stream.getvalue())
        mapping = mapping_of(found.columns)
        context, raw = context_of(dossier, mapping), [(number, cells, {}) for number, cells in found.rows]
        rows = {row.number: row for row in inspect(raw, mapping, context, {})}
        return rows, [note["code"] for note in [*found.notes, *notes_of(raw, mapping, context)]]

    return reader


def codes(row):
    return [issue["code"] for issue in row.issues]


HEAD = ["STT", "Tên tập thể, cá nhân", "Năm sinh", "Chức vụ, đơn vị", "Hình thức khen", "Lý do khen"]


def test_sections_tell_the_kind_of_recipient(read):
    rows, _ = read(
        HEAD, ["I", "TẬP THỂ"], [1, "Nhân dân và cán bộ xã Nam Trung", None, None, "Giấy khen", "a"], ["II", "CÁ NHÂN"],
        [1, "Bà Lê Thị Bình", 1980, "Hiệu trưởng Trường THCS Nguyễn Trãi", "Giấy khen", "b"], ["III", "HỘ GIA ĐÌNH"],
        [1, "Hộ ông Trần Văn Cường", None, "Thôn An Điền, xã Cộng Hòa", "Giấy khen", "c"],
    )  # fmt: skip
    assert [rows[n].values.get("recipient_kind") for n in (3, 5, 7)] == ["collective", "individual", "household"]
    assert [rows[n].outcome for n in (2, 4, 6)] == ["skipped"] * 3
    assert (rows[7].values["name"], rows[7].values["gender"]) == ("Trần Văn Cường", "male")


def test_without_sections_the_first_words_tell_the_kind(read):
    rows, _ = read(
        HEAD, [1, "Trường THCS Nguyễn Trãi", None, None, "Giấy khen", "a"],
        [2, "Hộ bà Phạm Thị Xuyến", None, "Xã Nam Tân", "Giấy khen", "b"],
        [3, "Nguyễn Văn An", 1975, "UBND xã Nam Trung", "Giấy khen", "c"],
    )  # fmt: skip
    assert [rows[n].values["recipient_kind"] for n in (2, 3, 4)] == ["collective", "household", "individual"]


def test_post_and_unit_in_one_cell_are_taken_apart(read):
    rows, _ = read(HEAD, [1, "Ông Nguyễn Văn An", 1975, "Chủ tịch UBND xã Nam Trung", "Giấy khen", "c"])
    assert (rows[2].values["title"], rows[2].values["unit_text"]) == ("Chủ tịch", "UBND xã Nam Trung")
    assert "POSITION_SPLIT" in codes(rows[2]) and rows[2].values["unit"]


@pytest.mark.parametrize(
    ("headings", "merged"),
    [(["TT", "Họ và tên đệm", "Tên", "Giới tính", "Đơn vị", "Hình thức"], []),
     (["TT", "Họ và tên", None, "Giới tính", "Đơn vị", "Hình thức"], ["B1:C1"])],
)  # fmt: skip
def test_name_in_two_columns_is_one_name(read, headings, merged):
    rows, _ = read(headings, [1, "Phạm Thị", "Lan", "nữ", "UBND xã Minh Tân", "Lao động tiên tiến"], merged=merged)
    assert (rows[2].values["name"], rows[2].outcome) == ("Phạm Thị Lan", "clean")


def test_list_of_households_takes_its_unit_from_the_address(read):
    rows, notes = read(["STT", "Chủ hộ", "Địa chỉ", "Đề nghị tặng"], [1, "Nguyễn Văn Hùng", "Thôn 1, xã An Lâm", "Giấy khen"])
    assert rows[2].outcome == "clean" and rows[2].values["unit"]
    assert "NO_UNIT_COLUMN" not in notes


def test_missing_columns_are_told_once_for_the_file(read):
    rows, notes = read(["TT", "Họ tên", "Danh hiệu"], [1, "Phạm Thị Lan", "Lao động tiên tiến"])
    assert rows[2].outcome == "clean"
    assert [code for code in notes if code.startswith("NO_")] == ["NO_GENDER_COLUMN", "NO_BIRTH_COLUMN", "NO_UNIT_COLUMN"]


def test_second_visible_list_is_offered(read):
    _, notes = read(
        ["TT", "Họ tên", "Danh hiệu"], [1, "Phạm Thị Lan", "LĐTT"],
        extra_sheets=[("Tập thể", [["TT", "Tên tập thể", "Danh hiệu"], [1, "Phòng Nội vụ huyện", "TTLĐTT"]])],
    )  # fmt: skip
    assert "OTHER_SHEET" in notes


@pytest.mark.parametrize(
    ("text", "kept"),
    [("Phòng GD&ĐT", "Phòng Giáo dục và Đào tạo huyện"), ("Trường TH Nam Hồng", "Trường Tiểu học Nam Hồng"),
     ("Phòng LĐ-TB&XH huyện Nam Sách", "Phòng Lao động - Thương binh và Xã hội huyện"),
     ("uy ban nhan dan xa nam trung", "UBND xã Nam Trung"), ("Công an huyện", "Công an huyện Nam Sách"),
     ("Trường MN Nam Tân, huyện Nam Sách", "Trường Mầm non Nam Tân"), ("UBND TT Nam Sách", "UBND thị trấn Nam Sách")],
)  # fmt: skip
def test_unit_written_in_short_is_found_and_the_words_are_kept(read, text, kept):
    rows, _ = read(["TT", "Ông/Bà", "Họ tên", "Đơn vị", "Danh hiệu"], [1, "Bà", "Phạm Thị Lan", text, "Lao động tiên tiến"])
    assert (rows[2].outcome, rows[2].values["unit_text"]) == ("clean", text)
    assert Unit.objects.get(public_id=rows[2].values["unit"]).name == kept


@pytest.mark.parametrize(
    ("text", "code"),
    [("Giấy khen của Chủ tịch UBND huyện Nam Sách", "GK_HUYEN"), ("danh hiệu Lao động tiên tiến", "LDTT"),
     ("CSTĐ cơ sở", "CSTDCS"), ("GIẤY KHEN", "GK_HUYEN"), ("Lao dong tien tien", "LDTT"), ("LDTT", "LDTT")],
)  # fmt: skip
def test_award_is_understood_however_it_is_written(read, text, code):
    rows, _ = read(["TT", "Ông/Bà", "Họ tên", "Đơn vị", "Danh hiệu"], [1, "Bà", "Phạm Thị Lan", "Xã An Bình", text])
    assert rows[2].values["award_kind"] == code


@pytest.mark.parametrize(
    ("value", "born", "code"),
    [(date(1981, 2, 5), "1981-02-05", None), ("05/02/1981", "1981-02-05", "DATE_TEXT"), ("5.2.1981", "1981-02-05", "DATE_TEXT"),
     ("1981-02-05", "1981-02-05", "DATE_TEXT"), ("ngày 5 tháng 2 năm 1981", "1981-02-05", "DATE_TEXT"),
     ("05-02-1981", "1981-02-05", "DATE_TEXT"), (19810205, "1981-02-05", "DATE_TEXT"), ("05021981", "1981-02-05", "DATE_TEXT"),
     ("1981", "1981", "YEAR_ONLY"), (1981.0, "1981", "YEAR_ONLY"), ("Sinh năm 1981", "1981", "YEAR_ONLY"),
     ("2/1981", "1981", "YEAR_ONLY"), ("5/2/81", "1981-02-05", "DATE_TWO_DIGIT_YEAR"),
     ("5/2/08", "2008-02-05", "DATE_TWO_DIGIT_YEAR"),
     ("29/02/1981", "", "DATE_INVALID"), ("02/13/1981", "1981-02-13", "DATE_MDY"), ("13/13/1981", "", "DATE_INVALID"),
     (2031, "", "AGE_RANGE"), (1850, "", "AGE_RANGE"), ("không rõ", "", "DATE_UNREADABLE"), (True, "", "DATE_UNREADABLE"),
     (0.5, "", "DATE_UNREADABLE"), ("1/2/3/4", "", "DATE_UNREADABLE"), ("00/00/1981", "", "DATE_INVALID"),
     (10**30, "", "DATE_UNREADABLE")],
)  # fmt: skip
def test_birth_is_read_however_it_is_written(value, born, code):
    read = read_birth(value, column="C", years=YEARS)
    assert (read.value, [issue["code"] for issue in read.issues]) == (born, [code] if code else [])


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [("Nguyễn Văn An", "Nguyễn Văn An", []), ("Vừ A Dính", "Vừ A Dính", []), ("H'Hen Niê", "H'Hen Niê", []),
     ("Và Bá Dìa", "Và Bá Dìa", []), ("Ông Văn Hòa", "Văn Hòa", ["PREFIX"]), ("Ông Hòa", "Ông Hòa", []),
     ("ĐẶNG  VĂN HOÀ", "Đặng Văn Hoà", ["SPACES", "UPPERCASE"]), ("TS. Lê Văn Ba", "Lê Văn Ba", ["TITLE_PREFIX"]),
     ("Nguyễn Văn An và Trần Thị Bé", "Nguyễn Văn An và Trần Thị Bé", ["TWO_PERSONS"]),
     ("Nguyễn Văn An/Trần Thị Bé", "Nguyễn Văn An/Trần Thị Bé", ["TWO_PERSONS"]),
     ("Nguyễn Văn An\nTrần Thị Bé", "Nguyễn Văn An Trần Thị Bé", ["LINEBREAK", "TWO_PERSONS"]),
     ("Nguyễn Văn An 2", "Nguyễn Văn An 2", ["NAME_STRANGE"])],
)  # fmt: skip
def test_name_is_cleaned_and_every_repair_is_told(text, name, found):
    read = read_name(text, column="B", field="full_name", kind="individual")
    assert (read.value, [issue["code"] for issue in read.issues]) == (name, found)
