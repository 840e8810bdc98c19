"""The figure of a whole target at the end of a quarter, made anew from the reports that were sent.

What a unit still types counts for nobody else; a report that was returned or taken back stops counting until it is sent
again. Call inside the transaction that moved the report.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from campaigns.enums import ReportState, ResultStatus
from campaigns.models import Campaign, Result, Target, TargetFigure
from campaigns.tally.result import same_unit

VALUES = ["actual", "actual_text", "met", "from_lead", "reported", "verified"]
COLUMNS = [
    "target", "commitment", "commitment__target", "commitment__unit_of_measure", "actual", "actual_text", "status", "is_lead",
    "report__unit", "report__unit__path", "report__state",
]  # fmt: skip
JUDGED = {ResultStatus.MET: True, ResultStatus.EXCEEDED: True, ResultStatus.NOT_MET: False}


@transaction.atomic
def refresh_figures(campaign: Campaign, *, year: int, quarter: int, targets: Iterable[int] | None = None) -> int:
    """Rebuild the figures of one quarter, of all targets or of the given ones (keys); answers how many have one.

    Five queries whatever the number of units. `reported` and `verified` count the units whose numbers make the figure.
    """
    wanted = Target.objects.filter(campaign=campaign, removed_at=None)
    if targets is not None:
        wanted = wanted.filter(pk__in=list(targets))
    wanted = {target.pk: target for target in wanted}
    lines = _sent_lines(campaign, year, quarter, wanted)
    made = []
    for key, target in wanted.items():
        if facts := _figure(target, lines[key]):
            made.append(TargetFigure(target=target, year=year, quarter=quarter, **facts))
    kept = [figure.target_id for figure in made]
    TargetFigure.objects.filter(target__in=wanted, year=year, quarter=quarter).exclude(target__in=kept).delete()
    TargetFigure.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["target", "year", "quarter"], update_fields=VALUES, batch_size=500
    )
    return len(made)


def _sent_lines(campaign, year: int, quarter: int, wanted: dict) -> dict[int, list]:
    """{target: its lines in sent reports}, as plain rows: a campaign has 12,000 of them."""
    period = {"report__campaign": campaign, "report__year": year, "report__quarter": quarter}
    rows = Result.objects.filter(Q(target__in=wanted) | Q(commitment__target__in=wanted), **period)
    rows = rows.filter(report__state__in=ReportState.SENT).exclude(actual=None, actual_text="").order_by("pk")
    found = defaultdict(list)
    for row in rows.values_list(*COLUMNS, named=True):
        key = row.target or row.commitment__target
        target = wanted[key]
        if row.commitment and not same_unit(row.commitment__unit_of_measure, target.unit_of_measure, target.indicator):
            continue  # a promise that counts something else
        if row.is_lead or row.actual is not None:
            found[key].append(row)
    return found


def _figure(target: Target, lines: list) -> dict | None:
    """Values of the figure: that of the department in charge when it reports, else the sum of the units."""
    lead = next((line for line in lines if line.is_lead), None)
    if lead:
        met = JUDGED.get(lead.status) if target.is_qualitative else None
        return _values([lead], lead.actual, text=lead.actual_text, met=met, from_lead=True)
    own = _topmost(lines)
    if not own or not target.splits:
        return None
    return _values(own, sum((line.actual for line in own), Decimal(0)))


def _values(lines: list, actual, *, text: str = "", met: bool | None = None, from_lead: bool = False) -> dict:
    units = {line.report__unit: line.report__state for line in lines}
    verified = sum(state == ReportState.VERIFIED for state in units.values())
    words = {"actual_text": text, "met": met, "from_lead": from_lead}
    return {"actual": actual, "reported": len(units), "verified": verified} | words


def _topmost(lines: list) -> list:
    """Without the units below one that reports itself: the number of a district holds those of its communes."""
    paths = {line.report__unit__path for line in lines}
    return [line for line in lines if not paths.intersection(_above(line.report__unit__path))]


def _above(path: str) -> list[str]:
    """Paths of the units above: "/1/2/3/" → "/1/", "/1/2/"."""
    parts = path.strip("/").split("/")
    return [f"/{'/'.join(parts[:depth])}/" for depth in range(1, len(parts))]
