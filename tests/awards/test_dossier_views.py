"""Pages of dossiers: who sees what, the list and its filters, the form, the steps, papers, documents, history."""

import io
import json
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from awards.enums import DossierState, NominationState, PaperScope
from awards.models import Appraisal, Attachment, Dossier, PaperRequirement
from awards.queries.dossier import last_note
from awards.queries.dossier_train import train_stops
from campaigns.enums import Role
from campaigns.models import Membership
from tests.awards.factories import commendation_type, make_dossier, make_nomination, make_round, make_world
from thiduakhenthuong.core.events import history

pytestmark = pytest.mark.django_db
PAGES = ["dossier-detail", "dossier-history", "dossier-edit", "papers", "grid"]


@pytest.fixture(autouse=True)
def day(settings):
    settings.WORK_DATE = date(2020, 7, 10)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def dossier(world):
    return make_dossier(world)


def page(name, dossier, *more):
    return reverse(f"awards:{name}", args=[dossier.public_id, *more])


def sign_in(client, user):
    client.force_login(user)
    return client


# --- who sees what -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_dossier_of_another_unit_is_404_with_nothing_of_it_in_the_body(client, world, dossier, name):
    make_nomination(dossier, "Phạm Thị Kim Duyên")
    answer = sign_in(client, world.dung).get(page(name, dossier))
    assert answer.status_code == 404
    assert "Duyên" not in answer.content.decode() and dossier.code not in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_404_for_the_deciding_unit_until_it_is_sent(client, world, dossier, name):
    assert sign_in(client, world.giang).get(page(name, dossier)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_nobody_reads_without_signing_in(client, dossier, name):
    assert client.get(page(name, dossier)).status_code in (302, 401)


def test_the_head_reads_but_does_not_edit(client, world, dossier):
    sign_in(client, world.chi)
    assert client.get(page("dossier-detail", dossier)).status_code == 200
    answer = client.get(page("dossier-edit", dossier))
    assert answer.status_code == 403
    assert "cán bộ nhập hồ sơ" in answer.content.decode()


def test_the_deciding_unit_reads_a_sent_dossier_and_may_receive_it(client, world, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.SUBMITTED)
    body = sign_in(client, world.giang).get(page("dossier-detail", dossier)).content.decode()
    assert 'data-action="receive"' in body
    assert 'data-action="withdraw"' not in body


# --- the list ----------------------------------------------------------------------------------


def listed(answer):
    return sorted(d.code for d in answer.context["page_obj"].object_list)


def test_the_list_shows_exactly_the_visible_dossiers(client, world):
    own, hidden = make_dossier(world), make_dossier(world, unit=world.other_district, created_by=world.dung)
    answer = sign_in(client, world.an).get(reverse("awards:dossier-list"))
    assert listed(answer) == [own.code]
    assert hidden.code not in answer.content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(client, world, django_assert_num_queries):
    sign_in(client, world.an)
    make_nomination(make_dossier(world))
    client.get(reverse("awards:dossier-list"))  # the first request of a session costs more
    with CaptureQueriesContext(connection) as first:
        client.get(reverse("awards:dossier-list"))
    for _ in range(2):
        make_nomination(make_dossier(world), "Hà Ngọc Lụa")
    with django_assert_num_queries(len(first)):
        client.get(reverse("awards:dossier-list"))
    assert len(first) <= 15


@pytest.mark.parametrize(("query", "found"), [("nam trung", True), ("NAM TRUNG", True), ("Nam Trúng", True), ("hieu ung", False)])
def test_text_finds_a_dossier_by_a_name_in_it_with_or_without_diacritics(client, world, query, found):
    dossier = make_dossier(world)
    make_nomination(dossier, "Nhân dân và cán bộ xã Nam Trung", recipient_kind="collective")
    answer = sign_in(client, world.an).get(reverse("awards:dossier-list"), {"q": query})
    assert listed(answer) == ([dossier.code] if found else [])


def test_filters_stand_in_the_address_and_can_be_taken_off(client, world):
    sent = make_dossier(world)
    Dossier.objects.filter(pk=sent.pk).update(state=DossierState.SUBMITTED)
    make_dossier(world)
    answer = sign_in(client, world.an).get(reverse("awards:dossier-list"), {"tt": "submitted"})
    assert listed(answer) == [sent.code]
    assert [chip["label"] for chip in answer.context["chips"]] == ["Đã gửi"]


def test_an_empty_list_says_what_to_do(client, world):
    body = sign_in(client, world.an).get(reverse("awards:dossier-list")).content.decode()
    assert "Lập hồ sơ đầu tiên" in body


def test_the_list_as_a_workbook_holds_what_is_filtered(client, world):
    dossier = make_dossier(world, campaign_text="=HYPERLINK(1)")
    answer = sign_in(client, world.an).get(reverse("awards:dossier-export"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert dossier.code in cells
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


# --- the form ----------------------------------------------------------------------------------


def head_data(world, **changes):
    return {
        "deciding_unit": world.province.pk, "campaign_text": "Hội nghị điển hình tiên tiến",
        "commendation_type": commendation_type().pk, "period_from": "01/01/2015", "period_to": "30/06/2020",
        "reason": "thành tích xuất sắc", "head_name": "Lê Thị Chi", "head_title": "Trưởng phòng",
        "idempotency_key": str(uuid.uuid4()),
    } | changes  # fmt: skip


def test_a_double_press_opens_one_dossier(client, world):
    sign_in(client, world.an)
    data = head_data(world)
    answers = [client.post(reverse("awards:dossier-create"), data) for _ in range(2)]
    dossier = Dossier.objects.get()
    assert [a.url for a in answers] == [page("dossier-detail", dossier)] * 2
    assert (dossier.period_from, dossier.period_to) == (date(2015, 1, 1), date(2020, 6, 30))


def test_the_form_offers_the_unit_and_those_above_it_and_knows_the_head(client, world):
    Membership.objects.filter(user=world.chi).update(title="Trưởng phòng Nội vụ")
    form = sign_in(client, world.an).get(reverse("awards:dossier-create")).context["form"]
    assert [u.name for u in form.fields["deciding_unit"].queryset] == ["Huyện Nam Sách", "Tỉnh Hải Dương"]
    assert (form["head_name"].value(), form["head_title"].value()) == ("Lê Thị Chi", "Trưởng phòng Nội vụ")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("period_to", "31/02/2020", "không có thật"),
        ("period_to", "2020-06-30", "ngày/tháng/năm"),
        ("period_to", "01/01/2014", "sau ngày bắt đầu"),
        ("campaign_text", "", "Ghi tên đợt xét"),
        ("head_name", "", "bắt buộc"),
    ],
)
def test_a_faulty_form_comes_back_with_the_reason_at_its_field(client, world, field, typed, said):
    answer = sign_in(client, world.an).post(reverse("awards:dossier-create"), head_data(world, **{field: typed}))
    assert said in " ".join(answer.context["form"].errors[field])
    assert not Dossier.objects.exists()


def test_a_unit_elsewhere_cannot_be_chosen_to_decide(client, world):
    answer = sign_in(client, world.an).post(
        reverse("awards:dossier-create"), head_data(world, deciding_unit=world.other_district.pk)
    )
    assert list(answer.context["form"].errors) == ["deciding_unit"]


def test_a_clerk_of_two_units_chooses_the_one_that_proposes(client, world):
    Membership.objects.create(user=world.an, unit=world.school, role=Role.CLERK)
    sign_in(client, world.an)
    address = f"{reverse('awards:dossier-create')}?dv={world.school.pk}"
    assert client.get(address).context["other_units"] == [world.district]
    client.post(address, head_data(world, deciding_unit=world.district.pk))
    assert Dossier.objects.get().unit == world.school


def test_a_round_that_has_closed_stays_with_its_dossier(client, world, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(round=make_round(world.province, deadline=date(2020, 7, 1)))
    form = sign_in(client, world.an).get(page("dossier-edit", dossier)).context["form"]
    assert [r.name for r in form.fields["round"].queryset] == ["Hội nghị điển hình tiên tiến lần thứ V"]


def test_only_a_clerk_opens_a_dossier(client, world):
    assert sign_in(client, world.chi).get(reverse("awards:dossier-create")).status_code == 403


def test_a_stale_form_is_409_and_names_who_was_faster(client, world, dossier):
    sign_in(client, world.an)
    data = head_data(world, version=dossier.version)
    assert client.post(page("dossier-edit", dossier), data).status_code == 302
    answer = client.post(page("dossier-edit", dossier), data | {"reason": "khác"})
    assert answer.status_code == 409
    assert "Nguyễn Văn An" in answer.content.decode()
    assert Dossier.objects.get(pk=dossier.pk).reason == "thành tích xuất sắc"


# --- steps -------------------------------------------------------------------------------------


def step(client, dossier, name, **data):
    return client.post(page("dossier-step", dossier, name), {"version": dossier.version} | data)


def test_the_whole_way_to_receipt_and_the_train_line(client, world, dossier):
    make_nomination(dossier)
    Dossier.objects.filter(pk=dossier.pk).update(submission_number="58/TTr-UBND", submission_date=date(2020, 7, 8))
    way = [("an", "hand_to_head"), ("chi", "submit"), ("giang", "receive")]
    now = []
    for name, transition in way:
        dossier.refresh_from_db()
        answer = step(sign_in(client, getattr(world, name)), dossier, transition, note="Sẽ bổ sung")
        assert answer.status_code == 302
        dossier.refresh_from_db()
        now.append([stop["state"] for stop in train_stops(dossier)].index("now"))
    assert dossier.state == DossierState.RECEIVED
    assert now == [1, 3, 3]
    assert [e.action for e in history(dossier)] == ["hand_to_head", "submit", "receive"]
    assert last_note(dossier) == "Sẽ bổ sung"


def test_sending_on_with_something_missing_asks_for_an_explanation(client, world, dossier):
    make_nomination(dossier, verdict="missing", verdict_text="Thiếu báo cáo thành tích")
    answer = step(sign_in(client, world.an), dossier, "hand_to_head")
    assert answer.url == page("dossier-check", dossier, "hand_to_head")
    body = client.get(answer.url).content.decode()
    assert "Thiếu báo cáo thành tích" in body and 'name="note"' in body
    dossier.refresh_from_db()
    assert dossier.state == DossierState.DRAFT


def test_the_question_is_not_asked_when_nothing_is_missing(client, world, dossier, monkeypatch):
    make_nomination(dossier, verdict="eligible", award_kind=None)
    sign_in(client, world.an)
    assert client.get(page("dossier-check", dossier, "hand_to_head"), {"o": "hop"}).status_code == 204


def test_the_head_numbers_the_submission_while_sending(client, world, dossier):
    make_nomination(dossier, verdict="eligible", award_kind=None)
    body = sign_in(client, world.chi).get(page("dossier-check", dossier, "submit"), {"o": "hop"}).content.decode()
    assert "Tờ trình chưa có số và ngày" in body and 'name="submission_date"' in body and 'data-action="submit"' in body
    number = {"version": dossier.version, "submission_number": "77/TTr-UBND", "submission_date": "31/02/2020"}
    answer = client.post(page("dossier-step", dossier, "submit"), number, follow=True)
    assert "Ngày tờ trình" in " ".join(str(m) for m in answer.context["messages"])
    client.post(page("dossier-step", dossier, "submit"), number | {"submission_date": "10/07/2020"})
    dossier.refresh_from_db()
    assert (dossier.state, dossier.submission_number, dossier.submission_date) == (
        DossierState.SUBMITTED, "77/TTr-UBND", date(2020, 7, 10)
    )  # fmt: skip


def test_a_stale_step_is_409_and_a_missing_role_403(client, world, dossier):
    make_nomination(dossier, award_kind=None)
    assert step(sign_in(client, world.chi), dossier, "hand_to_head").status_code == 403
    assert step(sign_in(client, world.an), dossier, "hand_to_head").status_code == 302
    assert step(client, dossier, "hand_to_head").status_code == 409


def test_a_returned_line_goes_back_once_with_its_answer(client, world, dossier):
    line = make_nomination(dossier, state=NominationState.SENT_BACK, fields_to_fix=["nomination.position"])
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.RECEIVED)
    Appraisal.objects.create(nomination=line, action="send_back", sentence="Đề nghị ghi rõ chức vụ.", by=world.giang)
    body = sign_in(client, world.an).get(page("dossier-detail", dossier)).content.decode()
    assert "Đề nghị ghi rõ chức vụ." in body and 'data-action="resubmit"' in body
    data = {"version": line.version, "note": "Đã ghi"}
    assert client.post(page("line-resubmit", dossier, line.public_id), data).status_code == 302
    assert client.post(page("line-resubmit", dossier, line.public_id), data).status_code == 409
    line.refresh_from_db()
    assert line.state == NominationState.SUBMITTED


# --- papers, documents, history ----------------------------------------------------------------


@pytest.fixture
def minutes(db):
    return PaperRequirement.objects.create(slug="t|BB", code="T_BB", label="Biên bản thử", scope=PaperScope.DOSSIER)


def upload(client, dossier, *names, content=b"%PDF-1.4 thu"):
    files = [SimpleUploadedFile(name, content) for name in names]
    return client.post(page("paper-add", dossier), {"paper_code": "T_BB", "files": files})


def test_papers_are_added_many_at_once_taken_away_and_put_back(client, world, dossier, minutes):
    make_nomination(dossier)
    sign_in(client, world.an)
    assert upload(client, dossier, "mot.pdf", "hai.pdf").status_code == 200
    first, second = Attachment.objects.order_by("pk")
    client.post(page("paper-remove", dossier, first.public_id))
    assert list(Attachment.objects.filter(removed_at=None)) == [second]
    client.post(page("paper-restore", dossier, first.public_id))
    assert Attachment.objects.filter(removed_at=None).count() == 2


def test_one_bad_file_is_named_and_does_not_hold_up_the_others(client, world, dossier, minutes):
    sign_in(client, world.an)
    answer = upload(client, dossier, "tot.pdf", "xau.exe")
    assert answer.status_code == 422
    assert "xau.exe" in answer.content.decode()
    assert [a.stored.name for a in Attachment.objects.select_related("stored")] == ["tot.pdf"]


def test_a_paper_is_handed_out_only_to_those_who_see_the_dossier(client, world, dossier, minutes):
    upload(sign_in(client, world.an), dossier, "mot.pdf")
    address = page("paper-file", dossier, Attachment.objects.get().public_id)
    assert b"".join(client.get(address).streaming_content) == b"%PDF-1.4 thu"
    assert sign_in(client, world.dung).get(address).status_code == 404


def test_the_head_does_not_add_papers(client, world, dossier, minutes):
    assert upload(sign_in(client, world.chi), dossier, "mot.pdf").status_code == 403
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_the_submission_and_the_list_are_made_from_the_dossier(client, world, dossier, kind, start):
    for name in ("Lê Công Duệ", "Hà Ngọc Lụa", "Vũ Hữu Lực", "<b>Đào</b> Thị Nhạn"):
        make_nomination(dossier, name)
    answer = sign_in(client, world.an).get(page("dossier-document", dossier, kind))
    assert answer.status_code == 200
    assert answer.content.startswith(start)


def test_everything_that_happened_is_told_with_old_and_new_words(client, world, dossier):
    line = make_nomination(dossier, title="Giáo viên")
    sign_in(client, world.an)
    change = {"rows": [{"id": str(line.public_id), "version": line.version, "values": {"title": "Hiệu trưởng"}}]}
    client.post(page("grid-change", dossier), json.dumps(change), content_type="application/json")
    body = client.get(page("dossier-history", dossier)).content.decode()
    assert "<del>Giáo viên</del> → Hiệu trưởng" in body


def test_the_work_screen_stays_within_its_queries(client, world, dossier, django_assert_max_num_queries):
    make_round(world.province)
    for name in ("Lê Công Duệ", "Hà Ngọc Lụa", "Vũ Hữu Lực"):
        make_nomination(dossier, name)
    sign_in(client, world.an)
    with django_assert_max_num_queries(15):
        client.get(page("dossier-detail", dossier))


@pytest.mark.parametrize("name", ["dossier-detail", "papers", "dossier-history"])
def test_a_page_costs_the_same_for_one_line_and_for_three(client, world, dossier, name):
    PaperRequirement.objects.create(slug="t|BC", code="T_BC", label="Báo cáo thử", scope=PaperScope.NOMINATION)
    sign_in(client, world.an)
    counts = []
    for names in (["Lê Công Duệ"], ["Hà Ngọc Lụa", "Vũ Hữu Lực"]):
        for line_name in names:
            make_nomination(dossier, line_name, verdict="missing")
        client.get(page(name, dossier))
        with CaptureQueriesContext(connection) as seen:
            client.get(page(name, dossier))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 15
