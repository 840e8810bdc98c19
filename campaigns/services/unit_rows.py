"""The unit tree as the reference files tell it: CSV rows in, plain rows out, no database.

One row is one life under one parent. So a unit that a wave of reorganisation left alone keeps ONE row over it, while
a merger, a change of kind, of borders or of parent ends the row and begins another; every commune of 1/7/2025 is a
new row, because its parent (the district) ended the day before. A district keeps its row when communes join it.
Statistical codes are reused after a reorganisation: a row is known by its `slug` (level, period and code).
Offices and schools of Nam Sách end with the district: where they stand afterwards is not in the files.
"""

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from campaigns.enums import Block, SuccessionKind, UnitLevel

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
FIRST_WAVE = "2024-12"
KINDS = {
    "sáp nhập": SuccessionKind.MERGED,
    "đổi tên": SuccessionKind.RENAMED,
    "đổi loại": SuccessionKind.RECLASSIFIED,
    "chuyển huyện": SuccessionKind.MOVED,
    "giữ nguyên": SuccessionKind.UNCHANGED,
    "chia tách": SuccessionKind.SPLIT,
    "một phần": SuccessionKind.PART,
}
ADMINISTRATIVE = {UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE}
OWN_DECISIONS = {Block.GOVERNMENT, Block.VERTICAL}  # bodies of these blocks count as sở, ban, ngành


@dataclass
class UnitRow:
    """One row of the tree; `values` are model fields, `parent` is the slug of the parent ("" at the top)."""

    slug: str
    parent: str
    values: dict = field(default_factory=dict)


@dataclass(frozen=True)
class SuccessionRow:
    """One edge old → new, by slugs."""

    old: str
    new: str
    effective_date: date
    kind: str
    whole: bool = True
    is_default: bool = True
    legal_basis: str = ""
    note: str = ""


def read(name: str, folder: Path = REFERENCE) -> list[dict]:
    """Rows of one reference file."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tree_rows(folder: Path = REFERENCE) -> list[UnitRow]:
    """Every unit, parents before children."""
    rows = [*_provinces(folder), *_districts(folder), *_communes(folder), *_departments(folder)]
    known = {row.slug: row for row in rows}
    return rows + _offices(folder, known)


def succession_rows(folder: Path = REFERENCE) -> list[SuccessionRow]:
    """Every edge whose old unit is in the tree (the former communes of Hải Phòng are not)."""
    lives = _commune_lives(folder)
    provinces = {row["province_code"] for row in read("units_2020.csv", folder)}
    found = [_upper_edge(row) for row in read("upper_successions.csv", folder)]
    for edge in read("lineage_edges.csv", folder):
        first = edge["wave"] == FIRST_WAVE
        old = lives.get((edge["old_code"], "first" if first else "second"))
        if old and edge["old_province_code"] in provinces:
            new = f"commune-{'2024-12' if first else '2025-07'}-{edge['new_code']}"
            found.append(_edge(edge, old, new))
    return found


def _upper_edge(row) -> SuccessionRow:
    return SuccessionRow(row["old_slug"], row["new_slug"], date.fromisoformat(row["effective_date"]),
                         KINDS[row["kind"]], legal_basis=row["legal_basis"], note=row["note"])  # fmt: skip


def _edge(row, old: str, new: str) -> SuccessionRow:
    return SuccessionRow(
        old, new, date.fromisoformat(row["effective_date"]), KINDS[row["kind"]], row["part"] == "toàn bộ",
        row["default_successor"] == "1", row["legal_basis"], row["note"],
    )  # fmt: skip


def _wave_days(folder) -> tuple[date, date]:
    """The days on which the two waves took effect."""
    days = {row["wave"] == FIRST_WAVE: row["effective_date"] for row in read("lineage_edges.csv", folder)}
    return date.fromisoformat(days[True]), date.fromisoformat(days[False])


def _commune_lives(folder) -> dict:
    """(code, "first" | "second") → slug of the commune that the wave found alive."""
    touched = {row["old_code"] for row in read("lineage_edges.csv", folder) if row["wave"] == FIRST_WAVE}
    born = {row["new_code"] for row in read("lineage_edges.csv", folder) if row["wave"] == FIRST_WAVE}
    lives = {}
    for row in read("units_2020.csv", folder):
        code = row["commune_code"]
        lives[code, "first"] = f"commune-2020-{code}"
        if code not in touched:
            lives[code, "second"] = f"commune-2020-{code}"
    return lives | {(code, "second"): f"commune-2024-12-{code}" for code in born}


def _eve(day: date) -> date:
    return day - timedelta(days=1)


def _short(name: str) -> tuple[str, str]:
    """("huyện", "Nam Sách") of "Huyện Nam Sách"."""
    for kind in ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Huyện", "Phường", "Xã", "Tỉnh"):
        if name.startswith(f"{kind} "):
            return kind.lower(), name.removeprefix(f"{kind} ")
    return "", name


def _provinces(folder) -> list[UnitRow]:
    return [
        UnitRow(row["slug"], "", {
            "code": row["code"], "name": row["name"], "short_name": row["short_name"], "level": UnitLevel.PROVINCE,
            "kind": row["kind"], "valid_from": _day(row["valid_from"]), "valid_to": _day(row["valid_to"]),
            "certainty": "sure", "note": row["note"],
        })
        for row in read("provinces.csv", folder)
    ]  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _districts(folder) -> list[UnitRow]:
    """Districts of 2020; they end before the wave after which the map no longer knows them."""
    first, second = _wave_days(folder)
    later = {row["district_code"] for row in read("units_2024_12.csv", folder)}
    rows = {}
    for row in read("units_2020.csv", folder):
        code, name = row["district_code"], row["district"]
        kind, short = _short(name)
        rows[code] = UnitRow(f"district-{code}", f"province-{row['province_code']}", {
            "code": code, "name": name, "short_name": short, "level": UnitLevel.DISTRICT, "kind": kind,
            "valid_to": _eve(second if code in later else first), "certainty": "sure",
        })  # fmt: skip
    return list(rows.values())


def _communes(folder) -> list[UnitRow]:
    first, second = _wave_days(folder)
    alive = {slug for (_, wave), slug in _commune_lives(folder).items() if wave == "second"}
    rows = []
    for row in read("units_2020.csv", folder):
        slug = f"commune-2020-{row['commune_code']}"
        end = _eve(second if slug in alive else first)
        rows.append(_commune(row, slug, f"district-{row['district_code']}", valid_to=end))
    for row in read("units_2024_12.csv", folder):
        slug = f"commune-2024-12-{row['commune_code']}"
        if slug in alive:
            span = {"valid_from": first, "valid_to": _eve(second)}
            rows.append(_commune(row, slug, f"district-{row['district_code']}", **span))
    for row in read("units_2025.csv", folder):
        slug, note = f"commune-2025-07-{row['commune_code']}", row["predecessors_text"]
        rows.append(_commune(row, slug, f"province-{row['province_code']}", valid_from=second, note=note))
    return rows


def _commune(row, slug: str, parent: str, **values) -> UnitRow:
    base = {
        "code": row["commune_code"], "name": row["commune"], "short_name": row["commune_short"],
        "level": UnitLevel.COMMUNE, "kind": row["commune_type"].lower(), "certainty": "sure",
    }  # fmt: skip
    return UnitRow(slug, parent, base | values)


def _departments(folder) -> list[UnitRow]:
    ends = {row["slug"]: _day(row["valid_to"]) for row in read("provinces.csv", folder)}
    rows = []
    for row in read("departments_province.csv", folder):
        parent = f"province-{row['province_code']}"
        level = UnitLevel.DEPARTMENT if row["block"] in OWN_DECISIONS else UnitLevel.OFFICE
        rows.append(UnitRow(f"department-{row['dept_id']}", parent, {
            "name": row["name"], "short_name": row["short_name"], "level": level, "kind": row["kind"],
            "block": row["block"], "valid_to": ends[parent], "certainty": row["name_status"], "note": row["note"],
        }))  # fmt: skip
    return rows


def _offices(folder, known: dict) -> list[UnitRow]:
    """Offices of Nam Sách, parents before children; one with a commune hangs under it, its superior is in the note."""
    district = next(row for row in known.values() if row.values["name"] == "Huyện Nam Sách")
    source = read("offices_nam_sach.csv", folder)
    by_name = {row["name"]: f"office-{row['office_id']}" for row in source if not row["commune_code_2020"]}
    rows = []
    for row in source:
        code = row["commune_code_2020"]
        parent = f"commune-2020-{code}" if code else by_name.get(row["parent"], district.slug)
        rows.append(UnitRow(f"office-{row['office_id']}", parent, _office_values(row, district, code)))
    return rows


def _office_values(row, district: UnitRow, code: str) -> dict:
    level = {"school": UnitLevel.SCHOOL, "enterprise": UnitLevel.ENTERPRISE}.get(row["block"], UnitLevel.OFFICE)
    superior = f"Cơ quan cấp trên: {row['parent']}." if code and row["parent"] else ""
    return {
        "name": row["name"], "level": level, "kind": row["kind"], "block": row["block"],
        "valid_to": district.values["valid_to"], "emulation_group": row["emulation_group"],
        "certainty": row["name_status"], "note": " ".join(filter(None, [superior, row["note"]])),
    }  # fmt: skip
