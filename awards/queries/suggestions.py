"""What the grid offers while one types: units and people, with or without diacritics, with their past awards at once."""

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from awards.enums import AwardStatus, RecipientKind
from awards.models import Award
from campaigns.enums import HONORIFIC
from campaigns.models import Position, Unit
from campaigns.queries import latest_post, people_matching, units_matching
from thiduakhenthuong.core import clock

UNITS, PEOPLE, AWARDS = 12, 8, 4  # how many are offered


def units_suggested(text: str, *, near: Unit) -> list[dict]:
    """Units whose name holds the words: those below `near` first, then the same root, the dissolved last."""
    if len(text.strip()) < 2:
        return []
    alive = Q(valid_to=None) | Q(valid_to__gte=clock.today())
    root = "/".join(near.path.split("/")[:2]) + "/"
    rank = Case(
        When(~alive, then=Value(3)), When(path__startswith=near.path, then=Value(0)),
        When(path__startswith=root, then=Value(1)), default=Value(2), output_field=IntegerField(),
    )  # fmt: skip
    rows = units_matching(text).annotate(rank=rank).order_by("rank", "sort_key", "pk")[:UNITS]
    return [{"id": str(u.public_id), "label": u.name, "hint": _hint(u)} for u in rows]


def _hint(unit: Unit) -> str:
    """ "(huyện Nam Sách)", with the last day of a unit that is no more: "(huyện Nam Sách, đến 30/11/2024)"."""
    if unit.lives_on(clock.today()):
        return f"({unit.place})" if unit.place else ""
    return unit.label.removeprefix(unit.name).strip()


def people_suggested(text: str, *, near: Unit) -> list[dict]:
    """People whose name holds the words, those who hold a post below `near` first, each with the latest awards."""
    if len(text.strip()) < 2:
        return []
    here = Position.objects.filter(person=OuterRef("pk"), unit__path__startswith=near.path)
    found = list(people_matching(text).annotate(here=Exists(here)).order_by("-here", "sort_key", "pk")[:PEOPLE])
    past = latest_awards(found)
    return [_person(person, past.get(person.pk, [])) for person in found]


def _person(person, awards: list) -> dict:
    post = latest_post(person)
    return {
        "id": str(person.public_id), "name": person.full_name, "gender": person.gender,
        "honorific": HONORIFIC.get(person.gender, ""), "birth": person.birth_text,
        "title": post.title if post else "", "unit": str(post.unit.public_id) if post else None,
        "unit_text": post.unit.name if post else "", "awards": [award_words(a) for a in awards[:AWARDS]],
    }  # fmt: skip


def latest_awards(people: list) -> dict:
    """Awards in force of several people, newest first: {person key: [Award]}; one query."""
    rows = Award.objects.filter(person__in=people).exclude(status=AwardStatus.CANCELLED)
    found = {}
    for award in rows.select_related("award_kind").order_by("-decision_date", "-pk"):
        found.setdefault(award.person_id, []).append(award)
    return found


def awards_of_line(line) -> list[dict]:
    """Awards of the person, household or unit of a line, newest first, for components/hist_list.html."""
    owner = _owner(line)
    if owner is None:
        return []
    rows = Award.objects.filter(owner).exclude(status=AwardStatus.CANCELLED)
    rows = rows.select_related("award_kind").order_by("-decision_date", "-pk")[:12]
    return [
        {"year": a.year or "", "award": a.award_kind.short_label or a.award_kind.code, "tone": "gold",
         "text": f"QĐ {a.decision_number}" + (f", {a.decision_date:%d/%m/%Y}" if a.decision_date else "")}
        for a in rows
    ]  # fmt: skip


def _owner(line) -> Q | None:
    if line.recipient_kind == RecipientKind.INDIVIDUAL:
        return Q(person=line.person) if line.person_id else None
    if line.recipient_kind == RecipientKind.HOUSEHOLD:
        return Q(household=line.household) if line.household_id else None
    return Q(unit=line.unit, recipient_kind=RecipientKind.COLLECTIVE) if line.unit_id else None


def award_words(award) -> str:
    """ "2019 CSTĐCS · QĐ 9425/QĐ-UBND"."""
    kind = award.award_kind.short_label or award.award_kind.label
    return f"{award.year or ''} {kind} · QĐ {award.decision_number}".strip()
