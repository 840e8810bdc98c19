"""Reading reports and their lines."""

from collections import defaultdict

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from campaigns.enums import DutyKind, RegistrationKind, RegistrationState, ReportState
from campaigns.models import (
    Allocation,
    Campaign,
    CampaignUnit,
    Commitment,
    Evidence,
    Obligation,
    Report,
    Result,
    Target,
    TargetYear,
    Unit,
    UnitSuccession,
)
from campaigns.queries.scope import reports_for_user
from thiduakhenthuong.core.events import history
from thiduakhenthuong.core.typed import as_uuid, whole


def lead_targets(campaign: Campaign, unit: Unit) -> QuerySet[Target]:
    """Targets whose whole figure the unit reports: it is the department in charge, or it launched and no other is named."""
    mine = Q(department=unit)
    if campaign.unit_id == unit.pk:
        mine |= Q(department=None)
    return Target.objects.filter(mine, campaign=campaign, removed_at=None).prefetch_related("years")


def line_units(unit: Unit, year: int, quarter: int) -> list[int]:
    """Keys of the units for whose promises a unit answers: its own, and those merged into it by the end of the quarter."""
    merged = UnitSuccession.objects.filter(
        new=unit, is_default=True, effective_date__year=year, effective_date__month__lte=quarter * 3
    )
    return [unit.pk, *merged.values_list("old", flat=True)]


def confirmed_commitments(campaign: Campaign, units: list[int], year: int) -> QuerySet[Commitment]:
    """What units and their branches promised for a year and their head confirmed; individuals do not report."""
    rows = Commitment.objects.filter(registration__campaign=campaign, registration__unit__in=units, registration__year=year)
    rows = rows.filter(registration__state=RegistrationState.CONFIRMED, registration__removed_at=None, removed_at=None)
    rows = rows.filter(registration__kind__in=(RegistrationKind.UNIT, RegistrationKind.BRANCH))
    return rows.select_related("target", "registration").order_by("-registration__kind", "registration_id", "order", "pk")


def unit_allocations(campaign: Campaign, units: list[int], year: int) -> QuerySet[Allocation]:
    """Shares handed to the units themselves (not to their people) for a year."""
    rows = Allocation.objects.filter(target__campaign=campaign, unit__in=units, year=year, person=None, removed_at=None)
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


def with_years(rows: QuerySet[Result]) -> QuerySet[Result]:
    """Lines with three facts of their target's plan: last year's value, this year's upper end, the first planned year."""
    years = TargetYear.objects.filter(target=OuterRef("target")).order_by("year")
    planned = years.filter(~Q(value=None) | ~Q(text=""))
    return rows.annotate(
        plan_before=Subquery(years.filter(year=OuterRef("report__year") - 1).values("value")[:1]),
        plan_top=Subquery(years.filter(year=OuterRef("report__year")).values("value_max")[:1]),
        first_planned=Subquery(planned.values("year")[:1]),
    )


def result_lines(report: Report) -> QuerySet[Result]:
    """The lines of a report in their order, with what they are measured by and their living evidence; two queries."""
    evidence = Evidence.objects.filter(removed_at=None).select_related("stored").order_by("pk")
    rows = with_years(Result.objects.filter(report=report)).select_related(
        "target__department", "commitment__target", "commitment__registration__unit", "edited_by"
    )
    return rows.prefetch_related(Prefetch("evidence", evidence, to_attr="papers")).order_by("order", "pk")


def earlier_results(report: Report, units: list[int] | None = None) -> list[Result]:
    """Lines of the same unit (or of `units`, see `line_units`) in the quarter before and at the end of last year; one query."""
    when = Q(report__year=report.year, report__quarter=report.quarter - 1) | Q(report__year=report.year - 1, report__quarter=4)
    rows = Result.objects.filter(when, report__campaign=report.campaign_id, report__unit__in=units or [report.unit_id])
    return list(rows.select_related("report", "target", "commitment__target").order_by("pk"))


def plan_begins(target: Target, year: int) -> int | None:
    """The first year of a plan that has not begun by `year`; None when the target may be reported then."""
    planned = sorted(row.year for row in target.years.all() if row.value is not None or row.text)
    return planned[0] if planned and planned[0] > year else None


def waiting_reports(user, params) -> QuerySet[Report]:
    """Sent reports that wait for a verification, as the address filters them."""
    rows = reports_for_user(user).filter(state=ReportState.SUBMITTED)
    if key := as_uuid(params.get("phong-trao")):
        rows = rows.filter(campaign__public_id=key)
    for name in ("nam", "quy"):
        if (number := whole(params.get(name))) is not None:
            rows = rows.filter(**{{"nam": "year", "quy": "quarter"}[name]: number})
    return rows.order_by("submitted_at", "pk")


def lines_of(reports: list[Report]) -> dict[int, list[Result]]:
    """{report: its lines}, for several reports; one query."""
    found = defaultdict(list)
    rows = with_years(Result.objects.filter(report__in=reports)).select_related("target", "commitment__target")
    for row in rows.order_by("report", "order", "pk"):
        found[row.report_id].append(row)
    return found


def earlier_of(reports: list[Report]) -> dict[int, list[Result]]:
    """{report: lines of the quarter before and of last year}, for several reports; one query."""
    when = Q(pk__in=[])
    for campaign, year, quarter in {(row.campaign_id, row.year, row.quarter) for row in reports}:
        period = Q(report__year=year, report__quarter=quarter - 1) | Q(report__year=year - 1, report__quarter=4)
        when |= Q(report__campaign=campaign) & period
    units = {row.unit_id for row in reports}
    rows = Result.objects.filter(when, report__unit__in=units).select_related("report", "target", "commitment__target")
    past = defaultdict(list)
    for row in rows.order_by("pk"):
        past[row.report.campaign_id, row.report.unit_id].append(row)
    found = {}
    for report in reports:
        same = past[report.campaign_id, report.unit_id]
        found[report.pk] = [row for row in same if _is_before(row.report, report)]
    return found


def _is_before(old: Report, report: Report) -> bool:
    return (old.year, old.quarter) in ((report.year, report.quarter - 1), (report.year - 1, 4))


def duty_of(report: Report) -> Obligation | None:
    """The duty that a report fulfils."""
    key = {"campaign": report.campaign_id, "unit": report.unit_id, "year": report.year, "quarter": report.quarter}
    return Obligation.objects.filter(kind=DutyKind.REPORT, **key).first()


def evidence_for_user(user) -> QuerySet[Evidence]:
    """Files of the reports the user may see."""
    rows = Evidence.objects.filter(result__report__in=reports_for_user(user).order_by().values("pk"), removed_at=None)
    return rows.select_related("stored", "result__report__unit", "result__report__campaign__unit", "result__target",
                               "result__commitment")  # fmt: skip


def events_of(report: Report) -> list:
    """What happened to a report, the newest first."""
    return list(history(report).order_by("-number")[:50])
