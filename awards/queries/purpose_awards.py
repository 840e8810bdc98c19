"""Awards that serve a campaign or the objectives of a resolution, in groups, as the user may see them."""

from django.db.models import Count, Max, Min, Q, QuerySet

from awards.enums import AwardStatus, DossierState, RecipientKind
from awards.models import Award, Dossier
from awards.queries.purpose import serves_campaign
from awards.queries.scope import awards_for_user, dossiers_for_user
from campaigns.enums import Gender
from campaigns.models import Campaign, Objective, Resolution

KIND = ("level", "recipient_kind", "award_kind__code", "award_kind__short_label", "award_kind__label", "award_kind__order")
LIVE = Q(nominations__removed_at=None)


def campaign_awards(user, campaign: Campaign, year: int | None = None) -> QuerySet[Award]:
    """Awards that stand, of a campaign and those below it, of one year of decision or of all."""
    rows = awards_for_user(user).filter(serves_campaign(campaign.pk, "nomination__dossier__"))
    rows = rows.filter(decision_date__year=year) if year else rows
    return rows.exclude(status=AwardStatus.CANCELLED)


def grouped(rows: QuerySet[Award]) -> list[dict]:
    """Awards by level, form and kind of recipient, with who the individuals are; one query."""
    person = Q(recipient_kind=RecipientKind.INDIVIDUAL)
    groups = rows.order_by().values(*KIND).annotate(
        count=Count("pk"), party=Count("pk", filter=person & Q(is_party_member=True)),
        direct=Count("pk", filter=person & Q(is_direct_worker=True)),
        women=Count("pk", filter=person & Q(gender=Gender.FEMALE)),
        leader=Count("pk", filter=person & Q(is_leader=True)),
    )  # fmt: skip
    return list(groups.order_by("award_kind__order", "level"))


def years_of(rows: QuerySet[Award]) -> list[int]:
    """Years of decision from the first to the last; one query."""
    ends = rows.order_by().aggregate(first=Min("decision_date__year"), last=Max("decision_date__year"))
    return list(range(ends["last"], ends["first"] - 1, -1)) if ends["first"] else []


def campaign_dossiers(user, campaign: Campaign) -> QuerySet[Dossier]:
    """Dossiers of a campaign and those below it, with their counts, the latest first."""
    kinds = {kind: Count("nominations", filter=LIVE & Q(nominations__recipient_kind=kind)) for kind in RecipientKind.values}
    rows = dossiers_for_user(user).filter(serves_campaign(campaign.pk, "")).annotate(**kinds)
    return rows.order_by("-submitted_at", "-pk")


def objectives_of(resolution: Resolution) -> list[Objective]:
    """The objectives of a resolution in the order of its tree."""
    return list(Objective.objects.filter(resolution=resolution, removed_at=None).order_by("order", "pk"))


def by_objective(user, resolution: Resolution) -> list[dict]:
    """Awards that stand by objective and form; one query."""
    rows = awards_for_user(user).filter(nomination__dossier__objective__resolution=resolution)
    rows = rows.exclude(status=AwardStatus.CANCELLED).order_by()
    names = ("award_kind__code", "award_kind__short_label", "award_kind__label", "award_kind__order", "recipient_kind")
    groups = rows.values("nomination__dossier__objective", *names).annotate(count=Count("pk"))
    return list(groups.order_by("award_kind__order"))


def waiting_by_objective(user, resolution: Resolution) -> dict[int, int]:
    """{objective key: dossiers that name it and are not concluded}; one query."""
    rows = dossiers_for_user(user).filter(objective__resolution=resolution).exclude(state=DossierState.CONCLUDED)
    return dict(rows.order_by().values_list("objective").annotate(count=Count("pk")))
