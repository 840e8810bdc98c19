"""Clusters of a year, the scorecard as data, three scores side by side."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.enums import ClusterState, CriterionKind, ScoreSheetState
from campaigns.models.campaign import Target
from campaigns.models.unit import Unit
from thiduakhenthuong.core.models import Record, StatefulRecord, StoredFile

USER = settings.AUTH_USER_MODEL
POINTS = {"max_digits": 7, "decimal_places": 2, "null": True, "blank": True}


class Scorecard(Record):
    """The yearly table of criteria of an organising unit; used by its clusters of that year."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="scorecards", verbose_name="đơn vị tổ chức")
    year = models.PositiveSmallIntegerField("năm")
    name = models.CharField("tên bảng chấm điểm", max_length=250)
    maximum = models.DecimalField("tổng điểm chuẩn", max_digits=7, decimal_places=2)
    bonus_limit = models.DecimalField("trần điểm thưởng", **POINTS)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-year", "name"]

    def __str__(self):
        return self.name


class Criterion(Record):
    """One row of a scorecard. A formula criterion reads the unit's result of `target` in the year."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="criteria")
    order = models.PositiveIntegerField(default=0)
    part = models.CharField("phần", max_length=150, blank=True)
    name = models.CharField("tiêu chí", max_length=300)
    kind = models.CharField("cách chấm", max_length=8, choices=CriterionKind.choices, default=CriterionKind.HAND)
    maximum = models.DecimalField("điểm chuẩn", max_digits=7, decimal_places=2)
    target = models.ForeignKey(Target, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chỉ tiêu")
    department = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan thẩm định"
    )
    guide = models.CharField("hướng dẫn chấm", max_length=300, blank=True)

    class Meta:
        ordering = ["order", "pk"]


class Cluster(StatefulRecord):
    """A cụm or khối of one year with its head and deputy in rotation. Locked by `workflow.CLUSTER` when agreed."""

    state = models.CharField("trạng thái", max_length=20, choices=ClusterState.choices, default=ClusterState.OPEN, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="clusters", verbose_name="đơn vị tổ chức")
    year = models.PositiveSmallIntegerField("năm")
    name = models.CharField("tên cụm, khối", max_length=150)
    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, null=True, blank=True, related_name="clusters")
    head_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cụm trưởng"
    )
    deputy_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cụm phó"
    )
    agreed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-year", "name"]
        constraints = [models.UniqueConstraint(fields=["unit", "year", "name"], name="cluster_once")]

    def __str__(self):
        return f"{self.name} năm {self.year}"


class ClusterMember(StatefulRecord):
    """A unit in a cluster, its sheet of scores, and what was agreed. Moved by `workflow.SCORE_SHEET`."""

    state = models.CharField(
        "trạng thái", max_length=20, choices=ScoreSheetState.choices, default=ScoreSheetState.DRAFT, editable=False
    )
    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="members")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cluster_memberships")
    total = models.DecimalField("tổng điểm", **POINTS)
    rank = models.PositiveSmallIntegerField("xếp hạng", null=True, blank=True)
    rank_note = models.CharField("lý do xếp hạng khi bằng điểm", max_length=250, blank=True)
    votes_yes = models.PositiveSmallIntegerField("số phiếu suy tôn", null=True, blank=True)
    votes_total = models.PositiveSmallIntegerField("tổng số phiếu", null=True, blank=True)
    proposal = models.CharField("đề nghị", max_length=150, blank=True)

    class Meta:
        ordering = ["rank", "unit__sort_key"]
        constraints = [models.UniqueConstraint(fields=["cluster", "unit"], name="cluster_member_once")]


class Score(Record):
    """Points of one unit for one criterion: self, appraised, agreed; none overwrites another."""

    member = models.ForeignKey(ClusterMember, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    plan = models.DecimalField("kế hoạch", max_digits=18, decimal_places=4, null=True, blank=True)
    actual = models.DecimalField("thực hiện", max_digits=18, decimal_places=4, null=True, blank=True)
    self_points = models.DecimalField("tự chấm", **POINTS)
    appraised_points = models.DecimalField("thẩm định", **POINTS)
    agreed_points = models.DecimalField("cụm thống nhất", **POINTS)
    explanation = models.CharField("giải trình", max_length=500, blank=True)
    appraiser_note = models.CharField("ý kiến thẩm định", max_length=500, blank=True)
    evidence = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    appraised_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "criterion"], name="score_once"),
            models.CheckConstraint(condition=Q(self_points=None) | Q(self_points__gte=0), name="score_not_negative"),
        ]
