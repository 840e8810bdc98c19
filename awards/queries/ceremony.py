"""What is handed out at a conference: its batches, the awards of each as they are called, decisions that may be added."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from awards.enums import AwardStatus
from awards.models import Award, CeremonyBatch, Decision
from awards.queries.scope import decisions_for_user, received_under
from campaigns.models import Conference
from campaigns.queries.scope import own_units
from thiduakhenthuong.core.names import clean

OFFERED = 20  # decisions that one search offers


def batches_of(user, conference: Conference) -> list[CeremonyBatch]:
    """Batches in the order of calling: the higher form first. Who does not work for the organiser sees only the decisions
    of his or her own scope."""
    rows = CeremonyBatch.objects.filter(conference=conference)
    if conference.unit not in own_units(user):
        rows = rows.filter(decision__in=decisions_for_user(user).order_by().values("pk"))
    rows = rows.select_related("decision__award_kind", "decision__unit", "conference__unit")
    return list(rows.order_by("decision__award_kind__order", "order", "decision__sign_date", "pk"))


def batch_of(user, conference: Conference, pk: int) -> CeremonyBatch | None:
    """One batch of the conference that the user sees."""
    return next((batch for batch in batches_of(user, conference) if batch.pk == pk), None)


def awards_called(batches: list[CeremonyBatch], conference: Conference) -> dict[int, list[Award]]:
    """{decision key: awards that stand, of recipients in the organising unit and below, as printed in the list}; one query."""
    rows = Award.objects.filter(received_under(conference.unit), decision__in=[batch.decision_id for batch in batches])
    rows = rows.exclude(status=AwardStatus.CANCELLED).select_related("certificate", "deciding_unit", "award_kind")
    found = {}
    for award in rows.order_by("list_position", "pk"):
        found.setdefault(award.decision_id, []).append(award)
    return found


def readable(user, batches: list[CeremonyBatch]) -> set[int]:
    """Keys of the decisions of these batches that the user may open."""
    rows = decisions_for_user(user).filter(pk__in=[batch.decision_id for batch in batches])
    return set(rows.order_by().values_list("pk", flat=True))


def _of_organiser(conference: Conference) -> QuerySet[Decision]:
    """Issued decisions with a recipient in the organising unit or below: its register shows these awards anyway."""
    here = Award.objects.filter(received_under(conference.unit), decision=OuterRef("pk")).exclude(status=AwardStatus.CANCELLED)
    return Decision.objects.filter(Exists(here), issued_at__isnull=False).select_related("unit", "award_kind")


def decisions_offered(conference: Conference, words: str = "") -> QuerySet[Decision]:
    """Decisions that may be added, those on the list left out; the latest first. For officers of the organiser."""
    rows = _of_organiser(conference).exclude(pk__in=CeremonyBatch.objects.filter(conference=conference).values("decision"))
    if words := clean(words):
        number = words.partition("/")[0]
        known = Q(award_kind__label__icontains=words) | Q(reason__icontains=words)
        rows = rows.filter(known | Q(number=int(number)) if number.isdecimal() and len(number) < 9 else known)
    return rows.order_by("-sign_date", "-pk")[:OFFERED]


def decision_offered(conference: Conference, public_id) -> Decision | None:
    """One of these decisions."""
    return _of_organiser(conference).filter(public_id=public_id).first()
