"""One scoped queryset per record: what a user may see. Everything outside is "does not exist" (404)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from awards.enums import DossierState
from awards.models import Attachment, Award, Certificate, Decision, Dossier, ImportBatch, Nomination
from campaigns.enums import Role
from campaigns.permissions import READS_BELOW, units_with_role

OWNERS = (Role.CLERK, Role.HEAD, Role.LEADER, Role.AUDITOR)


def _units_of_interest(user) -> tuple[list, list]:
    """(units whose own dossiers the user works on, units whose incoming and subordinate dossiers the user reads)."""
    return units_with_role(user, *OWNERS), units_with_role(user, *READS_BELOW)


def _dossier_scope(user, prefix: str = "") -> Q:
    own, reading = _units_of_interest(user)
    sent = Q(**{f"{prefix}state__in": DossierState.SENT})
    below = Q(pk__in=[])
    for unit in reading:
        below |= Q(**{f"{prefix}unit__path__startswith": unit.path})
    return Q(**{f"{prefix}unit__in": own}) | (sent & (Q(**{f"{prefix}deciding_unit__in": reading}) | below))


def dossiers_for_user(user) -> QuerySet[Dossier]:
    """Own dossiers in every state; sent ones that come to, or lie below, the units the user reads for."""
    rows = Dossier.objects.filter(_dossier_scope(user)).select_related("unit", "deciding_unit", "commendation_type", "round")
    return rows.select_related("created_by", "submitted_by", "received_by", "campaign", "objective__resolution")


def nominations_for_user(user) -> QuerySet[Nomination]:
    """Lines of visible dossiers that have not been taken out."""
    rows = Nomination.objects.filter(_dossier_scope(user, "dossier__"), removed_at=None)
    return rows.select_related(
        "dossier__unit", "dossier__deciding_unit", "award_kind", "unit", "person", "household", "entered_by"
    )


def attachments_for_user(user) -> QuerySet[Attachment]:
    """Papers of visible dossiers that have not been taken away."""
    rows = Attachment.objects.filter(_dossier_scope(user, "dossier__"), removed_at=None)
    return rows.select_related("dossier", "nomination", "stored", "by")


def imports_for_user(user) -> QuerySet[ImportBatch]:
    """Uploaded lists of the user's own units' dossiers."""
    own, _ = _units_of_interest(user)
    return ImportBatch.objects.filter(dossier__unit__in=own).select_related("dossier__unit", "dossier__deciding_unit", "stored")


def decisions_for_user(user) -> QuerySet[Decision]:
    """Decisions of the deciding units the user works for; issued ones also for units with a line in them."""
    own, reading = _units_of_interest(user)
    mine = Q(unit__in=reading)
    named = Q(issued_at__isnull=False) & Q(pk__in=Award.objects.filter(nomination__dossier__unit__in=own).values("decision"))
    rows = Decision.objects.filter(mine | named)
    return rows.select_related("unit__parent__parent", "award_kind", "pdf", "created_by", "issued_by")


def received_under(unit) -> Q:
    """Awards of recipients in a unit and below it; where the recipient's unit is only words, those proposed from there.

    Old entries have neither unit nor line: they belong to the unit that decided.
    """
    proposed = Nomination.objects.filter(pk=OuterRef("nomination"), dossier__unit__path__startswith=unit.path)
    nameless = Q(Exists(proposed)) | Q(nomination=None, deciding_unit__path__startswith=unit.path)
    return Q(unit__path__startswith=unit.path) | Q(unit=None) & nameless


def awards_for_user(user) -> QuerySet[Award]:
    """The register of the user's units and what lies below them, of awards they decided, and of awards they proposed."""
    own, reading = _units_of_interest(user)
    seen = Q(nomination__dossier__unit__in=own) | Q(deciding_unit__in=reading)
    for unit in {*own, *reading}:
        seen |= received_under(unit)
    rows = Award.objects.filter(seen)
    return rows.select_related("award_kind", "unit", "person", "household", "decision", "certificate")


def certificates_for_user(user) -> QuerySet[Certificate]:
    """Certificates of visible awards."""
    rows = Certificate.objects.filter(award__in=awards_for_user(user).order_by().values("pk"))
    return rows.select_related("award__award_kind", "award__decision__unit", "stored")
