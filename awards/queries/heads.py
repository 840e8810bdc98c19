"""Heads and their six indicators of a year, counted from records for many units at once in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from awards.enums import DossierState, RecipientKind
from awards.models import Dossier, Nomination
from campaigns.enums import (
    CampaignState,
    DutyKind,
    ExemplarState,
    RegistrationState,
    ReplicationState,
    ReportState,
    ResultStatus,
)
from campaigns.models import Campaign, CampaignUnit, Exemplar, HeadReport, Obligation, Registration, Replication, Result, Unit
from campaigns.queries.heads import heads_of
from campaigns.queries.rules import rules_on
from campaigns.queries.scope import own_units, reading_units
from campaigns.tally.heads import Duties, HeadLine, in_order, indicators_of
from thiduakhenthuong.core import clock

Counts = dict[int, tuple[int, int]]  # {unit's key: (good, of)}
REACHED = (ResultStatus.MET, ResultStatus.EXCEEDED)
JUDGED = (*REACHED, ResultStatus.NOT_MET)


# --- which units ------------------------------------------------------------------------------


def units_for_user(user) -> QuerySet[Unit]:
    """Units whose heads the user may read: own ones and those below."""
    mine = Q(pk__in=[unit.pk for unit in own_units(user)])
    for unit in reading_units(user):
        mine |= Q(path__startswith=unit.path)
    return Unit.objects.filter(mine).select_related("parent")


def last_day(year: int) -> date:
    """The day on which a year is looked at: its last, or today."""
    return min(date(year, 12, 31), clock.today())


def units_of_board(top: Unit, year: int, among: QuerySet[Unit] | None = None) -> list[Unit]:
    """The unit, those right below it and those its campaigns name, that lived in the year and had a part in it; one query.

    Departments hang under the committee of their district, yet they register in its campaign: their heads answer to it.
    `among` are the units whose pages the reader may open. Each unit carries what the four parts of the work need: `launched`,
    `own_campaign`, `confirmed`, `in_scope`.
    """
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    lived = (Q(valid_from=None) | Q(valid_from__lte=ends)) & (Q(valid_to=None) | Q(valid_to__gte=begins))
    named = CampaignUnit.objects.filter(
        campaign__unit=top, campaign__period_from__lte=ends, campaign__period_to__gte=begins, unit__path__startswith=top.path
    ).exclude(campaign__state=CampaignState.DRAFT)
    near = Q(pk=top.pk) | Q(parent=top) | Q(pk__in=named.values("unit"))
    rows = Unit.objects.all() if among is None else among
    return list(_with_parts(rows.filter(near, lived), year).filter(
        Q(in_scope=True) | Q(own_campaign=True) | Q(sent=True)
    ).order_by(Length("path"), "sort_key", "pk"))  # fmt: skip


def with_parts(unit: Unit, year: int) -> Unit:
    """One unit with the same marks; one query."""
    return _with_parts(Unit.objects.filter(pk=unit.pk), year).select_related("parent").get()


def _with_parts(rows: QuerySet[Unit], year: int) -> QuerySet[Unit]:
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    running = Campaign.objects.filter(unit=OuterRef("pk"), period_from__lte=ends, period_to__gte=begins)
    named = CampaignUnit.objects.filter(unit=OuterRef("pk"), campaign__period_from__lte=ends, campaign__period_to__gte=begins)
    confirmed = Registration.objects.filter(unit=OuterRef("pk"), year=year, state=RegistrationState.CONFIRMED, removed_at=None)
    sent = Dossier.objects.filter(unit=OuterRef("pk"), submitted_at__year=year, state__in=DossierState.SENT)
    return rows.annotate(
        own_campaign=Exists(running), launched=Exists(running.exclude(state=CampaignState.DRAFT)),
        in_scope=Exists(named.exclude(campaign__state=CampaignState.DRAFT)), confirmed=Exists(confirmed), sent=Exists(sent),
    )  # fmt: skip


# --- the board --------------------------------------------------------------------------------


def board(units: list[Unit], year: int) -> list[HeadLine]:
    """One line for each unit, best to worst: ten queries whatever the number of units."""
    keys = [unit.pk for unit in units]
    duties = duty_counts(keys, year)
    nominated = nominated_counts(keys, year)
    counts = {
        "registered": _kind(duties, DutyKind.REGISTER), "reports": _kind(duties, DutyKind.REPORT),
        "targets": target_counts(keys, year), "returned": nominated["returned"], "direct": nominated["direct"],
        "copies": copy_counts(keys, year),
    }  # fmt: skip
    rules, names = rules_on(last_day(year)), head_words(units, year)
    kept = {row.unit_id: row for row in HeadReport.objects.filter(unit__in=keys, year=year).order_by("created_at", "pk")}
    lines = [
        HeadLine(
            unit=unit, name=names[unit.pk][0], title=names[unit.pk][1], report=kept.get(unit.pk),
            indicators=indicators_of({code: rows.get(unit.pk, (0, 0)) for code, rows in counts.items()}, rules),
            duties=_duties(unit, duties),
        )
        for unit in units
    ]  # fmt: skip
    return in_order(lines)


def _kind(duties: dict, kind: str) -> Counts:
    return {unit: (row["on_time"], row["asked"]) for (unit, found), row in duties.items() if found == kind}


def _duties(unit: Unit, duties: dict) -> Duties:
    """Launch is asked of units with a campaign of their own, review where one is due."""
    register, review = duties.get((unit.pk, DutyKind.REGISTER)), duties.get((unit.pk, DutyKind.REVIEW))
    return Duties({
        "launch": unit.launched if unit.own_campaign else None,
        "registration": unit.confirmed if register or unit.in_scope else None,
        "review": review["done"] > 0 if review and review["asked"] else None, "submission": unit.sent,
    })  # fmt: skip


def head_words(units: list[Unit], year: int) -> dict[int, tuple[str, str]]:
    """{unit's key: (name, title)} at the end of the year: the account of the head, else the words of the latest launch."""
    found = {unit.pk: ("", "") for unit in units}
    rows = CampaignUnit.objects.filter(unit__in=found, campaign__period_from__lte=date(year, 12, 31)).exclude(head_name="")
    for unit, name, title in rows.order_by("campaign__launched_on", "pk").values_list("unit", "head_name", "head_title"):
        found[unit] = (name, title)
    return found | heads_of(units, last_day(year))


# --- the six counts ---------------------------------------------------------------------------


def duty_counts(keys: Iterable[int], year: int) -> dict[tuple[int, str], dict]:
    """{(unit, kind): {asked, on_time, done}} of duties of the year that are due or done; one query."""
    counted = Q(due_on__lte=clock.today()) | Q(done_at__isnull=False)
    rows = Obligation.objects.filter(counted, unit__in=keys, year=year).order_by().values("unit", "kind").annotate(
        asked=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)),
        on_time=Count("pk", filter=Q(done_at__isnull=False, was_late=False)),
    )  # fmt: skip
    return {(row["unit"], row["kind"]): row for row in rows}


def target_counts(keys: Iterable[int], year: int) -> Counts:
    """Targets met or exceeded of those judged in the latest sent report of each campaign; one query."""
    rows = judged_results(year).filter(report__unit__in=keys).order_by()
    groups = rows.values("report__unit", "report__campaign", "report__quarter").annotate(
        of=Count("pk"), good=Count("pk", filter=Q(status__in=REACHED))
    )
    latest = {}
    for row in groups.order_by("report__quarter"):
        latest[row["report__unit"], row["report__campaign"]] = (row["good"], row["of"])
    found = defaultdict(lambda: (0, 0))
    for (unit, _), (good, of) in latest.items():
        found[unit] = (found[unit][0] + good, found[unit][1] + of)
    return dict(found)


def judged_results(year: int) -> QuerySet[Result]:
    """Lines of sent reports of a year that say met, exceeded or not met."""
    return Result.objects.filter(report__year=year, report__state__in=ReportState.SENT, status__in=JUDGED)


def sent_lines(year: int) -> QuerySet[Nomination]:
    """Lines of dossiers sent in a year."""
    return Nomination.objects.filter(
        dossier__submitted_at__year=year, dossier__state__in=DossierState.SENT, removed_at=None
    ).order_by()


def nominated_counts(keys: Iterable[int], year: int) -> dict[str, Counts]:
    """{"returned": dossiers with a line sent back of those sent, "direct": direct workers of the individuals}; one query."""
    person = Q(recipient_kind=RecipientKind.INDIVIDUAL)
    rows = sent_lines(year).filter(dossier__unit__in=keys).values("dossier", "dossier__unit").annotate(
        people=Count("pk", filter=person, distinct=True),
        direct=Count("pk", filter=person & Q(is_direct_worker=True), distinct=True),
        returns=Count("appraisals", filter=Q(appraisals__action="send_back"), distinct=True),
    )  # fmt: skip
    returned, direct = defaultdict(lambda: (0, 0)), defaultdict(lambda: (0, 0))
    for row in rows:
        unit = row["dossier__unit"]
        returned[unit] = (returned[unit][0] + (row["returns"] > 0), returned[unit][1] + 1)
        direct[unit] = (direct[unit][0] + row["direct"], direct[unit][1] + row["people"])
    return {"returned": dict(returned), "direct": dict(direct)}


def copies_of_year(year: int) -> QuerySet[Replication]:
    """Confirmed copies of shown examples that began in a year (or, without a beginning, were confirmed in it)."""
    begun = Q(started_on__year=year) | Q(started_on=None, confirmed_at__year=year)
    rows = Replication.objects.filter(begun, state=ReplicationState.CONFIRMED)
    return rows.filter(exemplar__state__in=ExemplarState.SHOWN)


def copy_counts(keys: Iterable[int], year: int) -> Counts:
    """(Units that began to copy an example of the unit, its shown examples known by the end of the year); one query."""
    known = Q(started_on__year__lte=year) | Q(created_at__year__lte=year)
    copies = Count("replications", filter=Q(replications__in=copies_of_year(year).values("pk")), distinct=True)
    rows = Exemplar.objects.filter(known, unit__in=keys, state__in=ExemplarState.SHOWN).order_by().values("unit")
    rows = rows.annotate(copies=copies, examples=Count("pk", distinct=True))
    return {row["unit"]: (row["copies"], row["examples"]) for row in rows}
