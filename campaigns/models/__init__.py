"""Units, people, campaigns and all that belongs to them. Import models from here, never from the files below."""

from campaigns.models.campaign import Campaign, CampaignAlias, CampaignUnit, Obligation, Stage, Target, TargetYear
from campaigns.models.catalogue import CampaignRule, Indicator, StockPhrase
from campaigns.models.cluster import Cluster, ClusterMember, Criterion, Score, Scorecard
from campaigns.models.event import Conference, ConferenceExemplar, ConferenceItem, DraftComment, DraftDocument, HeadReport
from campaigns.models.exemplar import (
    Exemplar,
    ExemplarPhoto,
    Initiative,
    InitiativeAuthor,
    InitiativeUse,
    Replication,
)
from campaigns.models.measure import Measure, Objective, ObjectiveYear, Resolution, YearValue
from campaigns.models.membership import Membership
from campaigns.models.person import BirthWords, Household, IdentityAnswer, Person, Position
from campaigns.models.public_note import PublicNote
from campaigns.models.registration import Allocation, Commitment, Registration
from campaigns.models.result import Evidence, Report, Result, TargetFigure
from campaigns.models.unit import Unit, UnitSuccession

__all__ = [
    "Allocation",
    "BirthWords",
    "Campaign",
    "CampaignAlias",
    "CampaignRule",
    "CampaignUnit",
    "Cluster",
    "ClusterMember",
    "Commitment",
    "Conference",
    "ConferenceExemplar",
    "ConferenceItem",
    "Criterion",
    "DraftComment",
    "DraftDocument",
    "Evidence",
    "Exemplar",
    "ExemplarPhoto",
    "HeadReport",
    "Household",
    "IdentityAnswer",
    "Indicator",
    "Initiative",
    "InitiativeAuthor",
    "InitiativeUse",
    "Measure",
    "Membership",
    "Objective",
    "ObjectiveYear",
    "Obligation",
    "Person",
    "Position",
    "PublicNote",
    "Registration",
    "Replication",
    "Report",
    "Resolution",
    "Result",
    "Score",
    "Scorecard",
    "Stage",
    "StockPhrase",
    "Target",
    "TargetFigure",
    "TargetYear",
    "Unit",
    "UnitSuccession",
    "YearValue",
]
