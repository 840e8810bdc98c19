"""The three other workbooks: exact counts of what will be imported."""

import re
from collections import Counter

import pytest

pytestmark = pytest.mark.django_db


def recipients(findings, name):
    return [row for row in findings[name][1].values() if row.outcome != "skipped"]


def test_list_of_30_persons_comes_in_without_a_word(findings):
    rows = recipients(findings, "danh_sach_ca_nhan_sach")
    assert [row.number for row in rows] == list(range(8, 38))
    assert [row.issues for row in rows] == [[]] * 30
    assert Counter(row.values["award_kind"] for row in rows) == {"CSTDCS": 8, "LDTT": 22}
    assert Counter(row.values["gender"] for row in rows) == {"female": 24, "male": 6}


def test_lines_below_the_30_persons_are_left_out_with_reasons(findings):
    rows = findings["danh_sach_ca_nhan_sach"][1]
    skipped = {row.number: row.issues[0]["code"] for row in rows.values() if row.outcome == "skipped"}
    assert skipped == {
        38: "EMPTY_ROW", 39: "TOTAL_ROW", 40: "EMPTY_ROW", 41: "SIGNATURE_ROW", 42: "SIGNATURE_ROW",
    }  # fmt: skip


def test_24_collectives_come_in_with_their_numbers(findings):
    rows = recipients(findings, "danh_sach_tap_the")
    assert [row.number for row in rows] == list(range(8, 32))
    assert {row.outcome for row in rows} == {"clean"}
    assert {row.values["recipient_kind"] for row in rows} == {"collective"}
    assert Counter(row.values["award_kind"] for row in rows) == {"TTLDXS": 17, "TTLDTT": 7}
    totals = [sum(row.values["facts"][key] for row in rows) for key in ("size", "ldtt", "cstdcs")]
    assert totals == [574, 441, 47]


def test_four_collectives_miss_a_standard_of_2020(findings):
    rows = recipients(findings, "danh_sach_tap_the")
    notices = {row.number: [(i["column"], i["value"], i["message"].split(" (")[0]) for i in row.issues] for row in rows}
    assert {number: said for number, said in notices.items() if said} == {
        13: [("F", "R09B", "LĐTT 61,9% < 70%")],
        19: [("G", "R09B", "Không có CSTĐCS")],
        22: [("F", "R10B", "LĐTT 50% không quá 50%")],
        29: [("F", "R10B", "LĐTT 45,8% < 50%")],
    }


def test_5000_persons_come_in_without_error(findings):
    rows = recipients(findings, "danh_sach_lon_5000")
    assert len(rows) == 5000
    assert Counter(row.outcome for row in rows) == {"clean": 5000}
    assert Counter(row.values["award_kind"] for row in rows) == {"LDTT": 4325, "CSTDCS": 675}
    assert Counter(row.values["gender"] for row in rows) == {"female": 3143, "male": 1857}


@pytest.mark.parametrize("name", ["danh_sach_ca_nhan_sach", "danh_sach_lon_5000"])
def test_every_unit_is_found_in_the_tree(findings, name):
    assert [row.number for row in recipients(findings, name) if not row.values["unit"]] == []


@pytest.mark.parametrize("name", ["danh_sach_ca_nhan_sach", "danh_sach_lon_5000"])
def test_no_citizen_number_is_kept(findings, name):
    file = findings[name][0]
    assert re.findall(r"\b039\d{9}\b", str(file.rows)) == []
    assert all(len(row.values["citizen"]) == 16 for row in recipients(findings, name))
