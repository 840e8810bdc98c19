"""Answers about lines: every transition in every state, who may, who was faster, and what is left when a save breaks."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from awards.enums import DossierState, NominationState, Verdict
from awards.models import Appraisal, Decision, DecisionLine, Nomination, PaperRequirement, ReturnReason
from awards.services import appraisal
from awards.services.appraisal_bulk import queue_accept_clean
from awards.services.nomination import resubmit_nomination
from awards.workflow import NOMINATION
from campaigns.enums import Role
from tests.awards.factories import make_dossier, make_nomination, make_user, make_world
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.enums import JobState
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.models import Event
from thiduakhenthuong.core.workflow import Workflow

STATES = list(NominationState)


@pytest.fixture(autouse=True)
def day(settings):
    settings.WORK_DATE = date(2020, 7, 10)


@pytest.fixture
def world(db):
    PaperRequirement.objects.all().delete()  # papers are other tests' affair
    return make_world()


def received(world, **fields):
    return make_dossier(world, state=DossierState.RECEIVED, received_by=world.giang, submitted_at=clock.now(), **fields)


def make_line(world, name="Lê Công Duệ", state=NominationState.SUBMITTED, dossier=None, **fields):
    return make_nomination(dossier or received(world), name, state=state, **fields)


def _answer(service, **more):
    return lambda line, by: service(nomination=line, version=line.version, by=by, **more)


def _gate(name):
    return lambda line, by: NOMINATION.apply(line, name, by=by, version=line.version)


ACTIONS = {
    "submit": ("chi", _gate("submit")),
    "withdraw": ("an", _gate("withdraw")),
    "accept": ("giang", _answer(appraisal.accept, reason="Đã đối chiếu bản giấy")),
    "undo_accept": ("giang", _answer(appraisal.undo_accept)),
    "send_back": ("giang", _answer(appraisal.send_back, reason_code="C2", sentence="Sửa chức vụ.", fields=[])),
    "resubmit": ("an", lambda line, by: resubmit_nomination(nomination=line, version=line.version, note="Đã sửa", by=by)),
    "decline_appraisal": ("giang", _answer(appraisal.decline_appraisal, reason_code="A1", sentence="Chưa đúng đối tượng.")),
    "approve": ("hai", _answer(appraisal.approve)),
    "undo_approve": ("hai", _answer(appraisal.undo_approve)),
    "decline": ("hai", _answer(appraisal.decline, sentence="Để kỳ sau.")),
    "award": ("giang", _gate("award")),
}  # fmt: skip
PAIRS = [(name, state) for name in NOMINATION.transitions for state in STATES]
ALLOWED = [(n, s) for n, s in PAIRS if s in NOMINATION.transitions[n].sources]
REFUSED = [(n, s) for n, s in PAIRS if s not in NOMINATION.transitions[n].sources]


def act(world, name, line, by=None):
    actor, run = ACTIONS[name]
    return run(Nomination.objects.get(pk=line.pk), by or getattr(world, actor))


def test_every_transition_has_its_test():
    assert set(ACTIONS) == set(NOMINATION.transitions)


@pytest.mark.parametrize(("name", "state"), ALLOWED)
def test_a_transition_from_an_allowed_state_moves_the_line_and_leaves_one_event(world, name, state):
    line = make_line(world, state=state, fields_to_fix=["nomination.position"] if state == "sent_back" else [])
    act(world, name, line)
    line.refresh_from_db()
    event = Event.objects.filter(action=name).get()
    assert (line.state, line.version, event.target_id) == (NOMINATION.transitions[name].target, 2, line.pk)


@pytest.mark.parametrize(("name", "state"), REFUSED)
def test_a_transition_from_any_other_state_is_a_conflict_and_changes_nothing(world, name, state):
    line = make_line(world, state=state)
    with pytest.raises(Conflict):
        act(world, name, line)
    line.refresh_from_db()
    assert (line.state, line.version, Event.objects.count(), Appraisal.objects.count()) == (state, 1, 0, 0)


@pytest.mark.parametrize(
    "name", ["accept", "undo_accept", "send_back", "decline_appraisal", "approve", "undo_approve", "decline"]
)
def test_an_outsider_and_the_proposing_clerk_are_refused(world, name):
    line = make_line(world, state=next(iter(NOMINATION.transitions[name].sources - {NominationState.SENT_BACK})))
    for person in (world.dung, world.an, world.khanh):
        with pytest.raises(Refused):
            act(world, name, line, by=person)


def test_nobody_appraises_or_approves_what_he_or_she_entered(world):
    both = make_user("tu", "Người Tự Làm", (world.province, Role.APPRAISER), (world.province, Role.APPROVER))
    own = make_line(world, entered_by=both)
    with pytest.raises(Refused, match="không được tự thẩm định"):
        act(world, "accept", own, by=both)
    ready = make_line(world, "Bùi Thị Lan", state=NominationState.ELIGIBLE, entered_by=both)
    with pytest.raises(Refused, match="không được phê duyệt"):
        act(world, "approve", ready, by=both)


def test_a_stale_answer_names_who_was_faster_and_when(world):
    line = make_line(world)
    stale = Nomination.objects.get(pk=line.pk)
    act(world, "accept", line)
    with pytest.raises(Conflict) as refusal:
        appraisal.send_back(nomination=stale, version=1, reason_code="C2", sentence="", fields=[], by=world.giang)
    at = localtime(Event.objects.get(action="accept").at)
    assert refusal.value.message == f"Đề nghị đã được Vũ Thị Giang thẩm định đạt lúc {at:%H:%M} ngày {at:%d/%m/%Y}."


def test_a_broken_save_leaves_neither_state_nor_event(world, monkeypatch):
    line = make_line(world)
    monkeypatch.setattr(Appraisal.objects, "create", lambda **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        act(world, "accept", line)
    line.refresh_from_db()
    assert (line.state, Event.objects.count()) == (NominationState.SUBMITTED, 0)


def test_a_line_of_a_dossier_not_received_yet_gets_no_answer(world):
    line = make_line(world, dossier=make_dossier(world, state=DossierState.SUBMITTED))
    for name in ("accept", "send_back", "decline_appraisal"):
        with pytest.raises(ValidationError, match="chưa được tiếp nhận"):
            act(world, name, line)


def test_a_doubtful_line_is_accepted_only_with_a_reason(world):
    line = make_line(world, achievement="", title="")
    with pytest.raises(ValidationError) as refusal:
        appraisal.accept(nomination=line, version=1, by=world.giang)
    assert refusal.value.message_dict == {"reason": ["Dòng này còn điểm cần xem. Hãy ghi lý do đồng ý."]}
    appraisal.accept(nomination=line, version=1, by=world.giang, reason="Bản giấy có đủ")
    assert line.appraisals.get().sentence == "Bản giấy có đủ"


def test_sending_back_fills_the_sentence_and_opens_the_field_of_the_reason_and_those_added(world):
    line = make_line(world)
    appraisal.send_back(nomination=line, version=1, reason_code="C2", sentence="", fields=["birth"], by=world.giang)
    answer = line.appraisals.get()
    expected = ReturnReason.objects.get(code="C2").sentence.replace("{ten}", "Ông Lê Công Duệ")
    assert (answer.sentence, line.fields_to_fix) == (expected, ["nomination.position", "birth"])


def test_no_gap_of_a_ready_sentence_reaches_the_unit(world):
    line = make_line(world)
    sentences = [appraisal.fill_sentence(reason, line) for reason in ReturnReason.objects.all()]
    assert [s for s in sentences if "{" in s or "}" in s] == []


def test_declining_the_last_open_line_ends_the_dossier(world):
    line = make_line(world)
    act(world, "decline_appraisal", line)
    line.dossier.refresh_from_db()
    assert line.dossier.state == DossierState.CONCLUDED


def test_an_approval_inside_a_draft_decision_cannot_be_taken_back(world):
    line = make_line(world, state=NominationState.APPROVED)
    draft = Decision.objects.create(
        unit=world.province, award_kind=line.award_kind, level="province", symbol="QĐ-UBND", planned_date=date(2020, 7, 10),
        reason="thành tích", created_by=world.giang,
    )  # fmt: skip
    DecisionLine.objects.create(decision=draft, nomination=line, position=1)
    with pytest.raises(ValidationError, match="dự thảo quyết định"):
        appraisal.undo_approve(nomination=line, version=1, by=world.hai)
    line.refresh_from_db()
    assert line.state == NominationState.APPROVED


# --- many at once -----------------------------------------------------------------------------


def many(world, count):
    dossier = received(world)
    names = [f"Nguyễn Văn {chr(65 + n % 26)}{chr(97 + n // 26)}" for n in range(count)]
    return [make_line(world, name, dossier=dossier, birth_year=1960 + n % 30) for n, name in enumerate(names)]


def test_clean_lines_are_accepted_together_and_the_batch_is_taken_back_together(world):
    lines, at = many(world, 3), clock.now()
    assert appraisal.accept_many(nominations=lines, by=world.giang, at=at) == 3
    batch = Nomination.objects.filter(appraised_at=at, state=NominationState.ELIGIBLE)
    assert appraisal.undo_accept_many(nominations=batch, by=world.giang) == 3
    assert set(Nomination.objects.values_list("state", "appraised_by")) == {("submitted", None)}


def test_one_line_no_longer_clean_stops_the_whole_batch(world):
    lines = many(world, 2)
    Nomination.objects.filter(pk=lines[0].pk).update(title="", achievement="", verdict=Verdict.ELIGIBLE)
    with pytest.raises(ValidationError, match="1 dòng không còn sạch: Nguyễn Văn Aa"):
        appraisal.accept_many(nominations=lines, by=world.giang)
    assert set(Nomination.objects.values_list("state", flat=True)) == {"submitted"}


def test_ones_own_line_stops_the_batch(world):
    lines = many(world, 2)
    Nomination.objects.filter(pk=lines[0].pk).update(entered_by=world.giang)
    with pytest.raises(Refused):
        appraisal.accept_many(nominations=lines, by=world.giang)


def test_the_job_accepts_what_is_still_clean_and_can_be_run_again(world):
    lines = many(world, 3)
    Nomination.objects.filter(pk=lines[1].pk).update(title="", achievement="")
    job = queue_accept_clean(keys=[n.pk for n in lines], at=clock.now(), by=world.giang)
    states = [Nomination.objects.get(pk=n.pk).state for n in lines]
    assert (job.state, job.result["count"], job.result["left"]) == (JobState.DONE, 2, 1)
    assert states == [NominationState.ELIGIBLE, NominationState.SUBMITTED, NominationState.ELIGIBLE]


def test_the_number_of_queries_of_a_batch_does_not_grow_with_its_lines(world):
    counts = []
    for size in (1, 2, 8):  # the first fills what a process remembers
        lines = many(world, size)
        with CaptureQueriesContext(connection) as seen:
            appraisal.accept_many(nominations=lines, by=world.giang)
        counts.append(len(seen))
        Nomination.objects.filter(pk__in=[n.pk for n in lines]).update(removed_at=clock.now())
    assert counts[1] == counts[2]


# --- a race -----------------------------------------------------------------------------------


def _without_guard(self, objs, step, **fields):
    """The update as it would be without the condition on state and version."""
    type(objs[0])._base_manager.filter(pk__in=[o.pk for o in objs]).update(state=step.target, **fields)
    return []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("guarded", "expected"), [(True, ["conflict", "done"]), (False, ["done", "done"])])
def test_two_officers_at_the_same_moment_only_the_conditional_update_keeps_them_apart(guarded, expected, monkeypatch):
    if not guarded:
        monkeypatch.setattr(Workflow, "_lost", _without_guard)
    world = make_world()
    line, barrier, seen = make_line(world), threading.Barrier(2, timeout=20), []

    def answer():
        mine = Nomination.objects.select_related("dossier__deciding_unit").get(pk=line.pk)
        barrier.wait()
        try:
            NOMINATION.apply_many([mine], "accept", by=world.giang)
            seen.append("done")
        except Conflict:
            seen.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(seen) == expected
