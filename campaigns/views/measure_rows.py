"""The years-across grid as a template draws it: rows of a resolution or of a campaign, with the check of each."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from campaigns.enums import Direction, Operator, Rollup
from campaigns.models import Measure
from campaigns.services.measure_values import ending_words, shown
from campaigns.tally.rollup import fault_of, rolled
from thiduakhenthuong.core.vntext import number

BY_NUMBER = [choice for choice in Operator.choices if choice[0] != Operator.QUALITATIVE]


@dataclass
class GridRow:
    """One measure loaded with its years and its department."""

    measure: Measure
    years: range

    @cached_property
    def by_year(self) -> dict:
        """{year: row}."""
        return {row.year: row for row in self.measure.years.all()}

    @property
    def cells(self) -> list[dict]:
        """The cells of the years."""
        return [{"year": year, "name": f"y{year}", "value": shown(self.measure, f"y{year}", self.by_year)} for year in self.years]

    @property
    def base(self) -> str:
        """The baseline as text."""
        return shown(self.measure, "base", self.by_year)

    @property
    def term(self) -> str:
        """The term value as text."""
        return shown(self.measure, "term", self.by_year)

    @property
    def unit(self) -> str:
        """The unit of measure, or that it is judged by words."""
        return self.measure.unit_of_measure or ("định tính" if self.measure.is_qualitative else "")

    @cached_property
    def fault(self) -> str:
        """Why the row does not roll up."""
        return fault_of(self.measure, self.years)

    @cached_property
    def check(self) -> dict:
        """The word of the check with its tone."""
        if self.fault:
            return {"text": self.fault, "tone": "bad"}
        if self.measure.is_qualitative:
            return {"text": "Xét bằng lời", "tone": "muted"}
        values = [self.by_year[year].value if year in self.by_year else None for year in self.years]
        made = rolled(self.measure, values)
        return {"text": f"Khớp: {number(round(made, 2))}" if made is not None else "Khớp", "tone": "ok"}

    @property
    def warning(self) -> str:
        """What to know about its department."""
        return ending_words(self.measure.department, self.years)

    @property
    def above(self) -> str:
        """What the row hangs on: the objective above it, or the target of the parent campaign it was taken from."""
        parent = self.measure.parent
        if parent is None:
            return ""
        return f"theo {parent.campaign.name}" if hasattr(parent, "campaign") else f"thuộc {parent.code or parent.indicator}"

    @property
    def operators(self) -> list:
        """Operators that may be chosen in the grid: words and numbers change places in the full form only."""
        return [(Operator.QUALITATIVE, Operator.QUALITATIVE.label)] if self.measure.is_qualitative else BY_NUMBER


def grid_rows(measures, years: range) -> list[GridRow]:
    """Rows for a template."""
    return [GridRow(measure, years) for measure in measures]


def grid_context(rows: list[GridRow]) -> dict:
    """What stands around the rows."""
    return {
        "rows": rows, "faults": fault_words(rows), "directions": Direction.choices, "rollups": Rollup.choices,
        "groups": list(dict.fromkeys(row.measure.group for row in rows if row.measure.group)),
    }  # fmt: skip


def fault_words(rows: list[GridRow]) -> dict:
    """How many rows do not roll up."""
    count = sum(bool(row.fault) for row in rows)
    if not rows:
        return {"text": "", "tone": "muted"}
    if not count:
        return {"text": "Các năm khớp với cả kỳ ở mọi dòng.", "tone": "ok"}
    return {"text": f"{count} dòng chưa khớp cả kỳ: xem cột Kiểm tra.", "tone": "bad"}


def derived(rows: list[GridRow], keys: set[str]) -> dict:
    """Checks of the saved rows, and the count of all."""
    found = {f"check-{row.measure.public_id}": row.check for row in rows if str(row.measure.public_id) in keys}
    found |= {f"warn-{row.measure.public_id}": row.warning for row in rows if str(row.measure.public_id) in keys}
    return found | {"fault-count": fault_words(rows)}
