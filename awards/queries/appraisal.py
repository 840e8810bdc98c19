"""What the appraising office reads: dossiers to receive, the queue with its counts and filters, approval batches."""

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from awards.enums import DossierState, NominationState, RecipientKind, Verdict
from awards.models import Appraisal, Dossier, Finding, Nomination
from awards.queries.dossier import RANK
from awards.queries.scope import dossiers_for_user, nominations_for_user
from campaigns.enums import Role
from campaigns.models import Unit
from campaigns.permissions import READS_BELOW, units_with_role
from thiduakhenthuong.core.models import Job
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.typed import whole

READERS = tuple(READS_BELOW)
LOOK, CLEAN = "can-xem", "sach"
RETURNED = Exists(Appraisal.objects.filter(nomination=OuterRef("pk"), action="send_back"))
# A line that came back from the unit is never clean: somebody must see what was mended.
_CLEAN = Q(state=NominationState.SUBMITTED, verdict=Verdict.ELIGIBLE, returned=False)
OFFICER = "dossier__received_by__full_name"
GROUP = (
    "dossier__code", "dossier__submitted_at", "dossier__unit", "dossier__unit__name", "dossier__unit__sort_key",
    "dossier__received_by", OFFICER, "award_kind__code", "award_kind__label",
    "award_kind__short_label", "award_kind__order",
)  # fmt: skip
QUEUES = {
    LOOK: Q(state=NominationState.SUBMITTED) & ~_CLEAN,
    CLEAN: _CLEAN,
    "tra-lai": Q(state=NominationState.SENT_BACK),
    "da-dong-y": Q(state=NominationState.ELIGIBLE),
    "da-duyet": Q(state__in=[NominationState.APPROVED, NominationState.AWARDED]),
    "khong-khen": Q(state=NominationState.DECLINED),
}


def office_units(user) -> list[Unit]:
    """The deciding units whose incoming lines the user reads."""
    return units_with_role(user, *READERS)


def dossiers_to_receive(user) -> QuerySet[Dossier]:
    """Dossiers sent to the user's deciding units that nobody has received yet, the longest waiting first."""
    rows = dossiers_for_user(user).filter(deciding_unit__in=office_units(user), state=DossierState.SUBMITTED)
    live = Q(nominations__removed_at=None)
    rows = rows.annotate(
        lines=Count("nominations", filter=live),
        faults=Count("nominations", filter=live & Q(nominations__verdict=Verdict.MISSING)),
    )
    return rows.order_by("submitted_at", "pk")


def lines_of_office(user) -> QuerySet[Nomination]:
    """Every line of received dossiers of the user's deciding units, in the order of the queue."""
    received = (DossierState.RECEIVED, DossierState.CONCLUDED)
    rows = nominations_for_user(user).filter(dossier__deciding_unit__in=office_units(user), dossier__state__in=received)
    return rows.annotate(returned=RETURNED, rank=RANK).order_by("dossier__submitted_at", "dossier", "rank", "sort_key", "pk")


def filtered(rows: QuerySet[Nomination], params) -> QuerySet[Nomination]:
    """`params`: ly-do (rule), dv (proposing unit), ht (kind), hs (dossier), cb (officer), q (name)."""
    return rows.filter(_filters(params))


def _filters(params) -> Q:
    wanted = Q()
    if rule := params.get("ly-do"):
        wanted &= Q(_broken(rule))
    if unit := whole(params.get("dv")):
        wanted &= Q(dossier__unit=unit)
    if params.get("ht"):
        wanted &= Q(award_kind__code=params["ht"])
    if params.get("hs"):
        wanted &= Q(dossier__code=params["hs"])
    if officer := whole(params.get("cb")):
        wanted &= Q(appraised_by=officer) | Q(appraised_by=None, dossier__received_by=officer)
    if words := clean(params.get("q", "")):
        wanted &= Q(search_key__contains=search_key(words))
    return wanted


def _broken(rule: str) -> Exists:
    found = Finding.objects.filter(nomination=OuterRef("pk"), rule_code=rule)
    return Exists(found.exclude(verdict=Verdict.ELIGIBLE))


def in_queue(rows: QuerySet[Nomination], name: str) -> QuerySet[Nomination]:
    """The lines of one queue; an unknown name is the queue of lines to look at."""
    return rows.filter(QUEUES.get(name, QUEUES[LOOK]))


def queue_groups(rows: QuerySet[Nomination], params) -> list[dict]:
    """Lines by dossier and kind, with how many of each queue the filters leave; one query for counts and choices."""
    left = _filters(params)
    counts = {name: Count("pk", filter=which & left) for name, which in QUEUES.items()}
    return list(rows.order_by().values(*GROUP).annotate(**counts))


def queue_counts(groups: list[dict]) -> dict[str, int]:
    """{queue: lines} of `queue_groups`."""
    return {name: sum(group[name] for group in groups) for name in QUEUES}


def bulk_lines(rows: QuerySet[Nomination], user) -> QuerySet[Nomination]:
    """Clean lines of received dossiers that this officer may accept together: never one's own."""
    return in_queue(rows, CLEAN).filter(
        dossier__state=DossierState.RECEIVED, dossier__deciding_unit__in=units_with_role(user, Role.APPRAISER)
    ).exclude(entered_by=user)  # fmt: skip


def bulk_groups(rows: QuerySet[Nomination]) -> list[dict]:
    """Counts of the lines by kind and proposing unit, for the question before the bulk acceptance."""
    names = ("award_kind__label", "dossier__unit__name", "dossier__code")
    return list(rows.order_by().values(*names).annotate(lines=Count("pk")).order_by("award_kind__order", *names))


def batch_accepted(user, moment) -> QuerySet[Nomination]:
    """Lines that the user accepted together at one moment and nobody has approved since."""
    rows = nominations_for_user(user).filter(appraised_by=user, appraised_at=moment)
    return rows.filter(state=NominationState.ELIGIBLE)


def accepting_job(user, public_id) -> Job | None:
    """The user's own background acceptance of that id."""
    return Job.objects.filter(public_id=public_id, by=user, kind="accept_clean").first()


def line_keys(rows: QuerySet[Nomination]) -> list:
    """Public ids of all lines of a queue, in order: for "1/40", the line before and the line after."""
    return list(rows.values_list("public_id", flat=True))


def filter_choices(rows: QuerySet[Nomination], groups: list[dict]) -> dict:
    """What the filters offer: rules broken by waiting lines (one query); units, kinds, dossiers, officers of the groups."""
    waiting = rows.order_by().filter(state=NominationState.SUBMITTED).values("pk")
    broken = Finding.objects.filter(nomination__in=waiting).exclude(verdict=Verdict.ELIGIBLE).order_by()
    rules = broken.values("rule_code").annotate(lines=Count("nomination", distinct=True), short=Min("short"))
    return {
        # "Trùng trong hồ sơ, dòng 12": what stands after the comma is of one line only
        "rules": [rule | {"short": rule["short"].split(",")[0]} for rule in rules.order_by("-lines", "rule_code")],
        "units": _choices(groups, "dossier__unit", "dossier__unit__sort_key", "dossier__unit__name"),
        "kinds": _choices(groups, "award_kind__code", "award_kind__order", "award_kind__short_label", "award_kind__label"),
        "dossiers": _choices(groups, "dossier__code", "dossier__submitted_at", "dossier__unit__name")[::-1][:200],
        "officers": _choices(groups, "dossier__received_by", OFFICER, OFFICER),
    }  # fmt: skip


def _choices(groups: list[dict], value: str, order: str, *labels: str) -> list[dict]:
    """[{value, label}], each value once, in order; the first label that is not empty."""
    found = {group[value]: group for group in groups if group[value] is not None and group[order] is not None}
    rows = sorted(found.values(), key=lambda group: (group[order], group[value]))
    return [{"value": row[value], "label": next(filter(None, map(row.get, labels)), "")} for row in rows]


def lines_to_approve(user) -> QuerySet[Nomination]:
    """Lines that wait for, or have got, the approval of the user's deciding units and stand in no decision yet."""
    units = units_with_role(user, Role.APPROVER)
    states = (NominationState.ELIGIBLE, NominationState.APPROVED)
    rows = nominations_for_user(user).filter(dossier__deciding_unit__in=units, state__in=states, decision_line=None)
    rows = rows.select_related("dossier__unit", "dossier__deciding_unit", "award_kind", "unit", "entered_by", "appraised_by")
    return rows.annotate(rank=RANK).order_by("rank", "sort_key", "pk")


def approval_batches(user) -> list[dict]:
    """Lines to approve by deciding unit, dossier and kind, with counts and warnings; one query, the oldest first."""
    names = (
        "dossier__deciding_unit__name", "dossier__public_id", "dossier__code", "dossier__unit__name", "dossier__campaign_text",
        "dossier__submitted_at", "award_kind__code", "award_kind__label",
    )  # fmt: skip
    waiting = Q(state=NominationState.ELIGIBLE)
    kinds = {kind: Count("pk", filter=waiting & Q(recipient_kind=kind)) for kind in RecipientKind.values}
    rows = lines_to_approve(user).order_by().values(*names).annotate(
        **kinds,
        waiting=Count("pk", filter=waiting),
        approved=Count("pk", filter=Q(state=NominationState.APPROVED)),
        doubtful=Count("pk", filter=waiting & ~Q(verdict=Verdict.ELIGIBLE)),
        own=Count("pk", filter=waiting & Q(entered_by=user)),
    )  # fmt: skip
    return list(rows.order_by("dossier__submitted_at", "dossier__code", "award_kind__order"))


def batch_lines(user, dossier, kind_code: str) -> QuerySet[Nomination]:
    """The lines of one batch, with the officer's words (`appraisals` prefetched)."""
    rows = lines_to_approve(user).filter(dossier=dossier, award_kind__code=kind_code)
    return rows.prefetch_related("appraisals__by")
