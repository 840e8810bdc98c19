"""Two people at the same moment: exactly one succeeds, the other is told who and when, nothing is doubled or torn.

Each race has a control that does the same without the guard and must fail: green without red proves nothing.
"""

import threading
import time
from collections import Counter
from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction

from awards.enums import DossierState, ImportState, NominationState
from awards.models import Appraisal, Decision, DecisionLine, Dossier, Finding, ImportBatch, Nomination
from awards.services import appraisal, dossier, identity, nomination, verdict
from awards.services import decision as decisions
from awards.services import imports as lists
from campaigns.enums import Role
from campaigns.models import IdentityAnswer
from tests.awards import factories
from tests.awards.imports.places import nam_sach_dossier, person, upload, workbook
from tests.awards.test_decision import approved_lines, issue, make_office
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Conflict
from thiduakhenthuong.core.models import Counter as NumberRow
from thiduakhenthuong.core.models import Event
from thiduakhenthuong.core.workflow import Workflow

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2020, 7, 10)


@pytest.fixture(autouse=True)
def work_day(settings):
    settings.WORK_DATE = DAY


@pytest.fixture
def world(db):
    return make_office(factories.make_world())


def at_once(*steps):
    """Run the steps at the same moment, each with a connection of its own; what each answered or raised, in order."""
    outcomes, start = [None] * len(steps), threading.Barrier(len(steps), timeout=20)

    def run(place, step):
        try:
            start.wait()
            outcomes[place] = step() or "done"
        except Exception as error:  # whatever it is, the test judges it
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def kinds(outcomes):
    """How often each kind of outcome came: {"done": 1, "Conflict": 1}."""
    return dict(Counter("done" if not isinstance(one, Exception) else type(one).__name__ for one in outcomes))


def told(outcomes):
    """The sentence of the one who came second."""
    (found,) = [one.message for one in outcomes if isinstance(one, Conflict)]
    return found


def received(world, count=1):
    made = factories.make_dossier(world, state=DossierState.RECEIVED, submission_number="58/TTr-UBND", submission_date=DAY)
    names = ["Phạm Xuân Tráng", "Hà Đình Tuyển", "Đào Thị Nhạn", "Lê Công Duệ"]
    return [factories.make_nomination(made, name, state=NominationState.SUBMITTED) for name in names[:count]]


def fresh(line):
    return Nomination.objects.select_related("dossier__unit", "dossier__deciding_unit").get(pk=line.pk)


def unguarded(self, objs, step, **fields):
    """The control: read, wait, write, without looking again."""
    time.sleep(0.05)
    for obj in objs:
        rows = type(obj)._base_manager.filter(pk=obj.pk)
        rows.update(**fields, state=step.target, version=models.F("version") + 1)
    return []


class TestLines:
    def test_two_officers_accept_one_line(self, world):
        (line,) = received(world)

        def press():
            appraisal.accept(nomination=fresh(line), version=1, by=world.giang, reason="đủ điều kiện")

        outcomes = at_once(press, press)
        assert kinds(outcomes) == {"done": 1, "Conflict": 1}
        assert "Vũ Thị Giang" in told(outcomes) and "10/07/2020" in told(outcomes)
        assert Appraisal.objects.filter(nomination=line, action="accept").count() == 1
        assert (fresh(line).state, fresh(line).version) == (NominationState.ELIGIBLE, 2)

    def test_without_the_conditional_update_both_would_accept(self, world, monkeypatch):
        (line,) = received(world)
        monkeypatch.setattr(Workflow, "_lost", unguarded)
        monkeypatch.setattr(transaction, "atomic", lambda *args, **kwargs: nullcontext())
        monkeypatch.setattr(events, "record_many", lambda *args, **kwargs: [])
        loaded = [fresh(line), fresh(line)]
        outcomes = at_once(*[lambda n=n: appraisal.NOMINATION.apply_many([n], "accept", by=world.giang) for n in loaded])
        assert kinds(outcomes) == {"done": 2}

    def test_two_clerks_edit_one_row(self, world):
        line = factories.make_nomination(factories.make_dossier(world), "Hứa Văn Lợi")
        other = factories.make_user("nga", "Trần Thị Nga", (world.district, Role.CLERK))

        def write(user, title):
            return lambda: nomination.change_nomination(nomination=fresh(line), version=1, values={"title": title}, by=user)

        outcomes = at_once(write(world.an, "Trưởng thôn"), write(other, "Bí thư"))
        assert kinds(outcomes) == {"done": 1, "Conflict": 1}
        winner, title = ("Nguyễn Văn An", "Trưởng thôn") if not isinstance(outcomes[0], Exception) else ("Trần Thị Nga", "Bí thư")
        assert (fresh(line).title, fresh(line).version, winner in told(outcomes)) == (title, 2, True)

    def test_approval_of_many_meets_a_return_of_one_and_names_that_one(self, world):
        lines = received(world, 4)
        Nomination.objects.all().update(state=NominationState.ELIGIBLE, appraised_by=world.giang)
        loaded, moved = [fresh(n) for n in lines], fresh(lines[2])
        code = appraisal.ReturnReason.objects.first().code
        appraisal.send_back(nomination=moved, version=1, reason_code=code, sentence="Sai tên", fields=[], by=world.giang)
        with pytest.raises(Conflict) as found:
            appraisal.NOMINATION.apply_many(loaded, "approve", by=world.hai, approved_by=world.hai)
        assert (found.value.fresh.pk, "Vũ Thị Giang trả lại" in found.value.message.replace("đã được ", "")) == (moved.pk, True)
        assert Nomination.objects.filter(state=NominationState.APPROVED).count() == 0

    def test_approval_of_many_and_a_return_at_once(self, world):
        lines = received(world, 4)
        Nomination.objects.all().update(state=NominationState.ELIGIBLE, appraised_by=world.giang)
        code = appraisal.ReturnReason.objects.first().code
        outcomes = at_once(
            lambda: appraisal.approve_many(nominations=lines, by=world.hai),
            lambda: appraisal.send_back(
                nomination=fresh(lines[3]), version=1, reason_code=code, sentence="x", fields=[], by=world.giang
            ),
        )
        states = Counter(Nomination.objects.values_list("state", flat=True))
        assert kinds(outcomes) == {"done": 1, "Conflict": 1}
        assert states in ({"approved": 4}, {"eligible": 3, "sent_back": 1})

    def test_two_checks_of_one_line_leave_its_findings_once(self, world):
        line = factories.make_nomination(factories.make_dossier(world), "Hứa Văn Lợi", gender="", birth_year=None)
        verdict.check_nominations([line])
        before = Counter(Finding.objects.values_list("nomination", "rule_code"))
        assert kinds(at_once(*[lambda: verdict.check_nominations([line])] * 4)) == {"done": 4}
        assert Counter(Finding.objects.values_list("nomination", "rule_code")) == before

    def test_an_answer_about_a_person_while_the_line_is_checked_is_kept_once(self, world):
        known = factories.make_person("Hứa Văn Lợi", 1966)
        line = factories.make_nomination(factories.make_dossier(world), "Hứa Văn Lợi", birth_year=1966)

        def answer():
            identity.answer_identity(nomination=fresh(line), person=known, same=True, by=world.an)

        outcomes = at_once(answer, lambda: verdict.check_nominations([fresh(line)]), answer)
        assert kinds(outcomes) == {"done": 3}
        assert (IdentityAnswer.objects.count(), fresh(line).person) == (1, known)
        assert max(Counter(Finding.objects.values_list("nomination", "rule_code")).values(), default=0) <= 1


def slow(work):
    """The same work, a second later."""

    def later(*args, **kwargs):
        time.sleep(1)
        return work(*args, **kwargs)

    return later


class TestWithoutLocks:
    """The controls of what rests on row locks; SQLite has one writer at a time, whatever a query asks for."""

    pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")

    @pytest.fixture(autouse=True)
    def unlocked(self, monkeypatch):
        """Reads that should have locked wait a moment instead, so that the others read too."""

        def read(rows, **kwargs):
            time.sleep(0.1)
            return rows.all()

        monkeypatch.setattr(models.QuerySet, "select_for_update", read)

    def test_the_second_draft_of_a_line_would_break_down(self, world):
        lines = approved_lines(world, people=3, collectives=0)
        press = [lambda: decisions.draft_decisions(unit=world.province, nominations=lines, by=world.giang)] * 2
        assert kinds(at_once(*press)) == {"done": 1, "IntegrityError": 1}

    def test_two_checks_would_leave_findings_twice(self, world, monkeypatch):
        monkeypatch.setattr(verdict, "insert_rows", slow(verdict.insert_rows))
        line = factories.make_nomination(factories.make_dossier(world), "Hứa Văn Lợi", gender="", birth_year=None)
        at_once(*[lambda: verdict.check_nominations([line])] * 4)
        assert max(Counter(Finding.objects.values_list("nomination", "rule_code")).values()) > 1

    def test_two_answers_would_be_remembered_twice(self, world):
        known = factories.make_person("Hứa Văn Lợi", 1966)
        line = factories.make_nomination(factories.make_dossier(world), "Hứa Văn Lợi", birth_year=1966)
        at_once(*[lambda: identity.answer_identity(nomination=fresh(line), person=known, same=True, by=world.an)] * 2)
        assert IdentityAnswer.objects.count() == 2

    def test_a_line_would_slip_into_a_dossier_that_was_sent(self, world, monkeypatch):
        monkeypatch.setattr(nomination, "_clean_rows", slow(nomination._clean_rows))
        made, _ = ready(world)
        row = {"recipient_kind": "individual", "name": "Bùi Văn Muộn", "award_kind": "BK_TINH"}

        def add():
            return nomination.add_nominations(dossier=Dossier.objects.get(pk=made.pk), rows=[row], by=world.an)

        at_once(add, send(made, world))
        states = Counter(made.nominations.values_list("state", flat=True))
        assert states == {NominationState.ENTERED: 1, NominationState.SUBMITTED: 1}


def ready(world):
    made = factories.make_dossier(world, submission_number="58/TTr-UBND", submission_date=DAY)
    return made, factories.make_nomination(made, "Hứa Văn Lợi")


def send(made, world):
    return lambda: dossier.submit_dossier(dossier=Dossier.objects.get(pk=made.pk), version=made.version, by=world.chi)


class TestDossiers:
    def test_nothing_is_edited_or_added_after_the_dossier_was_sent(self, world):
        made, line = ready(world)
        row = {"recipient_kind": "individual", "name": "Bùi Văn Muộn", "award_kind": "BK_TINH"}
        outcomes = at_once(
            send(made, world),
            lambda: nomination.add_nominations(dossier=Dossier.objects.get(pk=made.pk), rows=[row], by=world.an),
            lambda: nomination.change_nomination(nomination=fresh(line), version=1, values={"title": "Mới"}, by=world.an),
            lambda: nomination.remove_nominations(nominations=[line], by=world.an) and "done",
        )
        errors = [one for one in outcomes if isinstance(one, Exception)]
        assert all(isinstance(one, Conflict | ValidationError) for one in errors), outcomes
        if not isinstance(outcomes[0], Exception):
            left = Nomination.objects.filter(dossier=made, removed_at=None).values_list("state", flat=True)
            assert set(left) <= {NominationState.SUBMITTED}, outcomes

    def test_a_dossier_is_withdrawn_or_received_never_both(self, world):
        made, _ = ready(world)
        dossier.submit_dossier(dossier=made, version=1, by=world.chi)
        made.refresh_from_db()
        outcomes = at_once(
            lambda: dossier.withdraw_dossier(dossier=Dossier.objects.get(pk=made.pk), version=made.version, by=world.chi),
            lambda: dossier.receive_dossier(dossier=Dossier.objects.get(pk=made.pk), version=made.version, by=world.giang),
        )
        assert kinds(outcomes) == {"done": 1, "Conflict": 1}
        made.refresh_from_db()
        expected = {DossierState.WITHDRAWN: "Lê Thị Chi", DossierState.RECEIVED: "Vũ Thị Giang"}
        assert expected[made.state] in told(outcomes)
        states = {DossierState.WITHDRAWN: ["entered"], DossierState.RECEIVED: ["submitted"]}
        assert list(made.nominations.values_list("state", flat=True)) == states[made.state]

    def test_a_list_is_imported_once(self, db):
        made = nam_sach_dossier()
        batch = lists.read_upload(dossier=made, upload=upload(workbook(person(), person(name="Hứa Văn Lợi"))), by=made.created_by)
        for row in batch.rows.all():
            lists.confirm_row(row=row, by=made.created_by)
        batch.refresh_from_db()

        def press():
            lists.apply_batch(batch=ImportBatch.objects.get(pk=batch.pk), version=batch.version, by=made.created_by)

        outcomes = at_once(press, press, press)
        assert kinds(outcomes) == {"done": 1, "Conflict": 2}
        batch.refresh_from_db()
        assert (batch.state, Nomination.objects.filter(dossier=made).count()) == (ImportState.APPLIED, 2)


class TestDecisions:
    def test_a_line_stands_in_one_draft(self, world):
        lines = approved_lines(world, people=3, collectives=0)

        def press(user):
            return lambda: decisions.draft_decisions(unit=world.province, nominations=lines, by=user)

        outcomes = at_once(press(world.giang), press(world.giang))
        assert kinds(outcomes) == {"done": 1, "ValidationError": 1}
        assert (Decision.objects.count(), DecisionLine.objects.count()) == (1, 3)

    def test_an_approval_is_taken_back_or_drafted_never_both(self, world):
        (line,) = approved_lines(world, people=1, collectives=0)
        outcomes = at_once(
            lambda: decisions.draft_decisions(unit=world.province, nominations=[line], by=world.giang),
            lambda: appraisal.undo_approve(nomination=fresh(line), version=1, by=world.hai),
        )
        assert kinds(outcomes)["done"] == 1
        drafted = DecisionLine.objects.filter(nomination=line).exists()
        assert (fresh(line).state == NominationState.APPROVED) == drafted

    def signed(self, world):
        made = factories.make_dossier(world, state=DossierState.RECEIVED, submission_number="58/TTr-UBND", submission_date=DAY)
        lines = approved_lines(world, people=1, collectives=0, dossier=made)
        (draft,) = decisions.draft_decisions(unit=world.province, nominations=lines, by=world.giang)
        texts = {"signer_lines": ["CHỦ TỊCH"], "signer_name": "Nguyễn Đức Thắng"}
        draft = decisions.update_texts(decision=draft, version=draft.version, texts=texts, by=world.giang)
        decisions.send_for_signature(decision=draft, version=draft.version, by=world.giang)
        draft.refresh_from_db()
        return draft

    def test_two_decisions_never_take_one_number(self, world):
        drafts = [self.signed(world), self.signed(world)]
        outcomes = at_once(*[lambda d=d: issue(Decision.objects.get(pk=d.pk), world.giang, number=77) for d in drafts])
        assert kinds(outcomes) == {"done": 1, "ValidationError": 1}
        assert list(Decision.objects.filter(number__isnull=False).values_list("number", flat=True)) == [77]

    def test_the_year_of_number_and_decision_is_that_of_vietnam(self, world, settings, monkeypatch):
        drafts = [self.signed(world), self.signed(world)]
        settings.WORK_DATE = None
        last, first = datetime(2020, 12, 31, 16, 59, 59, tzinfo=UTC), datetime(2020, 12, 31, 17, 0, tzinfo=UTC)
        for draft, moment in zip(drafts, (last, first), strict=True):
            monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
            issue(draft, world.giang, sign_date=clock.today())
        assert list(Decision.objects.order_by("pk").values_list("year", "number", "sign_date")) == [
            (2020, 1, date(2020, 12, 31)), (2021, 1, date(2021, 1, 1)),
        ]  # fmt: skip
        rows = NumberRow.objects.filter(series__startswith="decision:").values_list("year", "last")
        assert sorted(rows) == [(2020, 1), (2021, 1)]


def test_the_chain_holds_after_all_races(world):
    lines = received(world, 4)
    steps = [lambda n=n: appraisal.accept(nomination=fresh(n), version=1, by=world.giang, reason="đủ") for n in lines]
    assert kinds(at_once(*steps)) == {"done": 4}
    assert (events.first_broken(), Event.objects.count()) == (None, 4)
