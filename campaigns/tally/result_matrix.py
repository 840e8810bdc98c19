"""Units × quarters: which report stands where, and how far each unit has come with one target. No database."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from campaigns.enums import ReportState, Rollup
from campaigns.tally.progress import Standing, standing
from campaigns.tally.quarters import ROMAN
from campaigns.tally.result import measure_of, unit_of
from thiduakhenthuong.core.vntext import number

QUARTERS = (1, 2, 3, 4)
NOT_DUE, WAITING, LATE, NONE = "not_due", "waiting", "late", "none"
MONTH = 31


@dataclass(frozen=True)
class Cell:
    """One quarter of one unit: its report, or what is missing. `tone` is the class, `text` the words."""

    tone: str
    text: str
    name: str  # of the quarter: "III"
    report: object = None
    duty: object = None


@dataclass(frozen=True)
class UnitRow:
    """The quarters of one unit."""

    unit: object
    cells: list[Cell]


def matrix(duties: list, reports: dict, today: date) -> list[UnitRow]:
    """A row for each unit that has a duty or a report in the year."""
    units, owed = {}, {}
    for duty in duties:
        units.setdefault(duty.unit_id, duty.unit)
        owed[duty.unit_id, duty.quarter] = duty
    rows = []
    for key, unit in units.items():
        cells = [_cell(owed.get((key, quarter)), reports.get((key, quarter)), ROMAN[quarter], today) for quarter in QUARTERS]
        rows.append(UnitRow(unit, cells))
    return rows


def _cell(duty, report, name: str, today: date) -> Cell:
    if report and report.state in ReportState.SENT:
        late = " (chậm)" if report.is_late else ""
        return Cell(report.state, f"{report.get_state_display()}{late}", name, report, duty)
    if duty is None:
        return Cell(NONE, "Không phải báo cáo", name)
    days = (today - duty.due_on).days
    if days > 0:
        return Cell(LATE, f"Quá hạn {days} ngày", name, report, duty)
    if report:
        return Cell(report.state, report.get_state_display(), name, report, duty)
    return Cell(WAITING if -days <= MONTH else NOT_DUE, f"Hạn {duty.due_on:%d/%m}", name, None, duty)


def quarter_counts(rows: list[UnitRow]) -> list[dict]:
    """For each quarter: how many sent, how many verified, how many owe."""
    found = []
    for quarter in QUARTERS:
        cells = [row.cells[quarter - 1] for row in rows if row.cells[quarter - 1].duty or row.cells[quarter - 1].report]
        found.append({
            "quarter": quarter, "name": ROMAN[quarter], "total": len(cells),
            "sent": sum(cell.tone in ReportState.SENT for cell in cells),
            "verified": sum(cell.tone == ReportState.VERIFIED for cell in cells),
            "late": sum(cell.tone == LATE for cell in cells),
        })  # fmt: skip
    return found


@dataclass(frozen=True)
class TargetRow:
    """One unit with one target: numbers by quarter, plan, standing at the last of them."""

    unit: object
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
    def percent_text(self) -> str:
        """ "91,7%"."""
        return "" if self.at.percent is None else f"{number(self.at.percent)}%"


def target_rows(results: list, year: int, *, limits: dict) -> list[TargetRow]:
    """Rows of the units that reported a target; several promises of one unit in the same unit of measure add up."""
    lines, bases = defaultdict(list), {}
    for line in results:
        key = (line.report.unit_id, unit_of(line))
        if line.report.year == year:
            lines[key].append(line)
        elif line.report.quarter == 4:
            bases[key] = _sum([bases.get(key), line.actual])
    return [_target_row(found, bases.get(key), limits) for key, found in lines.items()]


def _target_row(lines: list, base, limits: dict) -> TargetRow:
    first = lines[-1]
    measure = measure_of(first)
    values = [_sum([line.actual for line in lines if line.report.quarter == quarter]) for quarter in QUARTERS]
    plan = _sum([line.plan for line in lines if line.report.quarter == first.report.quarter])
    last = max((quarter for quarter, value in zip(QUARTERS, values, strict=True) if value is not None), default=0)
    gone = Decimal(last) / 4
    at = standing(measure, plan, values[last - 1] if last else None, base=base, gone=gone, **limits)
    return TargetRow(first.report.unit, plan, values, at, gone, unit_of(first), plan_line(measure, plan))


def plan_line(measure, plan: Decimal | None) -> list:
    """The plan by quarter: even steps for what adds up, the level for what is reached."""
    if plan is None:
        return [None] * 4
    return [plan * quarter / 4 for quarter in QUARTERS] if measure.rollup == Rollup.SUM else [plan] * 4


def _sum(values: list) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
