"""Loading in bulk what the rules look at: a constant number of queries, one for each function unless it says otherwise."""

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from awards.enums import AwardStatus, DossierState, NominationState, RecipientKind, Verdict
from awards.models import (
    Attachment,
    Authority,
    Award,
    CommendationType,
    Dossier,
    EligibilityRule,
    Finding,
    Nomination,
    PaperRequirement,
)
from campaigns.models import IdentityAnswer, Person, Position, UnitSuccession

# Drafts of another unit are its own affair: only what has been sent is compared with ours.
SENT_AND_OPEN = DossierState.SENT & DossierState.OPEN
LIGHT = (
    "pk", "public_id", "dossier_id", "recipient_kind", "name", "name_key", "sort_key", "position", "birth_date", "birth_year",
    "unit_id", "address", "person_id", "household_id", "award_kind__code", "achievement", "state", "removed_at",
    "dossier__code", "dossier__custom_order", "dossier__state", "dossier__unit_id", "dossier__unit__name",
)  # fmt: skip
HELD = (
    "public_id", "person_id", "household_id", "unit_id", "recipient_kind", "search_key", "award_kind__code",
    "award_kind__label", "award_kind__short_label", "reward_kind", "achievement", "achievement_year", "period_from",
    "period_to", "decision_number", "decision_date",
)  # fmt: skip


def open_lines(pks: Iterable[int]) -> QuerySet[Nomination]:
    """Lines that may still be checked, fresh from the database, with their dossiers, kinds and units.

    Four queries: the same few dossiers, kinds and units are not built anew for each of a thousand lines.
    """
    rows = Nomination.objects.filter(pk__in=list(pks), removed_at=None, state__in=NominationState.OPEN)
    dossiers = Dossier.objects.select_related("unit", "deciding_unit", "commendation_type", "round")
    return rows.order_by("pk").prefetch_related(Prefetch("dossier", dossiers), "award_kind", "unit")


def open_lines_of(dossier) -> QuerySet:
    """Keys of the lines of a dossier that may still be checked."""
    rows = Nomination.objects.filter(dossier=dossier, removed_at=None, state__in=NominationState.OPEN)
    return rows.values_list("pk", flat=True)


def mates(dossiers: Iterable[int]) -> list:
    """Every line of some dossiers, those taken out too, as light named rows."""
    return list(Nomination.objects.filter(dossier__in=list(dossiers)).values_list(*LIGHT, named=True))


def lines_elsewhere(lines: Iterable[Nomination]) -> list:
    """Open lines of open dossiers that carry the name or the identity of one of `lines`, as light named rows."""
    lines = list(lines)
    same = Q(name_key__in={n.name_key for n in lines}) | Q(person__in={n.person_id for n in lines} - {None})
    same |= Q(household__in={n.household_id for n in lines} - {None})
    seen = Q(dossier__state__in=SENT_AND_OPEN)
    seen |= Q(dossier__state__in=DossierState.OPEN, dossier__unit__in={n.dossier.unit_id for n in lines})
    rows = Nomination.objects.filter(same, seen, removed_at=None, state__in=NominationState.OPEN)
    return list(rows.values_list(*LIGHT, named=True))


def twin_findings(codes: Iterable[str], limit: int) -> list[tuple[int, int, str, dict]]:
    """(line, dossier, rule, data) of the broken rules of these codes on lines of open dossiers, the latest first."""
    rows = Finding.objects.filter(rule_code__in=list(codes), nomination__dossier__state__in=DossierState.OPEN)
    rows = rows.exclude(verdict=Verdict.ELIGIBLE).order_by("-pk")
    return list(rows.values_list("nomination_id", "nomination__dossier_id", "rule_code", "data")[:limit])


def papers_held(dossiers: Iterable[int]) -> list[tuple[int, int | None, str]]:
    """(dossier, line or None, paper code) of the papers that are there."""
    rows = Attachment.objects.filter(dossier__in=list(dossiers), removed_at=None)
    return list(rows.values_list("dossier_id", "nomination_id", "paper_code"))


def every_rule() -> list[EligibilityRule]:
    """The whole dated rule set; which rows are in force is decided for each dossier."""
    return list(EligibilityRule.objects.all())


def papers_required() -> list[PaperRequirement]:
    """The whole dated list of papers that must be there."""
    return list(PaperRequirement.objects.filter(required=True))


def authorities_of(kinds: Iterable[int]) -> list[Authority]:
    """Who decides some kinds, in every period."""
    return list(Authority.objects.filter(award_kind__in=list(kinds)).order_by("award_kind", "valid_from", "pk"))


def merit_types() -> set[str]:
    """Codes of the types of commendation that count for a higher award."""
    return set(CommendationType.objects.filter(counts_for_merit=True).values_list("code", flat=True))


def awards_held(lines: Iterable[Nomination]) -> list:
    """Awards in force of the people, households and units of the lines, oldest first, as light named rows."""
    lines = list(lines)
    owner = Q(person__in={n.person_id for n in lines} - {None}) | Q(household__in={n.household_id for n in lines} - {None})
    units = {n.unit_id for n in lines if n.recipient_kind == RecipientKind.COLLECTIVE} - {None}
    owner |= Q(unit__in=units, recipient_kind=RecipientKind.COLLECTIVE)
    rows = Award.objects.filter(owner).exclude(status=AwardStatus.CANCELLED).order_by("decision_date", "pk")
    return list(rows.values_list(*HELD, named=True))


def successors_of(units: Iterable[int]) -> list[UnitSuccession]:
    """Who took over from some units, the default successor first."""
    rows = UnitSuccession.objects.filter(old__in=list(units)).select_related("new")
    return list(rows.order_by("old", "-is_default", "effective_date", "pk"))


def people_named(name_keys: Iterable[str], search_keys: Iterable[str]) -> list[Person]:
    """Known people with one of the names, exactly or without diacritics."""
    return list(Person.objects.filter(Q(name_key__in=list(name_keys)) | Q(search_key__in=list(search_keys))).order_by("pk"))


def answers_about(name_keys: Iterable[str]) -> list[IdentityAnswer]:
    """What officers answered about people entered under these names, the latest last."""
    return list(IdentityAnswer.objects.filter(name_key__in=list(name_keys)).select_related("person").order_by("at", "pk"))


def posts_of(people: Iterable[Person]) -> set[tuple[int, int]]:
    """(person, unit) of every post of some people."""
    return set(Position.objects.filter(person__in=list(people)).values_list("person_id", "unit_id"))
