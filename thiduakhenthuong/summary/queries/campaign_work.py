"""What campaigns ask of a user: duties, what climbed from below, registrations, reports, and what else asks for a word.

One query each, whatever the number of rows.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast

from campaigns.enums import (
    CampaignState,
    ClusterState,
    Escalation,
    ExemplarState,
    HeadReportState,
    InitiativeState,
    RegistrationKind,
    RegistrationState,
    ReplicationState,
    ReportState,
    Role,
    ScoreSheetState,
)
from campaigns.models import (
    ClusterMember,
    Criterion,
    Exemplar,
    HeadReport,
    Initiative,
    Obligation,
    PublicNote,
    Registration,
    Replication,
    Report,
)
from campaigns.permissions import OFFICERS, units_with_role
from campaigns.queries.draft import waiting_for
from thiduakhenthuong.summary.queries.work import MOST

LEADS = (Role.HEAD, Role.APPROVER, Role.LEADER)  # who is told of what climbs from below


def _below(units: list, prefix: str = "unit") -> Q:
    """Units under the given ones, themselves not."""
    found = Q(pk__in=[])
    for unit in units:
        found |= Q(**{f"{prefix}__path__startswith": unit.path}) & ~Q(**{prefix: unit})
    return found


def duties(user, day: date, ahead: int) -> list[Obligation]:
    """Open duties of the user's units that are late or due within some days; the longest late first."""
    units = units_with_role(user, Role.CLERK, Role.HEAD)
    rows = Obligation.objects.filter(unit__in=units, done_at=None, due_on__lte=day + timedelta(days=ahead))
    rows = rows.filter(campaign__state=CampaignState.LAUNCHED).select_related("campaign", "unit", "stage")
    return list(rows.order_by("due_on", "pk")[:MOST])


def climbed(user) -> list[dict]:
    """What climbed to the user's unit from those below, by campaign: units, duties, the earliest deadline."""
    rows = Obligation.objects.filter(_below(units_with_role(user, *LEADS)), done_at=None, escalation=Escalation.ABOVE)
    rows = rows.filter(campaign__state=CampaignState.LAUNCHED).order_by()
    groups = rows.values("campaign__public_id", "campaign__name")
    counts = {"units": Count("unit", distinct=True), "duties": Count("pk"), "first": Min("due_on"), "name": Min("unit__name")}
    return list(groups.annotate(**counts).order_by("first", "campaign__name")[:MOST])


def registrations(user) -> list[dict]:
    """Registrations that a head has to confirm, and those sent back to a clerk; those of a unit's people are one sum."""
    confirm = Q(unit__in=units_with_role(user, Role.HEAD), state=RegistrationState.SUBMITTED)
    mend = Q(unit__in=units_with_role(user, Role.CLERK), state=RegistrationState.SENT_BACK)
    rows = Registration.objects.filter(confirm | mend, removed_at=None).order_by()
    one = Case(When(kind=RegistrationKind.INDIVIDUAL, then=Value(None)), default=F("public_id"), output_field=UUIDField())
    groups = rows.annotate(one=one).values(
        "one", "campaign__public_id", "campaign__name", "unit__name", "unit_id", "year", "state"
    )
    counts = {"count": Count("pk"), "since": Min("submitted_at"), "note": Max("returned_note"), "branch_name": Max("branch")}
    return list(groups.annotate(**counts).order_by("since")[:MOST])


def reports(user) -> list[dict]:
    """Reports sent back to a clerk, one by one, and those to be verified, by campaign and quarter (never one's own)."""
    units = units_with_role(user, Role.APPRAISER)
    mend = Q(unit__in=units_with_role(user, Role.CLERK), state=ReportState.SENT_BACK)
    verify = (_below(units) | Q(campaign__unit__in=units)) & Q(state=ReportState.SUBMITTED)
    verify &= ~Q(submitted_by=user) | Q(submitted_by=None)
    one = Case(When(state=ReportState.SENT_BACK, then=F("public_id")), default=Value(None), output_field=UUIDField())
    rows = Report.objects.filter(mend | verify).order_by().annotate(one=one)
    groups = rows.values("one", "campaign__public_id", "campaign__name", "year", "quarter", "state")
    counts = {
        "count": Count("pk"), "since": Min("submitted_at"), "name": Min("unit__name"), "note": Max("returned_note"),
        "unit": Max("unit"),
    }  # fmt: skip
    return list(groups.annotate(**counts).order_by("since", "year", "quarter")[:MOST])


# --- what else asks for a word: eight kinds of record, one query -----------------------------------

DRAFT, SHEET, APPRAISAL, INTRODUCTION, COPY, INITIATIVE = "draft", "sheet", "appraisal", "introduction", "copy", "initiative"
HEAD_PAGE, NOTE = "head_page", "note"


@dataclass(frozen=True)
class Ask:
    """One of them: `what` it is, `key` the record to open (None for a sum of `count`), who asks, what it is about."""

    what: str
    key: UUID | None
    title: str
    who: str
    about: str
    since: datetime | None
    due: date | None
    year: int
    count: int


def asks(user) -> list[Ask]:
    """Drafts without an opinion, sheets to fill or to appraise, introductions, copies to confirm, initiatives, heads' pages to
    approve, messages from public pages; one query."""
    more = (_sheets, _appraisals, _introductions, _copies, _initiatives, _head_pages, _notes)
    rows = _drafts(user).union(*(asking(user) for asking in more), all=True)
    return [Ask(*row) for row in rows[: 4 * MOST]]


def _columns(rows: QuerySet, what: str, **given) -> QuerySet:
    """The nine columns of `Ask`, with typed blanks for those a kind of record has not."""
    blank = {"c_key": UUIDField(), "c_since": DateTimeField(), "c_due": DateField()}
    found = {"c_what": Value(what, output_field=CharField())} | {name: Cast(Value(None), kind) for name, kind in blank.items()}
    found |= {"c_title": Value(""), "c_who": Value(""), "c_about": Value(""), "c_year": Value(0), "c_count": Value(1)}
    found |= {f"c_{name}": value for name, value in given.items()}
    names = ("what", "key", "title", "who", "about", "since", "due", "year", "count")
    return rows.order_by().annotate(**found).values_list(*(f"c_{name}" for name in names))


def _drafts(user) -> QuerySet:
    return _columns(
        waiting_for(user).select_related(None), DRAFT, key=F("public_id"), title=F("title"), who=F("campaign__unit__name"),
        about=F("campaign__name"), since=F("circulated_at"), due=F("due_on"),
    )  # fmt: skip


def _open_sheets() -> QuerySet:
    return ClusterMember.objects.filter(cluster__state=ClusterState.OPEN).exclude(cluster__scorecard=None)


def _sheets(user) -> QuerySet:
    rows = _open_sheets().filter(unit__in=units_with_role(user, Role.CLERK), state=ScoreSheetState.DRAFT)
    return _columns(
        rows, SHEET, key=F("public_id"), title=F("cluster__scorecard__name"), who=F("unit__name"), about=F("cluster__name"),
        year=F("cluster__year"),
    )  # fmt: skip


def _appraisals(user) -> QuerySet:
    """By scorecard, as its organiser or for a criterion of one's department."""
    field = Criterion.objects.filter(scorecard=OuterRef("cluster__scorecard"), department__in=units_with_role(user, *OFFICERS))
    mine = Q(cluster__unit__in=units_with_role(user, Role.APPRAISER)) | Exists(field)
    rows = _open_sheets().filter(mine, state=ScoreSheetState.SUBMITTED).order_by()
    groups = rows.values("cluster__scorecard__public_id", "cluster__scorecard__name", "cluster__year")
    return _columns(
        groups, APPRAISAL, key=F("cluster__scorecard__public_id"), title=F("cluster__scorecard__name"), who=Min("unit__name"),
        year=F("cluster__year"), count=Count("pk"),
    )  # fmt: skip


def _introductions(user) -> QuerySet:
    """By office."""
    rows = Exemplar.objects.filter(office__in=units_with_role(user, *OFFICERS), state=ExemplarState.INTRODUCED)
    groups = rows.order_by().values("office__name")
    return _columns(
        groups, INTRODUCTION, title=Min("title"), who=F("office__name"), since=Min("created_at"), count=Count("pk")
    )  # fmt: skip


def _copies(user) -> QuerySet:
    """Never those the user wrote down."""
    offices = units_with_role(user, Role.APPRAISER)
    rows = Replication.objects.filter(exemplar__office__in=offices, state=ReplicationState.CLAIMED).exclude(by=user)
    return _columns(
        rows, COPY, key=F("exemplar__public_id"), title=F("exemplar__title"), who=F("unit__name"), since=F("updated_at")
    )  # fmt: skip


def _initiatives(user) -> QuerySet:
    """By the unit that recognises; never those the user wrote down."""
    units = units_with_role(user, Role.APPRAISER, Role.APPROVER)
    rows = Initiative.objects.filter(deciding_unit__in=units, state=InitiativeState.SUBMITTED).exclude(created_by=user)
    groups = rows.order_by().values("deciding_unit__name")
    return _columns(
        groups, INITIATIVE, title=Min("name"), who=F("deciding_unit__name"), since=Min("updated_at"), count=Count("pk")
    )  # fmt: skip


def _head_pages(user) -> QuerySet:
    """Pages of heads below that wait for the approver; a province approves its own."""
    units = units_with_role(user, Role.APPROVER)
    mine = _below(units) | Q(unit__in=units, unit__parent=None)
    rows = HeadReport.objects.filter(mine, state=HeadReportState.DRAFT)
    return _columns(
        rows,
        HEAD_PAGE,
        key=F("unit__public_id"),
        title=F("head_name"),
        who=F("unit__name"),
        since=F("updated_at"),
        year=F("year"),
    )


def _notes(user) -> QuerySet:
    """Messages from the public page, by campaign."""
    rows = PublicNote.objects.filter(campaign__unit__in=units_with_role(user, *OFFICERS), answered_at=None).order_by()
    groups = rows.values("campaign__public_id", "campaign__name")
    return _columns(
        groups, NOTE, key=F("campaign__public_id"), title=F("campaign__name"), since=Min("created_at"), count=Count("pk")
    )  # fmt: skip
