"""Pages of duties: the list, reminders of one and of all, reviews told as done."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.enums import CampaignState, DutyKind, RegistrationState, StageKind
from campaigns.models import Obligation, Stage
from campaigns.services.duties import make_duties
from campaigns.services.escalation import escalate
from tests.awards.factories import make_user, make_world
from tests.campaigns.factories import make_campaign, make_registration
from tests.campaigns.test_report_views import at, browser, sheet_of, words
from thiduakhenthuong.core import events

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def work_day(settings):
    settings.WORK_DATE = date(2021, 10, 15)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def campaign(world):
    made = make_campaign(
        world.district, state=CampaignState.LAUNCHED, units=[world.commune, world.school], launched_on=date(2021, 7, 1),
        register_by=date(2021, 10, 20), period_from=date(2021, 7, 1),
    )  # fmt: skip
    Stage.objects.create(campaign=made, kind=StageKind.MIDTERM, name="Sơ kết 6 tháng", due_on=date(2021, 9, 30))
    make_duties(made)
    return made


@pytest.fixture
def clerk(world):
    return make_user("mai", "Đỗ Thị Mai", (world.commune, "clerk"))


def review(campaign, unit) -> Obligation:
    return campaign.obligations.get(unit=unit, kind=DutyKind.REVIEW)


def test_what_is_late_stands_first_with_who_was_told(world, campaign):
    escalate(date(2021, 10, 12))
    page = words(browser(world.khanh).get(at("duty-list")))
    assert page.index("Báo cáo kết quả quý III/2021") < page.index("Sơ kết 6 tháng") < page.index("Đăng ký thi đua năm 2021")
    assert "Quá 5 ngày" in page and "Đã báo người đứng đầu 15/10/2021" in page and "Lê Thị Chi, Chủ tịch" in page
    assert "Nhắc tất cả (6)" in page


def test_views_and_filters_live_in_the_address(world, campaign):
    office = browser(world.khanh)
    late = words(office.get(at("duty-list"), {"phong-trao": campaign.public_id, "qua-han": "1"}))
    assert "Báo cáo kết quả quý III/2021" in late and "Đăng ký thi đua năm 2021" not in late
    assert "Sơ kết" in words(office.get(at("duty-list"), {"viec": "review", "xem": "tat-ca"}))
    none = words(office.get(at("duty-list"), {"q": "không có"}))
    assert "Không có việc nào khớp bộ lọc" in none and "Bỏ mọi bộ lọc" in none
    assert "Quý IV/2021" in words(office.get(at("duty-list"), {"xem": "sap-toi"})).replace("quý IV", "Quý IV")
    assert office.get(at("duty-list"), {"muc": "2", "sort": "-nhac"}).status_code == 200


def test_the_list_as_a_workbook(world, campaign):
    answer = browser(world.khanh).get(at("duty-export"), {"xem": "qua-han"})
    rows = sheet_of(answer)
    assert sum("Báo cáo kết quả quý III/2021" in row for row in rows) == 2


def test_one_press_reminds_all_of_the_list(world, campaign):
    address = at("duty-remind") + "?viec=report"
    page = words(browser(world.khanh).post(address))
    assert "2 việc của 2 đơn vị" in page and "chưa báo cáo kết quả quý III/2021" in page and "Sao chép" in page
    assert campaign.obligations.filter(reminders=1).count() == 2
    assert browser(world.khanh).get(at("duty-remind")).status_code == 302


def test_one_is_reminded_alone(world, campaign):
    duty = review(campaign, world.commune)
    assert "1 việc của 1 đơn vị" in words(browser(world.lam).post(at("duty-remind"), {"chon": [str(duty.public_id)]}))
    duty.refresh_from_db()
    assert duty.reminders == 1


@pytest.mark.parametrize(("who", "status"), [("dung", 302), ("giang", 403), ("clerk", 403)])
def test_others_do_not_remind(world, campaign, clerk, who, status):
    user = clerk if who == "clerk" else getattr(world, who)
    duty = review(campaign, world.commune)
    assert browser(user).post(at("duty-remind"), {"chon": [str(duty.public_id)]}).status_code == status
    duty.refresh_from_db()
    assert duty.reminders == 0
    assert "Nhắc tất cả" not in words(browser(user).get(at("duty-list")))


# --- where a duty leads ----------------------------------------------------------------------------


def test_a_duty_to_register_leads_to_the_form_or_to_what_was_begun(world, campaign, clerk):
    duty = campaign.obligations.get(unit=world.commune, kind=DutyKind.REGISTER, year=2021)
    form = browser(clerk).get(at("duty", duty)).url
    assert form == f"{reverse('campaigns:registration-create')}?pt={campaign.public_id}&nam=2021&dv={world.commune.pk}"
    assert browser(clerk).get(form).status_code == 200
    made = make_registration(campaign, world.commune, state=RegistrationState.DRAFT)
    assert browser(clerk).get(at("duty", duty)).url == at("registration", made)


def test_a_duty_to_report_leads_to_the_report(world, campaign, clerk):
    duty = campaign.obligations.get(unit=world.commune, kind=DutyKind.REPORT, year=2021, quarter=3)
    assert browser(clerk).get(at("duty", duty)).url == at("report-start", duty)


# --- reviews ------------------------------------------------------------------------------------------


def test_a_review_is_told_with_words_and_its_paper(world, campaign, clerk):
    duty, client = review(campaign, world.commune), browser(clerk)
    assert "Ghi đã làm" in words(client.get(at("duty", duty)))
    empty = client.post(at("duty-review", duty), {"note": "  "})
    assert empty.status_code == 422 and "hoặc đính kèm báo cáo" in words(empty)
    bad = client.post(at("duty-review", duty), {"note": "Đã họp", "file": SimpleUploadedFile("a.exe", b"MZ")})
    assert bad.status_code == 422 and "không nhận được" in words(bad) and "Đã họp" in words(bad)
    paper = SimpleUploadedFile("sơ kết.pdf", b"%PDF-1.4 x", "application/pdf")
    assert client.post(at("duty-review", duty), {"note": "Đã họp", "file": paper}).status_code == 302
    duty.refresh_from_db()
    assert duty.done_at and not duty.was_late and events.last_event(duty).note == "Đã họp"
    assert client.get(at("duty-file", duty)).status_code == 200
    assert "sơ kết.pdf" in words(client.get(at("duty", duty)))
    assert client.post(at("duty-review", duty), {"note": "Lần nữa"}).status_code == 409
    assert client.post(at("duty-undo", duty)).status_code == 302
    duty.refresh_from_db()
    assert duty.done_at is None and client.post(at("duty-undo", duty)).status_code == 409


def test_late_reviews_are_marked_and_long_words_refused(world, campaign, clerk, settings):
    settings.WORK_DATE = date(2021, 10, 25)
    duty = review(campaign, world.commune)
    long = browser(clerk).post(at("duty-review", duty), {"note": "x" * 400})
    assert long.status_code == 422
    browser(clerk).post(at("duty-review", duty), {"note": "Đã họp"})
    duty.refresh_from_db()
    assert duty.was_late


def test_only_the_unit_tells_of_its_review(world, campaign):
    duty = review(campaign, world.commune)
    assert browser(world.khanh).post(at("duty-review", duty), {"note": "x"}).status_code == 403
    assert browser(world.dung).get(at("duty", duty)).status_code == 404
    assert "Chỉ cán bộ" in words(browser(world.khanh).get(at("duty", duty)))
    assert browser(world.khanh).get(at("duty-file", duty)).status_code == 404
