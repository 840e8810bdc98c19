"""Figures of one unit and one span as plain data for the templates; every one carries the address of its names."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse

from awards.enums import AwardFamily
from campaigns.models import Unit
from thiduakhenthuong.core.vntext import date_short, money, number
from thiduakhenthuong.summary import charts, words
from thiduakhenthuong.summary.periods import Period, month_of
from thiduakhenthuong.summary.queries import awards
from thiduakhenthuong.summary.tally import Figures, fold
from thiduakhenthuong.summary.words import NOUNS, SHARES

KEPT = 60  # seconds; a new award is seen at once, because the key carries the newest one
PEOPLE = {"direct": {"tp": "direct"}, "leader": {"tp": "leader"}, "party": {"tp": "party"}, "women": {"gt": "female"}}


@dataclass(frozen=True)
class Report:
    """What the register says of a unit: `now` for the span, `then` for the span before, and how to open the names."""

    unit: Unit
    period: Period
    now: Figures
    then: Figures
    family: str = AwardFamily.FORM  # titles of every year would drown the bằng khen and giấy khen of an occasion

    @classmethod
    def of(cls, unit: Unit, period: Period, family: str = AwardFamily.FORM) -> "Report":
        """Counted in one query, and kept for a minute: folded, so that a hit costs next to nothing."""
        key = f"summary:{unit.pk}:{family}:{period.first}:{period.last}:{awards.newest_award()}"
        counted = cache.get(key)
        if counted is None:
            rows = awards.grouped(unit, period, family)
            counted = fold(rows, period), fold(rows, period.before)
            cache.set(key, counted, KEPT)
        return cls(unit, period, *counted, family)

    @property
    def shown(self) -> "Report":
        """Itself, or the span before when this one has no award yet and that one has."""
        if self.now.total or not self.then.total:
            return self
        return Report(self.unit, self.period.before, self.then, Figures(), self.family)

    def url(self, *, span: Period | None = None, **filters) -> str:
        """The register with exactly the names of a figure."""
        params = {"dv": str(self.unit.public_id), "tt": "valid", **(span or self.period).params, **filters}
        params |= {"nh": str(self.family)} if self.family else {}
        return f"{reverse('awards:register')}?{urlencode(params)}"

    def before_url(self, **filters) -> str:
        """The names of the span before."""
        return self.url(span=self.period.before, **filters)


def sentence_facts(report: Report) -> dict:
    """The sentence with its links, as text, and all its names."""
    text = words.sentence_of(report.now, report.unit, report.period)
    parts = words.linked(text, report.now, report.url)
    return {"parts": parts, "total": report.now.total, "url": report.url(), "empty": not report.now.total}


# --- deciding level × kind of recipient -------------------------------------------------------


def award_table(report: Report) -> dict:
    """Rows of levels, columns of kinds, both only where something stands; sums at the right and below."""
    now, then = report.now, report.then
    levels = _both(now.levels, then.levels, words.tally.ORDER)
    kinds = _both(now.kinds, then.kinds, words.KINDS)
    top = max([span.count(level, kind) for span in (now, then) for level in levels for kind in kinds] + [1])
    rows = [
        {
            "label": words.office_of(now if level in now.offices else then, level), "form": words.form_of(now, level),
            "cells": [_cell(report, top, level, kind) for kind in kinds], "sum": _cell(report, top, level),
        }
        for level in levels
    ]  # fmt: skip
    sums = [_cell(report, top, kind=kind) for kind in kinds]
    return {
        "kinds": [words.first_upper(NOUNS[kind]) for kind in kinds], "rows": rows, "sums": sums,
        "sum": _cell(report, top), "heading": words.awards_heading(now, then, report.period),
        "before_label": report.period.before_label if then.total else "",
    }  # fmt: skip


def _both(first: list, second: list, order: tuple) -> list:
    return sorted({*first, *second}, key=order.index)


def _cell(report: Report, top: int, level: str = "", kind: str = "") -> dict:
    filters = {name: value for name, value in (("cap", level), ("dt", kind)) if value}
    count, before = report.now.count(level, kind), report.then.count(level, kind)
    return {
        "count": count, "before": before, "url": report.url(**filters), "before_url": report.before_url(**filters),
        "bar": charts.bar(count, before, top),
    }  # fmt: skip


# --- who the individuals are ------------------------------------------------------------------


def share_table(report: Report) -> dict | None:
    """Shares among the individuals, the denominator beside each; None without individuals."""
    now, then = report.now.shares, report.then.shares
    if not now.individuals:
        return None
    rows = []
    for name, label in SHARES:
        count, before = getattr(now, name), getattr(then, name)
        rows.append({
            "label": label, "count": count, "of": now.individuals, "percent": now.percent(count),
            "before": then.percent(before), "url": report.url(dt="individual", **PEOPLE[name]),
            "dot": charts.share(count, now.individuals, before, then.individuals),
        })  # fmt: skip
    return {
        "rows": rows, "of": now.individuals, "of_url": report.url(dt="individual"), "then": then.individuals,
        "heading": words.shares_heading(now), "before_label": report.period.before_label,
    }  # fmt: skip


# --- months and money -------------------------------------------------------------------------


def month_table(report: Report) -> dict | None:
    """Awards by month of decision: the twelve of a year, or those of the span that have any; None for a single one."""
    months, year = report.now.months, report.period.year
    if not months or not year and len(months) == 1:
        return None
    keys = [(year, month) for month in range(1, 13)] if year else sorted(months)
    totals = [sum(months.get(key, {}).values()) for key in keys]
    rows = [
        {"label": f"Tháng {key[1]}" + ("" if year else f"/{key[0]}"), "short": key[1], "count": total, "shape": shape,
         "url": report.url(**_month_params(report, key)) if total else ""}
        for key, total, shape in zip(keys, totals, charts.columns(totals), strict=True)
    ]  # fmt: skip
    return {"rows": rows, "heading": words.months_heading(months)}


def _month_params(report: Report, key: tuple[int, int]) -> dict[str, str]:
    month = month_of(*key)
    first, last = max(month.first, report.period.first), min(month.last, report.period.last)
    return {"tu": date_short(first), "den": date_short(last)}


def money_table(report: Report) -> dict | None:
    """Money by level; None when nothing was paid."""
    figures = report.now
    if not figures.money_total:
        return None
    top = max(figures.money.values())
    rows = [
        {"label": words.office_of(figures, level), "amount": money(figures.money[level]), "url": report.url(cap=level),
         "before": money(report.then.money.get(level, 0)) if report.then.money_total else "",
         "bar": charts.bar(figures.money[level], 0, top)}
        for level in figures.levels
    ]  # fmt: skip
    return {
        "rows": rows, "total": money(figures.money_total), "url": report.url(), "heading": words.money_heading(figures),
        "before": money(report.then.money_total or None), "before_label": report.period.before_label,
    }  # fmt: skip


# --- workbook ---------------------------------------------------------------------------------


def export_rows(report: Report) -> list[list]:
    """Rows of the workbook: level, kind, count, the span before; the sum at the end."""
    levels = _both(report.now.levels, report.then.levels, words.tally.ORDER)
    kinds = _both(report.now.kinds, report.then.kinds, words.KINDS)
    rows = [
        [words.office_of(report.now if level in report.now.offices else report.then, level), words.first_upper(NOUNS[kind]),
         report.now.count(level, kind), report.then.count(level, kind)]
        for level in levels for kind in kinds if report.now.count(level, kind) or report.then.count(level, kind)
    ]  # fmt: skip
    return [*rows, ["Cộng", "", report.now.total, report.then.total]]


def export_lines(report: Report) -> list[str]:
    """Lines above the table: the sentence, the money, the shares."""
    now = report.now
    lines = [words.sentence_of(now, report.unit, report.period), f"Đơn vị: {report.unit.name}. Kỳ: {report.period.label}."]
    if now.money_total:
        lines.append(f"Tiền thưởng: {money(now.money_total)} đồng.")
    if now.shares.individuals:
        shares = ", ".join(f"{label.lower()} {now.shares.percent(getattr(now.shares, name))}" for name, label in SHARES)
        lines.append(f"Trong {number(now.shares.individuals)} cá nhân: {shares}.")
    return lines
