"""The register: every award held, word for word as decided. Rows are never deleted."""

from django.db import models

from awards.enums import AwardStatus, DecidingLevel, RecipientKind
from awards.models.catalogue import AwardKind
from awards.models.decision import Decision
from awards.models.nomination import Nomination
from awards.models.recipient import RecipientNames
from campaigns.enums import Gender
from campaigns.models import Household, Person, Unit
from thiduakhenthuong.core.models import Record


class Award(RecipientNames, Record):
    """Words frozen at issue (name, title, unit, authority, signer, amount), identities beside them."""

    recipient_kind = models.CharField("đối tượng", max_length=10, choices=RecipientKind.choices)
    name = models.CharField("họ và tên, tên tập thể", max_length=250)
    search_key = models.CharField(max_length=250, editable=False, db_index=True)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)
    gender = models.CharField(max_length=6, choices=Gender.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField("chức vụ", max_length=150, blank=True)
    unit_text = models.CharField("đơn vị", max_length=250, blank=True)
    address = models.CharField(max_length=250, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="awards")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, blank=True, related_name="awards")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="awards")
    award_kind = models.ForeignKey(AwardKind, on_delete=models.PROTECT, related_name="awards")
    award_name = models.CharField("danh hiệu, hình thức", max_length=200)
    level = models.CharField("cấp quyết định", max_length=12, choices=DecidingLevel.choices)
    reward_kind = models.CharField("loại hình", max_length=20, blank=True)  # code of CommendationType
    achievement = models.TextField("thành tích", blank=True)
    reason = models.CharField(max_length=300, blank=True)
    achievement_year = models.PositiveSmallIntegerField("năm thành tích", null=True, blank=True)
    period_text = models.CharField("thời gian lập thành tích", max_length=60, blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    is_leader = models.BooleanField(null=True, blank=True)
    is_direct_worker = models.BooleanField(null=True, blank=True)
    is_party_member = models.BooleanField(null=True, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="awards")
    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, null=True, blank=True, related_name="award")
    deciding_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="decided_awards")
    authority = models.CharField("cơ quan quyết định", max_length=200)
    decision_number = models.CharField("số quyết định", max_length=60, db_index=True)
    decision_date = models.DateField("ngày quyết định", null=True, db_index=True)
    signer_name = models.CharField(max_length=100, blank=True)
    signer_lines = models.JSONField(default=list)
    list_position = models.PositiveIntegerField(default=0)
    coefficient_x1000 = models.PositiveIntegerField(null=True, blank=True)
    base_salary = models.PositiveIntegerField(null=True, blank=True)
    amount = models.PositiveBigIntegerField("tiền thưởng", null=True, blank=True)
    status = models.CharField("tình trạng", max_length=10, choices=AwardStatus.choices, default=AwardStatus.IN_FORCE)
    source = models.CharField("nguồn", max_length=100, blank=True)
    source_key = models.CharField(max_length=60, unique=True, null=True, blank=True, editable=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-decision_date", "award_kind__order", "list_position", "pk"]
        indexes = [
            models.Index(fields=["person", "-decision_date"], name="award_person_idx"),
            models.Index(fields=["unit", "-decision_date"], name="award_unit_idx"),
            models.Index(fields=["deciding_unit", "-decision_date"], name="award_decider_idx"),
        ]

    @property
    def year(self) -> int | None:
        """The year it counts for: that of the achievement, else of the decision."""
        return self.achievement_year or (self.decision_date.year if self.decision_date else None)
