"""Checks of one recipient row: a name, who he or she is, where from, what is proposed, and the rest of the columns."""

from awards.enums import RecipientKind
from awards.services.imports.awards_units import read_award, read_unit, recognise_collective
from awards.services.imports.cells import broken, circumstances, read_count, read_flag, read_percent, read_text
from awards.services.imports.context import Context
from awards.services.imports.lines import Line, text_of
from awards.services.imports.people import choose_gender, gender_of, is_number, read_birth, read_name
from awards.services.imports.problems import ERROR, problem
from awards.services.imports.standards import standard_notices
from awards.services.imports.vocabulary import small, words
from thiduakhenthuong.core.names import same_name_key

MALE, FEMALE = "male", "female"
HONORIFIC_GENDER = {"Ông": MALE, "Bà": FEMALE}
BY_SEX = {MALE: "birth_male", FEMALE: "birth_female"}


def check_line(line: Line, kind: str, name_field: str, context: Context, kept: list[str]) -> tuple[dict, list[dict]]:
    """(values as `add_nominations` takes them, problems) of one row; `kept`: fields to leave as written."""
    values, issues = {"recipient_kind": kind}, []
    if line.hidden:
        issues.append(problem("HIDDEN_ROW", line.columns(whole=True)))
    honorific = _name(line, kind, name_field, values, issues, kept)
    if kind == RecipientKind.INDIVIDUAL:
        _person(line, honorific, values, issues, context)
    elif kind == RecipientKind.COLLECTIVE:
        _collective(line, name_field, values, issues, context)
    else:
        _household(line, honorific, values, issues)
    read_unit(line, kind, values, issues, context)
    read_award(line, kind, values, issues, context)
    _common(line, values, issues)
    if kind == RecipientKind.COLLECTIVE:
        issues += standard_notices(values, context, line.mapping)
    values["name_key"] = same_name_key(values["name"])
    return values, issues


# --- name -------------------------------------------------------------------------------------


def _name(line: Line, kind: str, field: str, values: dict, issues: list, kept: list[str]) -> str:
    """Put the name into `values`; returns the honorific found before it."""
    cell, what = line.get(field), _what(kind)
    column = cell.letter if cell else ""
    values["name"] = ""
    if cell:
        issues += circumstances(cell, field)
    if cell and broken(cell):
        return ""
    if cell is None or cell.empty:
        issues.append(problem("NAME_MISSING", column, field, what=what))
        return ""
    if is_number(cell.value):
        said = {"What": what[:1].upper() + what[1:], "text": text_of(cell.value)}
        issues.append(problem("NAME_NOT_TEXT", column, field, value=said["text"], **said))
        return ""
    read = read_name(cell.value, column=column, field=field, kind=kind, kept=field in kept)
    limits = read_text(line, field)[1]
    issues += [*read.issues, *(issue for issue in limits if issue["outcome"] == ERROR)]
    values["name"] = read.value
    return read.honorific


def _what(kind: str) -> str:
    return {RecipientKind.COLLECTIVE: "tên tập thể", RecipientKind.HOUSEHOLD: "tên chủ hộ"}.get(kind, "họ tên")


# --- a person ---------------------------------------------------------------------------------


def _person(line: Line, honorific: str, values: dict, issues: list, context: Context) -> None:
    claims = _claims(line, honorific, issues)
    values["gender"], birth_field = _gender(line, claims, issues)
    values["birth"] = _birth(line, birth_field, issues, context)
    for field in ("position", "ethnicity"):
        values["title" if field == "position" else field], found = read_text(line, field)
        issues += found
    values["is_party_member"], found = read_flag(line, "is_party_member")
    issues += found
    _group(line, values, issues)
    cell = line.get("citizen_number")
    if cell and cell.flag == "secret":
        values["citizen"] = cell.value


def _claims(line: Line, honorific: str, issues: list) -> dict[str, str]:
    """{what says so: gender} from the prefix of the name and from the columns Ông/Bà and Giới tính."""
    claims = {}
    if gender := HONORIFIC_GENDER.get(honorific):
        claims[f"Ghi “{honorific}”"] = gender
    for field in ("honorific", "gender"):
        cell = line.get(field)
        if cell is None or cell.empty:
            continue
        text = text_of(cell.value)
        if gender := gender_of(text):
            claims[f"Ghi “{text.strip()}”"] = gender
        else:
            issues.append(problem("GENDER_UNREAD", cell.letter, "gender", value=text, fix=choose_gender(), text=text))
    return claims


def _gender(line: Line, claims: dict, issues: list) -> tuple[str, str]:
    """(gender or "", the birth column to read); the officer's own answer goes before everything."""
    filled = [gender for gender, field in BY_SEX.items() if line.filled(field)]
    answer = gender_of(line.edits.get("gender", ""))
    if len(filled) == 2 and not answer:
        issues.append(problem("SEX_BOTH", _birth_columns(line), "gender", fix=choose_gender()))
        return "", "both"
    field = BY_SEX[answer] if answer in filled else BY_SEX[filled[0]] if filled else "birth"
    if answer:
        return answer, field
    if filled:
        claims = {**claims, f"năm sinh nằm ở cột {'Nam' if filled[0] == MALE else 'Nữ'}": filled[0]}
    if len(set(claims.values())) > 1:
        column = line.get(field).letter if filled else line.mapping.get("gender", "")
        claim = " nhưng ".join(claims)
        issues.append(problem("SEX_CONFLICT", column, "gender", fix=choose_gender(), claim=claim))
        return "", field
    return next(iter(claims.values()), ""), field


def _birth_columns(line: Line) -> str:
    return ":".join(line.mapping[field] for field in BY_SEX.values() if field in line.mapping)


def _birth(line: Line, field: str, issues: list, context: Context) -> str:
    if field == "both" and "birth" not in line.edits:
        return ""
    cell = line.get("birth") if "birth" in line.edits or field == "both" else line.get(field)
    column = (cell.letter if cell else "") or _birth_columns(line)
    if cell:
        issues += circumstances(cell, "birth")
    has_column = any(name in line.mapping for name in ("birth", *BY_SEX.values()))
    if cell is None or cell.empty:
        if has_column:
            issues.append(problem("BIRTH_MISSING", column, "birth"))
        if has_column and field == "birth" and "birth" not in line.mapping and not line.edits.get("gender"):
            issues.append(problem("GENDER_MISSING", column, "gender", fix=choose_gender()))
        return ""
    if broken(cell):
        return ""
    read = read_birth(cell.value, column=column, years=context.birth_years)
    issues += [issue for issue in read.issues if not (cell.typed and issue["code"] in ("DATE_TEXT", "YEAR_ONLY"))]
    return read.value


def _group(line: Line, values: dict, issues: list) -> None:
    text, found = read_text(line, "group")
    issues += found
    word = small(text)
    values["is_leader"] = True if word in words("leader") else False if word in words("direct") else None
    values["is_direct_worker"] = True if word in words("direct") else False if word in words("leader") else None


# --- households, collectives, common ----------------------------------------------------------


def _household(line: Line, honorific: str, values: dict, issues: list) -> None:
    values["address"], found = read_text(line, "address")
    values["gender"] = HONORIFIC_GENDER.get(honorific, "")
    issues += found


def _collective(line: Line, name_field: str, values: dict, issues: list, context: Context) -> None:
    recognise_collective(line, name_field, values, issues, context)
    facts = {}
    for field, key in (("size", "size"), ("ldtt_count", "ldtt"), ("ldtt_share", "ldtt_share"), ("cstdcs_count", "cstdcs")):
        number, found = read_count(line, field)
        issues += found
        if number is not None:
            facts[key] = int(number) if number.is_integer() else number
    if facts.get("size") and "ldtt" in facts:  # the exact share, not the rounded one of the column
        facts["ldtt_share"] = round(100 * facts["ldtt"] / facts["size"], 2)
    values["facts"] = facts


def _common(line: Line, values: dict, issues: list) -> None:
    for field in ("achievement", "note"):
        values[field], found = read_text(line, field)
        issues += found
    values["vote_percent"], found = read_percent(line)
    issues += found
    facts = values.setdefault("facts", {})
    for field in ("rating", "initiative", "initiative_decision", "previous_award", "previous_decision", "unit_type"):
        text, found = read_text(line, field)
        issues += found
        if text:
            facts[field] = words("rating").get(small(text), text) if field == "rating" else text
