"""Counting and money: pure arithmetic over lines, integers only. No request, no query, no saving."""

from collections.abc import Iterable
from dataclasses import dataclass

from awards.enums import DecidingLevel, RecipientKind

STEP = 10_000  # money is rounded up to whole ten-thousands (NĐ 152/2025 Đ.49.2)
ORDER = tuple(DecidingLevel.values)


# --- money ------------------------------------------------------------------------------------


def amount(coefficient_x1000: int, base: int, *, single_x1000: int | None = None) -> int:
    """Award money in đồng: coefficient (in thousandths) × base salary, rounded up to ten thousand (rule R23).

    `single_x1000` is given only where the setting `money.round_single_first` is on: the amount of one individual is
    rounded first and then multiplied (collective × 2, household × 1,5), not rounded again. Integers only: Decimal and
    float round wrongly.
    """
    if single_x1000:
        return amount(single_x1000, base) * coefficient_x1000 // single_x1000
    return -(-coefficient_x1000 * base // (1000 * STEP)) * STEP


# --- counts -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """How many recipients of each kind."""

    collective: int = 0
    household: int = 0
    individual: int = 0

    @property
    def total(self) -> int:
        return self.collective + self.household + self.individual

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.collective + other.collective, self.household + other.household, self.individual + other.individual)

    @property
    def words(self) -> str:
        """ "5 tập thể, 10 cá nhân": plain figures for a sentence; kinds with none are left out."""
        kinds = ((self.collective, "tập thể"), (self.household, "hộ gia đình"), (self.individual, "cá nhân"))
        return ", ".join(f"{count} {kind}" for count, kind in kinds if count)


@dataclass(frozen=True)
class Shares:
    """Who the individuals are; the shares are of all individuals, unknown counts as no."""

    individuals: int = 0
    direct: int = 0
    leader: int = 0
    women: int = 0
    party: int = 0

    def percent(self, count: int) -> str:
        """A share in Vietnamese: "70,0%"; "" when there is nobody. Half a tenth is rounded up."""
        if not self.individuals:
            return ""
        tenths = (count * 2000 + self.individuals) // (2 * self.individuals)
        return f"{tenths // 10},{tenths % 10}%"


def count_recipients(lines: Iterable) -> Counts:
    """Counts by kind of recipient of anything that has `recipient_kind` (nominations, awards)."""
    kinds = [line.recipient_kind for line in lines]
    return Counts(*map(kinds.count, RecipientKind.values))


# --- the sentence for a speech ----------------------------------------------------------------

PLACES = frozenset({"tỉnh", "thành phố", "huyện", "thị xã", "quận", "xã", "phường", "thị trấn", "đặc khu"})
OFFICES = {  # level -> who decides, when the deciding units are of several kinds
    "state": "Nhà nước", "ministry": "bộ, ban, ngành Trung ương", "province": "Chủ tịch UBND tỉnh",
    "department": "thủ trưởng sở, ban, ngành tỉnh", "district": "Chủ tịch UBND cấp huyện",
    "commune": "Chủ tịch UBND cấp xã", "enterprise": "lãnh đạo doanh nghiệp", "unit": "thủ trưởng cơ quan, đơn vị",
    "other": "cơ quan, tổ chức khác",
}  # fmt: skip
CHAIRMEN = frozenset({"province", "district", "commune"})


def place_words(unit_kind: str) -> str:
    """ "huyện" for "Toàn huyện có …"; an office or a school is "đơn vị"."""
    return unit_kind if unit_kind in PLACES else "đơn vị"


def office_words(level: str, unit_kinds: set[str]) -> str:
    """Who decided at a level: "Chủ tịch UBND huyện"; in general words when the deciding units are of several kinds."""
    only = next(iter(unit_kinds)) if len(unit_kinds) == 1 else ""
    return f"Chủ tịch UBND {only}" if level in CHAIRMEN and only in PLACES else OFFICES[level]


def form_words(certificate_titles: Iterable[str]) -> str:
    """ "bằng khen" when nothing else was given, else ""."""
    return "bằng khen" if {title.casefold() for title in certificate_titles} == {"bằng khen"} else ""


@dataclass(frozen=True)
class Given:
    """What one office gave: "Chủ tịch UBND tỉnh", its level, the counts; `form` is "bằng khen" when it was only that."""

    level: str
    office: str
    counts: Counts
    form: str = ""


def sentence(place: str, given: Iterable[Given]) -> str:
    """ "Toàn huyện có 5 tập thể, 10 cá nhân được … tặng bằng khen; 21 tập thể, 30 cá nhân … khen thưởng", highest first.

    `place` is "huyện", "xã", "tỉnh"; "" when nobody was commended.
    """
    told = sorted((g for g in given if g.counts.total), key=lambda g: ORDER.index(g.level))
    return f"Toàn {place} có " + "; ".join(map(_phrase, told)) if told else ""


def _phrase(given: Given) -> str:
    if given.form:
        return f"{given.counts.words} được {given.office} tặng {given.form}"
    return f"{given.counts.words} có thành tích xuất sắc được {given.office} khen thưởng"
