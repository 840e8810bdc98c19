"""What a number of a measure can be at all: a part of a whole lies between 0 and 100 %, a count is never negative."""

from decimal import Decimal

from campaigns.enums import Operator
from thiduakhenthuong.core.names import search_key
from thiduakhenthuong.core.vntext import number

HUNDRED = Decimal(100)
# Words of rates that are no part of a whole: growth, reduction, comparison with a plan or with an earlier year.
COMPARES = ("tang", "giam", "so voi", "ke hoach", "du toan", "chi tieu", "toc do", "chenh lech", "vuot")


def is_share(measure) -> bool:
    """Whether a measure is a part of a whole ("tỷ lệ hộ dùng nước sạch"), so that it cannot pass 100 %."""
    if measure.unit_of_measure.strip() != "%" or any(_over(value) for value in (measure.baseline, measure.term_value)):
        return False
    words = f" {search_key(measure.indicator)} "
    return not any(f" {word} " in words for word in COMPARES)


def value_fault(measure, value: Decimal | None) -> str:
    """Why a number cannot be a value of the measure, with the way out; "" when it can."""
    if value is None or measure.operator == Operator.QUALITATIVE:
        return ""
    if is_share(measure):
        if value > HUNDRED:
            return f"{number(value)}% không thể có: “{measure.indicator}” là tỷ lệ trong tổng số, nhiều nhất là 100%."
        return "Tỷ lệ không thể nhỏ hơn 0%." if value < 0 else ""
    if value < 0 and not measure.is_rate:
        return f"“{measure.indicator}” không thể là số âm. Hãy kiểm tra dấu trừ."
    return ""


def _over(value: Decimal | None) -> bool:
    return value is not None and value > HUNDRED
