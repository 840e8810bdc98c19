"""Steps of a campaign in a browser, from the resolution to the copied example: each takes the tab of who does it."""

from playwright.sync_api import expect

from tests.browser.journey_steps import XLSX
from thiduakhenthuong.core.sheets.writer import write_table

HEADINGS = (
    "Mã", "Chỉ tiêu", "Đơn vị tính", "Cách đặt số", "Số gốc 2020", "Năm 2021", "Năm 2022", "Năm 2023", "Năm 2024", "Năm 2025",
    "Cả kỳ", "Cách cộng",
)  # fmt: skip
FOCUS = "(document.activeElement.getAttribute('aria-label') || document.activeElement.textContent).trim()"


def chip(page, words: str):
    """The state beside the title."""
    expect(page.locator(".pagehead .titleline")).to_contain_text(words)


def fill(page, values: dict):
    """Fields of the form by their names."""
    for name, value in values.items():
        page.fill(f"main [name={name}]", value)


def send(page, away: str):
    """The form's button; the page whose address ends so is left."""
    page.click("main form [type=submit]")
    page.wait_for_url(lambda address: not address.split("?")[0].endswith(away))


def no_sideways(page):
    """Nothing stands outside the window."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def tab_of_campaign(page, campaign: str, name: str):
    """One page of the campaign, by its tab."""
    page.goto(campaign)
    page.click(f"main nav a:text-is('{name}')")
    expect(page.locator("main nav a[aria-current]", has_text=name)).to_be_visible()


def work_of_today(page, title: str):
    """A line of "Việc hôm nay" is opened by its title."""
    page.goto("/")
    page.click(f"main a:has-text('{title}') >> nth=0")
    page.wait_for_url(lambda address: address.count("/") > 3)


# --- resolution ----------------------------------------------------------------------------------


def add_resolution(page, name: str, aim: str) -> str:
    """From the list to the saved head data, and on to the import; answers the address of the resolution."""
    page.goto("/nghi-quyet/")
    page.click("[data-action=new_resolution]")
    fill(page, {"name": name, "number": "07-NQ/ĐH", "adopted_on": "20/08/2020", "aim": aim})
    fill(page, {"first_year": "2021", "last_year": "2025"})
    page.click("[data-action=save_resolution]")
    page.wait_for_url("**/bang/")
    address = page.url.removesuffix("bang/")
    page.click("[data-action=import]")
    return address


def preview(page, rows: list):
    """Upload a workbook of objectives; its preview stands."""
    content = write_table("BẢNG CHỈ TIÊU", HEADINGS, rows)
    page.set_input_files("input[type=file]", {"name": "Chỉ tiêu.xlsx", "mimeType": XLSX, "buffer": content})
    page.click("[data-action=upload]")
    page.wait_for_selector("[data-action=apply_import]")


def type_cell(page, label: str, words: str):
    """Type over a cell of a grid and go on with Enter; it has reached the server."""
    page.get_by_label(label).fill(words)
    page.keyboard.press("Enter")
    saved(page)


def saved(page):
    """Every cell has reached the server."""
    expect(page.locator("[data-sheet-status]")).to_contain_text("Đã lưu lúc")


# --- campaign ------------------------------------------------------------------------------------


def draft_campaign(page, values: dict, *, resolution: str, review: str) -> str:
    """The clerk writes the campaign down; answers its address, the page of what is missing stands."""
    page.goto("/phong-trao/")
    page.click("[data-action=new_campaign]")
    fill(page, values)
    page.select_option("[name=resolution]", label=resolution)
    page.locator("[name=stages-day]").first.fill(review)
    page.click("[data-action=save_campaign]")
    page.wait_for_url("**/kiem-tra/")
    return page.url.removesuffix("kiem-tra/")


def choose_units(page, *names: str):
    """Units in scope, by hand; both end before the campaign does, which is asked about once."""
    page.click("main a:has-text('Chọn đơn vị tham gia')")
    for name in names:
        page.locator("[data-scope-unit]", has_text=name).locator("input").check()
    page.click("[data-action=save_scope]")
    expect(page.locator("[data-form-errors]")).to_contain_text("kết thúc ngày 30/06/2025")
    page.check("[name=ket-thuc]")
    page.click("[data-action=save_scope]")
    page.wait_for_url("**/kiem-tra/")


def take_targets(page, *names: str):
    """From the empty tab of targets: some objectives of the resolution become targets."""
    page.click("main a:has-text('Thêm chỉ tiêu')")
    page.click("main .empty a:has-text('Lấy từ nghị quyết')")
    for name in names:
        page.get_by_label(name).check()
    page.click("[data-action=take]")
    page.wait_for_url("**/chi-tieu/")


def launch(page):
    """The head takes the step."""
    page.click("[data-action=launch_campaign]")
    page.wait_for_url("**/buoc/launch/")
    page.click("[data-action=launch_campaign]")
    expect(page.locator(".camp-about")).to_contain_text("Đang thực hiện")


def share_out(page, target: str, shares: dict):
    """One target to the units; answers what the page says is left while the last one is typed."""
    page.click(f"main table a:has-text('{target}')")
    page.click("[data-action=share]")
    for name, value in shares.items():
        page.get_by_label(name, exact=True).fill(value)


# --- registration and results --------------------------------------------------------------------


def begin_registration(page, title: str) -> str:
    """From the tab of registrations to the empty sheet; answers its address."""
    page.click("[data-action=own_registration]")
    page.select_option("[name=title_code]", label=title)
    page.click("[data-action=save_registration]")
    page.wait_for_selector("main a:has-text('Thêm nội dung')")
    return page.url


def tab_until(page, words: str, most: int = 30):
    """Press Tab until what has the focus begins with these words."""
    for _ in range(most):
        if page.evaluate(FOCUS).startswith(words):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{words}: not reached, the focus is on {page.evaluate(FOCUS)}")


# --- example -------------------------------------------------------------------------------------


def introduce(page, values: dict, moment: int):
    """Somebody without an account, too fast first: the page asks to read again, then takes it. `moment`: ms to wait."""
    page.click("a:has-text('Giới thiệu gương tốt')")
    page.locator(".kinds label", has_text="Một cách làm").click()
    for name, value in values.items():
        page.fill(f"[name={name}]", value)
    page.click("[data-action=introduce]")
    page.wait_for_selector("text=Hãy đọc lại một lần rồi bấm Gửi")
    expect(page.locator("[name=title]")).to_have_value(values["title"])
    page.wait_for_timeout(moment)
    page.click("[data-action=introduce]")
    page.wait_for_url("**/da-nhan/**")
