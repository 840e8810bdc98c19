"""How the years make the term: by sum, by the last year, by the average. A row that does not roll up blocks the launch.

Averages are compared to one decimal, or to as many as the term value is written with: 1, 1 and 2 make an average of 1,3.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from campaigns.enums import Operator, Rollup
from thiduakhenthuong.core.vntext import NBSP, number

ZERO = Decimal(0)
WORDS = {Rollup.SUM: "cộng dồn các năm", Rollup.END_POINT: "năm cuối kỳ", Rollup.AVERAGE: "trung bình các năm"}


def rolled(measure, years: Iterable[Decimal | None]) -> Decimal | None:
    """The term value that the values of the years make, in the order of the years; None when they say nothing yet.

    A term may begin inside its first year, so gaps do not count; but the end point is that of the very last year.
    """
    values = list(years)
    known = [value for value in values if value is not None]
    if not known:
        return None
    if measure.rollup == Rollup.SUM:
        return sum(known, ZERO)
    return values[-1] if measure.rollup == Rollup.END_POINT else sum(known, ZERO) / len(known)


def fault(measure, values: Iterable[Decimal | None], values_max: Iterable[Decimal | None] | None = None) -> str:
    """Why the years do not make the term, with the number it should be; "" when they do, or when there is nothing to count."""
    values = list(values)
    if measure.operator == Operator.QUALITATIVE:
        return ""
    if all(value is None for value in values):
        return _without_years(measure)
    low = rolled(measure, values)
    if low is None:
        return "Năm cuối kỳ chưa có số. Hãy ghi số của năm cuối, hoặc đổi cách cộng."
    tops = [top if top is not None else value for top, value in zip(values_max or values, values, strict=True)]
    return _against_term(measure, low, rolled(measure, tops))


def fault_of(measure, years: range) -> str:
    """The same for a measure loaded with its years, over a period."""
    rows = {row.year: row for row in measure.years.all()}
    found = [rows.get(year) for year in years]
    return fault(measure, [row and row.value for row in found], [row and row.value_max for row in found])


def _without_years(measure) -> str:
    if measure.operator == Operator.REACH_BY and measure.term_value is not None and measure.due_on:
        return ""  # one point by one day: there is nothing to divide
    return "Chưa chia theo năm. Hãy ghi số kế hoạch của từng năm."


def _against_term(measure, low: Decimal, high: Decimal) -> str:
    made = f"{WORDS[measure.rollup]} được{NBSP}{_said(measure, low)}"
    if measure.term_value is None:
        return f"Cả kỳ chưa ghi; {made}. Hãy ghi số này ở cột Cả kỳ."
    if measure.operator == Operator.RANGE and measure.term_value_max is not None:
        bounds = measure.term_value, measure.term_value_max
        if _near(measure, low, bounds[0]) >= bounds[0] and _near(measure, high, bounds[1]) <= bounds[1]:
            return ""
        term = f"từ{NBSP}{number(bounds[0])} đến{NBSP}{number(bounds[1])}"
        return f"Cả kỳ ghi {term}, {made}. Hãy sửa các năm hoặc nới khoảng cả kỳ."
    if _near(measure, low, measure.term_value) == measure.term_value:
        return ""
    term, right = number(measure.term_value), _said(measure, low)
    return f"Cả kỳ ghi{NBSP}{term}, {made}. Hãy sửa các năm, hoặc ghi cả kỳ là{NBSP}{right}."


def _near(measure, value: Decimal, term: Decimal) -> Decimal:
    """An average as precise as the term is written; sums and end points as they are."""
    if measure.rollup != Rollup.AVERAGE:
        return value
    places = max(1, -term.normalize().as_tuple().exponent)
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _said(measure, value: Decimal) -> str:
    return number(_near(measure, value, measure.term_value or ZERO))
