"""The Word twins of decision and submission: the same texts from the same papers, for offices that edit."""

from datetime import datetime

from thiduakhenthuong.core import docx
from thiduakhenthuong.core.fonts import text_width
from thiduakhenthuong.core.vntext import NBSP

from . import layout
from .lines import keep_together

LEFT, RIGHT, HALF = 66, 99, 82.5  # mm
MOTTO = "Độc lập - Tự do - Hạnh phúc"
INDENT = 12.7  # mm
GAP = 69  # points before an empty line: 30 mm in all


def decision_docx(paper):
    """Bytes of the .docx of a decision and its list."""
    document = start(paper)
    add_head(document, paper)
    add_title(document, paper)
    docx.add_paragraph(document, paper.authority.upper(), bold=True, before=12, after=8, keep=True)
    for line in layout.bases_lines(paper.legal_bases, closing=paper.proposal_line):
        add_body(document, line, italic=True)
    docx.add_paragraph(document, "QUYẾT ĐỊNH:", bold=True, before=6, after=8, keep=True)
    for article in layout.article_list(paper.articles):
        paragraph = add_body(document, "")
        docx.add_run(paragraph, article.label + " ", bold=True)
        docx.add_run(paragraph, article.first)
        for text in article.rest:
            add_body(document, text)
    add_foot(document, paper)
    if paper.sections:
        add_list(document, paper, "Quyết định")
    else:
        docx.add_end(document)
    return docx.to_bytes(document)


def submission_docx(paper):
    """Bytes of the .docx of a submission and its list."""
    document = start(paper)
    add_head(document, paper)
    add_title(document, paper)
    add_addressees(document, paper)
    for line in layout.bases_lines(paper.legal_bases):
        add_body(document, line, italic=True)
    for text in layout.ended(paper.paragraphs):
        add_body(document, keep_together(text))
    add_foot(document, paper)
    if paper.sections:
        add_list(document, paper, "Tờ trình")
    else:
        docx.add_end(document)
    return docx.to_bytes(document)


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
    for line, bold in context["issuer"]:
        docx.add_paragraph(left, line, size=12, bold=bold)
    longest = max(text_width(line, 12, bold=bold) for line, bold in context["issuer"])
    docx.add_rule(left, width=longest * 0.42, room=LEFT - 4)
    docx.add_paragraph(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    docx.add_paragraph(right, MOTTO, size=13, bold=True)
    docx.add_rule(right, width=text_width(MOTTO, 13, bold=True), room=RIGHT - 4)
    docx.add_paragraph(number, number_text(context["dated"], "Số:"), size=13, before=4)
    docx.add_paragraph(when, f"{paper.place}, {date_text(context['dated'])}", size=13, italic=True, before=4)


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


def add_list(document, paper, origin):
    """The attached list in a section of its own."""
    docx.new_section(document, landscape=paper.landscape)
    context, dated = layout.list_context(paper, origin), layout.dated(paper)
    for line in ["DANH SÁCH", *context["list_title"]]:
        docx.add_paragraph(document, line, bold=True)
    docx.add_paragraph(document, f"({number_text(dated, f'Kèm theo {origin} số')} {date_text(dated)}", size=13, italic=True)
    docx.add_paragraph(document, f"của {context['list_authority']})", size=13, italic=True)
    add_title_rule(document, context["list_title"], docx.FULL_WIDTH[paper.landscape])
    for section in layout.list_sections(paper.sections):
        docx.add_paragraph(document, section.heading, size=13, bold=True, align="left", before=9, after=4, keep=True)
        columns = [("STT", 12, "center"), *((column.label, column.width, "left") for column in section.columns)]
        docx.add_grid(document, columns, [(str(number), *cells) for number, cells in section.rows])
    docx.add_paragraph(document, f"(Danh sách gồm {context['counts']})./.", size=13, italic=True, align="left", before=6)
