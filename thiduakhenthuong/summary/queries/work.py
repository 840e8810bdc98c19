"""What waits for a user, role by role: each function is one query (two with its latest return), whatever the number of rows."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import CharField, Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Value

from awards.enums import DecisionState, DossierState, NominationState, RecipientKind, Verdict
from awards.models import Appraisal, Deadline, Decision, Dossier, Nomination, Round
from awards.queries.appraisal import CLEAN, LOOK, QUEUES, lines_of_office
from awards.queries.catalogue_tables import TABLES
from campaigns.enums import Role
from campaigns.models import Membership
from campaigns.permissions import units_with_role
from thiduakhenthuong.accounts.models import User
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.enums import Certainty, JobState
from thiduakhenthuong.core.models import Job

MOST = 50  # items of one kind on the page; the register of each kind shows the rest
LIVE = Q(nominations__removed_at=None)


def _kinds(path: str = "") -> dict:
    """Counts by kind of recipient."""
    return {kind.value: Count("pk", filter=Q(**{f"{path}recipient_kind": kind})) for kind in RecipientKind}


# --- clerk and head ---------------------------------------------------------------------------


def returned_lines(user) -> list[Nomination]:
    """Lines sent back to the units for which the user is a clerk; `returns` holds the latest reason first."""
    units = units_with_role(user, Role.CLERK)
    rows = Nomination.objects.filter(dossier__unit__in=units, state=NominationState.SENT_BACK, removed_at=None)
    sent_back = Appraisal.objects.filter(action="send_back").order_by("-at", "-pk")
    rows = rows.select_related("dossier__round", "dossier__deciding_unit")
    return list(rows.prefetch_related(Prefetch("appraisals", sent_back, to_attr="returns")).order_by("pk")[:MOST])


def own_dossiers(user) -> list[Dossier]:
    """Dossiers that wait for the user: drafts for a clerk, those to be confirmed for a head; with counts of their lines."""
    drafts = Q(unit__in=units_with_role(user, Role.CLERK), state__in=DossierState.EDITABLE)
    ready = Q(unit__in=units_with_role(user, Role.HEAD), state=DossierState.READY)
    rows = Dossier.objects.filter(drafts | ready).select_related("round", "deciding_unit", "unit", "created_by")
    rows = rows.annotate(
        lines=Count("nominations", filter=LIVE),
        missing=Count("nominations", filter=LIVE & Q(nominations__verdict=Verdict.MISSING)),
        looks=Count("nominations", filter=LIVE & Q(nominations__verdict=Verdict.LOOK)),
    )
    return list(rows.order_by("created_at", "pk")[:MOST])


def rounds_ahead(user, days: int) -> list[Round]:
    """Rounds of the clerk's own chain of units that close within some days and have no dossier of the unit yet."""
    units, today = units_with_role(user, Role.CLERK), clock.today()
    if not units:
        return []
    chain = {int(part) for unit in units for part in unit.path.strip("/").split("/")}
    sent = Dossier.objects.filter(round=OuterRef("pk"), unit__in=units)
    rows = Round.objects.filter(unit__in=chain, deadline__range=(today, today + timedelta(days=days)))
    return list(rows.filter(Q(opens_on=None) | Q(opens_on__lte=today), ~Exists(sent)).order_by("deadline", "pk")[:MOST])


# --- the deciding office ----------------------------------------------------------------------


def incoming_dossiers(user) -> list[Dossier]:
    """Dossiers sent to the user's office: to be received, and received with lines to appraise (`clean`, `looks`)."""
    units = units_with_role(user, Role.APPRAISER)
    waiting = {row["dossier"]: row for row in _waiting_lines(user, units)}
    mine = Q(state=DossierState.SUBMITTED, deciding_unit__in=units) | Q(pk__in=waiting)
    rows = Dossier.objects.filter(mine).select_related("unit", "deciding_unit").annotate(lines=Count("nominations", filter=LIVE))
    dossiers = list(rows.order_by("submitted_at", "pk")[: 2 * MOST])
    for dossier in dossiers:
        found = waiting.get(dossier.pk, {})
        dossier.clean, dossier.looks = found.get("clean", 0), found.get("looks", 0)
    return dossiers


def _waiting_lines(user, units):
    rows = lines_of_office(user).filter(dossier__deciding_unit__in=units, state=NominationState.SUBMITTED).order_by()
    groups = rows.values("dossier").annotate(
        clean=Count("pk", filter=QUEUES[CLEAN]), looks=Count("pk", filter=QUEUES[LOOK]), sent=Min("dossier__submitted_at")
    )
    return groups.order_by("sent", "dossier")[:MOST]


def approved_batches(user) -> list[dict]:
    """Approved lines without a decision, in groups that make one decision each."""
    rows = Nomination.objects.filter(
        dossier__deciding_unit__in=units_with_role(user, Role.APPRAISER), state=NominationState.APPROVED,
        decision_line=None, removed_at=None,
    )  # fmt: skip
    groups = rows.order_by().values("dossier__deciding_unit__name", "award_kind__label", "dossier__reason")
    return list(groups.annotate(**_kinds(), since=Min("approved_at")).order_by("since")[:MOST])


def open_decisions(user) -> list[Decision]:
    """Decisions that the user's office drafts, and those that wait for signature and number."""
    office, approvers = units_with_role(user, Role.APPRAISER), units_with_role(user, Role.APPROVER)
    mine = Q(unit__in=office, state=DecisionState.DRAFT) | Q(unit__in=[*office, *approvers], state=DecisionState.FOR_SIGNATURE)
    kinds = {kind.value: Count("lines", filter=Q(lines__nomination__recipient_kind=kind)) for kind in RecipientKind}
    rows = Decision.objects.filter(mine).select_related("award_kind", "unit").annotate(**kinds)
    return list(rows.order_by("planned_date", "pk")[:MOST])


def lines_to_approve(user) -> list[dict]:
    """Appraised lines that wait for the user's approval, by dossier and kind; never a line that the user entered."""
    units = units_with_role(user, Role.APPROVER)
    rows = Nomination.objects.filter(dossier__deciding_unit__in=units, state=NominationState.ELIGIBLE, removed_at=None)
    groups = rows.exclude(entered_by=user).order_by().values(
        "dossier__code", "dossier__campaign_text", "dossier__unit__name", "dossier__deciding_unit__level",
        "dossier__received_at", "award_kind__label",
    )  # fmt: skip
    groups = groups.annotate(**_kinds(), looks=Count("pk", filter=~Q(verdict=Verdict.ELIGIBLE)))
    return list(groups.order_by("dossier__received_at", "dossier__code", "award_kind__label")[:MOST])


def step_days(codes) -> dict[str, int]:
    """Working days that steps may take today: {step code: days}."""
    rows = Deadline.objects.on(clock.today()).filter(step_code__in=list(codes), day_kind="working")
    return dict(rows.exclude(working_days=None).values_list("step_code", "working_days"))


# --- administrator ----------------------------------------------------------------------------


def unsure_rows(today: date) -> list[tuple]:
    """(table, rows in force today that nobody has compared with the act), the most first; one query."""
    found = [
        table.model.objects.on(today).filter(certainty=Certainty.VERIFY).order_by()
        .annotate(table=Value(key, output_field=CharField())).values_list("table", flat=True)
        for key, table in TABLES.items()
    ]  # fmt: skip
    return [(TABLES[key], count) for key, count in Counter(found[0].union(*found[1:], all=True)).most_common()]


def accounts_without_work(today: date) -> list[User]:
    """Active accounts that hold no role today."""
    held = Membership.objects.on(today).filter(user=OuterRef("pk"))
    return list(User.objects.filter(~Exists(held), is_active=True).order_by("full_name", "pk")[:MOST])


# --- everybody --------------------------------------------------------------------------------


def recent_jobs(user) -> QuerySet[Job]:
    """Long work that the user started: what runs, and what ended within the last hour."""
    ended = Q(finished_at__gte=clock.now() - timedelta(hours=1))
    return Job.objects.filter(Q(state__in=[JobState.QUEUED, JobState.RUNNING]) | ended, by=user).order_by("-pk")[:3]
