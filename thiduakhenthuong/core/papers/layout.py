"""From a paper to what its template prints: head, title, legal bases, articles, cells of lists, foot. Shared by every app."""

from dataclasses import dataclass, field

from thiduakhenthuong.core.vntext import NBSP, date_long, join_nbsp

from .lines import balanced_lines, keep_together, title_text, unbroken_numbers

TITLE_WIDTH = 150  # mm, subjects and list titles
ISSUER_WIDTH = 64  # mm
LONG_PLACE = 14  # letters from which the gaps of a draft's date are narrower, so that it stays on one line
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
END_MARK = "./."
PERIOD = f"{NBSP}-{NBSP}"


@dataclass(frozen=True)
class Dated:
    """Number and date as printed: no number and no `long` date where a draft leaves a gap."""

    number: str | None
    symbol: str
    long: str
    year: str


def dated(paper):
    """Number and date of a paper, held together; a draft keeps only the year it is meant for."""
    if paper.sign_date is None:
        return Dated(paper.number, paper.symbol, "", str(paper.draft_year or ""))
    return Dated(paper.number, paper.symbol, join_nbsp(date_long(paper.sign_date)), str(paper.sign_date.year))


def issuer_lines(paper):
    """[(line, bold)] of the issuer as stored; a line too long for its column is divided evenly."""
    lines = [(line, index >= paper.issuer_bold_from) for index, line in enumerate(paper.issuer_lines)]
    return [(part, bold) for line, bold in lines for part in balanced_lines(line, ISSUER_WIDTH, 12, bold=bold)]


def head_context(paper):
    """Issuer lines with their weight, number and date line, place."""
    return {
        "issuer": issuer_lines(paper),
        "dated": dated(paper),
        "place": paper.place,
        "gap": "gap-narrow" if len(paper.place) > LONG_PLACE else "gap-date",
    }


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
    return [f"{line};" for line in lines[:-1]] + [f"{line}." for line in lines[-1:]]


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
    texts = [[keep_together(part) for part in block] for block in blocks]
    return [Article(f"Điều{NBSP}{n}.", block[0], block[1:]) for n, block in enumerate(texts, 1)]


def marked_article(article):
    """The same article with its texts as HTML that keeps numbers whole."""
    return Article(article.label, unbroken_numbers(article.first), [unbroken_numbers(text) for text in article.rest])


@dataclass(frozen=True)
class Section:
    """A section of a list ready to print: its heading with the Roman number, its columns, its numbered rows."""

    heading: str
    kind: str
    columns: tuple
    rows: list


def cell_text(text):
    """A cell: dates and the like stay together, and the last two words of a longer text."""
    return join_nbsp(text, last_words=text.count(" ") > 2)


def list_sections(sections, cell=cell_text):
    """Filled sections in their order, every cell passed through `cell`; Roman numbers close up."""
    filled = [section for section in sections if section.rows]
    return [
        Section(
            f"{ROMAN[index]}. {section.title}",
            section.kind,
            section.columns,
            [(number, [cell(text) for text in row]) for number, row in enumerate(section.rows, 1)],
        )
        for index, section in enumerate(filled)
    ]


def cell_html(text):
    """The same for a page: as HTML that keeps a period such as 2015 - 2020 whole."""
    return marked_cell(cell_text(text))


def marked_cell(kept):
    """A cell whose words were joined before, as HTML."""
    return unbroken_numbers(kept) if PERIOD in kept else kept


def subject_lines(subject):
    """The subject (trích yếu) in even lines."""
    return balanced_lines(title_text(subject), TITLE_WIDTH, 14, bold=True)


def addressees(lines):
    """Lines after "Kính gửi:": a hyphen when there are several, `;` after each and `.` after the last."""
    texts = [keep_together(line.rstrip(";."), tail=False) for line in lines]
    mark = "- " if len(texts) > 1 else ""
    return [f"{mark}{text};" for text in texts[:-1]] + [f"{mark}{texts[-1]}."]
