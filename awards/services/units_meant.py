"""The unit behind a typed or pasted name: linked when the name leaves no doubt, as in an imported list."""

from functools import cached_property

from awards.enums import RecipientKind
from awards.models import Dossier, Nomination
from awards.queries.imports import UnitRow, units_by_public_id
from awards.services.imports.context import units_of
from awards.services.imports.matching import UnitIndex
from thiduakhenthuong.core.names import clean


class UnitsMeant:
    """Fills `unit` of typed values. Whatever the number of rows: one query for the names, one for the units linked.

    A unit that the officer has chosen stays. The words stay as typed; a name without a certain unit has none.
    """

    def __init__(self, dossier: Dossier):
        self.dossier = dossier

    @cached_property
    def index(self) -> UnitIndex:
        """Read once, and only when some row names a unit."""
        return units_of(self.dossier)

    def in_new(self, rows: list[dict]) -> list[dict]:
        """The values of new lines, each with the unit that its words name."""
        found = {
            n: self._row(values.get("name") if _is_collective(values) else "", values.get("unit_text"))
            for n, values in enumerate(rows)
            if not values.get("unit")
        }
        return self._linked(rows, found)

    def in_changes(self, changes: list[tuple[Nomination, dict]]) -> list[dict]:
        """The values of changed lines: a name typed anew brings its unit, or takes the old one away."""
        found = {n: self._renamed(line, values) for n, (line, values) in enumerate(changes) if _tells(line, values)}
        return self._linked([self._own_words(line, values) for line, values in changes], found)

    def _renamed(self, line: Nomination, values: dict) -> UnitRow | None:
        """The unit of a line whose name or unit is typed anew."""
        values = self._own_words(line, values)
        name = values.get("name", line.name) if _is_collective(values, line) else ""
        if "unit_text" not in values and line.unit_id and not self._is_itself(line):
            return self._certain(name) or self.index.by_pk.get(line.unit_id)  # another name says nothing against a chosen unit
        return self._row(name, values.get("unit_text", line.unit_text))

    def _is_itself(self, line: Nomination) -> bool:
        """Whether a collective is linked to the unit that bears its name."""
        own = self._certain(line.name)
        return own is not None and own.pk == line.unit_id

    def _own_words(self, line: Nomination, values: dict) -> dict:
        """Words that only repeat the unit of a collective's former name go with that name."""
        if "name" not in values or "unit_text" in values or not _is_collective(values, line) or line.unit is None:
            return values
        lent = line.unit_text == line.unit.name and self._is_itself(line)
        return values | {"unit_text": ""} if lent else values

    def _row(self, name, text) -> UnitRow | None:
        """A collective that is itself a unit first, then the unit it is said to belong to."""
        return self._certain(name) or self._certain(text)

    def _certain(self, words) -> UnitRow | None:
        text = clean(words) if isinstance(words, str) else ""
        return self.index.certain(text) if text else None

    def _linked(self, rows: list[dict], found: dict[int, UnitRow | None]) -> list[dict]:
        units = units_by_public_id({row.public_id for row in found.values() if row})
        return [
            values | {"unit": units.get(found[n].public_id) if found[n] else None} if n in found else values
            for n, values in enumerate(rows)
        ]


def _is_collective(values: dict, line: Nomination | None = None) -> bool:
    kind = values.get("recipient_kind") or (line.recipient_kind if line else "")
    return kind == RecipientKind.COLLECTIVE


def _tells(line: Nomination, values: dict) -> bool:
    """Whether the change says anew which unit is meant, without a choice from the offered ones."""
    if values.get("unit"):
        return False
    if "unit_text" in values and (values["unit_text"] != line.unit_text or line.unit is None):
        return True
    return "name" in values and values["name"] != line.name and _is_collective(values, line)
