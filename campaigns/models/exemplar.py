"""Good examples: introduced, recognised, copied; initiatives and the ledger of their use."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.enums import (
    ExemplarKind,
    ExemplarState,
    InitiativeScope,
    InitiativeState,
    ReplicationState,
    UnitLevel,
)
from campaigns.models.campaign import Campaign
from campaigns.models.measure import VALUE, Objective
from campaigns.models.person import Person
from campaigns.models.unit import Unit
from thiduakhenthuong.core.models import Record, StatefulRecord, StoredFile

USER = settings.AUTH_USER_MODEL
LEVEL_WORDS = {
    UnitLevel.CENTRAL: "cấp trung ương", UnitLevel.PROVINCE: "cấp tỉnh", UnitLevel.DEPARTMENT: "cấp sở, ngành",
    UnitLevel.DISTRICT: "cấp huyện", UnitLevel.COMMUNE: "cấp xã",
}  # fmt: skip


class Exemplar(StatefulRecord):
    """A person, collective or model worth copying. `office` is the unit whose office looks after it (the inbox).

    Introduced by staff (`introduced_by`) or by a citizen (`introducer_*`, never shown in public). Moved by
    `workflow.EXEMPLAR`.
    """

    state = models.CharField(
        "trạng thái", max_length=20, choices=ExemplarState.choices, default=ExemplarState.INTRODUCED, editable=False
    )
    kind = models.CharField("loại", max_length=10, choices=ExemplarKind.choices, default=ExemplarKind.MODEL)
    title = models.CharField("tên điển hình, mô hình", max_length=200)
    search_key = models.CharField(max_length=250, editable=False, db_index=True)
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="exemplar_inbox", verbose_name="nơi tiếp nhận")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="exemplars", verbose_name="nơi khởi đầu"
    )
    place_text = models.CharField("nơi ở, nơi làm việc", max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="exemplars")
    keeper = models.CharField("người phụ trách", max_length=150, blank=True)  # "bà Đào Thị Nhạn, Chi hội trưởng"
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="exemplars")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="exemplars")
    story = models.TextField("việc đã làm", blank=True)
    problem = models.TextField("vấn đề", blank=True)
    way = models.TextField("cách làm", blank=True)
    results = models.TextField("kết quả", blank=True)
    result_value = models.DecimalField("con số kết quả", **VALUE)
    unit_of_measure = models.CharField("đơn vị tính", max_length=40, blank=True)
    cost = models.CharField("chi phí", max_length=300, blank=True)
    how_to_follow = models.CharField("muốn làm theo", max_length=500, blank=True)
    guide = models.ForeignKey(  # the paper that tells others step by step
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tài liệu hướng dẫn"
    )
    started_on = models.DateField("bắt đầu từ", null=True, blank=True)
    level = models.CharField("cấp công nhận", max_length=12, choices=UnitLevel.choices, blank=True)
    recognised_on = models.DateField("ngày công nhận", null=True, blank=True)
    recognised_by_text = models.CharField("văn bản công nhận", max_length=200, blank=True)
    consent_on = models.DateField("ngày đồng ý đăng tên, chuyện", null=True, blank=True)
    consent_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    introduced_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    introducer_name = models.CharField("người giới thiệu", max_length=100, blank=True)
    introducer_contact = models.CharField("điện thoại hoặc thư điện tử", max_length=100, blank=True)
    follow_code = models.CharField("mã theo dõi", max_length=12, unique=True, null=True, editable=False)
    declined_reason = models.CharField("lý do không chọn", max_length=300, blank=True)
    merged_into = models.ForeignKey(  # declined because the same example is already kept under this one
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["office", "state"], name="exemplar_inbox_idx")]

    def __str__(self):
        return self.title

    @property
    def place_words(self) -> str:
        """Where it began: "Xã Đồng Lạc, huyện Nam Sách", or the place as typed."""
        return ", ".join(filter(None, [self.unit.name, self.unit.place])) if self.unit else self.place_text

    @property
    def level_words(self) -> str:
        """How far it is recognised: "cấp huyện"; "" when it is not."""
        return LEVEL_WORDS.get(self.level, "")


class ExemplarPhoto(Record):
    """A photo with its own consent: without `consent_on` it is never shown outside the office."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="photos")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField("chú thích", max_length=200, blank=True)
    consent_on = models.DateField("ngày đồng ý", null=True, blank=True)
    consent_by = models.CharField("người đồng ý", max_length=100, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)


class Replication(StatefulRecord):
    """A unit that copies an example: since when, how large, with what result, confirmed by whom."""

    state = models.CharField(
        "trạng thái", max_length=20, choices=ReplicationState.choices, default=ReplicationState.ASKING, editable=False
    )
    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="replications")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="replications", verbose_name="nơi làm theo")
    started_on = models.DateField("làm theo từ", null=True, blank=True)
    value = models.DecimalField("quy mô hiện nay", **VALUE)
    result = models.CharField("kết quả", max_length=300, blank=True)
    keeper = models.CharField("người phụ trách", max_length=150, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["started_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["exemplar", "unit"], name="replication_once")]


class Initiative(StatefulRecord):
    """An initiative with its authors and shares; recognised by a decision for a scope. Moved by `workflow.INITIATIVE`."""

    state = models.CharField(
        "trạng thái", max_length=20, choices=InitiativeState.choices, default=InitiativeState.DRAFT, editable=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="initiatives", verbose_name="đơn vị")
    deciding_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nơi công nhận"
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="initiatives")
    name = models.CharField("tên sáng kiến", max_length=300)
    search_key = models.CharField(max_length=320, editable=False, db_index=True)
    field = models.CharField("lĩnh vực", max_length=150, blank=True)
    year = models.PositiveSmallIntegerField("năm áp dụng")
    summary = models.TextField("nội dung", blank=True)
    benefit = models.TextField("hiệu quả", blank=True)
    scope = models.CharField("phạm vi công nhận", max_length=10, choices=InitiativeScope.choices, blank=True)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decision_date = models.DateField("ngày quyết định", null=True, blank=True)
    decision_by = models.CharField("cơ quan công nhận", max_length=200, blank=True)
    declined_reason = models.CharField("lý do không công nhận", max_length=300, blank=True)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-pk"]

    def __str__(self):
        return self.name


class InitiativeAuthor(Record):
    """An author and his or her share in percent; the shares of one initiative make 100."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="authors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="initiatives")
    name = models.CharField("họ và tên", max_length=100)
    name_key = models.CharField(max_length=120, editable=False)
    search_key = models.CharField(max_length=100, editable=False, default="", db_index=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    title = models.CharField("chức vụ", max_length=150, blank=True)
    share = models.DecimalField("tỷ lệ đóng góp (%)", max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["-share", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="initiative_share_in_percent"),
        ]


class InitiativeUse(Record):
    """The ledger: an author's part of an initiative counted for one award, once. What verdicts will read."""

    author = models.OneToOneField(InitiativeAuthor, on_delete=models.PROTECT, related_name="use")
    purpose = models.CharField("dùng cho", max_length=200)  # "Chiến sĩ thi đua cơ sở năm 2020"
    title_code = models.CharField("mã danh hiệu", max_length=30)
    year = models.PositiveSmallIntegerField("năm")
    reference = models.CharField("số hồ sơ, quyết định", max_length=100, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
