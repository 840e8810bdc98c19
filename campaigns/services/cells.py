"""One cell of a grid: what was typed over what was shown. Two people on one grid lose nothing, because conflicts are per cell.

A service that saves a cell locks its row (`select_for_update`), reads `edit.value` and `edit.was` with `number_of` or
`words_of`, asks `compare` and then writes. The web's half is campaigns/views/sheet.py.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.timezone import localtime

from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict
from thiduakhenthuong.core.names import clean
from thiduakhenthuong.core.vntext import date_short, number, parse_decimal


@dataclass(frozen=True)
class Edit:
    """One cell as sent: the row (public id), the field, the words typed and the words that were shown before."""

    row: str
    field: str
    value: str
    was: str


@dataclass(frozen=True)
class Outcome:
    """What became of one edit: the value as shown now, or the sentence against it (with theirs, in a conflict)."""

    edit: Edit
    value: str | None = None
    error: str = ""
    conflict: bool = False

    def body(self) -> dict:
        """As JSON."""
        if not self.error:
            return {"value": self.value}
        return {"error": self.error} | ({"value": self.value, "conflict": True} if self.conflict else {})

    @property
    def status(self) -> int:
        """HTTP status of an answer about this one cell."""
        return 409 if self.conflict else 422 if self.error else 200


class CellConflict(Conflict):
    """Somebody changed this very cell meanwhile; `value` is what stands there now, as text."""

    def __init__(self, message: str, *, value: str, fresh=None, event=None):
        super().__init__(message, fresh=fresh, event=event)
        self.value = value


def number_of(text: str) -> Decimal | None:
    """The number of a cell ("1.250,5"), None for an empty one. Raises ValidationError."""
    try:
        return parse_decimal(text)
    except ValueError as error:
        raise ValidationError(f"{error}.") from error


def words_of(text: str, *, limit: int = 250) -> str:
    """The words of a cell, cleaned. Raises ValidationError when they are too long."""
    words = clean(text or "")
    if len(words) > limit:
        raise ValidationError(f"Ô này ghi được nhiều nhất {limit} chữ; đang có {len(words)}. Hãy rút gọn.")
    return words


def text_of(value) -> str:
    """A value as the cell shows it: "1.250,5", "05/02/2026", words; "" for None."""
    if isinstance(value, bool):
        return "1" if value else ""
    if value is None:
        return ""
    if isinstance(value, Decimal | int):
        return number(value)
    return date_short(value) if hasattr(value, "year") else str(value)


def compare(current, was, new, *, obj, label: str, field: str = "", words: str | None = None) -> bool:
    """Whether there is something to write: False when the cell already holds `new`, True when it still holds `was`.

    `was` may be the text that was shown. Otherwise somebody was faster: CellConflict naming who (the last event of `obj`,
    that about `field` when its data carries {"field": …}) and when; `label` names the cell ("Chỉ tiêu, năm 2021"),
    `words` says the value that stands there when the cell holds a code.
    """
    if _same(current, new):
        return False
    if _same(current, was):
        return True
    raise _conflict(text_of(current), words, obj=obj, label=label, field=field)


def _same(left, right) -> bool:
    """Equal as values, or as the words that the cell shows for them."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left == right
    return text_of(left) == (clean(right) if isinstance(right, str) else text_of(right))


def _conflict(value: str, words: str | None, *, obj, label: str, field: str) -> CellConflict:
    past = events.history(obj).order_by("-number")
    event = (past.filter(data__field=field).first() if field else None) or past.first()
    who = event.by.full_name if event and event.by else "người khác"
    when = f" lúc {localtime(event.at):%H:%M ngày %d/%m/%Y}" if event else ""
    said = (value if words is None else words) or "để trống"
    message = f"Ô “{label}” đã được {who} sửa thành “{said}”{when}. Giữ bên nào?"
    return CellConflict(message, value=value, fresh=obj, event=event)
