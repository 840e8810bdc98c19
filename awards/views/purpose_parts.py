"""Tables of what was commended, as plain data; every number carries the address of its names in the register."""

from urllib.parse import urlencode

from django.urls import reverse

from awards.enums import DecidingLevel, RecipientKind
from awards.tally import Counts, Shares

KINDS = tuple(RecipientKind.values)
PEOPLE = (
    ("party", "Đảng viên", {"tp": "party"}), ("not_party", "Quần chúng", {"tp": "not_party"}),
    ("direct", "Lao động trực tiếp", {"tp": "direct"}), ("leader", "Lãnh đạo, quản lý", {"tp": "leader"}),
    ("women", "Nữ", {"gt": "female"}),
)  # fmt: skip


def _cell(count: int, known: dict, **more) -> dict:
    """A number with the address of its names; a nought opens nothing."""
    return {"count": count, "url": f"{reverse('awards:register')}?{urlencode(known | more)}" if count else ""}


def form_table(groups: list[dict], known: dict) -> dict:
    """Rows of form and deciding level in the order of the catalogue, a column for each kind of recipient that occurs."""
    kinds = [kind for kind in KINDS if any(row["recipient_kind"] == kind for row in groups)]
    found = {}
    for row in groups:
        counts = found.setdefault((row["award_kind__code"], row["award_kind__label"], row["level"]), {})
        counts[row["recipient_kind"]] = counts.get(row["recipient_kind"], 0) + row["count"]
    rows = [
        {
            "label": label, "level": DecidingLevel(level).label,
            "cells": [_cell(counts.get(kind, 0), known, ht=code, cap=level, dt=kind) for kind in kinds],
            "sum": _cell(sum(counts.values()), known, ht=code, cap=level),
        }
        for (code, label, level), counts in found.items()
    ]  # fmt: skip
    sums = [_cell(_sum(groups, kind), known, dt=kind) for kind in kinds]
    total = Counts(*(_sum(groups, kind) for kind in KINDS))
    heads = [RecipientKind(kind).label for kind in kinds]
    return {"kinds": heads, "rows": rows, "sums": sums, "sum": _cell(total.total, known), "counts": total}


def _sum(groups: list[dict], kind: str) -> int:
    return sum(row["count"] for row in groups if row["recipient_kind"] == kind)


def party_table(groups: list[dict], known: dict) -> dict | None:
    """Who the individuals are, members of the Party apart from the others; None without individuals."""
    people = [row for row in groups if row["recipient_kind"] == RecipientKind.INDIVIDUAL]
    of = sum(row["count"] for row in people)
    if not of:
        return None
    counts = {name: sum(row[name] for row in people) for name in ("party", "direct", "leader", "women")}
    counts["not_party"] = of - counts["party"]
    shares = Shares(individuals=of)
    rows = [
        {"label": label, "of": of, "percent": shares.percent(counts[name]),
         "cell": _cell(counts[name], known, dt="individual", **more)}
        for name, label, more in PEOPLE
    ]  # fmt: skip
    return {"rows": rows, "of": _cell(of, known, dt="individual")}


def objective_table(objectives: list, groups: list[dict], waiting: dict[int, int]) -> dict:
    """Objectives × forms, in groups of the tree; forms are those that were given, the highest first."""
    forms = {row["award_kind__code"]: row["award_kind__short_label"] or row["award_kind__label"] for row in groups}
    found = {}
    for row in groups:
        cell = found.setdefault(row["nomination__dossier__objective"], {})
        cell[row["award_kind__code"]] = cell.get(row["award_kind__code"], 0) + row["count"]
    rows = [_objective_row(o, found.get(o.pk, {}), forms, waiting.get(o.pk, 0)) for o in objectives]
    sums = [sum(cells.get(code, 0) for cells in found.values()) for code in forms]
    served = sum(1 for row in rows if row["sum"]["count"])
    return {
        "forms": list(forms.values()), "rows": rows, "sums": sums, "sum": sum(sums), "served": served, "of": len(rows),
    }  # fmt: skip


def _objective_row(objective, cells: dict, forms: dict, waiting: int) -> dict:
    known = {"mt": str(objective.public_id), "tt": "valid"}
    return {
        "objective": objective, "waiting": waiting, "cells": [_cell(cells.get(code, 0), known, ht=code) for code in forms],
        "sum": _cell(sum(cells.values()), known),
    }  # fmt: skip


def objective_cells(table: dict):
    """Rows of the workbook."""
    for row in table["rows"]:
        objective = row["objective"]
        counts = [cell["count"] for cell in (*row["cells"], row["sum"])]
        yield [objective.group, objective.indicator, objective.department_name, *counts, row["waiting"]]
    yield ["", "Cộng", "", *table["sums"], table["sum"], sum(row["waiting"] for row in table["rows"])]
