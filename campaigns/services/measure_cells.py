"""Saving cells of a grid of measures (objectives or targets): rows locked once, each cell by itself, all written once."""

import re
from copy import copy
from dataclasses import dataclass, field
from types import SimpleNamespace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from campaigns.enums import Direction, Operator, Rollup
from campaigns.models import Measure, Objective, Unit
from campaigns.services.cells import CellConflict, Edit, Outcome, compare, words_of
from campaigns.services.measure_values import amount_of, department_of, shown
from campaigns.tally.measure import due_fault, number_fault, year_fault
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.typed import as_uuid
from thiduakhenthuong.core.vntext import parse_date

LABELS = {
    "indicator": "Chỉ tiêu", "unit_of_measure": "Đơn vị tính", "direction": "Hướng", "operator": "Cách đặt số", "base": "Số gốc",
    "term": "Cả kỳ", "rollup": "Cách cộng", "due_on": "Đến ngày", "department": "Đơn vị chủ trì", "exclusion_note": "Không tính",
    "splits": "Chia cho đơn vị", "objective": "Mục tiêu phục vụ",
}  # fmt: skip
CHOICES = {"direction": Direction, "operator": Operator, "rollup": Rollup}
LIMITS = {"indicator": 250, "unit_of_measure": 40, "exclusion_note": 250}
_YEAR = re.compile(r"y(\d{4})")
GONE = "Dòng này đã bị bỏ khỏi bảng. Hãy tải lại trang."


@dataclass
class Grid:
    """What a cell needs around it: the rows it may be in, the years, whose departments, which objectives; and what changed."""

    rows: QuerySet
    years: range
    home: Unit
    objectives: QuerySet | None = None
    measures: dict = field(default_factory=dict)  # {public id: measure, locked}
    year_rows: dict = field(default_factory=dict)  # {measure's key: {year: row}}
    columns: set = field(default_factory=set)  # columns of measures to write
    changed: dict = field(default_factory=dict)  # {measure's key: measure}
    touched: dict = field(default_factory=dict)  # {(measure's key, year): row}


@transaction.atomic
def save_cells(grid: Grid, edits: list[Edit], *, by, owner=None) -> list[Outcome]:
    """Save cells, each by itself; a constant number of queries but for those about departments.

    `owner` (a launched campaign) gets an event with before and after as well.
    """
    _lock(grid, edits)
    changes, outcomes = [], []
    for edit in edits:
        outcome, event = _outcome(grid, edit)
        outcomes.append(outcome)
        changes += [event] if event else []
    _write(grid)
    events.record_many(changes, "update", by=by)
    if owner:
        events.record_many([(owner, measure.indicator, data) for measure, _, data in changes], "target", by=by)
    return outcomes


def cell_label(name: str) -> str:
    """The words of a column: "Năm 2021", "Cả kỳ"."""
    match = _YEAR.fullmatch(name)
    return f"Năm {match[1]}" if match else LABELS.get(name, "")


def said(name: str, value: str) -> str:
    """What a cell holds, in words: codes by their label."""
    if name in CHOICES:
        return CHOICES[name](value).label
    return ("có" if value else "không") if name == "splits" else value


def _lock(grid: Grid, edits: list[Edit]) -> None:
    keys: set[UUID] = {key for edit in edits if (key := as_uuid(edit.row))}
    rows = grid.rows.select_related(None).select_for_update().filter(public_id__in=keys).order_by("pk")
    for measure in rows.prefetch_related("years", "department"):
        grid.measures[measure.public_id] = measure
        grid.year_rows[measure.pk] = {row.year: row for row in measure.years.all()}


def _outcome(grid: Grid, edit: Edit) -> tuple[Outcome, tuple | None]:
    measure = grid.measures.get(as_uuid(edit.row))
    if measure is None:
        return Outcome(edit, error=GONE), None
    try:
        return _saved(grid, measure, edit)
    except CellConflict as conflict:
        return Outcome(edit, value=conflict.value, error=conflict.message, conflict=True), None
    except ValidationError as error:
        return Outcome(edit, error=" ".join(error.messages)), None


def _saved(grid: Grid, measure: Measure, edit: Edit) -> tuple[Outcome, tuple | None]:
    """Put the new value into the locked row (in memory), if it is still what the person saw."""
    label = cell_label(edit.field)
    if not label:
        raise ValidationError("Cột này không sửa được ở đây. Hãy tải lại trang.")
    values = _values(grid, measure, edit)
    rows = grid.year_rows[measure.pk]
    before = shown(measure, edit.field, rows)
    after = _shown_with(grid, measure, edit.field, values)
    place, words = f"{measure.indicator}, {label.lower()}", said(edit.field, before)
    if not compare(before, edit.was, after, obj=measure, label=place, field=edit.field, words=words):
        return Outcome(edit, value=before), None
    _put(grid, measure, edit.field, values)
    facts = {"done": "sửa chỉ tiêu", "field": edit.field, "before": {label: words}}
    facts["after"] = {label: said(edit.field, after)}
    return Outcome(edit, value=after), (measure, "", facts)


def _values(grid: Grid, measure: Measure, edit: Edit) -> dict:
    """The typed words as columns of the measure (of the year's row for a year). Raises ValidationError."""
    name, typed = edit.field, edit.value
    if match := _YEAR.fullmatch(name):
        if wrong := year_fault(int(match[1]), grid.years):
            raise ValidationError(wrong)
        return amount_of(measure, typed)._asdict()
    if name in ("base", "term"):
        return _ends(measure, name, typed)
    if name in CHOICES:
        return {name: _choice(grid, measure, name, typed)}
    if name in LIMITS:
        return {name: _words(grid, measure, name, typed)}
    return _others(grid, measure, name, typed)


def _ends(measure: Measure, name: str, typed: str) -> dict:
    amount = amount_of(measure, typed, limit=150 if name == "base" else 250)
    if name == "term":
        return {"term_value": amount.value, "term_value_max": amount.value_max, "term_text": amount.text}
    if amount.value_max is not None:
        raise ValidationError("Số gốc là một số. Hãy ghi một số.")
    return {"baseline": amount.value, "baseline_text": amount.text}


def _words(grid: Grid, measure: Measure, name: str, typed: str) -> str:
    words = words_of(typed, limit=LIMITS[name])
    if not words and name == "indicator":
        raise ValidationError("Hãy ghi tên chỉ tiêu. Muốn bỏ cả dòng, bấm “Bỏ” ở cuối dòng.")
    if not words and name == "unit_of_measure" and not measure.is_qualitative:
        raise ValidationError("Hãy ghi đơn vị tính, ví dụ: người, %, tỷ đồng.")
    _check_numbers(grid, measure, name, words)
    return words


def _check_numbers(grid: Grid, measure: Measure, name: str, words: str) -> None:
    """A new name or unit of measure must leave the numbers possible: 4.800 người cannot become 4.800 %."""
    new = copy(measure)
    setattr(new, name, words)
    years = grid.year_rows[measure.pk].values()
    for value in (measure.baseline, measure.term_value, measure.term_value_max, *(row.value for row in years)):
        if wrong := number_fault(new, value):
            raise ValidationError(f"{wrong} Hãy sửa các số của dòng này trước.")


def _choice(grid: Grid, measure: Measure, name: str, typed: str) -> str:
    if typed not in CHOICES[name].values:
        raise ValidationError("Hãy chọn một mục trong danh sách.")
    if name != "operator":
        return typed
    if (typed == Operator.QUALITATIVE) != measure.is_qualitative:
        raise ValidationError("Chuyển giữa chỉ tiêu bằng số và định tính: bấm “Sửa đủ các mục” ở cuối dòng.")
    if typed != Operator.RANGE and measure.term_value_max is not None:
        raise ValidationError("Cả kỳ đang ghi hai mức. Hãy ghi cột “Cả kỳ” một số trước, rồi chọn lại.")
    if not measure.due_on and due_fault(typed, None, grid.years):
        raise ValidationError(due_fault(typed, None, grid.years))
    return typed


def _others(grid: Grid, measure: Measure, name: str, typed: str) -> dict:
    if name == "splits":
        return {"splits": typed == "1"}
    if name == "department":
        unit, text = department_of(typed, home=grid.home, years=grid.years, today=clock.today())
        return {"department": unit, "department_text": text}
    if name == "objective" and grid.objectives is not None:
        return {"objective": _objective(grid, typed)}
    if name != "due_on":
        raise ValidationError("Cột này không sửa được ở đây. Hãy tải lại trang.")
    try:
        day = parse_date(typed) if typed.strip() else None
    except ValueError as error:
        raise ValidationError(f"{error}.") from error
    if wrong := due_fault(measure.operator, day, grid.years):
        raise ValidationError(wrong)
    return {"due_on": day}


def _objective(grid: Grid, typed: str) -> Objective | None:
    """The objective of this code, or of these words ("K01 Tốc độ tăng GRDP bình quân")."""
    key = search_key(clean(typed))
    if not key:
        return None
    found = [one for one in grid.objectives if key in (search_key(one.code), search_key(one.indicator), search_key(one.label))]
    if not found:
        raise ValidationError("Nghị quyết của phong trào không có mục tiêu này. Hãy ghi mã hoặc chọn trong danh sách gợi ý.")
    return found[0]


def _shown_with(grid: Grid, measure: Measure, name: str, values: dict) -> str:
    """How the cell would read with the new values."""
    if _YEAR.fullmatch(name):
        return shown(measure, name, {int(name[1:]): SimpleNamespace(**values)})
    old = {column: getattr(measure, column) for column in values}
    _set(measure, values)
    text = shown(measure, name, {})
    _set(measure, old)
    return text


def _set(measure: Measure, values: dict) -> None:
    for column, value in values.items():
        setattr(measure, column, value)


def _put(grid: Grid, measure: Measure, name: str, values: dict) -> None:
    measure.version += 1
    measure.updated_at = clock.now()
    grid.changed[measure.pk] = measure
    if match := _YEAR.fullmatch(name):
        year, rows = int(match[1]), grid.year_rows[measure.pk]
        row = rows.get(year) or measure.years.model(**{measure.years.field.name: measure}, year=year, version=0)
        _set(row, values | {"version": row.version + 1})
        rows[year] = grid.touched[measure.pk, year] = row
    else:
        _set(measure, values)
        grid.columns |= set(values)


def _write(grid: Grid) -> None:
    measures, years = list(grid.changed.values()), list(grid.touched.values())
    if measures:
        type(measures[0]).objects.bulk_update(measures, [*sorted(grid.columns), "version", "updated_at"], batch_size=50)
    if years:
        kind = type(years[0])
        kind.objects.bulk_create([row for row in years if row.pk is None])
        kind.objects.bulk_update([row for row in years if row.pk], ["value", "value_max", "text", "version"], batch_size=100)
