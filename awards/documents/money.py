"""The money list cut into pages by us: every page ends with its own sum and begins with what was brought on."""

from dataclasses import dataclass

from thiduakhenthuong.core.fonts import MM_PER_POINT
from thiduakhenthuong.core.papers.headed import ListColumn
from thiduakhenthuong.core.papers.layout import cell_html, dated, issuer_lines
from thiduakhenthuong.core.papers.lines import balanced_lines, cell_lines, keep_together
from thiduakhenthuong.core.vntext import money, words

SIZE, PITCH, PADDING = 12, 1.2, 4.9  # points: text, line pitch × size, padding and border of a row
ROOM = 171  # mm between the margins of a landscape page, less a little
HEADING, CARRIED = 13.0, 7.0  # mm: header row of two lines, a row "Cộng trang" or "Mang sang"
CLOSING = 62.0  # mm: total, signers
COLUMNS = (
    ListColumn("Tập thể, cá nhân", 46),
    ListColumn("Đơn vị", 46),
    ListColumn("Hình thức", 40),
    ListColumn("Hệ số", 13),
    ListColumn("Mức lương cơ sở", 24),
    ListColumn("Số tiền (đồng)", 25),
    ListColumn("Người nhận, số tài khoản", 33),
    ListColumn("Ký nhận", 23),
)


@dataclass(frozen=True)
class PrintedRow:
    """A row as printed."""

    name: str
    unit: str
    award: str
    coefficient: str
    base: str
    amount: str
    receiver: str


@dataclass(frozen=True)
class MoneyPage:
    """Rows of one page with their numbers; sums are empty where the page prints none."""

    rows: list
    brought: str
    subtotal: str


def row_height(row):
    """Height in mm of a row of the list: its fullest cell, estimated from the widths of the letters."""
    cells = (row.name, row.unit, row.award, "", "", "", row.receiver)
    lines = max(cell_lines(text, column.width, SIZE) for text, column in zip(cells, COLUMNS, strict=False))
    return (lines * SIZE * PITCH + PADDING) * MM_PER_POINT


def split_rows(rows, first_room):
    """Rows in page lots: [[(number, row), …], …]; the last page keeps room for the total and the signers."""
    pages, room = [[]], first_room - HEADING - CARRIED
    for number, row in enumerate(rows, 1):
        height = row_height(row)
        needed = height + (CLOSING if number == len(rows) else 0)
        if pages[-1] and needed > room:
            pages.append([])
            room = ROOM - HEADING - 2 * CARRIED
        pages[-1].append((number, row))
        room -= height
    return pages


def printed(row):
    """A money row with its texts kept together and its amounts in Vietnamese writing."""
    texts = [cell_html(text) for text in (row.name, row.unit, row.award)]
    return PrintedRow(*texts, row.coefficient, money(row.base), money(row.amount), row.receiver)


def money_pages(rows, first_room):
    """MoneyPage per page: brought forward from the second page on, a page sum when there are several."""
    lots, before, pages = split_rows(rows, first_room), 0, []
    for lot in lots:
        page_sum = sum(row.amount for _, row in lot)
        brought = money(before) if before else ""
        subtotal = money(page_sum) if len(lots) > 1 else ""
        pages.append(MoneyPage([(number, printed(row)) for number, row in lot], brought, subtotal))
        before += page_sum
    return pages


def money_context(paper):
    """Context of templates/pdf/list_money.html."""
    issuer = issuer_lines(paper)
    title = balanced_lines(paper.title, 240, 14, bold=True)
    head = 5.2 * len(issuer) + 6 * len(title) + 14
    return {
        "issuer": issuer,
        "title": title,
        "dated": dated(paper),
        "list_authority": paper.authority,
        "columns": COLUMNS,
        "pages": money_pages(paper.rows, ROOM - head),
        "counts": keep_together(paper.counts),
        "total": money(paper.total),
        "total_words": words(paper.total).capitalize(),
        "signers": list(zip(paper.signers, paper.signer_names, strict=True)),
    }
