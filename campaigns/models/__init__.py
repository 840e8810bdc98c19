"""Units, people and who works for whom. Import models from here, never from the files below."""

from campaigns.models.membership import Membership
from campaigns.models.person import BirthWords, Household, IdentityAnswer, Person, Position
from campaigns.models.unit import Unit, UnitSuccession

__all__ = ["BirthWords", "Household", "IdentityAnswer", "Membership", "Person", "Position", "Unit", "UnitSuccession"]
