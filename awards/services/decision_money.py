"""Award money of a decision: coefficient × base salary of the signing date, rounded by the law, frozen at issue."""

from dataclasses import dataclass, field
from datetime import date

from awards.enums import RecipientKind
from awards.queries import catalogue
from awards.tally import amount
from thiduakhenthuong.core.vntext import money


@dataclass
class Rate:
    """What one recipient of one kind gets, in đồng; `amount` None when the law gives no figure and nobody typed one."""

    coefficient_x1000: int | None
    base: int | None
    amount: int | None
    article: str = ""


@dataclass
class Money:
    """Money of a whole decision: `rows` are (count and kind, rate, sum) in words; `missing` names kinds without a rate."""

    rates: dict
    total: int = 0
    rows: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    article: str = ""


def rates_of(decision, day: date) -> dict[str, Rate]:
    """Rate by kind of recipient on the day of the decision (NĐ 152/2025 Đ.49.1; same rule before)."""
    base = catalogue.base_salary_on(day)
    coefficients = catalogue.coefficients_on(day)
    typed = decision.texts.get("money", {})
    found = {}
    for kind in RecipientKind.values:
        row = coefficients.get((decision.award_kind_id, kind))
        if typed.get(kind):
            found[kind] = Rate(None, None, int(typed[kind]), "nhập theo quyết định")
        elif row and base:
            paid = amount(row.coefficient_x1000, base.amount)
            found[kind] = Rate(row.coefficient_x1000, base.amount, paid, row.article)
        else:
            found[kind] = Rate(None, None, None)
    return found


def money_of(decision, lines, day: date) -> Money:
    """Sum by kind of recipient and in all."""
    result = Money(rates=rates_of(decision, day))
    for kind in RecipientKind:
        count = sum(1 for line in lines if line.recipient_kind == kind)
        rate = result.rates[kind]
        if not count:
            continue
        if rate.amount is None:
            result.missing.append(kind.label.lower())
            continue
        result.total += count * rate.amount
        result.article = result.article or rate.article
        result.rows.append((f"{count} {kind.label.lower()}", f"× {money(rate.amount)} đ", f"{money(count * rate.amount)} đ"))
    return result
