"""People and households. A person is one human being, once; positions carry the time."""

from django.conf import settings
from django.db import models

from campaigns.enums import Gender
from campaigns.models.unit import Unit
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.dated import DatedQuerySet
from thiduakhenthuong.core.models import Record
from thiduakhenthuong.core.vntext import date_short


class BirthWords:
    """For models with `birth_date` and `birth_year`."""

    @property
    def birth_text(self) -> str:
        """ "05/02/1981", "1981" or ""."""
        return date_short(self.birth_date) or str(self.birth_year or "")


class Person(BirthWords, Record):
    """A human being. The name is stored as on the paper; the three keys are derived by the service."""

    full_name = models.CharField("họ và tên", max_length=100)
    search_key = models.CharField(max_length=100, editable=False, db_index=True)
    name_key = models.CharField(max_length=120, editable=False, db_index=True)
    sort_key = models.CharField(max_length=300, editable=False)
    gender = models.CharField("giới tính", max_length=6, choices=Gender.choices, blank=True)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    is_party_member = models.BooleanField("đảng viên", null=True, blank=True)
    ethnicity = models.CharField("dân tộc", max_length=40, blank=True)

    class Meta:
        ordering = ["sort_key", "pk"]

    def __str__(self):
        return self.full_name


class Position(models.Model):
    """A post of a person in a unit, from–to."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="positions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField("chức vụ", max_length=150)
    is_leader = models.BooleanField("lãnh đạo, quản lý", default=False)
    is_direct_worker = models.BooleanField("trực tiếp lao động, công tác", default=False)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]


class Household(Record):
    """A household, named by its head (chủ hộ)."""

    head_name = models.CharField("chủ hộ", max_length=100)
    address = models.CharField("địa chỉ", max_length=250, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="households")
    search_key = models.CharField(max_length=100, editable=False, db_index=True)
    name_key = models.CharField(max_length=120, editable=False, db_index=True)
    sort_key = models.CharField(max_length=300, editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]


class IdentityAnswer(models.Model):
    """What an officer answered to "cùng một người?": the words as entered against a known person, remembered."""

    name_key = models.CharField(max_length=120)
    birth = models.CharField(max_length=10, blank=True)  # "1981" or "1981-05-02", as entered
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identity_answers")
    same = models.BooleanField("là cùng một người")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name_key", "birth", "unit", "person"], name="identity_answer_once")]
