"""Money by the law, counts, shares and the sentence of the leaders' page."""

import csv
from pathlib import Path
from types import SimpleNamespace

import pytest

from awards.tally import Counts, Given, Shares, amount, count_recipients, sentence

DATA = Path(__file__).resolve().parents[1] / "data"


def rows(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


EXAMPLES = rows("money_examples.csv")
SINGLES = {
    (r["award_code"], r["decision_date"]): int(r["coefficient_x1000"]) for r in EXAMPLES if r["recipient_kind"] == "individual"
}


def label(row):
    return f"{row['award_code']}-{row['recipient_kind']}-{row['decision_date']}"


def test_all_the_examples_are_here():
    assert len(EXAMPLES) == 474


@pytest.mark.parametrize("row", EXAMPLES, ids=label)
def test_money_is_rounded_up_to_ten_thousand(row):
    assert amount(int(row["coefficient_x1000"]), int(row["base_salary_vnd"])) == int(row["amount_vnd"])


@pytest.mark.parametrize("row", [r for r in EXAMPLES if r["amount_if_single_rounded_first_vnd"]], ids=label)
def test_money_with_the_single_amount_rounded_first(row):
    single = SINGLES[row["award_code"], row["decision_date"]]
    paid = amount(int(row["coefficient_x1000"]), int(row["base_salary_vnd"]), single_x1000=single)
    assert paid == int(row["amount_if_single_rounded_first_vnd"])


@pytest.mark.parametrize(
    ("coefficient", "base", "paid"),
    [
        (300, 2_340_000, 710_000),  # Decimal would give 700.000
        (150, 1_800_000, 270_000),  # float would give 280.000
        (150, 1_490_000, 230_000),  # rounding to the nearest would give 220.000
        (1000, 1_490_000, 1_490_000),
        (1, 1_000, 10_000),
        (0, 1_490_000, 0),
    ],
)
def test_the_known_traps_of_rounding(coefficient, base, paid):
    assert amount(coefficient, base) == paid
    assert isinstance(amount(coefficient, base), int)


def test_a_published_total_comes_out():
    assert 4 * amount(12_000, 2_340_000) + amount(4_500, 2_340_000) == 122_850_000


# --- counts and shares ------------------------------------------------------------------------


def nam_sach(level=None):
    found = rows("demo/nam_sach_2020_awards.csv")
    return [SimpleNamespace(recipient_kind=r["recipient_kind"]) for r in found if level in (None, r["deciding_level"])]


def test_the_conference_of_2020_is_counted():
    assert count_recipients(nam_sach("province")) == Counts(5, 0, 10)
    assert count_recipients(nam_sach("district")) == Counts(21, 0, 30)
    assert count_recipients(nam_sach()) == Counts(26, 0, 40)


@pytest.mark.parametrize(
    ("count", "of", "text"), [(28, 40, "70,0%"), (1, 3, "33,3%"), (2, 3, "66,7%"), (0, 5, "0,0%"), (0, 0, "")]
)
def test_shares_are_written_the_vietnamese_way(count, of, text):
    assert Shares(individuals=of).percent(count) == text


def test_counts_add_up_and_leave_out_kinds_with_none():
    assert Counts(1, 2, 3) + Counts(0, 1, 0) == Counts(1, 3, 3)
    assert (Counts(1, 3, 0).words, Counts().words, Counts(1, 3, 3).total) == ("1 tập thể, 3 hộ gia đình", "", 7)


# --- the sentence -----------------------------------------------------------------------------

PROVINCE = Given("province", "Chủ tịch UBND tỉnh", Counts(5, 0, 10), "bằng khen")
DISTRICT = Given("district", "Chủ tịch UBND huyện", Counts(21, 0, 30))


def test_the_sentence_of_the_article_comes_out_word_for_word():
    assert sentence("huyện", [DISTRICT, PROVINCE]) == (
        "Toàn huyện có 5 tập thể, 10 cá nhân được Chủ tịch UBND tỉnh tặng bằng khen; 21 tập thể, 30 cá nhân có thành "
        "tích xuất sắc được Chủ tịch UBND huyện khen thưởng"
    )


def test_an_office_that_gave_nothing_is_not_told():
    nothing = Given("province", "Chủ tịch UBND tỉnh", Counts())
    assert sentence("huyện", [nothing, DISTRICT]) == (
        "Toàn huyện có 21 tập thể, 30 cá nhân có thành tích xuất sắc được Chủ tịch UBND huyện khen thưởng"
    )
    assert sentence("huyện", [nothing]) == ""
