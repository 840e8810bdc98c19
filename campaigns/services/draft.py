"""Drafts for comment: numbered editions, units asked, opinions and how each was taken in.

An edition that was sent out is never changed: a new one is made beside it, and what was said about the old one stays.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from campaigns import permissions
from campaigns.enums import CommentAnswer, DraftState
from campaigns.models import Campaign, DraftComment, DraftDocument, Unit
from campaigns.workflow import DRAFT
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.models import StoredFile
from thiduakhenthuong.core.names import clean, writable
from thiduakhenthuong.core.workflow import conflict

WHAT = "Dự thảo"


@transaction.atomic
def create_draft(
    *, campaign: Campaign, by, title: str, body: str = "", stored: StoredFile | None = None, due_on: date | None = None, asked=()
) -> DraftDocument:
    """The first edition of a draft; a title used before in the campaign is a ValidationError."""
    draft = DraftDocument(campaign=campaign, created_by=by, **_cleaned(title, body, due_on), stored=stored)
    _require_editor(draft, by)
    _lock(campaign)
    if DraftDocument.objects.filter(campaign=campaign, title=draft.title).exists():
        raise ValidationError({"title": "Phong trào đã có dự thảo tên này. Hãy mở nó rồi bấm “Lập lần mới”, hoặc đặt tên khác."})
    return _save_new(draft, asked, by=by, done="lập dự thảo")


@transaction.atomic
def new_edition(*, draft: DraftDocument, by) -> DraftDocument:
    """The next edition with the text, file and units of this one; the old one stays as it was sent."""
    _require_editor(draft, by)
    _lock(draft.campaign)
    same = DraftDocument.objects.filter(campaign=draft.campaign, title=draft.title)
    open_one = same.filter(state=DraftState.DRAFT).first()
    if open_one:
        raise ValidationError(f"Lần {open_one.edition} đang soạn. Hãy sửa tiếp lần đó.")
    made = DraftDocument(
        campaign=draft.campaign, title=draft.title, edition=same.aggregate(n=Max("edition"))["n"] + 1, body=draft.body,
        stored=draft.stored, created_by=by,
    )  # fmt: skip
    return _save_new(made, draft.asked.all(), by=by, done=f"lập lần {made.edition}")


def _save_new(draft: DraftDocument, asked, *, by, done: str) -> DraftDocument:
    draft.save()
    draft.asked.set(asked)
    events.record(draft, "create", by=by, data={"done": done})
    return draft


@transaction.atomic
def update_draft(
    *, draft: DraftDocument, version: int, by, title: str, body: str = "", stored: StoredFile | None = None,
    due_on: date | None = None, asked=(),
) -> DraftDocument:  # fmt: skip
    """Change an edition that was not yet sent; no `stored` keeps the file. A stale version is a Conflict."""
    fresh = DraftDocument.objects.select_for_update().get(pk=draft.pk)
    if fresh.version != version or fresh.state != DraftState.DRAFT:
        raise conflict(fresh, what=WHAT)
    _require_editor(fresh, by)
    values = _cleaned(title, body, due_on)
    if values["title"] != fresh.title and fresh.edition > 1:
        raise ValidationError({"title": "Tên của các lần phải giống nhau. Hãy giữ tên cũ, hoặc lập dự thảo khác."})
    others = DraftDocument.objects.filter(campaign=fresh.campaign, title=values["title"]).exclude(pk=fresh.pk)
    if fresh.edition == 1 and others.exists():
        raise ValidationError({"title": "Phong trào đã có dự thảo tên này. Hãy đặt tên khác."})
    values |= {"stored": stored} if stored else {}
    DraftDocument.objects.filter(pk=fresh.pk).update(version=F("version") + 1, updated_at=clock.now(), **values)
    draft.asked.set(asked)
    names = [name for name in values if getattr(fresh, name) != values[name]]
    events.record(draft, "update", by=by, data={"done": "sửa dự thảo", "fields": names})
    draft.refresh_from_db()
    return draft


def _cleaned(title: str, body: str, due_on: date | None) -> dict:
    title = clean(title)
    if not title:
        raise ValidationError({"title": "Hãy ghi tên dự thảo, ví dụ: Kế hoạch tổ chức phong trào."})
    if len(title) > 250:
        raise ValidationError({"title": "Dài quá 250 chữ. Hãy viết gọn lại."})
    return {"title": title, "body": writable(body).replace("\r\n", "\n").strip(), "due_on": due_on}


def _require_editor(draft: DraftDocument, by) -> None:
    if reason := permissions.edit_draft(by, draft):
        raise Refused(reason)


def _lock(campaign: Campaign) -> None:
    """Two people who number editions at once wait for each other."""
    list(Campaign.objects.select_for_update().filter(pk=campaign.pk).values_list("pk"))


# --- steps ------------------------------------------------------------------------------------


@transaction.atomic
def circulate_draft(*, draft: DraftDocument, version: int, by) -> DraftDocument:
    """Send an edition to the units asked; it needs a text or a file, a unit, and a deadline that is still to come."""
    wrong = {}
    if not draft.body and draft.stored_id is None:
        wrong["body"] = "Chưa có nội dung. Hãy gõ nội dung hoặc đính kèm tệp dự thảo."
    if draft.due_on is None or draft.due_on < clock.today():
        wrong["due_on"] = "Hãy ghi hạn góp ý từ hôm nay trở đi."
    if not draft.asked.exists():
        wrong["asked"] = "Chưa chọn nơi được hỏi ý kiến."
    if wrong and draft.version == version and not DRAFT.reason_against(draft, "circulate", by):
        raise ValidationError(wrong)
    asked = [unit.name for unit in draft.asked.all()]
    return DRAFT.apply(draft, "circulate", by=by, version=version, circulated_at=clock.now(), data={"asked": asked})


def finish_draft(*, draft: DraftDocument, version: int, by) -> DraftDocument:
    """End the consultation; every opinion has been accepted or explained."""
    left = draft.comments.filter(answer=CommentAnswer.PENDING).count()
    if left and not DRAFT.reason_against(draft, "finish", by):
        raise ValidationError(f"Còn {left} ý kiến chưa xử lý. Hãy chọn “Tiếp thu” hoặc “Giải trình” cho từng ý kiến.")
    return DRAFT.apply(draft, "finish", by=by, version=version)


STEPS = {"circulate": circulate_draft, "finish": finish_draft}


# --- opinions ---------------------------------------------------------------------------------


@transaction.atomic
def add_comment(*, draft: DraftDocument, unit: Unit, by, opinion: str, passage: str = "", author: str = "") -> DraftComment:
    """An opinion of a unit that was asked, while the draft is out; after the deadline too."""
    fresh = DraftDocument.objects.select_for_update().get(pk=draft.pk)
    if reason := permissions.comment_on_draft(by, unit):
        raise Refused(reason)
    if not fresh.asked.filter(pk=unit.pk).exists():
        raise Refused(f"{unit.name} không có trong danh sách nơi được hỏi ý kiến.")
    if fresh.state != DraftState.CIRCULATED:
        raise Conflict("Dự thảo không còn lấy ý kiến.", fresh=fresh)
    opinion = writable(opinion).strip()
    if not opinion:
        raise ValidationError({"opinion": "Hãy ghi ý kiến. Nếu đồng ý toàn bộ, ghi “Nhất trí với dự thảo”."})
    made = DraftComment.objects.create(
        draft=fresh,
        unit=unit,
        by=by,
        opinion=opinion,
        passage=clean(passage)[:250],
        author_text=clean(author)[:150] or by.full_name,
    )
    events.record(fresh, "comment", by=by, note=opinion[:300], data={"done": f"góp ý thay {unit.name}"})
    return made


@transaction.atomic
def answer_comment(*, comment: DraftComment, version: int, by, answer: str, explanation: str = "") -> DraftComment:
    """Accept or explain; what is not accepted needs the reason. A stale version is a Conflict."""
    draft = DraftDocument.objects.select_for_update().get(pk=comment.draft_id)
    _require_editor(draft, by)
    if draft.state != DraftState.CIRCULATED:
        raise Conflict("Dự thảo đã kết thúc lấy ý kiến, không sửa phần xử lý được nữa.", fresh=draft)
    if answer not in CommentAnswer.values:
        raise ValidationError({"answer": "Hãy chọn Tiếp thu hoặc Giải trình."})
    explanation = writable(explanation).strip()
    if answer == CommentAnswer.EXPLAINED and not explanation:
        raise ValidationError({"explanation": "Giải trình vì sao không tiếp thu."})
    rows = DraftComment.objects.filter(pk=comment.pk, version=version)
    values = {"answer": answer, "explanation": explanation, "answered_by": by, "updated_at": clock.now()}
    if not rows.update(version=F("version") + 1, **values):
        raise conflict(draft, what="Ý kiến")
    comment.refresh_from_db()
    said = CommentAnswer(answer).label.lower()
    events.record(draft, "answer", by=by, note=explanation[:300], data={"done": f"{said} ý kiến của {comment.unit.name}"})
    return comment
