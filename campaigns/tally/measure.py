"""What may be written of a measure at all: each fault at its field, with the way out. Pure: a measure, its years, the period."""

from copy import copy
from datetime import date
from decimal import Decimal

from campaigns.enums import Operator
from campaigns.tally.limits import is_share, value_fault
from thiduakhenthuong.core.vntext import date_short

DATED = (Operator.REACH_BY, Operator.KEEP)
WAY_OUT = " Nếu là tốc độ tăng hoặc mức so với kế hoạch, hãy ghi đơn vị tính là “%/năm” hoặc “% kế hoạch”."


def number_fault(measure, value: Decimal | None) -> str:
    """Why a number cannot stand in a cell of this measure. Judged by its words and unit, not by numbers written before."""
    bare = copy(measure)
    bare.baseline = bare.term_value = None
    said = value_fault(bare, value)
    return said + WAY_OUT if said and is_share(bare) and value > 0 else said


def range_fault(measure, low: Decimal | None, high: Decimal | None) -> str:
    """Why two numbers are no range, or do not belong to this operator."""
    if high is None:
        return ""
    if measure.operator != Operator.RANGE:
        return "Hai mức chỉ dùng cho cách đặt số “Trong khoảng”. Hãy đổi cách đặt số trước, hoặc ghi một số."
    if low is None:
        return "Hãy ghi cả mức dưới, ví dụ 1 - 1,5."
    return "" if low < high else "Mức trên phải lớn hơn mức dưới. Hãy đổi chỗ hai số."


def year_fault(year: int, years: range) -> str:
    """Why a year cannot have a value: it lies outside the period."""
    if year in years:
        return ""
    return f"Năm {year} nằm ngoài giai đoạn {years[0]} - {years[-1]}. Hãy bỏ cột này hoặc sửa giai đoạn."


def due_fault(operator: str, due_on: date | None, years: range) -> str:
    """Why the day of a measure is wrong or missing."""
    if due_on is None:
        words = Operator(operator).label.lower()
        return f"Cách đặt số “{words}” cần ngày. Hãy ghi ngày, ví dụ 31/12/{years[-1]}." if operator in DATED else ""
    if due_on.year not in years:
        return f"Ngày {date_short(due_on)} nằm ngoài giai đoạn {years[0]} - {years[-1]}. Hãy ghi ngày trong giai đoạn."
    return ""


def faults(measure, years: range) -> dict[str, str]:
    """{field: sentence} of the fields of a measure (its years are checked one by one); {} when all is well."""
    found = {}
    if not measure.indicator:
        found["indicator"] = "Hãy ghi tên chỉ tiêu."
    if measure.operator == Operator.QUALITATIVE:
        return found
    if not measure.unit_of_measure:
        found["unit_of_measure"] = "Hãy ghi đơn vị tính, ví dụ: người, %, tỷ đồng."
    for name in ("baseline", "term_value", "term_value_max"):
        if said := number_fault(measure, getattr(measure, name)):
            found[name] = said
    if measure.operator == Operator.RANGE and measure.term_value_max is None and measure.term_value is not None:
        found["term_value_max"] = "Cách đặt số “Trong khoảng” cần hai mức. Hãy ghi mức trên."
    elif said := range_fault(measure, measure.term_value, measure.term_value_max):
        found["term_value_max"] = said
    if said := due_fault(measure.operator, measure.due_on, years):
        found["due_on"] = said
    return found
