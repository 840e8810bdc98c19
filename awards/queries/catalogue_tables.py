"""The catalogues as screens show them: which tables there are, their columns, and the words for their codes.

Tables are small (hundreds of rows), so search reads the words of a row in Python: the same answer with and without
diacritics on both databases.
"""

import json
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Count, Q, QuerySet

from awards.enums import AwardFamily, DecidingLevel, RecipientKind
from awards.models import (
    Authority,
    AwardKind,
    BaseSalary,
    CertificateField,
    CertificateModel,
    Coefficient,
    CommendationType,
    Deadline,
    DocumentText,
    EligibilityRule,
    LegalBasis,
    OfficeProfile,
    PaperRequirement,
    Regime,
    ReportForm,
    ReturnReason,
    Signer,
)
from campaigns.models import CampaignRule, Indicator, StockPhrase
from thiduakhenthuong.core.catalogue import CatalogueRow
from thiduakhenthuong.core.enums import Certainty
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.vntext import date_short, number

EVERY = {"*": "Tất cả"}
WORDS = {
    "family": dict(AwardFamily.choices),
    "recipient_kinds": dict(RecipientKind.choices) | EVERY,
    "document_kind": {"decision": "Quyết định", "submission": "Tờ trình", "campaign_plan": "Kế hoạch phong trào",
                      "minutes": "Biên bản", "certificate": "Bằng, giấy"},
    "level": dict(DecidingLevel.choices) | EVERY,
    "levels": dict(DecidingLevel.choices) | EVERY,
    "rule": {"exact": "Đúng mức", "max": "Không quá mức"},
    "setting_of": {"national": "Trung ương", "province": "Tỉnh"},
    "field_to_fix": {
        "nomination.award_kind": "Danh hiệu, hình thức", "nomination.award_history": "Quá trình khen thưởng",
        "nomination.achievement_period": "Thời gian lập thành tích", "nomination.achievement": "Thành tích",
        "nomination.case_flags": "Kết quả xem xét, xác minh", "nomination.initiatives": "Sáng kiến, đề tài",
        "nomination.report_text": "Nội dung báo cáo", "nomination.papers.report": "Báo cáo thành tích",
        "nomination.fields": "Mọi ô của dòng", "nomination.full_name": "Họ và tên", "nomination.position": "Chức vụ, đơn vị",
        "nomination.collective_name": "Tên tập thể", "nomination.honorific": "Ông, Bà", "registration": "Bản đăng ký thi đua",
        "dossier.nominations": "Danh sách đề nghị", "dossier.papers.minutes": "Biên bản họp xét",
        "dossier.papers.files": "Tệp kèm theo", "dossier.papers.consultation": "Văn bản xác nhận, hiệp y",
        "dossier.submitted_on": "Giải trình thời hạn", "dossier.legal_bases": "Căn cứ của tờ trình",
        "dossier.deciding_unit": "Nơi quyết định",
    },
    "part": {
        "subject": "Trích yếu", "subject_title": "Trích yếu (danh hiệu)", "article_1": "Điều 1 (kèm danh sách)",
        "article_1_named": "Điều 1 (ghi tên, đến 3 trường hợp)", "article_1_title": "Điều 1 (danh hiệu)",
        "article_1_title_named": "Điều 1 (danh hiệu, ghi tên)", "article_2": "Điều 2", "article_3": "Điều 3",
        "list_title": "Tên danh sách", "list_title_title": "Tên danh sách (danh hiệu)", "intro": "Đoạn trình",
        "intro_named": "Đoạn trình (ghi tên)", "responsibility": "Đoạn chịu trách nhiệm", "enclosed": "Hồ sơ gửi kèm",
        "closing": "Đoạn kết", "verb": "Chữ TẶNG", "verb_title": "Chữ CÔNG NHẬN", "link_title": "Chữ ĐẠT DANH HIỆU",
        "achievement": "Dòng thành tích", "achievement_title": "Dòng thành tích (danh hiệu)",
        "decision": "Số quyết định, sổ vàng",
    },
    "day_kind": {"working": "Ngày làm việc", "calendar": "Ngày lịch", "fixed": "Mốc cố định"},
}  # fmt: skip


LABELS = {"award_kind": "Danh hiệu, hình thức", "unit": "Đơn vị", "x": "Cách mép trái (mm)", "y": "Cách mép trên (mm)"}
HIDDEN = ("id", "inputs")  # `inputs` names facts of the rule engine: only the reference file writes it


@dataclass(frozen=True)
class Table:
    """One catalogue: `key` in the address, `columns` of the list (the first is the link to the row)."""

    key: str
    label: str
    about: str
    model: type[CatalogueRow]
    columns: tuple[str, ...]

    def rows(self) -> QuerySet:
        """Every row with what its columns name."""
        linked = [f.name for f in self.fields() if isinstance(f, models.ForeignKey)]
        return self.model.objects.select_related(*linked) if linked else self.model.objects.all()

    def fields(self) -> list[models.Field]:
        """Fields that people read and edit, in the order of the model; period and certainty last."""
        tail = ("valid_from", "valid_to", "certainty")
        own = [f for f in self.model._meta.fields if f.editable and f.name not in (*HIDDEN, *tail)]
        return own + [self.model._meta.get_field(name) for name in tail]

    def label_of(self, name: str) -> str:
        """The Vietnamese name of a field, as a heading."""
        return label_of(self.model._meta.get_field(name))


def label_of(item: models.Field) -> str:
    """The Vietnamese name of a field, capitalised."""
    text = LABELS.get(item.name) or str(item.verbose_name)
    return text[:1].upper() + text[1:]


def code_words() -> dict[str, dict[str, str]]:
    """Words for codes that are rows themselves, by field: kinds by their short name, types of commendation (two queries)."""
    kinds = {code: short or label for code, short, label in AwardKind.objects.values_list("code", "short_label", "label")}
    types = dict(CommendationType.objects.values_list("code", "label"))
    return {"award_codes": kinds | EVERY, "commendation_type": types | EVERY, "commendation_types": types | EVERY}


TABLES = {
    table.key: table
    for table in (
        Table("danh-hieu", "Danh hiệu, hình thức khen thưởng", "Mã, tên, đối tượng, cấp và chữ in trên bằng, giấy.",
              AwardKind, ("label", "code", "family", "recipient_kinds", "level")),
        Table("tham-quyen", "Thẩm quyền quyết định", "Ai quyết định danh hiệu, hình thức nào, trong thời gian nào.",
              Authority, ("award_kind", "office", "level", "article")),
        Table("loai-hinh", "Loại hình khen thưởng", "Công trạng, chuyên đề, đột xuất, cống hiến…",
              CommendationType, ("label", "definition", "counts_for_merit", "short_procedure")),
        Table("khung-phap-ly", "Khung pháp lý", "Luật, nghị định, thông tư của từng thời kỳ.",
              Regime, ("label", "law", "decree", "circular")),
        Table("dieu-kien", "Điều kiện, tiêu chuẩn xét", "Quy tắc kiểm tra bên cạnh mỗi tên, kèm điều khoản.",
              EligibilityRule, ("code", "statement", "award_codes", "severity", "citation")),
        Table("giay-to", "Giấy tờ phải có", "Giấy tờ của hồ sơ và của từng dòng, theo hình thức và loại hình.",
              PaperRequirement, ("label", "award_codes", "commendation_types", "scope", "required", "citation")),
        Table("ly-do-tra-lai", "Lý do trả lại", "Câu có sẵn khi trả lại và trường được mở để sửa.",
              ReturnReason, ("code", "group", "reason", "sentence")),
        Table("thoi-han", "Thời hạn", "Mỗi bước được làm trong bao lâu.",
              Deadline, ("label", "working_days", "day_kind", "fixed_date", "applies_to", "setting_of", "citation")),
        Table("he-so", "Hệ số tiền thưởng", "Nhân với mức lương cơ sở của ngày quyết định.",
              Coefficient, ("award_kind", "recipient_kind", "coefficient_x1000", "rule", "article")),
        Table("luong-co-so", "Mức lương cơ sở", "Mức áp dụng từ mỗi mốc.",
              BaseSalary, ("amount", "decree")),
        Table("can-cu", "Căn cứ pháp lý của văn bản", "Các dòng “Căn cứ” theo loại văn bản, cấp và ngày ký.",
              LegalBasis, ("text", "document_kind", "level", "order")),
        Table("cau-chu", "Câu chữ văn bản", "Lời văn của quyết định, tờ trình, bằng, giấy; chỗ {…} do hệ thống điền.",
              DocumentText, ("text", "document_kind", "part", "level")),
        Table("the-thuc", "Thể thức của cơ quan", "Cơ quan ban hành, ký hiệu, nơi nhận, quỹ; dòng riêng thay dòng chung của cấp.",
              OfficeProfile, ("authority", "level", "unit", "decision_symbol", "regulation_number")),
        Table("nguoi-ky", "Người ký", "Ai ký cho đơn vị nào, trong thời gian nào.",
              Signer, ("name", "unit", "title_lines")),
        Table("mau-bang", "Mẫu bằng, giấy", "Khổ giấy và nền của bằng, giấy.",
              CertificateModel, ("label", "code", "paper_width", "paper_height", "award_codes")),
        Table("truong-bang", "Trường trên bằng, giấy", "Vị trí và kiểu chữ của từng trường, tính bằng mm.",
              CertificateField, ("name", "model_code", "x", "y", "width", "height")),
        Table("mau-bao-cao", "Mẫu báo cáo thành tích", "Mẫu số, tên và các mục của từng khung pháp lý.",
              ReportForm, ("title", "regime_code", "form_no", "used_for")),
        Table("muc-phong-trao", "Mức đặt của phong trào", "Ngày nhắc, ngày báo cấp trên, ngưỡng đánh giá, cỡ cụm, khối.",
              CampaignRule, ("label", "value", "unit_of_measure", "source")),
        Table("chi-tieu-goi-y", "Chỉ tiêu gợi ý", "Chỉ tiêu thường dùng, đơn vị tính và ví dụ đăng ký cụ thể.",
              Indicator, ("name", "unit_of_measure", "direction", "example")),
        Table("cum-tu-chung-chung", "Cụm từ chung chung", "Cụm từ không nói lên điều gì nếu thiếu con số, đơn vị, thời hạn.",
              StockPhrase, ("phrase",)),
    )
}  # fmt: skip


def index_rows() -> list[dict]:
    """For the index: each table with how many rows it has and how many are not yet compared; one query."""
    unsure = Count("pk", filter=Q(certainty=Certainty.VERIFY))
    first, *others = (
        table.model.objects.order_by()
        .annotate(key=models.Value(table.key))
        .values("key")
        .annotate(total=Count("pk"), unsure=unsure)
        for table in TABLES.values()
    )
    counts = {row["key"]: row for row in first.union(*others, all=True)}
    none = {"total": 0, "unsure": 0}  # an empty table has no group
    return [{"table": table} | counts.get(table.key, none) for table in TABLES.values()]


def listed(table: Table, *, words: str = "", day: date | None = None, certainty: str = "") -> list[CatalogueRow]:
    """Rows of a list: those in force on `day`, of one certainty, whose shown words hold every word sought."""
    rows = table.rows().on(day) if day else table.rows()
    if certainty in Certainty.values:
        rows = rows.filter(certainty=certainty)
    wanted = search_key(clean(words)).split()
    codes = code_words() if wanted else {}
    return [row for row in rows if not wanted or _holds(table, row, wanted, codes)]


def _holds(table: Table, row: CatalogueRow, wanted: list[str], codes: dict) -> bool:
    text = search_key(" ".join(show(row, field.name, codes) for field in table.fields()))
    return all(word in text for word in wanted)


def show(row: CatalogueRow, name: str, codes: dict | None = None) -> str:
    """How people read a field of a row: words for codes (`code_words()` for those of other rows), Có/Không, dd/mm/yyyy."""
    value, item = getattr(row, name), row._meta.get_field(name)
    if value is None or value == "":
        return ""
    if words := (codes or {}).get(name) or WORDS.get(name):
        return ", ".join(words.get(part, part) for part in str(value).split(";"))
    if item.choices:
        return str(dict(item.flatchoices).get(value, value))
    if isinstance(item, models.JSONField):
        return json.dumps(value, ensure_ascii=False, indent=1) if value else ""
    return _plain(value)


def _plain(value) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, date):
        return date_short(value)
    return number(value) if isinstance(value, int) else str(value)


def period(row) -> str:
    """The period of a row: "từ 01/10/2017 đến 31/12/2023", "từ 01/07/2025", "đến 30/06/2025" or "luôn áp dụng"."""
    parts = [f"từ {date_short(row.valid_from)}"] if row.valid_from else []
    parts += [f"đến {date_short(row.valid_to)}"] if row.valid_to else []
    return " ".join(parts) or "luôn áp dụng"
