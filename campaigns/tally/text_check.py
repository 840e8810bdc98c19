"""Is a line of a registration concrete? It needs a number, a unit of measure and a deadline; stock phrases say nothing.

Pure: words and numbers in, hints out. Hints never stop saving; those that `blocks` stop sending.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from unicodedata import normalize

from campaigns.enums import Direction
from campaigns.tally.text_marks import Marks, Quantity, read
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.vntext import date_short, number

VAGUE_PHRASE = "VAGUE_PHRASE"
MISSING_NUMBER = "MISSING_NUMBER"
MISSING_UNIT = "MISSING_UNIT"
MISSING_DEADLINE = "MISSING_DEADLINE"
NUMBER_NOT_TARGET = "NUMBER_NOT_TARGET"
BELOW_BASELINE = "BELOW_BASELINE"
DUPLICATE_TEXT = "DUPLICATE_TEXT"
LATE = "LATE"
NO_TITLE = "NO_TITLE"
WRONG_SUBJECT = "WRONG_SUBJECT"

WORDING = frozenset({VAGUE_PHRASE, MISSING_NUMBER, MISSING_UNIT, MISSING_DEADLINE, NUMBER_NOT_TARGET})  # "cần cụ thể hơn"
OF_LINE = WORDING | {BELOW_BASELINE, DUPLICATE_TEXT}  # the rest speaks of the whole sheet
COLLECTIVE, INDIVIDUAL = "collective", "individual"
LABELS = {
    VAGUE_PHRASE: "câu chung chung",
    MISSING_NUMBER: "chưa có con số",
    MISSING_UNIT: "chưa có đơn vị tính",
    MISSING_DEADLINE: "chưa có thời hạn",
    NUMBER_NOT_TARGET: "số văn bản hoặc năm, không phải chỉ tiêu",
    BELOW_BASELINE: "thấp hơn năm trước",
    DUPLICATE_TEXT: "giống hệt đơn vị khác",
}
# Names of standards that happen to hold a stock phrase.
STANDING_TERMS = ("nông thôn mới nâng cao",)
EVERYDAY = {
    "tỷ", "lệ", "số", "mức", "được", "có", "đạt", "và", "của", "trên", "theo", "các", "những", "thực", "hiện", "hoàn", "thành",
    "nhiệm", "vụ", "năm", "thêm", "mới", "nâng", "cao",
}  # fmt: skip
FALLBACK_EXAMPLE = "Kết nạp 6 đảng viên trước 30/11/{year}"


@dataclass(frozen=True)
class Hint:
    """One remark: its code, the sentence for the person at the form, and whether it stops sending."""

    code: str
    sentence: str
    blocks: bool = False

    @property
    def short(self) -> str:
        """The sentence without its example, where the example stands beside it."""
        return self.sentence.partition(", ví dụ:")[0].rstrip(".") + "."


def check(
    text: str, *, value: Decimal | None = None, unit_of_measure: str = "", due_on: date | None = None, title=None,
    subject: str = COLLECTIVE, phrases=(), deadline: date | None = None, sent_on: date | None = None,
    last_year_value: Decimal | None = None, direction: str = "", twins=(), example: str = "", year: int | None = None,
) -> list[Hint]:  # fmt: skip
    """Every remark on one line. `title` is the title aimed at (its `subjects` say whom it is for) or None; `twins` are the
    texts of other units; `deadline` is the last day to register, `sent_on` the day of sending (None before)."""
    line = check_line(
        text, value=value, unit_of_measure=unit_of_measure, due_on=due_on, phrases=phrases, last_year_value=last_year_value,
        direction=direction, twins=twins, example=example, year=year,
    )  # fmt: skip
    return line + check_sheet(title=title, subject=subject, deadline=deadline, sent_on=sent_on)


def check_line(
    text: str, *, value=None, unit_of_measure="", due_on=None, phrases=(), last_year_value=None, direction="", twins=(),
    example="", year=None,
) -> list[Hint]:  # fmt: skip
    """The remarks on the wording and the number of one line."""
    year = year or (due_on.year if due_on else None)
    marks = read(clean(text), year)
    numbered = value is not None or bool(marks.quantities)
    found = _wording(clean(text), marks, numbered, bool(unit_of_measure.strip()), phrases, example, year)
    if due_on is None and not marks.has_deadline:
        found.append(Hint(MISSING_DEADLINE, "Chưa có thời hạn hoàn thành (ngày/tháng/năm hoặc quý)."))
    if _below(text, marks, value, last_year_value, direction):
        found.append(Hint(BELOW_BASELINE, "Chỉ tiêu thấp hơn kết quả năm trước: cần giải trình."))
    if text_key(text) in {text_key(twin) for twin in twins}:
        found.append(Hint(DUPLICATE_TEXT, "Nội dung giống hệt đơn vị khác: hỏi lại có phải chép mẫu."))
    return found


def _wording(text, marks: Marks, numbered: bool, with_unit: bool, phrases, example: str, year) -> list[Hint]:
    found = []
    vague = [] if numbered else vague_words(text, phrases)
    if vague:
        named = ", ".join(f"“{word}”" for word in vague[:3])
        found.append(Hint(VAGUE_PHRASE, f"Câu còn chung chung ({named}). Nêu việc cụ thể và kết quả đo được."))
    if not numbered and marks.other_numbers:
        found.append(Hint(NUMBER_NOT_TARGET, "Số trong câu là số văn bản hoặc năm, không phải chỉ tiêu."))
    if not numbered:
        shown = example or FALLBACK_EXAMPLE.format(year=year or "…")
        found.append(Hint(MISSING_NUMBER, f"Chưa có con số. Ghi rõ bao nhiêu, ví dụ: “{shown}”."))
        if not with_unit:
            found.append(Hint(MISSING_UNIT, "Chưa có đơn vị tính (%, hộ, triệu đồng, km…)."))
    elif not with_unit and not any(quantity.unit for quantity in marks.quantities):
        found.append(Hint(MISSING_UNIT, "Có số nhưng chưa có đơn vị tính (%, hộ, triệu đồng, km…)."))
    return found


def check_sheet(*, title, subject: str, deadline: date | None, sent_on: date | None) -> list[Hint]:
    """The remarks on the whole registration: its day, and the title aimed at."""
    found = []
    if deadline and sent_on and sent_on > deadline:
        text = f"Gửi sau hạn {date_short(deadline)}: vẫn nhận, ghi “quá hạn” và báo người đứng đầu."
        found.append(Hint(LATE, text))
    if title is None:
        found.append(Hint(NO_TITLE, "Chưa chọn danh hiệu đăng ký.", blocks=True))
    elif subject not in title.subjects:
        found.append(Hint(WRONG_SUBJECT, "Danh hiệu không dành cho đối tượng này.", blocks=True))
    return found


def needs_work(codes) -> bool:
    """Whether a line with these remarks is "cần cụ thể hơn"."""
    return bool(WORDING & set(codes))


def text_key(text: str) -> str:
    """Two lines with one key say the same words: case, spaces and the final stop do not count."""
    return clean(text).lower().rstrip(" .;,")


def vague_spans(text: str, phrases) -> list[tuple[int, int]]:
    """Where the stock phrases stand, in order, none inside another; text typed without diacritics is matched so too."""
    lowered = normalize("NFC", text).lower()
    plain = lowered == search_key_of_same_length(lowered)
    for term in STANDING_TERMS:
        lowered = lowered.replace(term, " " * len(term))
    found = []
    for phrase in sorted({p.lower() for p in phrases}, key=len, reverse=True):
        wanted = search_key(phrase) if plain else phrase
        for match in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", lowered):
            if not any(start < match.end() and match.start() < end for start, end in found):
                found.append(match.span())
    return sorted(found)


def search_key_of_same_length(text: str) -> str:
    """The text without diacritics, letter for letter."""
    return "".join(search_key(letter) or letter for letter in text)


def vague_words(text: str, phrases) -> list[str]:
    """The stock phrases as they were typed, each once."""
    shown = normalize("NFC", text)
    return list(dict.fromkeys(shown[start:end].lower() for start, end in vague_spans(shown, phrases)))


def _below(text: str, marks: Marks, value, last_year_value, direction: str) -> bool:
    """Whether the promise is worse than last year's result (told in its field or in the text itself)."""
    main: Quantity | None = marks.main
    promised = value if value is not None else main and main.value
    before = last_year_value if last_year_value is not None else marks.last_year
    if promised is None or before is None:
        return False
    return promised > before if _falls(text, direction) else promised < before


def _falls(text: str, direction: str) -> bool:
    """ "giảm còn 45 phút" is better when smaller; "giảm 11 hộ" counts what was achieved."""
    lowered = text.lower()
    if re.search(r"(?<!\w)giảm(?: thêm| được| ít nhất| tối thiểu)? [\d]", lowered):
        return False
    if re.search(r"(?<!\w)(?:giảm|hạ|rút|kéo)(?!\w).{0,40}(?:còn|xuống)(?!\w)", lowered):
        return True
    return direction == Direction.DOWN


def example_for(text: str, indicators, year: int) -> str:
    """A concrete line on the same subject: the example of the indicator whose topic word in the text is the longest.

    `indicators` are (topic words with "|" between, example with {year} and {last}).
    """
    words = re.sub(r"\W+", " ", clean(text).lower())
    padded, best = f" {words} ", (0, "")
    for topic, example in indicators:
        hits = [len(word) for word in topic.lower().split("|") if word and f" {word} " in padded]
        if example and hits and max(hits) > best[0]:
            best = (max(hits), example)
    return (best[1] or FALLBACK_EXAMPLE).replace("{year}", str(year)).replace("{last}", str(year - 1))


def share_example(indicator: str, value, unit_of_measure: str, year: int) -> str:
    """The line that takes a share over: "Đường bản được bê tông hóa: 7,5 km trước 31/12/2021"."""
    gap = "" if unit_of_measure.startswith("%") else " "
    return f"{indicator}: {number(value)}{gap}{unit_of_measure} trước 31/12/{year}"


def speaks_of(text: str, indicator: str) -> bool:
    """Whether a sentence names what an indicator counts: two neighbouring words of its name, none of them an everyday one."""
    words = [re.sub(r"\W+", " ", clean(one).lower()).split() for one in (text, indicator)]
    pairs = [{pair for pair in zip(some, some[1:], strict=False) if not EVERYDAY.intersection(pair)} for some in words]
    return bool(pairs[0] & pairs[1])
