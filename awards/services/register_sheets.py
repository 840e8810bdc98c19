"""Workbooks of the register: the list of awards and the money list, at once or by a job when they are long."""

import hashlib
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.http import QueryDict

from awards.models import Award
from awards.queries import register as queries
from thiduakhenthuong.core import clock, files, jobs
from thiduakhenthuong.core.models import Job
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.vntext import count2, counts_text, date_long, money, words

JOB = "register_workbook"
AT_ONCE, MOST = 5000, 200_000  # rows: made within the request; made at all
TITLES = {"list": "DANH SÁCH KHEN THƯỞNG", "money": "DANH SÁCH CHI TIỀN THƯỞNG"}
LABELS = {"list": "Danh sách khen thưởng", "money": "Danh sách chi tiền thưởng"}
FILE_NAMES = {"list": "so-khen-thuong.xlsx", "money": "danh-sach-tien-thuong.xlsx"}
LIST_COLUMNS = (
    Column("STT", "number", 6), Column("Đối tượng", width=12), Column("Ông/Bà", width=8),
    Column("Họ và tên, tên tập thể", width=32), Column("Năm sinh", "plain", 10), Column("Chức vụ", width=24),
    Column("Đơn vị", width=34), Column("Danh hiệu, hình thức", width=34), Column("Loại hình", width=16),
    Column("Thành tích", width=50), Column("Thời gian lập thành tích", width=18), Column("Số quyết định", width=18),
    Column("Ngày quyết định", "date", 14), Column("Người quyết định", width=30), Column("Số sổ vàng", width=14),
    Column("Tiền thưởng (đồng)", "number", 16), Column("Tình trạng", width=16),
)  # fmt: skip
MONEY_COLUMNS = (
    Column("STT", "number", 6), Column("Tập thể, cá nhân", width=34), Column("Đơn vị", width=36),
    Column("Hình thức", width=34), Column("Hệ số", "plain", 8), Column("Mức lương cơ sở", "number", 16),
    Column("Số tiền (đồng)", "number", 16), Column("Người nhận, số tài khoản", width=28), Column("Ký nhận", width=14),
)  # fmt: skip


def is_long(kind: str, *, user, params) -> bool:
    """Whether the workbook has more rows than one request should write."""
    return _rows(kind, user, params).order_by()[: AT_ONCE + 1].count() > AT_ONCE


def workbook(kind: str, *, user, params, filters: list[str]) -> bytes:
    """The workbook "list" or "money" of the register as the user may see it and the address filters it.

    `filters`: those that are on, in words, written under the title.
    """
    return SHEETS[kind](_rows(kind, user, params), filters)


def queue_workbook(kind: str, *, params, filters: list[str], by) -> Job:
    """Make the workbook by a job; the same request that is still open is answered by its job."""
    query = params.urlencode()
    subject = f"{kind}:{by.pk}:{hashlib.sha256(query.encode()).hexdigest()[:32]}"
    values = {"kind": kind, "query": query, "filters": filters}
    return jobs.enqueue(JOB, label=LABELS[kind], by=by, params=values, subject=subject, total=1)


@jobs.handler(JOB)
def _make(job, progress) -> dict:
    kind, params = job.params["kind"], QueryDict(job.params["query"])
    found = _rows(kind, job.by, params).order_by()[: MOST + 1].count()
    if found > MOST:
        raise ValidationError(f"Danh sách dài hơn {money(MOST)} dòng. Hãy lọc hẹp lại rồi xuất.")
    progress.total(max(found, 1))
    content = SHEETS[kind](_rows(kind, job.by, params), job.params["filters"], progress)
    stored = files.store_bytes(content, name=FILE_NAMES[kind], content_type=files.XLSX, by=job.by)
    return {"file": str(stored.public_id)}


def _each(rows, progress=None):
    """(number, award) from 1 on, read in chunks; a job hears how far the reading has come."""
    for number, award in enumerate(rows.iterator(chunk_size=2000), start=1):
        if progress and number % 500 == 0:
            progress.step(number)
        yield number, award


def _rows(kind: str, user, params):
    return queries.user_rows(user, params) if kind == "list" else queries.paid_rows(user, params)


# --- the list ----------------------------------------------------------------------------------


def _list_sheet(rows, filters: list[str], progress=None) -> bytes:
    types = {t.code: t.label for t in queries.types_offered()}
    cells = (_list_row(n, award, types) for n, award in _each(rows, progress))
    made = f"Lập ngày {clock.today():%d/%m/%Y}"
    return write_table(TITLES["list"], LIST_COLUMNS, cells, lines=("; ".join(filters), made), sheet_name="Sổ khen thưởng")


def _list_row(number: int, award: Award, types: dict) -> list:
    certificate = getattr(award, "certificate", None)
    return [
        number, award.get_recipient_kind_display(), award.honorific, award.name, award.birth_year, award.title,
        award.unit_text or award.address, award.award_name, types.get(award.reward_kind, ""), award.achievement,
        award.period_text or str(award.achievement_year or ""), award.decision_number, award.decision_date,
        award.authority, certificate.serial_text if certificate else "", award.amount, award.get_status_display(),
    ]  # fmt: skip


# --- the money list ----------------------------------------------------------------------------


def _money_sheet(rows, filters: list[str], progress=None) -> bytes:
    """Rows with coefficient, base and amount as frozen at issue; the sum in figures and in words."""
    facts = queries.counts_and_sum(rows)
    total = facts["total"] or 0
    return write_table(
        TITLES["money"], MONEY_COLUMNS, _money_rows(rows, total, progress), lines=(_by_decision(rows, facts), "; ".join(filters)),
        sheet_name="Tiền thưởng", footer=(_sum_words(facts, total),),
    )  # fmt: skip


def _money_rows(rows, total: int, progress):
    for number, award in _each(rows, progress):
        yield [
            number, award.printed_name, award.unit_text or award.address, award.award_name, _coefficient(award),
            award.base_salary, award.amount, "", "",
        ]  # fmt: skip
    yield [None, "Cộng", "", "", "", None, total, "", ""]


def _by_decision(rows, facts: dict) -> str:
    """The line under the title: the one decision, or how many there are."""
    if facts["decisions"] != 1:
        return f"(Theo {count2(facts['decisions'])} quyết định)" if facts["decisions"] else "(Không có khoản chi)"
    award = rows.first()
    signed = f" {date_long(award.decision_date)}" if award.decision_date else ""
    return f"(Theo Quyết định số {award.decision_number}{signed} của {award.authority})"


def _sum_words(facts: dict, total: int) -> str:
    counts = counts_text(facts["collective"], facts["household"], facts["individual"])
    said = words(total)
    return f"Cộng {counts}: {money(total)} đồng (Bằng chữ: {said[:1].upper()}{said[1:]} đồng)./.".replace("Cộng :", "Cộng:")


SHEETS = {"list": _list_sheet, "money": _money_sheet}


def _coefficient(award) -> Decimal | None:
    """The coefficient as a number Excel can reckon with."""
    return Decimal(award.coefficient_x1000) / 1000 if award.coefficient_x1000 is not None else None
