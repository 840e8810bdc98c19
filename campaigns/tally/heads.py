"""The six indicators of an accountable head and the four parts of the work, from counted facts: pure reckoning.

An indicator with nothing to count has no value: it is neither good nor bad. Limits are dated settings (head_* rules).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")


@dataclass(frozen=True)
class Spec:
    """What is counted: `rule` sets the limit, `at_most` says that less is better, `is_count` that it is no share."""

    code: str
    label: str
    rule: str
    at_most: bool = False
    is_count: bool = False
    what: str = ""  # what the two numbers are: "hồ sơ bị trả lại / hồ sơ đã gửi"


SPECS = (
    Spec("registered", "Đăng ký đúng hạn", "head_registered_share", what="số lần đăng ký đúng hạn trên số lần phải đăng ký"),
    Spec(
        "targets",
        "Chỉ tiêu đạt, vượt",
        "head_targets_share",
        what="số chỉ tiêu đạt, vượt trên số chỉ tiêu đã báo cáo, theo báo cáo mới nhất",
    ),
    Spec("reports", "Báo cáo đúng hạn", "head_on_time_share", what="số báo cáo đúng hạn trên số báo cáo đến hạn"),
    Spec(
        "returned",
        "Hồ sơ bị trả lại",
        "head_returned_share",
        at_most=True,
        what="số hồ sơ có dòng bị trả lại trên số hồ sơ đã gửi",
    ),
    Spec("direct", "Lao động trực tiếp", "head_direct_share", what="số lao động trực tiếp trên số cá nhân được đề nghị khen"),
    Spec(
        "copies",
        "Điển hình được nhân rộng",
        "head_copies",
        is_count=True,
        what="số nơi bắt đầu làm theo điển hình của đơn vị trong năm, đã xác nhận",
    ),
)
DUTIES = (
    ("launch", "Phát động"), ("registration", "Duyệt đăng ký"), ("review", "Sơ kết, tổng kết"), ("submission", "Ký tờ trình"),
)  # fmt: skip


@dataclass(frozen=True)
class Indicator:
    """One indicator of one head; `of` is 0 when there was nothing to count (for copies: no example of the unit)."""

    spec: Spec
    good: int
    of: int
    limit: Decimal

    @property
    def counted(self) -> bool:
        """Whether there was anything to count."""
        return self.of > 0

    @property
    def value(self) -> Decimal | None:
        """Percent with one decimal, or the count."""
        if not self.counted:
            return None
        if self.spec.is_count:
            return Decimal(self.good)
        return (Decimal(self.good * 100) / self.of).quantize(TENTH, ROUND_HALF_UP)

    @property
    def beyond(self) -> bool:
        """Whether it is beyond its limit; shares are compared to the hundredth, as limits are written: 2 of 3 meet 66,67%."""
        if not self.counted:
            return False
        exact = Decimal(self.good) if self.spec.is_count else Decimal(self.good * 100) / self.of
        exact = exact.quantize(HUNDREDTH, ROUND_HALF_UP)
        return exact > self.limit if self.spec.at_most else exact < self.limit

    @property
    def text(self) -> str:
        """ "83,3%", "7 nơi", "chưa có"."""
        if not self.counted:
            return "chưa có"
        if self.spec.is_count:
            return f"{self.good} nơi"
        return f"{self.value}%".replace(".", ",")

    @property
    def limit_text(self) -> str:
        """ "từ 90%", "không quá 10%", "từ 1 nơi"."""
        number = f"{self.limit.normalize():f}".replace(".", ",")
        words = "không quá" if self.spec.at_most else "từ"
        return f"{words} {number}{' nơi' if self.spec.is_count else '%'}"

    @property
    def share(self) -> int:
        """Length of the bar, 0 to 100; counts fill it at the limit."""
        if not self.counted:
            return 0
        if self.spec.is_count:
            return min(100, round(100 * self.good / max(int(self.limit), 1)))
        return min(100, round(100 * self.good / self.of))

    @property
    def goodness(self) -> Decimal | None:
        """0 to 1 for ranking: more is better whatever the indicator."""
        if not self.counted:
            return None
        part = Decimal(self.share) / 100
        return 1 - part if self.spec.at_most else part


@dataclass(frozen=True)
class Duties:
    """The four parts of the work: {code: True done, False not yet, None not asked of this unit}."""

    states: Mapping[str, bool | None]

    @property
    def done(self) -> int:
        """How many were done."""
        return sum(1 for state in self.states.values() if state)

    @property
    def asked(self) -> int:
        """How many are asked."""
        return sum(1 for state in self.states.values() if state is not None)

    @property
    def none_done(self) -> bool:
        """Asked for something, did nothing: the whole row is red."""
        return self.asked > 0 and self.done == 0

    @property
    def text(self) -> str:
        """ "3/4", or "Chưa có việc nào"."""
        return "Chưa có việc nào" if self.none_done else f"{self.done}/{self.asked}"

    @property
    def marks(self) -> list[tuple[str, bool | None]]:
        """(label, state) in order."""
        return [(label, self.states.get(code)) for code, label in DUTIES]


@dataclass(frozen=True)
class HeadLine:
    """One head of a board: the unit with the words of the day, indicators, parts of the work."""

    unit: object
    name: str
    title: str
    indicators: tuple[Indicator, ...]
    duties: Duties
    report: object = None  # the page kept for the yearly assessment, when there is one
    extra: Mapping = field(default_factory=dict)

    @property
    def beyond(self) -> int:
        """How many indicators are beyond their limit."""
        return sum(1 for one in self.indicators if one.beyond)

    @property
    def key(self) -> tuple:
        """Order of the board, best to worst: nothing done last, then fewer beyond the limit, then the mean."""
        known = [one.goodness for one in self.indicators if one.goodness is not None]
        mean = sum(known) / len(known) if known else Decimal(0)
        return self.duties.none_done, self.beyond, -mean, -self.duties.done


def indicators_of(counts: Mapping[str, tuple[int, int]], rules: Mapping[str, Decimal]) -> tuple[Indicator, ...]:
    """The six, from {code: (good, of)}."""
    return tuple(Indicator(spec, *counts.get(spec.code, (0, 0)), rules[spec.rule]) for spec in SPECS)


def in_order(lines: Iterable[HeadLine]) -> list[HeadLine]:
    """Best to worst; equals keep the order in which they came."""
    return sorted(lines, key=lambda line: line.key)


def heading(lines: list[HeadLine]) -> str:
    """The finding: how many did nothing, else how many are beyond a limit."""
    idle, beyond = sum(line.duties.none_done for line in lines), sum(line.beyond > 0 for line in lines)
    if not lines:
        return "Chưa có người đứng đầu nào để đánh giá"
    if idle:
        return f"{idle} trong {len(lines)} người đứng đầu chưa thực hiện phần việc nào"
    if beyond:
        return f"{beyond} trong {len(lines)} người đứng đầu có chỉ số chưa đạt mức"
    return f"Cả {len(lines)} người đứng đầu đều đạt mức ở các chỉ số đã có số liệu"
