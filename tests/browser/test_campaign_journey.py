"""The scenario of a campaign in a browser, from the resolution to an example that spreads, with a district nobody has seen."""

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings as project
from django.contrib.auth.hashers import make_password
from playwright.sync_api import expect

from campaigns.enums import Role
from campaigns.models import Campaign, Commitment, Exemplar, Membership, Objective, Obligation, Result, Unit
from tests.browser import campaign_steps as steps
from tests.browser.journey_steps import House
from thiduakhenthuong.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DISTRICT, MON_SON, LUC_DA = "Huyện Con Cuông", "Xã Môn Sơn", "Xã Lục Dạ"
PEOPLE = [
    ("canbo.huyen", "Vi Thị Ngân", "Chuyên viên", DISTRICT, (Role.CLERK,)),
    ("thamdinh.huyen", "Lô Văn Bình", "Trưởng phòng Nội vụ", DISTRICT, (Role.APPRAISER,)),
    ("lanhdao.huyen", "Lương Đình Khoa", "Chủ tịch UBND huyện", DISTRICT, (Role.HEAD, Role.APPROVER)),
    ("canbo.monson", "Hà Thị Lan", "Công chức Văn hóa - Xã hội", MON_SON, (Role.CLERK,)),
    ("lanhdao.monson", "Ngân Văn Toàn", "Chủ tịch UBND xã", MON_SON, (Role.HEAD,)),
    ("canbo.lucda", "Kha Thị Vân", "Công chức Văn phòng - Thống kê", LUC_DA, (Role.CLERK,)),
]
RESOLUTION = "Nghị quyết Đại hội Đảng bộ huyện Con Cuông lần thứ XXVII"
ROAD, HOUSES, INSURED = "Đường bản được bê tông hóa", "Nhà tạm, nhà dột nát được xóa", "Tỷ lệ người dân tham gia bảo hiểm y tế"
ROWS = [
    ("", "Hạ tầng và sản xuất", *[""] * 10),
    ("HT1", ROAD, "km", "ít nhất", 18.5, 12, 14, 15, 15, 14, 70, "cộng dồn"),
    ("HT2", "Diện tích chè trồng mới", "ha", "ít nhất", 210, 40, 40, 35, 35, 30, 180, "cộng dồn"),
    ("", "Đời sống", *[""] * 10),
    ("DS1", HOUSES, "nhà", "ít nhất", 26, 30, 30, 25, 20, 15, 120, "cộng dồn"),
    ("DS2", "Tỷ lệ hộ nghèo", "%", "nhiều nhất", 12.5, 10.5, 9, 7.5, 6, 5, 5, "cuối kỳ"),
    ("DS3", INSURED, "%", "ít nhất", 91, 93, 94, 105, 96, 97, 97, "cuối kỳ"),
]
NAME, ALIAS = "Chung sức mở đường bản, xóa nhà tạm", "Ngày thứ Bảy vì bản làng"
CAMPAIGN = {
    "name": NAME, "launcher": "UBND huyện Con Cuông", "central_task": "Bê tông hóa đường bản, xóa nhà tạm",
    "slogans": "Mỗi bản một con đường mới", "aliases": f"Mở đường lên bản\n{ALIAS}", "period_from": "01/01/2021",
    "period_to": "31/12/2025", "launched_on": "05/07/2021", "register_by": "15/10/2021", "head_name": "Lương Đình Khoa",
    "head_title": "Chủ tịch UBND huyện",
}  # fmt: skip
VAGUE = "Đẩy mạnh phong trào làm đường bản, phấn đấu hoàn thành tốt nhiệm vụ được giao"
CONCRETE = "Xóa 8 nhà tạm cho hộ nghèo bản Xiềng trước 30/11/2021"
WRONG = "80 nhà vượt xa 8 nhà đã đăng ký, hãy kiểm tra lại."
EXAMPLE = {
    "title": "Tổ trộn bê tông của bản Xằng", "place_text": "bản Xằng, xã Châu Khê, huyện Con Cuông",
    "story": "Mười hai hộ góp công trộn bê tông, mỗi tháng làm 300 m đường, ba tháng xong đường vào trường.",
}  # fmt: skip
TOLD = {
    "keeper": "Vi Văn Thắng, trưởng bản", "started_on": "01/03/2021", "problem": "Đường vào trường lầy lội cả mùa mưa.",
    "way": "Mỗi hộ góp hai công một tháng, xã cấp xi măng, tổ tự trộn và đổ từng đoạn 100 m.",
    "results": "Ba tháng bê tông hóa 0,9 km, 64 học sinh không còn lội bùn.", "result_value": "0,9", "unit_of_measure": "km",
}  # fmt: skip
SPREAD = f"{EXAMPLE['title']}, được nhân rộng tại 1\N{NO-BREAK SPACE}xã"


@pytest.fixture
def house(reference, browser, live_server, settings):
    """The offices of the district and of two communes on 5 October 2021 with nothing entered yet."""
    settings.WORK_DATE = date(2021, 10, 5)
    settings.SITE_URL = live_server.url
    password = make_password(project.DEMO_PASSWORD)
    for username, full_name, title, name, roles in PEOPLE:
        user = User.objects.create(username=username, full_name=full_name, password=password)
        place = "tỉnh Nghệ An" if name == DISTRICT else "huyện Con Cuông"
        unit = Unit.objects.get(name=name, place=place)
        Membership.objects.bulk_create([Membership(user=user, unit=unit, role=role, title=title) for role in roles])
    house = House(browser, live_server.url, project.DEMO_PASSWORD)
    yield house
    house.close()
    assert house.faults == []


def test_a_campaign_from_the_resolution_to_an_example_that_spreads(house):
    write_resolution(house)
    campaign = launch_campaign(house)
    share_out(house, campaign)
    register(house, campaign)
    remind(house, campaign)
    report(house)
    verify(house, campaign)
    example = introduce(house, campaign)
    spread(house, example)
    show_everybody(house, campaign)


def write_resolution(house) -> None:
    """A workbook with one faulty row, left out; a year that breaks the sum is said at once, and mended."""
    clerk = house.tab("canbo.huyen")
    steps.add_resolution(clerk, RESOLUTION, "Con Cuông thành huyện khá của miền Tây xứ Nghệ")
    steps.preview(clerk, ROWS)
    wrong = clerk.locator("tr.out-wrong")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("Ô H10: 105% không thể có")
    expect(wrong.locator("[data-label='2023']")).to_have_text("105")
    clerk.click("[data-action=apply_import]")
    expect(clerk.locator(".banner-bad")).to_contain_text("Còn 1 dòng cần sửa")
    assert Objective.objects.filter(resolution__name=RESOLUTION).count() == 0
    clerk.check("[name=leave_wrong]")
    clerk.click("[data-action=apply_import]")
    clerk.wait_for_url("**/bang/")
    steps.type_cell(clerk, f"{ROAD}, năm 2023", "20")
    expect(clerk.locator("#fault-count")).to_contain_text("1 dòng chưa khớp cả kỳ")
    expect(clerk.locator("[id^=check-]").first).to_contain_text("cộng dồn các năm được")
    steps.type_cell(clerk, f"{ROAD}, năm 2025", "9")
    expect(clerk.locator("#fault-count")).to_contain_text("Các năm khớp với cả kỳ")
    assert [o.code for o in Objective.objects.filter(resolution__name=RESOLUTION).order_by("order")] == [
        "HT1",
        "HT2",
        "DS1",
        "DS2",
    ]


def launch_campaign(house) -> str:
    """Drafted without a parent, with units but no target: the head reads what is missing; then it is launched."""
    clerk, head = house.tab("canbo.huyen"), house.tab("lanhdao.huyen")
    campaign = steps.draft_campaign(clerk, CAMPAIGN, resolution=RESOLUTION, review="30/06/2023")
    expect(clerk.locator("main")).to_contain_text("Chưa phát động được, còn 2 việc")
    steps.choose_units(clerk, MON_SON, LUC_DA)
    head.fill("#search", "ngay thu bay vi ban lang")
    head.keyboard.press("Enter")
    expect(head.locator(".hits")).to_contain_text(f"còn gọi là “{ALIAS}”")
    head.click(f".hits a:has-text('{NAME}')")
    head.click("[data-action=launch]")
    expect(head.locator(".check-list li")).to_have_count(1)
    expect(head.locator(".check-list")).to_contain_text("Chưa có chỉ tiêu nào đo được bằng con số")
    assert head.request.get(f"{campaign}buoc/launch/").ok and head.locator("[data-action=launch_campaign]").count() == 0
    steps.take_targets(clerk, ROAD, HOUSES)
    head.reload()
    expect(head.locator("main")).to_contain_text("2 báo cáo sơ kết, tổng kết")
    steps.launch(head)
    made = Campaign.objects.get(name=NAME)
    assert (made.parent, made.targets.filter(objective=None).count(), made.members.count()) == (None, 0, 2)
    return campaign


def share_out(house, campaign: str) -> None:
    """12 km for two communes; the page says what is left while one types."""
    clerk = house.tab("canbo.huyen")
    steps.tab_of_campaign(clerk, campaign, "Phân bổ")
    steps.share_out(clerk, ROAD, {MON_SON: "7,5", LUC_DA: "4"})
    expect(clerk.locator("[data-share-left]")).to_have_text("Còn phải chia 0,5 km")
    clerk.get_by_label(LUC_DA, exact=True).fill("4,5")
    expect(clerk.locator("[data-share-left]")).to_have_text("Đã chia hết 12 km")
    clerk.click("[data-action=save_shares]")
    expect(clerk.locator("main tr", has_text=MON_SON)).to_contain_text("7,5")
    expect(clerk.locator("#finding")).to_contain_text("Chưa nơi nào đăng ký nhận")


def register(house, campaign: str) -> None:
    """A vague line turns amber with its reason and an example of the same indicator, which is taken; the head confirms."""
    clerk, head = house.tab("canbo.monson"), house.tab("lanhdao.monson")
    steps.tab_of_campaign(clerk, campaign, "Đăng ký")
    steps.begin_registration(clerk, "Tập thể lao động tiên tiến")
    clerk.click("main a:has-text('Thêm nội dung')")
    clerk.fill("[name=text]", VAGUE)
    expect(clerk.locator(".live-vague")).to_contain_text("Chưa có con số")
    expect(clerk.locator(".live-vague")).to_contain_text(f"“{ROAD}: 7,5 km trước 31/12/2021”")
    clerk.click("[data-action=use_example]")
    expect(clerk.locator(".live-good")).to_be_visible()
    clerk.click("[data-action=add_commitment_again]")
    expect(clerk.locator("[name=text]")).to_have_value("")
    clerk.fill("[name=text]", CONCRETE)
    clerk.select_option("[name=target]", label=HOUSES)
    expect(clerk.locator(".live-good")).to_be_visible()
    clerk.click("[data-action=save_commitment]")
    clerk.locator("[data-action=chain]").first.click()
    expect(clerk.locator("[id^=chuoi-]").first).to_contain_text(RESOLUTION)
    clerk.click(".pagehead [data-action=submit]")
    steps.chip(clerk, "Chờ thủ trưởng duyệt")
    steps.work_of_today(head, "Đăng ký thi đua năm 2021 của Xã Môn Sơn")
    head.click(".pagehead [data-action=confirm]")
    steps.chip(head, "Đã xác nhận")
    found = Commitment.objects.order_by("order").values_list("value", "unit_of_measure", "allocation__value", "needs_work")
    assert [tuple(map(str, row)) for row in found] == [("7.5000", "km", "7.5000", "False"), ("8.0000", "nhà", "None", "False")]


def remind(house, campaign: str) -> None:
    """Who has not registered is named; one press reminds, and the unit finds it in the work of its day."""
    clerk, commune = house.tab("canbo.huyen"), house.tab("canbo.lucda")
    steps.tab_of_campaign(clerk, campaign, "Đăng ký")
    expect(clerk.locator("#coverage")).to_contain_text("1/2 xã đã đăng ký")
    expect(clerk.locator(".missing-names")).to_contain_text(LUC_DA)
    expect(clerk.locator(".missing-names")).not_to_contain_text(MON_SON)
    clerk.click("[data-action=remind_missing]")
    clerk.click("#nhac-dang-ky button:has-text('Nhắc tất cả')")
    expect(clerk.locator("main")).to_contain_text("1 việc của 1 đơn vị")
    commune.goto("/")
    expect(commune.locator("main")).to_contain_text(f"{LUC_DA}, đã nhắc 1 lần")
    assert Obligation.objects.get(reminders=1).unit.name == LUC_DA
    steps.tab_of_campaign(clerk, campaign, "Phân bổ")
    expect(clerk.locator("main tr", has_text=ROAD)).to_contain_text("7,5")


def report(house) -> None:
    """The results of the quarter are entered and sent with the keyboard alone."""
    clerk = house.tab("canbo.monson")
    steps.work_of_today(clerk, "Báo cáo kết quả quý III/2021")
    steps.tab_until(clerk, "Bắt đầu nhập")
    clerk.keyboard.press("Enter")
    clerk.wait_for_selector("[data-sheet]")
    steps.tab_until(clerk, f"Thực hiện: {ROAD}")
    for words, key in (("5,4", "Enter"), ("80", "Tab"), ("Nhờ có tổ thợ của bản", "Tab")):
        clerk.keyboard.type(words)
        clerk.keyboard.press(key)
    steps.saved(clerk)
    steps.tab_until(clerk, "Gửi báo cáo")
    clerk.keyboard.press("Enter")
    steps.chip(clerk, "Chờ xác minh")


def verify(house, campaign: str) -> None:
    """One line comes back with a word, is mended, verified, and stands as a bar on the first page of the campaign."""
    clerk, officer = house.tab("canbo.monson"), house.tab("thamdinh.huyen")
    officer.goto("/ket-qua/?xem=cho-xac-minh")
    officer.click(f"main table a:has-text('{MON_SON}')")
    officer.get_by_label("Cần sửa gì: Xóa 8 nhà tạm").fill(WRONG)
    officer.click("[data-action=send_back]")
    steps.chip(officer, "Trả lại")
    steps.work_of_today(clerk, "Báo cáo kết quả quý III/2021 của Xã Môn Sơn bị trả lại")
    expect(clerk.locator("tr", has_text="Xóa 8 nhà tạm")).to_contain_text(WRONG)
    steps.type_cell(clerk, "Thực hiện: Xóa 8 nhà tạm", "6")
    clerk.click("[data-action=submit]")
    steps.chip(clerk, "Chờ xác minh")
    steps.work_of_today(officer, "Xác minh báo cáo kết quả quý III/2021")
    officer.click(f"main table a:has-text('{MON_SON}')")
    officer.click("[data-action=verify]")
    steps.chip(officer, "Đã xác minh")
    officer.goto(campaign)
    row = officer.locator("table.targets tbody tr", has_text=ROAD)
    expect(row.locator(".t-now")).to_have_text("5,4 / 12")
    expect(row.locator(".t-bar svg")).to_be_visible()
    assert sorted(Result.objects.filter(report__unit__name=MON_SON).values_list("actual", flat=True)) == [Decimal("5.4"), 6]


def introduce(house, campaign: str) -> str:
    """From the public page on a phone, without an account; the officer takes it and tells how it is done."""
    phone, officer = house.phone(), house.tab("thamdinh.huyen")
    phone.goto(campaign.replace("/phong-trao/", "/cong-khai/phong-trao/"))
    steps.introduce(phone, EXAMPLE, moment=3_100)
    code = phone.inner_text(".code-box b")
    steps.work_of_today(officer, f"Gương tốt mới: {EXAMPLE['title']}")
    officer.click("[data-action=accept]")
    officer.wait_for_url("**/sua/")
    expect(officer.locator("[name=unit]")).to_have_value("Xã Châu Khê (huyện Con Cuông, đến 30/06/2025)")
    steps.fill(officer, TOLD)
    officer.select_option("[name=objective]", label=f"{ROAD} ({RESOLUTION})")
    steps.send(officer, "/sua/")
    steps.no_sideways(phone)
    phone.goto(f"/gioi-thieu-guong-tot/theo-doi/?ma={code}")
    expect(phone.locator("main")).to_contain_text(EXAMPLE["title"])
    return officer.url


def spread(house, example: str) -> None:
    """A commune copies it, the officer confirms, the approver recognises: the title counts the places."""
    commune, officer, head = (house.tab(name) for name in ("canbo.lucda", "thamdinh.huyen", "lanhdao.huyen"))
    commune.goto("/dien-hinh/")
    commune.click(f"main a:has-text('{EXAMPLE['title']}')")
    commune.click("[data-action=add_replication]")
    expect(commune.locator("[name=unit]")).to_have_value("Xã Lục Dạ (huyện Con Cuông, đến 30/06/2025)")
    steps.fill(commune, {"started_on": "15/08/2021", "value": "1,2", "keeper": "Kha Văn Tùng, Bí thư Đoàn xã"})
    steps.send(commune, "/them/")
    expect(commune.locator("h1")).to_have_text(EXAMPLE["title"])
    steps.work_of_today(officer, f"{LUC_DA} làm theo")
    officer.click("[data-action=confirm_replication]")
    officer.goto(example)
    expect(officer.locator("h1")).to_have_text(SPREAD)
    head.goto(example)
    head.click("[data-action=recognise]")
    steps.fill(head, {"recognised_by_text": "Quyết định số 611/QĐ-UBND"})
    steps.send(head, "/cong-nhan/")
    expect(head.locator("h1")).to_have_text(SPREAD)
    expect(head.locator("#spread")).to_have_text("Từ xã Châu Khê đến 2,1\N{NO-BREAK SPACE}km ở hai xã")
    assert [(one.state, one.level) for one in Exemplar.objects.all()] == [("recognised", "district")]


def show_everybody(house, campaign: str) -> None:
    """Anybody reads the campaign, its results and its example on a phone."""
    phone = house.phone()
    phone.goto(campaign.replace("/phong-trao/", "/cong-khai/phong-trao/"))
    expect(phone.locator("h1")).to_have_text(NAME)
    for words in ("Mỗi bản một con đường mới", "5,4 / 12 km", "1 nơi làm theo", "Lương Đình Khoa"):
        expect(phone.locator("body")).to_contain_text(words)
    steps.no_sideways(phone)
    phone.click(f"a:has-text('{EXAMPLE['title']}')")
    expect(phone.locator("h1")).to_have_text(SPREAD)
    expect(phone.locator("body")).to_contain_text("Quyết định số 611/QĐ-UBND")
