"""Rules about the recipient and the office: required words, kind of recipient, authority on the day, living units."""

from awards.eligibility.engine import doubtful, failed, passed, rule
from awards.eligibility.facts import AuthorityFact, DossierFacts, Line, RuleFact
from awards.enums import RecipientKind
from thiduakhenthuong.core.dated import holds

NAMES = {
    "name": "họ tên", "gender": "Ông/Bà", "unit": "đơn vị", "address": "địa chỉ", "award_kind": "hình thức",
    "achievement": "thành tích",
}  # fmt: skip


@rule("R66")
def required_fields(line: Line, dossier, row: RuleFact, catalogue):
    """A line says who, where, what for and which award; a person also Ông or Bà, a household its address."""
    there = {
        "name": line.who.name, "gender": line.gender, "unit": line.unit or line.unit_text, "award_kind": line.award,
        "achievement": line.who.achievement, "address": line.address or line.unit or line.unit_text,
    }  # fmt: skip
    asked = row.parameters.get(line.who.recipient_kind, [])
    gone = [field for field in asked if not there[field]]
    if gone:
        words = ", ".join(NAMES[field] for field in gone)
        yield failed(f"Thiếu {words}", f"Dòng này chưa có {words}.", fields=gone)


@rule("R60")
def recipient_fits_award(line: Line, dossier, row, catalogue):
    """The kind of award may be given to this kind of recipient."""
    if line.award is None:
        return
    label = RecipientKind(line.who.recipient_kind).label.lower()
    if line.who.recipient_kind in line.award.recipients:
        yield passed("Đúng đối tượng", f"{line.award.label} được tặng cho {label}.")
        return
    fits = ", ".join(k.label.lower() for k in RecipientKind if k in line.award.recipients)
    yield failed("Sai đối tượng", f"{line.award.label} chỉ tặng cho {fits}, không tặng cho {label}.")


@rule("R33")
def office_has_authority(line: Line, dossier: DossierFacts, row, catalogue):
    """The office that decides may give this award on this day; a dissolved office may give none."""
    unit, today = dossier.deciding_unit, dossier.today
    if not unit.lives_on(today):
        yield failed("Sai thẩm quyền", _ended(unit) + " Hãy chọn lại nơi quyết định.", unit=unit.name)
    elif line.award is not None:
        now = [a for a in line.award.authorities if holds(a.valid_from, a.valid_to, today)]
        mine = next((a for a in now if a.level == unit.level), None)
        if mine:
            sentence = f"{mine.office} có thẩm quyền tặng {line.award.label} vào ngày {today:%d/%m/%Y}."
            yield passed("Đúng thẩm quyền", sentence, citation=mine.article, certainty=mine.certainty)
        else:
            articles = "; ".join(dict.fromkeys(a.article for a in now if a.article))
            yield failed("Sai thẩm quyền", _not_theirs(line, unit, now, today), citation=articles)


def _ended(unit) -> str:
    if unit.valid_to is None:
        return f"{unit.name} chưa hoạt động vào ngày này."
    heirs = ", ".join(label for _, label in unit.successors)
    tail = f"; đơn vị kế thừa: {heirs}." if heirs else "."
    return f"{unit.name} chỉ hoạt động đến hết ngày {unit.valid_to:%d/%m/%Y}{tail}"


def _not_theirs(line: Line, unit, now: list[AuthorityFact], today) -> str:
    over = [a for a in line.award.authorities if a.level == unit.level and a.valid_to and a.valid_to < today]
    first = f"{unit.name} không có thẩm quyền tặng {line.award.label}."
    if over:
        first = f"{over[-1].office} chỉ có thẩm quyền tặng {line.award.label} đến hết ngày {over[-1].valid_to:%d/%m/%Y}."
    right = ", ".join(sorted({a.office for a in now}))
    return f"{first} Hiện do {right} quyết định." if right else first


@rule("R30", "R64")
def unit_lives(line: Line, dossier: DossierFacts, row: RuleFact, catalogue):
    """The unit of the recipient exists on the day; else its successors are offered."""
    only = row.parameters.get("recipient")
    unit, day = line.unit, dossier.standards_day
    if unit is None or unit.lives_on(day) or (only and only != line.who.recipient_kind):
        return
    data = {"successors": [{"id": key, "label": label} for key, label in unit.successors]}
    yield failed("đơn vị đã kết thúc hoạt động", _ended(unit), **data)


@rule("R68")
def strange_letters(line: Line, dossier, row, catalogue):
    """A letter of the name looks like another one (Ð for Đ, Cyrillic а): searching and printing would go wrong."""
    if line.strange_letters:
        letters = ", ".join(f"“{letter}”" for letter in line.strange_letters)
        yield doubtful("chữ lạ trong tên", f"Tên có chữ trông giống chữ khác: {letters}. Hãy gõ lại tên.", letters=letters)
