"""A line of a registration cut into pieces for the page: stock phrases underlined, number and deadline set in bold."""

import re

from campaigns.tally.text_check import vague_spans
from campaigns.tally.text_marks import read
from thiduakhenthuong.core.names import clean

BEFORE_DAY = re.compile(
    r"(?:trước|đến|tới|hết|vào|xong|hoàn thành|từ|trong|chậm nhất|muộn nhất|cuối|đầu|cả|ngày|tháng)(?: (?:hết|ngày|tháng))*\s+$",
    re.IGNORECASE,
)


def pieces(text: str, *, phrases=(), year: int | None = None) -> list[tuple[str, str]]:
    """[(words, kind)]: kind "vague" for a stock phrase, "strong" for the number with its unit and for the deadline, else ""."""
    text = clean(text)
    marks, spans = read(text, year), []
    if phrases:
        spans += [(start, end, "vague") for start, end in vague_spans(text, phrases)]
    if marks.main:
        spans.append((marks.main.start, marks.main.end, "strong"))
    if marks.due_span:
        start, end = marks.due_span
        lead = BEFORE_DAY.search(text[:start])
        spans.append((lead.start() if lead else start, end, "strong"))
    return _cut(text, sorted(spans))


def _cut(text: str, spans: list[tuple[int, int, str]]) -> list[tuple[str, str]]:
    found, place = [], 0
    for start, end, kind in spans:
        if start < place:
            continue
        found += [(text[place:start], ""), (text[start:end], kind)]
        place = end
    found.append((text[place:], ""))
    return [(words, kind) for words, kind in found if words]
