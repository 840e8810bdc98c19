"""Choices about units, people and roles: stable ASCII values, Vietnamese labels."""

from django.db import models


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
