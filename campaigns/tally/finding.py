"""The heading of a campaign's page is its finding: one sentence computed from the marks of the targets.

The cases are a small table, so that the heading flips when the finding flips. A year that is over is told by what was met;
a running one by the pace.
"""

from collections import Counter
from collections.abc import Iterable

from campaigns.enums import Pace

NBSP = "\u00a0"
GOOD = (Pace.EXCEEDED, Pace.ON_TRACK)
NUMBERS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")


def in_words(count: int) -> str:
    """Small counts as a sentence says them: 3 → "ba"; from eleven on in digits."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}".replace(",", ".")


def lowered(text: str) -> str:
    """The first letter small, unless the word is an abbreviation ("GRDP …")."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def campaign_finding(marks: Iterable[tuple[str, str]], year: int, *, over: bool = False) -> str:
    """What the targets of one year say; `marks` are (name, pace), `over` when the year has ended."""
    marks = list(marks)
    when = f"năm{NBSP}{year}"
    if not marks:
        return "Phong trào chưa có chỉ tiêu nào"
    count = Counter(pace for _, pace in marks)
    total, good = len(marks), count[Pace.EXCEEDED] + count[Pace.ON_TRACK]
    if count[Pace.NONE] == total:
        return f"Chưa có số liệu {when} của {_of(total)} chỉ tiêu"
    done = "đạt hoặc vượt kế hoạch" if over else "đúng tiến độ"
    return f"{_good(good, total, done)} {when}{_bad(marks, count, over)}"


def _of(total: int) -> str:
    return f"cả{NBSP}{total}" if total > 1 else "một"


def _good(good: int, total: int, done: str) -> str:
    if good == total:
        return f"Cả{NBSP}{total} chỉ tiêu {done}" if total > 1 else f"Chỉ tiêu duy nhất {done}"
    if not good:
        return f"Chưa có chỉ tiêu nào {done}"
    return f"{good}{NBSP}trong{NBSP}{total} chỉ tiêu {done}"


def _bad(marks: list, count: Counter, over: bool) -> str:
    """The worst first; names while there are at most two of them."""
    late = [name for name, pace in marks if pace == Pace.AT_RISK]
    if over:
        late += [name for name, pace in marks if pace == Pace.SLOW]
    if late:
        words = "không đạt" if over else "có nguy cơ không đạt"
        return f", {_named(late)} {words}"
    if count[Pace.SLOW]:
        return f", {_named([name for name, pace in marks if pace == Pace.SLOW])} còn chậm"
    if count[Pace.NONE]:
        return f", {count[Pace.NONE]}{NBSP}chỉ tiêu chưa có số liệu"
    if count[Pace.EXCEEDED]:
        return f", trong đó {count[Pace.EXCEEDED]}{NBSP}chỉ tiêu vượt kế hoạch"
    return ""


def _named(names: list[str]) -> str:
    if len(names) > 2:
        return f"{len(names)}{NBSP}chỉ tiêu"
    return " và ".join(lowered(name) for name in names)
