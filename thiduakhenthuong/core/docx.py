"""Small pieces of a Word file in the layout of Decree 30: paragraphs, head and list tables, page numbers.

The one module that knows the Word library. Texts go in as plain text: markup, quotes and `=` stay what they are.
"""

import io
import re
import unicodedata

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FACE = "Times New Roman"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # not allowed in XML
ALIGNMENTS = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT, "justify": ALIGN.JUSTIFY}
# Word wants the children of an element in the order of the schema.
AFTER_PAGE_NUMBERS = ("w:cols", "w:titlePg", "w:textDirection", "w:bidi", "w:rtlGutter", "w:docGrid")
AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr", "w:sectPr")
FULL_WIDTH = {False: 165, True: 252}  # mm of text by landscape


def new_document(*, title, author, created=None):
    """An empty A4 document in 14 pt Times New Roman with the margins of Decree 30."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    style.element.rPr.append(_element("w:lang", val="vi-VN"))
    style.paragraph_format.space_after = Pt(0)
    set_page(document.sections[0])
    about = document.core_properties
    about.title, about.author, about.language, about.comments = clean(title)[:255], clean(author)[:255], "vi", ""
    if created:
        about.created = about.modified = created
    return document


def clean(text):
    """NFC without characters that XML forbids."""
    return CONTROL.sub("", unicodedata.normalize("NFC", text))


def set_page(section, *, landscape=False):
    """A4 with margins 20/15/20/30 mm; page number in the top margin, hidden on the first page, counted from 1."""
    width, height = (297, 210) if landscape else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    section._sectPr.insert_element_before(_element("w:pgNumType", start="1"), *AFTER_PAGE_NUMBERS)
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = number.add_run()
        run.font.size = Pt(13)
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)


def new_section(document, *, landscape=False):
    """Start a new page with its own page numbers."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    document.paragraphs[-1].paragraph_format.line_spacing = Pt(1)  # it carries the break and must not fill a line
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    set_page(section, landscape=landscape)
    return section


def add_paragraph(place, text="", *, size=14, bold=False, italic=False, align="center", after=0, indent=0, before=0, keep=False):
    """A paragraph in `place` (document or cell); sizes and spaces in points, first-line indent in mm."""
    paragraph = place.add_paragraph()
    paragraph.alignment = ALIGNMENTS[align]
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0
    form.keep_with_next = keep
    form.widow_control = True
    if indent:
        form.first_line_indent = Mm(indent)
    if text:
        add_run(paragraph, text, size=size, bold=bold, italic=italic)
    return paragraph


def add_run(paragraph, text, *, size=14, bold=False, italic=False):
    """A run of text of one face."""
    run = paragraph.add_run(clean(text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return run


def add_rule(place, *, width, room):
    """A thin line `width` mm long in the middle of `room` mm."""
    paragraph = add_paragraph(place, size=2, after=0)
    paragraph.paragraph_format.line_spacing = Pt(3)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm((room - width) / 2)
    borders = OxmlElement("w:pBdr")
    borders.append(_element("w:bottom", val="single", sz="6", space="0", color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)
    return paragraph


def add_columns(document, widths, *, rows=1):
    """A table without borders: the empty cells of each row, of the given widths in mm. No row breaks over a page."""
    table = _table(document, widths)
    for _ in range(rows - 1):
        table.add_row()
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
            cell._tc.remove(cell.paragraphs[0]._p)
    return [row.cells for row in table.rows]


def add_end(document):
    """The paragraph Word wants after a last table, too low to make a page of its own."""
    add_paragraph(document).paragraph_format.line_spacing = Pt(1)


def add_grid(document, columns, rows, *, size=12.5):
    """A list table: `columns` are (label, width in mm, align), the header repeats, no row breaks over a page."""
    table = _table(document, [width for _, width, _ in columns])
    table.style = "Table Grid"
    header = table.rows[0]
    header._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    for cell, (label, _, _) in zip(header.cells, columns, strict=True):
        _fill(cell, label, size=size, bold=True, align="center")
    template = [(width, align) for _, width, align in columns]
    for texts in rows:
        _add_row(table, texts, template, size)
    return table


def _add_row(table, texts, template, size):
    row = table.add_row()
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    for cell, text, (width, align) in zip(row.cells, texts, template, strict=True):
        cell.width = Mm(width)
        _fill(cell, text, size=size, align=align)


def _fill(cell, text, *, size, align, bold=False):
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGNMENTS[align]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    add_run(paragraph, text, size=size, bold=bold)


def _table(document, widths):
    table = document.add_table(rows=1, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = Mm(width)
    return table


def _element(tag, **attributes):
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def to_bytes(document):
    """The finished .docx file."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
