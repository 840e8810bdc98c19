"""A campaign, what belongs to its launch, and the duties it makes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.enums import CampaignKind, CampaignState, DutyKind, Escalation, StageKind, UnitLevel
from campaigns.models.measure import Measure, Objective, Resolution, YearValue
from campaigns.models.unit import Unit
from thiduakhenthuong.core.models import Record, StatefulRecord, StoredFile

USER = settings.AUTH_USER_MODEL


class Campaign(StatefulRecord):
    """Moved only by `campaigns.workflow.CAMPAIGN`. `unit` keeps it in the system, `launcher` is who launched it in words.

    The head is one named person with the title held at the time; `head` is the account that confirms.
    """

    state = models.CharField(
        "trạng thái", max_length=20, choices=CampaignState.choices, default=CampaignState.DRAFT, editable=False
    )
    code = models.CharField("mã", max_length=20, unique=True, editable=False)  # PT-2020-0003
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="campaigns", verbose_name="đơn vị phát động")
    level = models.CharField("cấp", max_length=12, choices=UnitLevel.choices)
    launcher = models.CharField("người, cơ quan phát động", max_length=150, blank=True)
    name = models.CharField("tên phong trào", max_length=250)
    search_key = models.CharField(max_length=250, editable=False, db_index=True)
    kind = models.CharField("loại", max_length=10, choices=CampaignKind.choices, default=CampaignKind.REGULAR)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="phong trào cấp trên"
    )
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name="nghị quyết phục vụ"
    )
    slogans = models.TextField("khẩu hiệu", blank=True)  # one on each line
    central_task = models.CharField("nhiệm vụ trọng tâm", max_length=300, blank=True)
    reason = models.TextField("lý do phát động", blank=True)
    period_from = models.DateField("từ ngày")
    period_to = models.DateField("đến ngày")
    register_by = models.DateField("hạn đăng ký", null=True, blank=True)
    head = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tài khoản")
    head_name = models.CharField("người đứng đầu chịu trách nhiệm", max_length=100, blank=True)
    head_title = models.CharField("chức vụ", max_length=150, blank=True)
    document_number = models.CharField("số quyết định, kế hoạch", max_length=40, blank=True)
    document_date = models.DateField("ngày ký", null=True, blank=True)
    signer_lines = models.CharField("chức danh ký", max_length=150, blank=True)  # "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH"
    signer_name = models.CharField("người ký", max_length=100, blank=True)
    launched_on = models.DateField("ngày phát động", null=True, blank=True)
    purpose = models.TextField("mục đích, yêu cầu", blank=True)
    participants = models.TextField("đối tượng, phạm vi", blank=True)
    content = models.TextField("nội dung", blank=True)
    award_terms = models.TextField("tiêu chuẩn, hình thức, số lượng khen", blank=True)
    funding = models.TextField("kinh phí", blank=True)
    organisation = models.TextField("tổ chức thực hiện", blank=True)
    certainty = models.CharField(max_length=10, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    launched_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    units = models.ManyToManyField(Unit, through="CampaignUnit", related_name="joined_campaigns")

    class Meta:
        ordering = ["-period_from", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(period_to__gte=models.F("period_from")), name="campaign_period_in_order")
        ]

    def __str__(self):
        return self.name

    @property
    def slogan_lines(self) -> list[str]:
        """Slogans, one each."""
        return [line.strip() for line in self.slogans.splitlines() if line.strip()]

    @property
    def years(self) -> range:
        """Years that the period touches."""
        return range(self.period_from.year, self.period_to.year + 1)


class CampaignAlias(models.Model):
    """An old or colloquial name under which people look for a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField("tên gọi khác", max_length=250)
    search_key = models.CharField(max_length=250, editable=False, db_index=True)


class CampaignUnit(models.Model):
    """A unit in scope, with its accountable head by name and title of the day of the launch."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    head_name = models.CharField("người đứng đầu", max_length=100, blank=True)
    head_title = models.CharField("chức vụ", max_length=150, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="campaign_unit_once")]


class Stage(models.Model):
    """A mid-term or final review."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField("mốc", max_length=10, choices=StageKind.choices)
    name = models.CharField("tên", max_length=150, blank=True)
    due_on = models.DateField("thời hạn")
    done_on = models.DateField("đã làm ngày", null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]


class Target(Measure):
    """A target of a campaign, tied to an objective; `parent` is the target of the parent campaign it was taken over from."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="targets")
    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="mục tiêu phục vụ"
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        ordering = ["order", "pk"]


class TargetYear(YearValue):
    """One year of a target."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="years")

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["target", "year"], name="target_year_once")]


class Obligation(Record):
    """A duty of one unit in one campaign, with its deadline, who answers for it, and how far it has climbed when late.

    `year` and `quarter` (1–4) say which report; 0 where they do not apply. `head_*` are the words of the day.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="obligations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="obligations")
    kind = models.CharField("nghĩa vụ", max_length=10, choices=DutyKind.choices)
    year = models.PositiveSmallIntegerField(default=0)
    quarter = models.PositiveSmallIntegerField(default=0)
    stage = models.ForeignKey(Stage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField("thời hạn")
    done_at = models.DateTimeField("đã làm lúc", null=True)
    was_late = models.BooleanField(default=False)
    head_name = models.CharField(max_length=100, blank=True)
    head_title = models.CharField(max_length=150, blank=True)
    reminders = models.PositiveSmallIntegerField("số lần nhắc", default=0)
    reminded_at = models.DateTimeField(null=True)
    escalation = models.PositiveSmallIntegerField(choices=Escalation.choices, default=Escalation.NONE)
    escalated_at = models.DateTimeField(null=True)
    note = models.CharField("nội dung đã làm", max_length=300, blank=True)
    stored = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the review's report

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "kind", "year", "quarter", "due_on"], name="obligation_once")
        ]
        indexes = [models.Index(fields=["done_at", "due_on"], name="obligation_open_idx")]
