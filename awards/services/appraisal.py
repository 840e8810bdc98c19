"""What officers decide about lines: accept, send back, decline, approve. Every answer leaves an Appraisal row."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction

from awards import permissions
from awards.enums import DossierState, NominationState, Verdict
from awards.models import Appraisal, DecisionLine, Nomination, ReturnReason
from awards.services import verdict
from awards.services.dossier import conclude_if_done
from awards.workflow import NOMINATION
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.bulk import insert_rows
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.names import clean


@transaction.atomic
def accept(*, nomination, version: int, by, reason: str = "") -> Nomination:
    """One line passes appraisal; with an open finding the officer says why. A stale version is a Conflict first."""
    _require_received(nomination)
    if refused := permissions.appraise(by, nomination):
        raise Refused(refused)
    verdict.check_nominations([nomination])
    nomination.refresh_from_db()
    fresh = nomination.version == version and nomination.state == NominationState.SUBMITTED
    if fresh and nomination.verdict != Verdict.ELIGIBLE and not clean(reason):
        raise ValidationError({"reason": "Dòng này còn điểm cần xem. Hãy ghi lý do đồng ý."})
    return _answer(nomination, "accept", version, by, sentence=clean(reason), appraised_by=by, appraised_at=clock.now())


@transaction.atomic
def accept_many(*, nominations, by, at=None) -> int:
    """Accept clean lines together, all or none; verdicts are computed anew and a line no longer clean stops the batch.

    `at` becomes the moment of every line: with the officer it names the batch, so that it can be undone together.
    """
    lines = _checked(nominations)
    unclean = [n for n in lines if n.verdict != Verdict.ELIGIBLE]
    if unclean:
        names = ", ".join(n.name for n in unclean[:5])
        raise ValidationError(f"{len(unclean)} dòng không còn sạch: {names}. Hãy xem từng dòng này.")
    return _answer_many(lines, "accept", by, appraised_by=by, appraised_at=at or clock.now())


@transaction.atomic
def accept_clean(*, nominations, by, at) -> int:
    """Accept those of the lines that still wait and are still clean; the others stay as they are. Answers how many."""
    waiting = [n for n in _checked(nominations) if n.state == NominationState.SUBMITTED]
    clean_lines = [n for n in waiting if n.verdict == Verdict.ELIGIBLE]
    return _answer_many(clean_lines, "accept", by, appraised_by=by, appraised_at=at)


@transaction.atomic
def undo_accept_many(*, nominations, by) -> int:
    """Take the acceptances of one batch back, all or none."""
    return _answer_many(_reload(nominations), "undo_accept", by, appraised_by=None, appraised_at=None)


@transaction.atomic
def undo_accept(*, nomination, version: int, by, reason: str = "") -> Nomination:
    """Take an acceptance back while nobody has approved."""
    return _answer(nomination, "undo_accept", version, by, sentence=clean(reason), appraised_by=None, appraised_at=None)


@transaction.atomic
def send_back(*, nomination, version: int, reason_code: str, sentence: str, fields: list[str], by) -> Nomination:
    """Return a line with a coded reason and the officer's sentence; the field of the reason opens, and `fields` with it."""
    _require_received(nomination)
    reason = _reason(reason_code)
    text = clean(sentence) or fill_sentence(reason, nomination)
    opened = list(dict.fromkeys([reason.field_to_fix, *(f for f in fields if f)]))
    return _answer(
        nomination, "send_back", version, by, sentence=text, reason_code=reason.code, opened=opened,
        fields_to_fix=opened, appraised_by=None, appraised_at=None,
    )  # fmt: skip


@transaction.atomic
def decline_appraisal(*, nomination, version: int, reason_code: str, sentence: str, by) -> Nomination:
    """The office finds the line not eligible; the unit reads why."""
    _require_received(nomination)
    return _decline(nomination, "decline_appraisal", version, reason_code, sentence, by)


@transaction.atomic
def approve(*, nomination, version: int, by) -> Nomination:
    """The approver says yes to one line."""
    return _answer(nomination, "approve", version, by, approved_by=by, approved_at=clock.now())


@transaction.atomic
def approve_many(*, nominations, by) -> int:
    """Approve lines together, all or none."""
    return _answer_many(_reload(nominations), "approve", by, approved_by=by, approved_at=clock.now())


@transaction.atomic
def undo_approve(*, nomination, version: int, by, reason: str = "") -> Nomination:
    """Take an approval back while the line stands in no decision."""
    _require_undecided(nomination)
    return _answer(nomination, "undo_approve", version, by, sentence=clean(reason), approved_by=None, approved_at=None)


@transaction.atomic
def decline(*, nomination, version: int, sentence: str, by, reason_code: str = "") -> Nomination:
    """The approver says no, with a reason."""
    _require_undecided(nomination)
    return _decline(nomination, "decline", version, reason_code, sentence, by)


def fill_sentence(reason: ReturnReason, nomination) -> str:
    """The ready sentence with what is known put in as plain text; unknown gaps stay as "…"."""
    known = {
        "{ten}": nomination.printed_name,
        "{khen_thuong}": nomination.award_kind.label if nomination.award_kind else "hình thức đề nghị",
        "{nam}": f"năm {nomination.dossier.period_to.year}",
        "{don_vi_dung_tuyen}": nomination.dossier.deciding_unit.name,
    }
    # In one pass: a name that itself holds braces is not looked into.
    return re.sub(r"\{[^}]*\}", lambda gap: known.get(gap[0], "…"), reason.sentence)


def _decline(nomination, action, version, reason_code, sentence, by) -> Nomination:
    if not clean(sentence):
        raise ValidationError({"sentence": "Hãy ghi lý do để đơn vị biết."})
    code = _reason(reason_code).code if reason_code else ""
    answered = _answer(nomination, action, version, by, sentence=clean(sentence), reason_code=code)
    conclude_if_done(nomination.dossier, by=by)
    return answered


def _answer(nomination, action, version, by, *, sentence="", reason_code="", opened=(), **fields) -> Nomination:
    data = {"reason_code": reason_code, "fields": list(opened)} if reason_code else {}
    NOMINATION.apply(nomination, action, by=by, version=version, note=sentence, data=data, **fields)
    Appraisal.objects.create(
        nomination=nomination,
        action=action,
        reason_code=reason_code,
        sentence=sentence,
        by=by,
        fields_to_fix=list(opened),
    )
    return nomination


def _answer_many(lines: list, action: str, by, **fields) -> int:
    NOMINATION.apply_many(lines, action, by=by, **fields)
    insert_rows(Appraisal(nomination=n, action=action, by=by) for n in lines)
    return len(lines)


def _checked(nominations) -> list[Nomination]:
    """The lines as they stand after a new check."""
    lines = _reload(nominations)
    for line in lines:
        _require_received(line)
    verdict.check_nominations(lines)
    return _reload(lines)


def _reload(nominations) -> list[Nomination]:
    rows = Nomination.objects.filter(pk__in=[n.pk for n in nominations], removed_at=None)
    return list(rows.select_related("dossier__unit", "dossier__deciding_unit", "award_kind"))


def _reason(code: str) -> ReturnReason:
    reason = ReturnReason.objects.filter(code=code).first()
    if reason is None:
        raise ValidationError({"reason_code": "Hãy chọn lý do trong danh sách."})
    return reason


def _require_received(nomination) -> None:
    """Only a dossier that waits for receipt stops here; in every other state the gate knows who moved the line."""
    if nomination.dossier.state == DossierState.SUBMITTED:
        raise ValidationError("Hồ sơ chưa được tiếp nhận. Hãy bấm Tiếp nhận trước khi thẩm định.")


def _require_undecided(nomination) -> None:
    list(Nomination.objects.select_for_update().filter(pk=nomination.pk).values_list("pk"))  # nobody drafts it meanwhile
    if nomination.state == NominationState.APPROVED and DecisionLine.objects.filter(nomination=nomination).exists():
        raise ValidationError("Dòng này đã nằm trong một dự thảo quyết định. Hãy đưa ra khỏi dự thảo trước.")
