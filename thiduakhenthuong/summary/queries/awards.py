"""The register in groups, for the leaders' page: one aggregate for two spans."""

from datetime import timedelta

from django.db.models import Count, Max, Min, Q, Sum

from awards.enums import AwardStatus
from awards.models import Award
from awards.queries.scope import received_under
from campaigns.enums import Gender, UnitLevel
from campaigns.models import Unit
from thiduakhenthuong.summary.periods import Period

GROUPS = ("level", "recipient_kind", "decision_date", "award_kind__certificate_title", "deciding_unit__kind")
YEARS = 12


def newest_award() -> int:
    """The key of the newest award (0 without any): figures kept under it are stale when it moves."""
    return Award.objects.aggregate(newest=Max("pk"))["newest"] or 0


def grouped(unit: Unit, period: Period, family: str = "") -> list[dict]:
    """Awards that stand, of recipients in a unit and below, of a span and the span before, in groups with counts.

    `family` is a value of AwardFamily, "" for all.
    """
    before = period.before
    within = Q(decision_date__range=(period.first, period.last)) | Q(decision_date__range=(before.first, before.last))
    if before.last + timedelta(days=1) == period.first:  # one range, so that the index on the date serves
        within = Q(decision_date__range=(before.first, period.last))
    rows = Award.objects.filter(within, received_under(unit)).exclude(status=AwardStatus.CANCELLED).order_by()
    rows = rows.filter(award_kind__family=family) if family else rows
    groups = rows.values(*GROUPS).annotate(
        count=Count("pk"), money=Sum("amount"),
        direct=Count("pk", filter=Q(is_direct_worker=True)), leader=Count("pk", filter=Q(is_leader=True)),
        women=Count("pk", filter=Q(gender=Gender.FEMALE)), party=Count("pk", filter=Q(is_party_member=True)),
    )  # fmt: skip
    return list(groups)


def years_of_awards(today_year: int) -> list[int]:
    """Years that a chooser offers: from this year back to the first award, at most twelve."""
    # Two questions: SQLite answers one end of an index at once, both ends together by reading all of it.
    oldest = Award.objects.aggregate(day=Min("decision_date"))["day"]
    latest = Award.objects.aggregate(day=Max("decision_date"))["day"]
    last = max(today_year, latest.year) if latest else today_year
    first = min(oldest.year, today_year - 1) if oldest else today_year - 1
    return list(range(last, max(first, last - YEARS + 1) - 1, -1))


def units_below(unit: Unit, period: Period) -> list[Unit]:
    """Districts or communes right below a unit that lived on the last day of a span, for the chooser."""
    levels = (UnitLevel.DISTRICT, UnitLevel.COMMUNE)
    return list(Unit.objects.on(period.last).filter(parent=unit, level__in=levels).order_by("level", "sort_key", "pk"))
