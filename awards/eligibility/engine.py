"""Choosing and running the rules: which rows are in force for a line, what each says, what the line comes to.

A rule is a function registered under the codes of the rows it carries out: `(line, dossier, rule, catalogue)` →
outcomes. The row brings severity, numbers and citation; the function brings only the comparison.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from awards.eligibility.facts import Catalogue, DossierFacts, FindingDraft, Line, RuleFact, covers
from awards.enums import Severity, Verdict
from thiduakhenthuong.core.dated import holds
from thiduakhenthuong.core.enums import Certainty

SHORT = 120  # characters of Finding.short
RULES: dict[str, Callable] = {}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a rule function answers. `severity` None: that of the row; `ok`: the condition is met."""

    ok: bool
    short: str
    sentence: str
    severity: str | None = None
    citation: str = ""  # of the dated row that decided, where it says more than the rule's own
    certainty: str = ""  # of that row; only for a condition that is met: a break is as sure as its rule
    data: dict = field(default_factory=dict)


def passed(short: str, sentence: str, *, citation: str = "", certainty: str = "", **data) -> Outcome:
    """The condition is met."""
    return Outcome(ok=True, short=short, sentence=sentence, citation=citation, certainty=certainty, data=data)


def failed(short: str, sentence: str, severity: str | None = None, *, citation: str = "", **data) -> Outcome:
    """The condition is broken; the row's severity applies unless another one is given."""
    return Outcome(ok=False, short=short, sentence=sentence, severity=severity, citation=citation, data=data)


def doubtful(short: str, sentence: str, **data) -> Outcome:
    """A person has to look, whatever the severity of the row."""
    return Outcome(ok=False, short=short, sentence=sentence, severity=Severity.WARN, data=data)


def rule(*codes: str):
    """Register a function as the carrying-out of rows with these codes; the order of registration orders findings."""

    def register(function):
        for code in codes:
            RULES[code] = function
        return function

    return register


def applicable(rows: Iterable[RuleFact], *, award_code: str, commendation_type: str, day: date) -> list[RuleFact]:
    """Rows in force on the day of standards that speak of the kind of award and the type of commendation."""
    return [
        row
        for row in rows
        if holds(row.valid_from, row.valid_to, day)
        and covers(row.award_codes, award_code)
        and row.commendation_type in ("*", commendation_type)
    ]


def unchecked_rules(rows: Iterable[RuleFact], *, award_code: str, commendation_type: str, day: date) -> list[RuleFact]:
    """Rows that apply but whose inputs the system does not hold yet: "chưa kiểm tra được"."""
    found = applicable(rows, award_code=award_code, commendation_type=commendation_type, day=day)
    return [row for row in found if row.code not in RULES and row.severity != Severity.INFO]


def check(line: Line, dossier: DossierFacts, catalogue: Catalogue) -> list[FindingDraft]:
    """Every finding about one line, the worst first; never empty."""
    rows = applicable(
        catalogue.rules, award_code=line.award.code if line.award else "", day=dossier.standards_day,
        commendation_type=dossier.commendation_type,
    )  # fmt: skip
    if not rows:
        return [_no_rules(dossier)]
    order = {code: n for n, code in enumerate(RULES)}
    rows = sorted((row for row in rows if row.code in RULES), key=lambda row: order[row.code])
    drafts = [draft for row in rows for draft in _drafts(line, dossier, row, catalogue)]
    return sorted(drafts, key=lambda draft: draft.rank)


def line_verdict(drafts: Iterable[FindingDraft]) -> tuple[str, str]:
    """(verdict, short text beside the name) of a line: those of its worst finding."""
    worst = min(drafts, key=lambda draft: draft.rank)
    if worst.verdict == Verdict.ELIGIBLE:
        return Verdict.ELIGIBLE, Verdict.ELIGIBLE.label
    if worst.verdict == Verdict.MISSING:
        return Verdict.MISSING, worst.short
    return Verdict.LOOK, f"{Verdict.LOOK.label}: {_lower_first(worst.short)}"


def _drafts(line, dossier, row: RuleFact, catalogue) -> Iterator[FindingDraft]:
    for outcome in RULES[row.code](line, dossier, row, catalogue):
        yield FindingDraft(
            rule_code=row.code, verdict=_verdict(outcome, row), short=outcome.short[:SHORT], sentence=outcome.sentence,
            citation=outcome.citation or row.citation, certainty=outcome.certainty or row.certainty, data=outcome.data,
        )  # fmt: skip


def _verdict(outcome: Outcome, row: RuleFact) -> str:
    """A broken rule blocks only when its row was read in the act itself; else a person looks."""
    severity = outcome.severity or row.severity
    if outcome.ok or severity == Severity.INFO:
        return Verdict.ELIGIBLE
    if severity == Severity.BLOCK and row.certainty == Certainty.SURE:
        return Verdict.MISSING
    return Verdict.LOOK


def _no_rules(dossier: DossierFacts) -> FindingDraft:
    # A rule set that has run out must never turn into "everything passes".
    return FindingDraft(
        rule_code="R00", verdict=Verdict.LOOK, short="chưa có bộ điều kiện", citation="", certainty=Certainty.SURE,
        sentence=f"Danh mục chưa có điều kiện xét nào áp dụng cho ngày {dossier.standards_day:%d/%m/%Y}.",
    )  # fmt: skip


def _lower_first(text: str) -> str:
    # "Sai đối tượng" → "sai đối tượng", but "CSTĐCS: 2018" stays.
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
