"""What readers of a public page say is wrong."""

from django.conf import settings
from django.db import models

from campaigns.models.campaign import Campaign
from thiduakhenthuong.core.models import Record


class PublicNote(Record):
    """A message from the public page of a campaign to the office that looks after it; never shown in public."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField("chỗ chưa đúng")
    contact = models.CharField("điện thoại hoặc thư điện tử", max_length=100, blank=True)
    answer = models.CharField("đã xử lý", max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
