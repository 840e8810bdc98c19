"""Where targets and objectives stand: one line for each, in a constant number of queries.

The figure of a year is that of its last reported quarter (not after the day). Its pace compares with the share of the year
gone at the end of that quarter, or on the day when the quarter still runs: a quarter that is not yet reported is a late
duty, not a slow target.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from campaigns.enums import Rollup
from campaigns.models import Campaign, Measure, Objective, Resolution, Target, TargetFigure
from campaigns.queries.rules import rules_on
from campaigns.tally.progress import Standing, standing


@dataclass(frozen=True)
class TargetLine:
    """One measure in one year. Series run over [year of the base, *years]; None is a gap. `gone` is 0 to 1."""

    measure: Measure
    year: int
    plan: Decimal | None
    plan_max: Decimal | None
    base: Decimal | None
    actual: Decimal | None
    actual_text: str
    quarter: int
    percent: Decimal | None
    pace: str
    gone: Decimal
    plans: dict = field(default_factory=dict)  # {year: YearValue}
    series_plan: list = field(default_factory=list)
    series_actual: list = field(default_factory=list)
    term_actual: Decimal | None = None


def year_gone(year: int, day: date) -> Decimal:
    """Share of a year that has gone by on a day, 0 to 1."""
    if day.year != year:
        return Decimal(day.year > year)
    return Decimal((day - date(year, 1, 1)).days + 1) / Decimal((date(year + 1, 1, 1) - date(year, 1, 1)).days)


def target_lines(campaign: Campaign, year: int, day: date) -> list[TargetLine]:
    """The targets of a campaign in their order; four queries."""
    return target_lines_by_year(campaign, [year], day)[year]


def target_lines_by_year(campaign: Campaign, wanted: list[int], day: date) -> dict[int, list[TargetLine]]:
    """The same for several years at once: {year: lines}; still four queries."""
    rows = Target.objects.filter(campaign=campaign, removed_at=None).select_related("department")
    measures, figures = list(rows.prefetch_related("years")), TargetFigure.objects.filter(target__campaign=campaign)
    figures = figures.values_list("target_id", "year", "quarter", "actual", "actual_text", "met", named=True)
    done = {pk: _last_of_years(found, day) for pk, found in _by(figures, "target_id").items()}
    limits = _limits(day)
    return {
        year: [_line(measure, done.get(measure.pk, {}), campaign.years, year, day, limits) for measure in measures]
        for year in wanted
    }


def objective_lines(resolution: Resolution, year: int, day: date) -> list[TargetLine]:
    """The objectives of a resolution: their results are those of the targets that serve them in the unit's own campaigns.

    When two campaigns of the unit serve one objective, the target with the department's own figure speaks, else the newer.
    """
    rows = Objective.objects.filter(resolution=resolution, removed_at=None).select_related("department")
    mine = {"target__campaign__unit": resolution.unit_id, "target__removed_at": None, "target__objective__resolution": resolution}
    figures = TargetFigure.objects.filter(**mine).select_related("target").order_by("from_lead", "target_id")
    found = defaultdict(dict)
    for figure in figures:
        found[figure.target.objective_id][figure.year, figure.quarter] = figure
    return _lines(rows.prefetch_related("years"), found, resolution.years, year, day)


def _by(figures, name: str) -> dict:
    found = defaultdict(dict)
    for figure in figures:
        found[getattr(figure, name)][figure.year, figure.quarter] = figure
    return found


def _lines(measures, figures: dict, years: range, year: int, day: date) -> list[TargetLine]:
    limits = _limits(day)
    return [_line(measure, _last_of_years(figures.get(measure.pk, {}), day), years, year, day, limits) for measure in measures]


def _limits(day: date) -> dict:
    rules = rules_on(day)
    return {"on_track": rules["pace_on_track"], "slow": rules["pace_slow"]}


def _last_of_years(figures: dict, day: date) -> dict[int, TargetFigure]:
    """{year: figure of its last quarter that has begun on the day}."""
    found = {}
    for (year, quarter), figure in sorted(figures.items()):
        if (year, quarter * 3 - 2) <= (day.year, day.month):
            found[year] = figure
    return found


def _line(measure, done: dict, years: range, year: int, day: date, limits: dict) -> TargetLine:
    plans = {row.year: row for row in measure.years.all()}
    plan, figure = plans.get(year), done.get(year)
    gone = year_gone(year, day)
    if figure:
        gone = min(gone, Decimal(figure.quarter) / 4)
    base = _base(measure, plans, done, year)
    value = plan.value if plan else None
    actual = figure.actual if figure else None
    at = _standing(measure, value, actual, figure, base=base, gone=gone, limits=limits)
    start = None if measure.rollup == Rollup.SUM else measure.baseline
    return TargetLine(
        measure, year, value, plan.value_max if plan else None, base, actual, figure.actual_text if figure else "",
        figure.quarter if figure else 0, at.percent, at.pace, gone, plans,
        [start, *(plans[y].value if y in plans else None for y in years)],
        [start, *(done[y].actual if y in done else None for y in years)], _term(measure, done, years),
    )  # fmt: skip


def _standing(measure, plan, actual, figure, *, base, gone, limits) -> Standing:
    met = figure.met if figure else None
    return standing(measure, plan, actual, base=base, gone=gone, text_met=met, **limits)


def _base(measure, plans: dict, done: dict, year: int) -> Decimal | None:
    """Where the year began: last year's result, else last year's plan, else the baseline."""
    if year - 1 in done and done[year - 1].actual is not None:
        return done[year - 1].actual
    if year - 1 in plans and plans[year - 1].value is not None:
        return plans[year - 1].value
    return measure.baseline


def _term(measure, done: dict, years: range) -> Decimal | None:
    values = [done[year].actual for year in years if year in done and done[year].actual is not None]
    if not values:
        return None
    if measure.rollup == Rollup.SUM:
        return sum(values, Decimal(0))
    return values[-1] if measure.rollup == Rollup.END_POINT else sum(values, Decimal(0)) / len(values)
