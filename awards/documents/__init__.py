"""Printed papers of the awards: plain dataclasses in, PDF or Word out; one registry row per kind."""

from thiduakhenthuong.core.papers.headed import ListColumn, ListSection

from .papers import DecisionPaper, MoneyPaper, MoneyRow, SubmissionPaper, list_columns
from .registry import DOCUMENTS, file_name, render_docx, render_pdf

__all__ = [
    "DOCUMENTS",
    "DecisionPaper",
    "ListColumn",
    "ListSection",
    "MoneyPaper",
    "MoneyRow",
    "SubmissionPaper",
    "file_name",
    "list_columns",
    "render_docx",
    "render_pdf",
]
