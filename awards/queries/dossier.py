"""What the pages of dossiers show: the list, the rows of the grid, counts and shares, who may decide, what happened."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from awards.enums import DossierState, NominationState, RecipientKind, Verdict
from awards.models import Attachment, AwardKind, Dossier, EligibilityRule, Nomination, Round
from awards.queries.purpose import campaign_of, serves_campaign
from campaigns.enums import Gender, Role
from campaigns.models import Membership, Unit
from campaigns.queries import DECIDING_LEVELS, ancestors
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.events import history
from thiduakhenthuong.core.models import Event
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.typed import whole

RANK = Case(*[When(recipient_kind=kind, then=Value(n)) for n, kind in enumerate(RecipientKind.values)], default=Value(9))
SORTS = {
    "ma": ("code",),
    "don-vi": ("unit__sort_key",),
    "sua": ("updated_at",),
    "gui": ("submitted_at",),
}
LIVE = Q(nominations__removed_at=None)


def listed(rows: QuerySet[Dossier], params) -> QuerySet[Dossier]:
    """Dossiers of a list page with their counts; `params` (a QueryDict) may carry q, tt (state), dv (unit), ht (kind),
    pt (campaign), sort."""
    rows = _found(rows, params)
    kinds = {kind: Count("nominations", filter=LIVE & Q(nominations__recipient_kind=kind)) for kind in RecipientKind.values}
    rows = rows.annotate(
        **kinds,
        returned=Count("nominations", filter=LIVE & Q(nominations__state=NominationState.SENT_BACK)),
        missing=Count("nominations", filter=LIVE & Q(nominations__verdict=Verdict.MISSING)),
        looks=Count("nominations", filter=LIVE & Q(nominations__verdict=Verdict.LOOK)),
    )
    return rows.order_by(*_ordering(params.get("sort", "")))


def _found(rows, params):
    if params.get("tt") in DossierState.values:
        rows = rows.filter(state=params["tt"])
    if unit := whole(params.get("dv")):
        rows = rows.filter(unit=unit)
    if campaign := campaign_of(params):
        rows = rows.filter(serves_campaign(campaign.pk, ""))
    if params.get("ht"):
        named = Nomination.objects.filter(award_kind__code=params["ht"], removed_at=None)
        rows = rows.filter(pk__in=named.values("dossier"))
    if words := clean(params.get("q", "")):
        rows = _with_words(rows, words)
    return rows


def _with_words(rows, words: str):
    """Dossiers whose code, occasion, unit or one of whose lines holds the words, with or without diacritics."""
    key = search_key(words)
    lines = Nomination.objects.filter(search_key__contains=key, removed_at=None)
    named = Q(unit__search_key__contains=key) | Q(pk__in=lines.values("dossier"))
    return rows.filter(named | Q(code__icontains=words) | Q(campaign_text__icontains=words) | Q(reason__icontains=words))


def _ordering(sort: str):
    names = SORTS.get(sort.removeprefix("-"), ("updated_at",))
    falling = sort.startswith("-") or sort.removeprefix("-") not in SORTS
    return [F(name).desc(nulls_last=True) if falling else F(name).asc(nulls_last=True) for name in names] + ["-pk"]


def units_of(rows: QuerySet[Dossier]) -> list[Unit]:
    """The units that have a dossier in the list, for the filter."""
    return list(Unit.objects.filter(pk__in=rows.order_by().values("unit")).order_by("sort_key"))


def kinds_of(rows: QuerySet[Dossier]) -> list[AwardKind]:
    """The kinds of award that stand in the dossiers of the list, for the filter."""
    lines = Nomination.objects.filter(dossier__in=rows.order_by().values("pk"), removed_at=None)
    return list(AwardKind.objects.filter(pk__in=lines.values("award_kind")))


def kinds_in(dossier: Dossier) -> list[AwardKind]:
    """The kinds that the lines of one dossier ask for."""
    lines = Nomination.objects.filter(dossier=dossier, removed_at=None)
    return list(AwardKind.objects.filter(pk__in=lines.values("award_kind")))


def deciding_units(unit: Unit) -> list[Unit]:
    """The unit and those above it that may decide today, the highest first."""
    chain = [unit, *ancestors(unit)]
    return [u for u in reversed(chain) if u.level in DECIDING_LEVELS and u.lives_on(clock.today())]


def accountable_head(unit: Unit) -> dict:
    """Name and title of the head of a unit today, for a new form; empty when nobody is named."""
    found = Membership.objects.filter(unit=unit, role=Role.HEAD).on(clock.today()).select_related("user").first()
    return {"head_name": found.user.full_name, "head_title": found.title} if found else {}


def open_rounds(unit: Unit, *, kept: int | None = None) -> QuerySet[Round]:
    """Rounds opened by the unit or one above it that still take dossiers, and the one (`kept`) chosen before."""
    today = clock.today()
    begun = Q(opens_on=None) | Q(opens_on__lte=today)
    running = begun & (Q(deadline=None) | Q(deadline__gte=today))
    return Round.objects.filter(Q(unit__in=[unit, *ancestors(unit)]) & running | Q(pk=kept))


def grid_lines(dossier: Dossier) -> QuerySet[Nomination]:
    """Lines of a dossier as they stand in the grid: collectives, households, people; then the order of the officer or
    the Vietnamese alphabet."""
    then = ("position", "pk") if dossier.custom_order else ("sort_key", "pk")
    rows = Nomination.objects.filter(dossier=dossier, removed_at=None)
    return rows.select_related("award_kind", "unit", "person").annotate(rank=RANK).order_by("rank", *then)


def removed_lines(dossier: Dossier, ids: list) -> QuerySet[Nomination]:
    """Lines taken out of a dossier, for undoing it."""
    return Nomination.objects.filter(dossier=dossier, public_id__in=ids, removed_at__isnull=False)


def papers_made_here() -> set[str]:
    """Codes of papers that the system itself prints from the dossier; nobody has to upload them."""
    rows = EligibilityRule.objects.on(clock.today()).filter(parameters__has_key="made_here")
    return {code for row in rows for code in row.parameters["made_here"]}


def removed_attachment(dossier: Dossier, public_id) -> Attachment | None:
    """A paper taken away from a dossier, for undoing it."""
    rows = Attachment.objects.filter(dossier=dossier, public_id=public_id, removed_at__isnull=False)
    return rows.select_related("dossier__unit", "nomination", "stored").first()


def line_counts(dossier: Dossier) -> dict:
    """Counts and shares of a dossier: by kind, direct workers, leaders, women, and by verdict; one query."""
    people = Q(recipient_kind=RecipientKind.INDIVIDUAL)
    rows = Nomination.objects.filter(dossier=dossier, removed_at=None)
    return rows.aggregate(
        **{kind: Count("pk", filter=Q(recipient_kind=kind)) for kind in RecipientKind.values},
        total_individuals=Count("pk", filter=people),
        direct=Count("pk", filter=people & Q(is_direct_worker=True)),
        leader=Count("pk", filter=people & Q(is_leader=True)),
        women=Count("pk", filter=people & Q(gender=Gender.FEMALE)),
        **{f"verdict_{verdict.value}": Count("pk", filter=Q(verdict=verdict)) for verdict in Verdict},
        returned=Count("pk", filter=Q(state=NominationState.SENT_BACK)),
        total=Count("pk"),
    )


def faulty_lines(dossier: Dossier) -> list[Nomination]:
    """Lines that break a rule, for the list of what is missing before a dossier goes on."""
    return list(grid_lines(dossier).filter(verdict=Verdict.MISSING))


def returned_lines(dossier: Dossier) -> list[Nomination]:
    """Lines that came back; `last_return` is the appraisal that says why."""
    rows = grid_lines(dossier).filter(state=NominationState.SENT_BACK)
    lines = list(rows.select_related("award_kind", "dossier__unit").prefetch_related("appraisals__by"))
    for line in lines:
        line.last_return = next((a for a in reversed(line.appraisals.all()) if a.action == "send_back"), None)
    return lines


def has_lines(dossier: Dossier) -> bool:
    """Whether anybody is in the list."""
    return Nomination.objects.filter(dossier=dossier, removed_at=None).exists()


def has_returned(dossier: Dossier) -> bool:
    """Whether a line waits to be mended by the unit."""
    rows = Nomination.objects.filter(dossier=dossier, removed_at=None, state=NominationState.SENT_BACK)
    return rows.exists()


def dossier_events(dossier: Dossier) -> QuerySet[Event]:
    """Everything that happened to a dossier and its lines, newest first; `line_name` says which line."""
    of_dossier = ContentType.objects.get_for_model(Dossier)
    of_line = ContentType.objects.get_for_model(Nomination)
    lines = Nomination.objects.filter(dossier=dossier)
    mine = Q(target_type=of_dossier, target_id=dossier.pk) | Q(target_type=of_line, target_id__in=lines.values("pk"))
    return Event.objects.filter(mine).select_related("by", "target_type").order_by("-number")


def last_note(dossier: Dossier) -> str:
    """What was last explained when the dossier was handed on; "" when nothing was."""
    rows = history(dossier).filter(action__in=("hand_to_head", "submit")).exclude(note="")
    return rows.order_by("-number").values_list("note", flat=True).first() or ""


def line_names(dossier: Dossier, pks: set) -> dict:
    """Names of lines by key, for the page of what happened."""
    return dict(Nomination.objects.filter(dossier=dossier, pk__in=pks).values_list("pk", "name"))
