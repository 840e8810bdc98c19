"""Choices about units, people and roles: stable ASCII values, Vietnamese labels."""

from django.db import models
from django.utils.functional import classproperty


class UnitLevel(models.TextChoices):
    """Where a unit stands. Deciding levels of awards use the same values (see awards.enums)."""

    CENTRAL = "central", "Trung ương"
    PROVINCE = "province", "Tỉnh, thành phố"
    DEPARTMENT = "department", "Sở, ban, ngành tỉnh"
    DISTRICT = "district", "Huyện, thị xã, thành phố thuộc tỉnh"
    COMMUNE = "commune", "Xã, phường, thị trấn"
    OFFICE = "office", "Cơ quan, đơn vị"
    SCHOOL = "school", "Trường học"
    ENTERPRISE = "enterprise", "Doanh nghiệp, hợp tác xã"


class Block(models.TextChoices):
    """The four blocks of the unit tree and their parts."""

    PARTY = "party", "Đảng"
    GOVERNMENT = "government", "Chính quyền"
    FRONT = "front_mass_organisation", "Mặt trận Tổ quốc, đoàn thể"
    ARMED_FORCES = "armed_forces", "Lực lượng vũ trang"
    VERTICAL = "vertical", "Ngành dọc"
    PUBLIC_SERVICE = "public_service", "Đơn vị sự nghiệp"
    SCHOOL = "school", "Trường học"
    ENTERPRISE = "enterprise", "Doanh nghiệp"


class SuccessionKind(models.TextChoices):
    """What a reorganisation did to a unit."""

    MERGED = "merged", "Sáp nhập"
    RENAMED = "renamed", "Đổi tên"
    RECLASSIFIED = "reclassified", "Đổi loại"
    MOVED = "moved", "Chuyển cấp trên"
    UNCHANGED = "unchanged", "Giữ nguyên"
    SPLIT = "split", "Chia tách"
    PART = "part", "Một phần"


class Role(models.TextChoices):
    """What a user does for a unit."""

    CLERK = "clerk", "Cán bộ nhập hồ sơ"
    HEAD = "head", "Thủ trưởng đơn vị"
    APPRAISER = "appraiser", "Cán bộ thẩm định"
    APPROVER = "approver", "Người phê duyệt"
    COUNCIL_MEMBER = "council_member", "Thành viên Hội đồng"
    LEADER = "leader", "Lãnh đạo"
    AUDITOR = "auditor", "Kiểm tra, giám sát"
    ADMINISTRATOR = "administrator", "Quản trị"


class Gender(models.TextChoices):
    """As on the paper; the form of address follows from it."""

    MALE = "male", "Nam"
    FEMALE = "female", "Nữ"


HONORIFIC = {Gender.MALE: "Ông", Gender.FEMALE: "Bà", "": ""}


# --- campaigns ---------------------------------------------------------------------------------


class Direction(models.TextChoices):
    """Which way of a number is better."""

    UP = "up", "Tăng"
    DOWN = "down", "Giảm"
    KEEP = "keep", "Giữ"


class Operator(models.TextChoices):
    """How a target speaks of its number."""

    AT_LEAST = "at_least", "Ít nhất"
    AT_MOST = "at_most", "Nhiều nhất"
    RANGE = "range", "Trong khoảng"
    REACH_BY = "reach_by", "Đạt trước ngày"
    KEEP = "keep", "Giữ mức"
    COUNT = "count", "Đúng số lượng"
    QUALITATIVE = "qualitative", "Định tính"


class Rollup(models.TextChoices):
    """How the years make the term."""

    SUM = "sum", "Cộng dồn"
    END_POINT = "end_point", "Cuối kỳ"
    AVERAGE = "average", "Trung bình"


class CampaignState(models.TextChoices):
    """Life of a campaign."""

    DRAFT = "draft", "Đang soạn"
    LAUNCHED = "launched", "Đang thực hiện"
    CLOSED = "closed", "Đã tổng kết"


class CampaignKind(models.TextChoices):
    """Regular work and thematic work are kept apart (two colours)."""

    REGULAR = "regular", "Thi đua thường xuyên"
    THEMATIC = "thematic", "Thi đua theo đợt, chuyên đề"


class StageKind(models.TextChoices):
    """Marks in the period of a campaign."""

    MIDTERM = "midterm", "Sơ kết"
    FINAL = "final", "Tổng kết"


class DutyKind(models.TextChoices):
    """What a launched campaign obliges a unit to do."""

    REGISTER = "register", "Đăng ký thi đua"
    REPORT = "report", "Báo cáo kết quả"
    REVIEW = "review", "Sơ kết, tổng kết"


class Escalation(models.IntegerChoices):
    """How far an overdue duty has climbed."""

    NONE = 0, "Chưa nhắc"
    HEAD = 1, "Đã báo người đứng đầu"
    ABOVE = 2, "Đã báo cấp trên"


class RegistrationKind(models.TextChoices):
    """Three levels of registration."""

    UNIT = "unit", "Đơn vị"
    BRANCH = "branch", "Ngành, lĩnh vực"
    INDIVIDUAL = "individual", "Cá nhân"


class CommitmentPart(models.TextChoices):
    """The three groups of targets in the printed registration."""

    TASK = "task", "Kế hoạch và nhiệm vụ chính trị"
    UNIT = "unit", "Xây dựng đơn vị"
    OTHER = "other", "Chỉ tiêu khác"


class RegistrationState(models.TextChoices):
    """Life of a registration: the head confirms what the clerk sent."""

    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ thủ trưởng duyệt"
    CONFIRMED = "confirmed", "Đã xác nhận"
    SENT_BACK = "sent_back", "Trả lại để viết cụ thể hơn"

    @classproperty
    def SENT(cls) -> frozenset:
        return frozenset({cls.SUBMITTED, cls.CONFIRMED})

    @classproperty
    def EDITABLE(cls) -> frozenset:
        return frozenset({cls.DRAFT, cls.SENT_BACK})


class ReportState(models.TextChoices):
    """Life of a quarter's report of one unit."""

    DRAFT = "draft", "Đang nhập"
    SUBMITTED = "submitted", "Chờ xác minh"
    VERIFIED = "verified", "Đã xác minh"
    SENT_BACK = "sent_back", "Trả lại"

    @classproperty
    def SENT(cls) -> frozenset:
        return frozenset({cls.SUBMITTED, cls.VERIFIED})

    @classproperty
    def EDITABLE(cls) -> frozenset:
        return frozenset({cls.DRAFT, cls.SENT_BACK})


class ResultStatus(models.TextChoices):
    """What a result is against its plan of the period."""

    NONE = "none", "Chưa có số liệu"
    NOT_DUE = "not_due", "Chưa đến hạn"
    NOT_MET = "not_met", "Chưa đạt"
    MET = "met", "Đạt"
    EXCEEDED = "exceeded", "Vượt"


class DraftState(models.TextChoices):
    """Life of a draft document that is sent for comment."""

    DRAFT = "draft", "Đang soạn"
    CIRCULATED = "circulated", "Đang lấy ý kiến"
    FINISHED = "finished", "Đã tiếp thu"


class CommentAnswer(models.TextChoices):
    """How an opinion on a draft was taken in."""

    PENDING = "pending", "Chưa xử lý"
    ACCEPTED = "accepted", "Tiếp thu"
    EXPLAINED = "explained", "Giải trình"


class ClusterState(models.TextChoices):
    """A cluster's year of scoring."""

    OPEN = "open", "Đang chấm"
    AGREED = "agreed", "Đã thống nhất, khóa điểm"


class CriterionKind(models.TextChoices):
    """Where the points of a criterion come from."""

    FORMULA = "formula", "Theo kết quả chỉ tiêu"
    HAND = "hand", "Chấm tay"
    BONUS = "bonus", "Điểm thưởng"
    MINUS = "minus", "Điểm trừ"


class ScoreSheetState(models.TextChoices):
    """The three scores of one unit, side by side."""

    DRAFT = "draft", "Đang tự chấm"
    SUBMITTED = "submitted", "Chờ thẩm định"
    APPRAISED = "appraised", "Đã thẩm định"
    AGREED = "agreed", "Cụm đã thống nhất"


class ExemplarKind(models.TextChoices):
    """What is shown as an example."""

    PERSON = "person", "Cá nhân điển hình"
    COLLECTIVE = "collective", "Tập thể điển hình"
    MODEL = "model", "Mô hình, cách làm"


class ExemplarState(models.TextChoices):
    """Life of an example, from the inbox to recognition."""

    INTRODUCED = "introduced", "Mới giới thiệu"
    ACCEPTED = "accepted", "Đang theo dõi"
    RECOGNISED = "recognised", "Đã công nhận"
    DECLINED = "declined", "Không chọn"

    @classproperty
    def SHOWN(cls) -> frozenset:
        return frozenset({cls.ACCEPTED, cls.RECOGNISED})


class ReplicationState(models.TextChoices):
    """A unit that copies an example."""

    ASKING = "asking", "Đang tìm hiểu"
    CLAIMED = "claimed", "Chờ xác nhận"
    CONFIRMED = "confirmed", "Đã xác nhận"


class InitiativeState(models.TextChoices):
    """Life of an initiative."""

    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ công nhận"
    RECOGNISED = "recognised", "Đã công nhận"
    DECLINED = "declined", "Không công nhận"


class InitiativeScope(models.TextChoices):
    """How far an initiative is recognised to reach."""

    BASE = "base", "Cấp cơ sở"
    PROVINCE = "province", "Cấp tỉnh"
    NATIONAL = "national", "Toàn quốc"


class HeadReportState(models.TextChoices):
    """The head's page for the yearly assessment: locked once approved."""

    DRAFT = "draft", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt, khóa"


class Pace(models.TextChoices):
    """The verdict on a target on a day: its shape says it, the colour repeats it."""

    EXCEEDED = "exceeded", "Vượt"
    ON_TRACK = "on_track", "Đúng tiến độ"
    SLOW = "slow", "Chậm"
    AT_RISK = "at_risk", "Nguy cơ"
    NONE = "none", "Chưa có số liệu"
