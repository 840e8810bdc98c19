"""What campaigns ask of a user today, as lines of the work page."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime

from campaigns.enums import DutyKind, RegistrationState, ReportState, Role
from campaigns.permissions import has_role
from campaigns.tally.duties import duty_words
from campaigns.tally.quarters import quarter_name
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.vntext import number
from thiduakhenthuong.summary.queries import campaign_work as work
from thiduakhenthuong.summary.views.item import DAYS_AHEAD, Item

LATE_SHOWN = 3  # campaigns on the leaders' page
ACTIONS = {DutyKind.REGISTER: "Đăng ký", DutyKind.REPORT: "Nhập kết quả", DutyKind.REVIEW: "Ghi đã làm"}


def campaign_items(user) -> list[Item]:
    """Everything that waits for a user in campaigns; five queries whatever the number of rows."""
    today, reports, registrations = clock.today(), work.reports(user), work.registrations(user)
    told = _returned(reports, registrations)
    duties = [duty for duty in work.duties(user, today, DAYS_AHEAD) if _key(duty) not in told]
    return [
        *map(_report, reports), *map(_registration, registrations), *(_duty(duty, user, today) for duty in duties),
        *(_climbed(row, today) for row in work.climbed(user)), *(_ask(ask, today) for ask in work.asks(user)),
    ]  # fmt: skip


def late_facts(user) -> dict:
    """What climbed to the leaders' page by itself: a heading that says it, three campaigns, and how many there are."""
    today, rows = clock.today(), work.climbed(user)
    duties = sum(row["duties"] for row in rows)
    title = f"{number(duties)} việc của đơn vị cấp dưới quá hạn lâu" if rows else ""
    return {
        "late": [_climbed(row, today) for row in rows[:LATE_SHOWN]], "late_title": title, "late_count": len(rows),
        "late_more": len(rows) > LATE_SHOWN,
    }  # fmt: skip


def campaign_signing(user) -> list[Item]:
    """Registrations that wait for a leader's hand; one query."""
    return [_registration(row) for row in work.registrations(user)]


def _returned(reports: list[dict], registrations: list[dict]) -> set[tuple]:
    """Duties that are open again because what was sent came back: told once, as what came back."""
    found = {
        (row["campaign__public_id"], row["unit"], row["year"], row["quarter"])
        for row in reports if row["state"] == ReportState.SENT_BACK
    }  # fmt: skip
    return found | {
        (row["campaign__public_id"], row["unit_id"], row["year"], 0)
        for row in registrations if row["state"] == RegistrationState.SENT_BACK and row["one"] and not row["branch_name"]
    }  # fmt: skip


def _key(duty) -> tuple:
    return (duty.campaign.public_id, duty.unit_id, duty.year, duty.quarter)


def _upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _day(moment):
    return localtime(moment).date() if moment else None


def _duty(duty, user, today) -> Item:
    """A duty of one's own unit; a head sees it too, but the clerk types."""
    told = f", đã nhắc {duty.reminders} lần" if duty.reminders else ""
    clerk = has_role(user, duty.unit, Role.CLERK)
    words = _upper(duty_words(duty))
    return Item(
        title=f"{words}: {duty.campaign.name}", why=f"{duty.unit.name}{told}",
        url=reverse("campaigns:duty", args=[duty.public_id]),
        action=ACTIONS[duty.kind] if clerk or duty.kind == DutyKind.REVIEW else "Xem", due=duty.due_on,
        days=(duty.due_on - today).days,
    )  # fmt: skip


def _climbed(row: dict, today) -> Item:
    """What units below have not done for so long that it was told to the unit above."""
    query = urlencode({"phong-trao": row["campaign__public_id"], "xem": "qua-han", "muc": 2})
    who = row["name"] if row["units"] == 1 else f"{number(row['units'])} đơn vị"
    return Item(
        title=f"{_upper(who)} quá hạn {number(row['duties'])} việc", why=f"{row['campaign__name']} · đã báo lên cấp trên",
        url=f"{reverse('campaigns:duty-list')}?{query}", action="Xem, nhắc", due=row["first"], days=(row["first"] - today).days,
    )  # fmt: skip


def _registration(row: dict) -> Item:
    """A registration to confirm or to mend; those of the unit's people as one line."""
    back = row["state"] == RegistrationState.SENT_BACK
    if row["one"]:
        branch = f", ngành {row['branch_name']}" if row["branch_name"] else ""
        title = f"Đăng ký thi đua năm {row['year']} của {row['unit__name']}{branch}"
        url = reverse("campaigns:registration", args=[row["one"]])
    else:
        title = f"{number(row['count'])} đăng ký cá nhân năm {row['year']} của {row['unit__name']}"
        facts = {"pt": row["campaign__public_id"], "nam": row["year"], "dv": row["unit_id"], "cap": "individual"}
        url = f"{reverse('campaigns:registration-list')}?{urlencode(facts | {'tt': row['state']})}"
    note = f" · {row['note']}" if back and row["note"] else ""
    return Item(
        title=title, why=f"{row['campaign__name']}{note}", url=url, action="Viết cụ thể hơn" if back else "Xem, xác nhận",
        returned=back, signing=not back, since=_day(row["since"]),
    )  # fmt: skip


def _report(row: dict) -> Item:
    """A report that came back, or those that wait for a verification."""
    period = quarter_name(row["year"], row["quarter"])
    if row["state"] == ReportState.SENT_BACK:
        return Item(
            title=f"Báo cáo kết quả {period} của {row['name']} bị trả lại", url=reverse("campaigns:report", args=[row["one"]]),
            why=f"{row['campaign__name']}{' · ' + row['note'] if row['note'] else ''}", action="Sửa báo cáo", returned=True,
        )  # fmt: skip
    who = row["name"] if row["count"] == 1 else f"{number(row['count'])} đơn vị"
    query = urlencode({"phong-trao": row["campaign__public_id"], "nam": row["year"], "quy": row["quarter"]})
    return Item(
        title=f"Xác minh báo cáo kết quả {period} của {who}", why=row["campaign__name"], action="Xác minh",
        url=f"{reverse('campaigns:report-verify')}?{query}", since=_day(row["since"]),
    )  # fmt: skip


def _ask(ask: work.Ask, today) -> Item:
    """A draft, a sheet, sheets to appraise, introductions, initiatives, a head's page, a copy."""
    many = f"{number(ask.count)} đơn vị" if ask.count > 1 else ask.who
    since = {"since": _day(ask.since)}
    if ask.what == work.DRAFT:
        due = {"due": ask.due, "days": (ask.due - today).days} if ask.due else {}
        title, why = f"Góp ý dự thảo: {ask.title}", f"{ask.who} hỏi ý kiến · {ask.about}"
        return Item(title=title, why=why, url=reverse("campaigns:draft", args=[ask.key]), action="Góp ý", **since, **due)
    if ask.what == work.SHEET:
        title, url = f"Tự chấm điểm thi đua năm {ask.year} của {ask.who}", reverse("campaigns:score-sheet", args=[ask.key])
        return Item(title=title, why=f"{ask.about} · {ask.title}", url=url, action="Tự chấm")
    if ask.what == work.APPRAISAL:
        title, url = f"Thẩm định điểm tự chấm năm {ask.year} của {many}", reverse("campaigns:score-appraisal", args=[ask.key])
        return Item(title=title, why=ask.title, url=url, action="Thẩm định")
    if ask.what in (work.INTRODUCTION, work.INITIATIVE, work.NOTE):
        return _note(ask, since) if ask.what == work.NOTE else _inbox(ask, since)
    if ask.what == work.HEAD_PAGE:
        title = f"Kết quả thi đua năm {ask.year} của {ask.title} chờ duyệt"
        url = f"{reverse('awards:head', args=[ask.key])}?nam={ask.year}"
        return Item(title=title, why=ask.who, url=url, action="Duyệt", **since)
    title, url = f"{ask.who} làm theo “{ask.title}”", reverse("campaigns:exemplar", args=[ask.key])
    return Item(title=title, why="Chờ xác nhận nơi làm theo", url=url, action="Xác nhận", **since)


def _inbox(ask: work.Ask, since: dict) -> Item:
    """Introductions or initiatives that wait at an office: one by its name, several as a number."""
    if ask.what == work.INTRODUCTION:
        one, some = f"Gương tốt mới: {ask.title}", f"{number(ask.count)} lời giới thiệu gương tốt chờ xem"
        url = reverse("campaigns:exemplar-inbox")
    else:
        one, some = f"Sáng kiến chờ công nhận: {ask.title}", f"{number(ask.count)} sáng kiến chờ công nhận"
        url = f"{reverse('campaigns:initiative-list')}?trang_thai=submitted"
    return Item(title=some if ask.count > 1 else one, why=f"Gửi đến {ask.who}", url=url, action="Xem", **since)


def _note(ask: work.Ask, since: dict) -> Item:
    """What readers of a public page say is wrong."""
    count = f"{number(ask.count)} báo" if ask.count > 1 else "Báo"
    title, url = f"{count} thông tin chưa đúng từ trang công khai", reverse("campaigns:public-notes", args=[ask.key])
    return Item(title=title, why=ask.title, url=url, action="Xem lại", **since)
