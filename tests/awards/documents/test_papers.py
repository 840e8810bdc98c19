"""Submission, list, money list and the Word twins: same texts, right sums, safe names."""

import io
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn

from awards.documents import DOCUMENTS, ListSection, file_name, list_columns, render_docx, render_pdf
from awards.documents.money import money_pages
from thiduakhenthuong.core.vntext import money

from . import checks, samples
from .reading import Reading, plain


def read(kind, paper):
    return Reading(render_pdf(kind, paper).content)


HEAD_AND_FOOT = [name for name in checks.CHECKS if name[:2] in ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10")]


@pytest.mark.parametrize("check", [*HEAD_AND_FOOT, "11_title", "14_sizes", "15_end_marks", "16_signature", "17_copies"])
def test_submission_passes_the_layout_check(check):
    paper = samples.submission()
    assert checks.CHECKS[check](read("submission", paper), paper) == []


def test_submission_names_its_addressees_its_bases_and_all_its_paragraphs():
    paper = samples.submission()
    text = plain(" ".join(line.text for page in read("submission", paper).act_pages for line in page.lines()))
    assert "Kính gửi:- Chủ tịch Ủy ban nhân dân tỉnh Hải Dương;" in text
    assert "- Sở Nội vụ (Thường trực Hội đồng Thi đua - Khen thưởng tỉnh)." in text
    assert [part for part in (*paper.legal_bases, *paper.paragraphs) if plain(part) not in text] == []


def test_submission_to_one_addressee_has_no_hyphen():
    paper = samples.submission(addressees=("Chủ tịch Ủy ban nhân dân tỉnh Hải Dương",))
    text = plain(" ".join(line.text for line in read("submission", paper).pages[0].lines()))
    assert "Kính gửi:Chủ tịch Ủy ban nhân dân tỉnh Hải Dương." in text


def test_list_with_achievements_lies_on_wide_pages_in_a_file_of_its_own():
    rows = samples.award_rows()[:15]
    paper = samples.with_achievements(samples.decision("province", rows), rows)
    reading = read("decision_list", paper)
    assert [
        checks.CHECKS[name](reading, paper) for name in ("01_page_box", "02_text_area", "04_page_numbers", "19_list_table")
    ] == [[]] * 4
    drawn = [plain(cells[-1]) for _, cells in checks.data_rows(reading)]
    assert drawn == [plain(row["achievement"]) for row in rows]


def test_sections_without_rows_vanish_and_roman_numbers_close_up():
    rows = [row for row in samples.award_rows() if row["recipient_kind"] == "individual"][:3]
    empty = ListSection("collective", "TẬP THỂ", list_columns("collective"), ())
    paper = samples.decision("province", rows)
    paper = replace(paper, sections=(empty, *paper.sections))
    headings = [x.text for x in read("decision_list", paper).pages[0].lines() if checks.HEADING.match(x.text)]
    assert headings == ["I. CÁ NHÂN"]


def test_markup_and_formulas_in_names_are_printed_as_written():
    hostile = '<b>An</b> & "=1+1"'
    columns = list_columns("individual")
    paper = samples.decision(sections=(ListSection("individual", "CÁ NHÂN", columns, ((hostile, "{{ x }}", "a/b"),)),))
    rows = checks.data_rows(read("decision", paper))
    assert [plain(cell) for cell in rows[0][1]] == ["1", hostile, "{{ x }}", "a/b"]
    table = Document(io.BytesIO(render_docx("decision", paper))).tables[-1]
    assert [plain(cell.text) for cell in table.rows[1].cells] == ["1", hostile, "{{ x }}", "a/b"]


# --- money ------------------------------------------------------------------------------------


def test_money_list_brings_each_page_sum_on_and_ends_with_the_total_of_its_rows():
    paper = samples.money_list()
    reading = read("money_list", paper)
    before, sums = 0, []
    for page in reading.pages:
        rows = [cells for _, cells in page.cells]
        amounts = [int(cells[6].replace(".", "")) for cells in rows if cells[0].isdigit()]
        brought = [cells[2] for cells in rows if cells[1] == "Mang sang"]
        subtotal = [cells[2] for cells in rows if cells[1] == "Cộng trang"]
        assert (brought, subtotal) == ([money(before)] if before else [], [money(sum(amounts))])
        before += sum(amounts)
        sums.append(sum(amounts))
    assert sum(sums) == paper.total == 32_400_000
    last = plain(" ".join(line.text for line in reading.pages[-1].lines()))
    assert "Cộng 21 tập thể và 30 cá nhân: 32.400.000 đồng (Bằng chữ: Ba mươi hai triệu bốn trăm nghìn đồng)./." in last


def test_money_list_lays_its_pages_where_they_were_counted():
    paper = samples.money_list()
    lots = [[number for number, _ in page.rows] for page in money_pages(paper.rows, 140)]
    assert [number for lot in lots for number in lot] == list(range(1, 52))
    assert len(read("money_list", paper).pages) == len({page.brought for page in DOCUMENTS["money_list"].context(paper)["pages"]})


def test_short_money_list_has_one_page_and_no_page_sum():
    rows = [row for row in samples.award_rows() if row["deciding_level"] == "district"][:3]
    reading = read("money_list", samples.money_list(rows))
    assert [cells[0] for _, cells in reading.pages[0].cells] == ["STT", "1", "2", "3"]
    assert len(reading.pages) == 1


# --- Word -------------------------------------------------------------------------------------


def word_texts(content):
    """(texts of all paragraphs in order of cells, tables) of a Word file."""
    document = Document(io.BytesIO(content))
    return [plain("".join(t.text or "" for t in p.iter(qn("w:t")))) for p in document.element.body.iter(qn("w:p"))], document


def test_word_twin_of_a_decision_holds_the_same_texts():
    paper = samples.decision("district")
    texts, _ = word_texts(render_docx("decision", paper))
    wanted = [f"Điều {n}. {plain(text)}" for n, text in enumerate(paper.articles, 1)]
    wanted += [f"{plain(text)};" for text in paper.legal_bases] + [f"{plain(paper.proposal_line)}."]
    wanted += ["Số: 9005/QĐ-UBND", "Nam Sách, ngày 10 tháng 7 năm 2020", "QUYẾT ĐỊNH:", *paper.signer_lines, paper.signer_name]
    wanted += [plain(cell) for section in paper.sections for row in section.rows for cell in row]
    assert [text for text in wanted if text not in texts] == []


def test_word_twin_of_a_draft_has_gaps_and_no_number():
    texts, _ = word_texts(render_docx("decision", samples.draft(samples.decision("district"))))
    assert [text for text in texts if text.startswith("Số:")] == ["Số: /QĐ-UBND"]
    assert [text for text in texts if text.startswith("Nam Sách,")] == ["Nam Sách, ngày tháng năm 2020"]


def test_word_twin_puts_the_list_in_a_section_of_its_own():
    rows = samples.award_rows()[:15]
    paper = samples.with_achievements(samples.decision("province", rows), rows)
    _, document = word_texts(render_docx("decision", paper))
    assert [section.orientation for section in document.sections] == [0, 1]
    few = Document(io.BytesIO(render_docx("decision", samples.few(2))))
    assert (len(few.sections), len(few.tables)) == (1, 2)


def test_word_twin_of_a_submission_holds_the_same_texts():
    paper = samples.submission()
    texts, _ = word_texts(render_docx("submission", paper))
    wanted = ["Kính gửi:", "TỜ TRÌNH", *[plain(text) for text in paper.paragraphs], *paper.signer_lines]
    assert [text for text in wanted if text not in texts] == []


def test_kind_without_a_word_twin_is_refused():
    with pytest.raises(KeyError):
        render_docx("money_list", samples.money_list())


def test_file_names_are_plain_ascii():
    paper = samples.decision()
    assert file_name("decision", paper) == "quyet-dinh-9005-QD-UBND-2020.pdf"
    assert file_name("decision", samples.draft(paper), "docx") == "quyet-dinh-du-thao.docx"
    assert file_name("money_list", samples.money_list()) == "chi-tien-thuong-9005-QD-UBND-2020.pdf"
