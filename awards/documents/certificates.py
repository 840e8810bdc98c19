"""Certificates: fitted texts as bare positioned paragraphs, over layers that are drawn once.

Three layers: the ground with all that is preprinted (kept in the process), the lines all sheets of a job have in
common, and the lines of each sheet, drawn in parts of a hundred. `overlay` prints on blanks: the same lines without the
first layer, so the positions are the same by construction.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from thiduakhenthuong.core.pdf import html_to_pdf

from .calibration import Calibration, calibration_from_readings, calibration_sheet_pdf
from .certificate_data import CertificateModel, CertificateText, FieldBox, model_from_rows, reference_models
from .certificate_emblem import check_emblem, has_emblem
from .fitting import STEP, NameTooLong, TextTooLong, fit_texts, has_display_face, shared_name_size
from .layers import Layers, join, qr_operators, split

__all__ = [
    "Calibration",
    "CertificateModel",
    "CertificateText",
    "FieldBox",
    "NameTooLong",
    "TextTooLong",
    "calibration_from_readings",
    "calibration_sheet_pdf",
    "has_emblem",
    "model_from_rows",
    "reference_models",
    "render_batch",
    "render_document",
    "shared_name_size",
]

FULL, OVERLAY = "full", "overlay"
PART = 100  # sheets per rendering: memory stays under 160 MB, style sheets are read once per part
NO_CALIBRATION = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Line:
    """One printed line: the class of its place and of its size in the style sheet of the model."""

    place: str
    size: str
    text: str
    preprinted: bool
    ruled: bool = False


def render_document(model, texts, *, mode=FULL, calibration=None, emblem_svg=None, name_size=None, title="Bằng khen, giấy khen"):
    """One PDF with a page per CertificateText, as bytes; the same input gives the same bytes.

    `mode` is "full" (ground and all fields) or "overlay" (for blanks). `calibration` moves an overlay (Calibration).
    `name_size` is the size all persons share when `texts` are only some sheets of a decision (shared_name_size).
    Raises TextTooLong, NameTooLong before anything is drawn, PdfError when a letter cannot be drawn.
    """
    job = _Job(model, texts, mode, calibration, emblem_svg, name_size)
    return join(job.layers, job.parts(), title, job.texts[0].authority)


def render_batch(model, texts, *, mode=FULL, calibration=None, emblem_svg=None, name_size=None):
    """An iterator of one-page PDFs as bytes, one per text and in their order; arguments as for render_document.

    All texts are fitted before the first file is made.
    """
    return _files(_Job(model, texts, mode, calibration, emblem_svg, name_size))


def _files(job):
    """The single files of a job, part by part."""
    done = 0
    for content, dressings in job.parts():
        texts = job.texts[done : done + len(dressings)]
        names = [(f"{text.form} - {text.recipient}", text.authority) for text in texts]
        yield from split(job.layers, content, dressings, names)
        done += len(dressings)


class _Job:
    """One rendering: its shared layers (a ground for each authority and form, the common lines), its sheets in parts."""

    def __init__(self, model, texts, mode, calibration, emblem_svg, name_size):
        if mode not in (FULL, OVERLAY):
            raise ValueError(mode)
        self.model, self.texts = model, list(texts)
        sheets = [_lines(fitted) for fitted in fit_texts(model, self.texts, name_size)]
        printed = [tuple(line for line in sheet if line.preprinted) for sheet in sheets] if mode == FULL else []
        grounds = list(dict.fromkeys(printed))
        free = [[line for line in sheet if not line.preprinted] for sheet in sheets]
        common = _common(free)
        self.own = [[line for line in sheet if line not in common] for sheet in free]
        shared = [ground_layer(model, lines, emblem_svg) for lines in grounds]
        shared += [text_layer(model, [common])] if common else []
        over_ground = (len(grounds),) if common else ()
        unders = [(grounds.index(lines),) for lines in printed] or [()] * len(sheets)
        self.under = [under + over_ground for under in unders]
        self.layers = Layers(shared, calibration.matrix(model.paper_h) if calibration else NO_CALIBRATION)

    def parts(self):
        """(text layer, [(layers under, operators over) per page]) of a hundred sheets at a time."""
        for start in range(0, len(self.own), PART):
            here = slice(start, start + PART)
            overs = [self._qr(text) for text in self.texts[here]]
            yield text_layer(self.model, self.own[here]), list(zip(self.under[here], overs, strict=True))

    def _qr(self, text):
        area = self.model.area("qr")
        return qr_operators(text.check_url, area, self.model.paper_h) if area and text.check_url else b""


def _lines(fitted):
    """The printed lines of one sheet in reading order."""
    return [
        Line(f"{name}-{found.choice}-{row}", _size_class(found.size), text, found.box.preprinted, name == "motto")
        for name, found in fitted.items()
        for row, text in enumerate(found.lines)
    ]


def _common(sheets):
    """The lines that stand on every sheet, in reading order; none for a single sheet."""
    if len(sheets) < 2:
        return []
    everywhere = set(sheets[0]).intersection(*sheets[1:])
    return [line for line in sheets[0] if line in everywhere]


def text_layer(model, sheets):
    """A PDF with one page per sheet and nothing on it but its lines."""
    html = render_to_string("pdf/certificate.html", {"sheets": sheets})
    return html_to_pdf(html, css=_css_names(), extra={"layout.css": layout_css(model)}).content


@lru_cache(maxsize=32)
def ground_layer(model, lines, emblem_svg=None):
    """A one-page PDF of the ground, the emblem when there is one, and the preprinted lines."""
    extra = {"layout.css": layout_css(model)}
    if model.ground:
        extra["ground.svg"] = (Path(settings.BASE_DIR) / "static" / "certificates" / model.ground).read_bytes()
    if emblem_svg:
        check_emblem(emblem_svg)
        extra["emblem.svg"] = emblem_svg
    html = render_to_string("pdf/certificate_ground.html", {"lines": lines, "pictures": extra})
    return html_to_pdf(html, css=_css_names(), extra=extra).content


def _css_names():
    """Style sheets in static/pdf; the display face only where it has been built."""
    return ("certificate.css", "certificate_display.css") if has_display_face() else ("certificate.css",)


def _size_class(size):
    """Class name of a type size: 16.5 gives s16-5."""
    return f"s{size:.1f}".replace(".", "-")


@lru_cache(maxsize=16)
def layout_css(model):
    """The style sheet of a model: page, one rule per line of each box, one per size of type."""
    rules = [f"@page{{size:{model.paper_w}mm {model.paper_h}mm}}section{{height:{model.paper_h}mm}}"]
    sizes = set()
    for name, boxes in model.fields.items():
        for choice, box in enumerate(boxes):
            rules += [_line_rule(name, choice, row, box) for row in range(box.lines)]
            steps = int((box.size_max - box.size_min) / STEP) + 1 if box.lines else 0
            sizes |= {box.size_max - STEP * step for step in range(steps)}
    if emblem := model.area("emblem"):
        rules.append(f".emblem{{left:{emblem.x}mm;top:{emblem.y}mm;width:{emblem.w}mm;height:{emblem.h}mm}}")
    rules += [f".{_size_class(size)}{{font-size:{size}pt}}" for size in sorted(sizes)]
    return "\n".join(rules).encode()


def _line_rule(name, choice, row, box):
    """Place and look of one line of a box."""
    weight = "bold" if box.style == "bold" else "normal"
    slant = "italic" if box.style == "italic" else "normal"
    family = '"VN Display","VN Serif"' if box.font == "display" else '"VN Serif"'
    return (
        f".{name}-{choice}-{row}{{left:{box.x}mm;top:{box.y + row * box.pitch:.3f}mm;width:{box.w}mm;"
        f"line-height:{box.pitch:.3f}mm;text-align:{box.align};color:{box.colour};letter-spacing:{box.tracking}em;"
        f"font-family:{family};font-weight:{weight};font-style:{slant}}}"
    )
