"""Appraisal and approval in a browser: keys, the second press, the lost race, clean lines together, the leader's phone."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from awards.enums import DossierState, NominationState
from awards.models import Nomination, PaperRequirement
from awards.services import appraisal
from tests.awards.factories import make_dossier, make_nomination, make_world
from thiduakhenthuong.core import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@pytest.fixture
def world(reference, settings):
    settings.WORK_DATE = date(2020, 7, 10)
    PaperRequirement.objects.all().delete()
    return make_world()


@pytest.fixture
def dossier(world):
    return make_dossier(world, state=DossierState.RECEIVED, received_by=world.giang, submitted_at=clock.now())


@pytest.fixture
def enter(page, live_server):
    """Open an address as somebody; `page.blocked` collects what the content policy refused."""
    page.blocked = []
    page.on("console", lambda line: page.blocked.append(line.text) if "Content Security" in line.text else None)
    page.set_default_timeout(8000)

    def go(user, address="/tham-dinh/", size=DESK):
        client = Client()
        client.force_login(user)
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page.set_viewport_size(size)
        page.goto(live_server.url + address)
        return page

    return go


def line(dossier, name, verdict="look", **fields):
    fields = {"state": NominationState.SUBMITTED, "verdict_text": "Thiếu báo cáo"} | fields
    return make_nomination(dossier, name, verdict=verdict, **fields)


def name_of(page):
    return page.inner_text("#line-name")


def serious(page):
    found = Axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:150]) for v in found if v["impact"] in ("serious", "critical")]


def test_arrows_walk_through_the_queue_and_a_return_is_confirmed_by_a_second_press(enter, world, dossier):
    first, _ = line(dossier, "Lê Anh"), line(dossier, "Lê Bình")
    page = enter(world.giang)
    assert name_of(page) == "Ông Lê Anh"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("#line-name >> text=Ông Lê Bình")
    page.keyboard.press("ArrowUp")
    page.wait_for_selector("#line-name >> text=Ông Lê Anh")
    page.keyboard.press("r")
    page.select_option("#return-code", "C2")
    assert "Chức vụ hoặc đơn vị của Ông Lê Anh chưa đúng" in page.input_value("#return-sentence")
    assert "Mở cho sửa: Chức vụ, đơn vị" in page.inner_text("#form-send_back")
    page.click('[data-action="send_back"]')
    page.wait_for_selector("#line-name >> text=Ông Lê Bình")
    assert (Nomination.objects.get(pk=first.pk).state, page.blocked) == (NominationState.SENT_BACK, [])


def test_a_doubtful_line_asks_for_the_reason_and_the_acceptance_can_be_taken_back(enter, world, dossier):
    doubtful = line(dossier, "Lê Anh", title="", achievement="")
    page = enter(world.giang)
    page.keyboard.press("a")
    page.fill("#accept-reason", "Đã có bản giấy.")
    page.click('[data-action="accept"]')
    page.click('.strip-ok [data-action="undo_accept"]')
    page.wait_for_selector('[data-action="accept"]')
    assert Nomination.objects.get(pk=doubtful.pk).state == NominationState.SUBMITTED


def test_a_lost_race_locks_the_buttons_and_keeps_the_typed_words(enter, world, dossier):
    raced = line(dossier, "Lê Anh")
    page = enter(world.giang)
    page.keyboard.press("r")
    page.select_option("#return-code", "C2")
    page.fill("#return-sentence", "Câu tôi đã gõ")
    appraisal.accept(nomination=raced, version=1, by=world.giang, reason="Nhanh hơn")
    page.click('[data-action="send_back"]')
    page.wait_for_selector("#panel #conflict")
    assert "đã được Vũ Thị Giang thẩm định đạt lúc" in page.inner_text("#conflict")
    assert (page.input_value("#return-sentence"), page.is_disabled('[data-action="accept"]')) == ("Câu tôi đã gõ", True)


def test_declining_asks_in_a_dialog(enter, world, dossier):
    gone = line(dossier, "Lê Anh")
    page = enter(world.giang)
    page.keyboard.press("k")
    page.select_option("#code-decline_appraisal", "A1")
    page.click('[data-action="decline_appraisal_confirm"]')
    page.wait_for_selector(".toast-note >> text=Đã kết luận không đồng ý với Ông Lê Anh.")
    assert Nomination.objects.get(pk=gone.pk).state == NominationState.DECLINED


def test_clean_lines_are_accepted_together_after_the_sample_was_seen(enter, world, dossier):
    lines = [line(dossier, name, "eligible", verdict_text="Đủ điều kiện") for name in ("Lê Anh", "Lê Bình")]
    page = enter(world.giang)
    page.click('[data-action="accept_clean"]')
    page.check("#bulk-dialog [name=seen]")
    page.click('[data-action="accept_clean_confirm"]')
    page.wait_for_selector('[data-action="undo_accept_clean"]')
    assert {Nomination.objects.get(pk=n.pk).state for n in lines} == {NominationState.ELIGIBLE}


def test_a_leader_approves_everything_on_a_phone_with_one_large_button(enter, world, dossier):
    lines = [line(dossier, name, state=NominationState.ELIGIBLE) for name in ("Lê Anh", "Lê Bình")]
    page = enter(world.hai, size=PHONE)
    page.click(".work-item .ttl")
    box = page.locator('[data-action="approve_all"]').bounding_box()
    assert (box["height"] >= 44, box["y"] + box["height"] <= 844) == (True, True)
    page.click('[data-action="approve_all"]')
    page.wait_for_selector(".toast-note >> text=Đã duyệt 2 dòng.")
    assert {Nomination.objects.get(pk=n.pk).state for n in lines} == {NominationState.APPROVED}


def test_on_a_phone_queue_and_line_are_two_pages_without_bulk_acceptance(enter, world, dossier):
    line(dossier, "Lê Anh")
    page = enter(world.giang, size=PHONE)
    assert (page.is_visible("#panel"), page.is_visible('[data-action="accept_clean"]')) == (False, False)
    page.click(".queue-list a")
    page.wait_for_selector("#line-name")
    assert (page.is_visible(".queue"), page.evaluate("document.documentElement.scrollWidth")) == (False, 390)
    page.click('[data-action="send_back"]')
    assert page.is_visible("#return-code")


@pytest.mark.parametrize("size", [DESK, PHONE, {"width": 360, "height": 640}])
def test_no_serious_fault_of_accessibility_and_nothing_wider_than_the_window(enter, world, dossier, size):
    first = line(dossier, "Lê Anh")
    line(dossier, "Lê Bình", state=NominationState.ELIGIBLE)
    batch = f"/tham-dinh/duyet/{dossier.public_id}/BK_TINH/"
    pages = [
        (world.giang, "/tham-dinh/"),
        (world.giang, f"/tham-dinh/{first.public_id}/"),
        (world.giang, "/tham-dinh/dong-y-tat-ca/"),
        (world.hai, "/tham-dinh/duyet/"),
        (world.hai, batch),
    ]
    for user, address in pages:
        page = enter(user, address, size)
        wide = page.evaluate("document.documentElement.scrollWidth") > size["width"]
        assert (address, serious(page), wide, page.blocked) == (address, [], False, [])
