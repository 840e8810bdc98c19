"""Rounds that a user may read: those of the units above and of the user's own."""

from django.db.models import Count, Q, QuerySet

from awards.models import Round
from campaigns.enums import Role
from campaigns.models import Unit
from campaigns.permissions import memberships, units_with_role


def rounds_for_user(user) -> QuerySet[Round]:
    """Rounds of the user's units, of every unit above them and below them, with the number of their visible dossiers."""
    scope = Q(pk__in=[])
    for unit in {m.unit_id: m.unit for m in memberships(user)}.values():
        above = [int(key) for key in unit.path.strip("/").split("/")]
        scope |= Q(unit__in=above) | Q(unit__path__startswith=unit.path)
    return Round.objects.filter(scope).select_related("unit").annotate(dossiers=Count("dossier")).order_by("-deadline", "-pk")


def units_that_open(user) -> list[Unit]:
    """Units for which the user may open a round."""
    return units_with_role(user, Role.APPRAISER, Role.APPROVER)
