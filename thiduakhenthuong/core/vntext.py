"""Vietnamese text on paper and screen: dates, numbers, amounts in words, unbroken phrases.

Sources: Decree 30/2020 (layout of documents) as summarised in the documents reference: zero
before days 1-9 and months 1 and 2 only; counts have two digits at least.
"""

import datetime
import re
from decimal import Decimal

NBSP = "\u00a0"

# --- dates ------------------------------------------------------------------------------------


def date_long(day):
    """ "ngày 05 tháng 02 năm 2026"; months 3 to 12 have no zero added: "ngày 10 tháng 7 năm 2020"."""
    return f"ngày {date_plain(day)}"


def date_plain(day):
    """The long date without the word "ngày": "05 tháng 02 năm 2026"."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d} tháng {month} năm {day.year}"


def date_short(day):
    """ "05/02/2026"; "" for None."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}" if day else ""


class DateError(ValueError):
    """A date that cannot be taken as written: `code`, Vietnamese text, perhaps a `suggestion`.

    Codes: DATE_EMPTY, DATE_FORMAT, DATE_INVALID, DATE_TWO_DIGIT_YEAR, DATE_MDY.
    """

    def __init__(self, code, message, suggestion=None):
        super().__init__(message)
        self.code, self.message, self.suggestion = code, message, suggestion


_DATE = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")


def parse_date(text):
    """The date written as day, month, year ("05/02/2026", "5/2/2026"); DateError says why not."""
    text = " ".join(str(text or "").split())
    if not text:
        raise DateError("DATE_EMPTY", "Chưa ghi ngày")
    if not (match := _DATE.fullmatch(text)):
        raise DateError("DATE_FORMAT", f"“{text}” không phải ngày: ghi theo dạng ngày/tháng/năm, ví dụ 05/02/2026")
    day, month, year = map(int, match.groups())
    if len(match[3]) == 2:
        return _refuse_short_year(day, month, year)
    return _real_date(day, month, year)


def day_of(text):
    """The date "05/02/2026" of an address, or None when it cannot be read."""
    try:
        return parse_date(text)
    except DateError:
        return None


def _real_date(day, month, year):
    try:
        return datetime.date(year, month, day)
    except ValueError:
        pass
    if month > 12 >= day and (swapped := _real_date(month, day, year)):
        raise DateError(
            "DATE_MDY",
            f"Không có tháng {month}: có thể viết kiểu tháng/ngày, đề nghị {date_short(swapped)}",
            swapped,
        )
    raise DateError("DATE_INVALID", f"Ngày {day:02d}/{month:02d}/{year:04d} không có thật")


def _refuse_short_year(day, month, year):
    """Two digits: 00-29 are read as 20xx, 30-99 as 19xx, and always asked back."""
    guess = _real_date(day, month, year + (2000 if year < 30 else 1900))
    message = f"Năm ghi hai chữ số: hiểu là {date_short(guess)}, cần xác nhận"
    raise DateError("DATE_TWO_DIGIT_YEAR", message, guess)


# --- numbers ----------------------------------------------------------------------------------


def number(value):
    """1250000 → "1.250.000"; 91.7 → "91,7"; "" for None."""
    if value is None:
        return ""
    whole, _, decimals = f"{value:,}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", ".") + (f",{decimals}" if decimals else "")


_NUMBER = re.compile(r"-?(\d{1,3}([. \u00a0]\d{3})+|\d+)(,\d+)?")


def parse_decimal(text):
    """The number written as "1.250,5", "1250,5" or "1250.5"; None for nothing; ValueError says why not."""
    text = " ".join(str(text or "").split())
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        text = re.sub(r"[. \u00a0]", "", text).replace(",", ".")
    elif not re.fullmatch(r"-?\d+\.\d+", text):
        raise ValueError(f"“{text}” không phải là số: ghi như 1.250 hoặc 12,5")
    value = Decimal(text)
    if abs(value) >= Decimal("1e13") or -value.as_tuple().exponent > 4:
        raise ValueError(f"“{text}” quá lớn hoặc có hơn 4 chữ số sau dấu phẩy")
    return value


def money(amount):
    """Whole đồng, without the unit: 1250000 → "1.250.000"; "" for None."""
    return "" if amount is None else number(int(amount))


def coefficient(thousandths):
    """Kept in thousandths: 1500 → "1,5", 2000 → "2,0"; "" for None."""
    if thousandths is None:
        return ""
    whole, rest = divmod(thousandths, 1000)
    return f"{whole},{f'{rest:03d}'.rstrip('0') or '0'}"


def count2(count):
    """Counts in documents have two digits at least: 2 → "02", 1010 → "1.010"."""
    return f"{count:02d}" if count < 100 else number(count)


def counts_text(collective=0, household=0, individual=0):
    """ "02 tập thể, 01 hộ gia đình và 10 cá nhân"; kinds with zero are dropped, "" if all are."""
    kinds = ((collective, "tập thể"), (household, "hộ gia đình"), (individual, "cá nhân"))
    parts = [f"{count2(count)} {kind}" for count, kind in kinds if count]
    return " và ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_SCALES = ("", " nghìn", " triệu")


def words(amount):
    """A whole number in Vietnamese words, right for |amount| ≤ 10^18: 21 → "hai mươi mốt".

    Says "nghìn" and "linh" (1.005 → "một nghìn không trăm linh năm").
    """
    if amount < 0:
        return "âm " + words(-amount)
    return _below_or_above_billion(amount, leading=True) or DIGITS[0]


def _below_or_above_billion(amount, *, leading):
    billions, rest = divmod(amount, 10**9)
    parts = [_below_or_above_billion(billions, leading=leading) + " tỷ"] if billions else []
    leading = leading and not billions
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            parts.append(_group(group, leading=leading) + _SCALES[power])
            leading = False
    return " ".join(parts)


def _group(group, *, leading):
    """Three digits; a group that does not lead says its zero hundreds."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    parts = [] if leading and not hundreds else [DIGITS[hundreds], "trăm"]
    if tens == 0 and ones:
        parts += (["linh"] if parts else []) + [DIGITS[ones]]
    elif tens:
        parts += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
        parts += [_ones_after_tens(tens, ones)] if ones else []
    return " ".join(parts)


def _ones_after_tens(tens, ones):
    if ones == 5:
        return "lăm"
    return {1: "mốt", 4: "tư"}.get(ones, DIGITS[ones]) if tens > 1 else DIGITS[ones]


# --- lines ------------------------------------------------------------------------------------

_UNBROKEN = re.compile(
    r"(?:ngày )?\d{1,2} tháng \d{1,2} năm \d{4}|tháng \d{1,2} năm \d{4}"
    r"|\b(?:ngày|tháng|năm|số|điều|khoản) \d+|\bđiểm [a-zđ](?=[\s,;.)]|$)"
    r"|\b(?:ông|bà):? \w+|\bnhân dân\b",
    re.IGNORECASE,
)


def join_nbsp(text, *, last_words=False):
    """Put no-break spaces where a line must not end: dates, "Điều 1", "Bà Lan", " - ", "nhân dân".

    `last_words` also ties the last two words, for titles and table cells.
    """
    text = _UNBROKEN.sub(lambda m: m[0].replace(" ", NBSP), " ".join(text.split(" ")))
    text = re.sub(r" ([-–]) ", rf"{NBSP}\1{NBSP}", text)
    return re.sub(r" (\S+)$", rf"{NBSP}\1", text) if last_words else text
