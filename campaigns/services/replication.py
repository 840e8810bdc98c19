"""Copies of an example: who looks at it, who copies it since when and with what result, confirmed by the example's office."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns import permissions as may
from campaigns.enums import ExemplarState, ReplicationState
from campaigns.models import Replication, UnitSuccession
from campaigns.services.changes import change, tidy
from campaigns.workflow import REPLICATION
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.vntext import date_short

FIELDS = ("started_on", "value", "result", "keeper", "note")
WHAT = "Nơi làm theo"


@transaction.atomic
def add_replication(*, exemplar, unit, by, claimed: bool = True, **values) -> Replication:
    """A unit that looks at an example, or (`claimed`) already copies it and waits for confirmation."""
    made = Replication(exemplar=exemplar, unit=unit, by=by)
    if reason := may.edit_replication(by, made):
        raise Refused(reason)
    if exemplar.state not in ExemplarState.SHOWN:
        raise Conflict("Điển hình này chưa được tiếp nhận, chưa ghi nhận nơi làm theo được.", fresh=exemplar)
    values = _checked(made, values, claimed=claimed)
    for name, value in values.items():
        setattr(made, name, value)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        known = Replication.objects.get(exemplar=exemplar, unit=unit)
        state = known.get_state_display().lower()
        raise ValidationError({"unit": f"{unit.name} đã có trong danh sách ({state}). Hãy mở dòng ấy để sửa."}) from error
    events.record(made, "create", by=by, data={"done": "ghi nơi làm theo"})
    return REPLICATION.apply(made, "claim", by=by, version=made.version) if claimed else made


@transaction.atomic
def update_replication(*, replication, version: int, by, **values) -> Replication:
    """Change what is told of a copy; a confirmed one is sent back first."""
    _require_edit(replication, by)
    checked = _checked(replication, values, claimed=replication.state == ReplicationState.CLAIMED)
    return change(replication, version=version, by=by, what=WHAT, **checked)


@transaction.atomic
def claim_replication(*, replication, version: int, by, **values) -> Replication:
    """Who looked at the example has begun to copy it."""
    checked = _checked(replication, values, claimed=True)
    REPLICATION.apply(replication, "claim", by=by, version=version, data=_words(checked), **checked)
    Replication.objects.filter(pk=replication.pk).update(by=by)  # who claims does not confirm
    replication.by = by
    return replication


@transaction.atomic
def confirm_replication(*, replication, version: int, by, note: str = "") -> Replication:
    """The office of the example has seen the copy; never who wrote it down."""
    moment = {"confirmed_by": by, "confirmed_at": clock.now()}
    return REPLICATION.apply(replication, "confirm", by=by, version=version, note=note, **moment)


@transaction.atomic
def send_back_replication(*, replication, version: int, by, note: str) -> Replication:
    """Not (or no longer) confirmed, with the reason."""
    if not note.strip():
        raise ValidationError({"note": "Hãy ghi vì sao chưa xác nhận, để nơi làm theo biết cần bổ sung gì."})
    return REPLICATION.apply(replication, "send_back", by=by, version=version, note=note, confirmed_by=None, confirmed_at=None)


@transaction.atomic
def drop_replication(*, replication, version: int, by) -> None:
    """Take off a unit that only looked; the example's history keeps it."""
    _require_edit(replication, by)
    if replication.state != ReplicationState.ASKING or replication.version != version:
        raise Conflict("Dòng này đã thay đổi; chỉ bỏ được nơi đang tìm hiểu. Hãy tải lại trang.", fresh=replication)
    data = {"done": "bỏ nơi đang tìm hiểu", "unit": replication.unit.name}
    events.record(replication.exemplar, "drop_copy", by=by, data=data)
    replication.delete()


@transaction.atomic
def ask_again(*, replication, by) -> str:
    """Note that a unit was asked how far it is; answers the text to send."""
    if reason := may.edit_replication(by, replication):
        raise Refused(reason)
    events.record(replication, "ask", by=by, data={"done": "hỏi lại"})
    return asking_words(replication)


def asking_words(replication) -> str:
    """What one writes to a unit that only looked so far."""
    exemplar = replication.exemplar
    return (
        f"Kính gửi {replication.unit.name}: đơn vị đã tìm hiểu “{exemplar.title}”"
        f"{f' ({replication.note})' if replication.note else ''}. Đề nghị cho biết đã làm theo chưa, từ ngày nào, "
        f"quy mô bao nhiêu, hoặc cần hỗ trợ gì. {exemplar.office.name}, {date_short(clock.today())}."
    )


def _checked(replication, values: dict, *, claimed: bool) -> dict:
    values = tidy({name: value for name, value in values.items() if name in FIELDS})
    whole = {name: getattr(replication, name) for name in FIELDS} | values
    exemplar, unit, day, wrong = replication.exemplar, replication.unit, whole["started_on"], {}
    if exemplar.unit_id and exemplar.unit_id == unit.pk:
        wrong["unit"] = f"{unit.name} là nơi khởi đầu, không ghi là nơi làm theo."
    if not unit.lives_on(day or clock.today()):
        wrong["unit"] = _ended(unit)
    if claimed and day is None:
        wrong["started_on"] = "Hãy ghi ngày bắt đầu làm theo."
    if day and day > clock.today():
        wrong["started_on"] = "Chưa đến ngày này. Nếu mới định làm, hãy chọn “Đang tìm hiểu”."
    elif day and exemplar.started_on and day < exemplar.started_on:
        wrong["started_on"] = f"Nơi khởi đầu bắt đầu ngày {date_short(exemplar.started_on)}, không thể làm theo trước đó."
    if whole["value"] is not None and whole["value"] <= 0:
        wrong["value"] = "Quy mô phải lớn hơn 0; để trống nếu chưa có số."
    if wrong:
        raise ValidationError(wrong)
    return values


def _ended(unit) -> str:
    row = UnitSuccession.objects.filter(old=unit, is_default=True).select_related("new").first()
    heir = f" Nay là {row.new.label}: hãy chọn tên này." if row else ""
    return f"{unit.label} không hoạt động trong thời gian này.{heir}"


def _words(values: dict) -> dict:
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _require_edit(replication, by) -> None:
    if reason := may.edit_replication(by, replication):
        raise Refused(reason)
    if replication.state == ReplicationState.CONFIRMED:
        raise Conflict("Nơi làm theo đã được xác nhận. Muốn sửa, cơ quan theo dõi điển hình trả về trước.", fresh=replication)
