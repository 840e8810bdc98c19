"""Results: one report of one unit for one quarter, a line for each target or commitment, evidence beside it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.enums import ReportState, ResultStatus
from campaigns.models.campaign import Campaign, Target
from campaigns.models.measure import VALUE
from campaigns.models.registration import Commitment
from campaigns.models.unit import Unit
from thiduakhenthuong.core.models import Record, StatefulRecord, StoredFile

USER = settings.AUTH_USER_MODEL


class Report(StatefulRecord):
    """The results of one unit in one campaign to the end of one quarter. Moved by `workflow.REPORT`."""

    state = models.CharField("trạng thái", max_length=20, choices=ReportState.choices, default=ReportState.DRAFT, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField("năm")
    quarter = models.PositiveSmallIntegerField("quý")
    head_name = models.CharField("người đứng đầu", max_length=100, blank=True)
    head_title = models.CharField("chức vụ", max_length=150, blank=True)
    note = models.TextField("nhận xét chung", blank=True)
    returned_note = models.TextField(blank=True, editable=False)
    is_late = models.BooleanField(default=False, editable=False)
    submitted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, editable=False)
    verified_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-year", "-quarter", "unit__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "year", "quarter"], name="report_once"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="report_quarter"),
        ]
        indexes = [models.Index(fields=["campaign", "year", "quarter", "state"], name="report_period_idx")]


class Result(Record):
    """One line: plan of the year, actual from 1 January to the end of the quarter (cumulative), in the unit of the target.

    Exactly one of `target` and `commitment` speaks; `is_lead` marks the figure of the whole campaign, reported by the
    department in charge.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="results")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, null=True, blank=True, related_name="results")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="results")
    is_lead = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=0)
    plan = models.DecimalField("kế hoạch", **VALUE)
    actual = models.DecimalField("thực hiện", **VALUE)
    actual_text = models.CharField("kết quả định tính", max_length=250, blank=True)
    status = models.CharField(max_length=10, choices=ResultStatus.choices, default=ResultStatus.NONE)
    explanation = models.CharField("giải trình", max_length=500, blank=True)
    returned_note = models.CharField(max_length=500, blank=True)
    edited_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")  # who typed last, for conflicts
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "target", "is_lead"], condition=~Q(target=None), name="result_target_once"),
            models.UniqueConstraint(
                fields=["report", "commitment"], condition=~Q(commitment=None), name="result_commitment_once"
            ),
            models.CheckConstraint(
                condition=Q(target=None, commitment__isnull=False) | Q(target__isnull=False, commitment=None),
                name="result_of_one_thing",
            ),
        ]


class Evidence(Record):
    """A file that proves a result; taken away by `removed_at`."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="evidence")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)


class TargetFigure(models.Model):
    """The figure of a whole target at the end of a quarter, kept when a report is saved (see services.figures).

    From the department in charge when it reports; else, for a target that splits, the sum of the units. `reported` counts
    units with a number, `verified` those whose report has been verified. Derived: may be rebuilt at any time.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    actual = models.DecimalField(**VALUE)
    actual_text = models.CharField(max_length=250, blank=True)
    met = models.BooleanField(null=True)  # the judgement on a qualitative target; None without one
    from_lead = models.BooleanField(default=False)
    reported = models.PositiveIntegerField(default=0)
    verified = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "year", "quarter"], name="target_figure_once")]
