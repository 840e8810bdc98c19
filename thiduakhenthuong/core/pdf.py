"""The one module that knows the PDF library: a Django template and named style sheets in, a checked file out.

Every problem stops the job with PdfError: a refused address, a warning of the renderer, a letter our face
cannot draw. A silent hole or a foreign face on an act is worse than no file.
"""

import gc
import hashlib
import io
import logging
import mimetypes
import threading
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path

import pypdfium2
from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from .fonts import SERIF_FACES, font_path, missing_letters

PREVIEW_WORDS = "BẢN XEM TRƯỚC"


class PdfError(Exception):
    """The file would not be what the template says; the message is for the log and the operator."""


@dataclass(frozen=True)
class Pdf:
    """A finished file: its bytes, its number of pages, the SHA-256 that is stored with it."""

    content: bytes
    pages: int
    sha256: str


@lru_cache(maxsize=1)
def bundle():
    """{name: path} of all a document may fetch as `bundle:<name>`: static/pdf, built fonts and the serif faces."""
    static = Path(settings.BASE_DIR) / "static"
    found = {face.file: font_path(face.file) for face in SERIF_FACES}
    for folder in (static / "pdf", static / "vendor" / "fonts"):
        found |= {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return found


@lru_cache(maxsize=64)
def bundled_bytes(name):
    """Content of a bundled file, read once per process."""
    return bundle()[name].read_bytes()


class BundledOnly(URLFetcher):
    """Serves `bundle:` names and nothing else; keeps what it refused, because inline SVG swallows the error."""

    def __init__(self, extra=None):
        super().__init__(allowed_protocols=[])
        self.extra = extra or {}
        self.refused = []

    def fetch(self, url, headers=None):
        scheme, _, name = url.partition(":")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if scheme == "bundle" and name in self.extra:
            return URLFetcherResponse(url, self.extra[name], {"Content-Type": kind})
        if scheme == "bundle" and name in bundle():
            return URLFetcherResponse(url, bundled_bytes(name), {"Content-Type": kind})
        self.refused.append(url)
        raise FatalURLFetchingError(f"refused: {url}")


class Listener(logging.Handler):
    """Collects what the renderer complains about in this thread."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.heard = []

    def emit(self, record):
        if record.thread == self.thread:
            self.heard.append(record.getMessage())


@contextmanager
def no_complaints(fetcher):
    """Turn every warning and every refused address inside the block into PdfError."""
    listener, logger = Listener(), logging.getLogger("weasyprint")
    before = logger.level, logger.disabled
    logger.setLevel(logging.WARNING)  # whatever the settings of the site say: this is a check, not a log
    logger.disabled = False
    logger.addHandler(listener)
    try:
        yield
    except FatalURLFetchingError as error:  # a BaseException: it would end the worker
        raise PdfError(str(error)) from error
    finally:
        logger.removeHandler(listener)
        logger.setLevel(before[0])
        logger.disabled = before[1]
    if fetcher.refused or listener.heard:
        raise PdfError("; ".join([f"refused: {url}" for url in fetcher.refused] + listener.heard))


@lru_cache(maxsize=1)
def serif_css():
    """The @font-face rules of the serif family."""
    rule = '@font-face{{font-family:"{0.family}";src:url("bundle:{0.file}");font-weight:{0.weight};font-style:{0.style}}}'
    return "".join(rule.format(face) for face in SERIF_FACES)


@lru_cache(maxsize=1)
def width_css():
    """`.w44 { width: 44mm }` for every whole millimetre a column may have: templates carry no style."""
    return "".join(f".w{width}{{width:{width}mm}}" for width in range(6, 181))


@lru_cache(maxsize=16)
def stylesheets(names):
    """(font configuration, parsed style sheets) of the named files in static/pdf, once per process."""
    fonts, fetcher = FontConfiguration(), BundledOnly()
    with no_complaints(fetcher):
        texts = [serif_css(), width_css()] + [bundled_bytes(name).decode("utf-8") for name in names]
        sheets = [CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in texts]
    return fonts, sheets


def forget_files():
    """Drop cached files and style sheets (tests spoil them; a development server edits them)."""
    for cached in (bundle, bundled_bytes, stylesheets):
        cached.cache_clear()


def render(template, context, *, css, title, author="", created=None, preview=False, extra=None):
    """Render a template to a Pdf with the style sheets `css` (names in static/pdf).

    `created` is the date or time of the snapshot: same input, same bytes. `preview` lays the watermark.
    `extra` adds bundled files of this one document: {name: bytes}. Raises PdfError.
    """
    html = page_html(template, context, title=title, author=author, created=created, preview=preview)
    return html_to_pdf(html, css=css, extra=extra)


def page_html(template, context, *, title, author="", created=None, preview=False):
    """The HTML text of a template with what goes into the file's properties."""
    meta = {"title": title, "author": author, "created": created.isoformat() if created else ""}
    return render_to_string(template, {**context, "meta": meta, "preview_words": PREVIEW_WORDS if preview else ""})


@contextmanager
def rare_collections():
    """Collect garbage rarely inside the block: a layout keeps nearly all it makes, a quarter of its time goes there."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


_layout = threading.Lock()  # the font map behind shared style sheets is not thread-safe


def html_to_pdf(html, *, css, extra=None):
    """Render a whole HTML text to a Pdf. Raises PdfError."""
    html = unicodedata.normalize("NFC", html)
    if missing := missing_letters(unescape(html)):
        raise PdfError(f"Phông chữ in không có ký tự: {', '.join(f'{x} (U+{ord(x):04X})' for x in missing)}")
    fonts, sheets = stylesheets(tuple(css))
    fetcher = BundledOnly(extra)
    with _layout, no_complaints(fetcher), rare_collections():
        document = HTML(string=html, url_fetcher=fetcher).render(font_config=fonts, stylesheets=sheets)
        content = document.write_pdf()
    return Pdf(content, len(document.pages), hashlib.sha256(content).hexdigest())


def finished(content):
    """The Pdf of bytes made elsewhere."""
    return Pdf(content, page_count(content), hashlib.sha256(content).hexdigest())


_pdfium = threading.Lock()  # PDFium is not thread-safe


def page_png(content, page=1, dpi=110):
    """PNG bytes of one page (from 1) of a PDF; the caller caches them. IndexError beyond the last page."""
    with _pdfium, pypdfium2.PdfDocument(content) as pdf:
        if not 1 <= page <= len(pdf):
            raise IndexError(page)
        image = pdf[page - 1].render(scale=dpi / 72).to_pil()
    target = io.BytesIO()
    image.save(target, "PNG", optimize=False)
    return target.getvalue()


def page_count(content):
    """Number of pages of a PDF."""
    with _pdfium, pypdfium2.PdfDocument(content) as pdf:
        return len(pdf)
