"""The dated settings of the campaigns side, from campaigns/reference/*.csv, edited on the catalogue screens."""

from django.db import models

from campaigns.enums import Direction, Rollup
from thiduakhenthuong.core.catalogue import CatalogueRow


class CampaignRule(CatalogueRow):
    """A number the office sets: limits of verdicts, days of reminders, size of clusters (see queries.rules)."""

    code = models.CharField("mã", max_length=40)
    label = models.CharField("tên", max_length=200)
    value = models.DecimalField("giá trị", max_digits=12, decimal_places=2)
    unit_of_measure = models.CharField("đơn vị tính", max_length=30, blank=True)
    source = models.CharField("căn cứ", max_length=200, blank=True)

    class Meta:
        verbose_name = "mức đặt của phong trào"
        ordering = ["code", "valid_from"]

    def __str__(self):
        return self.label


class Indicator(CatalogueRow):
    """The pick list of indicators for targets and registrations, with an example of a concrete line."""

    name = models.CharField("chỉ tiêu", max_length=200)
    unit_of_measure = models.CharField("đơn vị tính", max_length=40, blank=True)
    direction = models.CharField("hướng", max_length=4, choices=Direction.choices, default=Direction.UP)
    rollup = models.CharField("cách cộng các năm", max_length=10, choices=Rollup.choices, default=Rollup.END_POINT)
    example = models.CharField("ví dụ đăng ký", max_length=250, blank=True)
    topic = models.CharField("từ khóa", max_length=200, blank=True)  # words of a vague line that call for this example

    class Meta:
        verbose_name = "chỉ tiêu gợi ý"
        ordering = ["slug"]

    def __str__(self):
        return self.name


class StockPhrase(CatalogueRow):
    """A phrase that says nothing without a number: "đẩy mạnh", "nâng cao" …"""

    phrase = models.CharField("cụm từ", max_length=80)

    class Meta:
        verbose_name = "cụm từ chung chung"
        ordering = ["phrase"]

    def __str__(self):
        return self.phrase
