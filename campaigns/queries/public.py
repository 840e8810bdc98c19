"""What everybody may see of a campaign, and what readers said is wrong with it."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaigns.enums import CampaignState
from campaigns.models import Campaign, Exemplar, PublicNote
from campaigns.queries.exemplar import public_exemplars, with_copies

SHOWN = 6  # examples on the public page


def public_campaign(public_id) -> Campaign | None:
    """A launched or closed campaign for everybody, or None."""
    rows = Campaign.objects.exclude(state=CampaignState.DRAFT).select_related("unit", "resolution")
    return rows.filter(public_id=public_id).first()


def examples_of(campaign: Campaign) -> list[Exemplar]:
    """Recognised examples of a campaign that may be shown to everybody, the widest spread first; one query."""
    rows = public_exemplars(with_copies(Exemplar.objects.filter(campaign=campaign).select_related("unit")))
    return list(rows.order_by("-copies", "search_key", "pk")[:SHOWN])


def with_open_notes(rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """The same campaigns with `open_notes`: messages from the public page that nobody has answered."""
    waiting = PublicNote.objects.filter(campaign=OuterRef("pk"), answered_at=None).order_by().values("campaign")
    return rows.annotate(open_notes=Coalesce(Subquery(waiting.annotate(number=Count("pk")).values("number")), 0))


def notes_of(campaign: Campaign) -> QuerySet[PublicNote]:
    """Messages about a campaign, those without an answer first."""
    return PublicNote.objects.filter(campaign=campaign).select_related("answered_by").order_by("answered_at", "-pk")
