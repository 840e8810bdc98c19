"""What the pages of reports show: steps as buttons, rows with their faults, filters, cells of workbooks."""

from django.urls import reverse
from django.utils.timezone import localtime

from campaigns.enums import Direction, Operator, ReportState, ResultStatus
from campaigns.queries.report_list import VIEWS
from campaigns.tally.quarters import ROMAN, quarter_name
from campaigns.tally.result import is_empty, measure_of
from campaigns.workflow import REPORT
from thiduakhenthuong.core.listing import replace_query
from thiduakhenthuong.core.sheets.writer import Column
from thiduakhenthuong.core.typed import as_uuid, whole

STATUS_TONES = {ResultStatus.NOT_MET: "bad", ResultStatus.MET: "ok", ResultStatus.EXCEEDED: "ok"}
SIGNS = {Operator.AT_LEAST: "≥", Operator.AT_MOST: "≤"}
PLAIN_STEPS = ("submit", "take_back", "verify")  # the others ask for words first
COLUMNS = [
    {"label": "Đơn vị", "sort": "don-vi"}, {"label": "Phong trào", "sort": "phong-trao"}, {"label": "Kỳ", "sort": "ky"},
    {"label": "Hạn", "sort": "han"}, {"label": "Đã nhập", "num": True}, {"label": "Trạng thái", "sort": "trang-thai"},
    {"label": "Thao tác", "num": True},
]  # fmt: skip
EXPORT = [
    Column("Đơn vị", width=30), Column("Phong trào", width=44), Column("Kỳ", width=14), Column("Hạn", "date", width=12),
    Column("Trạng thái", width=18), Column("Gửi ngày", "date", width=12), Column("Chậm", width=8), Column("Số dòng", "number"),
    Column("Đã nhập", "number"), Column("Người đứng đầu", width=28),
]  # fmt: skip


def step_buttons(report, user) -> dict:
    """{step: label} of the plain steps the user may take now."""
    return {name: REPORT.transitions[name].label for name in PLAIN_STEPS if not REPORT.reason_against(report, name, user)}


def facts_of(report, rows: list, faults: dict, said: dict) -> dict:
    """Rows with what stands against them and what was typed for their return; counts for the head."""
    shown = [
        {"row": row, "fault": faults.get(str(row.line.public_id), ""),
         "short": _short(faults.get(str(row.line.public_id), "")), "said": said.get(f"line-{row.line.public_id}", ""),
         "plan": plan_text(row.line)}
        for row in rows
    ]  # fmt: skip
    filled = sum(not is_empty(row.line) for row in rows)
    name = quarter_name(report.year, report.quarter)
    return {
        "rows": shown, "faults": list(faults.values()), "filled": filled, "looks": sum(bool(row.hints) for row in rows),
        "papers": sum(len(row.line.papers) for row in rows), "name": name, "note_fault": faults.get("note", ""),
        "note_said": said.get("note", ""), "quarter_before": quarter_name(report.year, report.quarter - 1)
        if report.quarter > 1 else "", "fault_lines": [one for one in shown if one["fault"]],
        "other_faults": [text for key, text in faults.items() if as_uuid(key) is None and key != "note"],
    }  # fmt: skip


def _short(fault: str) -> str:
    """A fault as it stands at its line: without the name of the line."""
    text = fault.rpartition("”: ")[2]
    return f"{text[:1].upper()}{text[1:]}"


def plan_text(line) -> str:
    """The sign before the plan: "≥" and "≤" say which way is better; "" for the rest."""
    measure = measure_of(line)
    if measure.operator == Operator.AT_LEAST and measure.direction == Direction.DOWN:
        return "giảm"
    return SIGNS.get(measure.operator, "")


def view_tabs(params, counts: dict, chosen: str) -> list[dict]:
    """The views of the list with their counts."""
    return [
        {"label": label, "count": counts[name], "active": name == chosen, "url": replace_query(params, xem=name)}
        for name, label in VIEWS.items()
    ]


def filter_chips(params, campaigns: list) -> list[dict]:
    """The filters that are on, each with the address that takes it off."""
    names = {
        "q": lambda value: f"“{value}”",
        "phong-trao": lambda value: next((c.name for c in campaigns if str(c.public_id) == value), None),
        "nam": lambda value: f"Năm {value}" if whole(value) else None,
        "quy": lambda value: f"Quý {ROMAN[int(value)]}" if whole(value) in (1, 2, 3, 4) else None,
        "don-vi": lambda value: "Đơn vị của tôi" if value == "cua-toi" else None,
    }
    found = ((key, label(params[key].strip())) for key, label in names.items() if params.get(key, "").strip())
    return [{"label": text, "url": replace_query(params, **{key: None})} for key, text in found if text]


def remember_list(request) -> None:
    """Keep the filters of the list, so that the way back from a report leads to them."""
    if request.session.get("report_list", "") != request.GET.urlencode():
        request.session["report_list"] = request.GET.urlencode()


def list_address(request) -> str:
    """The list as it was filtered last."""
    filters = request.session.get("report_list", "")
    return reverse("campaigns:report-list") + (f"?{filters}" if filters else "")


def export_cells(duty, report) -> list:
    """One line of the workbook."""
    sent = localtime(report.submitted_at).date() if report and report.submitted_at and report.state in ReportState.SENT else None
    state = report.get_state_display() if report else "Chưa nhập"
    late = "Chậm" if duty.was_late else ""
    return [
        duty.unit.name, duty.campaign.name, quarter_name(duty.year, duty.quarter), duty.due_on, state, sent, late,
        report.lines if report else None, report.filled if report else None,
        ", ".join(filter(None, (duty.head_name, duty.head_title))),
    ]  # fmt: skip
