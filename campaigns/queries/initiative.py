"""Reading initiatives: the register, those alike, what has been used for which award."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from campaigns.enums import InitiativeScope, InitiativeState
from campaigns.models import Initiative, InitiativeAuthor, InitiativeUse, Unit
from campaigns.permissions import DECIDERS, OFFICERS, units_with_role
from campaigns.queries.exemplar import common_words
from campaigns.queries.scope import initiatives_for_user
from thiduakhenthuong.core.names import clean, same_name_key, search_key

SORTS = {"ten": "search_key", "nam": "year", "don_vi": "unit__sort_key", "quyet_dinh": "decision_date"}
ALIKE = 0.4  # share of common words from which two names are shown as alike
FILLERS = {"mot", "so", "giai", "phap", "bien", "nang", "cao", "hieu", "qua", "chat", "luong", "trong", "cho", "va", "cua", "tai"}


@dataclass(frozen=True)
class Alike:
    """An initiative whose name is like the one typed."""

    initiative: Initiative
    percent: int


def initiatives_listed(user, params) -> QuerySet[Initiative]:
    """Initiatives by the filters of the address: q (name or author), nam, trang_thai, pham_vi, dung, sort."""
    authors = InitiativeAuthor.objects.order_by("-share", "pk")
    rows = initiatives_for_user(user).prefetch_related(Prefetch("authors", authors))
    used = InitiativeUse.objects.filter(author__initiative=OuterRef("pk"))
    rows = rows.annotate(used=Exists(used), uses=Count("authors__use", distinct=True))
    for word in search_key(clean(params.get("q", ""))).split():
        rows = rows.filter(Q(search_key__contains=word) | Q(pk__in=_by_author(word)) | Q(unit__search_key__contains=word))
    if params.get("nam", "").isdecimal() and len(params["nam"]) == 4:
        rows = rows.filter(year=int(params["nam"]))
    if params.get("trang_thai") in InitiativeState.values:
        rows = rows.filter(state=params["trang_thai"])
    if params.get("pham_vi") in InitiativeScope.values:
        rows = rows.filter(scope=params["pham_vi"])
    if params.get("dung") in ("1", "0"):
        rows = rows.filter(used=params["dung"] == "1")
    return rows.order_by(*_order(params.get("sort", "")))


def _by_author(word: str):
    return InitiativeAuthor.objects.filter(search_key__contains=word).values("initiative")


def _order(asked: str) -> list[str]:
    field = SORTS.get(asked.removeprefix("-"))
    return [f"{'-' if asked.startswith('-') else ''}{field}", "-pk"] if field else ["-year", "-pk"]


def years_of_initiatives(user) -> list[int]:
    """Years that occur in the register, the latest first."""
    return list(initiatives_for_user(user).order_by("-year").values_list("year", flat=True).distinct())


def authors_of(initiative: Initiative) -> list[InitiativeAuthor]:
    """Authors with what each has used the initiative for."""
    return list(initiative.authors.select_related("person", "use__by").order_by("-share", "pk"))


def author_of(initiative: Initiative, public_id) -> InitiativeAuthor | None:
    """One author of an initiative, or None."""
    return initiative.authors.select_related("initiative__unit").filter(public_id=public_id).first()


def uses_listed(user, *, year: int | None = None) -> QuerySet[InitiativeUse]:
    """The ledger of the initiatives that the user sees, the latest use first."""
    rows = InitiativeUse.objects.filter(author__initiative__in=initiatives_for_user(user).order_by().values("pk"))
    rows = rows.select_related("author__initiative__unit", "by")
    return (rows.filter(year=year) if year else rows).order_by("-year", "-pk")


def names_alike(name: str, *, besides: Initiative | None = None, most: int = 5) -> list[Alike]:
    """Initiatives of every unit, sent or recognised, whose name is like this one; one query."""
    key = search_key(clean(name))
    telling = sorted({word for word in key.split() if word not in FILLERS and len(word) > 2}, key=len, reverse=True)[:4]
    if not telling:
        return []
    fits = Q()
    for word in telling:
        fits |= Q(search_key__contains=word)
    rows = Initiative.objects.filter(fits).exclude(state=InitiativeState.DRAFT).select_related("unit")
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    found = [Alike(row, round(100 * common_words(key, row.search_key))) for row in rows.order_by("-pk")[:400]]
    close = [one for one in found if one.percent >= ALIKE * 100]
    return sorted(close, key=lambda one: -one.percent)[:most]


def units_that_write(user) -> list[Unit]:
    """Units for which the user writes down initiatives."""
    return units_with_role(user, OFFICERS[0])


def units_that_recognise(user) -> list[Unit]:
    """Units for which the user enters decisions about initiatives."""
    return units_with_role(user, OFFICERS[1], DECIDERS[1])


def recognised_parts(person_names: list[tuple[str, int | None]], *, years) -> dict:
    """{(name key, birth year): parts of recognised initiatives of these years with their `use`}; for verdicts, one query."""
    keys = {same_name_key(name) for name, _ in person_names}
    rows = InitiativeAuthor.objects.filter(
        name_key__in=keys, initiative__state=InitiativeState.RECOGNISED, initiative__year__in=list(years)
    ).select_related("initiative", "use")
    found = {}
    for row in rows:
        found.setdefault((row.name_key, row.birth_year), []).append(row)
    return found
