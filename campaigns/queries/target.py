"""Reading the targets of a campaign: rows of the grid, what may be taken over, the pick lists of the form."""

from django.db.models import Prefetch, QuerySet

from campaigns.enums import Direction, Operator, Rollup
from campaigns.models import Campaign, Indicator, Objective, Target, TargetYear
from campaigns.queries.scope import campaigns_for_user
from thiduakhenthuong.core import clock


def targets_of(campaign: Campaign) -> QuerySet[Target]:
    """Targets in force, in their order, with department, objective and years; three queries."""
    rows = Target.objects.filter(campaign=campaign, removed_at=None)
    rows = rows.select_related("department", "objective__resolution", "parent__campaign")
    return rows.prefetch_related(Prefetch("years", TargetYear.objects.order_by("year")))


def removed_targets(campaign: Campaign) -> QuerySet[Target]:
    """Targets that were taken out, the latest first."""
    return Target.objects.filter(campaign=campaign).exclude(removed_at=None).order_by("-removed_at")


def objectives_to_take(campaign: Campaign) -> list[Objective]:
    """Objectives of the campaign's resolution, each with `taken`: whether a target of the campaign serves it already."""
    if campaign.resolution_id is None:
        return []
    taken = set(Target.objects.filter(campaign=campaign, removed_at=None).values_list("objective", flat=True))
    rows = Objective.objects.filter(resolution=campaign.resolution_id, removed_at=None).select_related("department")
    rows = list(rows.prefetch_related("years"))
    for row in rows:
        row.taken = row.pk in taken
    return rows


def targets_to_inherit(campaign: Campaign) -> list[Target]:
    """Targets of the parent campaign, each with `taken`: whether it was taken over already."""
    if campaign.parent_id is None:
        return []
    taken = set(Target.objects.filter(campaign=campaign, removed_at=None).values_list("parent", flat=True))
    rows = Target.objects.filter(campaign=campaign.parent_id, removed_at=None).select_related("department", "objective")
    rows = list(rows.prefetch_related("years"))
    for row in rows:
        row.taken = row.pk in taken
    return rows


def indicators_on_offer() -> QuerySet[Indicator]:
    """The pick list of indicators in force today."""
    return Indicator.objects.on(clock.today()).order_by("name")


def indicator_values(public_id: str) -> dict:
    """The form of a target begun with an indicator of the pick list; {} without one."""
    found = Indicator.objects.on(clock.today()).filter(slug=public_id).first() if public_id else None
    if found is None:
        return {}
    return {
        "indicator": found.name, "unit_of_measure": found.unit_of_measure, "direction": found.direction, "rollup": found.rollup,
        "operator": Operator.AT_MOST if found.direction == Direction.DOWN else Operator.AT_LEAST,
        "splits": found.rollup == Rollup.SUM,
    }  # fmt: skip


def groups_of(campaign: Campaign) -> list[str]:
    """Names of the groups, in their order."""
    names = Target.objects.filter(campaign=campaign, removed_at=None).exclude(group="").values_list("group", flat=True)
    return list(dict.fromkeys(names))


def targets_for_user(user) -> QuerySet[Target]:
    """Targets, removed ones included, of the campaigns that a user sees."""
    visible = campaigns_for_user(user).order_by().values("pk")
    return Target.objects.filter(campaign__in=visible).select_related("campaign__unit", "department", "objective")
