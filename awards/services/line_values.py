"""What may stand in a line: typed words → model values, with a Vietnamese sentence for each fault at its field."""

from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from awards.enums import RecipientKind
from awards.models import AwardKind, Nomination
from campaigns.enums import Gender
from campaigns.models import Household, Person, Unit
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.names import clean, same_name_key, search_key, sort_key, sort_key_text, writable
from thiduakhenthuong.core.vntext import parse_date

EDITABLE = frozenset({
    "recipient_kind", "name", "gender", "birth", "title", "unit", "unit_text", "address", "award_kind", "achievement",
    "person", "household", "is_leader", "is_direct_worker", "is_party_member", "ethnicity", "vote_percent", "facts", "note",
})  # fmt: skip
OLDEST, YOUNGEST = 110, 6  # years: outside this an age is a slip of the pen
LONGEST_NAME = 100  # letters of a person's name, as in campaigns.Person

# field_to_fix of a return reason → fields of the line that open for mending
OPENS = {
    "nomination.award_kind": {"award_kind"},
    "nomination.award_history": {"person", "achievement", "note"},
    "nomination.achievement_period": {"achievement", "note"},
    "nomination.achievement": {"achievement"},
    "nomination.report_text": {"achievement"},
    "nomination.initiatives": {"achievement", "note"},
    "nomination.fields": EDITABLE,
    "nomination.full_name": {"name", "person"},
    "nomination.collective_name": {"name", "unit"},
    "nomination.position": {"title", "unit", "unit_text"},
    "nomination.honorific": {"gender"},
}

GENDERS = {"male": Gender.MALE, "nam": Gender.MALE, "ong": Gender.MALE, "m": Gender.MALE,
           "female": Gender.FEMALE, "nu": Gender.FEMALE, "ba": Gender.FEMALE, "f": Gender.FEMALE, "": ""}  # fmt: skip
YES = {"x", "co", "1", "true", "yes", "dung", "dang vien"}
NO = {"", "khong", "0", "false", "no"}


def opened_fields(fields_to_fix: list[str]) -> frozenset:
    """Which fields of the line the codes open; papers and explanations are always open."""
    opened = {"note"}
    for code in fields_to_fix:
        opened |= OPENS.get(code, {code} & EDITABLE)
    return frozenset(opened)


def clean_values(*, dossier, values: dict, current: Nomination | None = None) -> dict:
    """Understand typed values; answers the same keys with model values. Raises ValidationError({field: [sentence]})."""
    faults, cleaned = {}, {}
    for field, value in values.items():
        if field not in EDITABLE:
            continue
        try:
            cleaned[field] = CLEANERS[field](value)
        except ValidationError as error:
            faults[field] = error.messages
    kind = cleaned.get("recipient_kind") or (current.recipient_kind if current else RecipientKind.INDIVIDUAL)
    cleaned.setdefault("recipient_kind", kind)
    if (current is None or "name" in values) and not cleaned.get("name") and "name" not in faults:
        faults["name"] = [f"Thiếu {'tên tập thể' if kind == RecipientKind.COLLECTIVE else 'họ và tên'}."]
    name = cleaned.get("name") or (current.name if current else "")
    if kind != RecipientKind.COLLECTIVE and len(name) > LONGEST_NAME:
        faults["name"] = [f"Họ và tên dài {len(name)} ký tự, nhiều nhất {LONGEST_NAME}. Hãy viết gọn lại."]
    if faults:
        raise ValidationError(faults)
    return cleaned


def model_fields(cleaned: dict, current: Nomination | None = None) -> dict:
    """Cleaned values as columns of Nomination (birth becomes date and year; a unit lends its name where none is written)."""
    fields = {k: v for k, v in cleaned.items() if k != "birth"}
    if "birth" in cleaned:
        fields["birth_date"], fields["birth_year"] = cleaned["birth"]
    unit, written = fields.get("unit"), fields.get("unit_text", current.unit_text if current else "")
    if unit is not None and not written:
        fields["unit_text"] = unit.name
    return fields


def derived_keys(values: dict) -> dict:
    """search_key, name_key, sort_key of a line: given name first for people, reading order for collectives."""
    name = values["name"]
    sort = sort_key_text(name) if values.get("recipient_kind") == RecipientKind.COLLECTIVE else sort_key(name)
    return {"search_key": search_key(name)[:250], "name_key": same_name_key(name)[:300], "sort_key": sort[:600]}


def _text(limit: int):
    def cleaner(value):
        text = clean(_words(value))
        if len(text) > limit:
            raise ValidationError(f"Dài {len(text)} ký tự, nhiều nhất {limit}. Hãy viết gọn lại.")
        return text

    return cleaner


def _words(value) -> str:
    """Typed words; a number is written out, a list or an object is not what a field holds."""
    if isinstance(value, list | dict | tuple | set):
        raise ValidationError("Ô này chỉ nhận chữ.")
    return str(value or "")


def _paragraph(value):
    lines = [clean(line) for line in _words(value).splitlines()]
    text = " ".join(line for line in lines if line)
    if len(text) > 2000:
        raise ValidationError(f"Thành tích dài {len(text)} ký tự, nhiều nhất 2.000. Hãy viết gọn lại.")
    return text


def _recipient_kind(value):
    if value in RecipientKind.values:
        return value
    raise ValidationError("Chọn tập thể, hộ gia đình hoặc cá nhân.")


def _gender(value):
    key = search_key(_words(value)).strip(". ")
    if key not in GENDERS:
        raise ValidationError("Ghi Ông hoặc Bà.")
    return GENDERS[key]


def _birth(value):
    """(date or None, year or None) of "1981", "05/02/1981", a date or nothing."""
    if value in (None, ""):
        return None, None
    text = clean(value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else _words(value))
    year = clock.today().year
    if text.isdecimal() and len(text) == 4:
        born, day = int(text), None
    else:
        day = _date(text)
        born = day.year
    if not year - OLDEST <= born <= year - YOUNGEST:
        raise ValidationError(f"Năm sinh {born} không hợp lý. Hãy gõ lại, ví dụ 1981.")
    return day, born


def _date(text: str):
    try:
        return parse_date(text)
    except ValueError as error:
        raise ValidationError(f"{error}. Hãy ghi năm (1981) hoặc ngày/tháng/năm (05/02/1981).") from error


def _identity(model, label: str):
    def cleaner(value):
        if not value:
            return None
        if isinstance(value, model):
            return value
        try:
            found = model.objects.filter(public_id=value).first()
        except (ValueError, ValidationError):
            found = None
        if found is None:
            raise ValidationError(f"Không tìm thấy {label} đã chọn. Hãy chọn lại trong danh sách gợi ý.")
        return found

    return cleaner


def _award_kind(value):
    if not value or isinstance(value, AwardKind):
        return value or None
    found = AwardKind.objects.filter(code=str(value)).first()
    if found is None:
        raise ValidationError("Không có danh hiệu, hình thức này. Hãy chọn trong danh mục.")
    return found


def _flag(value):
    if value is None or isinstance(value, bool):
        return value
    key = search_key(str(value))
    if key in YES:
        return True
    if key in NO:
        return False if key else None
    raise ValidationError("Đánh dấu x hoặc để trống.")


def _percent(value):
    if value in (None, ""):
        return None
    try:
        number = Decimal(str(value).replace("%", "").replace(",", ".").strip())
    except InvalidOperation as error:
        raise ValidationError("Tỷ lệ phiếu là số từ 0 đến 100.") from error
    if not number.is_finite() or not 0 <= number <= 100:
        raise ValidationError("Tỷ lệ phiếu phải từ 0 đến 100.")
    return number.quantize(Decimal("0.01"))


def _facts(value):
    """A flat object of a few words, numbers and yes or no."""
    flat = isinstance(value or {}, dict) and all(isinstance(v, str | int | float | None) for v in (value or {}).values())
    if not flat or len(str(value)) > 4000:
        raise ValidationError("Dữ kiện không đọc được.")
    return writable(value or {})


CLEANERS = {
    "recipient_kind": _recipient_kind, "name": _text(250), "gender": _gender, "birth": _birth, "title": _text(150),
    "unit": _identity(Unit, "đơn vị"), "unit_text": _text(250), "address": _text(250), "award_kind": _award_kind,
    "achievement": _paragraph, "person": _identity(Person, "người"), "household": _identity(Household, "hộ gia đình"),
    "is_leader": _flag, "is_direct_worker": _flag, "is_party_member": _flag, "ethnicity": _text(40),
    "vote_percent": _percent, "facts": _facts, "note": _text(300),
}  # fmt: skip
