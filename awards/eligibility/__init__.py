"""Verdicts: pure rules over plain facts. One rule = one article; its message and numbers come from dated data.

The order of the imports below is the order in which findings of equal weight are told.
"""

# isort: off
from awards.eligibility.recipients import office_has_authority, recipient_fits_award, required_fields, unit_lives
from awards.eligibility.twins import compatible_birth, find_twins, same_achievement, same_recipient
from awards.eligibility.chains import chain_years, latest_run, longest_run, run_ending, used_years
from awards.eligibility.clusters import leads_its_cluster, unit_is_in_a_cluster
from awards.eligibility.papers import asked_papers
from awards.eligibility.engine import RULES, applicable, check, line_verdict, unchecked_rules
from awards.eligibility.facts import (
    AuthorityFact,
    Candidate,
    Catalogue,
    ClusterFact,
    DossierFacts,
    FindingDraft,
    Held,
    KindFact,
    Line,
    PaperFact,
    RuleFact,
    Twin,
    UnitFact,
    Who,
    listed,
)
# isort: on

__all__ = [
    "RULES",
    "AuthorityFact",
    "Candidate",
    "Catalogue",
    "ClusterFact",
    "DossierFacts",
    "FindingDraft",
    "Held",
    "KindFact",
    "Line",
    "PaperFact",
    "RuleFact",
    "Twin",
    "UnitFact",
    "Who",
    "applicable",
    "asked_papers",
    "chain_years",
    "check",
    "compatible_birth",
    "find_twins",
    "latest_run",
    "leads_its_cluster",
    "line_verdict",
    "listed",
    "longest_run",
    "office_has_authority",
    "recipient_fits_award",
    "required_fields",
    "run_ending",
    "same_achievement",
    "same_recipient",
    "unchecked_rules",
    "unit_is_in_a_cluster",
    "unit_lives",
    "used_years",
]
