"""How targets are handed down: the trees of one campaign or of one target, and the way from a promise up to the objective.

A target that campaigns below took over belongs to the same tree: their shares and promises count for it too. The number of
queries does not depend on the number of units.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse

from campaigns.enums import CampaignState, DutyKind, RegistrationKind, RegistrationState
from campaigns.models import (
    Allocation,
    Campaign,
    CampaignUnit,
    Commitment,
    Obligation,
    Person,
    Result,
    Target,
    TargetYear,
    Unit,
    UnitSuccession,
)
from campaigns.tally import cascade as tally
from campaigns.tally.result import same_unit
from thiduakhenthuong.core.vntext import NBSP, number

SHARE_FIELDS = ("pk", "parent_id", "target_id", "unit_id", "unit__path", "unit__valid_to", "person_id", "value")
PROMISE_FIELDS = (
    "pk", "target_id", "registration__unit_id", "registration__unit__path", "registration__unit__valid_to",
    "registration__kind", "registration_id", "registration__person_id", "allocation_id", "value", "unit_of_measure",
    "registration__state",
)  # fmt: skip
SENT = (RegistrationState.SUBMITTED, RegistrationState.CONFIRMED)


@dataclass(frozen=True)
class Cascade:
    """One target in one year: its plan and the tree of those who carry it."""

    target: Target
    year: int
    plan: Decimal | None
    plan_max: Decimal | None
    root: tally.Node

    @property
    def nodes(self) -> list[tally.Node]:
        """Everything under the launching unit."""
        return list(self.root.walk())[1:]

    @property
    def given(self) -> list[tally.Node]:
        """Those that were given a share."""
        return [node for node in self.nodes if node.given]

    @property
    def broken(self) -> list[tally.Node]:
        """Where the chain is broken, from the top down."""
        return [node for node in self.root.walk() if node.broken]

    @property
    def most(self) -> Decimal | None:
        """What may be handed out at most."""
        return self.plan_max if self.plan_max is not None else self.plan


def campaign_cascades(campaign: Campaign, year: int, day: date) -> list[Cascade]:
    """The trees of all targets of a campaign for a year; six queries."""
    targets = list(Target.objects.filter(campaign=campaign, removed_at=None).select_related("department", "objective"))
    return _cascades(campaign, targets, year, day, _family(Q(campaign=campaign), "campaign", campaign))


def target_cascade(campaign: Campaign, target: Target, year: int, day: date) -> Cascade:
    """The tree of one target; five queries."""
    return _cascades(campaign, [target], year, day, _family(Q(pk=target.pk), "", target))[0]


def _family(own: Q, field: str, value) -> Q:
    """Filter of targets: the roots and what campaigns below took over from them, three generations down."""
    tail = f"__{field}" if field else ""
    below = Q()
    for path in ("parent", "parent__parent", "parent__parent__parent"):
        below |= Q(**{f"{path}{tail}": value})
    return own | below & ~Q(campaign__state=CampaignState.DRAFT)


def _cascades(campaign: Campaign, targets: list[Target], year: int, day: date, family: Q) -> list[Cascade]:
    members = Target.objects.filter(family, removed_at=None).order_by()
    roots, owners = _generations(targets, members)
    shares, promises = _shares(members, year, roots), _promises(members, year, roots)
    plans = {row.target_id: row for row in TargetYear.objects.filter(target__in=targets, year=year)}
    due, default = _due(campaign, year)
    found = []
    for target in targets:
        plan = plans.get(target.pk)
        value, most = (plan.value, plan.value_max) if plan else (None, None)
        unit = campaign.unit
        root = tally.Node(tally.UNIT, (tally.UNIT, unit.pk), unit.pk, unit.path, share=value, given=True)
        tally.build(root, target.pk, owners[target.pk], shares[target.pk], promises[target.pk])
        rules = tally.Rules(target, day, date(year, 12, 31), due, default, target.department_id)
        found.append(Cascade(target, year, value, most, tally.reckon(root, rules)))
    return found


def _generations(targets: list[Target], members) -> tuple[dict, dict]:
    """({target of the family: (root, its unit of measure, its indicator)}, {root: {target taken over: node of its sharer}})."""
    tops = {target.pk for target in targets}
    roots, owners = {}, defaultdict(dict)
    fields = ("pk", "parent_id", "parent__parent_id", "parent__parent__parent_id", "unit_of_measure", "indicator")
    for pk, one, two, three, measured, indicator, unit, path, ends in members.values_list(
        *fields, "campaign__unit_id", "campaign__unit__path", "campaign__unit__valid_to"
    ):
        root = next(key for key in (pk, one, two, three) if key in tops)
        roots[pk] = (root, measured, indicator)
        if root != pk:
            owners[root][pk] = tally.Node(tally.UNIT, (tally.UNIT, unit), unit, path, ends)
    return roots, owners


def _shares(members, year: int, roots: dict) -> dict[int, list[tally.Share]]:
    rows = Allocation.objects.filter(target__in=members.values("pk"), year=year, removed_at=None)
    found = defaultdict(list)
    for row in rows.order_by("unit__sort_key", "pk").values_list(*SHARE_FIELDS):
        found[roots[row[2]][0]].append(tally.Share(*row))
    return found


def _promises(members, year: int, roots: dict) -> dict[int, list[tally.Promise]]:
    rows = Commitment.objects.filter(
        target__in=members.values("pk"), removed_at=None, registration__year=year, registration__removed_at=None,
        registration__state__in=SENT,
    )  # fmt: skip
    found, alike = defaultdict(list), {}
    for row in rows.order_by("registration__unit__sort_key", "pk").values_list(*PROMISE_FIELDS):
        pk, target, unit, path, ends, kind, registration, person, share, value, measured, state = row
        root, *wanted = roots[target]
        if (measured, target) not in alike:
            alike[measured, target] = same_unit(measured, *wanted)
        by = "" if kind == RegistrationKind.UNIT else f"{kind}:{registration}"
        value = value if alike[measured, target] else None
        confirmed = state == RegistrationState.CONFIRMED
        found[root].append(tally.Promise(pk, unit, path, ends, by, person, share, value, confirmed))
    return found


def _due(campaign: Campaign, year: int) -> tuple[dict[int, date], date | None]:
    """{unit: its last day to register}, and the day of those without a duty of their own."""
    rows = Obligation.objects.filter(campaign=campaign, kind=DutyKind.REGISTER, year=year)
    due = dict(rows.order_by().values_list("unit_id", "due_on"))
    return due, max(due.values(), default=campaign.register_by)


# --- what a page shows of the tree -------------------------------------------------------------


def units_of(nodes: Iterable[tally.Node]) -> dict[int, Unit]:
    """The units of nodes by key; one query."""
    return {unit.pk: unit for unit in Unit.objects.filter(pk__in={node.unit for node in nodes})}


def people_of(nodes: Iterable[tally.Node]) -> dict[int, Person]:
    """The known persons of nodes by key; one query."""
    return {one.pk: one for one in Person.objects.filter(pk__in={node.person for node in nodes if node.person})}


def heirs_of(nodes: Iterable[tally.Node]) -> dict[int, Unit]:
    """{unit that came to an end: its default successor}; no query when none has."""
    ended = {node.unit for node in nodes if node.ends}
    if not ended:
        return {}
    rows = UnitSuccession.objects.filter(old__in=ended, is_default=True).select_related("new").order_by("effective_date")
    return {row.old_id: row.new for row in rows}


def promises_of(nodes: Iterable[tally.Node]) -> dict[int, Commitment]:
    """The lines behind the promises of nodes, by key; one query."""
    keys = {promise.pk for node in nodes for promise in node.promises}
    rows = Commitment.objects.filter(pk__in=keys).select_related("registration__unit", "registration__campaign")
    return {line.pk: line for line in rows}


# --- handing out -------------------------------------------------------------------------------


def allocation_of(target: Target, unit: Unit, year: int) -> Allocation | None:
    """The share of a unit in a target for a year."""
    rows = Allocation.objects.filter(target=target, unit=unit, year=year, person=None, removed_at=None)
    return rows.select_related("unit", "parent__unit").first()


def shares_under(target: Target, parent: Allocation | None, year: int) -> list[Allocation]:
    """Shares cut directly from a share (None: from the target itself)."""
    rows = Allocation.objects.filter(target=target, parent=parent, year=year, removed_at=None)
    return list(rows.select_related("unit", "person").order_by("unit__sort_key", "person__sort_key", "pk"))


def units_to_share_with(campaign: Campaign, owner: Unit, day: date) -> list[Unit]:
    """The living units that stand next under `owner` in the scope of the campaign; outside it, the units directly under it."""
    scope = CampaignUnit.objects.filter(campaign=campaign).exclude(unit=owner).values("unit")
    inside = Unit.objects.on(day).filter(pk__in=scope).order_by("sort_key", "pk")
    if owner.pk != campaign.unit_id:
        inside = inside.filter(path__startswith=owner.path)
    found, tops = [], []
    for unit in sorted(inside, key=lambda one: one.path.count("/")):
        if not any(unit.path.startswith(path) for path in tops):
            tops.append(unit.path)
            found.append(unit)
    if not found:
        found = list(Unit.objects.on(day).filter(parent=owner).order_by("sort_key", "pk"))
    return sorted(found, key=lambda one: (one.level, one.sort_key, one.pk))


def people_to_share_with(campaign: Campaign, unit: Unit, year: int, day: date) -> list[Person]:
    """People with a post in the unit, and those who registered there for the year."""
    registered = Q(registrations__campaign=campaign, registrations__unit=unit, registrations__year=year)
    posted = Q(positions__unit=unit) & (Q(positions__valid_to=None) | Q(positions__valid_to__gte=day))
    return list(Person.objects.filter(registered | posted).distinct().order_by("sort_key", "pk")[:300])


def shares_of_year(target: Target, year: int) -> dict[int, Decimal]:
    """{unit: its share of a target in a year}: last year's, as a proposal for this year."""
    rows = Allocation.objects.filter(target=target, year=year, person=None, removed_at=None).exclude(value=None)
    return dict(rows.order_by().values_list("unit_id", "value"))


def results_of_year(target: Target, year: int) -> dict[int, Decimal]:
    """{unit: its last reported result of a target in a year}."""
    rows = Result.objects.filter(Q(target=target, is_lead=False) | Q(commitment__target=target), report__year=year)
    rows = rows.exclude(actual=None).order_by("report__quarter", "pk")
    return dict(rows.values_list("report__unit_id", "actual"))


# --- from a promise up to the objective --------------------------------------------------------


def chain(commitment: Commitment) -> list[tuple[str, str, str]]:
    """From a promise up to the resolution it serves: (what it is, its words, its address or ""), two queries."""
    if commitment.target_id is None:
        return []
    found = [_share_link(share, commitment) for share in _shares_above(commitment)]
    above = ("campaign__unit", "objective__resolution")
    paths = [f"{'parent__' * depth}{name}" for depth in range(4) for name in above]
    target = Target.objects.select_related(*paths).get(pk=commitment.target_id)
    objective = None
    while target:
        label = "Chỉ tiêu phong trào" if target.pk == commitment.target_id else "Chỉ tiêu của phong trào cấp trên"
        url = reverse("campaigns:target-cascade", args=[target.campaign.public_id, target.public_id])
        found.append((label, f"{target.indicator} ({target.campaign.name}, {target.campaign.unit.name})", url))
        objective, target = target.objective or objective, target.parent
    if objective:
        url = reverse("campaigns:resolution", args=[objective.resolution.public_id])
        found.append(("Mục tiêu nghị quyết", objective.indicator, url))
        found.append(("Nghị quyết", objective.resolution.name, url))
    return found


def _shares_above(commitment: Commitment) -> list[Allocation]:
    """The share that a promise answers and those it was cut from, the nearest first."""
    registration = commitment.registration
    named = Q(pk=commitment.allocation_id) if commitment.allocation_id else Q(
        target=commitment.target_id, unit=registration.unit_id, year=registration.year, person=None
    )  # fmt: skip
    rows = Allocation.objects.filter(named, removed_at=None)
    share = rows.select_related("unit", "person", "parent__unit", "parent__parent__unit").first()
    found = []
    while share:
        found.append(share)
        share = share.parent
    return found


def _share_link(share: Allocation, commitment: Commitment) -> tuple[str, str, str]:
    who = share.person.full_name if share.person_id else share.unit.name
    value = f"{number(share.value)}{NBSP}{commitment.target.unit_of_measure}" if share.value is not None else "nhiệm vụ"
    return ("Phần được giao", f"{who} được giao {value} năm{NBSP}{share.year}", "")
