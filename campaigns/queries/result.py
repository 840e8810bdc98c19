"""Reading the results of one campaign: who reported which quarter, and how far each unit has come with a target.

A user sees the rows of the units in his or her scope, and the figures of the whole campaign.
"""

from campaigns.enums import DutyKind, ReportState
from campaigns.models import Campaign, Obligation, Report, Result, Target, TargetFigure
from campaigns.queries.scope import obligations_for_user, reports_for_user
from thiduakhenthuong.core.names import clean, search_key


def reporting_duties(user, campaign: Campaign, year: int, words: str = "") -> list[Obligation]:
    """Duties to report in a year, by unit; `words` narrow the units."""
    rows = obligations_for_user(user).filter(campaign=campaign, kind=DutyKind.REPORT, year=year)
    for word in search_key(clean(words)).split()[:8]:
        rows = rows.filter(unit__search_key__contains=word)
    return list(rows.order_by("unit__sort_key", "unit_id", "quarter"))


def reports_in(user, campaign: Campaign, year: int) -> dict[tuple[int, int], Report]:
    """{(unit, quarter): report} of a year."""
    rows = reports_for_user(user).filter(campaign=campaign, year=year).order_by("unit__sort_key", "quarter")
    return {(row.unit_id, row.quarter): row for row in rows}


def targets_of(campaign: Campaign) -> list[Target]:
    """Targets in their order, with their years."""
    rows = Target.objects.filter(campaign=campaign, removed_at=None).select_related("department")
    return list(rows.prefetch_related("years").order_by("order", "pk"))


def sent_results(user, campaign: Campaign, target: Target, years: tuple[int, ...]) -> list[Result]:
    """Lines of the units' sent reports that speak of a target, with unit and quarter; not the figure of the whole."""
    seen = reports_for_user(user).filter(campaign=campaign, year__in=years, state__in=ReportState.SENT).order_by()
    rows = Result.objects.filter(report__in=seen.values("pk"), is_lead=False)
    rows = rows.filter(target=target) | rows.filter(commitment__target=target)
    return list(rows.select_related("report__unit", "target", "commitment__target").order_by("report__unit__sort_key", "pk"))


def figures_of(target: Target, year: int) -> dict[int, TargetFigure]:
    """{quarter: figure of the whole target}."""
    return {row.quarter: row for row in TargetFigure.objects.filter(target=target, year=year)}
