"""Words of duties: what is to be done, how late it is. No database."""

from datetime import date

from campaigns.enums import DutyKind, StageKind
from campaigns.tally.quarters import quarter_name
from thiduakhenthuong.core.vntext import date_short


def duty_words(duty) -> str:
    """What the unit has to do: "báo cáo kết quả quý III/2021"."""
    stage = duty.stage.name or duty.stage.kind if duty.stage_id else ""
    return words_of(duty.kind, duty.year, duty.quarter, stage)


def words_of(kind: str, year: int, quarter: int, stage: str = "") -> str:
    """The same from its parts; `stage` is the name of the review, or its kind."""
    if kind == DutyKind.REGISTER:
        return f"đăng ký thi đua năm {year}"
    if kind == DutyKind.REPORT:
        return f"báo cáo kết quả {quarter_name(year, quarter)}"
    name = StageKind(stage).label if stage in StageKind.values else stage or "Sơ kết, tổng kết"
    return f"{name[:1].lower()}{name[1:]}"


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
