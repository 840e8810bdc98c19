"""Who a line is: the officer's answer to "là cùng một người?" is asked once, remembered, and applied to later lists."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from awards import permissions
from awards.eligibility import compatible_birth
from awards.enums import NominationState, RecipientKind
from awards.models import Nomination
from awards.services import verdict
from awards.services.candidates import about, candidates_for, people_to_ask_about, remembered, sure_matches, unlinked
from campaigns.models import IdentityAnswer, Person, Unit
from campaigns.queries import all_units
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.bulk import update_rows
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.names import same_name_key

__all__ = ["answer_identity", "candidates_for", "link_known_people", "people_to_ask_about", "unit_candidates_for"]


@transaction.atomic
def answer_identity(*, nomination: Nomination, person: Person, same: bool, by) -> Nomination:
    """Remember whether the line is this person; "same" links it, "different" hides the person. Checks the line again.

    The line's version stays: the words of the line do not change. Raises Refused, ValidationError.
    """
    rows = Nomination.objects.select_related("dossier__unit", "dossier__deciding_unit")
    line = rows.select_for_update(of=("self",)).get(pk=nomination.pk)  # of two answers the second finds the first
    _require_may_answer(line, person, by)
    name_key, birth, unit = about(line)
    IdentityAnswer.objects.update_or_create(
        name_key=name_key, birth=birth, unit_id=unit, person=person, defaults={"same": same, "by": by, "at": clock.now()}
    )
    linked = person.pk if same else None if line.person_id == person.pk else line.person_id
    Nomination.objects.filter(pk=line.pk).update(person=linked, updated_at=clock.now())
    done = "xác nhận là cùng một người" if same else "xác nhận là người khác"
    events.record(line, "answer_identity", by=by, data={"done": done, "person": str(person.public_id), "same": same})
    verdict.check_nominations([line])
    nomination.refresh_from_db()
    return nomination


@transaction.atomic
def link_known_people(nominations: Iterable[Nomination], *, by, sure: bool = False) -> list[Nomination]:
    """Link fresh lines to the people that officers once said they are; the lines linked. The caller checks them.

    `sure`: the officer has confirmed the list, so the only known person with the same name, day of birth and unit is linked too.
    """
    lines = unlinked(nominations)
    known = remembered(lines)
    if sure:
        known |= sure_matches([n for n in lines if n.pk not in known])
    linked = [n for n in lines if n.pk in known]
    for line in linked:
        line.person = known[line.pk]
    update_rows(linked, ["person"])
    data = {n.pk: {"done": "gắn với người đã có", "person": str(n.person.public_id)} for n in linked}
    events.record_many([(n, "", data[n.pk]) for n in linked], "link_person", by=by)
    return linked


def unit_candidates_for(nominations: Iterable[Nomination]) -> dict[int, list[Unit]]:
    """{line: units with exactly the collective's name}, living ones first; lines with a unit are absent. One query."""
    lines = [n for n in nominations if n.recipient_kind == RecipientKind.COLLECTIVE and n.unit_id is None]
    named = {}
    for unit in all_units().filter(search_key__in={n.search_key for n in lines}):
        named.setdefault(same_name_key(unit.name), []).append(unit)
    today = clock.today()
    return {n.pk: sorted(named[n.name_key], key=lambda u: not u.lives_on(today)) for n in lines if n.name_key in named}


def _require_may_answer(line: Nomination, person: Person, by) -> None:
    reason = permissions.edit_dossier(by, line.dossier)
    if reason and permissions.appraise(by, line):
        raise Refused(reason)
    if line.recipient_kind != RecipientKind.INDIVIDUAL or line.state in NominationState.CLOSED:
        raise ValidationError("Dòng này không còn cần xác nhận là ai.")
    named = line.name_key == person.name_key or line.search_key == person.search_key
    if not (named and compatible_birth(line, person)):
        raise ValidationError(f"{person.full_name} không cùng tên, năm sinh với dòng này.")
