"""What the first page of a campaign shows beside its targets: what is overdue, what was promised last, what spreads."""

from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from campaigns.enums import ExemplarState, RegistrationState, ReplicationState
from campaigns.models import Campaign, Commitment, Obligation, Registration, Replication
from campaigns.queries.scope import campaigns_for_user, registrations_for_user

SHOWN_LINES = 4  # confirmed promises on the first page
SHOWN_LATE = 6  # overdue duties on the first page
SHOWN_EXEMPLARS = 4


def campaigns_with_all(user) -> QuerySet[Campaign]:
    """The visible campaigns with what the head of their pages names."""
    return campaigns_for_user(user).select_related("unit", "parent__unit", "resolution")


def overdue_duties(campaign: Campaign, day: date) -> list[Obligation]:
    """The first duties that are late, the longest first; each carries `units` and `duties`: how many there are in all. One query.

    The two counts do not depend on the row, so the database counts once.
    """
    late = all_overdue(campaign, day)
    whole = late.order_by().values("campaign")
    units = Subquery(whole.annotate(number=Count("unit", distinct=True)).values("number"))
    duties = Subquery(whole.annotate(number=Count("pk")).values("number"))
    rows = late.annotate(units=units, duties=duties).select_related("unit", "stage")
    return list(rows.order_by("due_on", "unit__sort_key", "pk")[:SHOWN_LATE])


def all_overdue(campaign: Campaign, day: date) -> QuerySet[Obligation]:
    """Every duty of the campaign that is late, for the one press that reminds all."""
    return Obligation.objects.filter(campaign=campaign, done_at=None, due_on__lt=day)


def shown_commitments(user, campaign: Campaign, year: int) -> list[Commitment]:
    """Lines sent for the year that the user may read: of the latest sheets one that stands each, and one that needs work.

    One query: what to show is chosen among the sheets, which are few, not among their lines.
    """
    mine = registrations_for_user(user).filter(campaign=campaign, year=year, state__in=RegistrationState.SENT)

    def chosen(needs_work: bool, count: int):
        lines = Commitment.objects.filter(registration=OuterRef("pk"), removed_at=None, needs_work=needs_work)
        latest = [F("confirmed_at").desc(nulls_last=True), "pk"]
        sheets = mine.filter(Exists(lines)).order_by(*latest).values("pk")[:count]
        first = Subquery(lines.order_by("order", "pk").values("pk")[:1])
        return Registration.objects.filter(pk__in=sheets).annotate(line=first).order_by().values("line")

    rows = Commitment.objects.filter(Q(pk__in=chosen(False, SHOWN_LINES)) | Q(pk__in=chosen(True, 1)))
    rows = rows.select_related("registration__unit")
    return list(rows.order_by("needs_work", F("registration__confirmed_at").desc(nulls_last=True), "registration_id"))


def spreading_exemplars(campaign: Campaign) -> list[tuple]:
    """[(exemplar, days on which a confirmed copy began)] of the examples copied most, at most four; one query."""
    rows = Replication.objects.filter(
        exemplar__campaign=campaign, exemplar__state__in=ExemplarState.SHOWN, state=ReplicationState.CONFIRMED
    ).select_related("exemplar__unit")
    found: dict[int, tuple] = {}
    for copy in rows.order_by("exemplar", "started_on", "pk"):
        found.setdefault(copy.exemplar_id, (copy.exemplar, []))[1].append(copy.started_on or localdate(copy.created_at))
    most = sorted(found.values(), key=lambda pair: (-len(pair[1]), pair[0].search_key, pair[0].pk))
    return most[:SHOWN_EXEMPLARS]
