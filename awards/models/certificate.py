"""A certificate: golden-book number, check code and the stored sheet of one award."""

from django.db import models

from awards.models.register import Award
from thiduakhenthuong.core.models import Record, StoredFile


class Certificate(Record):
    """One for each award whose kind has a certificate; made in the issuing transaction, drawn later by a job."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="certificate")
    serial = models.PositiveIntegerField("số sổ vàng")
    series = models.CharField(max_length=60)  # form and issuer of the golden book
    year = models.PositiveIntegerField()
    code = models.CharField("mã kiểm tra", max_length=40, unique=True)
    model_code = models.CharField(max_length=40)
    texts = models.JSONField(default=dict)  # what the sheet prints, frozen at issue
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["series", "year", "serial"]
        constraints = [models.UniqueConstraint(fields=["series", "year", "serial"], name="golden_book_once")]

    @property
    def serial_text(self) -> str:
        """ "0008/2020", as printed in the golden book."""
        return f"{self.serial:04d}/{self.year}"
