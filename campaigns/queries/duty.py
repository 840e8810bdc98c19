"""Reading duties: the list with its filters, what of it one may remind, those that are late and how far they climbed."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet

from campaigns.enums import CampaignState, DutyKind, Escalation, RegistrationKind
from campaigns.models import Campaign, Obligation, Registration
from campaigns.permissions import DECIDERS, OFFICERS, units_with_role
from campaigns.queries.rules import rules_on
from campaigns.queries.scope import campaigns_for_user, obligations_for_user, registrations_for_user
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.typed import as_uuid, whole

TO_DO, LATE, AHEAD, DONE, ALL = "can-lam", "qua-han", "sap-toi", "da-lam", "tat-ca"
VIEWS = {TO_DO: "Cần làm", LATE: "Quá hạn", AHEAD: "Sắp tới", DONE: "Đã làm", ALL: "Tất cả"}
SORTS = {"han": ("due_on",), "don-vi": ("unit__sort_key",), "phong-trao": ("campaign__search_key",), "nhac": ("reminders",)}
MINE = "cua-toi"


def days_ahead(day: date) -> int:
    """How many days before its deadline a duty is work of today."""
    return int(rules_on(day)["remind_before"])


def views_of(day: date, ahead: int) -> dict[str, Q]:
    """{view of the list: what stands in it}."""
    soon = day + timedelta(days=ahead)
    open_ = Q(done_at=None)
    return {
        TO_DO: open_ & Q(due_on__lte=soon), LATE: open_ & Q(due_on__lt=day), AHEAD: open_ & Q(due_on__gt=soon),
        DONE: Q(done_at__isnull=False), ALL: Q(),
    }  # fmt: skip


def chosen_view(params) -> str:
    """The view of the address; ?qua-han=1 is the short way to what is late."""
    if params.get("qua-han"):
        return LATE
    return params.get("xem") if params.get("xem") in VIEWS else TO_DO


def filtered(rows: QuerySet[Obligation], params) -> QuerySet[Obligation]:
    """The filters of the address but the view: q unit, phong-trao, viec kind, nam year, muc escalation."""
    if key := as_uuid(params.get("phong-trao")):
        rows = rows.filter(campaign__public_id=key)
    if params.get("viec") in DutyKind.values:
        rows = rows.filter(kind=params["viec"])
    if (year := whole(params.get("nam"))) is not None:
        rows = rows.filter(due_on__year=year) if 1 <= year <= 9998 else rows.none()
    if (level := whole(params.get("muc"))) in Escalation.values:
        rows = rows.filter(escalation=level)
    for word in search_key(clean(params.get("q", ""))).split()[:8]:
        rows = rows.filter(unit__search_key__contains=word)
    return rows


def listed(user, params) -> QuerySet[Obligation]:
    """Duties of launched campaigns around the user, as the address filters them (all views)."""
    rows = obligations_for_user(user).exclude(campaign__state=CampaignState.DRAFT).select_related("stage", "stored")
    if params.get("don-vi") == MINE:
        rows = rows.filter(unit__in=units_with_role(user, *OFFICERS, *DECIDERS))
    return filtered(rows, params)


def ordered(rows: QuerySet[Obligation], params, view: str) -> QuerySet[Obligation]:
    """The order of the address; else the longest late first, of what is done the last first."""
    asked = params.get("sort", "")
    fields = SORTS.get(asked.removeprefix("-"))
    if fields is None:
        return rows.order_by("-done_at" if view == DONE else "due_on", "unit__sort_key", "pk")
    return rows.order_by(*(F(name).desc() if asked.startswith("-") else F(name).asc() for name in fields), "due_on", "pk")


def counts_of(rows: QuerySet[Obligation], views: dict[str, Q]) -> dict[str, int]:
    """{view: how many}; one query."""
    return rows.order_by().aggregate(**{name.replace("-", "_"): Count("pk", filter=which) for name, which in views.items()})


def remindable(user, rows: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """Of some duties the open ones of campaigns whose officers or deciders the user is one of."""
    mine = units_with_role(user, *OFFICERS, *DECIDERS)
    return rows.filter(done_at=None, campaign__unit__in=mine, campaign__state=CampaignState.LAUNCHED)


def chosen(user, keys: Iterable[str]) -> QuerySet[Obligation]:
    """Duties by public id, within the user's scope."""
    wanted = [key for key in map(as_uuid, keys) if key]
    return obligations_for_user(user).filter(public_id__in=wanted).select_related("stage")


def campaigns_of(user) -> list[Campaign]:
    """Launched campaigns around the user that have duties, for the filter."""
    rows = campaigns_for_user(user).exclude(state=CampaignState.DRAFT).filter(obligations__isnull=False).distinct()
    return list(rows.order_by("-period_from", "search_key")[:200])


def registration_of(user, duty: Obligation) -> Registration | None:
    """The unit's registration that fulfils a duty, when the user may see one."""
    rows = registrations_for_user(user).filter(campaign=duty.campaign, unit=duty.unit, year=duty.year)
    return rows.filter(kind=RegistrationKind.UNIT).first()
