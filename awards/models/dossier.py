"""A dossier: a bundle of nominations with its tờ trình, sent by one unit to a deciding unit."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.enums import DossierState
from awards.models.catalogue import CommendationType
from campaigns.models import Campaign, Objective, Unit
from thiduakhenthuong.core.models import Record, StatefulRecord, StoredFile


class Round(Record):
    """Đợt xét: one occasion with its deadline, opened by the deciding unit (or used for both levels of an event)."""

    name = models.CharField("tên đợt", max_length=250)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rounds")
    opens_on = models.DateField("mở từ ngày", null=True, blank=True)
    deadline = models.DateField("hạn nhận hồ sơ", null=True, blank=True)
    ceremony_on = models.DateField("ngày trao", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-deadline", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(deadline=None) | Q(deadline__gte=models.F("opens_on")),
                name="round_opens_before_its_deadline",
            )
        ]

    def __str__(self):
        return self.name


class Dossier(StatefulRecord):
    """Moved only by `awards.workflow.DOSSIER`. `reason` is printed: "thành tích xuất sắc trong phong trào …"."""

    state = models.CharField(
        "trạng thái", max_length=20, choices=DossierState.choices, default=DossierState.DRAFT, editable=False
    )
    code = models.CharField("mã hồ sơ", max_length=20, unique=True, editable=False)  # HS-2020-0141
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="dossiers", verbose_name="đơn vị trình")
    deciding_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="incoming_dossiers", verbose_name="nơi quyết định"
    )
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, verbose_name="đợt xét")
    campaign_text = models.CharField("đợt xét hoặc phong trào", max_length=250)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="dossiers", verbose_name="phong trào thi đua"
    )
    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="dossiers", verbose_name="mục tiêu nghị quyết"
    )
    commendation_type = models.ForeignKey(CommendationType, on_delete=models.PROTECT, verbose_name="loại hình")
    period_from = models.DateField("thành tích từ ngày")
    period_to = models.DateField("đến ngày")
    reason = models.CharField("lý do khen in trên quyết định", max_length=300)
    head_name = models.CharField("người đứng đầu chịu trách nhiệm", max_length=100)
    head_title = models.CharField("chức vụ", max_length=150)
    submission_number = models.CharField("số tờ trình", max_length=30, blank=True)
    submission_date = models.DateField("ngày tờ trình", null=True, blank=True)
    meeting_date = models.DateField("ngày họp Hội đồng", null=True, blank=True)
    votes_yes = models.PositiveSmallIntegerField("số phiếu đồng ý", null=True, blank=True)
    votes_total = models.PositiveSmallIntegerField("tổng số phiếu", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ready_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, editable=False)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True, editable=False)  # this day sets the regime of standards
    concluded_at = models.DateTimeField(null=True, editable=False)
    custom_order = models.BooleanField(default=False, editable=False)  # the officer's own order, by dragging

    class Meta:
        ordering = ["-updated_at", "-pk"]
        indexes = [models.Index(fields=["deciding_unit", "state"], name="dossier_inbox_idx")]
        constraints = [
            models.CheckConstraint(condition=Q(period_to__gte=models.F("period_from")), name="dossier_period_in_order")
        ]

    def __str__(self):
        return self.code


class Attachment(Record):
    """A paper of a dossier, or of one line of it. Taken away by `removed_at`, never deleted."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="attachments")
    nomination = models.ForeignKey(
        "awards.Nomination", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    paper_code = models.CharField("loại giấy tờ", max_length=30)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["paper_code", "pk"]
