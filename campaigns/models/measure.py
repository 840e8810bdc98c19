"""What an indicator says, shared by the objectives of a resolution and the targets of a campaign; and its years."""

from django.db import models
from django.db.models import Q

from campaigns.enums import Direction, Operator, Rollup
from campaigns.models.unit import Unit
from thiduakhenthuong.core.models import Record

VALUE = {"max_digits": 18, "decimal_places": 4, "null": True, "blank": True}


class Measure(Record):
    """An indicator with its unit of measure, direction, operator, baseline, term value and roll-up rule.

    Values are in `unit_of_measure`; a range runs from `term_value` to `term_value_max`; a qualitative measure has
    words only (`term_text`). `splits` says that shares of the value may be handed to units and added up again.
    """

    code = models.CharField("mã", max_length=20, blank=True)
    order = models.PositiveIntegerField("thứ tự", default=0)
    group = models.CharField("nhóm", max_length=150, blank=True)
    indicator = models.CharField("chỉ tiêu", max_length=250)
    unit_of_measure = models.CharField("đơn vị tính", max_length=40, blank=True)
    direction = models.CharField("hướng", max_length=4, choices=Direction.choices, default=Direction.UP)
    operator = models.CharField("cách đặt số", max_length=12, choices=Operator.choices, default=Operator.AT_LEAST)
    baseline = models.DecimalField("số gốc", **VALUE)
    baseline_year = models.PositiveSmallIntegerField("năm gốc", null=True, blank=True)
    baseline_text = models.CharField("hiện trạng", max_length=150, blank=True)
    term_value = models.DecimalField("cả kỳ", **VALUE)
    term_value_max = models.DecimalField("cả kỳ, mức trên", **VALUE)
    term_text = models.CharField("đích định tính", max_length=250, blank=True)
    due_on = models.DateField("đạt trước ngày", null=True, blank=True)
    rollup = models.CharField("cách cộng các năm", max_length=10, choices=Rollup.choices, default=Rollup.END_POINT)
    splits = models.BooleanField("chia được cho đơn vị", default=False)
    exclusion_note = models.CharField("không tính", max_length=250, blank=True)  # "chưa tính tiền sử dụng đất"
    department = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị chủ trì"
    )
    department_text = models.CharField("đơn vị chủ trì (chữ)", max_length=150, blank=True)
    certainty = models.CharField(max_length=10, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.indicator

    @property
    def is_qualitative(self) -> bool:
        """Judged by words, never by a bar."""
        return self.operator == Operator.QUALITATIVE

    @property
    def is_rate(self) -> bool:
        """Percent and "…/…": adding such values of several units means nothing."""
        return "%" in self.unit_of_measure or "/" in self.unit_of_measure

    @property
    def department_name(self) -> str:
        """The accountable department, by the tree or by words."""
        return self.department.name if self.department_id else self.department_text

    @property
    def label(self) -> str:
        """The code and the words: "K01 Tốc độ tăng GRDP bình quân"."""
        return f"{self.code} {self.indicator}".strip()


class YearValue(models.Model):
    """The value a measure should have in one year; for a range, from `value` to `value_max`."""

    year = models.PositiveSmallIntegerField("năm")
    value = models.DecimalField("kế hoạch", **VALUE)
    value_max = models.DecimalField("kế hoạch, mức trên", **VALUE)
    text = models.CharField("đích định tính", max_length=250, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Resolution(Record):
    """A resolution of a Party congress: its tree of objectives is what campaigns and awards serve."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="resolutions", verbose_name="đơn vị")
    name = models.CharField("tên", max_length=300)  # "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XIX"
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    adopted_on = models.DateField("ngày ban hành", null=True, blank=True)
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")
    aim = models.CharField("mục tiêu tổng quát", max_length=500, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-first_year", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(last_year__gte=models.F("first_year")), name="resolution_years_in_order")
        ]

    def __str__(self):
        return self.name

    @property
    def years(self) -> range:
        """Years of the term."""
        return range(self.first_year, self.last_year + 1)


class Objective(Measure):
    """A node of the tree; `parent` is a node above it (the groups of a resolution are the words in `group`)."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="objectives")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["resolution", "code"], condition=~Q(code=""), name="objective_code_once")]


class ObjectiveYear(YearValue):
    """One year of an objective."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="years")

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["objective", "year"], name="objective_year_once")]
