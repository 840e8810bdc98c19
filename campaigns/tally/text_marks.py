"""What a line of a registration says: its numbers, their units, its deadline; document numbers and years are neither.

Pure reading of one Vietnamese sentence. Spans that only look like targets ("Kế hoạch số 15", "năm học 2020 - 2021",
"lớp 10", "Covid-19") are blanked out before numbers are looked for.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from unicodedata import normalize

# Nouns that people count with in such lines; they decide where a bare number could as well be a name.
UNITS = (
    "phần trăm", "điểm phần trăm", "tỷ đồng", "triệu đồng", "nghìn đồng", "tỷ", "triệu", "nghìn", "đồng", "lượt người", "lượt",
    "hộ gia đình", "hộ", "người", "lao động", "đảng viên", "đoàn viên", "hội viên", "học sinh", "sinh viên", "giáo viên",
    "cán bộ", "công chức", "nhân khẩu", "em", "cháu", "trẻ", "bệnh nhân", "thanh niên", "nhà", "căn", "ngôi nhà", "công trình",
    "dự án", "mô hình", "sáng kiến", "giải pháp", "đề tài", "sản phẩm", "hợp tác xã", "tổ hợp tác", "doanh nghiệp",
    "cơ quan", "đơn vị", "trường", "lớp", "phòng", "trạm", "chi bộ", "chi hội", "câu lạc bộ", "xã", "phường", "thị trấn", "thôn",
    "làng", "xóm", "khu", "tổ", "tiêu chí", "chỉ tiêu", "nhiệm vụ", "hồ sơ", "thủ tục", "giấy phép", "giấy", "thẻ", "trang",
    "bài viết", "bài", "tin", "cuộc", "vụ", "buổi", "lần", "hội nghị", "đợt", "ca", "mẫu/ngày", "mẫu", "mũi", "liều", "cây",
    "con", "đàn", "tấn", "tạ", "kg", "lít", "ha", "mẫu ruộng", "sào", "km", "m²", "m2", "m³", "m3", "m", "mét vuông", "mét khối",
    "mét", "kwh", "kw", "mw", "đèn", "bóng đèn", "camera", "máy tính", "máy", "cống", "cầu", "giếng", "giờ", "phút", "ngày",
    "tuần", "tháng", "điểm", "bậc", "sao", "giải", "huy chương", "suất quà", "suất", "phần quà", "đơn vị máu", "tuyến", "đoạn",
    "hợp đồng", "quyển", "cuốn", "văn bản",
)  # fmt: skip
# Small words after which no unit can stand: "đạt 92 vào quý IV" has none.
NO_UNIT_WORDS = (
    "vào đến trong trước sau và hoặc so trở từ khi để cho tại ở theo thì hơn là nhưng mà đạt xong với bằng do của được nhằm"
    " ngay cuối đầu giữa năm quý về hết còn cả cùng như nếu trên dưới tính"
)
NO_UNIT = frozenset(NO_UNIT_WORDS.split())
DOCUMENTS = (
    "nghị quyết|chỉ thị|nghị định|thông tư|quyết định|kế hoạch|kết luận|công văn|hướng dẫn|đề án|chương trình|quy định|thông báo"
    "|luật|pháp lệnh|điều lệ|công điện|quy chế|tờ trình"
)
NAMED = (
    "lớp|trường cấp|mức độ|bậc học|thôn|tổ|khu|khu phố|xóm|ấp|đội|quốc lộ|tỉnh lộ|đường tỉnh|đường huyện|đường|điều|khoản|mục"
    "|phần|phụ lục|đợt|lần|lần thứ|thứ|kỳ|khóa|khoá|hạng|loại|tổ dân phố|đại hội|vùng|trạm|chi bộ|tuyến|số"
)
WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10,
}  # fmt: skip

_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_COUNTED = rf"(?=\s*(?:%|‰|(?:{_UNIT})(?!\w)))"
_FOLLOWED = rf"(?=\s*(?:$|[.,;:)\"”]|(?:{'|'.join(sorted(NO_UNIT))})(?!\w)))"
_NUMBER = r"\d+(?:[.,]\d+)*"
_DMY = r"(?<![\d/])(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4})(?!\d)"
_LONG_DAY = r"ngày (\d{1,2}) tháng (\d{1,2})(?: năm (\d{4}))?"
_BEFORE = r"(?:trước|đến|tới|hết|vào|xong|từ|chậm nhất|muộn nhất|hạn|trong|cuối|đầu|ngày|là)"
_DM = rf"(?:(?<=\s)|^){_BEFORE}(?: hết)?(?: ngày)? (\d{{1,2}})/(\d{{1,2}})(?![\d/])(?!\s*(?:{_UNIT})(?!\w))"
_FESTIVE = re.compile(r"(?:chào mừng|kỷ niệm|mừng|hưởng ứng|phong trào)(?:\s+\S+){0,8}\s*$")
_QUARTER = r"quý (iv|iii|ii|i|[1-4])(?!\w)(?:\s*(?:/|-|năm)\s*(\d{4}))?"
_MONTH = r"tháng (\d{1,2})(?!\d)(?:\s*(?:/|-|năm)\s*(\d{4}))?"
_HALF = r"(?:6|sáu) tháng (đầu|cuối) năm(?: (\d{4}))?"
_SCHOOL_YEAR = (
    r"(?:trong|hết|cuối|kết thúc|đến hết|của) (?:cả )?năm học(?: \d{4} ?[-–] ?\d{4})?"
    r"|(?:hết|cuối|trong) học kỳ (?:i{1,2}|[12])\b"
)
_SPAN = r"(?:giai đoạn|nhiệm kỳ|thời kỳ|năm học)?\s*\d{4} ?[-–] ?\d{4}"
_YEAR_WORDS = r"(?:trong|hết|cả|cuối|đến hết|suốt) năm(?: nay| (\d{4}))?(?! trước| ngoái| qua| học)"
_YEAR = r"(?<!so với )(?<!so )(?<!bằng )(?<!hơn )(?<!kết quả )năm (\d{4})(?! ?(?:[-–] ?\d{4}|là|đạt))"
_CADENCE = r"(?:hằng|hàng|mỗi|từng|một) (?:ngày|tuần|tháng|quý|năm)(?! (?:trước|qua))"
_TET = r"trước tết(?: nguyên đán)?"
_BLANKS = (
    rf"(?:{DOCUMENTS})(?: liên tịch)?(?: số)? {_NUMBER}(?!\s*%)(?:[-/][\w/\-–]+)?(?!{_COUNTED})(?: năm \d{{4}})?(?!\s*%)",
    r"(?<!tổng )số \d+(?:[-/][\w/\-–]+)?(?: năm \d{4})" ,
    r"\d+[-/](?:\d{4}/)?(?-i:[A-ZĐ]{2,})[\w/\-–]*",
    rf"(?<!\w)(?<!tổng )(?:{NAMED}) \d+[a-z]?(?![\d.,]*\d)(?!\s*%){_FOLLOWED}",
    r"24\s?/\s?(?:24|7)(?: giờ)?",
    r"(?<!\w)\d+ (?:cửa|tuổi|không|sạch|giỏi|nhất|tốt|chủ động|có)(?!\w)",
    r"(?:công nghiệp|cách mạng công nghiệp|chính phủ|nông nghiệp) 4[.,]0",
)  # fmt: skip


def _compiled(pattern: str) -> re.Pattern:
    return re.compile(pattern, re.IGNORECASE)


BLANKS = [_compiled(pattern) for pattern in _BLANKS]
DATES = _compiled(_DMY)
LONG_DAYS = _compiled(_LONG_DAY)
SHORT_DAYS = _compiled(_DM)
QUARTERS, MONTHS, HALVES = _compiled(_QUARTER), _compiled(_MONTH), _compiled(_HALF)
YEARS, YEAR_WORDS, SPANS = _compiled(_YEAR), _compiled(_YEAR_WORDS), _compiled(_SPAN)
SCHOOL, CADENCE, TET = _compiled(_SCHOOL_YEAR), _compiled(_CADENCE), _compiled(_TET)
NUMBERS = re.compile(rf"(?<![\w.,])(?<!\w[-–])({_NUMBER}(?:\s?/\s?\d+(?!\d*\w))?)(?:\s*[-–]\s*({_NUMBER}))?")
UNIT_AFTER = _compiled(rf"\s*(%|‰|(?:{_UNIT})(?:\s?/\s?\w+)?(?!\w)|[^\W\d_][\w²³]*)")
KNOWN_UNIT = _compiled(rf"(?:%|‰|{_UNIT})(?:\s?/\s?\w+)?")
_TENS = "|".join(WORDS)
SPELLED = _compiled(
    rf"(?<!\w)((?:{_TENS}|mươi|mốt|trăm|nghìn|ngàn|linh|rưỡi)(?:\s+(?:{_TENS}|mươi|mốt|trăm|nghìn|ngàn|linh))*)\s+({_UNIT})(?!\w)"
)
TIMES = _compiled(r"gấp (?:đôi|rưỡi|ba|bốn)(?!\w)")
LAST_YEAR = _compiled(rf"(?:năm trước|năm ngoái|cùng kỳ|năm \d{{4}}(?: là| đạt))\s*(?:là|đạt|:)?\s*({_NUMBER})\s*(%)?")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
LONGEST = 1000  # letters that are read; a line has at most 500
OFTEN = frozenset({"lần", "ngày", "giờ", "phút", "buổi", "tuần", "tháng"})  # how often or how long, seldom the target itself


@dataclass(frozen=True)
class Quantity:
    """A number with what stands after it; `unit` is "" without one, `known` when it is one of UNITS."""

    value: Decimal | None
    unit: str
    known: bool
    start: int
    end: int


@dataclass(frozen=True)
class Marks:
    """What a line says: its quantities in order, whether it names a time and which day that is, numbers that are no target."""

    quantities: tuple[Quantity, ...]
    has_deadline: bool
    due_on: date | None
    due_span: tuple[int, int] | None
    other_numbers: bool
    last_year: Decimal | None

    @property
    def main(self) -> Quantity | None:
        """The number that is the target: the first with a known unit that is not merely how often or how long."""
        ranked = sorted(self.quantities, key=lambda q: (q.unit in OFTEN, not q.known))
        return ranked[0] if ranked else None


@lru_cache(maxsize=4096)
def read(text: str, year: int | None = None) -> Marks:
    """Numbers, units and deadline of one line; `year` completes a day or a quarter written without one."""
    text = normalize("NFC", text)[:LONGEST]
    rest, documents = _blank(text, BLANKS[:3])
    last_year = LAST_YEAR.search(rest)
    rest, _ = _blank(rest, [LAST_YEAR])
    times, rest = _times(rest, year)
    rest, periods = _blank(rest, [SPANS, YEARS, re.compile(r"(?<![\w.,/])(?:19|20)\d\d(?![\w.,]*\d)(?!\s*%)" + _FOLLOWED)])
    rest, names = _blank(rest, BLANKS[3:])
    found = _quantities(rest)
    day = min(times, key=lambda mark: mark[0]) if times else None
    return Marks(
        quantities=tuple(sorted(found, key=lambda q: q.start)),
        has_deadline=day is not None,
        due_on=day[1] if day else None,
        due_span=day[2] if day else None,
        other_numbers=bool(documents or names or periods or any(rank >= 5 for rank, *_ in times)),
        last_year=_decimal(last_year[1]) if last_year else None,
    )


def _blank(text: str, patterns) -> tuple[str, bool]:
    """The text with every match replaced by as many blanks, and whether there was a match with a digit."""
    hit = False
    for pattern in patterns:
        hit = hit or any(re.search(r"\d", match[0]) for match in pattern.finditer(text))
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text, hit


def _times(text: str, year: int | None) -> tuple[list, str]:
    """(rank, day, span) of every mark of time, the most exact rank first, and the text without them."""
    found, last = [], year
    for rank, pattern, reader in _READERS:
        for match in pattern.finditer(text):
            day = reader(match, last)
            if day is not False and not (rank == 1 and _FESTIVE.search(text[: match.start()].lower())):
                found.append((rank, day, match.span()))
        if pattern is not YEARS:
            text = pattern.sub(lambda match: " " * len(match[0]), text)
    return found, text


def _day(year, month, day):
    """The date, False when there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return False


def _month_end(year: int | None, month: int):
    return date(year, month, monthrange(year, month)[1]) if year and 1 <= month <= 12 else None


def _year_of(text: str | None, year: int | None) -> int | None:
    return int(text) if text and 1990 <= int(text) <= 2100 else year


def _full_day(match, year):
    return _day(match[3], match[2], match[1])


def _long_day(match, year):
    told = _year_of(match[3], year)
    return _day(told, match[2], match[1]) if told else None


def _short_day(match, year):
    return _day(year or 2000, match[2], match[1]) and (_day(year, match[2], match[1]) if year else None)


def _quarter(match, year):
    number = ROMAN.get(match[1].lower()) or int(match[1])
    return _month_end(_year_of(match[2], year), number * 3)


def _month(match, year):
    number = int(match[1])
    return _month_end(_year_of(match[2], year), number) if 1 <= number <= 12 else False


def _half(match, year):
    return _month_end(_year_of(match[2], year), 6 if match[1].lower() == "đầu" else 12)


def _whole_year(match, year):
    return _month_end(_year_of(match[1], year), 12)


def _unnamed(match, year):
    return None


_READERS = [
    (0, DATES, _full_day), (0, LONG_DAYS, _long_day), (1, SHORT_DAYS, _short_day), (2, QUARTERS, _quarter),
    (3, HALVES, _half), (3, MONTHS, _month), (4, TET, _unnamed), (4, SCHOOL, _unnamed), (4, YEAR_WORDS, _whole_year),
    (5, YEARS, _whole_year), (6, CADENCE, _unnamed),
]  # fmt: skip


def _quantities(rest: str) -> list[Quantity]:
    found = [_quantity(match, rest) for match in NUMBERS.finditer(rest)]
    for match in SPELLED.finditer(rest):
        if (value := _spelled(match[1])) is not None and not rest[match.start() :].lower().startswith("năm học"):
            found.append(Quantity(value, match[2].lower(), True, *match.span()))
    found += [Quantity(None, "lần", True, *match.span()) for match in TIMES.finditer(rest)]
    return found


def _quantity(match, rest: str) -> Quantity:
    after = UNIT_AFTER.match(rest, match.end())
    unit = after[1] if after else ""
    if unit.lower() in NO_UNIT:
        unit = ""
    end = after.end() if unit else match.end()
    known = bool(unit and KNOWN_UNIT.fullmatch(unit))
    return Quantity(_decimal(match[1]), unit if unit.isupper() else unit.lower(), known, match.start(), end)


def _decimal(text: str) -> Decimal | None:
    """1.500 → 1500; 6,2 → 6.2; 4.5 → 4.5; "27/27" → its first part."""
    text = text.partition("/")[0].strip()
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", text):
        text = text.replace(".", "")
    text = text.replace(",", ".")
    return Decimal(text) if re.fullmatch(r"\d{1,13}(\.\d{1,4})?", text) else None


def _spelled(text: str) -> Decimal | None:
    """ "hai mươi lăm" → 25, "một trăm hai mươi" → 120; None when the words make no number."""
    total = current = 0
    for word in text.lower().split():
        if word in WORDS:
            current = current + WORDS[word] if word != "mười" else current + 10
        elif word == "mốt":
            current += 1
        elif word == "mươi":
            current = current // 10 * 10 + (current % 10) * 10
        elif word in ("trăm", "nghìn", "ngàn"):
            scale = 100 if word == "trăm" else 1000
            total, current = (total + current * scale, 0) if scale == 100 else ((total + current) * scale, 0)
    return Decimal(total + current) if total + current else None
