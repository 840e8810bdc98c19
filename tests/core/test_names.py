"""Names: every pitfall of the practice is a case here."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thiduakhenthuong.core.names import (
    clean,
    decode_legacy,
    lookalikes,
    near,
    proper_case,
    repair,
    same_name_key,
    search_key,
    sort_key,
    sort_key_text,
    split_honorific,
)


def strictly_ascending(keys):
    keys = list(keys)
    return keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("  Ngô  Thị   Bích\xa0Dịu ", "Ngô Thị Bích Dịu"),
        ("Lê Thế\u200b Chuyền\ufeff", "Lê Thế Chuyền"),
        ("Phạm Thị\nBích Phấn", "Phạm Thị Bích Phấn"),
        (normalize("NFD", "Nguyễn Thị Thanh Vân"), "Nguyễn Thị Thanh Vân"),
        ("Ðỗ Thị Kim Lanh", "Ðỗ Thị Kim Lanh"),  # eth is reported, never silently changed
        ("H'Hen Niê", "H'Hen Niê"),
    ],
)
def test_the_stored_form_keeps_the_spelling_and_drops_only_the_dirt(written, stored):
    assert clean(written) == stored


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa", "Hoà"),
        ("Thúy", "Thuý"),
        ("Thủy", "Thuỷ"),
        ("Quý", "Quí"),
        ("Quý", "Qúy"),
        ("Lý", "Lí"),
        ("Mỹ", "Mĩ"),
        ("Chiến sĩ", "Chiến sỹ"),
        ("Đỗ Văn Ân", "Ðỗ Văn Ân"),
        ("Đỗ Vаn", "Đỗ Van"),  # Cyrillic а
        ("H’Hen", "H'Hen"),
        ("NGUYỄN VĂN A", "nguyễn văn a"),
        ("Ngọc", normalize("NFD", "Ngọc")),
    ],
)
def test_two_spellings_of_one_name_have_the_same_strict_key(one, other):
    assert same_name_key(one) == same_name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hòa", "Hóa"), ("Hòa", "Hoa"), ("Thủy", "Thủi"), ("Tây", "Tâi"), ("Đỗ", "Dỗ"), ("Căm Muộn", "Cắm Muộn")],
)
def test_different_names_have_different_strict_keys(one, other):
    assert same_name_key(one) != same_name_key(other)


def test_the_search_key_has_no_marks_and_no_crossed_d():
    assert search_key("Đặng Văn Hoà") == "dang van hoa"
    assert search_key("ÐẶNG\u200b  VĂN HÒA") == "dang van hoa"


def test_persons_sort_by_given_name_then_family_then_middle():
    ordered = ["Lê Thị An", "Trần An", "Trần Bá An", "Lô Ánh", "Vi Ân", "Xồng Bá Cụt", "Đỗ Dung", "Kha Đức", "Và Moong"]
    assert strictly_ascending(map(sort_key, ordered))


def test_letters_sort_in_the_order_of_the_vietnamese_alphabet():
    ordered = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert strictly_ascending(map(sort_key_text, ordered))


def test_tones_sort_in_the_order_of_the_dictionary():
    ordered = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert strictly_ascending(map(sort_key_text, ordered))


def test_letters_decide_before_tones():
    ordered = ["Hòa Bình", "Hoa Lư", "Hòa Lư"]
    assert strictly_ascending(map(sort_key_text, ordered))


def test_the_place_of_the_tone_mark_does_not_change_the_order():
    assert sort_key("Lê Thị Hòa") == sort_key("Lê Thị Hoà")


def test_units_sort_in_reading_order_and_numbers_by_value():
    ordered = ["Tổ dân phố 2", "Tổ dân phố 10", "Trường THCS An Lâm", "Xã An Sơn"]
    assert strictly_ascending(map(sort_key_text, ordered))


def test_a_shorter_name_comes_before_its_continuation():
    assert sort_key_text("Nam Hồng") < sort_key_text("Nam Hồng Nam") < sort_key_text("Nam Hưng")


@given(st.text(max_size=60))
def test_sort_keys_are_ascii_digits_and_small_letters_for_any_text(text):
    assert all(key.isascii() and key == key.lower() for key in (sort_key(text), sort_key_text(text)))


def test_keys_fit_the_columns_that_hold_them():
    assert (len(sort_key("Ngọ " * 100)), len(sort_key_text("Ngọ " * 200))) == (300, 500)
    name = "Nguyễn Thị Hồng Thủy " * 4
    assert len(search_key(name)) == len(clean(name))
    assert len(same_name_key(name)) <= len(clean(name)) + len(name.split())  # one mark more per syllable


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing_and_keys_do_not_depend_on_it(text):
    assert clean(clean(text)) == clean(text)
    assert same_name_key(clean(text)) == same_name_key(text)


def test_look_alike_letters_are_named_and_repaired():
    assert lookalikes("Ðỗ Vаn") == ("Ð", "а")
    assert repair("Ðỗ Thị Kim Lanh") == "Đỗ Thị Kim Lanh"
    assert repair("ÐỖ LANH") == "ĐỖ LANH"
    assert lookalikes("Đỗ Thị H’Hen") == ()


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Ông: Trần Hữu Khiêm", ("Ông", "", "Trần Hữu Khiêm")),
        ("Bà Hoàng Ngọc Duyên", ("Bà", "", "Hoàng Ngọc Duyên")),
        ("BÀ HOÀNG NGỌC DUYÊN", ("Bà", "", "HOÀNG NGỌC DUYÊN")),
        ("Đ/c Vũ Trọng Toản", ("Đồng chí", "", "Vũ Trọng Toản")),
        ("Đ/c: Đại úy Lê Văn Bình", ("Đồng chí", "Đại úy", "Lê Văn Bình")),
        ("ThS. Lê Thị Thu Lụa", ("", "ThS", "Lê Thị Thu Lụa")),
        ("Bà PGS.TS. Nguyễn An", ("Bà", "PGS TS", "Nguyễn An")),
        ("Ông Ích", ("", "", "Ông Ích")),  # Ông is a family name too
        ("Lê Thị Bà", ("", "", "Lê Thị Bà")),
        ("Nguyễn Văn Tâm", ("", "", "Nguyễn Văn Tâm")),
        ("Ông:", ("", "", "Ông:")),
        ("", ("", "", "")),
    ],
)
def test_prefixes_are_split_off_the_name(cell, parts):
    assert split_honorific(cell) == parts


@pytest.mark.parametrize(
    ("typed", "proper"),
    [
        ("NGUYỄN THỊ MAI NỤ", "Nguyễn Thị Mai Nụ"),
        ("đặng hữu sáng", "Đặng Hữu Sáng"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("Lê Công Duệ", "Lê Công Duệ"),
        ("Nguyễn van A", "Nguyễn van A"),
    ],
)
def test_names_in_one_case_get_proper_case(typed, proper):
    assert proper_case(typed) == proper


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Xã An Sơm", "Xã An Sơn", True),
        ("Đoàn Thị Thúy", "Doan Thi Thuy", True),
        ("Nguyễn Văn Hải", "Nguyễn Văn Hảii", True),
        ("Nguyễn Văn Phong", "Nguyễn Văn Phogn", True),
        ("Nguyễn Văn Hải", "Nguyễn Văn Hùng", False),
        ("Nguyễn Văn Hải", "Nguyễn Hải", False),
        ("Trần Văn Hải", "Trân Văm Hảo", False),
    ],
)
def test_near_names_differ_by_one_slip_in_one_syllable(one, other, expected):
    assert near(one, other) is expected
    assert near(other, one) is expected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("NguyÔn V¨n H¶i", "Nguyễn Văn Hải"),
        ("§Æng H÷u S¸ng", "Đặng Hữu Sáng"),
        ("L­¬ng Ngäc D­", "Lương Ngọc Dư"),  # U+00AD is ư
        ("NGUYÔN V¡N H¶I", "NGUYỄN VĂN HẢI"),
        ("Nguyeãn Vaên Haûi", "Nguyễn Văn Hải"),
        ("Ñaëng Höõu Saùng", "Đặng Hữu Sáng"),
    ],
)
def test_old_encodings_are_converted(typed, meant):
    assert decode_legacy(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["Nguyễn Văn Hải", "Lê Văn Tám", "Hoà Bình", "Ðỗ Lanh", "Ðinh Văn Long", "José", "Tôn Thất Ân", "An", "", "½ ngày"],
)
def test_unicode_text_is_not_taken_for_an_old_encoding(typed):
    assert decode_legacy(typed) is None
