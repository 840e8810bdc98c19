"""Decisions: drafted from approved lines, checked, issued once with a gapless number, frozen for ever."""

import hashlib
import threading
from datetime import date

import pdfplumber
import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from awards.enums import DecisionState, DossierState, NominationState, NumberSource, RecipientKind
from awards.models import Award, BaseSalary, Certificate, Decision, Dossier, Nomination, OfficeProfile
from awards.services import decision as services
from awards.services import decision_files
from awards.services.certificate import queue_certificates
from campaigns.models import Person
from tests.awards import factories
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.models import Counter, Event, StoredFile

pytestmark = pytest.mark.django_db
DAY = date(2020, 7, 10)


@pytest.fixture(autouse=True)
def work_day(settings):
    settings.WORK_DATE = DAY


def make_office(made):
    """The province of the cast with the regulation that its decisions cite."""
    profile = OfficeProfile.objects.on(DAY).get(level="province", unit=None)
    profile.pk, profile.slug, profile.unit = None, "thu", made.province
    profile.regulation_number, profile.regulation_date = "9001/2018/QĐ-UBND", date(2018, 6, 15)
    profile.save()
    return made


@pytest.fixture
def world(reference):
    return make_office(factories.make_world())


def approved_lines(world, *, people=4, collectives=2, households=0, dossier=None):
    """Approved lines of a received dossier of the district for the province."""
    dossier = dossier or factories.make_dossier(
        world, state=DossierState.RECEIVED, submission_number="58/TTr-UBND", submission_date=date(2020, 6, 22)
    )
    ready = {"state": NominationState.APPROVED, "approved_by": world.hai, "appraised_by": world.giang}
    names = ["Phạm Xuân Tráng", "Hà Đình Tuyển", "Đào Thị Nhạn", "Lê Công Duệ", "Vũ Hữu Lực", "Đặng Văn Thịnh"]
    for i in range(people):
        factories.make_nomination(dossier, names[i % 6] + ("" if i < 6 else f" {i}"), **ready)
    for i in range(collectives):
        factories.make_nomination(dossier, f"Phòng thứ {i}", recipient_kind=RecipientKind.COLLECTIVE, **ready)
    for i in range(households):
        factories.make_nomination(
            dossier, f"Trần Văn Hộ {i}", recipient_kind=RecipientKind.HOUSEHOLD, unit=world.commune, **ready
        )
    return list(Nomination.objects.filter(dossier=dossier))


@pytest.fixture
def draft(world):
    lines = approved_lines(world)
    (made,) = services.draft_decisions(unit=world.province, nominations=lines, by=world.giang)
    signer = {"signer_lines": ["CHỦ TỊCH"], "signer_name": "Nguyễn Đức Thắng"}
    return services.update_texts(decision=made, version=made.version, texts=signer, by=world.giang)


@pytest.fixture
def signed(draft, world):
    services.send_for_signature(decision=draft, version=draft.version, by=world.giang)
    draft.refresh_from_db()
    return draft


def issue(decision, by, **changes):
    values = {"version": decision.version, "sign_date": DAY, "number": None} | changes
    return services.issue_decision(decision=decision, by=by, **values)


class TestDraft:
    def test_one_draft_for_each_kind_and_reason(self, world):
        lines = approved_lines(world, people=2, collectives=0)
        other = factories.make_dossier(
            world, state=DossierState.RECEIVED, reason="thành tích đột xuất", submission_number="9/TTr", submission_date=DAY
        )
        lines += list(approved_lines(world, people=1, collectives=0, dossier=other))
        drafts = services.draft_decisions(unit=world.province, nominations=lines, by=world.giang)
        assert sorted(d.lines.count() for d in drafts) == [1, 2]

    def test_lines_stand_in_vietnamese_order_by_kind(self, draft):
        names = [line.name for line in services.lines_of(draft)]
        assert names == ["Phòng thứ 0", "Phòng thứ 1", "Lê Công Duệ", "Đào Thị Nhạn", "Phạm Xuân Tráng", "Hà Đình Tuyển"]

    def test_the_officers_own_order_is_kept(self, world):
        lines = approved_lines(world, people=3, collectives=0)
        Dossier.objects.filter(pk=lines[0].dossier_id).update(custom_order=True)
        (made,) = services.draft_decisions(unit=world.province, nominations=lines, by=world.giang)
        assert [n.name for n in services.lines_of(made)] == ["Phạm Xuân Tráng", "Hà Đình Tuyển", "Đào Thị Nhạn"]

    def test_counts_in_subject_and_first_article_are_computed(self, draft):
        assert "02 tập thể và 04 cá nhân" in draft.texts["subject"]
        assert "02 tập thể và 04 cá nhân" in draft.texts["articles"][0]

    def test_up_to_three_recipients_are_named_in_the_first_article(self, world):
        lines = approved_lines(world, people=2, collectives=1)
        (made,) = services.draft_decisions(unit=world.province, nominations=lines, by=world.giang)
        assert "Ông Hà Đình Tuyển, Bí thư Đảng ủy, Đảng ủy xã An Sơn;" in made.texts["articles"][0]
        assert decision_files.draft_paper(made).sections == ()

    def test_a_line_stands_in_one_draft_only(self, draft, world):
        with pytest.raises(ValidationError, match="đã nằm trong một dự thảo"):
            services.draft_decisions(unit=world.province, nominations=services.lines_of(draft), by=world.giang)

    @pytest.mark.parametrize("state", [s for s in NominationState if s != NominationState.APPROVED])
    def test_only_approved_lines_enter(self, world, state):
        lines = approved_lines(world, people=1, collectives=0)
        Nomination.objects.update(state=state)
        with pytest.raises(Conflict):
            services.draft_decisions(unit=world.province, nominations=lines, by=world.giang)
        assert not Decision.objects.exists()

    @pytest.mark.parametrize("who", ["an", "chi", "dung", "hai", "khanh"])
    def test_only_the_office_of_the_deciding_unit_drafts(self, world, who):
        with pytest.raises(Refused):
            services.draft_decisions(unit=world.province, nominations=approved_lines(world), by=getattr(world, who))

    def test_a_removed_line_is_free_again_and_counts_follow(self, draft, world):
        line = services.lines_of(draft)[0]
        services.remove_line(decision=draft, nomination=line, version=draft.version, by=world.giang)
        draft.refresh_from_db()
        assert "01 tập thể và 04 cá nhân" in draft.texts["subject"]
        assert services.draft_decisions(unit=world.province, nominations=[line], by=world.giang)

    def test_a_discarded_draft_frees_its_lines_and_leaves_a_trace(self, draft, world):
        lines = services.lines_of(draft)
        services.discard_draft(decision=draft, version=draft.version, by=world.giang)
        assert not Decision.objects.exists()
        assert Event.objects.filter(action="discard").count() == 1
        assert services.draft_decisions(unit=world.province, nominations=lines, by=world.giang)

    def test_a_stale_edit_overwrites_nothing(self, draft, world):
        old = draft.version
        services.update_texts(decision=draft, version=old, texts={"subject": "Mới"}, by=world.giang)
        with pytest.raises(Conflict, match="Vũ Thị Giang"):
            services.update_texts(decision=draft, version=old, texts={"subject": "Cũ"}, by=world.giang)
        draft.refresh_from_db()
        assert draft.texts["subject"] == "Mới"

    def test_legal_bases_follow_the_planned_date_until_somebody_edits(self, draft, world):
        services.update_texts(decision=draft, version=draft.version, texts={}, planned_date=date(2024, 3, 1), by=world.giang)
        assert any("15 tháng 6 năm 2022" in text for text in draft.texts["legal_bases"])


class TestIssue:
    def test_everything_is_frozen_in_one_go(self, signed, world, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            issue(signed, world.giang)
        signed.refresh_from_db()
        assert (signed.state, signed.number, signed.year, signed.number_source) == (
            DecisionState.ISSUED,
            1,
            2020,
            NumberSource.SERIES,
        )
        assert signed.money_total == 2 * 2980000 + 4 * 1490000
        with signed.pdf.file.open("rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == signed.pdf_sha256
        awards = list(Award.objects.filter(decision=signed).order_by("list_position"))
        assert [a.name for a in awards] == [row[0].split(" ", 1)[-1] if i > 1 else row[0] for i, row in enumerate(
            row for section in signed.snapshot["sections"] for row in section["rows"])]  # fmt: skip
        assert {n.state for n in services.lines_of(signed)} == {NominationState.AWARDED}
        assert Dossier.objects.get().state == DossierState.CONCLUDED
        assert list(Certificate.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]
        assert events.first_broken() is None

    def test_people_nobody_knew_are_written_down_and_known_ones_are_not_doubled(self, world):
        known = factories.make_person("Lê Công Duệ", 1966)
        lines = approved_lines(world)
        Nomination.objects.filter(name="Lê Công Duệ").update(person=known)
        (made,) = services.draft_decisions(unit=world.province, nominations=lines, by=world.giang)
        signer = {"signer_lines": ["CHỦ TỊCH"], "signer_name": "Nguyễn Đức Thắng"}
        services.update_texts(decision=made, version=made.version, texts=signer, by=world.giang)
        services.send_for_signature(decision=made, version=made.version, by=world.giang)
        made.refresh_from_db()
        issue(made, world.giang)
        assert Person.objects.count() == 4
        assert known.awards.get().decision == made

    def test_numbers_follow_each_other_and_a_typed_one_moves_the_series_on(self, signed, world):
        issue(signed, world.giang, number=9101)
        signed.refresh_from_db()
        assert (signed.number, signed.number_source) == (9101, NumberSource.CLERK_OFFICE)
        assert services.proposed_number(signed, 2020) == 9102

    def test_a_number_used_before_is_refused(self, signed, world):
        Decision.objects.create(
            unit=world.province, award_kind=signed.award_kind, level="province", symbol=signed.symbol, number=7, year=2020,
            planned_date=DAY, sign_date=DAY, reason="x", created_by=world.giang, state=DecisionState.ISSUED,
        )  # fmt: skip
        with pytest.raises(ValidationError, match="đã dùng"):
            issue(signed, world.giang, number=7)

    @pytest.mark.parametrize("state", [s for s in DecisionState if s != DecisionState.FOR_SIGNATURE])
    def test_only_a_signed_decision_is_issued(self, signed, world, state):
        Decision.objects.update(state=state)
        with pytest.raises(Conflict):
            issue(signed, world.giang)
        assert not Award.objects.exists()

    @pytest.mark.parametrize("who", ["an", "chi", "dung", "khanh"])
    def test_others_do_not_issue(self, signed, world, who):
        with pytest.raises(Refused):
            issue(signed, getattr(world, who))
        assert not Award.objects.exists()

    def test_a_second_press_with_the_old_page_is_told_who_and_when(self, signed, world):
        old = signed.version
        issue(signed, world.giang)
        with pytest.raises(Conflict, match="Vũ Thị Giang phát hành lúc"):
            issue(signed, world.giang, version=old)
        assert Award.objects.count() == 6

    def test_a_broken_issue_leaves_nothing_behind(self, signed, world, monkeypatch):
        before = Event.objects.count()
        monkeypatch.setattr("awards.services.issuing._open_golden_book", lambda *a: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            issue(signed, world.giang)
        signed.refresh_from_db()
        assert (signed.state, signed.number) == (DecisionState.FOR_SIGNATURE, None)
        assert (Award.objects.count(), Certificate.objects.count(), Event.objects.count()) == (0, 0, before)
        assert not Counter.objects.filter(series__startswith="decision:").exists()

    def test_later_salaries_change_nothing_that_was_issued(self, signed, world):
        issue(signed, world.giang)
        BaseSalary.objects.update(amount=9_000_000)
        assert set(Award.objects.values_list("amount", flat=True)) == {2980000, 1490000}

    def test_later_names_of_units_do_not_change_the_register_or_the_paper(self, signed, world):
        issue(signed, world.giang)
        world.province.name = "Thành phố Hải Phòng"
        world.province.save()
        signed.refresh_from_db()
        assert "Phòng" not in decision_files.paper_now(signed).authority
        assert set(Award.objects.values_list("unit_text", flat=True)) == {"Đảng ủy xã An Sơn"}

    def test_a_name_too_long_for_its_sheet_stops_the_issue(self, signed, world):
        line = services.lines_of(signed)[-1]
        Nomination.objects.filter(pk=line.pk).update(name="Nguyễn" + "nguyễn" * 38)
        with pytest.raises(ValidationError, match="Tên quá dài"):
            issue(signed, world.giang)


class TestCertificates:
    @pytest.fixture
    def issued(self, signed, world):
        return issue(signed, world.giang)

    def test_each_sheet_is_drawn_once_and_all_are_bound(self, issued, world):
        job = queue_certificates(decision=issued, by=world.giang)
        assert (job.state, job.result["count"]) == ("done", 6)
        assert Certificate.objects.filter(stored=None).count() == 0
        stored = set(Certificate.objects.values_list("stored__sha256", flat=True))
        assert len(stored) == 6
        queue_certificates(decision=issued, by=world.giang)
        assert set(Certificate.objects.values_list("stored__sha256", flat=True)) == stored

    def test_a_job_killed_in_the_middle_draws_only_what_is_missing(self, issued, world, monkeypatch):
        from awards.services import certificate

        monkeypatch.setattr(certificate, "PART", 2)
        drawn = []
        real = certificate._keep

        def keep(sheet, content):
            if len(drawn) == 3:
                raise KeyboardInterrupt  # the worker dies
            drawn.append(sheet.pk)
            real(sheet, content)

        monkeypatch.setattr(certificate, "_keep", keep)
        with pytest.raises(KeyboardInterrupt):
            queue_certificates(decision=issued, by=world.giang)
        monkeypatch.setattr(certificate, "_keep", lambda sheet, content: (drawn.append(sheet.pk), real(sheet, content)))
        from thiduakhenthuong.core.models import Job

        Job.objects.update(state="failed")
        assert queue_certificates(decision=issued, by=world.giang).state == "done"
        assert len(drawn) == len(set(drawn)) == 6
        assert StoredFile.objects.filter(name__startswith="bang-0").count() == 6

    def test_a_selection_is_bound_alone(self, issued, world):
        chosen = list(Certificate.objects.all()[:2])
        job = queue_certificates(decision=issued, by=world.giang, certificates=chosen)
        assert job.result["count"] == 2
        assert Certificate.objects.exclude(stored=None).count() == 2

    def test_sheets_of_two_decisions_come_in_one_file_in_order(self, issued, world):
        kind = factories.award_kind("GK_HUYEN")
        dossier = factories.make_dossier(
            world, state=DossierState.RECEIVED, deciding_unit=world.district, submission_number="1/TTr", submission_date=DAY
        )
        ready = {"state": NominationState.APPROVED, "approved_by": world.lam, "award_kind": kind}
        for name in ("Trần Văn Tám", "Lê Thị Chín"):
            factories.make_nomination(dossier, name, **ready)
        lines = list(dossier.nominations.all())
        (second,) = services.draft_decisions(unit=world.district, nominations=lines, by=world.khanh)
        signer = {"signer_lines": ["CHỦ TỊCH"], "signer_name": "Trịnh Công Khải"}
        services.update_texts(decision=second, version=second.version, texts=signer, by=world.khanh)
        services.send_for_signature(decision=second, version=second.version, by=world.khanh)
        second.refresh_from_db()
        issue(second, world.khanh)
        job = queue_certificates(by=world.an, certificates=list(Certificate.objects.all()))
        stored = StoredFile.objects.get(public_id=job.result["file"])
        with stored.file.open("rb") as file, pdfplumber.open(file) as pdf:
            texts = [page.extract_text() for page in pdf.pages]
        assert [("GIẤY" in text, "BẰNG" in text) for text in texts] == [(False, True)] * 6 + [(True, False)] * 2

    def test_an_empty_selection_is_refused_in_words(self, issued, world):
        with pytest.raises(ValidationError, match="Không có bằng, giấy nào"):
            queue_certificates(by=world.an, certificates=[])


@pytest.mark.django_db(transaction=True)
def test_two_officers_issue_at_once_and_one_is_told(signed, world):
    outcomes, start = [], threading.Barrier(2)

    def press(user):
        try:
            start.wait()
            issue(Decision.objects.get(pk=signed.pk), user, version=signed.version)
            outcomes.append("issued")
        except Conflict:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(user,)) for user in (world.giang, world.hai)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["issued", "told"]
    assert Award.objects.count() == 6
