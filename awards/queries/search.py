"""The search of the top bar: people, units, campaigns, examples, dossiers, decisions that a user may see; without diacritics."""

from django.db.models import Count, Q, QuerySet

from awards.enums import RecipientKind
from awards.models import Award, Decision, Dossier
from awards.queries.history import people_for_user
from awards.queries.register import named, numbered
from awards.queries.scope import awards_for_user, decisions_for_user, dossiers_for_user
from campaigns.models import Campaign, Exemplar, Person, Unit
from campaigns.queries import people_matching, units_matching
from campaigns.queries.campaign import named as campaigns_named
from campaigns.queries.exemplar import exemplars_listed
from campaigns.queries.scope import campaigns_for_user
from thiduakhenthuong.core.names import clean, search_key

HITS = 8  # of each kind


def people_found(user, text: str) -> list[Person]:
    """People of whom the user may see an award or a nomination; `held` counts the awards."""
    rows = people_matching(text).filter(pk__in=people_for_user(user).values("pk"))
    return list(rows.annotate(held=Count("awards")).order_by("sort_key", "pk")[:HITS])


def collectives_found(user, text: str) -> list[Award]:
    """Awards of collectives and households by the name in the decision, the newest first."""
    rows = named(awards_for_user(user), text).exclude(recipient_kind=RecipientKind.INDIVIDUAL)
    return list(rows.order_by("-decision_date", "pk")[:HITS])


def units_found(text: str) -> list[Unit]:
    """Units of every time, the highest level first; the tree is public."""
    return list(units_matching(text).order_by("sort_key", "valid_from", "pk")[:HITS])


def campaigns_found(user, text: str) -> list[Campaign]:
    """Campaigns by name, an old or colloquial name, code or unit, the latest first; with their other names."""
    rows = campaigns_named(campaigns_for_user(user), text).prefetch_related("aliases")
    return list(rows.order_by("-period_from", "search_key", "pk")[:HITS])


def examples_found(user, text: str) -> list[Exemplar]:
    """Good examples by name or unit, the widest spread first; with `copies`."""
    return list(exemplars_listed(user, {"q": text})[:HITS])


def dossiers_found(user, text: str) -> QuerySet[Dossier]:
    """Dossiers by code, occasion or unit."""
    words = clean(text)
    fits = Q(code__icontains=words) | Q(campaign_text__icontains=words) | Q(unit__search_key__contains=search_key(words))
    return dossiers_for_user(user).filter(fits).order_by("-updated_at", "-pk")[:HITS]


def decisions_found(user, text: str) -> list[Decision]:
    """Issued decisions by their number: "8", "08" or "08/QĐ-UBND"."""
    number = _number(text)
    rows = decisions_for_user(user).filter(number=number, issued_at__isnull=False)
    return list(rows.order_by("-sign_date", "-pk")[:HITS]) if number else []


def older_decisions_found(user, text: str) -> list[dict]:
    """Decisions that the register knows only from paper: {decision_number, decision_date, authority, held}."""
    if not _number(text):
        return []
    rows = awards_for_user(user).filter(numbered(clean(text)), decision=None).order_by("-decision_date", "decision_number")
    return list(rows.values("decision_number", "decision_date", "authority").annotate(held=Count("pk"))[:HITS])


def _number(text: str) -> int:
    head = clean(text).partition("/")[0].strip()
    return int(head) if head.isdecimal() and len(head) < 9 else 0
