"""A very long list is laid out in two parts: the same checks, page numbers that go on, one file."""

import io
import logging

import pikepdf
import pytest

from awards.documents import layout, pages, registry, render_pdf
from thiduakhenthuong.core import pdf
from thiduakhenthuong.core.papers.layout import Section
from thiduakhenthuong.core.pdf_parts import html_parts_to_pdf

from . import samples
from .checks import CHECKS
from .reading import Reading

LIST_CHECKS = ("01_page_box", "02_text_area", "04_page_numbers", "15_end_marks", "18_counts", "19_list_table", "22_file")


@pytest.fixture
def long_from_100(monkeypatch):
    """Lists of 100 rows and more count as long, the second part is half of the pages."""
    monkeypatch.setattr(registry, "LONG_LIST", 100)
    monkeypatch.setattr(registry, "HEAD_START", 0)


def test_long_list_passes_the_checks_of_the_list_and_is_one_sound_file(long_from_100, caplog):
    paper = samples.many(140)
    with caplog.at_level(logging.WARNING):
        made = render_pdf("decision", paper)
    reading = Reading(made.content)
    assert {name: CHECKS[name](reading, paper) for name in LIST_CHECKS} == dict.fromkeys(LIST_CHECKS, [])
    assert caplog.messages == []
    with pikepdf.open(io.BytesIO(made.content)) as file:
        assert (made.pages, str(file.Root.Lang)) == (len(file.pages), "vi")


def test_wide_long_list_goes_on_counting_its_pages(long_from_100):
    rows = [samples.award_rows()[i % 66] for i in range(110)]
    paper = samples.with_achievements(samples.decision("province", rows), rows)
    reading = Reading(render_pdf("decision_list", paper).content)
    assert {name: CHECKS[name](reading, paper) for name in LIST_CHECKS[:3]} == dict.fromkeys(LIST_CHECKS[:3], [])


def test_pages_counted_wrongly_are_laid_out_again_in_one_piece(long_from_100, monkeypatch, caplog):
    paper = samples.many(140)
    monkeypatch.setattr(pages, "ROOM", {False: 900.0, True: 600.0})
    made = render_pdf("decision", paper)
    assert len(caplog.messages) == 1
    context = layout.decision_context(paper)
    context["density"], _ = registry.density(
        registry.DOCUMENTS["decision"], context, {"title": "x", "author": "", "created": None, "preview": False}
    )
    plain_pages = pdf.render("pdf/decision.html", context, css=("document.css",), title="x").pages
    assert made.pages == plain_pages


def test_closing_line_takes_the_last_row_with_it_to_a_new_page():
    columns = samples.list_columns("individual")
    rows = [(number, ["An", "Giáo viên", "Trường"]) for number in range(1, 200)]
    for count in range(30, 110):
        section = Section("I. CÁ NHÂN", "individual", columns, rows[:count])
        sheets = pages.cut_into_sheets([section], title_lines=2, landscape=False)
        assert [n for sheet in sheets for block in sheet.blocks for n, _ in block.rows] == list(range(1, count + 1))
        assert all(block.rows for sheet in sheets for block in sheet.blocks)


def test_complaint_of_a_part_laid_out_beside_stops_the_job():
    page = '<html lang="vi"><title>T</title><p>{}</p></html>'
    with pytest.raises(pdf.PdfError, match="中"):
        html_parts_to_pdf([page.format("Một"), page.format("中")], css=("document.css",))
