"""The table "Ý kiến – đơn vị – tiếp thu, giải trình" of a draft: plain data, its Word file and its workbook."""

from dataclasses import dataclass

from thiduakhenthuong.core import docx
from thiduakhenthuong.core.papers import layout, word
from thiduakhenthuong.core.sheets.writer import Column, write_table

TITLE = "BẢNG TỔNG HỢP Ý KIẾN GÓP Ý VÀ TIẾP THU, GIẢI TRÌNH"
WORD_COLUMNS = (
    ("STT", 12, "center"), ("Đơn vị góp ý", 45, "left"), ("Phần được góp ý", 40, "left"), ("Ý kiến", 80, "left"),
    ("Tiếp thu, giải trình", 75, "left"),
)  # fmt: skip
SHEET_COLUMNS = [
    Column("STT", "number", 6), Column("Đơn vị góp ý", width=32), Column("Người góp ý", width=24), Column("Ngày", "date"),
    Column("Phần được góp ý", width=28), Column("Ý kiến", width=60), Column("Xử lý", width=14),
    Column("Tiếp thu, giải trình", width=60),
]  # fmt: skip


@dataclass(frozen=True)
class OpinionRow:
    """One opinion as printed."""

    unit: str
    author: str
    day: object
    passage: str
    opinion: str
    answer: str  # "Tiếp thu", "Giải trình", "" while open
    explanation: str

    @property
    def taken(self) -> str:
        """ "Tiếp thu: đã sửa tại mục II." """
        return ": ".join(part for part in (self.answer, self.explanation) if part)


@dataclass(frozen=True)
class OpinionTable:
    """The table of one edition of a draft; `silent` are the units that were asked and said nothing."""

    issuer_lines: tuple[str, ...]
    about: str  # "Dự thảo Kế hoạch …, lần 2"
    campaign: str
    rows: tuple[OpinionRow, ...]
    asked: int
    silent: tuple[str, ...]
    issuer_bold_from: int = 0

    @property
    def closing(self) -> str:
        """How many were asked and answered, in one sentence."""
        text = f"Hỏi ý kiến {self.asked} đơn vị, {self.asked - len(self.silent)} đơn vị có ý kiến, {len(self.rows)} ý kiến."
        return f"{text} Chưa có ý kiến: {'; '.join(self.silent)}." if self.silent else text


def opinions_docx(table: OpinionTable) -> bytes:
    """Bytes of the Word file, on wide pages."""
    document = docx.new_document(title=TITLE.capitalize(), author=" ".join(table.issuer_lines))
    docx.set_page(document.sections[0], landscape=True)
    word.add_plain_head(document, table)
    docx.add_paragraph(document, TITLE, bold=True, before=12)
    docx.add_paragraph(document, f"({table.about})", size=13, italic=True)
    lines = layout.subject_lines(table.campaign)
    for line in lines:
        docx.add_paragraph(document, line, bold=True)
    word.add_title_rule(document, lines, docx.FULL_WIDTH[True])
    docx.add_paragraph(document, size=6)
    rows = [(str(n), f"{row.unit} ({row.author})" if row.author else row.unit, row.passage, row.opinion, row.taken)
            for n, row in enumerate(table.rows, start=1)]  # fmt: skip
    docx.add_grid(document, WORD_COLUMNS, rows)
    docx.add_paragraph(document, table.closing, size=13, italic=True, align="left", before=6)
    return docx.to_bytes(document)


def opinions_xlsx(table: OpinionTable) -> bytes:
    """Bytes of the workbook."""
    rows = (
        [n, row.unit, row.author, row.day, row.passage, row.opinion, row.answer, row.explanation]
        for n, row in enumerate(table.rows, start=1)
    )
    lines = (table.about, table.campaign)
    return write_table(TITLE, SHEET_COLUMNS, rows, lines=lines, sheet_name="Ý kiến", footer=(table.closing,))
