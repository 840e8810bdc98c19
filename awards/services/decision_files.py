"""Papers of a decision on the way: preview with watermark, the issued file, Word for what offices edit, money list."""

from django.core.cache import cache

from awards.documents import MoneyPaper, MoneyRow, file_name, render_docx, render_pdf
from awards.models import Award
from awards.services import decision_text, issuing
from awards.services.decision import lines_of
from thiduakhenthuong.core.pdf import page_count, page_png
from thiduakhenthuong.core.vntext import coefficient

KEEP = 3600  # seconds a preview is kept; its key holds the version, so an edit makes a new one


def draft_paper(decision, lines=None):
    """The paper of a decision that is not issued: gaps for number and date; `lines` where they are already read."""
    lines = lines_of(decision) if lines is None else lines
    return decision_text.paper_of(
        texts=decision.texts, symbol=decision.symbol, nominations=lines, number=None, sign_date=None,
        draft_year=decision.planned_date.year,
    )  # fmt: skip


def paper_now(decision):
    """The issued paper from its snapshot, or the draft."""
    return decision_text.paper_from_snapshot(decision.snapshot) if decision.snapshot else draft_paper(decision)


def pdf_now(decision, lines=None) -> bytes:
    """Bytes of the issued file as stored (drawn now when its job has not run yet), else of the watermarked preview."""
    if decision.issued_at:
        issuing.store_pdf(decision)
        with decision.pdf.file.open("rb") as file:
            return file.read()
    key = f"decision-preview:{decision.pk}:{decision.version}"
    content = cache.get(key)
    if content is None:
        content = render_pdf("decision", draft_paper(decision, lines), preview=True).content
        cache.set(key, content, KEEP)
    return content


def has_preview(decision) -> bool:
    """Whether the preview of this version has been drawn."""
    return cache.get(f"decision-preview:{decision.pk}:{decision.version}") is not None


def pages_now(decision, lines=None) -> int:
    """How many pages the paper has now."""
    key = f"decision-pages:{decision.pk}:{decision.version}"
    count = cache.get(key)
    if count is None:
        count = page_count(pdf_now(decision, lines))
        cache.set(key, count, KEEP)
    return count


def page_now(decision, page: int, *, dpi: int = 110) -> bytes:
    """PNG of one page (1-based) of the paper as it is now."""
    key = f"decision-png:{decision.pk}:{decision.version}:{page}:{dpi}"
    image = cache.get(key)
    if image is None:
        image = page_png(pdf_now(decision), page, dpi=dpi)
        cache.set(key, image, KEEP)
    return image


def word_now(decision) -> tuple[bytes, str]:
    """The Word file with its name."""
    paper = paper_now(decision)
    return render_docx("decision", paper), file_name("decision", paper, "docx")


def money_paper(decision) -> MoneyPaper:
    """The money list of an issued decision, with the amounts frozen in the register."""
    awards = list(Award.objects.filter(decision=decision).order_by("list_position"))
    rows = tuple(
        MoneyRow(
            name=award.printed_name, unit=award.unit_text or award.address, award=award.award_name.split(" của ")[0],
            coefficient=coefficient(award.coefficient_x1000), base=award.base_salary or 0, amount=award.amount or 0,
        )
        for award in awards
    )  # fmt: skip
    return MoneyPaper(
        issuer_lines=tuple(decision.texts["issuer_lines"]), number=f"{decision.number:02d}", symbol=decision.symbol,
        sign_date=decision.sign_date, authority=decision.texts["authority"], rows=rows,
        counts=decision_text.counts_of(awards),
    )  # fmt: skip


def money_pdf(decision) -> tuple[bytes, str]:
    """The money list as PDF with its name."""
    paper = money_paper(decision)
    return render_pdf("money_list", paper).content, file_name("money_list", paper)
