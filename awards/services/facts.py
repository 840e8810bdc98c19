"""Rows of the database → the plain facts that the rules of `awards.eligibility` look at."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localdate

from awards import eligibility as rules
from awards.enums import DossierState, NominationState, RecipientKind
from awards.models import Dossier, Nomination
from awards.queries import findings
from awards.queries.catalogue import deciding_level
from awards.services.candidates import candidates_for
from campaigns.models import Unit
from campaigns.queries.cluster import ranks_of
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.names import lookalikes, search_key

CLUSTER_RULES = ("R13", "R43")


@dataclass
class Table:
    """Everything loaded for some lines, keyed for quick reading."""

    catalogue: rules.Catalogue
    kinds: dict[int, rules.KindFact]
    successors: dict[int, tuple]
    papers: dict[tuple, set]  # (dossier, line or None) → codes
    history: dict[tuple, list] = field(default_factory=lambda: defaultdict(list))  # (owner, key) → [(award, Held)]
    candidates: dict[int, list] = field(default_factory=dict)
    clusters: dict[tuple, tuple] = field(default_factory=dict)  # (unit, year) → standings, the best first


def load_table(lines: list[Nomination]) -> Table:
    """Load the catalogue, papers, register and people for the lines: ten queries whatever their number."""
    kinds = {n.award_kind_id: n.award_kind for n in lines if n.award_kind_id}
    table = Table(
        catalogue=load_catalogue(), kinds=_kinds(kinds), successors=_successors(lines),
        papers=_papers({n.dossier_id for n in lines}), candidates=candidates_for(lines),
    )  # fmt: skip
    table.clusters = _clusters(lines, table.catalogue)
    merit = findings.merit_types()
    for award in findings.awards_held(lines):
        held = _held(award, merit)
        for owner in (("person", award.person_id), ("household", award.household_id), ("unit", award.unit_id)):
            table.history[owner].append((award, held))
    return table


def load_catalogue() -> rules.Catalogue:
    """The dated rule set and the papers asked for; two queries."""
    papers = tuple(
        rules.PaperFact(
            code=p.code, label=p.label, scope=p.scope, award_codes=rules.listed(p.award_codes),
            commendation_types=rules.listed(p.commendation_types), recipient_kinds=rules.listed(p.recipient_kinds),
            citation=p.citation, valid_from=p.valid_from, valid_to=p.valid_to,
        )
        for p in findings.papers_required()
    )  # fmt: skip
    return rules.Catalogue(rules=rule_facts(), papers=papers)


def rule_facts() -> tuple[rules.RuleFact, ...]:
    """The whole dated rule set; one query."""
    return tuple(
        rules.RuleFact(
            code=r.code, award_codes=rules.listed(r.award_codes), commendation_type=r.commendation_type,
            severity=r.severity, parameters=r.parameters, statement=r.statement, citation=r.citation,
            certainty=r.certainty, valid_from=r.valid_from, valid_to=r.valid_to,
        )
        for r in findings.every_rule()
    )  # fmt: skip


def standards_day(dossier: Dossier) -> date:
    """The day whose rules and papers hold for a dossier: that of its receipt, today before that."""
    return localdate(dossier.received_at) if dossier.received_at else clock.today()


# --- lines ------------------------------------------------------------------------------------


def whos(rows: Iterable) -> dict[int, rules.Who]:
    """Light rows of whole dossiers → recipients by line, numbered as the grid counts them; without those taken out."""
    groups = defaultdict(list)
    for row in rows:
        if row.removed_at is None:
            groups[row.dossier_id].append(row)
    found = {}
    for members in groups.values():
        members.sort(key=_place_in_grid)
        found |= {row.pk: _who(row, n) for n, row in enumerate(members, start=1) if row.state != NominationState.DECLINED}
    return found


def who_elsewhere(row, *, seen_from: int) -> rules.Who:
    """A light row of another dossier; its code is told only to the unit that it belongs to."""
    own = row.dossier__unit_id == seen_from
    return _who(row, 0, place=f"hồ sơ {row.dossier__code}" if own else f"hồ sơ của {row.dossier__unit__name}")


def line_facts(n: Nomination, table: Table, who: rules.Who, twins: tuple, elsewhere: tuple) -> rules.Line:
    """One line with everything that the rules may ask."""
    return rules.Line(
        who=who, gender=n.gender, unit=unit_fact(n.unit, table.successors), unit_text=n.unit_text, address=n.address,
        award=table.kinds.get(n.award_kind_id), strange_letters=lookalikes(n.name), twins=twins, elsewhere=elsewhere,
        papers=frozenset(table.papers[n.dossier_id, n.pk]), history=tuple(_history(n, table)),
        candidates=tuple(_candidate(p) for p in table.candidates.get(n.pk, [])),
        clusters=table.clusters.get((n.unit_id, n.dossier.period_to.year), ()),
    )  # fmt: skip


def dossier_facts(dossier: Dossier, table: Table) -> rules.DossierFacts:
    """The dossier around its lines; received ones stay under the rules of the day of receipt."""
    sent = dossier.state in DossierState.SENT and dossier.submitted_at
    return rules.DossierFacts(
        code=dossier.code, deciding_unit=unit_fact(dossier.deciding_unit, table.successors),
        commendation_type=dossier.commendation_type.code, period_from=dossier.period_from, period_to=dossier.period_to,
        standards_day=standards_day(dossier), today=clock.today(), sent_on=localdate(dossier.submitted_at) if sent else None,
        deadline=dossier.round.deadline if dossier.round else None, papers=frozenset(table.papers[dossier.pk, None]),
    )  # fmt: skip


def unit_fact(unit: Unit | None, successors: dict[int, tuple]) -> rules.UnitFact | None:
    """A unit with its life and its heirs."""
    if unit is None:
        return None
    return rules.UnitFact(
        key=unit.pk, name=unit.name, level=deciding_level(unit), valid_from=unit.valid_from, valid_to=unit.valid_to,
        successors=successors.get(unit.pk, ()),
    )  # fmt: skip


def _place_in_grid(row) -> tuple:
    rank = RecipientKind.values.index(row.recipient_kind)
    return (rank, row.position, row.pk) if row.dossier__custom_order else (rank, row.sort_key, row.pk)


def _who(row, number: int, place: str = "") -> rules.Who:
    return rules.Who(
        key=row.pk, public_id=str(row.public_id), dossier=row.dossier_id, number=number, recipient_kind=row.recipient_kind,
        name=row.name, name_key=row.name_key, birth_date=row.birth_date, birth_year=row.birth_year, unit=row.unit_id,
        address_key=search_key(row.address), person=row.person_id, household=row.household_id,
        award_code=row.award_kind__code or "", achievement=row.achievement, place=place,
    )  # fmt: skip


def _candidate(person) -> rules.Candidate:
    return rules.Candidate(public_id=str(person.public_id), name=person.full_name, birth=person.birth_text)


# --- catalogue, papers, register ----------------------------------------------------------------


def _kinds(kinds: dict) -> dict[int, rules.KindFact]:
    authorities = defaultdict(list)
    for row in findings.authorities_of(kinds):
        authorities[row.award_kind_id].append(
            rules.AuthorityFact(
                level=row.level, office=row.office, article=row.article, certainty=row.certainty,
                valid_from=row.valid_from, valid_to=row.valid_to,
            )
        )  # fmt: skip
    return {
        pk: rules.KindFact(
            code=kind.code, label=kind.short_label or kind.label, recipients=frozenset(kind.recipients),
            authorities=tuple(authorities[pk]),
        )
        for pk, kind in kinds.items()
    }  # fmt: skip


def _successors(lines: list[Nomination]) -> dict[int, tuple]:
    units = {unit for n in lines for unit in (n.unit_id, n.dossier.deciding_unit_id) if unit}
    found = defaultdict(tuple)
    for row in findings.successors_of(units):
        found[row.old_id] += ((str(row.new.public_id), row.new.label),)
    return found


def _clusters(lines: list[Nomination], catalogue: rules.Catalogue) -> dict[tuple, tuple]:
    """Standings of the units that a rule about clusters may ask for; no query when it asks for none."""
    codes = {code for row in catalogue.rules if row.code in CLUSTER_RULES for code in row.award_codes}
    asked = {
        (n.unit_id, n.dossier.period_to.year)
        for n in lines
        if n.unit_id and n.recipient_kind == RecipientKind.COLLECTIVE and n.award_kind_id and n.award_kind.code in codes
    }
    return {key: tuple(_cluster(fact) for fact in facts) for key, facts in ranks_of(asked).items()}


def _cluster(fact) -> rules.ClusterFact:
    return rules.ClusterFact(
        public_id=fact.public_id, cluster=fact.cluster, organiser=fact.organiser, year=fact.year, unit=fact.unit,
        size=fact.size, rank=fact.rank, total=fact.total, votes=fact.votes,
    )  # fmt: skip


def _papers(dossiers: set[int]) -> dict[tuple, set]:
    held = defaultdict(set)
    for dossier, line, code in findings.papers_held(dossiers):
        held[dossier, line].add(code)
    return held


def _held(award, merit: set[str]) -> rules.Held:
    when = f" ngày {award.decision_date:%d/%m/%Y}" if award.decision_date else ""
    return rules.Held(
        public_id=str(award.public_id), code=award.award_kind__code, reward_kind=award.reward_kind,
        label=award.award_kind__short_label or award.award_kind__label, counts_for_merit=award.reward_kind in merit,
        year=award.achievement_year, period_from=award.period_from, period_to=award.period_to,
        decision=f"{award.decision_number}{when}" if award.decision_number else "",
        achievement=award.achievement,
    )  # fmt: skip


def _history(n: Nomination, table: Table) -> list[rules.Held]:
    if n.recipient_kind == RecipientKind.COLLECTIVE:
        rows = table.history.get(("unit", n.unit_id), []) if n.unit_id else []
        return [held for award, held in rows if _same_collective(award, n)]
    owner = ("person", n.person_id) if n.recipient_kind == RecipientKind.INDIVIDUAL else ("household", n.household_id)
    return [held for _, held in table.history.get(owner, [])] if owner[1] else []


def _same_collective(award, n: Nomination) -> bool:
    """A unit may hold several collectives ("Tổ Toán", "Tổ Văn"); "Phòng Nội vụ huyện" is "Phòng Nội vụ huyện Nam Sách"."""
    if award.recipient_kind != RecipientKind.COLLECTIVE:
        return False
    shorter, longer = sorted((award.search_key, n.search_key), key=len)
    return longer.startswith(shorter)
