"""The numbers of one report: typed cell by cell or pasted as a column, and the files that prove them.

Typing into a report that is not sent leaves no event (each sending keeps all its numbers, see services.report); who typed
last and when stays on the line, so that two officers on one sheet are told of each other.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from campaigns import permissions
from campaigns.enums import Operator, ReportState, ResultStatus
from campaigns.models import Evidence, Report, Result
from campaigns.queries import report as queries
from campaigns.services.cells import CellConflict, Edit, compare, number_of, text_of, words_of
from campaigns.services.changes import change, tidy
from campaigns.services.report import not_begun
from campaigns.tally.limits import value_fault
from campaigns.tally.quarters import quarter_name
from campaigns.tally.result import label_of, measure_of, status_of
from thiduakhenthuong.core import clock, events, files
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.vntext import number
from thiduakhenthuong.core.workflow import conflict

JUDGEMENTS = (ResultStatus.NONE, ResultStatus.NOT_DUE, ResultStatus.NOT_MET, ResultStatus.MET)  # of a qualitative line
LONGEST_NOTE = 5000
WRITTEN = ["actual", "actual_text", "status", "explanation", "edited_by", "version", "updated_at"]


@dataclass(frozen=True)
class Saved:
    """What became of one edit: the value as it reads now, or the refusal of this cell."""

    edit: Edit
    value: str = ""
    error: ValidationError | CellConflict | None = None
    line: Result | None = None


@transaction.atomic
def save_results(*, report: Report, edits: list[Edit], by) -> list[Saved]:
    """Save cells of one report, each by itself; three queries whatever their number.

    Fields: "actual" (number, or words of a qualitative line), "status" (its judgement), "explanation". Raises Refused, and
    Conflict when the report was sent meanwhile.
    """
    if reason := permissions.edit_report(by, report):
        raise Refused(reason)
    lines = {str(line.public_id): line for line in _locked(report, {edit.row for edit in edits})}
    if any(line.report.state not in ReportState.EDITABLE for line in lines.values()):
        raise conflict(report, what="Báo cáo kết quả")
    saved = [_saved(lines.get(edit.row), edit, by) for edit in edits]
    changed = {lines[one.edit.row].pk: lines[one.edit.row] for one in saved if one.error is None}
    Result.objects.bulk_update([line for line in changed.values() if line.edited_by_id == by.pk], WRITTEN, batch_size=100)
    return saved


def _locked(report: Report, rows: set[str]) -> list[Result]:
    try:
        found = queries.with_years(Result.objects.filter(report=report, public_id__in=rows))
        found = found.select_for_update(of=("self", "report")).select_related(
            "report", "target", "commitment__target", "edited_by"
        )
        return list(found)
    except ValidationError:  # a row that is no id at all
        return []


def _saved(line: Result | None, edit: Edit, by) -> Saved:
    try:
        if line is None:
            raise ValidationError("Dòng này không còn trong báo cáo. Hãy tải lại trang.")
        return Saved(edit, _write(line, edit, by), line=line)
    except (ValidationError, CellConflict) as error:
        return Saved(edit, error=error)


def _write(line: Result, edit: Edit, by) -> str:
    """Set one field of a locked line; answers how it reads."""
    name, new = _read(line, edit)
    if _differs(line, name, edit.was, new):
        setattr(line, name, new)
        if name != "status":
            line.status = status_of(line, line.report.year, line.report.quarter, plan_max=_plan_max(line))
        line.edited_by, line.version, line.updated_at = by, line.version + 1, clock.now()
    return text_of(getattr(line, name))


def _read(line: Result, edit: Edit) -> tuple[str, object]:
    """(field of the line, value); raises ValidationError that says what is wrong and the way out."""
    worded = measure_of(line).operator == Operator.QUALITATIVE
    if edit.field == "explanation":
        return "explanation", words_of(edit.value, limit=500)
    if edit.field == "status" and worded:
        if edit.value not in JUDGEMENTS:
            raise ValidationError("Hãy chọn một mức đánh giá trong danh sách.")
        return "status", edit.value
    if edit.field != "actual":
        raise ValidationError("Ô này không nhập được. Hãy tải lại trang.")
    _require_due(line)
    if worded:
        return "actual_text", words_of(edit.value)
    value = number_of(edit.value)
    if fault := value_fault(measure_of(line), value):
        raise ValidationError(fault)
    return "actual", value


def _require_due(line: Result) -> None:
    """A quarter that has not begun and a target whose plan begins later take no result."""
    year, quarter = line.report.year, line.report.quarter
    if fault := not_begun(year, quarter):
        raise ValidationError(fault)
    if line.target_id and line.plan is None and line.first_planned and line.first_planned > year:
        raise ValidationError(
            f"“{label_of(line)}” đến năm {line.first_planned} mới có kế hoạch nên chưa báo cáo {quarter_name(year, quarter)}. "
            "Hãy để trống, hoặc đề nghị nơi phát động sửa kế hoạch năm."
        )


def _plan_max(line: Result):
    """The upper end of a range, of a whole target."""
    if not line.is_lead or line.target.operator != Operator.RANGE:
        return None
    return line.plan_top


def _differs(line: Result, name: str, was: str, new) -> bool:
    """Whether there is something to write; somebody faster is named from the line itself (drafts have no events)."""
    try:
        return compare(getattr(line, name), was, new, obj=line, label=label_of(line))
    except CellConflict as found:
        who = line.edited_by.full_name if line.edited_by else "người khác"
        when = f"{localtime(line.updated_at):%H:%M ngày %d/%m/%Y}"
        message = f"Ô này đã được {who} sửa thành “{found.value or 'để trống'}” lúc {when}. Giữ số nào?"
        raise CellConflict(message, value=found.value, fresh=line) from found


# --- evidence ---------------------------------------------------------------------------------------


@transaction.atomic
def add_evidence(*, result: Result, upload, by) -> Evidence:
    """Keep a file that proves a line, a photo from the phone for instance; only while the report may be edited."""
    _require_open(result, by)
    stored = files.store_upload(upload, by=by)
    made = Evidence.objects.create(result=result, stored=stored, by=by)
    events.record(result.report, "attach", by=by, data={"done": "thêm minh chứng", "name": stored.name, "line": label_of(result)})
    return made


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by) -> None:
    """Take a file away from a line; it stays in the archive."""
    result = evidence.result
    _require_open(result, by)
    if Evidence.objects.filter(pk=evidence.pk, removed_at=None).update(removed_at=clock.now(), updated_at=clock.now()):
        data = {"done": "bỏ minh chứng", "name": evidence.stored.name, "line": label_of(result)}
        events.record(result.report, "detach", by=by, data=data)


def _require_open(result: Result, by) -> None:
    if reason := permissions.edit_report(by, result.report):
        raise Refused(reason)
    fresh = Report.objects.select_for_update().get(pk=result.report_id)
    if fresh.state not in ReportState.EDITABLE:
        raise conflict(fresh, what="Báo cáo kết quả")


@transaction.atomic
def save_note(*, report: Report, version: int, note: str, by) -> Report:
    """The general remark of a report; a stale version is a Conflict."""
    if reason := permissions.edit_report(by, report):
        raise Refused(reason)
    fresh = Report.objects.select_for_update().get(pk=report.pk)
    if fresh.state not in ReportState.EDITABLE:
        raise conflict(fresh, what="Báo cáo kết quả")
    values = tidy({"note": note or ""})
    if len(values["note"]) > LONGEST_NOTE:
        raise ValidationError({"note": f"Nhận xét chung nhiều nhất {number(LONGEST_NOTE)} chữ. Hãy rút gọn."})
    return change(report, version=version, by=by, what="Báo cáo kết quả", done="ghi nhận xét chung", **values)
