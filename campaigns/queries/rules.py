"""The numbers that the office sets (campaigns/reference/campaign_rules.csv), in force on a day."""

from datetime import date
from decimal import Decimal

from campaigns.models import CampaignRule, StockPhrase


def rules_on(day: date) -> dict[str, Decimal]:
    """{code: value} of every rule in force on a day; one query. KeyError on a code means reference data is missing."""
    return dict(CampaignRule.objects.on(day).order_by("valid_from").values_list("code", "value"))


def stock_phrases(day: date) -> list[str]:
    """Phrases that say nothing without a number, in force on a day."""
    return list(StockPhrase.objects.on(day).values_list("phrase", flat=True))
