"""How the years make the term, and what may be written of a measure."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.enums import Direction, Operator, Rollup
from campaigns.models import Objective
from campaigns.tally.measure import due_fault, faults, number_fault, range_fault
from campaigns.tally.rollup import fault, rolled

YEARS = range(2021, 2026)


def measure(rollup=Rollup.SUM, term=None, top=None, operator=Operator.AT_LEAST, **fields):
    facts = {"indicator": "Số nhà tạm được xóa", "unit_of_measure": "nhà", "direction": Direction.UP} | fields
    amounts = {"term_value": None if term is None else Decimal(term), "term_value_max": None if top is None else Decimal(top)}
    return Objective(rollup=rollup, operator=operator, **amounts, **facts)


def years(*values):
    return [None if value is None else Decimal(value) for value in values]


@pytest.mark.parametrize(
    "rollup,values,made",
    [
        (Rollup.SUM, ("20", "20", "15", "15", "10"), "80"),
        (Rollup.SUM, (None, "20", "15", "15", "10"), "60"),
        (Rollup.END_POINT, ("70", "73", "76", "79", "82"), "82"),
        (Rollup.AVERAGE, ("9", "9.5", "10", "10.5", "11"), "10"),
    ],
)
def test_years_make_the_term(rollup, values, made):
    assert rolled(measure(rollup), years(*values)) == Decimal(made)


def test_nothing_is_made_of_nothing_and_no_end_without_the_last_year():
    assert rolled(measure(), years(None, None)) is None
    assert rolled(measure(Rollup.END_POINT), years("70", None)) is None


@pytest.mark.parametrize(
    "rollup,term,top,values",
    [
        (Rollup.SUM, "80", None, ("20", "20", "15", "15", "10")),
        (Rollup.END_POINT, "82", None, ("70", "73", "76", "79", "82")),
        (Rollup.AVERAGE, "90", None, ("89", "90", "90", "90", "91")),
        (Rollup.AVERAGE, "1.3", None, ("1", "1", "2")),
        (Rollup.AVERAGE, "9.5", "10.5", ("9", "9.5", "10", "10.5", "11")),
        (Rollup.AVERAGE, "1", "1.5", ("1.3", "1.3", "1.2", "1.2", "1.0")),
    ],
)
def test_a_row_that_rolls_up_has_no_fault(rollup, term, top, values):
    operator = Operator.RANGE if top else Operator.AT_LEAST
    assert fault(measure(rollup, term, top, operator), years(*values)) == ""


@pytest.mark.parametrize(
    "rollup,term,top,values,said",
    [
        (Rollup.SUM, "25000", None, ("4800", "4900", "5000", "5100", "4200"), "cộng dồn các năm được 24.000"),
        (Rollup.SUM, "25000", None, ("4800", "4900", "5000", "5100", "4200"), "cả kỳ là 24.000"),
        (Rollup.END_POINT, "82", None, ("70", "73", "76", "79", "80"), "năm cuối kỳ được 80"),
        (Rollup.END_POINT, "82", None, ("70", "73", "76", "79", None), "Năm cuối kỳ chưa có số"),
        (Rollup.AVERAGE, "90", None, ("89", "90", "90", "90", "90"), "trung bình các năm được 89,8"),
        (Rollup.AVERAGE, "9.5", "10.5", ("9", "9", "9", "9", "9"), "từ 9,5 đến 10,5"),
        (Rollup.SUM, None, None, ("1", "2", "3", "4", "5"), "Cả kỳ chưa ghi; cộng dồn các năm được 15"),
        (Rollup.SUM, "80", None, (None, None, None, None, None), "Chưa chia theo năm"),
    ],
)
def test_a_row_that_does_not_roll_up_says_the_number_it_should_have(rollup, term, top, values, said):
    operator = Operator.RANGE if top else Operator.AT_LEAST
    assert said in fault(measure(rollup, term, top, operator), years(*values)).replace("\u00a0", " ")


def test_words_and_one_day_need_no_years():
    assert fault(measure(operator=Operator.QUALITATIVE), years(None, None)) == ""
    by_day = measure(operator=Operator.REACH_BY, term="3000", due_on=date(2025, 12, 31))
    assert fault(by_day, years(None, None)) == ""
    assert fault(measure(operator=Operator.REACH_BY, term="3000"), years(None, None)) != ""


def test_yearly_ranges_must_stay_inside_the_range_of_the_term():
    row = measure(Rollup.AVERAGE, "1", "1.5", Operator.RANGE)
    assert fault(row, years("1", "1"), years("1.5", "1.5")) == ""
    assert "từ 1 đến 1,5" in fault(row, years("1", "1"), years("1.5", "1.9")).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "indicator,unit,value,refused",
    [
        ("Tỷ lệ bao phủ bảo hiểm y tế", "%", "100.1", True),
        ("Tỷ lệ bao phủ bảo hiểm y tế", "%", "100", False),
        ("Tỷ lệ bao phủ bảo hiểm y tế", "%", "-1", True),
        ("Tốc độ tăng GRDP bình quân", "%/năm", "120", False),
        ("Tốc độ tăng giá trị sản xuất", "%", "120", False),
        ("Tỷ lệ giao quân so với chỉ tiêu", "%", "105", False),
        ("Thu ngân sách so với dự toán", "% kế hoạch", "130", False),
        ("Số việc làm mới", "người", "-5", True),
        ("Số việc làm mới", "người", "41000", False),
    ],
)
def test_numbers_that_cannot_be(indicator, unit, value, refused):
    row = measure(indicator=indicator, unit_of_measure=unit, term="120")
    assert bool(number_fault(row, Decimal(value))) is refused


def test_a_share_over_a_hundred_says_the_way_out():
    assert "% kế hoạch" in number_fault(measure(indicator="Tỷ lệ đô thị hóa", unit_of_measure="%"), Decimal(101))


def test_ranges_and_days():
    row = measure(operator=Operator.RANGE)
    assert range_fault(row, Decimal(1), Decimal("1.5")) == ""
    assert "lớn hơn mức dưới" in range_fault(row, Decimal(2), Decimal(1))
    assert "Trong khoảng" in range_fault(measure(), Decimal(1), Decimal(2))
    assert "cần ngày" in due_fault(Operator.REACH_BY, None, YEARS)
    assert "cần ngày" in due_fault(Operator.KEEP, None, YEARS)
    assert due_fault(Operator.COUNT, None, YEARS) == ""
    assert "ngoài giai đoạn" in due_fault(Operator.REACH_BY, date(2026, 1, 1), YEARS)


def test_a_whole_row_names_every_field_at_fault():
    bare = measure(operator=Operator.RANGE, term="5", indicator="", unit_of_measure="")
    assert {"indicator", "unit_of_measure", "term_value_max"} <= set(faults(bare, YEARS))
