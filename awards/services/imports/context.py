"""What a list is checked against: the dossier, the day, units, kinds of award and standards of that day."""

from dataclasses import dataclass
from datetime import date

from awards.models import Dossier
from awards.queries.imports import UnitRow, kinds_to_match, standards_of_collectives, units_to_match
from awards.services.imports.matching import AwardIndex, UnitIndex
from awards.services.line_values import OLDEST, YOUNGEST
from thiduakhenthuong.core import clock


@dataclass
class Context:
    """Made once per reading; `has_unit_column` comes from the mapping."""

    dossier: Dossier
    day: date
    home: UnitRow
    units: UnitIndex
    awards: AwardIndex
    standards: list
    birth_years: range
    has_unit_column: bool = True


def units_of(dossier: Dossier) -> UnitIndex:
    """The names of units as the proposing unit of a dossier uses them, on the last day of its period or today if earlier."""
    rows = units_to_match()
    home = next(row for row in rows if row.pk == dossier.unit_id)
    return UnitIndex(rows, home=home, day=min(dossier.period_to, clock.today()))


def context_of(dossier: Dossier, mapping: dict | None = None) -> Context:
    """The context of a dossier: units and kinds as they stood at the end of its period, or today if that is earlier."""
    units = units_of(dossier)
    day = units.day
    return Context(
        dossier=dossier,
        day=day,
        home=units.home,
        units=units,
        awards=AwardIndex(kinds_to_match(), level=dossier.deciding_unit.level),
        standards=standards_of_collectives(day),
        birth_years=range(clock.today().year - OLDEST, day.year - YOUNGEST + 1),
        has_unit_column=mapping is None or "unit" in mapping,
    )
