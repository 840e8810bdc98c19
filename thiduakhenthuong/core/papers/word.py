"""The parts of a Word file that every paper with a national heading has: head, title, body, foot."""

from datetime import datetime

from thiduakhenthuong.core import docx
from thiduakhenthuong.core.fonts import text_width
from thiduakhenthuong.core.vntext import NBSP

from . import layout

LEFT, RIGHT, HALF = 66, 99, 82.5  # mm
MOTTO = "Độc lập - Tự do - Hạnh phúc"
INDENT = 12.7  # mm
GAP = 69  # points before an empty line: 30 mm in all


def start(paper):
    """An empty document with the paper's title, author and date."""
    created = datetime.combine(paper.sign_date, datetime.min.time()) if paper.sign_date else None
    return docx.new_document(
        title=f"{paper.kind.capitalize()}: {paper.subject}", author=" ".join(paper.issuer_lines), created=created
    )


def add_head(document, paper):
    """Issuer and national title, then number and date."""
    context = layout.head_context(paper)
    (left, right), (number, when) = docx.add_columns(document, (LEFT, RIGHT), rows=2)
    _add_names(left, right, context["issuer"])
    docx.add_paragraph(number, number_text(context["dated"], "Số:"), size=13, before=4)
    docx.add_paragraph(when, f"{paper.place}, {date_text(context['dated'])}", size=13, italic=True, before=4)


def add_plain_head(document, paper):
    """Issuer and national title without number and date: programmes, enclosed plans, tables."""
    ((left, right),) = docx.add_columns(document, (LEFT, RIGHT))
    _add_names(left, right, layout.issuer_lines(paper))


def _add_names(left, right, issuer):
    for line, bold in issuer:
        docx.add_paragraph(left, line, size=12, bold=bold)
    longest = max(text_width(line, 12, bold=bold) for line, bold in issuer)
    docx.add_rule(left, width=longest * 0.42, room=LEFT - 4)
    docx.add_paragraph(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    docx.add_paragraph(right, MOTTO, size=13, bold=True)
    docx.add_rule(right, width=text_width(MOTTO, 13, bold=True), room=RIGHT - 4)


def number_text(dated, label):
    """`Số: 05/QĐ-UBND`, with a gap of no-break spaces in a draft."""
    return f"{label} {dated.number or NBSP * 12}/{dated.symbol}"


def date_text(dated):
    """The date, or its words with gaps in a draft."""
    gap = NBSP * 8
    return dated.long or f"ngày{gap}tháng{gap}năm{NBSP}{dated.year}"


def add_title(document, paper):
    """Kind and subject with the rule under them."""
    lines = layout.subject_lines(paper.subject)
    docx.add_paragraph(document, paper.kind, bold=True, before=12)
    for line in lines:
        docx.add_paragraph(document, line, bold=True)
    add_title_rule(document, lines, 165)


def add_title_rule(document, lines, room, size=14):
    """The rule under a title, 42 % of its longest line."""
    docx.add_rule(document, width=0.42 * max(text_width(line, size, bold=True) for line in lines), room=room)


def add_addressees(document, paper):
    """`Kính gửi:` with one addressee beside it or several under each other."""
    lines = layout.addressees(paper.addressees)
    docx.add_paragraph(document, f"Kính gửi: {lines[0]}" if len(lines) == 1 else "Kính gửi:", before=12)
    for line in lines if len(lines) > 1 else ():
        docx.add_paragraph(document, line)
    docx.add_paragraph(document, size=6)


def add_body(document, text, *, italic=False):
    """A body paragraph: justified, first line indented, 6 pt after."""
    return docx.add_paragraph(document, text, italic=italic, align="justify", after=6, indent=INDENT)


def add_foot(document, paper):
    """Copies left, signature right, 30 mm between title and name."""
    context = layout.foot_context(paper)
    ((left, right),) = docx.add_columns(document, (HALF, HALF))
    docx.add_paragraph(left, "Nơi nhận:", size=12, bold=True, italic=True, align="left")
    for line in context["copies"]:
        docx.add_paragraph(left, line, size=11, align="left")
    for line in context["signer_lines"]:
        docx.add_paragraph(right, line, bold=True)
    docx.add_paragraph(right, before=GAP)
    docx.add_paragraph(right, context["signer_name"], bold=True)
