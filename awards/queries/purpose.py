"""What a dossier and its awards serve: the campaigns and objectives that may be named, and the awards that name them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from awards.models import Dossier
from campaigns.enums import CampaignState, UnitLevel
from campaigns.models import Campaign, CampaignUnit, Objective, Unit
from campaigns.queries.scope import campaigns_for_user
from thiduakhenthuong.core.typed import as_uuid

STEPS_DOWN = ("parent__parent__parent", "parent__parent", "parent")  # trung ương → tỉnh → huyện → xã


def campaigns_offered(unit: Unit, kept: int | None = None) -> QuerySet[Campaign]:
    """Campaigns that a dossier of the unit may serve: launched by the centre, by the unit or above it, or naming it; `kept`
    is the one chosen before."""
    chain = [int(part) for part in unit.path.strip("/").split("/")]
    named = CampaignUnit.objects.filter(unit=unit).values("campaign")
    mine = Q(level=UnitLevel.CENTRAL) | Q(unit__in=chain) | Q(pk__in=named)
    return Campaign.objects.filter(mine & ~Q(state=CampaignState.DRAFT) | Q(pk=kept)).select_related("unit")


def objectives_offered(unit: Unit, kept: int | None = None) -> QuerySet[Objective]:
    """Objectives of the resolutions of the unit and of those above it, in the order of their trees."""
    chain = [int(part) for part in unit.path.strip("/").split("/")]
    mine = Q(resolution__unit__in=chain, removed_at=None) | Q(pk=kept)
    rows = Objective.objects.filter(mine).select_related("resolution")
    return rows.order_by("-resolution__first_year", "resolution__name", "resolution", "order", "pk")


def serves_campaign(campaign_id, prefix: str) -> Q:
    """Of a campaign or of one below it; `prefix` leads to the field `campaign` ("nomination__dossier__")."""
    found = Q(**{f"{prefix}campaign": campaign_id})
    for step in STEPS_DOWN:
        found |= Q(**{f"{prefix}campaign__{step}": campaign_id})
    return found


def campaigns_awarded(user, params) -> list[Campaign]:
    """Campaigns that the user sees and a dossier names, and the one of the address: the filter of the register."""
    used = Exists(Dossier.objects.filter(campaign=OuterRef("pk")))
    return list(campaigns_for_user(user).filter(used | Q(public_id=as_uuid(params.get("pt")))).order_by("name"))


def purpose_of(award) -> dict:
    """{"campaign", "objective"} of the dossier that an award came from; None each when it names none."""
    rows = Dossier.objects.filter(nominations=award.nomination_id) if award.nomination_id else Dossier.objects.none()
    found = rows.select_related("campaign", "objective__resolution").first()
    return {"campaign": found.campaign, "objective": found.objective} if found else {}


def campaign_of(params, key: str = "pt") -> Campaign | None:
    """The campaign named in an address, or None."""
    asked = as_uuid(params.get(key))
    return Campaign.objects.filter(public_id=asked).first() if asked else None


def objective_of(params, key: str = "mt") -> Objective | None:
    """The objective named in an address, or None."""
    asked = as_uuid(params.get(key))
    return Objective.objects.filter(public_id=asked).select_related("resolution").first() if asked else None
