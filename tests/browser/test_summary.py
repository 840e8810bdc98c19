"""Today's work and the leaders' page in a browser: keyboard, copying, the button of a phone, accessibility, one A4."""

import pdfplumber
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from tests.awards.factories import make_dossier, make_nomination
from tests.summary.awards_given import give_conference, make_place, sent_by_commune

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [(1366, 768), (390, 844), (360, 640)]


@pytest.fixture
def place(reference):
    made = make_place()
    give_conference(made)
    dossier = sent_by_commune(made, state="received")
    make_nomination(dossier, "Phạm Thị Thu", state="eligible", verdict="look")
    make_dossier(made, state="ready", campaign_text="Chờ xác nhận")
    return made


@pytest.fixture
def chair(page, live_server, client, place):
    """The browser of the district's chairman; `page.blocked` collects what the content policy refused."""
    client.force_login(place.chair)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.blocked = []
    page.on("console", lambda line: page.blocked.append(line.text) if "Content Security" in line.text else None)
    page.set_default_timeout(5000)
    return page


def test_arrows_walk_through_the_work_and_enter_opens_it(chair, live_server):
    chair.goto(live_server.url)
    first, second = chair.locator(".work-item .ttl").all()
    first.focus()
    chair.keyboard.press("ArrowDown")
    assert chair.evaluate("document.activeElement.textContent") == second.text_content()
    target = second.get_attribute("href")
    chair.keyboard.press("Enter")
    chair.wait_for_url(f"**{target}")


def test_the_sentence_is_copied_as_plain_text(chair, live_server):
    chair.goto(f"{live_server.url}/tong-hop/?nam=2020")
    chair.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text }")
    chair.click("[data-action=copy_sentence]")
    assert chair.evaluate("window.copied") == (
        "Toàn huyện có 5 tập thể, 10 cá nhân được Chủ tịch UBND tỉnh tặng bằng khen; 21 tập thể, 30 cá nhân có thành tích "
        "xuất sắc được Chủ tịch UBND huyện khen thưởng."
    )


def test_on_a_phone_what_waits_stands_first_and_its_button_stays_in_sight(chair, live_server):
    chair.set_viewport_size({"width": 390, "height": 844})
    chair.goto(f"{live_server.url}/tong-hop/?nam=2020")
    button = chair.locator("[data-action=open_signing]")
    tops = [chair.locator(part).bounding_box()["y"] for part in (".signing", "#report-sentence", ".report-main")]
    assert tops == sorted(tops)
    for _ in range(2):
        box = button.bounding_box()
        assert box["height"] >= 44 and 700 < box["y"] + box["height"] <= 844 and box["width"] == 390
        chair.evaluate("window.scrollTo(0, document.body.scrollHeight)")


@pytest.mark.parametrize("address", ["/", "/tong-hop/?nam=2020"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_pages_fit_and_have_no_serious_findings(chair, live_server, address, width, height):
    chair.set_viewport_size({"width": width, "height": height})
    chair.goto(f"{live_server.url}{address}")
    assert chair.evaluate("document.documentElement.scrollWidth") <= width
    findings = Axe().run(chair).response["violations"]
    assert [(f["id"], f["nodes"][0]["html"]) for f in findings if f["impact"] in ("serious", "critical")] == []
    assert chair.blocked == []


def test_the_summary_prints_on_one_page(chair, live_server, tmp_path):
    chair.goto(f"{live_server.url}/tong-hop/?nam=2020")
    paper = tmp_path / "summary.pdf"
    chair.pdf(path=paper, prefer_css_page_size=True, print_background=True)
    with pdfplumber.open(paper) as pdf:
        (sheet,) = pdf.pages
        assert (round(sheet.width), round(sheet.height)) == (595, 842)
        text = sheet.extract_text()
    assert "66 khen thưởng" in text and "In một trang" not in text
