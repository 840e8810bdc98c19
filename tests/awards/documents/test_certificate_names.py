"""Check 24: names of every length fit by the rule, or the job stops and asks for a line break."""

import pytest

from awards.documents import fitting
from awards.documents.certificates import NameTooLong, TextTooLong, render_batch, render_document, shared_name_size
from awards.documents.fitting import FILL, fit_text, fit_texts, line_width

from .certificate_checks import check_full, printed_lines
from .certificate_samples import LONG_POSITION, LONG_UNIT, certificate, models, unit

WORDS = "Đảng bộ, chính quyền, Ủy ban Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị - xã hội huyện Nam Sách Trần Phú"
MODEL = "bang-khen-a4"


def name_of(length):
    """A name of exactly `length` characters."""
    return (WORDS + " " + WORDS)[: length - 1].rstrip(" ,-").ljust(length, "n")


def fitted_name(text):
    return fit_text(models()[MODEL], text)["recipient"]


@pytest.mark.parametrize("length", range(5, 121, 5))
def test_names_of_5_to_120_characters_fit_by_the_rule(length):
    for name in (name_of(length), name_of(length - 2), name_of(length).upper(), name_of(length - 1).upper()):
        found = fitted_name(unit(name))
        assert " ".join(found.lines) == name
        low, high = {1: (17, 26), 2: (13, 16)}[len(found.lines)]
        assert low <= found.size <= high and found.size * 2 == int(found.size * 2)
        widest = max(line_width(line, found.box, found.size) for line in found.lines)
        assert widest <= found.box.w * FILL
        bigger = max(line_width(line, found.box, found.size + 0.5) for line in found.lines)
        assert found.size == high or bigger > found.box.w * FILL


@pytest.mark.parametrize(
    ("name", "lines", "size"),
    [
        ("Bà Lê An", ("Bà Lê An",), 26),
        ("Bà Công Tằng Tôn Nữ Thị Phương Thảo", ("Bà Công Tằng Tôn Nữ Thị Phương Thảo",), 26),
        ("Phòng Nông nghiệp và Phát triển nông thôn huyện Nam Sách", None, 24.5),
        ("BAN CHỈ HUY QUÂN SỰ HUYỆN NAM SÁCH, TỈNH HẢI DƯƠNG", None, 21.5),
        (
            LONG_UNIT.removesuffix(", HP"),
            (
                "Đảng bộ, chính quyền, Ủy ban Mặt trận Tổ quốc Việt Nam,",
                "các đoàn thể chính trị - xã hội và Nhân dân xã Trần Phú",
            ),
            16,
        ),
    ],
)
def test_known_names_take_known_sizes(name, lines, size):
    found = fitted_name(unit(name))
    assert (found.lines, found.size) == (lines or (name,), size)


def test_two_lines_are_balanced_and_part_neither_dashes_nor_quoted_names():
    found = fitted_name(unit(LONG_UNIT))
    widths = [line_width(line, found.box, found.size) for line in found.lines]
    assert len(widths) == 2 and max(widths) / min(widths) < 1.25
    text = certificate(achievement="Có thành tích trong phong trào thi đua “" + "học tập và làm theo gương " * 2 + "Bác”")
    lines = fit_text(models()[MODEL], text)["achievement"].lines
    assert [line.count("“") for line in lines] == [line.count("”") for line in lines]


def test_name_stays_larger_than_the_position_under_it():
    found = fit_text(models()[MODEL], unit(LONG_UNIT, subtitle="Thành phố Hải Phòng"))
    assert (found["recipient"].size, found["subtitle"].size) == (16, 14)


def test_position_of_two_lines_moves_the_achievement_down():
    found = fit_text(models()[MODEL], certificate(subtitle=LONG_POSITION))
    assert len(found["subtitle"].lines) == 2
    assert found["achievement"].box.y >= found["subtitle"].box.y + found["subtitle"].box.h


def test_too_long_a_name_stops_the_job_before_the_first_file():
    name = f"{LONG_UNIT} và {LONG_UNIT}"
    with pytest.raises(NameTooLong, match="^Tên quá dài, cần ngắt dòng: Đảng bộ"):
        render_batch(models()[MODEL], [certificate(), unit(name)])


def test_a_name_without_a_place_to_break_stops_too():
    with pytest.raises(NameTooLong):
        fitted_name(unit("N" * 120))


def test_line_break_of_the_operator_is_kept():
    found = fitted_name(unit("Đội tuyển Toán\nTrường Trung học cơ sở Nam Chính"))
    assert found.lines == ("Đội tuyển Toán", "Trường Trung học cơ sở Nam Chính")


def test_other_fields_name_themselves_when_they_do_not_fit():
    with pytest.raises(TextTooLong, match="^Thành tích quá dài, không vừa chỗ in"):
        fit_text(models()[MODEL], certificate(achievement="Đã có thành tích " * 20))


def test_persons_of_one_decision_share_the_smallest_size_from_20_points():
    texts = [certificate(recipient="Bà Lê An"), certificate(recipient="Ông " + "Nguyễn Đăng " * 4 + "Khoa Huy")]
    sizes = [found["recipient"].size for found in fit_texts(models()[MODEL], [*texts, unit("Xã Nam Tân")])]
    assert sizes[0] == sizes[1] < 26 and sizes[2] == 26


def test_persons_keep_their_own_sizes_when_one_needs_less_than_20():
    texts = [certificate(recipient="Bà Lê An"), certificate(recipient="Ông " + "Nguyễn Đăng " * 5 + "Khoa Huy")]
    sizes = [found["recipient"].size for found in fit_texts(models()[MODEL], texts)]
    assert sizes[0] == 26 and sizes[1] < 20


def test_some_sheets_of_a_decision_keep_the_size_found_over_all():
    texts = [certificate(recipient="Bà Lê An"), certificate(recipient="Ông " + "Nguyễn Đăng " * 4 + "Khoa Huy")]
    shared = shared_name_size(models()[MODEL], texts)
    content = render_document(models()[MODEL], texts[:1], mode="overlay", name_size=shared)
    sizes = {line.size for line in printed_lines(content)[2] if line.text == "Bà Lê An"}
    assert sizes == {shared} and 20 <= shared < 26


def test_names_in_decomposed_letters_come_out_composed():
    found = fitted_name(certificate(recipient="Bà Pha\u0323m  Thi\u0323 Duye\u0302n"))
    assert found.lines == ("Bà Phạm Thị Duyên",)


def test_check_fails_when_names_are_fitted_beyond_their_box(monkeypatch):
    text = unit("BAN CHỈ HUY QUÂN SỰ HUYỆN NAM SÁCH, TỈNH HẢI DƯƠNG")
    monkeypatch.setattr(fitting, "FILL", 1.3)
    fitting.fit_box.cache_clear()
    try:
        problems = check_full(models()[MODEL], text, render_document(models()[MODEL], [text]))
    finally:
        fitting.fit_box.cache_clear()
    assert "recipient: ra ngoài ô" in problems


def test_drawn_width_never_exceeds_the_computed_one_by_more_than_the_margin():
    texts = [unit(name_of(length), length) for length in (20, 45, 56)]
    content = render_document(models()[MODEL], texts, mode="overlay")
    for page, text in enumerate(texts):
        found = fitted_name(text)
        line = next(line for line in printed_lines(content, page)[2] if line.text == text.recipient)
        assert 0.95 < (line.x1 - line.x0) / line_width(text.recipient, found.box, found.size) <= 1.001
