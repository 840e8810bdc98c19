"""One line of a report: against what it is measured, whether it is due, what it is worth. No database.

Actuals are cumulative from 1 January to the end of the quarter.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.enums import Direction, Operator, ResultStatus, Rollup
from campaigns.tally.progress import falls, percent, status
from campaigns.tally.quarters import quarter_end
from thiduakhenthuong.core.names import search_key
from thiduakhenthuong.core.vntext import number

PEOPLE = "nguoi"  # the unit of measure that counts persons, as a search key


@dataclass(frozen=True)
class PlainMeasure:
    """A promise that serves no target, or one in another unit of measure: more is better, up to its own number."""

    indicator: str
    unit_of_measure: str
    operator: str = Operator.AT_LEAST
    direction: str = Direction.UP
    rollup: str = Rollup.SUM
    baseline: Decimal | None = None
    term_value: Decimal | None = None
    due_on: date | None = None

    @property
    def is_rate(self) -> bool:
        """Percent and "…/…"."""
        return "%" in self.unit_of_measure or "/" in self.unit_of_measure


def same_unit(one: str, other: str, indicator: str = "") -> bool:
    """Whether a promise counts in the unit of its target: the same words, or none of its own.

    People may be called by what the indicator counts: 6 "đảng viên" of "Số đảng viên mới kết nạp, người" are 6 persons.
    """
    said, wanted = search_key(one), search_key(other)
    return not said or said == wanted or wanted == PEOPLE and f" {said} " in f" {search_key(indicator)} "


def measure_of(result):
    """The measure by which a line is judged: its target, or the promise itself when it counts something else."""
    if result.target_id:
        return result.target
    promise = result.commitment
    if promise.target_id and same_unit(promise.unit_of_measure, promise.target.unit_of_measure, promise.target.indicator):
        return promise.target
    return PlainMeasure(promise.text, promise.unit_of_measure, due_on=promise.due_on)


def unit_of(result) -> str:
    """The unit of measure in which the line counts."""
    promise = result.commitment if result.commitment_id else None
    return promise.unit_of_measure or measure_of(result).unit_of_measure if promise else result.target.unit_of_measure


def is_due(result, year: int, quarter: int) -> bool:
    """Whether the promise has fallen due by the end of the quarter: its own day, else the end of the year."""
    own = result.commitment.due_on if result.commitment_id else result.target.due_on
    return (own or date(year, 12, 31)) <= quarter_end(year, quarter)


def status_of(result, year: int, quarter: int, *, plan_max: Decimal | None = None) -> str:
    """Status of a line as it stands; a qualitative one is judged by who reports."""
    measure = measure_of(result)
    if measure.operator == Operator.QUALITATIVE:
        return result.status if result.actual_text else ResultStatus.NONE
    return status(measure, result.plan, result.actual, due=is_due(result, year, quarter), plan_max=plan_max)


def percent_of(result, base: Decimal | None = None) -> Decimal | None:
    """Percent of the year's plan."""
    return percent(measure_of(result), result.plan, result.actual, base)


def drops(result, before: Decimal | None) -> bool:
    """Whether a cumulative number fell below that of the quarter before: somebody typed the quarter alone."""
    measure = measure_of(result)
    if before is None or result.actual is None or measure.is_rate or falls(measure):
        return False
    return measure.rollup == Rollup.SUM and result.actual < before


def is_empty(result) -> bool:
    """Nothing reported: neither number nor words."""
    return result.actual is None and not result.actual_text


def label_of(line) -> str:
    """The line in words: the promise as it was written, or the target."""
    return line.commitment.text if line.commitment_id else line.target.indicator


def line_key(line) -> tuple:
    """What makes lines of two quarters the same one."""
    if line.commitment_id:
        return ("promise", line.commitment_id)
    return ("lead" if line.is_lead else "share", line.target_id)


def value_text(line) -> str:
    """ "12 nhà", words, or "" when nothing is reported."""
    if line.actual is None:
        return line.actual_text
    unit = unit_of(line)
    return f"{number(line.actual)}{'' if unit.startswith('%') else ' '}{unit}".strip()
