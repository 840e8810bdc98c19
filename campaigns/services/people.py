"""People, households and posts: created with their derived keys, looked up before they are created.

Nothing here merges people by itself: an exact match is offered first, near ones after it, and the officer answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.models import Household, Person, Position, Unit
from thiduakhenthuong.core import events
from thiduakhenthuong.core.names import clean, near, same_name_key, search_key, sort_key


def name_keys(name: str) -> dict[str, str]:
    """The three derived keys of a person's or head's name."""
    return {"search_key": search_key(name)[:100], "name_key": same_name_key(name)[:120], "sort_key": sort_key(name)}


def new_person(*, full_name: str, birth: date | int | None = None, **fields) -> Person:
    """An unsaved person with clean name and keys; `birth` is a date or a year. Raises ValidationError."""
    full_name = clean(full_name)
    if not full_name:
        raise ValidationError({"full_name": "Chưa ghi họ và tên."})
    born = birth if isinstance(birth, date) else None
    year = born.year if born else birth
    return Person(full_name=full_name, birth_date=born, birth_year=year, **fields, **name_keys(full_name))


@transaction.atomic
def add_people(people: Iterable[Person], *, by) -> list[Person]:
    """Save many people made by `new_person`, each with an event, in a constant number of queries."""
    people = Person.objects.bulk_create(list(people), batch_size=500)
    events.record_many([(person, "", {"done": "thêm"}) for person in people], "add_person", by=by)
    return people


def add_person(*, full_name: str, birth: date | int | None = None, by, **fields) -> Person:
    """One person; fields are those of the model (gender, is_party_member, ethnicity)."""
    return add_people([new_person(full_name=full_name, birth=birth, **fields)], by=by)[0]


def new_household(*, head_name: str, unit: Unit, address: str = "") -> Household:
    """An unsaved household with clean name and keys; raises ValidationError."""
    head_name = clean(head_name)
    if not head_name:
        raise ValidationError({"head_name": "Chưa ghi tên chủ hộ."})
    return Household(head_name=head_name, unit=unit, address=clean(address), **name_keys(head_name))


@transaction.atomic
def add_households(households: Iterable[Household], *, by) -> list[Household]:
    """Save many households made by `new_household`, each with an event."""
    households = Household.objects.bulk_create(list(households), batch_size=500)
    events.record_many([(household, "", {"done": "thêm"}) for household in households], "add_household", by=by)
    return households


def add_household(*, head_name: str, unit: Unit, address: str = "", by) -> Household:
    """One household."""
    return add_households([new_household(head_name=head_name, unit=unit, address=address)], by=by)[0]


@transaction.atomic
def add_position(
    person: Person, *, unit: Unit, title: str, by, valid_from: date | None = None, valid_to: date | None = None,
    is_leader: bool = False, is_direct_worker: bool = False,
) -> Position:  # fmt: skip
    """A post of a person from–to; the same post on the same first day is not written twice."""
    if valid_from and valid_to and valid_to < valid_from:
        raise ValidationError({"valid_to": "Ngày kết thúc phải sau ngày bắt đầu."})
    post, fresh = Position.objects.get_or_create(
        person=person, unit=unit, title=clean(title), valid_from=valid_from,
        defaults={"valid_to": valid_to, "is_leader": is_leader, "is_direct_worker": is_direct_worker},
    )  # fmt: skip
    if fresh:
        events.record(person, "add_position", by=by, data={"title": post.title, "unit": unit.name, "done": "ghi chức vụ"})
    return post


# --- finding ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sought:
    """A person as entered: name, birth (date, year or None), unit (or None)."""

    name: str
    birth: date | int | None = None
    unit: Unit | None = None

    @property
    def year(self) -> int | None:
        return self.birth.year if isinstance(self.birth, date) else self.birth


@dataclass
class Offer:
    """`person` is the one sure match (same name, birth and unit); `near` are others to ask about, most alike first."""

    person: Person | None = None
    near: list[Person] = field(default_factory=list)


def find_or_offer(sought: Iterable[Sought]) -> list[Offer]:
    """For each entry the sure match or the near ones; three queries whatever the number of entries."""
    sought = list(sought)
    keys = {search_key(one.name) for one in sought}
    units = {one.unit.pk for one in sought if one.unit}
    named = Person.objects.filter(search_key__in=keys)
    colleagues = Person.objects.filter(positions__unit__in=units)
    known = {p.pk: p for p in [*named.prefetch_related("positions"), *colleagues.prefetch_related("positions")]}
    by_key, by_unit = {}, {}
    for person in known.values():
        by_key.setdefault(person.search_key, []).append(person)
        for post in person.positions.all():
            by_unit.setdefault(post.unit_id, []).append(person)
    return [_offer(one, by_key, by_unit) for one in sought]


def _offer(one: Sought, by_key: dict, by_unit: dict) -> Offer:
    colleagues = by_unit.get(one.unit.pk, []) if one.unit else []
    found = {p.pk: p for p in by_key.get(search_key(one.name), [])}
    found |= {p.pk: p for p in colleagues if near(p.full_name, one.name)}
    possible = [p for p in found.values() if not (p.birth_year and one.year and p.birth_year != one.year)]
    here = {p.pk for p in colleagues}
    key = same_name_key(one.name)
    sure = [p for p in possible if p.name_key == key and p.pk in here and one.year and p.birth_year == one.year]
    if len(sure) == 1 and not _dates_differ(sure[0], one):
        return Offer(sure[0])
    return Offer(None, sorted(possible, key=lambda p: (p.name_key != key, p.pk not in here, p.pk)))


def _dates_differ(person: Person, one: Sought) -> bool:
    return isinstance(one.birth, date) and person.birth_date is not None and person.birth_date != one.birth
