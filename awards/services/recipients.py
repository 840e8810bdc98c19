"""Who the lines of an issued decision are: people and households that the register did not know yet are written down."""

from campaigns.services.people import create_households, create_people

from awards.enums import RecipientKind
from awards.models import Nomination


def link_recipients(lines: list, *, by) -> None:
    """Give every individual line a person and every household line a household; bulk, constant queries."""
    _link(lines, RecipientKind.INDIVIDUAL, "person", _person, create_people, by)
    _link(lines, RecipientKind.HOUSEHOLD, "household", _household, create_households, by)


def _link(lines: list, kind: str, field: str, describe, create, by) -> None:
    unknown = [n for n in lines if n.recipient_kind == kind and getattr(n, f"{field}_id") is None]
    if kind == RecipientKind.HOUSEHOLD:
        unknown = [n for n in unknown if n.unit_id]
    for line, made in zip(unknown, create([describe(n) for n in unknown], by=by), strict=True):
        setattr(line, field, made)
    Nomination.objects.bulk_update(unknown, [field], batch_size=500)


def _person(line) -> dict:
    return {
        "full_name": line.name, "gender": line.gender, "birth_date": line.birth_date, "birth_year": line.birth_year,
        "is_party_member": line.is_party_member, "ethnicity": line.ethnicity, "unit": line.unit, "title": line.title,
        "is_leader": bool(line.is_leader), "is_direct_worker": bool(line.is_direct_worker),
    }  # fmt: skip


def _household(line) -> dict:
    return {"head_name": line.name, "address": line.address, "unit": line.unit}
