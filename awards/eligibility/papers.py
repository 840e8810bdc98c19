"""Rules about papers and time: what the kind of award asks for is there, the dossier came before the deadline."""

from awards.eligibility.engine import failed, passed, rule
from awards.eligibility.facts import Catalogue, DossierFacts, Line, PaperFact, RuleFact, covers
from awards.enums import PaperScope
from thiduakhenthuong.core.dated import holds


def asked_papers(line: Line, dossier: DossierFacts, catalogue: Catalogue, scope: str) -> list[PaperFact]:
    """The papers of one scope that the line's kind of award asks for on the day of standards."""
    if line.award is None:
        return []
    return [
        paper
        for paper in catalogue.papers
        if paper.scope == scope
        and holds(paper.valid_from, paper.valid_to, dossier.standards_day)
        and covers(paper.award_codes, line.award.code)
        and covers(paper.commendation_types, dossier.commendation_type)
        and covers(paper.recipient_kinds, line.who.recipient_kind)
    ]


@rule("R63")
def line_papers(line: Line, dossier: DossierFacts, row: RuleFact, catalogue: Catalogue):
    """Every paper asked of this line is attached to it, or to the dossier for all lines together."""
    asked = asked_papers(line, dossier, catalogue, PaperScope.NOMINATION)
    gone = [paper for paper in asked if paper.code not in line.papers | dossier.papers]
    if gone:
        yield _missing(gone, "Dòng này")
    elif asked:
        yield passed("Đủ giấy tờ", f"Đã có {_words(asked)}.", citation=_citations(asked))


@rule("R65")
def before_the_deadline(line: Line, dossier: DossierFacts, row, catalogue):
    """The dossier is sent on the last day of the round at the latest; a draft counts as sent today."""
    day = dossier.sent_on or dossier.today
    if dossier.deadline and day > dossier.deadline:
        what = f"Hồ sơ gửi ngày {day:%d/%m/%Y}" if dossier.sent_on else f"Hồ sơ chưa gửi đến ngày {day:%d/%m/%Y}"
        yield failed("Quá hạn nhận hồ sơ", f"{what}, sau hạn nhận {dossier.deadline:%d/%m/%Y}.")


@rule("R63B")
def dossier_papers(line: Line, dossier: DossierFacts, row: RuleFact, catalogue: Catalogue):
    """Every paper asked of the whole dossier is there; `made_here` are those that the system itself prints from it."""
    asked = asked_papers(line, dossier, catalogue, PaperScope.DOSSIER)
    there = dossier.papers | set(row.parameters.get("made_here", []))
    gone = [paper for paper in asked if paper.code not in there]
    if gone:
        yield _missing(gone, "Hồ sơ")


def _missing(gone: list[PaperFact], whose: str):
    codes, sentence = [paper.code for paper in gone], f"{whose} chưa có {_words(gone)}."
    return failed(f"Thiếu {_words(gone, short=True)}", sentence, citation=_citations(gone), papers=codes)


def _citations(papers: list[PaperFact]) -> str:
    return "; ".join(dict.fromkeys(paper.citation for paper in papers if paper.citation))


def _words(papers: list[PaperFact], *, short: bool = False) -> str:
    labels = [paper.label.split(",")[0] if short else paper.label for paper in papers]
    return (", " if short else "; ").join(label[:1].lower() + label[1:] for label in labels)
