"""Papers of a dossier and of its lines, and the checklist of what the kinds of award ask for."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from awards import permissions
from awards.enums import NominationState, PaperScope
from awards.models import Attachment, Nomination, PaperRequirement
from awards.queries.catalogue import paper_requirements_for, paper_requirements_on
from awards.services import verdict
from awards.services.nomination import lock_editable
from thiduakhenthuong.core import clock, events, files
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.workflow import conflict


@dataclass
class CheckItem:
    """One line of the checklist: the requirement, the line it belongs to (None = whole dossier), the files there."""

    requirement: PaperRequirement
    nomination: Nomination | None = None
    attachments: list = field(default_factory=list)

    @property
    def present(self) -> bool:
        return bool(self.attachments)


@transaction.atomic
def add_attachment(*, dossier, nomination, paper_code: str, upload, by) -> Attachment:
    """Store one paper; `nomination` None means the whole dossier. Refused after sending, but for returned lines."""
    _require_open(dossier, nomination, by)
    if not PaperRequirement.objects.filter(code=paper_code).exists():
        raise ValidationError("Hãy chọn loại giấy tờ cho tệp này.")
    stored = files.store_upload(upload, by=by)
    row = Attachment.objects.create(dossier=dossier, nomination=nomination, paper_code=paper_code, stored=stored, by=by)
    _recheck(dossier, nomination)  # locks lines, so it comes before the event
    target = nomination or dossier
    events.record(target, "attach", by=by, data={"done": "thêm giấy tờ", "paper": paper_code, "name": stored.name})
    return row


@transaction.atomic
def remove_attachment(*, attachment, by) -> None:
    """Take a paper away (the file stays in the archive)."""
    _set_removed(attachment, clock.now(), "detach", "bỏ giấy tờ", by)


@transaction.atomic
def restore_attachment(*, attachment, by) -> None:
    """Put a paper back."""
    _set_removed(attachment, None, "reattach", "khôi phục giấy tờ", by)


def checklist(dossier) -> list[CheckItem]:
    """Every paper the lines of a dossier ask for, with the files that are there; a constant number of queries."""
    lines = list(Nomination.objects.filter(dossier=dossier, removed_at=None).select_related("award_kind"))
    held = {}
    for row in Attachment.objects.filter(dossier=dossier, removed_at=None).select_related("stored", "by"):
        held.setdefault((row.paper_code, row.nomination_id), []).append(row)
    items, known = {}, paper_requirements_on(clock.today())
    for line in lines:
        for requirement in _asked(dossier, line, known):
            owner = line if requirement.scope == PaperScope.NOMINATION else None
            key = (requirement.code, owner.pk if owner else None)
            there = held.get(key) or held.get((requirement.code, None), [])  # one file may serve all lines, as in rule R63
            items.setdefault(key, CheckItem(requirement, owner, there))
    return sorted(items.values(), key=lambda i: (i.nomination is not None, i.requirement.order, i.requirement.code))


def _asked(dossier, line, known):
    if line.award_kind is None:
        return []
    day = clock.today()
    return paper_requirements_for(line.award_kind, dossier.commendation_type, line.recipient_kind, day, among=known)


def _set_removed(attachment, moment, action: str, done: str, by) -> None:
    _require_open(attachment.dossier, attachment.nomination, by)
    rows = Attachment.objects.filter(pk=attachment.pk, removed_at__isnull=moment is not None)
    if not rows.update(removed_at=moment, updated_at=clock.now()):
        return  # a second press
    _recheck(attachment.dossier, attachment.nomination)
    target = attachment.nomination or attachment.dossier
    data = {"done": done, "paper": attachment.paper_code, "name": attachment.stored.name}
    events.record(target, action, by=by, data=data)


def _require_open(dossier, nomination, by) -> None:
    if reason := permissions.edit_dossier(by, dossier):
        raise Refused(reason)
    returned = Nomination.objects.filter(dossier=dossier, state=NominationState.SENT_BACK, removed_at=None)
    if nomination is not None:
        returned = returned.filter(pk=nomination.pk)
    if not lock_editable(dossier.pk) and not returned.exists():
        raise conflict(dossier, what="Hồ sơ")


def _recheck(dossier, nomination) -> None:
    verdict.check_nominations([nomination]) if nomination else verdict.check_dossier(dossier)
