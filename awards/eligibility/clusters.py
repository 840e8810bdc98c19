"""Rules about the cluster (cụm, khối) of a collective: it belongs to one, it leads it, it was voted for."""

from decimal import Decimal

from awards.eligibility.engine import doubtful, failed, passed, rule
from awards.eligibility.facts import ClusterFact, DossierFacts, Line, RuleFact
from awards.enums import RecipientKind
from thiduakhenthuong.core.vntext import number

HALF = Decimal(50)
ORDINALS = {1: "nhất", 2: "nhì", 3: "ba", 4: "tư"}


def _ordinal(rank: int) -> str:
    return f"thứ {ORDINALS.get(rank, rank)}"


def _place(fact: ClusterFact) -> str:
    """ "Cụm xã 1 năm 2021"."""
    return f"{fact.cluster} năm {fact.year}"


@rule("R43")
def unit_is_in_a_cluster(line: Line, dossier: DossierFacts, row: RuleFact, catalogue):
    """A collective outside every cluster of the year cannot get the yearly flag."""
    if line.who.recipient_kind != RecipientKind.COLLECTIVE or line.unit is None:
        return
    year = dossier.period_to.year
    if line.clusters:
        names = ", ".join(dict.fromkeys(fact.cluster for fact in line.clusters))
        yield passed(f"Thuộc {names}", f"Năm {year} {line.unit.name} thuộc {names}.", cluster=line.clusters[0].public_id)
    else:
        sentence = f"Năm {year} {line.unit.name} không thuộc cụm, khối thi đua nào nên không được xét Cờ thi đua."
        yield failed("không thuộc cụm, khối thi đua", sentence, year=year)


@rule("R13")
def leads_its_cluster(line: Line, dossier: DossierFacts, row: RuleFact, catalogue):
    """The rank that the cluster agreed, read from the locked result; the votes of the meeting beside it."""
    if line.who.recipient_kind != RecipientKind.COLLECTIVE:
        return
    year = dossier.period_to.year
    if line.unit is None:
        sentence = f"{row.statement} Dòng này chưa gắn với đơn vị nên chưa biết thứ hạng."
        yield doubtful("chưa gắn với đơn vị", sentence)
    elif not line.clusters:
        sentence = f"{line.unit.name} không có kết quả xếp hạng cụm, khối năm {year}."
        yield failed("chưa có xếp hạng cụm, khối", sentence, year=year)
    else:
        yield _by_rank(line.clusters[0], row)


def _by_rank(fact: ClusterFact, row: RuleFact):
    data = {"cluster": fact.public_id, "rank": fact.rank, "of": fact.size}
    if fact.rank is None:
        sentence = f"{_place(fact)} ({fact.organiser} tổ chức) chưa thống nhất kết quả chấm điểm."
        return doubtful("cụm, khối chưa thống nhất", sentence, **data)
    points = f"{number(fact.total)} điểm" if fact.total is not None else "chưa ghi điểm"
    seen = f"{fact.unit} đứng {_ordinal(fact.rank)} trong {fact.size} đơn vị của {_place(fact)}, {points}."
    short = f"Đứng {_ordinal(fact.rank)} {_place(fact)}"
    need = row.parameters.get("rank", 1)
    if fact.rank > need:
        return failed(short, f"{seen} Cần đứng {_ordinal(need)}.", **data)
    if row.parameters.get("voted") and fact.votes is None:
        return doubtful("chưa có phiếu suy tôn", f"{seen} Cụm, khối chưa ghi kết quả bỏ phiếu suy tôn.", **data)
    if row.parameters.get("voted") and fact.votes <= HALF:
        return doubtful("phiếu suy tôn chưa quá bán", f"{seen} Phiếu suy tôn đạt {number(fact.votes)}%.", **data)
    voted = f" Phiếu suy tôn đạt {number(fact.votes)}%." if fact.votes is not None else ""
    return passed(short, seen + voted, **data)
