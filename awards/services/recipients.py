"""Who the lines of an issued decision are: people and households that nobody knew yet are written down at issue."""

from awards.enums import RecipientKind
from campaigns.models import Position
from campaigns.services.people import add_households, add_people, new_household, new_person
from thiduakhenthuong.core.bulk import insert_rows, update_rows


def link_recipients(lines: list, *, by) -> None:
    """Give every individual line a person and every household line a household; a constant number of queries."""
    people = [n for n in lines if n.recipient_kind == RecipientKind.INDIVIDUAL and n.person_id is None]
    made = add_people([_person(n) for n in people], by=by)
    _keep(people, "person", made)
    insert_rows(_post(n) for n in people if n.unit_id and n.title)
    homes = [n for n in lines if n.recipient_kind == RecipientKind.HOUSEHOLD and n.household_id is None and n.unit_id]
    kept = add_households([new_household(head_name=n.name, unit=n.unit, address=n.address) for n in homes], by=by)
    _keep(homes, "household", kept)


def _keep(lines: list, field: str, made: list) -> None:
    for line, identity in zip(lines, made, strict=True):
        setattr(line, field, identity)
    update_rows(lines, [field])


def _person(line):
    return new_person(
        full_name=line.name, birth=line.birth_date or line.birth_year, gender=line.gender,
        is_party_member=line.is_party_member, ethnicity=line.ethnicity,
    )  # fmt: skip


def _post(line) -> Position:
    return Position(
        person=line.person, unit=line.unit, title=line.title, is_leader=bool(line.is_leader),
        is_direct_worker=bool(line.is_direct_worker),
    )  # fmt: skip
