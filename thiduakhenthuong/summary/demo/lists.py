"""The names of the demonstration: the 66 of the conference from their file, and a few more for the inboxes."""

import csv
from pathlib import Path

from campaigns.models import Unit
from thiduakhenthuong.core.names import search_key

FOLDER = Path(__file__).resolve().parent.parent / "reference" / "demo"


def conference_rows(level: str, district: Unit) -> list[dict]:
    """Lines of one deciding level ("province", "district") as values of the entry grid."""
    units = _units(district)
    with (FOLDER / "nam_sach_2020_awards.csv").open(encoding="utf-8", newline="") as file:
        return [_values(row, units) for row in csv.DictReader(file) if row["deciding_level"] == level]


def _units(district: Unit) -> dict[str, Unit]:
    return {search_key(unit.name): unit for unit in Unit.objects.under(district).order_by("-pk")}


def _values(row: dict, units: dict) -> dict:
    individual = row["recipient_kind"] == "individual"
    return {
        "recipient_kind": row["recipient_kind"], "name": row["full_name_or_collective"], "gender": row["gender"],
        "birth": row["birth_year"], "title": row["position"], "unit": units.get(search_key(row["unit"])),
        "unit_text": row["unit"], "award_kind": row["award_code"], "achievement": row["achievement"],
        "is_leader": _flag(row["is_leader"]) if individual else None,
        "is_direct_worker": _flag(row["is_direct_worker"]) if individual else None,
        "is_party_member": _flag(row["is_party_member"]) if individual else None,
    }  # fmt: skip


def _flag(text: str) -> bool:
    return text.strip().lower() in {"1", "true", "x", "có"}


def more_rows(name: str, units_of: Unit) -> list[dict]:
    """Lines of a further dossier (`more_nominations.csv`, column `dossier` = name)."""
    units = _units(units_of)
    with (FOLDER / "more_nominations.csv").open(encoding="utf-8", newline="") as file:
        return [_values(row, units) for row in csv.DictReader(file) if row["dossier"] == name]
