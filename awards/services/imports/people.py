"""Reading a name, a birth and a gender as offices write them. Pure: text in, value and problems out."""

import calendar
import datetime
import re
from typing import NamedTuple
from unicodedata import normalize

from awards.services.imports.problems import mend, problem
from awards.services.imports.vocabulary import small, words
from thiduakhenthuong.core.names import (
    INVISIBLE,
    clean,
    decode_legacy,
    lookalikes,
    proper_case,
    repair,
    split_honorific,
)

SERIALS = range(3654, 54789)  # Excel days of 1910 … 2049; whole numbers below are years
CENTURY = 100
PACKED = 8  # digits of a date without separators
_ALONE = re.compile(r"[0-9]+([.,][0-9]+)?")
_HOUSEHOLD = re.compile(r"(?:hộ gia đình|gia đình|hộ)(?:\s+(?:của|nhà))?\s+(?=\S)", re.IGNORECASE)
_STRANGE = re.compile(r"[0-9@#$%^*_=<>{}\[\]|\\~?!+]")
_LONG_NAME = 6


class Read(NamedTuple):
    """A value understood, with what must be said about it."""

    value: str
    issues: list
    honorific: str = ""


# --- names ------------------------------------------------------------------------------------


def read_name(text: str, *, column: str, field: str, kind: str, kept: bool = False) -> Read:
    """A name cell cleaned, its repairs reported; `kept`: the officer wants the letters exactly as written."""
    if legacy := decode_legacy(text):
        legacy = clean(legacy)
        fix = [mend(f"Đổi thành “{legacy}”", field, legacy)]
        return Read(legacy, [problem("TCVN3", column, field, value=legacy, fix=fix, text=legacy)])
    issues = [problem(code, column, field) for code in _untidy(text)]
    name = clean(text)
    if kept:
        return Read(name, issues)
    if letters := lookalikes(name):
        fixed = repair(name)
        said = {"letters": "".join(letters), "fixed": repair("".join(letters))}
        issues.append(problem("HOMOGLYPH", column, field, value=fixed, **said))
        name = fixed
    if kind == "collective":
        return _tell(name, issues)
    if kind == "individual" and _two_persons(text, name):
        return Read(name, [*issues, problem("TWO_PERSONS", column, field, value=name)])
    name, honorific = _without_prefixes(name, issues, column, field, kind)
    name = _in_proper_case(name, issues, column, field)
    if strange := _STRANGE.findall(name):
        letters = "".join(dict.fromkeys(strange))
        issues.append(problem("NAME_STRANGE", column, field, value=name, text=name, letters=letters))
    return _tell(name, issues, honorific)


def _tell(name: str, issues: list, honorific: str = "") -> Read:
    return Read(name, [{**issue, "value": issue["value"] or name} for issue in issues], honorific)


def _untidy(text: str):
    """Codes of what `clean` will change."""
    if normalize("NFC", text) != text:
        yield "NFD"
    if INVISIBLE.search(text):
        yield "ZERO_WIDTH"
    if re.search(r"[\r\n]", text.strip()):
        yield "LINEBREAK"
    flat = re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", INVISIBLE.sub("", text))
    if flat != " ".join(flat.split()):
        yield "SPACES"


def _two_persons(text: str, name: str) -> bool:
    """Two names in one cell: numbered, or joined by a mark or "và", or full names on two lines."""
    if re.search(r"(?:^|[\s;,])1[.)]\s*\S.*[\s;,]2[.)]\s*\S", name):
        return True
    parts = [part.split() for part in re.split(r"\s*[;&/]\s*|,\s+|\s+và\s+", name) if part.strip()]
    if len(parts) > 1 and all(len(part) > 1 for part in parts):
        return True
    lines = [line.split() for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and all(len(line) * 2 >= _LONG_NAME for line in lines)


def _without_prefixes(name: str, issues: list, column: str, field: str, kind: str) -> tuple[str, str]:
    """The name without "Hộ", "Ông:", "ThS." and the honorific found; each taken away is reported."""
    if kind == "household" and (match := _HOUSEHOLD.match(name)):
        issues.append(problem("PREFIX", column, field, prefix=match[0].strip()))
        name = name[match.end() :]
    honorific, title, rest = split_honorific(name)
    head = name[: len(name) - len(rest)].strip() if rest != name else ""
    if honorific:
        issues.append(problem("PREFIX", column, field, prefix=honorific if title else head))
    if title:
        issues.append(problem("TITLE_PREFIX", column, field, prefix=title if honorific else head))
    return rest, honorific


def _in_proper_case(name: str, issues: list, column: str, field: str) -> str:
    proper = proper_case(name)
    if proper != name and " " in name:
        issues.append(problem("UPPERCASE" if name == name.upper() else "LOWERCASE", column, field))
        return proper
    return name


def is_number(value) -> bool:
    """Whether a cell that should hold a name holds a number."""
    return not isinstance(value, str) or bool(_ALONE.fullmatch(value.strip()))


# --- birth ------------------------------------------------------------------------------------


def read_birth(value, *, column: str, years: range) -> Read:
    """A birth cell → "1981-02-05", "1981" or ""; `years` are those in which a recipient may be born."""
    if isinstance(value, datetime.date):
        return _aged(Read(value.isoformat(), _leap(value, column)), value.year, column, years)
    if isinstance(value, bool):
        return _unreadable(str(value), column)
    if isinstance(value, int | float):
        return _from_number(value, column, years)
    return _from_text(clean(value), column, years)


def _problem(code: str, column: str, **words) -> dict:
    return problem(code, column, "birth", **words)


def _aged(read: Read, year: int, column: str, years: range) -> Read:
    if year in years:
        return read
    return Read("", [_problem("AGE_RANGE", column, value=str(year), year=year)])


def _leap(value: datetime.date, column: str) -> list:
    leap = (value.month, value.day) == (2, 29)
    return [_problem("LEAP_DAY", column, value=value.isoformat(), year=value.year)] if leap else []


def _year_only(year: int, column: str, years: range) -> Read:
    return _aged(Read(str(year), [_problem("YEAR_ONLY", column, value=str(year), year=year)]), year, column, years)


def _from_number(number: float, column: str, years: range) -> Read:
    if number == int(number) and 1000 <= number < 3000:
        return _year_only(int(number), column, years)
    if number == int(number) and int(number) in SERIALS:
        date = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(number))
        issue = _problem("EXCEL_SERIAL", column, value=date.isoformat(), text=int(number), day=f"{date:%d/%m/%Y}")
        return _aged(Read(date.isoformat(), [issue]), date.year, column, years)
    if number == int(number) and 10_000_000 <= number < 100_000_000:
        return _from_text(f"{int(number)}", column, years)
    return _unreadable(f"{number:.10g}", column)


def _from_text(text: str, column: str, years: range) -> Read:
    bare = re.sub(r"^(?:sinh(?:\s+năm|\s+ngày)?|năm|ngày|ns)\s*:?\s*", "", text, flags=re.IGNORECASE)
    bare = re.sub(r"(?:ngày|tháng|năm|\s)+", "/", bare.strip(), flags=re.IGNORECASE)
    parts = re.sub(r"[-.,/]+", "/", bare).strip("/").split("/")
    if not all(part.isascii() and part.isdigit() for part in parts):
        return _unreadable(text, column)
    if len(parts) == 1 and len(parts[0]) != PACKED:
        return _from_number(int(parts[0]), column, years)
    if len(parts) == 2 and len(parts[1]) == 4:  # month and year
        return _year_only(int(parts[1]), column, years)
    parts = _day_month_year(parts, years)
    if len(parts) != 3 or len(parts[2]) not in (2, 4):
        return _unreadable(text, column)
    return _from_parts(text, [int(part) for part in parts], column, years, short=len(parts[2]) == 2)


def _day_month_year(parts: list[str], years: range) -> list[str]:
    """1981-5-2, 19810502 and 02051981 in the order of the paper."""
    whole = parts[0]
    if len(parts) == 1:
        return [whole[6:], whole[4:6], whole[:4]] if int(whole[:4]) in years else [whole[:2], whole[2:4], whole[4:]]
    return parts[::-1] if len(whole) == 4 else parts


def _from_parts(text: str, parts: list[int], column: str, years: range, *, short: bool) -> Read:
    """Day, month, year of a text; `short`: the year has two digits."""
    date, month, year = parts
    code = "DATE_TEXT"
    if short:
        code, year = "DATE_TWO_DIGIT_YEAR", _full_year(year, years)
    if month > 12 >= date:
        code, date, month = "DATE_MDY", month, date
    if not 1 <= month <= 12 or not 1 <= date <= calendar.monthrange(max(1, min(year, 9999)), month)[1]:
        fix = [mend(f"Chỉ ghi năm {year}", "birth", str(year))]
        return Read("", [_problem("DATE_INVALID", column, value=text, fix=fix, text=text)])
    found = datetime.date(year, month, date)
    said = f"{found:%d/%m/%Y}"
    fix = [] if code == "DATE_TEXT" else [mend(f"Đúng là {said}", "birth", said)]
    issue = _problem(code, column, value=found.isoformat(), fix=fix, day=said, month=parts[1])
    return _aged(Read(found.isoformat(), [issue, *_leap(found, column)]), year, column, years)


def _full_year(year: int, years: range) -> int:
    """The year of birth behind two digits: of the latest century in which the person may be born."""
    this = years.stop // CENTURY * CENTURY + year
    return this if this < years.stop else this - CENTURY


def _unreadable(text: str, column: str) -> Read:
    return Read("", [_problem("DATE_UNREADABLE", column, value=text, text=text)])


# --- gender -----------------------------------------------------------------------------------


def gender_of(text: str) -> str:
    """ "Nam", "Ông:", "nữ" → "male" or "female"; "" when the words say nothing."""
    word = small(text).strip(" :.")
    return next((gender for gender in ("male", "female") if word in words(gender)), "")


def choose_gender() -> list[dict]:
    """The two mends of every question about gender."""
    return [mend("Ông", "gender", "Ông"), mend("Bà", "gender", "Bà")]
