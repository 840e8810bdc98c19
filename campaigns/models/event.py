"""Draft documents sent for comment, conferences, and the head's page for the yearly assessment."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.enums import CommentAnswer, DraftState, HeadReportState
from campaigns.models.campaign import Campaign
from campaigns.models.exemplar import Exemplar
from campaigns.models.unit import Unit
from thiduakhenthuong.core.models import Record, StatefulRecord, StoredFile

USER = settings.AUTH_USER_MODEL


class DraftDocument(StatefulRecord):
    """One numbered version of a draft plan, decision or directive, and the units asked for their opinion."""

    state = models.CharField("trạng thái", max_length=20, choices=DraftState.choices, default=DraftState.DRAFT, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="drafts")
    title = models.CharField("tên dự thảo", max_length=250)
    edition = models.PositiveSmallIntegerField("lần", default=1)
    body = models.TextField("nội dung dự thảo", blank=True)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField("góp ý trước ngày", null=True, blank=True)
    circulated_at = models.DateTimeField(null=True, editable=False)
    asked = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="nơi được hỏi ý kiến")
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["campaign", "title", "-edition"]
        constraints = [models.UniqueConstraint(fields=["campaign", "title", "edition"], name="draft_edition_once")]


class DraftComment(Record):
    """Who said what about which passage, and how it was taken in."""

    draft = models.ForeignKey(DraftDocument, on_delete=models.PROTECT, related_name="comments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị góp ý")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    author_text = models.CharField("người góp ý", max_length=150, blank=True)
    passage = models.CharField("phần được góp ý", max_length=250, blank=True)
    opinion = models.TextField("ý kiến")
    answer = models.CharField("xử lý", max_length=10, choices=CommentAnswer.choices, default=CommentAnswer.PENDING)
    explanation = models.TextField("tiếp thu, giải trình", blank=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["created_at", "pk"]


class Conference(Record):
    """A congress of exemplars: its ordinal, the period it reviews and the period it launches; the date may move."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="conferences", verbose_name="đơn vị tổ chức")
    name = models.CharField("tên hội nghị", max_length=250)
    ordinal = models.PositiveSmallIntegerField("lần thứ", null=True, blank=True)
    reviewed_from = models.PositiveSmallIntegerField("nhìn lại từ năm", null=True, blank=True)
    reviewed_to = models.PositiveSmallIntegerField("nhìn lại đến năm", null=True, blank=True)
    launched_from = models.PositiveSmallIntegerField("phát động từ năm", null=True, blank=True)
    launched_to = models.PositiveSmallIntegerField("phát động đến năm", null=True, blank=True)
    held_on = models.DateField("ngày tổ chức", null=True, blank=True)
    starts_at = models.CharField("giờ", max_length=10, blank=True)
    venue = models.CharField("địa điểm", max_length=200, blank=True)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="conferences", verbose_name="phong trào phát động"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    exemplars = models.ManyToManyField(Exemplar, through="ConferenceExemplar", related_name="conferences")

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_from=None) | Q(reviewed_to=None) | Q(reviewed_to__gte=models.F("reviewed_from")),
                name="conference_reviewed_in_order",
            ),
            models.CheckConstraint(
                condition=Q(launched_from=None) | Q(launched_to=None) | Q(launched_to__gte=models.F("launched_from")),
                name="conference_launched_in_order",
            ),
        ]

    def __str__(self):
        return self.name


class ConferenceItem(models.Model):
    """A line of the programme."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveIntegerField(default=0)
    time = models.CharField("giờ", max_length=20, blank=True)
    content = models.CharField("nội dung", max_length=300)
    person = models.CharField("người thực hiện", max_length=150, blank=True)

    class Meta:
        ordering = ["order", "pk"]


class ConferenceExemplar(models.Model):
    """An example shown at the conference, in order, with how it is shown (báo cáo, giao lưu, triển lãm)."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="shown")
    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(default=0)
    part = models.CharField("hình thức", max_length=100, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["conference", "exemplar"], name="conference_exemplar_once")]


class HeadReport(StatefulRecord):
    """The six indicators of a head for a year, frozen when approved. `figures` are what the page showed that day."""

    state = models.CharField(
        "trạng thái", max_length=20, choices=HeadReportState.choices, default=HeadReportState.DRAFT, editable=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="head_reports")
    year = models.PositiveSmallIntegerField("năm")
    head_name = models.CharField("người đứng đầu", max_length=100)
    head_title = models.CharField("chức vụ", max_length=150)
    figures = models.JSONField(default=dict)
    remark = models.CharField("nhận xét", max_length=500, blank=True)
    approved_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, editable=False)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "unit__sort_key"]
        constraints = [models.UniqueConstraint(fields=["unit", "year", "head_name"], name="head_report_once")]
