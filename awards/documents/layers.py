"""Sheets of one PDF put together from layers: what many pages share is stored once as a form XObject.

A ground drawn into every page costs 190 ms and 75 KB a page; laid under as one shared object, next to nothing.
"""

import io

import pikepdf
import segno

POINTS = 72 / 25.4  # per mm
QUIET = 4  # modules kept free around a QR code
# Any mask is read by every reader; choosing the nicest of eight would cost five times the rest of the code.
MASK = 3


def qr_operators(url, area, paper_h):
    """PDF operators drawing the QR code of `url` in a FieldBox (mm) of a page `paper_h` mm high.

    Level M, quiet zone of 4 modules inside the box; runs of dark modules are strokes, so the page has no rectangle.
    """
    matrix = segno.make(url, error="m", micro=False, boost_error=False, mask=MASK).matrix
    module = area.w / (len(matrix) + 2 * QUIET) * POINTS
    left = area.x * POINTS + QUIET * module
    top = (paper_h - area.y) * POINTS - QUIET * module
    # One module is one unit, y downwards: whole numbers are quick to write and short to store.
    drawn = [f"q {module:.5f} 0 0 {-module:.5f} {left:.4f} {top:.4f} cm 0 0 0 RG 1 w 0 J"]
    for row, line in enumerate(matrix):
        cells, y = bytes(line), row + 0.5
        start = cells.find(1)
        while start >= 0:
            end = cells.find(0, start)
            end = len(cells) if end < 0 else end
            drawn.append(f"{start} {y} m {end} {y} l")
            start = cells.find(1, end)
    return "\n".join([*drawn, "S Q"]).encode()


class Layers:
    """The shared layers (one-page PDFs, bottom first) and what is laid over and around every page's own text."""

    def __init__(self, shared, matrix=(1, 0, 0, 1, 0, 0)):
        holder = pikepdf.new()
        holder.Root.Layers = pikepdf.Array()
        for content in shared:
            with pikepdf.open(io.BytesIO(content)) as file:
                holder.Root.Layers.append(holder.copy_foreign(file.pages[0].as_form_xobject()))
        # Saved once: a form made in memory would be compressed anew (12 ms) for every single file.
        self.holder = pikepdf.open(io.BytesIO(to_bytes(holder)))
        self.forms = list(self.holder.Root.Layers)
        self.matrix = matrix

    def new_pdf(self, title, author):
        """An empty PDF with the shared layers in it: (pdf, form objects, opening operators)."""
        pdf = pikepdf.new()
        with_info(pdf, title, author)
        forms = [pdf.copy_foreign(form) for form in self.forms]
        drawn = " ".join(f"/Layer{number} Do" for number in range(len(forms)))
        numbers = " ".join(f"{value:.8f}".rstrip("0").rstrip(".") for value in self.matrix)
        return pdf, forms, pdf.make_stream(f"q {numbers} cm {drawn} q\n".encode())

    def lay(self, pdf, page, forms, opening, over):
        """Put the layers under a page of `pdf` and the operators `over` on top of it."""
        if "/XObject" not in page.Resources:
            page.Resources.XObject = pikepdf.Dictionary()
        for number, form in enumerate(forms):
            page.Resources.XObject[f"/Layer{number}"] = form
        closing = pdf.make_stream(b"\nQ\n" + over + b"\nQ")
        page.obj.Contents = pikepdf.Array([opening, page.obj.Contents, closing])


def with_info(pdf, title, author):
    """Title, author and language; printed at actual size, because a blank forgives no scaling."""
    pdf.docinfo["/Title"], pdf.docinfo["/Author"] = title, author
    pdf.Root.Lang = pikepdf.String("vi")
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(PrintScaling=pikepdf.Name("/None"), DisplayDocTitle=True)


def to_bytes(pdf):
    """The finished file; the same input gives the same bytes."""
    target = io.BytesIO()
    pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def join(layers, parts, title, author):
    """One PDF of all pages; `parts` yields (text layer as PDF bytes, operators on top of each page)."""
    pdf, forms, opening = layers.new_pdf(title, author)
    for content, overs in parts:
        with pikepdf.open(io.BytesIO(content)) as source:
            first = len(pdf.pages)
            pdf.pages.extend(source.pages)
            for page, over in zip(list(pdf.pages)[first:], overs, strict=True):
                layers.lay(pdf, page, forms, opening, over)
    return to_bytes(pdf)


def split(layers, content, overs, titles, author):
    """One single-page PDF per page of a text layer, in order."""
    with pikepdf.open(io.BytesIO(content)) as source:
        for page, over, title in zip(source.pages, overs, titles, strict=True):
            pdf, forms, opening = layers.new_pdf(title, author)
            pdf.pages.append(page)
            layers.lay(pdf, pdf.pages[0], forms, opening, over)
            yield to_bytes(pdf)
