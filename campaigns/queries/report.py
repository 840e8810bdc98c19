"""Reading reports and their lines."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from campaigns.enums import RegistrationKind, RegistrationState
from campaigns.models import Allocation, Campaign, CampaignUnit, Commitment, Evidence, Report, Result, Target, Unit


def lead_targets(campaign: Campaign, unit: Unit) -> QuerySet[Target]:
    """Targets whose whole figure the unit reports: it is the department in charge, or it launched and no other is named."""
    mine = Q(department=unit)
    if campaign.unit_id == unit.pk:
        mine |= Q(department=None)
    return Target.objects.filter(mine, campaign=campaign, removed_at=None).prefetch_related("years")


def confirmed_commitments(campaign: Campaign, unit: Unit, year: int) -> QuerySet[Commitment]:
    """What the unit and its branches promised for a year and their head confirmed; individuals do not report."""
    rows = Commitment.objects.filter(registration__campaign=campaign, registration__unit=unit, registration__year=year)
    rows = rows.filter(registration__state=RegistrationState.CONFIRMED, registration__removed_at=None, removed_at=None)
    rows = rows.filter(registration__kind__in=(RegistrationKind.UNIT, RegistrationKind.BRANCH))
    return rows.select_related("target", "registration").order_by("-registration__kind", "registration_id", "order", "pk")


def unit_allocations(campaign: Campaign, unit: Unit, year: int) -> QuerySet[Allocation]:
    """Shares handed to the unit itself (not to its people) for a year."""
    rows = Allocation.objects.filter(target__campaign=campaign, unit=unit, year=year, person=None, removed_at=None)
    return rows.filter(target__removed_at=None).select_related("target").order_by("target__order", "target_id")


def is_member(campaign: Campaign, unit: Unit) -> bool:
    """Whether the unit is in the scope of the campaign."""
    return CampaignUnit.objects.filter(campaign=campaign, unit=unit).exists()


def successor_of(unit: Unit) -> Unit | None:
    """The default heir of a unit that came to an end."""
    found = unit.successions.filter(is_default=True).select_related("new").order_by("-effective_date").first()
    return found.new if found else None


def report_of(campaign: Campaign, unit: Unit, year: int, quarter: int) -> Report | None:
    """The report of a unit for a quarter, when there is one."""
    return Report.objects.filter(campaign=campaign, unit=unit, year=year, quarter=quarter).first()


def result_lines(report: Report) -> QuerySet[Result]:
    """The lines of a report in their order, with what they are measured by and their living evidence; three queries."""
    evidence = Evidence.objects.filter(removed_at=None).select_related("stored").order_by("pk")
    rows = Result.objects.filter(report=report).select_related(
        "target__department", "commitment__target", "commitment__registration", "edited_by"
    )
    return rows.prefetch_related(Prefetch("evidence", evidence, to_attr="papers"), "target__years").order_by("order", "pk")


def earlier_results(report: Report) -> list[Result]:
    """Lines of the same unit and campaign in the quarter before and at the end of the year before; one query."""
    when = Q(report__year=report.year, report__quarter=report.quarter - 1) | Q(report__year=report.year - 1, report__quarter=4)
    rows = Result.objects.filter(when, report__campaign=report.campaign_id, report__unit=report.unit_id)
    return list(rows.select_related("report", "target", "commitment__target").order_by("pk"))


def plan_begins(target: Target, year: int) -> int | None:
    """The first year of a plan that has not begun by `year`; None when the target may be reported then."""
    planned = sorted(row.year for row in target.years.all() if row.value is not None or row.text)
    return planned[0] if planned and planned[0] > year else None


def campaign_over(campaign: Campaign, begin: date) -> bool:
    """Whether a quarter begins after the end of the campaign."""
    return begin > campaign.period_to
