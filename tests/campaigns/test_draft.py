"""Drafts for comment: who writes, sends, speaks and answers; editions stay; the table goes to Word and to a workbook."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from campaigns.documents.opinions import opinions_docx, opinions_xlsx
from campaigns.enums import Block, CommentAnswer, DraftState, Role, UnitLevel
from campaigns.models import DraftComment, DraftDocument
from campaigns.queries.draft import waiting_for
from campaigns.services.draft import (
    add_comment,
    answer_comment,
    circulate_draft,
    create_draft,
    finish_draft,
    new_edition,
    update_draft,
)
from campaigns.services.draft_table import opinion_table
from tests.awards.factories import make_unit, make_user, make_world
from tests.campaigns.factories import make_campaign, make_target
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.idempotency import new_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.WORK_DATE = date(2021, 1, 4)
    found = make_world()
    found.party = make_unit("Huyện ủy Nam Sách", UnitLevel.OFFICE, found.district, block=Block.PARTY, place="huyện Nam Sách")
    found.voice = make_user("huyenuy", "Vi Thị Xuyến", (found.party, Role.LEADER))
    found.commune_clerk = make_user("xa", "Cụt Văn Hợi", (found.commune, Role.CLERK))
    found.campaign = make_campaign(found.district, "Nam Sách bứt phá")
    return found


def draft_of(world, **changes) -> DraftDocument:
    values = {"title": "Kế hoạch", "body": "Mục I.", "due_on": date(2021, 1, 20), "asked": [world.party, world.commune]} | changes
    return create_draft(campaign=world.campaign, by=world.an, **values)


def sent(world, **changes) -> DraftDocument:
    made = draft_of(world, **changes)
    return circulate_draft(draft=made, version=made.version, by=world.an)


# --- services ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["dung", "giang", "lam", "chi"])
def test_only_officers_of_the_launching_unit_write_drafts(world, who):
    with pytest.raises(Refused):
        create_draft(campaign=world.campaign, by=getattr(world, who), title="Kế hoạch")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": ""}, "body"),
        ({"due_on": None}, "due_on"),
        ({"due_on": date(2021, 1, 3)}, "due_on"),
        ({"asked": []}, "asked"),
    ],
)
def test_what_a_draft_lacks_is_said_before_it_is_sent(world, changes, field):
    made = draft_of(world, **changes)
    with pytest.raises(ValidationError) as error:
        circulate_draft(draft=made, version=made.version, by=world.an)
    assert set(error.value.message_dict) == {field}
    made.refresh_from_db()
    assert made.state == DraftState.DRAFT


def test_a_sent_edition_is_never_changed_and_a_new_one_stands_beside_it(world):
    made = sent(world)
    with pytest.raises(Conflict):
        update_draft(draft=made, version=made.version, by=world.an, title="Kế hoạch", body="Khác")
    again = new_edition(draft=made, by=world.khanh)
    assert (again.edition, again.state, again.body, again.asked.count()) == (2, DraftState.DRAFT, "Mục I.", 2)
    update_draft(draft=again, version=again.version, by=world.an, title="Kế hoạch", body="Mục I sửa", asked=[world.party])
    with pytest.raises(ValidationError, match="Lần 2 đang soạn"):
        new_edition(draft=made, by=world.an)
    with pytest.raises(ValidationError, match="phải giống nhau"):
        update_draft(draft=again, version=again.version, by=world.an, title="Quyết định")
    made.refresh_from_db()
    assert made.body == "Mục I." and made.asked.count() == 2


def test_titles_are_used_once_and_two_officers_do_not_overwrite(world):
    made = draft_of(world)
    with pytest.raises(ValidationError, match="đã có dự thảo"):
        draft_of(world)
    update_draft(draft=made, version=1, by=world.an, title="Kế hoạch", body="Của An")
    with pytest.raises(Conflict):
        update_draft(draft=made, version=1, by=world.khanh, title="Kế hoạch", body="Của Khánh")
    made.refresh_from_db()
    assert made.body == "Của An"


def test_units_of_all_blocks_speak_once_they_were_asked(world):
    made = draft_of(world)
    with pytest.raises(Conflict):
        add_comment(draft=made, unit=world.party, by=world.voice, opinion="Sớm quá")
    circulate_draft(draft=made, version=made.version, by=world.an)
    add_comment(draft=made, unit=world.party, by=world.voice, opinion="Nhất trí")
    add_comment(draft=made, unit=world.commune, by=world.commune_clerk, opinion="Bớt chỉ tiêu", passage="mục III")
    with pytest.raises(Refused, match="Trường THCS"):
        add_comment(draft=made, unit=world.school, by=make_user("t", "Trường", (world.school, Role.HEAD)), opinion="x")
    with pytest.raises(Refused):
        add_comment(draft=made, unit=world.party, by=world.commune_clerk, opinion="Thay người khác")
    with pytest.raises(ValidationError, match="Hãy ghi ý kiến"):
        add_comment(draft=made, unit=world.party, by=world.voice, opinion=" \n ")
    assert [comment.author_text for comment in made.comments.all()] == ["Vi Thị Xuyến", "Cụt Văn Hợi"]


def test_every_opinion_is_answered_before_the_end_and_a_refusal_has_its_reason(world):
    made = sent(world)
    comment = add_comment(draft=made, unit=world.party, by=world.voice, opinion="Thêm chỉ tiêu")
    with pytest.raises(ValidationError, match="Còn 1 ý kiến"):
        finish_draft(draft=made, version=made.version, by=world.an)
    with pytest.raises(ValidationError, match="vì sao không tiếp thu"):
        answer_comment(comment=comment, version=1, by=world.an, answer=CommentAnswer.EXPLAINED)
    with pytest.raises(Refused):
        answer_comment(comment=comment, version=1, by=world.voice, answer=CommentAnswer.ACCEPTED)
    answer_comment(comment=comment, version=1, by=world.an, answer=CommentAnswer.EXPLAINED, explanation="Đã có ở mục III")
    with pytest.raises(Conflict):
        answer_comment(comment=comment, version=1, by=world.khanh, answer=CommentAnswer.ACCEPTED)
    finish_draft(draft=made, version=made.version, by=world.an)
    comment.refresh_from_db()
    with pytest.raises(Conflict, match="kết thúc"):
        answer_comment(comment=comment, version=2, by=world.an, answer=CommentAnswer.ACCEPTED)
    with pytest.raises(Conflict):
        add_comment(draft=made, unit=world.commune, by=world.commune_clerk, opinion="Muộn")


def test_work_of_today_names_the_drafts_that_still_wait(world):
    made = sent(world)
    assert list(waiting_for(world.voice)) == [made] == list(waiting_for(world.commune_clerk))
    add_comment(draft=made, unit=world.party, by=world.voice, opinion="Nhất trí")
    assert not waiting_for(world.voice).exists() and waiting_for(world.commune_clerk).exists()
    assert not waiting_for(world.dung).exists()


# --- table ------------------------------------------------------------------------------------


def test_the_table_says_who_said_what_and_how_it_was_taken_in(world):
    made = sent(world)
    comment = add_comment(draft=made, unit=world.party, by=world.voice, opinion="=Thêm chỉ tiêu", passage="mục III")
    answer_comment(comment=comment, version=1, by=world.an, answer=CommentAnswer.ACCEPTED, explanation="Đã thêm")
    table = opinion_table(made)
    document = Document(io.BytesIO(opinions_docx(table)))
    cells = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert cells[1] == ["1", "Huyện ủy Nam Sách (Vi Thị Xuyến)", "mục III", "=Thêm chỉ tiêu", "Tiếp thu: Đã thêm"]
    said = "Hỏi ý kiến 2 đơn vị, 1 đơn vị có ý kiến, 1 ý kiến. Chưa có ý kiến: Xã Nam Trung."
    assert said in [paragraph.text for paragraph in document.paragraphs]
    rows = list(openpyxl.load_workbook(io.BytesIO(opinions_xlsx(table))).active.iter_rows(values_only=True))
    line = next(row for row in rows if row[0] == 1)
    assert line[1:3] == ("Huyện ủy Nam Sách", "Vi Thị Xuyến") and line[5:] == ("=Thêm chỉ tiêu", "Tiếp thu", "Đã thêm")


# --- screens ----------------------------------------------------------------------------------


def url(name, draft, **kwargs):
    return reverse(f"campaigns:{name}", kwargs={"public_id": draft.public_id, **kwargs})


def test_a_draft_is_written_sent_and_answered_on_the_screens(world, client):
    client.force_login(world.an)
    file = SimpleUploadedFile("du-thao.pdf", b"%PDF-1.7 x", content_type="application/pdf")
    values = {
        "title": "Kế hoạch", "body": "", "due_on": "20/01/2021", "don-vi": [world.party.pk], "upload": file,
        "idempotency_key": new_key(),
    }  # fmt: skip
    answer = client.post(url("draft-create", world.campaign), values)
    made = DraftDocument.objects.get()
    assert answer.url == url("draft", made) and made.stored.name == "du-thao.pdf"
    client.post(url("draft-step", made, step="circulate"), {"version": made.version})
    client.force_login(world.voice)
    assert client.get(url("draft-file", made)).status_code == 200
    page = client.get(url("draft", made)).content.decode()
    assert "Góp ý của đơn vị" in page and "Ghi tiếp thu" not in page
    said = {"unit": world.party.pk, "opinion": "Nhất trí", "idempotency_key": new_key()}
    for _ in range(2):
        assert client.post(url("comment-add", made), said).status_code == 302
    comment = DraftComment.objects.get()
    client.force_login(world.an)
    assert "Ghi tiếp thu" in client.get(url("draft", made)).content.decode()
    address, prefix = url("comment-answer", made, comment_id=comment.public_id), f"y{comment.pk}"
    bad = client.post(address, {f"{prefix}-answer": "explained", f"{prefix}-explanation": "", f"{prefix}-version": "1"})
    assert bad.status_code == 422 and "vì sao không tiếp thu" in bad.content.decode()
    good = {f"{prefix}-answer": "accepted", f"{prefix}-explanation": "Cảm ơn", f"{prefix}-version": "1"}
    assert client.post(address, good).status_code == 302
    assert client.get(url("draft-table", made, extension="docx")).content.startswith(b"PK")
    assert client.get(url("draft-table", made, extension="exe")).status_code == 404


def test_a_first_draft_begins_with_the_plan(world, client):
    make_target(world.campaign)
    world.campaign.purpose = "Tạo khí thế."
    world.campaign.save()
    client.force_login(world.an)
    body = client.get(url("draft-create", world.campaign)).context["form"]["body"].value()
    assert body.startswith("I. MỤC ĐÍCH, YÊU CẦU\nTạo khí thế.")
    assert "- Số nhà tạm được xóa (nhà): năm 2021: 20; năm 2022: 20; năm 2023: 15" in body


def test_what_is_wrong_with_a_form_comes_back_with_what_was_typed(world, client):
    client.force_login(world.an)
    values = {"title": "", "body": "Đã gõ", "due_on": "32/01/2021", "don-vi": [world.party.pk], "idempotency_key": new_key()}
    answer = client.post(url("draft-create", world.campaign), values)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Đã gõ" in page and f'value="{world.party.pk}" checked' in page
    file = SimpleUploadedFile("x.exe", b"MZ")
    answer = client.post(url("draft-create", world.campaign), values | {"title": "K", "due_on": "20/01/2021", "upload": file})
    assert answer.status_code == 422 and "không nhận được" in answer.content.decode()
    assert not DraftDocument.objects.exists()


def test_history_and_workbook_of_the_list(world, client):
    made = sent(world)
    add_comment(draft=made, unit=world.party, by=world.voice, opinion="Nhất trí")
    client.force_login(world.an)
    page = client.get(url("draft-history", made)).content.decode()
    assert "lập dự thảo" in page and "gửi lấy ý kiến" in page and "góp ý thay Huyện ủy Nam Sách" in page
    answer = client.get(reverse("campaigns:draft-export"), {"tt": "circulated"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[-1][:2] == ("Kế hoạch", 1) and rows[-1][5:8] == (2, 1, 1)


def test_nobody_sees_a_draft_before_it_is_sent_nor_those_not_asked(world, client):
    made = draft_of(world)
    client.force_login(world.voice)
    assert client.get(url("draft", made)).status_code == 404
    circulate_draft(draft=made, version=made.version, by=world.an)
    assert client.get(url("draft", made)).status_code == 200
    assert client.post(url("draft-step", made, step="finish"), {"version": made.version}).status_code == 403
    assert client.post(url("draft-edition", made)).status_code == 403
    client.force_login(world.dung)
    for name in ("draft", "draft-edit", "draft-file"):
        assert client.get(url(name, made)).status_code == 404


def test_list_and_page_cost_the_same_for_one_and_for_many(world, client):
    made = sent(world)
    add_comment(draft=made, unit=world.party, by=world.voice, opinion="Một")
    client.force_login(world.an)

    def cost(address) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    addresses = [reverse("campaigns:draft-list"), url("draft", made)]
    first = [cost(address) for address in addresses]
    for number in range(3):
        sent(world, title=f"Kế hoạch {number}")
        add_comment(draft=made, unit=world.commune, by=world.commune_clerk, opinion=f"Ý kiến {number}")
    assert [cost(address) for address in addresses] == first
    assert max(first) <= 15
