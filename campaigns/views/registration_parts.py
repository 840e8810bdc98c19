"""Parts of the pages of registrations as plain data: rows of lines, steps, filters, workbooks, sentences of the history."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime

from campaigns.enums import CommitmentPart, RegistrationKind, RegistrationState
from campaigns.models import Commitment, Registration
from campaigns.queries import registration as queries
from campaigns.queries.rules import stock_phrases
from campaigns.tally.text_check import BELOW_BASELINE, DUPLICATE_TEXT, LABELS, WORDING, example_for, share_example
from campaigns.tally.text_show import pieces
from campaigns.workflow import REGISTRATION
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.listing import replace_query
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.vntext import date_short, number

COLUMNS = [
    {"label": "Đơn vị, người đăng ký", "sort": "don-vi"}, {"label": "Phong trào", "sort": "phong-trao"},
    {"label": "Năm", "sort": "nam", "num": True}, {"label": "Danh hiệu đăng ký"},
    {"label": "Nội dung", "sort": "dong", "num": True}, {"label": "Trạng thái"}, {"label": "Ngày gửi", "sort": "gui"},
]  # fmt: skip
STEP_DONE = {
    "submit": "Đã gửi thủ trưởng xác nhận.", "take_back": "Đã rút về, sửa được trở lại.",
    "confirm": "Đã xác nhận bản đăng ký.", "send_back": "Đã gửi lại kèm ví dụ.",
}  # fmt: skip
ICONS = {"submit": "send", "take_back": "box-arrow-left", "confirm": "check2-circle", "send_back": "reply"}
PRIMARY = ("confirm", "submit")
FILTERS = ("q", "pt", "nam", "dv", "cap", "tt", "ct")
FIELD_LABELS = {"text": "Nội dung", "serves": "Phục vụ thêm phong trào", "target": "Chỉ tiêu", "part": "Nhóm trong bảng in"}


# --- the sheet --------------------------------------------------------------------------------


@dataclass(frozen=True)
class LineRow:
    """A line for the page: its words in pieces, what is missing (`reasons`), how it could be written (`example`)."""

    line: Commitment
    pieces: list
    reasons: list[str]
    remarks: list[str]
    example: str
    share: str = ""


def line_rows(lines: list[Commitment], year: int) -> list[LineRow]:
    """Lines of one year, of one sheet or of many; three queries whatever their number."""
    vague, today = [line for line in lines if line.needs_work], clock.today()
    phrases = stock_phrases(today) if vague else []
    examples = queries.indicator_examples(today) if vague else []
    confirmed = queries.confirmed_examples(vague, year)
    return [
        _line_row(line, phrases, _handed(line, year) or confirmed.get(line.target_id) or example_for(line.text, examples, year))
        for line in lines
    ]


def _handed(line: Commitment, year: int) -> str:
    """The share handed down for the target of a line, as a line that takes it over."""
    share = line.allocation.value if line.allocation and line.target else None
    return share_example(line.target.indicator, share, line.target.unit_of_measure, year) if share is not None else ""


def _line_row(line: Commitment, phrases, example: str) -> LineRow:
    shown = pieces(line.text, phrases=phrases if line.needs_work else (), year=line.due_on.year if line.due_on else None)
    reasons = [LABELS[code] for code in line.hints if code in WORDING]
    remarks = [LABELS[code] for code in line.hints if code in (BELOW_BASELINE, DUPLICATE_TEXT)]
    share = f"{number(line.allocation.value)} {line.unit_of_measure}".strip() if line.allocation else ""
    return LineRow(line, shown, reasons, remarks, example if line.needs_work else "", share)


def grouped(rows: list[LineRow]) -> list[tuple[str, list[LineRow]]]:
    """Rows in the three groups of the printed form, empty groups left out; one group needs no heading."""
    found = [(part.label, [row for row in rows if row.line.part == part]) for part in CommitmentPart]
    found = [(label, group) for label, group in found if group]
    return [("", found[0][1])] if len(found) == 1 else found


def step_buttons(registration: Registration, user) -> list[dict]:
    """The steps this user may take now; one of them is the primary. Returning opens a page that asks for words."""
    steps = REGISTRATION.available(registration, user)
    first = next((name for name in PRIMARY if name in {step.name for step in steps}), None)
    return [
        {
            "name": step.name, "label": step.label, "icon": ICONS[step.name], "primary": step.name == first,
            "asks": step.name == "send_back", "url": _step_address(registration, step.name),
        }
        for step in sorted(steps, key=lambda step: step.name == first)
    ]  # fmt: skip


def _step_address(registration: Registration, name: str) -> str:
    if name == "send_back":
        return reverse("campaigns:registration-return", args=[registration.public_id])
    return reverse("campaigns:registration-step", args=[registration.public_id, name])


def title_labels(registration: Registration, titles: dict) -> list[str]:
    """Names of what is aimed at, as the catalogue of the year has them."""
    codes = filter(None, [registration.title_code, registration.form_code])
    return [titles[code].label if code in titles else code for code in codes]


def days_left(deadline: date | None) -> int | None:
    """Days to the deadline, negative when it has passed."""
    return (deadline - clock.today()).days if deadline else None


def return_words(rows: list[LineRow]) -> str:
    """The beginning of the words with which a registration is returned: each vague line, what it lacks, an example."""
    found = []
    for row in rows:
        if row.reasons:
            found.append(f"“{row.line.text}”: {', '.join(row.reasons)}.\nVí dụ viết lại: “{row.example}”.")
    return "\n\n".join(found)[:3900]


# --- lists ------------------------------------------------------------------------------------


def list_chips(params, choices: dict) -> list[dict]:
    """The filters that are on, each with the address that takes it off."""
    names = {
        "q": lambda value: f"“{value}”", "pt": {str(c.public_id): c.name for c in choices["campaigns"]}.get,
        "nam": lambda value: f"Năm {value}" if value.isdecimal() else None,
        "dv": {str(unit.pk): unit.name for unit in choices["units"]}.get, "cap": dict(RegistrationKind.choices).get,
        "tt": dict(RegistrationState.choices).get, "ct": lambda value: "Cần cụ thể hơn",
    }  # fmt: skip
    on = ((key, names[key](params[key].strip())) for key in FILTERS if params.get(key, "").strip())
    return [{"label": text, "url": replace_query(params, **{key: None})} for key, text in on if text]


def remember_list(request) -> None:
    """Keep the filters of the list, so that the way back from a registration leads to them."""
    if request.session.get("registration_list", "") != request.GET.urlencode():
        request.session["registration_list"] = request.GET.urlencode()


def list_address(request) -> str:
    """The list as it was filtered last."""
    filters = request.session.get("registration_list", "")
    return reverse("campaigns:registration-list") + (f"?{filters}" if filters else "")


def workbook(registrations, titles_by_year: dict[int, dict], heading: str) -> bytes:
    """One row for each line, with what its registration says."""
    columns = [
        Column("Phong trào", width=40), Column("Năm", "plain"), Column("Cấp đăng ký", width=16), Column("Đơn vị", width=32),
        Column("Ngành, họ và tên", width=28), Column("Ngày sinh, năm sinh", width=14), Column("Chức vụ", width=26),
        Column("Danh hiệu", width=32), Column("Hình thức khen", width=32), Column("Nội dung cam kết", width=60),
        Column("Con số", "decimal"), Column("Đơn vị tính", width=14), Column("Thời hạn", "date"),
        Column("Kết quả năm trước", "decimal"), Column("Chỉ tiêu phục vụ", width=36), Column("Cần cụ thể hơn", width=36),
        Column("Trạng thái", width=22), Column("Ngày gửi", "date"), Column("Gửi sau hạn", width=12),
    ]  # fmt: skip
    cells = (row for one in registrations for row in _workbook_rows(one, titles_by_year.get(one.year, {})))
    return write_table(heading, columns, cells, lines=(f"Lập ngày {date_short(clock.today())}",))


def _workbook_rows(one: Registration, titles: dict):
    title = titles[one.title_code].label if one.title_code in titles else one.title_code
    form = titles[one.form_code].label if one.form_code in titles else one.form_code
    sent = localtime(one.submitted_at).date() if one.submitted_at else None
    head = [one.campaign.name, one.year, one.get_kind_display(), one.unit.name, one.person_name or one.branch, one.birth_text,
            one.person_title, title, form]  # fmt: skip
    tail = [one.get_state_display(), sent, "Có" if one.is_late else ""]
    for line in one.kept or [None]:
        if line is None:
            yield [*head, "", None, "", None, None, "", "", *tail]
        else:
            lacks = ", ".join(LABELS[code] for code in line.hints if code in WORDING)
            target = line.target.indicator if line.target else ""
            middle = [line.text, line.value, line.unit_of_measure, line.due_on, line.last_year_value, target, lacks]
            yield [*head, *middle, *tail]


# --- history ----------------------------------------------------------------------------------


def event_rows(events) -> list[dict]:
    """Events as sentences: who, when, what, on which line, from what to what."""
    return [
        {
            "at": localtime(event.at), "who": event.by.full_name if event.by else "Hệ thống",
            "done": event.data.get("done") or event.action, "note": event.note, "name": event.data.get("name", ""),
            "lines": event.data.get("lines", []), "changes": _changes(event),
        }
        for event in events
    ]  # fmt: skip


def _changes(event) -> list[dict]:
    before, after = event.data.get("before"), event.data.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    return [
        {"field": _label(name), "old": before.get(name, ""), "new": value}
        for name, value in after.items() if name not in ("name_key", "search_key", "removed_at")
    ]  # fmt: skip


def _label(name: str) -> str:
    fields = {field.name: field for model in (Commitment, Registration) for field in model._meta.concrete_fields}
    label = FIELD_LABELS.get(name) or (str(fields[name].verbose_name) if name in fields else name)
    return label[:1].upper() + label[1:]
