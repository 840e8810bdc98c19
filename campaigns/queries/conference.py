"""Conferences as their pages show them: the list with its filters, one with its programme and examples.

Parameters of the address: q (words of name or venue), dv (public id of the unit), nam (year held), sort.
"""

from django.db.models import Case, Count, F, Q, QuerySet, When

from campaigns.enums import CampaignState, ExemplarState, UnitLevel
from campaigns.models import Campaign, Conference, ConferenceExemplar, ConferenceItem, Exemplar, Unit
from campaigns.queries.scope import campaigns_for_user, conferences_for_user, exemplars_for_user
from thiduakhenthuong.core.events import history
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.typed import as_uuid, whole

SORTS = {"ngay": "held_on", "ten": "name", "don-vi": "unit__sort_key", "lan": "ordinal"}
FOUND = 20  # examples offered by one search


def listed(user, params) -> QuerySet[Conference]:
    """Conferences around the user by the filters of the address, the latest first."""
    rows = conferences_for_user(user).annotate(examples=Count("shown"))
    if words := clean(params.get("q", "")):
        rows = rows.filter(Q(name__icontains=words) | Q(venue__icontains=words))
    if unit := as_uuid(params.get("dv")):
        rows = rows.filter(unit__public_id=unit)
    if year := whole(params.get("nam")):
        rows = rows.filter(held_on__year=year)
    sort = params.get("sort", "")
    field = F(SORTS.get(sort.removeprefix("-"), "held_on"))
    falling = sort.startswith("-") or sort not in SORTS
    return rows.order_by(field.desc(nulls_first=True) if falling else field.asc(nulls_last=True), "-pk")


def choices(user) -> tuple[list[Unit], list[int]]:
    """(units, years) of the visible conferences, for the filters; two queries."""
    rows = conferences_for_user(user).order_by()
    units = Unit.objects.filter(pk__in=rows.values("unit")).order_by("sort_key", "pk")
    years = rows.exclude(held_on=None).values_list("held_on__year", flat=True).distinct()
    return list(units), sorted(years, reverse=True)


def items_of(conference: Conference) -> list[ConferenceItem]:
    """The programme in order."""
    return list(conference.items.all())


def shown_at(conference: Conference) -> list[ConferenceExemplar]:
    """Examples shown, in order, with what their lines name."""
    return list(conference.shown.select_related("exemplar__unit", "exemplar__office", "exemplar__campaign"))


def happened(conference: Conference, most: int = 50) -> list:
    """What happened to a conference, the newest first."""
    return list(history(conference).order_by("-number")[:most])


def campaigns_of(user, unit: Unit, kept: int | None = None) -> QuerySet[Campaign]:
    """Campaigns that a conference of the unit may launch: those of the unit in every state, launched ones above it."""
    chain = [int(part) for part in unit.path.strip("/").split("/")]
    launched = ~Q(state=CampaignState.DRAFT) & (Q(unit__in=chain) | Q(level=UnitLevel.CENTRAL))
    return campaigns_for_user(user).filter(Q(unit=unit) | launched | Q(pk=kept)).order_by("-period_from", "name")


def exemplars_found(user, conference: Conference, words: str) -> list[Exemplar]:
    """Shown examples that hold every word and are not on the list yet: those of the unit and below first, then those
    recognised in the period that the conference reviews."""
    rows = exemplars_for_user(user).filter(state__in=ExemplarState.SHOWN)
    for word in search_key(clean(words)).split():
        rows = rows.filter(Q(search_key__contains=word) | Q(unit__search_key__contains=word))
    rows = rows.exclude(pk__in=conference.shown.values("exemplar"))
    near = Q(unit__path__startswith=conference.unit.path) | Q(office=conference.unit)
    reviewed = Q(pk__in=[])
    if conference.reviewed_from and conference.reviewed_to:
        reviewed = Q(recognised_on__year__range=(conference.reviewed_from, conference.reviewed_to))
    rows = rows.annotate(near=Case(When(near, then=1), default=0), reviewed=Case(When(reviewed, then=1), default=0))
    return list(rows.order_by("-near", "-reviewed", "-recognised_on", "-pk")[:FOUND])


def exemplar_to_show(user, public_id) -> Exemplar | None:
    """A shown example by its public id."""
    key = as_uuid(public_id)
    rows = exemplars_for_user(user).filter(state__in=ExemplarState.SHOWN)
    return rows.filter(public_id=key).first() if key else None
