"""Points of a cluster's scorecard: from results, into totals, into ranks with every tie explained. Pure reckoning.

Source of the rules: practice.md section 4. A target that was met has full points, one that was not met points in
proportion, one that was exceeded as much more as it went beyond; all that stands above the maxima of the rows is bonus and
together ends at the bonus limit of the scorecard.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from campaigns.enums import CriterionKind, Direction, Operator
from campaigns.tally.progress import HUNDRED, falls, percent, reaches
from thiduakhenthuong.core.vntext import number

CENT = Decimal("0.01")
ZERO = Decimal(0)
NEARLY = Decimal("99.9")  # what rounding may not turn into a promise kept


def points(value: Decimal) -> Decimal:
    """Half up to two decimals, as scores are written."""
    return value.quantize(CENT, ROUND_HALF_UP)


# --- points of one criterion -------------------------------------------------------------------


def formula_percent(measure, plan, actual, *, plan_max=None, base=None) -> Decimal | None:
    """Percent by which points are given; None when it cannot be said. `base` (last year) counts for falling numbers alone."""
    if plan is None or actual is None or measure.operator == Operator.QUALITATIVE:
        return None
    way = base if falls(measure) else None
    if not reaches(measure, plan, actual):
        return max(ZERO, min(percent(measure, plan, actual, way), NEARLY))
    best = plan_max if plan_max is not None else plan
    keeps = measure.operator in (Operator.KEEP, Operator.REACH_BY) or measure.direction == Direction.KEEP
    beyond = actual < best if falls(measure) else actual > best
    return max(HUNDRED, percent(measure, best, actual, way)) if beyond and not keeps else HUNDRED


def formula_points(measure, maximum, plan, actual, *, plan_max=None, base=None, bonus_limit=None) -> Decimal | None:
    """Points of a criterion that reads a result. May pass the maximum: the rest is bonus, at most `bonus_limit`."""
    share = formula_percent(measure, plan, actual, plan_max=plan_max, base=base)
    if share is None:
        return None
    most = maximum + (bonus_limit or ZERO)
    return min(points(maximum * share / HUNDRED), most)


# --- totals ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Total:
    """What a sheet comes to. `earned` is the bonus before its limit; `open` counts rows of the base without points."""

    base: Decimal
    earned: Decimal
    bonus: Decimal
    minus: Decimal
    open: int

    @property
    def value(self) -> Decimal:
        """Base and bonus less what is deducted, never below nothing."""
        return max(ZERO, self.base + self.bonus - self.minus)

    @property
    def cut(self) -> Decimal:
        """Bonus that the limit took away."""
        return self.earned - self.bonus


def total(rows: Iterable[tuple[str, Decimal, Decimal | None]], bonus_limit: Decimal | None) -> Total:
    """Sum up (kind, maximum, points) of every criterion. No limit written means no bonus."""
    base, earned, minus, missing = ZERO, ZERO, ZERO, 0
    for kind, maximum, given in rows:
        if given is None:
            missing += kind in (CriterionKind.HAND, CriterionKind.FORMULA)
        elif kind == CriterionKind.MINUS:
            minus += given
        elif kind == CriterionKind.BONUS:
            earned += given
        else:
            base += min(given, maximum)
            earned += max(ZERO, given - maximum)
    return Total(base, earned, min(earned, bonus_limit or ZERO), minus, missing)


def ceiling(kind: str, maximum: Decimal, bonus_limit: Decimal | None) -> Decimal:
    """The most that may be given for one row: a result may pass its maximum by the whole bonus."""
    return maximum + (bonus_limit or ZERO) if kind == CriterionKind.FORMULA else maximum


# --- ranking -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A unit to be ranked. `marks` answers the tie-breaks by code (None: unknown, comes last).

    `pick` is the place that the meeting chose among equals, with its reason in `note`.
    """

    key: int
    name: str
    total: Decimal
    marks: dict[str, Decimal | None]
    pick: int | None = None
    note: str = ""


@dataclass(frozen=True)
class TieBreak:
    """One step of the order among equal totals: its code, its words, the unit behind its number, which way is better."""

    code: str
    words: str
    unit: str = ""
    lower_wins: bool = False


# What may decide among equal totals; which of them do, and in what order, are dated rules ("tie_votes" and so on).
TIE_BREAKS = (
    TieBreak("votes", "tỷ lệ phiếu suy tôn cao hơn", "%"),
    TieBreak("minus", "điểm trừ ít hơn", " điểm", lower_wins=True),
    TieBreak("base", "điểm chưa tính thưởng cao hơn", " điểm"),
)


@dataclass(frozen=True)
class Placed:
    """A rank with why it is this one where totals are equal; `places` are the ranks to share out while it is undecided."""

    key: int
    rank: int
    why: str = ""
    places: tuple[int, ...] = ()
    needs_note: bool = False


def ranking(entries: Iterable[Entry], order: list[TieBreak]) -> dict[int, Placed]:
    """Ranks by total, then by the tie-breaks, then as the meeting chose; equals after all that share their rank."""
    rows = sorted(entries, key=lambda e: (-e.total, _by_marks(e, order), e.name))
    found, place = {}, 1
    for _, group in groupby(rows, key=lambda e: e.total):
        tied = list(group)
        found |= _place_group(tied, order, place)
        place += len(tied)
    return found


def _by_marks(entry: Entry, order: list[TieBreak]) -> tuple:
    found = []
    for step in order:
        mark = entry.marks.get(step.code)
        found.append((mark is None, (mark or ZERO) * (1 if step.lower_wins else -1)))
    return tuple(found)


def _place_group(tied: list[Entry], order: list[TieBreak], first: int) -> dict[int, Placed]:
    """Units of one total, sorted by the tie-breaks, from rank `first` on."""
    found, place = {}, first
    for _, group in groupby(tied, key=lambda e: _by_marks(e, order)):
        equals = list(group)
        if len(equals) == 1:
            found[equals[0].key] = Placed(equals[0].key, place, _why(equals[0], tied, order))
        else:
            found |= _undecided(equals, place)
        place += len(equals)
    return found


def _why(entry: Entry, tied: list[Entry], order: list[TieBreak]) -> str:
    """Words for the first tie-break that set this unit apart from others of the same total."""
    others = [e for e in tied if e.key != entry.key]
    if not others:
        return ""
    for step in order:
        mine = entry.marks.get(step.code)
        apart = [e for e in others if e.marks.get(step.code) != mine]
        if apart:
            names = ", ".join(e.name for e in others)
            theirs = ", ".join(_mark(e.marks.get(step.code), step) for e in apart)
            return f"Bằng điểm với {names}; xét {step.words}: {_mark(mine, step)} so với {theirs}."
    return ""


def _mark(value: Decimal | None, step: TieBreak) -> str:
    return "chưa có" if value is None else f"{number(points(value))}{step.unit}"


def _undecided(equals: list[Entry], first: int) -> dict[int, Placed]:
    """Equals by every rule: the meeting gives each a place with a reason; without reasons they share the first rank."""
    places = tuple(range(first, first + len(equals)))
    names = {e.key: ", ".join(o.name for o in equals if o.key != e.key) for e in equals}
    if all(e.note for e in equals):
        picked = [e.pick if e.pick in places else first for e in equals]
        ranks = {e.key: first + sum(p < mine for p in picked) for e, mine in zip(equals, picked, strict=True)}
        return {
            e.key: Placed(e.key, ranks[e.key], f"Bằng điểm với {names[e.key]}; cụm, khối thống nhất: {e.note}", places)
            for e in equals
        }
    words = "Bằng nhau mọi mặt với {}: cần ghi lý do xếp hạng."
    if all(e.marks.get("votes") is None for e in equals):
        words = "Bằng điểm với {}: nhập phiếu suy tôn, hoặc chọn hạng và ghi lý do."
    return {e.key: Placed(e.key, first, words.format(names[e.key]), places, needs_note=True) for e in equals}
