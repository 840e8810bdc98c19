"""Reading units and people: what lists, autocomplete and history pages show."""

from datetime import date

from django.db.models import Q, QuerySet

from campaigns.enums import UnitLevel
from campaigns.models import Household, Person, Unit
from thiduakhenthuong.core.names import clean, search_key

DECIDING_LEVELS = (UnitLevel.PROVINCE, UnitLevel.DEPARTMENT, UnitLevel.DISTRICT, UnitLevel.COMMUNE)


def all_units() -> QuerySet[Unit]:
    """Every unit that ever was; the tree is public knowledge."""
    return Unit.objects.select_related("parent")


def units_matching(text: str, *, day: date | None = None) -> QuerySet[Unit]:
    """Units whose name holds every word of `text`, with or without diacritics; only those alive on `day` when given."""
    found = all_units() if day is None else all_units().on(day)
    for word in search_key(clean(text)).split():
        found = found.filter(search_key__contains=word)
    return found


def unit_by_public_id(public_id) -> Unit | None:
    """One unit, or None."""
    return all_units().filter(public_id=public_id).first()


def people() -> QuerySet[Person]:
    """Everybody known, with nothing private beyond name, year and posts."""
    return Person.objects.prefetch_related("positions__unit")


def people_matching(text: str) -> QuerySet[Person]:
    """People whose name holds every word of `text`; a four-digit word is the year of birth."""
    found, year = people(), Q()
    for word in search_key(clean(text)).split():
        if word.isdigit() and len(word) == 4:
            year = Q(birth_year=int(word))
        else:
            found = found.filter(search_key__contains=word)
    return found.filter(year)


def households_matching(text: str) -> QuerySet[Household]:
    """Households whose head's name holds every word of `text`."""
    found = Household.objects.select_related("unit")
    for word in search_key(clean(text)).split():
        found = found.filter(search_key__contains=word)
    return found


def ancestors(unit: Unit) -> list[Unit]:
    """The unit's chain of parents, nearest first, in one query."""
    keys = [int(part) for part in unit.path.strip("/").split("/")[:-1]]
    rows = {row.pk: row for row in Unit.objects.filter(pk__in=keys)}
    return [rows[key] for key in reversed(keys) if key in rows]
