"""People of one unit registered many at once: rows pasted or read from a workbook, looked at first, then kept together.

One person may have several rows (one for each promise): a row without a name, or with the same name and birth, belongs to
the person above. Nothing is kept while a row cannot be read; who has registered already is left out and named.
"""

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns import permissions
from campaigns.enums import Gender, RegistrationKind, RegistrationState
from campaigns.models import Campaign, Commitment, Registration, Unit
from campaigns.queries import registration as queries
from campaigns.services.commitment import LIMIT, judge, moved_on, prepare
from campaigns.services.people import Sought, find_or_offer
from campaigns.services.registration import check_place, code_of_title, confirmed_fields, readiness, titles_by_spelling
from campaigns.workflow import REGISTRATION
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.bulk import insert_rows
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.names import clean, proper_case, same_name_key, search_key, split_honorific
from thiduakhenthuong.core.sheets import find_table, heading_key
from thiduakhenthuong.core.vntext import DateError, date_short, parse_date

FIELDS = ("name", "birth", "gender", "position", "title", "text", "form", "initiative")  # the order without a heading row
PLAIN = ("name", "birth", "position", "title", "text", "form", "initiative")
HEADINGS = {
    "name": ["Họ và tên", "Họ tên", "Tên", "Ông (bà)", "Ông/Bà"],
    "birth": ["Ngày sinh", "Năm sinh", "Ngày, tháng, năm sinh", "Sinh năm"],
    "gender": ["Giới tính", "Nam/Nữ"],
    "position": ["Chức vụ", "Chức danh", "Chức vụ, đơn vị", "Chức vụ, nghề nghiệp"],
    "title": ["Danh hiệu", "Danh hiệu đăng ký", "Danh hiệu thi đua", "Thi đua", "Mã danh hiệu"],
    "text": ["Nội dung cam kết", "Cam kết", "Nội dung", "Nội dung đăng ký", "Mục tiêu, chỉ tiêu"],
    "form": ["Hình thức khen", "Hình thức khen thưởng", "Khen thưởng"],
    "initiative": ["Sáng kiến dự kiến", "Sáng kiến", "Tên đề tài, sáng kiến"],
}
MOST = 2000  # rows of one press: what one request keeps in well under two seconds
GENDERS = {"nam": Gender.MALE, "nu": Gender.FEMALE, "ong": Gender.MALE, "ba": Gender.FEMALE}
DONE = "đăng ký theo danh sách"


@dataclass
class Entry:
    """One person of the list with the rows it came from; `faults` keep the list from being saved, `known` leaves it out."""

    row: int
    name: str
    birth_date: date | None = None
    birth_year: int | None = None
    gender: str = ""
    position: str = ""
    title_code: str = ""
    form_code: str = ""
    initiative: str = ""
    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    known: bool = False

    @property
    def key(self) -> tuple:
        """Same name, birth and post: the same person of the list."""
        return same_name_key(self.name), self.birth_year, search_key(self.position)

    @property
    def birth_text(self) -> str:
        """As on paper."""
        return date_short(self.birth_date) or str(self.birth_year or "")


@dataclass(frozen=True)
class Titles:
    """The catalogue of the year, and how its titles may be written."""

    by_code: dict
    spellings: dict[str, str]


def table_text(workbook) -> str:
    """The list of a workbook as rows for the field of the page. Raises SheetError when it has no such table."""
    table = find_table(workbook, HEADINGS, required=("name",))
    used = [name for name in FIELDS if name in table.fields]
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow([HEADINGS[name][0] for name in used])
    for row in table.rows:
        if not row.blank:
            writer.writerow([_cell(table.value(row, name)) for name in used])
    return out.getvalue()


def _cell(value) -> str:
    if isinstance(value, date | datetime):
        return date_short(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def read_people(text: str, *, year: int, titles: dict) -> list[Entry]:
    """People of a pasted list. Raises ValidationError when it is empty or too long; faults of rows stand in the entries."""
    rows = [[clean(cell) for cell in row] for row in _cells(text)]
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if not numbered:
        raise ValidationError({"rows": "Chưa có dòng nào. Hãy dán danh sách từ Excel hoặc chọn tệp."})
    names = _columns(numbered[0][1])
    if names:
        numbered = numbered[1:]
    if len(numbered) > MOST:
        raise ValidationError(
            {"rows": f"Danh sách có {len(numbered)} dòng; mỗi lần nhập nhiều nhất {MOST}. Hãy chia làm nhiều lần."}
        )
    return _entries(numbered, names or list(PLAIN), year, Titles(titles, titles_by_spelling(titles, "individual")))


def _cells(text: str) -> list[list[str]]:
    """Cells as Excel copies them, line breaks inside quotes; a lone quote mark is only a letter."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter="\t"))
    except csv.Error:
        rows = [["\t"]]
    if any("\t" in cell for row in rows for cell in row):
        return [line.split("\t") for line in text.split("\n")]
    return rows


def _columns(row: list[str]) -> list[str]:
    """The fields of a heading row; [] when it is a person already."""
    known = {heading_key(text): name for name, texts in HEADINGS.items() for text in texts}
    found = [known.get(heading_key(cell), "") for cell in row]
    return found if sum(map(bool, found)) >= 2 else []


def _entries(numbered, names: list[str], year: int, titles: Titles) -> list[Entry]:
    found: list[Entry] = []
    seen: dict[tuple, Entry] = {}
    for number, row in numbered:
        cells = {name: cell for name, cell in zip(names, row, strict=False) if name}
        text = cells.get("text", "")
        if not cells.get("name"):
            if found and text:
                _add_line(found[-1], text, number)
            elif any(cells.values()):
                found.append(Entry(number, "", faults=[f"Dòng {number}: chưa ghi họ và tên."]))
            continue
        entry = _entry(number, cells, year, titles)
        if entry.key in seen:
            _add_line(seen[entry.key], text, number)
            continue
        seen[entry.key] = entry
        found.append(entry)
        _add_line(entry, text, number)
    return found


def _add_line(entry: Entry, text: str, number: int) -> None:
    if len(text) > 500:
        entry.faults.append(f"Dòng {number}: nội dung dài {len(text)} chữ, nhiều nhất 500.")
    elif len(entry.lines) >= LIMIT:
        entry.faults.append(f"Dòng {number}: một người có nhiều nhất {LIMIT} nội dung.")
    elif text:
        entry.lines.append(text)


def _entry(number: int, cells: dict, year: int, titles: Titles) -> Entry:
    named = split_honorific(cells["name"])
    gender = GENDERS.get(search_key(cells.get("gender", "") or named.honorific), "")
    entry = Entry(
        number, proper_case(named.name), gender=gender, position=cells.get("position", ""), initiative=cells.get("initiative", "")
    )
    limits = (("name", entry.name, 100, "họ và tên"), ("position", entry.position, 150, "chức vụ"),
              ("initiative", entry.initiative, 250, "sáng kiến"))  # fmt: skip
    entry.faults += [f"Dòng {number}: {label} dài quá {most} chữ." for _, value, most, label in limits if len(value) > most]
    _read_birth(entry, cells.get("birth", ""), year)
    for name, label in (("title", "danh hiệu"), ("form", "hình thức khen")):
        if typed := cells.get(name, ""):
            _read_title(entry, name, typed, label, titles)
    return entry


def _read_birth(entry: Entry, text: str, year: int) -> None:
    if not text:
        return
    if text.isdecimal() and len(text) == 4:
        entry.birth_year = int(text)
    else:
        try:
            entry.birth_date = parse_date(text)
            entry.birth_year = entry.birth_date.year
        except DateError as error:
            entry.faults.append(f"Dòng {entry.row}: ngày sinh {error.message}.")
            return
    if not 1900 <= entry.birth_year <= year - 14:
        entry.faults.append(f"Dòng {entry.row}: năm sinh {entry.birth_year} không hợp với năm đăng ký {year}.")


def _read_title(entry: Entry, name: str, typed: str, label: str, titles: Titles) -> None:
    code = code_of_title(typed, titles.spellings)
    title = titles.by_code.get(code)
    if title is None:
        entry.faults.append(f"Dòng {entry.row}: không có {label} “{typed}” trong danh mục; ghi tên đầy đủ hoặc mã, ví dụ LĐTT.")
    elif "individual" not in title.subjects:
        entry.faults.append(f"Dòng {entry.row}: “{title.label}” không dành cho cá nhân.")
    else:
        setattr(entry, "form_code" if title.is_form else "title_code", code)


def mark_known(entries: list[Entry], campaign: Campaign, unit: Unit, year: int) -> None:
    """Leave out who has registered in this campaign and year already (same name, and same birth where both are known)."""
    rows = queries.people_registered(campaign, unit, year)
    for entry in entries:
        births = rows.get(same_name_key(entry.name)[:120])
        if births is not None:
            entry.known = entry.birth_year in births or None in births or entry.birth_year is None


@transaction.atomic
def add_individuals(*, campaign: Campaign, unit: Unit, year: int, entries: list[Entry], by) -> list[Registration]:
    """Keep the people of a list as drafts, all or none; those marked `known` are left out. Raises Refused, ValidationError."""
    sample = Registration(campaign=campaign, unit=unit, year=year, kind=RegistrationKind.INDIVIDUAL)
    if reason := permissions.edit_registration(by, sample):
        raise Refused(reason)
    check_place(sample)
    if faults := [fault for entry in entries for fault in entry.faults]:
        raise ValidationError({"rows": faults})
    mark_known(entries, campaign, unit, year)
    fresh = [entry for entry in entries if not entry.known]
    people = find_or_offer([Sought(e.name, e.birth_date or e.birth_year, unit) for e in fresh])
    head = queries.head_of(unit) or ("", "")
    sheets = [_sheet(entry, offer.person, sample, head, by) for entry, offer in zip(fresh, people, strict=True)]
    Registration.objects.bulk_create(sheets, batch_size=500)
    _keep_lines(sheets, fresh, sample)
    events.record_many(
        [(sheet, "", {"done": DONE, "lines": e.lines}) for sheet, e in zip(sheets, fresh, strict=True)], "create", by=by
    )
    return sheets


def _sheet(entry: Entry, person, sample: Registration, head: tuple, by) -> Registration:
    return Registration(
        campaign=sample.campaign, unit=sample.unit, year=sample.year, kind=sample.kind, person=person, person_name=entry.name,
        name_key=same_name_key(entry.name)[:120], search_key=search_key(entry.name)[:250], birth_date=entry.birth_date,
        birth_year=entry.birth_year, gender=entry.gender, person_title=entry.position, title_code=entry.title_code,
        form_code=entry.form_code, initiative=entry.initiative, head_name=head[0], head_title=head[1], created_by=by,
    )  # fmt: skip


def _keep_lines(sheets: list[Registration], entries: list[Entry], sample: Registration) -> None:
    made = []
    for sheet, entry in zip(sheets, entries, strict=True):
        for order, text in enumerate(entry.lines, start=1):
            line = Commitment(registration=sheet, order=order, text=text)
            prepare(line, sheet)
            made.append(line)
    judge(sample, made)
    insert_rows(made)


def rows_again(before: list[Registration], year: int, titles: dict) -> str:
    """Last year's people as rows for the field of the page, the years in their sentences moved on."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for sheet in before:
        title = titles[sheet.title_code].label if sheet.title_code in titles else sheet.title_code
        texts = [moved_on(line.text, year - 1, year) for line in sheet.kept] or [""]
        writer.writerow([sheet.person_name, sheet.birth_text, sheet.person_title, title, texts[0]])
        for text in texts[1:]:
            writer.writerow(["", "", "", "", text])
    return out.getvalue()


# --- steps of many --------------------------------------------------------------------------------


@dataclass(frozen=True)
class BulkResult:
    """How many moved, and who stayed behind with the reason."""

    moved: int
    left: list[str]


@transaction.atomic
def submit_people(*, campaign: Campaign, unit: Unit, year: int, by) -> BulkResult:
    """Send every draft of the people of a unit that can be sent; the others stay, each with its reason."""
    titles, deadline = queries.titles_of(year), queries.deadline_of(campaign, unit, year)
    ready, left = [], []
    for sheet in queries.people_sheets(campaign, unit, year, RegistrationState.EDITABLE):
        faults = readiness(sheet, has_lines=sheet.has_lines, titles=titles, deadline=deadline).faults
        if faults:
            left.append(f"{sheet.person_name}: {faults[0]}")
        else:
            ready.append(sheet)
    late = bool(deadline and clock.today() > deadline)
    fields = {"submitted_at": clock.now(), "is_late": late, "returned_note": ""}
    return BulkResult(REGISTRATION.apply_many(ready, "submit", by=by, data={"late": late}, **fields), left)


@transaction.atomic
def confirm_people(*, campaign: Campaign, unit: Unit, year: int, by) -> BulkResult:
    """The head confirms everybody who waits."""
    rows = list(queries.people_sheets(campaign, unit, year, {RegistrationState.SUBMITTED}))
    fields = confirmed_fields(rows[0], by) if rows else {}
    return BulkResult(REGISTRATION.apply_many(rows, "confirm", by=by, **fields), [])
