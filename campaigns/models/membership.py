"""Which user does what for which unit, from–to."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.enums import Role
from campaigns.models.unit import Unit


class MembershipQuerySet(models.QuerySet):
    def on(self, day: date):
        """Memberships in force on a day."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to=None) | Q(valid_to__gte=day))


class Membership(models.Model):
    """One role of one user for one unit. Read anew at every request: a removed role ends at the next one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("vai trò", max_length=16, choices=Role.choices)
    title = models.CharField("chức vụ", max_length=150, blank=True)
    office = models.CharField("bộ phận", max_length=150, blank=True)  # "Phòng Nội vụ huyện Nam Sách"
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "unit", "role", "valid_from"], name="membership_once")]
