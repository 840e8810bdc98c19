"""The calendar of reports: quarters of a year."""

from calendar import monthrange
from datetime import date

ROMAN = ("", "I", "II", "III", "IV")


def quarter_begin(year: int, quarter: int) -> date:
    """The first day of a quarter (1–4)."""
    return date(year, quarter * 3 - 2, 1)


def quarter_end(year: int, quarter: int) -> date:
    """The last day of a quarter (1–4)."""
    month = quarter * 3
    return date(year, month, monthrange(year, month)[1])


def quarter_of(day: date) -> int:
    """1–4."""
    return (day.month + 2) // 3


def quarter_before(year: int, quarter: int) -> tuple[int, int]:
    """(year, quarter) of the quarter before."""
    return (year, quarter - 1) if quarter > 1 else (year - 1, 4)


def quarter_name(year: int, quarter: int) -> str:
    """ "quý III/2021"."""
    return f"quý {ROMAN[quarter]}/{year}"


def results_year(day: date) -> int:
    """The year of which a quarter is over, so that figures can be there: until the end of March the year before."""
    return quarter_before(day.year, quarter_of(day))[0]
