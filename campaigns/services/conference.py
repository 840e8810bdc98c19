"""Conferences: opened, moved to another day, their programme and the examples shown. Decisions never hang on the day."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from campaigns import permissions as may
from campaigns.models import Conference, ConferenceExemplar, ConferenceItem
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.vntext import date_short
from thiduakhenthuong.core.workflow import conflict

FIELDS = (
    "name", "ordinal", "reviewed_from", "reviewed_to", "launched_from", "launched_to", "held_on", "starts_at", "venue",
    "campaign",
)  # fmt: skip
TEXTS = ("name", "starts_at", "venue")
PERIODS = (("reviewed_from", "reviewed_to", "nhìn lại"), ("launched_from", "launched_to", "phát động"))
YEARS = range(1945, 2101)
TIME = re.compile(r"(\d{1,2})\s*(?::|h|giờ|g)?\s*(\d{2})?\s*(?:phút)?", re.IGNORECASE)
MOST_ITEMS, MOST_ORDINAL = 100, 99


@transaction.atomic
def create_conference(*, unit, by, **values) -> Conference:
    """Open a conference of a unit; raises Refused, ValidationError (per field)."""
    made = Conference(unit=unit, created_by=by)
    _require(made, by)
    _fill(made, values)
    _check(made)
    made.save()
    events.record(made, "create", by=by, data={"done": "lập hội nghị"})
    return made


@transaction.atomic
def update_conference(*, conference, version: int, by, **values) -> Conference:
    """Change what is said of a conference; a day that moves is told from when to when. A stale `version` is a Conflict."""
    fresh = _locked(conference, version, by)
    before = {name: getattr(fresh, name) for name in FIELDS}
    _fill(fresh, values)
    _check(fresh)
    changed = [name for name in FIELDS if getattr(fresh, name) != before[name]]
    if changed:
        _bump(fresh, changed)
        told = {name: [_told(before[name]), _told(getattr(fresh, name))] for name in changed}
        events.record(fresh, _action(changed), by=by, data={"done": _done(told), "changed": told})
    conference.refresh_from_db()
    return conference


@transaction.atomic
def set_programme(*, conference, version: int, by, items: list[dict]) -> Conference:
    """Write the whole programme anew: `items` are {time, content, person} in order; empty rows fall away."""
    fresh = _locked(conference, version, by)
    rows = [{name: clean(row.get(name) or "") for name in ("time", "content", "person")} for row in items]
    rows = [row for row in rows if any(row.values())]
    _check_items(rows)
    fresh.items.all().delete()
    ConferenceItem.objects.bulk_create(
        [ConferenceItem(conference=fresh, order=place, **row) for place, row in enumerate(rows, start=1)]
    )
    _bump(fresh, [])
    events.record(fresh, "programme", by=by, data={"done": f"ghi chương trình ({len(rows)} mục)"})
    conference.refresh_from_db()
    return conference


@transaction.atomic
def add_exemplar(*, conference, exemplar, by) -> ConferenceExemplar:
    """Put an example on the list; it stands there once."""
    fresh = Conference.objects.select_for_update().get(pk=conference.pk)
    _require(fresh, by)
    last = fresh.shown.aggregate(last=Max("order"))["last"] or 0
    row, made = ConferenceExemplar.objects.get_or_create(conference=fresh, exemplar=exemplar, defaults={"order": last + 1})
    if not made:
        raise ValidationError(f"“{exemplar.title}” đã có trong danh sách của hội nghị.")
    events.record(fresh, "add_exemplar", by=by, data={"done": f"đưa điển hình “{exemplar.title}” vào hội nghị"})
    return row


@transaction.atomic
def set_exemplars(*, conference, version: int, by, rows: list[dict]) -> Conference:
    """Order, form and removal of the examples shown: rows are {pk, order, part, remove}."""
    fresh = _locked(conference, version, by)
    known = {row.pk: row for row in fresh.shown.select_related("exemplar")}
    removed = []
    for values in rows:
        row = known.get(values["pk"])
        if row is None:
            continue
        if values.get("remove"):
            removed.append(row.exemplar.title)
            row.delete()
            continue
        row.order, row.part = values.get("order") or 0, clean(values.get("part") or "")
        row.save(update_fields=["order", "part"])
    _bump(fresh, [])
    done = f"bỏ điển hình {', '.join(f'“{title}”' for title in removed)}" if removed else "sắp xếp điển hình của hội nghị"
    events.record(fresh, "exemplars", by=by, data={"done": done})
    conference.refresh_from_db()
    return conference


def _locked(conference, version: int, by) -> Conference:
    fresh = Conference.objects.select_for_update().select_related("unit").get(pk=conference.pk)
    if fresh.version != version:
        raise conflict(fresh, what="Hội nghị")
    _require(fresh, by)
    return fresh


def _require(conference, by) -> None:
    if reason := may.edit_conference(by, conference):
        raise Refused(reason)


def _bump(conference, changed: list[str]) -> None:
    values = {name: getattr(conference, name) for name in changed}
    rows = Conference.objects.filter(pk=conference.pk, version=conference.version)
    if not rows.update(version=F("version") + 1, updated_at=clock.now(), **values):
        raise conflict(Conference.objects.get(pk=conference.pk), what="Hội nghị")


def _fill(conference, values: dict) -> None:
    for name in FIELDS:
        if name in values:
            setattr(conference, name, clean(values[name] or "") if name in TEXTS else values[name])
    conference.starts_at = _time(conference.starts_at)


def _time(text: str) -> str:
    """ "07:30" of "7h30", "7 giờ 30", "7:30"; "" for nothing."""
    if not text:
        return ""
    match = TIME.fullmatch(text)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if hour > 23 or minute > 59:
        raise ValidationError({"starts_at": f"“{text}” không phải giờ: ghi như 07:30 hoặc 7 giờ 30."})
    return f"{hour:02d}:{minute:02d}"


def _check(conference) -> None:
    faults = {}
    if not conference.name:
        faults["name"] = "Hãy ghi tên hội nghị."
    if conference.ordinal is not None and not 1 <= conference.ordinal <= MOST_ORDINAL:
        faults["ordinal"] = f"Ghi số thứ tự từ 1 đến {MOST_ORDINAL}, ví dụ 5 cho lần thứ V."
    for first, last, words in PERIODS:
        faults |= _period_faults(conference, first, last, words)
    day, unit = conference.held_on, conference.unit
    if day and not unit.lives_on(day):
        faults["held_on"] = f"{unit.label} không hoạt động ngày {date_short(day)}. Hãy chọn ngày khác hoặc đơn vị kế thừa."
    if not faults and (twin := _twin(conference)):
        faults["ordinal"] = f"{unit.name} đã có “{twin.name}” lần thứ {conference.ordinal}. Hãy mở hội nghị đó để sửa."
    if faults:
        raise ValidationError(faults)


def _period_faults(conference, first: str, last: str, words: str) -> dict:
    begin, end = getattr(conference, first), getattr(conference, last)
    if begin is None and end is None:
        return {}
    if begin is None or end is None:
        return {last if end is None else first: f"Giai đoạn {words} cần cả năm đầu và năm cuối."}
    wrong = {
        name: f"Ghi năm từ {YEARS.start} đến {YEARS.stop - 1}."
        for name, year in ((first, begin), (last, end)) if year not in YEARS
    }  # fmt: skip
    if not wrong and end < begin:
        wrong[last] = f"Năm cuối của giai đoạn {words} ({end}) phải từ năm đầu ({begin}) trở đi."
    return wrong


def _twin(conference) -> Conference | None:
    """Another conference of the unit with this name and ordinal."""
    if conference.ordinal is None:
        return None
    rows = Conference.objects.filter(unit=conference.unit, ordinal=conference.ordinal).exclude(pk=conference.pk)
    key = search_key(conference.name)
    return next((row for row in rows if search_key(row.name) == key), None)


def _check_items(rows: list[dict]) -> None:
    if len(rows) > MOST_ITEMS:
        raise ValidationError(f"Chương trình dài quá {MOST_ITEMS} mục. Hãy gộp bớt.")
    for place, row in enumerate(rows, start=1):
        if not row["content"]:
            raise ValidationError(f"Mục {place} chưa có nội dung. Hãy ghi nội dung hoặc xóa trống cả dòng.")


def _told(value) -> str:
    return date_short(value) if hasattr(value, "day") else str(value if value is not None else "")


def _action(changed: list[str]) -> str:
    return "move" if "held_on" in changed else "update"


def _done(told: dict) -> str:
    """ "dời ngày từ 14/07/2020 sang 21/07/2020", else "sửa thông tin hội nghị"."""
    if "held_on" not in told:
        return "sửa thông tin hội nghị"
    before, after = told["held_on"]
    if not after:
        return f"bỏ ngày tổ chức {before}"
    return f"dời ngày từ {before} sang {after}" if before else f"ấn định ngày {after}"
