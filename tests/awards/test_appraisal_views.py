"""Pages of appraisal and approval: who gets in, what an answer does, how many queries a list costs."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from awards.enums import DossierState, NominationState
from awards.models import Award, Nomination, PaperRequirement
from awards.services import appraisal
from campaigns.enums import Role
from campaigns.models import UnitSuccession
from tests.awards.factories import award_kind, make_dossier, make_nomination, make_unit, make_user, make_world
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.models import Event

QUEUE = "/tham-dinh/"
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture(autouse=True)
def day(settings):
    settings.WORK_DATE = date(2020, 7, 10)


@pytest.fixture
def world(db):
    PaperRequirement.objects.all().delete()
    return make_world()


@pytest.fixture
def sign_in(client):
    def enter(user):
        client.force_login(user)
        return client

    return enter


def received(world, **fields):
    return make_dossier(world, state=DossierState.RECEIVED, received_by=world.giang, submitted_at=clock.now(), **fields)


def make_line(world, name="Lê Công Duệ", state=NominationState.SUBMITTED, dossier=None, verdict="eligible", **fields):
    return make_nomination(dossier or received(world), name, state=state, verdict=verdict, **fields)


def step_url(line, step):
    return reverse("awards:appraisal-step", args=[line.public_id, step])


def answer(version=1, **more):
    return {"version": version, "idempotency_key": str(uuid4()), **more}


def state_of(line):
    return Nomination.objects.get(pk=line.pk).state


# --- who gets in ------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "status"), [("giang", 200), ("khanh", 200), ("an", 403), ("chi", 403), ("dung", 403)])
def test_only_offices_of_deciding_units_enter_the_queue(world, sign_in, who, status):
    assert sign_in(getattr(world, who)).get(QUEUE).status_code == status


def test_an_approver_goes_to_the_batches(world, sign_in):
    assert sign_in(world.hai).get(QUEUE).url == reverse("awards:approval")


def test_without_signing_in_every_page_leads_to_the_sign_in(world, client):
    line = make_line(world)
    for url in (QUEUE, reverse("awards:approval"), reverse("awards:appraisal-line", args=[line.public_id])):
        assert client.get(url).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("giang", 200), ("hai", 200), ("binh", 200), ("an", 403), ("dung", 403)])
def test_a_line_opens_for_its_deciding_office_only(world, sign_in, who, status):
    line = make_line(world)
    url = reverse("awards:appraisal-line", args=[line.public_id])
    assert sign_in(getattr(world, who)).get(url).status_code == (404 if who == "dung" else status)


def test_a_line_of_a_foreign_office_is_not_found_and_nothing_of_it_is_told(world, sign_in):
    stranger = make_user("la", "Người Lạ", (world.other_district, Role.APPRAISER))
    line = make_line(world, "Phạm Thị Bí Mật")
    for response in (sign_in(stranger).get(reverse("awards:appraisal-line", args=[line.public_id])),
                     sign_in(stranger).post(step_url(line, "accept"), answer())):  # fmt: skip
        assert (response.status_code, "Bí Mật" in response.content.decode()) == (404, False)


@pytest.mark.parametrize("who", ["binh", "hai"])
def test_those_who_only_read_have_no_buttons_and_are_refused(world, sign_in, who):
    line, client = make_line(world), sign_in(getattr(world, who))
    page = client.get(reverse("awards:appraisal-line", args=[line.public_id])).content.decode()
    assert 'data-action="accept"' not in page
    assert client.post(step_url(line, "accept"), answer()).status_code == 403


def test_the_one_who_entered_a_line_reads_why_there_are_no_buttons(world, sign_in):
    line = make_line(world, entered_by=world.giang)
    page = sign_in(world.giang).get(reverse("awards:appraisal-line", args=[line.public_id])).content.decode()
    assert ("Người nhập dòng này không được tự thẩm định." in page, 'data-action="accept"' in page) == (True, False)


# --- the queue --------------------------------------------------------------------------------


def test_the_queue_counts_clean_lines_and_lines_to_look_at(world, sign_in):
    dossier = received(world)
    make_line(world, "Lê Sạch", dossier=dossier)
    make_line(world, "Lê Cần Xem", dossier=dossier, verdict="look", verdict_text="Thiếu báo cáo")
    queue = sign_in(world.giang).get(QUEUE).context["queue"]
    assert (queue["clean"], queue["look"], [i["name"] for i in queue["items"]]) == (1, 1, ["Lê Cần Xem, 1966"])


def test_a_line_that_came_back_is_to_be_looked_at_even_when_it_is_clean(world, sign_in):
    line = make_line(world)
    appraisal.send_back(nomination=line, version=1, reason_code="C2", sentence="", fields=[], by=world.giang)
    Nomination.objects.filter(pk=line.pk).update(state=NominationState.SUBMITTED)
    queue = sign_in(world.giang).get(QUEUE).context["queue"]
    assert (queue["clean"], queue["items"][0]["why"]) == (0, "Đơn vị đã sửa và gửi lại")


def test_filters_live_in_the_address_and_stay_on_the_links(world, sign_in):
    first, second = received(world), received(world)
    make_line(world, "Lê Một", dossier=first)
    make_line(world, "Lê Hai", dossier=second)
    client = sign_in(world.giang)
    page = client.get(QUEUE, {"xem": "sach", "hs": second.code})
    assert [i["name"] for i in page.context["queue"]["items"]] == ["Lê Hai, 1966"]
    assert page.context["queue"]["kept"] == f"?xem=sach&hs={second.code}"


def test_a_list_page_costs_the_same_for_one_line_and_for_three(world, sign_in):
    dossier, client = received(world), sign_in(world.giang)
    counts = []
    for name in ("Lê Một", "Lê Hai", "Lê Ba"):
        make_line(world, name, dossier=dossier)
        client.get(QUEUE)
        with CaptureQueriesContext(connection) as seen:
            client.get(QUEUE)
        counts.append(len(seen))
    assert counts[0] == counts[2]


def test_a_batch_page_costs_the_same_for_one_line_and_for_three(world, sign_in):
    dossier, client = received(world), sign_in(world.hai)
    url = reverse("awards:approval-batch", args=[dossier.public_id, "BK_TINH"])
    counts = []
    for name in ("Lê Một", "Lê Hai", "Lê Ba"):
        appraisal.accept(nomination=make_line(world, name, dossier=dossier), version=1, by=world.giang, reason="Được")
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        counts.append(len(seen))
    assert counts[0] == counts[2]


def test_the_office_receives_a_dossier_from_the_queue(world, sign_in):
    dossier = make_dossier(world, state=DossierState.SUBMITTED, submitted_at=clock.now())
    make_line(world, dossier=dossier)
    client = sign_in(world.giang)
    assert 'data-action="receive"' in client.get(QUEUE).content.decode()
    client.post(reverse("awards:appraisal-receive", args=[dossier.public_id]), {"version": 1})
    dossier.refresh_from_db()
    assert (dossier.state, dossier.received_by) == (DossierState.RECEIVED, world.giang)


# --- answers ----------------------------------------------------------------------------------


def test_after_an_answer_the_next_line_opens(world, sign_in):
    dossier = received(world)
    first, second = (make_line(world, name, dossier=dossier) for name in ("Lê Anh", "Lê Bình"))
    response = sign_in(world.giang).post(step_url(first, "accept") + "?xem=sach", answer())
    assert response.url == f"/tham-dinh/{second.public_id}/?xem=sach&vua={first.public_id}"
    assert state_of(first) == NominationState.ELIGIBLE


def test_two_presses_of_one_button_are_one_answer(world, sign_in):
    line, press, client = make_line(world), answer(), sign_in(world.giang)
    codes = [client.post(step_url(line, "accept"), press).status_code for _ in range(2)]
    assert (codes, Event.objects.filter(action="accept").count()) == ([302, 302], 1)


def test_a_stale_form_is_409_and_says_who_and_when(world, sign_in):
    line = make_line(world)
    appraisal.accept(nomination=line, version=1, by=world.giang)
    other = make_user("khac", "Trần Văn Khác", (world.province, Role.APPRAISER))
    data = answer(reason_code="C2", sentence="Sửa chức vụ.")
    response = sign_in(other).post(step_url(line, "send_back"), data, **HTMX)
    assert (response.status_code, "Đề nghị đã được Vũ Thị Giang thẩm định đạt lúc" in response.content.decode()) == (409, True)


def test_an_answer_without_its_reason_comes_back_with_what_was_typed(world, sign_in):
    line = make_line(world, verdict="look", title="", achievement="")
    client = sign_in(world.giang)
    assert client.post(step_url(line, "accept"), answer(), **HTMX).status_code == 422
    page = client.post(step_url(line, "send_back"), answer(sentence="Câu đang gõ"), **HTMX)
    text = page.content.decode()
    assert (page.status_code, "Câu đang gõ" in text, "Hãy chọn lý do trong danh sách." in text) == (422, True, True)


def test_sending_back_and_declining_reach_the_services(world, sign_in):
    client, dossier = sign_in(world.giang), received(world)
    back, no = make_line(world, "Lê Về", dossier=dossier), make_line(world, "Lê Không", dossier=dossier)
    client.post(step_url(back, "send_back"), answer(reason_code="C2", sentence="Sửa chức vụ.", fields_open=["birth"]))
    client.post(step_url(no, "decline_appraisal"), answer(reason_code="A1", sentence="Chưa đúng đối tượng."))
    assert (state_of(back), state_of(no)) == (NominationState.SENT_BACK, NominationState.DECLINED)
    assert back.appraisals.get().fields_to_fix == ["nomination.position", "birth"]


def test_an_unknown_answer_is_not_found(world, sign_in):
    assert sign_in(world.giang).post(step_url(make_line(world), "award"), answer()).status_code == 404


# --- together ---------------------------------------------------------------------------------


def bulk(client, count, **more):
    data = {"count": count, "idempotency_key": str(uuid4()), "seen": "1"} | more
    return client.post(reverse("awards:appraisal-bulk"), data)


def test_clean_lines_are_accepted_together_and_taken_back_together(world, sign_in):
    dossier, client = received(world), sign_in(world.giang)
    lines = [make_line(world, name, dossier=dossier) for name in ("Lê Một", "Lê Hai")]
    own = make_line(world, "Lê Của Tôi", dossier=dossier, entered_by=world.giang)
    page = client.get(bulk(client, 2).url)
    assert ([state_of(n) for n in [*lines, own]], page.context["batch"]["count"]) == (["eligible", "eligible", "submitted"], 2)
    client.post(reverse("awards:appraisal-bulk-undo"), {"lo": page.context["batch"]["at"], "key": str(uuid4())})
    assert [state_of(n) for n in lines] == ["submitted", "submitted"]


def test_the_box_must_be_ticked_and_the_number_must_be_the_one_that_was_seen(world, sign_in):
    line, client = make_line(world), sign_in(world.giang)
    assert (bulk(client, 1, seen="").status_code, bulk(client, 9).status_code, state_of(line)) == (422, 422, "submitted")


def test_many_lines_become_a_job_that_can_be_followed(world, sign_in, monkeypatch):
    monkeypatch.setattr("awards.views.appraisal.AT_ONCE", 1)
    dossier, client = received(world), sign_in(world.giang)
    lines = [make_line(world, name, dossier=dossier) for name in ("Lê Một", "Lê Hai")]
    page = client.get(bulk(client, 2).url)
    assert ([state_of(n) for n in lines], page.context["batch"]["count"]) == (["eligible", "eligible"], 2)


# --- approval ---------------------------------------------------------------------------------


def test_an_approver_says_yes_to_all_of_a_batch_but_never_to_ones_own_line(world, sign_in):
    dossier, client = received(world), sign_in(world.hai)
    lines = [make_line(world, name, NominationState.ELIGIBLE, dossier) for name in ("Lê Một", "Lê Hai")]
    own = make_line(world, "Lê Của Tôi", NominationState.ELIGIBLE, dossier, entered_by=world.hai)
    url = reverse("awards:approval-batch", args=[dossier.public_id, "BK_TINH"])
    assert client.get(url).context["count"] == 2
    client.post(url, {"action": "all", "count": 2, "idempotency_key": str(uuid4())})
    assert [state_of(n) for n in [*lines, own]] == ["approved", "approved", "eligible"]


def test_an_approver_may_choose_lines_decline_one_and_take_an_approval_back(world, sign_in):
    dossier, client = received(world), sign_in(world.hai)
    one, two = (make_line(world, name, NominationState.ELIGIBLE, dossier) for name in ("Lê Một", "Lê Hai"))
    url = reverse("awards:approval-batch", args=[dossier.public_id, "BK_TINH"])
    client.post(url, {"action": "chosen", "line": [str(one.public_id)], "idempotency_key": str(uuid4())})
    client.post(step_url(two, "decline"), answer(sentence="Để kỳ sau."))
    assert (state_of(one), state_of(two)) == (NominationState.APPROVED, NominationState.DECLINED)
    client.post(step_url(one, "undo_approve") + "?ve=lo", answer(version=2))
    assert state_of(one) == NominationState.ELIGIBLE


def test_another_number_than_the_approver_saw_approves_nothing(world, sign_in):
    line = make_line(world, state=NominationState.ELIGIBLE)
    url = reverse("awards:approval-batch", args=[line.dossier.public_id, "BK_TINH"])
    sign_in(world.hai).post(url, {"action": "all", "count": 5, "idempotency_key": str(uuid4())})
    assert state_of(line) == NominationState.ELIGIBLE


@pytest.mark.parametrize("who", ["giang", "an", "dung"])
def test_only_approvers_enter_the_batches(world, sign_in, who):
    assert sign_in(getattr(world, who)).get(reverse("awards:approval")).status_code == 403


def test_an_approver_of_another_unit_sees_no_batch(world, sign_in):
    make_line(world, state=NominationState.ELIGIBLE)
    assert sign_in(world.lam).get(reverse("awards:approval")).context["waiting"] == []


# --- beside the line --------------------------------------------------------------------------


def test_a_predecessor_stands_in_a_band_of_its_own_and_its_award_in_its_year(world, sign_in):
    old = make_unit("Xã Quốc Tuấn cũ", "commune", world.district, valid_to=date(2019, 12, 31))
    UnitSuccession.objects.create(old=old, new=world.commune, effective_date=date(2020, 1, 1), kind="merged")
    Award.objects.create(recipient_kind="collective", name=old.name, unit=old, award_kind=award_kind("TTLDTT"), level="district",
                         award_name="TTLĐTT", authority="UBND", decision_number="1", decision_date=date(2018, 12, 1))  # fmt: skip
    line = make_line(world, "Xã Nam Trung", recipient_kind="collective", unit=world.commune)
    history = sign_in(world.giang).get(reverse("awards:appraisal-past", args=[line.public_id])).context["history"]
    bands = [(row["title"], row["band"], [len(c["awards"]) for c in row["cells"]]) for row in history["rows"]]
    assert bands == [
        ("Xã Nam Trung, huyện Nam Sách", "now", [0, 0, 0, 0, 0, 0]), ("Xã Quốc Tuấn cũ", "old", [0, 0, 0, 1, 0, 0]),
    ]  # fmt: skip


def test_hostile_words_stay_words(world, sign_in):
    line = make_line(world, '<script>alert("x")</script>', verdict="look", verdict_text="<b>x</b>")
    page = sign_in(world.giang).get(reverse("awards:appraisal-line", args=[line.public_id])).content.decode()
    assert ("<script>alert" in page, "<b>x</b>" in page) == (False, False)


def test_the_returned_lines_go_out_as_a_workbook(world, sign_in):
    line = make_line(world)
    appraisal.send_back(nomination=line, version=1, reason_code="C2", sentence="Sửa chức vụ.", fields=[], by=world.giang)
    response = sign_in(world.giang).get(reverse("awards:appraisal-export"), {"xem": "tra-lai"})
    rows = [[cell for cell in row if cell is not None] for row in load_workbook(BytesIO(response.content)).active.values]
    assert [row for row in rows if "Sửa chức vụ." in row][0][6:10] == ["C2", "Sửa chức vụ.", "Chức vụ, đơn vị", "Vũ Thị Giang"]
