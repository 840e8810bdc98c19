"""Edits of a record with a version: one conditional update, one event with before and after."""

from django.db import models

from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.names import clean
from thiduakhenthuong.core.workflow import conflict


def tidy(values: dict) -> dict:
    """Texts as they are stored: single lines cleaned, paragraphs kept line by line."""
    return {name: _text(value) if isinstance(value, str) else value for name, value in values.items()}


def change(obj, *, version: int, by, what: str, done: str = "sửa", action: str = "update", **values):
    """Write `values` where the version is still the one that was opened, else Conflict; nothing to write is no event."""
    changed = {name: value for name, value in values.items() if getattr(obj, name) != value}
    kind = type(obj)
    if not changed and obj.version == version:
        return obj
    rows = kind._base_manager.filter(pk=obj.pk, version=version)
    if not rows.update(version=models.F("version") + 1, updated_at=clock.now(), **changed):
        raise conflict(kind._base_manager.get(pk=obj.pk), what=what)
    before = {name: _said(getattr(obj, name)) for name in changed}
    after = {name: _said(value) for name, value in changed.items()}
    obj.refresh_from_db()
    events.record(obj, action, by=by, data={"done": done, "before": before, "after": after})
    return obj


def _said(value) -> str:
    return "" if value is None else str(value)


def _text(value: str) -> str:
    lines = [clean(line) for line in value.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip()
