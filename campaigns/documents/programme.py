"""The programme of a conference as PDF and Word: what it says as plain data, then its two files."""

from dataclasses import dataclass
from datetime import date

from thiduakhenthuong.core import docx, pdf
from thiduakhenthuong.core.papers import layout, word
from thiduakhenthuong.core.papers.headed import ListColumn
from thiduakhenthuong.core.papers.lines import balanced_lines, keep_together, title_text
from thiduakhenthuong.core.vntext import NBSP, date_long, join_nbsp

COLUMNS = (ListColumn("Thời gian", 30), ListColumn("Nội dung", 84), ListColumn("Người thực hiện", 39))


@dataclass(frozen=True)
class Programme:
    """`rows` are (time, content, person); `examples` are (name, part)."""

    issuer_lines: tuple[str, ...]
    title: str
    held_on: date | None
    starts_at: str
    venue: str
    periods: str
    rows: tuple[tuple[str, str, str], ...]
    examples: tuple[tuple[str, str], ...] = ()
    issuer_bold_from: int = 0

    @property
    def when(self) -> str:
        """ "Tổ chức lúc 07 giờ 30 ngày 14 tháng 7 năm 2020, tại Hội trường huyện"."""
        hour = self.starts_at.replace(":", " giờ ")
        parts = [f"lúc {hour}" if hour else "", date_long(self.held_on) if self.held_on else ""]
        told = join_nbsp(" ".join(part for part in parts if part))
        return ", tại ".join(part for part in (told, self.venue) if part)


def roman(number: int) -> str:
    """5 -> "V"; for ordinals below 100."""
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return tens[number // 10] + ones[number % 10]


def full_title(name: str, ordinal: int | None) -> str:
    """The name with "lần thứ V", unless it says so itself."""
    return name if not ordinal or "lần thứ" in name.casefold() else f"{name} lần thứ {roman(ordinal)}"


def programme_pdf(paper: Programme, *, preview: bool = False) -> pdf.Pdf:
    """The file for print; raises pdf.PdfError."""
    context = {
        "issuer": layout.issuer_lines(paper), "title": _title(paper), "when": keep_together(paper.when),
        "periods": layout.cell_html(paper.periods), "columns": COLUMNS, "rows": [_marked(row) for row in paper.rows],
        "examples": [tuple(map(layout.cell_html, row)) for row in paper.examples],
    }  # fmt: skip
    return pdf.render(
        "pdf/conference_programme.html", context, css=("document.css",), title=f"Chương trình {paper.title}",
        author=" ".join(paper.issuer_lines), created=paper.held_on, preview=preview,
    )  # fmt: skip


def _title(paper: Programme) -> list[str]:
    return balanced_lines(title_text(paper.title), layout.TITLE_WIDTH, 14, bold=True)


def _marked(row: tuple) -> tuple:
    return tuple(layout.cell_html(text) for text in row)


def programme_docx(paper: Programme) -> bytes:
    """The same as a Word file."""
    document = docx.new_document(title=f"Chương trình {paper.title}", author=" ".join(paper.issuer_lines))
    word.add_plain_head(document, paper)
    lines = _title(paper)
    docx.add_paragraph(document, "CHƯƠNG TRÌNH", bold=True, before=12)
    for line in lines:
        docx.add_paragraph(document, line, bold=True)
    word.add_title_rule(document, lines, docx.FULL_WIDTH[False])
    for line in (paper.when, paper.periods):
        if line:
            docx.add_paragraph(document, line, size=13, italic=True, before=4)
    docx.add_paragraph(document, size=6)
    columns = [("STT", 12, "center"), *((c.label, c.width, "left") for c in COLUMNS)]
    docx.add_grid(document, columns, [[str(n), *row] for n, row in enumerate(paper.rows, start=1)])
    if paper.examples:
        docx.add_paragraph(document, "Điển hình được giới thiệu tại hội nghị", bold=True, align="left", before=12, after=4)
        shown = [[str(n), *row] for n, row in enumerate(paper.examples, start=1)]
        docx.add_grid(document, [("STT", 12, "center"), ("Điển hình", 108, "left"), ("Hình thức", 45, "left")], shown)
    docx.add_paragraph(document, f"BAN TỔ CHỨC{NBSP * 12}", bold=True, align="right", before=18)
    return docx.to_bytes(document)
