"""Reading campaigns, units and people. Units and people are imported from here; the rest by noun (`queries.registration`)."""

from campaigns.queries.units import (
    DECIDING_LEVELS,
    accounts_under,
    all_units,
    ancestors,
    children_of,
    latest_post,
    memberships_under,
    origins_of,
    people,
    people_matching,
    successions_of,
    unit_by_public_id,
    unit_named,
    units_listed,
    units_matching,
)

__all__ = [
    "DECIDING_LEVELS",
    "accounts_under",
    "all_units",
    "ancestors",
    "children_of",
    "latest_post",
    "memberships_under",
    "origins_of",
    "people",
    "people_matching",
    "successions_of",
    "unit_by_public_id",
    "unit_named",
    "units_listed",
    "units_matching",
]
