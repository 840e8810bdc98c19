"""Pieces of a Word file: plain text stays plain, tables repeat their header, the order of the schema is kept."""

import io
import zipfile

from docx import Document
from docx.oxml.ns import qn

from thiduakhenthuong.core import docx


def made(build):
    """A document with what `build` adds, read back."""
    document = docx.new_document(title="Tên", author="UBND")
    build(document)
    return Document(io.BytesIO(docx.to_bytes(document)))


def test_markup_quotes_and_formulas_stay_text():
    hostile = '<w:p/>&amp; "=1+1" {{ x }} {% y %}'
    assert made(lambda d: docx.add_paragraph(d, hostile)).paragraphs[-1].text == hostile


def test_characters_xml_forbids_are_dropped_and_text_is_composed():
    read = made(lambda d: docx.add_paragraph(d, "Nguye\u0302\u0303n\x00\x0b Văn"))
    assert read.paragraphs[-1].text == "Nguyễn Văn"


def test_page_has_the_margins_of_the_decree():
    section = made(lambda d: None).sections[0]
    told = [round(x.mm) for x in (section.page_width, section.page_height, section.top_margin, section.left_margin)]
    assert [*told, round(section.right_margin.mm), round(section.bottom_margin.mm)] == [210, 297, 20, 30, 15, 20]


def test_first_page_hides_its_number_and_each_section_counts_from_one():
    read = made(docx.new_section)
    assert [section.different_first_page_header_footer for section in read.sections] == [True, True]
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in read.sections]
    assert starts == ["1", "1"]


def test_list_table_repeats_its_header_and_breaks_no_row():
    table = made(lambda d: docx.add_grid(d, [("STT", 12, "center"), ("Tên", 80, "left")], [("1", "An"), ("2", "Bình")])).tables[0]
    header, *rows = [row._tr.trPr for row in table.rows]
    assert header.find(qn("w:tblHeader")) is not None
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["STT", "Tên"], ["1", "An"], ["2", "Bình"]]


def test_border_of_a_rule_stands_before_spacing_as_the_schema_wants():
    read = made(lambda d: docx.add_rule(d, width=50, room=165))
    tags = [child.tag.split("}")[1] for child in read.paragraphs[-1]._p.pPr]
    assert tags.index("pBdr") < tags.index("spacing") < tags.index("ind")


def test_every_text_is_times_new_roman_and_the_language_vietnamese():
    read = made(lambda d: docx.add_paragraph(d, "Điều 1"))
    assert read.styles["Normal"].font.name == "Times New Roman"
    with zipfile.ZipFile(io.BytesIO(docx.to_bytes(docx.new_document(title="T", author="A")))) as file:
        assert b'w:val="vi-VN"' in file.read("word/styles.xml")
