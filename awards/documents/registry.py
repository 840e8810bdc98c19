"""One row per kind of document: its template, its context, its file name, its Word builder."""

from collections.abc import Callable
from dataclasses import dataclass

from thiduakhenthuong.core import pdf

from . import layout, money, word


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
}


def render_pdf(kind, paper, preview=False):
    """The Pdf of a paper; `preview` (or the paper's own mark) lays the watermark. Raises pdf.PdfError."""
    row = DOCUMENTS[kind]
    options = {
        "css": row.css,
        "title": row.title(paper),
        "author": " ".join(paper.issuer_lines),
        "created": paper.sign_date,
        "preview": preview or paper.preview,
    }
    context = row.context(paper)
    if row.has_act:
        context["density"] = density(row.template, context, options)
    return pdf.render(row.template, context, **options)


def density(template, context, options):
    """`compact` when that brings an act (without its list) from two pages to one, else nothing."""
    act = {**context, "sections": ()}
    if pdf.render(template, act, **options).pages != 2:
        return ""
    return "compact" if pdf.render(template, {**act, "density": "compact"}, **options).pages == 1 else ""


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
