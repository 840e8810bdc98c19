"""Lines of a registration. Each carries its own version: two officers on two lines of one sheet lose nothing.

Number, unit of measure and deadline that the sentence names are written into their fields when those were left empty.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from campaigns import permissions
from campaigns.enums import RegistrationState
from campaigns.models import Commitment, Registration, Target
from campaigns.queries import registration as queries
from campaigns.queries.rules import stock_phrases
from campaigns.services.cells import text_of
from campaigns.services.changes import tidy
from campaigns.tally.text_check import check_line, example_for, needs_work, share_example, speaks_of
from campaigns.tally.text_marks import read
from campaigns.tally.text_show import pieces
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.vntext import date_short
from thiduakhenthuong.core.workflow import conflict

FIELDS = ("text", "part", "target", "serves", "value", "unit_of_measure", "due_on", "last_year_value", "note")
LIMIT = 100  # lines of one registration


@transaction.atomic
def add_commitment(*, registration: Registration, by, **values) -> Commitment:
    """One more line. Raises Refused, Conflict, ValidationError by field."""
    fresh = open_sheet(registration, by)
    return add_lines(fresh, [values], by=by)[0]


def add_lines(registration: Registration, rows: list[dict], *, by) -> list[Commitment]:
    """Several new lines inside the caller's transaction, checked together; one event."""
    rows = list(rows)
    if not rows:
        return []
    known = queries.lines_of(registration).aggregate(last=Max("order"))["last"] or 0
    if queries.lines_of(registration).count() + len(rows) > LIMIT:
        raise ValidationError({"text": f"Một bản đăng ký có nhiều nhất {LIMIT} dòng. Hãy gộp các nội dung giống nhau."})
    made = [_line(registration, row, known + place) for place, row in enumerate(rows, start=1)]
    judge(registration, made)
    for line in made:
        line.save()
    words = [line.text for line in made]
    events.record(registration, "add_lines", by=by, data={"done": f"thêm {len(made)} nội dung", "lines": words})
    return made


def _line(registration: Registration, values: dict, order: int) -> Commitment:
    fields = tidy({name: value for name, value in values.items() if name in FIELDS})
    line = Commitment(registration=registration, order=order, **fields)
    prepare(line, registration)
    return line


def prepare(line: Commitment, registration: Registration) -> None:
    """Fill what the sentence says, find the share it carries, refuse what cannot be. Raises ValidationError by field."""
    _fill_from_text(line, registration)
    faults = _faults(line, registration)
    if faults:
        raise ValidationError(faults)
    share = queries.shares_of(registration, [line.target.pk]).get(line.target.pk) if line.target else None
    line.allocation_id = share
    if line.target and not line.unit_of_measure:
        line.unit_of_measure = line.target.unit_of_measure
    names = {"text", "unit_of_measure", "value", "last_year_value", "note", "part"}
    line.clean_fields(exclude=[f.name for f in Commitment._meta.fields if f.name not in names])


def _fill_from_text(line: Commitment, registration: Registration) -> None:
    marks = read(line.text, registration.year)
    main = marks.main
    if line.value is None and main and main.value is not None:
        line.value = main.value
        if main.known and not line.unit_of_measure:
            line.unit_of_measure = main.unit[:40]
    if line.due_on is None and marks.due_on and not _day_fault(marks.due_on, registration):
        line.due_on = marks.due_on
    if line.last_year_value is None:
        line.last_year_value = marks.last_year


def _faults(line: Commitment, registration: Registration) -> dict[str, str]:
    campaign, found = registration.campaign, {}
    if not line.text:
        found["text"] = "Hãy ghi nội dung cam kết, ví dụ: Sửa 6 nhà cho hộ nghèo trước 30/9."
    if line.value is not None and line.value < 0:
        found["value"] = "Con số không được âm. Nếu là giảm, hãy ghi số giảm được, ví dụ: Giảm 12 hộ nghèo."
    if line.target and line.target.campaign_id != campaign.pk:
        found["target"] = "Chỉ tiêu này không thuộc phong trào đang đăng ký. Hãy chọn lại."
    if line.due_on and (fault := _day_fault(line.due_on, registration)):
        found["due_on"] = fault
    return found


def _day_fault(day: date, registration: Registration) -> str:
    campaign, year = registration.campaign, registration.year
    first = max(campaign.period_from, date(year, 1, 1))
    if day > campaign.period_to:
        return f"Thời hạn sau ngày kết thúc phong trào ({date_short(campaign.period_to)}). Hãy ghi ngày sớm hơn."
    if day < first:
        return f"Thời hạn trước ngày {date_short(first)}, khi kỳ đăng ký chưa bắt đầu. Hãy xem lại năm."
    if day.year > year + 1:
        return f"Bản đăng ký năm {year} không hứa được việc của năm {day.year}. Hãy xem lại năm."
    return ""


def judge(registration: Registration, lines: list[Commitment]) -> None:
    """Write the answer of the text check into lines that were just made or changed; a constant number of queries."""
    today = clock.today()
    phrases, examples = stock_phrases(today), queries.indicator_examples(today)
    twins = queries.twins_of([line.text for line in lines], registration)
    for line in lines:
        example = example_for(line.text, examples, registration.year)
        hints = _hints(line, registration, phrases=phrases, example=example, twins=twins)
        line.hints = [hint.code for hint in hints]
        line.needs_work = needs_work(line.hints)


def tie_shares(registration: Registration) -> None:
    """Tie lines to the shares that were handed down after they were written."""
    loose = list(queries.lines_of(registration).filter(target__isnull=False, allocation=None))
    shares = queries.shares_of(registration, [line.target_id for line in loose])
    for line in loose:
        if line.target_id in shares:
            Commitment.objects.filter(pk=line.pk).update(allocation=shares[line.target_id])


@dataclass(frozen=True)
class Preview:
    """What a sentence being typed would become: its remarks, its pieces, an example, and what is read from it.

    `target`: the key of the target that the example takes a share of, None for an example of the pick list.
    """

    text: str
    pieces: list
    hints: list
    example: str
    needs_work: bool
    reads: list[tuple[str, str]]
    target: int | None = None


def preview(registration: Registration, values: dict) -> Preview:
    """The check of a line that is still being typed; nothing is saved and nothing is refused."""
    fields = tidy({name: value for name, value in values.items() if name in FIELDS})
    line = Commitment(registration=registration, **fields)
    typed = {name: getattr(line, name) for name in ("value", "unit_of_measure", "due_on")}
    _fill_from_text(line, registration)
    today = clock.today()
    phrases = stock_phrases(today)
    confirmed = queries.confirmed_examples([line], registration.year).get(line.target_id)
    target = _handed_target(line, registration)
    handed = share_example(target.indicator, target.share, target.unit_of_measure, registration.year) if target else ""
    example = handed or confirmed or example_for(line.text, queries.indicator_examples(today), registration.year)
    hints = _hints(line, registration, phrases=phrases, example=example, twins=queries.twins_of([line.text], registration))
    shown = pieces(line.text, phrases=phrases, year=registration.year)
    vague = needs_work(hint.code for hint in hints)
    labels = (("value", "con số"), ("unit_of_measure", "đơn vị tính"), ("due_on", "thời hạn"))
    reads = [(label, text_of(getattr(line, name))) for name, label in labels if getattr(line, name) != typed[name]]
    return Preview(line.text, shown, hints if line.text else [], example, vague, reads, target.pk if target else None)


def _handed_target(line: Commitment, registration: Registration) -> Target | None:
    """The target that is chosen, or else named by the sentence, when a share of it was handed to whoever registers."""
    for target in queries.targets_with_share(registration):
        chosen = target.pk == line.target_id if line.target_id else speaks_of(line.text, target.indicator)
        if chosen and target.share is not None:
            return target
    return None


def _hints(line: Commitment, registration: Registration, *, phrases, example: str, twins) -> list:
    return check_line(
        line.text, value=line.value, unit_of_measure=line.unit_of_measure, due_on=line.due_on, phrases=phrases,
        last_year_value=line.last_year_value, direction=line.target.direction if line.target else "", twins=twins,
        example=example, year=registration.year,
    )  # fmt: skip


@transaction.atomic
def update_commitment(*, commitment: Commitment, version: int, by, **values) -> Commitment:
    """Change a line; a stale `version` of this very line is a Conflict that names who was faster."""
    sheet = open_sheet(commitment.registration, by)
    fresh = _locked(commitment, version)
    before = {name: _said(fresh, name) for name in FIELDS}
    old = {"text": fresh.text, "value": fresh.value, "due_on": fresh.due_on}
    fields = tidy({name: value for name, value in values.items() if name in FIELDS})
    for name, value in fields.items():
        setattr(fresh, name, value)
    if fresh.text != old["text"]:
        _drop_read_before(fresh, old, sheet.year)
    prepare(fresh, sheet)
    judge(sheet, [fresh])
    after = {name: _said(fresh, name) for name in FIELDS}
    changed = {name for name in FIELDS if before[name] != after[name]}
    if changed:
        fresh.version, fresh.updated_at = version + 1, clock.now()
        fresh.save()
        data = {
            "done": "sửa nội dung", "line": str(fresh.public_id), "name": fresh.text,
            "before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed},
        }  # fmt: skip
        events.record(sheet, "edit_line", by=by, data=data)
    return fresh


def _drop_read_before(line: Commitment, old: dict, year: int) -> None:
    """A number or day that was only read from the old sentence follows the new one."""
    marks = read(old["text"], year)
    if line.value is not None and line.value == old["value"] and marks.main and marks.main.value == line.value:
        line.value = None
    if line.due_on is not None and line.due_on == old["due_on"] == marks.due_on:
        line.due_on = None


@transaction.atomic
def remove_commitment(*, commitment: Commitment, version: int, by) -> Commitment:
    """Take a line out; it can be put back."""
    return _set_removed(commitment, version, clock.now(), "remove_line", "bỏ nội dung", by)


@transaction.atomic
def restore_commitment(*, commitment: Commitment, version: int, by) -> Commitment:
    """Put a line back."""
    return _set_removed(commitment, version, None, "restore_line", "khôi phục nội dung", by)


def _set_removed(commitment, version: int, at, action: str, done: str, by) -> Commitment:
    sheet = open_sheet(commitment.registration, by)
    fresh = _locked(commitment, version, removed=at is None)
    rows = Commitment.objects.filter(pk=fresh.pk, version=version)
    rows.update(removed_at=at, version=F("version") + 1, updated_at=clock.now())
    events.record(sheet, action, by=by, data={"done": done, "line": str(fresh.public_id), "name": fresh.text})
    fresh.refresh_from_db()
    return fresh


@transaction.atomic
def move_commitment(*, commitment: Commitment, by, up: bool) -> None:
    """Swap a line with its neighbour of the same group; at the edge nothing happens."""
    sheet = open_sheet(commitment.registration, by)
    lines = [line for line in queries.lines_of(sheet) if line.part == commitment.part]
    place = next((place for place, line in enumerate(lines) if line.pk == commitment.pk), None)
    if place is None or not 0 <= (other := place + (-1 if up else 1)) < len(lines):
        return
    orders = [line.order for line in lines]
    lines[place], lines[other] = lines[other], lines[place]
    for order, line in zip(orders, lines, strict=True):
        Commitment.objects.filter(pk=line.pk).update(order=order)
    events.record(sheet, "move_line", by=by, data={"done": "đổi thứ tự nội dung", "name": commitment.text})


def open_sheet(registration: Registration, by, *, version: int | None = None) -> Registration:
    """The registration, locked, that this user may edit now; else Refused or Conflict (a stale `version` too)."""
    rows = Registration.objects.select_for_update(of=("self",)).select_related("unit", "campaign__unit")
    fresh = rows.get(pk=registration.pk)
    if version is not None and fresh.version != version:
        raise conflict(fresh, what="Bản đăng ký")
    if reason := permissions.edit_registration(by, fresh):
        raise Refused(reason)
    if fresh.state not in RegistrationState.EDITABLE or fresh.removed_at:
        raise conflict(fresh, what="Bản đăng ký")
    return fresh


def _locked(commitment: Commitment, version: int, *, removed: bool = False) -> Commitment:
    fresh = Commitment.objects.select_for_update(of=("self",)).select_related("target").get(pk=commitment.pk)
    if fresh.version != version or bool(fresh.removed_at) != removed:
        raise conflict(commitment.registration, what="Dòng này")
    return fresh


def _said(line: Commitment, name: str) -> str:
    return line.get_part_display() if name == "part" else text_of(getattr(line, name))


# --- last year again ------------------------------------------------------------------------------


@transaction.atomic
def reuse_last_year(*, registration: Registration, by) -> int:
    """Copy the lines of last year's registration that are not here yet; answers how many."""
    sheet = open_sheet(registration, by)
    before = queries.last_year_of(sheet)
    if before is None:
        raise ValidationError(f"Không có bản đăng ký năm {sheet.year - 1} đã gửi để dùng lại.")
    known = {line.text for line in queries.lines_of(sheet)}
    fresh = [row for row in copied_lines(before, sheet.year, campaign=sheet.campaign_id) if row["text"] not in known]
    return len(add_lines(sheet, fresh, by=by))


def copied_lines(before: Registration, year: int, *, campaign: int | None = None) -> list[dict]:
    """Last year's lines for this year: years and days one further, last year's number (its result when there is one) beside."""
    lines = list(queries.lines_of(before))
    results = queries.results_of(lines)
    return [
        {
            "text": moved_on(line.text, before.year, year), "part": line.part, "value": line.value,
            "unit_of_measure": line.unit_of_measure, "due_on": _a_year_later(line, year - before.year),
            "target": line.target if line.target and line.target.campaign_id == (campaign or before.campaign_id) else None,
            "serves": line.serves, "last_year_value": results.get(line.pk, line.value),
        }
        for line in lines
    ]  # fmt: skip


def moved_on(text: str, old: int, new: int) -> str:
    """The year of the registration and the one before it, each moved on: "trước 30/9/2020, so với năm 2019"."""
    marked = text.replace(str(old), "\x00").replace(str(old - 1), str(new - 1))
    return marked.replace("\x00", str(new))


def _a_year_later(line: Commitment, years: int) -> date | None:
    """The day for this year; None where the sentence itself tells it (it is read from there again)."""
    day = line.due_on
    if day is None or read(line.text, day.year).has_deadline:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
