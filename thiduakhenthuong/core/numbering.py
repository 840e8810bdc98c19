"""Numbers without gaps and without doubles: one counter row per (series, issuer, year)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from thiduakhenthuong.core.models import Counter


def peek(series: str, issuer: str, year: int) -> int:
    """The number that would come next; a proposal, not a promise."""
    row = Counter.objects.filter(series=series, issuer=issuer, year=year).first()
    return (row.last if row else 0) + 1


def draw(series: str, issuer: str, year: int, *, count: int = 1) -> int:
    """Take `count` numbers and answer the first. Must run inside the issuing transaction: a rollback gives them back."""
    _require_transaction()
    Counter.objects.get_or_create(series=series, issuer=issuer, year=year)
    rows = Counter.objects.filter(series=series, issuer=issuer, year=year)
    rows.update(last=F("last") + count)  # the updated row stays locked until commit on both databases
    return rows.get().last - count + 1


def claim(series: str, issuer: str, year: int, number: int) -> int:
    """Note a number given outside (by the clerk's office): the counter never proposes it or a smaller one again."""
    _require_transaction()
    if number < 1:
        raise ValidationError("Số quyết định phải là số nguyên dương.")
    Counter.objects.get_or_create(series=series, issuer=issuer, year=year)
    largest = Greatest(F("last"), Value(number))
    Counter.objects.filter(series=series, issuer=issuer, year=year).update(last=largest)
    return number


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Numbers are drawn inside the issuing transaction only.")
