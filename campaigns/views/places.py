"""The places inside "Phong trào", and the tabs of one campaign: the same on every page of the section."""

from django.urls import reverse

from campaigns.extensions import CAMPAIGN_TABS, CONFERENCE_TABS, RESOLUTION_TABS, SECTION_TABS

PLACES = [
    ("campaigns:campaign-list", "Phong trào"),
    ("campaigns:resolution-list", "Nghị quyết"),
    ("campaigns:duty-list", "Việc phải làm"),
    ("campaigns:registration-list", "Đăng ký"),
    ("campaigns:report-list", "Kết quả"),
    ("campaigns:cluster-list", "Cụm, khối"),
    ("campaigns:exemplar-list", "Điển hình"),
    ("campaigns:initiative-list", "Sáng kiến"),
    ("campaigns:conference-list", "Hội nghị"),
]
TABS = [
    ("campaigns:campaign", "Tổng quan"),
    ("campaigns:campaign-targets", "Chỉ tiêu"),
    ("campaigns:campaign-cascade", "Phân bổ"),
    ("campaigns:campaign-registrations", "Đăng ký"),
    ("campaigns:campaign-results", "Kết quả"),
    ("campaigns:campaign-exemplars", "Điển hình"),
    ("campaigns:campaign-papers", "Văn bản"),
]
OF_A_YEAR = {"campaigns:campaign", "campaigns:campaign-cascade", "campaigns:campaign-registrations", "campaigns:campaign-results"}


def places(active: str) -> list[dict]:
    """Items of components/tabs.html for the section; `active` is the name of an address of PLACES."""
    rows = PLACES + [(tab.url_name, tab.label) for tab in SECTION_TABS]
    return [_item(name, label, active) for name, label in rows]


def campaign_tabs(campaign, active: str, year: int | None = None) -> list[dict]:
    """Items of components/tabs.html for one campaign; `active` is the name of an address.

    A page that shows one year hands it on, so that the next tab speaks of the same one.
    """
    rows = TABS + [(tab.url_name, tab.label) for tab in CAMPAIGN_TABS]
    items = [(name, _item(name, label, active, campaign.public_id)) for name, label in rows]
    for name, item in items:
        if year and name in OF_A_YEAR:
            item["url"] += f"?nam={year}"
    return [item for _, item in items]


def conference_tabs(conference, active: str) -> list[dict]:
    """Items of components/tabs.html for one conference: its own page and those of the floor above."""
    rows = [("campaigns:conference", "Chương trình")] + [(tab.url_name, tab.label) for tab in CONFERENCE_TABS]
    return [_item(name, label, active, conference.public_id) for name, label in rows]


def resolution_tabs(resolution, active: str) -> list[dict]:
    """Items of components/tabs.html for one resolution: its tree and the pages of the floor above."""
    rows = [("campaigns:resolution", "Cây mục tiêu")] + [(tab.url_name, tab.label) for tab in RESOLUTION_TABS]
    return [_item(name, label, active, resolution.public_id) for name, label in rows]


def _item(name: str, label: str, active: str, *args) -> dict:
    return {"label": label, "url": reverse(name, args=args), "active": name == active}
