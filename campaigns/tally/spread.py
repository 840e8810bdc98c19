"""The spread of an example as sentences and as lanes: pure reckoning, SVG attributes as text.

Each lane begins when a unit copied the example, its thickness is the size kept today, a dotted line leads back to the
origin. Headings are findings: a small table of sentences by case.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.enums import ReplicationState, UnitLevel
from campaigns.tally.finding import in_words
from thiduakhenthuong.core.vntext import NBSP, number

WIDTH, LEFT, RIGHT = 640, 54, 634  # of the picture; LEFT leaves room for the label of the first lane
ROW, LABEL = 40, 36  # height of a row, width of a year
THIN, THICK, PLAIN = Decimal(5), Decimal(16), Decimal(8)
NOUNS = {
    UnitLevel.COMMUNE: "xã", UnitLevel.SCHOOL: "trường", UnitLevel.DISTRICT: "huyện", UnitLevel.PROVINCE: "tỉnh",
    UnitLevel.DEPARTMENT: "sở, ngành", UnitLevel.OFFICE: "cơ quan", UnitLevel.ENTERPRISE: "doanh nghiệp",
}  # fmt: skip


# First words that say what a unit is: small inside a sentence.
KINDS = {
    "Xã", "Phường", "Thị", "Huyện", "Tỉnh", "Thành", "Trường", "Phòng", "Ban", "Sở", "Hội", "Chi", "Công", "Trạm", "Trung",
    "Văn", "Đảng", "Hợp", "Ủy", "Đoàn", "Liên",
}  # fmt: skip


@dataclass(frozen=True)
class Lane:
    """One row of picture and table: the origin (`copy` None) or a unit that copies."""

    name: str
    copy: object | None
    since: str
    value: Decimal | None
    y: str
    middle: str
    x: str
    width: str
    height: str
    bar_y: str
    own_y: str  # of the bar in a picture of this row alone, 18 high
    text_x: str
    link_from: str
    share: str  # where it begins on a bar of 100, for the narrow picture of a phone
    rest: str  # how long it is there


@dataclass(frozen=True)
class Picture:
    """The lanes with their years."""

    lanes: list[Lane]
    years: list[tuple[str, str]]
    width: str
    height: str


def noun(units) -> str:
    """What the copying units are together: "xã" when all are communes, else "nơi"."""
    levels = {unit.level for unit in units}
    return NOUNS.get(levels.pop(), "nơi") if len(levels) == 1 else "nơi"


def title(name: str, copies) -> str:
    """The name with its count: "Đường hoa tự quản, được nhân rộng tại 7 xã"."""
    units = [copy.unit for copy in copies if copy.state == ReplicationState.CONFIRMED]
    return f"{name}, được nhân rộng tại {len(units)}{NBSP}{noun(units)}" if units else name


def finding(exemplar, copies) -> str:
    """The heading of the picture: how far it came, from where."""
    done = [copy for copy in copies if copy.state == ReplicationState.CONFIRMED]
    asking = len(copies) - len(done)
    origin = in_sentence(exemplar.unit.name) if exemplar.unit else "nơi khởi đầu"
    if not done:
        look = f", {in_words(asking)} nơi đang tìm hiểu hoặc chờ xác nhận" if asking else ", chưa nơi nào làm theo"
        return f"Mới có ở {origin}{look}"
    total = total_value(exemplar, done)
    if total is None:
        units = {copy.unit for copy in done}
        return f"Từ {origin} lan ra {in_words(len(units))} {noun(units)} khác"
    places = {copy.unit for copy in done} | ({exemplar.unit} if exemplar.unit else set())
    where = f"{in_words(len(places))} {noun(places)}"
    return f"Từ {origin} đến {number(total)}{NBSP}{exemplar.unit_of_measure} ở {where}"


def in_sentence(name: str) -> str:
    """A unit's name inside a sentence: "xã Đồng Lạc", "trường THCS Nam Chính"; own names keep their capital."""
    return name[:1].lower() + name[1:] if name.partition(" ")[0] in KINDS else name


def total_value(exemplar, done) -> Decimal | None:
    """Size kept by all together; None where sizes are missing or cannot be added (percent, per head)."""
    if "%" in exemplar.unit_of_measure or "/" in exemplar.unit_of_measure or not exemplar.unit_of_measure:
        return None
    values = [exemplar.result_value, *(copy.value for copy in done)]
    return sum(values) if all(value is not None for value in values) else None


def thickness(exemplar) -> str:
    """What the thickness of a lane means: "số km đang giữ"; of rates "mức đạt được"."""
    measure = exemplar.unit_of_measure
    if not measure:
        return "quy mô đang giữ"
    return "mức đạt được" if "%" in measure or "/" in measure else f"số {measure} đang giữ"


def units_heading(copies) -> str:
    """ "7 xã đã làm theo, 2 xã đang tìm hiểu"."""
    parts = []
    for words, states in (
        ("đã làm theo", (ReplicationState.CONFIRMED,)), ("chờ xác nhận", (ReplicationState.CLAIMED,)),
        ("đang tìm hiểu", (ReplicationState.ASKING,)),
    ):  # fmt: skip
        units = [copy.unit for copy in copies if copy.state in states]
        if units:
            parts.append(f"{len(units)}{NBSP}{noun(units)} {words}")
    return ", ".join(parts) if parts else "Chưa nơi nào làm theo"


def picture(exemplar, copies, today: date) -> Picture | None:
    """Lanes of the origin and of all who copy since a day; None when no beginning is known."""
    rows = [(exemplar.unit.name if exemplar.unit else exemplar.place_text or "Nơi khởi đầu", None, exemplar.started_on,
             exemplar.result_value)]  # fmt: skip
    rows += [(c.unit.name, c, c.started_on, c.value) for c in copies if c.state == ReplicationState.CONFIRMED]
    known = [day for _, _, day, _ in rows if day]
    if not known:
        return None
    first = min(known)
    start, end = date(first.year, first.month, 1), max(today, first)
    span = max((end - start).days, 1)
    most = max((value for *_, value in rows if value), default=None)
    lanes = [_lane(place, row, start, span, most) for place, row in enumerate(rows)]
    years = [year for year in range(start.year, end.year + 1) if date(year, 1, 1) >= start]
    pitch = max(1, len(years) // 8)  # at most some eight labels
    found = [(_x(date(year, 1, 1), start, span), str(year)) for year in years if (year - years[-1]) % pitch == 0]
    marks = [(_text(x), year) for x, year in found if x < WIDTH - LABEL]
    return Picture(lanes, marks, str(WIDTH), str(ROW * len(lanes)))


def _lane(place: int, row: tuple, start: date, span: int, most: Decimal | None) -> Lane:
    name, copy, day, value = row
    x = _x(day or start, start, span)
    middle = Decimal(ROW * place + ROW // 2)
    share = (x - LEFT) / (RIGHT - LEFT) * 100
    height = THIN + (THICK - THIN) * value / most if value and most else PLAIN
    return Lane(
        name=name, copy=copy, since=f"{day.month}/{day.year}" if day else "chưa rõ", value=value, y=_text(middle + 5),
        middle=_text(middle), x=_text(x), width=_text(max(Decimal(RIGHT) - x, Decimal(4))), height=_text(height),
        bar_y=_text(middle - height / 2), own_y=_text(9 - height / 2), text_x=_text(x - 8),
        link_from=_text(Decimal(ROW // 2 + 8)), share=_text(share), rest=_text(max(100 - share, Decimal(1))),
    )  # fmt: skip


def _x(day: date, start: date, span: int) -> Decimal:
    return LEFT + Decimal(RIGHT - LEFT) * (day - start).days / span


def _text(value: Decimal) -> str:
    return f"{value:.1f}"
