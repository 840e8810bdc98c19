"""A finished PDF as the checks see it: glyphs with baselines in mm, lines by region, rules, table grids."""

import io
import unicodedata
from dataclasses import dataclass
from functools import cached_property

import pdfplumber

MM = 25.4 / 72
COLUMN = 96  # mm, between the two blocks of the head
MIDDLE = 112  # mm, between the halves of the foot


@dataclass(frozen=True)
class Glyph:
    """One drawn character; x from the left, baseline from the top edge, in mm; size in points."""

    text: str
    x0: float
    x1: float
    baseline: float
    top: float
    bottom: float
    size: float
    font: str


@dataclass(frozen=True)
class Line:
    """Glyphs on one baseline."""

    glyphs: tuple

    @property
    def text(self):
        return "".join(glyph.text for glyph in self.glyphs).replace("\u00a0", " ").strip()

    @property
    def inked(self):
        return [glyph for glyph in self.glyphs if not glyph.text.isspace()]

    @property
    def x0(self):
        return self.inked[0].x0

    @property
    def x1(self):
        return self.inked[-1].x1

    @property
    def width(self):
        return self.x1 - self.x0

    @property
    def centre(self):
        return (self.x0 + self.x1) / 2

    @property
    def baseline(self):
        return self.inked[0].baseline

    @property
    def size(self):
        return max(glyph.size for glyph in self.inked)

    @property
    def bold(self):
        return all("Bold" in glyph.font for glyph in self.inked)

    @property
    def italic(self):
        return all("Italic" in glyph.font for glyph in self.inked)

    @property
    def gaps(self):
        """Free widths between neighbouring inked glyphs."""
        return [right.x0 - left.x1 for left, right in zip(self.inked, self.inked[1:], strict=False)]


@dataclass(frozen=True)
class Rule:
    """A thin filled box."""

    x0: float
    x1: float
    top: float

    @property
    def width(self):
        return self.x1 - self.x0

    @property
    def centre(self):
        return (self.x0 + self.x1) / 2


class Page:
    """One page: size in mm, glyphs without the slanted watermark, rules, lines of tables."""

    def __init__(self, page):
        self.width, self.height = page.width * MM, page.height * MM
        self.rotation = page.rotation or 0
        self.glyphs = [self._glyph(page, char) for char in page.chars if abs(char["matrix"][1]) < 1e-6]
        self.rules = [
            Rule(box["x0"] * MM, box["x1"] * MM, box["top"] * MM)
            for box in page.rects
            if (box["bottom"] - box["top"]) * MM < 0.5 and (box["x1"] - box["x0"]) * MM > 5
        ]
        self.across = sorted({round(x["top"] * MM, 1) for x in page.lines if x["x1"] - x["x0"] > 3})
        self.down = sorted({round(x["x0"] * MM, 1) for x in page.lines if x["bottom"] - x["top"] > 3})
        self.fonts = {char["fontname"] for char in page.chars}

    @staticmethod
    def _glyph(page, char):
        x0, x1, top, bottom = (char[key] * MM for key in ("x0", "x1", "top", "bottom"))
        baseline = (page.height - char["matrix"][5]) * MM
        return Glyph(char["text"], x0, x1, baseline, top, bottom, round(char["size"], 1), char["fontname"])

    def lines(self, *, left=0.0, right=400.0, top=0.0, bottom=400.0):
        """Lines whose glyphs start within the region and whose baseline lies in it, from the top down."""
        found = {}
        for glyph in self.glyphs:
            if left <= glyph.x0 < right and top <= glyph.baseline < bottom:
                found.setdefault(round(glyph.baseline, 1), []).append(glyph)
        merged = _merge(found)
        lines = [Line(tuple(sorted(glyphs, key=lambda glyph: glyph.x0))) for glyphs in merged]
        return [line for line in lines if line.inked]

    @cached_property
    def cells(self):
        """Rows of the tables: (top, texts of the cells), from the top down, read from the drawn grid."""
        rows = []
        for top, bottom in zip(self.across, self.across[1:], strict=False):
            walls = self.walls(top, bottom)
            if len(walls) > 2:
                texts = [self.cell_text(top, bottom, *pair) for pair in zip(walls, walls[1:], strict=False)]
                rows.append((top, texts))
        return rows

    def walls(self, top, bottom):
        """x of the vertical lines that stand between two horizontal ones."""
        return sorted({x for x, y0, y1 in self.posts if y0 < (top + bottom) / 2 < y1})

    def cell_text(self, top, bottom, left, right):
        """Text of one cell, its lines joined by a space."""
        lines = self.lines(left=left, right=right, top=top, bottom=bottom)
        return " ".join(line.text for line in lines)


def _merge(found):
    """Glyph groups whose rounded baselines are neighbours belong to one line."""
    groups, last = [], None
    for baseline in sorted(found):
        if last is not None and baseline - last < 0.35:
            groups[-1].extend(found[baseline])
        else:
            groups.append(list(found[baseline]))
        last = baseline
    return groups


class Reading:
    """A whole file."""

    def __init__(self, content):
        self.content = content
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            self.metadata, self.catalog = dict(pdf.metadata), dict(pdf.doc.catalog)
            self.pages = []
            for page in pdf.pages:
                read = Page(page)
                read.posts = [
                    (round(x["x0"] * MM, 1), x["top"] * MM, x["bottom"] * MM) for x in page.lines if x["bottom"] - x["top"] > 3
                ]
                self.pages.append(read)

    @cached_property
    def list_start(self):
        """Index of the first page of the list; the number of pages when there is none."""
        starts = [i for i, page in enumerate(self.pages) if any(x.text == "DANH SÁCH" for x in page.lines(bottom=40))]
        return starts[0] if starts else len(self.pages)

    @property
    def act_pages(self):
        return self.pages[: self.list_start]

    @property
    def list_pages(self):
        return self.pages[self.list_start :]

    @cached_property
    def head_bottom(self):
        """Baseline of the kind of paper: what stands above it on page 1 is the head."""
        return next(x.baseline for x in self.pages[0].lines(top=40) if x.text in ("QUYẾT ĐỊNH", "TỜ TRÌNH"))

    @cached_property
    def foot(self):
        """(page index, baseline) of "Nơi nhận:"."""
        for index, page in enumerate(self.act_pages):
            for line in page.lines(right=MIDDLE):
                if line.text == "Nơi nhận:":
                    return index, line.baseline
        raise AssertionError("Nơi nhận: not found")

    @cached_property
    def body_lines(self):
        """[(page index, Line)] between the title block and the foot, without page numbers."""
        last, level = self.foot
        found = []
        for index, page in enumerate(self.act_pages[: last + 1]):
            top = self.title_lines[-1].baseline + 0.5 if index == 0 else 19
            bottom = level - 1 if index == last else 400
            found += [(index, line) for line in page.lines(top=top, bottom=bottom)]
        return found

    @cached_property
    def title_lines(self):
        """Lines of the subject: from under the kind down to the rule."""
        page = self.pages[0]
        rule = next(rule for rule in page.rules if rule.top > self.head_bottom)
        return page.lines(top=self.head_bottom + 1, bottom=rule.top)

    @cached_property
    def paragraphs(self):
        """[[(page, Line), …], …]: body paragraphs, each begun by an indented line; centred lines left out."""
        found = []
        for index, line in self.body_lines:
            if abs(line.x0 - 42.7) < 1.0:
                found.append([(index, line)])
            elif abs(line.x0 - 30) < 0.7 and found:
                found[-1].append((index, line))
        return found

    @cached_property
    def list_rows(self):
        """[(page index, cells)] of the tables of the list."""
        return [(index, row) for index, page in enumerate(self.list_pages) for _, row in page.cells]


def plain(text):
    """NFC, no-break spaces as spaces, runs of space as one."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00a0", " ").split())


def near(value, aim, slack):
    """Whether a measure is within `slack` of its aim."""
    return abs(value - aim) <= slack


def rule_under(page, line, *, limit=4.0):
    """The rule that stands closest under a line, or a rule of no length."""
    found = [x for x in page.rules if 0 < x.top - line.baseline < limit and x.x0 < line.x1 and x.x1 > line.x0]
    return min(found, key=lambda rule: rule.top) if found else Rule(0, 0, 0)


def head_lines(reading, *, right):
    """Lines of one block of the head of page 1."""
    region = {"left": COLUMN} if right else {"right": COLUMN}
    return reading.pages[0].lines(bottom=reading.head_bottom - 1, **region)


def right_head(reading):
    """(national title, motto, date) lines."""
    lines = head_lines(reading, right=True)
    return lines[0], lines[1], lines[-1]
