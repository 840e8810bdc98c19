"""Who may do what for which unit: named predicates over memberships, read anew at every request.

A role at a unit holds for the whole administrative unit and the offices under it that have no office of their own
(`path` prefix), never for a sibling or a parent.
"""

from campaigns.enums import Role
from campaigns.models import Membership, Unit
from thiduakhenthuong.core import clock

READS_BELOW = frozenset({Role.APPRAISER, Role.APPROVER, Role.LEADER, Role.AUDITOR, Role.COUNCIL_MEMBER})


def memberships(user) -> list[Membership]:
    """Memberships of a user in force today, with their units; one query for each request (kept on the user object)."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_memberships"):
        user._memberships = list(Membership.objects.filter(user=user).on(clock.today()).select_related("unit"))
    return user._memberships


def units_with_role(user, *roles: str) -> list[Unit]:
    """The units for which a user holds one of the roles, each once."""
    return list({m.unit_id: m.unit for m in memberships(user) if m.role in roles}.values())


def has_role(user, unit: Unit | None, *roles: str) -> bool:
    """Whether a user holds one of the roles for exactly this unit."""
    return unit is not None and any(m.unit_id == unit.pk and m.role in roles for m in memberships(user))


def has_any_role(user, *roles: str) -> bool:
    """Whether a user holds one of the roles anywhere."""
    return any(m.role in roles for m in memberships(user))


def is_administrator(user) -> bool:
    """Administrators edit catalogues and memberships; they enter and approve nothing."""
    return has_any_role(user, Role.ADMINISTRATOR)


def home_unit(user) -> Unit | None:
    """The unit named beside the user's name: that of the first membership."""
    found = memberships(user)
    return found[0].unit if found else None
