"""The cell grid in a real browser: keys, a pasted block, undo, two people on one cell, a lost connection, a hurried leave."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from tests.awards.factories import make_world
from tests.browser.test_entry import sign_in
from tests.campaigns.factories import make_objective, make_resolution

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def rows(transactional_db, settings):
    """Two rows of the district's resolution; the first belongs to the world."""
    settings.WORK_DATE = date(2021, 10, 15)
    world = make_world()
    resolution = make_resolution(world.district)
    return world, resolution, [make_objective(resolution, name) for name in ("Nhà tạm được xóa", "Việc làm mới")]


def test_the_grid_of_a_resolution(page, browser, live_server, rows):
    world, resolution, (first, second) = rows
    faults = []
    address = live_server.url + reverse("campaigns:resolution-grid", args=[resolution.public_id])

    def opened(tab, user):
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("console", lambda line: faults.append(line.text) if "Content Security" in line.text else None)
        tab.set_default_timeout(10_000)
        sign_in(tab.context, live_server, user)
        tab.goto(address)
        return tab

    def cell(tab, row, what):
        return tab.get_by_label(f"{row.indicator}, {what}", exact=True)

    def stored(row, year):
        return row.years.get(year=year).value

    opened(page, world.an)
    status = page.locator("[data-sheet-status]")
    other = opened(browser.new_context(locale="vi-VN").new_page(), world.khanh)

    cell(page, first, "năm 2021").fill("1250,5")
    page.keyboard.press("Enter")
    expect(cell(page, second, "năm 2021")).to_be_focused()
    expect(status).to_contain_text("Đã lưu lúc")
    expect(cell(page, first, "năm 2021")).to_have_value("1.250,5")
    expect(page.locator("#fault-count")).to_contain_text("1 dòng chưa khớp")

    page.evaluate(PASTE, "21\t22\n")
    expect(cell(page, second, "năm 2022")).to_have_value("22")
    expect(status).to_contain_text("Đã lưu lúc")
    page.evaluate(PASTE, "31\t32\t33")
    expect(cell(page, second, "năm 2023")).to_have_value("33")
    page.keyboard.press("Control+z")
    expect(cell(page, second, "năm 2022")).to_have_value("22")
    expect(cell(page, second, "năm 2023")).to_have_value("15")
    expect(status).to_contain_text("Đã lưu lúc")
    assert (stored(second, 2021), stored(second, 2022), stored(second, 2023)) == (21, 22, 15)

    cell(page, second, "năm 2024").fill("-4")  # refused at its cell, the typed word stays
    page.keyboard.press("Tab")
    expect(page.locator(".cell-bad .cell-note")).to_contain_text("âm")
    expect(cell(page, second, "năm 2024")).to_have_value("-4")
    expect(status).to_contain_text("1 ô cần xem lại")
    cell(page, second, "năm 2024").focus()
    page.keyboard.press("Escape")
    expect(cell(page, second, "năm 2024")).to_have_value("15")
    expect(page.locator(".cell-bad")).to_have_count(0)

    cell(other, first, "năm 2021").fill("30")  # still sees 20
    other.keyboard.press("Tab")
    note = other.locator(".cell-conflict .cell-note")
    expect(note).to_contain_text("Nguyễn Văn An sửa thành “1.250,5”")
    cell(other, first, "năm 2022").fill("19")  # another cell goes on unhindered
    other.keyboard.press("Tab")
    other.get_by_role("button", name="Giữ của tôi: 30").click()
    expect(other.locator(".cell-conflict")).to_have_count(0)
    expect(other.locator("[data-sheet-status]")).to_contain_text("Đã lưu lúc")
    assert (stored(first, 2021), stored(first, 2022)) == (30, 19)
    other.context.close()

    page.context.set_offline(True)
    cell(page, second, "năm 2025").fill("55")
    page.keyboard.press("Tab")
    expect(status).to_contain_text("1 ô chờ gửi")
    page.context.set_offline(False)
    expect(status).to_contain_text("Đã lưu lúc", timeout=15_000)
    assert stored(second, 2025) == 55

    cell(page, second, "năm 2025").fill("56")  # leaves at once: the cell goes out first
    page.locator("[data-action=add_row]").click()
    page.wait_for_url("**/bang/them/")
    assert stored(second, 2025) == 56

    assert faults == []
    page.goto(address)
    serious = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in serious] == []
