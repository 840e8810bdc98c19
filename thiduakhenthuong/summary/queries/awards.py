"""The register in groups, for the leaders' page: one aggregate for two spans, kept for a minute."""

from django.core.cache import cache
from django.db.models import Count, Max, Min, Q, Sum

from awards.enums import AwardStatus
from awards.models import Award
from awards.queries.scope import received_under
from campaigns.enums import Gender, UnitLevel
from campaigns.models import Unit
from thiduakhenthuong.summary.periods import Period

KEPT = 60  # seconds; a new award is seen at once, because the key carries the newest one
GROUPS = ("level", "recipient_kind", "decision_date", "award_kind__certificate_title", "deciding_unit__kind")
YEARS = 12


def grouped(unit: Unit, period: Period) -> list[dict]:
    """Awards that stand, of recipients in a unit and below, of a span and the span before, in groups with counts."""
    newest = Award.objects.aggregate(newest=Max("pk"))["newest"]
    key = f"summary:{unit.pk}:{period.first}:{period.last}:{newest}"
    rows = cache.get(key)
    if rows is None:
        rows = list(_groups(unit, period))
        cache.set(key, rows, KEPT)
    return rows


def _groups(unit, period):
    spans = (period, period.before)
    within = Q(decision_date__range=(spans[0].first, spans[0].last)) | Q(decision_date__range=(spans[1].first, spans[1].last))
    if spans[1].last.toordinal() + 1 == spans[0].first.toordinal():
        within = Q(decision_date__range=(spans[1].first, spans[0].last))
    rows = Award.objects.filter(within, received_under(unit)).exclude(status=AwardStatus.CANCELLED).order_by()
    return rows.values(*GROUPS).annotate(
        count=Count("pk"), money=Sum("amount"),
        direct=Count("pk", filter=Q(is_direct_worker=True)), leader=Count("pk", filter=Q(is_leader=True)),
        women=Count("pk", filter=Q(gender=Gender.FEMALE)), party=Count("pk", filter=Q(is_party_member=True)),
    )  # fmt: skip


def years_of_awards(today_year: int) -> list[int]:
    """Years that a chooser offers: from this year back to the first award, at most twelve."""
    found = Award.objects.aggregate(first=Min("decision_date"), last=Max("decision_date"))
    last = max(today_year, found["last"].year) if found["last"] else today_year
    first = min(found["first"].year, today_year - 1) if found["first"] else today_year - 1
    return list(range(last, max(first, last - YEARS + 1) - 1, -1))


def units_below(unit: Unit, period: Period) -> list[Unit]:
    """Districts or communes right below a unit that lived on the last day of a span, for the chooser."""
    levels = (UnitLevel.DISTRICT, UnitLevel.COMMUNE)
    return list(Unit.objects.on(period.last).filter(parent=unit, level__in=levels).order_by("level", "sort_key", "pk"))
