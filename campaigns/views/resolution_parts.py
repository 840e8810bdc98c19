"""What the page of a resolution draws: the tree with its marks, the heads of the red ones, a tile for each objective."""

from dataclasses import dataclass, field
from decimal import Decimal

from campaigns.enums import Pace
from campaigns.queries.heads import heads_of
from campaigns.services.measure_values import year_of
from campaigns.services.target_lines import TargetLine
from campaigns.tally.finding import NBSP
from thiduakhenthuong.core.names import search_key
from thiduakhenthuong.core.vntext import number

WORST_FIRST = [Pace.AT_RISK, Pace.SLOW, Pace.NONE, Pace.ON_TRACK, Pace.EXCEEDED]
GOOD = (Pace.ON_TRACK, Pace.EXCEEDED)
AIM_GROUP = "muc tieu tong quat"
REST = "Mục tiêu khác"
HEADS_SHOWN = 6


@dataclass
class Branch:
    """A group of objectives: its lines in order, its marks worst first."""

    name: str
    lines: list[TargetLine] = field(default_factory=list)

    @property
    def marks(self) -> list[TargetLine]:
        """Worst first."""
        return sorted(self.lines, key=lambda line: WORST_FIRST.index(Pace(line.pace)))

    @property
    def good(self) -> int:
        """How many are on their way."""
        return sum(line.pace in GOOD for line in self.lines)

    @property
    def words(self) -> str:
        """The line under the heading: "10 chỉ tiêu, 7 cần xem"."""
        total = len(self.lines)
        said = f"{total}{NBSP}chỉ tiêu"
        if all(line.pace == Pace.NONE for line in self.lines):
            return f"{said}, chưa có số liệu"
        if self.good == total:
            return f"{said}, tất cả đúng tiến độ" if total > 1 else f"{said}, đúng tiến độ"
        unknown = sum(line.pace == Pace.NONE for line in self.lines)
        look = total - self.good - unknown
        parts = [f"{look}{NBSP}cần xem" if look else "", f"{unknown}{NBSP}chưa có số liệu" if unknown else ""]
        return ", ".join([said, *filter(None, parts)])

    @property
    def tiles(self) -> list[dict]:
        """Facts of the tiles."""
        return [tile(line) for line in self.lines]


def branches(lines: list[TargetLine]) -> tuple[list[TargetLine], list[Branch]]:
    """(lines of the general aim, groups in their order)."""
    aims, found = [], {}
    for line in lines:
        if search_key(line.measure.group) == AIM_GROUP:
            aims.append(line)
        else:
            name = line.measure.group or REST
            found.setdefault(name, Branch(name)).lines.append(line)
    return aims, list(found.values())


def tile(line: TargetLine) -> dict:
    """One objective: result / plan, the line of its years, who answers for it."""
    measure = line.measure
    last = next((value for value in reversed(line.series_plan) if value is not None), None)
    return {
        "line": line, "measure": measure, "done": done_text(line), "plan": plan_text(line),
        "end": "" if last is None else number(last), "end_place": _end_place(line, last),
        "label": spark_label(line), "department": measure.department_name,
    }  # fmt: skip


def _end_place(line: TargetLine, last) -> str:
    """Where the line of the plan ends, so that its number stands beside it."""
    known = [value for value in (*line.series_plan, *line.series_actual) if value is not None]
    if not known or max(known) == min(known):
        return "middle"
    height = (last - min(known)) / (max(known) - min(known))
    return "top" if height > Decimal("0.66") else "bottom" if height < Decimal("0.34") else "middle"


def done_text(line: TargetLine) -> str:
    """The result, or that there is none yet."""
    if line.measure.is_qualitative:
        return line.actual_text or "Chưa đánh giá"
    return "–" if line.actual is None else number(line.actual)


def plan_text(line: TargetLine) -> str:
    """The plan of the year with its unit of measure."""
    measure, row = line.measure, line.plans.get(line.year)
    if measure.is_qualitative:
        return (row.text if row else "") or measure.term_text
    if line.plan is None:
        return f"chưa có kế hoạch {line.year}"
    value = number(line.plan) + (f" - {number(line.plan_max)}" if line.plan_max is not None else "")
    unit = measure.unit_of_measure
    return f"{value}{'' if unit.startswith('%') else NBSP}{unit}"


def spark_label(line: TargetLine) -> str:
    """The picture in words, for those who do not see it."""
    plans = ", ".join(number(value) if value is not None else "chưa có" for value in line.series_plan)
    actuals = [number(value) for value in line.series_actual if value is not None]
    return f"{line.measure.indicator}: kế hoạch các năm {plans}; kết quả {', '.join(actuals) or 'chưa có'}"


def red_heads(lines: list[TargetLine], day) -> list[dict]:
    """Who answers for the objectives at risk: the head of the department by name and title, else its name; one query."""
    red = [line for line in lines if line.pace == Pace.AT_RISK]
    heads = heads_of({line.measure.department for line in red if line.measure.department_id}, day)
    found = []
    for line in red:
        name, title = heads.get(line.measure.department_id, ("", ""))
        office = line.measure.department_name
        who = f"{title + ' ' if title else ''}{name}".strip() or (f"Người đứng đầu {office}" if office else "")
        facts = {"line": line, "done": done_text(line), "plan": plan_text(line)}
        found.append(facts | {"who": who, "office": office if name else ""})
    return found


def years_of(line: TargetLine, years: range) -> list[dict]:
    """The years of one objective: plan and result."""
    done = zip(years, line.series_actual[1:], strict=True)
    return [{"year": year, "plan": year_of(line.plans.get(year)).shown(), "done": value} for year, value in done]
