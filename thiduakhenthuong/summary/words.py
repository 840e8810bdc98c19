"""Sentences of the summary: places, offices, the sentence with its links, and headings that say what was found."""

from collections.abc import Callable, Iterable

from awards import tally
from awards.enums import RecipientKind
from campaigns.models import Unit
from thiduakhenthuong.core.vntext import NBSP, money, number
from thiduakhenthuong.summary.periods import Period
from thiduakhenthuong.summary.tally import KINDS, Figures

NOUNS = {RecipientKind.COLLECTIVE: "tập thể", RecipientKind.HOUSEHOLD: "hộ gia đình", RecipientKind.INDIVIDUAL: "cá nhân"}
SHARES = (
    ("direct", "Lao động trực tiếp"), ("women", "Nữ"), ("party", "Đảng viên"), ("leader", "Lãnh đạo, quản lý"),
)  # fmt: skip


def place_of(unit: Unit) -> str:
    """ "huyện" for "Toàn huyện có …"; an office or a school is "đơn vị"."""
    return tally.place_words(unit.kind)


def office_of(figures: Figures, level: str) -> str:
    """Who decided at a level: "Chủ tịch UBND huyện"."""
    return tally.office_words(level, figures.offices.get(level, set()))


def form_of(figures: Figures, level: str) -> str:
    """ "bằng khen" when a level gave nothing else, else ""."""
    return tally.form_words(figures.titles.get(level, ()))


def given(figures: Figures) -> list[tally.Given]:
    """What each level gave, for the sentence."""
    return [
        tally.Given(level, office_of(figures, level), figures.counts(level), form_of(figures, level)) for level in figures.levels
    ]


def sentence_of(figures: Figures, unit: Unit, period: Period) -> str:
    """The sentence of the span; without awards, one that says so."""
    told = tally.sentence(place_of(unit), given(figures))
    return f"{told}." if told else f"{first_upper(period.label)} chưa có quyết định khen thưởng nào."


def linked(text: str, figures: Figures, url: Callable[..., str]) -> list[dict]:
    """The sentence in parts [{text, url}]: every number with its noun is a link, the rest is plain (url "")."""
    parts, rest = [], text
    for level in figures.levels:
        for kind in KINDS:
            if count := figures.count(level, kind):
                phrase = f"{count} {NOUNS[kind]}"
                before, _, rest = rest.partition(phrase)
                link = {"text": phrase, "url": url(cap=level, dt=kind), "count": count}
                parts += [{"text": before, "url": ""}, link]
    return [*parts, {"text": rest, "url": ""}]


def first_upper(text: str) -> str:
    """The first letter as a capital, the rest as written."""
    return text[:1].upper() + text[1:]


# --- headings: the finding -------------------------------------------------------------------


def awards_heading(now: Figures, then: Figures, period: Period) -> str:
    """ "66 khen thưởng, năm trước 62"; without a year before only the count."""
    told = f"{number(now.total)} khen thưởng"
    return f"{told}, {period.before_label} {number(then.total)}" if then.total else f"{told} {period.label}"


def shares_heading(shares: tally.Shares) -> str:
    """The largest group among the individuals, with its share."""
    name, label = max(SHARES, key=lambda row: getattr(shares, row[0]))
    return f"{label} chiếm {shares.percent(getattr(shares, name))} số cá nhân được khen"


def months_heading(months: dict[tuple[int, int], dict[str, int]]) -> str:
    """The month with most awards, or the only one."""
    totals = {key: sum(kinds.values()) for key, kinds in months.items()}
    (_, month), most = max(totals.items(), key=lambda row: (row[1], row[0]))
    if len(totals) == 1:
        return f"Tất cả {number(most)} khen thưởng ở tháng{NBSP}{month}"
    return f"Tháng{NBSP}{month} nhiều nhất: {number(most)} khen thưởng"


def money_heading(figures: Figures) -> str:
    """The sum, and the level that pays most of it."""
    total = f"{money(figures.money_total)}{NBSP}đ tiền thưởng"
    paying = {level: paid for level, paid in figures.money.items() if paid}
    if len(paying) < 2:
        return total
    level, most = max(paying.items(), key=lambda row: row[1])
    percent = (most * 200 + figures.money_total) // (2 * figures.money_total)
    return f"{total}, {percent}% của {office_of(figures, level)}"


def counts_words(counts: Iterable[tuple[str, int]]) -> str:
    """ "2 tập thể, 6 cá nhân" from (kind, count) pairs; kinds with none are left out."""
    found = dict(counts)
    return ", ".join(f"{number(found[kind])} {NOUNS[kind]}" for kind in KINDS if found.get(kind))
