"""Reading drafts sent for comment: the list, one draft with its opinions, who was asked and who has answered."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from campaigns.enums import CommentAnswer, DraftState, Role
from campaigns.models import Campaign, DraftComment, DraftDocument, Unit
from campaigns.permissions import DECIDERS, OFFICERS, units_with_role
from campaigns.queries.scope import drafts_for_user, own_units
from thiduakhenthuong.core.events import history

VOICES = (*OFFICERS, *DECIDERS, Role.LEADER)  # who speaks for a unit that was asked


def speaking_units(user) -> list[Unit]:
    """Units for which the user may give an opinion."""
    return units_with_role(user, *VOICES)


def with_counts(found: QuerySet[DraftDocument]) -> QuerySet[DraftDocument]:
    """Adds comment_count, open_count (not yet answered) and asked_count."""
    return found.annotate(
        comment_count=Count("comments", distinct=True),
        open_count=Count("comments", filter=Q(comments__answer=CommentAnswer.PENDING), distinct=True),
        asked_count=Count("asked", distinct=True),
    )


def listed(user, params) -> QuerySet[DraftDocument]:
    """Drafts around the user as the address filters them (tt state, pt campaign); the deadline to come first."""
    found = with_counts(drafts_for_user(user))
    if params.get("tt") in DraftState.values:
        found = found.filter(state=params["tt"])
    said = DraftComment.objects.filter(draft=OuterRef("pk"), unit__in=own_units(user))
    mine = DraftDocument.asked.through.objects.filter(draftdocument=OuterRef("pk"), unit__in=speaking_units(user))
    return found.annotate(asks_me=Exists(mine), said=Exists(said)).order_by("state", "due_on", "title", "-edition")


def waiting_for(user) -> QuerySet[DraftDocument]:
    """Circulated drafts that ask a unit the user speaks for and have no opinion of it yet; for the work of today."""
    units = speaking_units(user)
    asked = DraftDocument.asked.through.objects.filter(unit__in=units).values("draftdocument")
    said = DraftComment.objects.filter(draft=OuterRef("pk"), unit__in=units)
    rows = DraftDocument.objects.filter(state=DraftState.CIRCULATED, pk__in=asked).filter(~Exists(said))
    return rows.select_related("campaign__unit").order_by("due_on", "title")


def drafts_of(campaign: Campaign, user) -> QuerySet[DraftDocument]:
    """Drafts of one campaign that the user may see."""
    return with_counts(drafts_for_user(user).filter(campaign=campaign)).order_by("title", "-edition")


def comments_of(draft: DraftDocument) -> QuerySet[DraftComment]:
    """Opinions in the order in which they came."""
    return DraftComment.objects.filter(draft=draft).select_related("unit", "by", "answered_by").order_by("created_at", "pk")


def comments_for_user(user) -> QuerySet[DraftComment]:
    """Opinions on the visible drafts."""
    rows = DraftComment.objects.filter(draft__in=drafts_for_user(user).order_by().values("pk"))
    return rows.select_related("draft__campaign__unit", "unit")


def editions_of(draft: DraftDocument, user) -> list[DraftDocument]:
    """Every edition of the same draft that the user may see, the latest first."""
    return list(drafts_for_user(user).filter(campaign=draft.campaign_id, title=draft.title).order_by("-edition"))


def asked_units(draft: DraftDocument) -> list[Unit]:
    """Units asked, by name, each with `said`: how many opinions it gave."""
    rows = DraftComment.objects.filter(draft=draft).order_by().values("unit").annotate(n=Count("pk"))
    counts = {row["unit"]: row["n"] for row in rows}
    units = list(draft.asked.order_by("sort_key"))
    for unit in units:
        unit.said = counts.get(unit.pk, 0)
    return units


def draft_events(draft: DraftDocument) -> QuerySet:
    """What happened to a draft, newest first."""
    return history(draft).order_by("-number")
