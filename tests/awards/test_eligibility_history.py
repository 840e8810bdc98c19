"""Chains of titles: runs without a gap, years used before, and the register of 2016–2019 as it is expected to count."""

import csv
from datetime import date
from pathlib import Path

import pytest

from awards.eligibility import Held, chain_years, longest_run, run_ending, used_years
from tests.awards.eligibility_facts import ELIGIBLE, LOOK, day, finding, kind, line, on, told

DEMO = Path(__file__).resolve().parents[1] / "data" / "demo"

# --- chains -----------------------------------------------------------------------------------


def titles(*years, code="CSTDCS", **fields):
    words = {"counts_for_merit": True, "reward_kind": "CONG_TRANG", "label": code} | fields
    return tuple(Held(public_id=f"{code}{y}", code=code, year=y, **words) for y in years)


def merit(today, period_to="2024-12-31", **fields):
    return on(today, commendation_type="CONG_TRANG", period_from=date(2023, 1, 1), period_to=day(period_to), **fields)


@pytest.mark.parametrize(
    ("history", "verdict", "short"),
    [
        (titles(2023, 2024), ELIGIBLE, "Đủ 02 năm liên tục"),
        (titles(2022, 2023), ELIGIBLE, "Đủ 02 năm liên tục"),  # 2024 is not decided yet
        (titles(2022, 2024), LOOK, "CSTDCS: 2022, 2024"),
        (titles(2020, 2021), LOOK, "CSTDCS: 2020, 2021"),
        (titles(2023, 2024, counts_for_merit=False), LOOK, "chưa có danh hiệu liên tục"),
        ((), LOOK, "chưa có danh hiệu liên tục"),
        (titles(2023, 2024) + titles(2023, code="BK_TINH"), LOOK, "năm đã dùng cho lần khen trước"),
    ],
)
def test_r11_two_titles_in_a_row_open_the_provincial_bang_khen(history, verdict, short):
    found = finding("R11", line(person=7, history=history), merit("2025-01-10"))
    assert (found.verdict, found.short) == (verdict, short)


@pytest.mark.parametrize(("today", "code"), [("2023-12-31", "R11B"), ("2024-01-01", "R11")])
def test_r11_before_2024_the_standard_was_ratings_and_is_never_refused_for_want_of_them(today, code):
    found = told(line(person=7, history=titles(2018, 2019)), merit(today, period_to="2019-12-31"))
    assert found.get("R11B") == (LOOK if code == "R11B" else None)
    if code == "R11B":
        sentence = finding("R11B", line(person=7, history=titles(2018, 2019)), merit(today)).sentence
        assert sentence.endswith("Hệ thống chưa có kết quả xếp loại. Sổ khen thưởng có CSTDCS: 2018, 2019.")


def test_r11_speaks_of_people_and_r12_of_collectives():
    person = told(line(person=7, history=titles(2023, 2024)), merit("2025-01-10"))
    collective = told(line(recipient_kind="collective", history=titles(2023, 2024, code="TTLDXS")), merit("2025-01-10"))
    assert (person, collective) == ({}, {})
    assert told(line(recipient_kind="collective", history=titles(2024, code="TTLDXS")), merit("2025-01-10")) == {"R12": LOOK}


def test_r11_does_not_run_for_a_thematic_dossier():
    assert told(line(person=7), on("2025-01-10")) == {}


def test_r11_an_unlinked_line_has_no_history_to_judge_by():
    assert finding("R11", line(history=()), merit("2025-01-10")).short == "chưa gắn với sổ khen thưởng"


@pytest.mark.parametrize(
    ("years", "short"),
    [((2022, 2023, 2024), "cần xem sáng kiến"), ((2023, 2024), "CSTDCS: 2023, 2024"), ((), "chưa có danh hiệu liên tục")],
)
def test_r06_three_titles_are_needed_and_the_initiative_is_looked_at(years, short):
    cstd = line(person=7, award=kind("CSTD_TINH"), award_code="CSTD_TINH", history=titles(*years))
    found = finding("R06", cstd, merit("2025-01-10"))
    assert (found.verdict, found.short) == (LOOK, short)


@pytest.mark.parametrize(("last", "expected"), [(2022, {}), (2023, {"R20C": LOOK})])
def test_r20c_time_counts_from_the_last_award(last, expected):
    again = line(person=7, history=titles(2023, 2024) + titles(last, code="BK_TINH"))
    found = told(again, merit("2025-01-10"))
    assert {k: v for k, v in found.items() if k == "R20C"} == expected


# --- chains against the register of 2016–2019 -------------------------------------------------


def rows(name):
    with (DEMO / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def register():
    """{subject: awards that stand}, as the loader hands them to the rules."""
    found = {}
    for r in rows("people_history_sample.csv"):
        years = [int(part) for part in r["achievement_period"].split(" - ")]
        award = Held(
            public_id=r["row_id"], code=r["award_code"], label=r["award_name"], reward_kind=r["reward_kind"],
            counts_for_merit=r["reward_kind"] == "CONG_TRANG", year=int(r["achievement_year"]),
            period_from=date(years[0], 1, 1), period_to=date(years[-1], 12, 31),
        )  # fmt: skip
        if r["status"] != "cancelled":
            found.setdefault(r["subject_id"], []).append(award)
    return found


REGISTER = register()


@pytest.mark.parametrize("expected", rows("people_history_expected.csv"), ids=lambda r: f"{r['subject_id']}-{r['scenario']}")
def test_runs_of_the_demo_register(expected):
    history = REGISTER.get(expected["subject_id"], [])
    years = chain_years(history, [expected["chain_award"]])
    free = [y for y in years if y not in used_years(history, "BK_TINH")]
    assert years == [int(y) for y in expected["chain_years"].split()]
    assert longest_run(years) == int(expected["longest_run"])
    assert run_ending(years, 2019) == int(expected["run_ending_2019"])
    assert run_ending(free, 2019) == int(expected["unused_run_ending_2019"])
    assert (run_ending(free, 2019) >= 2) == (expected["two_consecutive_2018_2019"] == "1")
    assert (run_ending(free, 2019) >= 3) == (expected["three_consecutive_2017_2019"] == "1")
