"""Verdicts stored beside the lines: what is loaded, what is written, who is checked along."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.enums import DossierState, NominationState, Verdict
from awards.models import Attachment, Award, EligibilityRule, Finding, Nomination, PaperRequirement
from awards.services import verdict
from campaigns.models import UnitSuccession
from tests.awards.factories import (
    award_kind,
    commendation_type,
    load_rules,
    make_dossier,
    make_nomination,
    make_person,
    make_round,
    make_unit,
    make_world,
)
from thiduakhenthuong.core.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.WORK_DATE = date(2020, 7, 1)


@pytest.fixture
def world():
    load_rules()
    PaperRequirement.objects.all().delete()  # each test asks for its own papers
    return make_world()


def told(line):
    line.refresh_from_db()
    return line.verdict, line.verdict_text


def codes(line, *, bad=True):
    rows = line.findings.exclude(verdict=Verdict.ELIGIBLE) if bad else line.findings.all()
    return list(rows.values_list("rule_code", flat=True))


def paper(code="BAO_CAO", scope="nomination", label="Báo cáo thành tích, có xác nhận", **fields):
    return PaperRequirement.objects.create(slug=f"{code}-{scope}", code=code, label=label, scope=scope, **fields)


def attach(dossier, code, nomination=None, **fields):
    stored = StoredFile.objects.create(name="a.pdf", content_type="application/pdf", size=1, sha256="0" * 64)
    values = {"dossier": dossier, "paper_code": code, "nomination": nomination, "stored": stored, "by": dossier.created_by}
    return Attachment.objects.create(**values | fields)


# --- what is written --------------------------------------------------------------------------


def test_a_complete_line_is_eligible_and_says_why(world):
    line = make_nomination(make_dossier(world))
    verdict.check_nominations([line])
    assert told(line) == ("eligible", "Đủ điều kiện")
    assert codes(line, bad=False) == ["R60", "R33", "R61"]
    office = line.findings.get(rule_code="R33")
    assert office.sentence.startswith("Chủ tịch Ủy ban nhân dân tỉnh có thẩm quyền tặng Bằng khen")
    assert office.citation == "Luật 2003 (sửa đổi 2013)"


def test_checking_touches_neither_version_nor_state_nor_the_time_of_change(world):
    line = make_nomination(make_dossier(world))
    before = (line.version, line.state, line.updated_at)
    verdict.check_nominations([line])
    line.refresh_from_db()
    assert (line.version, line.state, line.updated_at) == before
    assert line.checked_at is not None


def test_checking_twice_leaves_the_findings_of_one_check(world):
    line = make_nomination(make_dossier(world))
    verdict.check_nominations([line])
    verdict.check_nominations([line])
    assert codes(line, bad=False) == ["R60", "R33", "R61"]


def test_the_values_in_the_database_count_not_those_of_the_object(world):
    line = make_nomination(make_dossier(world))
    Nomination.objects.filter(pk=line.pk).update(achievement="")
    verdict.check_nominations([line])
    assert told(line) == ("missing", "Thiếu thành tích")


@pytest.mark.parametrize("state", sorted(NominationState.CLOSED))
def test_a_closed_line_keeps_its_last_verdict(world, state):
    line = make_nomination(make_dossier(world), achievement="", state=state)
    verdict.check_nominations([line])
    assert told(line) == ("", "")


def test_a_line_taken_out_is_not_checked(world):
    line = make_nomination(make_dossier(world), removed_at=datetime(2020, 6, 1, tzinfo=UTC))
    verdict.check_dossier(line.dossier)
    assert told(line) == ("", "")


def test_without_a_rule_set_nothing_passes():
    EligibilityRule.objects.all().delete()
    line = make_nomination(make_dossier(make_world()))
    verdict.check_nominations([line])
    assert told(line) == ("look", "Cần xem: chưa có bộ điều kiện")


# --- twins ------------------------------------------------------------------------------------


def test_twins_name_each_other_by_the_number_in_the_grid(world):
    dossier = make_dossier(world)
    first = make_nomination(dossier, "Hà Đình Tuyển", birth_year=1968)
    make_nomination(dossier, "Nguyễn Thị Ánh", birth_year=1980)
    second = make_nomination(dossier, "Hà Đình Tuyển", birth_year=1968)
    verdict.check_dossier(dossier)
    assert told(first) == ("look", "Cần xem: trùng trong hồ sơ, dòng 3")
    assert told(second) == ("look", "Cần xem: trùng trong hồ sơ, dòng 2")
    assert first.findings.get(rule_code="R61").data == {"lines": [str(second.public_id)]}


def test_a_collective_above_moves_the_numbers_and_the_twins_are_told_anew(world):
    dossier = make_dossier(world)
    twins = [make_nomination(dossier, "Hà Đình Tuyển", birth_year=1968) for _ in range(2)]
    verdict.check_dossier(dossier)
    office = make_nomination(dossier, "Phòng Nội vụ", recipient_kind="collective")
    verdict.check_nominations([office])
    assert [told(t)[1] for t in twins] == ["Cần xem: trùng trong hồ sơ, dòng 3", "Cần xem: trùng trong hồ sơ, dòng 2"]


def test_the_twin_is_checked_along_when_one_of_two_changes(world):
    dossier = make_dossier(world)
    first, second = (make_nomination(dossier, "Hà Đình Tuyển", birth_year=1968) for _ in range(2))
    verdict.check_nominations([first])
    assert (told(first)[0], told(second)[0]) == ("look", "look")
    Nomination.objects.filter(pk=second.pk).update(birth_year=1970)
    verdict.check_nominations([second])
    assert (told(first)[0], told(second)[0]) == ("eligible", "eligible")


def test_one_person_linked_on_two_lines_is_missing_not_doubtful(world):
    dossier, person = make_dossier(world), make_person("Hà Đình Tuyển", 1968)
    first = make_nomination(dossier, "Hà Đình Tuyển", birth_year=1968, person=person)
    make_nomination(dossier, "Hà Đình Tuyến", birth_year=1968, person=person)
    verdict.check_dossier(dossier)
    assert told(first) == ("missing", "Trùng trong hồ sơ, dòng 2")


def test_two_linked_to_different_people_are_no_twins(world):
    dossier = make_dossier(world)
    lines = [
        make_nomination(dossier, "Nguyễn Thị Hòa", birth_year=1982, person=make_person("Nguyễn Thị Hòa", 1982)) for _ in "12"
    ]
    verdict.check_dossier(dossier)
    assert [told(line)[0] for line in lines] == ["eligible", "eligible"]


def test_another_open_dossier_of_the_unit_is_named_and_its_line_checked_along(world):
    ours = make_nomination(make_dossier(world, code="HS-2020-0007"), "Hà Đình Tuyển", birth_year=1968)
    theirs = make_nomination(make_dossier(world, code="HS-2020-0008"), "Hà Đình Tuyển", birth_year=1968)
    verdict.check_nominations([theirs])
    assert told(ours) == told(theirs) == ("look", "Cần xem: trùng với hồ sơ khác")
    assert "HS-2020-0008" in ours.findings.get(rule_code="R62").sentence
    Nomination.objects.filter(pk=theirs.pk).update(removed_at=datetime(2020, 7, 1, tzinfo=UTC))
    verdict.check_dossier(theirs.dossier)
    assert told(ours)[0] == "eligible"


@pytest.mark.parametrize(("state", "expected"), [(DossierState.DRAFT, []), (DossierState.SUBMITTED, ["R62"])])
def test_a_dossier_of_another_unit_counts_once_it_is_sent_and_keeps_its_code_to_itself(world, state, expected):
    other = make_dossier(world, unit=world.other_district, created_by=world.dung, state=state, code="HS-2020-0999")
    theirs = make_nomination(other, "Hà Đình Tuyển", birth_year=1968)
    ours = make_nomination(make_dossier(world), "Hà Đình Tuyển", birth_year=1968)
    verdict.check_nominations([ours])
    ours.refresh_from_db()
    assert codes(ours) == expected
    if expected:
        sentence = ours.findings.get(rule_code="R62").sentence
        assert (world.other_district.name in sentence, "HS-2020-0999" in sentence) == (True, False)
        assert told(theirs)[0] == "eligible", "our draft is not told to the other unit"


def test_another_kind_of_award_elsewhere_is_no_repetition(world):
    make_nomination(make_dossier(world), "Hà Đình Tuyển", birth_year=1968, award_kind=award_kind("GK_HUYEN"))
    ours = make_nomination(make_dossier(world), "Hà Đình Tuyển", birth_year=1968, achievement="Việc khác hẳn, không liên quan")
    verdict.check_nominations([ours])
    assert codes(ours) == []


# --- papers, deadline, register, units --------------------------------------------------------


def test_a_paper_of_the_line_is_asked_until_it_is_there(world):
    paper()
    line = make_nomination(make_dossier(world))
    verdict.check_nominations([line])
    assert told(line) == ("missing", "Thiếu báo cáo thành tích")
    attach(line.dossier, "BAO_CAO", line)
    verdict.check_nominations([line])
    assert told(line) == ("eligible", "Đủ điều kiện")


def test_a_paper_taken_away_or_of_another_line_does_not_count(world):
    paper()
    line = make_nomination(make_dossier(world))
    attach(line.dossier, "BAO_CAO", line, removed_at=datetime(2020, 7, 1, tzinfo=UTC))
    attach(line.dossier, "BAO_CAO", make_nomination(line.dossier, "Trần Văn Ba"))
    verdict.check_nominations([line])
    assert told(line)[0] == "missing"


def test_papers_of_the_dossier_stand_after_those_of_the_line(world):
    paper("BIEN_BAN", "dossier", "Biên bản họp Hội đồng")
    paper("TO_TRINH", "dossier", "Tờ trình đề nghị khen thưởng")
    line = make_nomination(make_dossier(world), achievement="")
    verdict.check_nominations([line])
    assert told(line) == ("missing", "Thiếu thành tích")
    assert codes(line) == ["R66", "R63B"]
    assert line.findings.get(rule_code="R63B").data == {"papers": ["BIEN_BAN"]}, "the submission is printed here"


@pytest.mark.parametrize(
    ("fields", "kind", "reason", "asked"),
    [
        ({}, "BK_TINH", "CHUYEN_DE", True),
        ({"required": False}, "BK_TINH", "CHUYEN_DE", False),
        ({"valid_to": date(2020, 6, 30)}, "BK_TINH", "CHUYEN_DE", False),
        ({"award_codes": "GK_XA;GK_HUYEN"}, "BK_TINH", "CHUYEN_DE", False),
        ({"commendation_types": "DOT_XUAT"}, "BK_TINH", "CHUYEN_DE", False),
        ({"recipient_kinds": "collective"}, "BK_TINH", "CHUYEN_DE", False),
        ({"recipient_kinds": "collective;individual"}, "BK_TINH", "CHUYEN_DE", True),
    ],
)
def test_only_papers_of_the_kind_type_recipient_and_day_are_asked(world, fields, kind, reason, asked):
    paper(**fields)
    dossier = make_dossier(world, commendation_type=commendation_type(reason))
    line = make_nomination(dossier, award_kind=award_kind(kind))
    verdict.check_nominations([line])
    assert codes(line) == (["R63"] if asked else [])


@pytest.mark.parametrize(
    ("deadline", "sent", "expected"),
    [
        (date(2020, 6, 26), None, ["R65"]),
        (date(2020, 7, 1), None, []),
        (date(2020, 6, 26), datetime(2020, 6, 26, 10, tzinfo=UTC), []),
        (date(2020, 6, 26), datetime(2020, 6, 26, 18, tzinfo=UTC), ["R65"]),  # already the 27th in Vietnam
    ],
)
def test_the_deadline_of_the_round_is_kept_by_the_day_of_sending(world, deadline, sent, expected):
    state = DossierState.SUBMITTED if sent else DossierState.DRAFT
    dossier = make_dossier(world, round=make_round(world.province, deadline=deadline), state=state, submitted_at=sent)
    line = make_nomination(dossier)
    verdict.check_nominations([line])
    assert codes(line) == expected


def award_of(kind="BK_TINH", **fields):
    values = {
        "recipient_kind": "individual", "name": "Hà Đình Tuyển", "award_name": kind, "level": "province",
        "decision_number": "9365/QĐ-UBND", "decision_date": date(2018, 7, 16), "authority": "Chủ tịch UBND tỉnh",
    }  # fmt: skip
    return Award.objects.create(award_kind=award_kind(kind), **values | fields)


def test_the_same_achievement_in_the_register_is_found_by_its_words(world):
    person = make_person("Hà Đình Tuyển", 1968)
    award_of(person=person, achievement="Chỉ đạo thu ngân sách xã năm 2019 đạt 128% kế hoạch.")
    words = {"achievement": "Chỉ đạo thu ngân sách xã năm 2019, đạt 128% kế hoạch", "birth_year": 1968}
    line = make_nomination(make_dossier(world), "Hà Đình Tuyển", person=person, **words)
    verdict.check_nominations([line])
    assert told(line) == ("look", "Cần xem: trùng thành tích đã khen")
    assert "9365/QĐ-UBND ngày 16/07/2018" in line.findings.get(rule_code="R15B").sentence


def test_a_cancelled_award_is_not_held_against_the_person(world):
    person = make_person("Hà Đình Tuyển", 1968)
    award_of(person=person, reward_kind="CHUYEN_DE", achievement_year=2018, status="cancelled")
    line = make_nomination(make_dossier(world), "Hà Đình Tuyển", birth_year=1968, person=person)
    verdict.check_nominations([line])
    assert told(line)[0] == "eligible"


def test_a_collective_meets_the_register_by_its_unit_and_its_name(world):
    row = {"recipient_kind": "collective", "unit": world.school, "reward_kind": "CHUYEN_DE", "achievement_year": 2018}
    award_of(name="Tổ Toán", search_key="to toan", **row)
    award_of(name="Trường THCS Nam Chính", search_key="truong thcs nam chinh", **row)
    dossier = make_dossier(world)
    maths, letters, school = (
        make_nomination(dossier, name, recipient_kind="collective", unit=world.school, achievement=f"{name} dẫn đầu khối thi đua")
        for name in ("Tổ Toán", "Tổ Văn", "Trường THCS Nam Chính")
    )
    verdict.check_dossier(dossier)
    assert [codes(n) for n in (maths, letters, school)] == [["R15B"], [], ["R15B"]]


def test_a_dissolved_unit_is_looked_at_and_its_heir_offered(world, settings):
    settings.WORK_DATE = date(2025, 3, 1)
    heir = make_unit("Xã Trần Phú", "commune", world.district, valid_from=date(2024, 12, 1))
    UnitSuccession.objects.create(old=world.commune, new=heir, effective_date=date(2024, 12, 1), kind="merged")
    line = make_nomination(make_dossier(world), unit=world.commune, unit_text="Xã Nam Trung")
    verdict.check_nominations([line])
    assert told(line) == ("look", "Cần xem: đơn vị đã kết thúc hoạt động")
    assert line.findings.get(rule_code="R64").data == {"successors": [{"id": str(heir.public_id), "label": "Xã Trần Phú"}]}


def test_a_known_person_is_asked_about(world):
    person = make_person("Phạm Thị Kim Duyến", 1981)
    line = make_nomination(make_dossier(world), "Phạm Thị Kim Duyên", birth_year=1981, gender="female")
    verdict.check_nominations([line])
    assert told(line) == ("look", "Cần xem: có bản ghi gần giống")
    assert line.findings.get(rule_code="R67").data == {"people": [str(person.public_id)]}


# --- numbers ----------------------------------------------------------------------------------


def queries_for(world, count):
    dossier = make_dossier(world)
    lines = [make_nomination(dossier, f"Nguyễn Văn Số {count} {n}", birth_year=1980) for n in range(count)]
    with CaptureQueriesContext(connection) as caught:
        verdict.check_nominations(lines)
    return len(caught), lines


def test_queries_do_not_grow_with_the_lines(world):
    few, _ = queries_for(world, 3)
    many, lines = queries_for(world, 1000)
    assert few == many <= 30
    assert Finding.objects.filter(nomination__dossier=lines[0].dossier).count() == 3000


def test_the_panel_lists_rules_that_cannot_be_checked_yet(world):
    line = make_nomination(make_dossier(world, commendation_type=commendation_type("CONG_TRANG")))
    with CaptureQueriesContext(connection) as caught:
        found = {rule.code for rule in verdict.open_questions(line)}
    assert len(caught) == 1
    assert {"R18B", "R25D", "R42"} <= found
    assert not found & {"R15B", "R33", "R60", "R23B"}
