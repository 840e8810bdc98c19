"""An uploaded list on its way into a dossier: staged row by row, mended in place, applied once."""

from django.conf import settings
from django.db import models

from awards.enums import ImportState, RowOutcome
from awards.models.dossier import Dossier
from awards.models.nomination import Nomination
from thiduakhenthuong.core.models import Record, StoredFile


class ImportBatch(Record):
    """One file for one dossier. `mapping`: column letter → field; `sheets`: names with counts; `notes`: whole-file messages."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="imports")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READING)
    version = models.PositiveIntegerField(default=1)
    sheet = models.CharField(max_length=100, blank=True)
    header_row = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=list)  # [{letter, heading, field, outcome}]
    notes = models.JSONField(default=list)  # [{code, column, message}]
    message = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]


class ImportRow(models.Model):
    """One row of the file. `cells`: letter → text as in the file; `values`: field → value understood;
    `issues`: [{code, column, field, outcome, message, value, fix}] worst first; `answers`: what the officer said:
    {edits: {field: text}, confirmed: ["CODE:value"], twins: {"31": same?}, kept: [field], dropped: bool}."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("dòng trong tệp")
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    cells = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    issues = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
