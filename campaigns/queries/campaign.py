"""Reading campaigns: the list with its filters, what a form offers, units that may be in scope."""

from datetime import date

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaigns.enums import CampaignKind, CampaignState, Role, UnitLevel
from campaigns.models import Campaign, CampaignAlias, CampaignUnit, Membership, Resolution, Target, Unit
from campaigns.permissions import OFFICERS, is_administrator, units_with_role
from campaigns.queries.scope import campaigns_for_user, resolutions_for_user
from thiduakhenthuong.accounts.models import User
from thiduakhenthuong.core.events import history
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.typed import whole

SORTS = {
    "ten": ("search_key",), "tu-ngay": ("period_from", "search_key"), "den-ngay": ("period_to", "search_key"),
    "don-vi": ("unit__sort_key", "search_key"),
}  # fmt: skip
PEOPLE = (Role.HEAD, Role.APPROVER, Role.LEADER)  # accounts that may answer for a campaign


def listed(user, params) -> QuerySet[Campaign]:
    """Campaigns of the list as the address filters them, with how many targets and units each has."""
    found = with_counts(filtered(campaigns_for_user(user), params))
    asked = params.get("sort", "")
    order = SORTS.get(asked.removeprefix("-"))
    if order is None:
        return found.order_by("-period_from", "search_key", "pk")
    fields = [F(name).desc() if asked.startswith("-") else F(name).asc() for name in order]
    return found.order_by(*fields, "pk")


def filtered(found: QuerySet[Campaign], params) -> QuerySet[Campaign]:
    """The filters of the address: q words, cap level, loai kind, tt state, dv unit, nam year."""
    found = named(found, params.get("q", ""))
    for key, field, known in (
        ("cap", "level", UnitLevel.values), ("loai", "kind", CampaignKind.values), ("tt", "state", CampaignState.values),
    ):  # fmt: skip
        if params.get(key) in known:
            found = found.filter(**{field: params[key]})
    if unit := whole(params.get("dv")):
        found = found.filter(unit=unit)
    year = whole(params.get("nam"))
    if year and 1 <= year <= 9998:
        found = found.filter(period_from__lte=date(year, 12, 31), period_to__gte=date(year, 1, 1))
    return found


def named(found: QuerySet[Campaign], words: str) -> QuerySet[Campaign]:
    """Those whose name, or one of whose other names, or whose code or unit holds every word; diacritics do not matter."""
    keys = search_key(clean(words)).split()[:12]
    if not keys:
        return found
    own, other = Q(), Q()
    for key in keys:
        own &= Q(search_key__contains=key) | Q(unit__search_key__contains=key)
        other &= Q(search_key__contains=key)
    aliases = CampaignAlias.objects.filter(other, campaign=OuterRef("pk"))
    return found.filter(own | Q(code__iexact=clean(words)) | Exists(aliases))


def alias_found(campaign: Campaign, words: str) -> str:
    """The other name by which a search found a campaign whose own name does not hold the words; "" otherwise.

    The aliases must have been loaded.
    """
    keys = search_key(clean(words)).split()
    if not keys or all(key in campaign.search_key for key in keys):
        return ""
    return next((row.name for row in campaign.aliases.all() if all(key in row.search_key for key in keys)), "")


def with_counts(found: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Adds target_count and unit_count, and loads the other names."""
    return found.annotate(target_count=_count(Target, removed_at=None), unit_count=_count(CampaignUnit)).prefetch_related(
        "aliases"
    )


def _count(model, **facts):
    rows = model.objects.filter(campaign=OuterRef("pk"), **facts).order_by().values("campaign")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")[:1], output_field=IntegerField()), 0)


def units_launching(user) -> list[Unit]:
    """Units whose campaigns the user sees, for the filter of the list."""
    keys = campaigns_for_user(user).order_by().values("unit").distinct()
    return list(Unit.objects.filter(pk__in=keys))


def years_touched(user) -> list[int]:
    """Years that the campaigns the user sees touch, the latest first."""
    spans = campaigns_for_user(user).order_by().values_list("period_from", "period_to").distinct()
    return sorted({year for first, last in spans for year in range(first.year, last.year + 1)}, reverse=True)


def units_writing(user) -> list[Unit]:
    """Units for which the user may write campaigns; administrators write those of the centre."""
    mine = units_with_role(user, *OFFICERS)
    if is_administrator(user):
        mine += list(Unit.objects.filter(level=UnitLevel.CENTRAL))
    return mine


def campaign_with_all(user) -> QuerySet[Campaign]:
    """Visible campaigns with what every page of one campaign shows in its head."""
    return campaigns_for_user(user).select_related("unit", "parent", "resolution", "head")


def parents_on_offer(user, campaign: Campaign | None = None) -> QuerySet[Campaign]:
    """Campaigns that may stand above: visible ones that are not the campaign itself."""
    found = campaigns_for_user(user).order_by("search_key")
    return found.exclude(pk=campaign.pk) if campaign else found


def resolutions_on_offer(user) -> QuerySet[Resolution]:
    """Resolutions around the user, the latest term first."""
    return resolutions_for_user(user)


def heads_on_offer(units: list[Unit], day: date, *, kept: int | None = None) -> QuerySet[User]:
    """Accounts of those who speak for one of the units on a day, and the one that is named already."""
    rows = Membership.objects.filter(unit__in=units, role__in=PEOPLE).on(day)
    return User.objects.filter(Q(pk__in=rows.values("user"), is_active=True) | Q(pk=kept)).order_by("full_name")


def title_of(user: User, unit: Unit, day: date) -> str:
    """The title of somebody in a unit on a day; "" when none is written down."""
    rows = Membership.objects.filter(user=user, unit=unit).exclude(title="").on(day)
    return rows.values_list("title", flat=True).first() or ""


def units_in_reach(top: Unit | None, day: date) -> QuerySet[Unit]:
    """Units that live on a day in the subtree of `top`; of the whole country only the provinces."""
    if top is None:
        return Unit.objects.filter(level=UnitLevel.PROVINCE).on(day)
    return Unit.objects.under(top).on(day).order_by("sort_key", "pk")


def units_by_keys(keys: list[int]) -> list[Unit]:
    """Units of these primary keys; unknown ones are left out."""
    return list(Unit.objects.filter(pk__in=keys))


def members_of(campaign: Campaign) -> QuerySet[CampaignUnit]:
    """Units in scope with their heads, by name."""
    return CampaignUnit.objects.filter(campaign=campaign).select_related("unit").order_by("unit__sort_key")


def campaign_events(campaign: Campaign) -> QuerySet:
    """What happened to a campaign, newest first."""
    return history(campaign).select_related("target_type").order_by("-number")
