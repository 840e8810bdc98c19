"""Registrations as lists show them: filtered, sorted, with the counts of their lines; and those of the people of one unit."""

from django.db.models import Count, F, Prefetch, Q, QuerySet

from campaigns.enums import RegistrationKind, RegistrationState
from campaigns.models import Campaign, Commitment, Registration, Unit
from campaigns.queries.registration import in_scope, lines_of
from campaigns.queries.scope import campaigns_for_user, registrations_for_user
from thiduakhenthuong.core.events import history
from thiduakhenthuong.core.names import clean, search_key, sort_key
from thiduakhenthuong.core.typed import as_uuid, whole

SORTS = {
    "don-vi": ("unit__sort_key", "kind", "search_key"), "phong-trao": ("campaign__name",), "nam": ("year",),
    "gui": ("submitted_at",), "dong": ("lines",),
}  # fmt: skip
LIVE = Q(commitments__removed_at=None)
EXPORTED = 20_000


def counted(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Each registration with `lines` and, of them, `vague` ones."""
    return rows.annotate(
        lines=Count("commitments", filter=LIVE), vague=Count("commitments", filter=LIVE & Q(commitments__needs_work=True))
    )


def listed(rows: QuerySet[Registration], params) -> QuerySet[Registration]:
    """A list page; `params` may carry q, pt (campaign), nam, dv (unit), cap (kind), tt (state), ct=1 (too general), sort."""
    rows = _found(rows, params)
    sort = params.get("sort", "")
    names = SORTS.get(sort.removeprefix("-"))
    if names is None:
        return counted(rows).order_by("-year", "campaign__name", "unit__sort_key", "kind", "search_key", "pk")
    ordering = [F(n).desc(nulls_last=True) if sort.startswith("-") else F(n).asc(nulls_last=True) for n in names]
    return counted(rows).order_by(*ordering, "-pk")


def _found(rows, params):
    if campaign := as_uuid(params.get("pt")):
        rows = rows.filter(campaign__public_id=campaign)
    if year := whole(params.get("nam")):
        rows = rows.filter(year=year)
    if unit := whole(params.get("dv")):
        rows = rows.filter(unit=unit)
    if params.get("cap") in RegistrationKind.values:
        rows = rows.filter(kind=params["cap"])
    if params.get("tt") in RegistrationState.values:
        rows = rows.filter(state=params["tt"])
    if params.get("ct"):
        vague = Commitment.objects.filter(removed_at=None, needs_work=True)
        rows = rows.filter(pk__in=vague.values("registration"))
    if words := clean(params.get("q", "")):
        rows = _with_words(rows, words)
    return rows


def _with_words(rows, words: str):
    """By unit, person, branch or the words of a line; names without diacritics too."""
    key = search_key(words)
    lines = Commitment.objects.filter(removed_at=None, text__icontains=words)
    named = Q(unit__search_key__contains=key) | Q(search_key__contains=key)
    return rows.filter(named | Q(pk__in=lines.values("registration")))


def filter_choices(user) -> dict:
    """Campaigns, units and years that stand in the visible registrations, for the filters; three queries."""
    rows = registrations_for_user(user).order_by()
    return {
        "campaigns": list(Campaign.objects.filter(pk__in=rows.values("campaign")).order_by("name")),
        "units": list(Unit.objects.filter(pk__in=rows.values("unit")).order_by("sort_key")),
        "years": sorted(set(rows.values_list("year", flat=True)), reverse=True),
    }


def with_lines(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Registrations with their lines loaded as `kept`, for exports and printed lists."""
    lines = Commitment.objects.filter(removed_at=None).select_related("target").order_by("order", "pk")
    return rows.prefetch_related(Prefetch("commitments", lines, to_attr="kept"))


def people_of(user, campaign: Campaign, unit: Unit, year: int) -> QuerySet[Registration]:
    """Registrations of the people of one unit that the user may read, in the order of entry, with counts of their lines."""
    rows = registrations_for_user(user).filter(campaign=campaign, unit=unit, year=year, kind=RegistrationKind.INDIVIDUAL)
    return counted(rows).order_by("pk")


def unit_sheets(user, campaign: Campaign, year: int, units: list[int]) -> dict[int, dict]:
    """{unit: public_id, title_code, lines of its registration} of those of these units that the user may read."""
    rows = registrations_for_user(user).filter(campaign=campaign, year=year, kind=RegistrationKind.UNIT, unit__in=units)
    values = rows.order_by().values("unit", "public_id", "title_code").annotate(lines=Count("commitments", filter=LIVE))
    return {row["unit"]: row for row in values}


def people_counts(user, campaign: Campaign, year: int, units: list[int]) -> dict[int, int]:
    """{unit: how many of its people have sent a registration} of those the user may read, of these units."""
    rows = registrations_for_user(user).filter(campaign=campaign, year=year, kind=RegistrationKind.INDIVIDUAL, unit__in=units)
    rows = rows.filter(state__in=RegistrationState.SENT).order_by().values("unit")
    return dict(rows.annotate(count=Count("pk")).values_list("unit", "count"))


def vague_lines(user, campaign: Campaign, year: int) -> QuerySet[Commitment]:
    """Lines that are too general, of registrations sent in a campaign and year that the user may read."""
    mine = registrations_for_user(user).filter(campaign=campaign, year=year, state__in=RegistrationState.SENT)
    rows = Commitment.objects.filter(registration__in=mine.order_by().values("pk"), removed_at=None, needs_work=True)
    rows = rows.select_related("registration__unit", "registration__campaign__unit", "target", "allocation", "serves")
    return rows.order_by("registration__unit__sort_key", "registration__kind", "registration", "order", "pk")


def last_year_people(campaign: Campaign, unit: Unit, year: int) -> list[Registration]:
    """Registrations of the people of a unit of the year before, with their lines as `kept`."""
    rows = Registration.objects.filter(campaign=campaign, unit=unit, year=year - 1, kind=RegistrationKind.INDIVIDUAL)
    return list(with_lines(rows.filter(removed_at=None).order_by("pk")))


def people_sent(campaign: Campaign, unit: Unit, year: int) -> list[Registration]:
    """People of a unit whose registration was sent, by given name, as printed lists have them."""
    rows = Registration.objects.filter(campaign=campaign, unit=unit, year=year, kind=RegistrationKind.INDIVIDUAL)
    sent = rows.filter(removed_at=None, state__in=RegistrationState.SENT)
    return sorted(sent, key=lambda row: (sort_key(row.person_name), row.pk))


def pledged(user, campaign: Campaign, year: int) -> list[Registration]:
    """Registrations of units sent in a campaign and year that the user may read, with their lines as `kept`."""
    rows = registrations_for_user(user).filter(
        campaign=campaign, year=year, kind=RegistrationKind.UNIT, state__in=RegistrationState.SENT
    )
    return list(with_lines(rows.order_by("unit__sort_key", "pk")))


def state_counts(rows: QuerySet[Registration]) -> dict[str, int]:
    """{state: how many}."""
    return dict(rows.order_by().values("state").annotate(count=Count("pk", distinct=True)).values_list("state", "count"))


def unit_of_campaign(user, campaign: Campaign, public_id) -> Unit | None:
    """A unit that may register in the campaign and whose sheets the user may read or will write."""
    unit = Unit.objects.filter(public_id=public_id).select_related("parent").first()
    return unit if unit and in_scope(campaign, unit) else None


def campaigns_to_open(user) -> QuerySet[Campaign]:
    """Visible campaigns with what the head of their pages names."""
    return campaigns_for_user(user).select_related("unit", "parent__unit", "resolution")


def line_of(user, public_id, *, removed: bool = False) -> Commitment | None:
    """A line of a visible registration."""
    rows = Commitment.objects.filter(public_id=public_id, removed_at__isnull=not removed)
    rows = rows.filter(registration__in=registrations_for_user(user).order_by().values("pk"))
    return rows.select_related("registration__unit", "registration__campaign__unit", "target", "serves", "allocation").first()


def sheet_lines(registration: Registration) -> list[Commitment]:
    """Lines of one sheet."""
    return list(lines_of(registration))


def events_of(registration: Registration):
    """What happened to a registration, newest first."""
    return history(registration).order_by("-number")
