"""Shares of a target handed down, registrations and what they promise."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.enums import CommitmentPart, Gender, RegistrationKind, RegistrationState
from campaigns.models.campaign import Campaign, Target
from campaigns.models.measure import VALUE
from campaigns.models.person import BirthWords, Person
from campaigns.models.unit import Unit
from thiduakhenthuong.core.models import Record, StatefulRecord, StoredFile

USER = settings.AUTH_USER_MODEL


class Allocation(Record):
    """The part of a target that a unit (or a person in it) is to carry in one year; `parent` is the part it was cut from."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="allocations")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="allocations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="allocations")
    year = models.PositiveSmallIntegerField("năm")
    value = models.DecimalField("phần giao", **VALUE)
    note = models.CharField("ghi chú", max_length=250, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "unit", "year"], condition=Q(person=None, removed_at=None), name="allocation_unit_once"
            ),
            models.UniqueConstraint(
                fields=["target", "person", "year"], condition=~Q(person=None) & Q(removed_at=None), name="allocation_person_once"
            ),
        ]


class Registration(BirthWords, StatefulRecord):
    """What a unit, a branch or a person promises for one year of a campaign, and the titles aimed at.

    Names are the words of the day; `person` links an individual when known. Moved by `workflow.REGISTRATION`.
    """

    state = models.CharField(
        "trạng thái", max_length=20, choices=RegistrationState.choices, default=RegistrationState.DRAFT, editable=False
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="registrations", verbose_name="phong trào")
    year = models.PositiveSmallIntegerField("năm")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registrations", verbose_name="đơn vị")
    kind = models.CharField("cấp đăng ký", max_length=10, choices=RegistrationKind.choices, default=RegistrationKind.UNIT)
    branch = models.CharField("ngành, lĩnh vực", max_length=150, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations")
    person_name = models.CharField("họ và tên", max_length=100, blank=True)
    name_key = models.CharField(max_length=120, blank=True, editable=False)
    search_key = models.CharField(max_length=250, blank=True, editable=False)  # person or branch, without diacritics
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    gender = models.CharField("giới tính", max_length=6, choices=Gender.choices, blank=True)
    person_title = models.CharField("chức vụ", max_length=150, blank=True)
    title_code = models.CharField("danh hiệu đăng ký", max_length=30, blank=True)
    form_code = models.CharField("hình thức khen đăng ký", max_length=30, blank=True)
    initiative = models.CharField("sáng kiến dự kiến", max_length=250, blank=True)
    head_name = models.CharField("người đứng đầu", max_length=100, blank=True)
    head_title = models.CharField("chức vụ người đứng đầu", max_length=150, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    returned_note = models.TextField(blank=True, editable=False)  # why it came back, with an example
    is_late = models.BooleanField("gửi sau hạn", default=False, editable=False)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, editable=False)
    signed_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["unit__sort_key", "kind", "pk"]
        indexes = [models.Index(fields=["campaign", "year", "state"], name="registration_campaign_idx")]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "year", "unit"], condition=Q(kind="unit", removed_at=None), name="registration_unit_once"
            ),
            models.UniqueConstraint(
                fields=["campaign", "year", "unit", "branch"],
                condition=Q(kind="branch", removed_at=None),
                name="registration_branch_once",
            ),
        ]

    @property
    def subject(self) -> str:
        """Who registers, for headings."""
        if self.kind == RegistrationKind.INDIVIDUAL:
            return self.person_name
        return f"{self.unit.name} – {self.branch}" if self.branch else self.unit.name


class Commitment(Record):
    """One line of a registration. `needs_work` and `hints` are the answer of the text check, kept when the line is saved.

    `serves` is another campaign the line serves (a district sheet also serves the central campaigns).
    """

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="commitments")
    order = models.PositiveIntegerField(default=0)
    part = models.CharField("nhóm", max_length=10, choices=CommitmentPart.choices, default=CommitmentPart.TASK)
    text = models.CharField("nội dung", max_length=500)
    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name="chỉ tiêu phục vụ"
    )
    allocation = models.ForeignKey(
        Allocation, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name="phần được giao"
    )
    serves = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="served_by", verbose_name="phong trào phục vụ"
    )
    value = models.DecimalField("con số", **VALUE)
    unit_of_measure = models.CharField("đơn vị tính", max_length=40, blank=True)
    due_on = models.DateField("thời hạn", null=True, blank=True)
    last_year_value = models.DecimalField("kết quả năm trước", **VALUE)
    note = models.CharField("ghi chú, giải trình", max_length=300, blank=True)  # why less than last year; what is not counted
    hints = models.JSONField(default=list, editable=False)  # codes of campaigns.tally.text_check
    needs_work = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["order", "pk"]
        indexes = [
            models.Index(fields=["registration"], condition=Q(needs_work=True, removed_at=None), name="commitment_vague_idx")
        ]
