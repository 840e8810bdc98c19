"""The check of a registration's words: the sample of the office row by row, and lines of our own."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from campaigns.enums import Direction
from campaigns.extensions import Title
from campaigns.tally import text_check
from campaigns.tally.text_check import check, check_line, example_for, needs_work, share_example, speaks_of, vague_spans
from campaigns.tally.text_marks import read
from campaigns.tally.text_show import pieces
from thiduakhenthuong.core.vntext import parse_decimal

HERE = Path(__file__).parent.parent
SAMPLE = list(csv.DictReader((HERE / "data" / "campaigns" / "registrations_sample.csv").open(encoding="utf-8")))
REFERENCE = HERE.parent / "campaigns" / "reference"
PHRASES = [row["phrase"] for row in csv.DictReader((REFERENCE / "stock_phrases.csv").open(encoding="utf-8"))]
INDICATORS = [(r["topic"], r["example"]) for r in csv.DictReader((REFERENCE / "indicators.csv").open(encoding="utf-8"))]
TITLES = {
    "TTLDXS": frozenset({"collective"}), "TTLDTT": frozenset({"collective"}), "CSTDCS": frozenset({"individual"}),
    "LDTT": frozenset({"individual"}),
}  # fmt: skip
DEADLINE = date(2021, 2, 28)


def _day(text):
    return date.fromisoformat(text) if text else None


def _sample_hints(row, *, fields=True):
    sent = _day(row["submitted_on"])
    earlier = [r["content"] for r in SAMPLE if r["registrant_id"] != row["registrant_id"] and r["line_id"] < row["line_id"]]
    code = row["registered_title"]
    return check(
        row["content"],
        value=Decimal(row["target_value"]) if row["target_value"] and fields else None,
        unit_of_measure=row["unit_of_measure"] if fields else "",
        due_on=_day(row["deadline"]) if fields else None,
        title=Title(code, code, TITLES[code]) if code else None,
        subject="individual" if row["registrant_kind"] == "individual" else "collective",
        phrases=PHRASES, deadline=DEADLINE, sent_on=sent, twins=earlier, year=2021,
    )  # fmt: skip


def test_the_sample_is_whole():
    """56 rows, of every kind of outcome."""
    assert len(SAMPLE) == 56
    assert {row["expected_result"] for row in SAMPLE} == {"ok", "hint", "block"}


@pytest.mark.parametrize("row", SAMPLE, ids=[row["line_id"] for row in SAMPLE])
def test_every_row_of_the_sample(row):
    """The codes of the sample, in its order; blocks exactly where it blocks."""
    hints = _sample_hints(row)
    assert [hint.code for hint in hints] == list(filter(None, row["expected_codes"].split("|")))
    assert any(hint.blocks for hint in hints) == (row["expected_result"] == "block")


@pytest.mark.parametrize("row", SAMPLE, ids=[row["line_id"] for row in SAMPLE])
def test_the_words_alone_tell_the_same(row):
    """Somebody who only types the sentence and fills no other field gets the same answer."""
    assert [hint.code for hint in _sample_hints(row, fields=False)] == list(filter(None, row["expected_codes"].split("|")))


@pytest.mark.parametrize("row", [r for r in SAMPLE if r["deadline"]], ids=lambda r: r["line_id"])
def test_number_and_day_are_read_from_the_sample(row):
    """What the sentence says is what the columns of the sample say."""
    marks = read(row["content"], 2021)
    assert marks.main.value == Decimal(row["target_value"])
    assert marks.due_on == _day(row["deadline"])


OK = ""
V, N, U, D, X = "VAGUE_PHRASE", "MISSING_NUMBER", "MISSING_UNIT", "MISSING_DEADLINE", "NUMBER_NOT_TARGET"
OWN = [
    # numbers with every sort of unit
    ("Tăng 5 bậc trên bảng xếp hạng cải cách hành chính trong năm 2021", OK),
    ("Xóa hai nhà tạm trước 30/9/2021", OK),
    ("Kết nạp mười hai đảng viên trong quý III/2021", OK),
    ("Giúp hai mươi lăm hộ thoát nghèo trước 31/12/2021", OK),
    ("Trồng một nghìn cây xanh trước 19/5/2021", OK),
    ("Một trăm phần trăm trẻ 5 tuổi đến lớp trước 05/9/2021", OK),
    ("Nộp ngân sách 200.000.000đ trước 30/6/2021", OK),
    ("Làm 2,7km đường bê tông đến hết quý II/2021", OK),
    ("Trồng 15ha rừng phòng hộ trong tháng 9", OK),
    ("Doanh thu 1,2 tỷ trong 6 tháng đầu năm 2021", OK),
    ("Thu 1 tỷ 200 triệu đồng tiền quỹ đến 30/11/2021", OK),
    ("Giảm 0,5 - 1% tỷ lệ hộ nghèo trong năm 2021", OK),
    ("Tỷ lệ che phủ rừng từ 58% trở lên vào cuối năm 2021", OK),
    ("27/27 chỉ tiêu hoàn thành trước 15/12/2021", OK),
    ("18/19 xã đạt chuẩn nông thôn mới trước 31/12/2021", OK),
    ("5/7 thôn đạt thôn văn hóa trong năm nay", OK),
    ("Thu hoạch gấp đôi năm trước, xong trước 30/10/2021", OK),
    ("Hiến 30 đơn vị máu trong tháng 7/2021", OK),
    ("Tiết kiệm 8.500 kWh điện trước ngày 15 tháng 12 năm 2021", OK),
    ("Mỗi tháng tổ chức 2 buổi đọc sách", OK),
    ("Hằng quý kiểm tra 4 bếp ăn", OK),
    ("Số hóa 500 bản đồ chậm nhất 20/10", OK),
    ("Nâng cao thu nhập lên 65 triệu đồng/người trong năm 2021", OK),
    ("Phấn đấu giảm 12 hộ nghèo trước 31/12/2021", OK),
    ("Tăng cường kiểm tra, xử lý 100% đơn thư trong năm 2021", OK),
    ("Xây 3 nhà văn hóa thôn, hoàn thành vào 31-8-2021", OK),
    ("Đạt 450 m² tường bích họa trước 2.9.2021", OK),
    ("Trả kết quả trong 3 ngày làm việc kể từ 01/4/2021", OK),
    ("Có 4 sản phẩm OCOP 3 sao trước 30/11/2021", OK),
    ("Hoàn thành 120% kế hoạch tuyển quân trước 28/02/2021", OK),
    ("Vượt kế hoạch 10% trong quý 4 năm 2021", OK),
    ("Giao kế hoạch 500 ha vụ đông, gieo xong trước 15/10/2021", OK),
    ("Theo Kế hoạch 15/KH-UBND, sửa 6 nhà trước 30/9/2021", OK),
    ("Đạt 92 điểm chỉ số cải cách hành chính trong học kỳ II", OK),
    # no unit
    ("Đạt 95 trở lên trước 31/12/2021", U),
    ("Chỉ số cải cách hành chính đạt 88,5 trong năm 2021", U),
    ("Thu quỹ 120 và nộp trước 30/6/2021", U),
    ("Huy động được 40, hoàn thành trong quý I/2021", U),
    # no deadline
    ("Tăng 10% so với năm 2020", D),
    ("Trồng 3.000 cây phi lao ven đê", D),
    ("Giải quyết 97% hồ sơ trước hạn", D),
    ("Phong tặng 2 mô hình chào mừng kỷ niệm ngày 20/11", D),
    ("Sửa ba nhà cho hộ nghèo", D),
    ("Lắp 40 camera an ninh tại thôn 3", D),
    # numbers that are no targets
    ("Thực hiện Nghị quyết số 18-NQ/TW và Chỉ thị 05", f"{X}|{N}|{U}|{D}"),
    ("Triển khai Nghị định 91/2017/NĐ-CP của Chính phủ", f"{X}|{N}|{U}|{D}"),
    ("Học tập theo Chỉ thị 05 của Bộ Chính trị trong năm 2021", f"{X}|{N}|{U}"),
    ("Xây dựng gia đình 5 không, 3 sạch", f"{X}|{N}|{U}|{D}"),
    ("Duy trì bộ phận 1 cửa hoạt động", f"{X}|{N}|{U}|{D}"),
    ("Ứng dụng công nghiệp 4.0 vào sản xuất", f"{X}|{N}|{U}|{D}"),
    ("Trực 24/24 giờ phòng chống lụt bão", f"{X}|{N}|{U}|{D}"),
    ("Tổ chức tốt kỳ thi vào lớp 10", f"{X}|{N}|{U}|{D}"),
    ("Hoàn thành kế hoạch giai đoạn 2021 - 2025", f"{X}|{N}|{U}|{D}"),
    ("Phòng, chống dịch Covid-19", f"{N}|{U}|{D}"),
    ("Bảo vệ tuyến đê tại thôn 3", f"{X}|{N}|{U}|{D}"),
    ("Cải tạo mặt đường tỉnh 390", f"{X}|{N}|{U}|{D}"),
    ("Đón đoàn công tác ngày 15/5/2021", f"{N}|{U}"),
    # stock phrases
    ("Nâng cao chất lượng công tác", f"{V}|{N}|{U}|{D}"),
    ("TÍCH CỰC THAM GIA CÁC PHONG TRÀO", f"{V}|{N}|{U}|{D}"),
    ("Nang cao chat luong cong tac", f"{V}|{N}|{U}|{D}"),
    ("Quyết tâm, không ngừng phát huy truyền thống", f"{V}|{N}|{U}|{D}"),
    ("Đẩy mạnh cải cách hành chính trước 30/6/2021", f"{V}|{N}|{U}"),
    ("Tăng cường phối hợp theo Kế hoạch số 12 năm 2021", f"{V}|{X}|{N}|{U}|{D}"),
    ("Đạt chuẩn nông thôn mới nâng cao trước 30/11/2021", f"{N}|{U}"),
    ("Góp phần xây dựng một nền hành chính phục vụ", f"{V}|{N}|{U}|{D}"),
    ("Một lòng vì nhân dân phục vụ", f"{N}|{U}|{D}"),
    ("Năm học mới nhiều thắng lợi", f"{N}|{U}|{D}"),
    ("Hai bên cùng phát triển", f"{N}|{U}|{D}"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), OWN, ids=[text[:40] for text, _ in OWN])
def test_lines_of_our_own(text, codes):
    """Words that the sample does not have."""
    found = [hint.code for hint in check_line(text, phrases=PHRASES, year=2021)]
    assert found == list(filter(None, codes.split("|")))


@pytest.mark.parametrize(
    ("text", "value", "unit", "day"),
    [
        ("Tăng 5 bậc trong quý II", "5", "bậc", date(2021, 6, 30)),
        ("Sửa nhà cho sáu hộ trong tháng 9", "6", "hộ", date(2021, 9, 30)),
        ("Thu 1.250,5 triệu đồng trước 30/11", "1250.5", "triệu đồng", date(2021, 11, 30)),
        ("Trồng 12 ha trong 6 tháng đầu năm", "12", "ha", date(2021, 6, 30)),
        ("Đạt 72% vào ngày 05 tháng 02 năm 2022", "72", "%", date(2022, 2, 5)),
        ("Giá trị 220 triệu đồng/ha cả năm", "220", "triệu đồng/ha", date(2021, 12, 31)),
        ("Quý 3/2022 xây 2 trường", "2", "trường", date(2022, 9, 30)),
        ("Hai mươi mốt sáng kiến hết năm 2021", "21", "sáng kiến", date(2021, 12, 31)),
        ("Một trăm hai mươi người có việc làm mới trước 31/12/2021", "120", "người", date(2021, 12, 31)),
    ],
)
def test_what_a_line_says_fills_its_fields(text, value, unit, day):
    """Number, unit and last day are read from the sentence."""
    marks = read(text, 2021)
    assert (marks.main.value, marks.main.unit, marks.due_on) == (Decimal(value), unit, day)


@pytest.mark.parametrize(("text", "day"), [("Làm 2 cầu trước 31/4/2021", None), ("Làm 2 cầu trong tháng 13", None)])
def test_a_day_that_does_not_exist_is_no_deadline(text, day):
    """Nothing is guessed from 31/4."""
    assert read(text, 2021).due_on is day


def test_fields_speak_where_the_sentence_does_not():
    """A short text with its number, unit and day in the fields is concrete."""
    facts = {"value": Decimal(6), "unit_of_measure": "nhà", "due_on": date(2021, 9, 30), "phrases": PHRASES}
    assert check_line("Xóa nhà tạm", **facts) == []
    assert [h.code for h in check_line("Xóa nhà tạm", **facts | {"unit_of_measure": " "})] == [U]


@pytest.mark.parametrize(
    ("text", "value", "before", "direction", "below"),
    [
        ("Tỷ lệ đỗ đạt 80%", "80", "86", Direction.UP, True),
        ("Tỷ lệ đỗ đạt 86%", "86", "86", Direction.UP, False),
        ("Tỷ lệ hộ nghèo 2,5%", "2.5", "2.1", Direction.DOWN, True),
        ("Tỷ lệ hộ nghèo 1,9%", "1.9", "2.1", Direction.DOWN, False),
        ("Giảm 11 hộ nghèo", "11", "9", Direction.DOWN, False),
        ("Giảm 7 hộ nghèo", "7", "9", Direction.DOWN, True),
        ("Thời gian chờ giảm còn 45 phút", "45", "40", "", True),
        ("Rút thời gian giải quyết xuống 3 ngày", "3", "5", "", False),
        ("Thu 5 tỷ đồng", "5", None, Direction.UP, False),
    ],
)
def test_less_than_last_year_asks_for_an_explanation(text, value, before, direction, below):
    """Worse depends on the way of the number; what was reduced counts upwards."""
    hints = check_line(
        text, value=Decimal(value), last_year_value=before and Decimal(before), direction=direction, unit_of_measure="x",
        due_on=date(2021, 12, 31),
    )  # fmt: skip
    assert (text_check.BELOW_BASELINE in [hint.code for hint in hints]) == below


def test_a_copied_line_is_found_whatever_its_case_and_stop():
    """Copying a model text is asked about, it does not count as vague."""
    hints = check_line("Sửa 6 nhà trước 30/9/2021.", twins=["SỬA 6  NHÀ trước 30/9/2021"])
    assert [hint.code for hint in hints] == [text_check.DUPLICATE_TEXT]
    assert not needs_work([hint.code for hint in hints])


def test_vague_words_are_marked_where_they_stand():
    """The longest phrase wins, and a standing term is none."""
    text = "Phấn đấu hoàn thành và hoàn thành vượt mức, nâng cao nông thôn mới nâng cao"
    spans = vague_spans(text, PHRASES)
    assert [text[a:b] for a, b in spans] == ["Phấn đấu", "hoàn thành và hoàn thành vượt", "nâng cao"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Đẩy mạnh phong trào xây dựng nông thôn mới", "tiêu chí nông thôn mới nâng cao trước 30/11/2022"),
        ("Nâng cao chất lượng dạy học", "trường đạt chuẩn quốc gia trước 31/12/2022"),
        ("Chung tay ủng hộ người nghèo", "Giảm 12 hộ nghèo trước 31/12/2022"),
        ("Kinh tế phát triển", "so với năm 2021 tính đến 31/12/2022"),
        ("Xin hứa", "Kết nạp 6 đảng viên trước 30/11/2022"),
    ],
)
def test_the_example_is_of_the_same_subject(text, word):
    """From the topic words of the indicators; without one the general example."""
    assert example_for(text, INDICATORS, 2022).endswith(word)


def test_every_example_of_the_list_is_itself_concrete():
    """What we offer to copy must pass."""
    for _, example in INDICATORS:
        shown = example.replace("{year}", "2021").replace("{last}", "2020")
        assert check_line(shown, phrases=PHRASES) == [], shown


def test_strange_text_does_no_harm():
    """Empty, enormous, or hostile."""
    for text in ("", "   ", "9" * 400, "1" * 30 + " hộ", "(((", "a" * 5000, "năm " * 200, "hai ba " * 300):
        check_line(text, phrases=PHRASES, year=2021)
    assert parse_decimal("1.250,5") == Decimal("1250.5")


@pytest.mark.parametrize(
    ("text", "vague", "strong"),
    [
        ("Hoàn thành 5 tiêu chí nông thôn mới nâng cao trước 30/11/2021", [], ["5 tiêu chí", "trước 30/11/2021"]),
        ("Tiếp tục đẩy mạnh phong trào", ["Tiếp tục", "đẩy mạnh"], []),
        ("Thêm 3 trường đạt chuẩn quốc gia trong năm 2021", [], ["3 trường", "trong năm 2021"]),
        ("Tích cực giảm 10% điện năng trạm bơm trước ngày 30/9/2021", ["Tích cực"], ["10%", "trước ngày 30/9/2021"]),
        ("<b>Đẩy mạnh</b>", ["Đẩy mạnh"], []),
    ],
)
def test_pieces_keep_every_letter(text, vague, strong):
    """What is underlined, what is bold, and nothing lost."""
    found = pieces(text, phrases=PHRASES, year=2021)
    assert "".join(words for words, _ in found) == text
    assert [words for words, kind in found if kind == "vague"] == vague
    assert [words for words, kind in found if kind == "strong"] == strong


def test_a_share_reads_as_a_line_that_is_concrete():
    line = share_example("Đường bản được bê tông hóa", Decimal("7.50"), "km", 2021)
    assert line == "Đường bản được bê tông hóa: 7,5 km trước 31/12/2021"
    assert not needs_work(hint.code for hint in check(line, phrases=PHRASES, year=2021))
    assert share_example("Tỷ lệ hộ nghèo", Decimal("6"), "%", 2021) == "Tỷ lệ hộ nghèo: 6% trước 31/12/2021"


@pytest.mark.parametrize(
    ("text", "indicator", "named"),
    [
        ("Đẩy mạnh làm đường bản", "Đường bản được bê tông hóa", True),
        ("Hoàn thành tốt nhiệm vụ được giao", "Nhiệm vụ được giao đã hoàn thành", False),
        ("Quan tâm hộ nghèo", "Tỷ lệ hộ nghèo", True),
        ("Nâng cao tỷ lệ", "Tỷ lệ hộ nghèo", False),
    ],
)
def test_a_sentence_names_the_indicator_it_speaks_of(text, indicator, named):
    assert speaks_of(text, indicator) is named
