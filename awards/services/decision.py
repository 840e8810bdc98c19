"""The life of a decision: drafted from approved lines, edited, signed outside, issued with its number and frozen."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from awards import permissions
from awards.enums import DecisionState, NominationState, NumberSource
from awards.models import Decision, DecisionLine, Nomination
from awards.queries import catalogue
from awards.services import decision_checks, decision_text, issuing
from awards.workflow import DECISION
from campaigns.enums import Role
from campaigns.permissions import has_role
from thiduakhenthuong.core import clock, events, numbering
from thiduakhenthuong.core.bulk import insert_rows
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.names import clean
from thiduakhenthuong.core.workflow import conflict

LIST_TEXTS = ("issuer_lines", "legal_bases", "articles", "copies", "signer_lines")
PLAIN_TEXTS = (
    "subject", "proposal", "list_title", "place", "authority", "unit_code", "signer_name", "proposal_number", "proposal_date",
)  # fmt: skip


@transaction.atomic
def draft_decisions(*, unit, nominations, by, planned_date: date | None = None) -> list[Decision]:
    """One draft for each kind of award and printed reason among approved lines of `unit`.

    Raises Refused, ValidationError. The number of the office's own submission is entered with the wording.
    """
    if not has_role(by, unit, Role.APPRAISER):
        raise Refused(f"Chỉ cán bộ thẩm định của {unit.name} được soạn quyết định.")
    lines = _loaded(nominations)
    if not lines:
        raise ValidationError("Chưa chọn dòng nào đã duyệt.")
    for line in lines:
        _require_free(line, unit)
    groups = {}
    for line in lines:
        groups.setdefault((line.award_kind, line.dossier.reason), []).append(line)
    return [_draft(unit, kind, reason, group, by, planned_date) for (kind, reason), group in groups.items()]


def _draft(unit, kind, reason: str, lines: list, by, planned_date) -> Decision:
    day, level = planned_date or clock.today(), catalogue.deciding_level(unit)
    signer = catalogue.signers_of(unit, day).first()
    lines = decision_text.in_printed_order(lines)
    decision = Decision.objects.create(
        unit=unit, award_kind=kind, level=level, symbol=decision_text.profile_of(unit, day).decision_symbol,
        planned_date=day, reason=reason, created_by=by,
        texts=decision_text.compose(
            unit=unit, award_kind=kind, level=level, nominations=lines, reason=reason, day=day, signer=signer
        ),
    )  # fmt: skip
    _write_lines(decision, lines)
    events.record(decision, "create", by=by, data={"done": "soạn", "lines": len(lines)})
    return decision


@transaction.atomic
def update_texts(*, decision, version: int, texts: dict, by, planned_date: date | None = None) -> Decision:
    """Keep the officer's wording of a draft; a changed planned date alone re-chooses what was not edited."""
    fresh = _open(decision, version, by)
    edited = {k: _cleaned_text(k, v) for k, v in texts.items() if k in LIST_TEXTS + PLAIN_TEXTS}
    changed = {k: v for k, v in edited.items() if fresh.texts.get(k) != v}
    worded = bool(set(changed) - {"signer_lines", "signer_name", "proposal_number", "proposal_date"})
    fields = {"texts": fresh.texts | changed, "texts_edited": fresh.texts_edited or worded}
    fields["planned_date"] = planned_date or fresh.planned_date
    if changed and not fields["texts_edited"] or fields["planned_date"] != fresh.planned_date:
        fresh.texts = fields["texts"]
        if not fields["texts_edited"]:
            fields["texts"] = _composed(fresh, fields["planned_date"], lines_of(fresh))
    return _save(decision, fresh, version, fields, by, {"done": "sửa nội dung", "parts": sorted(changed)})


@transaction.atomic
def reset_texts(*, decision, version: int, by) -> Decision:
    """Throw the officer's wording away and write it anew from the catalogue."""
    fresh = _open(decision, version, by)
    fields = {"texts": _composed(fresh, fresh.planned_date, lines_of(fresh)), "texts_edited": False}
    return _save(decision, fresh, version, fields, by, {"done": "soạn lại theo mẫu"})


@transaction.atomic
def remove_line(*, decision, nomination, version: int, by) -> Decision:
    """Take one line out of a draft; it is free for another decision."""
    fresh = _open(decision, version, by)
    if not DecisionLine.objects.filter(decision=fresh, nomination=nomination).delete()[0]:
        raise ValidationError("Dòng này không còn trong dự thảo.")
    lines = lines_of(fresh)
    fields = {} if fresh.texts_edited else {"texts": _composed(fresh, fresh.planned_date, lines)}
    return _save(decision, fresh, version, fields, by, {"done": "đưa một dòng ra", "name": nomination.name})


@transaction.atomic
def discard_draft(*, decision, version: int, by) -> None:
    """Give up a draft: its lines are free again and wait for another decision. An issued decision stays for ever."""
    fresh = _open(decision, version, by)
    lines = lines_of(fresh)
    events.record_many([(line, "", {"done": "đưa ra khỏi dự thảo"}) for line in lines], "undraft", by=by)
    events.record(fresh, "discard", by=by, data={"done": "bỏ dự thảo", "lines": len(lines)})
    DecisionLine.objects.filter(decision=fresh).delete()
    Decision.objects.filter(pk=fresh.pk).delete()


def send_for_signature(*, decision, version: int, by) -> Decision:
    """The wording is final; the paper goes out to be signed."""
    problems = [c.title for c in decision_checks.run(decision, decision.planned_date) if c.level == decision_checks.STOP]
    if problems:
        raise ValidationError("Chưa trình ký được: " + "; ".join(problems) + ".")
    return DECISION.apply(decision, "send_for_signature", by=by, version=version)


def take_back(*, decision, version: int, by, note: str = "") -> Decision:
    """Back to the desk for a change of wording."""
    return DECISION.apply(decision, "take_back", by=by, version=version, note=note)


@transaction.atomic
def issue_decision(*, decision, version: int, sign_date: date, number: int | None, by) -> Decision:
    """Allocate the number, freeze everything, write the register: all in one transaction (lock order row, counter, chain).

    `number` None takes the next one of the series; a number is one given by the clerk's office. The PDF is drawn
    from the frozen snapshot after commit. Raises ValidationError, Conflict, Refused.
    """
    fresh = Decision.objects.select_for_update().select_related("unit", "award_kind").get(pk=decision.pk)
    if fresh.version != version or fresh.state != DecisionState.FOR_SIGNATURE:
        raise conflict(fresh, what="Quyết định")
    if reason := permissions.issue_decision(by, fresh):
        raise Refused(reason)
    lines = lines_of(fresh)
    if not fresh.texts_edited:
        fresh.texts = _composed(fresh, sign_date, lines)
    decision_checks.require_issuable(fresh, sign_date, lines=lines, number=number)
    taken = _take_number(fresh, number, sign_date.year)
    return issuing.freeze(
        fresh, lines=lines, number=taken, sign_date=sign_date, by=by, version=version,
        source=NumberSource.CLERK_OFFICE if number else NumberSource.SERIES,
    )  # fmt: skip


def proposed_number(decision, year: int) -> int:
    """The next free number of the decision's series, as a proposal."""
    return numbering.peek(f"decision:{decision.symbol}", str(decision.unit_id), year)


def lines_of(decision) -> list[Nomination]:
    """Lines of a decision in printed order, with everything the papers need."""
    rows = Nomination.objects.filter(decision_line__decision=decision).order_by("decision_line__position")
    related = ("dossier__unit", "dossier__deciding_unit", "dossier__commendation_type", "award_kind", "unit__parent", "person")
    return list(rows.select_related(*related))


def _take_number(decision, number: int | None, year: int) -> int:
    series, issuer = f"decision:{decision.symbol}", str(decision.unit_id)
    if number is None:
        return numbering.draw(series, issuer, year)
    numbering.claim(series, issuer, year, number)
    # The counter is ours from here on: whoever gave the same number at the same moment is already there to be seen.
    if Decision.objects.filter(unit=decision.unit_id, symbol=decision.symbol, year=year, number=number).exists():
        raise ValidationError(f"Số {number}/{decision.symbol} năm {year} đã dùng. Hãy nhập số khác.")
    return number


def _loaded(nominations) -> list[Nomination]:
    """The lines as they stand, locked first: of two drafts of one line the second waits and then sees the first."""
    keys = [n.pk for n in nominations]
    list(Nomination.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    rows = Nomination.objects.filter(pk__in=keys, removed_at=None)
    return list(rows.select_related("dossier__unit", "dossier__deciding_unit", "award_kind", "decision_line"))


def _require_free(line, unit) -> None:
    if line.state != NominationState.APPROVED or line.dossier.deciding_unit_id != unit.pk:
        raise conflict(line, what=f"Đề nghị của {line.name}")
    if hasattr(line, "decision_line"):
        raise ValidationError(f"{line.name} đã nằm trong một dự thảo quyết định khác.")


def _open(decision, version: int, by) -> Decision:
    fresh = Decision.objects.select_for_update().select_related("unit", "award_kind").get(pk=decision.pk)
    if fresh.version != version or fresh.state != DecisionState.DRAFT:
        raise conflict(fresh, what="Quyết định")
    if reason := permissions.edit_decision(by, fresh):
        raise Refused(reason)
    return fresh


def _composed(decision, day: date, lines: list) -> dict:
    own = ("signer_lines", "signer_name", "money", "proposal_number", "proposal_date")
    kept = {k: decision.texts[k] for k in own if k in decision.texts}
    fresh = decision_text.compose(
        unit=decision.unit, award_kind=decision.award_kind, level=decision.level, nominations=lines,
        reason=decision.reason, day=day, signer=catalogue.signers_of(decision.unit, day).first(),
        proposal=decision_text.stored_proposal(decision.texts),
    )  # fmt: skip
    return fresh | {k: v for k, v in kept.items() if v}


def _save(decision, fresh, version: int, fields: dict, by, data: dict) -> Decision:
    rows = Decision.objects.filter(pk=fresh.pk, version=version, state=DecisionState.DRAFT)
    if not rows.update(version=F("version") + 1, updated_at=clock.now(), **fields):
        raise conflict(fresh, what="Quyết định")
    events.record(fresh, "update", by=by, data=data)
    decision.refresh_from_db()
    return decision


def _write_lines(decision, lines: list) -> None:
    insert_rows(DecisionLine(decision=decision, nomination=line, position=i) for i, line in enumerate(lines, start=1))


def _cleaned_text(name: str, value):
    if name not in LIST_TEXTS:
        return clean(str(value))
    lines = value if isinstance(value, list) else str(value).splitlines()
    keep = [clean(line) if name != "articles" else "\n".join(map(clean, line.splitlines())) for line in lines]
    return [line for line in keep if line]
