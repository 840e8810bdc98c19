"""The calling list of a ceremony (documents 2.11): turns that never mix forms or kinds, with the invitation of each."""

from dataclasses import dataclass
from datetime import date

from awards.enums import RecipientKind
from thiduakhenthuong.core.papers.headed import ListColumn
from thiduakhenthuong.core.papers.layout import TITLE_WIDTH, cell_html
from thiduakhenthuong.core.papers.lines import balanced_lines, keep_together, title_text
from thiduakhenthuong.core.vntext import count2, date_long, join_nbsp

COLUMNS = (
    ListColumn("Đơn vị / Họ và tên (đọc)", 60),
    ListColumn("Người lên nhận, chức vụ", 42),
    ListColumn("Chỗ ngồi", 14),
    ListColumn("Số Sổ vàng", 26),
    ListColumn("Có mặt", 11),
)
CALLED = {RecipientKind.COLLECTIVE: "đại diện {n} tập thể", RecipientKind.HOUSEHOLD: "đại diện {n} hộ gia đình",
          RecipientKind.INDIVIDUAL: "{n} cá nhân"}  # fmt: skip


@dataclass(frozen=True)
class CallRow:
    """One receiver: the name as it is read with the unit below, who comes up, the number in the golden book."""

    name: str
    unit: str
    receiver: str
    serial: str


@dataclass(frozen=True)
class Turn:
    """Receivers who come up together: one form, one kind of recipient."""

    number: int
    award: str
    kind: str
    presenter: str
    reader: str
    decision: str
    rows: tuple[CallRow, ...]

    @property
    def heading(self) -> str:
        """ "Lượt 1: Bằng khen của Chủ tịch UBND tỉnh, tập thể; người trao: …"."""
        told = f"Lượt {self.number}: {self.award}, {RecipientKind(self.kind).label.lower()}"
        return f"{told}; người trao: {self.presenter}" if self.presenter else told

    @property
    def invitation(self) -> str:
        """The words of the announcer."""
        called = CALLED[RecipientKind(self.kind)].format(n=count2(len(self.rows)))
        comes = f"Trân trọng kính mời {called} có tên sau đây lên nhận {self.award}."
        return f"{comes} Trân trọng kính mời {self.presenter} lên trao." if self.presenter else comes


@dataclass(frozen=True)
class CallingPaper:
    """The whole list."""

    title: str
    held_on: date | None
    starts_at: str
    venue: str
    readers: str
    turns: tuple[Turn, ...]
    issuer_lines: tuple[str, ...] = ()
    preview: bool = False

    @property
    def sign_date(self) -> date | None:
        """The day of the file's properties."""
        return self.held_on

    @property
    def when(self) -> str:
        """ "Hội nghị …, 07 giờ 30 ngày 14 tháng 7 năm 2020, tại Hội trường"."""
        hour = self.starts_at.replace(":", " giờ ")
        moment = join_nbsp(" ".join(part for part in (hour, date_long(self.held_on) if self.held_on else "") if part))
        return ", ".join(part for part in (moment, f"tại {self.venue}" if self.venue else "") if part)


def split_turns(batches: list[dict]) -> tuple[Turn, ...]:
    """Turns of batches in the order of calling; a batch is {award, presenter, reader, decision, per_turn, awards}.

    Collectives, households, people; inside a kind the order of the printed list, which is that of the pile of certificates.
    """
    turns = []
    for batch in batches:
        for kind in RecipientKind:
            rows = [row_of(award) for award in batch["awards"] if award.recipient_kind == kind]
            for start in range(0, len(rows), batch["per_turn"]):
                part = tuple(rows[start : start + batch["per_turn"]])
                turns.append(Turn(
                    len(turns) + 1, batch["award"], kind, batch["presenter"], batch["reader"], batch["decision"], part
                ))  # fmt: skip
    return tuple(turns)


def row_of(award) -> CallRow:
    """One award as it is called; who comes up for a collective is written by hand."""
    certificate = getattr(award, "certificate", None)
    serial = certificate.serial_text if certificate else ""
    if award.recipient_kind == RecipientKind.INDIVIDUAL:
        return CallRow(award.printed_name, award.unit_text, award.title, serial)
    below = award.address if award.recipient_kind == RecipientKind.HOUSEHOLD else ""
    return CallRow(award.printed_name, below, "", serial)


def calling_context(paper: CallingPaper) -> dict:
    """Context of templates/pdf/calling_list.html."""
    return {
        "title": balanced_lines(title_text(paper.title), TITLE_WIDTH, 14, bold=True), "when": keep_together(paper.when),
        "readers": keep_together(paper.readers), "columns": COLUMNS,
        "turns": [
            {
                "heading": cell_html(turn.heading), "invitation": keep_together(turn.invitation), "decision": turn.decision,
                "rows": [[cell_html(text) for text in (row.name, row.unit, row.receiver, row.serial)] for row in turn.rows],
            }
            for turn in paper.turns
        ],
    }  # fmt: skip
