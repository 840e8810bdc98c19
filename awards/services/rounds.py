"""Rounds (đợt xét): opened and moved by the deciding unit's office. A ceremony may move without touching decisions."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from awards.models import Round
from campaigns.enums import Role
from campaigns.permissions import has_role
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.names import clean
from thiduakhenthuong.core.workflow import conflict

FIELDS = ("name", "opens_on", "deadline", "ceremony_on")


@transaction.atomic
def open_round(*, unit, by, **fields) -> Round:
    """Open a round of `unit`; only its office may. Raises Refused, ValidationError (per field)."""
    _require_office(unit, by)
    made = Round(unit=unit, **_checked(fields))
    made.save()
    events.record(made, "create", by=by, data={"done": "mở đợt xét"})
    return made


@transaction.atomic
def change_round(*, round, version: int, by, **fields) -> Round:
    """Change name or days of a round; a stale `version` is a Conflict."""
    _require_office(round.unit, by)
    values = _checked(fields)
    rows = Round.objects.filter(pk=round.pk, version=version)
    if not rows.update(version=F("version") + 1, updated_at=clock.now(), **values):
        raise conflict(Round.objects.get(pk=round.pk), what="Đợt xét")
    before = {name: str(getattr(round, name) or "") for name in values}
    after = {name: str(value or "") for name, value in values.items()}
    round.refresh_from_db()
    events.record(round, "update", by=by, data={"done": "sửa đợt xét", "before": before, "after": after})
    return round


def _checked(fields: dict) -> dict:
    values = {name: fields.get(name) for name in FIELDS}
    values["name"] = clean(values["name"] or "")
    if not values["name"]:
        raise ValidationError({"name": "Hãy ghi tên đợt xét."})
    if values["opens_on"] and values["deadline"] and values["deadline"] < values["opens_on"]:
        raise ValidationError({"deadline": "Hạn nhận hồ sơ phải sau ngày mở."})
    return values


def _require_office(unit, by) -> None:
    if not has_role(by, unit, Role.APPRAISER, Role.APPROVER):
        raise Refused(f"Chỉ cán bộ thẩm định hoặc người phê duyệt của {unit.name} được mở, sửa đợt xét.")
