"""Percent, status and pace of targets: every direction, both sides of each limit."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.enums import Direction, Operator, Pace, ResultStatus, Rollup
from campaigns.models import Target, TargetFigure
from campaigns.services.target_lines import objective_lines, target_lines, year_gone
from campaigns.tally import charts, progress
from tests.awards.factories import make_world
from tests.campaigns.factories import make_campaign, make_objective, make_resolution, make_target

D = Decimal
UP = Target(unit_of_measure="nhà", rollup=Rollup.SUM)
RATE = Target(unit_of_measure="%", rollup=Rollup.END_POINT)
POOR = Target(unit_of_measure="%", direction=Direction.DOWN, operator=Operator.AT_MOST)
REDUCTION = Target(unit_of_measure="điểm %/năm", direction=Direction.DOWN, operator=Operator.RANGE, rollup=Rollup.AVERAGE)
KEEP = Target(unit_of_measure="%", direction=Direction.KEEP, operator=Operator.KEEP)


@pytest.mark.parametrize(
    ("measure", "plan", "actual", "base", "expected"),
    [
        (UP, "20", "17", None, "85.0"),
        (UP, "1700", "905", None, "53.2"),
        (UP, "3", "2", None, "66.7"),  # 66.66… half up
        (UP, "8", "1", None, "12.5"),
        (RATE, "82.3", "80.6", "77.4", "65.3"),  # the way gone from the base
        (RATE, "25", "31", "15", "160.0"),
        (POOR, "1.4", "1.45", "1.6", "75.0"),  # falling: also the way gone
        (POOR, "1.4", "1.7", "1.6", "-50.0"),  # the wrong way
        (POOR, "1.4", "2.8", None, "50.0"),
        (POOR, "1.4", "0", None, "100"),
        (REDUCTION, "1.3", "1.3", None, "100.0"),  # a reduction grows
        (UP, "0", "5", None, "100"),
        (UP, None, "5", None, None),
        (UP, "5", None, None, None),
    ],
)
def test_percent(measure, plan, actual, base, expected):
    plan, actual, base, expected = (D(x) if x is not None else None for x in (plan, actual, base, expected))
    assert progress.percent(measure, plan, actual, base) == expected


@pytest.mark.parametrize(
    ("measure", "actual", "due", "expected"),
    [
        (UP, "19.9", True, ResultStatus.NOT_MET), (UP, "20", True, ResultStatus.MET), (UP, "20.1", True, ResultStatus.EXCEEDED),
        (UP, "3", False, ResultStatus.NOT_DUE), (UP, "20", False, ResultStatus.MET), (UP, None, True, ResultStatus.NONE),
        (POOR, "20.1", True, ResultStatus.NOT_MET), (POOR, "20", True, ResultStatus.MET),
        (POOR, "19", True, ResultStatus.EXCEEDED),
        (KEEP, "21", True, ResultStatus.MET),
    ],
)  # fmt: skip
def test_status_against_a_plan_of_twenty(measure, actual, due, expected):
    assert progress.status(measure, D(20), D(actual) if actual else None, due=due) == expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("100.1", Pace.EXCEEDED), ("75", Pace.ON_TRACK), ("74.9", Pace.SLOW), ("60", Pace.SLOW), ("59.9", Pace.AT_RISK),
        (None, Pace.NONE),
    ],
)  # fmt: skip
def test_pace_at_three_quarters_of_the_year(actual, expected):
    found = progress.standing(
        UP, D(100), D(actual) if actual else None, gone=D("0.75"), on_track=D(100), slow=D(80)
    )  # fmt: skip
    assert found.pace == expected


def test_a_qualitative_target_is_judged_by_its_words():
    words = Target(operator=Operator.QUALITATIVE)
    limits = {"gone": D("0.5"), "on_track": D(100), "slow": D(80)}
    paces = [progress.standing(words, None, None, text_met=met, **limits).pace for met in (True, False, None)]
    assert paces == [Pace.ON_TRACK, Pace.AT_RISK, Pace.NONE]


def test_the_year_gone():
    assert year_gone(2021, date(2022, 1, 1)) == 1
    assert year_gone(2021, date(2020, 12, 31)) == 0
    assert year_gone(2021, date(2021, 12, 31)) == 1
    assert round(year_gone(2021, date(2021, 10, 15)), 2) == D("0.79")


def test_bars_beyond_122_percent_end_in_an_arrow():
    assert charts.bullet(D("122"), D("0.5"))["beyond"] is False
    assert charts.bullet(D("122.1"), D("0.5"))["beyond"] is True
    assert charts.bullet(None, D("0.5"))["none"] is True


def test_a_flat_line_is_drawn_flat_and_gaps_stay_open():
    flat = charts.spark([D("100"), D("100.2")], [None, None])
    assert {point.split(",")[1] for point in flat["plan"].split()} == {"18.0"}
    assert flat["last"] is None
    assert charts.spark([], [])["plan"] == ""


@pytest.mark.django_db
def test_the_line_of_a_target_takes_the_last_reported_quarter(django_assert_num_queries):
    world = make_world()
    campaign = make_campaign(world.district)
    target = make_target(campaign, values=(20, 20, 15, 15, 10))
    rows = [(2021, 1, 4), (2021, 2, 9), (2021, 3, 15), (2021, 4, 19)]
    TargetFigure.objects.bulk_create([TargetFigure(target=target, year=y, quarter=q, actual=a) for y, q, a in rows])
    with django_assert_num_queries(4):
        (line,) = target_lines(campaign, 2021, date(2021, 8, 1))  # the third quarter has begun, the fourth has not
    assert (line.quarter, line.actual, line.percent, line.pace) == (3, 15, D("75.0"), Pace.ON_TRACK)
    (line,) = target_lines(campaign, 2021, date(2022, 2, 1))
    assert (line.quarter, line.pace, line.gone) == (4, Pace.SLOW, 1)
    (line,) = target_lines(campaign, 2022, date(2022, 2, 1))
    assert (line.base, line.actual, line.pace, line.term_actual) == (19, None, Pace.NONE, 19)


@pytest.mark.django_db
def test_an_objective_shows_the_figure_of_the_target_that_serves_it():
    world = make_world()
    resolution = make_resolution(world.district)
    objective = make_objective(resolution)
    own = make_target(make_campaign(world.district), objective=objective)
    foreign = make_target(make_campaign(world.other_district, "Khác"), objective=objective)
    TargetFigure.objects.create(target=own, year=2021, quarter=2, actual=12)
    TargetFigure.objects.create(target=foreign, year=2021, quarter=2, actual=99)
    (line,) = objective_lines(resolution, 2021, date(2021, 7, 1))
    assert (line.actual, line.percent) == (12, D("60.0"))
