"""The dated tree of units. Names and statistical codes are facts of a period, never keys."""

from datetime import date

from django.db import models
from django.db.models import Q

from campaigns.enums import Block, SuccessionKind, UnitLevel
from thiduakhenthuong.core.dated import DatedQuerySet, holds
from thiduakhenthuong.core.models import Record


class UnitQuerySet(DatedQuerySet):
    """Reading the tree. `path` is "/12/345/" of primary keys: a subtree is one indexed prefix."""

    def under(self, *units):
        """The given units and everything below them."""
        inside = Q(pk__in=[])
        for unit in units:
            inside |= Q(path__startswith=unit.path)
        return self.filter(inside)


class Unit(Record):
    """An office, commune, school, firm: one life from `valid_from` to `valid_to` under one parent.

    A merger ends this row and begins another; `UnitSuccession` links them.
    """

    code = models.CharField("mã thống kê", max_length=20, blank=True)
    slug = models.CharField("mã dữ liệu", max_length=60, unique=True, editable=False)  # stable key of the loader
    name = models.CharField("tên", max_length=250)
    short_name = models.CharField("tên ngắn", max_length=150, blank=True)
    level = models.CharField("cấp", max_length=12, choices=UnitLevel.choices)
    kind = models.CharField("loại", max_length=40, blank=True)  # "huyện", "thị trấn", "department", …
    block = models.CharField("khối", max_length=24, choices=Block.choices, default=Block.GOVERNMENT)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, editable=False, db_index=True)
    place = models.CharField(max_length=200, blank=True, editable=False)  # "huyện Nam Sách", "tỉnh Hải Dương"
    search_key = models.CharField(max_length=250, editable=False, db_index=True)
    sort_key = models.CharField(max_length=500, editable=False)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    emulation_group = models.CharField("cụm, khối thi đua", max_length=100, blank=True)
    certainty = models.CharField(max_length=10, blank=True)
    note = models.TextField("ghi chú", blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["level", "valid_to"], name="unit_level_idx")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_it_begins",
            )
        ]

    def __str__(self):
        return self.name

    def lives_on(self, day: date) -> bool:
        """Whether the unit exists on a day."""
        return holds(self.valid_from, self.valid_to, day)

    @property
    def label(self) -> str:
        """The name with its place and period: "Xã Nam Trung (huyện Nam Sách, đến 30/11/2024)"."""
        parts = [self.place] if self.place else []
        if self.valid_to:
            parts.append(f"đến {self.valid_to:%d/%m/%Y}")
        return f"{self.name} ({', '.join(parts)})" if parts else self.name


class UnitSuccession(models.Model):
    """Old unit → new unit on a day; many to many, with one default successor for each old unit."""

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="origins")
    effective_date = models.DateField("ngày hiệu lực")
    kind = models.CharField("hình thức", max_length=12, choices=SuccessionKind.choices)
    whole = models.BooleanField("toàn bộ", default=True)
    is_default = models.BooleanField("đơn vị kế thừa mặc định", default=True)
    legal_basis = models.CharField("văn bản", max_length=200, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new", "effective_date"], name="succession_once")]
