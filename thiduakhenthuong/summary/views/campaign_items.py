"""What campaigns ask of a user today, as lines of the work page."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime

from campaigns.enums import DutyKind, RegistrationState, ReportState, Role
from campaigns.permissions import units_with_role
from campaigns.tally.duties import words_of
from campaigns.tally.quarters import quarter_name
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.vntext import number
from thiduakhenthuong.summary.queries import campaign_work as work
from thiduakhenthuong.summary.queries.campaign_work import Ask
from thiduakhenthuong.summary.views.item import DAYS_AHEAD, Item

LATE_SHOWN = 3  # campaigns on the leaders' page
ACTIONS = {DutyKind.REGISTER: "Đăng ký", DutyKind.REPORT: "Nhập kết quả", DutyKind.REVIEW: "Ghi đã làm"}
BACK_REPORT, BACK_REGISTRATION = work.REPORT + ReportState.SENT_BACK, work.REGISTRATION + RegistrationState.SENT_BACK


def campaign_items(user) -> list[Item]:
    """Everything that waits for a user in campaigns; one query."""
    today, found = clock.today(), work.asks(user, clock.today(), DAYS_AHEAD)
    typing = {unit.pk for unit in units_with_role(user, Role.CLERK)}
    told = {_key(ask) for ask in found if ask.what in (BACK_REPORT, BACK_REGISTRATION) and ask.key and not ask.extra}
    # A duty that is open again because what was sent came back is told once, as what came back.
    return [_item(ask, today, typing) for ask in found if not (ask.what.startswith(work.DUTY) and _key(ask) in told)]


def late_facts(user) -> dict:
    """What climbed to the leaders' page by itself: a heading that says it, three campaigns, and how many there are."""
    today, rows = clock.today(), work.climbed(user)
    title = f"{number(sum(ask.count for ask in rows))} việc của đơn vị cấp dưới quá hạn lâu" if rows else ""
    return {
        "late": [_climbed(ask, today) for ask in rows[:LATE_SHOWN]], "late_title": title, "late_count": len(rows),
        "late_more": len(rows) > LATE_SHOWN,
    }  # fmt: skip


def campaign_signing(user) -> list[Item]:
    """Registrations that wait for a leader's hand; one query."""
    return [_registration(ask) for ask in work.registrations(user)]


def _key(ask: Ask) -> tuple:
    return (ask.place, ask.unit, ask.year, ask.quarter)


def _item(ask: Ask, today, typing: set) -> Item:
    """The line of one thing to do."""
    kind, dash, rest = ask.what.partition("-")
    if kind + dash == work.DUTY:
        return _duty(ask, rest, today, typing)
    if kind + dash == work.REGISTRATION:
        return _registration(ask)
    if kind + dash == work.REPORT:
        return _report(ask)
    return _climbed(ask, today) if ask.what == work.CLIMBED else OTHERS[ask.what](ask, today)


def _upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _day(moment):
    return localtime(moment).date() if moment else None


def _units(ask: Ask, count: int) -> str:
    return f"{number(count)} đơn vị" if count > 1 else ask.who


def _duty(ask: Ask, kind: str, today, typing: set) -> Item:
    """A duty of one's own unit; a head sees it too, but the clerk types."""
    reminded = f", đã nhắc {ask.count} lần" if ask.count else ""
    return Item(
        title=f"{_upper(words_of(kind, ask.year, ask.quarter, ask.about))}: {ask.title}", why=f"{ask.who}{reminded}",
        url=reverse("campaigns:duty", args=[ask.key]), due=ask.due, days=(ask.due - today).days,
        action=ACTIONS[kind] if ask.unit in typing or kind == DutyKind.REVIEW else "Xem",
    )  # fmt: skip


def _climbed(ask: Ask, today) -> Item:
    """What units below have not done for so long that it was told to the unit above."""
    query = urlencode({"phong-trao": ask.place, "xem": "qua-han", "muc": 2})
    return Item(
        title=f"{_upper(_units(ask, ask.unit))} quá hạn {number(ask.count)} việc", why=f"{ask.title} · đã báo lên cấp trên",
        url=f"{reverse('campaigns:duty-list')}?{query}", action="Xem, nhắc", due=ask.due, days=(ask.due - today).days,
    )  # fmt: skip


def _registration(ask: Ask) -> Item:
    """A registration to confirm or to mend; those of the unit's people as one line."""
    back = ask.what == BACK_REGISTRATION
    if ask.key:
        title = f"Đăng ký thi đua năm {ask.year} của {ask.who}{', ngành ' + ask.extra if ask.extra else ''}"
        url = reverse("campaigns:registration", args=[ask.key])
    else:
        title = f"{number(ask.count)} đăng ký cá nhân năm {ask.year} của {ask.who}"
        state = ask.what.removeprefix(work.REGISTRATION)
        facts = {"pt": ask.place, "nam": ask.year, "dv": ask.unit, "cap": "individual", "tt": state}
        url = f"{reverse('campaigns:registration-list')}?{urlencode(facts)}"
    note = f" · {ask.about}" if back and ask.about else ""
    return Item(
        title=title, why=f"{ask.title}{note}", url=url, action="Viết cụ thể hơn" if back else "Xem, xác nhận", returned=back,
        signing=not back, since=_day(ask.since),
    )  # fmt: skip


def _report(ask: Ask) -> Item:
    """A report that came back, or those that wait for a verification."""
    period = quarter_name(ask.year, ask.quarter)
    if ask.what == BACK_REPORT:
        return Item(
            title=f"Báo cáo kết quả {period} của {ask.who} bị trả lại", url=reverse("campaigns:report", args=[ask.key]),
            why=f"{ask.title}{' · ' + ask.about if ask.about else ''}", action="Sửa báo cáo", returned=True,
        )  # fmt: skip
    query = urlencode({"phong-trao": ask.place, "nam": ask.year, "quy": ask.quarter})
    return Item(
        title=f"Xác minh báo cáo kết quả {period} của {_units(ask, ask.count)}", why=ask.title, action="Xác minh",
        url=f"{reverse('campaigns:report-verify')}?{query}", since=_day(ask.since),
    )  # fmt: skip


def _draft(ask: Ask, today) -> Item:
    due = {"due": ask.due, "days": (ask.due - today).days} if ask.due else {}
    return Item(
        title=f"Góp ý dự thảo: {ask.title}", why=f"{ask.who} hỏi ý kiến · {ask.about}", action="Góp ý", since=_day(ask.since),
        url=reverse("campaigns:draft", args=[ask.key]), **due,
    )  # fmt: skip


def _sheet(ask: Ask, today) -> Item:
    return Item(
        title=f"Tự chấm điểm thi đua năm {ask.year} của {ask.who}", why=f"{ask.about} · {ask.title}", action="Tự chấm",
        url=reverse("campaigns:score-sheet", args=[ask.key]),
    )  # fmt: skip


def _appraisal(ask: Ask, today) -> Item:
    return Item(
        title=f"Thẩm định điểm tự chấm năm {ask.year} của {_units(ask, ask.count)}", why=ask.title, action="Thẩm định",
        url=reverse("campaigns:score-appraisal", args=[ask.key]),
    )  # fmt: skip


def _introduction(ask: Ask, today) -> Item:
    many = f"{number(ask.count)} lời giới thiệu gương tốt chờ xem"
    return Item(
        title=many if ask.count > 1 else f"Gương tốt mới: {ask.title}", why=f"Gửi đến {ask.who}", action="Xem",
        url=reverse("campaigns:exemplar-inbox"), since=_day(ask.since),
    )  # fmt: skip


def _copy(ask: Ask, today) -> Item:
    return Item(
        title=f"{ask.who} làm theo “{ask.title}”", why="Chờ xác nhận nơi làm theo", action="Xác nhận",
        url=reverse("campaigns:exemplar", args=[ask.key]), since=_day(ask.since),
    )  # fmt: skip


def _initiative(ask: Ask, today) -> Item:
    many = f"{number(ask.count)} sáng kiến chờ công nhận"
    return Item(
        title=many if ask.count > 1 else f"Sáng kiến chờ công nhận: {ask.title}", why=f"Gửi đến {ask.who}", action="Xem",
        url=f"{reverse('campaigns:initiative-list')}?trang_thai=submitted", since=_day(ask.since),
    )  # fmt: skip


def _head_page(ask: Ask, today) -> Item:
    return Item(
        title=f"Kết quả thi đua năm {ask.year} của {ask.title} chờ duyệt", why=ask.who, action="Duyệt",
        url=f"{reverse('awards:head', args=[ask.key])}?nam={ask.year}", since=_day(ask.since),
    )  # fmt: skip


def _note(ask: Ask, today) -> Item:
    """What readers of a public page say is wrong."""
    count = f"{number(ask.count)} báo" if ask.count > 1 else "Báo"
    return Item(
        title=f"{count} thông tin chưa đúng từ trang công khai", why=ask.title, action="Xem lại",
        url=reverse("campaigns:public-notes", args=[ask.key]), since=_day(ask.since),
    )  # fmt: skip


OTHERS = {
    work.DRAFT: _draft, work.SHEET: _sheet, work.APPRAISAL: _appraisal, work.INTRODUCTION: _introduction, work.COPY: _copy,
    work.INITIATIVE: _initiative, work.HEAD_PAGE: _head_page, work.NOTE: _note,
}  # fmt: skip
