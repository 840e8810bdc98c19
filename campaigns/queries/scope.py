"""One scoped queryset per record of the campaigns side. Everything outside is "does not exist" (404).

Around a user lie the units he or she works for, all above them, and all below the units he or she reads for. Drafts of a
campaign or resolution belong to its unit alone; what has been launched is seen by everybody around it.
"""

from django.db.models import Q, QuerySet

from campaigns.enums import CampaignState, DraftState, ExemplarState, RegistrationState, ReportState, Role, UnitLevel
from campaigns.models import (
    Campaign,
    CampaignUnit,
    Cluster,
    ClusterMember,
    Conference,
    DraftDocument,
    Exemplar,
    HeadReport,
    Initiative,
    Obligation,
    Registration,
    Replication,
    Report,
    Resolution,
    Scorecard,
    Unit,
)
from campaigns.permissions import READS_BELOW, has_any_role, is_administrator, memberships, units_with_role


def own_units(user) -> list[Unit]:
    """Units the user works for, in any role."""
    return list({m.unit_id: m.unit for m in memberships(user)}.values())


def reading_units(user) -> list[Unit]:
    """Units whose subtree the user reads: readers of a unit, and its clerk and head, who look after what lies below."""
    return units_with_role(user, *READS_BELOW, Role.CLERK, Role.HEAD)


def below(user, prefix: str = "unit") -> Q:
    """The subtree of the units the user reads for."""
    found = Q(pk__in=[])
    for unit in reading_units(user):
        found |= Q(**{f"{prefix}__path__startswith": unit.path})
    return found


def around(user, prefix: str = "unit") -> Q:
    """Own units, every unit above them, and the subtree below those the user reads for."""
    chain = {int(part) for unit in own_units(user) for part in unit.path.strip("/").split("/")}
    return Q(**{f"{prefix}__in": chain}) | below(user, prefix)


def resolutions_for_user(user) -> QuerySet[Resolution]:
    """Resolutions of the units around the user."""
    return Resolution.objects.filter(around(user)).select_related("unit")


def campaigns_for_user(user) -> QuerySet[Campaign]:
    """Launched campaigns of the centre, of the units around the user and those that name one of the user's units; own drafts."""
    launched = Q(level=UnitLevel.CENTRAL) | around(user)
    launched |= Q(pk__in=CampaignUnit.objects.filter(unit__in=own_units(user)).values("campaign"))
    drafts = Q(unit__in=own_units(user))
    if is_administrator(user):
        drafts |= Q(level=UnitLevel.CENTRAL)
    rows = Campaign.objects.filter(drafts | ~Q(state=CampaignState.DRAFT) & launched)
    return rows.select_related("unit", "parent", "resolution")


def registrations_for_user(user) -> QuerySet[Registration]:
    """Own registrations in every state; those below, and those of own campaigns, once sent (or sent back)."""
    sent = ~Q(state=RegistrationState.DRAFT)
    mine = Q(unit__in=own_units(user)) | sent & (below(user) | Q(campaign__unit__in=reading_units(user)))
    rows = Registration.objects.filter(mine, removed_at=None)
    return rows.select_related("unit", "campaign__unit", "person", "created_by", "confirmed_by")


def reports_for_user(user) -> QuerySet[Report]:
    """Own reports in every state; those below, and those of own campaigns, once sent."""
    sent = ~Q(state=ReportState.DRAFT)
    mine = Q(unit__in=own_units(user)) | sent & (below(user) | Q(campaign__unit__in=reading_units(user)))
    return Report.objects.filter(mine).select_related("unit", "campaign__unit", "submitted_by", "verified_by")


def obligations_for_user(user) -> QuerySet[Obligation]:
    """Duties of own units, of units below, and of own campaigns."""
    mine = Q(unit__in=own_units(user)) | below(user) | Q(campaign__unit__in=reading_units(user))
    return Obligation.objects.filter(mine).select_related("unit", "campaign__unit")


def drafts_for_user(user) -> QuerySet[DraftDocument]:
    """Drafts of own campaigns; once sent for comment also for the units asked."""
    asked = Q(pk__in=DraftDocument.asked.through.objects.filter(unit__in=own_units(user)).values("draftdocument"))
    rows = DraftDocument.objects.filter(Q(campaign__unit__in=own_units(user)) | ~Q(state=DraftState.DRAFT) & asked)
    return rows.select_related("campaign__unit", "stored", "created_by")


def scorecards_for_user(user) -> QuerySet[Scorecard]:
    """Scorecards of the units around the user."""
    return Scorecard.objects.filter(around(user)).select_related("unit")


def clusters_for_user(user) -> QuerySet[Cluster]:
    """Clusters that the user's units organise or belong to, those of units below, and those whose criteria they appraise."""
    own = own_units(user)
    member = Q(pk__in=ClusterMember.objects.filter(unit__in=own).values("cluster"))
    mine = below(user) | member | Q(scorecard__criteria__department__in=own)
    return Cluster.objects.filter(mine).distinct().select_related("unit", "scorecard", "head_unit", "deputy_unit")


def cluster_members_for_user(user) -> QuerySet[ClusterMember]:
    """Sheets of the visible clusters."""
    rows = ClusterMember.objects.filter(cluster__in=clusters_for_user(user).order_by().values("pk"))
    return rows.select_related("cluster__unit", "cluster__scorecard", "cluster__head_unit", "unit")


def exemplars_for_user(user) -> QuerySet[Exemplar]:
    """Shown examples are for everybody with work; the inbox and what was declined for the office and for who introduced it."""
    mine = Q(office__in=own_units(user)) | Q(introduced_by=user)
    if has_any_role(user, *Role.values):
        mine |= Q(state__in=ExemplarState.SHOWN)
    return Exemplar.objects.filter(mine).select_related("office", "unit", "campaign", "objective", "person")


def replications_for_user(user) -> QuerySet[Replication]:
    """Copies of the visible examples."""
    rows = Replication.objects.filter(exemplar__in=exemplars_for_user(user).order_by().values("pk"))
    return rows.select_related("exemplar__office", "unit", "by", "confirmed_by")


def initiatives_for_user(user) -> QuerySet[Initiative]:
    """Initiatives of own units and of those below; those sent to own units."""
    rows = Initiative.objects.filter(below(user) | Q(unit__in=own_units(user)) | Q(deciding_unit__in=own_units(user)))
    return rows.select_related("unit", "deciding_unit", "campaign", "created_by")


def conferences_for_user(user) -> QuerySet[Conference]:
    """Conferences of the units around the user."""
    return Conference.objects.filter(around(user)).select_related("unit", "campaign")


def head_reports_for_user(user) -> QuerySet[HeadReport]:
    """Pages of the heads of own units and of those below; nobody else reads them."""
    rows = HeadReport.objects.filter(below(user) | Q(unit__in=own_units(user)))
    return rows.select_related("unit", "approved_by", "pdf")
