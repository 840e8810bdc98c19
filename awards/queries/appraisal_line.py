"""What stands beside one line under appraisal: papers, twins, everything that happened, history through time."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet

from awards.enums import AwardStatus, PaperScope, RecipientKind
from awards.models import Attachment, Award, Dossier, Nomination, ReturnReason
from awards.queries.catalogue import paper_requirements_for
from awards.queries.dossier import papers_made_here
from awards.queries.scope import decisions_for_user, nominations_for_user
from campaigns.models import Unit, UnitSuccession
from thiduakhenthuong.core.models import Event

GENERATIONS = 3  # reorganisations looked back


def line_for_user(user) -> QuerySet[Nomination]:
    """Visible lines with everything the panel names."""
    return nominations_for_user(user).select_related(
        "dossier__commendation_type", "dossier__submitted_by", "dossier__received_by", "appraised_by", "approved_by",
        "decision_line__decision",
    ).prefetch_related("findings")  # fmt: skip


def reasons_on(day: date) -> list[ReturnReason]:
    """Coded reasons in force on a day."""
    return list(ReturnReason.objects.on(day).order_by("code"))


def papers_of(line: Nomination, day: date) -> list[dict]:
    """[{requirement, files}] of one line and of its dossier; papers that no requirement asks for come last.

    A paper that the system prints from the dossier is no gap: the panel has its link anyway.
    """
    held = Attachment.objects.filter(dossier=line.dossier, removed_at=None).filter(Q(nomination=None) | Q(nomination=line))
    files = list(held.select_related("stored"))
    rows, shown, made_here = [], set(), papers_made_here()
    for requirement in _asked(line, day):
        own = requirement.scope == PaperScope.NOMINATION
        here = [f for f in files if f.paper_code == requirement.code and (own or f.nomination_id is None)]
        shown |= {f.pk for f in here}
        if here or requirement.code not in made_here:
            rows.append({"label": requirement.label, "required": requirement.required, "files": here})
    rows += [{"label": f.stored.name, "required": False, "files": [f]} for f in files if f.pk not in shown]
    return rows


def _asked(line: Nomination, day: date) -> list:
    if line.award_kind is None:
        return []
    return paper_requirements_for(line.award_kind, line.dossier.commendation_type, line.recipient_kind, day)


def twins_of(line: Nomination, findings: list, user) -> list[Nomination]:
    """Lines that a finding calls the same recipient, as far as the user may see them."""
    ids = {i for f in findings for i in f.data.get("lines", []) if isinstance(i, str)}
    return list(nominations_for_user(user).filter(public_id__in=ids).exclude(pk=line.pk)) if ids else []


def events_about(line: Nomination) -> list[Event]:
    """Everything that happened to a line, and the steps of its dossier, newest first."""
    of_line, of_dossier = (ContentType.objects.get_for_model(m) for m in (Nomination, Dossier))
    steps = ("hand_to_head", "submit", "withdraw", "receive", "conclude")
    mine = Q(target_type=of_line, target_id=line.pk)
    mine |= Q(target_type=of_dossier, target_id=line.dossier_id, action__in=steps)
    return list(Event.objects.filter(mine).select_related("by", "target_type").order_by("-number")[:60])


def awards_of_recipient(line: Nomination, units: list, user) -> list[Award]:
    """Awards of the person or household of a line; of a collective, those of its unit and of `units` (predecessors).

    `openable` says whether the user may open the decision of an award.
    """
    owner = _owner(line, units)
    if owner is None:
        return []
    rows = Award.objects.filter(owner).exclude(status=AwardStatus.CANCELLED).exclude(nomination=line)
    rows = rows.annotate(openable=Exists(decisions_for_user(user).filter(pk=OuterRef("decision"))))
    return list(rows.select_related("award_kind", "decision").order_by("decision_date", "pk")[:200])


def _owner(line, units) -> Q | None:
    if line.recipient_kind == RecipientKind.INDIVIDUAL:
        return Q(person=line.person_id) if line.person_id else None
    if line.recipient_kind == RecipientKind.HOUSEHOLD:
        return Q(household=line.household_id) if line.household_id else None
    keys = [u.pk for u in units]
    return Q(unit__in=keys, recipient_kind=RecipientKind.COLLECTIVE) if keys else None


def predecessors(unit: Unit, day: date) -> list[tuple[Unit, UnitSuccession]]:
    """Units that went into `unit` up to a day, with the reorganisation, the nearest first; one query."""
    done = UnitSuccession.objects.filter(effective_date__lte=day)
    wanted, before = Q(new=unit), done.filter(new=unit).values("old")
    for _ in range(GENERATIONS - 1):
        wanted |= Q(new__in=before)
        before = done.filter(new__in=before).values("old")
    rows = list(done.filter(wanted).select_related("old").order_by("-effective_date", "old__sort_key"))
    found, seen, front = [], {unit.pk}, {unit.pk}
    for _ in range(GENERATIONS):
        fresh = [row for row in rows if row.new_id in front and row.old_id not in seen]
        found += [(row.old, row) for row in fresh if row.old_id not in seen and not seen.add(row.old_id)]
        front = {row.old_id for row in fresh}
    return found
