"""An uploaded list on its way into a dossier: read, checked cell by cell, mended in place, applied once.

vocabulary (words as data) · problems (sentences) · lines (stored cells) · people, cells, awards_units, standards (checks of
one cell) · rows (what a row is) · twins · inspection (all checks) · reading · staging · mending · applying · workbooks.
"""

from awards.services.imports.applying import apply_batch, counts, reason_against_applying
from awards.services.imports.mending import (
    answer_twin,
    apply_fix,
    apply_fix_to_similar,
    confirm_row,
    drop_row,
    keep_as_written,
    mend_cell,
    restore_row,
)
from awards.services.imports.staging import choose_sheet, discard_batch, read_upload, set_column
from awards.services.imports.workbooks import error_workbook, template_workbook

__all__ = [
    "answer_twin",
    "apply_batch",
    "apply_fix",
    "apply_fix_to_similar",
    "choose_sheet",
    "confirm_row",
    "counts",
    "discard_batch",
    "drop_row",
    "error_workbook",
    "keep_as_written",
    "mend_cell",
    "read_upload",
    "reason_against_applying",
    "restore_row",
    "set_column",
    "template_workbook",
]
