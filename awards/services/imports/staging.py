"""Taking a workbook in: stored, read, checked and staged row by row. Nothing reaches the dossier here."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from awards import permissions
from awards.enums import DossierState, ImportState
from awards.models import Dossier, ImportBatch, ImportRow
from awards.queries.imports import earlier_imports, lines_of_dossier, rows_of_batch
from awards.services.imports.context import context_of
from awards.services.imports.inspection import Inspected, inspect, notes_of
from awards.services.imports.reading import ListFile, header_notes, mapping_of, read_list
from awards.services.imports.twins import held_key
from awards.services.imports.vocabulary import fields
from thiduakhenthuong.core import clock, events, jobs
from thiduakhenthuong.core.bulk import insert_rows
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import XLSX, store_bytes
from thiduakhenthuong.core.sheets import SheetError
from thiduakhenthuong.core.sheets.errors import MAX_PACKED
from thiduakhenthuong.core.sheets.package import open_package
from thiduakhenthuong.core.workflow import conflict

AT_ONCE = 300  # rows read and imported inside the request
SMALL = 60_000  # bytes: some 700 rows; larger files are not even opened inside the request


def read_upload(*, dossier, upload, by) -> ImportBatch:
    """Take a workbook for an editable dossier; returns the list, staged at once or being read by a job.

    The same file again answers with the list made from it the first time (state `staged` or `applied`). Raises Refused,
    Conflict, or ValidationError with the sentence of the reader; then nothing is kept.
    """
    require_editable(dossier, by)
    try:
        content = upload.read(MAX_PACKED + 1)  # one byte more than allowed is enough to refuse
        open_package(content)
        sha256 = hashlib.sha256(content).hexdigest()
        if earlier := earlier_imports(dossier, sha256).first():
            return earlier
        found = read_list(content) if len(content) <= SMALL else None
    except SheetError as error:
        raise ValidationError(error.message, code=error.code) from error
    with transaction.atomic():
        stored = store_bytes(content, name=upload.name, content_type=XLSX, by=by)
        batch = ImportBatch.objects.create(dossier=dossier, stored=stored, name=stored.name, sha256=sha256, by=by)
        events.record(batch, "upload", by=by, data={"done": "tải lên", "name": batch.name})
        if found and len(found.rows) <= AT_ONCE:
            stage(batch, found)
    if batch.state == ImportState.READING:
        start_reading(batch, by=by)
    return batch


def require_editable(dossier, by) -> None:
    """Only a clerk of the unit, only while the dossier is being written."""
    if reason := permissions.edit_dossier(by, dossier):
        raise Refused(reason)
    if Dossier.objects.values_list("state", flat=True).get(pk=dossier.pk) not in DossierState.EDITABLE:
        raise conflict(dossier, what="Hồ sơ")


def subject(batch) -> str:
    """The key under which the jobs of a list are found."""
    return f"import:{batch.pk}"


def start_reading(batch: ImportBatch, *, by, sheet: str = "") -> None:
    """Queue the reading of a list, of another sheet of its file, or (with rows already staged) a new check of all rows."""
    jobs.enqueue(
        "import_read", label=f"Đọc và kiểm tra {batch.name}", by=by, params={"batch": batch.pk, "sheet": sheet},
        subject=subject(batch),
    )  # fmt: skip
    batch.refresh_from_db()


@jobs.handler("import_read")
def _read_job(job, progress) -> dict:
    batch = ImportBatch.objects.select_related("dossier__unit", "dossier__deciding_unit", "stored").get(pk=job.params["batch"])
    if batch.state != ImportState.READING:
        return {}
    sheet = job.params.get("sheet", "")
    try:
        if sheet or not rows_of_batch(batch).exists():
            with batch.stored.file.open("rb") as stream:
                stage(batch, read_list(stream.read(), sheet), progress)
        else:
            check_again(batch, progress)
    except SheetError as error:
        ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.FAILED, message=error.message)
        raise ValidationError(error.message) from error
    return {"public_id": str(batch.public_id)}


# --- rows -------------------------------------------------------------------------------------


def stage(batch: ImportBatch, found: ListFile, progress=None) -> None:
    """Check the rows of a file and keep them, in place of any kept before."""
    batch.sheet, batch.header_row, batch.columns = found.sheet, found.header_row, found.columns
    _check_and_write(batch, [(number, cells, {}) for number, cells in found.rows], found.notes, progress)


def check_again(batch: ImportBatch, progress=None) -> None:
    """Check every staged row anew, with the answers given so far, after a column was mapped otherwise."""
    raw = list(rows_of_batch(batch).values_list("number", "cells", "answers"))
    notes = [note for note in batch.notes if note["code"].endswith("_SHEET")]
    _check_and_write(batch, raw, [*header_notes(batch.columns), *notes], progress)


def _check_and_write(batch: ImportBatch, raw: list, notes: list[dict], progress=None) -> None:
    """The checks run before the transaction, so that no other writer waits for them."""
    if progress:
        progress.total(len(raw))
        progress.step(len(raw) // 4, "Đang kiểm tra từng dòng")
    mapping = mapping_of(batch.columns)
    context = context_of(batch.dossier, mapping)
    checked = inspect(raw, mapping, context, held_lines(batch.dossier))
    if progress:
        progress.step(len(raw) * 3 // 4, "Đang ghi bản nháp")
    batch.state, batch.notes = ImportState.STAGED, [*notes, *notes_of(raw, mapping, context)]
    batch.version, batch.updated_at = batch.version + 1, clock.now()
    with transaction.atomic():
        rows_of_batch(batch).delete()
        insert_rows(_row(batch, cells, answers, found) for (_, cells, answers), found in zip(raw, checked, strict=True))
        batch.save(update_fields=["state", "notes", "version", "updated_at", "sheet", "header_row", "columns"])


def _row(batch: ImportBatch, cells: dict, answers: dict, found: Inspected) -> ImportRow:
    said = {"outcome": found.outcome, "values": found.values, "issues": found.issues}
    return ImportRow(batch=batch, number=found.number, cells=cells, answers=answers, **said)


def held_lines(dossier) -> dict:
    """Lines of the dossier by the key of `twins.held_key` → name."""
    rows = lines_of_dossier(dossier).values_list("recipient_kind", "name_key", "birth_year", "award_kind__code", "name")
    return {held_key(kind, key, str(year or ""), code or ""): name for kind, key, year, code, name in rows}


# --- the batch as a whole ---------------------------------------------------------------------


def open_batch(batch: ImportBatch, by) -> None:
    """Take a waiting list for a change, first come first served; raises Refused or Conflict. Call inside a transaction."""
    require_editable(batch.dossier, by)
    waiting = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.STAGED)
    if not waiting.update(version=F("version") + 1, updated_at=clock.now()):
        raise conflict(ImportBatch.objects.get(pk=batch.pk), what="Danh sách này")
    batch.refresh_from_db(fields=["version", "state", "columns", "notes"])


@transaction.atomic
def set_column(*, batch: ImportBatch, letter: str, field: str, by) -> ImportBatch:
    """Map a column of the file to a field ("" = not imported) and check all rows again; by a job for a long list."""
    open_batch(batch, by)
    if field and field not in fields():
        raise ValidationError("Không có trường này. Hãy chọn trong danh sách.")
    for column in batch.columns:
        if column["letter"] == letter:
            column |= {"field": field, "outcome": "HEADER_CHOSEN"}
        elif field and column["field"] == field:
            column |= {"field": "", "outcome": "HEADER_REPEATED"}
    batch.save(update_fields=["columns"])
    if rows_of_batch(batch).count() <= AT_ONCE:
        check_again(batch)
    else:
        _start_over(batch, by)
    return batch


@transaction.atomic
def choose_sheet(*, batch: ImportBatch, sheet: str, by) -> ImportBatch:
    """Read another visible sheet of the same file instead; the answers given so far fall away."""
    open_batch(batch, by)
    if sheet not in [note["sheet"] for note in batch.notes if note["code"] == "OTHER_SHEET"]:
        raise ValidationError("Tệp không có trang tính này.")
    _start_over(batch, by, sheet)
    return batch


def _start_over(batch: ImportBatch, by, sheet: str = "") -> None:
    batch.state = ImportState.READING
    batch.save(update_fields=["state"])
    start_reading(batch, by=by, sheet=sheet)


@transaction.atomic
def discard_batch(*, batch: ImportBatch, by) -> ImportBatch:
    """Throw a waiting or unreadable list away; the dossier is untouched."""
    require_editable(batch.dossier, by)
    open_states = [ImportState.STAGED, ImportState.READING, ImportState.FAILED]
    rows = ImportBatch.objects.filter(pk=batch.pk, state__in=open_states)
    if not rows.update(state=ImportState.DISCARDED, version=F("version") + 1, updated_at=clock.now()):
        raise conflict(ImportBatch.objects.get(pk=batch.pk), what="Danh sách này")
    events.record(batch, "discard", by=by, data={"done": "bỏ"})
    batch.refresh_from_db()
    return batch
