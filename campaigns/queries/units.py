"""Reading units and people: what lists, autocomplete and history pages show."""

from datetime import date

from django.db.models import Case, F, Q, QuerySet, When

from campaigns.enums import Block, UnitLevel
from campaigns.models import Membership, Person, Position, Unit, UnitSuccession
from thiduakhenthuong.accounts.models import User
from thiduakhenthuong.core.names import clean, search_key

DECIDING_LEVELS = (UnitLevel.PROVINCE, UnitLevel.DEPARTMENT, UnitLevel.DISTRICT, UnitLevel.COMMUNE)


def all_units() -> QuerySet[Unit]:
    """Every unit that ever was; the tree is public knowledge."""
    return Unit.objects.select_related("parent")


def units_matching(text: str, *, day: date | None = None) -> QuerySet[Unit]:
    """Units whose name holds every word of `text`, with or without diacritics; only those alive on `day` when given."""
    found = all_units() if day is None else all_units().on(day)
    for word in search_key(clean(text)).split():
        found = found.filter(search_key__contains=word)
    return found


def unit_by_public_id(public_id) -> Unit | None:
    """One unit, or None."""
    return all_units().filter(public_id=public_id).first()


def people() -> QuerySet[Person]:
    """Everybody known, with nothing private beyond name, year and posts."""
    return Person.objects.prefetch_related("positions__unit")


def people_matching(text: str) -> QuerySet[Person]:
    """People whose name holds every word of `text`; a four-digit word is the year of birth."""
    found, year = people(), Q()
    for word in search_key(clean(text)).split():
        if word.isdecimal() and len(word) == 4:
            year = Q(birth_year=int(word))
        else:
            found = found.filter(search_key__contains=word)
    return found.filter(year)


def latest_post(person: Person) -> Position | None:
    """The open post of a person loaded with posts, else the one that began last."""
    posts = list(person.positions.all())
    return next((post for post in posts if post.valid_to is None), posts[0] if posts else None)


def ancestors(unit: Unit) -> list[Unit]:
    """The unit's chain of parents, nearest first; one query unless they were all loaded with the unit."""
    chain = [unit]
    while Unit.parent.is_cached(chain[-1]) and chain[-1].parent:
        chain.append(chain[-1].parent)
    if chain[-1].parent_id is None:
        return chain[1:]
    keys = [int(part) for part in unit.path.strip("/").split("/")[:-1]]
    rows = {row.pk: row for row in Unit.objects.filter(pk__in=keys)}
    return [rows[key] for key in reversed(keys) if key in rows]


def unit_named(text: str) -> list[Unit]:
    """Units that a person may mean: those of exactly this label, else those whose name holds the words (at most ten).

    A label is "Xã Nam Trung (huyện Nam Sách, đến 30/11/2024)"; what stands in brackets narrows the search.
    """
    name, _, rest = clean(text).partition(" (")
    found = list(units_matching(name)[:200])
    if same := [unit for unit in found if unit.label == clean(text)]:
        return same
    where = search_key(rest.removesuffix(")"))
    exact = [unit for unit in found if search_key(unit.name) == search_key(name)]
    return [unit for unit in exact or found if where in search_key(unit.label)][:10]


def units_called(text: str, *, near: Unit) -> list[Unit]:
    """Units of exactly this name (or short name, or label): those under `near` first, else those of its province."""
    name = clean(text).partition(" (")[0]
    key = search_key(name)
    root = f"/{near.path.strip('/').split('/')[0]}/"
    # The key of a unit ends with its short name, so the names are compared here.
    rows = all_units().filter(path__startswith=root).filter(Q(search_key__startswith=key) | Q(short_name__iexact=name))
    short = name.casefold()
    found = [u for u in rows.order_by("pk")[:200] if search_key(u.name) == key or u.short_name.casefold() == short]
    if same := [unit for unit in found if unit.label == clean(text)]:
        return same
    return [unit for unit in found if unit.path.startswith(near.path)] or found


def units_listed(*, words: str = "", day: date | None = None, level: str = "", block: str = "") -> QuerySet[Unit]:
    """Units of a list page; with words, the places of that name come first."""
    found = units_matching(words, day=day)
    if level in UnitLevel.values:
        found = found.filter(level=level)
    if block in Block.values:
        found = found.filter(block=block)
    key = search_key(clean(words))
    places = (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE)
    rank = Case(
        When(search_key=key, then=0),
        When(search_key__endswith=f" {key}", level__in=places, then=1),
        When(search_key__endswith=f" {key}", then=2),
        default=3,
    )
    return found.order_by(rank, "sort_key", "pk") if key else found


def children_of(unit: Unit) -> QuerySet[Unit]:
    """Units directly under a unit, the living ones (without a last day) and the ended ones alike."""
    return all_units().filter(parent=unit).order_by(F("valid_to").desc(nulls_first=True), "level", "sort_key", "pk")


def origins_of(unit: Unit) -> list[list[UnitSuccession]]:
    """Reorganisations that led to a unit, generation by generation back in time; one query for each."""
    return _generations(unit, "new", "old")


def successions_of(unit: Unit) -> list[list[UnitSuccession]]:
    """Reorganisations that followed, generation by generation; of several heirs the default one first."""
    return _generations(unit, "old", "new")


def _generations(unit: Unit, here: str, there: str) -> list[list[UnitSuccession]]:
    found, ring, seen = [], {unit.pk}, {unit.pk}
    while ring:
        rows = UnitSuccession.objects.filter(**{f"{here}__in": ring}).select_related("old", "new")
        step = list(rows.order_by("effective_date", "-is_default", f"{there}__sort_key", "pk"))
        ring = {getattr(row, f"{there}_id") for row in step} - seen
        seen |= ring
        if step:
            found.append(step)
    return found


def memberships_under(units: list[Unit], *, words: str = "", day: date | None = None) -> QuerySet[Membership]:
    """Memberships in the given units and everything below, by unit; only those in force on `day` when given."""
    found = Membership.objects.filter(unit__in=Unit.objects.under(*units)).select_related("user", "unit")
    if day:
        found = found.on(day)
    for word in search_key(clean(words)).split():
        found = found.filter(Q(unit__search_key__contains=word) | Q(user__in=_accounts_with(word)))
    return found.order_by("unit__sort_key", "role", "pk")


def accounts_under(units: list[Unit], *, words: str = "") -> QuerySet[User]:
    """Accounts whose every membership lies in the given units or below; those without one belong to everybody."""
    outside = Membership.objects.exclude(unit__in=Unit.objects.under(*units))
    found = User.objects.exclude(memberships__in=outside).prefetch_related("memberships__unit")
    for word in search_key(clean(words)).split():
        found = found.filter(pk__in=_accounts_with(word))
    return found.order_by("-is_active", "full_name", "pk")


def _accounts_with(word: str) -> list[int]:
    """Accounts have no search key: their few names are read in Python, the same with and without diacritics."""
    names = User.objects.values_list("pk", "full_name", "username")
    return [pk for pk, name, sign_in in names if word in search_key(f"{name} {sign_in}")]
