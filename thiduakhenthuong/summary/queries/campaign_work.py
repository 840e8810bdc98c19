"""What campaigns ask of a user, twelve kinds of record in one query whatever the number of rows.

The work page has room for few queries: each kind is brought to the columns of `Ask`, and all of them are read as one union.
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
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

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
DUTY, CLIMBED, REGISTRATION, REPORT = "duty-", "climbed", "registration-", "report-"  # "-" is followed by kind or state
DRAFT, SHEET, APPRAISAL, INTRODUCTION, COPY = "draft", "sheet", "appraisal", "introduction", "copy"
INITIATIVE, HEAD_PAGE, NOTE = "initiative", "head_page", "note"
NAMES = ("what", "key", "place", "title", "who", "about", "extra", "since", "due", "year", "quarter", "unit", "count")


@dataclass(frozen=True)
class Ask:
    """One thing to do: `what` it is, `key` the record to open (None for a sum of `count`), `place` its campaign.

    `title` is what it is about, `who` whose it is, `about` and `extra` further words.
    """

    what: str
    key: UUID | None
    place: UUID | None
    title: str
    who: str
    about: str
    extra: str
    since: datetime | None
    due: date | None
    year: int
    quarter: int
    unit: int
    count: int


def asks(user, day: date, ahead: int) -> list[Ask]:
    """Everything campaigns ask of a user, what is due first; one query."""
    parts = (
        _climbed(user), _registrations(user), _reports(user), _drafts(user), _sheets(user), _appraisals(user),
        _introductions(user), _copies(user), _initiatives(user), _head_pages(user), _notes(user),
    )  # fmt: skip
    return _read(_duties(user, day, ahead).union(*parts, all=True))


def climbed(user) -> list[Ask]:
    """What climbed to the user's unit from those below, by campaign; one query."""
    return _read(_climbed(user))


def registrations(user) -> list[Ask]:
    """Registrations to confirm, and those to mend; one query."""
    return _read(_registrations(user))


def _read(rows: QuerySet) -> list[Ask]:
    found = [Ask(*row) for row in rows[: 6 * MOST]]
    return sorted(found, key=lambda ask: (ask.due or date.max, ask.title, ask.who))


def _columns(rows: QuerySet, what, **given) -> QuerySet:
    """The columns of `Ask`, with typed blanks for those a kind of record has not."""
    blank = {"c_key": UUIDField(), "c_place": UUIDField(), "c_since": DateTimeField(), "c_due": DateField()}
    found = {name: Cast(Value(None), kind) for name, kind in blank.items()}
    found |= {f"c_{name}": Value("") for name in ("title", "who", "about", "extra")}
    found |= {f"c_{name}": Value(0) for name in ("year", "quarter", "unit")} | {"c_count": Value(1)}
    found |= {"c_what": Value(what, output_field=CharField()) if isinstance(what, str) else what}
    found |= {f"c_{name}": value for name, value in given.items()}
    return rows.order_by().annotate(**found).values_list(*(f"c_{name}" for name in NAMES))


def _told(prefix: str, field: str):
    return Concat(Value(prefix), F(field), output_field=CharField())


def _below(units: list, prefix: str = "unit") -> Q:
    """Units under the given ones, themselves not."""
    found = Q(pk__in=[])
    for unit in units:
        found |= Q(**{f"{prefix}__path__startswith": unit.path}) & ~Q(**{prefix: unit})
    return found


def _open_duties() -> QuerySet:
    return Obligation.objects.filter(done_at=None, campaign__state=CampaignState.LAUNCHED)


def _duties(user, day: date, ahead: int) -> QuerySet:
    """Open duties of the user's units that are late, due within some days, or of which somebody reminded."""
    units, near = units_with_role(user, Role.CLERK, Role.HEAD), Q(due_on__lte=day + timedelta(days=ahead))
    rows = _open_duties().filter(near | Q(reminders__gt=0), unit__in=units)
    stage = Coalesce(NullIf(F("stage__name"), Value("")), F("stage__kind"), Value(""), output_field=CharField())
    return _columns(
        rows, _told(DUTY, "kind"), key=F("public_id"), place=F("campaign__public_id"), title=F("campaign__name"),
        who=F("unit__name"), about=stage, due=F("due_on"), year=F("year"), quarter=F("quarter"), unit=F("unit_id"),
        count=F("reminders"),
    )  # fmt: skip


def _climbed(user) -> QuerySet:
    """By campaign: how many duties (`count`) of how many units (`unit`), the earliest deadline."""
    rows = _open_duties().filter(_below(units_with_role(user, *LEADS)), escalation=Escalation.ABOVE).order_by()
    return _columns(
        rows.values("campaign__public_id", "campaign__name"), CLIMBED, place=F("campaign__public_id"), title=F("campaign__name"),
        who=Min("unit__name"), due=Min("due_on"), unit=Count("unit", distinct=True), count=Count("pk"),
    )  # fmt: skip


def _registrations(user) -> QuerySet:
    """Those that a head has to confirm, and those sent back to a clerk; those of a unit's people are one sum."""
    confirm = Q(unit__in=units_with_role(user, Role.HEAD), state=RegistrationState.SUBMITTED)
    mend = Q(unit__in=units_with_role(user, Role.CLERK), state=RegistrationState.SENT_BACK)
    rows = Registration.objects.filter(confirm | mend, removed_at=None).order_by()
    one = Case(When(kind=RegistrationKind.INDIVIDUAL, then=Value(None)), default=F("public_id"), output_field=UUIDField())
    groups = rows.annotate(one=one).values(
        "one", "campaign__public_id", "campaign__name", "unit__name", "unit_id", "year", "state"
    )
    return _columns(
        groups, _told(REGISTRATION, "state"), key=F("one"), place=F("campaign__public_id"), title=F("campaign__name"),
        who=F("unit__name"), about=Max("returned_note"), extra=Max("branch"), since=Min("submitted_at"), year=F("year"),
        unit=F("unit_id"), count=Count("pk"),
    )  # fmt: skip


def _reports(user) -> QuerySet:
    """Those sent back to a clerk, one by one, and those to be verified, by campaign and quarter (never one's own)."""
    units = units_with_role(user, Role.APPRAISER)
    mend = Q(unit__in=units_with_role(user, Role.CLERK), state=ReportState.SENT_BACK)
    verify = (_below(units) | Q(campaign__unit__in=units)) & Q(state=ReportState.SUBMITTED)
    verify &= ~Q(submitted_by=user) | Q(submitted_by=None)
    one = Case(When(state=ReportState.SENT_BACK, then=F("public_id")), default=Value(None), output_field=UUIDField())
    rows = Report.objects.filter(mend | verify).order_by().annotate(one=one)
    groups = rows.values("one", "campaign__public_id", "campaign__name", "year", "quarter", "state")
    return _columns(
        groups, _told(REPORT, "state"), key=F("one"), place=F("campaign__public_id"), title=F("campaign__name"),
        who=Min("unit__name"), about=Max("returned_note"), since=Min("submitted_at"), year=F("year"), quarter=F("quarter"),
        unit=Max("unit_id"), count=Count("pk"),
    )  # fmt: skip


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
    rows = HeadReport.objects.filter(_below(units) | Q(unit__in=units, unit__parent=None), state=HeadReportState.DRAFT)
    return _columns(
        rows, HEAD_PAGE, key=F("unit__public_id"), title=F("head_name"), who=F("unit__name"), since=F("updated_at"),
        year=F("year"),
    )  # fmt: skip


def _notes(user) -> QuerySet:
    """Messages from the public page, by campaign."""
    rows = PublicNote.objects.filter(campaign__unit__in=units_with_role(user, *OFFICERS), answered_at=None).order_by()
    groups = rows.values("campaign__public_id", "campaign__name")
    return _columns(
        groups, NOTE, key=F("campaign__public_id"), title=F("campaign__name"), since=Min("created_at"), count=Count("pk")
    )  # fmt: skip
