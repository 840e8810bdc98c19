"""The head's page for the yearly assessment: drawn up from the figures of the day, locked and printed when approved."""

from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from awards.documents import render_pdf
from awards.documents.head_report import HeadPaper, HeadRow
from awards.extensions import office_words_on
from awards.queries import head_records, heads
from campaigns import permissions as may
from campaigns.enums import HeadReportState
from campaigns.models import HeadReport, Unit
from campaigns.permissions import memberships
from campaigns.tally.heads import HeadLine
from campaigns.workflow import HEAD_REPORT
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import store_bytes
from thiduakhenthuong.core.names import clean
from thiduakhenthuong.core.vntext import date_short, number
from thiduakhenthuong.core.workflow import conflict

PDF = "application/pdf"
VERDICTS = {None: "Chưa có số liệu", True: "Chưa đạt mức", False: "Đạt mức"}


def line_of(unit: Unit, year: int) -> HeadLine:
    """The line of one unit."""
    return heads.board([heads.with_parts(unit, year)], year)[0]


def figures_of(line: HeadLine, year: int) -> dict:
    """What the page shows today, as plain data that is kept."""
    standing = head_records.standing(line.unit, year)
    return {
        "counted_on": clock.today().isoformat(),
        "indicators": [
            {
                "code": one.spec.code, "label": one.spec.label, "text": one.text, "good": one.good, "of": one.of,
                "counts": f"{one.good}/{one.of}" if one.of and not one.spec.is_count else "", "limit": one.limit_text,
                "beyond": one.beyond if one.counted else None,
            }
            for one in line.indicators
        ],
        "duties": [{"label": label, "done": state} for label, state in line.duties.marks],
        "duties_text": line.duties.text, "standing": _standing_words(standing),
        "awards": [_award_words(award) for award in head_records.awards_received(line.unit, line.name, year)],
    }  # fmt: skip


def _standing_words(fact) -> str:
    """ "Đứng thứ 3/12 của Cụm xã số 1, 982,5 điểm"; "" while the cluster has not agreed."""
    if fact is None or fact.rank is None:
        return ""
    points = f", {number(fact.total)} điểm" if fact.total is not None else ""
    return f"Đứng thứ {fact.rank}/{fact.size} của {fact.cluster}{points}"


def _award_words(award) -> str:
    told = f"{award.award_name} ({award.printed_name})"
    return f"{told}, số {award.decision_number} ngày {date_short(award.decision_date)}" if award.decision_date else told


@transaction.atomic
def draft_report(*, unit: Unit, year: int, by, remark: str = "") -> HeadReport:
    """Draw up the page of the head of a year, or bring its draft up to date; an approved one is a ValidationError."""
    if reason := may.draft_head_report(by, unit):
        raise Refused(reason)
    _check_year(unit, year)
    line = line_of(unit, year)
    if not line.name:
        raise ValidationError(f"{unit.name} chưa ghi tên người đứng đầu. Hãy phân công tài khoản Thủ trưởng ở Danh mục trước.")
    kept = HeadReport.objects.select_for_update().filter(unit=unit, year=year, head_name=line.name).first()
    if kept and kept.state == HeadReportState.APPROVED:
        raise ValidationError(f"Kết quả năm {year} của {line.name} đã duyệt và khóa, không lập lại được.")
    values = {"figures": figures_of(line, year), "head_title": line.title, "remark": _remark(remark)}
    if kept is None:
        made = _made(unit, year, line.name, values)
        events.record(made, "create", by=by, data={"done": f"lập kết quả thi đua năm {year} của {line.name}"})
        return made
    HeadReport.objects.filter(pk=kept.pk).update(version=F("version") + 1, updated_at=clock.now(), **values)
    kept.refresh_from_db()
    events.record(kept, "update", by=by, data={"done": "cập nhật số liệu, nhận xét"})
    return kept


@transaction.atomic
def approve_report(*, report: HeadReport, version: int, by) -> HeadReport:
    """Lock the page: the figures of this very day are frozen and printed; a stale version is a Conflict."""
    fresh = HeadReport.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=report.pk)
    if fresh.version != version or fresh.state != HeadReportState.DRAFT:
        raise conflict(fresh, what=HEAD_REPORT.what)
    if reason := may.approve_head_report(by, fresh):
        raise Refused(reason)
    line = line_of(fresh.unit, fresh.year)
    if line.name != fresh.head_name:
        raise ValidationError(f"Người đứng đầu nay là {line.name or 'chưa ghi'}, bản này ghi {fresh.head_name}. Hãy lập lại.")
    fresh.figures, fresh.head_title = figures_of(line, fresh.year), line.title
    content = sheet_of(paper_of(fresh, approver=_approver(by, fresh), day=clock.today())).content
    stored = store_bytes(content, name=f"ket-qua-thi-dua-{fresh.year}.pdf", content_type=PDF, by=by)
    return HEAD_REPORT.apply(
        report, "approve", by=by, version=version, approved_by=by, approved_at=clock.now(), pdf=stored,
        figures=fresh.figures, head_title=line.title,
    )  # fmt: skip


def paper_of(report: HeadReport, *, approver=("", ""), day: date | None = None) -> HeadPaper:
    """The sheet of a page: a draft carries the watermark."""
    unit, figures = report.unit, report.figures
    above = unit.parent or unit
    words = office_words_on(above, day or clock.today())
    return HeadPaper(
        issuer_lines=words.committee_lines if words else (above.name.upper(),), place=words.place if words else above.name,
        year=report.year, name=report.head_name, title=report.head_title, unit=", ".join(filter(None, (unit.name, unit.place))),
        rows=tuple(_row(row) for row in figures["indicators"]), counted_on=date.fromisoformat(figures["counted_on"]),
        duties=duty_words(figures), standing=figures["standing"], awards=tuple(figures["awards"]), remark=report.remark,
        approver=approver, sign_date=day, preview=day is None,
    )  # fmt: skip


def sheet_of(paper: HeadPaper):
    """The Pdf of a page: one sheet, set tighter when the usual size would begin a second."""
    usual = render_pdf("head_report", paper)
    return usual if usual.pages == 1 else render_pdf("head_report", replace(paper, tight=True))


def duty_words(figures: dict) -> str:
    """ "Phát động: đã làm; Duyệt đăng ký: chưa làm (1/2)." """
    told = [f"{row['label']}: {'đã làm' if row['done'] else 'chưa làm'}" for row in figures["duties"] if row["done"] is not None]
    return f"{'; '.join(told)} ({figures['duties_text'].lower()})." if told else "Không có phần việc nào phải làm trong năm."


def _row(row: dict) -> HeadRow:
    return HeadRow(row["label"], row["text"], row["counts"], row["limit"], VERDICTS[row["beyond"]])


def _check_year(unit: Unit, year: int) -> None:
    if year > clock.today().year:
        raise ValidationError(f"Năm {year} chưa bắt đầu.")
    if not any(unit.lives_on(day) for day in (date(year, 1, 1), date(year, 12, 31))):
        raise ValidationError(f"{unit.label} không hoạt động trong năm {year}.")


def _remark(text: str) -> str:
    words, most = clean(text or ""), HeadReport._meta.get_field("remark").max_length
    if len(words) > most:
        raise ValidationError({"remark": f"Nhận xét dài {len(words)} chữ, nhiều nhất {most}. Hãy rút gọn."})
    return words


def _made(unit: Unit, year: int, name: str, values: dict) -> HeadReport:
    """A new page; two officers who press at once get one."""
    try:
        with transaction.atomic():
            return HeadReport.objects.create(unit=unit, year=year, head_name=name, **values)
    except IntegrityError as error:
        raise ValidationError("Người khác vừa lập kết quả này. Hãy tải lại trang.") from error


def _approver(by, report: HeadReport) -> tuple[str, str]:
    """(title, name) of who approves, with the title held at the unit above."""
    above = [m for m in memberships(by) if report.unit.path.startswith(m.unit.path)]
    titles = [m.title for m in above if m.title]
    return (titles[0] if titles else "", by.full_name)
