"""Where lines may break on paper: words that stay together, titles in lines of even length."""

import re
from functools import cache
from math import ceil

from django.utils.html import format_html, format_html_join

from thiduakhenthuong.core.fonts import text_width
from thiduakhenthuong.core.vntext import NBSP, join_nbsp

KEEP = '<span class="keep">{}</span>'
PERSON = re.compile(r"\b(?:Ông|Bà|ông|bà)[ \u00a0]\w+(?: \w+){1,5}(?=[,;.:]|$)")
COUNT = re.compile(r"\b\d[\d.]* (?:tập thể|cá nhân|hộ gia đình|đồng)")

OFFICE = re.compile(r"ủy ban nhân\u00a0dân (?:tỉnh|huyện|xã|phường|quận)\b", re.IGNORECASE)
PAIRS = re.compile(
    r"\b(?:bằng khen|giấy khen|chủ tịch|quyết định|thành tích|xuất sắc|tiêu biểu|phong trào|thi đua|yêu nước"
    r"|khen thưởng|giai đoạn|danh hiệu|tập thể|cá nhân|hộ gia|gia đình|nội dung|hủy bỏ|chiến sĩ)\b",
    re.IGNORECASE,
)


def keep_together(text, *, tail=True):
    """Join with no-break spaces what a line end must not part; `tail` also joins a short last word."""
    text = join_nbsp(text)
    for pattern in (PERSON, COUNT):
        text = pattern.sub(lambda found: found.group().replace(" ", NBSP), text)
    return join_last_words(text) if tail else text


def title_text(text):
    """A title: words that stay together, the usual pairs of syllables, the name of an office with its level."""
    text = keep_together(text)
    for pattern in (OFFICE, PAIRS):
        text = pattern.sub(lambda found: found.group().replace(" ", NBSP), text)
    return text


def unbroken_numbers(text):
    """The text as escaped HTML in which `91/2017/NĐ-CP` and `2015 - 2020` cannot break.

    A no-break space is not enough: the line breaking rules of Unicode allow a break after the hyphen before it.
    """
    pieces = re.split(r"([^ ]*[/-][^ ]*)", text)
    marked = (format_html(KEEP, piece) if place % 2 else piece for place, piece in enumerate(pieces))
    return format_html_join("", "{}", ((piece,) for piece in marked))


def join_last_words(text):
    """Join the last two words, so that no line holds one short word alone."""
    head, space, last = text.rpartition(" ")
    return f"{head}{NBSP}{last}" if space and len(last) < 12 else text


BREAKS_WELL_BEFORE = {"cho", "có", "đã", "trong", "của", "và", "trên", "CHO", "CỦA", "ĐƯỢC", "TRONG"}
READS_AS_ONE = 0.02  # a break before such a word is worth this much unevenness


def greedy_lines(words, width, measure):
    """Words filled into lines one after the other up to `width` in the unit of `measure`."""
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if measure(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def balanced_lines(text, width, size, *, bold=False, italic=False):
    """The fewest lines of `text` within `width` mm at `size` points, as even as they get: list of lines.

    Between near equal ways a break before "cho", "có", "trong" wins: the line then reads as one piece.
    """
    words = text.split(" ")

    def measure(part):
        return text_width(part, size, bold=bold, italic=italic)

    @cache
    def best(start, count):
        """(cost, lines) of the words from `start` in exactly `count` lines."""
        if count == 1:
            line = " ".join(words[start:])
            return _unevenness(measure(line), width), [line]
        found = []
        for end in range(start + 1, len(words) - count + 2):
            line = " ".join(words[start:end])
            cost = _unevenness(measure(line), width) - READS_AS_ONE * (words[end] in BREAKS_WELL_BEFORE)
            rest, lines = best(end, count - 1)
            found.append((cost + rest, [line, *lines]))
        return min(found)

    return best(0, len(greedy_lines(words, width, measure)))[1]


def _unevenness(length, width):
    """Cost of one line: the square of the room left, and far more for a line that is too long."""
    room = 1 - length / width
    return room * room if room >= 0 else 100.0


CELL_PADDING = 3.0  # mm, both sides of a cell with its border


def cell_lines(text, width, size):
    """How many lines a text takes in a table cell `width` mm wide; a word wider than the cell is broken."""

    def measure(part):
        return text_width(part, size)

    room = width - CELL_PADDING
    return sum(max(1, ceil(measure(line) / room)) for line in greedy_lines(text.split(" "), room, measure))
