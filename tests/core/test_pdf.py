"""The one PDF module: bundled files only, every complaint stops the job, same input same bytes."""

import io
import logging
import unicodedata
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image, ImageChops
from weasyprint.urls import FatalURLFetchingError

from thiduakhenthuong.core import fonts, pdf

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "vietnamese_letters.png"
PAGE = '<!DOCTYPE html><html lang="vi"><head><title>Trang</title></head><body>{}</body></html>'


def made(body, **options):
    """A Pdf of a bare page."""
    return pdf.html_to_pdf(PAGE.format(body), css=("document.css",), **options)


def text_of(content):
    with pdfplumber.open(io.BytesIO(content)) as file:
        return "".join(page.extract_text() for page in file.pages)


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/hostname">',
        '<img src="https://example.org/a.png">',
        '<img src="bundle:../settings.py">',
        '<img src="bundle:missing.png">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<svg width="9" height="9"><image href="file:///etc/hostname" width="9" height="9"/></svg>',
        '<p style="background:url(http://127.0.0.1/x)">x</p>',
    ],
)
def test_address_outside_the_bundle_stops_the_job(body):
    with pytest.raises(pdf.PdfError):
        made(body)


def test_relative_address_stops_the_job():
    with pytest.raises(pdf.PdfError):
        made('<img src="logo.png">')


def test_fetcher_remembers_what_it_refused():
    fetcher = pdf.BundledOnly()
    with pytest.raises(FatalURLFetchingError):
        fetcher.fetch("file:///etc/passwd")
    assert fetcher.refused == ["file:///etc/passwd"]


def test_bundle_serves_its_names_and_extra_files_of_the_document():
    fetcher = pdf.BundledOnly({"khung.svg": b"<svg/>"})
    assert fetcher.fetch("bundle:document.css").read() == pdf.bundled_bytes("document.css")
    assert fetcher.fetch("bundle:khung.svg").read() == b"<svg/>"


@pytest.mark.parametrize("body", ['<p style="colr:red">x</p>', '<p style="text-wrap:balance">x</p>'])
def test_warning_of_the_renderer_stops_the_job(body):
    with pytest.raises(pdf.PdfError):
        made(body)


def test_warning_stops_the_job_whatever_the_log_settings_are():
    logger = logging.getLogger("weasyprint")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with pytest.raises(pdf.PdfError):
            made('<p style="colr:red">x</p>')
        assert logger.level == logging.CRITICAL
    finally:
        logger.setLevel(before)


def test_letter_our_face_cannot_draw_is_named_instead_of_printed_in_another_face():
    with pytest.raises(pdf.PdfError, match=r"中 \(U\+4E2D\)"):
        made("<p>Nguyễn 中 Văn</p>")


def test_decomposed_text_is_composed_before_it_is_drawn():
    name = "Nguyễn Thị Tuyết Ằ"
    assert text_of(made(f"<p>{unicodedata.normalize('NFD', name)}</p>").content) == name


def test_same_input_gives_the_same_bytes_and_their_sha256():
    first, second = made("<p>Điều 1</p>"), made("<p>Điều 1</p>")
    assert first == second
    assert (len(first.sha256), first.pages) == (64, 1)


def test_markup_in_a_name_stays_text_in_a_template():
    paper = {"sections": (), "list_title": ['<b>=1+1 "&"</b>'], "counts": "01 cá nhân", "dated": {}}
    made_file = pdf.render("pdf/list.html", paper, css=("document.css",), title="T", author="A", created=date(2020, 7, 10))
    assert '<b>=1+1 "&"</b>' in text_of(made_file.content)


def test_title_author_language_and_date_of_the_snapshot_are_in_the_file():
    made_file = pdf.render("pdf/list.html", {}, css=("document.css",), title="Tên", author="UBND", created=date(2020, 7, 10))
    with pdfplumber.open(io.BytesIO(made_file.content)) as file:
        told = {key: file.metadata[key] for key in ("Title", "Author", "CreationDate")}
        assert told == {"Title": "Tên", "Author": "UBND", "CreationDate": "D:20200710"}
        assert file.doc.catalog["Lang"] == b"vi"


def test_all_146_letters_are_in_every_face():
    assert len(set(fonts.vietnamese_letters())) == 146
    assert fonts.check_fonts() == []


def test_missing_font_package_is_a_system_check_error(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "SYSTEM_FONTS", tmp_path)
    fonts.advances.cache_clear()
    assert {problem.id for problem in fonts.check_fonts()} == {"core.E101"}
    fonts.advances.cache_clear()


def test_face_that_lacks_letters_is_a_system_check_error(monkeypatch):
    monkeypatch.setattr(fonts, "missing_letters", lambda text, file: ["ằ"])
    assert {problem.id for problem in fonts.check_fonts()} == {"core.E102"}


def letters_page():
    """The 146 letters in the four faces."""
    letters = fonts.vietnamese_letters()
    rows = [f'<p class="{kind}">{" ".join(letters)}</p>' for kind in ("", "strong", "date", "strong date")]
    return made("".join(rows))


def test_picture_of_all_letters_in_all_faces_equals_the_golden_one():
    drawn = Image.open(io.BytesIO(pdf.page_png(letters_page().content, 1, 100))).convert("L")
    golden = Image.open(GOLDEN).convert("L")
    differs = ImageChops.difference(drawn, golden).point(lambda value: 255 if value > 64 else 0)
    assert differs.histogram()[255] <= 0.001 * drawn.width * drawn.height


def test_picture_test_sees_a_page_in_another_face(monkeypatch):
    regular = fonts.font_path("Arimo-Regular.ttf").read_bytes()
    good = pdf.bundled_bytes
    monkeypatch.setattr(pdf, "bundled_bytes", lambda name: regular if name == "Tinos-Regular.ttf" else good(name))
    pdf.stylesheets.cache_clear()
    with pytest.raises(AssertionError):
        test_picture_of_all_letters_in_all_faces_equals_the_golden_one()
    pdf.stylesheets.cache_clear()


def test_page_picture_has_the_size_asked_for_and_ends_with_the_last_page():
    content = made("<p>x</p>").content
    image = Image.open(io.BytesIO(pdf.page_png(content, 1, 100)))
    assert (image.width, image.height, pdf.page_count(content)) == (827, 1170, 1)
    with pytest.raises(IndexError):
        pdf.page_png(content, 2)


def test_text_width_is_that_of_times_new_roman():
    assert fonts.text_width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True) == pytest.approx(88.3, abs=0.1)
