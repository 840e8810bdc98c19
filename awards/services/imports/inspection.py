"""All checks over all rows of a list: from stored cells and answers to values, problems and outcome."""

from typing import NamedTuple

from awards.enums import RowOutcome
from awards.services.imports.checks import check_line
from awards.services.imports.context import Context
from awards.services.imports.lines import Line, text_of
from awards.services.imports.problems import AUTOFIX, ERROR, WARNING, problem, worst_first
from awards.services.imports.rows import skip_issues, sort_rows
from awards.services.imports.twins import Recipient, twin_issues
from awards.services.imports.vocabulary import BIRTH_FIELDS

TWIN_CODES = frozenset({"DUP_EXACT", "DUP_LIKELY", "SAME_NAME_SAME_UNIT", "ALREADY_IN_DOSSIER"})


class Inspected(NamedTuple):
    """What the checks say of one row."""

    number: int
    outcome: str
    values: dict
    issues: list


def inspect(raw: list[tuple[int, dict, dict]], mapping: dict, context: Context, held: dict) -> list[Inspected]:
    """Check rows given as (number, cells, answers). Rows dropped by the officer take no part in the search for twins."""
    lines = [Line(number, cells, mapping, answers.get("edits", {})) for number, cells, answers in raw]
    kinds = sort_rows(lines)
    recipients = sum(not kind.skip for kind in kinds)
    checked, people, answered = [], [], {}
    for line, kind, (number, _, answers) in zip(lines, kinds, raw, strict=True):
        if kind.skip:
            checked.append(({}, skip_issues(line, kind.skip, recipients)))
            continue
        values, issues = check_line(line, kind.recipient, kind.name_field, context, answers.get("kept", []))
        values["name_field"] = kind.name_field
        checked.append((values, issues))
        if not answers.get("dropped"):
            people.append(Recipient(number, values, mapping.get(kind.name_field, "")))
            answered[number] = answers.get("twins", {})
    twins = twin_issues(people, held, answered)
    return [
        _inspected(number, answers, kind.skip, values, issues + twins.get(number, []))
        for (number, _, answers), kind, (values, issues) in zip(raw, kinds, checked, strict=True)
    ]


def notes_of(raw: list[tuple[int, dict, dict]], mapping: dict, context: Context) -> list[dict]:
    """What is said once for the whole file: words understood by the deciding level, columns that are not there."""
    notes, letter = [], mapping.get("award", "")
    used = {text_of(Line(number, cells, mapping).get("award").value) for number, cells, _ in raw} if letter else set()
    for text in sorted(used - {""}):
        match = context.awards.find(text)
        if match.context:
            said = {"text": text, "label": match.kind.label}
            notes.append(problem("AWARD_CONTEXT", letter, "award", value=match.kind.code, **said))
    if "full_name" in mapping and not {"gender", "honorific", "birth_male", "birth_female"} & mapping.keys():
        notes.append(problem("NO_GENDER_COLUMN"))
    if "full_name" in mapping and not {*BIRTH_FIELDS} & mapping.keys():
        notes.append(problem("NO_BIRTH_COLUMN"))
    if not context.has_unit_column and not {"address", "collective_name"} & mapping.keys():
        notes.append(problem("NO_UNIT_COLUMN", text=context.home.name))
    return notes


def _inspected(number: int, answers: dict, skip: str, values: dict, issues: list) -> Inspected:
    issues = worst_first(issues)
    if skip:
        outcome = RowOutcome.SKIPPED
    elif answers.get("dropped"):
        outcome = RowOutcome.DROPPED
    else:
        outcome = outcome_of(issues, answers)
    return Inspected(number, outcome.value, values, issues)


def outcome_of(issues: list[dict], answers: dict) -> RowOutcome:
    """The fate of a recipient row; warnings the officer confirmed no longer count."""
    weights = {issue["outcome"] for issue in issues if answer_key(issue) not in answers.get("confirmed", [])}
    if ERROR in weights:
        return RowOutcome.ERROR
    if WARNING in weights:
        return RowOutcome.CONFIRM
    return RowOutcome.FIXED if AUTOFIX in weights else RowOutcome.CLEAN


def answer_key(issue: dict) -> str:
    """What a confirmation is remembered by: the question and what it was about, so a new value is asked about again."""
    return f"{issue['code']}:{issue['value']}"
