"""Behaviour of the shell that every screen inherits, seen in a browser under the real content policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.browser.shell_pages")]
SIZES = [(1366, 768), (390, 844), (360, 640)]


@pytest.fixture
def practice(page, live_server):
    """The practice page, open; `practice.blocked` collects what the content policy refused."""
    page.blocked = []
    page.on("console", lambda line: page.blocked.append(line.text) if "Content Security" in line.text else None)
    page.set_default_timeout(5000)
    page.goto(f"{live_server.url}/tap/")
    return page


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id")


def test_slash_goes_to_the_search_and_is_typed_inside_a_field(practice):
    practice.keyboard.press("/")
    assert focused(practice) == "search"
    practice.keyboard.press("/")
    assert practice.input_value("#search") == "/"


def test_dialog_starts_on_the_safe_button_and_gives_focus_back(practice):
    practice.click("header >> text=Bỏ hồ sơ")
    assert focused(practice) == "Xem lại"
    practice.keyboard.press("Escape")
    assert focused(practice) == "Bỏ hồ sơ"


def test_menu_closes_on_escape_and_gives_focus_back(practice):
    practice.click("summary.me")
    assert practice.is_visible("text=Đổi mật khẩu")
    practice.keyboard.press("Escape")
    assert not practice.is_visible("text=Đổi mật khẩu")


def test_arrows_walk_through_a_list(practice):
    practice.focus("#first")
    practice.keyboard.press("ArrowDown")
    assert focused(practice) == "Việc hai"


def test_conflict_says_who_and_when_and_keeps_what_was_typed(practice):
    practice.fill("input[name=name]", "Bùi Thị Lan")
    practice.click("#b409")
    assert "bà Đoàn Thị Mai phê duyệt lúc 10:42" in practice.inner_text("#conflict")
    assert practice.input_value("input[name=name]") == "Bùi Thị Lan"
    assert practice.is_enabled("#b409")


def test_refusal_says_its_reason_and_a_failure_takes_its_place(practice):
    practice.click("#b403")
    assert "Chỉ Trưởng phòng được xác nhận" in practice.inner_text("#refused")
    practice.click("#b500")
    practice.wait_for_selector("#refused >> text=Máy chủ gặp sự cố")
    assert practice.locator("#refused").count() == 1


def test_button_waits_in_words_and_comes_back(practice):
    practice.click("#save")
    assert (practice.is_disabled("#save"), practice.inner_text("#save").strip()) == (True, "Đang lưu…")
    practice.wait_for_selector("#out >> text=Đã lưu")
    assert (practice.is_enabled("#save"), practice.inner_text("#save").strip()) == (True, "Lưu")


def test_lost_network_is_said_and_the_same_request_can_be_sent_again(practice):
    practice.context.set_offline(True)
    practice.click("#save")
    practice.wait_for_selector("#offline >> text=Mất kết nối.")
    practice.context.set_offline(False)
    practice.click("#offline >> text=Thử lại")
    practice.wait_for_selector("#out >> text=Đã lưu")
    assert practice.locator("#offline").count() == 0


def test_letter_on_a_button_presses_it_and_the_server_may_send_a_toast(practice):
    practice.keyboard.press("b")
    assert practice.inner_text(".toast-note").split("\n")[:2] == ["Row 7 removed", "Hoàn tác"]


def test_copy_takes_the_plain_sentence(practice):
    practice.context.grant_permissions(["clipboard-read", "clipboard-write"])
    practice.click("#copy")
    practice.wait_for_selector(".toast-note >> text=Đã chép câu báo cáo")
    assert practice.evaluate("navigator.clipboard.readText()") == "Toàn huyện có 66 đề nghị."


def test_leaving_typed_text_asks_first(practice):
    asked = []
    practice.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    practice.fill("#note", "chưa gửi")
    practice.goto(practice.url)
    assert asked == ["beforeunload"]


def test_second_press_sends_nothing_and_asks_nothing(practice):
    sent, asked = [], []
    practice.on("request", lambda request: sent.append(request.method) if request.url.endswith("/luu/") else None)
    practice.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    practice.fill("#note", "gửi")
    # The second press comes while the first answer is still on its way.
    again = "document.getElementById('note').form.requestSubmit()"
    practice.evaluate(f"document.getElementById('send').onclick = () => setTimeout(() => {again}, 150)")
    practice.click("#send", no_wait_after=True)
    practice.wait_for_url("**/luu/")
    assert (sent, asked) == (["POST"], [])


@pytest.mark.parametrize("address", ["/tap/", "/tap/409/", "/tai-khoan/dang-nhap/", "/khong-co/"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_page_fits_is_accessible_and_within_the_policy(practice, live_server, address, size):
    practice.set_viewport_size({"width": size[0], "height": size[1]})
    practice.goto(live_server.url + address)
    findings = Axe().run(practice).response["violations"]
    assert [(f["id"], f["nodes"][0]["html"]) for f in findings if f["impact"] in ("serious", "critical")] == []
    assert practice.evaluate("document.documentElement.scrollWidth") == size[0]
    assert practice.blocked == []
