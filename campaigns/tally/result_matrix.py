"""Units × quarters: which report stands where, and how far each unit has come with one target. No database."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from campaigns.enums import Pace, ReportState, Rollup
from campaigns.tally.progress import HUNDRED, Standing, standing
from campaigns.tally.quarters import ROMAN
from campaigns.tally.result import PlainMeasure, same_unit
from thiduakhenthuong.core.vntext import number

QUARTERS = (1, 2, 3, 4)
NOT_DUE, WAITING, LATE, NONE = "not_due", "waiting", "late", "none"
MONTH = 31
LABELS = dict(ReportState.choices)


@dataclass(frozen=True)
class Cell:
    """One quarter of one unit: where its report stands (`tone` is the class), or what is missing; `key` opens the report."""

    tone: str
    text: str
    name: str  # of the quarter: "III"
    owed: bool = True
    key: object = None


@dataclass(frozen=True)
class UnitRow:
    """The quarters of one unit."""

    name: str
    cells: list[Cell]


def matrix(duties: list, reports: dict, today: date) -> list[UnitRow]:
    """A row for each unit that has a duty in the year; rows of `queries.result`."""
    names, due = {}, {}
    for duty in duties:
        names.setdefault(duty.unit, duty.unit__name)
        due[duty.unit, duty.quarter] = duty.due_on
    return [
        UnitRow(name, [_cell(due.get((unit, q)), reports.get((unit, q)), ROMAN[q], today) for q in QUARTERS])
        for unit, name in names.items()
    ]


def _cell(due_on: date | None, report, name: str, today: date) -> Cell:
    key = report.public_id if report else None
    if report and report.state in ReportState.SENT:
        return Cell(report.state, f"{LABELS[report.state]}{' (chậm)' if report.is_late else ''}", name, key=key)
    if due_on is None:
        return Cell(NONE, "Không phải báo cáo", name, owed=False, key=key)
    days = (today - due_on).days
    if days > 0:
        return Cell(LATE, f"Quá hạn {days} ngày", name, key=key)
    if report:
        return Cell(report.state, LABELS[report.state], name, key=key)
    return Cell(WAITING if -days <= MONTH else NOT_DUE, f"Hạn {due_on:%d/%m}", name)


def quarter_counts(rows: list[UnitRow]) -> list[dict]:
    """For each quarter: how many sent, how many verified, how many owe."""
    found = []
    for quarter in QUARTERS:
        tones = [row.cells[quarter - 1].tone for row in rows if row.cells[quarter - 1].owed]
        found.append({
            "quarter": quarter, "name": ROMAN[quarter], "total": len(tones), "late": tones.count(LATE),
            "sent": sum(tone in ReportState.SENT for tone in tones), "verified": tones.count(ReportState.VERIFIED),
        })  # fmt: skip
    return found


@dataclass(frozen=True)
class TargetRow:
    """One unit with one target: numbers by quarter, plan, standing at the last of them."""

    name: str
    plan: Decimal | None
    values: list[Decimal | None]
    at: Standing
    gone: Decimal
    measure_unit: str
    plan_line: list = field(default_factory=list)

    @property
    def last(self) -> Decimal | None:
        """The newest number."""
        return next((value for value in reversed(self.values) if value is not None), None)

    @property
    def word(self) -> str:
        """After quarter IV whether the plan was reached; before it, and where it was surpassed, the pace says it ("")."""
        return year_word(self.at.percent, self.at.pace, self.gone)

    @property
    def percent_text(self) -> str:
        """ "91,7%"."""
        return "" if self.at.percent is None else f"{number(self.at.percent)}%"


def year_word(percent: Decimal | None, pace: str, gone: Decimal) -> str:
    """ "Đạt", "Không đạt" for a year reported to its end; "" where the word of the pace stands."""
    if gone < 1 or pace in (Pace.NONE, Pace.EXCEEDED):
        return ""
    reached = pace == Pace.ON_TRACK if percent is None else percent >= HUNDRED
    return "Đạt" if reached else "Không đạt"


def by_unit(results: list, target, year: int) -> list[tuple]:
    """[(unit of measure, lines of the year, number at the end of last year)] of each unit, in the order of the lines."""
    lines, bases = defaultdict(list), {}
    for line in results:
        words = line.commitment__unit_of_measure or target.unit_of_measure
        alike = same_unit(words, target.unit_of_measure, target.indicator)
        key = (line.report__unit, target.unit_of_measure if alike else words)
        if line.report__year == year:
            lines[key].append(line)
        elif line.report__quarter == 4:
            bases[key] = _sum([bases.get(key), line.actual])
    return [(key[1], found, bases.get(key)) for key, found in lines.items()]


def target_row(target, measure_unit: str, lines: list, base, limits: dict) -> TargetRow:
    """One row of the table; several promises of one unit in the same unit of measure add up."""
    measure = target if measure_unit == target.unit_of_measure else PlainMeasure(target.indicator, measure_unit)
    values = [_sum([line.actual for line in lines if line.report__quarter == quarter]) for quarter in QUARTERS]
    plan = _sum([line.plan for line in lines if line.report__quarter == lines[-1].report__quarter])
    last = max((quarter for quarter, value in zip(QUARTERS, values, strict=True) if value is not None), default=0)
    gone = Decimal(last) / 4
    at = standing(measure, plan, values[last - 1] if last else None, base=base, gone=gone, **limits)
    return TargetRow(lines[0].report__unit__name, plan, values, at, gone, measure_unit, plan_line(measure, plan))


def plan_line(measure, plan: Decimal | None) -> list:
    """The plan by quarter: even steps for what adds up, the level for what is reached."""
    if plan is None:
        return [None] * 4
    return [plan * quarter / 4 for quarter in QUARTERS] if measure.rollup == Rollup.SUM else [plan] * 4


def _sum(values: list) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
