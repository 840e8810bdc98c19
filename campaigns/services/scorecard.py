"""Scorecards: the yearly table of criteria. Its shape is fixed once a unit has scored by it; words may be mended later."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from campaigns import permissions as may
from campaigns.enums import CriterionKind, ScoreSheetState
from campaigns.models import ClusterMember, Criterion, Score, Scorecard, Target, Unit
from campaigns.services.changes import change
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.vntext import number

BASE = (CriterionKind.HAND, CriterionKind.FORMULA)
SHAPE = ("kind", "maximum", "target_id")  # what scores rest on
WORDS = ("order", "part", "name", "department_id", "guide")


@dataclass(frozen=True)
class Row:
    """One criterion as entered; `key` is the public id of an existing row, "" for a new one."""

    name: str
    maximum: Decimal
    key: str = ""
    part: str = ""
    kind: str = CriterionKind.HAND
    target: Target | None = None
    department: Unit | None = None
    guide: str = ""

    def values(self, order: int) -> dict:
        """Fields of the record."""
        return {
            "order": order, "part": clean(self.part), "name": clean(self.name), "guide": clean(self.guide), "kind": self.kind,
            "maximum": self.maximum, "target_id": self.target.pk if self.target else None,
            "department_id": self.department.pk if self.department else None,
        }  # fmt: skip


@transaction.atomic
def create_scorecard(*, unit: Unit, by, year: int, name: str, maximum: Decimal, bonus_limit: Decimal | None, rows) -> Scorecard:
    """A new scorecard with its criteria. Raises Refused, ValidationError by field."""
    _require(may.manage_clusters(by, unit))
    _check(name=name, maximum=maximum, bonus_limit=bonus_limit, rows=rows)
    made = Scorecard.objects.create(unit=unit, year=year, name=clean(name), maximum=maximum, bonus_limit=bonus_limit)
    Criterion.objects.bulk_create([Criterion(scorecard=made, **row.values(place)) for place, row in enumerate(rows)])
    events.record(made, "create", by=by, data={"done": "lập bảng chấm điểm", "rows": len(rows)})
    return made


@transaction.atomic
def update_scorecard(
    *, scorecard: Scorecard, version: int, by, name: str, maximum: Decimal, bonus_limit: Decimal | None, rows
) -> Scorecard:
    """Write the table anew; a stale version is a Conflict. Raises Refused, ValidationError by field."""
    _require(may.manage_clusters(by, scorecard.unit))
    _check(name=name, maximum=maximum, bonus_limit=bonus_limit, rows=rows)
    known = {str(row.public_id): row for row in Criterion.objects.select_for_update().filter(scorecard=scorecard)}
    fresh = {key: row for key, row in ((row.key, row) for row in rows) if key in known}
    shape = _shape_changes(scorecard, known, rows, fresh, bonus_limit)
    if shape and is_used(scorecard):
        raise ValidationError(
            f"Đã có đơn vị chấm điểm theo bảng này nên không {', '.join(shape)}. "
            "Vẫn sửa được tên, phần, hướng dẫn và cơ quan thẩm định; muốn đổi điểm chuẩn hãy lập bảng mới."
        )
    before = [f"{row.name}: {number(row.maximum)}" for row in known.values()]
    change(
        scorecard, version=version, by=by, what="Bảng chấm điểm", done="sửa bảng chấm điểm",
        name=clean(name), maximum=maximum, bonus_limit=bonus_limit,
    )  # fmt: skip
    if _write_rows(scorecard, known, rows):
        after = [f"{row.name}: {number(row.maximum)}" for row in rows]
        facts = {"done": "sửa tiêu chí", "before": {"criteria": before}, "after": {"criteria": after}}
        events.record(scorecard, "update_criteria", by=by, data=facts)
    return scorecard


def copied_rows(source: Scorecard) -> list[Row]:
    """Criteria of an earlier scorecard for a new one. Targets belong to their campaign and are chosen anew."""
    rows = Criterion.objects.filter(scorecard=source).select_related("department")
    return [Row(name=c.name, maximum=c.maximum, part=c.part, kind=c.kind, department=c.department, guide=c.guide) for c in rows]


def is_used(scorecard: Scorecard) -> bool:
    """Whether somebody scored by it: a sheet was sent, or holds points."""
    sent = ClusterMember.objects.filter(cluster__scorecard=scorecard).exclude(state=ScoreSheetState.DRAFT)
    given = ~Q(self_points=None) | ~Q(appraised_points=None) | ~Q(agreed_points=None)
    return sent.exists() or Score.objects.filter(given, criterion__scorecard=scorecard).exists()


def _require(reason: str) -> None:
    if reason:
        raise Refused(reason)


def _check(*, name: str, maximum: Decimal, bonus_limit: Decimal | None, rows: list[Row]) -> None:
    faults = {}
    if not clean(name):
        faults["name"] = "Hãy ghi tên bảng chấm điểm."
    if not [row for row in rows if row.kind in BASE]:
        faults["rows"] = "Bảng cần ít nhất một tiêu chí chấm tay hoặc theo kết quả chỉ tiêu."
    together = sum((row.maximum for row in rows if row.kind in BASE), Decimal(0))
    if "rows" not in faults and together != maximum:
        faults["maximum"] = (
            f"Tổng điểm chuẩn phải bằng tổng các tiêu chí (không kể thưởng, trừ): các tiêu chí cộng lại là {number(together)}, "
            f"đang ghi {number(maximum)}. Hãy sửa một trong hai."
        )
    if bonus_limit is None and any(row.kind in (CriterionKind.FORMULA, CriterionKind.BONUS) for row in rows):
        faults["bonus_limit"] = (
            "Bảng có tiêu chí thưởng hoặc chấm theo kết quả chỉ tiêu: hãy ghi trần điểm thưởng (0 nếu không thưởng)."
        )
    keys = [search_key(row.name) for row in rows]
    if twice := sorted({row.name for row, key in zip(rows, keys, strict=True) if keys.count(key) > 1}):
        faults["rows"] = f"Tiêu chí ghi hai lần: {'; '.join(twice)}. Mỗi tiêu chí cần một tên riêng."
    if faults:
        raise ValidationError(faults)


def _shape_changes(scorecard, known: dict, rows: list[Row], kept: dict, bonus_limit) -> list[str]:
    """In words, what would change under the scores that rest on it."""
    words = []
    if any(row.key not in known for row in rows):
        words.append("thêm tiêu chí")
    if set(known) - set(kept):
        words.append("bỏ tiêu chí")
    if any(row.values(0)[name] != getattr(known[key], name) for key, row in kept.items() for name in SHAPE):
        words.append("đổi cách chấm, điểm chuẩn, chỉ tiêu")
    if bonus_limit != scorecard.bonus_limit:
        words.append("đổi trần điểm thưởng")
    return words


def _write_rows(scorecard: Scorecard, known: dict, rows: list[Row]) -> bool:
    """Bring the criteria to what was entered; answers whether anything was written."""
    fresh, changed = [], []
    for place, row in enumerate(rows):
        values, old = row.values(place), known.get(row.key)
        if old is None:
            fresh.append(Criterion(scorecard=scorecard, **values))
        elif any(getattr(old, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(old, name, value)
            changed.append(old)
    gone = [row.pk for key, row in known.items() if key not in {row.key for row in rows}]
    Score.objects.filter(criterion__in=gone).delete()  # rows without points: is_used has answered no
    Criterion.objects.filter(pk__in=gone).delete()
    Criterion.objects.bulk_create(fresh)
    Criterion.objects.bulk_update(changed, [*SHAPE, *WORDS])
    return bool(fresh or changed or gone)
