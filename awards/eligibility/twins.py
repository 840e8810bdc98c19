"""Rules about the same recipient met twice: in the dossier, in another one, among known people, in the register."""

from collections import defaultdict
from collections.abc import Iterable

from awards.eligibility.engine import doubtful, failed, passed, rule
from awards.eligibility.facts import DossierFacts, Held, Line, RuleFact, Twin, Who
from awards.enums import RecipientKind
from thiduakhenthuong.core.names import search_key

SAME_TEXT = 15  # letters: shorter achievements ("Thi đua") are equal by chance


def same_achievement(a: str, b: str) -> bool:
    """Whether two achievements are the same words: letters and digits alike, whatever accents, spaces and commas."""
    if min(len(a), len(b)) < SAME_TEXT or abs(len(a) - len(b)) * 5 > max(len(a), len(b)):
        return False  # commas alone never make a fifth of a text
    key = _letters(a)
    return len(key) >= SAME_TEXT and key == _letters(b)


def _letters(text: str) -> str:
    return "".join(c for c in search_key(text) if c.isalnum())


# --- who is who -------------------------------------------------------------------------------


def same_recipient(a: Who, b: Who) -> bool | None:
    """True: certainly the same; False: certainly or probably not; None: perhaps, a person has to say."""
    if a.recipient_kind != b.recipient_kind:
        return False
    if a.recipient_kind == RecipientKind.INDIVIDUAL:
        return _same_person(a, b)
    if a.recipient_kind == RecipientKind.HOUSEHOLD:
        return _same_household(a, b)
    if a.name_key != b.name_key or (a.unit and b.unit and a.unit != b.unit):
        return False
    return True if a.unit and b.unit else None


def compatible_birth(a, b) -> bool:
    """Whether two births may be one: equal where both are known (anything with birth_date and birth_year)."""
    if a.birth_date and b.birth_date:
        return a.birth_date == b.birth_date
    return not (a.birth_year and b.birth_year) or a.birth_year == b.birth_year


def _same_person(a: Who, b: Who) -> bool | None:
    if a.person and b.person:
        return a.person == b.person
    return None if a.name_key == b.name_key and compatible_birth(a, b) else False


def _same_household(a: Who, b: Who) -> bool | None:
    if a.household and b.household:
        return a.household == b.household
    near = not (a.address_key and b.address_key) or a.address_key == b.address_key
    return None if a.name_key == b.name_key and near else False


def find_twins(lines: Iterable[Who], others: Iterable[Who]) -> dict[int, tuple[Twin, ...]]:
    """For each line the others with the same recipient, by key of the line; linear in the number of lines."""
    by_name, by_identity = defaultdict(list), defaultdict(list)
    for other in others:
        by_name[other.recipient_kind, other.name_key].append(other)
        for identity in _identities(other):
            by_identity[identity].append(other)
    found = {}
    for line in lines:
        near = {o.key: o for o in by_name[line.recipient_kind, line.name_key]}
        near |= {o.key: o for identity in _identities(line) for o in by_identity[identity]}
        near.pop(line.key, None)
        found[line.key] = tuple(_twin(line, o) for o in near.values() if same_recipient(line, o) is not False)
    return found


def _identities(who: Who) -> list[tuple]:
    return [(kind, key) for kind, key in (("person", who.person), ("household", who.household)) if key]


def _twin(line: Who, other: Who) -> Twin:
    return Twin(
        who=other, certain=same_recipient(line, other) is True, same_award=line.award_code == other.award_code,
        same_achievement=same_achievement(line.achievement, other.achievement),
    )  # fmt: skip


# --- rules ------------------------------------------------------------------------------------


@rule("R61")
def once_in_the_dossier(line: Line, dossier, row: RuleFact, catalogue):
    """A recipient stands once in a dossier for one kind of award, and once for one achievement."""
    told = [t for t in line.twins if t.same_award or t.same_achievement]
    if not told:
        yield passed("Không trùng", "Không trùng với dòng khác trong hồ sơ.")
        return
    first = min(told, key=lambda t: (not t.certain, t.who.number))
    severity = row.parameters.get("same_identity" if first.certain and first.same_award else "same_name", "warn")
    where = ", ".join(str(t.who.number) for t in sorted(told, key=lambda t: t.who.number))
    words = "đã gắn cùng một người, một đơn vị" if first.certain else "cùng tên, không khác năm sinh, địa chỉ"
    what = "" if first.same_award else " (khác hình thức, cùng thành tích)"
    sentence = f"{line.who.name} còn đứng ở dòng {where} của hồ sơ này: {words}{what}. Giữ một dòng hoặc xác nhận là hai người."
    yield failed(f"Trùng trong hồ sơ, dòng {where}", sentence, severity, lines=[t.who.public_id for t in told])


@rule("R62")
def once_among_open_dossiers(line: Line, dossier, row: RuleFact, catalogue):
    """The same recipient is not proposed for the same kind in another dossier that is still open."""
    told = [t for t in line.elsewhere if t.same_award]
    if told:
        places = ", ".join(dict.fromkeys(t.who.place for t in told))
        sentence = f"{line.who.name} cũng đang được đề nghị {line.award.label} trong {places}."
        yield failed("Trùng với hồ sơ khác", sentence, lines=[t.who.public_id for t in told])


@rule("R15", "R15B")
def achievement_not_rewarded_before(line: Line, dossier: DossierFacts, row: RuleFact, catalogue):
    """One achievement, one award: the same words, or the same kind of award for an overlapping period."""
    if not line.known:
        return
    same = next((h for h in line.history if same_achievement(line.who.achievement, h.achievement)), None)
    if same:
        severity = row.parameters.get("same_achievement")
        yield failed("Trùng thành tích đã khen", f"Thành tích này đã được tặng {_told(same)}.", severity, award=same.public_id)
        return
    over = next((h for h in line.history if _overlaps(h, line, dossier)), None)
    if over:
        severity = row.parameters.get("overlapping_period")
        sentence = f"Đã được tặng {_told(over)} cho thời gian thành tích giao với hồ sơ này."
        yield failed("Trùng thời gian đã khen", sentence, severity, award=over.public_id)
        return
    yield passed("Chưa khen cho thành tích này", "Sổ khen thưởng chưa có khen thưởng nào cho thành tích, thời gian này.")


def _overlaps(held: Held, line: Line, dossier: DossierFacts) -> bool:
    """Yearly titles fill every year: only the same kind, given for the same type of commendation, is a repetition."""
    if line.award is None or (held.code, held.reward_kind) != (line.award.code, dossier.commendation_type):
        return False
    return held.period is not None and held.period[0] <= dossier.period_to and dossier.period_from <= held.period[1]


def _told(held: Held) -> str:
    return f"{held.label}" + (f" theo Quyết định số {held.decision}" if held.decision else "")


@rule("R67")
def known_person_answered(line: Line, dossier, row, catalogue):
    """A known person may be the one entered; nobody has said yes or no."""
    if line.candidates:
        names = "; ".join(f"{c.name}{f', {c.birth}' if c.birth else ''}" for c in line.candidates)
        data = {"people": [c.public_id for c in line.candidates]}
        sentence = f"Đã có người gần giống: {names}. Hãy trả lời là cùng một người hay người khác."
        yield doubtful("có bản ghi gần giống", sentence, **data)
