"""Dates, numbers, words and lines as Vietnamese documents write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thiduakhenthuong.core.vntext import (
    DIGITS,
    DateError,
    coefficient,
    count2,
    counts_text,
    date_long,
    date_plain,
    date_short,
    join_nbsp,
    money,
    number,
    parse_date,
    words,
)


def test_a_coefficient_has_one_decimal_at_least():
    assert [coefficient(value) for value in (1000, 1500, 2250, None)] == ["1,0", "1,5", "2,25", ""]


@pytest.mark.parametrize(
    ("day", "long"),
    [
        ((2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        ((2020, 7, 10), "ngày 10 tháng 7 năm 2020"),
        ((2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        ((2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        ((2025, 12, 1), "ngày 01 tháng 12 năm 2025"),
    ],
)
def test_only_days_below_ten_and_months_one_and_two_get_a_zero(day, long):
    assert date_long(datetime.date(*day)) == long
    assert date_plain(datetime.date(*day)) == long.removeprefix("ngày ")


def test_short_dates_have_two_digits_and_none_is_empty():
    assert date_short(datetime.date(2026, 2, 5)) == "05/02/2026"
    assert date_short(None) == ""


@pytest.mark.parametrize("text", ["05/09/1979", "5/9/1979", " 5 / 9 / 1979 ", "05-09-1979", "05.09.1979"])
def test_a_date_is_read_day_first(text):
    assert parse_date(text) == datetime.date(1979, 9, 5)


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("", "DATE_EMPTY", None),
        (None, "DATE_EMPTY", None),
        ("31/02/1986", "DATE_INVALID", None),
        ("00/01/1986", "DATE_INVALID", None),
        ("13/13/1986", "DATE_INVALID", None),
        ("01/01/0000", "DATE_INVALID", None),
        ("5/9/61", "DATE_TWO_DIGIT_YEAR", datetime.date(1961, 9, 5)),
        ("5/9/05", "DATE_TWO_DIGIT_YEAR", datetime.date(2005, 9, 5)),
        ("09/25/1967", "DATE_MDY", datetime.date(1967, 9, 25)),
        ("1986", "DATE_FORMAT", None),
        ("1986-09-05", "DATE_FORMAT", None),
        ("mai", "DATE_FORMAT", None),
        ("²/1/2020", "DATE_FORMAT", None),
    ],
)
def test_a_date_that_cannot_be_taken_says_why(text, code, suggestion):
    with pytest.raises(DateError) as refused:
        parse_date(text)
    assert (refused.value.code, refused.value.suggestion) == (code, suggestion)


def test_the_reason_names_the_value_and_the_way_out():
    with pytest.raises(DateError, match="Ngày 31/02/1986 không có thật"):
        parse_date("31/02/1986")
    with pytest.raises(DateError, match="Không có tháng 25: có thể viết kiểu tháng/ngày, đề nghị 25/09/1967"):
        parse_date("09/25/1967")


@given(st.dates())
def test_every_date_survives_writing_and_reading(day):
    assert parse_date(date_short(day)) == day


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (1250000, "1.250.000"), (-1250, "-1.250"), (91.7, "91,7"), (90.0, "90"), (None, "")],
)
def test_numbers_group_with_dots_and_take_a_decimal_comma(value, text):
    assert number(value) == text


def test_money_is_whole_dong():
    assert [money(1250000), money(0), money(None)] == ["1.250.000", "0", ""]


def test_counts_have_two_digits_and_zero_kinds_are_dropped():
    assert [count2(0), count2(2), count2(66), count2(1010)] == ["00", "02", "66", "1.010"]
    assert counts_text(2, 1, 10) == "02 tập thể, 01 hộ gia đình và 10 cá nhân"
    assert counts_text(collective=21, individual=30) == "21 tập thể và 30 cá nhân"
    assert counts_text(individual=1) == "01 cá nhân"
    assert counts_text() == ""


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (1010, "một nghìn không trăm mười"),
        (1100, "một nghìn một trăm"),
        (596000, "năm trăm chín mươi sáu nghìn"),
        (1000005, "một triệu không trăm linh năm"),
        (1250000, "một triệu hai trăm năm mươi nghìn"),
        (10**9, "một tỷ"),
        (10**9 + 1, "một tỷ không trăm linh một"),
        (2 * 10**9 + 5 * 10**6, "hai tỷ không trăm linh năm triệu"),
        (10**12, "một nghìn tỷ"),
        (1_234_000_000_000, "một nghìn hai trăm ba mươi tư tỷ"),
        (10**15, "một triệu tỷ"),
        (-15, "âm mười lăm"),
    ],
)
def test_amounts_in_words(amount, text):
    assert words(amount) == text


VALUES = {word: value for value, word in enumerate(DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5, "linh": 0}


def spoken_value(text):
    """An independent reader of amounts in words: what a cashier would hear."""
    if " tỷ" in f" {text}":
        head, _, tail = text.rpartition("tỷ")
        return spoken_value(head.strip()) * 10**9 + spoken_value(tail.strip())
    total = group = 0
    digit = 0
    for word in text.split():
        if word in VALUES:
            group, digit = group + digit, VALUES[word]
        elif word == "mười":
            group, digit = group + digit + 10, 0
        elif word in ("trăm", "mươi"):
            group, digit = group + digit * (100 if word == "trăm" else 10), 0
        else:
            total, group, digit = total + (group + digit) * {"nghìn": 1000, "triệu": 10**6}[word], 0, 0
    return total + group + digit


@given(st.integers(0, 10**15))
def test_words_say_the_amount_back(amount):
    assert spoken_value(words(amount)) == amount


def test_words_say_every_small_amount_back():
    assert [spoken_value(words(amount)) for amount in range(20_001)] == list(range(20_001))


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("ký ngày 05 tháng 02 năm 2026 tại", "ký ngày_05_tháng_02_năm_2026 tại"),
        ("Tờ trình số 12/TTr-SNV ngày 08/7/2020", "Tờ trình số_12/TTr-SNV ngày_08/7/2020"),
        ("tại Điều 1 và năm 2026", "tại Điều_1 và năm_2026"),
        ("tặng Bà Trần Thị Vân", "tặng Bà_Trần Thị Vân"),
        ("Văn phòng - Thống kê", "Văn phòng_-_Thống kê"),
        ("ỦY BAN NHÂN DÂN HUYỆN", "ỦY BAN NHÂN_DÂN HUYỆN"),
        ("điểm đ khoản 2", "điểm_đ khoản_2"),
        ("ba năm liền", "ba năm liền"),
        ("Quảng Bình", "Quảng Bình"),
    ],
)
def test_phrases_that_must_not_break(text, joined):
    assert join_nbsp(text).replace("\u00a0", "_") == joined


def test_the_last_two_words_stay_together_when_asked():
    assert join_nbsp("thi đua yêu nước", last_words=True) == "thi đua yêu\u00a0nước"
    assert join_nbsp("Nước", last_words=True) == "Nước"
