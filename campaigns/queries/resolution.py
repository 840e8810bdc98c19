"""Reading resolutions: the list, the rows of the grid, what was removed, what happened."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Prefetch, Q, QuerySet

from campaigns.models import Campaign, Objective, ObjectiveYear, Resolution, Target, Unit
from campaigns.permissions import OFFICERS, units_with_role
from campaigns.queries.scope import campaigns_for_user, resolutions_for_user
from thiduakhenthuong.core.models import Event
from thiduakhenthuong.core.names import clean, search_key

SORTS = {"ten": "name", "don-vi": "unit__sort_key", "tu-nam": "first_year", "so-muc-tieu": "marks", "so-phong-trao": "serving"}


def resolutions_listed(user, *, words: str = "", unit: str = "", year: int | None = None, sort: str = "") -> QuerySet[Resolution]:
    """Resolutions around the user with how many objectives they have and how many campaigns serve them."""
    rows = resolutions_for_user(user)
    if year:
        rows = rows.filter(first_year__lte=year, last_year__gte=year)
    if unit:
        rows = rows.filter(unit__public_id=unit)
    if words:
        rows = rows.filter(pk__in=_named(rows, words))
    rows = rows.annotate(
        marks=Count("objectives", filter=Q(objectives__removed_at=None), distinct=True),
        serving=Count("campaigns", distinct=True),
    )
    key = SORTS.get(sort.removeprefix("-"))
    order = [f"-{key}" if sort.startswith("-") else key] if key else []
    return rows.order_by(*order, "-first_year", "unit__sort_key", "pk")


def _named(rows: QuerySet, words: str) -> list[int]:
    """Keys of the resolutions whose name, number or unit holds every word; a unit has few resolutions, so Python reads them."""
    wanted = search_key(clean(words)).split()
    names = rows.values_list("pk", "name", "number", "unit__name")
    return [pk for pk, *texts in names if all(word in search_key(" ".join(texts)) for word in wanted)]


def units_that_write(user) -> list[Unit]:
    """Units for which the user keeps resolutions."""
    return units_with_role(user, *OFFICERS)


def units_with_resolutions(user) -> list[Unit]:
    """Units that the list may be narrowed to."""
    keys = resolutions_for_user(user).order_by().values("unit")
    return list(Unit.objects.filter(pk__in=keys))


def objectives_of(resolution: Resolution) -> QuerySet[Objective]:
    """Rows of the tree in force, in order, with department and years; two queries."""
    rows = Objective.objects.filter(resolution=resolution, removed_at=None).select_related("department", "parent")
    return rows.prefetch_related(Prefetch("years", ObjectiveYear.objects.order_by("year")))


def removed_objectives(resolution: Resolution) -> QuerySet[Objective]:
    """Rows that were taken out, the latest first."""
    return Objective.objects.filter(resolution=resolution).exclude(removed_at=None).order_by("-removed_at")


def objectives_for_user(user) -> QuerySet[Objective]:
    """Objectives, removed ones included, of the resolutions around a user."""
    visible = resolutions_for_user(user).order_by().values("pk")
    return Objective.objects.filter(resolution__in=visible).select_related("resolution__unit", "department", "parent")


def events_of(resolution: Resolution) -> QuerySet[Event]:
    """What happened to a resolution and to its rows, the latest first."""
    kinds = ContentType.objects.get_for_models(Resolution, Objective)
    rows = Objective.objects.filter(resolution=resolution).values("pk")
    mine = Q(target_type=kinds[Resolution], target_id=resolution.pk) | Q(target_type=kinds[Objective], target_id__in=rows)
    return Event.objects.filter(mine).select_related("by", "target_type").order_by("-number")


def names_of_rows(resolution: Resolution) -> dict[int, str]:
    """{objective's key: its name}, removed ones included."""
    return dict(Objective.objects.filter(resolution=resolution).values_list("pk", "indicator"))


def campaigns_serving(user, resolution: Resolution) -> QuerySet[Campaign]:
    """Campaigns that the user sees and that serve the resolution."""
    return campaigns_for_user(user).filter(resolution=resolution).order_by("-period_from", "name")


def targets_serving(user, objective: Objective) -> QuerySet[Target]:
    """Targets of visible campaigns that serve an objective."""
    visible = campaigns_for_user(user).order_by().values("pk")
    rows = Target.objects.filter(objective=objective, removed_at=None, campaign__in=visible)
    return rows.select_related("campaign__unit").order_by("campaign__period_from", "order")


def groups_of(resolution: Resolution) -> list[str]:
    """Names of the groups, in their order."""
    names = Objective.objects.filter(resolution=resolution, removed_at=None).exclude(group="").values_list("group", flat=True)
    return list(dict.fromkeys(names))


def objectives_above(resolution: Resolution, objective: Objective | None) -> QuerySet[Objective]:
    """Objectives under which a row may stand: those of its resolution but itself."""
    rows = Objective.objects.filter(resolution=resolution, removed_at=None)
    return rows.exclude(pk=objective.pk) if objective else rows
