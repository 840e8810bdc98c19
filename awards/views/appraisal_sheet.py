"""The queue as a workbook: what the office answered about each line, to hand over or to send."""

from django.utils.timezone import localtime

from awards.forms.appraisal import fix_name
from thiduakhenthuong.core.sheets.writer import Column, write_table

COLUMNS = [
    Column("STT", "number", 6), Column("Hồ sơ", width=14), Column("Đơn vị trình", width=30),
    Column("Họ và tên, tên tập thể", width=34), Column("Đơn vị", width=34), Column("Hình thức", width=26),
    Column("Kết luận kiểm tra", width=30), Column("Mã lý do", width=10), Column("Ý kiến thẩm định", width=60),
    Column("Phần cần sửa", width=30), Column("Cán bộ", width=24), Column("Ngày", "date", 12),
]  # fmt: skip


def returned_workbook(lines, label: str) -> bytes:
    """The lines of one queue with the last answer about each."""
    return write_table("DANH SÁCH THẨM ĐỊNH", COLUMNS, (_cells(n, line) for n, line in enumerate(lines, 1)), lines=(label,))


def _cells(number: int, line) -> list:
    answers = list(line.appraisals.all())
    last = answers[-1] if answers else None
    return [
        number, line.dossier.code, line.dossier.unit.name, line.printed_name, line.unit_text or line.address,
        line.award_kind.label if line.award_kind else "", line.verdict_text, last.reason_code if last else "",
        last.sentence if last else "", ", ".join(fix_name(code) for code in last.fields_to_fix) if last else "",
        last.by.full_name if last else "", localtime(last.at).date() if last else None,
    ]  # fmt: skip
