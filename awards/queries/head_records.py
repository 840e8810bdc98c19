"""The records behind the six indicators of one head, each at most a page; and what the yearly page says beside them."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from awards.enums import AwardStatus, RecipientKind
from awards.models import Award, Nomination
from awards.queries.heads import REACHED, copies_of_year, judged_results, sent_lines
from campaigns.enums import CampaignState, DutyKind, RegistrationState
from campaigns.models import Campaign, CampaignUnit, HeadReport, Obligation, Registration, Replication, Result, Unit
from campaigns.queries.cluster import RankFact, rank_of, ranks_of
from campaigns.queries.scope import head_reports_for_user
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.events import history

MOST = 200  # records of one indicator on the page


@dataclass
class Records:
    """What the six numbers were counted from."""

    registered: list[Obligation] = field(default_factory=list)
    reports: list[Obligation] = field(default_factory=list)
    reviews: list[Obligation] = field(default_factory=list)
    targets: list[Result] = field(default_factory=list)
    returned: list[dict] = field(default_factory=list)
    direct: list[Nomination] = field(default_factory=list)
    copies: list[Replication] = field(default_factory=list)


def records_of(unit: Unit, year: int) -> Records:
    """Every record behind the numbers of one unit and year: five queries."""
    counted = Q(due_on__lte=clock.today()) | Q(done_at__isnull=False)
    duties = Obligation.objects.filter(counted, unit=unit, year=year).select_related("campaign", "stage")
    found = {kind: [] for kind in DutyKind.values}
    for duty in duties.order_by("due_on", "pk")[: 3 * MOST]:
        found[duty.kind].append(duty)
    return Records(
        registered=found[DutyKind.REGISTER], reports=found[DutyKind.REPORT], reviews=found[DutyKind.REVIEW],
        targets=_targets(unit, year), returned=_dossiers(unit, year), direct=_people(unit, year), copies=_copies(unit, year),
    )  # fmt: skip


def _targets(unit: Unit, year: int) -> list[Result]:
    """Lines of the latest sent report of each campaign, those not met first."""
    rows = judged_results(year).filter(report__unit=unit).select_related("report__campaign", "target", "commitment")
    latest, lines = {}, list(rows)
    for line in lines:
        key = line.report.campaign_id
        latest[key] = max(latest.get(key, 0), line.report.quarter)
    lines = [line for line in lines if line.report.quarter == latest[line.report.campaign_id]]
    return sorted(lines, key=lambda line: (line.status in REACHED, line.report.campaign.name, line.order))[:MOST]


def _dossiers(unit: Unit, year: int) -> list[dict]:
    """Dossiers sent, with how many of their lines came back."""
    names = ("dossier", "dossier__public_id", "dossier__code", "dossier__campaign_text", "dossier__submitted_at")
    rows = sent_lines(year).filter(dossier__unit=unit).values(*names).annotate(
        lines=Count("pk", distinct=True), returns=Count("pk", filter=Q(appraisals__action="send_back"), distinct=True),
    )  # fmt: skip
    return list(rows.order_by("-returns", "-dossier__submitted_at")[:MOST])


def _people(unit: Unit, year: int) -> list[Nomination]:
    """Individuals nominated, those who are no direct workers first."""
    rows = sent_lines(year).filter(dossier__unit=unit, recipient_kind=RecipientKind.INDIVIDUAL)
    rows = rows.select_related("dossier", "award_kind").order_by("is_direct_worker", "sort_key", "pk")
    return list(rows[:MOST])


def _copies(unit: Unit, year: int) -> list[Replication]:
    rows = copies_of_year(year).filter(exemplar__unit=unit).select_related("exemplar", "unit")
    return list(rows.order_by("started_on", "pk")[:MOST])


# --- campaign by campaign: where the head has done nothing (S1-2) ---------------------------------


def campaigns_of(unit: Unit, year: int) -> list[Campaign]:
    """Launched campaigns that bind the unit in a year, and its own drafts; `named`: the unit itself has to register."""
    rows = Campaign.objects.filter(period_from__year__lte=year, period_to__year__gte=year)
    launched = Q(members__unit=unit) & ~Q(state=CampaignState.DRAFT)
    named = CampaignUnit.objects.filter(campaign=OuterRef("pk"), unit=unit)
    rows = rows.filter(launched | Q(unit=unit)).annotate(named=Exists(named))
    return list(rows.select_related("unit").distinct().order_by("-period_from", "name")[:MOST])


def confirmed_in(unit: Unit, year: int) -> set[int]:
    """Keys of the campaigns in which a registration of the unit was confirmed for the year."""
    rows = Registration.objects.filter(unit=unit, year=year, state=RegistrationState.CONFIRMED, removed_at=None)
    return set(rows.values_list("campaign", flat=True))


def submitted_for(unit: Unit, year: int) -> set[int]:
    """Keys of the campaigns for which a dossier of the unit was sent in the year."""
    rows = sent_lines(year).filter(dossier__unit=unit).exclude(dossier__campaign=None)
    return set(rows.values_list("dossier__campaign", flat=True))


# --- what stands beside the numbers -----------------------------------------------------------------


def awards_received(unit: Unit, head_name: str, year: int) -> QuerySet[Award]:
    """Awards of the unit as a collective and of its head by name, that count for a year and still stand."""
    mine = Q(recipient_kind=RecipientKind.COLLECTIVE, unit=unit)
    if head_name:
        mine |= Q(recipient_kind=RecipientKind.INDIVIDUAL, unit=unit, name=head_name)
    of_year = Q(achievement_year=year) | Q(achievement_year=None, decision_date__year=year)
    rows = Award.objects.filter(mine, of_year).exclude(status=AwardStatus.CANCELLED)
    return rows.select_related("award_kind").order_by("award_kind__order", "decision_date", "pk")


def standing(unit: Unit, year: int) -> RankFact | None:
    """Where the unit stands in its cluster."""
    return rank_of(unit, year)


def standings(units: list[Unit], year: int) -> dict[int, RankFact | None]:
    """{unit's key: where it stands in its cluster}; one query."""
    found = ranks_of([(unit.pk, year) for unit in units])
    return {unit: facts[0] if facts else None for (unit, _), facts in found.items()}


def report_events(report: HeadReport | None) -> list:
    """What happened to the page, the newest first."""
    return list(history(report).order_by("-number")[:20]) if report else []


def report_of(user, unit: Unit, year: int) -> HeadReport | None:
    """The page kept for the yearly assessment, when the user may see it; the newest when the head changed."""
    return head_reports_for_user(user).filter(unit=unit, year=year).order_by("-created_at", "-pk").first()
