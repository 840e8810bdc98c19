"""From grouped rows of the register to the figures of a leader's page: pure arithmetic, no query."""

from dataclasses import dataclass, field

from awards import tally
from awards.enums import RecipientKind
from thiduakhenthuong.summary.periods import Period

KINDS = tuple(RecipientKind.values)
PEOPLE = ("direct", "leader", "women", "party")


@dataclass
class Figures:
    """One span of a unit: counts by (level, kind), money by level, counts by (year, month) and kind, who the people are."""

    cells: dict[tuple[str, str], int] = field(default_factory=dict)
    money: dict[str, int] = field(default_factory=dict)
    months: dict[tuple[int, int], dict[str, int]] = field(default_factory=dict)
    offices: dict[str, set] = field(default_factory=dict)  # level -> kinds of the deciding units ("huyện")
    titles: dict[str, set] = field(default_factory=dict)  # level -> what was given ("BẰNG KHEN")
    people: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PEOPLE, 0))

    @property
    def total(self) -> int:
        """All awards."""
        return sum(self.cells.values())

    @property
    def money_total(self) -> int:
        """All money, in đồng."""
        return sum(self.money.values())

    @property
    def levels(self) -> list[str]:
        """Deciding levels with an award, the highest first."""
        return sorted({level for level, _ in self.cells}, key=tally.ORDER.index)

    @property
    def kinds(self) -> list[str]:
        """Kinds of recipient with an award: collectives, households, individuals."""
        return [kind for kind in KINDS if any(kind == found for _, found in self.cells)]

    def count(self, level: str = "", kind: str = "") -> int:
        """Awards of a level and a kind; "" stands for all."""
        return sum(n for (at, of), n in self.cells.items() if level in ("", at) and kind in ("", of))

    @property
    def shares(self) -> tally.Shares:
        """Who the individuals are."""
        return tally.Shares(individuals=self.count(kind=RecipientKind.INDIVIDUAL), **self.people)

    def counts(self, level: str) -> tally.Counts:
        """Recipients of one level."""
        return tally.Counts(*(self.count(level, kind) for kind in KINDS))


def fold(rows: list[dict], period: Period) -> Figures:
    """The figures of one span; `rows` are groups of `queries.awards.grouped`."""
    figures = Figures()
    for row in rows:
        if period.first <= row["decision_date"] <= period.last:
            _add(figures, row)
    return figures


def _add(figures: Figures, row: dict) -> None:
    level, kind, day, count = row["level"], row["recipient_kind"], row["decision_date"], row["count"]
    figures.cells[level, kind] = figures.cells.get((level, kind), 0) + count
    figures.money[level] = figures.money.get(level, 0) + (row["money"] or 0)
    month = figures.months.setdefault((day.year, day.month), {})
    month[kind] = month.get(kind, 0) + count
    figures.offices.setdefault(level, set()).add(row["deciding_unit__kind"])
    figures.titles.setdefault(level, set()).add(row["award_kind__certificate_title"])
    if kind == RecipientKind.INDIVIDUAL:
        for name in PEOPLE:
            figures.people[name] += row[name]
