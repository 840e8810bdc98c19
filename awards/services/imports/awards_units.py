"""The cells that name a unit or an award: what they are matched with, and which mends are offered."""

from awards.enums import RecipientKind
from awards.services.imports.cells import broken, circumstances, read_text
from awards.services.imports.context import Context
from awards.services.imports.lines import Line, text_of
from awards.services.imports.matching import AMBIGUOUS, DEAD, FOUND, NEAR, UNKNOWN, UnitMatch
from awards.services.imports.problems import ERROR, mend, problem
from thiduakhenthuong.core.names import clean

MOST_CHOICES = 4

# --- unit -------------------------------------------------------------------------------------


def read_unit(line: Line, kind: str, values: dict, issues: list, context: Context) -> None:
    """Unit and its words as written; persons without one are an error, lists without the column take the proposer."""
    values.setdefault("unit", "")
    text, found = read_text(line, "unit")
    issues += found
    values["unit_text"] = text
    if text and not any(issue["outcome"] == ERROR for issue in found):
        match = _match(text, line, context)
        if match.kind in (NEAR, UNKNOWN) and kind == RecipientKind.INDIVIDUAL and not values.get("title"):
            match, text = _split_position(text, match, line, values, issues, context)
        values["unit"] = match.units[0].public_id if match.kind == FOUND else values["unit"]
        if kind != RecipientKind.COLLECTIVE or not values["unit"]:
            issues += _doubts(match, text, line.mapping.get("unit", ""), "unit", context)
    elif not text and not found and kind != RecipientKind.COLLECTIVE:
        _no_unit(line, kind, values, issues, context)


def _no_unit(line: Line, kind: str, values: dict, issues: list, context: Context) -> None:
    if context.has_unit_column and not (kind == RecipientKind.HOUSEHOLD and values.get("address")):
        issues.append(problem("UNIT_MISSING", line.mapping.get("unit", ""), "unit"))
        return
    match = context.units.find(values["address"]) if values.get("address") else UnitMatch(UNKNOWN)
    values["unit"] = match.units[0].public_id if match.kind == FOUND else context.home.public_id
    if not context.has_unit_column and kind == RecipientKind.INDIVIDUAL:
        values["unit_text"] = context.home.name


def _split_position(text: str, match: UnitMatch, line: Line, values: dict, issues: list, context: Context):
    """A cell that holds post and unit together is taken apart when its end names a unit."""
    title, found = context.units.split(text)
    if not title:
        return match, text
    values["title"], values["unit_text"] = title, text[len(title) :].strip(" ,-")
    issues.append(problem("POSITION_SPLIT", line.mapping.get("unit", ""), "unit", value=values["unit_text"], title=title))
    return found, values["unit_text"]


def _match(text: str, line: Line, context: Context) -> UnitMatch:
    """A label chosen from the offered ones carries place and period in brackets, so it is met by its public id."""
    chosen = line.edits.get("unit_id")
    row = next((row for row in context.units.by_pk.values() if row.public_id == chosen), None) if chosen else None
    return UnitMatch(FOUND, (row,)) if row else context.units.find(text)


def recognise_collective(line: Line, field: str, values: dict, issues: list, context: Context) -> None:
    """A collective that is itself a unit is linked to it; one that looks like a unit of the list is asked about."""
    if not values["name"]:
        return
    match = context.units.find(values["name"])
    if match.kind == FOUND:
        values["unit"] = match.units[0].public_id
    elif match.kind in (DEAD, NEAR):
        issues += _doubts(match, values["name"], line.mapping.get(field, ""), field, context)


def _doubts(match: UnitMatch, text: str, column: str, field: str, context: Context) -> list[dict]:
    if match.kind == FOUND:
        return []
    if match.kind == AMBIGUOUS:
        fix = [mend(row.place or row.name, f"{field}_id", row.public_id) for row in match.units[:MOST_CHOICES]]
        return [problem("UNIT_AMBIGUOUS", column, field, value=text, fix=fix, text=text, count=len(match.units))]
    if match.kind == DEAD:
        return [_not_in_force(match, text, column, field, context)]
    names = [row.name for row in match.units[:MOST_CHOICES]]
    nearest = f" Gần nhất: {', '.join(names)}." if names else ""
    fix = [mend(name, field, name) for name in names]
    value = names[0] if names else ""
    return [problem("UNIT_UNKNOWN", column, field, value=value, fix=fix, text=text, nearest=nearest)]


def _not_in_force(match: UnitMatch, text: str, column: str, field: str, context: Context) -> dict:
    unit = match.units[0]
    begins_later = unit.valid_from and unit.valid_from > context.day
    life = f"chỉ có từ {unit.valid_from:%d/%m/%Y}" if begins_later else f"đã thôi hoạt động từ sau {unit.valid_to:%d/%m/%Y}"
    names = [row.name for row in match.instead[:MOST_CHOICES]]
    instead = f"; năm {context.day.year} là {' hoặc '.join(names)}" if names else ""
    place = f" ({unit.place})" if unit.place else ""
    said = {"text": f"{text}{place}", "life": life, "instead": instead}
    fix = [mend(name, field, name) for name in names]
    return problem("UNIT_NOT_IN_FORCE", column, field, fix=fix, **said)


# --- award ------------------------------------------------------------------------------------


def read_award(line: Line, kind: str, values: dict, issues: list, context: Context) -> None:
    """The kind of award as a code; words of the deciding level are understood by the dossier."""
    values["award_kind"] = ""
    cell, column = line.get("award"), line.mapping.get("award", "")
    if cell:
        issues += circumstances(cell, "award")
    if cell and broken(cell):
        return
    if cell is None or cell.empty:
        issues.append(problem("AWARD_MISSING", column, "award"))
        return
    text = clean(text_of(cell.value))
    match = context.awards.find(text)
    if match.kind is None:
        code = "AWARD_LEVEL" if match.other_level else "AWARD_UNKNOWN"
        issues.append(problem(code, column, "award", value=text, text=text))
    elif not match.kind.in_force(context.day):
        said = {"label": match.kind.label, "day": f"{context.day:%d/%m/%Y}"}
        issues.append(problem("AWARD_NOT_IN_FORCE", column, "award", value=text, **said))
    elif kind not in match.kind.recipients:
        said = {"label": match.kind.label, "recipient": RecipientKind(kind).label.lower()}
        issues.append(problem("WRONG_SUBJECT", column, "award", value=text, **said))
    else:
        values["award_kind"] = match.kind.code
        if not (match.exact or match.context or cell.typed):
            said = {"text": text, "label": match.kind.label}
            issues.append(problem("AWARD_ALIAS", column, "award", value=match.kind.code, **said))
