"""Reading examples and their copies: lists by spread, the inbox, who copied what when."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from campaigns.enums import ExemplarKind, ExemplarState, ReplicationState, UnitLevel
from campaigns.models import ClusterMember, Exemplar, ExemplarPhoto, Objective, Replication, Unit
from campaigns.permissions import OFFICERS, units_with_role
from campaigns.queries.scope import exemplars_for_user, resolutions_for_user
from thiduakhenthuong.core.models import Event
from thiduakhenthuong.core.names import clean, search_key

SORTS = {
    "lan_toa": ("copies", "recognised_on"),
    "ten": ("search_key",),
    "cong_nhan": ("recognised_on", "pk"),
    "moi": ("created_at", "pk"),
}
ALIKE = 0.5  # share of common words from which two titles may mean the same example


def with_copies(rows: QuerySet[Exemplar]) -> QuerySet[Exemplar]:
    """The same examples with `copies`: how many units are confirmed to copy each, and `asking`: how many look at it."""
    return rows.annotate(
        copies=Coalesce(Subquery(_counted(Q(state=ReplicationState.CONFIRMED))), 0),
        asking=Coalesce(Subquery(_counted(~Q(state=ReplicationState.CONFIRMED))), 0),
    )


def _counted(which: Q):
    rows = Replication.objects.filter(which, exemplar=OuterRef("pk")).order_by().values("exemplar")
    return rows.annotate(number=Count("pk")).values("number")


def exemplars_listed(user, params) -> QuerySet[Exemplar]:
    """Shown examples by the filters of the address: q, loai, trang_thai, cap, phong_trao, sort; the widest spread first.

    With cua_toi=1 those that the user introduced, in every state.
    """
    mine = Q(introduced_by=user) if params.get("cua_toi") == "1" else Q(state__in=ExemplarState.SHOWN)
    rows = with_copies(exemplars_for_user(user).filter(mine))
    for word in search_key(clean(params.get("q", ""))).split():
        rows = rows.filter(Q(search_key__contains=word) | Q(unit__search_key__contains=word))
    for name, field, known in (
        ("loai", "kind", ExemplarKind), ("trang_thai", "state", ExemplarState), ("cap", "level", UnitLevel),
    ):  # fmt: skip
        if params.get(name) in known.values:
            rows = rows.filter(**{field: params[name]})
    if params.get("phong_trao"):
        rows = rows.filter(campaign__code=params["phong_trao"])
    if params.get("nhan_rong") == "1":
        rows = rows.filter(copies__gt=0)
    return rows.order_by(*_order(params.get("sort", "")))


def _order(asked: str) -> list[str]:
    fields = SORTS.get(asked.removeprefix("-"))
    if fields is None:
        return ["-copies", "-recognised_on", "search_key", "pk"]
    sign = "-" if asked.startswith("-") else ""
    return [*(f"{sign}{field}" for field in fields), "pk"]


def exemplars_of_campaign(user, campaign) -> QuerySet[Exemplar]:
    """Shown examples of one campaign, the widest spread first."""
    rows = exemplars_for_user(user).filter(campaign=campaign, state__in=ExemplarState.SHOWN)
    return with_copies(rows).order_by("-copies", "-recognised_on", "search_key", "pk")


def campaigns_with_exemplars(user) -> list[tuple[str, str]]:
    """(code, name) of the campaigns that have a shown example, for the filter."""
    rows = exemplars_for_user(user).filter(state__in=ExemplarState.SHOWN).exclude(campaign=None).order_by("campaign__name")
    return list(rows.values_list("campaign__code", "campaign__name").distinct())


def public_exemplars(rows: QuerySet[Exemplar]) -> QuerySet[Exemplar]:
    """Those that may be shown to everybody: recognised, and a person only when he or she agreed."""
    agreed = ~Q(kind=ExemplarKind.PERSON) | Q(consent_on__isnull=False)
    return rows.filter(agreed, state=ExemplarState.RECOGNISED)


def public_exemplar(public_id) -> Exemplar | None:
    """One example for everybody, or None."""
    rows = public_exemplars(with_copies(Exemplar.objects.select_related("unit", "office", "objective", "campaign")))
    return rows.filter(public_id=public_id).first()


# --- the inbox ---------------------------------------------------------------------------------


def inbox(user, state: str = ExemplarState.INTRODUCED) -> QuerySet[Exemplar]:
    """Introductions that wait at the offices for which the user works, the oldest first."""
    rows = exemplars_for_user(user).filter(office__in=units_with_role(user, *OFFICERS), state=state)
    return rows.select_related("office", "unit", "introduced_by", "merged_into").order_by("created_at", "pk")


def alike(exemplars) -> dict[int, list[Exemplar]]:
    """{pk: examples of the same office that may be the same}, the most alike first (at most three); one query."""
    exemplars = list(exemplars)
    offices = {exemplar.office_id for exemplar in exemplars}
    known = list(Exemplar.objects.filter(office__in=offices).exclude(state=ExemplarState.DECLINED).order_by("-pk")[:1000])
    return {exemplar.pk: _alike(exemplar, known) for exemplar in exemplars}


def _alike(one: Exemplar, known: list[Exemplar]) -> list[Exemplar]:
    found = []
    for other in known:
        if other.pk != one.pk and other.office_id == one.office_id:
            share = common_words(one.search_key, other.search_key)
            if share >= ALIKE or (share >= ALIKE / 2 and one.unit_id and one.unit_id == other.unit_id):
                found.append((-share, other.pk, other))
    return [other for *_, other in sorted(found)[:3]]


def common_words(one: str, other: str) -> float:
    """Share of common words of two search keys, 0 to 1."""
    left, right = set(one.split()), set(other.split())
    return len(left & right) / len(left | right) if left and right else 0.0


def exemplar_by_code(code: str) -> Exemplar | None:
    """An introduction by its follow code, as a citizen types it."""
    code = "".join(search_key(code).upper().split())
    return Exemplar.objects.select_related("office", "merged_into").filter(follow_code=code).first() if code else None


# --- one example -------------------------------------------------------------------------------


def copies_of(exemplar: Exemplar) -> list[Replication]:
    """Every unit that copies an example or looks at it, in the order of their beginning."""
    rows = Replication.objects.filter(exemplar=exemplar).select_related("unit", "by", "confirmed_by", "exemplar__office")
    return sorted(rows, key=lambda copy: (copy.started_on or date.max, copy.pk))


def photos_of(exemplar: Exemplar, *, private: bool = False) -> list[ExemplarPhoto]:
    """Photos that may be shown; with `private` also those without consent, which only the office sees."""
    rows = ExemplarPhoto.objects.filter(exemplar=exemplar, removed_at=None).select_related("stored")
    return list((rows if private else rows.exclude(consent_on=None)).order_by("pk"))


def first_photos(exemplars) -> dict[int, ExemplarPhoto]:
    """{exemplar pk: its first photo with consent}; one query."""
    rows = ExemplarPhoto.objects.filter(exemplar__in=[e.pk for e in exemplars], removed_at=None).exclude(consent_on=None)
    return {photo.exemplar_id: photo for photo in rows.order_by("-pk")}


def neighbours(unit: Unit | None, day: date) -> list[tuple[str, Unit]]:
    """(cluster, unit) of the living units beside the place of origin: same parent, same level; two queries.

    The cluster is that of the latest year known, else the one written on the unit.
    """
    if unit is None or unit.parent_id is None:
        return []
    units = list(Unit.objects.on(day).filter(parent=unit.parent_id, level=unit.level).order_by("sort_key", "pk"))
    rows = ClusterMember.objects.filter(unit__in=units, cluster__year__lte=day.year)
    clusters = dict(rows.order_by("cluster__year").values_list("unit", "cluster__name"))
    return [(clusters.get(one.pk) or one.emulation_group or "", one) for one in units]


def asked_days(copies) -> dict[int, date]:
    """{copy pk: the last day on which the unit was asked how far it is}; one query."""
    kind = ContentType.objects.get_for_model(Replication)
    rows = Event.objects.filter(target_type=kind, target_id__in=[copy.pk for copy in copies], action="ask").order_by("number")
    return {pk: localdate(at) for pk, at in rows.values_list("target_id", "at")}


def kept_at(office: Unit, *, besides: Exemplar) -> QuerySet[Exemplar]:
    """Examples that an office looks after, into which an introduction may be merged."""
    return Exemplar.objects.filter(office=office, state__in=ExemplarState.SHOWN).exclude(pk=besides.pk).order_by("search_key")


def objectives_for(user) -> QuerySet[Objective]:
    """Objectives that an example may serve."""
    rows = Objective.objects.filter(resolution__in=resolutions_for_user(user).order_by().values("pk"), removed_at=None)
    return rows.select_related("resolution").order_by("resolution", "order", "pk")
