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
    """The layers pages share (one-page PDFs), numbered from 0; `matrix` moves all that is printed."""

    def __init__(self, shared, matrix=(1, 0, 0, 1, 0, 0)):
        holder = pikepdf.new()
        holder.Root.Layers = pikepdf.Array()
        for content in shared:
            with pikepdf.open(io.BytesIO(content)) as file:
                holder.Root.Layers.append(holder.copy_foreign(file.pages[0].as_form_xobject()))
        # Saved once: a form made in memory would be compressed anew (12 ms) for every single file.
        self.holder = pikepdf.open(io.BytesIO(to_bytes(holder)))
        self.forms = list(self.holder.Root.Layers)
        self.matrix = " ".join(f"{value:.8f}".rstrip("0").rstrip(".") for value in matrix)


class Target:
    """A PDF being put together; a shared layer is copied into it when a page first needs it."""

    def __init__(self, layers, title, author):
        self.layers, self.pdf = layers, pikepdf.new()
        self.copied, self.openings = {}, {}
        with_info(self.pdf, title, author)

    def lay(self, page, under, over):
        """Put the layers numbered `under` (bottom first) under a page and the operators `over` on top of it."""
        for number in under:
            if number not in self.copied:
                self.copied[number] = self.pdf.copy_foreign(self.layers.forms[number])
        if under not in self.openings:
            drawn = " ".join(f"/Layer{number} Do" for number in under)
            self.openings[under] = self.pdf.make_stream(f"q {self.layers.matrix} cm {drawn} q\n".encode())
        if "/XObject" not in page.Resources:
            page.Resources.XObject = pikepdf.Dictionary()
        for number in under:
            page.Resources.XObject[f"/Layer{number}"] = self.copied[number]
        closing = self.pdf.make_stream(b"\nQ\n" + over + b"\nQ")
        page.obj.Contents = pikepdf.Array([self.openings[under], page.obj.Contents, closing])


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
    """One PDF of all pages; `parts` yields (text layer as PDF bytes, [(layers under, operators over) per page])."""
    target = Target(layers, title, author)
    for content, dressings in parts:
        with pikepdf.open(io.BytesIO(content)) as source:
            first = len(target.pdf.pages)
            target.pdf.pages.extend(source.pages)
            for page, (under, over) in zip(list(target.pdf.pages)[first:], dressings, strict=True):
                target.lay(page, under, over)
    return to_bytes(target.pdf)


def split(layers, content, dressings, names):
    """One single-page PDF per page of a text layer, in order; `names` are their (title, author)."""
    with pikepdf.open(io.BytesIO(content)) as source:
        for page, (under, over), (title, author) in zip(source.pages, dressings, names, strict=True):
            target = Target(layers, title, author)
            target.pdf.pages.append(page)
            target.lay(target.pdf.pages[0], under, over)
            yield to_bytes(target.pdf)
