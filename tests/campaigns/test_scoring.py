"""Points, totals and ranks of clusters on plain values."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from campaigns.enums import Direction, Operator, Rollup
from campaigns.tally.grouping import AT_RANDOM, BY_BLOCK, BY_CATALOGUE, Candidate, propose, sizes
from campaigns.tally.scoring import TIE_BREAKS, Entry, formula_percent, formula_points, ranking, total


@dataclass
class Measure:
    direction: str = Direction.UP
    operator: str = Operator.AT_LEAST
    rollup: str = Rollup.SUM
    unit_of_measure: str = "nhà"
    is_rate: bool = False


UP = Measure()
DOWN = Measure(direction=Direction.DOWN, operator=Operator.AT_MOST, unit_of_measure="%", is_rate=True, rollup=Rollup.END_POINT)
KEEP = Measure(direction=Direction.KEEP, operator=Operator.KEEP)
RANGE = Measure(operator=Operator.RANGE)
WORDS = Measure(operator=Operator.QUALITATIVE)


@pytest.mark.parametrize(
    ("measure", "plan", "actual", "more", "expected"),
    [
        (UP, 20, 20, {}, "40"),  # met: full
        (UP, 20, 15, {}, "30"),  # not met: in proportion
        (UP, 20, 0, {}, "0"),
        (UP, 20, 22, {}, "44"),  # exceeded: as much more
        (UP, 20, 100, {}, "90"),  # no more than the bonus limit allows
        (UP, 20, 22, {"bonus_limit": Decimal(0)}, "40"),
        (UP, 20, 22, {"bonus_limit": None}, "40"),
        (UP, 3, 1, {}, "13.32"),  # 33,3 %
        (UP, 10000, 9999, {}, "39.96"),  # rounding makes no promise kept
        (DOWN, 4, 4, {"base": Decimal(5)}, "40"),
        (DOWN, 4, "4.5", {"base": Decimal(5)}, "20"),  # half of the way
        (DOWN, 4, 5, {"base": Decimal(5)}, "0"),
        (DOWN, 4, 6, {"base": Decimal(5)}, "0"),  # the wrong way is never less than nothing
        (DOWN, 4, 5, {}, "32"),  # without last year: plan ÷ actual
        (DOWN, 4, "3.5", {"base": Decimal(5)}, "60"),
        (KEEP, 20, 30, {}, "40"),  # kept is kept
        (RANGE, 10, 12, {"plan_max": Decimal(15)}, "40"),  # inside the range
        (RANGE, 10, 18, {"plan_max": Decimal(15)}, "48"),
        (UP, 20, None, {}, None),
        (UP, None, 20, {}, None),
        (WORDS, 20, 20, {}, None),
    ],
)
def test_points_of_a_result(measure, plan, actual, more, expected):
    values = [None if value is None else Decimal(str(value)) for value in (plan, actual)]
    found = formula_points(measure, Decimal(40), *values, **{"bonus_limit": Decimal(50)} | more)
    assert found == (None if expected is None else Decimal(expected))


def test_percent_of_a_result_is_what_gives_its_points():
    assert formula_percent(UP, Decimal(20), Decimal(15)) == Decimal(75)
    assert formula_percent(UP, Decimal(20), Decimal(25)) == Decimal(125)


def test_a_total_may_pass_the_maximum_through_bonus_only_and_minus_is_taken_off():
    rows = [
        ("formula", Decimal(60), Decimal(65)),
        ("hand", Decimal(40), Decimal(37)),
        ("bonus", Decimal(10), Decimal(10)),
        ("minus", Decimal(5), Decimal(3)),
    ]
    whole = total(rows, Decimal(20))
    assert (whole.base, whole.earned, whole.bonus, whole.minus, whole.value, whole.open) == (97, 15, 15, 3, 109, 0)
    limited = total(rows, Decimal(10))
    assert (limited.bonus, limited.cut, limited.value) == (10, 5, 104)
    assert total(rows, None).value == 94
    assert total([("minus", Decimal(50), Decimal(50))], Decimal(0)).value == 0


def test_rows_without_points_are_counted_but_bonus_and_minus_may_be_empty():
    whole = total(
        [("hand", Decimal(10), None), ("formula", Decimal(10), None), ("bonus", Decimal(5), None), ("minus", Decimal(5), None)],
        Decimal(5),
    )
    assert (whole.open, whole.value) == (2, 0)


def entry(key, points, votes=None, minus=0, base=0, **more):
    marks = {"votes": None if votes is None else Decimal(votes), "minus": Decimal(minus), "base": Decimal(base)}
    return Entry(key, f"Xã {key}", Decimal(points), marks, **more)


def ranks(*entries, order=TIE_BREAKS):
    return {key: placed.rank for key, placed in ranking(entries, list(order)).items()}


def test_the_higher_total_comes_first():
    assert ranks(entry(1, "97.5"), entry(2, "107"), entry(3, "97.49")) == {2: 1, 1: 2, 3: 3}


def test_among_equals_votes_then_minus_then_base_decide_and_it_is_said():
    placed = ranking([entry(1, 100, "80.0"), entry(2, 100, "92.5")], list(TIE_BREAKS))
    assert (placed[2].rank, placed[1].rank) == (1, 2)
    assert placed[2].why == "Bằng điểm với Xã 1; xét tỷ lệ phiếu suy tôn cao hơn: 92,5% so với 80%."
    assert placed[1].why == "Bằng điểm với Xã 2; xét tỷ lệ phiếu suy tôn cao hơn: 80% so với 92,5%."
    assert ranks(entry(1, 100, 80, minus=2), entry(2, 100, 80, minus=1)) == {2: 1, 1: 2}
    assert ranks(entry(1, 100, 80, 1, base=95), entry(2, 100, 80, 1, base=96)) == {2: 1, 1: 2}
    assert ranks(entry(1, 100), entry(2, 100, 10)) == {2: 1, 1: 2}  # no votes come last
    assert ranks(entry(1, 100, 80, minus=0, base=1), entry(2, 100, 90, minus=5), order=TIE_BREAKS[1:]) == {1: 1, 2: 2}


def test_equals_by_every_rule_need_words_and_share_the_rank_until_then():
    placed = ranking([entry(1, 100, 80), entry(2, 100, 80), entry(3, 90)], list(TIE_BREAKS))
    assert {p.key: (p.rank, p.needs_note, p.places) for p in placed.values()} == {
        1: (1, True, (1, 2)), 2: (1, True, (1, 2)), 3: (3, False, ()),
    }  # fmt: skip
    half = ranking([entry(1, 100, 80, pick=1, note="sáp nhập"), entry(2, 100, 80)], list(TIE_BREAKS))
    assert half[2].needs_note and half[1].rank == half[2].rank == 1


@pytest.mark.parametrize(
    ("picks", "expected"), [((2, 1), {1: 2, 2: 1}), ((1, 1), {1: 1, 2: 1}), ((None, None), {1: 1, 2: 1}), ((9, 2), {1: 1, 2: 2})]
)
def test_the_meeting_places_equals_or_lets_them_share(picks, expected):
    rows = [entry(n, 100, 80, pick=pick, note="Cụm biểu quyết") for n, pick in zip((1, 2), picks, strict=True)]
    placed = ranking([*rows, entry(3, 90)], list(TIE_BREAKS))
    assert {key: placed[key].rank for key in (1, 2)} == expected
    assert placed[3].rank == 3 and not any(p.needs_note for p in placed.values())


# --- proposing clusters ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "expected"),
    [(19, [10, 9]), (15, [15]), (16, [8, 8]), (7, [7]), (31, [11, 10, 10]), (1, [1]), (0, [0]), (120, [15] * 8), (17, [9, 8])],
)
def test_groups_have_a_size_that_can_meet(count, expected):
    assert sizes(count, 8, 15) == expected


def candidate(key, level="commune", block="government", group="", name=""):
    return Candidate(key=key, name=name or f"Xã {key}", level=level, block=block, group=group)


def test_units_are_proposed_by_sort_and_each_stands_in_one_cluster():
    communes = [candidate(n) for n in range(1, 20)]
    offices = [candidate(30, "office", "party", "Khối Đảng - đoàn thể"), candidate(31, "office", "government")]
    schools = [candidate(n, "school", "school", name=f"Trường Tiểu học {n}") for n in range(40, 43)]
    found = propose([*communes, *offices, *schools], low=8, high=15, way=BY_BLOCK)
    assert {name: len(keys) for name, keys in found.items()} == {
        "Cụm xã 1": 10, "Cụm xã 2": 9, "Khối Đảng, đoàn thể": 1, "Khối cơ quan quản lý nhà nước": 1, "Khối Tiểu học": 3,
    }  # fmt: skip
    assert sorted(key for keys in found.values() for key in keys) == sorted([*range(1, 20), 30, 31, 40, 41, 42])
    assert propose(offices, low=8, high=15, way=BY_CATALOGUE) == {
        "Khối Đảng - đoàn thể": [30], "Khối cơ quan quản lý nhà nước": [31]
    }  # fmt: skip


def test_a_shuffle_can_be_repeated():
    units = [candidate(n) for n in range(1, 20)]
    one, again, other = (propose(units, low=8, high=15, way=AT_RANDOM, seed=seed) for seed in (1, 1, 2))
    assert one == again != other
    assert sorted(sum(other.values(), [])) == list(range(1, 20))
