"""What campaigns put on the work page and on the leaders' page, role by role; the same queries for one row and for many."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.enums import (
    CampaignState,
    ClusterState,
    DraftState,
    ExemplarState,
    RegistrationKind,
    RegistrationState,
    ReplicationState,
    ReportState,
    Role,
    ScoreSheetState,
)
from campaigns.models import (
    Cluster,
    ClusterMember,
    Criterion,
    DraftDocument,
    Exemplar,
    Registration,
    Replication,
    Report,
    Scorecard,
)
from campaigns.services.duties import make_duties, mark_undone
from campaigns.services.escalation import escalate
from tests.awards.factories import make_unit, make_user, make_world
from tests.campaigns.factories import make_campaign, make_registration
from thiduakhenthuong.core import clock
from thiduakhenthuong.summary.views.campaign_items import campaign_items, late_facts
from thiduakhenthuong.summary.views.item import BACK, LATE, MINE, SOON

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
    make_duties(made)
    return made


@pytest.fixture
def clerk(world):
    return make_user("mai", "Đỗ Thị Mai", (world.commune, Role.CLERK))


@pytest.fixture
def head(world):
    return make_user("son", "Vũ Đình Sơn", (world.commune, Role.HEAD))


def lines(user) -> list[tuple]:
    return [(item.group, item.title, item.action) for item in campaign_items(user)]


def report(campaign, unit, state, **fields) -> Report:
    return Report.objects.create(campaign=campaign, unit=unit, year=2021, quarter=3, state=state, **fields)


def test_a_clerk_sees_duties_that_are_late_or_soon(campaign, clerk):
    assert lines(clerk) == [
        (LATE, "Báo cáo kết quả quý III/2021: Mỗi người làm việc bằng hai", "Nhập kết quả"),
        (SOON, "Đăng ký thi đua năm 2021: Mỗi người làm việc bằng hai", "Đăng ký"),
    ]  # fmt: skip


def test_a_clerk_sees_at_once_what_somebody_reminded_of(campaign, clerk):
    late = (LATE, "Báo cáo kết quả quý III/2021: Mỗi người làm việc bằng hai", "Nhập kết quả")
    duty = campaign.obligations.get(unit__name="Xã Nam Trung", kind="register", year=2021)
    campaign.obligations.filter(pk=duty.pk).update(due_on=date(2021, 11, 30))
    assert lines(clerk) == [late]
    campaign.obligations.filter(pk=duty.pk).update(reminders=1)
    assert lines(clerk) == [late, (MINE, "Đăng ký thi đua năm 2021: Mỗi người làm việc bằng hai", "Đăng ký")]


def test_a_head_sees_them_too_and_what_waits_for_the_signature(world, campaign, head):
    made = make_registration(campaign, world.commune, state=RegistrationState.SUBMITTED)
    for number in range(3):
        Registration.objects.create(
            campaign=campaign, unit=world.commune, year=2021, kind=RegistrationKind.INDIVIDUAL, person_name=f"Bà {number}",
            state=RegistrationState.SUBMITTED,
        )  # fmt: skip
    found = lines(head)
    assert (MINE, "Đăng ký thi đua năm 2021 của Xã Nam Trung", "Xem, xác nhận") in found
    assert (MINE, "3 đăng ký cá nhân năm 2021 của Xã Nam Trung", "Xem, xác nhận") in found
    assert (LATE, "Báo cáo kết quả quý III/2021: Mỗi người làm việc bằng hai", "Xem") in found
    client = Client()
    client.force_login(head)
    page = client.get(reverse("summary:today")).content.decode()
    assert reverse("campaigns:registration", args=[made.public_id]) in page


def test_what_came_back_is_told_once(world, campaign, clerk):
    report(campaign, world.commune, ReportState.SENT_BACK, returned_note="Thiếu ảnh")
    make_registration(campaign, world.commune, state=RegistrationState.SENT_BACK)
    mark_undone(campaign=campaign, unit=world.commune, kind="report", year=2021, quarter=3)
    assert sorted(lines(clerk)) == [
        (BACK, "Báo cáo kết quả quý III/2021 của Xã Nam Trung bị trả lại", "Sửa báo cáo"),
        (BACK, "Đăng ký thi đua năm 2021 của Xã Nam Trung", "Viết cụ thể hơn"),
    ]  # fmt: skip


def test_reports_to_verify_are_one_line_and_never_ones_own(world, campaign):
    report(campaign, world.commune, ReportState.SUBMITTED)
    report(campaign, world.school, ReportState.SUBMITTED)
    assert (MINE, "Xác minh báo cáo kết quả quý III/2021 của 2 đơn vị", "Xác minh") in lines(world.khanh)
    Report.objects.update(submitted_by=world.khanh)
    assert lines(world.khanh) == []
    assert lines(world.lam) == lines(world.dung) == []


def test_what_climbed_reaches_leaders_above_and_nobody_else(world, campaign):
    leader = make_user("leader", "Vũ Văn Lãnh", (world.district, Role.LEADER))
    assert lines(world.lam) == []
    escalate(date(2021, 10, 20))
    assert lines(world.lam) == [(LATE, "2 đơn vị quá hạn 2 việc", "Xem, nhắc")] == lines(leader)
    assert lines(world.hai) == [(LATE, "2 đơn vị quá hạn 2 việc", "Xem, nhắc")]
    assert lines(world.khanh) == lines(world.dung) == []
    assert late_facts(leader)["late_title"] == "2 việc của đơn vị cấp dưới quá hạn lâu"
    client = Client()
    client.force_login(leader)
    page = client.get(reverse("summary:summary"))
    assert "2 việc của đơn vị cấp dưới quá hạn lâu" in page.content.decode()


def asked(world, campaign, number: int = 0) -> None:
    """A draft, a sheet to fill, a sheet to appraise, an introduction, a copy."""
    draft = DraftDocument.objects.create(
        campaign=campaign, title=f"Kế hoạch {number}", state=DraftState.CIRCULATED, due_on=clock.today() + timedelta(days=3)
    )  # fmt: skip
    draft.asked.add(world.commune)
    card = Scorecard.objects.create(unit=world.district, year=2021, name=f"Bảng chấm {number}", maximum=100)
    Criterion.objects.create(scorecard=card, name="Chỉ tiêu", maximum=100, department=world.school)
    cluster = Cluster.objects.create(
        unit=world.district, year=2021, name=f"Cụm {number}", scorecard=card, state=ClusterState.OPEN
    )
    ClusterMember.objects.create(cluster=cluster, unit=world.commune, state=ScoreSheetState.DRAFT)
    other = make_unit(f"Xã {number}", "commune", world.district)
    ClusterMember.objects.create(cluster=cluster, unit=other, state=ScoreSheetState.SUBMITTED)
    Exemplar.objects.create(office=world.district, title=f"Đường hoa {number}", state=ExemplarState.INTRODUCED)
    shown = Exemplar.objects.create(office=world.district, title=f"Chi bộ {number} tốt", state=ExemplarState.RECOGNISED)
    Replication.objects.create(exemplar=shown, unit=other, state=ReplicationState.CLAIMED)


def test_everything_else_that_asks_for_a_word(world, campaign, clerk):
    asked(world, campaign)
    found = lines(clerk)
    assert (SOON, "Góp ý dự thảo: Kế hoạch 0", "Góp ý") in found
    assert (MINE, "Tự chấm điểm thi đua năm 2021 của Xã Nam Trung", "Tự chấm") in found
    assert set(lines(world.khanh)) == {
        (MINE, "Thẩm định điểm tự chấm năm 2021 của Xã 0", "Thẩm định"), (MINE, "Gương tốt mới: Đường hoa 0", "Xem"),
        (MINE, "Xã 0 làm theo “Chi bộ 0 tốt”", "Xác nhận"),
    }  # fmt: skip
    teacher = make_user("thay", "Lê Văn Thầy", (world.school, Role.APPRAISER))
    assert (MINE, "Thẩm định điểm tự chấm năm 2021 của Xã 0", "Thẩm định") in lines(teacher)
    assert lines(world.dung) == []


def test_the_work_page_asks_the_same_for_one_row_and_for_many(world, campaign):
    busy = make_user(
        "ban", "Ngô Thị Bận", (world.commune, Role.CLERK), (world.commune, Role.HEAD), (world.district, Role.APPRAISER),
        (world.district, Role.LEADER),
    )  # fmt: skip

    def cost():
        with CaptureQueriesContext(connection) as seen:
            found = campaign_items(busy)
        return len(seen), len(found)

    asked(world, campaign)
    report(campaign, world.commune, ReportState.SUBMITTED)
    campaign_items(busy)
    few, rows = cost()
    for number in range(1, 4):
        asked(world, campaign, number)
        other = make_campaign(world.district, f"Phong trào {number}", state=CampaignState.LAUNCHED, units=[world.commune])
        make_duties(other)
        make_registration(other, world.commune, state=RegistrationState.SENT_BACK)
        report(other, world.commune, ReportState.SENT_BACK)
    escalate(date(2021, 12, 1))
    many, more = cost()
    assert more > rows and many == few <= 2  # memberships, the union
