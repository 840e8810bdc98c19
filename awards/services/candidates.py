"""Known people who may be the ones entered, and what officers have already answered about them. Nothing is written here."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects

from awards.eligibility import compatible_birth
from awards.enums import RecipientKind
from awards.models import Nomination
from awards.queries import findings
from campaigns.models import IdentityAnswer, Person, Position

OFFERED = 5  # people offered beside one line


def birth_words(line: Nomination) -> str:
    """The birth as entered, the way an answer remembers it: "1981-05-02", "1981" or ""."""
    if line.birth_date:
        return line.birth_date.isoformat()
    return str(line.birth_year or "")


def candidates_for(nominations: Iterable[Nomination]) -> dict[int, list[Person]]:
    """{line: people}, the most alike first; lines that are linked, or whose people were all denied, are absent.

    Two queries whatever the number of lines.
    """
    lines = unlinked(nominations)
    people = findings.people_named({n.name_key for n in lines}, {n.search_key for n in lines})
    denied = {(*_asked(a), a.person_id) for a in findings.answers_about({n.name_key for n in lines}) if not a.same}
    by_key = defaultdict(dict)
    for person in people:
        by_key[person.name_key][person.pk] = by_key[person.search_key][person.pk] = person
    found = {}
    for line in lines:
        near = (by_key[line.name_key] | by_key[line.search_key]).values()
        kept = [p for p in near if compatible_birth(line, p) and (*about(line), p.pk) not in denied]
        if kept:
            kept.sort(key=lambda p: (p.name_key != line.name_key, p.birth_year is None, p.pk))
            found[line.pk] = kept[:OFFERED]
    return found


def people_to_ask_about(nomination: Nomination) -> list[Person]:
    """The candidates of one line with their posts and units, for the question on a screen; three queries."""
    people = candidates_for([nomination]).get(nomination.pk, [])
    prefetch_related_objects(people, Prefetch("positions", Position.objects.select_related("unit")))
    return people


def unlinked(nominations: Iterable[Nomination]) -> list[Nomination]:
    """Individuals among the lines that no officer has linked to a person."""
    return [n for n in nominations if n.recipient_kind == RecipientKind.INDIVIDUAL and n.person_id is None]


def about(line: Nomination) -> tuple[str, str, int | None]:
    """What an answer is remembered by: the words entered."""
    return line.name_key[:120], birth_words(line), line.unit_id


def _asked(answer: IdentityAnswer) -> tuple[str, str, int | None]:
    return answer.name_key, answer.birth, answer.unit_id


def remembered(lines: Iterable[Nomination]) -> dict[int, Person]:
    """{line: the person an officer once said it is}; the latest answer counts. One query."""
    lines = list(lines)
    said = {_asked(a): a for a in findings.answers_about({n.name_key for n in lines}) if a.same}
    return {n.pk: said[about(n)].person for n in lines if about(n) in said}


def sure_matches(lines: Iterable[Nomination]) -> dict[int, Person]:
    """{line: the one known person with the same name, full date of birth and unit}; nothing where there are two.

    A year is not enough: two teachers of one school may share name and year. Three queries.
    """
    lines = list(lines)
    offers = candidates_for(lines)
    posts = findings.posts_of({p for people in offers.values() for p in people})
    found = {}
    for line in lines:
        same = [p for p in offers.get(line.pk, []) if p.name_key == line.name_key and line.birth_date == p.birth_date is not None]
        here = [p for p in same if (p.pk, line.unit_id) in posts]
        if len(here) == 1:
            found[line.pk] = here[0]
    return found
