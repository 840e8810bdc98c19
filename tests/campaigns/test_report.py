"""Reports of a quarter: their lines, what may be typed, sending, verifying, returning; figures of whole targets."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.enums import (
    CampaignState,
    Direction,
    DutyKind,
    Operator,
    RegistrationState,
    ReportState,
    ResultStatus,
    Role,
    Rollup,
)
from campaigns.models import Allocation, Commitment, Obligation, Report, Result, TargetFigure, TargetYear
from campaigns.services import report as services
from campaigns.services.cells import CellConflict, Edit
from campaigns.services.duties import make_duties
from campaigns.services.figures import refresh_figures
from campaigns.services.result import save_results
from tests.awards.factories import make_unit, make_user, make_world
from tests.campaigns.factories import make_campaign, make_registration, make_target
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def work_day(settings):
    settings.WORK_DATE = date(2021, 10, 5)


class Story:
    """The district's campaign with two communes in scope, a target of houses and a share of clean water."""

    def __init__(self):
        self.world = world = make_world()
        self.other = make_unit("Xã Quốc Tuấn", "commune", world.district, place="huyện Nam Sách")
        self.campaign = make_campaign(world.district, state=CampaignState.LAUNCHED, units=[world.commune, self.other])
        self.houses = make_target(self.campaign, splits=True)
        self.water = make_target(
            self.campaign, "Tỷ lệ hộ dùng nước sạch", (90, 92, 94, 96, 98), unit_of_measure="%", rollup=Rollup.END_POINT,
            splits=False, department=world.district, order=1, term_value=98,
        )  # fmt: skip
        self.clerk = make_user("mai", "Đỗ Thị Mai", (world.commune, Role.CLERK))
        self.head = make_user("son", "Vũ Đình Sơn", (world.commune, Role.HEAD))
        self.twin = make_user("nga", "Lý Thị Nga", (world.commune, Role.CLERK))
        made = make_registration(self.campaign, world.commune, state=RegistrationState.CONFIRMED)
        self.promise = made.commitments.get()
        Commitment.objects.filter(pk=self.promise.pk).update(target=self.houses)
        self.part = Allocation.objects.create(target=self.houses, unit=self.other, year=2021, value=9)
        make_duties(self.campaign)

    def report(self, unit=None, quarter=3, by=None) -> Report:
        return services.ensure_report(self.campaign, unit or self.world.commune, 2021, quarter, by=by)

    def fill(self, report, *values, by=None):
        rows = list(report.results.order_by("order"))
        edits = [Edit(str(row.public_id), "actual", value, "") for row, value in zip(rows, values, strict=True)]
        return save_results(report=report, edits=edits, by=by or self.clerk)

    def sent(self, value="6", quarter=3) -> Report:
        report = self.report(quarter=quarter)
        self.fill(report, value)
        return services.submit_report(report=report, version=report.version, by=self.clerk)

    def duty(self, unit=None, quarter=3):
        return Obligation.objects.get(unit=unit or self.world.commune, kind=DutyKind.REPORT, year=2021, quarter=quarter)


@pytest.fixture
def story():
    return Story()


# --- lines --------------------------------------------------------------------------------------


def test_lines_are_promises_shares_and_the_targets_in_charge(story):
    own = story.report().results.get()
    assert (own.commitment, own.plan, own.is_lead) == (story.promise, Decimal(6), False)
    given = story.report(story.other).results.get()
    assert (given.target, given.plan) == (story.houses, Decimal(9))
    leads = story.report(story.world.district).results.order_by("order")
    assert [(row.target.indicator, row.plan, row.is_lead) for row in leads] == [
        ("Số nhà tạm được xóa", 20, True), ("Tỷ lệ hộ dùng nước sạch", 90, True),
    ]  # fmt: skip


def test_a_promise_takes_the_place_of_the_share_it_answers(story):
    Allocation.objects.create(target=story.houses, unit=story.world.commune, year=2021, value=5)
    assert [row.commitment for row in story.report().results.all()] == [story.promise]


def test_making_it_again_adds_what_is_new_and_keeps_what_was_typed(story):
    report = story.report()
    story.fill(report, "4")
    again = Commitment.objects.create(
        registration=story.promise.registration, text="Trồng 2 ha rừng", value=2, unit_of_measure="ha"
    )
    assert services.missing_lines(report, list(report.results.all())) == 1
    story.report()
    story.report()
    rows = list(report.results.order_by("order"))
    assert [(row.commitment, row.actual) for row in rows] == [(story.promise, 4), (again, None)]
    Commitment.objects.filter(registration=again.registration).update(removed_at=report.created_at)
    story.report()
    assert [row.actual for row in report.results.all()] == [4]  # an empty line goes, a number stays


@pytest.mark.parametrize(("quarter", "year", "words"), [
    (4, 2021, None), (1, 2022, "bắt đầu ngày 01/01/2022"), (1, 2019, "kéo dài từ"), (5, 2021, "kéo dài từ"),
    (1, 2026, "kéo dài từ"),
])  # fmt: skip
def test_a_quarter_that_has_not_begun_or_lies_outside_is_refused(story, quarter, year, words):
    if words is None:
        assert services.ensure_report(story.campaign, story.other, year, quarter).quarter == 4
        return
    with pytest.raises(ValidationError) as error:
        services.ensure_report(story.campaign, story.other, year, quarter)
    assert words in str(error.value.message_dict["quarter"])


def test_a_unit_outside_a_merged_one_and_a_stranger_are_refused(story, settings):
    with pytest.raises(ValidationError, match="không thuộc phạm vi"):
        story.report(story.world.school)
    with pytest.raises(Refused, match="Chỉ cán bộ nhập hồ sơ"):
        story.report(by=story.world.dung)
    settings.WORK_DATE = date(2025, 2, 1)
    heir = make_unit("Xã Trần Phú", "commune", story.world.district, valid_from=date(2024, 12, 1))
    story.world.commune.successions.create(new=heir, effective_date=date(2024, 12, 1), kind="merged")
    with pytest.raises(ValidationError, match="Hãy báo cáo ở Xã Trần Phú"):
        services.ensure_report(story.campaign, story.world.commune, 2025, 1)


# --- typing ---------------------------------------------------------------------------------------


def errors_of(saved) -> list[str]:
    return [" ".join(one.error.messages) if isinstance(one.error, ValidationError) else str(one.error or "") for one in saved]


def test_numbers_are_read_and_judged(story):
    report = story.report(story.world.district)
    saved = story.fill(report, "1.250,5", "89,5", by=story.world.an)
    assert [one.value for one in saved] == ["1.250,5", "89,5"]
    houses, water = report.results.order_by("order")
    assert (houses.actual, houses.status, houses.edited_by) == (Decimal("1250.5"), ResultStatus.EXCEEDED, story.world.an)
    assert water.status == ResultStatus.NOT_DUE


@pytest.mark.parametrize(("value", "words"), [
    ("100,5", "nhiều nhất là 100%"), ("-1", "nhỏ hơn 0%"), ("chín mươi", "không phải là số"), ("9" * 20, "quá lớn"),
])  # fmt: skip
def test_a_share_cannot_pass_a_hundred_nor_a_number_be_words(story, value, words):
    report = story.report(story.world.district)
    saved = story.fill(report, "3", value, by=story.world.an)
    assert errors_of(saved)[0] == "" and words in errors_of(saved)[1]
    assert [row.actual for row in report.results.order_by("order")] == [3, None]  # the good cell is kept


def test_a_growth_rate_may_be_negative_but_houses_may_not(story):
    story.water.indicator = "Tốc độ tăng giá trị sản xuất"
    story.water.save()
    report = story.report(story.world.district)
    saved = story.fill(report, "-3", "-2,5", by=story.world.an)
    assert "số âm" in errors_of(saved)[0] and saved[1].value == "-2,5"


def test_a_target_whose_plan_begins_later_takes_no_result(story):
    report = story.report(story.world.district)
    TargetYear.objects.filter(target=story.houses, year__lt=2023).delete()
    Result.objects.filter(report=report, target=story.houses).update(plan=None)
    saved = story.fill(report, "3", "90", by=story.world.an)
    assert "đến năm 2023 mới có kế hoạch" in errors_of(saved)[0] and not saved[1].error


def test_two_officers_lose_nothing_and_are_told_of_each_other(story):
    report = story.report()
    row = str(report.results.get().public_id)
    save_results(report=report, edits=[Edit(row, "actual", "4", "")], by=story.twin)
    (mine,) = save_results(report=report, edits=[Edit(row, "actual", "5", "")], by=story.clerk)
    assert isinstance(mine.error, CellConflict) and "Lý Thị Nga" in mine.error.message and mine.error.value == "4"
    (words,) = save_results(report=report, edits=[Edit(row, "explanation", "Chờ vật liệu", "")], by=story.clerk)
    assert words.error is None
    line = report.results.get()
    assert (line.actual, line.explanation) == (4, "Chờ vật liệu")


def test_words_of_a_qualitative_target(story):
    story.water.operator, story.water.unit_of_measure = Operator.QUALITATIVE, ""
    story.water.save()
    report = story.report(story.world.district)
    _, line = report.results.order_by("order")
    edits = [Edit(str(line.public_id), "actual", "Đã ban hành quy chế", ""), Edit(str(line.public_id), "status", "met", "none")]
    assert not any(errors_of(save_results(report=report, edits=edits, by=story.world.an)))
    line.refresh_from_db()
    assert (line.actual, line.actual_text, line.status) == (None, "Đã ban hành quy chế", ResultStatus.MET)
    (bad,) = save_results(report=report, edits=[Edit(str(line.public_id), "status", "x", "met")], by=story.world.an)
    assert bad.error


def test_a_whole_sheet_costs_three_queries(story):
    for number in range(39):
        Commitment.objects.create(registration=story.promise.registration, text=f"Việc {number}", value=9, unit_of_measure="nhà")
    report = story.report()
    rows = list(report.results.order_by("order"))
    edits = [Edit(str(row.public_id), "actual", "3", "") for row in rows]
    with CaptureQueriesContext(
        connection,
    ) as seen:
        save_results(report=report, edits=edits, by=story.clerk)
    work = [query for query in seen.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(edits) == 40 and len(work) <= 3  # memberships, lines, one update
    assert Result.objects.filter(report=report, actual=3).count() == 40


@pytest.mark.parametrize("who", ["head", "an", "dung", "khanh"])
def test_only_the_clerk_of_the_unit_types(story, who):
    user = getattr(story, who, None) or getattr(story.world, who)
    report = story.report()
    with pytest.raises(Refused):
        story.fill(report, "4", by=user)


# --- sending, verifying, returning ------------------------------------------------------------------


def test_sending_needs_a_result_or_an_explanation_on_every_line(story):
    report = story.report()
    line = report.results.get()
    with pytest.raises(ValidationError) as error:
        services.submit_report(report=report, version=report.version, by=story.clerk)
    assert "hãy nhập kết quả" in error.value.message_dict[str(line.public_id)][0]
    Result.objects.filter(pk=line.pk).update(explanation="Chờ cấp vốn đến tháng 11")
    services.submit_report(report=report, version=report.version, by=story.clerk)
    assert report.state == ReportState.SUBMITTED


def test_a_cumulative_number_that_falls_needs_an_explanation(story):
    story.sent("5", quarter=2)
    report = story.report()
    story.fill(report, "3")
    with pytest.raises(ValidationError, match="thấp hơn quý trước"):
        services.submit_report(report=report, version=report.version, by=story.clerk)


def test_sending_ticks_the_duty_off_and_keeps_the_numbers(story):
    report = story.sent("6")
    duty = story.duty()
    assert duty.done_at and not duty.was_late and not report.is_late
    assert (report.submitted_by, report.head_name) == (story.clerk, "Vũ Đình Sơn")
    (figures,) = [event.data["figures"] for event in events.history(report) if event.action == "submit"]
    assert list(figures.values()) == [["Sửa 6 nhà cho hộ nghèo trước 30/9/2021", "6 nhà"]]
    assert story.report().results.get().status == ResultStatus.MET


def test_late_is_accepted_and_marked(story, settings):
    settings.WORK_DATE = date(2021, 10, 20)
    assert story.sent().is_late and story.duty().was_late


def test_nothing_sent_or_verified_changes_silently(story):
    report = story.sent("4")
    with pytest.raises(Conflict, match="đã được Đỗ Thị Mai gửi"):
        story.fill(report, "9")
    services.verify_report(report=report, version=report.version, by=story.world.khanh)
    with pytest.raises(Conflict, match="Bùi Thị Khánh xác minh"):
        story.fill(report, "9")
    with pytest.raises(ValidationError, match="lý do"):
        services.reopen_report(report=report, version=report.version, by=story.world.khanh, note=" ")
    services.reopen_report(report=report, version=report.version, by=story.world.khanh, note="Đếm lại số nhà")
    assert report.verified_by is None and story.duty().done_at is None
    row = report.results.get()
    save_results(report=report, edits=[Edit(str(row.public_id), "actual", "5", "4")], by=story.clerk)
    services.submit_report(report=report, version=report.version, by=story.clerk)
    assert events.last_event(report).data["changes"] == [
        {"label": "Sửa 6 nhà cho hộ nghèo trước 30/9/2021", "before": "4 nhà", "after": "5 nhà"}
    ]


def test_returning_says_what_is_wrong_on_which_line(story):
    report = story.sent("4")
    line = report.results.get()
    with pytest.raises(ValidationError, match="cần sửa gì"):
        services.send_back_report(report=report, version=report.version, by=story.world.khanh, lines={str(line.public_id): "  "})
    said = {str(line.public_id): "Thiếu ảnh 2 nhà cuối"}
    services.send_back_report(report=report, version=report.version, by=story.world.khanh, lines=said)
    line.refresh_from_db()
    assert (report.state, line.returned_note) == (ReportState.SENT_BACK, "Thiếu ảnh 2 nhà cuối")
    assert story.duty().done_at is None
    services.submit_report(report=report, version=report.version, by=story.head)
    line.refresh_from_db()
    assert line.returned_note == ""


STEPS = [
    ("submit", ReportState.DRAFT, {"clerk", "head"}), ("submit", ReportState.SENT_BACK, {"clerk", "head"}),
    ("take_back", ReportState.SUBMITTED, {"clerk", "head"}), ("verify", ReportState.SUBMITTED, {"khanh", "giang"}),
    ("send_back", ReportState.SUBMITTED, {"khanh", "giang"}), ("reopen", ReportState.VERIFIED, {"khanh", "giang"}),
]  # fmt: skip


@pytest.mark.parametrize(("step", "state", "allowed"), STEPS)
@pytest.mark.parametrize("who", ["clerk", "head", "khanh", "giang", "an", "chi", "lam", "hai", "dung"])
def test_who_may_take_which_step(story, step, state, allowed, who):
    user = getattr(story, who, None) or getattr(story.world, who)
    report = story.report()
    Result.objects.filter(report=report).update(actual=3)
    Report.objects.filter(pk=report.pk).update(state=state)
    report.refresh_from_db()
    work = {
        "submit": services.submit_report, "take_back": services.take_back_report, "verify": services.verify_report,
        "send_back": services.send_back_report, "reopen": services.reopen_report,
    }  # fmt: skip
    more = {"note": "Lý do"} if step in ("send_back", "reopen") else {}
    if who in allowed:
        assert work[step](report=report, version=report.version, by=user, **more).version == 2
    else:
        with pytest.raises(Refused):
            work[step](report=report, version=report.version, by=user, **more)


@pytest.mark.parametrize(("step", "state", "allowed"), STEPS)
def test_a_wrong_state_and_an_old_version_are_conflicts(story, step, state, allowed):
    report = story.report()
    Result.objects.filter(report=report).update(actual=3)
    user = getattr(story, sorted(allowed)[0], None) or story.world.khanh
    work = getattr(services, f"{step}_report")
    more = {"note": "Lý do"} if step in ("send_back", "reopen") else {}
    for other in ReportState.values:
        if not any(name == step and source == other for name, source, _ in STEPS):
            Report.objects.filter(pk=report.pk).update(state=other)
            report.refresh_from_db()
            with pytest.raises(Conflict):
                work(report=report, version=report.version, by=user, **more)
    Report.objects.filter(pk=report.pk).update(state=state)
    with pytest.raises(Conflict):
        work(report=report, version=report.version + 5, by=user, **more)


def test_nobody_verifies_what_he_sent(story):
    both = make_user("hai_vai", "Ngô Văn Kiêm", (story.world.commune, Role.CLERK), (story.world.district, Role.APPRAISER))
    report = story.report()
    story.fill(report, "3", by=both)
    services.submit_report(report=report, version=report.version, by=both)
    with pytest.raises(Refused, match="không được tự xác minh"):
        services.verify_report(report=report, version=report.version, by=both)


def test_many_reports_are_verified_at_once_or_not_at_all(story):
    first = story.sent()
    second = story.report(story.other)
    Result.objects.filter(report=second).update(actual=2)
    with pytest.raises(Conflict):
        services.verify_reports(reports=[first, second], by=story.world.khanh)
    first.refresh_from_db()
    assert first.state == ReportState.SUBMITTED
    Report.objects.filter(pk=second.pk).update(state=ReportState.SUBMITTED)
    second.refresh_from_db()
    assert services.verify_reports(reports=[first, second], by=story.world.khanh) == 2
    figure = TargetFigure.objects.get(target=story.houses)
    assert (figure.actual, figure.reported, figure.verified) == (8, 2, 2)


# --- figures ------------------------------------------------------------------------------------------


def test_the_sum_of_the_units_speaks_until_the_department_does(story):
    story.sent("4")
    other = story.report(story.other)
    Result.objects.filter(report=other).update(actual=3)
    figure = TargetFigure.objects.get(target=story.houses)
    assert (figure.actual, figure.reported, figure.from_lead) == (4, 1, False)  # typed but not sent counts for nobody
    clerk = make_user("tho", "Phan Văn Thọ", (story.other, Role.CLERK))
    services.submit_report(report=other, version=other.version, by=clerk)
    figure.refresh_from_db()
    assert (figure.actual, figure.reported, figure.verified) == (7, 2, 0)
    lead = story.report(story.world.district)
    story.fill(lead, "8", "91", by=story.world.an)
    services.submit_report(report=lead, version=lead.version, by=story.world.an)
    figure.refresh_from_db()
    assert (figure.actual, figure.from_lead, figure.reported) == (8, True, 1)
    assert TargetFigure.objects.get(target=story.water).actual == 91
    services.take_back_report(report=lead, version=lead.version, by=story.world.an)
    figure.refresh_from_db()
    assert (figure.actual, figure.from_lead) == (7, False)
    assert not TargetFigure.objects.filter(target=story.water).exists()


def test_a_rate_is_never_a_sum_and_other_units_of_measure_never_add_up(story):
    Commitment.objects.filter(pk=story.promise.pk).update(unit_of_measure="hộ")
    story.sent("4")
    assert not TargetFigure.objects.exists()
    Commitment.objects.filter(pk=story.promise.pk).update(target=story.water, unit_of_measure="%")
    refresh_figures(story.campaign, year=2021, quarter=3)
    assert not TargetFigure.objects.exists()


def test_a_district_that_reports_holds_the_numbers_of_its_communes(story):
    story.sent("4")
    Allocation.objects.create(target=story.houses, unit=story.world.district, year=2021, value=20)
    report = story.report(story.world.district)
    Result.objects.filter(report=report, is_lead=True).delete()
    Result.objects.filter(report=report).update(actual=11)
    Report.objects.filter(pk=report.pk).update(state=ReportState.SUBMITTED)
    refresh_figures(story.campaign, year=2021, quarter=3)
    assert TargetFigure.objects.get(target=story.houses).actual == 11


def test_figures_cost_the_same_for_many_units(story):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            refresh_figures(story.campaign, year=2021, quarter=3)
        return len(seen)

    story.sent("4")
    before = cost()
    for number in range(30):
        unit = make_unit(f"Xã thứ {number}", "commune", story.world.district)
        story.campaign.members.create(unit=unit)
        Allocation.objects.create(target=story.houses, unit=unit, year=2021, value=1)
        made = story.report(unit)
        Result.objects.filter(report=made).update(actual=1)
        Report.objects.filter(pk=made.pk).update(state=ReportState.VERIFIED)
    assert cost() == before <= 8
    figure = TargetFigure.objects.get(target=story.houses)
    assert (figure.actual, figure.reported, figure.verified) == (34, 31, 30)


def test_a_falling_promise_of_another_unit_is_more_is_better(story):
    story.water.direction, story.water.operator = Direction.DOWN, Operator.AT_MOST
    story.water.save()
    Commitment.objects.filter(pk=story.promise.pk).update(target=story.water, unit_of_measure="hộ", value=11)
    report = story.report()
    story.fill(report, "11")
    assert report.results.get().status == ResultStatus.MET


def test_days_of_duties(story):
    assert story.duty().due_on == date(2021, 10, 10) == date(2021, 9, 30) + timedelta(days=10)


def test_the_heir_of_a_merged_unit_answers_for_its_promises(story, settings):
    heir = make_unit("Xã Trần Phú", "commune", story.world.district, valid_from=date(2021, 8, 1))
    for old in (story.world.commune, story.other):
        old.valid_to = date(2021, 7, 31)
        old.save()
        old.successions.create(new=heir, effective_date=date(2021, 8, 1), kind="merged")
    story.campaign.members.create(unit=heir)
    Allocation.objects.create(target=story.houses, unit=heir, year=2021, value=1)
    with pytest.raises(ValidationError):
        services.ensure_report(story.campaign, story.world.commune, 2021, 4)
    rows = list(story.report(heir).results.order_by("order"))
    assert [(row.commitment, row.target, row.plan) for row in rows] == [(story.promise, None, 6), (None, story.houses, 10)]
