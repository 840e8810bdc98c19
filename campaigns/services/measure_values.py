"""The words of a cell or a form field ↔ the values of a measure. Used by the grid, the forms and the import alike."""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError

from campaigns.enums import Operator
from campaigns.models import Measure, Unit
from campaigns.queries.units import successions_of, units_called
from campaigns.services.cells import number_of, text_of, words_of
from campaigns.tally.measure import number_fault, range_fault
from thiduakhenthuong.core.vntext import date_short, number

_RANGE = re.compile(r"(?P<low>-?[\d.,\s]*\d)\s*(?:-|–|—|đến)\s*(?P<high>-?\d[\d.,\s]*)", re.IGNORECASE)
SHORT = 250
ACCEPT = "Vẫn giao cho đơn vị kết thúc giữa kỳ"


class Amount(NamedTuple):
    """What stands in a number cell: a value, a range, or the words of a qualitative measure."""

    value: Decimal | None = None
    value_max: Decimal | None = None
    text: str = ""

    def shown(self) -> str:
        """ "1.250,5", "1 - 1,5" or the words."""
        if self.value is None:
            return self.text
        return number(self.value) + (f" - {number(self.value_max)}" if self.value_max is not None else "")


def amount_of(measure: Measure, typed: str, *, limit: int = SHORT) -> Amount:
    """The typed words as an amount that this measure can have. Raises ValidationError."""
    if measure.operator == Operator.QUALITATIVE:
        return Amount(text=words_of(typed, limit=limit))
    text = " ".join((typed or "").replace("\u00a0", " ").split())
    match = _RANGE.fullmatch(text)
    low, high = (number_of(match["low"]), number_of(match["high"])) if match else (number_of(text), None)
    if said := number_fault(measure, low) or number_fault(measure, high) or range_fault(measure, low, high):
        raise ValidationError(said)
    return Amount(low, high)


def base_of(measure: Measure) -> Amount:
    """The baseline as an amount."""
    return Amount(measure.baseline, None, measure.baseline_text)


def term_of(measure: Measure) -> Amount:
    """The value of the whole term as an amount."""
    return Amount(measure.term_value, measure.term_value_max, measure.term_text)


def year_of(row) -> Amount:
    """The value of one year (None without a row) as an amount."""
    return Amount(row.value, row.value_max, row.text) if row else Amount()


class Department(NamedTuple):
    """Who is accountable: a unit of the tree, else words."""

    unit: Unit | None = None
    text: str = ""

    def shown(self) -> str:
        """The name of the unit, or the words."""
        return self.unit.name if self.unit else self.text


def department_of(typed: str, *, home: Unit, years: range, today: date, accept_ending: bool = False) -> Department:
    """The unit that the words name among those of `home` (then of its province); other words stay words.

    A unit that was dissolved before it could take the work is refused with its heir; one that ends while the period runs is
    asked about (code "ending") unless `accept_ending`. Raises ValidationError.
    """
    text = words_of(typed, limit=150)
    found = units_called(text, near=home) if text else []
    if not found:
        return Department(text=text)
    day = joining_day(years, today)
    living = [unit for unit in found if unit.lives_on(day)]
    if not living:
        raise ValidationError(gone_words(found[0], day))
    if len(living) > 1:
        names = "; ".join(unit.label for unit in living[:4])
        raise ValidationError(f"Có nhiều đơn vị tên này, hãy ghi rõ một: {names}.")
    if not accept_ending and (said := ending_words(living[0], years)):
        way = f"Hãy ghi {heir}" if (heir := heir_name(living[0])) else "Hãy chọn đơn vị khác"
        raise ValidationError(f"{said} {way}, hoặc mở “Sửa đủ các mục” và đánh dấu “{ACCEPT}”.", code="ending")
    return Department(living[0])


def joining_day(years: range, today: date) -> date:
    """The day on which a department takes the work: today inside the period, else the nearest end of the period."""
    return min(max(date(years[0], 1, 1), today), date(years[-1], 12, 31))


def gone_words(unit: Unit, day: date) -> str:
    """ "Phòng Y tế kết thúc ngày 01/03/2021, nay là …" or that it was not yet founded."""
    if unit.valid_to is None or unit.valid_to >= day:
        return f"{unit.name} chưa thành lập vào ngày {date_short(day)}. Hãy chọn đơn vị đang hoạt động."
    heir = heir_name(unit)
    way = f", nay là {heir}. Hãy ghi {heir}." if heir else ". Hãy chọn đơn vị đang hoạt động."
    return f"{unit.name} đã kết thúc ngày {date_short(unit.valid_to)}{way}"


def heir_name(unit: Unit) -> str:
    """The name of the unit that takes over, "" when nobody knows."""
    steps = successions_of(unit)
    return steps[0][0].new.name if steps else ""


def kept_department(source: Measure, *, years: range, today: date) -> Department:
    """The department of a measure that is taken over: a dissolved one hands on to its heir, else stays as words."""
    unit, day = source.department, joining_day(years, today)
    if unit is None or unit.lives_on(day):
        return Department(unit, source.department_text)
    heirs = [row.new for step in successions_of(unit) for row in step if row.is_default and row.new.lives_on(day)]
    return Department(heirs[0]) if heirs else Department(text=unit.name[:150])


def ending_words(unit: Unit | None, years: range) -> str:
    """What to know about a department that ends while the period runs; "" for the others."""
    if unit is None or unit.valid_to is None or unit.valid_to >= date(years[-1], 12, 31):
        return ""
    return f"{unit.name} kết thúc ngày {date_short(unit.valid_to)}, trước khi hết giai đoạn."


def shown(measure: Measure, field: str, year_rows: dict) -> str:
    """A field as its cell shows it; `year_rows` {year: row}."""
    if field.startswith("y"):
        return year_of(year_rows.get(int(field[1:]))).shown()
    if field == "base":
        return base_of(measure).shown()
    if field == "term":
        return term_of(measure).shown()
    if field == "department":
        return measure.department_name
    if field == "objective":
        return measure.objective.label if measure.objective_id else ""
    return text_of(getattr(measure, field))
