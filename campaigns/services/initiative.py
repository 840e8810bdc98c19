"""Initiatives with authors and shares, recognised by a decision; each author's part is used once for an award (the ledger)."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from campaigns import permissions as may
from campaigns.enums import InitiativeScope, InitiativeState
from campaigns.models import Initiative, InitiativeAuthor, InitiativeUse
from campaigns.services.changes import change, tidy
from campaigns.services.people import Sought, find_or_offer
from campaigns.workflow import INITIATIVE
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.names import clean, same_name_key, search_key
from thiduakhenthuong.core.vntext import date_short, number

FIELDS = ("name", "field", "year", "summary", "benefit", "campaign", "deciding_unit")
WHAT, WHOLE = "Sáng kiến", Decimal(100)


@transaction.atomic
def create_initiative(*, unit, by, authors: list[dict], **values) -> Initiative:
    """A draft with its authors: [{"name", "birth_year", "title", "share"}]; the shares make 100."""
    made = Initiative(unit=unit, created_by=by)
    _require_edit(made, by)
    values, people = _checked(made, values), _authors(unit, authors)
    for name, value in values.items():
        setattr(made, name, value)
    made.save()
    _write_authors(made, people)
    events.record(made, "create", by=by, data={"done": "ghi sáng kiến", "authors": _said(people)})
    return made


@transaction.atomic
def update_initiative(*, initiative, version: int, by, authors: list[dict] | None = None, **values) -> Initiative:
    """Change a draft; what was sent is taken back first. A stale version is a Conflict."""
    _require_edit(initiative, by)
    fresh = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if fresh.state != InitiativeState.DRAFT:
        raise Conflict(f"Sáng kiến đang ở trạng thái “{fresh.get_state_display()}”. Hãy rút về rồi sửa.", fresh=fresh)
    people = None if authors is None else _authors(initiative.unit, authors)
    change(initiative, version=version, by=by, what=WHAT, **_checked(initiative, values))
    if people is not None:
        before = _said(initiative.authors.all())
        if before != _said(people):
            initiative.authors.all().delete()
            _write_authors(initiative, people)
            data = {"done": "sửa tác giả", "before": {"authors": before}, "after": {"authors": _said(people)}}
            events.record(initiative, "authors", by=by, data=data)
    return initiative


def _checked(initiative, values: dict) -> dict:
    values = tidy({name: value for name, value in values.items() if name in FIELDS})
    whole = {name: getattr(initiative, name) for name in FIELDS} | values
    today, wrong = clock.today(), {}
    if not whole["name"]:
        wrong["name"] = "Hãy ghi tên sáng kiến."
    elif len(whole["name"]) > 300:
        wrong["name"] = "Tên sáng kiến dài quá 300 chữ cái. Hãy viết ngắn lại."
    if not whole["year"] or not today.year - 30 <= whole["year"] <= today.year + 1:
        wrong["year"] = f"Năm áp dụng phải từ {today.year - 30} đến {today.year + 1}."
    if (above := whole["deciding_unit"]) and not initiative.unit.path.startswith(above.path):
        wrong["deciding_unit"] = f"{above.name} không phải cấp trên của {initiative.unit.name}."
    elif above and not above.lives_on(today):
        wrong["deciding_unit"] = f"{above.label} không còn hoạt động. Hãy chọn nơi công nhận khác."
    if wrong:
        raise ValidationError(wrong)
    return values | {"search_key": search_key(whole["name"])[:320]}


def _authors(unit, rows: list[dict]) -> list[InitiativeAuthor]:
    rows = [row for row in rows if clean(row.get("name") or "")]
    if not rows:
        raise ValidationError({"authors": "Hãy ghi ít nhất một tác giả."})
    found, seen = [], set()
    offers = find_or_offer([Sought(row["name"], row.get("birth_year"), unit) for row in rows])
    for row, offer in zip(rows, offers, strict=True):
        name, share = clean(row["name"]), row.get("share")
        key = (same_name_key(name), row.get("birth_year"))
        if share is None or not 0 < share <= WHOLE:
            raise ValidationError({"authors": f"{name}: tỷ lệ đóng góp phải lớn hơn 0 và không quá 100 %."})
        if key in seen:
            raise ValidationError({"authors": f"{name} được ghi hai lần. Nếu là hai người, hãy ghi năm sinh khác nhau."})
        seen.add(key)
        found.append(InitiativeAuthor(
            name=name[:100], name_key=key[0][:120], search_key=search_key(name)[:100], birth_year=row.get("birth_year"),
            title=clean(row.get("title") or "")[:150], share=share, person=offer.person,
        ))  # fmt: skip
    if (total := sum(author.share for author in found)) != WHOLE:
        gap = f"còn thiếu {number(WHOLE - total)} %" if total < WHOLE else f"thừa {number(total - WHOLE)} %"
        raise ValidationError({"authors": f"Tổng tỷ lệ đóng góp đang là {number(total)} %, phải đủ 100 %: {gap}."})
    return found


def _write_authors(initiative, people: list[InitiativeAuthor]) -> None:
    for person in people:
        person.initiative = initiative
    InitiativeAuthor.objects.bulk_create(people)


def _said(people) -> str:
    return "; ".join(f"{one.name} {number(one.share)} %" for one in people)


# --- steps -------------------------------------------------------------------------------------


@transaction.atomic
def submit_initiative(*, initiative, version: int, by) -> Initiative:
    """Sent to the unit that recognises; complete, with somebody to recognise it."""
    wrong = {}
    if initiative.deciding_unit is None:
        wrong["deciding_unit"] = "Hãy chọn nơi công nhận."
    if not initiative.summary:
        wrong["summary"] = "Hãy ghi nội dung sáng kiến."
    if not initiative.benefit:
        wrong["benefit"] = "Hãy ghi hiệu quả, có số càng tốt."
    if wrong:
        raise ValidationError(wrong)
    if initiative.deciding_unit.valid_to and not initiative.deciding_unit.lives_on(clock.today()):
        raise ValidationError({"deciding_unit": f"{initiative.deciding_unit.label} không còn hoạt động. Hãy chọn nơi khác."})
    return INITIATIVE.apply(initiative, "submit", by=by, version=version, declined_reason="")


def take_back_initiative(*, initiative, version: int, by) -> Initiative:
    """Back to the desk before anybody decided."""
    return INITIATIVE.apply(initiative, "take_back", by=by, version=version)


@transaction.atomic
def recognise_initiative(
    *, initiative, version: int, by, scope: str, decision_number: str, decision_date, decision_by: str = ""
) -> Initiative:
    """Recognised by a decision for a scope; never by who wrote it down."""
    if initiative.created_by_id and initiative.created_by_id == by.pk:
        raise Refused("Người ghi sáng kiến không được tự ghi kết quả công nhận.")
    wrong = {}
    if scope not in InitiativeScope.values:
        wrong["scope"] = "Hãy chọn phạm vi công nhận."
    if not clean(decision_number or ""):
        wrong["decision_number"] = "Hãy ghi số quyết định, ví dụ: 215/QĐ-UBND."
    if decision_date is None:
        wrong["decision_date"] = "Hãy ghi ngày quyết định."
    elif decision_date > clock.today():
        wrong["decision_date"] = "Ngày quyết định không thể sau hôm nay."
    elif decision_date.year < initiative.year:
        wrong["decision_date"] = f"Sáng kiến áp dụng năm {initiative.year}, không thể được công nhận trước năm ấy."
    if wrong:
        raise ValidationError(wrong)
    issuer = clean(decision_by or "") or initiative.deciding_unit.name
    return INITIATIVE.apply(
        initiative, "recognise", by=by, version=version, scope=scope, decision_number=clean(decision_number)[:60],
        decision_date=decision_date, decision_by=issuer[:200],
    )  # fmt: skip


@transaction.atomic
def decline_initiative(*, initiative, version: int, by, reason: str) -> Initiative:
    """Not recognised, with the reason."""
    reason = clean(reason)
    if not reason:
        raise ValidationError({"reason": "Hãy ghi lý do không công nhận."})
    return INITIATIVE.apply(initiative, "decline", by=by, version=version, note=reason, declined_reason=reason[:300])


def reopen_initiative(*, initiative, version: int, by) -> Initiative:
    """A declined initiative may be worked on and sent again."""
    return INITIATIVE.apply(initiative, "reopen", by=by, version=version)


# --- the ledger --------------------------------------------------------------------------------


@transaction.atomic
def use_initiative(*, author, title_code: str, year: int, purpose: str, by, reference: str = "") -> InitiativeUse:
    """Count an author's part of a recognised initiative for one award; once, whoever asks and however often at once."""
    initiative = author.initiative
    _require_ledger(initiative, by)
    if initiative.state != InitiativeState.RECOGNISED:
        raise ValidationError("Chỉ sáng kiến đã được công nhận mới dùng để xét khen được.")
    wrong = {}
    if not clean(title_code):
        wrong["title_code"] = "Hãy chọn danh hiệu, hình thức khen."
    if not clean(purpose):
        wrong["purpose"] = "Hãy ghi dùng cho việc gì, ví dụ: Chiến sĩ thi đua cơ sở năm 2021."
    if not year or not initiative.year <= year <= clock.today().year:
        wrong["year"] = f"Năm xét khen phải từ năm áp dụng ({initiative.year}) đến {clock.today().year}."
    if wrong:
        raise ValidationError(wrong)
    try:
        with transaction.atomic():
            use = InitiativeUse.objects.create(
                author=author, title_code=clean(title_code)[:30], year=year, purpose=clean(purpose)[:200],
                reference=clean(reference)[:100], by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise ValidationError(_used(InitiativeUse.objects.select_related("by").get(author=author))) from error
    data = {"done": f"dùng cho {use.purpose}", "author": author.name, "title_code": use.title_code, "year": year}
    events.record(initiative, "use", by=by, data=data)
    return use


@transaction.atomic
def withdraw_use(*, author, by, reason: str) -> None:
    """Take a use off the ledger because it was written by mistake or the award fell through; the history keeps it."""
    _require_ledger(author.initiative, by)
    if not clean(reason):
        raise ValidationError({"reason": "Hãy ghi lý do bỏ dòng này khỏi sổ."})
    use = InitiativeUse.objects.select_for_update().filter(author=author).first()
    if use is None:
        raise Conflict("Dòng này đã được bỏ khỏi sổ. Hãy tải lại trang.", fresh=author)
    before = {"author": author.name, "purpose": use.purpose, "year": use.year, "title_code": use.title_code}
    data = {"done": "bỏ khỏi sổ sử dụng", "before": before}
    events.record(author.initiative, "unuse", by=by, note=clean(reason), data=data)
    use.delete()


def _used(use) -> str:
    who = f", {use.by.full_name} ghi ngày {date_short(localdate(use.created_at))}" if use.by else ""
    return f"{use.author.name} đã dùng sáng kiến này cho {use.purpose}{who}. Mỗi tác giả chỉ dùng một lần."


def _require_edit(initiative, by) -> None:
    if reason := may.edit_initiative(by, initiative):
        raise Refused(reason)


def _require_ledger(initiative, by) -> None:
    reason = may.edit_initiative(by, initiative)
    if reason and may.recognise_initiative(by, initiative):
        raise Refused(reason)
