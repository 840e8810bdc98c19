"""What the scores of clusters are made of: criteria, points given, results behind formula criteria, last year's points.

`campaigns.services.score_sheets` puts them together.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from campaigns.enums import CampaignState, Operator, ReportState, ScoreSheetState, UnitLevel
from campaigns.models import Allocation, ClusterMember, Criterion, Result, Score, Scorecard, Target, TargetYear
from campaigns.permissions import appraise_score
from campaigns.queries.scope import below, cluster_members_for_user, own_units
from thiduakhenthuong.core.names import search_key

SENT = ~Q(state=ScoreSheetState.DRAFT)


# --- figures behind formula criteria -----------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """What a unit reported for a target in a year; `verified` when the unit above has verified it."""

    plan: Decimal | None
    actual: Decimal | None
    plan_max: Decimal | None
    base: Decimal | None
    quarter: int = 0
    verified: bool = False


def unit_figures(units: Iterable[int], targets: Iterable, year: int) -> dict[tuple[int, int], Figure]:
    """{(unit, target): its figure of the year}; three queries, none without targets."""
    targets = {target.pk: target for target in targets}
    if not targets:
        return {}
    units = list(units)
    results = _results(units, targets, year)
    plans = {row.target_id: row for row in TargetYear.objects.filter(target__in=targets, year=year)}
    shares = Allocation.objects.filter(target__in=targets, unit__in=units, year=year, person=None, removed_at=None)
    allotted = {(row.unit_id, row.target_id): row.value for row in shares}
    found = {}
    for unit in units:
        for key, target in targets.items():
            now, before = results.get((unit, key, year)), results.get((unit, key, year - 1))
            found[unit, key] = _figure(target, now, before, plans.get(key), allotted.get((unit, key)))
    return found


def _results(units: list[int], targets: dict, year: int) -> dict[tuple, list[Result]]:
    """{(unit, target, year): lines of the last quarter that has a number}; lines of the unit itself before lead lines."""
    served = Q(target__in=targets) | Q(commitment__target__in=targets)
    rows = Result.objects.filter(served, report__unit__in=units, report__year__in=(year - 1, year))
    rows = rows.filter(report__state__in=ReportState.SENT).exclude(actual=None).select_related("report", "commitment")
    groups = defaultdict(list)
    for row in rows.order_by("report__quarter", "-is_lead", "pk"):
        target = row.target_id or row.commitment.target_id
        groups[row.report.unit_id, target, row.report.year].append(row)
    return {key: _latest(lines) for key, lines in groups.items()}


def _latest(lines: list[Result]) -> list[Result]:
    own = [line for line in lines if not line.is_lead] or lines
    last = max(line.report.quarter for line in own)
    return [line for line in own if line.report.quarter == last]


def _added(target, values: list[Decimal | None]) -> Decimal | None:
    """Several lines for one target: amounts are added up, of rates the first speaks."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    return sum(known) if target.splits and not target.is_rate else known[0]


def _figure(target, now: list | None, before: list | None, year_plan, share) -> Figure:
    plan = _added(target, [line.plan for line in now]) if now else None
    if plan is None:
        plan = share if share is not None or target.splits else getattr(year_plan, "value", None)
    return Figure(
        plan=plan,
        actual=_added(target, [line.actual for line in now]) if now else None,
        plan_max=None if target.splits or year_plan is None else year_plan.value_max,
        base=_added(target, [line.actual for line in before]) if before else None,
        quarter=now[0].report.quarter if now else 0,
        verified=bool(now) and all(line.report.state == ReportState.VERIFIED for line in now),
    )


# --- sheets, criteria, points -------------------------------------------------------------------


def sheets_for_user(user) -> QuerySet[ClusterMember]:
    """Sheets that the user may open: own ones, those of own clusters and units below, those of others once sent."""
    rows = cluster_members_for_user(user)
    return rows.filter(SENT | Q(unit__in=own_units(user)) | Q(cluster__unit__in=own_units(user)) | below(user))


def criteria_of(scorecard: Scorecard | None) -> list[Criterion]:
    """Rows of a scorecard with target and department; one query."""
    rows = Criterion.objects.filter(scorecard=scorecard) if scorecard else Criterion.objects.none()
    return list(rows.select_related("target__campaign", "department"))


def scores_of(members: Iterable[ClusterMember]) -> dict[tuple[int, int], Score]:
    """{(member, criterion): its scores}; one query."""
    rows = Score.objects.filter(member__in=list(members)).select_related("evidence", "appraised_by")
    return {(score.member_id, score.criterion_id): score for score in rows}


def last_year_points(organiser: int, year: int, units: Iterable[int]) -> dict[tuple[int, str], Decimal]:
    """{(unit, name of the criterion): points of the year before}, with the total under ""; one query."""
    rows = Score.objects.filter(member__cluster__unit=organiser, member__cluster__year=year - 1, member__unit__in=list(units))
    names = ("member__unit_id", "criterion__name", "agreed_points", "appraised_points", "self_points", "member__total")
    found = {}
    for unit, name, agreed, appraised, own, whole in rows.values_list(*names):
        given = next((value for value in (agreed, appraised, own) if value is not None), None)
        if given is not None:
            found[unit, search_key(name)] = given
        if whole is not None:
            found[unit, ""] = whole
    return found


def appraisable(scorecard: Scorecard, user) -> list[Criterion]:
    """Criteria of a scorecard that the user may appraise."""
    return [c for c in criteria_of(scorecard) if not appraise_score(user, c, scorecard.unit)]


def members_to_appraise(scorecard: Scorecard, user, *, cluster: UUID | None = None) -> list[ClusterMember]:
    """Units of the visible clusters that are scored by a scorecard, cluster by cluster."""
    rows = cluster_members_for_user(user).filter(cluster__scorecard=scorecard)
    if cluster:
        rows = rows.filter(cluster__public_id=cluster)
    return list(rows.order_by("cluster__name", "unit__sort_key", "pk"))


def targets_to_score(unit, year: int) -> QuerySet[Target]:
    """Targets with numbers that a criterion may read: of the campaigns of an organiser and the units above it in a year."""
    chain = [int(key) for key in unit.path.strip("/").split("/")]
    mine = Q(campaign__unit__in=chain) | Q(campaign__level=UnitLevel.CENTRAL)
    rows = Target.objects.filter(mine, campaign__period_from__year__lte=year, campaign__period_to__year__gte=year)
    rows = rows.exclude(campaign__state=CampaignState.DRAFT).filter(removed_at=None).exclude(operator=Operator.QUALITATIVE)
    return rows.select_related("campaign").order_by("-campaign__period_from", "campaign__name", "order", "pk")
