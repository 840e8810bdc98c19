"""Folding groups of the register, sentences and headings: no database."""

from datetime import date

import pytest

from thiduakhenthuong.summary import charts, words
from thiduakhenthuong.summary.periods import Period
from thiduakhenthuong.summary.tally import fold

YEAR = Period.of_year(2020)


def group(level="district", kind="individual", count=1, day=date(2020, 7, 10), title="GIẤY KHEN", decider="huyện", **numbers):
    """One group as the query answers it."""
    return {
        "level": level, "recipient_kind": kind, "count": count, "decision_date": day, "award_kind__certificate_title": title,
        "deciding_unit__kind": decider, "money": 0, "direct": 0, "leader": 0, "women": 0, "party": 0,
    } | numbers  # fmt: skip


def sentence(*groups):
    return words.sentence_of(fold(groups, YEAR), type("Unit", (), {"kind": "tỉnh"})(), YEAR)


def test_groups_fold_into_cells_months_money_and_people():
    groups = [
        group(count=2, money=500, direct=1, women=2), group(kind="collective", day=date(2020, 3, 1), direct=9),
        group(day=date(2019, 7, 10), count=7), group(level="province", money=1500),
    ]  # fmt: skip
    now = fold(groups, YEAR)
    assert now.cells == {("district", "individual"): 2, ("district", "collective"): 1, ("province", "individual"): 1}
    assert (now.total, now.levels, now.kinds) == (4, ["province", "district"], ["collective", "individual"])
    assert now.months == {(2020, 7): {"individual": 3}, (2020, 3): {"collective": 1}}
    assert (now.money, now.money_total) == ({"district": 500, "province": 1500}, 2000)
    assert (now.shares.individuals, now.shares.direct, now.shares.women) == (3, 1, 2)


def test_households_stand_between_collectives_and_people():
    assert sentence(group(kind="household", count=3), group(kind="collective"), group(count=2)) == (
        "Toàn tỉnh có 1 tập thể, 3 hộ gia đình, 2 cá nhân có thành tích xuất sắc được Chủ tịch UBND huyện khen thưởng."
    )


def test_districts_and_towns_together_are_the_district_level():
    assert sentence(group(), group(decider="thị xã")).endswith("2 cá nhân có thành tích xuất sắc được Chủ tịch UBND cấp huyện "
                                                               "khen thưởng.")  # fmt: skip


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        (["BẰNG KHEN"], "1 cá nhân được Chủ tịch UBND tỉnh tặng bằng khen."),
        (["BẰNG KHEN", "CHIẾN SĨ THI ĐUA CẤP TỈNH"],
         "2 cá nhân có thành tích xuất sắc được Chủ tịch UBND tỉnh khen thưởng."),
    ],
)  # fmt: skip
def test_the_form_is_named_only_when_a_level_gave_nothing_else(titles, told):
    groups = [group(level="province", decider="tỉnh", title=title) for title in titles]
    assert sentence(*groups) == f"Toàn tỉnh có {told}"


def test_a_year_without_awards_says_so():
    assert sentence(group(day=date(2019, 1, 1))) == "Năm 2020 chưa có quyết định khen thưởng nào."


def test_every_number_of_the_sentence_becomes_a_link_and_the_words_stay():
    figures = fold([group(level="province", count=5, kind="collective"), group(count=15, kind="collective")], YEAR)
    text = words.sentence_of(figures, type("Unit", (), {"kind": "huyện"})(), YEAR)
    parts = words.linked(text, figures, lambda **filters: f"{filters['cap']}/{filters['dt']}")
    assert "".join(part["text"] for part in parts) == text
    links = [(part["text"], part["url"]) for part in parts if part["url"]]
    assert links == [("5 tập thể", "province/collective"), ("15 tập thể", "district/collective")]


def test_headings_say_what_was_found():
    now, then = fold([group(count=66, money=3_000_000)], YEAR), fold([group(count=62)], YEAR)
    assert words.awards_heading(now, then, YEAR) == "66 khen thưởng, năm trước 62"
    assert words.awards_heading(now, fold([], YEAR), YEAR) == "66 khen thưởng năm 2020"
    assert (
        words.months_heading({(2020, 7): {"individual": 2}, (2020, 3): {"collective": 5}})
        == "Tháng\u00a03 nhiều nhất: 5 khen thưởng"
    )
    assert words.months_heading({(2020, 7): {"individual": 2}}) == "Tất cả 2 khen thưởng ở tháng\u00a07"
    assert words.money_heading(now) == "3.000.000\u00a0đ tiền thưởng"
    people = fold([group(count=3, women=2, direct=1)], YEAR).shares
    assert words.shares_heading(people) == "Nữ chiếm 66,7% số cá nhân được khen"


def test_pictures_are_numbers_with_a_point_and_never_leave_their_box():
    assert charts.bar(30, 60, 60) == {"width": "48.0", "tick": "96.0"}
    assert charts.bar(0, 0, 0) == {"width": "0.0", "tick": ""}
    assert charts.share(28, 40, 0, 0) == {"at": "138.4", "was": ""}
    (low, high) = charts.columns([0, 66], width=100, height=96)
    assert (low["height"], high["y"], high["height"], high["middle"]) == ("0.0", "16.0", "80.0", "75.0")
