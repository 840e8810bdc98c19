"""What the list of duties shows: words, who was told when, the one thing to do, filters, cells of a workbook."""

from django.urls import reverse
from django.utils.timezone import localtime

from campaigns import permissions as may
from campaigns.enums import DutyKind, Escalation
from campaigns.queries.duty import MINE, VIEWS
from campaigns.tally.duties import duty_words
from thiduakhenthuong.core.listing import replace_query
from thiduakhenthuong.core.sheets.writer import Column
from thiduakhenthuong.core.typed import whole
from thiduakhenthuong.core.vntext import date_short

COLUMNS = [
    {"label": "Đơn vị, người đứng đầu", "sort": "don-vi"}, {"label": "Việc, phong trào", "sort": "phong-trao"},
    {"label": "Hạn", "sort": "han"}, {"label": "Đã nhắc, đã báo", "sort": "nhac"}, {"label": "Thao tác", "num": True},
]  # fmt: skip
EXPORT = [
    Column("Đơn vị", width=30), Column("Người đứng đầu", width=26), Column("Chức vụ", width=20), Column("Việc", width=34),
    Column("Phong trào", width=44), Column("Hạn", "date", width=12), Column("Số ngày quá hạn", "number", width=12),
    Column("Đã làm ngày", "date", width=12), Column("Chậm", width=8), Column("Số lần nhắc", "number"),
    Column("Nhắc gần nhất", "date", width=14), Column("Đã báo", width=24), Column("Nội dung đã làm", width=40),
]  # fmt: skip
ACTIONS = {DutyKind.REGISTER: "Đăng ký", DutyKind.REPORT: "Nhập kết quả", DutyKind.REVIEW: "Ghi đã làm"}


def upper_first(text: str) -> str:
    """The first letter large."""
    return f"{text[:1].upper()}{text[1:]}"


def row_of(duty, user, today) -> dict:
    """A duty for the list."""
    mine = not may.finish_review(user, duty)
    return {
        "duty": duty, "what": upper_first(duty_words(duty)), "days": (duty.due_on - today).days, "told": told(duty), "mine": mine,
        "url": address(duty), "action": ACTIONS[duty.kind] if mine and duty.done_at is None else "",
        "may_remind": duty.done_at is None and not may.remind(user, duty.campaign),
    }  # fmt: skip


def told(duty) -> list[str]:
    """Who was told when: "Nhắc 2 lần, gần nhất 12/10/2021", "Đã báo cấp trên 21/10/2021"."""
    found = []
    if duty.reminders:
        found.append(f"Nhắc {duty.reminders} lần, gần nhất {_day(duty.reminded_at)}")
    if duty.escalation:
        found.append(f"{Escalation(duty.escalation).label} {_day(duty.escalated_at)}")
    return found


def _day(moment) -> str:
    return date_short(localtime(moment).date()) if moment else ""


def address(duty) -> str:
    """Where the duty is fulfilled, or read once it is."""
    if duty.kind == DutyKind.REPORT:
        return reverse("campaigns:report-start", args=[duty.public_id])
    return reverse("campaigns:duty", args=[duty.public_id])


def registration_address(duty, known) -> str:
    """The registration of the unit when one was begun, else the form that begins it."""
    if known:
        return reverse("campaigns:registration", args=[known.public_id])
    return f"{reverse('campaigns:registration-create')}?pt={duty.campaign.public_id}&nam={duty.year}&dv={duty.unit_id}"


def view_tabs(params, counts: dict, chosen: str) -> list[dict]:
    """The views of the list with their counts."""
    return [
        {"label": label, "count": counts[name.replace("-", "_")], "active": name == chosen,
         "url": replace_query(params, **{"xem": name, "qua-han": None})}
        for name, label in VIEWS.items()
    ]  # fmt: skip


def filter_chips(params, campaigns: list) -> list[dict]:
    """The filters that are on, each with the address that takes it off."""
    names = {
        "q": lambda value: f"“{value}”",
        "phong-trao": lambda value: next((c.name for c in campaigns if str(c.public_id) == value), None),
        "viec": lambda value: dict(DutyKind.choices).get(value),
        "nam": lambda value: f"Hạn trong năm {value}" if whole(value) else None,
        "muc": lambda value: dict(Escalation.choices).get(whole(value)),
        "don-vi": lambda value: "Đơn vị của tôi" if value == MINE else None,
    }
    found = ((key, label(params[key].strip())) for key, label in names.items() if params.get(key, "").strip())
    return [{"label": text, "url": replace_query(params, **{key: None})} for key, text in found if text]


def export_cells(duty, today) -> list:
    """One line of the workbook."""
    late = (today - duty.due_on).days if duty.done_at is None and today > duty.due_on else None
    return [
        duty.unit.name, duty.head_name, duty.head_title, upper_first(duty_words(duty)), duty.campaign.name, duty.due_on, late,
        localtime(duty.done_at).date() if duty.done_at else None, "Chậm" if duty.was_late else "", duty.reminders,
        localtime(duty.reminded_at).date() if duty.reminded_at else None,
        Escalation(duty.escalation).label if duty.escalation else "", duty.note,
    ]  # fmt: skip
