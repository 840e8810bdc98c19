"""States, kinds and verdicts of the awards side: stable ASCII values, Vietnamese labels, groups on the enum."""

from django.db import models
from django.utils.functional import classproperty


class RecipientKind(models.TextChoices):
    """Who receives, in the order of every list."""

    COLLECTIVE = "collective", "Tập thể"
    HOUSEHOLD = "household", "Hộ gia đình"
    INDIVIDUAL = "individual", "Cá nhân"


class AwardFamily(models.TextChoices):
    """Groups of kinds of award, as in awards/reference/award_kinds.csv."""

    TITLE = "danh_hieu", "Danh hiệu thi đua"
    FORM = "hinh_thuc", "Hình thức khen thưởng"
    STATE_HONOUR = "danh_hieu_vinh_du", "Danh hiệu vinh dự nhà nước"
    OTHER = "khac", "Khen thưởng khác (chỉ ghi nhận)"


class DecidingLevel(models.TextChoices):
    """Levels of the office that decides, as in awards/reference/authorities.csv."""

    STATE = "state", "Nhà nước"
    MINISTRY = "ministry", "Bộ, ngành"
    PROVINCE = "province", "Tỉnh"
    DEPARTMENT = "department", "Sở, ngành"
    DISTRICT = "district", "Huyện"
    COMMUNE = "commune", "Xã"
    ENTERPRISE = "enterprise", "Doanh nghiệp"
    UNIT = "unit", "Đơn vị"
    OTHER = "other", "Khác"


class Severity(models.TextChoices):
    """What a broken rule does."""

    BLOCK = "block", "Không đủ điều kiện"
    WARN = "warn", "Cần xem"
    INFO = "info", "Lưu ý"


class Verdict(models.TextChoices):
    """The verdict beside a name: of one finding, and of the whole line (the worst of its findings)."""

    ELIGIBLE = "eligible", "Đủ điều kiện"
    LOOK = "look", "Cần xem"
    MISSING = "missing", "Thiếu"


class DossierState(models.TextChoices):
    """The life of a dossier. `ready`: the clerk has handed it to the head; nobody edits it meanwhile."""

    DRAFT = "draft", "Đang soạn"
    READY = "ready", "Chờ xác nhận"
    SUBMITTED = "submitted", "Đã gửi"
    RECEIVED = "received", "Đang thẩm định"
    CONCLUDED = "concluded", "Đã kết thúc"
    WITHDRAWN = "withdrawn", "Đã rút"

    @classproperty
    def EDITABLE(cls):
        return frozenset({cls.DRAFT, cls.WITHDRAWN})

    @classproperty
    def SENT(cls):
        return frozenset({cls.SUBMITTED, cls.RECEIVED, cls.CONCLUDED})

    @classproperty
    def OPEN(cls):
        return frozenset({cls.DRAFT, cls.READY, cls.WITHDRAWN, cls.SUBMITTED, cls.RECEIVED})


class NominationState(models.TextChoices):
    """The life of one line."""

    ENTERED = "entered", "Đã nhập"
    SUBMITTED = "submitted", "Chờ thẩm định"
    SENT_BACK = "sent_back", "Trả lại"
    ELIGIBLE = "eligible", "Đã thẩm định"
    APPROVED = "approved", "Đã duyệt"
    AWARDED = "awarded", "Đã khen"
    DECLINED = "declined", "Không khen"

    @classproperty
    def OPEN(cls):
        return frozenset({cls.ENTERED, cls.SUBMITTED, cls.SENT_BACK, cls.ELIGIBLE, cls.APPROVED})

    @classproperty
    def CLOSED(cls):
        return frozenset({cls.AWARDED, cls.DECLINED})


class DecisionState(models.TextChoices):
    """The life of a decision. An issued one is changed only by another decision."""

    DRAFT = "draft", "Đang soạn"
    FOR_SIGNATURE = "for_signature", "Trình ký"
    ISSUED = "issued", "Đã phát hành"


class NumberSource(models.TextChoices):
    """Who gave the number."""

    SERIES = "series", "Số kế tiếp trong sổ"
    CLERK_OFFICE = "clerk_office", "Văn thư cấp"


class AwardStatus(models.TextChoices):
    """Whether an award still stands."""

    IN_FORCE = "in_force", "Còn hiệu lực"
    CORRECTED = "corrected", "Đã đính chính"
    CANCELLED = "cancelled", "Đã hủy bỏ"


class PaperScope(models.TextChoices):
    """Whether a paper belongs to the whole dossier or to each line."""

    DOSSIER = "dossier", "Cả hồ sơ"
    NOMINATION = "nomination", "Từng dòng"


class ImportState(models.TextChoices):
    """The life of an uploaded list. Nothing reaches the dossier before `applied`."""

    READING = "reading", "Đang đọc"
    STAGED = "staged", "Chờ sửa và xác nhận"
    FAILED = "failed", "Không đọc được"
    APPLIED = "applied", "Đã nhập"
    DISCARDED = "discarded", "Đã bỏ"


class RowOutcome(models.TextChoices):
    """What will happen to one row of a list."""

    CLEAN = "clean", "Sạch"
    FIXED = "fixed", "Đã tự sửa"
    CONFIRM = "confirm", "Cần xác nhận"
    ERROR = "error", "Cần sửa"
    SKIPPED = "skipped", "Bỏ qua"
    DROPPED = "dropped", "Đã bỏ dòng"
