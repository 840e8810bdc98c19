"""Sheets of scores put together for reading: one with its three columns, all of a cluster with their ranks, and the grid in
which a department appraises. Nothing is written here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from campaigns.enums import ClusterState, CriterionKind, ScoreSheetState
from campaigns.models import Cluster, ClusterMember, Criterion, Score, Scorecard
from campaigns.queries.cluster import members_of, vote_share
from campaigns.queries.score import Figure, criteria_of, last_year_points, members_to_appraise, scores_of, unit_figures
from campaigns.tally.progress import HUNDRED, rounded
from campaigns.tally.scoring import (
    TIE_BREAKS,
    Entry,
    Placed,
    TieBreak,
    Total,
    ceiling,
    formula_percent,
    formula_points,
    ranking,
    total,
)  # fmt: skip
from thiduakhenthuong.core.names import search_key

PLACED = (ScoreSheetState.APPRAISED, ScoreSheetState.AGREED)


def tie_order(rules: dict) -> list[TieBreak]:
    """The order among equal totals from the rules in force; a step of place 0 is not used."""
    used = [(rules.get(f"tie_{step.code}", Decimal(0)), step) for step in TIE_BREAKS]
    return [step for place, step in sorted(used, key=lambda row: row[0]) if place > 0]


# --- one sheet ---------------------------------------------------------------------------------


@dataclass
class SheetLine:
    """A criterion of one unit with its three scores, and last year's points of a criterion of the same name."""

    criterion: Criterion
    score: Score | None
    figure: Figure | None
    plan: Decimal | None = None
    actual: Decimal | None = None
    percent: Decimal | None = None
    own: Decimal | None = None
    appraised: Decimal | None = None
    agreed: Decimal | None = None
    last_year: Decimal | None = None
    most: Decimal = Decimal(0)

    @property
    def closing(self) -> Decimal | None:
        """What the meeting agreed; until it says otherwise the appraised points."""
        return self.agreed if self.agreed is not None else self.appraised

    @property
    def moved(self) -> bool:
        """Whether the appraiser gave other points than the unit itself."""
        return self.appraised is not None and self.own is not None and self.appraised != self.own


@dataclass
class Sheet:
    """All lines of one unit and what its three columns come to."""

    member: ClusterMember
    lines: list[SheetLine]
    own: Total
    appraised: Total
    agreed: Total
    last_year: Decimal | None = None

    @property
    def parts(self) -> list[tuple[str, list[SheetLine]]]:
        """Lines under the heads of their parts."""
        found: dict[str, list] = {}
        for line in self.lines:
            found.setdefault(line.criterion.part, []).append(line)
        return list(found.items())


def sheet_of(member: ClusterMember) -> Sheet:
    """One sheet with everything shown on it."""
    return sheets_of(member.cluster, [member])[0]


def sheets_of(cluster: Cluster, members: Iterable[ClusterMember]) -> list[Sheet]:
    """Sheets of members of one cluster; seven queries whatever their number."""
    members, rows = list(members), criteria_of(cluster.scorecard)
    by_cell = scores_of(members)
    live = [m.unit_id for m in members if m.state == ScoreSheetState.DRAFT]
    figures = unit_figures(live, [c.target for c in rows if c.target_id], cluster.year) if live else {}
    before = last_year_points(cluster.unit_id, cluster.year, [m.unit_id for m in members])
    return [_sheet(member, rows, by_cell, figures, before, cluster.scorecard) for member in members]


def _sheet(member, criteria, by_cell, figures, before, scorecard) -> Sheet:
    limit = scorecard.bonus_limit if scorecard else None
    lines = [
        _line(member, c, by_cell.get((member.pk, c.pk)), figures.get((member.unit_id, c.target_id)), before, limit)
        for c in criteria
    ]
    columns = [
        total([(line.criterion.kind, line.criterion.maximum, value(line)) for line in lines], limit)
        for value in (lambda line: line.own, lambda line: line.appraised, lambda line: line.closing)
    ]
    return Sheet(member, lines, *columns, last_year=before.get((member.unit_id, "")))


def _line(member, criterion, score, figure, before, limit) -> SheetLine:
    most = ceiling(criterion.kind, criterion.maximum, limit)
    line = SheetLine(criterion, score, figure, last_year=before.get((member.unit_id, search_key(criterion.name))), most=most)
    if score:
        line.plan, line.actual, line.own = score.plan, score.actual, score.self_points
        line.appraised, line.agreed = score.appraised_points, score.agreed_points
    if criterion.kind != CriterionKind.FORMULA:
        return line
    if figure and member.state == ScoreSheetState.DRAFT:  # until it is sent the sheet follows the results
        line.plan, line.actual, line.own = figure.plan, figure.actual, formula_score(criterion, figure, limit)
        line.percent = formula_percent(
            criterion.target, figure.plan, figure.actual, plan_max=figure.plan_max, base=figure.base
        )  # fmt: skip
    elif line.own is not None and criterion.maximum:  # once sent, the percent that gave these points
        line.percent = rounded(line.own / criterion.maximum * HUNDRED)
    return line


def formula_score(criterion: Criterion, figure: Figure, bonus_limit) -> Decimal | None:
    """Points of a formula criterion from a figure."""
    return formula_points(
        criterion.target, criterion.maximum, figure.plan, figure.actual,
        plan_max=figure.plan_max, base=figure.base, bonus_limit=bonus_limit,
    )  # fmt: skip


# --- a whole cluster ---------------------------------------------------------------------------


@dataclass
class Standing:
    """One row of the ranking page."""

    sheet: Sheet
    placed: Placed | None

    @property
    def member(self) -> ClusterMember:
        """The unit in the cluster."""
        return self.sheet.member

    @property
    def votes(self) -> Decimal | None:
        """Percent of the votes."""
        return vote_share(self.member)

    @property
    def total(self) -> Decimal | None:
        """The agreed total, else what the sheet would come to once it is appraised."""
        if self.member.total is not None:
            return self.member.total
        return self.sheet.agreed.value if self.placed else None


def standings(cluster: Cluster, order: list[TieBreak], *, anew: bool = False) -> list[Standing]:
    """Members of a cluster by rank; those that are not appraised yet come last, by name.

    What was agreed stands as it was written, whatever the rules say today; `anew` reckons the ranks from the scores.
    """
    sheets = sheets_of(cluster, members_of(cluster))
    if cluster.state == ClusterState.AGREED and not anew:
        placed = {s.member.pk: Placed(s.member.pk, s.member.rank, s.member.rank_note) for s in sheets if s.member.rank}
    else:
        placed = ranking([entry_of(sheet) for sheet in sheets if sheet.member.state in PLACED], order)
    rows = [Standing(sheet, placed.get(sheet.member.pk)) for sheet in sheets]
    return sorted(rows, key=lambda row: (row.placed is None, row.placed.rank if row.placed else 0, row.member.unit.sort_key))


def entry_of(sheet: Sheet) -> Entry:
    """A sheet as the ranking reads it."""
    member, whole = sheet.member, sheet.agreed
    marks = {"votes": vote_share(member), "minus": whole.minus, "base": whole.base}
    return Entry(member.pk, member.unit.name, whole.value, marks, member.rank if member.rank_note else None, member.rank_note)


# --- the grid of a department ------------------------------------------------------------------


@dataclass
class AppraisalCell:
    """One unit and one criterion: what it gave itself, last year's points, and the appraised points."""

    criterion: Criterion
    score: Score | None
    last_year: Decimal | None
    most: Decimal

    @property
    def own(self) -> Decimal | None:
        """What the unit gave itself."""
        return self.score.self_points if self.score else None

    @property
    def appraised(self) -> Decimal | None:
        """What the department gave."""
        return self.score.appraised_points if self.score else None

    @property
    def can_accept(self) -> bool:
        """Whether the unit's own points stand alone."""
        return self.own is not None and self.appraised is None


@dataclass
class AppraisalRow:
    """One unit in the grid; `open` while its points may be entered."""

    member: ClusterMember
    cells: list[AppraisalCell] = field(default_factory=list)
    open: bool = False


def appraisal_rows(scorecard: Scorecard, user, criteria: list[Criterion], *, cluster=None) -> list[AppraisalRow]:
    """Units of the scorecard's visible clusters × criteria; four queries."""
    members = members_to_appraise(scorecard, user, cluster=cluster)
    by_cell = scores_of(members)
    before = last_year_points(scorecard.unit_id, scorecard.year, [m.unit_id for m in members])
    found = []
    for member in members:
        row = AppraisalRow(member, open=member.state == ScoreSheetState.SUBMITTED)
        sent = member.state != ScoreSheetState.DRAFT
        for c in criteria:
            most = ceiling(c.kind, c.maximum, scorecard.bonus_limit)
            score = by_cell.get((member.pk, c.pk)) if sent else None
            row.cells.append(AppraisalCell(c, score, before.get((member.unit_id, search_key(c.name))), most))
        found.append(row)
    return found
