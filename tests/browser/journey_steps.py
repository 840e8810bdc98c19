"""Steps of the main job in a browser: each takes the tab of the person who does it and leaves it where he or she ends."""

import io
import re

from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A refused answer has its own check; a fragment that is asked for anew (hx-sync) cuts the request before it off.
HARMLESS = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.getElementById("cell").dispatchEvent(event);
}"""


class House:
    """The people at their desks: one window for each account, and everything a browser complains about."""

    def __init__(self, browser, base: str, password: str):
        self.browser, self.base, self.password = browser, base, password
        self.windows, self.faults = {}, []

    def tab(self, username: str):
        """A new tab of that account, signed in through the form the first time."""
        if username not in self.windows:
            window = self.browser.new_context(viewport={"width": 1366, "height": 768}, base_url=self.base)
            window.set_default_timeout(20_000)
            self.windows[username] = window
            page = self._watched(window.new_page(), username)
            page.goto("/tai-khoan/dang-nhap/")
            page.fill("[name=username]", username)
            page.fill("[name=password]", self.password)
            page.keyboard.press("Enter")
            page.wait_for_url(f"{self.base}/")
            return page
        return self._watched(self.windows[username].new_page(), username)

    def phone(self):
        """A new window of somebody with a phone and no account."""
        window = self.browser.new_context(viewport={"width": 390, "height": 844}, base_url=self.base, has_touch=True)
        window.set_default_timeout(20_000)
        self.windows[f"phone {len(self.windows)}"] = window
        return self._watched(window.new_page(), "phone")

    def close(self):
        """Close every window."""
        for window in self.windows.values():
            window.close()

    def _watched(self, page, username: str):
        def complaint(line):
            if line.type == "error" and not line.text.startswith(HARMLESS):
                self.faults.append((username, page.url, line.text))

        page.on("console", complaint)
        page.on("pageerror", lambda error: self.faults.append((username, page.url, str(error))))
        page.on("response", lambda answer: self.faults.append((answer.url, answer.status)) if answer.status >= 500 else None)
        return page


# --- the dossier ---------------------------------------------------------------------------------


def open_dossier(page, *, to: str, text: str, reason: str) -> str:
    """The clerk opens a thematic dossier; answers its address."""
    page.goto("/ho-so/")
    page.click("[data-action=new_dossier]")
    page.select_option("[name=deciding_unit]", label=to)
    page.select_option("[name=commendation_type]", label="Phong trào thi đua (theo chuyên đề)")
    page.fill("[name=campaign_text]", text)
    page.fill("[name=reason]", reason)
    page.fill("[name=period_from]", "01/01/2020")
    page.fill("[name=period_to]", "30/06/2020")
    page.click("main form [type=submit]")
    grid_ready(page)
    return page.url


def grid_ready(page, address: str | None = None):
    """The entry grid stands."""
    if address:
        page.goto(address)
    page.wait_for_selector("html[data-grid-ready]")


def saved(page):
    """Every cell has reached the server."""
    expect(page.locator("#saved")).to_contain_text("Đã lưu lúc", timeout=15_000)


def paste(page, text: str):
    """A block from Excel into the new row."""
    page.click("#rows tr.is-new .c-name")
    page.evaluate(PASTE, text)
    saved(page)


def type_cell(page, name: str, cell: str, words: str):
    """Type over one cell of the row of that name."""
    page.click(f"#rows tr:has-text('{name}') .{cell}")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def choose_unit(page, name: str, words: str, unit: str):
    """Type the beginning of a unit without accents and take the first that is offered."""
    page.click(f"#rows tr:has-text('{name}') .c-unit")
    page.keyboard.type(words)
    page.wait_for_selector(f"#suggestions:not([hidden]) >> text={unit}")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(f"#rows tr:has-text('{name}') .c-unit")).to_have_text(unit)
    saved(page)


def workbook(title_rows: list, header: list, rows: list) -> bytes:
    """An office's list: title rows, a blank one, the headings, the people, the closing line."""
    book = Workbook()
    for row in [*title_rows, [], header, *rows, [], ["", "", "NGƯỜI LẬP BIỂU"]]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload_list(page, address: str, content: bytes):
    """Upload a workbook; the preview stands."""
    page.goto(f"{address}nhap-tep/")
    page.set_input_files("input[type=file]", {"name": "danh sach.xlsx", "mimeType": XLSX, "buffer": content})
    page.click("[data-action=upload]")
    page.wait_for_selector("[data-action=confirm_import]")


def mend_cell(page, row: int, field: str, words: str):
    """Type over a faulty cell of the preview; the row comes back mended."""
    page.fill(f"input.cell-input[name='f:{field}'][form='sua-{row}']", words)
    page.keyboard.press("Enter")
    expect(page.locator(f"input.cell-input[name='f:{field}'][form='sua-{row}']")).to_have_count(0)


def attach_papers(page, address: str, content: bytes):
    """A file at every paper that is still missing, in the one dialog."""
    grid_ready(page, address)
    page.click(".pagehead summary")
    page.click("[data-action=papers]")
    page.wait_for_selector("#papers-dialog[open]")
    missing = "#papers-dialog .paper:has(.ico-bad)"
    for left in range(page.locator(missing).count(), 0, -1):
        file = {"name": f"Giấy tờ {left}.pdf", "mimeType": "application/pdf", "buffer": content}
        page.locator(f"{missing} [data-action=add_paper] input").first.set_input_files(file)
        expect(page.locator(missing)).to_have_count(left - 1)
    page.click("#papers-dialog [data-close]")


def step(page, address: str, name: str, state: str, *, twice: bool = False):
    """One step of the dossier from its head; `state` is the chip afterwards."""
    grid_ready(page, address)
    button = page.locator(f".pagehead [data-action={name}]")
    button.dblclick() if twice else button.click()
    expect(page.locator(".pagehead .titleline")).to_contain_text(state, timeout=15_000)


def submit_with_number(page, address: str, number: str, day: str):
    """The head is asked for number and day of the submission, and presses twice."""
    grid_ready(page, address)
    page.click(".pagehead [data-action=submit]")
    page.fill("#check-dialog [name=submission_number]", number)
    page.fill("#check-dialog [name=submission_date]", day)
    page.dblclick("#check-dialog [data-action=submit]")
    expect(page.locator(".pagehead .titleline")).to_contain_text("Đã gửi", timeout=15_000)


# --- appraisal and approval ----------------------------------------------------------------------


def receive(page, address: str):
    """The office receives the dossier from its queue."""
    page.goto("/tham-dinh/")
    page.click(f"form[action*='{public_id(address)}'] [data-action=receive]")
    expect(page.locator(f"form[action*='{public_id(address)}']")).to_have_count(0)


def open_line(page, name: str, queue: str):
    """One line of the queue ("sach", "can-xem") beside the list."""
    page.goto(f"/tham-dinh/?xem={queue}")
    page.click(f".queue-list a:has-text('{name}')")
    page.wait_for_selector(f"#line-name >> text={name}")


def send_back(page, name: str, code: str):
    """A line goes back with a coded reason and its ready sentence."""
    open_line(page, name, "sach")
    page.click("[data-action=send_back]")
    page.select_option("#return-code", code)
    page.click("[data-action=send_back]")
    page.wait_for_selector(f".toast-note >> text={name}")


def accept_clean(page, count: int):
    """All clean lines are accepted after the sample was seen."""
    page.goto("/tham-dinh/?xem=sach")
    page.click("[data-action=accept_clean]")
    page.check("[name=seen]")
    page.click("[data-action=accept_clean_confirm]")
    page.wait_for_selector(f"text=Đã đồng ý {count} dòng")


def approve_batch(page, text: str, count: int):
    """The leader approves a batch with one press, made twice."""
    page.goto("/tham-dinh/duyet/")
    page.click(f".work-item:has-text('{text}') a >> nth=0")
    page.dblclick("[data-action=approve_all]")
    page.wait_for_selector(f".toast-note >> text=Đã duyệt {count} dòng.")


# --- decision, certificates, register -------------------------------------------------------------


def draft_decision(page, text: str) -> str:
    """One press drafts the decision; answers its address."""
    page.goto("/quyet-dinh/")
    page.click(f".work-item:has-text('{text}') [data-action=draft_decision]")
    page.wait_for_selector("[data-action=send_for_signature]")
    return page.url


def name_proposal(page, number: str, day: str):
    """The office's own proposal goes into the wording."""
    page.click("[data-action=edit_texts]")
    page.fill("[name=proposal_number]", number)
    page.fill("[name=proposal_date]", day)
    page.click("[data-action=save_texts]")
    page.wait_for_selector("[data-action=send_for_signature]")


def issue(page, number: str, day: str):
    """The number of the clerk's office is typed; the press is made twice."""
    page.fill("[name=number]", number)
    page.fill("[name=sign_date]", day)
    page.dblclick("[data-action=issue]")
    page.wait_for_selector("[data-action=certificates]", timeout=60_000)


def certificates_pdf(page, decision: str) -> bytes:
    """All certificates in one file: ordered, left alone, fetched."""
    page.goto(f"{decision}bang-giay/")
    page.click("[data-action=certificates_all]")
    page.goto("/")
    page.goto(f"{decision}bang-giay/")
    link = page.locator("a:has-text('Tải tệp PDF')")
    expect(link).to_have_count(1, timeout=60_000)
    return page.request.get(link.get_attribute("href")).body()


def sheet_rows(page, address: str) -> list[tuple]:
    """The numbered rows of a workbook, as openpyxl reads them."""
    sheet = load_workbook(io.BytesIO(page.request.get(address).body())).active
    return [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]


def figures(page, address: str, where: str) -> list[tuple[str, int]]:
    """The figures of the sentence on a page, each with the number of names its address opens."""
    page.goto(address)
    links = page.locator(f"{where} a[href*='/so-khen-thuong/']").all()
    found = [(link.inner_text(), link.get_attribute("href")) for link in links]
    return [(words, names_behind(page, href)) for words, href in found]


def names_behind(page, address: str) -> int:
    """How many awards a filtered register says it holds."""
    page.goto(address)
    words = page.locator("main").inner_text()
    return int(re.findall(r"([\d.]+) khen thưởng\b", words)[-1].replace(".", ""))


def public_id(address: str) -> str:
    """The id in an address that ends with it."""
    return address.rstrip("/").split("/")[-1]
