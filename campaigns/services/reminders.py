"""Reminders: one press reminds many; who was reminded and when stays with the duty, the text goes out by Zalo or e-mail."""

from collections.abc import Iterable
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localtime

from campaigns.models import Obligation
from campaigns.permissions import remind as may_remind
from campaigns.tally.duties import duty_line, late_words
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.vntext import number

PART = 500  # duties of one statement: SQLite's limit of variables


@transaction.atomic
def remind(*, duties: Iterable[Obligation], by) -> str:
    """Remind those who have not done these duties: count, stamp, event; answers the text to send.

    The text names who, what and how late, campaign by campaign. A duty that was reminded today already stays in the text
    but is counted once a day. Raises Refused, and ValidationError when nothing is open.
    """
    keys = [duty.pk for duty in duties]
    rows = []
    for start in range(0, len(keys), PART):
        found = Obligation.objects.select_for_update(of=("self",)).filter(pk__in=keys[start : start + PART], done_at=None)
        rows += found.select_related("campaign__unit", "unit", "stage")
    if not rows:
        raise ValidationError("Không còn việc nào chưa làm trong danh sách này. Hãy tải lại trang.")
    for campaign in {row.campaign_id: row.campaign for row in rows}.values():
        if reason := may_remind(by, campaign):
            raise Refused(reason)
    _stamp([row for row in rows if not _reminded_today(row)], by)
    return reminder_text(rows)


def _reminded_today(duty: Obligation) -> bool:
    return bool(duty.reminded_at) and localtime(duty.reminded_at).date() == clock.today()


def _stamp(fresh: list[Obligation], by) -> None:
    now, today = clock.now(), clock.today()
    for start in range(0, len(fresh), PART):
        part = [duty.pk for duty in fresh[start : start + PART]]
        Obligation.objects.filter(pk__in=part).update(reminders=F("reminders") + 1, reminded_at=now, updated_at=now)
    facts = [(duty, late_words(duty.due_on, today), {"done": "nhắc", "times": duty.reminders + 1}) for duty in fresh]
    events.record_many(facts, "remind", by=by)


def reminder_text(duties: list[Obligation]) -> str:
    """The text for Zalo or e-mail: numbered lines under each campaign, the latest first."""
    today, found = clock.today(), []
    rows = sorted(duties, key=lambda duty: (duty.campaign.name, duty.campaign_id, duty.due_on, duty.unit.sort_key))
    for _, group in groupby(rows, key=lambda duty: duty.campaign_id):
        part = list(group)
        units = {duty.unit_id for duty in part}
        asked = f"{number(len(units))} đơn vị" if len(units) > 1 else part[0].unit.name
        first = part[0].campaign
        found.append(f"{first.unit.name} đề nghị {asked} thực hiện việc còn thiếu trong phong trào “{first.name}”:")
        found += [f"{place}. {duty_line(duty, today)}" for place, duty in enumerate(part, start=1)]
        found.append("Đề nghị thủ trưởng đơn vị chỉ đạo làm ngay trên hệ thống và báo lại.")
        found.append("")
    return "\n".join(found).strip()
