"""Who has registered and who has not, and what a registration is checked against: its deadline, titles, texts of others."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from campaigns.enums import CampaignState, DutyKind, RegistrationKind, RegistrationState, ReportState, UnitLevel
from campaigns.extensions import Title, titles_on
from campaigns.models import (
    Allocation,
    Campaign,
    CampaignUnit,
    Commitment,
    Indicator,
    Obligation,
    Registration,
    Result,
    Target,
    Unit,
    UnitSuccession,
)
from campaigns.queries.heads import heads_of
from campaigns.queries.rules import stock_phrases
from thiduakhenthuong.core import clock

NOUNS = {
    UnitLevel.PROVINCE: "tỉnh", UnitLevel.DEPARTMENT: "sở, ngành", UnitLevel.DISTRICT: "huyện", UnitLevel.COMMUNE: "xã",
    UnitLevel.OFFICE: "cơ quan", UnitLevel.SCHOOL: "trường", UnitLevel.ENTERPRISE: "doanh nghiệp",
    UnitLevel.CENTRAL: "cơ quan trung ương",
}  # fmt: skip
HEADINGS = {
    UnitLevel.PROVINCE: "Tỉnh, thành phố", UnitLevel.DEPARTMENT: "Sở, ban, ngành", UnitLevel.DISTRICT: "Huyện, thị xã",
    UnitLevel.COMMUNE: "Xã, thị trấn", UnitLevel.OFFICE: "Cơ quan", UnitLevel.SCHOOL: "Trường học",
    UnitLevel.ENTERPRISE: "Doanh nghiệp", UnitLevel.CENTRAL: "Trung ương",
}  # fmt: skip
ORDER = list(HEADINGS)
PART = 800  # texts of one statement: SQLite's limit of variables
NAMED = 3  # missing units named in one sentence


# --- coverage ---------------------------------------------------------------------------------


SHOWN = ("public_id", "name", "short_name", "level", "parent", "path", "place", "sort_key", "valid_from", "valid_to")


@dataclass(frozen=True)
class UnitMark:
    """One unit in scope: whether it sent its registration, whether its head confirmed it, whether its words are too general.

    `registration` is the public id of its registration in any state (None before one was begun); `head` is the words of
    the day for a reminder.
    """

    unit: Unit
    registered: bool = False
    confirmed: bool = False
    needs_work: bool = False
    late: bool = False
    state: str = ""
    registration: UUID | None = None
    head: str = ""

    @property
    def name(self) -> str:
        """The name of the unit."""
        return self.unit.name


@dataclass(frozen=True)
class Group:
    """Units of one sort: `label` heads the row ("Xã, thị trấn"), `noun` stands in the sentence ("19/19 xã")."""

    label: str
    noun: str
    registered: int
    total: int
    marks: list[UnitMark]


@dataclass(frozen=True)
class Coverage:
    """Who registered in one campaign and year. `individuals` have been sent, `individuals_total` were entered;
    `needs_work` counts sent registrations of every kind whose words are too general, `sent` all that were sent."""

    year: int
    groups: list[Group] = field(default_factory=list)
    missing: list[UnitMark] = field(default_factory=list)
    individuals: int = 0
    individuals_total: int = 0
    branches: int = 0
    needs_work: int = 0
    sent: int = 0

    @property
    def registered(self) -> int:
        """Units that sent theirs."""
        return sum(group.registered for group in self.groups)

    @property
    def total(self) -> int:
        """Units that have to register."""
        return sum(group.total for group in self.groups)

    @property
    def finding(self) -> str:
        """ "19/19 xã, 12/13 cơ quan đã đăng ký"."""
        if not self.groups:
            return "Chưa có đơn vị nào phải đăng ký"
        return ", ".join(f"{group.registered}/{group.total} {group.noun}" for group in self.groups) + " đã đăng ký"

    def reaches(self, unit: Unit) -> bool:
        """Whether a unit has to register, or stands below one that has."""
        return any(unit.path.startswith(mark.unit.path) for group in self.groups for mark in group.marks)

    @property
    def missing_words(self) -> str:
        """The missing by name: "Phòng Tư pháp, Trường Mầm non Phú Điền và 5 đơn vị khác"; "" when nobody is."""
        names = ", ".join(mark.unit.name for mark in self.missing[:NAMED])
        more = len(self.missing) - NAMED
        return f"{names} và {more} đơn vị khác" if more > 0 else names


def coverage(campaign: Campaign, year: int) -> Coverage:
    """The units that have to register in a year, by sort, and who did; four queries whatever their number."""
    rows = _sheets(campaign, year).filter(kind=RegistrationKind.UNIT)
    rows = rows.values_list("unit_id", "public_id", "state", "is_late", "vague", named=True)  # there are hundreds
    sheets = {row.unit_id: row for row in rows}
    marks = [mark_of(member, sheets.get(member.unit_id)) for member in members_due(campaign, year)]
    totals = _totals(campaign, year)
    return Coverage(year=year, groups=groups_of(marks), missing=[mark for mark in marks if not mark.registered], **totals)


def members_due(campaign: Campaign, year: int) -> list[CampaignUnit]:
    """Units in scope that have to register in a year, in the order of names; two queries."""
    members = CampaignUnit.objects.filter(campaign=campaign).select_related("unit").order_by("unit__sort_key")
    members = members.only("head_name", "head_title", *(f"unit__{name}" for name in SHOWN))
    due = set(Obligation.objects.filter(campaign=campaign, kind=DutyKind.REGISTER, year=year).values_list("unit", flat=True))
    return [member for member in members if _has_to(member.unit, year, due)]


def _sheets(campaign: Campaign, year: int) -> QuerySet[Registration]:
    vague = Commitment.objects.filter(registration=OuterRef("pk"), removed_at=None, needs_work=True)
    rows = Registration.objects.filter(campaign=campaign, year=year, removed_at=None)
    return rows.annotate(vague=Exists(vague)).order_by()


def _has_to(unit: Unit, year: int, due: set[int]) -> bool:
    """Those with a duty of the year; without duties (a draft, a year beyond them) those alive in it."""
    if due:
        return unit.pk in due
    begun = unit.valid_from is None or unit.valid_from <= date(year, 12, 31)
    return begun and (unit.valid_to is None or unit.valid_to >= date(year, 1, 1))


def mark_of(member: CampaignUnit, sheet=None) -> UnitMark:
    """A unit in scope with what its registration says."""
    head = " ".join(filter(None, [member.head_title, member.head_name]))
    if sheet is None:
        return UnitMark(member.unit, head=head)
    sent = sheet.state in RegistrationState.SENT
    confirmed = sheet.state == RegistrationState.CONFIRMED
    return UnitMark(
        member.unit, registered=sent, confirmed=confirmed, needs_work=sent and sheet.vague,
        late=sent and sheet.is_late, state=sheet.state,
        registration=sheet.public_id, head=head,
    )  # fmt: skip


def groups_of(marks: list[UnitMark]) -> list[Group]:
    """Units by sort, in the order in which offices list them."""
    found: dict[str, list[UnitMark]] = {}
    for mark in marks:
        found.setdefault(mark.unit.level, []).append(mark)
    return [
        Group(HEADINGS[level], NOUNS[level], sum(mark.registered for mark in found[level]), len(found[level]), found[level])
        for level in ORDER if level in found
    ]  # fmt: skip


def _totals(campaign: Campaign, year: int) -> dict[str, int]:
    sent, person = Q(state__in=RegistrationState.SENT), Q(kind=RegistrationKind.INDIVIDUAL)
    return _sheets(campaign, year).aggregate(
        individuals=Count("pk", filter=sent & person),
        individuals_total=Count("pk", filter=person),
        branches=Count("pk", filter=sent & Q(kind=RegistrationKind.BRANCH)),
        needs_work=Count("pk", filter=sent & Q(vague=True)),
        sent=Count("pk", filter=sent),
    )


def open_register_duties(campaign: Campaign, year: int) -> QuerySet[Obligation]:
    """Duties to register that nobody has fulfilled, for the one press that reminds all."""
    rows = Obligation.objects.filter(campaign=campaign, kind=DutyKind.REGISTER, year=year, done_at=None)
    return rows.select_related("campaign__unit", "unit", "stage").order_by("unit__sort_key")


# --- what a registration is measured by ---------------------------------------------------------


def deadline_of(campaign: Campaign, unit: Unit, year: int) -> date | None:
    """The last day to register: that of the unit's duty, else of the duties of the year, else the campaign's own."""
    due = Obligation.objects.filter(campaign=campaign, kind=DutyKind.REGISTER, year=year)
    rows = dict(due.order_by("-due_on").values_list("unit", "due_on"))
    if rows:
        return rows.get(unit.pk) or max(rows.values())
    return campaign.register_by if campaign.register_by and campaign.register_by.year == year else None


def register_day(year: int) -> date:
    """The day whose catalogue of titles counts: today, inside the year of the registration."""
    return min(max(clock.today(), date(year, 1, 1)), date(year, 12, 31))


def titles_of(year: int) -> dict[str, Title]:
    """Titles and forms of a year by code, in the order of the catalogue."""
    return {title.code: title for title in titles_on(register_day(year))}


def subject_of(kind: str) -> str:
    """Whom a title must be for: "collective" or "individual"."""
    return "individual" if kind == RegistrationKind.INDIVIDUAL else "collective"


def phrases_today() -> list[str]:
    """Stock phrases in force today."""
    return stock_phrases(clock.today())


def indicator_examples(day: date) -> list[tuple[str, str]]:
    """(topic words, example) of the pick list of indicators."""
    return list(Indicator.objects.on(day).exclude(example="").values_list("topic", "example"))


def confirmed_examples(lines: list[Commitment], year: int) -> dict[int, str]:
    """{target: a concrete line of it that a head has confirmed this year}, for the targets of these lines; one query."""
    wanted = {line.target_id for line in lines if line.target_id}
    if not wanted:
        return {}
    rows = Commitment.objects.filter(
        target__in=wanted, removed_at=None, needs_work=False, registration__removed_at=None,
        registration__state=RegistrationState.CONFIRMED, registration__year=year,
    )  # fmt: skip
    return dict(rows.order_by("-pk").values_list("target", "text"))


def twins_of(texts: list[str], registration: Registration) -> list[str]:
    """The same texts (with or without a final stop) in what other units have sent before; a query for every 200 texts."""
    variants = {variant for text in texts for stem in [text.rstrip(" .;,")] for variant in (text, stem, f"{stem}.", f"{stem};")}
    rows = Commitment.objects.filter(
        removed_at=None, registration__campaign=registration.campaign_id, registration__removed_at=None,
        registration__year=registration.year, registration__state__in=RegistrationState.SENT,
    ).exclude(registration__unit=registration.unit_id)  # fmt: skip
    if registration.submitted_at:
        rows = rows.filter(registration__submitted_at__lt=registration.submitted_at)
    wanted, found = sorted(variants), []
    for start in range(0, len(wanted), PART):
        found += rows.filter(text__in=wanted[start : start + PART]).values_list("text", flat=True).distinct()
    return found


def in_scope(campaign: Campaign, unit: Unit) -> bool:
    """Whether a unit stands at or below one in scope, or launched the campaign itself."""
    if unit.pk == campaign.unit_id:
        return True
    above = [int(part) for part in unit.path.strip("/").split("/")]
    return CampaignUnit.objects.filter(campaign=campaign, unit__in=above).exists()


def taken(registration: Registration) -> bool:
    """Whether another registration of the same unit (and branch) stands in this campaign and year."""
    rows = Registration.objects.filter(
        campaign=registration.campaign, year=registration.year, unit=registration.unit, kind=registration.kind, removed_at=None
    )
    if registration.kind == RegistrationKind.BRANCH:
        rows = rows.filter(branch=registration.branch)
    return rows.exclude(pk=registration.pk).exists()


def sheet_of(campaign: Campaign, unit: Unit, year: int) -> Registration | None:
    """The registration of a unit itself, in any state."""
    return _sheets(campaign, year).filter(unit=unit, kind=RegistrationKind.UNIT).first()


def people_registered(campaign: Campaign, unit: Unit, year: int) -> dict[str, set]:
    """{name key: years of birth} of the people of a unit who have a registration, in any state."""
    rows = Registration.objects.filter(campaign=campaign, unit=unit, year=year, kind=RegistrationKind.INDIVIDUAL, removed_at=None)
    found: dict[str, set] = {}
    for name, birth in rows.values_list("name_key", "birth_year"):
        found.setdefault(name, set()).add(birth)
    return found


def people_sheets(campaign: Campaign, unit: Unit, year: int, states) -> QuerySet[Registration]:
    """Registrations of the people of a unit in these states, each with `has_lines`, for steps of many."""
    lines = Commitment.objects.filter(registration=OuterRef("pk"), removed_at=None)
    rows = Registration.objects.filter(
        campaign=campaign, unit=unit, year=year, kind=RegistrationKind.INDIVIDUAL, removed_at=None, state__in=states
    )
    return rows.annotate(has_lines=Exists(lines)).select_related("unit", "campaign__unit").order_by("pk")


def head_of(unit: Unit) -> tuple[str, str] | None:
    """Name and title of the head of a unit today."""
    return heads_of([unit], clock.today()).get(unit.pk)


def successor_name(unit: Unit) -> str:
    """The unit that took over, by its full label; "" when nobody did."""
    row = UnitSuccession.objects.filter(old=unit).select_related("new").order_by("-is_default", "pk").first()
    return row.new.label if row else ""


def open_campaigns(units: list[Unit]) -> QuerySet[Campaign]:
    """Running campaigns in which one of the units may register."""
    above = {int(part) for unit in units for part in unit.path.strip("/").split("/")}
    mine = Q(pk__in=CampaignUnit.objects.filter(unit__in=above).values("campaign")) | Q(unit__in=units)
    return Campaign.objects.filter(mine, state=CampaignState.LAUNCHED).select_related("unit")


def servable_campaigns(registration: Registration) -> QuerySet[Campaign]:
    """Campaigns of the centre and of units above that a line may also serve in this year."""
    above = [int(part) for part in registration.unit.path.strip("/").split("/")]
    wide = Q(level=UnitLevel.CENTRAL) | Q(unit__in=above)
    year = registration.year
    rows = Campaign.objects.filter(wide, state=CampaignState.LAUNCHED, period_from__year__lte=year, period_to__year__gte=year)
    return rows.exclude(pk=registration.campaign_id).order_by("name")


def targets_with_share(registration: Registration) -> list[Target]:
    """The targets of the campaign that lines may serve, each with `share`: the part handed to the unit (or person), or None."""
    handed = Allocation.objects.filter(target=OuterRef("pk"), year=registration.year, removed_at=None, unit=registration.unit_id)
    mine = handed.filter(person=registration.person_id)
    rows = Target.objects.filter(campaign=registration.campaign_id, removed_at=None)
    return list(rows.annotate(share=Subquery(mine.values("value")[:1])).prefetch_related("years"))


def shares_of(registration: Registration, targets: list[int]) -> dict[int, int]:
    """{target: the key of the share of it handed to whoever registers}; no query without targets."""
    if not targets:
        return {}
    rows = Allocation.objects.filter(
        target__in=targets, year=registration.year, removed_at=None, unit=registration.unit_id, person=registration.person_id
    )
    return dict(rows.values_list("target", "pk"))


# --- last year ----------------------------------------------------------------------------------


def last_year_of(registration: Registration) -> Registration | None:
    """The registration of the same unit, branch or person of the year before: of the same campaign, else of another."""
    rows = Registration.objects.filter(
        unit=registration.unit_id, year=registration.year - 1, kind=registration.kind, removed_at=None,
        branch=registration.branch, name_key=registration.name_key,
    ).exclude(state=RegistrationState.DRAFT)  # fmt: skip
    found = list(rows.select_related("campaign").order_by("-pk")[:20])
    return next((row for row in found if row.campaign_id == registration.campaign_id), found[0] if found else None)


def lines_of(registration: Registration) -> QuerySet[Commitment]:
    """Lines in force, in order, with what they serve."""
    rows = Commitment.objects.filter(registration=registration, removed_at=None)
    return rows.select_related("target", "allocation", "serves").order_by("order", "pk")


def results_of(lines: list[Commitment]) -> dict[int, Decimal]:
    """{commitment: its last reported result}."""
    rows = Result.objects.filter(commitment__in=lines, actual__isnull=False, report__state__in=ReportState.SENT)
    return dict(rows.order_by("report__year", "report__quarter").values_list("commitment", "actual"))
