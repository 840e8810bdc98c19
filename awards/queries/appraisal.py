"""What the appraising office reads: dossiers to receive, the queue with its counts and filters, approval batches."""

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, Value, When

from awards.enums import DossierState, NominationState, RecipientKind, Verdict
from awards.models import Appraisal, AwardKind, Dossier, Finding, Nomination
from awards.queries.scope import dossiers_for_user, nominations_for_user
from campaigns.enums import Role
from campaigns.models import Unit
from campaigns.permissions import READS_BELOW, units_with_role
from thiduakhenthuong.accounts.models import User
from thiduakhenthuong.core.models import Job
from thiduakhenthuong.core.names import clean, search_key

READERS = tuple(READS_BELOW)
LOOK, CLEAN = "can-xem", "sach"
RANK = Case(*[When(recipient_kind=k, then=Value(n)) for n, k in enumerate(RecipientKind.values)], default=Value(9))
RETURNED = Exists(Appraisal.objects.filter(nomination=OuterRef("pk"), action="send_back"))
# A line that came back from the unit is never clean: somebody must see what was mended.
_CLEAN = Q(state=NominationState.SUBMITTED, verdict=Verdict.ELIGIBLE, returned=False)
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
    if rule := params.get("ly-do"):
        rows = rows.filter(_broken(rule))
    if params.get("dv", "").isdigit():
        rows = rows.filter(dossier__unit=int(params["dv"]))
    if params.get("ht"):
        rows = rows.filter(award_kind__code=params["ht"])
    if params.get("hs"):
        rows = rows.filter(dossier__code=params["hs"])
    if params.get("cb", "").isdigit():
        officer = int(params["cb"])
        rows = rows.filter(Q(appraised_by=officer) | Q(appraised_by=None, dossier__received_by=officer))
    if words := clean(params.get("q", "")):
        rows = rows.filter(search_key__contains=search_key(words))
    return rows


def _broken(rule: str) -> Exists:
    found = Finding.objects.filter(nomination=OuterRef("pk"), rule_code=rule)
    return Exists(found.exclude(verdict=Verdict.ELIGIBLE))


def in_queue(rows: QuerySet[Nomination], name: str) -> QuerySet[Nomination]:
    """The lines of one queue; an unknown name is the queue of lines to look at."""
    return rows.filter(QUEUES.get(name, QUEUES[LOOK]))


def queue_counts(rows: QuerySet[Nomination]) -> dict[str, int]:
    """{queue: lines}, one aggregate."""
    counts = {name.replace("-", "_"): Count("pk", filter=which) for name, which in QUEUES.items()}
    found = rows.order_by().aggregate(**counts)
    return {name: found[name.replace("-", "_")] for name in QUEUES}


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


def filter_choices(rows: QuerySet[Nomination]) -> dict:
    """What the filters offer: rules broken by waiting lines, proposing units, kinds, dossiers, officers; five queries."""
    rows = rows.order_by()
    waiting = rows.filter(state=NominationState.SUBMITTED).values("pk")
    broken = Finding.objects.filter(nomination__in=waiting).exclude(verdict=Verdict.ELIGIBLE).order_by()
    rules = broken.values("rule_code").annotate(lines=Count("nomination", distinct=True), short=Min("short"))
    dossiers = Dossier.objects.filter(pk__in=rows.values("dossier"))
    return {
        # "Trùng trong hồ sơ, dòng 12": what stands after the comma is of one line only
        "rules": [rule | {"short": rule["short"].split(",")[0]} for rule in rules.order_by("-lines", "rule_code")],
        "units": list(Unit.objects.filter(pk__in=rows.values("dossier__unit")).order_by("sort_key")),
        "kinds": list(AwardKind.objects.filter(pk__in=rows.values("award_kind"))),
        "dossiers": list(dossiers.select_related("unit").order_by("-submitted_at", "-pk")[:200]),
        "officers": list(User.objects.filter(pk__in=rows.values("dossier__received_by")).order_by("full_name")),
    }


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
