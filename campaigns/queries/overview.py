"""What the first page of a campaign shows beside its targets: what is overdue, what was promised last, what spreads."""

from datetime import date

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from campaigns.enums import ExemplarState, RegistrationState, ReplicationState
from campaigns.models import Campaign, Commitment, Obligation, Replication
from campaigns.queries.scope import campaigns_for_user, registrations_for_user

SHOWN_LINES = 4  # confirmed promises on the first page
SHOWN_LATE = 6  # overdue duties on the first page
SHOWN_EXEMPLARS = 4


def campaigns_with_all(user) -> QuerySet[Campaign]:
    """The visible campaigns with what the head of their pages names."""
    return campaigns_for_user(user).select_related("unit", "parent__unit", "resolution")


def overdue_duties(campaign: Campaign, day: date) -> list[Obligation]:
    """The first duties that are late, the longest first; each carries `units`: how many units are late in all. One query."""
    late = all_overdue(campaign, day)
    number = late.filter(campaign=OuterRef("campaign")).order_by().values("campaign")
    units = Subquery(number.annotate(number=Count("unit", distinct=True)).values("number"))
    duties = Subquery(number.annotate(number=Count("pk")).values("number"))
    rows = late.annotate(units=Coalesce(units, 0), duties=Coalesce(duties, 0)).select_related("unit")
    return list(rows.order_by("due_on", "unit__sort_key", "pk")[:SHOWN_LATE])


def all_overdue(campaign: Campaign, day: date) -> QuerySet[Obligation]:
    """Every duty of the campaign that is late, for the one press that reminds all."""
    return Obligation.objects.filter(campaign=campaign, done_at=None, due_on__lt=day)


def shown_commitments(user, campaign: Campaign, year: int) -> list[Commitment]:
    """Lines sent for the year that the user may read: the latest of those that stand, and one that needs work; one query."""
    mine = registrations_for_user(user).filter(campaign=campaign, year=year, state__in=RegistrationState.SENT)
    rows = Commitment.objects.filter(registration__in=mine.order_by().values("pk"), removed_at=None)
    place = Window(
        RowNumber(),
        partition_by=[F("needs_work")],
        order_by=[F("registration__confirmed_at").desc(nulls_last=True), F("pk").asc()],
    )
    rows = rows.annotate(place=place).filter(place__lte=SHOWN_LINES)
    rows = rows.select_related("registration__unit", "registration__confirmed_by", "target").order_by("needs_work", "place")
    found = list(rows)
    return [line for line in found if not line.needs_work] + [line for line in found if line.needs_work][:1]


def spreading_exemplars(campaign: Campaign) -> list[tuple]:
    """[(exemplar, days on which a confirmed copy began)] of the examples copied most, at most four; one query."""
    rows = Replication.objects.filter(
        exemplar__campaign=campaign, exemplar__state__in=ExemplarState.SHOWN, state=ReplicationState.CONFIRMED
    ).select_related("exemplar__unit")
    found: dict[int, tuple] = {}
    for copy in rows.order_by("exemplar", "started_on", "pk"):
        found.setdefault(copy.exemplar_id, (copy.exemplar, []))[1].append(copy.started_on or copy.created_at.date())
    most = sorted(found.values(), key=lambda pair: (-len(pair[1]), pair[0].search_key, pair[0].pk))
    return most[:SHOWN_EXEMPLARS]
