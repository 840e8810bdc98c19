"""Duties: reminders, what climbs by itself, the list, and the review told as done."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from django_q.models import Schedule

from campaigns.enums import CampaignState, DutyKind, Escalation
from campaigns.models import Obligation
from campaigns.services import escalation, reminders
from campaigns.services.duties import make_duties, mark_done
from tests.awards.factories import make_unit, make_world
from tests.campaigns.factories import make_campaign, make_target
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.models import Event
from thiduakhenthuong.core.nightly import NIGHTLY, keep_schedules

pytestmark = pytest.mark.django_db
DUE = date(2021, 10, 10)  # of the third quarter


@pytest.fixture(autouse=True)
def work_day(settings):
    settings.WORK_DATE = date(2021, 10, 15)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def campaign(world):
    """Of the district, launched in the third quarter of 2021: the commune and the school owe a report since 10/10."""
    made = make_campaign(
        world.district, state=CampaignState.LAUNCHED, units=[world.commune, world.school], launched_on=date(2021, 7, 1),
        register_by=date(2021, 12, 31), period_from=date(2021, 7, 1),
    )  # fmt: skip
    make_duties(made)
    return made


def late(campaign) -> list[Obligation]:
    return list(campaign.obligations.filter(done_at=None, due_on=DUE).order_by("pk"))


# --- duties of departments in charge ------------------------------------------------------------


def test_the_department_in_charge_reports_although_it_is_out_of_scope(world):
    campaign = make_campaign(world.district, state=CampaignState.LAUNCHED, units=[world.commune])
    make_target(campaign, department=world.school)
    make_target(campaign, "Việc khác")
    make_duties(campaign)
    kinds = {unit.name: set(campaign.obligations.filter(unit=unit).values_list("kind", flat=True)) for unit in
             (world.school, world.district, world.commune)}  # fmt: skip
    assert kinds == {
        "Trường THCS Nam Chính": {"report"}, "Huyện Nam Sách": {"report"}, "Xã Nam Trung": {"register", "report"},
    }  # fmt: skip
    assert campaign.obligations.filter(unit=world.district).first().head_name == "Lê Thị Chi"
    assert make_duties(campaign) == 0


# --- reminders ------------------------------------------------------------------------------------


def test_a_reminder_names_who_what_and_how_late_and_leaves_its_trace(world, campaign):
    text = reminders.remind(duties=late(campaign), by=world.khanh)
    assert "Huyện Nam Sách đề nghị 2 đơn vị thực hiện việc còn thiếu trong phong trào “Mỗi người làm việc bằng hai”:" in text
    line = "Xã Nam Trung (Lê Thị Chi, Chủ tịch): chưa báo cáo kết quả quý III/2021, hạn 10/10/2021, quá hạn 5 ngày."
    assert line in text
    duty = late(campaign)[0]
    assert (duty.reminders, localdate(duty.reminded_at)) == (1, date(2021, 10, 15))
    event = events.last_event(duty)
    assert (event.action, event.by, event.data["times"]) == ("remind", world.khanh, 1)


def test_the_same_day_counts_once_the_next_day_again(world, campaign, settings):
    reminders.remind(duties=late(campaign), by=world.khanh)
    assert "quá hạn 5 ngày" in reminders.remind(duties=late(campaign), by=world.lam)
    assert [duty.reminders for duty in late(campaign)] == [1, 1]
    settings.WORK_DATE = date(2021, 10, 16)
    assert "quá hạn 6 ngày" in reminders.remind(duties=late(campaign), by=world.lam)
    assert [duty.reminders for duty in late(campaign)] == [2, 2]


@pytest.mark.parametrize("who", ["dung", "giang", "hai", "binh"])
def test_only_the_unit_that_launched_reminds(world, campaign, who):
    with pytest.raises(Refused):
        reminders.remind(duties=late(campaign), by=getattr(world, who))
    assert [duty.reminders for duty in late(campaign)] == [0, 0]


def test_what_was_done_meanwhile_is_left_out(world, campaign):
    duties = late(campaign)
    mark_done(campaign=campaign, unit=world.commune, kind=DutyKind.REPORT, year=2021, quarter=3)
    assert "Xã Nam Trung" not in reminders.remind(duties=duties, by=world.an)
    with pytest.raises(ValidationError, match="Không còn việc nào"):
        reminders.remind(duties=duties[:1], by=world.an)


# --- escalation -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "level"), [
    (0, Escalation.NONE), (1, Escalation.HEAD), (9, Escalation.HEAD), (10, Escalation.ABOVE), (400, Escalation.ABOVE),
])  # fmt: skip
def test_how_far_a_late_duty_climbs(campaign, days, level):
    escalation.escalate(DUE + timedelta(days=days))
    assert {duty.escalation for duty in late(campaign)} == {level}


def test_each_step_is_told_once_and_keeps_its_event(campaign):
    assert escalation.escalate(DUE + timedelta(days=1)) == escalation.Outcome(head=2, above=0)
    assert escalation.escalate(DUE + timedelta(days=2)) == escalation.Outcome()
    assert escalation.escalate(DUE + timedelta(days=12)) == escalation.Outcome(head=0, above=2)
    told = [(event.data["level"], event.data["days"]) for event in events.history(late(campaign)[0])]
    assert told == [(1, 1), (2, 12)]
    assert events.first_broken() is None


def test_done_duties_and_closed_campaigns_do_not_climb(world, campaign):
    mark_done(campaign=campaign, unit=world.commune, kind=DutyKind.REPORT, year=2021, quarter=3)
    assert escalation.escalate(DUE + timedelta(days=1)).head == 1
    type(campaign).objects.filter(pk=campaign.pk).update(state=CampaignState.CLOSED)
    assert escalation.escalate(DUE + timedelta(days=30)).above == 0


def test_a_run_that_was_killed_goes_on_where_it_stopped(world, campaign, monkeypatch):
    for number in range(5):
        campaign.members.create(unit=make_unit(f"Trường thứ {number}", "school", world.district))
    make_duties(campaign)
    monkeypatch.setattr(escalation, "PART", 3)
    done, calls = escalation._move, []

    def dies(part, level, day):
        calls.append(1)
        if len(calls) == 3:
            raise SystemExit
        done(part, level, day)

    monkeypatch.setattr(escalation, "_move", dies)
    with pytest.raises(SystemExit):
        escalation.escalate(DUE + timedelta(days=1))
    half = Event.objects.filter(action="escalate").count()
    monkeypatch.setattr(escalation, "_move", done)
    escalation.escalate(DUE + timedelta(days=1))
    assert 0 < half < 7 == Event.objects.filter(action="escalate").count()
    assert all(duty.escalation == Escalation.HEAD for duty in late(campaign))


def test_queries_do_not_grow_with_the_units(world, campaign):
    def cost(days):
        with CaptureQueriesContext(connection) as seen:
            escalation.escalate(DUE + timedelta(days=days))
        return len(seen)

    events.record(campaign.obligations.first(), "seen", by=None)  # the chain has begun, the kind of record is known
    two = cost(1)
    for number in range(60):
        campaign.members.create(unit=make_unit(f"Trường thứ {number}", "school", world.district))
    make_duties(campaign)
    assert cost(1) == two


def test_the_command_and_the_nightly_schedule(campaign, settings):
    settings.WORK_DATE = DUE + timedelta(days=3)
    call_command("escalate", verbosity=0)
    assert {duty.escalation for duty in late(campaign)} == {Escalation.HEAD}
    assert keep_schedules() == keep_schedules() == len(NIGHTLY)
    row = Schedule.objects.get(name="late-duties")
    assert (row.func, row.schedule_type, row.repeats) == ("campaigns.services.escalation.run", Schedule.DAILY, -1)
    Schedule.objects.update(func="was.renamed")
    when = row.next_run
    keep_schedules()
    row.refresh_from_db()
    assert (row.func, row.next_run) == ("campaigns.services.escalation.run", when)
