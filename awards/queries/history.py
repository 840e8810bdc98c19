"""The history of a person and of a unit: who may see it, the awards, the workplaces, the mergers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from awards.enums import NominationState, RecipientKind
from awards.models import Award, Nomination
from awards.queries.scope import awards_for_user, nominations_for_user, received_under
from campaigns.models import Person, Position, Unit, UnitSuccession
from campaigns.permissions import memberships
from thiduakhenthuong.core.events import history
from thiduakhenthuong.core.models import Event

GOVERNING_BODY = "peoples_committee"  # kind of the office whose awards are those of its commune or district
NEWEST = (F("achievement_year").desc(nulls_last=True), F("decision_date").desc(nulls_last=True), "award_kind__order", "pk")


def award_events(award: Award) -> QuerySet[Event]:
    """What happened to an award since it was registered, newest first."""
    return history(award).order_by("-number")


# --- people ------------------------------------------------------------------------------------


def people_for_user(user) -> QuerySet[Person]:
    """People of whom the user may see an award or a nomination.

    Whoever may see one of them sees the person's whole award history, also what others decided: appraisal needs it.
    """
    held = awards_for_user(user).filter(person=OuterRef("pk")).order_by()
    named = nominations_for_user(user).filter(person=OuterRef("pk")).order_by()
    return Person.objects.filter(Exists(held) | Exists(named))


def awards_of_person(person: Person) -> QuerySet[Award]:
    """Every award of a person, the cancelled ones too, by year of achievement, newest first."""
    rows = Award.objects.filter(person=person).select_related("award_kind", "unit", "decision")
    return rows.order_by(*NEWEST)


def open_awards(user, awards: Iterable[Award]) -> set[int]:
    """Keys of those awards whose own page the user may open."""
    keys = [award.pk for award in awards]
    return set(awards_for_user(user).filter(pk__in=keys).order_by().values_list("pk", flat=True))


def open_nominations(user, person: Person) -> list[Nomination]:
    """Lines of visible dossiers that propose the person and are not yet decided."""
    rows = nominations_for_user(user).filter(person=person, state__in=NominationState.OPEN)
    return list(rows.order_by("-dossier__created_at", "pk"))


def positions_of(person: Person) -> list[Position]:
    """Posts, the latest first."""
    rows = Position.objects.filter(person=person).select_related("unit")
    return list(rows.order_by(F("valid_from").desc(nulls_last=True), "-pk"))


def heirs_of(units: Iterable[int]) -> dict[int, UnitSuccession]:
    """{unit key: its default succession} of those units that were reorganised."""
    rows = UnitSuccession.objects.filter(old__in=set(units), is_default=True).select_related("new")
    return {row.old_id: row for row in rows.order_by("-effective_date")}


# --- units -------------------------------------------------------------------------------------


@dataclass
class Layer:
    """Awards of one generation: `depth` 0 the unit itself, 1 its direct predecessors, 2 and more what was before."""

    depth: int
    units: list[Unit]
    awards: list[Award]


def layers_of(user, unit: Unit, origins: list[list[UnitSuccession]]) -> list[Layer]:
    """The unit's own awards, those of its direct predecessors, and those of what was before; never added together."""
    generations, seen = [[unit]], {unit.pk}
    for step in origins:
        olds = {row.old_id: row.old for row in step if row.old_id not in seen}
        seen |= olds.keys()
        generations.append(list(olds.values()))
    bodies = _bodies(seen)
    awards = _collective_awards(user, unit, seen | bodies.keys())
    return [_layer(depth, units, awards, bodies) for depth, units in enumerate(generations) if units]


def _layer(depth, units, awards, bodies) -> Layer:
    keys = {unit.pk for unit in units}
    return Layer(depth, units, [a for a in awards if bodies.get(a.unit_id, a.unit_id) in keys])


def _bodies(units: set[int]) -> dict[int, int]:
    """{people's committee: the commune or district it governs}: a decision names either, and both mean the place."""
    rows = Unit.objects.filter(parent__in=units, kind=GOVERNING_BODY)
    return dict(rows.values_list("pk", "parent"))


def _collective_awards(user, unit: Unit, units: Iterable[int]) -> list[Award]:
    """Collective awards of the units. Those who work for the unit, or above it, read what it inherited as well."""
    inside = any(unit.path.startswith(m.unit.path) for m in memberships(user))
    rows = Award.objects.select_related("award_kind", "unit", "decision") if inside else awards_for_user(user)
    return list(rows.filter(unit__in=units, recipient_kind=RecipientKind.COLLECTIVE).order_by(*NEWEST))


def awarded_inside(user, unit: Unit, kind: str, most: int = 1000) -> int:
    """Awards of one kind of recipient in the unit and below, as far as the user may see them; at most `most` + 1."""
    rows = awards_for_user(user).filter(received_under(unit), recipient_kind=kind)
    return rows.order_by()[: most + 1].count()
