"""A decision: number, date, signer and lines; frozen when it is issued."""

from django.conf import settings
from django.db import models

from awards.enums import DecisionState, NumberSource
from awards.models.catalogue import AwardKind
from awards.models.nomination import Nomination
from campaigns.models import Unit
from thiduakhenthuong.core.models import StatefulRecord, StoredFile


class Decision(StatefulRecord):
    """Moved only by `awards.workflow.DECISION`. `texts` is the editable wording; `snapshot` what was issued.

    texts: {"subject", "legal_bases": [...], "proposal", "articles": [...], "copies": [...], "signer_lines": [...],
    "signer_name", "issuer_lines": [...], "authority", "place"}.
    """

    state = models.CharField(
        "trạng thái", max_length=20, choices=DecisionState.choices, default=DecisionState.DRAFT, editable=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="decisions", verbose_name="cơ quan ban hành")
    award_kind = models.ForeignKey(AwardKind, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=12)
    symbol = models.CharField("ký hiệu", max_length=30)
    number = models.PositiveIntegerField("số", null=True, editable=False)
    number_source = models.CharField(max_length=12, choices=NumberSource.choices, blank=True, editable=False)
    year = models.PositiveIntegerField(null=True, editable=False)
    planned_date = models.DateField("ngày ký dự kiến")
    sign_date = models.DateField("ngày ký", null=True, editable=False)
    reason = models.CharField("lý do khen", max_length=300)
    texts = models.JSONField(default=dict)
    texts_edited = models.BooleanField(default=False, editable=False)
    snapshot = models.JSONField(default=dict, editable=False)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    pdf_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    money_total = models.PositiveBigIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-sign_date", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "symbol", "year", "number"], name="decision_number_once")]

    @property
    def number_text(self) -> str:
        """ "05/QĐ-UBND"; "" before issue."""
        return f"{self.number:02d}/{self.symbol}" if self.number else ""


class DecisionLine(models.Model):
    """A nomination inside a decision, in printed order; one open decision at most for each line."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="lines")
    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="decision_line")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
