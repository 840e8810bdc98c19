"""Handing out at a conference: which decisions, by whom, in turns of how many. Decisions themselves are never touched."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from awards.enums import DecisionState
from awards.models import CeremonyBatch
from campaigns import permissions as may
from campaigns.models import Conference
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.names import clean, search_key

PER_TURN = range(1, 51)
WORDS = ("presenter", "reader")


@transaction.atomic
def add_batch(*, conference, decision, by) -> CeremonyBatch:
    """Hand out the awards of an issued decision at a conference; a decision stands there once."""
    _require(conference, by)
    Conference.objects.select_for_update().get(pk=conference.pk)
    if decision.state != DecisionState.ISSUED:
        raise ValidationError("Quyết định chưa phát hành. Chỉ trao những khen thưởng đã có quyết định.")
    if CeremonyBatch.objects.filter(conference=conference, decision=decision).exists():
        raise ValidationError(f"Quyết định {decision.number_text} đã có trong danh sách trao của hội nghị.")
    last = CeremonyBatch.objects.filter(conference=conference).aggregate(last=Max("order"))["last"] or 0
    batch = CeremonyBatch.objects.create(conference=conference, decision=decision, order=last + 1)
    events.record(conference, "add_batch", by=by, data={"done": f"đưa Quyết định {decision.number_text} vào lễ trao"})
    return batch


@transaction.atomic
def update_batch(*, batch, version: int, by, presenter: str, reader: str, per_turn: int, order: int | None = None):
    """Who hands over, who reads, how many in a turn; a stale `version` is a Conflict."""
    _require(batch.conference, by)
    values = {"presenter": clean(presenter), "reader": clean(reader), "per_turn": per_turn}
    values |= {"order": order} if order is not None else {}
    _check(batch, values)
    changed = CeremonyBatch.objects.filter(pk=batch.pk, version=version).update(version=F("version") + 1, **values)
    if not changed:
        raise Conflict("Lượt trao này vừa được người khác thay đổi. Hãy tải lại trang.")
    number = batch.decision.number_text
    events.record(batch.conference, "batch", by=by, data={"done": f"ghi người trao, lượt trao của Quyết định {number}"})
    batch.refresh_from_db()
    return batch


@transaction.atomic
def remove_batch(*, batch, version: int, by) -> None:
    """Take a decision off the list of the conference; the decision stays as it is."""
    _require(batch.conference, by)
    if not CeremonyBatch.objects.filter(pk=batch.pk, version=version).delete()[0]:
        raise Conflict("Lượt trao này vừa được người khác thay đổi. Hãy tải lại trang.")
    done = f"bỏ Quyết định {batch.decision.number_text} khỏi lễ trao"
    events.record(batch.conference, "remove_batch", by=by, data={"done": done})


def _require(conference, by) -> None:
    if reason := may.edit_conference(by, conference):
        raise Refused(reason)


def _check(batch, values: dict) -> None:
    faults = {}
    limits = {name: CeremonyBatch._meta.get_field(name).max_length for name in WORDS}
    for name, most in limits.items():
        if len(values[name]) > most:
            faults[name] = f"Dài quá {most} chữ. Hãy ghi gọn họ tên và chức vụ."
    if values["per_turn"] not in PER_TURN:
        faults["per_turn"] = f"Mỗi lượt từ {PER_TURN.start} đến {PER_TURN.stop - 1} người."
    signer = batch.decision.texts.get("signer_name", "")
    if signer and names(values["presenter"], signer):
        faults["presenter"] = f"{signer} là người ký quyết định. Hãy ghi người khác trao, hoặc để trống nếu chưa phân công."
    if faults:
        raise ValidationError(faults)


def names(text: str, person: str) -> bool:
    """Whether a text ("đồng chí Nguyễn Văn A, Phó Chủ tịch") names a person, with or without diacritics."""
    plain = " ".join(re.sub(r"[^\w]+", " ", search_key(text)).split())
    return f" {search_key(person)} " in f" {plain} "
