"""Every main page of every role: no serious finding of axe, nothing wider than the window, nothing the policy blocks."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as project

from awards.models import Certificate, Decision, Dossier, Nomination
from campaigns.models import Campaign, Cluster, Exemplar, Registration, Report, Resolution
from tests.browser.journey_steps import House
from thiduakhenthuong.summary.demo import build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, PHONE, NARROW = (1366, 768), (390, 844), (360, 640)


@pytest.fixture
def house(reference, browser, live_server, settings):
    """The whole demonstration, with work in every inbox."""
    settings.WORK_DATE = date(2022, 1, 14)
    list(build.everything())
    house = House(browser, live_server.url, project.DEMO_PASSWORD)
    yield house
    house.close()


def pages() -> dict[str, list[str]]:
    """{account: addresses} of the demonstration: each role's own screens and one record of each kind."""
    draft = Dossier.objects.filter(state="draft", unit__name="Huyện Nam Sách").first()
    returned = Nomination.objects.filter(state="sent_back").select_related("dossier").first()
    waiting = Nomination.objects.filter(state="submitted", dossier__deciding_unit__name="Tỉnh Hải Dương").first()
    eligible = Nomination.objects.filter(state="eligible", dossier__deciding_unit__name="Tỉnh Hải Dương").first()
    decision = Decision.objects.filter(unit__name="Tỉnh Hải Dương").first()
    certificate = (
        Certificate.objects.filter(award__person__isnull=False, award__unit__isnull=False)
        .select_related("award__person", "award__unit")
        .first()
    )
    award, work = certificate.award, f"/ho-so/{draft.public_id}/"
    batch = f"/tham-dinh/duyet/{eligible.dossier.public_id}/{eligible.award_kind.code}/"
    campaign = f"/phong-trao/{Campaign.objects.get(name='Mỗi người làm việc bằng hai').public_id}/"
    tree = f"/nghi-quyet/{Resolution.objects.get(unit__name='Tỉnh Nghệ An').public_id}/"
    example = f"/dien-hinh/{Exemplar.objects.get(title='Đường hoa tự quản').public_id}/"
    agreed = f"/cum-khoi/{Cluster.objects.filter(state='agreed').first().public_id}/"
    sheet = f"/ket-qua/{Report.objects.filter(unit__name='Xã Nam Trung', quarter=4).first().public_id}/"
    promises = f"/dang-ky/{Registration.objects.filter(unit__name='Xã Nam Trung', kind='unit').first().public_id}/"
    return {
        "canbo.namsach": ["/", "/ho-so/", "/ho-so/moi/", work, f"{work}nhap-tep/", f"{work}lich-su/",
                          f"/ho-so/{returned.dossier.public_id}/"],
        "thamdinh.tinh": ["/", "/tham-dinh/", f"/tham-dinh/{waiting.public_id}/", "/quyet-dinh/",
                          f"/quyet-dinh/{decision.public_id}/", f"/quyet-dinh/{decision.public_id}/bang-giay/",
                          "/so-khen-thuong/", f"/so-khen-thuong/{award.public_id}/", f"/ca-nhan/{award.person.public_id}/",
                          f"/don-vi/{award.unit.public_id}/", "/tim/?q=nam", f"/xac-thuc/{certificate.code}/"],
        "lanhdao.tinh": ["/", "/tham-dinh/duyet/", batch, "/tong-hop/"],
        "thamdinh.namsach": [f"{campaign}?nam=2021", f"{campaign}dang-ky/?nam=2021", f"{campaign}khen-thuong/", agreed, example,
                             "/viec-phai-lam/", "/nguoi-dung-dau/?nam=2021"],
        "canbo.namtrung": ["/", sheet, promises],
        "canbo.nghean": [tree, f"{tree}bang/"],
        "quantri": ["/danh-muc/", "/danh-muc/don-vi/", "/danh-muc/tai-khoan/", "/danh-muc/phan-cong/"],
    }  # fmt: skip


def test_main_pages_can_be_used_by_everybody_on_a_desk_and_on_a_phone(house):
    found = []
    for username, addresses in pages().items():
        page = house.tab(username)
        for address in addresses:
            found += [(username, address, *fault) for fault in faults_of(page, address)]
    assert (found, house.faults) == ([], [])


def faults_of(page, address: str) -> list[tuple]:
    """What is wrong with one page at the three sizes."""
    found = []
    for width, height in (DESK, PHONE, NARROW):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((width, "wider than the window"))
        if width != NARROW[0]:
            found += [(width, *finding) for finding in serious(page)]
    return found


def serious(page) -> list[tuple]:
    """Serious and critical findings: (rule, first element)."""
    violations = Axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:120]) for v in violations if v["impact"] in ("serious", "critical")]
