"""Scores: three columns side by side, who writes in which, what a sheet needs to go on, points from results."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.enums import CriterionKind, ReportState, Role, ScoreSheetState
from campaigns.models import ClusterMember, Result, Score
from campaigns.services import score as scores
from campaigns.services.cells import CellConflict
from campaigns.services.score_sheets import sheet_of
from tests.awards.factories import make_user
from tests.campaigns.cluster_samples import (
    appraise_all,
    cell,
    fresh,
    load_limits,
    make_story,
    put,
    score_all,
    who,
)
from tests.campaigns.factories import make_campaign, make_report, make_target
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.WORK_DATE = date(2021, 12, 28)
    load_limits()


@pytest.fixture
def story():
    return make_story()


# --- scoring -----------------------------------------------------------------------------------


def test_points_stay_within_the_row_and_are_written_as_they_read(story):
    member, by, budget = story.fresh(0), story.clerks[story.communes[0].pk], story.criteria["budget"]
    assert put(member, budget, "self_points", "58,50", by) == "58,5"
    for value, words in (
        ("60,5", "Tiêu chí này nhiều nhất 60 điểm"), ("-1", "Điểm không được nhỏ hơn 0"), ("5,123", "hai chữ số"),
        ("nhiều", "không phải là số"),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match=words):
            put(member, budget, "self_points", value, by, was="58,5")
    with pytest.raises(ValidationError, match="hệ thống tự trừ"):
        put(member, story.criteria["faults"], "self_points", "-2", by)
    assert Score.objects.get(member=member, criterion=budget).self_points == Decimal("58.5")
    assert put(member, budget, "self_points", "", by, was="58,5") == ""


def test_two_people_on_one_sheet_lose_nothing(story):
    member, by = story.fresh(0), story.clerks[story.communes[0].pk]
    other = make_user("canbo9", "Lê Thị Lan", (story.communes[0], Role.CLERK))
    put(member, story.criteria["budget"], "self_points", "50", by)
    assert put(member, story.criteria["papers"], "self_points", "30", other) == "30"
    with pytest.raises(CellConflict, match="Trần Văn 0") as caught:
        put(member, story.criteria["budget"], "self_points", "55", other)
    assert caught.value.value == "50"
    assert put(member, story.criteria["budget"], "self_points", "50", other) == "50"  # the same number is no quarrel


@pytest.mark.parametrize(
    ("column", "state", "criterion", "allowed"),
    [
        ("self_points", "draft", "budget", {"own"}),
        ("explanation", "draft", "papers", {"own"}),
        ("appraised_points", "submitted", "budget", {"finance", "khanh"}),
        ("appraised_points", "submitted", "papers", {"khanh"}),
        ("appraiser_note", "submitted", "budget", {"finance", "khanh"}),
        ("agreed_points", "appraised", "papers", {"khanh", "own", "chief"}),  # the first commune leads the cluster
    ],
)
def test_who_writes_in_which_column(story, column, state, criterion, allowed):
    ClusterMember.objects.filter(pk=story.members[0].pk).update(state=state)
    member, row = story.fresh(0), story.criteria[criterion]
    names = ("own", "sibling", "finance", "khanh", "dung", "giang", "lam", "chief")
    assert {name for name in names if not scores.reason_against(who(story, name), member, row, column)} == allowed
    for other in ScoreSheetState.values:
        if other != state:
            ClusterMember.objects.filter(pk=member.pk).update(state=other)
            reason = scores.reason_against(who(story, "khanh"), story.fresh(0), row, column)
            assert "không sửa được cột này" in reason


def test_each_column_is_kept_beside_the_others(story):
    score_all(story, 0, "50", "35")
    put(story.fresh(0), story.criteria["budget"], "appraised_points", "48", story.officer)
    appraise_all(story, 0)
    put(story.fresh(0), story.criteria["budget"], "agreed_points", "49", story.khanh)
    score = Score.objects.get(member=story.members[0], criterion=story.criteria["budget"])
    assert (score.self_points, score.appraised_points, score.agreed_points) == (50, 48, 49)
    assert score.appraised_by == story.officer
    sheet = sheet_of(story.fresh(0))
    assert (sheet.own.value, sheet.appraised.value, sheet.agreed.value) == (85, 83, 84)


def test_a_pasted_column_is_saved_in_a_constant_number_of_queries():
    story = make_story(8)
    for place in range(8):
        score_all(story, place, "50", "30")
    khanh, budget = story.khanh, story.criteria["budget"]

    def paste(count):
        cells = [cell(story.fresh(n), budget, "appraised_points", "40") for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert scores.save_cells(cells=cells, by=khanh) == ["40"] * count
        Score.objects.update(appraised_points=None)
        return len(caught)

    paste(1)
    assert paste(1) == paste(8)


def test_a_sheet_goes_out_whole_and_comes_back_with_a_reason(story):
    member, by = story.fresh(0), story.clerks[story.communes[0].pk]
    put(member, story.criteria["budget"], "self_points", "50", by)
    with pytest.raises(ValidationError, match="Còn 1 tiêu chí chưa tự chấm: Báo cáo đúng hạn"):
        scores.submit_sheet(member=member, version=1, by=by)
    put(member, story.criteria["papers"], "self_points", "0", by)
    with pytest.raises(Conflict):
        scores.submit_sheet(member=member, version=7, by=by)
    with pytest.raises(Refused):
        scores.submit_sheet(member=member, version=1, by=story.clerks[story.communes[1].pk])
    scores.submit_sheet(member=member, version=1, by=by)
    scores.take_back_sheet(member=story.fresh(0), version=2, by=by)
    scores.submit_sheet(member=story.fresh(0), version=3, by=by)
    with pytest.raises(ValidationError) as caught:
        scores.send_back_sheet(member=story.fresh(0), version=4, by=story.khanh, note=" ")
    assert "note" in caught.value.message_dict
    with pytest.raises(Refused):
        scores.send_back_sheet(member=story.fresh(0), version=4, by=story.officer, note="Thiếu minh chứng")
    scores.send_back_sheet(member=story.fresh(0), version=4, by=story.khanh, note="Thiếu minh chứng")
    assert story.fresh(0).state == ScoreSheetState.DRAFT
    assert events.last_event(story.members[0]).note == "Thiếu minh chứng"


def test_the_appraisal_closes_when_every_department_has_spoken(story):
    score_all(story, 0)
    with pytest.raises(
        ValidationError, match=r"Thu ngân sách \(Phòng Tài chính – Kế hoạch\); Báo cáo đúng hạn \(Huyện Nam Sách\)"
    ):
        scores.appraise_sheet(member=story.fresh(0), version=2, by=story.khanh)
    assert scores.accept_own(scorecard=story.card, members=[story.fresh(0)], by=story.officer) == 1  # its own criterion alone
    put(story.fresh(0), story.criteria["papers"], "appraised_points", "38", story.khanh)
    assert scores.appraise_ready(cluster=fresh(story), by=story.khanh) == (1, [])
    assert story.fresh(0).state == ScoreSheetState.APPRAISED
    score_all(story, 1)
    assert scores.appraise_ready(cluster=fresh(story), by=story.khanh) == (0, ["Xã An Bình"])


def test_accepting_leaves_what_was_written(story):
    score_all(story, 0, "50", "30", flags="10")
    put(story.fresh(0), story.criteria["budget"], "appraised_points", "45", story.officer)
    assert scores.accept_own(scorecard=story.card, members=[story.fresh(0)], by=story.khanh) == 2
    assert sheet_of(story.fresh(0)).appraised.value == 85
    assert scores.accept_own(scorecard=story.card, members=[story.fresh(0)], by=story.khanh) == 0


def test_proof_is_kept_with_the_sheet(story):
    member, by, budget = story.fresh(0), story.clerks[story.communes[0].pk], story.criteria["budget"]
    upload = SimpleUploadedFile("quyết toán.pdf", b"%PDF-1.4 x")
    scores.attach_evidence(member=member, criterion=budget, upload=upload, by=by)
    assert Score.objects.get(member=member, criterion=budget).evidence.name == "quyết toán.pdf"
    with pytest.raises(Refused):
        scores.attach_evidence(member=member, criterion=budget, upload=upload, by=story.khanh)
    with pytest.raises(ValidationError, match="không nhận được"):
        scores.attach_evidence(member=member, criterion=budget, upload=SimpleUploadedFile("a.exe", b"MZ"), by=by)
    scores.remove_evidence(member=member, criterion=budget, by=by)
    assert Score.objects.get(member=member, criterion=budget).evidence is None


# --- formula criteria --------------------------------------------------------------------------


def with_results(actual, *, state=ReportState.VERIFIED, plan=20, quarter=4):
    world_story = make_story(2)
    campaign = make_campaign(world_story.world.district, units=world_story.communes, state="launched")
    target = make_target(campaign)
    world_story.criteria["budget"].kind, world_story.criteria["budget"].target = CriterionKind.FORMULA, target
    world_story.criteria["budget"].save()
    for number in range(1, quarter + 1):
        report = make_report(campaign, world_story.communes[0], 2021, number, targets=[target], state=state)
        value = None if number > quarter else Decimal(actual) * number / quarter
        Result.objects.filter(report=report).update(plan=plan, actual=value)
    return world_story


def test_a_formula_row_reads_the_last_quarter_and_passes_its_maximum_by_bonus():
    story = with_results("22")
    sheet = sheet_of(story.fresh(0))
    line = sheet.lines[0]
    assert (line.plan, line.actual, line.percent, line.own, line.figure.verified) == (20, 22, 110, 66, True)
    assert (sheet.own.base, sheet.own.bonus) == (60, 6)
    with pytest.raises(ValidationError, match="tính từ kết quả chỉ tiêu"):
        put(story.fresh(0), story.criteria["budget"], "self_points", "60", story.clerks[story.communes[0].pk])


def test_a_formula_row_is_frozen_when_the_sheet_is_sent():
    story = with_results("15", state=ReportState.SUBMITTED)
    put(story.fresh(0), story.criteria["papers"], "self_points", "40", story.clerks[story.communes[0].pk])
    scores.submit_sheet(member=story.fresh(0), version=1, by=story.clerks[story.communes[0].pk])
    Result.objects.update(actual=20)
    line = sheet_of(story.fresh(0)).lines[0]
    assert (line.plan, line.actual, line.own, line.percent) == (20, 15, 45, 75)
    put(story.fresh(0), story.criteria["budget"], "appraised_points", "46", story.officer)
    with pytest.raises(ValidationError, match="nhiều nhất 80 điểm .điểm chuẩn 60 và trần thưởng 20"):
        put(story.fresh(0), story.criteria["budget"], "appraised_points", "81", story.officer, was="46")


@pytest.mark.parametrize("state", [ReportState.DRAFT, ReportState.SENT_BACK])
def test_results_that_were_not_sent_give_no_points(state):
    story = with_results("22", state=state)
    assert sheet_of(story.fresh(0)).lines[0].own is None
    assert sheet_of(story.fresh(1)).lines[0].own is None  # and a unit without a report has none
