"""Workbooks that go out: the template to fill in, and the rows that still have to be mended, with the reasons."""

from awards.enums import RecipientKind, RowOutcome
from awards.models import Dossier, ImportBatch
from awards.queries.imports import kinds_to_match, rows_of_batch
from awards.services.imports.lines import shown
from awards.services.imports.problems import ERROR, NOTICE, WARNING
from awards.services.imports.vocabulary import fields
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.sheets import Column, write_table

TEMPLATES = {
    RecipientKind.INDIVIDUAL: (
        "stt", "honorific", "full_name", "birth", "position", "unit", "is_party_member", "award", "vote_percent",
        "achievement", "note",
    ),
    RecipientKind.COLLECTIVE: (
        "stt", "collective_name", "unit", "award", "size", "ldtt_count", "cstdcs_count", "rating", "vote_percent",
        "achievement", "note",
    ),
    RecipientKind.HOUSEHOLD: ("stt", "household_name", "address", "unit", "award", "achievement", "note"),
}  # fmt: skip
WIDTHS = {"stt": 6, "achievement": 50, "unit": 34, "collective_name": 44, "full_name": 28, "household_name": 28, "award": 32}
TITLES = {
    RecipientKind.INDIVIDUAL: "DANH SÁCH CÁ NHÂN ĐỀ NGHỊ KHEN THƯỞNG",
    RecipientKind.COLLECTIVE: "DANH SÁCH TẬP THỂ ĐỀ NGHỊ KHEN THƯỞNG",
    RecipientKind.HOUSEHOLD: "DANH SÁCH HỘ GIA ĐÌNH ĐỀ NGHỊ KHEN THƯỞNG",
}


def template_workbook(dossier: Dossier, kind: str) -> bytes:
    """An empty list with the right headings; kinds of award can be picked from those in force today for the recipients."""
    chosen = tuple(
        award.label for award in kinds_to_match()
        if kind in award.recipients and award.in_force(clock.today()) and award.level != "state"
    )  # fmt: skip
    choices = {"award": chosen, "honorific": ("Ông", "Bà"), "is_party_member": ("x",)}
    columns = [
        Column(fields()[name].label, width=WIDTHS.get(name, 14), choices=choices.get(name, ())) for name in TEMPLATES[kind]
    ]
    return write_table(TITLES[kind], columns, [], lines=(f"Hồ sơ {dossier.code}: {dossier.campaign_text}",))


def error_workbook(batch: ImportBatch) -> bytes:
    """Rows to mend or to confirm, as in the file, with the row number and the reasons."""
    letters = [column["letter"] for column in batch.columns]
    heads = [Column(column["heading"] or f"Cột {column['letter']}", width=20) for column in batch.columns]
    columns = [Column("Dòng trong tệp", "number", width=10), *heads, Column("Vì sao và cách sửa", width=60)]
    rows = rows_of_batch(batch).filter(outcome__in=[RowOutcome.ERROR, RowOutcome.CONFIRM])
    cells = ([row.number, *(shown(row.cells.get(letter)) for letter in letters), _reasons(row)] for row in rows)
    lines = (f"Tệp {batch.name}, trang tính {batch.sheet}",)
    return write_table("CÁC DÒNG CÒN PHẢI SỬA HOẶC XÁC NHẬN", columns, cells, lines=lines)


def _reasons(row) -> str:
    told = [issue for issue in row.issues if issue["outcome"] in (ERROR, WARNING, NOTICE)]
    return "\n".join(f"{issue['column']}: {issue['message']}" if issue["column"] else issue["message"] for issue in told)
