"""The clerk's journeys through the entry grid, in a real browser, under the real content policy."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from awards.enums import DossierState, NominationState
from awards.models import Appraisal, Dossier, Nomination
from campaigns.enums import Role
from campaigns.models import Membership
from tests.awards.factories import award_kind, make_dossier, make_nomination, make_person, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.getElementById("cell").dispatchEvent(event);
}"""


@pytest.fixture(autouse=True)
def day(settings):
    settings.WORK_DATE = date(2020, 7, 10)


@pytest.fixture
def world(transactional_db):
    award_kind("BK_TINH")
    return make_world()


@pytest.fixture
def dossier(world):
    return make_dossier(world)


@pytest.fixture
def grid(page, live_server, world, dossier):
    """grid() opens the work screen as An; blocked content and script errors fail the test at its end."""
    faults = []
    page.on("console", lambda line: faults.append(line.text) if "Content Security" in line.text else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_default_timeout(10_000)

    def open_(user=None, tab=page):
        sign_in(tab.context, live_server, user or world.an)
        tab.goto(live_server.url + reverse("awards:dossier-detail", args=[dossier.public_id]))
        tab.wait_for_selector("html[data-grid-ready]")
        return tab

    yield open_
    assert faults == []


def sign_in(context, live_server, user):
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])


def names(page):
    return page.eval_on_selector_all("#rows tr:not(.is-new) .c-name", "cells => cells.map(c => c.textContent.trim())")


def saved(page):
    expect(page.locator("#saved")).to_contain_text("Đã lưu lúc", timeout=10_000)


def fifteen_rows():
    award = award_kind("BK_TINH").label
    people = [f"Bà\tTrần Thị Số {n}\t{1970 + n}\tGiáo viên\tTrường THCS Nam Chính\t{award}\tDạy giỏi {n} năm" for n in range(10)]
    units = [f"Hội Nông dân xã {n}\tXã Nam Trung\t{award}\t“Dẫn đầu” phong trào {n}" for n in range(5)]
    return "\n".join(["I. Tập thể", *units, "II. Cá nhân", *people])


def test_fifteen_pasted_rows_are_saved_survive_a_reload_and_are_undone_as_one_step(grid, dossier):
    page = grid()
    page.click("#rows tr.is-new .c-name")
    page.evaluate(PASTE, fifteen_rows())
    saved(page)
    assert Nomination.objects.filter(dossier=dossier, removed_at=None).count() == 15
    assert page.inner_text("[data-status=collective]") == "5"
    page.focus("#cell")
    page.keyboard.press("Control+z")
    expect(page.locator("#rows .c-name")).to_have_count(1)
    page.keyboard.press("Control+y")
    expect(page.locator("#rows .c-name")).to_have_count(16)
    page.reload()
    page.wait_for_selector("html[data-grid-ready]")
    assert len(names(page)) == 15
    assert Nomination.objects.filter(dossier=dossier, removed_at=None, award_kind__code="BK_TINH").count() == 15


def test_one_refused_cell_holds_back_its_own_row_only_and_that_row_survives_a_reload(grid, dossier):
    page = grid()
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#rows tr.is-new .c-name")
    page.evaluate(PASTE, fifteen_rows().replace("\t1975\t", "\t1700\t"))
    expect(page.locator("#saved")).to_have_text("7 ô chưa lưu, 1 dòng cần sửa", timeout=10_000)
    assert Nomination.objects.filter(dossier=dossier).count() == 14
    page.wait_for_timeout(300)
    page.reload()
    assert "Còn 1 dòng chưa lưu từ lúc" in page.inner_text("#drafts")
    assert len(names(page)) == 14
    page.click("#drafts button:has-text('Đưa lại vào bảng')")
    page.wait_for_selector("#rows .c-year.cell-bad")
    page.click("#rows .c-year.cell-bad")
    page.keyboard.type("1975")
    page.keyboard.press("Enter")
    saved(page)
    assert Nomination.objects.filter(dossier=dossier, birth_year=1975).count() == 1
    page.reload()
    page.wait_for_selector("html[data-grid-ready]")
    assert (len(names(page)), page.query_selector("#drafts")) == (15, None)


def test_rows_whose_answer_was_lost_are_offered_back_and_added_once(grid, dossier):
    page = grid()
    page.on("dialog", lambda dialog: dialog.accept())

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/luoi/them/", lose)
    page.click("#rows tr.is-new .c-name")
    page.evaluate(PASTE, fifteen_rows())
    page.wait_for_selector("#offline", timeout=15_000)
    page.unroute("**/luoi/them/")
    page.reload()
    page.wait_for_selector("html[data-grid-ready]")
    page.click("#drafts button:has-text('Đưa lại vào bảng')")
    saved(page)
    expect(page.locator("#rows tr:not(.is-new) .c-name")).to_have_count(15)
    assert Nomination.objects.filter(dossier=dossier).count() == 15


def test_rows_undone_while_their_answer_was_lost_do_not_stay_with_the_server(grid, dossier):
    page = grid()

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/luoi/them/", lose)
    page.click("#rows tr.is-new .c-name")
    page.evaluate(PASTE, fifteen_rows())
    page.wait_for_selector("#offline", timeout=15_000)
    page.focus("#cell")
    page.keyboard.press("Control+z")
    expect(page.locator("#rows .c-name")).to_have_count(1)
    page.unroute("**/luoi/them/")
    page.click("#offline button:has-text('Thử lại')")
    page.wait_for_selector("#offline", state="detached")
    assert Nomination.objects.filter(dossier=dossier, removed_at=None).count() == 0
    page.focus("#cell")
    page.keyboard.press("Control+y")
    expect(page.locator("#rows tr:not(.is-new) .c-name")).to_have_count(15)
    saved(page)
    assert Nomination.objects.filter(dossier=dossier, removed_at=None).count() == 15


def test_a_cell_kept_from_an_earlier_page_is_dropped_when_one_says_so(grid, dossier):
    make_nomination(dossier)
    page = grid()
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/luoi/sua/", lambda route: route.abort())
    page.click("#rows .c-pos")
    page.keyboard.type("Chủ tịch UBND xã")
    page.keyboard.press("Enter")
    page.wait_for_selector("#offline")
    page.reload()
    page.wait_for_selector("#drafts")
    assert serious(page) == []
    page.click("#drafts button:has-text('Bỏ')")
    page.reload()
    page.wait_for_selector("html[data-grid-ready]")
    assert page.query_selector("#drafts") is None
    assert page.inner_text("#rows .c-pos") == "Bí thư Đảng ủy"


def test_an_added_row_that_stays_empty_holds_up_nothing(grid, dossier):
    make_nomination(dossier)
    page = grid()
    page.click("[data-action=add_line]")
    page.click("[data-action=add_collective]")
    expect(page.locator("#rows .c-name")).to_have_count(3)
    page.click("#rows tr:has-text('Lê Công Duệ') .c-pos")
    page.keyboard.type("Bí thư")
    page.keyboard.press("Enter")
    saved(page)
    assert Nomination.objects.filter(dossier=dossier).count() == 1


def test_a_row_is_typed_with_the_keyboard_alone(grid, dossier):
    page = grid()
    page.focus("#cell")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("Lê Công Duệ")
    page.keyboard.press("Tab")
    page.keyboard.type("1966")
    page.keyboard.press("Tab")
    page.keyboard.type("Bí thư Đảng ủy")
    page.keyboard.press("Enter")
    saved(page)
    line = Nomination.objects.get(dossier=dossier)
    assert (line.name, line.birth_year, line.title) == ("Lê Công Duệ", 1966, "Bí thư Đảng ủy")


def test_escape_gives_the_cell_back_and_a_wrong_value_stays_at_its_cell(grid, dossier):
    make_nomination(dossier)
    page = grid()
    page.click("#rows .c-name")
    page.keyboard.press("F2")
    page.keyboard.type(" sai")
    page.keyboard.press("Escape")
    page.click("#rows .c-year")
    page.keyboard.type("1700")
    page.keyboard.press("Enter")
    page.wait_for_selector("#rows .c-year.cell-bad")
    page.click("#rows .c-year")
    assert "không hợp lý" in page.inner_text("#cell-tip")
    assert "1 ô chưa lưu" in page.inner_text("#saved")
    page.keyboard.press("Control+z")
    expect(page.locator("#rows .cell-bad")).to_have_count(0)
    line = Nomination.objects.get(dossier=dossier)
    assert (line.name, line.birth_year) == ("Lê Công Duệ", 1966)


def test_what_is_typed_without_network_is_kept_and_saved_later(grid, dossier):
    make_nomination(dossier)
    page = grid()
    page.route("**/luoi/sua/", lambda route: route.abort())
    page.click("#rows .c-pos")
    page.keyboard.type("Chủ tịch UBND xã")
    page.keyboard.press("Enter")
    page.wait_for_selector("#offline")
    assert "1 ô chưa lưu" in page.inner_text("#saved")
    page.unroute("**/luoi/sua/")
    page.click("#offline button:has-text('Thử lại')")
    saved(page)
    assert Nomination.objects.get(dossier=dossier).title == "Chủ tịch UBND xã"


def test_two_people_in_one_row_see_both_values_and_choose(grid, dossier):
    line = make_nomination(dossier, title="Giáo viên")
    page = grid()
    other = grid(tab=page.context.new_page())
    for tab, words in ((other, "Hiệu trưởng"), (page, "Tổ trưởng")):
        tab.bring_to_front()
        tab.click("#rows .c-pos")
        tab.keyboard.type(words)
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#saved.saved-saved, .row-conflict")
    words = page.inner_text(".row-conflict")
    assert "“Hiệu trưởng” thay cho “Tổ trưởng” của bạn" in words and "Nguyễn Văn An" in words
    page.click("[data-choose=mine]")
    saved(page)
    line.refresh_from_db()
    assert line.title == "Tổ trưởng"


def test_the_near_duplicate_is_answered_in_the_popover_and_focus_comes_back(grid, dossier):
    make_person("Phạm Thị Kim Duyến", 1981)
    line = make_nomination(dossier, "Phạm Thị Kim Duyên", birth_year=1981, gender="female", verdict="look")
    page = grid()
    page.click("#rows .c-name")
    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_selector("#verdict-pop:not([hidden])")
    assert page.evaluate("document.activeElement.id") == "verdict-title"
    page.click("[data-action=same_person]")
    page.wait_for_selector("#verdict-pop .linked")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "cell"
    line.refresh_from_db()
    assert line.person.full_name == "Phạm Thị Kim Duyến"


def test_a_returned_line_is_mended_in_its_open_cell_and_sent_again(grid, world, dossier):
    line = make_nomination(dossier, state=NominationState.SENT_BACK, fields_to_fix=["nomination.position"])
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.RECEIVED)
    Appraisal.objects.create(nomination=line, action="send_back", sentence="Ghi rõ chức vụ.", by=world.giang)
    page = grid()
    assert "Ghi rõ chức vụ." in page.inner_text(".returned")
    page.click("[data-goto]")
    page.keyboard.type("Chủ tịch UBND xã An Sơn")
    page.keyboard.press("Enter")
    page.click("[data-action=resubmit]")
    page.wait_for_selector(".returned", state="detached")
    line.refresh_from_db()
    assert (line.state, line.title) == (NominationState.SUBMITTED, "Chủ tịch UBND xã An Sơn")


def test_handing_on_with_something_missing_goes_through_the_explanation(grid, dossier):
    make_nomination(dossier, verdict="missing", verdict_text="Thiếu báo cáo thành tích")
    page = grid()
    page.click(".pagehead [data-action=hand_to_head]")
    page.fill("#check-note", "Sẽ bổ sung trước ngày họp")
    page.click("#check-dialog [data-action=hand_to_head]")
    page.wait_for_selector("text=Chờ xác nhận")
    assert Dossier.objects.get().state == DossierState.READY
    assert page.query_selector("#rows .is-new") is None


@pytest.mark.parametrize("size", [(390, 844), (360, 640)])
def test_on_a_phone_rows_are_cards_and_a_form_edits_them(grid, page, dossier, size):
    make_nomination(dossier)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    grid()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.click("#rows .c-name")
    page.fill("#lf-title", "Chủ tịch UBND xã")
    page.click("#line-save")
    page.wait_for_selector("#line-dialog", state="hidden")
    assert Nomination.objects.get(dossier=dossier).title == "Chủ tịch UBND xã"


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_the_work_screen_and_its_layers_have_no_serious_findings(grid, page, dossier, size):
    make_nomination(dossier, verdict="look", verdict_text="Cần xem")
    make_nomination(dossier, "Hội Nông dân xã", recipient_kind="collective")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    grid()
    found = serious(page)
    page.click("#rows .verdict")
    page.wait_for_selector("#verdict-pop:not([hidden])")
    found += serious(page)
    page.click("[data-pop-close]")
    page.evaluate("document.querySelector('[data-papers]').click()")
    page.wait_for_selector("#papers-dialog[open]")
    assert found + serious(page) == []


def serious(page):
    violations = Axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in violations if v["impact"] in ("serious", "critical")]


def test_a_clerk_who_is_also_the_head_sees_one_primary_step(grid, world):
    Membership.objects.create(user=world.an, unit=world.district, role=Role.HEAD)
    page = grid()
    steps = page.eval_on_selector_all(".pagehead form[data-step] button", "all => all.map(b => b.dataset.action)")
    assert steps == ["submit"]
