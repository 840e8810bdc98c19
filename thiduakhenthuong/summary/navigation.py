"""The places of the top bar, by role; a place that a later part builds is left out."""

from django.urls import NoReverseMatch, reverse

from campaigns.enums import Role
from campaigns.permissions import has_any_role, memberships

EVERYBODY = frozenset(Role.values)
# Beginnings of addresses that belong to a place besides its own.
ALSO = {
    "campaigns:campaign-list": (
        "/nghi-quyet/", "/viec-phai-lam/", "/dang-ky/", "/ket-qua/", "/cum-khoi/", "/cham-diem/", "/dien-hinh/", "/sang-kien/",
        "/hoi-nghi/", "/gop-y/", "/nguoi-dung-dau/",
    ),
    "awards:dossier-list": ("/dot-xet/",),
    "awards:register": ("/ca-nhan/", "/don-vi/", "/bang-giay/"),
}  # fmt: skip
# (address name, label, short label on a phone, icon, roles)
PLACES = [
    ("summary:today", "Việc hôm nay", "Hôm nay", "sun", EVERYBODY - {Role.AUDITOR}),
    ("campaigns:campaign-list", "Phong trào", "Phong trào", "flag", EVERYBODY),
    ("awards:dossier-list", "Hồ sơ", "Hồ sơ", "folder2", EVERYBODY - {Role.ADMINISTRATOR}),
    ("awards:appraisal", "Thẩm định", "Thẩm định", "check2-square", {Role.APPRAISER, Role.APPROVER, Role.AUDITOR}),
    ("awards:decision-list", "Quyết định", "Quyết định", "file-earmark-text", EVERYBODY - {Role.ADMINISTRATOR}),
    ("awards:register", "Sổ khen thưởng", "Sổ", "award", EVERYBODY - {Role.ADMINISTRATOR}),
    ("summary:summary", "Tổng hợp", "Tổng hợp", "bar-chart", EVERYBODY - {Role.ADMINISTRATOR}),
    ("awards:catalogue", "Danh mục", "Danh mục", "book", EVERYBODY),
]


def navigation(request) -> dict:
    """Context of every page: the places open to the user, the unit he or she works for, where the search goes."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav_items": []}
    items = [_item(request, place) for place in PLACES if has_any_role(user, *place[4])]
    mine = memberships(user)
    return {
        "nav_items": [item for item in items if item],
        "user_unit": (mine[0].office or mine[0].unit.name) if mine else "Chưa được phân công",
        "search_url": _address("awards:search"),
    }


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _item(request, place) -> dict | None:
    name, label, short, icon, _ = place
    url = _address(name)
    if not url:
        return None
    active = request.path == url if url == "/" else request.path.startswith((url, *ALSO.get(name, ())))
    return {"label": label, "short": short, "icon": icon, "url": url, "active": active}
