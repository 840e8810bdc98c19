"""Messages from the public page: left by anybody, answered by the office of the launching unit."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from campaigns.models import Campaign, PublicNote
from campaigns.permissions import edit_campaign
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.names import clean, writable

SHORTEST, LONGEST = 10, 1000


@transaction.atomic
def leave_note(*, campaign: Campaign, text: str, contact: str = "") -> PublicNote:
    """Keep a message once; the same words that still wait for an answer are not kept a second time.

    The history of the campaign says only that a message came: who wrote it stays out of the chain that is never deleted.
    """
    text = "\n".join(line for line in (clean(one) for one in writable(text).splitlines()) if line)
    if len(text) < SHORTEST:
        raise ValidationError({"text": "Hãy ghi rõ chỗ nào chưa đúng và đúng ra là thế nào, ít nhất một câu."})
    if len(text) > LONGEST:
        raise ValidationError({"text": f"Hãy viết gọn trong {LONGEST} chữ; đang có {len(text)}."})
    same = PublicNote.objects.filter(campaign=campaign, text=text, answered_at=None).first()
    if same:
        return same
    made = PublicNote.objects.create(campaign=campaign, text=text, contact=clean(writable(contact))[:100])
    events.record(campaign, "public_note", by=None, data={"done": "nhận báo thông tin chưa đúng"})
    return made


@transaction.atomic
def answer_note(*, note: PublicNote, version: int, answer: str, by) -> PublicNote:
    """Say what was done about a message. Raises Refused, Conflict, ValidationError."""
    if reason := edit_campaign(by, note.campaign):
        raise Refused(reason)
    words = clean(answer)
    if not words:
        raise ValidationError({"answer": "Hãy ghi đã kiểm tra, đã sửa những gì."})
    if len(words) > 500:
        raise ValidationError({"answer": f"Hãy viết gọn trong 500 chữ; đang có {len(words)}."})
    now, rows = clock.now(), PublicNote.objects.filter(pk=note.pk, version=version)
    values = {"answer": words, "answered_by": by, "answered_at": now, "updated_at": now, "version": F("version") + 1}
    if not rows.update(**values):
        raise Conflict("Người khác vừa trả lời báo này. Hãy tải lại trang để xem.", fresh=note)
    events.record(note.campaign, "answer_note", by=by, data={"done": "xử lý báo thông tin chưa đúng", "answer": words})
    note.refresh_from_db()
    return note
