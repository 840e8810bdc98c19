"""Duties of units in a launched campaign: made at the launch, ticked off by what was sent, reminded, escalated.

`make_duties` may run again after units, stages or the period changed: it adds what is missing and never touches the rest.
`renew_duties` also moves deadlines and drops what is no longer asked for, but never what was done, reminded or is overdue.
"""

from calendar import monthrange
from collections import Counter
from copy import copy
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Min

from campaigns.enums import DutyKind, UnitLevel
from campaigns.models import Campaign, CampaignUnit, Obligation, TargetYear, Unit
from campaigns.queries.heads import heads_of
from campaigns.queries.rules import rules_on
from campaigns.tally.quarters import quarter_begin, quarter_end
from thiduakhenthuong.core import clock


def periods(campaign: Campaign) -> list[tuple[int, int]]:
    """(year, quarter) of every quarter that ends after the launch and begins before the campaign is over.

    Years before the first one with a plan ask for no report: there is nothing to compare with.
    """
    first = campaign.launched_on or campaign.period_from
    planned = TargetYear.objects.filter(target__campaign=campaign, target__removed_at=None).exclude(value=None, text="")
    begins = planned.aggregate(year=Min("year"))["year"] or campaign.period_from.year
    found = [(year, quarter) for year in campaign.years if year >= begins for quarter in (1, 2, 3, 4)]
    return [key for key in found if quarter_end(*key) > first and quarter_begin(*key) <= campaign.period_to]


def make_duties(campaign: Campaign) -> int:
    """Register once a year, report each quarter, review at each stage: for every unit in scope; answers how many are new.

    The first registration is due `register_by` (else `register_within` days after the launch), those of later years on
    the same day and month. Departments in charge of targets report even when they are not in scope. Units that end before
    a duty falls due have none.
    """
    known = {_key(*row) for row in campaign.obligations.values_list("unit", "kind", "year", "quarter", "stage")}
    fresh = [
        duty for duty in _duties(campaign) if _key(duty.unit_id, duty.kind, duty.year, duty.quarter, duty.stage_id) not in known
    ]
    Obligation.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


def _duties(campaign: Campaign) -> list[Obligation]:
    """Every duty of a campaign as it stands, none of them saved."""
    wanted = _wanted(campaign)
    reporting = [row for row in wanted if row[0] == DutyKind.REPORT]
    members = list(CampaignUnit.objects.filter(campaign=campaign).select_related("unit"))
    work = [(member, wanted) for member in members] + [(lead, reporting) for lead in _leading(campaign, members)]
    return [
        Obligation(
            campaign=campaign, unit=member.unit, kind=kind, year=year, quarter=quarter, due_on=due, stage=stage,
            head_name=member.head_name, head_title=member.head_title,
        )
        for member, rows in work
        for kind, year, quarter, due, stage in rows
        if member.unit.lives_on(due)
    ]  # fmt: skip


def launch_day(campaign: Campaign) -> date:
    """The day of the launch as written down, else today (the last day of a period that is over)."""
    return campaign.launched_on or min(clock.today(), campaign.period_to)


def planned_duties(campaign: Campaign) -> dict[str, int]:
    """How many duties a launch would make: of each kind, for how many units, in all. Nothing is written."""
    if campaign.launched_on is None:
        campaign = copy(campaign)
        campaign.launched_on = launch_day(campaign)
    duties = _duties(campaign)
    kinds = Counter(duty.kind for duty in duties)
    return {kind: kinds[kind] for kind in DutyKind.values} | {"units": len({d.unit_id for d in duties}), "total": len(duties)}


def _leading(campaign: Campaign, members: list) -> list[CampaignUnit]:
    """Units out of scope that report the figure of a whole target: its department, else the unit that launched."""
    named = set(campaign.targets.filter(removed_at=None).values_list("department", flat=True))
    if None in named and campaign.unit.level != UnitLevel.CENTRAL:
        named.add(campaign.unit_id)
    units = list(Unit.objects.filter(pk__in=named - {None} - {member.unit_id for member in members}))
    heads = heads_of(units, campaign.launched_on or clock.today())
    found = []
    for unit in units:
        name, title = heads.get(unit.pk, ("", ""))
        found.append(CampaignUnit(campaign=campaign, unit=unit, head_name=name, head_title=title))
    return found


def _key(unit: int, kind: str, year: int, quarter: int, stage: int | None) -> tuple:
    """What makes a duty the same one although its deadline moved: a review is that of its stage, the others of their period."""
    return (unit, kind, stage) if stage else (unit, kind, year, quarter)


def _wanted(campaign: Campaign) -> list[tuple]:
    rules = rules_on(campaign.launched_on or clock.today())
    return _registering(campaign, rules) + _reporting(campaign, rules) + _reviewing(campaign, rules)


@transaction.atomic
def renew_duties(campaign: Campaign) -> int:
    """Bring the duties in step with the campaign after its period, deadline, stages or units changed; answers how many are new.

    Open duties get the new deadline; those no longer asked for go, unless they are overdue or somebody was reminded.
    """
    due = {
        _key(0, kind, year, quarter, stage.pk if stage else None): day for kind, year, quarter, day, stage in _wanted(campaign)
    }
    opened = campaign.obligations.filter(done_at=None)
    for kind, year, quarter, stage, old in opened.order_by().values_list("kind", "year", "quarter", "stage", "due_on").distinct():
        rows = opened.filter(kind=kind, year=year, quarter=quarter, stage=stage, due_on=old)
        day = due.get(_key(0, kind, year, quarter, stage))
        if day is None:
            rows.filter(reminders=0, due_on__gte=clock.today()).delete()
        elif day != old:
            rows.update(due_on=day, year=day.year if stage else year, updated_at=clock.now())
    return make_duties(campaign)


def drop_duties(campaign: Campaign, units: list[int]) -> None:
    """Units that left the scope: duties not yet due and not done go; what was done or missed stays in the history."""
    campaign.obligations.filter(unit__in=units, done_at=None, due_on__gte=clock.today()).delete()


def _registering(campaign, rules) -> list[tuple]:
    launched = campaign.launched_on or campaign.period_from
    first = campaign.register_by or launched + timedelta(days=int(rules["register_within"]))
    found = [(DutyKind.REGISTER, first.year, 0, first, None)]
    for year in range(first.year + 1, campaign.period_to.year + 1):
        day = date(year, first.month, min(first.day, monthrange(year, first.month)[1]))
        found.append((DutyKind.REGISTER, year, 0, day, None))
    return found


def _reporting(campaign, rules) -> list[tuple]:
    wait = timedelta(days=int(rules["report_within"]))
    return [(DutyKind.REPORT, year, quarter, quarter_end(year, quarter) + wait, None) for year, quarter in periods(campaign)]


def _reviewing(campaign, rules) -> list[tuple]:
    wait = timedelta(days=int(rules["review_within"]))
    return [(DutyKind.REVIEW, stage.due_on.year, 0, stage.due_on + wait, stage) for stage in campaign.stages.all()]


def mark_done(*, campaign: Campaign, unit, kind: str, year: int, quarter: int = 0) -> bool:
    """Tick a duty off the first time it is fulfilled; answers whether it was late. Call inside the business transaction."""
    duty = Obligation.objects.filter(campaign=campaign, unit=unit, kind=kind, year=year, quarter=quarter).first()
    if duty is None:
        return False
    if duty.done_at is None:
        late = clock.today() > duty.due_on
        Obligation.objects.filter(pk=duty.pk, done_at=None).update(done_at=clock.now(), was_late=late, updated_at=clock.now())
        return late
    return duty.was_late


def mark_undone(*, campaign: Campaign, unit, kind: str, year: int, quarter: int = 0) -> None:
    """A registration or report that was taken back or returned is a duty again."""
    rows = Obligation.objects.filter(campaign=campaign, unit=unit, kind=kind, year=year, quarter=quarter)
    rows.update(done_at=None, was_late=False, updated_at=clock.now())
