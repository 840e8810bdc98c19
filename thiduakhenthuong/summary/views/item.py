"""One line of the work page, and the groups in which lines stand."""

from dataclasses import dataclass
from datetime import date

from thiduakhenthuong.core.templatetags.ui import due_words, vndate

LATE, BACK, SOON, MINE = "qua-han", "tra-lai", "den-han", "cho-toi"
GROUPS = {  # in the order of harm: title, words on the tab, icon, tone
    LATE: ("Quá hạn", "Quá hạn", "exclamation-circle-fill", "bad"),
    BACK: ("Trả lại tôi", "Trả lại", "arrow-return-left", "bad"),
    SOON: ("Đến hạn trong 7 ngày", "Đến hạn", "clock", ""),
    MINE: ("Chờ tôi", "Chờ tôi", "inbox", ""),
}
DAYS_AHEAD = 7


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line. `days` left until `due` (working days where the rule says so); `signing`: waits for a leader's hand."""

    title: str
    why: str
    url: str
    action: str
    days: int | None = None
    due: date | None = None
    since: date | None = None
    returned: bool = False
    signing: bool = False
    warnings: int = 0

    @property
    def group(self) -> str:
        """Where the line stands."""
        if self.days is not None and self.days < 0:
            return LATE
        if self.returned:
            return BACK
        return SOON if self.days is not None and self.days <= DAYS_AHEAD else MINE

    @property
    def due_text(self) -> str:
        """ "Còn 3 ngày"; "" without a deadline."""
        return due_words(self.days)

    @property
    def due_note(self) -> str:
        """ "hạn 26/6", or since when it waits."""
        if self.due:
            return f"hạn {vndate(self.due, 'short')}"
        return f"từ {vndate(self.since, 'short')}" if self.since else ""
