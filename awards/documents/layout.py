"""From the papers of awards to what their templates print. What every paper has in common stands in core.papers.layout."""

from thiduakhenthuong.core.papers.layout import (
    TITLE_WIDTH,
    addressees,
    article_list,
    bases_lines,
    cell_html,
    dated,
    ended,
    foot_context,
    head_context,
    list_sections,
    marked_article,
    marked_cell,
    subject_lines,
)
from thiduakhenthuong.core.papers.lines import balanced_lines, keep_together, title_text, unbroken_numbers

from .pages import cut_into_sheets


def list_sheets(paper, context):
    """The list of a paper cut into pages by us: what `list_context` leaves to the renderer for shorter lists."""
    sheets = cut_into_sheets(list_sections(paper.sections), title_lines=len(context["list_title"]), landscape=paper.landscape)
    for sheet in sheets:
        for block in sheet.blocks:
            block.rows = [(number, [marked_cell(text) for text in cells]) for number, cells in block.rows]
    return sheets


def list_context(paper, origin):
    """Heading, sections and closing line of the list of a paper; `origin` names the paper it belongs to."""
    return {
        "list_title": balanced_lines(title_text(paper.list_title), TITLE_WIDTH, 14, bold=True),
        "list_origin": origin,
        "list_authority": paper.authority,
        "sections": list_sections(paper.sections, cell_html),
        "counts": keep_together(paper.counts),
        "landscape": paper.landscape,
    }


def decision_context(paper):
    """Context of templates/pdf/decision.html."""
    return {
        "paper": paper,
        **head_context(paper),
        "subject": subject_lines(paper.subject),
        "authority": balanced_lines(title_text(paper.authority.upper()), TITLE_WIDTH, 14, bold=True),
        "bases": [unbroken_numbers(line) for line in bases_lines(paper.legal_bases, closing=paper.proposal_line)],
        "articles": [marked_article(article) for article in article_list(paper.articles)],
        **foot_context(paper),
        **list_context(paper, "Quyết định"),
    }


def submission_context(paper):
    """Context of templates/pdf/submission.html."""
    return {
        "paper": paper,
        **head_context(paper),
        "subject": subject_lines(paper.subject),
        "addressees": addressees(paper.addressees),
        "bases": [unbroken_numbers(line) for line in bases_lines(paper.legal_bases)],
        "paragraphs": [unbroken_numbers(keep_together(text)) for text in ended(paper.paragraphs)],
        **foot_context(paper),
        **list_context(paper, "Tờ trình"),
    }


def list_only_context(paper):
    """Context of templates/pdf/list.html: the list of a decision in a file of its own."""
    return {"paper": paper, "dated": dated(paper), **list_context(paper, "Quyết định")}
