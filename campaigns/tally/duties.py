"""Words of duties: what is to be done, how late it is. No database."""

from datetime import date

from campaigns.enums import DutyKind
from campaigns.tally.quarters import quarter_name
from thiduakhenthuong.core.vntext import date_short


def duty_words(duty) -> str:
    """What the unit has to do: "báo cáo kết quả quý III/2021"."""
    if duty.kind == DutyKind.REGISTER:
        return f"đăng ký thi đua năm {duty.year}"
    if duty.kind == DutyKind.REPORT:
        return f"báo cáo kết quả {quarter_name(duty.year, duty.quarter)}"
    stage = duty.stage.name or duty.stage.get_kind_display() if duty.stage_id else "Sơ kết, tổng kết"
    return f"{stage[:1].lower()}{stage[1:]}"


def late_words(due_on: date, today: date) -> str:
    """ "quá hạn 5 ngày", "hạn hôm nay", "còn 3 ngày"."""
    left = (due_on - today).days
    if left == 0:
        return "hạn hôm nay"
    return f"quá hạn {-left} ngày" if left < 0 else f"còn {left} ngày"


def duty_line(duty, today: date) -> str:
    """One line of a reminder: who, what, until when, how late."""
    head = f" ({', '.join(filter(None, (duty.head_name, duty.head_title)))})" if duty.head_name else ""
    return f"{duty.unit.name}{head}: chưa {duty_words(duty)}, hạn {date_short(duty.due_on)}, {late_words(duty.due_on, today)}."
