"""Checking lines: load, run the rules, write findings and verdicts. Neither state nor version of a line changes.

A line that stops or begins to be somebody's twin changes the other one's verdict too: those neighbours are checked with it.
"""

from collections.abc import Iterable

from django.db import transaction

from awards import eligibility as rules
from awards.models import Dossier, Finding, Nomination
from awards.queries import findings
from awards.services import facts
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.bulk import insert_rows, update_rows

SAME_DOSSIER, OTHER_DOSSIER = "R61", "R62"
NEIGHBOURS = 500  # lines checked along with those asked for
TWIN_FINDINGS = 5000  # findings about twins looked through


def check_nominations(nominations: Iterable[Nomination]) -> None:
    """Check lines and their twins anew; closed and removed ones are left as they are. About 20 queries whatever the number."""
    nominations = list(nominations)
    _check([n.pk for n in nominations], {n.dossier_id for n in nominations})


def check_dossier(dossier: Dossier) -> None:
    """Check every line of a dossier."""
    _check(list(findings.open_lines_of(dossier)), {dossier.pk})


def open_questions(nomination: Nomination) -> list[rules.RuleFact]:
    """Rules that apply to the line but cannot be checked yet, for the panel: "chưa kiểm tra được". One query."""
    if nomination.award_kind is None:
        return []
    dossier = nomination.dossier
    return rules.unchecked_rules(
        facts.rule_facts(), award_code=nomination.award_kind.code, commendation_type=dossier.commendation_type.code,
        day=facts.standards_day(dossier),
    )  # fmt: skip


@transaction.atomic
def _check(pks: list[int], dossiers: set[int]) -> None:
    lines = list(findings.open_lines(pks).select_for_update())  # two checks of one line would leave its findings twice
    rows, near = findings.mates(dossiers), findings.lines_elsewhere(lines)
    # A neighbour that somebody else is writing is checked by him; waiting for it could lock both of us out.
    around = list(findings.open_lines(_neighbours(lines, dossiers, rows, near)).select_for_update(skip_locked=True))
    rows += findings.mates({n.dossier_id for n in around} - dossiers)
    near += findings.lines_elsewhere(around)
    lines += around
    if lines:
        _write(_drafts(lines, facts.whos(rows), {row.pk: row for row in near}))


def _neighbours(lines: list[Nomination], dossiers: set[int], rows: list, near: list) -> list[int]:
    """Lines whose verdict may turn because of `lines`: present twins, and those that some finding called a twin."""
    names, people = {n.name_key for n in lines}, {n.person_id for n in lines} - {None}
    mine = {str(row.public_id) for row in rows}
    found = {row.pk: None for row in near}
    found |= {row.pk: None for row in rows if row.name_key in names or row.person_id in people}
    for line, dossier, code, data in findings.twin_findings((SAME_DOSSIER, OTHER_DOSSIER), TWIN_FINDINGS):
        if dossier in dossiers if code == SAME_DOSSIER else mine & set(data["lines"]):
            found[line] = None
    asked = {n.pk for n in lines}
    return [pk for pk in found if pk not in asked][:NEIGHBOURS]


def _drafts(lines: list[Nomination], whos: dict, near: dict) -> list[tuple]:
    """[(line, its findings)]."""
    table = facts.load_table(lines)
    around = {n.dossier_id: facts.dossier_facts(n.dossier, table) for n in lines}
    elsewhere = _elsewhere(lines, whos, near)
    twins = _inside(lines, whos)
    drafts = []
    for n in lines:
        line = facts.line_facts(n, table, whos[n.pk], twins[n.pk], elsewhere[n.pk])
        drafts.append((n, rules.check(line, around[n.dossier_id], table.catalogue)))
    return drafts


def _inside(lines: list[Nomination], whos: dict) -> dict[int, tuple]:
    """Twins in the same dossier, by line."""
    found = {}
    for dossier in {n.dossier_id for n in lines}:
        inside = [who for who in whos.values() if who.dossier == dossier]
        asked = [whos[n.pk] for n in lines if n.dossier_id == dossier]
        found |= rules.find_twins(asked, inside)
    return found


def _elsewhere(lines: list[Nomination], whos: dict, near: dict) -> dict[int, tuple]:
    """Twins in other dossiers, by line. A draft is compared only with drafts of its own unit."""
    found = {}
    for unit in {n.dossier.unit_id for n in lines}:
        seen = [r for r in near.values() if r.dossier__unit_id == unit or r.dossier__state in findings.SENT_AND_OPEN]
        others = [facts.who_elsewhere(row, seen_from=unit) for row in seen]
        asked = [whos[n.pk] for n in lines if n.dossier.unit_id == unit]
        twins = rules.find_twins(asked, others)
        found |= {who.key: tuple(t for t in twins[who.key] if t.who.dossier != who.dossier) for who in asked}
    return found


def _write(drafts: list[tuple]) -> None:
    Finding.objects.filter(nomination__in=[n.pk for n, _ in drafts]).delete()
    insert_rows(
        Finding(
            nomination_id=n.pk, rule_code=d.rule_code, verdict=d.verdict, short=d.short, sentence=d.sentence,
            citation=d.citation, certainty=d.certainty, data=d.data,
        )
        for n, found in drafts for d in found
    )  # fmt: skip
    now, rows = clock.now(), []
    for n, found in drafts:
        n.verdict, n.verdict_text = rules.line_verdict(found)
        n.checked_at = now
        rows.append(n)
    update_rows(rows, ("verdict", "verdict_text", "checked_at"))
