"""A head and a clerk with an account of their own for every commune and office of the campaign, under invented names."""

from campaigns.enums import Role, UnitLevel
from campaigns.models import Membership, Unit
from thiduakhenthuong.accounts.models import User
from thiduakhenthuong.core.names import search_key

FAMILY = ("Nguyễn", "Trần", "Phạm", "Vũ", "Bùi", "Đỗ", "Lương", "Mạc", "Đoàn", "Hà", "Phan", "Cao", "Dương")
MALE = ("Ông", ("Văn", "Hữu", "Đình", "Xuân", "Quang"))
FEMALE = ("Bà", ("Thị", "Thu", "Kim", "Bích"))
GIVEN = (
    "Bằng", "Chuyên", "Duyệt", "Điểm", "Giáp", "Hiển", "Khuê", "Lộc", "Mận", "Ngát", "Oánh", "Phẩm", "Quyên", "Rạng", "Sáng",
    "Toản", "Uy", "Vĩnh", "Xuyến", "Yên",
)  # fmt: skip


def hire(units: list[Unit], password: str) -> dict[int, dict[str, User]]:
    """{unit key: {"head": user, "clerk": user}}; a unit that has a head already keeps its people."""
    known = {}
    for member in Membership.objects.filter(unit__in=units, role__in=(Role.HEAD, Role.CLERK)).select_related("user"):
        known.setdefault(member.unit_id, {})[str(member.role)] = member.user
    found = {}
    for number, unit in enumerate(units):
        found[unit.pk] = known.get(unit.pk) or _pair(unit, number, password)
    return found


def _pair(unit: Unit, number: int, password: str) -> dict[str, User]:
    commune = unit.level == UnitLevel.COMMUNE
    place = unit.name.removeprefix("Xã ").removesuffix(" huyện")  # a town is told from the district of its name
    slug = search_key(place).replace(" ", "").replace("-", "")[:60]
    kind = "thị trấn" if unit.name.startswith("Thị trấn") else "xã"
    titles = (f"Chủ tịch UBND {kind}", "Công chức Văn hóa - Xã hội") if commune else (_head_title(unit), "Chuyên viên")
    words = (("head", Role.HEAD, f"lanhdao.{slug}", titles[0]), ("clerk", Role.CLERK, f"canbo.{slug}", titles[1]))
    return {key: _person(unit, role, 2 * number + place_, name, title, password)
            for place_, (key, role, name, title) in enumerate(words)}  # fmt: skip


def _person(unit: Unit, role: str, number: int, username: str, title: str, password: str) -> User:
    honorific, middle = FEMALE if number % 3 == 0 else MALE
    name = f"{FAMILY[number % len(FAMILY)]} {middle[number % len(middle)]} {GIVEN[(number * 7) % len(GIVEN)]}"
    values = {"full_name": name, "honorific": honorific, "password": password, "is_active": True}
    user, _ = User.objects.get_or_create(username=username, defaults=values)
    office = f"UBND {unit.name[:1].lower()}{unit.name[1:]}" if unit.level == UnitLevel.COMMUNE else unit.name
    Membership.objects.get_or_create(user=user, unit=unit, role=role, defaults={"title": title, "office": office})
    return user


def _head_title(unit: Unit) -> str:
    starts = {"Phòng": "Trưởng phòng", "Văn phòng": "Chánh Văn phòng", "Thanh tra": "Chánh Thanh tra", "Ban": "Trưởng ban",
              "Ủy ban": "Chủ tịch", "Sở": "Giám đốc", "Huyện": "Chủ tịch UBND huyện", "Thành phố": "Chủ tịch UBND thành phố",
              "Thị xã": "Chủ tịch UBND thị xã"}  # fmt: skip
    return next((title for word, title in starts.items() if unit.name.startswith(word)), "Thủ trưởng")
