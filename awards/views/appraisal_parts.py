"""Parts of the appraisal pages as plain data: the queue with its place, what stands beside a line, what may be decided."""

from urllib.parse import urlencode

from django.urls import reverse

from awards import permissions
from awards.enums import DossierState, NominationState, RecipientKind, Verdict
from awards.forms.appraisal import EXTRA_FIELDS, fix_name
from awards.queries import appraisal as queries
from awards.queries import appraisal_line as line_queries
from awards.queries.suggestions import award_words, latest_awards
from awards.services.appraisal import fill_sentence
from awards.services.candidates import people_to_ask_about
from awards.services.line_values import opened_fields
from awards.services.verdict import open_questions
from awards.views.appraisal_history import history_of
from awards.views.dossier_parts import event_rows
from awards.views.grid import verdict_rows
from awards.workflow import NOMINATION
from campaigns.enums import Role
from campaigns.permissions import has_role, units_with_role
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.idempotency import new_key
from thiduakhenthuong.core.typed import whole

PAGE = 40
KEPT = ("xem", "ly-do", "dv", "ht", "hs", "cb", "q")
QUEUE_LABELS = {
    "can-xem": "Cần xem", "sach": "Sạch", "tra-lai": "Đã trả lại", "da-dong-y": "Đã đồng ý, chờ duyệt",
    "da-duyet": "Đã duyệt", "khong-khen": "Không khen",
}  # fmt: skip
OFFICE_STEPS = ("accept", "send_back", "decline_appraisal", "undo_accept")
APPROVER_STEPS = ("approve", "decline", "undo_approve")

WAITS = {
    NominationState.ELIGIBLE: "Đã thẩm định, chờ người phê duyệt.",
    NominationState.SENT_BACK: "Đã trả lại, chờ đơn vị sửa và gửi lại.",
    NominationState.APPROVED: "Đã duyệt, chờ quyết định.",
    NominationState.AWARDED: "Đã khen, không còn việc thẩm định.",
    NominationState.DECLINED: "Đã kết luận không khen.",
    NominationState.ENTERED: "Đơn vị chưa gửi dòng này.",
}


def kept(params, **changes) -> str:
    """The query string of the filters, with changes; "" when nothing is filtered."""
    pairs = {key: params.get(key, "") for key in KEPT} | {k.replace("_", "-"): v for k, v in changes.items()}
    text = urlencode({key: value for key, value in pairs.items() if value})
    return f"?{text}" if text else ""


def line_url(public_id, params, **changes) -> str:
    """The address of one line, the filters kept."""
    return reverse("awards:appraisal-line", args=[public_id]) + kept(params, **changes)


def queue_of(user, params, current=None) -> dict:
    """The left side: counts, filters, one page of lines, and the place of the current line among all of them."""
    office = queries.lines_of_office(user)
    scope = queries.filtered(office, params)
    groups = queries.queue_groups(office, params)
    counts = queries.queue_counts(groups)
    name = params.get("xem") if params.get("xem") in queries.QUEUES else _first_queue(counts)
    rows = queries.in_queue(scope, name)
    keys = queries.line_keys(rows)
    place = keys.index(current) if current in keys else None
    start = _page_start(params.get("trang", ""), place, len(keys))
    if current is None and keys:  # no line was asked for: the first of the page stands open
        place, current = start, keys[start]
    base = reverse("awards:appraisal")
    page = [_item(line, current) for line in rows[start : start + PAGE]]
    return {
        "queue": name, "queue_label": QUEUE_LABELS[name], "items": page, "current": current,
        "total": len(keys), "choices": queries.filter_choices(office, groups), "steps": _steps(keys, place, params),
        "pages": _pages(start, len(keys), params), "kept": kept(params), "all_queues": _queue_links(counts, name, params),
        "look": counts[queries.LOOK], "clean": counts[queries.CLEAN], "rule": params.get("ly-do", ""),
        "look_url": base + kept(params, xem=queries.LOOK), "clean_url": base + kept(params, xem=queries.CLEAN),
        "export_url": reverse("awards:appraisal-export") + kept(params, xem=name),
        "filtered": any(params.get(key) for key in KEPT if key != "xem"),
    }  # fmt: skip


def _first_queue(counts: dict) -> str:
    """What opens when the address names no queue: lines to look at, else clean ones."""
    return queries.CLEAN if counts[queries.CLEAN] and not counts[queries.LOOK] else queries.LOOK


def _page_start(asked: str, place: int | None, total: int) -> int:
    number = whole(asked) or (place or 0) // PAGE + 1
    return max(0, min(number - 1, max(total - 1, 0) // PAGE)) * PAGE


def _pages(start: int, total: int, params) -> dict:
    number, last = start // PAGE + 1, max(total - 1, 0) // PAGE + 1
    base = reverse("awards:appraisal")
    return {
        "number": number, "last": last, "first_line": start + 1 if total else 0, "last_line": min(start + PAGE, total),
        "previous": base + kept(params, trang=number - 1) if number > 1 else "",
        "next": base + kept(params, trang=number + 1) if number < last else "",
    }  # fmt: skip


def _steps(keys: list, place: int | None, params) -> dict:
    before = keys[place - 1] if place else None
    after = keys[place + 1] if place is not None and place + 1 < len(keys) else None
    if place is None and keys:
        after = keys[0]
    return {
        "number": place + 1 if place is not None else None,
        "previous": line_url(before, params) if before else "", "next": line_url(after, params) if after else "",
    }  # fmt: skip


def _queue_links(counts: dict, name: str, params) -> list[dict]:
    base = reverse("awards:appraisal")
    return [
        {"value": key, "label": f"{label} ({counts[key]})", "url": base + kept(params, xem=key), "active": key == name}
        for key, label in QUEUE_LABELS.items()
    ]


def _item(line, current) -> dict:
    level, why = _why(line)
    birth = f", {line.birth_year}" if line.birth_year and line.recipient_kind == RecipientKind.INDIVIDUAL else ""
    return {
        "id": line.public_id, "name": f"{line.name}{birth}", "award": _award(line), "level": level, "why": why,
        "unit": line.unit_text or line.address or line.dossier.unit.name, "current": line.public_id == current,
    }  # fmt: skip


def _award(line) -> str:
    return (line.award_kind.short_label or line.award_kind.label) if line.award_kind else "Chưa chọn hình thức"


def _why(line) -> tuple[str, str]:
    if line.state != NominationState.SUBMITTED:
        return "", line.get_state_display()
    if line.returned:
        return "look", "Đơn vị đã sửa và gửi lại" + (f": {line.verdict_text}" if line.verdict != Verdict.ELIGIBLE else "")
    return line.verdict or "look", line.verdict_text or line.get_verdict_display()


def panel_of(line, user, params) -> dict:
    """The right side, in the order of thinking; its past comes by itself (see `past_of`)."""
    today, found = clock.today(), list(line.findings.all())
    papers = line_queries.papers_of(line, today)
    return {
        "line": line, "dossier": line.dossier, "award": _award(line), "findings": verdict_rows(line),
        "papers": papers, "papers_done": sum(1 for p in papers if p["files"]),
        "open_questions": open_questions(line),
        "twins": line_queries.twins_of(line, found, user),
        "decide": decision_of(line, user, today), "clean": line.verdict == Verdict.ELIGIBLE,
    }  # fmt: skip


def past_of(line, user, params) -> dict:
    """Known people who may be meant, awards of the recipient through time, everything that happened to the line."""
    people = people_to_ask_about(line)
    past = latest_awards(people) if people else {}
    events = line_queries.events_about(line)
    told = event_rows(line.dossier, events, {line.pk: line.name})
    return {
        "people": [{"person": p, "awards": [award_words(a) for a in past.get(p.pk, [])[:4]]} for p in people],
        "may_answer": not permissions.appraise(user, line) and line.state not in NominationState.CLOSED,
        "line": line, "here": kept(params), "history": history_of(line, user, clock.today()),
        "events": [row | _told(e, row) for e, row in zip(events, told, strict=True)],
    }  # fmt: skip


def _told(event, row: dict) -> dict:
    words = {"create": "nhập dòng này", "update": "sửa dòng này"}
    of_dossier = event.target_type.model == "dossier"
    done = row["done"] if of_dossier else words.get(event.action, row["done"])
    return {"code": event.data.get("reason_code", ""), "done": done, "of_dossier": of_dossier}


def decision_of(line, user, today) -> dict:
    """Which answers this user may give now, the ready sentences, or why there are none."""
    may = {step.name for step in NOMINATION.available(line, user)} & {*OFFICE_STEPS, *APPROVER_STEPS}
    if line.dossier.state == DossierState.SUBMITTED:
        may = set()
    if getattr(line, "decision_line", None) is not None:
        may -= {"undo_approve", "decline"}
    answers = may & {"send_back", "decline_appraisal", "decline"}
    reasons = line_queries.reasons_on(today) if answers else []
    return {
        "may": may, "why_not": _why_not(line, user) if not may else "", "key": new_key(), "extra_fields": EXTRA_FIELDS.items(),
        "reasons": [reason_row(reason, line) for reason in reasons],
        "needs_reason": "accept" in may and line.verdict != Verdict.ELIGIBLE,
        "office": bool(may & {"accept", "send_back", "decline_appraisal"}),
    }  # fmt: skip


def reason_row(reason, line) -> dict:
    """One coded reason with its sentence filled for the line and the boxes it opens."""
    boxes = sorted(opened_fields([reason.field_to_fix]) & EXTRA_FIELDS.keys())
    return {
        "code": reason.code, "group": reason.group, "label": str(reason), "sentence": fill_sentence(reason, line),
        "opens": fix_name(reason.field_to_fix), "boxes": ",".join(boxes),
    }  # fmt: skip


def _why_not(line, user) -> str:
    unit = line.dossier.deciding_unit
    if line.dossier.state == DossierState.SUBMITTED:
        return "Hồ sơ chưa được tiếp nhận. Tiếp nhận hồ sơ rồi mới thẩm định từng dòng."
    if line.state == NominationState.SUBMITTED:
        return permissions.appraise(user, line)
    if line.state == NominationState.ELIGIBLE and has_role(user, unit, Role.APPROVER):
        return permissions.approve(user, line)
    if getattr(line, "decision_line", None) is not None and line.state == NominationState.APPROVED:
        return "Dòng này đã nằm trong một dự thảo quyết định."
    return WAITS.get(line.state, "")


def tabs_of(user, active: str) -> list[dict]:
    """Appraisal and approval, for those who do both or one of them."""
    places = [("appraisal", "Thẩm định", Role.APPRAISER), ("approval", "Phê duyệt", Role.APPROVER)]
    mine = [p for p in places if p[0] == active or units_with_role(user, p[2])]
    return [{"label": label, "url": reverse(f"awards:{name}"), "active": name == active} for name, label, _ in mine]
