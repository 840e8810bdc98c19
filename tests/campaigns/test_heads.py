"""Heads: six indicators with their limits and records, the board, the page that is locked once approved."""

from datetime import date, timedelta
from decimal import Decimal

import pdfplumber
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.enums import DossierState
from awards.models import Appraisal
from awards.queries import heads
from awards.services import heads as services
from campaigns.enums import (
    CampaignState,
    DutyKind,
    ExemplarState,
    HeadReportState,
    RegistrationState,
    ReplicationState,
    ReportState,
    ResultStatus,
)
from campaigns.models import CampaignRule, Exemplar, HeadReport, Obligation, Replication, Result
from campaigns.tally.heads import SPECS, Duties, HeadLine, Indicator, heading, in_order, indicators_of
from tests.awards import factories
from tests.campaigns.factories import make_campaign, make_registration, make_report, make_target
from thiduakhenthuong.core.errors import Conflict, Refused

DAY = date(2021, 10, 15)
RULES = {spec.rule: Decimal(limit) for spec, limit in zip(SPECS, ("90", "80", "90", "10", "66.67", "1"), strict=True)}


@pytest.fixture(autouse=True)
def work_day(settings):
    settings.WORK_DATE = DAY


@pytest.fixture
def world(db):
    return factories.make_world()


def duty(campaign, unit, kind=DutyKind.REPORT, *, quarter=1, late=False, done=True, due=date(2021, 4, 10)):
    done_at = timezone.make_aware(timezone.datetime(2021, 4, 12 if late else 5)) if done else None
    return Obligation.objects.create(
        campaign=campaign, unit=unit, kind=kind, year=2021, quarter=quarter, due_on=due, done_at=done_at, was_late=late
    )


@pytest.fixture
def story(world):
    """The commune in a campaign of the district: every indicator has something to count."""
    campaign = make_campaign(world.district, state=CampaignState.LAUNCHED, units=[world.commune])
    duty(campaign, world.commune, DutyKind.REGISTER, quarter=0)
    duty(campaign, world.commune, quarter=1)
    duty(campaign, world.commune, quarter=2, late=True, due=date(2021, 7, 10))
    duty(campaign, world.commune, quarter=3, done=False, due=date(2021, 10, 10))
    duty(campaign, world.commune, quarter=4, done=False, due=date(2022, 1, 10))  # not due: not counted
    make_registration(campaign, world.commune, state=RegistrationState.CONFIRMED)
    targets = [make_target(campaign, f"Chỉ tiêu {n}") for n in range(3)]
    for quarter, states in ((1, "MET NOT_MET NOT_MET"), (2, "MET EXCEEDED NOT_DUE")):
        report = make_report(campaign, world.commune, quarter=quarter, targets=targets, state=ReportState.VERIFIED)
        for line, state in zip(report.results.order_by("order"), states.split(), strict=True):
            Result.objects.filter(pk=line.pk).update(status=ResultStatus[state], actual=5, plan=6)
    make_report(campaign, world.commune, quarter=3, targets=targets)  # a draft says nothing
    sent(world, returned=True, direct=2, others=1)
    sent(world, returned=False, direct=1, others=0)
    exemplar = Exemplar.objects.create(
        title="Đường hoa", search_key="duong hoa", office=world.district, unit=world.commune, state=ExemplarState.RECOGNISED
    )
    for place, state in enumerate((ReplicationState.CONFIRMED, ReplicationState.CONFIRMED, ReplicationState.CLAIMED)):
        unit = factories.make_unit(f"Xã {place}", "commune", world.district)
        Replication.objects.create(exemplar=exemplar, unit=unit, state=state, started_on=date(2021, 3, 1 + place))
    return campaign


def sent(world, *, returned, direct, others, state=DossierState.RECEIVED):
    dossier = factories.make_dossier(
        world, unit=world.commune, deciding_unit=world.district, state=state,
        submitted_at=timezone.make_aware(timezone.datetime(2021, 5, 5)),
    )  # fmt: skip
    for place in range(direct + others):
        line = factories.make_nomination(dossier, name=f"Lưu Bá {'ABCD'[place]}", is_direct_worker=place < direct)
    factories.make_nomination(dossier, name="Tổ dân phố", recipient_kind="collective")
    if returned:  # twice: one dossier all the same
        for _ in range(2):
            Appraisal.objects.create(nomination=line, action="send_back", by=world.khanh)
    return dossier


def board_line(unit, year=2021) -> HeadLine:
    return services.line_of(unit, year)


def told(line) -> dict:
    return {one.spec.code: (one.good, one.of) for one in line.indicators}


def show(client, user, name, *args, **params):
    client.force_login(user)
    return client.get(reverse(f"awards:{name}", args=args), params)


# --- reckoning ----------------------------------------------------------------------------------


def one(code, good, of) -> Indicator:
    spec = next(spec for spec in SPECS if spec.code == code)
    return Indicator(spec, good, of, RULES[spec.rule])


@pytest.mark.parametrize(
    ("code", "good", "of", "text", "beyond"),
    [
        ("reports", 9, 10, "90,0%", False),
        ("reports", 89, 100, "89,0%", True),
        ("reports", 0, 0, "chưa có", False),
        ("returned", 1, 10, "10,0%", False),
        ("returned", 11, 100, "11,0%", True),
        ("returned", 0, 3, "0,0%", False),
        ("direct", 2, 3, "66,7%", False),  # two thirds are meant: the limit is written to the hundredth
        ("direct", 3, 4, "75,0%", False),
        ("copies", 0, 2, "0 nơi", True),
        ("copies", 0, 0, "chưa có", False),
        ("copies", 7, 1, "7 nơi", False),
    ],
)
def test_an_indicator_says_its_number_and_whether_it_is_beyond_its_limit(code, good, of, text, beyond):
    found = one(code, good, of)
    assert (found.text, found.beyond) == (text, beyond)


def test_limits_are_said_in_words():
    assert one("returned", 0, 1).limit_text == "không quá 10%"
    assert one("direct", 0, 1).limit_text == "từ 66,67%"
    assert one("copies", 0, 1).limit_text == "từ 1 nơi"


def line(name, counts, **states) -> HeadLine:
    return HeadLine(unit=None, name=name, title="", indicators=indicators_of(counts, RULES), duties=Duties(states))


def test_the_board_runs_from_best_to_worst_and_who_did_nothing_stands_last():
    good = line("Tốt", {"reports": (4, 4), "copies": (2, 2)}, launch=True, registration=True)
    fair = line("Khá", {"reports": (4, 4), "returned": (1, 4), "copies": (2, 2)}, launch=True)
    idle = line("Chưa làm", {"reports": (4, 4), "copies": (9, 9)}, launch=False, registration=False)
    assert [one.name for one in in_order([idle, fair, good])] == ["Tốt", "Khá", "Chưa làm"]
    assert idle.duties.text == "Chưa có việc nào"
    assert heading([good, idle]) == "1 trong 2 người đứng đầu chưa thực hiện phần việc nào"
    assert heading([good, fair]) == "1 trong 2 người đứng đầu có chỉ số chưa đạt mức"
    assert "Cả 1" in heading([good])
    assert "Chưa có" in heading([])


def test_a_unit_of_which_nothing_is_asked_is_not_idle():
    assert not Duties({"launch": None}).none_done
    assert Duties({"launch": None, "registration": True}).text == "1/1"


# --- counting -------------------------------------------------------------------------------------


def test_six_numbers_are_counted_from_the_records(world, story):
    found = board_line(world.commune)
    assert told(found) == {
        "registered": (1, 1), "reports": (1, 3), "targets": (2, 2), "returned": (1, 2), "direct": (3, 4), "copies": (2, 1),
    }  # fmt: skip
    assert found.duties.states == {"launch": None, "registration": True, "review": None, "submission": True}
    assert (found.name, found.title) == ("Lê Thị Chi", "Chủ tịch")  # the words of the launch: the commune has no account


def test_another_year_and_other_units_count_nothing(world, story):
    assert told(board_line(world.commune, 2020)) == dict.fromkeys([spec.code for spec in SPECS], (0, 0))
    assert told(board_line(world.school)) == dict.fromkeys([spec.code for spec in SPECS], (0, 0))


def test_the_account_of_the_day_goes_before_the_words_of_the_launch(world, story):
    head = factories.make_user("chu", "Đặng Văn Phú")
    head.memberships.create(unit=world.commune, role="head", title="Chủ tịch UBND xã", valid_from=date(2021, 6, 1))
    assert (board_line(world.commune).name, board_line(world.commune).title) == ("Đặng Văn Phú", "Chủ tịch UBND xã")
    assert board_line(world.commune, 2020).name == "Lê Thị Chi"


def test_a_head_with_nothing_done_is_red(client, world):
    campaign = make_campaign(world.district, state=CampaignState.LAUNCHED, units=[world.commune])
    duty(campaign, world.commune, DutyKind.REGISTER, quarter=0, done=False)
    assert board_line(world.commune).duties.none_done
    text = show(client, world.khanh, "head-list").content.decode()
    assert "Chưa có việc nào" in text
    assert 'class="is-idle"' in text
    assert "Chưa có việc nào được thực hiện" in show(client, world.khanh, "head", world.commune.public_id).content.decode()


def test_units_without_any_part_and_dead_ones_are_not_on_the_board(world, story):
    factories.make_unit("Xã giải thể", "commune", world.district, valid_to=date(2020, 12, 31))
    names = [unit.name for unit in heads.units_of_board(world.district, 2021)]
    assert names == ["Huyện Nam Sách", "Xã Nam Trung"]


def test_a_department_that_a_campaign_names_is_on_the_board_of_its_district(client, world):
    committee = factories.make_unit("UBND huyện Nam Sách", "office", world.district)
    justice = factories.make_unit("Phòng Tư pháp huyện", "office", committee)
    factories.make_unit("Phòng Y tế huyện", "office", committee)
    make_campaign(world.district, state=CampaignState.LAUNCHED, units=[world.commune, justice])
    names = [unit.name for unit in heads.units_of_board(world.district, 2021)]
    assert names == ["Huyện Nam Sách", "Xã Nam Trung", "Phòng Tư pháp huyện"]
    assert show(client, world.khanh, "head", justice.public_id).status_code == 200


def test_in_january_the_board_opens_on_the_year_that_has_results(client, world, settings):
    settings.WORK_DATE = date(2022, 1, 14)
    assert show(client, world.khanh, "head-list").context["year"] == 2021
    settings.WORK_DATE = date(2022, 4, 1)
    assert show(client, world.khanh, "head-list").context["year"] == 2022


# --- pages ------------------------------------------------------------------------------------------


def test_every_number_opens_its_records(client, world, story):
    text = show(client, world.khanh, "head", world.commune.public_id).content.decode()
    for words in (
        "1 dòng bị trả lại",
        "không bị trả lại",
        "Chỉ tiêu 1",
        "Đường hoa",
        "chưa làm, quá hạn",
        "đã làm, muộn",
        "Lưu Bá A",
    ):
        assert words in text
    for spec in SPECS:
        assert f'id="{spec.code}"' in text
        assert f'href="#{spec.code}"' in text
    first = Obligation.objects.filter(unit=world.commune, kind=DutyKind.REGISTER).get()
    assert reverse("campaigns:duty", args=[first.public_id]) in text


def test_board_filters_sorts_and_exports(client, world, story):
    assert [row["line"].unit.name for row in show(client, world.khanh, "head-list", sort="-reports").context["rows"]]
    only = show(client, world.khanh, "head-list", loc="can-nhac").context["rows"]
    assert {row["line"].unit for row in only} == {world.commune}
    for junk in ({"nam": "x"}, {"nam": "1"}, {"sort": "zzz"}, {"loc": "?"}):
        assert show(client, world.khanh, "head-list", **junk).status_code == 200
    assert show(client, world.khanh, "head-list", dv="x").status_code == 404
    assert show(client, world.khanh, "head-export")["Content-Type"].startswith("application/vnd")
    table = show(client, world.khanh, "head-list", phan="bang").content.decode()
    assert "<html" not in table
    assert reverse("awards:head-list") in table


def test_a_unit_sees_itself_and_what_lies_below_never_a_sibling(client, world, story):
    for user, unit, status in (
        (world.dung, world.commune, 404), (world.an, world.commune, 200), (world.an, world.province, 404),
        (world.giang, world.commune, 200), (world.chi, world.district, 200),
    ):  # fmt: skip
        assert show(client, user, "head", unit.public_id).status_code == status
    assert show(client, world.dung, "head-list", dv=world.district.public_id).status_code == 404
    assert show(client, world.dung, "head-pdf", world.commune.public_id).status_code == 404
    assert show(client, factories.make_user("khach", "Khách"), "head-list").status_code == 403


def test_the_board_asks_the_database_as_often_for_two_units_as_for_forty(client, world, story):
    client.force_login(world.khanh)
    url, counts = reverse("awards:head-list"), []
    client.get(url)
    for more in (0, 38):
        for place in range(more):
            unit = factories.make_unit(f"Cơ quan {place}", "office", world.district)
            story.members.create(unit=unit, head_name=f"Ông {place}")
            duty(story, unit)
        with CaptureQueriesContext(connection) as found:
            assert len(client.get(url).context["rows"]) == 2 + more
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert counts[0] <= 15


# --- the page for the yearly assessment -------------------------------------------------------------


def test_draft_then_approved_then_locked(client, world, story):
    made = services.draft_report(unit=world.commune, year=2021, by=world.khanh, remark="Hoàn thành tốt.")
    assert (made.head_name, made.state) == ("Lê Thị Chi", HeadReportState.DRAFT)
    again = services.draft_report(unit=world.commune, year=2021, by=world.khanh, remark="Hoàn thành.")
    assert (again.pk, again.version, HeadReport.objects.count()) == (made.pk, 2, 1)
    with pytest.raises(Conflict):
        services.approve_report(report=again, version=1, by=world.lam)
    approved = services.approve_report(report=again, version=2, by=world.lam)
    assert (approved.state, approved.approved_by) == (HeadReportState.APPROVED, world.lam)
    with pytest.raises(ValidationError, match="đã duyệt và khóa"):
        services.draft_report(unit=world.commune, year=2021, by=world.khanh)
    with pytest.raises(Conflict):
        services.approve_report(report=approved, version=approved.version, by=world.lam)
    before = dict(approved.figures)
    Obligation.objects.filter(unit=world.commune).update(was_late=True)
    approved.refresh_from_db()
    assert approved.figures == before
    text = show(client, world.khanh, "head", world.commune.public_id).content.decode()
    assert "33,3%" in text  # frozen
    assert "nay 0,0%" in text
    assert "Lập phiếu" not in text
    assert show(client, world.khanh, "head-pdf", world.commune.public_id).status_code == 200


def test_who_draws_up_and_who_approves(world, story):
    for stranger in (world.an, world.chi, world.dung, world.lam):
        with pytest.raises(Refused):
            services.draft_report(unit=world.commune, year=2021, by=stranger)
    made = services.draft_report(unit=world.commune, year=2021, by=world.giang)
    for stranger in (world.an, world.khanh, world.giang, world.dung):
        with pytest.raises(Refused):
            services.approve_report(report=made, version=1, by=stranger)
    own = services.draft_report(unit=world.district, year=2021, by=world.khanh)
    with pytest.raises(Refused):  # nobody approves the page of his or her own head
        services.approve_report(report=own, version=1, by=world.lam)
    assert services.approve_report(report=own, version=1, by=world.hai).state == HeadReportState.APPROVED


def test_refusals_say_why(world, story):
    with pytest.raises(ValidationError, match="chưa ghi tên người đứng đầu"):
        services.draft_report(unit=world.school, year=2021, by=world.khanh)
    with pytest.raises(ValidationError, match="chưa bắt đầu"):
        services.draft_report(unit=world.commune, year=2022, by=world.khanh)
    with pytest.raises(ValidationError) as caught:
        services.draft_report(unit=world.commune, year=2021, by=world.khanh, remark="x" * 501)
    assert "remark" in caught.value.message_dict
    made = services.draft_report(unit=world.commune, year=2021, by=world.khanh)
    head = factories.make_user("moi", "Người Mới", (world.commune, "head"))
    with pytest.raises(ValidationError, match=head.full_name):
        services.approve_report(report=made, version=1, by=world.lam)


def test_pages_draft_and_approve(client, world, story):
    client.force_login(world.khanh)
    page = reverse("awards:head", args=[world.commune.public_id])
    assert client.post(page, {"remark": "x" * 600, "nam": 2021}).status_code == 422
    assert client.post(page, {"remark": "Tốt", "nam": 2021}).status_code == 302
    assert "Duyệt, khóa" not in client.get(page).content.decode()
    approve = reverse("awards:head-approve", args=[world.commune.public_id])
    assert client.post(approve, {"version": 1, "nam": 2021}).status_code == 403
    client.force_login(world.lam)
    assert "Duyệt, khóa" in client.get(page).content.decode()
    assert client.post(approve, {"version": 7, "nam": 2021}).status_code == 409
    assert client.post(approve, {"version": 1, "nam": 2021}).status_code == 302
    assert HeadReport.objects.get().state == HeadReportState.APPROVED
    assert client.post(reverse("awards:head-approve", args=[world.school.public_id]), {"version": 1}).status_code == 404


def test_the_sheet_is_one_page_whatever_it_has_to_say(world, story, tmp_path):
    made = services.draft_report(unit=world.commune, year=2021, by=world.khanh, remark="Đơn vị có nhiều cố gắng. " * 19)
    made.figures["awards"] = [f"Giấy khen của Chủ tịch Ủy ban nhân dân huyện (Tập thể {n}), số {n}/QĐ-UBND" for n in range(20)]
    made.figures["standing"] = "Đứng thứ 3/12 của Cụm xã số 1, 982,5 điểm"
    paper = services.paper_of(made, approver=("Chủ tịch Ủy ban nhân dân huyện", "Hoàng Văn Lâm"), day=DAY)
    file = tmp_path / "phieu.pdf"
    file.write_bytes(services.sheet_of(paper).content)
    with pdfplumber.open(file) as pdf:
        assert len(pdf.pages) == 1
        text = " ".join(pdf.pages[0].extract_text().split())
    for words in ("PHỤC VỤ ĐÁNH GIÁ CÁN BỘ", "Lê Thị Chi", "33,3%", "Chưa đạt mức", "và 17 khen thưởng khác", "Hoàng Văn Lâm"):
        assert words in text


def test_limits_are_dated_settings(world, story):
    CampaignRule.objects.filter(code="head_on_time_share").update(value=Decimal(30), valid_to=None)
    assert not next(i for i in board_line(world.commune).indicators if i.spec.code == "reports").beyond
    assert heads.last_day(2020) == date(2020, 12, 31)
    assert heads.last_day(2021) == DAY
    assert timedelta(days=1) + heads.last_day(2021) > DAY


def test_the_leaders_page_fetches_the_board_of_its_unit_and_year(client, world, story):
    client.force_login(world.khanh)
    text = client.get(reverse("summary:summary")).content.decode()
    assert f"phan=bang&amp;dv={world.district.public_id}&amp;nam=2021" in text
    assert 'hx-trigger="revealed"' in text


def test_a_page_that_waits_stands_in_the_approvers_work_and_nowhere_else(client, world, story):
    services.draft_report(unit=world.commune, year=2021, by=world.khanh)
    for user, waits in ((world.lam, True), (world.hai, True), (world.khanh, False), (world.an, False), (world.dung, False)):
        client.force_login(user)
        text = client.get(reverse("summary:today")).content.decode()
        assert ("Kết quả thi đua năm 2021 của Lê Thị Chi chờ duyệt" in text) == waits, user
