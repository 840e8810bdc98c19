"""Rules one by one on plain facts: both outcomes, both sides of the dates of the rows in the reference file."""

from dataclasses import replace
from datetime import date

import pytest

from awards.eligibility import (
    RULES,
    Candidate,
    Catalogue,
    Held,
    PaperFact,
    RuleFact,
    check,
    find_twins,
    line_verdict,
    same_achievement,
    same_recipient,
    unchecked_rules,
)
from tests.awards.eligibility_facts import (
    ALL_RULES,
    DISTRICT,
    DOSSIER,
    ELIGIBLE,
    LINE,
    LOOK,
    MISSING,
    WHO,
    day,
    finding,
    kind,
    line,
    on,
    told,
)


def test_a_complete_thematic_line_is_clean_in_2020():
    drafts = check(LINE, DOSSIER, Catalogue(rules=ALL_RULES))
    assert told() == {}
    assert line_verdict(drafts) == (ELIGIBLE, "Đủ điều kiện")


# --- the machinery ----------------------------------------------------------------------------


def test_every_registered_rule_has_a_row_and_a_docstring():
    rows = {r.code for r in ALL_RULES}
    assert set(RULES) <= rows
    assert all(function.__doc__ for function in RULES.values())


def row(**fields):
    return RuleFact(code="R60", award_codes=frozenset({"*"}), **{"severity": "block", "certainty": "sure"} | fields)


COLLECTIVE_ONLY = replace(LINE, award=replace(LINE.award, recipients=frozenset({"collective"})))


@pytest.mark.parametrize(
    ("severity", "certainty", "verdict"),
    [
        ("block", "sure", MISSING),
        ("block", "verify", LOOK),
        ("warn", "sure", LOOK),
        ("warn", "verify", LOOK),
        ("info", "sure", ELIGIBLE),
    ],
)
def test_a_row_that_was_not_read_in_the_act_never_blocks(severity, certainty, verdict):
    rules = (row(severity=severity, certainty=certainty),)
    (draft,) = check(COLLECTIVE_ONLY, DOSSIER, Catalogue(rules=rules))
    assert (draft.verdict, draft.certainty) == (verdict, certainty)


@pytest.mark.parametrize(
    ("fields", "runs"),
    [
        ({"valid_from": date(2020, 7, 1)}, True),
        ({"valid_from": date(2020, 7, 2)}, False),
        ({"valid_to": date(2020, 7, 1)}, True),
        ({"valid_to": date(2020, 6, 30)}, False),
        ({"commendation_type": "CHUYEN_DE"}, True),
        ({"commendation_type": "CONG_TRANG"}, False),
        ({"award_codes": frozenset({"BK_TINH", "BK_BO"})}, True),
        ({"award_codes": frozenset({"BK_BO"})}, False),
    ],
)
def test_only_rows_of_the_day_the_kind_and_the_type_run(fields, runs):
    rules = (replace(row(), **fields), RuleFact(code="R61", award_codes=frozenset({"*"})))
    assert told(COLLECTIVE_ONLY, rules=rules) == ({"R60": MISSING} if runs else {})


def test_an_empty_rule_set_is_a_question_not_a_pass():
    assert told(rules=()) == {"R00": LOOK}


def test_the_worst_finding_speaks_for_the_line():
    drafts = check(line(name="Hà Ðình Tuyển", achievement="", strange_letters=("Ð",)), DOSSIER, Catalogue(rules=ALL_RULES))
    assert [d.rule_code for d in drafts if d.verdict != ELIGIBLE] == ["R66", "R68"]
    assert line_verdict(drafts) == (MISSING, "Thiếu thành tích")


def test_rows_without_a_function_are_listed_as_not_checked():
    rows = unchecked_rules(ALL_RULES, award_code="BK_TINH", commendation_type="CONG_TRANG", day=date(2020, 7, 1))
    assert {row.code for row in rows} == {"R18B", "R25D", "R26", "R31", "R42", "R16B"}


# --- words, kind of recipient, authority, units ------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "short"),
    [
        ({"gender": ""}, "Thiếu Ông/Bà"),
        ({"award": None}, "Thiếu hình thức"),
        ({"unit": None}, "Thiếu đơn vị"),
        ({"gender": "", "achievement": ""}, "Thiếu Ông/Bà, thành tích"),
    ],
)
def test_r66_words_that_a_decision_prints(fields, short):
    found = finding("R66", line(**fields))
    assert (found.verdict, found.short) == (MISSING, short)


def test_r66_a_collective_has_no_gender_and_a_household_has_an_address():
    assert told(line(recipient_kind="collective", gender="")) == {}
    household = line(recipient_kind="household", gender="", unit=None)
    assert finding("R66", household).short == "Thiếu địa chỉ"
    assert told(replace(household, address="Thôn Đông")) == {}


@pytest.mark.parametrize(
    ("code", "recipient", "expected"),
    [
        ("CSTD_TINH", "individual", {}),
        ("CSTD_TINH", "collective", {"R60": MISSING}),
        ("TTLDXS", "collective", {}),
        ("TTLDXS", "individual", {"R60": MISSING}),
        ("BK_TINH", "household", {}),
    ],
)
def test_r60_kind_of_recipient(code, recipient, expected):
    assert told(line(award=kind(code), award_code=code, recipient_kind=recipient, address="Thôn Đông")) == expected


def test_r33_says_who_decides():
    found = finding("R33", dossier=on("2020-07-01", deciding_unit=DISTRICT))
    assert (found.verdict, found.short) == (MISSING, "Sai thẩm quyền")
    assert found.sentence == (
        "UBND huyện Nam Sách không có thẩm quyền tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh. "
        "Hiện do Chủ tịch Ủy ban nhân dân tỉnh quyết định."
    )


@pytest.mark.parametrize(
    ("today", "article", "certainty"),
    [
        ("2020-07-01", "Luật 2003 (sửa đổi 2013)", "verify"),
        ("2026-09-30", "NĐ 152/2025 Điều 6.2.b (thuộc thẩm quyền của tỉnh); Luật 2022 Điều 79", "sure"),
    ],
)
def test_r33_cites_the_article_of_its_day(today, article, certainty):
    found = finding("R33", dossier=on(today))
    assert (found.verdict, found.citation, found.certainty) == (ELIGIBLE, article, certainty)


@pytest.mark.parametrize(("today", "expected"), [("2025-06-30", {}), ("2025-07-01", {"R33": MISSING})])
def test_r33_districts_decide_until_the_end_of_june_2025(today, expected):
    giay_khen = line(award=kind("GK_HUYEN"), award_code="GK_HUYEN")
    assert told(giay_khen, on(today, deciding_unit=DISTRICT)) == expected
    still_there = replace(DISTRICT, valid_to=None)
    assert told(giay_khen, on(today, deciding_unit=still_there)) == expected


def test_r33_goes_by_the_day_of_decision_not_of_receipt():
    received = replace(DOSSIER, deciding_unit=DISTRICT, standards_day=date(2025, 6, 20), today=date(2025, 7, 1))
    found = finding("R33", line(award=kind("GK_HUYEN"), award_code="GK_HUYEN"), received)
    assert found.sentence == (
        "UBND huyện Nam Sách chỉ hoạt động đến hết ngày 30/06/2025; đơn vị kế thừa: Xã Nam Sách. Hãy chọn lại nơi quyết định."
    )


@pytest.mark.parametrize(
    ("today", "recipient", "expected"),
    [
        ("2025-06-30", "collective", {}),
        ("2025-07-01", "collective", {"R64": LOOK}),
        ("2025-07-01", "individual", {"R64": LOOK}),
        ("2025-08-05", "collective", {"R30": LOOK, "R64": LOOK}),
        ("2025-08-05", "individual", {"R64": LOOK}),
    ],
)
def test_r30_and_r64_dissolved_units(today, recipient, expected):
    assert told(line(unit=DISTRICT, recipient_kind=recipient), on(today)) == expected


def test_r68_letters_that_look_like_others():
    assert told(line(strange_letters=("Ð",))) == {"R68": LOOK}


# --- twins, register --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ({}, None),
        ({"birth_year": None}, None),
        ({"birth_year": 1969}, False),
        ({"name_key": "ha dinh tuyen2"}, False),
        ({"recipient_kind": "household"}, False),
        ({"person": 8}, None),
    ],
)
def test_two_people_of_one_name_are_a_question(fields, same):
    assert same_recipient(WHO, replace(WHO, **fields)) is same


@pytest.mark.parametrize(("a", "b", "same"), [(7, 7, True), (7, 8, False)])
def test_identities_decide_about_people(a, b, same):
    assert same_recipient(replace(WHO, person=a), replace(WHO, person=b, name_key="khac")) is same


def test_full_dates_tell_two_people_of_one_year_apart():
    born = replace(WHO, birth_date=date(1982, 3, 14), birth_year=1982)
    assert same_recipient(born, replace(born, birth_date=date(1982, 11, 2))) is False
    assert same_recipient(born, replace(born, birth_date=None)) is None


@pytest.mark.parametrize(("mine", "other", "same"), [(1, 1, True), (1, 2, False), (1, None, None), (None, None, None)])
def test_collectives_of_one_name_are_one_in_one_unit(mine, other, same):
    school = replace(WHO, recipient_kind="collective", name_key="truong mam non hoa sen")
    assert same_recipient(replace(school, unit=mine), replace(school, unit=other)) is same


@pytest.mark.parametrize(("mine", "other", "same"), [("thon dong", "thon doai", False), ("thon dong", "", None)])
def test_households_of_one_head_are_told_apart_by_the_address(mine, other, same):
    home = replace(WHO, recipient_kind="household")
    assert same_recipient(replace(home, address_key=mine), replace(home, address_key=other)) is same


def with_twin(**fields):
    other = replace(WHO, key=2, public_id="b", number=5, **fields)
    return replace(LINE, twins=find_twins([WHO], [WHO, other])[WHO.key])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"R61": LOOK}),
        ({"birth_year": 1969}, {}),
        ({"award_code": "GK_HUYEN", "achievement": "Việc khác hẳn, ở nơi khác hẳn"}, {}),
        ({"award_code": "GK_HUYEN"}, {"R61": LOOK}),
    ],
)
def test_r61_once_in_the_dossier(fields, expected):
    assert told(with_twin(**fields)) == expected


def test_r61_blocks_one_person_on_two_lines():
    mine, other = replace(WHO, person=7), replace(WHO, key=2, public_id="b", number=5, person=7)
    linked = replace(LINE, who=mine, twins=find_twins([mine], [mine, other])[1])
    assert told(linked) == {"R61": MISSING}
    assert finding("R61", linked).short == "Trùng trong hồ sơ, dòng 5"


@pytest.mark.parametrize(("code", "expected"), [("BK_TINH", {"R62": LOOK}), ("GK_HUYEN", {})])
def test_r62_once_among_open_dossiers(code, expected):
    other = replace(WHO, key=2, dossier=2, award_code=code, place="hồ sơ của Xã Nam Trung")
    assert told(replace(LINE, elsewhere=find_twins([WHO], [other])[1])) == expected


def test_r67_a_known_person_waits_for_an_answer():
    assert told(line(candidates=(Candidate(public_id="x", name="Hà Đình Tuyến", birth="1968"),))) == {"R67": LOOK}


BEFORE = Held(public_id="h", code="BK_TINH", label="Bằng khen tỉnh", reward_kind="CHUYEN_DE", year=2018, decision="9365/QĐ-UBND")


def held(person=7, **fields):
    return line(person=person, history=(replace(BEFORE, **fields),))


@pytest.mark.parametrize(
    ("today", "fields", "expected"),
    [
        ("2020-07-01", {"achievement": WHO.achievement, "code": "LDTT"}, {"R15B": LOOK}),
        ("2023-12-31", {"achievement": WHO.achievement, "code": "LDTT"}, {"R15B": LOOK}),
        ("2024-01-01", {"achievement": WHO.achievement, "code": "LDTT"}, {"R15": MISSING}),
        ("2020-07-01", {}, {"R15B": LOOK}),
        ("2024-01-01", {}, {"R15": LOOK}),
        ("2020-07-01", {"year": 2014}, {}),
        ("2020-07-01", {"reward_kind": "CONG_TRANG"}, {}),
        ("2020-07-01", {"code": "CSTDCS"}, {}),
        ("2020-07-01", {"year": 2014, "period_from": date(2014, 6, 1), "period_to": date(2015, 6, 1)}, {"R15B": LOOK}),
    ],
)
def test_r15_one_achievement_one_award(today, fields, expected):
    assert told(held(**fields), on(today)) == expected


def test_r15_says_nothing_about_an_unlinked_line():
    drafts = check(held(person=None), DOSSIER, Catalogue(rules=ALL_RULES))
    assert "R15B" not in {d.rule_code for d in drafts}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Chỉ đạo thu ngân sách xã, đạt 128%", "chi dao thu ngan sach xa đạt 128 %", True),
        ("Chỉ đạo thu ngân sách xã, đạt 128%", "Chỉ đạo thu ngân sách xã, đạt 129%", False),
        ("Chỉ đạo thu ngân sách xã", "Chỉ đạo thu ngân sách xã năm 2019 đạt 128% kế hoạch", False),
        ("Thi đua", "Thi đua", False),  # too short to mean anything
    ],
)
def test_achievements_are_compared_by_letters_and_digits(a, b, same):
    assert same_achievement(a, b) is same


# --- papers and deadline ----------------------------------------------------------------------

REPORT = PaperFact(code="BAO_CAO", label="Báo cáo thành tích, có xác nhận của cấp trình", scope="nomination", citation="Quy chế")
MINUTES = PaperFact(code="BIEN_BAN", label="Biên bản họp Hội đồng", scope="dossier")


def test_r63_papers_of_the_line():
    found = finding("R63", papers=[REPORT])
    assert (found.verdict, found.short, found.data) == (MISSING, "Thiếu báo cáo thành tích", {"papers": ["BAO_CAO"]})
    assert (found.sentence, found.citation) == ("Dòng này chưa có báo cáo thành tích, có xác nhận của cấp trình.", "Quy chế")
    assert finding("R63", line(papers=frozenset({"BAO_CAO"})), papers=[REPORT]).verdict == ELIGIBLE
    assert told(dossier=replace(DOSSIER, papers=frozenset({"BAO_CAO"})), papers=[REPORT]) == {}, "one file for all lines"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"valid_to": date(2020, 6, 30)}, {}),
        ({"valid_from": date(2020, 7, 2)}, {}),
        ({"valid_from": date(2020, 7, 1), "valid_to": date(2020, 7, 1)}, {"R63": MISSING}),
    ],
)
def test_r63_papers_go_by_the_day_of_receipt(fields, expected):
    assert told(papers=[replace(REPORT, **fields)]) == expected


@pytest.mark.parametrize(("there", "expected"), [(frozenset(), {"R63B": MISSING}), (frozenset({"BIEN_BAN"}), {})])
def test_r63b_papers_of_the_dossier(there, expected):
    printed_here = replace(MINUTES, code="TO_TRINH")
    assert told(dossier=replace(DOSSIER, papers=there), papers=[MINUTES, printed_here]) == expected


@pytest.mark.parametrize(
    ("sent", "today", "expected"),
    [
        (None, "2020-06-26", {}),
        (None, "2020-06-27", {"R65": LOOK}),
        ("2020-06-26", "2020-07-01", {}),
        ("2020-06-27", "2020-07-01", {"R65": LOOK}),
    ],
)
def test_r65_the_last_day_still_counts(sent, today, expected):
    assert told(dossier=on(today, deadline=date(2020, 6, 26), sent_on=day(sent))) == expected
