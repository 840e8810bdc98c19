"""The Word twins of decision and submission: the same texts from the same papers, for offices that edit."""

from thiduakhenthuong.core import docx
from thiduakhenthuong.core.papers.lines import keep_together
from thiduakhenthuong.core.papers.word import (
    add_addressees,
    add_body,
    add_foot,
    add_head,
    add_title,
    add_title_rule,
    date_text,
    number_text,
    start,
)

from . import layout


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
