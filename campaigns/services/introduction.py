"""Introductions of good examples, by staff and by citizens: one press, one row in the inbox of an office."""

import re
import secrets

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from campaigns.enums import ExemplarKind
from campaigns.models import Exemplar, ExemplarPhoto
from campaigns.queries.introduction import days_back, told_before
from campaigns.queries.rules import rules_on
from campaigns.services.changes import tidy
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.images import store_photo
from thiduakhenthuong.core.names import search_key
from thiduakhenthuong.core.vntext import date_short

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another when read from paper
SHORTEST = 20  # letters of a story that says something
LIMITS = {"title": 200, "place_text": 200, "story": 3000, "introducer_name": 100, "introducer_contact": 100}
LABELS = {
    "title": "Tên", "place_text": "Nơi ở", "story": "Câu chuyện", "introducer_name": "Tên của bạn",
    "introducer_contact": "Liên hệ",
}  # fmt: skip


def new_code() -> str:
    """A follow code of eight letters that cannot be guessed (2^40) and is easily read out."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(8))


@transaction.atomic
def introduce(
    *, office, title: str, story: str, place_text: str = "", unit=None, kind: str = ExemplarKind.PERSON, campaign=None,
    introducer_name: str = "", introducer_contact: str = "", photo=None, code: str = "", by=None,
) -> Exemplar:  # fmt: skip
    """A good example told to an office; `by` is None for a citizen. The same `code` again answers the first row.

    Raises ValidationError (per field), also when the very same words were sent before.
    """
    values = _checked({
        "title": title, "story": story, "place_text": place_text, "introducer_name": introducer_name,
        "introducer_contact": introducer_contact,
    })  # fmt: skip
    if not code and by is not None:
        code = new_code()
    if known := Exemplar.objects.filter(follow_code=code).first():
        return known
    _refuse_repeat(values["story"])
    made = Exemplar(
        **values, kind=kind, office=office, unit=unit, campaign=campaign, introduced_by=by, follow_code=code or new_code(),
        search_key=search_key(values["title"])[:250],
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # pressed twice at once
        return Exemplar.objects.get(follow_code=code)
    if photo is not None:
        ExemplarPhoto.objects.create(exemplar=made, stored=store_photo(photo, by=by), by=by)
    events.record(made, "introduce", by=by, data={"done": "giới thiệu"})
    return made


def _checked(values: dict) -> dict:
    values, wrong = tidy(values), {}
    for name, limit in LIMITS.items():
        if len(values[name]) > limit:
            wrong[name] = f"{LABELS[name]} dài {len(values[name])} chữ cái, tối đa {limit}. Hãy viết ngắn lại."
    if not values["title"]:
        wrong["title"] = "Hãy ghi tên người, tập thể hoặc việc làm hay."
    if not values["place_text"]:
        wrong["place_text"] = "Hãy ghi nơi ở hoặc nơi làm việc, ví dụ: xã Hợp Tiến, huyện Nam Sách."
    if len(values["story"]) < SHORTEST:
        wrong["story"] = "Hãy kể ít nhất một câu: đã làm việc gì, giúp được ai."
    if len(re.findall(r"https?://|www\.", values["story"])) > 2:
        wrong["story"] = "Câu chuyện có quá nhiều địa chỉ trang mạng. Hãy kể bằng lời, giữ nhiều nhất hai địa chỉ."
    if wrong:
        raise ValidationError(wrong)
    return values


def _refuse_repeat(story: str) -> None:
    known = told_before(search_key(story), days_back(clock.today(), int(rules_on(clock.today())["introduction_repeat_days"])))
    if known:
        day = date_short(localdate(known.created_at))
        raise ValidationError({"story": f"Nội dung này đã được gửi ngày {day}, cảm ơn bạn. Biết thêm điều gì, hãy viết thêm."})
