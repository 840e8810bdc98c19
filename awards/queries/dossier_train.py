"""The way of a dossier in six stops, with names and days: what the train line shows."""

from datetime import date

from django.db.models import Count, Q
from django.utils.timezone import localtime

from awards.enums import DossierState, NominationState
from awards.models import Dossier, Nomination
from campaigns.enums import UnitLevel
from thiduakhenthuong.core import clock

PLACES = {
    UnitLevel.PROVINCE: "tỉnh", UnitLevel.DEPARTMENT: "sở, ngành", UnitLevel.DISTRICT: "huyện", UnitLevel.COMMUNE: "xã",
}  # fmt: skip
IN_APPRAISAL = (NominationState.SUBMITTED, NominationState.SENT_BACK)
IN_DECISION = (NominationState.ELIGIBLE, NominationState.APPROVED)


def train_stops(dossier: Dossier) -> list[dict]:
    """Six stops {title, note, state: done | now | late | ""}; one query."""
    counts = _line_states(dossier)
    here = _current(dossier, counts)
    stops = [_entry(dossier), _head(dossier), _sending(dossier), _appraisal(dossier, counts), _decision(dossier, counts),
             _ceremony(dossier)]  # fmt: skip
    late = here <= 2 and _days_left(dossier) is not None and _days_left(dossier) < 0
    for number, stop in enumerate(stops):
        stop["state"] = "done" if number < here else ("late" if late else "now") if number == here else ""
    return stops


def _line_states(dossier) -> dict:
    rows = Nomination.objects.filter(dossier=dossier, removed_at=None)
    return rows.aggregate(
        appraising=Count("pk", filter=Q(state__in=IN_APPRAISAL)),
        deciding=Count("pk", filter=Q(state__in=IN_DECISION)),
        returned=Count("pk", filter=Q(state=NominationState.SENT_BACK)),
        awarded=Count("pk", filter=Q(state=NominationState.AWARDED)),
    )


def _current(dossier, counts: dict) -> int:
    if dossier.state in DossierState.EDITABLE:
        return 0
    if dossier.state == DossierState.READY:
        return 1
    if dossier.state == DossierState.SUBMITTED or counts["appraising"]:
        return 3
    if counts["deciding"]:
        return 4
    ceremony = dossier.round.ceremony_on if dossier.round else None
    return 6 if ceremony and ceremony < clock.today() else 5


def _entry(dossier) -> dict:
    who = short_name(dossier.created_by)
    if dossier.state in DossierState.EDITABLE:
        return {"title": "Nhập danh sách", "note": f"{who}, đang làm"}
    return {"title": "Nhập danh sách", "note": f"{who}{_comma(dossier.ready_at or dossier.submitted_at)}"}


def _head(dossier) -> dict:
    title = "Thủ trưởng xác nhận"
    if dossier.submitted_at:
        return {"title": title, "note": f"{short_name(dossier.submitted_by)}{_comma(dossier.submitted_at)}"}
    waiting = f", chờ từ {short_day(dossier.ready_at)}" if dossier.state == DossierState.READY else ""
    return {"title": title, "note": f"{dossier.head_name}{waiting}"}


def _sending(dossier) -> dict:
    title = f"Gửi {PLACES.get(dossier.deciding_unit.level, 'nơi quyết định')}"
    if dossier.submitted_at:
        return {"title": title, "note": f"Ngày {short_day(dossier.submitted_at)}"}
    left = _days_left(dossier)
    if left is None:
        return {"title": title, "note": "Chưa đặt hạn"}
    words = "hôm nay" if left == 0 else f"còn {left} ngày" if left > 0 else f"quá {-left} ngày"
    return {"title": title, "note": f"Hạn {short_day(dossier.round.deadline)}, {words}"}


def _appraisal(dossier, counts: dict) -> dict:
    if counts["returned"]:
        return {"title": "Thẩm định", "note": f"{counts['returned']} dòng trả lại chờ đơn vị sửa"}
    if dossier.received_at:
        return {"title": "Thẩm định", "note": f"{short_name(dossier.received_by)}, nhận {short_day(dossier.received_at)}"}
    return {"title": "Thẩm định", "note": "Chờ tiếp nhận" if dossier.submitted_at else dossier.deciding_unit.name}


def _decision(dossier, counts: dict) -> dict:
    if counts["awarded"]:
        return {"title": "Quyết định", "note": f"{counts['awarded']} đã có quyết định{_comma(dossier.concluded_at)}"}
    return {"title": "Quyết định", "note": dossier.deciding_unit.name}


def _ceremony(dossier) -> dict:
    day = dossier.round.ceremony_on if dossier.round else None
    return {"title": "Trao thưởng", "note": f"Ngày {short_day(day)}" if day else "Chưa định ngày"}


def _days_left(dossier) -> int | None:
    deadline = dossier.round.deadline if dossier.round else None
    return (deadline - clock.today()).days if deadline else None


def short_name(user) -> str:
    """ "Bà Hạnh"; the whole name when the form of address is not known."""
    if user is None:
        return ""
    return f"{user.honorific} {user.get_short_name()}" if user.honorific else user.full_name


def short_day(moment) -> str:
    """ "26/6", with the year when it is another one; takes a date or an aware moment."""
    if moment is None:
        return ""
    day = moment if type(moment) is date else localtime(moment).date()
    year = "" if day.year == clock.today().year else f"/{day.year}"
    return f"{day.day}/{day.month}{year}"


def _comma(moment) -> str:
    return f", {short_day(moment)}" if moment else ""
