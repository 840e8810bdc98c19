"""The main job in a browser, from the empty dossier to the register, with a list that nobody has seen before."""

import io
import re
from datetime import date

import pdfplumber
import pytest
from django.conf import settings as project
from playwright.sync_api import expect

from awards.enums import NominationState
from awards.models import Award, Certificate, Decision, Nomination
from tests.browser import journey_steps as steps
from tests.browser.journey_steps import House
from thiduakhenthuong.summary.demo import cast, stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Phong trào phòng, chống dịch mùa hè năm 2020"
REASON = "thành tích xuất sắc trong phòng, chống dịch Covid-19 sáu tháng đầu năm 2020"
BK = "Bằng khen của Chủ tịch UBND tỉnh"
HEADER = ["TT", "Don vi cong tac", "Họ tên / Tập thể", "Thanh tich", "nam sinh", "Chức danh", "Hinh thuc khen", "Ông/Bà"]
MARKUP = "Phùng Đức 'Kiên' & <b>Minh</b>"
ROWS = [
    (1, "Xã An Lâm", "Hội Cựu chiến binh xã An Lâm", "Giữ sạch đường làng", "", "", BK, ""),
    (2, "Xã Hợp Tiến", "Ngô Bá Đoàn", "Trực chốt 90 ngày", "1979", "Trưởng trạm Y tế xã", BK, "Ông"),
    (3, "Xã Quốc Tuấn", "Tạ Thị Kiều Oanh", "Dạy trực tuyến", "1891", "Giáo viên", BK, "Bà"),
    (4, "Xã Nam Tân", "Đặng Văn Tuyển", "Tổ Covid cộng đồng", "1966", "Trưởng thôn", "Bằng khem tỉnh", "Ông"),
    (5, "Xã Không Có Thật", "Lương Thị Huệ", "Nấu cơm cho chốt", "1985", "Chi hội trưởng", BK, "Bà"),
    (6, "Xã Cộng Hòa", MARKUP, "'=1+1 sáng kiến", "12/03/1988", "Chuyên viên", BK, "Ông"),
]
BLOCK = (
    f"Bà\tMạc Thị Nhàn\t1990\tĐiều dưỡng\tXã Nam Trung\t{BK}\tTruy vết\n"
    f"Ông\tHứa Văn Lợi\t1975\tCông an viên\tXã Đồng Lạc\t{BK}\tTuần tra"
)
NAMES = [
    "Hội Cựu chiến binh xã An Lâm",
    MARKUP,
    "Ngô Bá Đoàn",
    "Lương Thị Huệ",
    "Hứa Văn Lợi",
    "Mạc Thị Nhàn",
    "Tạ Thị Kiều Oanh",
    "Đặng Văn Tuyển",
]  # fmt: skip  in the order of the decision: collectives, then given names


@pytest.fixture
def house(reference, browser, live_server, settings):
    """The offices of Nam Sách on 10 July 2020 with nothing entered yet."""
    settings.WORK_DATE = date(2020, 7, 10)
    settings.SITE_URL = live_server.url
    cast.hire()
    stage.add_signer(cast.find_unit("Tỉnh Hải Dương"), "Nguyễn Đức Thắng", "CHỦ TỊCH")
    stage.add_signer(cast.find_unit("Xã Nam Trung", "huyện Nam Sách"), "Phạm Văn Thuận", "CHỦ TỊCH")
    house = House(browser, live_server.url, project.DEMO_PASSWORD)
    yield house
    house.close()
    assert house.faults == []


def test_a_list_from_excel_becomes_a_signed_decision_certificates_and_true_figures(house):
    dossier = enter(house)
    send(house, dossier)
    appraise(house, dossier)
    decision = decide(house)
    hand_over(house, decision)
    look_up(house, decision)
    keep_outsiders_out(house, dossier, decision)


def enter(house) -> str:
    """The clerk imports a list with three faults, pastes two rows, corrects a unit, attaches the papers."""
    clerk = house.tab("canbo.namsach")
    dossier = steps.open_dossier(clerk, to="Tỉnh Hải Dương", text=TEXT, reason=REASON)
    content = steps.workbook([["UBND HUYỆN NAM SÁCH"], ["DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG"]], HEADER, ROWS)
    steps.upload_list(clerk, dossier, content)
    assert clerk.is_disabled("[data-action=confirm_import]")
    steps.mend_cell(clerk, 7, "birth", "1991")
    steps.mend_cell(clerk, 9, "unit", "Xã Nam Hồng")
    steps.mend_cell(clerk, 8, "award", BK)
    clerk.click("button[form='sua-10'][data-action], #sua-10 button:has-text('Đúng, giữ nguyên')")
    expect(clerk.locator("[data-action=confirm_import]")).to_be_enabled()
    assert Nomination.objects.count() == 0
    clerk.dblclick("[data-action=confirm_import]")
    steps.grid_ready(clerk)
    steps.paste(clerk, BLOCK)
    steps.choose_unit(clerk, "Hứa Văn Lợi", "xa cong hoa", "Xã Cộng Hòa")
    steps.attach_papers(clerk, dossier, stage.sample_pdf())
    assert Nomination.objects.filter(removed_at=None, verdict="eligible", award_kind__code="BK_TINH").count() == len(NAMES)
    assert Nomination.objects.get(name="Hứa Văn Lợi").unit.name == "Xã Cộng Hòa"
    return dossier


def send(house, dossier: str) -> None:
    """Handed on, confirmed, withdrawn, mended, sent again."""
    clerk, head = house.tab("canbo.namsach"), house.tab("lanhdao.namsach")
    steps.step(clerk, dossier, "hand_to_head", "Chờ xác nhận", twice=True)
    steps.submit_with_number(head, dossier, "77/TTr-UBND", "10/07/2020")
    steps.step(clerk, dossier, "withdraw", "Đã rút")
    steps.type_cell(clerk, "Ngô Bá Đoàn", "c-pos", "Phó trạm Y tế xã")
    steps.saved(clerk)
    steps.step(clerk, dossier, "hand_to_head", "Chờ xác nhận")
    steps.step(head, dossier, "submit", "Đã gửi", twice=True)


def appraise(house, dossier: str) -> None:
    """Clean lines together, one back and mended in its open field only, then approved as one batch."""
    office, clerk, leader = (house.tab(name) for name in ("thamdinh.tinh", "canbo.namsach", "lanhdao.tinh"))
    steps.receive(office, dossier)
    steps.send_back(office, "Hứa Văn Lợi", "C2")
    steps.accept_clean(office, len(NAMES) - 1)
    steps.grid_ready(clerk, dossier)
    steps.type_cell(clerk, "Hứa Văn Lợi", "c-name", "Tên Khác")
    steps.type_cell(clerk, "Hứa Văn Lợi", "c-pos", "Trưởng Công an xã")
    steps.saved(clerk)
    clerk.click("[data-action=resubmit]")
    clerk.wait_for_selector("[data-action=resubmit]", state="detached")
    steps.open_line(office, "Hứa Văn Lợi", "can-xem")
    office.click("[data-action=accept]")
    office.wait_for_selector("[data-action=undo_accept]")
    steps.approve_batch(leader, TEXT, len(NAMES))
    mended = Nomination.objects.get(name="Hứa Văn Lợi")
    assert (mended.title, mended.state) == ("Trưởng Công an xã", NominationState.APPROVED)


def decide(house) -> str:
    """Drafted, worded, previewed, signed, issued once under the number of the clerk's office; the old page is told."""
    office = house.tab("thamdinh.tinh")
    decision = steps.draft_decision(office, "sáu tháng đầu năm 2020")
    steps.name_proposal(office, "215/TTr-BTĐKT", "09/07/2020")
    assert "Tờ trình số 215/TTr-BTĐKT ngày 09 tháng 7 năm 2020" in words_of(office.request.get(f"{decision}pdf/").body(), 20)
    office.click("[data-action=send_for_signature]")
    office.wait_for_selector("[data-action=issue]")
    old = house.tab("thamdinh.tinh")
    old.goto(decision)
    steps.issue(office, "9188", "10/07/2020")
    old.click("[data-action=issue]")
    old.wait_for_selector("text=Quyết định đã được Đoàn Thị Mai phát hành lúc")
    assert [(d.number_text, d.lines.count()) for d in Decision.objects.all()] == [("9188/QĐ-UBND", len(NAMES))]
    assert [a.name for a in Award.objects.order_by("list_position")] == NAMES
    return decision


def hand_over(house, decision: str) -> None:
    """One sheet for each name in one file; the check page answers without a login."""
    office = house.tab("thamdinh.tinh")
    with pdfplumber.open(io.BytesIO(steps.certificates_pdf(office, decision))) as pdf:
        sheets = [" ".join((page.extract_text() or "").split()) for page in pdf.pages]
    assert [name in sheet for name, sheet in zip(NAMES, sheets, strict=True)] == [True] * len(NAMES)
    stranger = house.browser.new_page()
    stranger.goto(f"{house.base}/xac-thuc/{Certificate.objects.get(award__name=MARKUP).code}/")
    assert (MARKUP in stranger.inner_text("main"), "Còn hiệu lực" in stranger.inner_text("main")) == (True, True)
    stranger.close()


def look_up(house, decision: str) -> None:
    """Search without accents, workbooks with exactly the rows, figures that open exactly their names."""
    office, leader = house.tab("thamdinh.tinh"), house.tab("lanhdao.tinh")
    assert steps.names_behind(office, "/so-khen-thuong/?q=hua+van+loi") == 1
    office.click("main a:has-text('Hứa Văn Lợi')")
    office.click("main a[href*='/ca-nhan/']")
    expect(office.locator("h1")).to_contain_text("Hứa Văn Lợi")
    rows = steps.sheet_rows(office, "/so-khen-thuong/danh-sach.xlsx?qd=9188/QĐ-UBND")
    money = steps.sheet_rows(office, "/so-khen-thuong/tien-thuong.xlsx?qd=9188/QĐ-UBND")
    assert [row[3] for row in rows] == NAMES
    assert [row[6] for row in money] == [2_980_000] + [1_490_000] * (len(NAMES) - 1)
    assert steps.figures(leader, "/tong-hop/", "#report-sentence") == [("1 tập thể", 1), ("7 cá nhân", 7)]


def keep_outsiders_out(house, dossier: str, decision: str) -> None:
    """Another district finds nothing at any of these addresses."""
    outsider = house.tab("canbo.camgiang")
    award = Award.objects.get(name="Hứa Văn Lợi")
    addresses = [
        dossier, f"{dossier}luoi/", f"{dossier}to-trinh.pdf", f"{dossier}lich-su/", f"{dossier}giay-to/", f"{dossier}nhap-tep/",
        decision, f"{decision}pdf/", f"{decision}bang-giay/", f"/so-khen-thuong/{award.public_id}/",
        f"/bang-giay/{award.certificate.public_id}/", f"/ca-nhan/{award.person.public_id}/",
    ]  # fmt: skip
    answers = [outsider.request.get(address) for address in addresses]
    assert [(answer.status, "Hứa" in answer.text()) for answer in answers] == [(404, False)] * len(addresses)


def test_a_commune_gives_its_own_giay_khen(house):
    clerk, head, office = (house.tab(f"{who}.namtrung") for who in ("canbo", "lanhdao", "thamdinh"))
    dossier = steps.open_dossier(clerk, to="Xã Nam Trung", text="Ngày Chủ nhật xanh", reason=REASON)
    award = "Giấy khen của Chủ tịch Ủy ban nhân dân xã"
    steps.paste(clerk, f"Bà\tLã Thị Ngoan\t1971\tTrưởng thôn\tXã Nam Trung\t{award}\tVận động 40 hộ dọn ngõ")
    steps.attach_papers(clerk, dossier, stage.sample_pdf())
    steps.step(clerk, dossier, "hand_to_head", "Chờ xác nhận")
    steps.submit_with_number(head, dossier, "05/TTr-VP", "10/07/2020")
    steps.receive(office, dossier)
    steps.accept_clean(office, 1)
    steps.approve_batch(head, "Ngày Chủ nhật xanh", 1)
    decision = steps.draft_decision(office, REASON)
    office.click("[data-action=send_for_signature]")
    steps.issue(office, "31", "10/07/2020")
    sheet = words_of(steps.certificates_pdf(office, decision))
    assert re.search(r"GIẤY KHEN.*Bà Lã Thị Ngoan", sheet)
    assert Award.objects.get().award_kind.code == "GK_XA"


def words_of(pdf: bytes, largest: int = 200) -> str:
    """The text of a PDF on one line; `largest` (points) leaves the letters of a watermark out."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        pages = [page.filter(lambda thing: thing.get("size", 0) <= largest).extract_text() or "" for page in file.pages]
    return " ".join(" ".join(pages).split())
