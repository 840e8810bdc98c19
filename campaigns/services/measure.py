"""Rows of a grid of measures: made, rewritten with all their fields, taken out, put back, moved. Objectives and targets alike.

What only one of the two knows (permissions, locks after the launch) stands in services/objective.py and services/target.py.
"""

from django.core.exceptions import ValidationError
from django.db import models

from campaigns.models import Measure
from campaigns.services.cells import text_of
from campaigns.services.measure_values import Amount, year_of
from campaigns.tally.measure import faults, number_fault, range_fault, year_fault
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.workflow import conflict

FIELDS = (
    "code", "group", "indicator", "unit_of_measure", "direction", "operator", "baseline", "baseline_year", "baseline_text",
    "term_value", "term_value_max", "term_text", "due_on", "rollup", "splits", "exclusion_note", "department",
    "department_text", "note",
)  # fmt: skip
MOST = 500  # rows of one resolution or campaign
Years = dict[int, Amount]


def put_values(measure: Measure, values: dict, yearly: Years, years: range) -> None:
    """Set the fields and check them together with the years. Raises ValidationError by field (years as "y2021")."""
    for name, value in values.items():
        setattr(measure, name, value)
    wrong = faults(measure, years)
    for year, amount in yearly.items():
        said = year_fault(year, years) if amount != Amount() else ""
        said = said or number_fault(measure, amount.value) or number_fault(measure, amount.value_max)
        if said := said or range_fault(measure, amount.value, amount.value_max):
            wrong[f"y{year}"] = said
    if wrong:
        raise ValidationError(wrong)


def make(measure: Measure, *, yearly: Years, siblings: models.QuerySet, by, done: str = "thêm chỉ tiêu") -> Measure:
    """Keep a new row at the end of its group."""
    if siblings.count() >= MOST:
        raise ValidationError(f"Bảng đã có {MOST} chỉ tiêu, không thêm được nữa.")
    measure.save()
    write_years(measure, yearly)
    renumber(siblings, last=measure)
    events.record(measure, "create", by=by, data={"done": done})
    return measure


def rewrite(measure: Measure, *, version: int, yearly: Years, by, what: str) -> dict:
    """Write a row whose fields were set, if its version is still that of the form; answers {"before", "after"}."""
    kind = type(measure)
    old = kind.objects.select_for_update().get(pk=measure.pk)
    if old.version != version:
        raise conflict(old, what=what)
    known = {row.year: year_of(row).shown() for row in old.years.all()}
    names = [f.name for f in kind._meta.concrete_fields if f.name in (*FIELDS, "objective", "parent")]
    changed = [name for name in names if getattr(old, name) != getattr(measure, name)]
    moved = {f"Năm {y}": (known.get(y, ""), a.shown()) for y, a in yearly.items() if known.get(y, "") != a.shown()}
    pairs = {_label(kind, name): (_said(old, name), _said(measure, name)) for name in changed} | moved
    facts = {"before": {name: pair[0] for name, pair in pairs.items()}, "after": {name: pair[1] for name, pair in pairs.items()}}
    if pairs:
        measure.version, measure.updated_at = old.version + 1, clock.now()
        measure.save(update_fields=[*names, "version", "updated_at"])
        write_years(measure, yearly)
        events.record(measure, "update", by=by, data={"done": "sửa chỉ tiêu"} | facts)
    return facts


def write_years(measure: Measure, yearly: Years) -> None:
    """The values of the years; an amount of nothing empties its year."""
    known = {row.year: row for row in measure.years.all()}
    kind, name = measure.years.model, measure.years.field.name
    fresh, old = [], []
    for year, amount in yearly.items():
        values = amount._asdict()
        if year in known:
            for column, value in values.items():
                setattr(known[year], column, value)
            known[year].version += 1
            old.append(known[year])
        elif amount != Amount():
            fresh.append(kind(**{name: measure}, year=year, **values))
    kind.objects.bulk_create(fresh)
    kind.objects.bulk_update(old, ["value", "value_max", "text", "version"])


def take_out(measure: Measure, *, by) -> None:
    """Out of the table; it can be put back."""
    _mark(measure, clock.now(), done="bỏ chỉ tiêu", action="remove", by=by)


def put_back(measure: Measure, *, siblings: models.QuerySet, by) -> None:
    """Back into the table, at the end of its group."""
    _mark(measure, None, done="khôi phục chỉ tiêu", action="restore", by=by)
    renumber(siblings, last=measure)


def _mark(measure: Measure, when, *, done: str, action: str, by) -> None:
    rows = type(measure).objects.filter(pk=measure.pk, version=measure.version)
    if not rows.update(removed_at=when, version=models.F("version") + 1, updated_at=clock.now()):
        raise conflict(type(measure).objects.get(pk=measure.pk), what="Chỉ tiêu")
    measure.refresh_from_db()
    events.record(measure, action, by=by, data={"done": done})


def move(measure: Measure, step: int, *, siblings: models.QuerySet, by) -> bool:
    """One place up (-1) or down (1) inside its group; False at the end."""
    rows = list(siblings.select_for_update())
    same = [row for row in rows if row.group == measure.group]
    at = next(place for place, row in enumerate(same) if row.pk == measure.pk)
    if not 0 <= at + step < len(same):
        return False
    one, other = rows.index(same[at]), rows.index(same[at + step])
    rows[one], rows[other] = rows[other], rows[one]
    _number(rows)
    events.record(measure, "order", by=by, data={"done": "đổi thứ tự chỉ tiêu"})
    return True


def renumber(siblings: models.QuerySet, *, last: Measure | None = None) -> None:
    """Rows of one group stand together, groups in the order in which they first come; `last` at the end of its group."""
    rows = list(siblings)
    if last:
        rows = [row for row in rows if row.pk != last.pk] + [last]
    groups = list(dict.fromkeys(row.group for row in rows))
    _number(sorted(rows, key=lambda row: groups.index(row.group)))


def _number(rows: list[Measure]) -> None:
    wrong = []
    for place, row in enumerate(rows, start=1):
        if row.order != place:
            row.order = place
            wrong.append(row)
    if wrong:
        type(wrong[0]).objects.bulk_update(wrong, ["order"], batch_size=100)


def _label(kind, name: str) -> str:
    words = str(kind._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def _said(measure: Measure, name: str) -> str:
    """A field in the words of the history."""
    display = getattr(measure, f"get_{name}_display", None)
    value = display() if display else getattr(measure, name)
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value) if isinstance(value, int) else text_of(value)
