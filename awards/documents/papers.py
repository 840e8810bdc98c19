"""What a paper says, as plain frozen data: no database, no layout. Texts come in ready-made.

A number of None and a date of None make a draft: gaps to be filled by hand or at issue. A paper is the
snapshot the issued file was made from; it holds tuples and texts only, so that it can be stored and compared.
"""

from dataclasses import dataclass
from datetime import date

from awards.enums import RecipientKind
from thiduakhenthuong.core.papers.headed import Headed, ListColumn

# Widths in mm; STT takes 12 more. Portrait holds 165 mm of text, landscape 252.
PORTRAIT = {
    RecipientKind.COLLECTIVE: (ListColumn("Tên tập thể", 85), ListColumn("Cơ quan quản lý", 68)),
    RecipientKind.HOUSEHOLD: (ListColumn("Chủ hộ", 60), ListColumn("Địa chỉ", 93)),
    RecipientKind.INDIVIDUAL: (ListColumn("Họ và tên", 47), ListColumn("Chức vụ", 45), ListColumn("Đơn vị công tác", 61)),
}
LANDSCAPE = {
    RecipientKind.COLLECTIVE: (
        ListColumn("Tên tập thể", 70), ListColumn("Cơ quan quản lý", 58), ListColumn("Thành tích", 112),
    ),
    RecipientKind.HOUSEHOLD: (ListColumn("Chủ hộ", 54), ListColumn("Địa chỉ", 74), ListColumn("Thành tích", 112)),
    RecipientKind.INDIVIDUAL: (
        ListColumn("Họ và tên", 46), ListColumn("Chức vụ", 44), ListColumn("Đơn vị công tác", 54),
        ListColumn("Thành tích", 96),
    ),
}  # fmt: skip


def list_columns(kind, *, with_achievement=False):
    """The usual columns of a section; with achievements the list lies on landscape pages."""
    return (LANDSCAPE if with_achievement else PORTRAIT)[kind]


@dataclass(frozen=True, kw_only=True)
class DecisionPaper(Headed):
    """A decision and the list attached to it; up to three recipients stand in Điều 1 and there is no list.

    `authority` is the deciding office in running text; `articles` are texts without "Điều n.", a line break
    inside one starts a paragraph; `legal_bases` come without their closing mark.
    """

    kind: str = "QUYẾT ĐỊNH"
    authority: str
    legal_bases: tuple[str, ...]
    proposal_line: str
    articles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SubmissionPaper(Headed):
    """A submission (tờ trình); few recipients stand in `paragraphs`, many in the attached list."""

    kind: str = "TỜ TRÌNH"
    authority: str  # who writes, for the heading of the list
    addressees: tuple[str, ...]
    legal_bases: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class MoneyRow:
    """One receiver: amount in dong, coefficient as printed, base salary in dong."""

    name: str
    unit: str
    award: str
    coefficient: str
    base: int
    amount: int
    receiver: str = ""


@dataclass(frozen=True, kw_only=True)
class MoneyPaper:
    """The list by which award money is paid out, made from a decision (landscape)."""

    issuer_lines: tuple[str, ...]
    issuer_bold_from: int = 0
    number: str | None
    symbol: str
    sign_date: date | None
    draft_year: int | None = None
    authority: str
    rows: tuple[MoneyRow, ...]
    counts: str
    title: str = "DANH SÁCH CHI TIỀN THƯỞNG"
    signers: tuple[str, ...] = ("NGƯỜI LẬP", "KẾ TOÁN TRƯỞNG", "THỦ TRƯỞNG ĐƠN VỊ")
    signer_names: tuple[str, ...] = ("", "", "")
    preview: bool = False

    @property
    def total(self):
        """Sum of the rows in dong."""
        return sum(row.amount for row in self.rows)
