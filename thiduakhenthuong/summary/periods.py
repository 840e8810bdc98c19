"""A span of decision dates with its words, the span before it, and working days between two dates."""

from dataclasses import dataclass
from datetime import date, timedelta

from thiduakhenthuong.core.vntext import date_short, day_of

FIRST_YEAR, LAST_YEAR = 1945, 2100


@dataclass(frozen=True)
class Period:
    """Decisions of `first` to `last`, both included; `year` is 0 when the span is not one calendar year."""

    first: date
    last: date
    year: int = 0

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """One calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31), year)

    @classmethod
    def of_params(cls, params, today: date) -> "Period":
        """The span of an address: tu and den (dd/mm/yyyy) when both can be read, else nam, else the year of `today`."""
        first, last = day_of(params.get("tu", "")), day_of(params.get("den", ""))
        if first and last and first <= last:
            return cls(first, last)
        year = params.get("nam", "")
        good = year.isdecimal() and FIRST_YEAR <= int(year[:5]) <= LAST_YEAR
        return cls.of_year(int(year) if good else today.year)

    @property
    def before(self) -> "Period":
        """The year before, or the same days of the year before."""
        return Period.of_year(self.year - 1) if self.year else Period(_year_before(self.first), _year_before(self.last))

    @property
    def label(self) -> str:
        """ "năm 2020", or "từ 01/07/2020 đến 31/07/2020"."""
        return f"năm {self.year}" if self.year else f"từ {date_short(self.first)} đến {date_short(self.last)}"

    @property
    def before_label(self) -> str:
        """What stands beside last year's figures."""
        return "năm trước" if self.year else "cùng kỳ năm trước"

    @property
    def params(self) -> dict[str, str]:
        """The filters of the register that mean this span."""
        return {"nam": str(self.year)} if self.year else {"tu": date_short(self.first), "den": date_short(self.last)}


def month_of(year: int, month: int) -> Period:
    """The days of one month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return Period(date(year, month, 1), following - timedelta(days=1))


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


# --- working days: Monday to Friday; public holidays are not known to the system ----------------


def add_working_days(day: date, count: int) -> date:
    """The last day of a span of `count` working days that begins after `day`."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def working_days_left(today: date, due: date) -> int:
    """Working days from today to the due day; negative when it has passed."""
    if due < today:
        return -working_days_left(due, today)
    span = (today + timedelta(days=n) for n in range(1, (due - today).days + 1))
    return sum(day.weekday() < 5 for day in span)
