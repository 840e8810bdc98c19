"""A review (sơ kết, tổng kết) is told as done by the unit: what was done, and its paper."""

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns import permissions
from campaigns.enums import DutyKind
from campaigns.models import Obligation
from thiduakhenthuong.core import clock, events, files
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.names import clean

LONGEST = 300


@transaction.atomic
def finish_review(*, duty: Obligation, by, note: str = "", upload=None) -> Obligation:
    """Tick a review off with what was done and perhaps its paper. Raises Refused, Conflict, ValidationError by field."""
    fresh = _locked(duty, by)
    words = clean(note or "")
    if fresh.done_at:
        raise Conflict("Việc này đã được ghi là đã làm. Hãy tải lại trang.", fresh=fresh)
    if not words and upload is None:
        raise ValidationError({"note": "Hãy ghi đã sơ kết, tổng kết thế nào, hoặc đính kèm báo cáo."})
    if len(words) > LONGEST:
        raise ValidationError({"note": f"Nhiều nhất {LONGEST} chữ; phần chi tiết hãy đính kèm tệp."})
    if upload is not None:
        try:
            fresh.stored = files.store_upload(upload, by=by)
        except ValidationError as error:
            raise ValidationError({"file": error.messages}) from error
    fresh.note, fresh.done_at, fresh.updated_at = words, clock.now(), clock.now()
    fresh.was_late = clock.today() > fresh.due_on
    fresh.save(update_fields=["note", "stored", "done_at", "was_late", "updated_at"])
    data = {"done": "ghi đã làm", "paper": fresh.stored.name if fresh.stored_id else "", "late": fresh.was_late}
    events.record(fresh, "review", by=by, note=words, data=data)
    return fresh


@transaction.atomic
def undo_review(*, duty: Obligation, by) -> Obligation:
    """Told by mistake: the review is a duty again; what was written stays in the history."""
    fresh = _locked(duty, by)
    if fresh.done_at is None:
        raise Conflict("Việc này chưa được ghi là đã làm. Hãy tải lại trang.", fresh=fresh)
    data = {"done": "bỏ ghi nhận đã làm", "before": {"note": fresh.note}}
    fresh.note, fresh.stored, fresh.done_at, fresh.was_late, fresh.updated_at = "", None, None, False, clock.now()
    fresh.save(update_fields=["note", "stored", "done_at", "was_late", "updated_at"])
    events.record(fresh, "review_undone", by=by, data=data)
    return fresh


def _locked(duty: Obligation, by) -> Obligation:
    if duty.kind != DutyKind.REVIEW:
        raise ValidationError("Việc này tự được ghi nhận khi đơn vị gửi đăng ký hoặc báo cáo.")
    if reason := permissions.finish_review(by, duty):
        raise Refused(reason)
    return Obligation.objects.select_for_update(of=("self",)).select_related("unit", "stored").get(pk=duty.pk)
