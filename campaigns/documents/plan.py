"""The papers that launch a campaign: the plan alone, and the decision with the plan enclosed (documents.md 2.7).

What they say is plain frozen data; how they look is static/pdf/campaign.css for PDF and core.papers.word for Word.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from thiduakhenthuong.core import docx, pdf
from thiduakhenthuong.core.fonts import text_width
from thiduakhenthuong.core.papers import layout, word
from thiduakhenthuong.core.papers.headed import Headed
from thiduakhenthuong.core.papers.lines import balanced_lines, keep_together, title_text, unbroken_numbers
from thiduakhenthuong.core.vntext import NBSP

NUMBER, UNIT, DEPARTMENT, INDICATOR = 11, 18, 33, 36  # mm, columns of the table of targets; the last one at least
WIDEST = 40  # mm of a year: words of a qualitative target break, numbers never come near
SIZE = 11.5  # points, text of the table of targets
NAME_WIDTH = 120  # mm up to which the quoted name of a campaign stays on one line of a title
QUOTED = re.compile("“[^”]+”")


@dataclass(frozen=True)
class PlanSection:
    """A section with its Roman number; `has_targets` marks the one the table of targets belongs to."""

    title: str
    paragraphs: tuple[str, ...]
    has_targets: bool = False


@dataclass(frozen=True)
class TargetRow:
    """One target as printed; `values` are those of the years, in the order of `Plan.years`."""

    indicator: str
    unit: str
    values: tuple[str, ...]
    department: str


@dataclass(frozen=True, kw_only=True)
class PlanPaper(Headed):
    """The plan alone, signed for the committee; `sections` of Headed stays empty, its parts are `parts`."""

    kind: str = "KẾ HOẠCH"
    legal_bases: tuple[str, ...]
    parts: tuple[PlanSection, ...]
    years: tuple[int, ...]
    targets: tuple[TargetRow, ...]

    @property
    def wide(self) -> bool:
        """Whether the table of targets needs wide pages of its own."""
        return len(self.years) > _years_in(docx.FULL_WIDTH[False], self)


@dataclass(frozen=True, kw_only=True)
class LaunchPaper(Headed):
    """The decision that issues the plan; `plan` is enclosed without number and date of its own."""

    kind: str = "QUYẾT ĐỊNH"
    authority: str
    legal_bases: tuple[str, ...]
    proposal_line: str = ""
    articles: tuple[str, ...]
    plan: PlanPaper


# --- columns of the table ---------------------------------------------------------------------


def tables(paper: PlanPaper) -> list["Table"]:
    """The table of targets; when the years do not find room beside each other, several, each with some of them."""
    room = docx.FULL_WIDTH[paper.wide]
    most = max(1, _years_in(room, paper))
    count = ceil(len(paper.years) / most) or 1
    step = ceil(len(paper.years) / count) or 1
    starts = range(0, len(paper.years), step) if paper.years else (0,)
    return [_table(paper, room, slice(start, start + step)) for start in starts] if paper.targets else []


@dataclass(frozen=True)
class Table:
    """`columns` are (label, width in mm, align), together as wide as the page; `rows` are tuples of texts."""

    columns: tuple[tuple[str, int, str], ...]
    rows: tuple[tuple[str, ...], ...]


def _table(paper: PlanPaper, room: int, part: slice) -> Table:
    years, width = paper.years[part], _year_width(paper)
    indicator = room - NUMBER - UNIT - DEPARTMENT - width * len(years)
    return Table(
        columns=(
            ("STT", NUMBER, "center"), ("Chỉ tiêu", indicator, "left"), ("Đơn vị tính", UNIT, "center"),
            *((str(year), width, "right") for year in years), ("Đơn vị chủ trì", DEPARTMENT, "left"),
        ),
        rows=tuple(
            (str(place), row.indicator, row.unit, *row.values[part], row.department)
            for place, row in enumerate(paper.targets, start=1)
        ),
    )  # fmt: skip


def _year_width(paper: PlanPaper) -> int:
    """Millimetres that the longest value of a year takes, so that no number breaks."""
    longest = max((text_width(value, SIZE) for row in paper.targets for value in row.values), default=0)
    return min(WIDEST, max(12, ceil(longest) + 4))


def _years_in(room: int, paper: PlanPaper) -> int:
    """How many years stand beside each other in so many millimetres."""
    return (room - NUMBER - UNIT - DEPARTMENT - INDICATOR) // _year_width(paper)


def title_lines(subject: str) -> list[str]:
    """The subject in even lines; the quoted name of the campaign stays whole where it fits."""

    def joined(found) -> str:
        name = found[0]
        return name.replace(" ", NBSP) if text_width(name, 14, bold=True) <= NAME_WIDTH else name

    return layout.subject_lines(QUOTED.sub(joined, subject))


# --- PDF --------------------------------------------------------------------------------------


@lru_cache(maxsize=16)  # a paper is frozen text: the pictures of its pages are taken from one file
def render_pdf(paper: PlanPaper | LaunchPaper, *, preview: bool = False) -> pdf.Pdf:
    """The file of a plan or of a decision with its plan. Raises pdf.PdfError."""
    launch = isinstance(paper, LaunchPaper)
    template = "pdf/campaign_launch.html" if launch else "pdf/campaign_plan.html"
    context = launch_context(paper) if launch else plan_context(paper)
    return pdf.render(
        template, context, css=("document.css", "campaign.css"), title=f"{paper.kind.capitalize()}: {paper.subject}",
        author=" ".join(paper.issuer_lines), created=paper.sign_date, preview=preview or paper.preview,
    )  # fmt: skip


def plan_context(paper: PlanPaper) -> dict:
    """Context of templates/pdf/campaign_plan.html."""
    return {
        "paper": paper, **layout.head_context(paper), "subject": title_lines(paper.subject),
        "bases": [unbroken_numbers(line) for line in layout.bases_lines(paper.legal_bases)],
        **body_context(paper), **layout.foot_context(paper),
    }  # fmt: skip


def launch_context(paper: LaunchPaper) -> dict:
    """Context of templates/pdf/campaign_launch.html; the enclosed plan repeats issuer and national title."""
    bases = layout.bases_lines(paper.legal_bases, closing=paper.proposal_line or None)
    return {
        "paper": paper, **layout.head_context(paper), "subject": title_lines(paper.subject),
        "authority": balanced_lines(title_text(paper.authority.upper()), layout.TITLE_WIDTH, 14, bold=True),
        "bases": [unbroken_numbers(line) for line in bases],
        "articles": [layout.marked_article(article) for article in layout.article_list(paper.articles)],
        **layout.foot_context(paper), "plan_subject": title_lines(paper.plan.subject),
        "plan_issuer": layout.issuer_lines(paper.plan), **body_context(paper.plan),
    }  # fmt: skip


def body_context(paper: PlanPaper) -> dict:
    """Sections with their numbers and the table of targets."""
    ended = _ended(paper.parts)
    return {
        "parts": [
            {
                "heading": f"{layout.ROMAN[place]}. {part.title}",
                "paragraphs": [unbroken_numbers(keep_together(text)) for text in part.paragraphs],
                "has_targets": part.has_targets,
            }
            for place, part in enumerate(ended)
        ],
        "wide": paper.wide,
        "tables": [
            {"columns": table.columns, "rows": [tuple(layout.cell_html(text) for text in row) for row in table.rows]}
            for table in tables(paper)
        ],
    }  # fmt: skip


def _ended(parts: tuple[PlanSection, ...]) -> list[PlanSection]:
    """The same sections; the last paragraph of the last one carries the end mark."""
    *rest, last = parts
    return [*rest, replace(last, paragraphs=tuple(layout.ended(last.paragraphs)))] if last.paragraphs else list(parts)


# --- Word -------------------------------------------------------------------------------------


def render_docx(paper: PlanPaper | LaunchPaper) -> bytes:
    """Bytes of the Word twin."""
    return _launch_docx(paper) if isinstance(paper, LaunchPaper) else _plan_docx(paper)


def _plan_docx(paper: PlanPaper) -> bytes:
    document = word.start(paper)
    word.add_head(document, paper)
    word.add_title(document, paper)
    docx.add_paragraph(document, size=6)
    for line in layout.bases_lines(paper.legal_bases):
        word.add_body(document, line, italic=True)
    _add_parts(document, paper)
    word.add_foot(document, paper)
    _add_wide(document, paper)
    docx.add_end(document)
    return docx.to_bytes(document)


def _launch_docx(paper: LaunchPaper) -> bytes:
    document = word.start(paper)
    word.add_head(document, paper)
    word.add_title(document, paper)
    docx.add_paragraph(document, paper.authority.upper(), bold=True, before=12, after=8, keep=True)
    for line in layout.bases_lines(paper.legal_bases, closing=paper.proposal_line or None):
        word.add_body(document, line, italic=True)
    docx.add_paragraph(document, "QUYẾT ĐỊNH:", bold=True, before=6, after=8, keep=True)
    for article in layout.article_list(paper.articles):
        paragraph = word.add_body(document, "")
        docx.add_run(paragraph, article.label + " ", bold=True)
        docx.add_run(paragraph, article.first)
        for text in article.rest:
            word.add_body(document, text)
    word.add_foot(document, paper)
    _add_enclosed(document, paper)
    docx.add_end(document)
    return docx.to_bytes(document)


def _add_enclosed(document, paper: LaunchPaper) -> None:
    docx.new_section(document)
    word.add_plain_head(document, paper.plan)
    docx.add_paragraph(document, "KẾ HOẠCH", bold=True, before=12)
    for line in title_lines(paper.plan.subject):
        docx.add_paragraph(document, line, bold=True)
    dated = layout.dated(paper)
    origin = f"({word.number_text(dated, 'Kèm theo Quyết định số')} {word.date_text(dated)}"
    docx.add_paragraph(document, origin, size=13, italic=True, before=2)
    docx.add_paragraph(document, f"của {paper.authority})", size=13, italic=True, after=6)
    _add_parts(document, paper.plan)
    _add_wide(document, paper.plan)


def _add_parts(document, paper: PlanPaper) -> None:
    for place, part in enumerate(_ended(paper.parts)):
        heading = word.add_body(document, "")
        heading.paragraph_format.keep_with_next = True
        docx.add_run(heading, f"{layout.ROMAN[place]}.{NBSP}{part.title}", bold=True)
        for text in part.paragraphs:
            word.add_body(document, keep_together(text))
        if part.has_targets and not paper.wide:
            _add_tables(document, paper)


def _add_wide(document, paper: PlanPaper) -> None:
    if not (paper.wide and paper.targets):
        return
    docx.new_section(document, landscape=True)
    docx.add_paragraph(document, "PHỤ LỤC", bold=True)
    docx.add_paragraph(document, "CHỈ TIÊU TỪNG NĂM", bold=True, after=6)
    _add_tables(document, paper)


def _add_tables(document, paper: PlanPaper) -> None:
    for table in tables(paper):
        docx.add_grid(document, table.columns, table.rows, size=SIZE)
        docx.add_paragraph(document, size=6)
