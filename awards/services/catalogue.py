"""Edits of the catalogue by administrators: one row, with its version and an event that holds the difference.

`load_all` is the repeatable load of the reference files (see catalogue_load).
"""

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F

from awards.services.catalogue_load import load_all
from campaigns.permissions import is_administrator
from thiduakhenthuong.core import events
from thiduakhenthuong.core.catalogue import CatalogueRow
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.vntext import date_short, number
from thiduakhenthuong.core.workflow import conflict

__all__ = ["add_row", "change_row", "load_all", "retire_row"]
WHAT = "Dòng danh mục"


@transaction.atomic
def change_row(row: CatalogueRow, *, version: int, values: dict, by, action: str = "change_row", done: str = "sửa"):
    """Write `values` (model fields) into a row; answers it fresh. The loader leaves it alone from now on.

    Raises Conflict when `version` is old, ValidationError by field, Refused when `by` is no administrator.
    """
    _require_administrator(by)
    fresh = type(row)._base_manager.select_for_update().get(pk=row.pk)
    if fresh.version != version:
        raise conflict(fresh, what=WHAT)
    before = {name: _word(fresh, name) for name in values}
    for name, value in values.items():
        setattr(fresh, name, value)
    _check(fresh)
    changes = {name: [before[name], _word(fresh, name)] for name in values if before[name] != _word(fresh, name)}
    if not changes:
        return fresh
    written = {name: getattr(fresh, name) for name in changes} | {"edited": True, "version": F("version") + 1}
    if not type(row)._base_manager.filter(pk=row.pk, version=version).update(**written):
        raise conflict(type(row)._base_manager.get(pk=row.pk), what=WHAT)
    events.record(fresh, action, by=by, data={"changes": changes, "done": done})
    fresh.refresh_from_db()
    return fresh


@transaction.atomic
def add_row(model: type[CatalogueRow], *, values: dict, by) -> CatalogueRow:
    """A row of the office's own; raises ValidationError by field, Refused when `by` is no administrator."""
    _require_administrator(by)
    row = model(slug=f"hand-{uuid.uuid4()}", edited=True, **values)
    _check(row)
    row.save()
    events.record(row, "add_row", by=by, data={"done": "thêm"})
    return row


def retire_row(row: CatalogueRow, *, version: int, last_day: date, by) -> CatalogueRow:
    """End a row: `last_day` is the last day on which it holds. Papers of earlier days keep using it."""
    return change_row(row, version=version, values={"valid_to": last_day}, by=by, action="retire_row", done="kết thúc")


def _require_administrator(by) -> None:
    if not is_administrator(by):
        raise Refused("Chỉ quản trị được sửa danh mục.")


def _check(row: CatalogueRow) -> None:
    row.full_clean(exclude=["slug"])
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        raise ValidationError({"valid_to": "Ngày kết thúc phải sau ngày bắt đầu."})


def _word(row: CatalogueRow, name: str):
    """How a value is written into the event: dates and choices as people read them."""
    item, value = row._meta.get_field(name), getattr(row, name)
    if isinstance(value, date):
        return date_short(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value)
    if item.choices:
        return dict(item.flatchoices).get(value, value)
    if isinstance(item, models.ForeignKey):
        return str(value) if value else ""
    return value
