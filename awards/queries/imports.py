"""Reading for uploaded lists: what rows are matched against, and what the preview shows."""

from datetime import date
from typing import NamedTuple

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from awards.enums import ImportState, RowOutcome
from awards.models import AwardKind, Dossier, EligibilityRule, ImportBatch, ImportRow, Nomination
from campaigns.models import Unit, UnitSuccession
from thiduakhenthuong.core import events
from thiduakhenthuong.core.dated import holds
from thiduakhenthuong.core.enums import JobState
from thiduakhenthuong.core.models import Job

PAGE = 100
FILTERS = {
    "": list(RowOutcome),
    "sach": [RowOutcome.CLEAN, RowOutcome.FIXED],
    "can-sua": [RowOutcome.ERROR],
    "xac-nhan": [RowOutcome.CONFIRM],
    "bo-qua": [RowOutcome.SKIPPED, RowOutcome.DROPPED],
}
PROBLEMS_FIRST = (RowOutcome.ERROR, RowOutcome.CONFIRM, RowOutcome.CLEAN, RowOutcome.DROPPED, RowOutcome.SKIPPED)


class UnitRow(NamedTuple):
    """What matching needs of a unit."""

    pk: int
    public_id: str
    name: str
    short_name: str
    path: str
    place: str
    valid_from: date | None
    valid_to: date | None

    def lives_on(self, day: date) -> bool:
        """Whether the unit exists on a day."""
        return holds(self.valid_from, self.valid_to, day)


def units_to_match() -> list[UnitRow]:
    """Every unit that ever was, in one query."""
    names = [name for name in UnitRow._fields if name != "public_id"]
    rows = Unit.objects.order_by("pk").values_list("pk", "public_id", *names[1:])
    return [UnitRow(row[0], str(row[1]), *row[2:]) for row in rows]


def units_by_public_id(public_ids: set[str]) -> dict[str, Unit]:
    """{public id: unit} of the given ids."""
    wanted = sorted(public_ids)
    parts = [wanted[start : start + 500] for start in range(0, len(wanted), 500)]
    return {str(unit.public_id): unit for part in parts for unit in Unit.objects.filter(public_id__in=part)}


def succession_pairs() -> list[tuple[int, int]]:
    """(old unit, new unit) of every reorganisation."""
    return list(UnitSuccession.objects.order_by("pk").values_list("old", "new"))


def kinds_to_match() -> list[AwardKind]:
    """The catalogue of kinds in its order."""
    return list(AwardKind.objects.order_by("order", "code"))


def standards_of_collectives(day: date) -> list[EligibilityRule]:
    """Rules in force on a day that look at the share of LĐTT or the number of CSTĐCS of a collective."""
    rules = EligibilityRule.objects.on(day).order_by("code")
    return [rule for rule in rules if {"ldtt_share_min", "cstdcs_min"} & rule.parameters.keys()]


def lines_of_dossier(dossier: Dossier) -> QuerySet[Nomination]:
    """What the dossier already holds."""
    return Nomination.objects.filter(dossier=dossier, removed_at=None)


def rows_of_batch(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Every row of the list, as in the file."""
    return ImportRow.objects.filter(batch=batch).order_by("number")


def rows_problems_first(batch: ImportBatch, chosen: str = "") -> QuerySet[ImportRow]:
    """Rows of one filter: to mend, to confirm, clean, left out."""
    ranks = [When(outcome=outcome, then=Value(rank)) for rank, outcome in enumerate(PROBLEMS_FIRST)]
    rank = Case(*ranks, default=Value(PROBLEMS_FIRST.index(RowOutcome.CLEAN)), output_field=IntegerField())
    rows = rows_of_batch(batch).filter(outcome__in=FILTERS.get(chosen, FILTERS[""]))
    return rows.annotate(rank=rank).order_by("rank", "number")


def outcome_counts(batch: ImportBatch) -> dict[str, int]:
    """{outcome: rows}, every outcome named."""
    found = dict(ImportRow.objects.filter(batch=batch).order_by().values_list("outcome").annotate(Count("pk")))
    return {outcome.value: found.get(outcome.value, 0) for outcome in RowOutcome}


def open_issues(batch: ImportBatch) -> QuerySet:
    """Problems of the rows that wait, list by list."""
    waiting = rows_of_batch(batch).filter(outcome__in=[RowOutcome.ERROR, RowOutcome.CONFIRM])
    return waiting.order_by().values_list("issues", flat=True)


def rows_numbered(batch: ImportBatch, numbers: set[int]) -> QuerySet[ImportRow]:
    """The rows of the given numbers of the file."""
    return rows_of_batch(batch).filter(number__in=sorted(numbers))


def unchecked_lines(batch: ImportBatch) -> list[Nomination]:
    """Lines made from a list whose verdicts were never found."""
    return list(Nomination.objects.filter(pk__in=rows_of_batch(batch).order_by().values("nomination"), checked_at=None))


def rows_of_name(batch: ImportBatch, name_key: str) -> QuerySet[ImportRow]:
    """Recipients of one name, as `core.names.same_name_key` tells names apart."""
    found = rows_of_batch(batch).filter(values__name_key=name_key)
    return found if name_key else found.none()


def rows_by_pk(batch: ImportBatch, keys) -> QuerySet[ImportRow]:
    """The rows of the given primary keys."""
    return rows_of_batch(batch).filter(pk__in=set(keys))


def open_job(batch: ImportBatch) -> Job | None:
    """The job that reads or imports a list now."""
    waiting = [JobState.QUEUED, JobState.RUNNING]
    return Job.objects.filter(subject_key=f"import:{batch.pk}", state__in=waiting).first()


def applied_by(batch: ImportBatch):
    """The user who imported a list."""
    event = events.history(batch).filter(action="apply").first()
    return event.by if event else None


def waiting_imports(dossier: Dossier) -> QuerySet[ImportBatch]:
    """Lists of a dossier that wait to be mended or are being read."""
    waiting = dossier.imports.filter(state__in=[ImportState.READING, ImportState.STAGED])
    return waiting.select_related("by").annotate(total=Count("rows"))


def earlier_imports(dossier: Dossier, sha256: str) -> QuerySet[ImportBatch]:
    """Lists made from the very same file for this dossier: waiting ones, and applied ones of which a line still stands."""
    waiting = Q(state__in=[ImportState.READING, ImportState.STAGED])
    applied = Q(state=ImportState.APPLIED, rows__nomination__removed_at=None, rows__nomination__isnull=False)
    return dossier.imports.filter(waiting | applied, sha256=sha256).select_related("by").distinct().order_by("-pk")
