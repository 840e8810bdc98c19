"""Which user does what for which unit, from–to."""

from django.conf import settings
from django.db import models

from campaigns.enums import Role
from campaigns.models.unit import Unit
from thiduakhenthuong.core.dated import DatedQuerySet


class Membership(models.Model):
    """One role of one user for one unit. Read anew at every request: a removed role ends at the next one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("vai trò", max_length=16, choices=Role.choices)
    title = models.CharField("chức vụ", max_length=150, blank=True)
    office = models.CharField("bộ phận", max_length=150, blank=True)  # "Phòng Nội vụ huyện Nam Sách"
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "unit", "role", "valid_from"], name="membership_once")]
