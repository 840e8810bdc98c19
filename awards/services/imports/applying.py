"""The one step that writes: all recipients of a list become lines of the dossier, or none does."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from awards.enums import ImportState, RowOutcome
from awards.models import ImportBatch, ImportRow
from awards.queries.imports import kinds_to_match, outcome_counts, rows_of_batch, unchecked_lines, units_by_public_id
from awards.services import identity, verdict
from awards.services.imports.staging import AT_ONCE, require_editable, subject
from awards.services.line_values import EDITABLE
from awards.services.nomination import add_nominations
from thiduakhenthuong.accounts.models import User
from thiduakhenthuong.core import clock, events, jobs
from thiduakhenthuong.core.bulk import update_rows
from thiduakhenthuong.core.vntext import number
from thiduakhenthuong.core.workflow import conflict

READY = (RowOutcome.CLEAN, RowOutcome.FIXED)


def counts(batch: ImportBatch) -> dict[str, int]:
    """Rows by outcome, with `recipients`, `ready` (will be imported) and `waiting` (to mend or to confirm)."""
    found = outcome_counts(batch)
    ready, waiting = found["clean"] + found["fixed"], found["error"] + found["confirm"]
    return {
        **found,
        "ready": ready,
        "waiting": waiting,
        "recipients": ready + waiting,
        "left_out": found["skipped"] + found["dropped"],
    }


def reason_against_applying(batch: ImportBatch) -> str:
    """ "" when the list can be imported now, else why not."""
    if batch.state != ImportState.STAGED:
        return f"Danh sách đang ở trạng thái “{batch.get_state_display()}”."
    found = counts(batch)
    if found["waiting"]:
        return f"Còn {number(found['waiting'])} dòng chưa xong"
    return "" if found["ready"] else "Không có dòng nào để nhập"


def apply_batch(*, batch: ImportBatch, version: int, by) -> ImportBatch:
    """Import the list into its dossier, once; a list of more than 300 rows by a job with progress.

    Raises Refused, Conflict (stale version, already imported, who and when) or ValidationError (rows left to mend).
    """
    require_editable(batch.dossier, by)
    fresh = ImportBatch.objects.get(pk=batch.pk)
    if fresh.version != version or fresh.state != ImportState.STAGED:
        raise conflict(fresh, what="Danh sách này")
    if reason := reason_against_applying(fresh):
        raise ValidationError(f"{reason}: sửa, xác nhận hoặc bỏ những dòng đó rồi nhập lại.")
    if counts(fresh)["ready"] <= AT_ONCE:
        write_lines(batch=batch, version=version, by=by)
    else:
        params = {"batch": batch.pk, "version": version, "by": by.pk}
        label = f"Nhập {batch.name} vào hồ sơ"
        jobs.enqueue("import_apply", label=label, by=by, params=params, subject=subject(batch))
    batch.refresh_from_db()
    return batch


@jobs.handler("import_apply")
def _apply_job(job, progress) -> dict:
    """Lines in one transaction, their verdicts in another, so that other writers do not wait for both.

    A killed worker leaves nothing behind or only verdicts to be found; what is done is not repeated.
    """
    batch = ImportBatch.objects.select_related("dossier__unit", "dossier__deciding_unit").get(pk=job.params["batch"])
    answer = {"public_id": str(batch.public_id)}
    total = counts(batch)["ready"]
    progress.total(total)
    if batch.state != ImportState.APPLIED:
        progress.step(total // 10, "Đang ghi vào hồ sơ, tất cả hoặc không dòng nào")
        write_lines(batch=batch, version=job.params["version"], by=User.objects.get(pk=job.params["by"]), check=False)
    progress.step(total // 2, "Đã ghi vào hồ sơ, đang kiểm tra điều kiện từng dòng")
    verdict.check_nominations(unchecked_lines(batch))
    return answer


@transaction.atomic
def write_lines(*, batch: ImportBatch, version: int, by, check: bool = True) -> None:
    """Write the lines and mark the list as imported, by one conditional update: whoever comes second is told."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.STAGED, version=version)
    now = clock.now()
    if not waiting.update(state=ImportState.APPLIED, version=F("version") + 1, applied_at=now, updated_at=now):
        raise conflict(ImportBatch.objects.get(pk=batch.pk), what="Danh sách này")
    rows = list(rows_of_batch(batch).filter(outcome__in=READY))
    lines = add_nominations(dossier=batch.dossier, rows=_line_values(rows), by=by, check=False)
    identity.link_known_people(lines, by=by, sure=True)  # name, day of birth and unit agree; all others are asked about
    if check:
        verdict.check_nominations(lines)
    for row, line in zip(rows, lines, strict=True):
        row.nomination = line
    update_rows(rows, ["nomination"])
    events.record(batch, "apply", by=by, data={"done": "nhập vào hồ sơ", "count": len(rows)})
    events.record(batch.dossier, "import", by=by, data={"done": "nhập danh sách từ tệp", "name": batch.name, "count": len(rows)})


def _line_values(rows: list[ImportRow]) -> list[dict]:
    """Staged values as `add_nominations` takes them; units and kinds are fetched once for all rows."""
    kinds = {kind.code: kind for kind in kinds_to_match()}
    units = units_by_public_id({row.values["unit"] for row in rows if row.values.get("unit")})
    made = []
    for row in rows:
        values = {key: value for key, value in row.values.items() if key in EDITABLE}
        values["award_kind"] = kinds[values["award_kind"]]
        values["unit"] = units.get(values["unit"])
        values["birth"] = _birth(values.get("birth", ""))
        made.append(values)
    return made


def _birth(text: str) -> date | str:
    return date.fromisoformat(text) if len(text) > 4 else text
