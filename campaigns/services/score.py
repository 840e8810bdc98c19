"""Scores of a unit in its cluster: own points, appraised points, agreed points, side by side; none writes over another."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns import permissions as may
from campaigns.enums import ClusterState, CriterionKind, ScoreSheetState
from campaigns.models import ClusterMember, Criterion, Score
from campaigns.queries.score import appraisable, criteria_of, unit_figures
from campaigns.services.cells import Edit, compare, number_of, text_of, words_of
from campaigns.services.score_sheets import Sheet, formula_score, sheet_of, sheets_of
from campaigns.tally.scoring import ceiling
from campaigns.workflow import SCORE_SHEET
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.files import store_upload
from thiduakhenthuong.core.vntext import number
from thiduakhenthuong.core.workflow import conflict

WORDS = {"explanation": "Giải trình", "appraiser_note": "Ý kiến thẩm định"}
POINTS = {"self_points": "Tự chấm", "appraised_points": "Thẩm định", "agreed_points": "Cụm thống nhất"}
OPEN_IN = {
    "self_points": ScoreSheetState.DRAFT, "explanation": ScoreSheetState.DRAFT, "appraised_points": ScoreSheetState.SUBMITTED,
    "appraiser_note": ScoreSheetState.SUBMITTED, "agreed_points": ScoreSheetState.APPRAISED,
}  # fmt: skip
ASKED = (CriterionKind.HAND, CriterionKind.FORMULA)
WRITTEN = [*POINTS, *WORDS, "appraised_by", "version", "updated_at"]


# --- who may write what ------------------------------------------------------------------------


def reason_against(user, member: ClusterMember, criterion: Criterion, column: str) -> str:
    """ "" when the user may write in this column of this sheet now, else why not."""
    if member.cluster.state == ClusterState.AGREED:
        return "Cụm, khối đã thống nhất và khóa điểm."
    if member.state != OPEN_IN[column]:
        return f"Bảng chấm điểm của {member.unit.name} đang ở trạng thái “{member.get_state_display()}”, không sửa được cột này."
    if column == "self_points" and criterion.kind == CriterionKind.FORMULA:
        return "Điểm này tính từ kết quả chỉ tiêu đã báo cáo, không chấm tay."
    if column in ("self_points", "explanation"):
        return may.score_self(user, member)
    if column == "agreed_points":
        return may.agree_cluster(user, member.cluster)
    return may.appraise_score(user, criterion, member.cluster.unit)


# --- cells -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One cell of a sheet or of the grid of a department."""

    member: ClusterMember
    criterion: Criterion
    column: str
    edit: Edit


@transaction.atomic
def save_cells(*, cells: list[Cell], by) -> list[str | Exception]:
    """Save many cells in a constant number of queries; for each its value as it reads now, or the error against it."""
    members = _locked({cell.member.pk for cell in cells})
    rows = Score.objects.select_for_update().filter(member__in=members, criterion__in={cell.criterion.pk for cell in cells})
    known = {(row.member_id, row.criterion_id): row for row in rows}
    answers, touched, told = [], {}, []
    for cell in cells:
        member = members[cell.member.pk]
        key = (member.pk, cell.criterion.pk)
        score = known.setdefault(key, Score(member=member, criterion=cell.criterion))
        try:
            if facts := _put(score, member, cell, by):
                touched[key] = score
                told.append((member, "", facts))
            answers.append(text_of(getattr(score, cell.column)))
        except (ValidationError, Conflict) as error:
            answers.append(error)
    _write(touched.values())
    events.record_many(told, "score", by=by)
    return answers


def _locked(keys: set[int]) -> dict[int, ClusterMember]:
    rows = ClusterMember.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return {row.pk: row for row in rows.select_related("unit", "cluster__unit", "cluster__scorecard", "cluster__head_unit")}


def _put(score: Score, member: ClusterMember, cell: Cell, by) -> dict | None:
    """Put one value into a score in memory; what to tell of it, None when the cell already holds it."""
    if cell.column not in OPEN_IN:
        raise ValidationError("Ô này không sửa được.")
    if reason := reason_against(by, member, cell.criterion, cell.column):
        raise ValidationError(reason)
    before, label = getattr(score, cell.column), f"{cell.criterion.name} – {(POINTS | WORDS)[cell.column].lower()}"
    if cell.column in WORDS:
        value, was = words_of(cell.edit.value, limit=500), cell.edit.was
    else:
        value, was = _points(cell), number_of(cell.edit.was)
    field = f"{cell.criterion.public_id}.{cell.column}"
    if not compare(before, was, value, obj=member, label=label, field=field):
        return None
    setattr(score, cell.column, value)
    if cell.column == "appraised_points":
        score.appraised_by = by if value is not None else None
    return {
        "done": f"ghi “{label}”", "field": field, "criterion": cell.criterion.name, "unit": member.unit.name,
        "before": {cell.column: text_of(before)}, "after": {cell.column: text_of(value)},
    }  # fmt: skip


def _points(cell: Cell) -> Decimal | None:
    value, criterion = number_of(cell.edit.value), cell.criterion
    if value is None:
        return None
    if value < 0:
        hint = " Điểm trừ cũng ghi số dương, hệ thống tự trừ." if criterion.kind == CriterionKind.MINUS else ""
        raise ValidationError(f"Điểm không được nhỏ hơn 0.{hint}")
    if value != round(value, 2):
        raise ValidationError("Điểm ghi nhiều nhất hai chữ số sau dấu phẩy.")
    limit = cell.member.cluster.scorecard.bonus_limit
    most = ceiling(criterion.kind, criterion.maximum, limit)
    if value > most:
        more = f" (điểm chuẩn {number(criterion.maximum)} và trần thưởng {number(limit)})" if most != criterion.maximum else ""
        raise ValidationError(f"Tiêu chí này nhiều nhất {number(most)} điểm{more}.")
    return value


def _write(scores) -> None:
    now = clock.now()
    for score in scores:
        score.version, score.updated_at = score.version + (score.pk is not None), now
    Score.objects.bulk_create([score for score in scores if score.pk is None])
    old = [score for score in scores if score.version > 1]
    Score.objects.bulk_update(old, WRITTEN, batch_size=200)


# --- proof -------------------------------------------------------------------------------------


@transaction.atomic
def attach_evidence(*, member: ClusterMember, criterion: Criterion, upload, by) -> Score:
    """Keep a file as proof of a criterion; a new one takes the place of the old, which stays in the history."""
    member = _locked({member.pk})[member.pk]
    if reason := reason_against(by, member, criterion, "explanation"):
        raise Refused(reason)
    stored = store_upload(upload, by=by)
    score, _ = Score.objects.get_or_create(member=member, criterion=criterion)
    before = score.evidence.name if score.evidence else ""
    score.evidence, score.updated_at = stored, clock.now()
    score.save(update_fields=["evidence", "updated_at"])
    facts = {"done": f"đính kèm minh chứng cho “{criterion.name}”", "criterion": criterion.name, "before": {"evidence": before}}
    events.record(member, "evidence", by=by, data=facts | {"after": {"evidence": stored.name}})
    return score


@transaction.atomic
def remove_evidence(*, member: ClusterMember, criterion: Criterion, by) -> None:
    """Take the proof of a criterion off the sheet; the file itself stays in storage."""
    member = _locked({member.pk})[member.pk]
    if reason := reason_against(by, member, criterion, "explanation"):
        raise Refused(reason)
    score = Score.objects.filter(member=member, criterion=criterion).exclude(evidence=None).select_related("evidence").first()
    if score is None:
        return
    facts = {
        "done": f"bỏ minh chứng của “{criterion.name}”",
        "criterion": criterion.name,
        "before": {"evidence": score.evidence.name},
    }
    score.evidence, score.updated_at = None, clock.now()
    score.save(update_fields=["evidence", "updated_at"])
    events.record(member, "evidence", by=by, data=facts | {"after": {"evidence": ""}})


# --- steps -------------------------------------------------------------------------------------


def missing_own(sheet: Sheet) -> list[str]:
    """Hand-scored criteria that the unit has not scored yet."""
    return [line.criterion.name for line in sheet.lines if line.criterion.kind == CriterionKind.HAND and line.own is None]


def missing_appraisal(sheet: Sheet) -> list[str]:
    """Criteria that nobody has appraised: every row of the base, and what the unit claimed beyond it; with who should."""
    asked = [line for line in sheet.lines if line.criterion.kind in ASKED or line.own is not None]
    return [f"{line.criterion.name} ({_appraiser(line.criterion, sheet)})" for line in asked if line.appraised is None]


def _appraiser(criterion: Criterion, sheet: Sheet) -> str:
    return (criterion.department or sheet.member.cluster.unit).name


def _several(names: list[str]) -> str:
    return "; ".join(names[:5]) + (f" và {len(names) - 5} tiêu chí khác" if len(names) > 5 else "")


@transaction.atomic
def submit_sheet(*, member: ClusterMember, version: int, by) -> ClusterMember:
    """Send the self-score: points of formula criteria are frozen as the results stand now. Raises ValidationError."""
    if member.cluster.scorecard_id is None:
        raise ValidationError("Cụm, khối này chưa có bảng chấm điểm. Hãy nhờ cơ quan tổ chức chọn bảng.")
    if (fresh := _locked({member.pk})[member.pk]).version != version:
        raise conflict(fresh, what=SCORE_SHEET.what)
    if names := missing_own(sheet_of(fresh)):
        raise ValidationError(f"Còn {len(names)} tiêu chí chưa tự chấm: {_several(names)}. Ghi 0 nếu không có điểm.")
    _freeze(fresh)
    return SCORE_SHEET.apply(member, "submit", by=by, version=version)


def _freeze(member: ClusterMember) -> None:
    """Write plan, result and points of formula criteria into the sheet."""
    criteria = [c for c in criteria_of(member.cluster.scorecard) if c.kind == CriterionKind.FORMULA]
    figures = unit_figures([member.unit_id], [c.target for c in criteria if c.target_id], member.cluster.year)
    known = {row.criterion_id: row for row in Score.objects.filter(member=member, criterion__in=criteria)}
    for criterion in criteria:
        figure = figures.get((member.unit_id, criterion.target_id))
        score = known.get(criterion.pk) or Score(member=member, criterion=criterion)
        score.plan, score.actual = (figure.plan, figure.actual) if figure else (None, None)
        score.self_points = formula_score(criterion, figure, member.cluster.scorecard.bonus_limit) if figure else None
        score.updated_at = clock.now()
        score.save()


@transaction.atomic
def appraise_sheet(*, member: ClusterMember, version: int, by) -> ClusterMember:
    """Close the appraisal of one sheet. Raises ValidationError naming what is not appraised and by whom."""
    if names := missing_appraisal(sheet_of(member)):
        raise ValidationError(f"Còn {len(names)} tiêu chí chưa thẩm định: {_several(names)}.")
    return SCORE_SHEET.apply(member, "appraise", by=by, version=version)


def send_back_sheet(*, member: ClusterMember, version: int, by, note: str) -> ClusterMember:
    """Return a sheet to its unit with the reason; what was appraised stays beside it."""
    if not note.strip():
        raise ValidationError({"note": "Hãy ghi lý do trả lại, đơn vị sẽ đọc câu này."})
    return SCORE_SHEET.apply(member, "send_back", by=by, version=version, note=note.strip())


def take_back_sheet(*, member: ClusterMember, version: int, by) -> ClusterMember:
    """The unit takes its sheet back to mend it."""
    return SCORE_SHEET.apply(member, "take_back", by=by, version=version)


@transaction.atomic
def appraise_ready(*, cluster, by) -> tuple[int, list[str]]:
    """Close the appraisal of every sheet that has all its points; (how many, units that still wait)."""
    rows = ClusterMember.objects.filter(cluster=cluster, state=ScoreSheetState.SUBMITTED)
    members = list(rows.select_related("unit", "cluster__unit", "cluster__scorecard", "cluster__head_unit"))
    sheets = sheets_of(cluster, members)
    ready = [sheet.member for sheet in sheets if not missing_appraisal(sheet)]
    if ready:
        SCORE_SHEET.apply_many(ready, "appraise", by=by)
    return len(ready), [sheet.member.unit.name for sheet in sheets if sheet.member not in ready]


@transaction.atomic
def accept_own(*, scorecard, members: list[ClusterMember], by) -> int:
    """Take over the units' own points wherever the user appraises and nothing is written yet; answers how many cells."""
    criteria = {c.pk: c for c in appraisable(scorecard, by)}
    members = _locked({member.pk for member in members if member.state == ScoreSheetState.SUBMITTED})
    members = {key: row for key, row in members.items() if row.state == ScoreSheetState.SUBMITTED}
    empty = {"appraised_points": None, "member__in": members, "criterion__in": criteria}
    scores = list(Score.objects.select_for_update().filter(**empty).exclude(self_points=None))
    for score in scores:
        score.appraised_points, score.appraised_by = score.self_points, by
    _write(scores)
    told = [(members[s.member_id], "", _accepted(members[s.member_id], criteria[s.criterion_id], s)) for s in scores]
    events.record_many(told, "score", by=by)
    return len(scores)


def _accepted(member: ClusterMember, criterion: Criterion, score: Score) -> dict:
    """What to tell of a unit's own points that were taken over."""
    return {
        "done": f"chấp nhận điểm tự chấm “{criterion.name}”", "criterion": criterion.name, "unit": member.unit.name,
        "field": f"{criterion.public_id}.appraised_points", "before": {"appraised_points": ""},
        "after": {"appraised_points": text_of(score.appraised_points)},
    }  # fmt: skip
