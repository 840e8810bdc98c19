"""The register as its pages show it: filters of the address, order, choices, words of the filters, and the search.

Parameters of the address: q (words of the name), dv (public id of a unit, with everything below it), ht (kind), nh
(family of kinds), lh (type of commendation), cap (deciding level), dt (kind of recipient), nam (year), theo ("tt": the
year is that of the achievement, else of the decision), tu and den (days of the decision, dd/mm/yyyy), qd (number of the
decision), tt (status; "valid": all but the cancelled), gt (gender), tp (direct workers, leaders, Party members; "not_party"), pt
(campaign, with those below it), mt (objective of a resolution), sort.
"""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from awards.enums import AwardFamily, AwardStatus, DecidingLevel, RecipientKind
from awards.models import Award, AwardKind, CommendationType
from awards.queries.purpose import campaign_of, objective_of, serves_campaign
from awards.queries.scope import awards_for_user, received_under
from campaigns.enums import Gender
from campaigns.models import Unit
from campaigns.permissions import memberships
from campaigns.queries import all_units, unit_by_public_id
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.typed import as_uuid, whole
from thiduakhenthuong.core.vntext import day_of

SORTS = {"ten": "sort_key", "so": "decision_number", "ngay": "decision_date", "nam": "achievement_year", "tien": "amount"}
CHOICES = {
    "dt": ("recipient_kind", RecipientKind), "cap": ("level", DecidingLevel), "tt": ("status", AwardStatus),
    "nh": ("award_kind__family", AwardFamily),
}  # fmt: skip
PEOPLE = {
    "direct": Q(is_direct_worker=True), "leader": Q(is_leader=True), "party": Q(is_party_member=True),
    "not_party": Q(recipient_kind=RecipientKind.INDIVIDUAL) & ~Q(is_party_member=True),
}  # fmt: skip
KEYS = ("q", "dv", "ht", "lh", "cap", "dt", "nam", "qd", "tt", "tu", "den", "gt", "tp", "nh", "pt", "mt")


def listed(rows: QuerySet[Award], params) -> QuerySet[Award]:
    """Awards of a list page, filtered and in order; the newest first unless the address says otherwise."""
    return filtered(rows, params).order_by(*_ordering(params.get("sort", "")))


def filtered(rows: QuerySet[Award], params) -> QuerySet[Award]:
    """Awards that fit every filter of the address; what cannot be read is passed over."""
    rows = named(rows, params.get("q", ""))
    for key, (field, choices) in CHOICES.items():
        if params.get(key) in choices.values:
            rows = rows.filter(**{field: params[key]})
    if params.get("ht"):
        rows = rows.filter(award_kind__code=params["ht"])
    if params.get("lh"):
        rows = rows.filter(reward_kind=params["lh"])
    if unit := chosen_unit(params):
        rows = rows.filter(received_under(unit))
    return _decided(_composed(_serving(rows, params), params), params)


def _serving(rows, params):
    """Awards whose dossier names the campaign (pt, with those below it) or the objective (mt) of the address."""
    if campaign := campaign_of(params):
        rows = rows.filter(serves_campaign(campaign.pk, "nomination__dossier__"))
    if objective := objective_of(params):
        rows = rows.filter(nomination__dossier__objective=objective)
    return rows


def _composed(rows, params):
    """The finer filters that the figures of the summary open: gt (gender), tp (who the people are), tt=valid."""
    if params.get("gt") in Gender.values:
        rows = rows.filter(gender=params["gt"])
    if params.get("tp") in PEOPLE:
        rows = rows.filter(PEOPLE[params["tp"]])
    return rows.exclude(status=AwardStatus.CANCELLED) if params.get("tt") == "valid" else rows


def named(rows: QuerySet[Award], text: str) -> QuerySet[Award]:
    """Awards whose name holds every word, with or without diacritics.

    One or two letters are a whole syllable ("An" is not "Thanh"): that is meant, and it keeps the trigram index in use.
    """
    for word in search_key(clean(text)).split():
        rows = rows.filter(_holds(word))
    return rows


def _holds(word: str) -> Q:
    if len(word) > 2:
        return Q(search_key__contains=word)
    begins, inside, ends = f"{word} ", f" {word} ", f" {word}"
    return (
        Q(search_key=word) | Q(search_key__startswith=begins)
        | Q(search_key__contains=inside) | Q(search_key__endswith=ends)
    )  # fmt: skip


def _decided(rows, params):
    year = params.get("nam", "")
    if len(year) == 4 and whole(year):
        field = "achievement_year" if params.get("theo") == "tt" else "decision_date__year"
        rows = rows.filter(**{field: int(year)})
    for key, bound in (("tu", "gte"), ("den", "lte")):
        if day := day_of(params.get(key, "")):
            rows = rows.filter(**{f"decision_date__{bound}": day})
    if number := clean(params.get("qd", "")):
        rows = rows.filter(numbered(number))
    return rows


def numbered(text: str) -> Q:
    """Awards of the decision "8", "08" or "08/QĐ-UBND"; without a symbol the number alone decides."""
    head, slash, symbol = text.partition("/")
    forms = {head, f"{int(head):02d}", str(int(head))} if head.isdecimal() and len(head) < 9 else {head}
    fits = Q(pk__in=[])
    for form in forms:
        fits |= Q(decision_number=f"{form}/{symbol}") if symbol else Q(decision_number__startswith=f"{form}/")
    return fits if slash else fits | Q(decision_number=text)


def _ordering(sort: str) -> list:
    name, falling = sort.removeprefix("-"), sort.startswith("-")
    if name not in SORTS:
        name, falling = "ngay", True
    field = F(SORTS[name])
    first = field.desc(nulls_last=True) if falling else field.asc(nulls_last=True)
    return [first, "decision_number", "list_position", "pk"]


def chosen_unit(params) -> Unit | None:
    """The unit of the filter, or None."""
    key = as_uuid(params.get("dv"))
    return unit_by_public_id(key) if key else None


# --- choices of the filters --------------------------------------------------------------------


def units_offered(user, chosen: Unit | None) -> list[Unit]:
    """Units of the filter: the user's own, those right below them, and the chosen one."""
    mine = {m.unit_id for m in memberships(user)}
    near = Q(pk__in=mine) | Q(parent__in=mine) | Q(pk=chosen.pk if chosen else None)
    return list(all_units().filter(near).order_by("level", "sort_key", "pk"))


def kinds_offered() -> list[AwardKind]:
    """Kinds of which the register holds an award."""
    return list(AwardKind.objects.filter(Exists(Award.objects.filter(award_kind=OuterRef("pk")))))


def types_offered() -> list[CommendationType]:
    """Every type of commendation."""
    return list(CommendationType.objects.order_by("pk"))


# --- exports -----------------------------------------------------------------------------------


def user_rows(user, params) -> QuerySet[Award]:
    """The register of a user as filtered and ordered by the address; what both exports write."""
    return listed(awards_for_user(user), params)


def paid_rows(user, params) -> QuerySet[Award]:
    """Awards with money that still stand: collectives, households, people of each decision, in the order of its list."""
    rows = filtered(awards_for_user(user), params).exclude(status=AwardStatus.CANCELLED).exclude(amount=None)
    return rows.order_by("decision_date", "decision_number", "award_kind__order", "list_position", "pk")


def counts_and_sum(rows: QuerySet[Award]) -> dict:
    """{collective, household, individual, total (đồng or None), decisions} of some awards, in one query."""
    kinds = {kind.value: Count("pk", filter=Q(recipient_kind=kind)) for kind in RecipientKind}
    named_by = Count("decision_number", distinct=True)
    return rows.order_by().aggregate(**kinds, total=Sum("amount"), decisions=named_by)


def awards_by_source(keys) -> dict[str, Award]:
    """{source key: award} of those that were already entered from paper."""
    rows = Award.objects.filter(source_key__in=list(keys)).select_related("person")
    return {award.source_key: award for award in rows}


def units_by_key(keys) -> dict[int, Unit]:
    """{key: unit} of these units."""
    return all_units().in_bulk(list(keys))
