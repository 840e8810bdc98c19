"""The lines of a report as a page shows them: plan, last quarter, last year, percent, and what deserves a second look."""

from dataclasses import dataclass, field
from decimal import Decimal

from campaigns.enums import Operator, ResultStatus
from campaigns.tally.limits import value_fault
from campaigns.tally.quarters import quarter_name
from campaigns.tally.result import drops, is_empty, label_of, line_key, measure_of, percent_of, unit_of
from thiduakhenthuong.core.vntext import number


@dataclass(frozen=True)
class ReportRow:
    """One line. `before` and `last_year` are the numbers of the quarter before and of the end of last year."""

    line: object
    label: str
    unit: str
    before: Decimal | None
    last_year: Decimal | None
    percent: Decimal | None
    qualitative: bool
    hints: list[str] = field(default_factory=list)

    @property
    def percent_text(self) -> str:
        """ "91,7%"; "" when it cannot be said."""
        return "" if self.percent is None else f"{number(self.percent)}%"

    @property
    def status_label(self) -> str:
        """The status in words."""
        return ResultStatus(self.line.status).label


def rows_of(report, lines: list, earlier: list, *, over: Decimal | None = None) -> list[ReportRow]:
    """Rows of all lines; `earlier` are lines of the quarter before and of last year, more than `over` percent call for a look."""
    before, last_year = {}, {}
    for row in earlier:
        place = before if row.report.year == report.year else last_year
        place[line_key(row) if place is before else _over_years(row)] = row.actual
    return [_row(report, line, before.get(line_key(line)), last_year.get(_over_years(line)), over) for line in lines]


def _over_years(line) -> tuple:
    """What makes lines of two years the same one: promises are made anew each year, so the target they serve."""
    target = line.target_id or line.commitment.target_id
    return ("lead" if line.is_lead else "own", target, unit_of(line)) if target else ("promise", label_of(line))


def _row(report, line, before, last_year, over: Decimal | None) -> ReportRow:
    if last_year is None and line.commitment_id:
        last_year = line.commitment.last_year_value
    done = percent_of(line, _base(line) if last_year is None else last_year)
    return ReportRow(
        line, label_of(line), unit_of(line), before, last_year, done, measure_of(line).operator == Operator.QUALITATIVE,
        list(_hints(report, line, before, done, over)),
    )  # fmt: skip


def _base(line) -> Decimal | None:
    """Where the year of a whole target began when nobody reported the year before: last year's plan, else the baseline."""
    if not line.is_lead:
        return None
    return line.plan_before if line.plan_before is not None else line.target.baseline


def _hints(report, line, before, done, over: Decimal | None):
    """Sentences that ask for a second look; none of them stops the sending by itself."""
    if is_empty(line):
        if line.explanation:
            yield "Chưa có số liệu"
        return
    if drops(line, before):
        name = quarter_name(report.year, report.quarter - 1)
        yield f"Thấp hơn {name} ({number(before)}); số liệu cộng dồn từ 01/01"
    if done is not None and over is not None and done > over:
        yield f"Bằng {number(done)}% kế hoạch năm, hãy kiểm tra số và đơn vị tính"
    if fault := value_fault(measure_of(line), line.actual):
        yield fault
    if line.status == ResultStatus.NOT_MET and not line.explanation:
        yield "Chưa đạt, chưa có giải trình"
