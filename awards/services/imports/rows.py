"""Which rows of a table are recipients, and of which kind; the others are headings of sections, totals, signatures."""

import re
from typing import NamedTuple

from awards.enums import RecipientKind
from awards.services.imports.lines import ROW, Line, shown
from awards.services.imports.problems import problem
from awards.services.imports.vocabulary import NAME_FIELDS, small, words

ENOUGH = 3  # filled columns that make a row a recipient even without a name
KIND_OF_FIELD = {
    "full_name": RecipientKind.INDIVIDUAL,
    "collective_name": RecipientKind.COLLECTIVE,
    "household_name": RecipientKind.HOUSEHOLD,
}
_SIGNED = re.compile(r"ngày\s*[\d…. ]*\s*tháng\s*[\d…. ]*\s*năm")
_COUNT = re.compile(r"(\d[\d.]*)\s*(?:người|cá nhân|tập thể|hộ|trường hợp|đề nghị)|:\s*(\d[\d.]*)\s*\.*/?\.*$")


class Kind(NamedTuple):
    """What a row is: `skip` a code of problems.CODES or "", `recipient` and `name_field` for recipients."""

    skip: str
    recipient: str = ""
    name_field: str = ""


def sort_rows(lines: list[Line]) -> list[Kind]:
    """The kind of every row; a section heading such as "II. TẬP THỂ" holds until the next one."""
    names = [field for field in NAME_FIELDS if any(field in line.mapping for line in lines[:1])]
    looks = [_is_recipient(line, names) for line in lines]
    last = max((i for i, yes in enumerate(looks) if yes), default=-1)
    section, found = "", []
    for i, line in enumerate(lines):
        if looks[i]:
            found.append(_recipient(line, names, section))
            continue
        code = _skip_code(line, before_end=i < last)
        if code == "SECTION_ROW":
            section = _section_kind(_first_text(line)) or section
        found.append(Kind(code))
    return found


def _texts(line: Line) -> list[tuple[str, str]]:
    """(letter, words) of the filled cells; an area merged sideways counts once by the reader."""
    found = [(letter, shown(packed).strip()) for letter, packed in line.cells.items() if letter != ROW]
    return [(letter, text) for letter, text in found if text]


def _first_text(line: Line) -> str:
    return next((text for _, text in _texts(line) if not text.replace(".", "").isdigit()), "")


def _is_recipient(line: Line, names: list[str]) -> bool:
    texts = _texts(line)
    if not texts or _total(_first_text(line)):
        return False
    number = line.mapping.get("stt")
    mapped = set(line.mapping.values()) - {number}
    filled = sum(letter in mapped for letter, _ in texts)
    numbered = any(letter == number and re.fullmatch(r"\d+\.?", text) for letter, text in texts)
    named = any(line.filled(field) for field in names)
    if named:
        return filled > 1 or numbered or bool(line.edits)
    return filled >= ENOUGH or _broken_name(line, names)


def _broken_name(line: Line, names: list[str]) -> bool:
    return any((cell := line.get(field)) and cell.flag not in ("", "secret") for field in names)


def _total(text: str) -> bool:
    start = small(text).lstrip("( ")
    for word in words("total"):
        rest = start.removeprefix(word)
        if rest != start and not (rest[:1].isalpha() or word == "cộng" and re.match(r"\s*[^\W\d]", rest)):
            return True
    return False


def _skip_code(line: Line, *, before_end: bool) -> str:
    texts = _texts(line)
    if not texts:
        return "EMPTY_ROW"
    if _total(_first_text(line)):
        return "TOTAL_ROW"
    if _signature(" ".join(text for _, text in texts)) and not before_end:
        return "SIGNATURE_ROW"
    return "SECTION_ROW" if before_end else "SIGNATURE_ROW"


def _signature(text: str) -> bool:
    said = small(text)
    return bool(_SIGNED.search(said)) or any(word in said for word in words("signature"))


def _section_kind(text: str) -> str:
    said = re.sub(r"^(?:[ivxa-zđ]+|\d+)\s*[.)\-:/]+\s*", "", small(text))
    starts = ((word, kind) for word, kind in words("section").items() if re.match(rf"(?:các\s+|về\s+|đối với\s+)?{word}\b", said))
    return next((kind for _, kind in starts), "")


def _recipient(line: Line, names: list[str], section: str) -> Kind:
    told = _section_kind(shown(line.cells.get(line.mapping.get("recipient_kind", ""))))
    own = next((field for field in names if line.filled(field)), names[0] if names else "full_name")
    kind = told or section or KIND_OF_FIELD.get(own) or _by_words(shown(line.cells.get(line.mapping.get(own, ""))))
    if own in KIND_OF_FIELD and not told and len(names) > 1:
        kind = KIND_OF_FIELD[own]
    return Kind("", kind, own)


def _by_words(name: str) -> str:
    """The kind of recipient told by the first words of the name: "Hộ ông …", "Trường …", else a person."""
    said = small(name)
    for kind in (RecipientKind.HOUSEHOLD, RecipientKind.COLLECTIVE):
        if any(re.match(rf"{re.escape(word)}\b", said) for word in words(kind)):
            return kind
    return RecipientKind.INDIVIDUAL


def skip_issues(line: Line, code: str, recipients: int) -> list[dict]:
    """Why a row is left out; a total that does not agree with the table is pointed out."""
    column = line.columns()
    issues = [problem(code, column)]
    if code == "TOTAL_ROW" and (match := _COUNT.search(_first_text(line).rstrip("). /"))):
        said = (match[1] or match[2]).replace(".", "")
        if int(said) != recipients:
            issues.append(problem("TOTAL_MISMATCH", column, value=str(recipients), text=said, count=recipients))
    return issues
