"""Clusters of a year: lists, candidates, rotation, and the rank that a unit reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from campaigns.enums import ClusterState, Role, ScoreSheetState, UnitLevel
from campaigns.models import Cluster, ClusterMember, Scorecard, Unit, UnitSuccession
from campaigns.permissions import units_with_role
from campaigns.queries.rules import rules_on
from campaigns.queries.scope import clusters_for_user, scorecards_for_user
from thiduakhenthuong.core.names import clean, search_key

HOLDS_UNITS = (UnitLevel.OFFICE, UnitLevel.DEPARTMENT)


# --- lists -------------------------------------------------------------------------------------


def organising_units(user) -> list[Unit]:
    """Units for which the user keeps scorecards and clusters."""
    return units_with_role(user, Role.APPRAISER)


def clusters_listed(user, *, year: int | None = None, organiser: str = "", words: str = "", state: str = "") -> QuerySet[Cluster]:
    """Visible clusters with how many units they have and how far these have come."""
    rows = clusters_for_user(user)
    if year:
        rows = rows.filter(year=year)
    if organiser:
        rows = rows.filter(unit__slug=organiser)
    if state in ClusterState.values:
        rows = rows.filter(state=state)
    sent = ~Q(members__state=ScoreSheetState.DRAFT)
    done = Q(members__state__in=(ScoreSheetState.APPRAISED, ScoreSheetState.AGREED))
    for word in search_key(clean(words)).split():
        rows = rows.filter(Q(members__unit__search_key__contains=word) | Q(name__icontains=words.strip()))
    keys = rows.order_by().values("pk")
    rows = Cluster.objects.filter(pk__in=keys).select_related("unit", "scorecard", "head_unit", "deputy_unit")
    return rows.annotate(
        size=Count("members", distinct=True),
        sent=Count("members", sent, distinct=True),
        appraised=Count("members", done, distinct=True),
    )


def cluster_years(user) -> list[int]:
    """Years of the visible clusters, the latest first."""
    return sorted(set(clusters_for_user(user).order_by().values_list("year", flat=True)), reverse=True)


def cluster_organisers(user) -> list[tuple[str, str]]:
    """(slug, name) of the units that organise the visible clusters."""
    rows = clusters_for_user(user).order_by().values_list("unit__slug", "unit__name")
    return sorted(set(rows), key=lambda row: row[1])


def leaders_of(clusters: Iterable[Cluster]) -> dict[int, list[ClusterMember]]:
    """{cluster: units of rank 1} of agreed clusters; one query."""
    found = {}
    rows = ClusterMember.objects.filter(cluster__in=[c.pk for c in clusters], cluster__state=ClusterState.AGREED, rank=1)
    for row in rows.select_related("unit"):
        found.setdefault(row.cluster_id, []).append(row)
    return found


def scorecards_listed(user, year: int | None = None) -> QuerySet[Scorecard]:
    """Visible scorecards with the number of their criteria and clusters."""
    rows = scorecards_for_user(user)
    if year:
        rows = rows.filter(year=year)
    return rows.annotate(rows_count=Count("criteria", distinct=True), cluster_count=Count("clusters", distinct=True))


def scorecards_of(units: Iterable[Unit], year: int | None = None) -> QuerySet[Scorecard]:
    """Scorecards of some organisers, to choose one for a cluster."""
    rows = Scorecard.objects.filter(unit__in=[unit.pk for unit in units]).select_related("unit")
    return rows.filter(year=year) if year else rows


def scorecard_before(unit: Unit, year: int) -> Scorecard | None:
    """The latest scorecard of an organiser from an earlier year."""
    return Scorecard.objects.filter(unit=unit, year__lt=year).order_by("-year", "-pk").first()


def cluster_names_of(scorecard: Scorecard, user) -> QuerySet[Cluster]:
    """Visible clusters that are scored by a scorecard."""
    keys = clusters_for_user(user).order_by().values("pk")
    return Cluster.objects.filter(scorecard=scorecard, pk__in=keys).annotate(size=Count("members")).order_by("name")


ORDERS = {
    "ten": ("name", "pk"), "-ten": ("-name", "pk"), "nam": ("year", "name", "pk"), "-nam": ("-year", "name", "pk"),
    "donvi": ("unit__sort_key", "-year", "name"), "-donvi": ("-unit__sort_key", "-year", "name"),
    "so": ("size", "name"), "-so": ("-size", "name"),
}  # fmt: skip


def members_listed(clusters: Iterable[int]) -> QuerySet[ClusterMember]:
    """Units of many clusters by rank, for the workbook of a list."""
    rows = ClusterMember.objects.filter(cluster__in=list(clusters)).select_related("cluster__unit", "unit")
    return rows.order_by("-cluster__year", "cluster__name", "cluster", "rank", "unit__sort_key")


# --- candidates, rotation ----------------------------------------------------------------------


def candidates(organiser: Unit, year: int) -> QuerySet[Unit]:
    """Units that an organiser may put into clusters: those below it that live in the year, not those of a lower organiser."""
    holders = (*HOLDS_UNITS, UnitLevel.COMMUNE) if organiser.level == UnitLevel.DISTRICT else HOLDS_UNITS
    rows = Unit.objects.under(organiser).exclude(pk=organiser.pk)
    rows = rows.filter(Q(parent=organiser) | Q(parent__level__in=holders)).select_related("parent")
    rows = rows.exclude(valid_to__lt=date(year, 1, 1)).exclude(valid_from__gt=date(year, 12, 31))
    return rows.order_by("level", "sort_key", "pk")


def is_part_of_commune(unit: Unit) -> bool:
    """An office of a commune (its People's Committee, Party committee, health station) is scored with the commune."""
    return unit.level == UnitLevel.OFFICE and unit.parent is not None and unit.parent.level == UnitLevel.COMMUNE


def units_to_propose(organiser: Unit, year: int) -> list[tuple[Unit, str]]:
    """Candidates that stand for themselves, each with the cluster that the catalogue of units names (its office's, for a
    commune); two queries."""
    rows = list(candidates(organiser, year))
    of_offices = {unit.parent_id: unit.emulation_group for unit in rows if is_part_of_commune(unit) and unit.emulation_group}
    return [(unit, unit.emulation_group or of_offices.get(unit.pk, "")) for unit in rows if not is_part_of_commune(unit)]


def placed_units(organiser: Unit, year: int, *, but: Cluster | None = None) -> dict[int, str]:
    """{unit: name of its cluster} of an organiser's year, without one cluster."""
    rows = ClusterMember.objects.filter(cluster__unit=organiser, cluster__year=year)
    if but is not None:
        rows = rows.exclude(cluster=but)
    return dict(rows.values_list("unit_id", "cluster__name"))


def members_renewed(cluster: Cluster, year: int) -> tuple[list[Unit], list[str]]:
    """Units of a cluster for a later year: those that ended give way to who took over; and what changed, in words."""
    rows = list(members_of(cluster))
    first = date(year, 1, 1)
    ended = [row.unit for row in rows if row.unit.valid_to and row.unit.valid_to < first]
    heirs = {}
    for edge in UnitSuccession.objects.filter(old__in=ended, is_default=True).select_related("new"):
        heirs.setdefault(edge.old_id, edge.new)
    found, told = {}, []
    for row in rows:
        unit = row.unit
        if unit in ended:
            heir = heirs.get(unit.pk)
            told.append(f"{unit.name} không còn hoạt động" + (f", thay bằng {heir.name}" if heir else ", đã bỏ ra"))
            unit = heir
        if unit is not None:
            found[unit.pk] = unit
    return list(found.values()), told


def members_of(cluster: Cluster) -> QuerySet[ClusterMember]:
    """Units of a cluster with what a decision about them needs."""
    rows = ClusterMember.objects.filter(cluster=cluster)
    return rows.select_related("unit", "cluster__unit", "cluster__scorecard", "cluster__head_unit")


def cluster_before(cluster: Cluster) -> Cluster | None:
    """The same cluster a year before."""
    rows = Cluster.objects.filter(unit=cluster.unit_id, year=cluster.year - 1, name=cluster.name)
    return rows.select_related("head_unit", "deputy_unit").first()


@dataclass(frozen=True)
class Rotation:
    """Who should lead by turn: last year's deputy, and a member that has not led yet (or longest ago)."""

    head: Unit | None
    deputy: Unit | None
    why: str


def rotation(organiser: Unit, name: str, year: int, members: list[Unit]) -> Rotation:
    """Proposal for head and deputy of the year; three queries."""
    past = Cluster.objects.filter(unit=organiser, name=name, year__lt=year).order_by("-year")
    rows = list(past.select_related("head_unit", "deputy_unit")[:15])
    if not rows or not members:
        return Rotation(None, None, "")
    last, keys = rows[0], {unit.pk: unit for unit in members}
    heir = keys.get(_heir(last.deputy_unit, set(keys)))
    led = {}
    for row in reversed(rows):
        led |= {key: row.year for key in (row.head_unit_id, row.deputy_unit_id) if key}
    free = [unit for unit in members if heir is None or unit.pk != heir.pk]
    deputy = min(free, key=lambda unit: led.get(unit.pk, 0)) if free else None
    why = f"Cụm phó năm {last.year}: {last.deputy_unit.name}" if last.deputy_unit else ""
    return Rotation(heir, deputy, why)


def _heir(unit: Unit | None, members: set[int]) -> int | None:
    """The unit itself when it is a member, else the member that took over from it."""
    if unit is None or unit.pk in members:
        return unit.pk if unit else None
    rows = UnitSuccession.objects.filter(old=unit, new__in=members).order_by("-is_default")
    return rows.values_list("new", flat=True).first()


def heirs_named(units: Iterable[Unit]) -> dict[int, str]:
    """{ended unit: names of those that took over}; one query."""
    found = {}
    rows = UnitSuccession.objects.filter(old__in=[u.pk for u in units]).select_related("new").order_by("-is_default", "pk")
    for row in rows:
        found.setdefault(row.old_id, []).append(row.new.name)
    return {key: ", ".join(names) for key, names in found.items()}


# --- rules -------------------------------------------------------------------------------------


def size_limits(year: int) -> tuple[int, int]:
    """The smallest and the largest cluster of a year."""
    rules = rules_on(date(year, 12, 31))
    return int(rules["cluster_min"]), int(rules["cluster_max"])


# --- the rank that others read -----------------------------------------------------------------


@dataclass(frozen=True)
class RankFact:
    """Where a unit stands in one cluster; `rank` and `total` are None until the cluster has agreed. `votes` is a percent."""

    rank: int | None
    total: Decimal | None
    votes: Decimal | None
    cluster: str
    year: int
    size: int
    organiser: str
    public_id: str
    unit: str
    why: str = ""

    @property
    def agreed(self) -> bool:
        """Whether the result is locked."""
        return self.rank is not None


def rank_of(unit: Unit, year: int) -> RankFact | None:
    """The best standing of a unit among its clusters of a year, agreed ones first; None for a unit without a cluster."""
    found = ranks_of([(unit.pk, year)])[unit.pk, year]
    return found[0] if found else None


def ranks_of(asked: Iterable[tuple[int, int]]) -> dict[tuple[int, int], list[RankFact]]:
    """{(unit, year): standings, the best first} for many units at once; one query."""
    found = {key: [] for key in asked}
    rows = ClusterMember.objects.filter(unit__in={u for u, _ in found}, cluster__year__in={y for _, y in found})
    size = Count("cluster__members", distinct=True)
    for row in rows.select_related("unit", "cluster__unit").annotate(size=size) if found else []:
        if (key := (row.unit_id, row.cluster.year)) in found:
            found[key].append(_fact(row))
    for facts in found.values():
        facts.sort(key=lambda fact: (fact.rank is None, fact.rank or 0, fact.cluster))
    return found


def _fact(row: ClusterMember) -> RankFact:
    agreed = row.cluster.state == ClusterState.AGREED
    return RankFact(
        rank=row.rank if agreed else None, total=row.total if agreed else None, votes=vote_share(row),
        cluster=row.cluster.name, year=row.cluster.year, size=row.size, organiser=row.cluster.unit.name,
        public_id=str(row.cluster.public_id), unit=row.unit.name, why=row.rank_note if agreed else "",
    )  # fmt: skip


def vote_share(member: ClusterMember) -> Decimal | None:
    """Percent of the votes, one decimal; None when they are not counted yet."""
    if not member.votes_total or member.votes_yes is None:
        return None
    return (Decimal(100) * member.votes_yes / member.votes_total).quantize(Decimal("0.1"))
