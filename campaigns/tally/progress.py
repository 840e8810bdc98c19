"""How far a target has come: percent of plan, status of a result, pace on a day.

Source of the reckoning: practice.md section 2 and leaders-and-public.md section 0. Percentages are half up to one decimal.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from campaigns.enums import Direction, Operator, Pace, ResultStatus, Rollup

TENTH = Decimal("0.1")
HUNDRED = Decimal(100)


def rounded(value: Decimal) -> Decimal:
    """Half up to one decimal."""
    return value.quantize(TENTH, ROUND_HALF_UP)


def falls(measure) -> bool:
    """Whether a smaller number is better. A reduction (direction down, "ít nhất" or "trong khoảng") grows instead."""
    return (
        measure.operator == Operator.AT_MOST
        or measure.direction == Direction.DOWN
        and measure.operator
        not in (
            Operator.AT_LEAST,
            Operator.RANGE,
        )
    )


def percent(measure, plan: Decimal | None, actual: Decimal | None, base: Decimal | None = None) -> Decimal | None:
    """Percent of the plan reached; None when it cannot be said.

    Falling targets, and rates that start from a base, count the way gone: (actual − base) ÷ (plan − base). `base` is
    where the year began. A falling target without a base compares plan ÷ actual.
    """
    if plan is None or actual is None or measure.operator == Operator.QUALITATIVE:
        return None
    on_the_way = falls(measure) or measure.is_rate and measure.rollup == Rollup.END_POINT
    if on_the_way and base is not None and base != plan:
        return rounded((actual - base) / (plan - base) * HUNDRED)
    if falls(measure):
        if actual == 0:
            return HUNDRED
        return rounded(plan / actual * HUNDRED)
    if plan == 0:
        return HUNDRED if actual >= 0 else Decimal(0)
    return rounded(actual / plan * HUNDRED)


def reaches(measure, plan: Decimal, actual: Decimal) -> bool:
    """Whether the number keeps the promise of the year."""
    if measure.operator == Operator.COUNT and measure.direction == Direction.KEEP:
        return actual == plan
    return actual <= plan if falls(measure) else actual >= plan


def status(measure, plan: Decimal | None, actual: Decimal | None, *, due: bool, plan_max: Decimal | None = None) -> str:
    """Status of a result against the plan of its year: not due while the year runs and the plan is not yet reached."""
    if actual is None:
        return ResultStatus.NONE
    if plan is None:
        return ResultStatus.NOT_DUE
    if not reaches(measure, plan, actual):
        return ResultStatus.NOT_MET if due else ResultStatus.NOT_DUE
    best = plan_max if plan_max is not None else plan
    beyond = actual < best if falls(measure) else actual > best
    keeps = measure.operator in (Operator.KEEP, Operator.REACH_BY) or measure.direction == Direction.KEEP
    return ResultStatus.EXCEEDED if beyond and not keeps else ResultStatus.MET


@dataclass(frozen=True)
class Standing:
    """Where a target stands: percent of the year's plan (None when unknown) and pace."""

    percent: Decimal | None
    pace: str


def standing(
    measure, plan, actual, *, base=None, gone: Decimal, on_track: Decimal, slow: Decimal, text_met: bool | None = None
) -> Standing:
    """The pace on a day: percent of plan ÷ share of the year gone (`gone`, 0 to 1) against the two limits (percent).

    `text_met` judges a qualitative target: True, False, or None without a word yet.
    """
    if measure.operator == Operator.QUALITATIVE:
        return Standing(None, {True: Pace.ON_TRACK, False: Pace.AT_RISK, None: Pace.NONE}[text_met])
    share = percent(measure, plan, actual, base)
    if share is None:
        return Standing(None, Pace.NONE)
    beyond = actual < plan if falls(measure) else actual > plan
    if beyond and measure.direction != Direction.KEEP:
        return Standing(share, Pace.EXCEEDED)
    ratio = share / gone if gone else HUNDRED
    if ratio >= on_track or reaches(measure, plan, actual):
        return Standing(share, Pace.ON_TRACK)
    return Standing(share, Pace.SLOW if ratio >= slow else Pace.AT_RISK)
