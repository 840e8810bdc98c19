"""From a paper to what its template prints: lines, gaps, headings. One builder per kind of document."""

from dataclasses import dataclass, field

from .lines import balanced_lines, keep_together, unbroken_numbers
from .papers import KIND_PERSON

TEXT_WIDTH, WIDE_WIDTH = 165, 252  # mm between the margins, portrait and landscape
TITLE_WIDTH = 150  # mm, subjects and list titles
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
END_MARK = "./."
PERIOD = "\u00a0-\u00a0"


@dataclass(frozen=True)
class Dated:
    """Number and date as printed: `None` where a draft leaves a gap."""

    number: str | None
    symbol: str
    day: str | None = None
    month: str | None = None
    year: str = ""

    @property
    def long(self):
        """`ngày 05 tháng 02 năm 2026`, held together; empty for a draft."""
        return keep_together(f"ngày {self.day} tháng {self.month} năm {self.year}", tail=False) if self.day else ""


def dated(paper):
    """Number and date of a paper by the rules of NĐ 30/2020: zero before days 1-9 and months 1 and 2 only."""
    when = paper.sign_date
    if when is None:
        return Dated(paper.number, paper.symbol, year=str(paper.draft_year or ""))
    month = f"{when.month:02d}" if when.month < 3 else str(when.month)
    return Dated(paper.number, paper.symbol, f"{when.day:02d}", month, str(when.year))


def head_context(paper):
    """Issuer lines with their weight, number and date line, place."""
    issuer = [(line, index >= paper.issuer_bold_from) for index, line in enumerate(paper.issuer_lines)]
    return {"issuer": issuer, "dated": dated(paper), "place": paper.place}


def foot_context(paper):
    """Copies with their marks and the signature block."""
    copies = [f"- {keep_together(line.rstrip(';.'), tail=False)};" for line in paper.copies]
    return {
        "copies": [*copies, f"- Lưu: VT, {paper.unit_code}."],
        "signer_lines": paper.signer_lines,
        "signer_name": paper.signer_name,
    }


def ended(texts):
    """The same texts; the last one carries the end mark of the act, once."""
    *first, last = [text.rstrip() for text in texts]
    return [*first, last.removesuffix(END_MARK).rstrip(".") + END_MARK]


def bases_lines(bases, *, closing=None):
    """Legal bases with `;` after each and `.` after the last (`closing`: a line that comes after them)."""
    lines = [keep_together(text.rstrip(";. ")) for text in [*bases, *([closing] if closing else [])]]
    marked = [f"{line};" for line in lines[:-1]] + [f"{line}." for line in lines[-1:]]
    return [unbroken_numbers(line) for line in marked]


@dataclass(frozen=True)
class Article:
    """`Điều n.` with its first paragraph and those that follow."""

    label: str
    first: str
    rest: list = field(default_factory=list)


def article_list(articles):
    """Articles numbered from 1, the end mark on the last paragraph of the last."""
    blocks = [text.strip().split("\n") for text in articles]
    blocks[-1] = ended(blocks[-1])
    texts = [[unbroken_numbers(keep_together(part)) for part in block] for block in blocks]
    return [Article(f"Điều\u00a0{n}.", block[0], block[1:]) for n, block in enumerate(texts, 1)]


@dataclass(frozen=True)
class Section:
    """A section of a list ready to print: Roman number (none when it is the only one), columns, rows."""

    heading: str
    kind: str
    columns: tuple
    rows: list


def list_sections(sections):
    """Filled sections in their order; Roman numbers close up, a single section has a heading all the same."""
    filled = [section for section in sections if section.rows]
    return [
        Section(
            f"{ROMAN[index]}. {section.title}",
            section.kind,
            section.columns,
            [(number, [cell_text(text) for text in row]) for number, row in enumerate(section.rows, 1)],
        )
        for index, section in enumerate(filled)
    ]


def cell_text(text):
    """A cell: words that stay together, the last two joined unless that would be a long piece."""
    kept = keep_together(text, tail=text.count(" ") > 2)
    return unbroken_numbers(kept) if PERIOD in kept else kept


def list_context(paper, origin):
    """Heading, sections and closing line of the list of a paper; `origin` names the paper it belongs to."""
    width = WIDE_WIDTH if paper.landscape else TEXT_WIDTH
    return {
        "list_title": balanced_lines(keep_together(paper.list_title), TITLE_WIDTH, 14, bold=True),
        "list_origin": origin,
        "list_authority": paper.authority,
        "sections": list_sections(paper.sections),
        "counts": keep_together(paper.counts),
        "landscape": paper.landscape,
        "list_width": width,
        "has_persons": any(section.kind == KIND_PERSON for section in paper.sections),
    }


def subject_lines(subject):
    """The subject (trích yếu) in even lines."""
    return balanced_lines(keep_together(subject), TITLE_WIDTH, 14, bold=True)


def decision_context(paper):
    """Context of templates/pdf/decision.html."""
    return {
        "paper": paper,
        **head_context(paper),
        "subject": subject_lines(paper.subject),
        "authority": balanced_lines(keep_together(paper.authority.upper()), TITLE_WIDTH, 14, bold=True),
        "bases": bases_lines(paper.legal_bases, closing=paper.proposal_line),
        "articles": article_list(paper.articles),
        **foot_context(paper),
        **list_context(paper, "Quyết định"),
    }
