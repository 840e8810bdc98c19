"""The head's page for the yearly assessment of cadres: one sheet, made from frozen figures."""

from dataclasses import dataclass
from datetime import date

from thiduakhenthuong.core.papers.headed import ListColumn
from thiduakhenthuong.core.papers.layout import cell_html, issuer_lines
from thiduakhenthuong.core.papers.lines import keep_together
from thiduakhenthuong.core.vntext import date_long, join_nbsp

COLUMNS = (
    ListColumn("Chỉ số", 47), ListColumn("Kết quả", 22), ListColumn("Số liệu", 22), ListColumn("Mức yêu cầu", 30),
    ListColumn("Nhận định", 32),
)  # fmt: skip
MOST_AWARDS, MOST_TIGHT = 6, 3  # named on the sheet, so that it stays one


@dataclass(frozen=True)
class HeadRow:
    """One indicator in words."""

    label: str
    text: str
    counts: str
    limit: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class HeadPaper:
    """Everything on the sheet; `approver` is (title, name), empty while it waits for approval."""

    issuer_lines: tuple[str, ...]
    place: str
    year: int
    name: str
    title: str
    unit: str
    counted_on: date
    rows: tuple[HeadRow, ...]
    duties: str
    standing: str = ""
    awards: tuple[str, ...] = ()
    remark: str = ""
    approver: tuple[str, str] = ("", "")
    sign_date: date | None = None
    preview: bool = False
    tight: bool = False  # smaller and with fewer awards, when the usual size would begin a second sheet
    issuer_bold_from: int = 0


def head_report_context(paper: HeadPaper) -> dict:
    """Context of templates/pdf/head_report.html."""
    named = list(paper.awards[: MOST_TIGHT if paper.tight else MOST_AWARDS])
    if more := len(paper.awards) - len(named):
        named.append(f"và {more} khen thưởng khác")
    title, name = paper.approver
    return {
        "density": "tight" if paper.tight else "", "paper": paper, "issuer": issuer_lines(paper), "columns": COLUMNS,
        "rows": [[cell_html(t) for t in (r.label, r.text, r.counts, r.limit, r.verdict)] for r in paper.rows],
        "counted": join_nbsp(date_long(paper.counted_on)), "awards": [keep_together(text) for text in named],
        "signed": join_nbsp(date_long(paper.sign_date)) if paper.sign_date else "",
        "signer_title": title.upper(), "signer_name": name, "remark": keep_together(paper.remark) if paper.remark else "",
    }  # fmt: skip
