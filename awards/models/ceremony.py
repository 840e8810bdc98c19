"""The awards side of a conference: which decisions are handed out, in which turn, by whom (the presenter is not the signer)."""

from django.db import models

from awards.models.decision import Decision
from campaigns.models import Conference


class CeremonyBatch(models.Model):
    """One decision whose awards are handed out at a conference, and who hands them over."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="award_batches")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="ceremony_batches")
    presenter = models.CharField("người trao", max_length=150, blank=True)  # "đồng chí …, Phó Chủ tịch UBND tỉnh"
    reader = models.CharField("người công bố quyết định", max_length=150, blank=True)
    per_turn = models.PositiveSmallIntegerField("số người mỗi lượt", default=10)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["conference", "decision"], name="ceremony_batch_once")]
