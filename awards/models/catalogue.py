"""The dated catalogue: what may be given, by whom, for how much, on which legal base, with which papers and wording.

Rows come from awards/reference/*.csv, are edited by administrators on a screen, retired by date and never deleted.
`slug` is the stable key of a row (made by the loader from its natural key); `edited` rows are not overwritten by it.
"""

from django.db import models

from awards.enums import AwardFamily, DecidingLevel, PaperScope, RecipientKind, Severity
from campaigns.models import Unit
from thiduakhenthuong.core.catalogue import CatalogueRow


class Regime(CatalogueRow):
    """A legal regime: law, decree and circular of a period."""

    code = models.CharField("mã", max_length=20)
    label = models.CharField("tên", max_length=200)
    law = models.CharField("luật", max_length=300, blank=True)
    decree = models.CharField("nghị định", max_length=300, blank=True)
    circular = models.CharField("thông tư", max_length=300, blank=True)

    class Meta:
        verbose_name = "khung pháp lý"
        ordering = ["valid_from"]

    def __str__(self):
        return self.label


class AwardKind(CatalogueRow):
    """A title or a form of commendation."""

    code = models.CharField("mã", max_length=30, unique=True)
    label = models.CharField("tên", max_length=200)
    short_label = models.CharField("tên ngắn", max_length=60, blank=True)  # "Bằng khen tỉnh"
    family = models.CharField("nhóm", max_length=40)  # AwardFamily
    recipient_kinds = models.CharField("đối tượng", max_length=60)  # "individual;collective"
    level = models.CharField("cấp", max_length=12, choices=DecidingLevel.choices)
    has_certificate = models.BooleanField("có bằng, giấy", default=False)
    certificate_title = models.CharField("chữ trên bằng", max_length=100, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    article = models.CharField("căn cứ", max_length=300, blank=True)
    notes = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "danh hiệu, hình thức"
        ordering = ["order", "code"]

    def __str__(self):
        return self.label

    @property
    def recipients(self) -> set[str]:
        """Values of RecipientKind that the kind may be given to."""
        return set(self.recipient_kinds.split(";"))

    @property
    def is_title(self) -> bool:
        """Whether one is recognised with it ("CÔNG NHẬN … ĐẠT DANH HIỆU") instead of being given it ("TẶNG")."""
        return self.family == AwardFamily.TITLE


class Authority(CatalogueRow):
    """Which office, at which level, decides a kind in a period."""

    award_kind = models.ForeignKey(AwardKind, on_delete=models.PROTECT, related_name="authorities")
    office = models.CharField("cơ quan quyết định", max_length=200)
    level = models.CharField("cấp", max_length=12, choices=DecidingLevel.choices)
    article = models.CharField("căn cứ", max_length=300, blank=True)

    class Meta:
        verbose_name = "thẩm quyền"
        ordering = ["award_kind__order", "valid_from", "level"]


class CommendationType(CatalogueRow):
    """Why one commends: công trạng, chuyên đề, đột xuất…"""

    code = models.CharField("mã", max_length=20, unique=True)
    label = models.CharField("tên", max_length=100)
    definition = models.TextField("giải thích", blank=True)
    counts_for_merit = models.BooleanField("là căn cứ khen công trạng cấp trên", default=False)
    short_procedure = models.BooleanField("thủ tục đơn giản", default=False)

    class Meta:
        verbose_name = "loại hình khen thưởng"

    def __str__(self):
        return self.label


class Coefficient(CatalogueRow):
    """Money of a kind for a kind of recipient, in thousandths of the base salary."""

    award_kind = models.ForeignKey(AwardKind, on_delete=models.PROTECT, related_name="coefficients")
    recipient_kind = models.CharField("đối tượng", max_length=10, choices=RecipientKind.choices)
    coefficient_x1000 = models.PositiveIntegerField("hệ số × 1000")
    rule = models.CharField("cách tính", max_length=10, default="exact")  # exact | max
    article = models.CharField("căn cứ", max_length=300, blank=True)

    class Meta:
        verbose_name = "hệ số tiền thưởng"
        ordering = ["award_kind__order", "recipient_kind", "valid_from"]


class BaseSalary(CatalogueRow):
    """Mức lương cơ sở from a day on, in đồng."""

    amount = models.PositiveIntegerField("mức (đồng)")
    decree = models.CharField("văn bản", max_length=100, blank=True)

    class Meta:
        verbose_name = "mức lương cơ sở"
        ordering = ["valid_from"]


class LegalBasis(CatalogueRow):
    """A "Căn cứ …" paragraph of a document kind at a level; picked by the signing date."""

    document_kind = models.CharField("loại văn bản", max_length=30)
    level = models.CharField("cấp", max_length=12, choices=DecidingLevel.choices)
    order = models.PositiveSmallIntegerField("thứ tự")
    text = models.TextField("nội dung")

    class Meta:
        verbose_name = "căn cứ pháp lý"
        ordering = ["document_kind", "level", "order", "valid_from"]


class EligibilityRule(CatalogueRow):
    """One rule of one article; `parameters` hold its numbers, `setting` names a provincial override."""

    code = models.CharField("mã", max_length=12)
    award_codes = models.TextField("áp dụng cho")  # "*" or "BK_TINH;BK_BO"
    commendation_type = models.CharField("loại hình", max_length=20, default="*")
    statement = models.TextField("nội dung")
    inputs = models.CharField("dữ kiện", max_length=300, blank=True)
    severity = models.CharField("mức độ", max_length=6, choices=Severity.choices)
    parameters = models.JSONField("tham số", default=dict)
    citation = models.TextField("điều khoản")

    class Meta:
        verbose_name = "điều kiện xét"
        ordering = ["code"]


class PaperRequirement(CatalogueRow):
    """A paper that a kind of award asks for."""

    code = models.CharField("mã", max_length=30)
    label = models.CharField("tên giấy tờ", max_length=200)
    scope = models.CharField("thuộc", max_length=10, choices=PaperScope.choices)
    award_codes = models.TextField("áp dụng cho", default="*")
    commendation_types = models.CharField("loại hình", max_length=200, default="*")
    recipient_kinds = models.CharField("đối tượng", max_length=60, default="*")
    required = models.BooleanField("bắt buộc", default=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    citation = models.CharField("căn cứ", max_length=300, blank=True)

    class Meta:
        verbose_name = "giấy tờ phải có"
        ordering = ["order", "code"]

    def __str__(self):
        return self.label


class ReturnReason(CatalogueRow):
    """A coded reason to send a line back, its ready sentence and the field that opens for mending."""

    code = models.CharField("mã", max_length=6, unique=True)
    group = models.CharField("nhóm", max_length=80)
    reason = models.CharField("lý do", max_length=200)
    sentence = models.TextField("câu có sẵn")
    field_to_fix = models.CharField("trường được sửa", max_length=60)

    class Meta:
        verbose_name = "lý do trả lại"
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} · {self.reason}"


class Deadline(CatalogueRow):
    """How long a step may take."""

    step_code = models.CharField("mã bước", max_length=40)
    label = models.CharField("bước", max_length=300)
    working_days = models.PositiveSmallIntegerField("số ngày làm việc", null=True, blank=True)
    applies_to = models.CharField("áp dụng cho", max_length=300, blank=True)
    setting_of = models.CharField("nơi quy định", max_length=20, blank=True)
    day_kind = models.CharField("cách tính ngày", max_length=10, blank=True)
    fixed_date = models.CharField("mốc cố định", max_length=30, blank=True)
    citation = models.CharField("căn cứ", max_length=300, blank=True)

    class Meta:
        verbose_name = "thời hạn"
        ordering = ["step_code"]


class ReportForm(CatalogueRow):
    """A form of the achievement report under one regime."""

    regime_code = models.CharField("khung pháp lý", max_length=20)
    form_no = models.CharField("mẫu số", max_length=10)
    title = models.CharField("tên mẫu", max_length=300)
    used_for = models.TextField("dùng cho", blank=True)
    headings = models.TextField("các mục", blank=True)

    class Meta:
        verbose_name = "mẫu báo cáo"
        ordering = ["regime_code", "form_no"]


class DocumentText(CatalogueRow):
    """Wording of one part of one document kind: text with {placeholders}, replaced as plain text."""

    document_kind = models.CharField("loại văn bản", max_length=30)  # decision, submission, certificate, …
    part = models.CharField("phần", max_length=40)  # subject, article_1, article_2, …
    level = models.CharField("cấp", max_length=12, default="*")
    text = models.TextField("nội dung")

    class Meta:
        verbose_name = "câu chữ văn bản"
        ordering = ["document_kind", "part", "level", "valid_from"]


class OfficeProfile(CatalogueRow):
    """How an office writes: header lines, place, symbols, fund, executors. `unit` empty = default of the level."""

    level = models.CharField("cấp", max_length=12, choices=DecidingLevel.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="office_profiles")
    issuer_lines = models.TextField("cơ quan ban hành (mỗi dòng một dòng in)")
    authority = models.CharField("thẩm quyền", max_length=200)  # "Chủ tịch Ủy ban nhân dân huyện {x}"
    committee = models.CharField("cơ quan", max_length=200, blank=True)  # "Ủy ban nhân dân huyện {x}"
    place = models.CharField("địa danh", max_length=80, blank=True)
    decision_symbol = models.CharField("ký hiệu quyết định", max_length=30, default="QĐ-UBND")
    submission_symbol = models.CharField("ký hiệu tờ trình", max_length=30, default="TTr-UBND")
    unit_code = models.CharField("mã đơn vị soạn thảo", max_length=20)
    proposer_title = models.CharField("chức danh người đề nghị", max_length=150)
    appraisal_office = models.CharField("cơ quan thẩm định", max_length=200, blank=True)
    executors = models.TextField("nơi thi hành")
    fund = models.CharField("quỹ", max_length=150)
    recipients = models.TextField("nơi nhận (mỗi dòng một nơi)", blank=True)
    regulation_number = models.CharField("số quyết định ban hành quy chế", max_length=60, blank=True)
    regulation_date = models.DateField("ngày quyết định ban hành quy chế", null=True, blank=True)
    emblem = models.TextField("Quốc huy (SVG)", blank=True)
    require_emblem = models.BooleanField("bắt buộc có Quốc huy khi in bằng", default=False)

    class Meta:
        verbose_name = "thể thức của cơ quan"
        ordering = ["level", "valid_from"]


class Signer(CatalogueRow):
    """Who may sign for a unit, with the lines of the signature block."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="signers")
    name = models.CharField("họ và tên", max_length=100)
    title_lines = models.TextField("chức danh ký (mỗi dòng một dòng in)")  # "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"

    class Meta:
        verbose_name = "người ký"
        ordering = ["unit", "valid_from"]

    def __str__(self):
        return f"{self.name} ({self.title_lines.splitlines()[0]})"


class CertificateModel(CatalogueRow):
    """Paper and ground of a certificate, in mm."""

    code = models.CharField("mã", max_length=40)
    label = models.CharField("tên", max_length=150)
    levels = models.CharField("cấp", max_length=100, default="*")
    award_codes = models.TextField("áp dụng cho", default="*")
    paper_width = models.DecimalField("rộng (mm)", max_digits=6, decimal_places=2)
    paper_height = models.DecimalField("cao (mm)", max_digits=6, decimal_places=2)
    ground = models.CharField("nền", max_length=60)
    parameters = models.JSONField("tham số", default=dict)

    class Meta:
        verbose_name = "mẫu bằng, giấy"
        ordering = ["code", "valid_from"]


class CertificateField(CatalogueRow):
    """Box, size and style of one field of a certificate model, in mm and pt."""

    model_code = models.CharField("mẫu", max_length=40)
    name = models.CharField("trường", max_length=30)
    x = models.DecimalField(max_digits=6, decimal_places=2)
    y = models.DecimalField(max_digits=6, decimal_places=2)
    width = models.DecimalField("rộng", max_digits=6, decimal_places=2)
    height = models.DecimalField("cao", max_digits=6, decimal_places=2)
    parameters = models.JSONField("kiểu chữ", default=dict)

    class Meta:
        verbose_name = "trường trên bằng, giấy"
        ordering = ["model_code", "name"]
