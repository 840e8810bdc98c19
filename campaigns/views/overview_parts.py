"""Rows of the first page of a campaign and of its public page: numbers as words, one object for each target."""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from campaigns.enums import Escalation, Operator, Pace
from campaigns.models import Commitment, Measure, Obligation, YearValue
from campaigns.services.target_lines import TargetLine
from campaigns.tally.duties import duty_words
from campaigns.tally.finding import GOOD
from campaigns.tally.progress import reaches
from campaigns.tally.text_check import LABELS
from campaigns.tally.text_show import pieces
from thiduakhenthuong.core.vntext import number

NBSP = "\u00a0"
LAST_QUARTER = 4
ROMAN = ("", "I", "II", "III", "IV")


@dataclass(frozen=True)
class YearCell:
    """A target in one year: what was planned, what came of it."""

    year: int
    plan: str
    actual: str
    word: str
    percent: str
    pace: str = Pace.NONE
    line: TargetLine | None = None  # with a bar; None for a year that only has a plan


@dataclass(frozen=True)
class TargetRow:
    """One target as the table and the cards show it."""

    measure: Measure
    line: TargetLine
    now: YearCell
    before: list[YearCell] = field(default_factory=list)
    later: list[YearCell] = field(default_factory=list)

    @property
    def base(self) -> str:
        """The number the term began from."""
        return number(self.measure.baseline) or self.measure.baseline_text

    @property
    def term(self) -> str:
        """The plan of the whole term."""
        return value_text(self.measure.term_value, self.measure.term_value_max, self.measure.term_text)

    @property
    def unit(self) -> str:
        """The unit of measure, unless the value is in words."""
        return "" if self.measure.is_qualitative else self.measure.unit_of_measure

    @property
    def years_text(self) -> list[str]:
        """The other years in words, for a phone: "2020: 640 / 650", "2022: 125"."""
        done = [f"{cell.year}: {cell.actual or '–'} / {cell.plan or '–'}" for cell in self.before]
        return done + [f"{cell.year}: {cell.plan or '–'}" for cell in self.later]

    @property
    def spark_label(self) -> str:
        """What the sparkline says, for those who do not see it."""
        done = [value for value in self.line.series_actual if value is not None]
        words = f"kết quả mới nhất {number(done[-1])}" if done else "chưa có kết quả"
        return f"{self.measure.indicator}: {words}, cả kỳ {self.term or 'chưa đặt'}"


def value_text(value: Decimal | None, most: Decimal | None = None, text: str = "") -> str:
    """ "1.250,5", a range "45 - 50", or the words of a qualitative target."""
    if value is None:
        return text
    return f"{number(value)}{NBSP}-{NBSP}{number(most)}" if most is not None else number(value)


def percent_text(percent: Decimal | None) -> str:
    """ "80%"; a number that goes the wrong way says so."""
    if percent is None:
        return ""
    if percent < 0:
        return "đi ngược"
    return f"{percent.quantize(Decimal(1), ROUND_HALF_UP)}%"


def year_cell(line: TargetLine, *, over: bool) -> YearCell:
    """The year of a line with its bar."""
    pace, word = verdict(line, over=over)
    actual = line.actual_text if line.measure.is_qualitative else number(line.actual)
    row = line.plans.get(line.year)
    plan = value_text(line.plan, line.plan_max, row.text if row else "")
    return YearCell(line.year, plan, actual, word, percent_text(line.percent), pace, line)


def verdict(line: TargetLine, *, over: bool) -> tuple[str, str]:
    """(mark, word): the pace while the year runs; when it is over, whether the plan of the year was reached.

    A year that is over and was not reported to its end has no verdict yet, unless the plan was reached before.
    """
    if not over or line.pace in (Pace.NONE, Pace.EXCEEDED):
        return line.pace, Pace(line.pace).label
    if not line.measure.is_qualitative and not reaches(line.measure, line.plan, line.actual):
        return (line.pace, "Không đạt") if line.quarter == LAST_QUARTER else (Pace.NONE, "Chưa báo cáo cả năm")
    return line.pace, "Không đạt" if line.pace == Pace.AT_RISK else "Đạt"


def plan_cell(measure: Measure, year: int, row: YearValue | None) -> YearCell:
    """A year of which only the plan is known."""
    plan = value_text(row.value, row.value_max, row.text) if row else ""
    return YearCell(year, plan, "", "", "")


def target_rows(by_year: dict[int, list[TargetLine]], year: int, years: range, *, this_year: int) -> list[TargetRow]:
    """A row for each target; `by_year` holds the lines of the chosen year and of those shown with a bar before it."""
    rows = []
    for place, line in enumerate(by_year[year]):
        before = [year_cell(by_year[y][place], over=y < this_year) for y in sorted(by_year) if y < year]
        later = [plan_cell(line.measure, y, line.plans.get(y)) for y in years if y > year]
        rows.append(TargetRow(line.measure, line, year_cell(line, over=year < this_year), before, later))
    return rows


def marks(rows: list[TargetRow]) -> list[tuple[str, str]]:
    """(name, pace) of each row, for the finding."""
    return [(row.measure.indicator, row.now.pace) for row in rows]


def good_count(rows: list[TargetRow]) -> int:
    """How many targets are where they should be, or beyond."""
    return sum(row.now.pace in GOOD for row in rows)


def until(rows: list[TargetRow]) -> str:
    """To which day the results run: "hết quý III", or different quarters in words."""
    quarters = sorted({row.line.quarter for row in rows if row.line.quarter})
    if not quarters:
        return ""
    last = f"hết quý{NBSP}{ROMAN[quarters[-1]]}"
    return last if len(quarters) == 1 else f"quý{NBSP}{ROMAN[quarters[0]]} đến {last}"


def gone_text(rows: list[TargetRow]) -> str:
    """How much of the year had gone by at the end of the results, when that is one number."""
    shares = {row.line.gone for row in rows if row.line.quarter}
    return percent_text(shares.pop() * 100) if len(shares) == 1 else ""


def has_rates(rows: list[TargetRow]) -> bool:
    """Whether a target is measured by the way gone from its base."""
    return any(row.measure.is_rate or row.measure.operator == Operator.AT_MOST for row in rows)


def table_facts(rows: list[TargetRow], years: range, before: list[int]) -> dict:
    """Heads of the table: the year of the base when all share it, where the lines begin, how many columns there are."""
    bases = {row.measure.baseline_year for row in rows if row.measure.baseline_year}
    base = bases.pop() if len(bases) == 1 else None
    later = len([year for year in years if rows and year > rows[0].line.year])
    return {"base_year": base, "spark_from": base or years[0], "columns": 7 + len(before) + later}


def says_something(lines: list[TargetLine]) -> bool:
    """Whether a year has a plan or a result of any target."""
    return any(line.plan is not None or line.actual is not None or line.actual_text for line in lines)


def promise(line: Commitment) -> Commitment:
    """A promise in pieces (its number and deadline stand out), or with the words why it should be more concrete."""
    line.reasons = [LABELS[code] for code in line.hints if code in LABELS]
    line.pieces = pieces(line.text, phrases=(), year=line.due_on.year if line.due_on else None)
    return line


def late_duty(duty: Obligation, today: date) -> dict:
    """A late duty in words: what, whose, for how long, how far it has climbed."""
    what = duty_words(duty)
    climbed = f"đã nhắc {duty.reminders} lần" if duty.reminders else "chưa nhắc"
    if duty.escalation:
        climbed = Escalation(duty.escalation).label[:1].lower() + Escalation(duty.escalation).label[1:]
    head = " ".join(filter(None, (duty.head_title, duty.head_name)))
    return {
        "unit": duty.unit, "what": f"{what[:1].upper()}{what[1:]}", "head": head, "days": (today - duty.due_on).days,
        "climbed": climbed,
    }  # fmt: skip
