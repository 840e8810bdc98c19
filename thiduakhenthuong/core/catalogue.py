"""The row of every dated catalogue: known by its slug, edited on a screen, ended by date, never deleted."""

from datetime import date

from django.db import models

from thiduakhenthuong.core.dated import DatedQuerySet, holds
from thiduakhenthuong.core.enums import Certainty


class CatalogueRow(models.Model):
    """What every row of the catalogue carries."""

    slug = models.CharField("mã dòng", max_length=150, unique=True, editable=False)
    valid_from = models.DateField("hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    certainty = models.CharField("đối chiếu", max_length=10, choices=Certainty.choices, default=Certainty.VERIFY)
    edited = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def in_force(self, day: date) -> bool:
        """Whether the row is in force on a day."""
        return holds(self.valid_from, self.valid_to, day)
