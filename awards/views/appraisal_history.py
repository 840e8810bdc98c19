"""Awards of a recipient through time as rows and years, for components/history.html.

Green: the unit of today. Stone: a predecessor, cut where the law cut it; its awards never count by themselves.
"""

from django.urls import reverse

from awards.enums import AwardFamily, RecipientKind
from awards.queries.appraisal_line import awards_of_recipient, predecessors
from awards.views.history_parts import edge_in, lives_in

YEARS = 6
GOLD = {AwardFamily.FORM, AwardFamily.STATE_HONOUR}


def history_of(line, user, today) -> dict:
    """{years, rows, older (awards before the first year), linked, more (names of predecessors without a row)}."""
    collective = line.recipient_kind == RecipientKind.COLLECTIVE
    old = predecessors(line.unit, today) if collective and line.unit else []
    awards = awards_of_recipient(line, [line.unit, *(u for u, _ in old)] if collective and line.unit else [], user)
    years = list(range(today.year - YEARS + 1, today.year + 1))
    cells = [(award, award.year, _chip(award)) for award in awards]
    rows = _unit_rows(line.unit, old, cells, years, today) if collective else _post_rows(cells, years)
    return {
        "years": years, "rows": rows, "older": [f"{year} {chip['label']}" for _, year, chip in cells if year and year < years[0]],
        "old": [_origin(unit, step) for unit, step in old], "linked": _linked(line), "any": bool(cells or old),
    }  # fmt: skip


def _linked(line) -> bool:
    if line.recipient_kind == RecipientKind.COLLECTIVE:
        return line.unit_id is not None
    return bool(line.person_id or line.household_id)


def _chip(award) -> dict:
    url = reverse("awards:decision", args=[award.decision.public_id]) if award.openable else ""
    tone = "gold" if award.award_kind.family in GOLD else ""
    return {"label": award.award_kind.short_label or award.award_kind.label, "tone": tone, "url": url}


def _unit_rows(unit, old: list, cells: list, years: list, today) -> list[dict]:
    rows = []
    for one, band in [(unit, "now"), *((u, "old") for u, _ in old)]:
        if one is None:
            continue
        held = [(year, chip) for award, year, chip in cells if award.unit_id == one.pk]
        rows.append(
            {"title": _title(one), "note": _period(one, today), "band": band,
             "cells": [_cell(one, band, year, held, today) for year in years], "awards": held}
        )  # fmt: skip
    return rows


def _title(unit) -> str:
    return unit.name if not unit.place or unit.place in unit.name else f"{unit.name}, {unit.place}"


def _cell(unit, band: str, year: int, held: list, today) -> dict:
    lives = year <= today.year and lives_in(unit, year)
    edge = edge_in(unit, year) if lives else ""
    return {"band": band if lives else "", "edge": edge, "awards": [chip for y, chip in held if y == year]}


def _period(unit, today) -> str:
    """From–to, as known today: an end that lies ahead is not told."""
    begins = f"{unit.valid_from:%d/%m/%Y}" if unit.valid_from else ""
    ends = f"{unit.valid_to:%d/%m/%Y}" if unit.valid_to and unit.valid_to < today else ""
    if begins and ends:
        return f"{begins} – {ends}"
    return f"từ {begins}" if begins else f"đến {ends}" if ends else ""


def _post_rows(cells: list, years: list) -> list[dict]:
    """People and households: one row for each post or place that their decisions name, the latest first."""
    places = dict.fromkeys(reversed([_place(award) for award, _, _ in cells]))
    rows = []
    for place in places:
        held = [(year, chip) for award, year, chip in cells if _place(award) == place]
        row_cells = [{"band": "now", "edge": "", "awards": [c for y, c in held if y == year]} for year in years]
        rows.append({"title": place[0], "note": place[1], "band": "now", "cells": row_cells, "awards": held})
    return rows


def _place(award) -> tuple[str, str]:
    return award.unit_text or award.address or award.name, award.title


def _origin(unit, step) -> dict:
    kind = step.get_kind_display().lower()
    basis = f", {step.legal_basis}" if step.legal_basis else ""
    return {"name": unit.label, "how": f"{kind} từ {step.effective_date:%d/%m/%Y}{basis}"}
