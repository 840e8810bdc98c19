"""One line of a dossier: one recipient and one kind of award, with its findings and appraisals."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.enums import NominationState, RecipientKind, Verdict
from awards.models.catalogue import AwardKind
from awards.models.dossier import Dossier
from awards.models.recipient import RecipientNames
from campaigns.enums import Gender
from campaigns.models import BirthWords, Household, Person, Unit
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.enums import Certainty
from thiduakhenthuong.core.models import StatefulRecord


class Nomination(RecipientNames, BirthWords, StatefulRecord):
    """Moved only by `awards.workflow.NOMINATION`. The words are as entered; person, household, unit are identities.

    `name` is the person's name, the household's head or the official name of the collective.
    """

    state = models.CharField(
        "trạng thái", max_length=20, choices=NominationState.choices, default=NominationState.ENTERED, editable=False
    )
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="nominations")
    position = models.PositiveIntegerField("thứ tự", default=0)
    recipient_kind = models.CharField("đối tượng", max_length=10, choices=RecipientKind.choices)
    name = models.CharField("họ và tên, tên tập thể", max_length=250)
    search_key = models.CharField(max_length=250, editable=False, db_index=True)
    name_key = models.CharField(max_length=300, editable=False, db_index=True)
    sort_key = models.CharField(max_length=600, editable=False)
    gender = models.CharField("giới tính", max_length=6, choices=Gender.choices, blank=True)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    title = models.CharField("chức vụ", max_length=150, blank=True)
    unit_text = models.CharField("đơn vị (ghi trên bằng)", max_length=250, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations")
    address = models.CharField("địa chỉ", max_length=250, blank=True)  # households
    award_kind = models.ForeignKey(AwardKind, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    achievement = models.TextField("thành tích", blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations")
    is_leader = models.BooleanField("lãnh đạo, quản lý", null=True, blank=True)
    is_direct_worker = models.BooleanField("trực tiếp lao động, công tác", null=True, blank=True)
    is_party_member = models.BooleanField("đảng viên", null=True, blank=True)
    ethnicity = models.CharField("dân tộc", max_length=40, blank=True)
    vote_percent = models.DecimalField("tỷ lệ phiếu (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    facts = models.JSONField("dữ kiện khác", default=dict, blank=True)  # size, ldtt_share, cstdcs… of a collective
    note = models.CharField("ghi chú", max_length=300, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True, editable=False)
    verdict_text = models.CharField(max_length=200, blank=True, editable=False)  # the worst finding, short
    checked_at = models.DateTimeField(null=True, editable=False)
    fields_to_fix = models.JSONField(default=list, editable=False)  # open to the unit while sent_back
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    appraised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    appraised_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)  # taken out of an editable dossier; undo clears it

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["dossier", "state"], name="nomination_dossier_idx"),
            models.Index(fields=["name_key", "birth_year"], name="nomination_twin_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("entered_by")), name="approver_is_not_creator"
            )
        ]

    def __str__(self):
        return self.name


class Finding(models.Model):
    """The verdict of one rule on one line, with its sentence and article; rewritten whenever the line is checked."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="findings")
    rule_code = models.CharField(max_length=12)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    short = models.CharField(max_length=120)
    sentence = models.TextField()
    citation = models.TextField(blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty.choices)
    data = models.JSONField(default=dict)  # what was found: public ids of twins, codes of papers…

    class Meta:
        ordering = ["pk"]


class Appraisal(models.Model):
    """What an officer decided about one line; rows stay, so that everything that happened stays visible."""

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="appraisals")
    action = models.CharField(max_length=20)  # accept, send_back, resubmit, decline, approve, …
    reason_code = models.CharField(max_length=6, blank=True)
    sentence = models.TextField(blank=True)
    fields_to_fix = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
