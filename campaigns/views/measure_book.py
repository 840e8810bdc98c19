"""Workbooks of objectives and targets: the table as it stands, and an empty one to fill in. Both read back by the import."""

from campaigns.enums import Direction, Operator, Rollup
from campaigns.services.objective_import import template_headings
from campaigns.views.measure_rows import GridRow
from thiduakhenthuong.core.sheets.writer import Column, write_table

WIDTHS = {
    "Mã": 8, "Nhóm": 28, "Chỉ tiêu": 44, "Đơn vị tính": 14, "Hướng": 9, "Cách đặt số": 16, "Cách cộng": 13, "Đơn vị chủ trì": 30,
    "Không tính": 24, "Đến ngày": 12, "Chia cho đơn vị": 10, "Ghi chú": 30,
}  # fmt: skip
CHOICES = {
    "Hướng": tuple(Direction.labels), "Cách đặt số": tuple(Operator.labels), "Cách cộng": tuple(Rollup.labels),
    "Chia cho đơn vị": ("có", "không"),
}  # fmt: skip
DATES = ("Đến ngày",)


def _columns(years: range, *, extra: tuple[str, ...] = ()) -> list[Column]:
    heads = [*template_headings(years), *extra]
    numbers = set(heads) - set(WIDTHS) - set(extra)
    return [
        Column(
            head, "date" if head in DATES else "decimal" if head in numbers else "text", width=WIDTHS.get(head, 12),
            choices=CHOICES.get(head, ()),
        )
        for head in heads
    ]  # fmt: skip


def table_book(title: str, name: str, rows: list[GridRow], years: range, *, served: bool = False) -> bytes:
    """The table with its numbers as numbers; `served` adds the objective of each target and the check."""
    extra = ("Mục tiêu phục vụ", "Kiểm tra") if served else ()
    lines = [[*_row(row), *_served(row)] if served else _row(row) for row in rows]
    return write_table(title, _columns(years, extra=extra), lines, lines=[name, f"Giai đoạn {years[0]} - {years[-1]}"])


def template_book(years: range) -> bytes:
    """An empty table with one line that shows how to fill it in."""
    numbers = [20 for _ in years]
    line = [
        "V17", "Văn hóa - xã hội", "Số nhà tạm của hộ nghèo được xóa", "nhà", Direction.UP.label, Operator.AT_LEAST.label, 30,
        *numbers, sum(numbers), None, Rollup.SUM.label, "", "", None, "có", "Dòng ví dụ, hãy xóa",
    ]  # fmt: skip
    return write_table("BẢNG MỤC TIÊU, CHỈ TIÊU", _columns(years), [line], lines=[f"Giai đoạn {years[0]} - {years[-1]}"])


def _row(row: GridRow) -> list:
    measure = row.measure
    if measure.is_qualitative:
        numbers = [row.base, *(cell["value"] for cell in row.cells), row.term, None]
    else:
        found = [row.by_year.get(year) for year in row.years]
        years = [cell["value"] if one and one.value_max is not None else one and one.value
                 for cell, one in zip(row.cells, found, strict=True)]  # fmt: skip
        numbers = [measure.baseline, *years, measure.term_value, measure.term_value_max]
    return [
        measure.code, measure.group, measure.indicator, measure.unit_of_measure, measure.get_direction_display(),
        measure.get_operator_display(), *numbers, measure.get_rollup_display(), measure.department_name, measure.exclusion_note,
        measure.due_on, "có" if measure.splits else "không", measure.note,
    ]  # fmt: skip


def _served(row: GridRow) -> list:
    objective = row.measure.objective
    return [objective.label if objective else "", row.check["text"]]
