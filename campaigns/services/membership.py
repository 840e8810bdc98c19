"""Giving and ending roles. An administrator rules over his or her units and everything below, never over himself."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.enums import Role
from campaigns.models import Membership, Unit
from campaigns.permissions import units_with_role
from thiduakhenthuong.accounts.models import User
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.vntext import date_short


def require_rule_over(by, unit: Unit) -> None:
    """Refused unless `by` is administrator of the unit or of one above it."""
    if not any(unit.path.startswith(mine.path) for mine in units_with_role(by, Role.ADMINISTRATOR)):
        raise Refused(f"Bạn không quản trị {unit.name}.")


@transaction.atomic
def add_membership(
    *, user: User, unit: Unit, role: str, by, title: str = "", office: str = "", valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:  # fmt: skip
    """Give a role; raises ValidationError when the dates do not fit, the same role runs already or the unit has a head."""
    require_rule_over(by, unit)
    if user.pk == by.pk:
        raise ValidationError("Không tự phân công cho mình; nhờ quản trị khác.")
    if not user.is_active:
        raise ValidationError({"user": "Tài khoản này đang khóa."})
    _check_days(unit, valid_from, valid_to)
    same = Membership.objects.filter(user=user, unit=unit, role=role)
    if any(_overlap(m, valid_from, valid_to) for m in same):
        raise ValidationError({"role": f"{user.full_name} đã có vai trò này ở {unit.name} trong thời gian đó."})
    if role == Role.HEAD:
        _one_head(unit, valid_from, valid_to)
    made = Membership.objects.create(
        user=user, unit=unit, role=role, title=title, office=office, valid_from=valid_from, valid_to=valid_to
    )
    events.record(
        made, "add_membership", by=by, data={"role": role, "unit": unit.label, "user": user.full_name, "done": "phân công"}
    )
    return made


@transaction.atomic
def end_membership(membership: Membership, *, last_day: date, by) -> Membership:
    """End a role: rights are gone after `last_day`, the row stays."""
    require_rule_over(by, membership.unit)
    if membership.valid_from and last_day < membership.valid_from:
        raise ValidationError({"last_day": "Ngày kết thúc phải sau ngày bắt đầu."})
    membership.valid_to = last_day
    membership.save(update_fields=["valid_to"])
    events.record(membership, "end_membership", by=by, data={"last_day": last_day, "done": "kết thúc phân công"})
    return membership


def _check_days(unit: Unit, first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise ValidationError({"valid_to": "Ngày kết thúc phải sau ngày bắt đầu."})
    if first and not unit.lives_on(first):
        raise ValidationError({"valid_from": f"{unit.label} không tồn tại vào ngày này."})


def _one_head(unit: Unit, first: date | None, last: date | None) -> None:
    """One person answers for a unit at a time; the lock keeps two administrators from naming two."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    heads = Membership.objects.filter(unit=unit, role=Role.HEAD).select_related("user").order_by("pk")
    other = next((m for m in heads if _overlap(m, first, last)), None)
    if other is None:
        return
    until = f"đến {date_short(other.valid_to)}" if other.valid_to else "chưa có ngày kết thúc"
    raise ValidationError({
        "role": f"{unit.name} đã có thủ trưởng là {other.user.full_name}, {until}. Hãy kết thúc phân công đó trước, hoặc chọn"
        " ngày bắt đầu muộn hơn; người ký thay giữ vai trò “Người phê duyệt”."
    })  # fmt: skip


def _overlap(other: Membership, first: date | None, last: date | None) -> bool:
    begins_before_end = last is None or other.valid_from is None or other.valid_from <= last
    ends_after_begin = first is None or other.valid_to is None or other.valid_to >= first
    return begins_before_end and ends_after_begin
