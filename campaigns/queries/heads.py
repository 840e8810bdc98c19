"""Who answers for a unit on a day, by name and title: the words that duties, registrations and reports keep."""

from collections.abc import Iterable
from datetime import date

from campaigns.enums import Role
from campaigns.models import Membership, Unit


def heads_of(units: Iterable[Unit], day: date) -> dict[int, tuple[str, str]]:
    """{unit's key: (name, title)} of the heads in force on a day; units without one are missing. One query."""
    rows = Membership.objects.filter(unit__in=list(units), role=Role.HEAD).on(day).select_related("user")
    return {row.unit_id: (row.user.full_name, row.title) for row in rows.order_by("-pk")}
