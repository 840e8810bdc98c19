"""Every line of danh_sach_loi.expected.csv: what must be said of each row, no more and no less."""

import csv

import pytest

from tests.awards.imports.places import EXCEL

pytestmark = pytest.mark.django_db

RESULTS = {
    "import": "clean", "import_with_fix": "fixed", "needs_confirm": "confirm", "reject": "error", "skip": "skipped",
}  # fmt: skip

with (EXCEL / "danh_sach_loi.expected.csv").open(encoding="utf-8", newline="") as stream:
    LINES = list(csv.DictReader(stream))
ROWS = [line for line in LINES if line["row"].isdigit() and line["row_result"] != "header"]
NUMBERS = sorted({int(line["row"]) for line in ROWS})
HEADER = [line for line in LINES if line["row_result"] == "header"]


@pytest.fixture
def rows(findings):
    return findings["danh_sach_loi"][1]


@pytest.fixture
def file(findings):
    return findings["danh_sach_loi"][0]


def said(issue):
    return issue["column"], issue["field"], issue["outcome"], issue["code"]


def test_the_expected_file_has_76_lines():
    assert (len(LINES), len(ROWS), len(HEADER)) == (76, 64, 11)


@pytest.mark.parametrize("number", NUMBERS)
def test_row_says_exactly_what_is_expected(rows, number):
    expected = [line for line in ROWS if int(line["row"]) == number]
    wanted = {(e["column"], e["field"], e["outcome"], e["code"]) for e in expected if e["code"] != "OK"}
    assert {said(issue) for issue in rows[number].issues} == wanted
    assert rows[number].outcome == RESULTS[expected[0]["row_result"]]


@pytest.mark.parametrize("line", [line for line in ROWS if line["expected_value"]], ids=lambda e: f"{e['row']}-{e['code']}")
def test_issue_carries_the_expected_value(rows, line):
    issue = next(i for i in rows[int(line["row"])].issues if i["code"] == line["code"])
    assert issue["value"] == line["expected_value"]


@pytest.mark.parametrize("line", [line for line in ROWS if line["outcome"] != "ok"], ids=lambda e: f"{e['row']}-{e['code']}")
def test_issue_says_something_in_vietnamese_at_its_cell(rows, line):
    issue = next(i for i in rows[int(line["row"])].issues if i["code"] == line["code"])
    assert len(issue["message"]) > 10 and issue["message"].rstrip()[-1] in ".?:"


def test_49_persons_fall_into_the_five_results(rows):
    outcomes = [row.outcome for row in rows.values()]
    counts = {outcome: outcomes.count(outcome) for outcome in set(outcomes)}
    assert counts == {"clean": 5, "fixed": 19, "confirm": 11, "error": 14, "skipped": 8}


@pytest.mark.parametrize("line", HEADER, ids=lambda e: f"{e['column']}-{e['code']}")
def test_header_line_is_told_as_expected(findings, file, line):
    if line["code"] == "AWARD_CONTEXT":
        note = next(n for n in findings["danh_sach_loi"][2] if n["code"] == "AWARD_CONTEXT")
        assert (note["column"], note["field"], note["outcome"], note["value"]) == ("G", "award", "mapping", "GK_HUYEN")
        return
    letters = line["column"].split(":")
    fields = {"birth": ["birth_male", "birth_female"]}.get(line["field"], [line["field"]])
    found = [(c["letter"], c["field"], c["outcome"]) for c in file.columns if c["letter"] in letters]
    assert found == [(letter, field, line["code"]) for letter, field in zip(letters, fields, strict=True)]


def test_every_column_is_recognised_and_the_header_row_is_7(file):
    assert (file.sheet, file.header_row, len(file.columns)) == ("DS de nghi", 7, 11)


def test_hidden_sheet_is_told_with_its_rows(file):
    note = next(n for n in file.notes if n["code"] == "HIDDEN_SHEET")
    assert (note["sheet"], note["outcome"], note["value"]) == ("Sheet2", "skip", "3")
