"""The page of a campaign for everybody, its picture, and messages about what is wrong."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from campaigns.enums import CampaignState, ExemplarKind, RegistrationState, Role
from campaigns.forms.introduction import new_ticket
from campaigns.models import CampaignRule, Exemplar, PublicNote, Replication, TargetFigure
from campaigns.services.public_note import answer_note, leave_note
from campaigns.views.introduction import HOUR
from tests.awards.factories import make_unit, make_user, make_world
from tests.campaigns.factories import make_campaign, make_registration, make_target
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Conflict, Refused

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
WRONG = "Số nhà đã xóa là 19, không phải 17, xin kiểm tra lại."
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def work_day(settings):
    settings.WORK_DATE = date(2021, 10, 15)
    cache.clear()


class Story:
    """The district's launched campaign with one target on track."""

    def __init__(self):
        self.world = world = make_world()
        self.campaign = make_campaign(
            world.district, state=CampaignState.LAUNCHED, units=[world.commune], slogans="Người người thi đua\nNhà nhà thi đua"
        )
        TargetFigure.objects.create(target=make_target(self.campaign), year=2021, quarter=3, actual=17)

    def path(self, name="public-campaign"):
        return reverse(f"campaigns:{name}", args=[self.campaign.public_id])

    def example(self, title, *, kind=ExemplarKind.MODEL, copies=0, **fields):
        facts = {"state": "recognised", "office": self.world.district, "unit": self.world.commune, "campaign": self.campaign}
        made = Exemplar.objects.create(title=title, search_key=title.lower(), kind=kind, **(facts | fields))
        for place in range(copies):
            Replication.objects.create(exemplar=made, unit=make_unit(f"Xã {title} {place}", "commune"), state="confirmed")
        return made

    def ticket(self, seconds=60):
        return new_ticket(str(self.campaign.public_id), clock.now() - timedelta(seconds=seconds))

    def report(self, client, text=WRONG, **fields):
        data = {"text": text, "contact": "", "ticket": self.ticket(), "website": ""} | fields
        return client.post(self.path("public-report"), data)


@pytest.fixture
def story():
    return Story()


def test_everybody_sees_a_launched_campaign_without_a_cookie(story, client):
    make_registration(story.campaign, story.world.commune, state=RegistrationState.CONFIRMED)
    page = client.get(story.path())
    assert page.status_code == 200
    for words in ("Mỗi người làm việc bằng hai", "“Nhà nhà thi đua”", "17</b> / 20", "Đúng tiến độ", "Trịnh Công Khải"):
        assert words in page.text, words
    assert "<b>1</b> đơn vị đã đăng ký" in page.text and "<b>1/1</b> chỉ tiêu đúng tiến độ" in page.text
    assert page["Cache-Control"] == "public, max-age=300"
    assert not page.cookies and "csrf" not in page.text
    assert f'content="http://testserver{story.path("public-card")}"' in page.text


def test_drafts_do_not_exist_for_the_public_and_closed_ones_do(story, client):
    for state, status in ((CampaignState.DRAFT, 404), (CampaignState.CLOSED, 200)):
        type(story.campaign).objects.filter(pk=story.campaign.pk).update(state=state)
        for name in ("public-campaign", "public-report"):
            assert client.get(story.path(name)).status_code == status
    assert client.get(reverse("campaigns:public-campaign", args=["00000000-0000-4000-8000-000000000000"])).status_code == 404


def test_the_page_is_light_with_forty_targets(story, client):
    for place in range(39):
        target = make_target(story.campaign, f"Tỷ lệ hộ gia đình văn hóa tiêu biểu {place}", order=place)
        TargetFigure.objects.create(target=target, year=2021, quarter=3, actual=17)
    size = len(client.get(story.path()).content)
    styles = sum((CSS / f"{name}.css").stat().st_size for name in ("tokens", "public", "marks", "public_campaign"))
    assert size + styles < 60_000, (size, styles)


def test_the_number_of_queries_does_not_grow(story, client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(story.path()).status_code == 200
        return len(queries)

    story.example("Đường hoa tự quản", copies=1)
    before = count()
    for place in range(3):
        target = make_target(story.campaign, f"Chỉ tiêu {place}")
        TargetFigure.objects.create(target=target, year=2021, quarter=3, actual=1)
        story.example(f"Mô hình {place}", copies=2)
    assert count() == before <= 15


def test_late_targets_stand_as_plain_as_the_good_ones(story, client):
    target = make_target(story.campaign, "Số việc làm mới", (1700,), unit_of_measure="người", order=1)
    TargetFigure.objects.create(target=target, year=2021, quarter=3, actual=905)
    page = client.get(story.path())
    assert "Số việc làm mới" in page.text and "Nguy cơ" in page.text and "<b>1/2</b>" in page.text


def test_no_name_without_consent(story, client):
    story.example("Bà Lê Thị Không", kind=ExemplarKind.PERSON, keeper="bà Lê Thị Không")
    story.example("Đường hoa tự quản", keeper="bà Đào Thị Nhạn", copies=2)
    story.example("Chi bộ 4 tốt", keeper="ông Vũ Văn Đồng", consent_on=date(2021, 1, 1))
    story.example("Chưa công nhận", state="accepted")
    page = client.get(story.path())
    assert "Lê Thị Không" not in page.text and "Đào Thị Nhạn" not in page.text and "Chưa công nhận" not in page.text
    assert "Đường hoa tự quản" in page.text and "<b>2</b> nơi làm theo" in page.text
    assert "ông Vũ Văn Đồng" in page.text


def test_the_picture_for_sharing(story, client, monkeypatch):
    answer = client.get(story.path("public-card"))
    assert answer["Content-Type"] == "image/png" and answer["Cache-Control"].startswith("public")
    with Image.open(io.BytesIO(b"".join(answer))) as image:
        assert image.size == (1200, 630)
    monkeypatch.setattr("campaigns.documents.campaign_card.card", lambda *args, **facts: pytest.fail("drawn a second time"))
    assert client.get(story.path("public-card")).status_code == 200


def test_a_name_that_our_face_cannot_draw_is_no_error(story, client):
    type(story.campaign).objects.filter(pk=story.campaign.pk).update(name="Thi đua 🌾", slogans="ก")
    assert client.get(story.path()).status_code == 200
    assert client.get(story.path("public-card")).status_code == 404


# --- messages about what is wrong --------------------------------------------------------------


def test_a_reader_says_what_is_wrong_once(story, client):
    assert client.get(story.path("public-report")).status_code == 200
    assert story.report(client, contact="0912 000 000").status_code == 302
    assert story.report(client).status_code == 302
    note = PublicNote.objects.get()
    assert (note.text, note.contact, note.campaign) == (WRONG, "0912 000 000", story.campaign)
    event = events.last_event(story.campaign)
    assert event.action == "public_note" and "19" not in str(event.data) and event.by is None
    thanks = client.get(story.path("public-report") + "?da-nhan=1")
    assert "Đã nhận" in thanks.text and not thanks.cookies


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"text": "sai"}, 422, "ít nhất một câu"),
        ({"text": "dài " * 400}, 422, "viết gọn trong 1000 chữ"),
        ({"website": "http://x.example"}, 422, "Hãy bấm Gửi lần nữa"),
        ({"ticket": "bịa"}, 422, "Hãy bấm Gửi lần nữa"),
        ({"ticket": ""}, 422, "Hãy bấm Gửi lần nữa"),
    ],
)
def test_machines_and_empty_words_are_sent_back_with_all_that_was_written(story, client, fields, status, words):
    page = story.report(client, **fields)
    assert page.status_code == status and words in page.text
    assert fields.get("text", WRONG).strip()[:30] in page.text
    assert not PublicNote.objects.exists()


def test_faster_than_a_hand_or_from_another_page_or_too_often(story, client):
    assert story.report(client, ticket=story.ticket(seconds=0)).status_code == 422
    assert story.report(client, ticket=new_ticket("other", clock.now() - timedelta(seconds=60))).status_code == 422
    foreign = client.post(story.path("public-report"), {"text": WRONG}, headers={"Origin": "https://elsewhere.example"})
    assert foreign.status_code == 403
    most = int(CampaignRule.objects.get(code="notes_per_hour").value)
    for place in range(most):
        assert story.report(client, text=f"{WRONG} Lần {place}").status_code == 302
    page = story.report(client, text="Thêm một lần nữa, vẫn chưa đúng.")
    assert page.status_code == 429 and "Thêm một lần nữa" in page.text
    assert PublicNote.objects.count() == most and HOUR == 3600


def test_the_office_sees_and_answers(story, client):
    note = leave_note(campaign=story.campaign, text=WRONG)
    client.force_login(story.world.an)
    assert "1 báo thông tin chưa đúng" in client.get(reverse("campaigns:campaign", args=[story.campaign.public_id])).text
    today = client.get(reverse("summary:today")).text
    path = reverse("campaigns:public-notes", args=[story.campaign.public_id])
    assert "Báo thông tin chưa đúng từ trang công khai" in today and path in today
    assert WRONG in client.get(path).text
    empty = client.post(path, {"note": str(note.public_id), "version": 1, "answer": " "})
    assert empty.status_code == 422 and "Hãy ghi đã kiểm tra" in empty.text
    assert client.post(path, {"note": str(note.public_id), "version": 1, "answer": "Đã sửa thành 19."}).status_code == 302
    note.refresh_from_db()
    assert (note.answer, note.answered_by) == ("Đã sửa thành 19.", story.world.an)
    assert client.post(path, {"note": str(note.public_id), "version": 1, "answer": "Lần hai"}).status_code == 409
    for odd in ("", "x", "00000000-0000-4000-8000-000000000000"):
        assert client.post(path, {"note": odd, "version": 1, "answer": "a"}).status_code == 404


def test_only_the_office_reads_the_messages(story, client):
    note = leave_note(campaign=story.campaign, text=WRONG)
    path = reverse("campaigns:public-notes", args=[story.campaign.public_id])
    client.force_login(story.world.dung)
    assert client.get(path).status_code == 404
    client.force_login(make_user("mai", "Đỗ Thị Mai", (story.world.commune, Role.CLERK)))
    assert client.get(path).status_code == 403
    with pytest.raises(Refused):
        answer_note(note=note, version=1, answer="Đã sửa.", by=story.world.dung)
    with pytest.raises(Conflict):
        answer_note(note=note, version=7, answer="Đã sửa.", by=story.world.an)
    with pytest.raises(ValidationError):
        leave_note(campaign=story.campaign, text="ngắn")
