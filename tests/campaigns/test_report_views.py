"""Pages of reports: the list, the sheet, its steps, many at once, evidence, the results tab; who sees what, how many queries."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.enums import RegistrationState, ReportState, Role
from campaigns.models import Evidence, Report, Result
from campaigns.services import report as services
from campaigns.services.duties import make_duties
from tests.awards.factories import make_unit, make_user
from tests.campaigns.factories import make_registration, make_target
from tests.campaigns.test_report import Story

pytestmark = pytest.mark.django_db
LIMIT = 15
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture(autouse=True)
def work_day(settings):
    settings.WORK_DATE = date(2021, 10, 5)


@pytest.fixture
def story():
    return Story()


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(name: str, record=None, **more) -> str:
    return reverse(f"campaigns:{name}", kwargs=({"public_id": record.public_id} if record else {}) | more)


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def sheet_of(answer) -> list[list[str]]:
    """Cells of a workbook as text."""
    rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def person(story, who):
    return getattr(story, who, None) or getattr(story.world, who)


# --- the list -------------------------------------------------------------------------------------


def test_the_clerk_sees_what_to_report_with_days_left(story):
    page = words(browser(story.clerk).get(at("report-list")))
    assert "Quý III/2021" in page and "Còn 5 ngày" in page and "Nhập kết quả" in page
    assert "Xã Quốc Tuấn" not in page


def test_the_office_sees_what_waits_and_not_what_is_still_typed(story):
    story.report()
    page = words(browser(story.world.khanh).get(at("report-list")))
    assert "Không có báo cáo nào chờ xác minh" in page
    waiting = words(browser(story.world.khanh).get(at("report-list") + "?xem=can-nhap&nam=2021&quy=3"))
    assert "Chưa nhập" in waiting and ">0/1<" not in waiting
    story.sent()
    page = words(browser(story.world.khanh).get(at("report-list")))
    assert "Xã Nam Trung" in page and "Chờ xác minh" in page and "1/1" in page


@pytest.mark.parametrize("query", ["quoc tuan", "QUỐC TUẤN", "quốc"])
def test_units_are_found_without_diacritics(story, query):
    page = words(browser(story.world.khanh).get(at("report-list"), {"xem": "tat-ca", "q": query, "nam": "2021"}))
    assert "Xã Quốc Tuấn" in page and "Xã Nam Trung" not in page and f"“{query}”" in page


@pytest.mark.parametrize("query", [
    {"nam": "abc"}, {"nam": "999999999"}, {"quy": "9"}, {"phong-trao": "không phải"}, {"xem": "gì"}, {"sort": "-lạ"},
    {"page": "0"}, {"page": "99999"}, {"q": "%' OR 1=1 --"},
])  # fmt: skip
def test_a_strange_address_is_no_accident(story, query):
    for name in ("report-list", "duty-list"):
        assert browser(story.world.khanh).get(at(name), query).status_code in (200, 404)


@pytest.mark.parametrize("sort", ["don-vi", "-han", "ky", "-trang-thai", "phong-trao"])
def test_orders_of_the_list(story, sort):
    assert browser(story.world.khanh).get(at("report-list"), {"sort": sort, "xem": "tat-ca"}).status_code == 200


def test_the_list_as_a_workbook(story):
    story.sent()
    answer = browser(story.world.khanh).get(at("report-export"), {"xem": "tat-ca", "quy": "3", "nam": "2021"})
    cells = sheet_of(answer)
    assert any("Xã Nam Trung" in row and "Chờ xác minh" in row for row in cells)
    assert any("Xã Quốc Tuấn" in row and "Chưa nhập" in row for row in cells)


# --- from the duty to the report --------------------------------------------------------------------


def test_a_duty_shows_its_lines_and_one_press_begins(story):
    clerk, start = browser(story.clerk), at("report-start", story.duty())
    page = words(clerk.get(start))
    assert "Sửa 6 nhà cho hộ nghèo trước 30/9/2021" in page and "Bắt đầu nhập" in page
    assert not Report.objects.exists()
    first = clerk.post(start)
    again = clerk.post(start)
    assert first.url == again.url == at("report", Report.objects.get())
    assert clerk.get(start).url == first.url


def test_a_quarter_to_come_and_a_unit_without_anything_say_what_to_do(story):
    clerk = browser(story.clerk)
    later = words(clerk.get(at("report-start", story.campaign.obligations.get(
        unit=story.world.commune, kind="report", year=2022, quarter=1))))  # fmt: skip
    assert "bắt đầu ngày 01/01/2022" in later and "Bắt đầu nhập" not in later
    story.promise.registration.commitments.update(removed_at=story.promise.created_at)
    page = words(clerk.get(at("report-start", story.duty())))
    assert "Chưa có dòng nào để báo cáo" in page and "Mở trang đăng ký" in page


def test_others_do_not_begin_it(story):
    assert browser(story.world.khanh).post(at("report-start", story.duty())).status_code == 403
    assert browser(story.world.dung).get(at("report-start", story.duty())).status_code == 404


# --- the sheet ------------------------------------------------------------------------------------


def cells(report, *values, field="actual", was="") -> dict:
    rows = [str(row.public_id) for row in report.results.order_by("order")][: len(values)]
    return {"row": rows, "field": [field] * len(values), "value": list(values), "was": [was] * len(values)}


def test_the_sheet_of_the_clerk(story):
    story.sent("4", quarter=2)
    page = words(browser(story.clerk).get(at("report", story.report())))
    assert 'data-field="actual"' in page and "Đến quý II/2021" in page and "≥ 6" in page
    assert "Gửi báo cáo" in page and "Thêm minh chứng" in page


def test_cells_are_saved_with_what_follows_from_them(story):
    report = story.report()
    answer = browser(story.clerk).post(at("report-cells", report), cells(report, "4,5"))
    key = report.results.get().public_id
    body = answer.json()
    assert (answer.status_code, body["value"]) == (200, "4,5")
    assert body["derived"] == {
        f"percent-{key}": "75%", f"status-{key}": {"text": "Chưa đạt", "tone": "bad"},
        f"hints-{key}": "Chưa đạt, chưa có giải trình",
    }  # fmt: skip


@pytest.mark.parametrize(("value", "status", "said"), [
    ("sáu", 422, "không phải là số"), ("-2", 422, "số âm"), ("1" * 30, 422, "quá lớn"), ("6" + "\u200b", 422, "không phải là số"),
])  # fmt: skip
def test_a_bad_cell_says_why_and_saves_nothing(story, value, status, said):
    report = story.report()
    answer = browser(story.clerk).post(at("report-cells", report), cells(report, value))
    assert answer.status_code == status and said in answer.json()["error"]
    assert report.results.get().actual is None


def test_a_conflict_offers_both_values(story):
    report = story.report()
    browser(story.twin).post(at("report-cells", report), cells(report, "3"))
    answer = browser(story.clerk).post(at("report-cells", report), cells(report, "5"))
    assert answer.status_code == 409
    assert answer.json()["value"] == "3" and "Lý Thị Nga" in answer.json()["error"]


def test_rows_of_another_report_and_nonsense_are_refused_one_by_one(story):
    report, other = story.report(), story.report(story.other)
    sent = cells(report, "5")
    for row in (str(other.results.get().public_id), "không phải mã"):
        answer = browser(story.clerk).post(at("report-cells", report), sent | {"row": [row]})
        assert answer.status_code == 422
    assert Result.objects.exclude(actual=None).count() == 0
    assert browser(story.clerk).post(at("report-cells", report), {"row": ["1"]}).status_code == 422


def test_saving_a_quarter_of_a_commune_asks_at_most_ten_queries(story):
    for number in range(39):
        story.promise.registration.commitments.create(text=f"Việc {number}", value=9, unit_of_measure="nhà", target=story.houses)
    report = story.report()
    clerk, address = browser(story.clerk), at("report-cells", report)
    clerk.post(address, cells(report, "1"))
    counts = []
    for many in (1, 40):
        with CaptureQueriesContext(connection) as seen:
            answer = clerk.post(address, cells(report, *["2"] * many, was="1" if many == 1 else ""))
        assert answer.status_code == 200
        counts.append(len(seen))
    assert Result.objects.filter(report=report, actual=2).count() == 40
    assert counts[0] == counts[1] <= 10, counts


# --- steps ------------------------------------------------------------------------------------------


def test_a_refused_sending_names_the_line_and_the_next_one_goes(story):
    report, clerk = story.report(), browser(story.clerk)
    step = at("report-step", report, step="submit")
    answer = clerk.post(step, {"version": report.version})
    assert answer.status_code == 422 and f"#line-{report.results.get().public_id}" in words(answer)
    clerk.post(at("report-cells", report), cells(report, "6"))
    assert clerk.post(step, {"version": report.version}).status_code == 302
    page = words(clerk.get(at("report", report)))
    assert "Chờ xác minh" in page and 'data-field="actual"' not in page and "Rút về sửa" in page


def test_the_office_returns_by_the_line_and_what_was_typed_stays(story):
    report, office = story.sent("4"), browser(story.world.khanh)
    line, step = report.results.get(), at("report-step", report, step="send_back")
    page = words(office.get(at("report", report)))
    assert "Cần sửa gì" in page and "Xác minh" in page
    empty = office.post(step, {"version": report.version, f"line-{line.public_id}": " ", "note": ""})
    assert empty.status_code == 422 and "cần sửa gì" in words(empty)
    stale = office.post(step, {"version": 99, f"line-{line.public_id}": "Thiếu ảnh"})
    assert stale.status_code == 409
    assert office.post(step, {"version": report.version, f"line-{line.public_id}": "Thiếu ảnh"}).status_code == 302
    page = words(browser(story.clerk).get(at("report", report)))
    assert "Thiếu ảnh" in page and 'data-field="actual"' in page


def test_a_verified_report_opens_again_only_with_a_reason(story):
    report, office = story.sent("6"), browser(story.world.khanh)
    office.post(at("report-step", report, step="verify"), {"version": report.version})
    report.refresh_from_db()
    assert browser(story.clerk).post(at("report-cells", report), cells(report, "9", was="6")).status_code == 409
    step = at("report-step", report, step="reopen")
    assert office.post(step, {"version": report.version, "note": ""}).status_code == 422
    assert office.post(step, {"version": report.version, "note": "Đếm lại"}).status_code == 302
    story.fill(report, "5")
    history = words(browser(story.clerk).get(at("report-history", report)))
    assert "“Đếm lại”" in history and "mở lại để sửa" in history


def test_an_unknown_step_is_not_found(story):
    report = story.sent()
    assert browser(story.clerk).post(at("report-step", report, step="launch"), {"version": 1}).status_code == 404
    assert browser(story.clerk).get(at("report-step", report, step="submit")).status_code == 405


def test_the_remark_is_kept_with_its_version(story):
    report, clerk = story.report(), browser(story.clerk)
    assert (
        clerk.post(at("report-note", report), {"version": report.version, "note": "Mưa  nhiều\r\ntrong tháng 8"}).status_code
        == 302
    )
    report.refresh_from_db()
    assert report.note == "Mưa nhiều\ntrong tháng 8"
    assert clerk.post(at("report-note", report), {"version": 1, "note": "khác"}).status_code == 409
    long = clerk.post(at("report-note", report), {"version": report.version, "note": "x" * 6000})
    assert long.status_code == 422 and "x" * 6000 in words(long)


def test_lines_confirmed_later_are_added_with_one_press(story):
    report, clerk = story.report(), browser(story.clerk)
    story.promise.registration.commitments.create(text="Trồng 2 ha rừng", value=2, unit_of_measure="ha")
    assert "Có 1 dòng mới" in words(clerk.get(at("report", report)))
    clerk.post(at("report-lines", report))
    assert "Có 1 dòng mới" not in words(clerk.get(at("report", report))) and report.results.count() == 2


# --- many at once -------------------------------------------------------------------------------------


def test_clean_reports_are_ticked_and_the_others_say_why(story):
    story.sent("6")
    other = story.report(story.other)
    Result.objects.filter(report=other).update(actual=2, status="not_met")
    Report.objects.filter(pk=other.pk).update(state=ReportState.SUBMITTED)
    office = browser(story.world.khanh)
    page = words(office.get(at("report-verify")))
    assert page.count(" checked>") == 1 and "Chưa đạt, chưa có giải trình" in page
    first = Report.objects.get(unit=story.world.commune)
    assert office.post(at("report-verify"), {"chon": [str(first.public_id)]}).status_code == 302
    assert list(Report.objects.filter(state=ReportState.VERIFIED)) == [first]
    assert office.post(at("report-verify"), {"chon": []}).status_code == 422
    assert office.post(at("report-verify"), {"chon": [str(first.public_id), "x"]}).status_code == 422


def test_reports_of_others_are_not_offered(story):
    story.sent()
    for who in ("dung", "lam"):
        assert "Không có báo cáo nào chờ xác minh" in words(browser(person(story, who)).get(at("report-verify")))


# --- evidence -------------------------------------------------------------------------------------------


def test_a_photo_proves_a_line(story):
    report, clerk = story.report(), browser(story.clerk)
    line = report.results.get()
    add = at("evidence-add", report)
    photo = SimpleUploadedFile("nhà số 1.png", PNG, "image/png")
    assert clerk.post(add, {"dong": str(line.public_id), "files": [photo]}).status_code == 302
    evidence = Evidence.objects.get()
    shown = clerk.get(at("evidence-file", evidence))
    assert shown.status_code == 200 and b"".join(shown.streaming_content) == PNG
    assert browser(story.world.dung).get(at("evidence-file", evidence)).status_code == 404
    bad = clerk.post(add, {"dong": str(line.public_id), "files": [SimpleUploadedFile("x.exe", b"MZ")]})
    assert bad.status_code == 422 and "không nhận được" in words(bad)
    assert "Chưa chọn tệp nào" in words(clerk.post(add, {"dong": str(line.public_id)}))
    assert clerk.post(add, {"dong": "x", "files": []}).status_code == 404
    assert clerk.post(at("evidence-remove", evidence)).status_code == 302
    assert clerk.get(at("evidence-file", evidence)).status_code == 404


def test_evidence_of_a_sent_report_stays(story):
    report, clerk = story.report(), browser(story.clerk)
    photo = SimpleUploadedFile("a.png", PNG, "image/png")
    clerk.post(at("evidence-add", report), {"dong": str(report.results.get().public_id), "files": [photo]})
    story.fill(report, "6")
    services.submit_report(report=report, version=report.version, by=story.clerk)
    assert clerk.post(at("evidence-remove", Evidence.objects.get())).status_code == 409
    again = {"dong": str(report.results.get().public_id), "files": [SimpleUploadedFile("b.png", PNG, "image/png")]}
    assert clerk.post(at("evidence-add", report), again).status_code == 409
    assert Evidence.objects.filter(removed_at=None).count() == 1


# --- who sees what ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["dung", "outsider"])
@pytest.mark.parametrize("name", ["report", "report-history", "report-cells", "report-lines", "report-note", "evidence-add"])
def test_reports_of_other_units_do_not_exist(story, who, name):
    story.outsider = make_user("tho", "Phan Văn Thọ", (story.other, Role.CLERK), (story.other, Role.HEAD))
    report, client = story.sent(), browser(person(story, who))
    answer = client.post(at(name, report)) if name not in ("report", "report-history") else client.get(at(name, report))
    assert answer.status_code == 404


def test_a_report_still_typed_is_nobody_elses(story):
    report = story.report()
    assert browser(story.head).get(at("report", report)).status_code == 200
    assert browser(story.world.khanh).get(at("report", report)).status_code == 404


@pytest.mark.parametrize("name", ["report-list", "report-verify", "duty-list"])
def test_nobody_without_signing_in(name):
    assert Client().get(at(name)).status_code == 302


# --- the results tab ----------------------------------------------------------------------------------


def test_the_matrix_says_the_finding_and_opens_reports(story, settings):
    report = story.sent("6")
    settings.WORK_DATE = date(2021, 10, 20)
    page = words(browser(story.world.khanh).get(at("campaign-results", story.campaign)))
    assert "1/3 đơn vị đã báo cáo quý III/2021, 2 đơn vị quá hạn" in page
    assert at("report", report) in page and "Quá hạn 10 ngày" in page and "Không phải báo cáo" not in page


def test_a_commune_sees_its_own_row_only(story):
    page = words(browser(story.clerk).get(at("campaign-results", story.campaign)))
    assert "Xã Nam Trung" in page and "Xã Quốc Tuấn" not in page


def test_one_target_by_unit_and_quarter(story):
    story.sent("3", quarter=2)
    story.sent("6")
    address = at("campaign-results", story.campaign)
    page = words(browser(story.world.khanh).get(address, {"ct": story.houses.public_id}))
    assert "Số nhà tạm được xóa: 6 nhà so với kế hoạch 20 nhà" in page.replace("\xa0", " ")
    assert "100%" in page and '<svg class="bullet' in page and '<svg class="spark' in page
    answer = browser(story.world.khanh).get(at("campaign-results-export", story.campaign), {"ct": story.houses.public_id})
    rows = sheet_of(answer)
    assert any(row[:1] == ["Xã Nam Trung"] and "3" in row and "6" in row for row in rows)
    plain = browser(story.world.khanh).get(at("campaign-results-export", story.campaign))
    assert plain.status_code == 200 and plain.content[:2] == b"PK"


@pytest.mark.parametrize("query", [{"nam": "1999"}, {"nam": "x"}, {"ct": "x"}, {"q": "không có"}, {"page": "77"}])
def test_the_tab_survives_any_address(story, query):
    assert browser(story.world.khanh).get(at("campaign-results", story.campaign), query).status_code == 200


def test_another_districts_campaign_does_not_exist(story):
    assert browser(story.world.dung).get(at("campaign-results", story.campaign)).status_code == 404


# --- queries ------------------------------------------------------------------------------------------


def grow(story, rows: int) -> None:
    """More units in scope, each with a registration and a sent report."""
    for number in range(rows):
        unit = make_unit(f"Xã thứ {number}", "commune", story.world.district)
        story.campaign.members.create(unit=unit)
        made = make_registration(story.campaign, unit, state=RegistrationState.CONFIRMED)
        made.commitments.update(target=story.houses)
        report = story.report(unit)
        Result.objects.filter(report=report).update(actual=2)
        Report.objects.filter(pk=report.pk).update(state=ReportState.SUBMITTED)
    make_duties(story.campaign)


def cost(client, address: str) -> int:
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
    return len(seen)


def test_pages_ask_at_most_fifteen_queries_and_no_more_for_more_rows(story):
    grow(story, 1)
    draft, sent = story.report(), Report.objects.filter(state=ReportState.SUBMITTED).first()
    tab = at("campaign-results", story.campaign)
    office, clerk = browser(story.world.khanh), browser(story.clerk)
    pages = {
        "list": (office, at("report-list") + "?xem=tat-ca"), "verify": (office, at("report-verify")),
        "export": (office, at("report-export")), "sheet": (clerk, at("report", draft)), "read": (office, at("report", sent)),
        "start": (clerk, at("report-start", story.campaign.obligations.get(
            unit=story.world.commune, kind="report", year=2021, quarter=1))),
        "tab": (office, tab), "target": (office, f"{tab}?ct={story.houses.public_id}"),
        "duties": (office, at("duty-list") + "?xem=tat-ca"), "duties of a clerk": (clerk, at("duty-list")),
    }  # fmt: skip
    few = {name: cost(*page) for name, page in pages.items()}
    grow(story, 3)
    for number in range(3):
        story.promise.registration.commitments.create(text=f"Việc {number}", value=9, unit_of_measure="nhà", target=story.houses)
    story.report()
    many = {name: cost(*page) for name, page in pages.items()}
    assert many == few
    assert {name: count for name, count in few.items() if count > LIMIT} == {}


def test_a_department_with_forty_targets_saves_in_ten_queries_too(story):
    for number in range(39):
        make_target(story.campaign, f"Chỉ tiêu {number}", department=story.world.district)
    report = story.report(story.world.district)
    clerk, address = browser(story.world.an), at("report-cells", report)
    clerk.post(address, cells(report, "2"))
    with CaptureQueriesContext(connection) as seen:
        answer = clerk.post(address, cells(report, *["2"] * 41, was=""))
    assert answer.status_code == 200 and Result.objects.filter(report=report, actual=2).count() == 41
    assert len(seen) <= 10, [query["sql"][:80] for query in seen.captured_queries]


def test_last_year_stands_in_grey_and_a_baseline_is_not_last_year(story):
    story.houses.baseline, story.houses.baseline_year = 77, 2020
    story.houses.save()
    report = story.report(story.world.district)
    assert ">77<" not in words(browser(story.world.an).get(at("report", report)))
    old = services.ensure_report(story.campaign, story.world.district, 2020, 4)
    Result.objects.create(report=old, target=story.houses, is_lead=True, actual=55)
    page = words(browser(story.world.an).get(at("report", report)))
    assert "55</td>" in page
