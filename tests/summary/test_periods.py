"""Spans of decision dates, and working days."""

from datetime import date

import pytest

from thiduakhenthuong.summary.periods import Period, add_working_days, month_of, working_days_left

TODAY = date(2020, 7, 10)


@pytest.mark.parametrize(
    ("params", "first", "last", "year"),
    [
        ({}, date(2020, 1, 1), date(2020, 12, 31), 2020),
        ({"nam": "2019"}, date(2019, 1, 1), date(2019, 12, 31), 2019),
        ({"nam": "abcd"}, date(2020, 1, 1), date(2020, 12, 31), 2020),
        ({"nam": "0"}, date(2020, 1, 1), date(2020, 12, 31), 2020),
        ({"nam": "99999999"}, date(2020, 1, 1), date(2020, 12, 31), 2020),
        ({"nam": "²"}, date(2020, 1, 1), date(2020, 12, 31), 2020),
        ({"tu": "01/07/2020", "den": "14/7/2020"}, date(2020, 7, 1), date(2020, 7, 14), 0),
        ({"tu": "14/07/2020", "den": "01/07/2020", "nam": "2018"}, date(2018, 1, 1), date(2018, 12, 31), 2018),
        ({"tu": "31/02/2020", "den": "14/07/2020"}, date(2020, 1, 1), date(2020, 12, 31), 2020),
    ],
)
def test_a_span_is_read_from_the_address(params, first, last, year):
    assert Period.of_params(params, TODAY) == Period(first, last, year)


def test_the_span_before_is_last_year():
    assert Period.of_year(2020).before == Period.of_year(2019)
    assert Period(date(2020, 2, 29), date(2020, 7, 14)).before == Period(date(2019, 2, 28), date(2019, 7, 14))


def test_a_span_says_itself_in_words_and_as_filters_of_the_register():
    span = Period(date(2020, 7, 1), date(2020, 7, 14))
    assert (Period.of_year(2020).label, Period.of_year(2020).params) == ("năm 2020", {"nam": "2020"})
    assert (span.label, span.params) == ("từ 01/07/2020 đến 14/07/2020", {"tu": "01/07/2020", "den": "14/07/2020"})


def test_months_end_on_their_last_day():
    assert month_of(2020, 2) == Period(date(2020, 2, 1), date(2020, 2, 29))
    assert month_of(2020, 12) == Period(date(2020, 12, 1), date(2020, 12, 31))


@pytest.mark.parametrize(
    ("begun", "days", "due"),
    [
        (date(2020, 7, 9), 3, date(2020, 7, 14)),  # Thursday: Friday, Monday, Tuesday
        (date(2020, 7, 10), 1, date(2020, 7, 13)),
        (date(2020, 7, 11), 1, date(2020, 7, 13)),  # received on a Saturday
        (date(2020, 6, 29), 20, date(2020, 7, 27)),
    ],
)
def test_working_days_pass_over_weekends(begun, days, due):
    assert add_working_days(begun, days) == due
    assert working_days_left(begun, due) == days


def test_days_over_the_deadline_are_negative_working_days():
    assert working_days_left(date(2020, 7, 14), date(2020, 7, 10)) == -2
    assert working_days_left(date(2020, 7, 10), date(2020, 7, 10)) == 0
