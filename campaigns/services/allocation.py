"""Handing out shares of a target: from the launching unit to those in scope, from a unit to those below it, to its people.

One save covers the rows of one giver. Rows that were not touched are not written, a row that somebody else changed meanwhile
is refused by name, so two officers at one table lose nothing. Amounts may not add up to more than there is to share; rates
are levels, each by itself.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Sum

from campaigns.enums import CampaignState
from campaigns.models import Allocation, Person, Target, TargetYear, Unit
from campaigns.permissions import allocate
from campaigns.queries.report import successor_of
from campaigns.services.cells import CellConflict, compare
from campaigns.tally.limits import value_fault
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.vntext import NBSP, date_short, number

WHOLE = "__all__"


@dataclass(frozen=True)
class ShareEdit:
    """One row as sent: who, the value typed (None takes the share away) and the value that was shown."""

    unit: Unit
    person: Person | None
    value: Decimal | None
    was: Decimal | None
    given: bool = True  # for words (qualitative): whether the task is handed to them, and whether it was
    was_given: bool = False

    @property
    def key(self) -> str:
        """The public id that names the row in a form."""
        return str((self.person or self.unit).public_id)

    @property
    def name(self) -> str:
        """Who it is."""
        return self.person.full_name if self.person else self.unit.name


@transaction.atomic
def share_out(*, target: Target, parent: Allocation | None, year: int, edits: list[ShareEdit], by) -> int:
    """Write the rows of one giver (`parent`; None: the launching unit); answers how many changed.

    Raises Refused, Conflict (closed campaign), ValidationError by row (key) or for all rows ("__all__"); saves all or nothing.
    """
    giver = parent.unit if parent else target.campaign.unit
    if reason := allocate(by, giver):
        raise Refused(reason)
    if target.campaign.state == CampaignState.CLOSED:
        raise Conflict("Phong trào đã tổng kết, không phân bổ thêm. Mở lại phong trào nếu cần sửa.", fresh=target.campaign)
    target = Target.objects.select_for_update(of=("self",)).select_related("campaign__unit").get(pk=target.pk)
    limit = _limit(target, parent, year)
    known = _known(target, year)
    todo = _checked(target, parent, year, edits, known)
    if not todo:
        return 0
    _check_sum(target, parent, limit, todo, known)
    facts = [_write(target, parent, year, edit, known.get(_who(edit)), by) for edit in todo]
    data = {"done": "phân bổ", "year": year, "from": giver.name, "rows": facts}
    events.record(target, "allocate", by=by, data=data)
    return len(facts)


def _who(edit: ShareEdit) -> tuple:
    return ("person", edit.person.pk) if edit.person else ("unit", edit.unit.pk)


def _known(target: Target, year: int) -> dict[tuple, Allocation]:
    """Every share of the target in the year, by who holds it."""
    rows = Allocation.objects.filter(target=target, year=year, removed_at=None).select_related("unit", "parent__unit")
    return {("person", row.person_id) if row.person_id else ("unit", row.unit_id): row for row in rows}


def _limit(target: Target, parent: Allocation | None, year: int) -> Decimal | None:
    """How much there is to share; None when nothing has to add up. Raises ValidationError without a plan of the year."""
    if year not in target.campaign.years:
        raise ValidationError(f"Phong trào không kéo dài tới năm {year}. Hãy chọn một năm trong kỳ.")
    if target.is_qualitative:
        return None
    if parent is not None:
        fresh = Allocation.objects.filter(pk=parent.pk, removed_at=None).first()
        if fresh is None:
            raise Conflict("Phần được giao này đã được rút lại. Hãy tải lại trang.", fresh=parent)
        return fresh.value if target.splits else None
    plan = TargetYear.objects.filter(target=target, year=year).first()
    if plan is None or plan.value is None:
        raise ValidationError(f"Chỉ tiêu chưa có kế hoạch năm {year}. Đặt kế hoạch ở thẻ “Chỉ tiêu” rồi phân bổ.")
    most = plan.value_max if plan.value_max is not None else plan.value
    return most if target.splits else None


def _checked(target: Target, parent: Allocation | None, year: int, edits: list[ShareEdit], known: dict) -> list[ShareEdit]:
    """The rows to write; every fault at its row, all at once."""
    wrong, todo = {}, []
    for edit in edits:
        row = known.get(_who(edit))
        try:
            if _touched(edit, row, target) and not _fault(target, parent, year, edit, row):
                todo.append(edit)
        except (ValidationError, CellConflict) as error:
            wrong.setdefault(edit.key, []).append(error.message)
    if wrong:
        raise ValidationError(wrong)
    return todo


def _touched(edit: ShareEdit, row: Allocation | None, target: Target) -> bool:
    """Whether the row is to be written: only what was typed anew; somebody else's change of the same row is told."""
    if target.is_qualitative:
        return edit.given not in (edit.was_given, row is not None)
    if edit.value == edit.was:
        return False
    return compare(row.value if row else None, edit.was, edit.value, obj=target, label=edit.name)


def _fault(target: Target, parent: Allocation | None, year: int, edit: ShareEdit, row: Allocation | None) -> None:
    """Raises ValidationError when this row cannot be so."""
    takes_away = edit.value is None and not (target.is_qualitative and edit.given)
    if row is not None and row.parent_id != (parent.pk if parent else None):
        where = row.parent.unit.name if row.parent_id else "đơn vị phát động"
        raise ValidationError(f"{edit.name} đã được {where} giao phần này. Hãy sửa ở đó.")
    if not takes_away:
        if reason := value_fault(target, edit.value):
            raise ValidationError(reason)
        _require_near(target, parent, edit)
        _require_alive(edit.unit, year)
    _require_enough(target, row, edit, takes_away)


def _require_near(target: Target, parent: Allocation | None, edit: ShareEdit) -> None:
    """Units below the giver (at the top also anybody in scope), and the giver's own people."""
    giver = parent.unit if parent else target.campaign.unit
    if edit.person:
        if edit.unit.pk != giver.pk:
            raise ValidationError(f"{edit.name} không thuộc {giver.name}. Đơn vị của người này tự giao cho họ.")
        return
    if edit.unit.pk == giver.pk:
        raise ValidationError("Không tự giao cho chính mình. Hãy chọn đơn vị cấp dưới hoặc cá nhân.")
    if edit.unit.path.startswith(giver.path):
        return
    if parent or not target.campaign.members.filter(unit=edit.unit).exists():
        raise ValidationError(f"{edit.unit.label} không thuộc {giver.name} và không có trong phạm vi phong trào.")


def _require_alive(unit: Unit, year: int) -> None:
    day = min(max(clock.today(), date(year, 1, 1)), date(year, 12, 31))
    if unit.lives_on(day):
        return
    heir = successor_of(unit)
    instead = f" Hãy giao cho {heir.label}." if heir else ""
    if unit.valid_to and unit.valid_to < day:
        raise ValidationError(f"{unit.name} đã kết thúc hoạt động ngày {date_short(unit.valid_to)}.{instead}")
    raise ValidationError(f"{unit.name} chưa thành lập vào ngày {date_short(day)}.")


def _require_enough(target: Target, row: Allocation | None, edit: ShareEdit, takes_away: bool) -> None:
    """What was handed on is not pulled away from below."""
    if row is None:
        return
    below = row.children.filter(removed_at=None)
    if takes_away:
        if below.exists():
            raise ValidationError(f"{edit.name} đã giao tiếp xuống dưới. Rút các phần ở dưới trước, rồi mới bỏ phần này.")
        return
    handed = below.aggregate(total=Sum("value"))["total"] if target.splits else None
    if handed and edit.value < handed:
        unit = f"{NBSP}{target.unit_of_measure}"
        raise ValidationError(f"{edit.name} đã giao xuống {number(handed)}{unit}, không thể còn {number(edit.value)}{unit}.")


def _check_sum(target: Target, parent: Allocation | None, limit: Decimal | None, todo: list[ShareEdit], known: dict) -> None:
    if limit is None:
        return
    mine = parent.pk if parent else None
    values = {who: row.value for who, row in known.items() if row.parent_id == mine}
    before = sum((value for value in values.values() if value), Decimal(0))
    values |= {_who(edit): edit.value for edit in todo}
    total = sum((value for value in values.values() if value), Decimal(0))
    if total > limit and total > before:
        unit = f"{NBSP}{target.unit_of_measure}"
        raise ValidationError(
            f"Tổng các phần là {number(total)}{unit}, vượt phần phải chia {number(limit)}{unit}: thừa"
            f" {number(total - limit)}{unit}. Hãy bớt ở một vài dòng."
        )


def _write(target: Target, parent: Allocation | None, year: int, edit: ShareEdit, row: Allocation | None, by) -> dict:
    """One row; answers what the history tells of it."""
    now, before = clock.now(), row.value if row else None
    if row is None:
        Allocation.objects.create(
            target=target, parent=parent, unit=edit.unit, person=edit.person, year=year, value=edit.value, created_at=now
        )
    else:
        gone = edit.value is None and not (target.is_qualitative and edit.given)
        kept = {"removed_at": now} if gone else {"value": edit.value}
        Allocation.objects.filter(pk=row.pk).update(version=F("version") + 1, updated_at=now, **kept)
    return {"name": edit.name, "before": _text(before), "after": _text(edit.value)}


def _text(value: Decimal | None) -> str:
    return "" if value is None else number(value)
