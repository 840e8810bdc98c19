"""Reading the results of one campaign: who reported which quarter, and how far each unit has come with a target.

A user sees the rows of the units in his or her scope, and the figures of the whole campaign. Plain rows, because a campaign
has 300 units and 40 targets.
"""

from campaigns.enums import DutyKind, ReportState
from campaigns.models import Campaign, Result, Target, TargetFigure
from campaigns.queries.scope import obligations_for_user, reports_for_user
from thiduakhenthuong.core.names import clean, search_key

LINE = (
    "report__unit", "report__unit__sort_key", "report__unit__name", "report__year", "report__quarter", "plan", "actual",
    "commitment__unit_of_measure",
)  # fmt: skip


def reporting_duties(user, campaign: Campaign, year: int, words: str = "") -> list:
    """Duties to report in a year, by unit: unit, unit__name, quarter, due_on; `words` narrow the units."""
    rows = obligations_for_user(user).select_related(None).filter(campaign=campaign, kind=DutyKind.REPORT, year=year)
    for word in search_key(clean(words)).split()[:8]:
        rows = rows.filter(unit__search_key__contains=word)
    return list(
        rows.order_by("unit__sort_key", "unit_id", "quarter").values_list("unit", "unit__name", "quarter", "due_on", named=True)
    )


def reports_in(user, campaign: Campaign, year: int) -> dict[tuple[int, int], object]:
    """{(unit, quarter): state, is_late, public_id} of the reports of a year."""
    rows = reports_for_user(user).select_related(None).filter(campaign=campaign, year=year).order_by()
    rows = rows.values_list("unit", "quarter", "state", "is_late", "public_id", named=True)
    return {(row.unit, row.quarter): row for row in rows}


def targets_of(campaign: Campaign) -> list[Target]:
    """Targets in their order."""
    rows = Target.objects.filter(campaign=campaign, removed_at=None).select_related("department")
    return list(rows.order_by("order", "pk"))


def sent_results(user, campaign: Campaign, target: Target, years: tuple[int, ...]) -> list:
    """Lines of the units' sent reports that speak of a target (`LINE`), by unit; not the figure of the whole. One query."""
    seen = reports_for_user(user).select_related(None).order_by()
    seen = seen.filter(campaign=campaign, year__in=years, state__in=ReportState.SENT).values("pk")
    own = Result.objects.filter(target=target, is_lead=False, report__in=seen)
    promised = Result.objects.filter(commitment__target=target, report__in=seen)
    both = own.order_by().values_list(*LINE, named=True).union(promised.order_by().values_list(*LINE, named=True), all=True)
    return sorted(both, key=lambda row: (row.report__unit__sort_key, row.report__unit, row.report__quarter))


def figures_of(target: Target, year: int) -> dict[int, TargetFigure]:
    """{quarter: figure of the whole target}."""
    return {row.quarter: row for row in TargetFigure.objects.filter(target=target, year=year)}
