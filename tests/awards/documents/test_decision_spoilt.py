"""Each layout check is seen to fail on a decision spoilt in just that way."""

from dataclasses import replace
from datetime import date

import pytest
from django.template.loader import render_to_string

from awards.documents import layout, render_pdf
from thiduakhenthuong.core import pdf

from . import samples
from .checks import CHECKS, check_12_legal_bases, check_22_file
from .reading import Reading


def short_decision(**changes):
    """A decision with a list of two sections: two collectives, six persons."""
    rows = [row for row in samples.award_rows() if row["deciding_level"] == "district"]
    return samples.decision("district", rows[19:27], **changes)


def two_page_list():
    """A decision whose list needs two pages."""
    rows = [row for row in samples.award_rows() if row["deciding_level"] == "district"]
    return samples.decision("district", rows[14:46])


def drawn(paper):
    """The paper laid out once, without the trial for a smaller size."""
    file = {"title": "Quyết định", "author": "UBND", "created": paper.sign_date, "preview": paper.preview}
    context = layout.decision_context(paper)
    return Reading(pdf.render("pdf/decision.html", context, css=("document.css",), **file).content)


@pytest.fixture
def spoilt_css(monkeypatch):
    """Replace a piece of document.css for one test."""

    def spoil(old, new):
        good = pdf.bundled_bytes

        def read(name):
            content = good(name)
            if name != "document.css":
                return content
            assert old.encode() in content, f"document.css no longer holds {old}"
            return content.replace(old.encode(), new.encode())

        monkeypatch.setattr(pdf, "bundled_bytes", read)
        pdf.stylesheets.cache_clear()

    yield spoil
    monkeypatch.undo()
    pdf.stylesheets.cache_clear()


def spoilt_html(paper, old, new):
    """A decision whose HTML had a piece replaced before it was laid out."""
    meta = {"title": "Quyết định", "author": "UBND", "created": "", "css": ()}
    html = render_to_string("pdf/decision.html", {**layout.decision_context(paper), "meta": meta})
    assert old in html, f"the page no longer holds {old}"
    return pdf.html_to_pdf(html.replace(old, new), css=("document.css",)).content


CSS = [
    ("01_page_box", "size: A4;", "size: 216mm 279mm;"),
    ("02_text_area", "margin: 20mm 15mm 20mm 30mm", "margin: 20mm 12mm 20mm 30mm"),
    ("03_first_page_top", "margin: 20mm 15mm 20mm 30mm", "margin: 16mm 15mm 20mm 30mm"),
    ("04_page_numbers", "@page :first { @top-center { content: none; } }", ""),
    ("05_nation", ".nation { font-size: 12pt;", ".nation { font-size: 11pt;"),
    ("05_nation", ".date { font-style: italic;", ".date { font-style: italic; text-align: left;"),
    ("06_motto", ".motto .rule { width: 100%", ".motto .rule { width: 60%"),
    ("07_issuer", "margin: 2.5pt auto 0; width: 42%", "margin: 2.5pt auto 0; width: 80%"),
    ("08_number", ".numbered { display: flex; font-size: 13pt", ".numbered { display: flex; font-size: 12pt"),
    ("09_date", ".date { font-style: italic; }", ""),
    ("11_title", ".title { text-align: center;", ".title { text-align: left;"),
    ("12_legal_bases", ".basis { font-style: italic; }", ""),
    ("13_articles", "text-align: justify; text-indent", "text-align: left; text-indent"),
    ("13_articles", ".item { font-weight: bold; }", ""),
    ("14_sizes", ".body { margin: 0 0 6pt;", ".body { margin: 0 0 2pt;"),
    ("14_sizes", ".copies { font-size: 11pt", ".copies { font-size: 9pt"),
    ("16_signature", ".signature-gap { height: 30mm; }", ".signature-gap { height: 20mm; }"),
    ("16_signature", ".signature { text-align: center;", ".signature { text-align: left;"),
    ("17_copies", ".copies { font-size: 11pt", ".copies { font-size: 10pt"),
    ("21_fonts_and_text", 'html { font: 14pt "VN Serif";', "html { font: 14pt Cousine, monospace;"),
]


@pytest.mark.parametrize(("check", "old", "new"), CSS)
def test_check_fails_on_a_spoilt_style_sheet(check, old, new, spoilt_css):
    paper = short_decision()
    spoilt_css(old, new)
    assert CHECKS[check](drawn(paper), paper) != []


HTML = [
    ("05_nation", "CHỦ NGHĨA VIỆT NAM", "CHỦ NGHĨA VIỆT  NAM."),
    ("06_motto", "Độc lập - Tự do", "Độc lập-Tự do"),
    ("07_issuer", '<span class="line strong">', '<span class="line">'),
    ("08_number", "9005/QĐ-UBND", "9005/ QĐ - UBND"),
    ("09_date", "ngày\u00a010\u00a0tháng\u00a07", "ngày\u00a010\u00a0tháng\u00a007"),
    ("10_draft_or_issued", "9005/", "9006/"),
    ("11_title", "Về việc tặng", "Việc tặng"),
    ("13_articles", "Điều\u00a02.", "Điều\u00a04."),
    ("15_end_marks", "này./.", "này."),
    ("15_end_marks", "cá nhân)./.", "cá nhân)."),
    ("16_signature", "KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN"),
    ("17_copies", "- Lưu: VT", "- VT"),
    ("18_counts", "(Danh sách gồm 02", "(Danh sách gồm 03"),
    ("18_counts", "Trần Thị Mai\u00a0Vân", "Trần Thị Mai\u00a0Văn"),
    ("19_list_table", '<td class="no">5</td>', '<td class="no">7</td>'),
    ("19_list_table", "II. CÁ NHÂN", "III. CÁ NHÂN"),
    ("21_fonts_and_text", "Tiền thưởng kèm", "Tiền thuởng kèm"),
    ("22_file", '<html lang="vi">', "<html>"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "old", "new"), HTML)
def test_check_fails_on_a_spoilt_page(check, old, new):
    paper = short_decision()
    old = old.replace(" nhân)", "\u00a0nhân)")
    assert CHECKS[check](Reading(spoilt_html(paper, old, new)), paper) != []


def complaints(check, paper, told):
    """What a check says when one paper was drawn and another is told to be the snapshot."""
    return CHECKS[check](drawn(paper), told)


def test_breaks_check_fails_where_nothing_holds_words_together():
    paper = samples.decision("province", when=date(2020, 7, 10))
    meta = {"title": "x", "author": "x", "created": "", "css": ()}
    html = render_to_string("pdf/decision.html", {**layout.decision_context(paper), "meta": meta})
    loose = html.replace("\u00a0", " ").replace('class="keep"', "")
    content = pdf.html_to_pdf(loose, css=("document.css",)).content
    assert CHECKS["20_breaks"](Reading(content), paper) != []


def test_draft_check_fails_on_narrow_gaps(spoilt_css):
    spoilt_css(".gap-number { display: inline-block; width: 14mm; }", ".gap-number { display: inline-block; width: 8mm; }")
    paper = samples.draft(short_decision())
    assert complaints("10_draft_or_issued", paper, paper) != []


def test_draft_check_fails_when_an_issued_paper_still_has_gaps():
    assert complaints("10_draft_or_issued", samples.draft(short_decision()), short_decision()) != []


def test_legal_bases_check_fails_on_a_base_that_has_expired():
    paper = short_decision()
    later, proposal = samples.legal_bases("district", date(2024, 5, 2), **samples.GAPS["district"])
    assert check_12_legal_bases(drawn(paper), paper, [*later, proposal]) != []


def test_legal_bases_check_fails_on_a_missing_base():
    paper = short_decision()
    assert complaints("12_legal_bases", replace(paper, legal_bases=paper.legal_bases[1:]), paper) != []


def test_counts_check_fails_when_a_row_is_lost_or_moved():
    paper = short_decision()
    first, second = paper.sections
    lost = replace(paper, sections=(first, replace(second, rows=second.rows[1:])))
    moved = replace(paper, sections=(first, replace(second, rows=(second.rows[1], second.rows[0], *second.rows[2:]))))
    assert complaints("18_counts", lost, paper) != []
    assert complaints("18_counts", moved, paper) != []


def test_list_check_fails_when_the_header_does_not_repeat(spoilt_css):
    spoilt_css(".rows th { font-weight: bold;", ".rows thead { display: table-row-group; } .rows th { font-weight: bold;")
    paper = two_page_list()
    assert complaints("19_list_table", paper, paper) != []


def test_page_number_check_fails_when_the_list_goes_on_counting_from_the_act(spoilt_css):
    spoilt_css("@page :nth(1 of list) { counter-reset: page 1;", "@page :nth(1 of list) {")
    paper = two_page_list()
    assert complaints("04_page_numbers", paper, paper) != []


def test_signature_check_fails_when_the_block_may_stand_alone(spoilt_css):
    spoilt_css(".foot { display: flex; break-inside: avoid; break-before: avoid;", ".foot { display: flex; break-before: page;")
    paper = short_decision()
    assert complaints("16_signature", paper, paper) != []


def test_file_check_fails_on_a_file_whose_bytes_change_and_one_without_a_title():
    paper = short_decision()
    other = render_pdf("decision", replace(paper, signer_name="Nguyễn Văn An"))
    assert check_22_file(Reading(other.content), paper) != []
    untitled = pdf.render("pdf/decision.html", layout.decision_context(paper), css=("document.css",), title="")
    assert "no Title" in check_22_file(Reading(untitled.content), paper)


def test_end_mark_given_by_the_author_is_not_doubled():
    paper = short_decision()
    assert layout.ended(["Một.", "Hai./."]) == layout.ended(["Một.", "Hai."]) == ["Một.", "Hai./."]
    assert complaints("15_end_marks", paper, paper) == []
