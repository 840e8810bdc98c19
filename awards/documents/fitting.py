"""Long names on certificates: which size, how many lines, and when to stop and ask.

Widths are sums of advances and exceed what is drawn by up to 2.5 %; kerning the other way is covered by fitting
against 97 % of the box. A text is never squeezed and never cut.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from thiduakhenthuong.core.fonts import MM_PER_POINT, font_path, serif_file, text_width
from thiduakhenthuong.core.vntext import NBSP, join_nbsp

FILL = 0.97  # of the width of a box
STEP = 0.5  # points
SHARED_MIN = 20  # points: below this the persons of one decision no longer share one size
DISPLAY_FILE = "playfair-display-700.ttf"  # merged by deploy/merge_fonts.py; without it the serif bold serves
FIELD_WORDS = {
    "authority": "Cơ quan khen thưởng",
    "form": "Hình thức",
    "subtitle": "Chức vụ, đơn vị",
    "achievement": "Thành tích",
    "signer_title": "Chức danh người ký",
    "signer_name": "Tên người ký",
    "decision": "Số quyết định",
}


class TextTooLong(ValueError):
    """A text does not fit its box at the smallest size; the message is for the operator."""

    def __init__(self, name, text):
        self.field, self.text = name, text.replace("\n", " / ")
        super().__init__(f"{FIELD_WORDS.get(name, name)} quá dài, không vừa chỗ in: {self.text}")


class NameTooLong(TextTooLong):
    """The recipient's name needs a line break set by hand, or a shorter wording."""

    def __init__(self, name, text):
        super().__init__(name, text)
        self.args = (f"Tên quá dài, cần ngắt dòng: {self.text}",)


@dataclass(frozen=True)
class Fitted:
    """A text in its box: lines as printed, size in points, the box's number among the model's boxes of its name."""

    box: object
    choice: int
    lines: tuple[str, ...]
    size: float


def has_display_face():
    """Whether the display face has been merged on this machine."""
    try:
        return bool(font_path(DISPLAY_FILE))
    except FileNotFoundError:
        return False


def face_file(box):
    """File name of the face a box is set in."""
    if box.font == "display" and has_display_face():
        return DISPLAY_FILE
    return serif_file(bold=box.style == "bold", italic=box.style == "italic")


def line_width(text, box, size):
    """Width of one line in mm at `size` points, tracking included."""
    return text_width(text, size, file=face_file(box)) + len(text) * box.tracking * size * MM_PER_POINT


def tidy(text):
    """NFC with single spaces; line breaks stay."""
    lines = unicodedata.normalize("NFC", text).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def glue(text):
    """No-break spaces where a line must not end: as in all papers, and a campaign's name in quotes stays whole."""
    text = re.sub(r"[“\"][^”\"]{1,60}[”\"]", lambda found: found[0].replace(" ", NBSP), text)
    return join_nbsp(text)


def breaks(text, box):
    """[(width of the longer line at 1 point, two lines)] of all places where a text may break, the shortest first."""
    words = glue(text).split(" ")
    pairs = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    found = [(max(line_width(line, box, 1) for line in pair), pair) for pair in pairs]
    return [(width, tuple(line.replace(NBSP, " ") for line in pair)) for width, pair in sorted(found)]


def _size(width, box, cap):
    """The largest size at which a line `width` mm wide at 1 point fits, or None."""
    size = box.size_max if cap is None else min(box.size_max, cap)
    while size >= box.size_min:
        if width * size <= box.w * FILL:
            return size
        size -= STEP
    return None


@lru_cache(maxsize=8192)  # most texts of a decision are the same on every sheet
def fit_box(text, box, cap=None):
    """(lines, size) of a text in one box at the largest size that fits, or None.

    A text with line breaks keeps them; one without is broken only into a box of two lines, balanced, and after a
    comma when that costs neither size nor more than a tenth of balance. `cap` bounds the size.
    """
    lines = tuple(text.split("\n"))
    if len(lines) > box.lines:
        return None
    if len(lines) == 1 and box.lines == 2 and (found := breaks(text, box)):
        size = _size(found[0][0], box, cap)
        kind = [pair for width, pair in found if pair[0][-1] in ",;" and width <= found[0][0] * 1.1]
        kind = [pair for pair in kind if size and max(line_width(line, box, size) for line in pair) <= box.w * FILL]
        return size and ((kind or [found[0][1]])[0], size)
    size = _size(max(line_width(line, box, 1) for line in lines), box, cap)
    return size and (lines, size)


def _allowed(box, fitted):
    """Whether a box's `after` agrees with what stands already; an empty field counts as one line."""
    name, _, count = box.after.partition("=")
    return not name or max(len(fitted[name].lines) if fitted.get(name) else 1, 1) == int(count)


def _fit_field(name, model, text, fitted, cap):
    """Fit one field after those it depends on; fills `fitted`. Raises TextTooLong."""
    if name in fitted:
        return
    boxes = model.fields[name]
    for box in boxes:
        if other := box.after.partition("=")[0]:
            _fit_field(other, model, text, fitted, cap)
    words = tidy(text.value(boxes[0]))
    fitted[name] = None
    if not words:
        return
    for choice, box in enumerate(boxes):
        found = _allowed(box, fitted) and fit_box(words, box, cap if name == "recipient" else None)
        if found:
            fitted[name] = Fitted(box, choice, *found)
            return
    raise (NameTooLong if name == "recipient" else TextTooLong)(name, words)


def fit_text(model, text, cap=None):
    """{field: Fitted} of one certificate in reading order, empty fields left out. Raises TextTooLong, NameTooLong."""
    fitted = {}
    names = [name for name, boxes in model.fields.items() if boxes[0].lines]
    for name in names:
        _fit_field(name, model, text, fitted, cap)
    return {name: fitted[name] for name in names if fitted[name]}


def shared_name_size(model, texts):
    """The one size in points for all persons among the texts, or None when one of them needs less than 20."""
    boxes = model.fields["recipient"]
    found = [fit_box(tidy(text.recipient), boxes[0]) for text in texts if text.is_person]
    if not found or None in found:
        return None
    size = min(size for _, size in found)
    return size if size >= SHARED_MIN else None


def fit_texts(model, texts, name_size=None):
    """One {field: Fitted} per text; persons share one size when all fit at 20 points or more.

    `name_size` is that size when it was found over more texts than these; 0 lets every name stand for itself.
    """
    shared = shared_name_size(model, texts) if name_size is None else name_size or None
    return [fit_text(model, text, shared if text.is_person else None) for text in texts]
