"""Examples: written down, taken out of the inbox, recognised; photos and stories only with consent."""

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns import permissions as may
from campaigns.enums import ExemplarKind, ExemplarState
from campaigns.models import Exemplar, ExemplarPhoto
from campaigns.services.changes import change, tidy
from campaigns.workflow import EXEMPLAR
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.files import store_upload
from thiduakhenthuong.core.images import store_photo
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.vntext import date_short

FIELDS = (
    "kind", "title", "unit", "place_text", "person", "keeper", "campaign", "objective", "story", "problem", "way", "results",
    "result_value", "unit_of_measure", "cost", "how_to_follow", "started_on",
)  # fmt: skip
WHAT = "Điển hình"
LONGEST = {  # what fits on one printed page together with the lanes
    "title": 200, "place_text": 200, "keeper": 150, "problem": 1000, "way": 2000, "results": 1000, "cost": 300,
    "how_to_follow": 500, "unit_of_measure": 40, "story": 6000,
}  # fmt: skip


@transaction.atomic
def create_exemplar(*, office, by, accept: bool = True, **values) -> Exemplar:
    """An example written down by an officer of `office`; taken into care at once unless `accept` is False."""
    made = Exemplar(office=office, introduced_by=by)
    if reason := may.take_exemplar(by, made):
        raise Refused(reason)
    for name, value in _checked(made, values).items():
        setattr(made, name, value)
    made.save()
    events.record(made, "create", by=by, data={"done": "ghi điển hình"})
    if accept:
        EXEMPLAR.apply(made, "accept", by=by, version=made.version)
    return made


@transaction.atomic
def update_exemplar(*, exemplar, version: int, by, **values) -> Exemplar:
    """Change what is told about an example; a stale version is a Conflict."""
    _require_care(exemplar, by)
    return change(exemplar, version=version, by=by, what=WHAT, **_checked(exemplar, values))


def _checked(exemplar, values: dict) -> dict:
    values = tidy({name: value for name, value in values.items() if name in FIELDS})
    whole = {name: getattr(exemplar, name) for name in FIELDS} | values
    wrong = {}
    for name, most in LONGEST.items():
        if len(values.get(name) or "") > most and values[name] != getattr(exemplar, name):
            wrong[name] = f"Đang dài {len(values[name])} chữ cái, tối đa {most}. Hãy viết gọn lại."
    if not whole["title"]:
        wrong["title"] = "Hãy ghi tên điển hình hoặc mô hình."
    if whole["started_on"] and whole["started_on"] > clock.today():
        wrong["started_on"] = f"Ngày bắt đầu không thể sau hôm nay ({date_short(clock.today())})."
    if whole["result_value"] is not None and whole["result_value"] < 0:
        wrong["result_value"] = "Con số kết quả không thể âm."
    if whole["result_value"] is not None and not whole["unit_of_measure"]:
        wrong["unit_of_measure"] = "Con số cần đơn vị tính, ví dụ: km, hộ, triệu đồng."
    if whole["kind"] not in ExemplarKind.values:
        wrong["kind"] = "Hãy chọn loại điển hình."
    if wrong:
        raise ValidationError(wrong)
    return values | {"search_key": search_key(whole["title"])[:250]}


# --- steps -------------------------------------------------------------------------------------


@transaction.atomic
def accept_exemplar(*, exemplar, version: int, by, note: str = "") -> Exemplar:
    """Out of the inbox: the office looks after it from now on."""
    return EXEMPLAR.apply(exemplar, "accept", by=by, version=version, note=note, declined_reason="", merged_into=None)


@transaction.atomic
def decline_exemplar(*, exemplar, version: int, by, reason: str) -> Exemplar:
    """Not chosen, with the reason that the introducer will read."""
    reason = clean(reason)
    if not reason:
        raise ValidationError({"reason": "Hãy ghi lý do; người giới thiệu sẽ đọc được."})
    if len(reason) > 300:
        raise ValidationError({"reason": "Lý do dài quá 300 chữ cái. Hãy viết ngắn lại."})
    return EXEMPLAR.apply(exemplar, "decline", by=by, version=version, note=reason, declined_reason=reason)


@transaction.atomic
def merge_exemplar(*, exemplar, into, version: int, by) -> Exemplar:
    """The introduction tells of an example already kept: its story and photos go over, the introducer reads where to."""
    if into.pk == exemplar.pk or into.state == ExemplarState.DECLINED or into.office_id != exemplar.office_id:
        raise ValidationError({"into": "Hãy chọn một điển hình khác đang được nơi này theo dõi."})
    into = Exemplar.objects.select_for_update().get(pk=into.pk)
    reason = f"Đã gộp vào “{into.title}”."[:300]
    EXEMPLAR.apply(exemplar, "decline", by=by, version=version, note=reason, declined_reason=reason, merged_into=into)
    ExemplarPhoto.objects.filter(exemplar=exemplar).update(exemplar=into, updated_at=clock.now())
    told = f"Giới thiệu thêm ngày {date_short(clock.today())}: {exemplar.story}" if exemplar.story else ""
    story = "\n\n".join(filter(None, [into.story, told]))
    change(into, version=into.version, by=by, what=WHAT, done="gộp giới thiệu trùng", action="merge", story=story)
    return exemplar


@transaction.atomic
def recognise_exemplar(*, exemplar, version: int, by, level: str, recognised_on, recognised_by_text: str) -> Exemplar:
    """Recognised by a decision; never by who introduced it, and not before one knows how it is done."""
    if exemplar.introduced_by_id and exemplar.introduced_by_id == by.pk:
        raise Refused("Người giới thiệu không được tự công nhận. Nhờ người phê duyệt khác của cơ quan.")
    paper, wrong = clean(recognised_by_text or ""), {}
    if not level:
        wrong["level"] = "Hãy chọn cấp công nhận."
    if not paper:
        wrong["recognised_by_text"] = "Hãy ghi văn bản công nhận, ví dụ: Quyết định số 1542/QĐ-UBND."
    if recognised_on is None:
        wrong["recognised_on"] = "Hãy ghi ngày công nhận."
    elif recognised_on > clock.today():
        wrong["recognised_on"] = "Ngày công nhận không thể sau hôm nay."
    elif exemplar.started_on and recognised_on < exemplar.started_on:
        wrong["recognised_on"] = f"Điển hình bắt đầu ngày {date_short(exemplar.started_on)}, không thể được công nhận trước đó."
    if wrong:
        raise ValidationError(wrong)
    if missing := [label for name, label in (("way", "Cách làm"), ("results", "Kết quả")) if not getattr(exemplar, name)]:
        raise ValidationError(f"Chưa ghi {' và '.join(missing)}. Bấm “Sửa” để ghi, rồi công nhận.")
    return EXEMPLAR.apply(
        exemplar, "recognise", by=by, version=version, level=level, recognised_on=recognised_on, recognised_by_text=paper[:200]
    )


# --- consent, photos, guide --------------------------------------------------------------------


@transaction.atomic
def record_consent(*, exemplar, version: int, by, consent_on, upload=None) -> Exemplar:
    """The day on which the person or collective agreed that name and story are told, with the signed paper."""
    _require_care(exemplar, by)
    if consent_on is None or consent_on > clock.today():
        raise ValidationError({"consent_on": "Hãy ghi ngày ký phiếu đồng ý, không sau hôm nay."})
    if upload is None and exemplar.consent_file_id is None:
        raise ValidationError({"upload": "Hãy chọn tệp quét hoặc ảnh chụp phiếu đã ký."})
    values = {"consent_on": consent_on}
    if upload is not None:
        values["consent_file"] = _stored(upload, by)
    return change(exemplar, version=version, by=by, what=WHAT, done="ghi phiếu đồng ý", action="consent", **values)


@transaction.atomic
def withdraw_consent(*, exemplar, version: int, by) -> Exemplar:
    """Who agreed may think otherwise: name, story and photos are hidden at once."""
    _require_care(exemplar, by)
    ExemplarPhoto.objects.filter(exemplar=exemplar).update(consent_on=None, updated_at=clock.now())
    return change(exemplar, version=version, by=by, what=WHAT, done="rút đồng ý", action="withdraw_consent", consent_on=None)


@transaction.atomic
def add_photo(*, exemplar, upload, by, caption: str = "", consent_on=None, consent_by: str = "") -> ExemplarPhoto:
    """A photo, made smaller and without what the telephone wrote into it; unseen outside the office until consent."""
    _require_care(exemplar, by)
    _check_consent(consent_on, consent_by)
    stored = store_photo(upload, by=by)
    row = ExemplarPhoto.objects.create(
        exemplar=exemplar, stored=stored, caption=clean(caption)[:200], consent_on=consent_on, by=by,
        consent_by=clean(consent_by)[:100],
    )  # fmt: skip
    events.record(exemplar, "add_photo", by=by, data={"done": "thêm ảnh", "name": stored.name})
    return row


@transaction.atomic
def consent_photo(*, photo, by, consent_on, consent_by: str) -> ExemplarPhoto:
    """Who agreed to a photo and when."""
    _require_care(photo.exemplar, by)
    if consent_on is None:
        raise ValidationError({"consent_on": "Hãy ghi ngày đồng ý."})
    _check_consent(consent_on, consent_by)
    photo.consent_on, photo.consent_by, photo.updated_at = consent_on, clean(consent_by)[:100], clock.now()
    photo.save(update_fields=["consent_on", "consent_by", "updated_at"])
    data = {"done": "ghi đồng ý đăng ảnh", "name": photo.stored.name, "who": photo.consent_by}
    events.record(photo.exemplar, "consent_photo", by=by, data=data)
    return photo


@transaction.atomic
def remove_photo(*, photo, by) -> None:
    """Take a photo away; the file stays in the archive."""
    _require_care(photo.exemplar, by)
    if ExemplarPhoto.objects.filter(pk=photo.pk, removed_at=None).update(removed_at=clock.now(), updated_at=clock.now()):
        events.record(photo.exemplar, "remove_photo", by=by, data={"done": "bỏ ảnh", "name": photo.stored.name})


@transaction.atomic
def set_guide(*, exemplar, version: int, upload, by) -> Exemplar:
    """The guide that followers download."""
    _require_care(exemplar, by)
    if upload is None:
        raise ValidationError({"upload": "Hãy chọn tệp hướng dẫn."})
    guide = _stored(upload, by)
    return change(exemplar, version=version, by=by, what=WHAT, done="tải lên tài liệu hướng dẫn", action="guide", guide=guide)


def _stored(upload, by):
    try:
        return store_upload(upload, by=by)
    except ValidationError as error:
        raise ValidationError({"upload": error.messages}) from error


def _check_consent(consent_on, consent_by: str) -> None:
    if consent_on and consent_on > clock.today():
        raise ValidationError({"consent_on": "Ngày đồng ý không thể sau hôm nay."})
    if consent_on and not clean(consent_by):
        raise ValidationError({"consent_by": "Hãy ghi tên người đã đồng ý (người trong ảnh hoặc người giám hộ)."})


def _require_care(exemplar, by) -> None:
    if reason := may.look_after_exemplar(by, exemplar):
        raise Refused(reason)
    if exemplar.state == ExemplarState.DECLINED:
        raise Conflict("Giới thiệu này đã không được chọn; hãy tiếp nhận lại trước khi sửa.", fresh=exemplar)
