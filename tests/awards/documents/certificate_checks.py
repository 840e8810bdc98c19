"""Acceptance checks 23 to 25 read from the finished PDF: each returns the list of what is wrong."""

import io
import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import pdfplumber
import zxingcpp
from fontTools.ttLib import TTFont
from PIL import Image

from awards.documents.fitting import face_file, fit_texts
from thiduakhenthuong.core.fonts import font_path
from thiduakhenthuong.core.pdf import page_png

MM = 25.4 / 72
RED, KEEP = "#c8102e", 5
ACCENT = 1.3  # mm a capital's marks may rise above the box of the display face, free of the ink above
HEAD = ("nation", "motto", "authority", "verb")
FOOT = ("place_date", "signer_title", "signer_name")
LOWER_LEFT = ("check_label", "check_code", "decision")
ORDER = ((*HEAD, "form", "recipient", "subtitle", "achievement", *FOOT), LOWER_LEFT)
TITLE_ORDER = ((*HEAD, "recipient", "subtitle", "link", "form", "achievement", *FOOT), LOWER_LEFT)


@dataclass(frozen=True)
class Printed:
    """One line as it stands in the PDF; mm from the left and top edge."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    colour: str


@lru_cache(maxsize=8)
def glyph_heights(file):
    """{letter: (lowest, highest) in em} of a font file."""
    with TTFont(font_path(file)) as font:
        em, glyphs = font["head"].unitsPerEm, font["glyf"]
        found = {chr(code): glyphs[name] for code, name in font.getBestCmap().items()}
        return {letter: (g.yMin / em, g.yMax / em) for letter, g in found.items() if g.numberOfContours}


def printed_lines(content, page=0):
    """(page width, page height, lines, rects, images) of a page, sizes in mm."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        sheet = pdf.pages[page]
        rows = {}
        for char in sheet.chars:
            baseline = (float(sheet.height) - char["matrix"][5]) * MM
            rows.setdefault((round(baseline, 2), _hex(char["non_stroking_color"])), []).append(char)
        lines = [line for (baseline, colour), chars in rows.items() for line in _split(chars, baseline, colour)]
        size = float(sheet.width) * MM, float(sheet.height) * MM
        return *size, lines, list(sheet.rects), list(sheet.images)


def _hex(colour):
    parts = [round(float(part) * 255) for part in (colour or (0,))]
    return "#" + "".join(f"{part:02x}" for part in (parts if len(parts) == 3 else parts[:1] * 3))


def _split(chars, baseline, colour):
    """Chars of one baseline as lines: a gap of 15 mm or another size parts them."""
    chars, start = sorted(chars, key=lambda char: char["x0"]), 0
    for end in range(1, len(chars) + 1):
        if end == len(chars) or chars[end]["x0"] - chars[end - 1]["x1"] > 15 / MM:
            run = chars[start:end]
            text = "".join(char["text"] for char in run).strip()
            yield Printed(text, run[0]["x0"] * MM, run[-1]["x1"] * MM, baseline, round(run[0]["size"], 1), colour)
            start = end


def ink(line, box):
    """(top, bottom) of the ink of a line in mm, from the outlines of its letters."""
    heights = glyph_heights(face_file(box))
    found = [heights[letter] for letter in line.text if letter in heights]
    em = line.size * MM
    return line.baseline - max(high for _, high in found) * em, line.baseline - min(low for low, _ in found) * em


def matched(lines, fitted):
    """([(field, box, printed line)], problems): every expected line once and no other."""
    left, pairs, problems = list(lines), [], []
    for name, found in fitted.items():
        for row, text in enumerate(found.lines):
            here = [line for line in left if line.text == text]
            near = min(here, key=lambda line: abs(line.baseline - found.box.y - row * found.box.pitch), default=None)
            if near is None:
                problems.append(f"{name}: “{text}” không có trên trang")
                continue
            left.remove(near)
            pairs.append((name, found.box, near))
    return pairs, problems + [f"thừa: “{line.text}”" for line in left]


def check_full(model, text, content, order=ORDER, page=0):
    """Check 23 on a full sheet of one text."""
    fitted = fit_texts(model, [text])[0]
    width, height, lines, _, _ = printed_lines(content, page)
    pairs, problems = matched(lines, fitted)
    if abs(width - model.paper_w) > 0.1 or abs(height - model.paper_h) > 0.1:
        problems.append("khổ giấy")
    problems += _outside(model, pairs) + _overlapping(model, pairs) + _wrong_colour(pairs) + _wrong_order(pairs, order)
    return problems + _short_gap(model, pairs)


def _outside(model, pairs):
    x, y, w, h = model.inner
    problems = []
    for name, box, line in pairs:
        top, bottom = ink(line, box)
        rise = ACCENT * model.paper_w / 297 if box.font == "display" else 0
        if line.x0 < box.x or line.x1 > box.x + box.w or top < box.y - rise or bottom > box.y + box.h:
            problems.append(f"{name}: ra ngoài ô")
        inside = min(line.x0 - x, x + w - line.x1, top - y, y + h - bottom)
        if inside < KEEP:
            problems.append(f"{name}: cách đường viền {inside:.2f} mm")
    return problems


def _overlapping(model, pairs):
    """Ink on ink, or a box on another's box."""
    areas = [("emblem", model.area("emblem"), None), ("qr", model.area("qr"), None)]
    problems = []
    for (a, box, line), (b, other, below) in combinations([*pairs, *areas], 2):
        if box is not other and _meet(
            (box.x, box.y, box.x + box.w, box.y + box.h), (other.x, other.y, other.x + other.w, other.y + other.h)
        ):
            problems.append(f"ô {a} chồng ô {b}")
        if line and below and _meet(_ink_box(line, box), _ink_box(below, other)):
            problems.append(f"chữ {a} chạm chữ {b}")
    return problems


def _ink_box(line, box):
    top, bottom = ink(line, box)
    return line.x0, top, line.x1, bottom


def _meet(a, b):
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.01 and min(a[3], b[3]) - max(a[1], b[1]) > 0.01


def _wrong_colour(pairs):
    return [f"màu {name}" for name, _, line in pairs if (line.colour == RED) != (name in ("authority", "form"))]


def _wrong_order(pairs, order):
    problems = []
    for names in order:
        found = [(names.index(name), line.baseline) for name, _, line in pairs if name in names]
        if [baseline for _, baseline in sorted(found)] != sorted(baseline for _, baseline in found):
            problems.append("thứ tự")
    return problems


def _short_gap(model, pairs):
    """The free gap runs from the title's last baseline to the ink of the name."""
    title = max(line.baseline for name, _, line in pairs if name == "signer_title")
    name = next(ink(line, box)[0] for name, box, line in pairs if name == "signer_name")
    return [f"chỗ ký {name - title:.2f} mm"] if name - title < model.sign_gap else []


def check_overlay(model, text, overlay, full):
    """Check 25 without the code: nothing preprinted, no rect, no image, positions of the full sheet."""
    fitted = {name: f for name, f in fit_texts(model, [text])[0].items() if not f.box.preprinted}
    _, _, lines, rects, images = printed_lines(overlay)
    pairs, problems = matched(lines, fitted)
    if rects or images:
        problems.append("còn hình nền")
    there = matched(printed_lines(full)[2], fitted)[0]
    for (name, _, here), (_, _, other) in zip(pairs, there, strict=False):
        if math.dist((here.x0, here.baseline), (other.x0, other.baseline)) > 0.05:
            problems.append(f"{name}: lệch")
    return problems


def read_code(content, dpi):
    """Text of the one QR code of a sheet at `dpi`; None when it cannot be read."""
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(page_png(content, dpi=dpi))))
    return found[0].text if len(found) == 1 else None
