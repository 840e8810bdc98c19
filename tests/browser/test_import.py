"""The clerk's journey through an uploaded list, in a real browser, under the real content policy."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from awards.enums import ImportState
from awards.models import ImportBatch, ImportRow, Nomination
from awards.services import imports as services
from tests.awards.imports.places import EXCEL, nam_sach_dossier, person, upload, workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture(autouse=True)
def day(settings):
    settings.WORK_DATE = date(2020, 12, 20)


@pytest.fixture
def dossier(reference):
    return nam_sach_dossier()


@pytest.fixture
def desk(page, live_server, dossier):
    """A signed-in clerk; blocked content and script errors fail the test at its end."""
    faults = []
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" and "422" not in line.text else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_default_timeout(10_000)
    page.set_viewport_size({"width": 1366, "height": 768})
    client = Client()
    client.force_login(dossier.created_by)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    yield page
    assert faults == []


@pytest.fixture
def preview(desk, live_server, dossier):
    """Open the preview of a workbook."""

    def open_(content):
        batch = services.read_upload(dossier=dossier, upload=upload(content), by=dossier.created_by)
        desk.goto(live_server.url + reverse("awards:import", args=[dossier.public_id, batch.public_id]))
        return desk, batch

    return open_


def focused(page):
    return page.evaluate("document.activeElement.closest('tr')?.id")


def serious(page):
    found = Axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:120]) for v in found if v["impact"] in ("serious", "critical")]


def test_list_goes_from_file_to_dossier(desk, live_server, dossier, tmp_path):
    file = tmp_path / "danh_sach.xlsx"
    file.write_bytes(workbook(person(), person(name="Vũ Trọng Toản", birth="31/02/1986")))
    desk.goto(live_server.url + reverse("awards:import-upload", args=[dossier.public_id]))
    desk.set_input_files("input[type=file]", file)
    expect(desk.locator("[data-chosen]")).to_contain_text("danh_sach.xlsx")
    desk.click("[data-action=upload]")
    expect(desk.locator("[data-action=confirm_import]")).to_be_disabled()
    desk.click("#dong-5 [data-action=apply_fix]")
    expect(desk.locator("#import-reason")).to_have_text("Đã xong, có thể nhập")
    desk.click("[data-action=confirm_import]")
    desk.wait_for_url(f"**{reverse('awards:dossier-detail', args=[dossier.public_id])}")
    assert list(Nomination.objects.filter(dossier=dossier).values_list("name", flat=True)) == ["Lê Công Duệ", "Vũ Trọng Toản"]


def test_enter_mends_and_goes_to_the_next_bad_cell(preview):
    page, batch = preview(workbook(*[person(name=f"Vũ Trọng {n}", birth="không rõ") for n in ("An", "Bình", "Chi")]))
    assert focused(page) == "dong-4"
    page.keyboard.press("Control+a")
    page.keyboard.type("1979")
    page.keyboard.press("Enter")
    expect(page.locator("#dong-5 .cell-input")).to_be_focused()
    page.keyboard.press("Enter")  # nothing typed: only go on
    assert focused(page) == "dong-6"
    expect(page.locator("#import-counts")).to_contain_text("1 sạch")
    assert ImportRow.objects.get(batch=batch, number=4).values["birth"] == "1979"


def test_clean_cell_is_edited_where_it_stands_and_escape_gives_it_back(preview):
    page, batch = preview(workbook(person()))
    cell = page.locator("#dong-4 td.c-position")
    cell.click()
    page.keyboard.type("nháp")
    page.keyboard.press("Escape")
    expect(cell).to_have_text("Bí thư Đảng ủy")
    cell.click()
    page.keyboard.type("Chủ tịch xã")
    page.keyboard.press("Enter")
    expect(page.locator("#dong-4.is-mended td.c-position")).to_have_text("Chủ tịch xã")
    assert ImportRow.objects.get(batch=batch, number=4).values["title"] == "Chủ tịch xã"


def test_award_is_chosen_from_the_list_beside_the_reason(preview):
    page, batch = preview(workbook(person(award="Bằng công nhận")))
    page.select_option("#dong-4 .why-select", "LDTT")
    expect(page.locator("#dong-4.is-mended")).to_be_visible()
    assert ImportRow.objects.get(batch=batch, number=4).values["award_kind"] == "LDTT"


def test_same_fault_in_many_rows_is_mended_at_once(preview):
    page, batch = preview(workbook(*[person(name=f"Vũ Trọng {n}", unit="Xã An Sơm") for n in ("An", "Bình", "Chi")]))
    page.locator("[data-action=apply_similar]").first.click()
    expect(page.locator("#import-counts")).to_contain_text("3 sạch")
    assert set(ImportRow.objects.filter(batch=batch).values_list("outcome", flat=True)) == {"clean"}


def test_column_is_mapped_by_its_menu(preview):
    page, batch = preview(workbook(person()))
    page.select_option('select[aria-label^="Cột H"]', "note")
    expect(page.locator("#dong-4")).to_be_visible()
    assert ImportRow.objects.get(batch=batch, number=4).values["note"] == "Hoàn thành tốt nhiệm vụ"


def test_draft_is_thrown_away_only_after_a_question(preview):
    page, batch = preview(workbook(person()))
    page.get_by_role("button", name="Hủy").click()
    page.click("[data-action=discard_import]")
    page.wait_for_url("**/nhap-tep/")
    batch.refresh_from_db()
    assert batch.state == ImportState.DISCARDED


@pytest.mark.parametrize("size", [(1366, 768), (390, 844), (360, 740)])
def test_preview_of_the_faulty_workbook_is_accessible_and_fits(preview, size):
    page, _ = preview((EXCEL / "danh_sach_loi.xlsx").read_bytes())
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    cut = "all => all.filter(b => b.offsetWidth && b.scrollWidth > b.clientWidth).map(b => b.ariaLabel)"
    assert page.eval_on_selector_all(".why-drop", cut) == []


def test_upload_page_is_accessible(desk, live_server, dossier):
    desk.goto(live_server.url + reverse("awards:import-upload", args=[dossier.public_id]))
    assert serious(desk) == []


def test_refused_file_says_why_on_the_same_page(desk, live_server, dossier, tmp_path):
    file = tmp_path / "anh.xlsx"
    file.write_bytes(b"%PDF-1.7")
    desk.goto(live_server.url + reverse("awards:import-upload", args=[dossier.public_id]))
    desk.set_input_files("input[type=file]", file)
    with desk.expect_response(lambda r: r.request.method == "POST"):
        desk.click("[data-action=upload]")
    expect(desk.get_by_role("alert")).to_contain_text("Tệp này là PDF")
    assert ImportBatch.objects.count() == 0
