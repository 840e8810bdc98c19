"""Printed registration and pledge: what they say as plain data, then their files as PDF and Word.

Both are forms of blocks: a heading, paragraphs, perhaps a table, and signatures beside each other at the foot.
"""

from dataclasses import dataclass
from datetime import date

from thiduakhenthuong.core import docx, pdf
from thiduakhenthuong.core.papers import layout, word
from thiduakhenthuong.core.papers.lines import balanced_lines, keep_together, title_text, unbroken_numbers
from thiduakhenthuong.core.vntext import NBSP, date_long, join_nbsp

SIZE = 12  # points, text of the tables


@dataclass(frozen=True)
class Table:
    """Columns are (label, width in mm, align); widths make 165 mm together with the number of the row."""

    columns: tuple[tuple[str, int, str], ...]
    rows: tuple[tuple[str, ...], ...]
    tall: bool = False  # rows with room for a signature and a seal


@dataclass(frozen=True)
class Block:
    """A part of a form; `part` marks a heading below another one."""

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    part: bool = False


@dataclass(frozen=True)
class Signer:
    """A signature: the lines of the title, the name."""

    lines: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class FormPaper:
    """A registration or a pledge as printed; `place` and `signed_on` (None leaves gaps) stand above the signatures."""

    issuer_lines: tuple[str, ...]
    issuer_bold_from: int = 0
    kind: str
    subject: str
    origin: tuple[str, ...] = ()
    blocks: tuple[Block, ...]
    place: str = ""
    signed_on: date | None = None
    year: int
    signers: tuple[Signer, ...]
    preview: bool = False

    @property
    def signatures(self) -> list[Signer]:
        """The signers with as many lines of title each, so that the names stand level."""
        most = max(len(signer.lines) for signer in self.signers)
        return [Signer((*signer.lines, *[NBSP] * (most - len(signer.lines))), signer.name) for signer in self.signers]

    @property
    def when(self) -> str:
        """The line of place and date."""
        gap = NBSP * 8
        day = date_long(self.signed_on) if self.signed_on else f"ngày{gap}tháng{gap}năm {self.year}"
        return join_nbsp(f"{self.place}, {day}" if self.place else day)


def subject_lines(paper: FormPaper) -> list[str]:
    """The subject in even lines."""
    return balanced_lines(title_text(paper.subject), layout.TITLE_WIDTH, 14, bold=True)


def form_pdf(paper: FormPaper) -> pdf.Pdf:
    """The file for print; raises pdf.PdfError."""
    context = {
        "paper": paper, "issuer": layout.issuer_lines(paper), "subject": subject_lines(paper),
        "origin": [keep_together(line) for line in paper.origin], "blocks": [_block_context(block) for block in paper.blocks],
        "when": paper.when, "signers": paper.signatures,
    }  # fmt: skip
    title = f"{paper.kind.capitalize()} {paper.subject}"
    return pdf.render(
        "pdf/registration.html", context, css=("document.css", "registration.css"), title=title,
        author=" ".join(paper.issuer_lines), created=paper.signed_on, preview=paper.preview,
    )  # fmt: skip


def _block_context(block: Block) -> dict:
    table = block.table
    return {
        "heading": block.heading, "part": block.part,
        "paragraphs": [unbroken_numbers(keep_together(text)) for text in block.paragraphs],
        "columns": table.columns if table else (), "tall": bool(table and table.tall),
        "rows": [[(layout.cell_html(text), align) for text, (_, _, align) in zip(row, table.columns, strict=True)]
                 for row in table.rows] if table else (),
    }  # fmt: skip


def form_docx(paper: FormPaper) -> bytes:
    """The same as a Word file."""
    document = docx.new_document(title=f"{paper.kind.capitalize()} {paper.subject}", author=" ".join(paper.issuer_lines))
    word.add_plain_head(document, paper)
    docx.add_paragraph(document, paper.kind, bold=True, before=12)
    lines = subject_lines(paper)
    for line in lines:
        docx.add_paragraph(document, line, bold=True)
    word.add_title_rule(document, lines, docx.FULL_WIDTH[False])
    for line in paper.origin:
        docx.add_paragraph(document, line, size=13, italic=True, before=4)
    for block in paper.blocks:
        _add_block(document, block)
    _add_signers(document, paper)
    return docx.to_bytes(document)


def _add_block(document, block: Block) -> None:
    if block.heading:
        docx.add_paragraph(
            document, block.heading, size=13, bold=True, italic=block.part, align="left", before=8, after=4, keep=True
        )
    for text in block.paragraphs:
        word.add_body(document, keep_together(text))
    if block.table:
        rows = [[str(number), *row] for number, row in enumerate(block.table.rows, start=1)]
        docx.add_grid(document, [("STT", 11, "center"), *block.table.columns], rows, size=SIZE)


def _add_signers(document, paper: FormPaper) -> None:
    docx.add_paragraph(document, paper.when, size=13, italic=True, align="right", before=12, after=2)
    widths = [165 / len(paper.signers)] * len(paper.signers)
    (cells,) = docx.add_columns(document, widths)
    for cell, signer in zip(cells, paper.signatures, strict=True):
        for line in signer.lines:
            docx.add_paragraph(cell, line, size=13, bold=True)
        docx.add_paragraph(cell, before=word.GAP)
        docx.add_paragraph(cell, signer.name, size=13, bold=True)
