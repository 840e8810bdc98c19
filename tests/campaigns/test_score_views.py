"""Cells and steps of score sheets as the browser sends them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Score
from tests.campaigns.cluster_samples import (
    cells,
    load_limits,
    make_story,
    score_all,
    signed,
    url,
)
from thiduakhenthuong.core import events

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.WORK_DATE = date(2021, 12, 28)
    load_limits()


@pytest.fixture
def story():
    return make_story()


def test_saving_cells_takes_few_queries(story):
    client, member = signed(story.clerks[story.communes[0].pk]), story.members[0]
    events.record(member, "seen", by=None)  # the chain has begun, the kind of record is known
    with CaptureQueriesContext(connection) as caught:
        answer = client.post(url("score-save", member.public_id), cells((story.criteria["budget"], "self_points", "50")))
    assert answer.json() == {
        "value": "50",
        "derived": {"total-own": "50", "bonus-own": "thưởng 0", "total-appraised": "0", "bonus-appraised": "thưởng 0",
                    "total-agreed": "0", "bonus-agreed": "thưởng 0"},
    }  # fmt: skip
    assert len(caught) <= 22  # session, account and roles, the cell, its event, the totals


def test_a_sheet_takes_a_block_and_answers_cell_by_cell(story):
    client, member = signed(story.clerks[story.communes[0].pk]), story.members[0]
    block = cells(
        (story.criteria["budget"], "self_points", "61"), (story.criteria["papers"], "self_points", "30,5"),
        (story.criteria["papers"], "explanation", "Đủ 4 quý"), (story.criteria["papers"], "agreed_points", "9"),
        (story.criteria["papers"], "member_id", "9"),
    )  # fmt: skip
    told = client.post(url("score-save", member.public_id), block).json()["cells"]
    assert [("error" in one, one.get("value")) for one in told] == [
        (True, None), (False, "30,5"), (False, "Đủ 4 quý"), (True, None), (True, None)
    ]  # fmt: skip
    assert "nhiều nhất 60 điểm" in told[0]["error"]
    assert "Đang tự chấm" in told[3]["error"]


def test_a_conflict_offers_both_values(story):
    client, member = signed(story.clerks[story.communes[0].pk]), story.members[0]
    client.post(url("score-save", member.public_id), cells((story.criteria["budget"], "self_points", "50")))
    answer = client.post(url("score-save", member.public_id), cells((story.criteria["budget"], "self_points", "55")))
    assert (answer.status_code, answer.json()["value"]) == (409, "50")


@pytest.mark.parametrize(
    "body", [{}, {"row": "x", "field": "self_points", "value": "1", "was": ""}, {"row": ["a", "b"], "field": "c"}]
)
def test_cells_that_make_no_sense_are_refused(story, body):
    client = signed(story.clerks[story.communes[0].pk])
    assert client.post(url("score-save", story.members[0].public_id), body).status_code in (404, 422)
    assert signed(story.world.dung).post(url("score-save", story.members[0].public_id), body).status_code == 404


def test_a_department_appraises_a_column_of_many_units(story):
    for place in range(3):
        score_all(story, place, "50", "30")
    client = signed(story.officer)
    page = client.get(url("score-appraisal", story.card.public_id)).content.decode()
    assert "Thu ngân sách" in page and "Báo cáo đúng hạn" not in page
    block = {
        "row": [str(m.public_id) for m in story.members], "field": [str(story.criteria["budget"].public_id)] * 3,
        "value": ["48", "49", "70"], "was": [""] * 3,
    }  # fmt: skip
    told = client.post(url("score-appraisal-save", story.card.public_id), block).json()["cells"]
    assert [one.get("value") for one in told] == ["48", "49", None]
    other = block | {"field": [str(story.criteria["papers"].public_id)] * 3}
    told = client.post(url("score-appraisal-save", story.card.public_id), other).json()["cells"]
    assert all("Chỉ cán bộ thẩm định của Huyện Nam Sách" in one["error"] for one in told)
    client.post(url("score-accept", story.card.public_id), {"cum": str(story.cluster.public_id)})
    rows = Score.objects.filter(criterion=story.criteria["budget"]).order_by("pk")
    assert [score.appraised_points for score in rows] == [48, 49, 50]


def test_a_sheet_is_sent_returned_and_closed(story):
    own, member = signed(story.clerks[story.communes[0].pk]), story.members[0]
    step = url("score-step", member.public_id, "submit")
    page = own.post(step, {"version": "1"}, follow=True).content.decode()
    assert "Còn 2 tiêu chí chưa tự chấm" in page
    for key, value in (("budget", "50"), ("papers", "40")):
        own.post(url("score-save", member.public_id), cells((story.criteria[key], "self_points", value)))
    assert "Đã gửi bảng tự chấm" in own.post(step, {"version": "1"}, follow=True).content.decode()
    assert own.post(step, {"version": "1"}).status_code == 409
    khanh, back = signed(story.khanh), url("score-step", member.public_id, "send_back")
    assert "Hãy ghi lý do trả lại" in khanh.post(back, {"version": "2"}, follow=True).content.decode()
    khanh.post(back, {"version": "2", "note": "Thiếu minh chứng thu ngân sách"})
    assert "Thiếu minh chứng thu ngân sách" in own.get(url("score-sheet", member.public_id)).content.decode()
    assert own.post(url("score-step", member.public_id, "la"), {"version": "3"}).status_code == 404


def test_proof_is_uploaded_and_read_by_those_who_see_the_sheet(story):
    own, member = signed(story.clerks[story.communes[0].pk]), story.members[0]
    address = url("score-evidence", member.public_id, story.criteria["budget"].public_id)
    assert own.get(address).status_code == 404
    assert "Chưa chọn tệp" in own.post(address, {}, follow=True).content.decode()
    assert "không nhận được" in own.post(address, {"evidence": SimpleUploadedFile("a.exe", b"MZ")}, follow=True).content.decode()
    own.post(address, {"evidence": SimpleUploadedFile("quyết toán.pdf", b"%PDF-1.4 x")})
    assert own.get(address).status_code == 200
    assert signed(story.clerks[story.communes[1].pk]).get(address).status_code == 404
    own.post(address, {"remove": "1"})
    assert own.get(address).status_code == 404
