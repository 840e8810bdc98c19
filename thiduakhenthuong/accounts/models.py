"""Who signs in. What a user may do is campaigns.Membership; nothing here knows units."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account of one person. `full_name` is what pages, events and conflicts show."""

    first_name = last_name = None
    full_name = models.CharField("họ và tên", max_length=150)
    honorific = models.CharField("xưng hô", max_length=10, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    REQUIRED_FIELDS = ["full_name"]

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        """The given name, as people address each other: "Hạnh"."""
        return self.full_name.split()[-1] if self.full_name else self.username

    def __str__(self):
        return self.full_name or self.username
