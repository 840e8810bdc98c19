"""Answers of the officer in the preview: a cell typed anew, a mend pressed, a row confirmed, left out or brought back."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.enums import RowOutcome
from awards.models import ImportBatch, ImportRow
from awards.queries.imports import rows_of_batch
from awards.services.imports.checks import check_line
from awards.services.imports.context import context_of
from awards.services.imports.inspection import TWIN_CODES, answer_key, outcome_of
from awards.services.imports.lines import Line
from awards.services.imports.problems import WARNING, worst_first
from awards.services.imports.reading import mapping_of
from awards.services.imports.staging import held_lines, open_batch
from awards.services.imports.twins import Recipient, twin_issues
from awards.services.imports.vocabulary import fields
from thiduakhenthuong.core.bulk import update_rows
from thiduakhenthuong.core.errors import Conflict
from thiduakhenthuong.core.names import clean

MUST_CHOOSE = frozenset({"SEX_CONFLICT", "UNIT_NOT_IN_FORCE", "UNIT_AMBIGUOUS"})
ONE_BY_ONE = frozenset({"PCT_FRACTION", "TCVN3", "DATE_TWO_DIGIT_YEAR", "DATE_MDY"})  # each row has a mend of its own
AS_BIRTH = {"birth_male": "birth", "birth_female": "birth"}
MENDABLE = frozenset(fields()) - {"stt", "citizen_number", "recipient_kind"} | {"unit_id"}
LONGEST = 4000


@transaction.atomic
def mend_cell(*, row: ImportRow, field: str, value: str, by) -> ImportRow:
    """Type a value into a field of a row and check the row again; raises ValidationError, Refused or Conflict."""
    open_batch(row.batch, by)
    _edit(_fresh(row), field, value)
    return _recheck(row.batch, [row])[0]


@transaction.atomic
def apply_fix(*, row: ImportRow, issue_index: int, by, option: int = 0) -> ImportRow:
    """Press a one-click mend of an issue."""
    open_batch(row.batch, by)
    fix = _option(_issue(_fresh(row), issue_index), option)
    _edit(row, fix["field"], fix["value"])
    return _recheck(row.batch, [row])[0]


@transaction.atomic
def apply_fix_to_similar(*, row: ImportRow, issue_index: int, by, option: int = 0, value: str | None = None) -> list[ImportRow]:
    """The same mend for every row with the same fault: `value` typed by the officer, else the mend of each row.

    Rows that the dossier already holds are left out, a warning without mend is confirmed in each of them.
    """
    open_batch(row.batch, by)
    issue = _issue(_fresh(row), issue_index)
    rows = [other for other in rows_of_batch(row.batch) if _same_fault(other, issue)]
    for other in rows:
        own = next(i for i in other.issues if _likeness(i) == _likeness(issue))
        if own["code"] == "ALREADY_IN_DOSSIER":
            _leave_out(other, own)
        elif value is not None:
            _edit(other, own["field"], value)
        elif own["fix"]:
            fix = _option(own, option)
            _edit(other, fix["field"], fix["value"])
        else:
            _confirm(other, [own])
    return _recheck(row.batch, rows)


@transaction.atomic
def confirm_row(*, row: ImportRow, by) -> ImportRow:
    """Accept a row as it was understood; questions that need a choice must be chosen."""
    open_batch(row.batch, by)
    doubts = [issue for issue in _fresh(row).issues if issue["outcome"] == WARNING]
    if unanswered := [issue["message"] for issue in doubts if issue["code"] in MUST_CHOOSE]:
        raise ValidationError(unanswered)
    for issue in doubts:
        if issue["code"] in TWIN_CODES:
            row.answers.setdefault("twins", {})[issue["value"]] = False
    _confirm(row, [issue for issue in doubts if issue["code"] not in TWIN_CODES])
    return _recheck(row.batch, [row])[0]


@transaction.atomic
def answer_twin(*, row: ImportRow, same: bool, by) -> ImportRow:
    """ "Cùng một người": leave the row out. "Người khác": keep both and do not ask again."""
    open_batch(row.batch, by)
    issue = next((issue for issue in _fresh(row).issues if issue["code"] in TWIN_CODES), None)
    if issue is None:
        raise _moved()
    if same:
        _leave_out(row, issue)
    else:
        row.answers.setdefault("twins", {})[issue["value"]] = False
    return _recheck(row.batch, [row])[0]


@transaction.atomic
def drop_row(*, row: ImportRow, by) -> ImportRow:
    """Leave a row out of the import."""
    open_batch(row.batch, by)
    _fresh(row).answers["dropped"] = True
    return _recheck(row.batch, [row])[0]


@transaction.atomic
def restore_row(*, row: ImportRow, by) -> ImportRow:
    """Bring a row back that was left out."""
    open_batch(row.batch, by)
    answers = _fresh(row).answers
    answers["dropped"] = False
    answers["twins"] = {other: same for other, same in answers.get("twins", {}).items() if not same}
    return _recheck(row.batch, [row])[0]


@transaction.atomic
def keep_as_written(*, row: ImportRow, field: str, by) -> ImportRow:
    """Undo the repairs of a name: keep the letters of the file."""
    open_batch(row.batch, by)
    _fresh(row).answers["kept"] = sorted({*row.answers.get("kept", []), field})
    return _recheck(row.batch, [row])[0]


# --- how --------------------------------------------------------------------------------------


def _fresh(row: ImportRow) -> ImportRow:
    """The row as it is now; skipped rows are no recipients and take no answers."""
    row.refresh_from_db(fields=["answers", "issues", "outcome", "values"])
    if row.outcome == RowOutcome.SKIPPED:
        raise ValidationError("Dòng này không phải dòng được đề nghị nên không sửa ở đây.")
    return row


def _moved() -> Conflict:
    return Conflict("Dòng này vừa được sửa ở nơi khác. Hãy tải lại trang để xem bản mới.")


def _issue(row: ImportRow, index: int) -> dict:
    if not 0 <= index < len(row.issues):
        raise _moved()
    return row.issues[index]


def _option(issue: dict, option: int) -> dict:
    if not 0 <= option < len(issue["fix"]):
        raise _moved()
    return issue["fix"][option]


def _edit(row: ImportRow, field: str, value: str) -> None:
    field = AS_BIRTH.get(field, field)
    if field not in MENDABLE:
        raise ValidationError("Ô này không sửa được ở đây.")
    if len(value) > LONGEST:
        raise ValidationError(f"Nội dung dài {len(value)} ký tự, nhiều nhất {LONGEST}.")
    edits = row.answers.setdefault("edits", {})
    if field == "unit":
        edits.pop("unit_id", None)
    edits[field] = clean(value)


def _leave_out(row: ImportRow, issue: dict) -> None:
    row.answers.setdefault("twins", {})[issue["value"]] = True
    row.answers["dropped"] = True


def _confirm(row: ImportRow, issues: Iterable[dict]) -> None:
    said = {*row.answers.get("confirmed", []), *map(answer_key, issues)}
    row.answers["confirmed"] = sorted(said)


def _likeness(issue: dict) -> tuple:
    return issue["code"], issue["field"], "" if issue["code"] in ONE_BY_ONE else issue["value"]


def _same_fault(row: ImportRow, issue: dict) -> bool:
    open_row = row.outcome in (RowOutcome.ERROR, RowOutcome.CONFIRM)
    return open_row and any(_likeness(other) == _likeness(issue) for other in row.issues)


def _recheck(batch: ImportBatch, rows: list[ImportRow]) -> list[ImportRow]:
    """Check the given rows anew, and ask again about twins wherever one of their names stands."""
    mapping = mapping_of(batch.columns)
    context = context_of(batch.dossier, mapping)
    names = {row.values["name_key"] for row in rows}
    for row in rows:
        answers, kind, name_field = row.answers, row.values["recipient_kind"], row.values["name_field"]
        line = Line(row.number, row.cells, mapping, answers.get("edits", {}))
        row.values, row.issues = check_line(line, kind, name_field, context, answers.get("kept", []))
        row.values["name_field"] = name_field
    names |= {row.values["name_key"] for row in rows}
    touched = {row.pk: row for row in _namesakes(batch, names)} | {row.pk: row for row in rows}
    _ask_about_twins(list(touched.values()), mapping, held_lines(batch.dossier))
    update_rows(touched.values(), ["values", "issues", "answers", "outcome"])
    return rows


def _namesakes(batch: ImportBatch, names: set[str]) -> Iterable[ImportRow]:
    names = sorted(names - {""})
    for start in range(0, len(names), 500):
        rows = rows_of_batch(batch).exclude(outcome=RowOutcome.SKIPPED)
        yield from rows.filter(values__name_key__in=names[start : start + 500])


def _ask_about_twins(rows: list[ImportRow], mapping: dict, held: dict) -> None:
    rows.sort(key=lambda row: row.number)

    people = [
        Recipient(row.number, row.values, mapping.get(row.values["name_field"], ""))
        for row in rows
        if not row.answers.get("dropped")
    ]
    found = twin_issues(people, held, {row.number: row.answers.get("twins", {}) for row in rows})
    for row in rows:
        own = [issue for issue in row.issues if issue["code"] not in TWIN_CODES]
        row.issues = worst_first(own + found.get(row.number, []))
        dropped = row.answers.get("dropped")
        row.outcome = RowOutcome.DROPPED if dropped else outcome_of(row.issues, row.answers)
