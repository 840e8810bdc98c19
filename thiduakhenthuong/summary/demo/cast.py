"""Accounts of the demonstration with their roles; one password for all, from DEMO_PASSWORD."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from campaigns.enums import Role
from campaigns.models import Membership, Unit
from thiduakhenthuong.accounts.models import User


@dataclass(frozen=True)
class Actor:
    """One account: roles are for `unit`, named as in the reference data, inside `place`."""

    username: str
    full_name: str
    honorific: str
    title: str
    office: str
    unit: str
    place: str
    roles: tuple


NAM_SACH, HAI_DUONG, NGHE_AN = ("Huyện Nam Sách", "tỉnh Hải Dương"), ("Tỉnh Hải Dương", ""), ("Tỉnh Nghệ An", "")
CAST = [
    Actor("canbo.namsach", "Vũ Thị Hồng Hạnh", "Bà", "Chuyên viên", "Phòng Nội vụ huyện Nam Sách", *NAM_SACH, (Role.CLERK,)),
    Actor("thamdinh.namsach", "Bùi Đức Nghĩa", "Ông", "Trưởng phòng Nội vụ", "Phòng Nội vụ huyện Nam Sách", *NAM_SACH,
          (Role.APPRAISER,)),
    Actor("lanhdao.namsach", "Trịnh Công Khải", "Ông", "Chủ tịch UBND huyện", "UBND huyện Nam Sách", *NAM_SACH,
          (Role.HEAD, Role.APPROVER, Role.LEADER)),
    Actor("canbo.namtrung", "Đỗ Thị Quỳnh", "Bà", "Công chức Văn hóa - Xã hội", "UBND xã Nam Trung",
          "Xã Nam Trung", "huyện Nam Sách", (Role.CLERK,)),
    Actor("thamdinh.namtrung", "Bùi Thị Mơ", "Bà", "Công chức Văn phòng - Thống kê", "UBND xã Nam Trung",
          "Xã Nam Trung", "huyện Nam Sách", (Role.APPRAISER,)),
    Actor("lanhdao.namtrung", "Phạm Văn Thuận", "Ông", "Chủ tịch UBND xã", "UBND xã Nam Trung",
          "Xã Nam Trung", "huyện Nam Sách", (Role.HEAD, Role.APPROVER, Role.LEADER)),
    Actor("canbo.camgiang", "Nguyễn Thu Hiền", "Bà", "Chuyên viên", "Phòng Nội vụ huyện Cẩm Giàng",
          "Huyện Cẩm Giàng", "tỉnh Hải Dương", (Role.CLERK,)),
    Actor("lanhdao.camgiang", "Lương Quốc Bảo", "Ông", "Chủ tịch UBND huyện", "UBND huyện Cẩm Giàng",
          "Huyện Cẩm Giàng", "tỉnh Hải Dương", (Role.HEAD, Role.APPROVER, Role.LEADER)),
    Actor("thamdinh.tinh", "Đoàn Thị Mai", "Bà", "Chuyên viên chính", "Ban Thi đua - Khen thưởng tỉnh", *HAI_DUONG,
          (Role.APPRAISER,)),
    Actor("lanhdao.tinh", "Nguyễn Đức Thắng", "Ông", "Chủ tịch UBND tỉnh", "UBND tỉnh Hải Dương", *HAI_DUONG,
          (Role.APPROVER, Role.LEADER)),
    Actor("canbo.nghean", "Lô Thị Hiền", "Bà", "Chuyên viên", "Ban Thi đua - Khen thưởng tỉnh", *NGHE_AN, (Role.CLERK,)),
    Actor("thamdinh.nghean", "Vi Văn Thành", "Ông", "Trưởng phòng Nghiệp vụ", "Ban Thi đua - Khen thưởng tỉnh", *NGHE_AN,
          (Role.APPRAISER,)),
    Actor("lanhdao.nghean", "Hồ Đức Trung", "Ông", "Chủ tịch UBND tỉnh", "UBND tỉnh Nghệ An", *NGHE_AN,
          (Role.HEAD, Role.APPROVER, Role.LEADER)),
    Actor("quantri", "Trần Minh Quân", "Ông", "Quản trị hệ thống", "Văn phòng UBND tỉnh", *HAI_DUONG,
          (Role.ADMINISTRATOR,)),
]  # fmt: skip


def find_unit(name: str, place: str = "") -> Unit:
    """A unit of 2020 by its name and place."""
    rows = Unit.objects.filter(name=name)
    return (rows.filter(place=place) if place else rows).order_by("valid_from", "pk")[0]


def hire() -> dict[str, User]:
    """Create accounts and memberships; answers {username: user}."""
    password = make_password(settings.DEMO_PASSWORD)
    users = {}
    for actor in CAST:
        user, _ = User.objects.update_or_create(
            username=actor.username,
            defaults={"full_name": actor.full_name, "honorific": actor.honorific, "password": password, "is_active": True},
        )
        unit = find_unit(actor.unit, actor.place)
        for role in actor.roles:
            Membership.objects.get_or_create(
                user=user, unit=unit, role=role, defaults={"title": actor.title, "office": actor.office}
            )
        users[actor.username] = user
    return users
