"""Writing the unit tree: the repeatable load of the reference files, and single units by hand.

`path`, `place` and the two keys are derived here and nowhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.enums import Block, UnitLevel
from campaigns.models import Unit, UnitSuccession
from campaigns.services.unit_rows import ADMINISTRATIVE, REFERENCE, SuccessionRow, UnitRow, succession_rows, tree_rows
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.bulk import update_rows
from thiduakhenthuong.core.names import clean, search_key, sort_key_text

DEFAULTS = {
    "code": "", "short_name": "", "kind": "", "block": Block.GOVERNMENT, "valid_from": None, "valid_to": None,
    "emulation_group": "", "certainty": "", "note": "",
}  # fmt: skip


@dataclass
class Loaded:
    """How many rows a load created and changed."""

    created: int = 0
    changed: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(self.created + other.created, self.changed + other.changed)


@transaction.atomic
def load_units(folder: Path = REFERENCE) -> Loaded:
    """Load units and successions; a second run writes nothing. Units gone from the files stay."""
    return write_units(tree_rows(folder)) + write_successions(succession_rows(folder))


def write_units(rows: Iterable[UnitRow]) -> Loaded:
    """Create and update units by slug, one level of the tree after the other (paths need the parents' keys)."""
    known = {unit.slug: unit for unit in Unit.objects.all()}
    done, layers = Loaded(), {}
    depth = {"": 0}
    for row in rows:
        depth[row.slug] = depth[row.parent] + 1
        layers.setdefault(depth[row.slug], []).append(row)
    for level in sorted(layers):
        done += _write_layer(layers[level], known)
    return done


def _write_layer(rows: list[UnitRow], known: dict[str, Unit]) -> Loaded:
    fresh, changed = [], []
    for row in rows:
        parent = known.get(row.parent)
        values = {**DEFAULTS, **row.values, "parent_id": parent.pk if parent else None}
        values |= derived_values(values, parent)
        unit = known.get(row.slug)
        if unit is None:
            known[row.slug] = unit = Unit(slug=row.slug, **values)
            fresh.append(unit)
        elif any(getattr(unit, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(unit, name, value)
            changed.append(unit)
    Unit.objects.bulk_create(fresh, batch_size=200)
    moved = [known[row.slug] for row in rows if _set_path(known[row.slug], known.get(row.parent))]
    update_rows(changed, [*DEFAULTS, "name", "level", "parent", "place", "search_key", "sort_key", "updated_at"])
    update_rows(moved, ["path"])
    return Loaded(len(fresh), len({unit.pk for unit in changed}))


def _set_path(unit: Unit, parent: Unit | None) -> bool:
    """Derive the path from the parent's; True when it is new."""
    path = f"{parent.path if parent else '/'}{unit.pk}/"
    if unit.path == path:
        return False
    unit.path = path
    return True


def derived_values(values: dict, parent: Unit | None) -> dict:
    """`place` and the two keys of a unit with these values under this parent."""
    name, short = values["name"], values["short_name"]
    words = name if search_key(short) in search_key(name) else f"{name} {short}"
    ordered = f"{short} {values['kind']}" if values["level"] in ADMINISTRATIVE and short else name
    return {
        "place": place_under(parent), "search_key": search_key(words)[:250], "sort_key": sort_key_text(ordered)[:500]
    }  # fmt: skip


def place_under(parent: Unit | None) -> str:
    """Where a child of `parent` lies: "huyện Nam Sách", "xã Nam Trung, huyện Nam Sách", "tỉnh Hải Dương"."""
    if parent is None:
        return ""
    if parent.level not in ADMINISTRATIVE:
        return parent.place
    name = parent.name[:1].lower() + parent.name[1:]
    return f"{name}, {parent.place}" if parent.level == UnitLevel.COMMUNE else name


def write_successions(rows: Iterable[SuccessionRow]) -> Loaded:
    """Create and update edges by (old, new, day)."""
    keys = dict(Unit.objects.values_list("slug", "pk"))
    known = {(s.old_id, s.new_id, s.effective_date): s for s in UnitSuccession.objects.all()}
    fresh, changed = [], []
    for row in rows:
        values = {name: getattr(row, name) for name in ("kind", "whole", "is_default", "legal_basis", "note")}
        key = (keys[row.old], keys[row.new], row.effective_date)
        if (edge := known.get(key)) is None:
            fresh.append(UnitSuccession(old_id=key[0], new_id=key[1], effective_date=key[2], **values))
        elif any(getattr(edge, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(edge, name, value)
            changed.append(edge)
    UnitSuccession.objects.bulk_create(fresh, batch_size=200)
    UnitSuccession.objects.bulk_update(changed, ["kind", "whole", "is_default", "legal_basis", "note"])
    return Loaded(len(fresh), len(changed))


@transaction.atomic
def add_unit(*, name: str, level: str, parent: Unit, by, valid_from: date | None = None, **values) -> Unit:
    """A unit entered by hand under a parent; raises ValidationError when the parent does not live on its first day."""
    name = clean(name)
    if not name:
        raise ValidationError({"name": "Chưa ghi tên đơn vị."})
    if valid_from and not parent.lives_on(valid_from):
        raise ValidationError({"valid_from": f"{parent.label} không tồn tại vào ngày này."})
    fields = {**DEFAULTS, **values, "name": name, "level": level, "valid_from": valid_from}
    unit = Unit(parent=parent, **fields, **derived_values(fields, parent))
    unit.slug = f"hand-{unit.public_id}"
    unit.save()
    unit.path = f"{parent.path}{unit.pk}/"
    unit.save(update_fields=["path"])
    events.record(unit, "add_unit", by=by, data={"done": "thêm"})
    return unit


@transaction.atomic
def end_unit(unit: Unit, *, last_day: date, by, note: str = "") -> Unit:
    """End the life of a unit; raises ValidationError when the day is before its first."""
    if unit.valid_from and last_day < unit.valid_from:
        raise ValidationError({"last_day": "Ngày kết thúc phải sau ngày bắt đầu."})
    unit.valid_to, unit.updated_at = last_day, clock.now()
    unit.save(update_fields=["valid_to", "updated_at"])
    events.record(unit, "end_unit", by=by, note=note, data={"last_day": last_day, "done": "kết thúc"})
    return unit
