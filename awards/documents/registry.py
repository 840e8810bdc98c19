"""One row per kind of document: its template, its context, its file name, its Word builder."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from thiduakhenthuong.core import pdf
from thiduakhenthuong.core.pdf_parts import html_parts_to_pdf, join

from . import calling, head_report, layout, money, word
from .pages import LONG_LIST

logger = logging.getLogger(__name__)

HEAD_START = 3  # pages the first part takes more: the second has a process to start


@dataclass(frozen=True)
class Document:
    """How one kind of paper becomes a file."""

    template: str
    context: Callable
    title: Callable
    stem: Callable
    css: tuple[str, ...] = ("document.css",)
    docx: Callable | None = None
    has_act: bool = False  # pages before the list that gain from standing on one sheet


def _numbered(prefix):
    def stem(paper):
        number = f"{paper.number}-{paper.symbol.replace('/', '-')}" if paper.number else "du-thao"
        return f"{prefix}-{number}" + (f"-{paper.sign_date.year}" if paper.sign_date else "")

    return stem


def _number(paper):
    return f"số {paper.number}/{paper.symbol}" if paper.number else "(dự thảo)"


def _heading(paper):
    return f"{paper.kind.capitalize()} {_number(paper)}: {paper.subject}"


def _list_heading(paper):
    return f"Danh sách kèm theo {paper.kind.capitalize()} {_number(paper)}"


def _money_heading(paper):
    return f"Danh sách chi tiền thưởng theo Quyết định {_number(paper)}"


def _head_heading(paper):
    return f"Kết quả thi đua năm {paper.year} của {paper.name}"


def _head_stem(paper):
    return f"ket-qua-thi-dua-{paper.year}"


def _calling_heading(paper):
    return f"Danh sách mời lên nhận thưởng: {paper.title}"


def _calling_stem(paper):
    return "danh-sach-moi-nhan-thuong" + (f"-{paper.held_on:%d-%m-%Y}" if paper.held_on else "")


DOCUMENTS = {
    "decision": Document(
        "pdf/decision.html",
        layout.decision_context,
        _heading,
        _numbered("quyet-dinh"),
        docx=word.decision_docx,
        has_act=True,
    ),  # fmt: skip
    "decision_list": Document("pdf/list.html", layout.list_only_context, _list_heading, _numbered("danh-sach")),
    "submission": Document(
        "pdf/submission.html",
        layout.submission_context,
        _heading,
        _numbered("to-trinh"),
        docx=word.submission_docx,
        has_act=True,
    ),  # fmt: skip
    "money_list": Document("pdf/list_money.html", money.money_context, _money_heading, _numbered("chi-tien-thuong")),
    "head_report": Document("pdf/head_report.html", head_report.head_report_context, _head_heading, _head_stem),
    "calling_list": Document("pdf/calling_list.html", calling.calling_context, _calling_heading, _calling_stem),
}


def render_pdf(kind, paper, preview=False):
    """The Pdf of a paper; `preview` (or the paper's own mark) lays the watermark. Raises pdf.PdfError."""
    row = DOCUMENTS[kind]
    file = {
        "title": row.title(paper),
        "author": " ".join(paper.issuer_lines),
        "created": paper.sign_date,
        "preview": preview or paper.preview,
    }
    context = row.context(paper)
    if row.has_act:
        context["density"], context["act_pages"] = density(row, context, file)
    if "sections" in context and sum(len(section.rows) for section in paper.sections) >= LONG_LIST:
        return render_long(row, context, file, paper)
    return pdf.render(row.template, context, css=row.css, **file)


def density(row, context, file):
    """(`compact` when that brings an act from two pages to one or else nothing, pages of the act without its list)."""
    act = {**context, "sections": ()}
    pages = pdf.render(row.template, act, css=row.css, **file).pages
    if pages == 2 and pdf.render(row.template, {**act, "density": "compact"}, css=row.css, **file).pages == 1:
        return "compact", 1
    return "", pages


def render_long(row, context, file, paper):
    """The Pdf of a paper with a very long list: cut into pages by us, two runs of pages laid out side by side."""
    sheets = layout.list_sheets(paper, context)
    middle = len(sheets) // 2 + HEAD_START
    begun = {**context, "sheets": sheets[:middle], "goes_on": True}
    rest = {**context, "sheets": sheets[middle:], "first_page": middle + 1}
    texts = [pdf.page_html(row.template, begun, **file), pdf.page_html("pdf/list_part.html", rest, **file)]
    parts = html_parts_to_pdf(texts, css=row.css)
    counted = [context.get("act_pages", 0) + middle, len(sheets) - middle]
    if [part.pages for part in parts] != counted:
        logger.warning("list pages counted %s, drawn %s: laid out again in one piece", counted, [part.pages for part in parts])
        return pdf.render(row.template, context, css=row.css, **file)
    return join(parts)


def render_docx(kind, paper):
    """Bytes of the Word file of a paper, for kinds that have one (KeyError otherwise)."""
    build = DOCUMENTS[kind].docx
    if build is None:
        raise KeyError(kind)
    return build(paper)


def file_name(kind, paper, extension="pdf"):
    """File name in plain ASCII, without folders: `quyet-dinh-05-QD-UBND-2026.pdf`."""
    stem = DOCUMENTS[kind].stem(paper).replace("Đ", "D").replace("đ", "d")
    return f"{stem}.{extension}"
