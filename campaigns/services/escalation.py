"""What nobody does climbs by itself: some days after its deadline to the head, later to the unit above.

The nightly run may be stopped and started again at any moment and any number of times: each step is written together with
its event, part by part, and only where the duty has not climbed that far yet.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from campaigns.enums import CampaignState, Escalation
from campaigns.models import Obligation
from campaigns.queries.rules import rules_on
from thiduakhenthuong.core import clock, events

PART = 500  # duties of one transaction
STEPS = ((Escalation.ABOVE, "escalate_above"), (Escalation.HEAD, "escalate_head"))  # the higher one first: nobody is told twice


@dataclass(frozen=True)
class Outcome:
    """How many duties were taken to the head, and to the unit above."""

    head: int = 0
    above: int = 0


def escalate(day: date | None = None) -> Outcome:
    """Take every late duty of the running campaigns as far up as its days say; answers how many moved."""
    day = day or clock.today()
    rules, moved = rules_on(day), {}
    for level, code in STEPS:
        before = day - timedelta(days=int(rules[code]))
        moved[level] = _climb(level, before, day)
    return Outcome(head=moved[Escalation.HEAD], above=moved[Escalation.ABOVE])


def run() -> str:
    """The nightly run; answers a line for the log."""
    done = escalate()
    return f"{done.head} duties to the head, {done.above} to the unit above"


def _climb(level: int, before: date, day: date) -> int:
    """Duties due on `before` or earlier climb to `level`, part by part in the order of their keys."""
    count, last = 0, 0
    late = Obligation.objects.filter(done_at=None, due_on__lte=before, due_on__lt=day, escalation__lt=level)
    late = late.filter(campaign__state=CampaignState.LAUNCHED)
    while True:
        with transaction.atomic():
            part = list(late.filter(pk__gt=last).select_for_update(of=("self",)).order_by("pk")[:PART])
            _move(part, level, day)
        if not part:
            return count
        count, last = count + len(part), part[-1].pk


def _move(part: list[Obligation], level: int, day: date) -> None:
    now = clock.now()
    keys = [duty.pk for duty in part]
    Obligation.objects.filter(pk__in=keys).update(escalation=level, escalated_at=now, updated_at=now)
    label = Escalation(level).label
    facts = {"done": label[:1].lower() + label[1:], "level": int(level)}
    items = [(duty, "", facts | {"days": (day - duty.due_on).days, "head": duty.head_name}) for duty in part]
    events.record_many(items, "escalate", by=None)
