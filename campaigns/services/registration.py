"""A registration: made for a unit, a branch or a person, sent by the clerk, confirmed or returned by the head.

Hints on its words never stop saving. Sending is stopped only by what nobody could confirm: no line at all, no title aimed at,
a title that is not for this subject. What comes late is taken and marked.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns import permissions
from campaigns.enums import CampaignState, DutyKind, RegistrationKind, RegistrationState, Role
from campaigns.models import Campaign, Person, Registration, Unit
from campaigns.queries import registration as queries
from campaigns.services.changes import change, tidy
from campaigns.services.commitment import add_lines, copied_lines, open_sheet, tie_shares
from campaigns.services.duties import mark_done, mark_undone
from campaigns.services.people import Sought, find_or_offer
from campaigns.tally.text_check import Hint, check_sheet
from campaigns.workflow import REGISTRATION
from thiduakhenthuong.core import clock, events, files
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.names import same_name_key, search_key
from thiduakhenthuong.core.vntext import date_short

FIELDS = (
    "branch", "person_name", "birth_date", "birth_year", "gender", "person_title", "title_code", "form_code", "initiative",
    "head_name", "head_title", "note",
)  # fmt: skip
TAKEN = {
    RegistrationKind.UNIT: "{unit} đã có bản đăng ký năm {year} trong phong trào này. Hãy mở bản đó để sửa.",
    RegistrationKind.BRANCH: "{unit} đã có bản đăng ký năm {year} cho “{branch}”. Hãy mở bản đó, hoặc ghi ngành khác.",
}


@transaction.atomic
def create_registration(
    *, campaign: Campaign, unit: Unit, year: int, by, kind: str = RegistrationKind.UNIT, person: Person | None = None,
    lines: list[dict] = (), reuse: bool = False, **values,
) -> Registration:  # fmt: skip
    """A draft with its lines (dicts of services.commitment.FIELDS). `reuse` copies the lines of last year.

    Raises Refused, ValidationError by field ("campaign", "year", "unit", "branch", "person_name", "title_code", …).
    """
    fields = tidy({name: value for name, value in values.items() if name in FIELDS})
    made = Registration(campaign=campaign, unit=unit, year=year, kind=kind, person=person, created_by=by, **fields)
    if reason := permissions.edit_registration(by, made):
        raise Refused(reason)
    check_place(made)
    _check_values(made)
    _name_head(made)
    if kind == RegistrationKind.INDIVIDUAL and person is None:
        (offer,) = find_or_offer([Sought(made.person_name, made.birth_date or made.birth_year, unit)])
        made.person = offer.person
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise ValidationError({_key_field(kind): _taken(made)}) from error
    events.record(made, "create", by=by, data={"done": "lập bản đăng ký"})
    found = list(lines)
    if reuse and (before := queries.last_year_of(made)):
        found = copied_lines(before, year) + found
    add_lines(made, found, by=by)
    return made


def check_place(made: Registration) -> None:
    """Refuse a place where nobody can register: campaign, year or unit, each at its field with the way out."""
    campaign, unit, year, today = made.campaign, made.unit, made.year, clock.today()
    if campaign.state != CampaignState.LAUNCHED:
        word = "đã tổng kết" if campaign.state == CampaignState.CLOSED else "chưa phát động"
        raise ValidationError({"campaign": f"Phong trào này {word} nên không nhận đăng ký. Hãy chọn phong trào đang thực hiện."})
    if year not in campaign.years:
        first, last = date_short(campaign.period_from), date_short(campaign.period_to)
        raise ValidationError({"year": f"Phong trào kéo dài từ {first} đến {last}; hãy chọn một năm trong thời gian đó."})
    if not unit.lives_on(today):
        heir = queries.successor_name(unit)
        way = f" Hãy đăng ký ở {heir}." if heir else ""
        when = f" đã kết thúc ngày {date_short(unit.valid_to)}" if unit.valid_to else " chưa thành lập"
        raise ValidationError({"unit": f"{unit.name}{when}, không đăng ký được.{way}"})
    if not queries.in_scope(campaign, unit):
        raise ValidationError({"unit": f"{unit.name} không thuộc phạm vi của phong trào. Hãy chọn phong trào khác."})
    kind = made.kind
    if kind in TAKEN and queries.taken(made):
        raise ValidationError({_key_field(kind): _taken(made)})


def _check_values(made: Registration) -> None:
    faults = {}
    if made.kind == RegistrationKind.BRANCH and not made.branch:
        faults["branch"] = "Hãy ghi ngành, lĩnh vực mà đơn vị đăng ký thay, ví dụ: Giáo dục và Đào tạo."
    if made.kind != RegistrationKind.BRANCH:
        made.branch = ""
    if made.kind == RegistrationKind.INDIVIDUAL and not made.person_name:
        faults["person_name"] = "Hãy ghi họ và tên người đăng ký."
    if made.birth_date:
        made.birth_year = made.birth_date.year
    if made.birth_year and not 1900 <= made.birth_year <= made.year - 14:
        faults["birth_date"] = f"Năm sinh {made.birth_year} không hợp với năm đăng ký {made.year}. Hãy xem lại."
    made.name_key = same_name_key(made.person_name)[:120]
    made.search_key = search_key(f"{made.person_name} {made.branch}")[:250]
    faults |= title_faults(made)
    if faults:
        raise ValidationError(faults)
    made.clean_fields(exclude=[f.name for f in Registration._meta.fields if f.name not in FIELDS])


def title_faults(made: Registration) -> dict[str, str]:
    """{field: why} of a title or form that is not in the catalogue of the year or not for this subject."""
    titles, subject, faults = queries.titles_of(made.year), queries.subject_of(made.kind), {}
    for name, is_form in (("title_code", False), ("form_code", True)):
        code = getattr(made, name)
        title = titles.get(code)
        if not code:
            continue
        if title is None or title.is_form != is_form:
            faults[name] = f"Không có mục này trong danh mục năm {made.year}. Hãy chọn lại."
        elif subject not in title.subjects:
            whom = "cá nhân" if subject == "individual" else "tập thể"
            faults[name] = f"“{title.label}” không dành cho {whom}. Hãy chọn mục khác."
    return faults


def _key_field(kind: str) -> str:
    return "branch" if kind == RegistrationKind.BRANCH else "year"


def _taken(made: Registration) -> str:
    return TAKEN[made.kind].format(unit=made.unit.name, year=made.year, branch=made.branch)


def _name_head(made: Registration) -> None:
    """Name and title of who answers, of today; words given by hand stay."""
    if not made.head_name and (head := queries.head_of(made.unit)):
        made.head_name, made.head_title = head


@transaction.atomic
def update_registration(*, registration: Registration, version: int, by, **values) -> Registration:
    """Change titles, names and notes while it may be edited; a stale `version` is a Conflict."""
    fresh = open_sheet(registration, by, version=version)
    for name, value in tidy({name: value for name, value in values.items() if name in FIELDS}).items():
        setattr(fresh, name, value)
    _check_values(fresh)
    changed = {name: getattr(fresh, name) for name in (*FIELDS, "name_key", "search_key")}
    if fresh.kind == RegistrationKind.BRANCH and queries.taken(fresh):
        raise ValidationError({"branch": _taken(fresh)})
    registration.refresh_from_db()
    return change(registration, version=version, by=by, what="Bản đăng ký", done="sửa thông tin đăng ký", **changed)


@transaction.atomic
def remove_registration(*, registration: Registration, version: int, by) -> None:
    """Take a draft away; what was sent once stays."""
    fresh = open_sheet(registration, by, version=version)
    if fresh.submitted_at or fresh.state != RegistrationState.DRAFT:
        raise ValidationError("Bản đăng ký đã từng gửi thì không bỏ được, chỉ sửa và gửi lại.")
    change(registration, version=version, by=by, what="Bản đăng ký", done="bỏ bản đăng ký", removed_at=clock.now())


# --- steps --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Readiness:
    """What stands against sending (`faults`, each a sentence) and what is only remarked (`hints`)."""

    faults: list[str]
    hints: list[Hint]


def readiness(registration: Registration, *, has_lines: bool, titles: dict | None = None, deadline=None) -> Readiness:
    """Whether a registration can be sent. `titles` and `deadline` save queries where many are looked at."""
    titles = queries.titles_of(registration.year) if titles is None else titles
    aimed = titles.get(registration.title_code) or titles.get(registration.form_code)
    if not titles:  # a catalogue that was never loaded must not stop the work
        aimed = None
    hints = check_sheet(
        title=aimed, subject=queries.subject_of(registration.kind), deadline=deadline, sent_on=clock.today()
    )  # fmt: skip
    if not titles:
        hints = [hint for hint in hints if not hint.blocks]
    faults = [hint.sentence for hint in hints if hint.blocks]
    if not has_lines:
        faults.insert(0, "Chưa có nội dung nào. Hãy thêm ít nhất một cam kết.")
    return Readiness(faults, [hint for hint in hints if not hint.blocks])


@transaction.atomic
def submit_registration(*, registration: Registration, version: int, by, note: str = "") -> Registration:
    """Send to the head: ticks the unit's duty off, marks what is late. Raises ValidationError when something blocks."""
    if registration.campaign.state != CampaignState.LAUNCHED:
        raise ValidationError("Phong trào không còn thực hiện nên không nhận đăng ký nữa.")
    deadline = queries.deadline_of(registration.campaign, registration.unit, registration.year)
    ready = readiness(registration, has_lines=queries.lines_of(registration).exists(), deadline=deadline)
    if ready.faults:
        raise ValidationError(ready.faults)
    tie_shares(registration)
    late = bool(deadline and clock.today() > deadline)
    if registration.kind == RegistrationKind.UNIT:
        mark_done(**_duty(registration))
    head = queries.head_of(registration.unit)
    named = {"head_name": head[0], "head_title": head[1]} if head and not registration.head_name else {}
    return REGISTRATION.apply(
        registration, "submit", by=by, version=version, note=note, data={"late": late}, submitted_at=clock.now(), is_late=late,
        returned_note="", **named,
    )  # fmt: skip


@transaction.atomic
def take_back_registration(*, registration: Registration, version: int, by, note: str = "") -> Registration:
    """Take a sent registration back to mend it; the duty is open again."""
    _open_duty(registration)
    return REGISTRATION.apply(registration, "take_back", by=by, version=version, note=note, is_late=False)


@transaction.atomic
def confirm_registration(*, registration: Registration, version: int, by, note: str = "") -> Registration:
    """The head confirms, with the name and title held today."""
    return REGISTRATION.apply(registration, "confirm", by=by, version=version, note=note, **confirmed_fields(registration, by))


@transaction.atomic
def send_back_registration(*, registration: Registration, version: int, by, note: str) -> Registration:
    """Return with a reason and an example; the duty is open again."""
    text = tidy({"note": note or ""})["note"]
    if not text:
        raise ValidationError({"note": "Hãy ghi cần viết cụ thể hơn ở chỗ nào, kèm một ví dụ."})
    _open_duty(registration)
    return REGISTRATION.apply(
        registration, "send_back", by=by, version=version, note=text, returned_note=text, confirmed_by=None, confirmed_at=None,
        is_late=False,
    )  # fmt: skip


def confirmed_fields(registration: Registration, by) -> dict:
    """Who confirms, when, and with which title held today."""
    head = queries.head_of(registration.unit)
    mine = (m.title for m in permissions.memberships(by) if m.role == Role.HEAD and m.unit_id == registration.unit_id)
    title = next(mine, "") or (head[1] if head else "") or registration.head_title
    return {"confirmed_by": by, "confirmed_at": clock.now(), "head_name": by.full_name, "head_title": title}


def _duty(registration: Registration) -> dict:
    return {
        "campaign": registration.campaign, "unit": registration.unit, "kind": DutyKind.REGISTER, "year": registration.year,
    }  # fmt: skip


def _open_duty(registration: Registration) -> None:
    if registration.kind == RegistrationKind.UNIT:
        mark_undone(**_duty(registration))


# --- the signed paper ---------------------------------------------------------------------------


@transaction.atomic
def keep_signed_file(*, registration: Registration, upload, by) -> Registration:
    """The scanned, signed registration; a newer one takes the place of the old, which stays in the archive."""
    fresh = Registration.objects.select_for_update(of=("self",)).select_related("unit").get(pk=registration.pk)
    reason = permissions.edit_registration(by, fresh)
    if reason and permissions.confirm_registration(by, fresh):
        raise Refused(reason)
    stored = files.store_upload(upload, by=by)
    Registration.objects.filter(pk=fresh.pk).update(signed_file=stored, updated_at=clock.now())
    events.record(fresh, "sign", by=by, data={"done": "tải lên bản đã ký", "name": stored.name})
    registration.refresh_from_db()
    return registration


def titles_by_spelling(titles: dict, subject: str) -> dict[str, str]:
    """{spelling: code} of every title and form: its code, its name, its usual short forms ("LĐTT", "CSTĐ cơ sở").

    Those for the subject win: "LĐTT" of a person is not that of a collective.
    """
    ranked = sorted(titles.values(), key=lambda title: subject in title.subjects)
    return {spelling: title.code for title in ranked for spelling in _spellings(title)}


def code_of_title(text: str, spellings: dict[str, str]) -> str:
    """The code of a title or form as somebody typed it; "" if none."""
    return spellings.get(search_key(text).replace(".", ""), "")


def _spellings(title) -> set[str]:
    words = search_key(title.label).replace("“", "").replace("”", "").split()
    found = {search_key(title.code), search_key(title.code).replace("_", ""), " ".join(words)}
    for cut in range(2, len(words) + 1):
        short = "".join(word[0] for word in words[:cut])
        found.add(" ".join([short, *words[cut:]]))
        for other in range(cut + 2, len(words) + 1):
            found.add(" ".join([short, "".join(word[0] for word in words[cut:other]), *words[other:]]))
    return found | {spelling.replace(" ", "") for spelling in found}
