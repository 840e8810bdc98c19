"""Pages of registrations as people meet them: who sees and does what, bad input, queries, files."""

import io
from datetime import date
from uuid import uuid4

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from campaigns.enums import CampaignState, DutyKind, RegistrationKind, RegistrationState, Role, UnitLevel
from campaigns.models import Commitment, Obligation, Registration
from campaigns.services import registration as services
from campaigns.services.duties import make_duties
from tests.awards.factories import make_unit, make_user, make_world
from tests.campaigns.factories import make_campaign, make_registration, make_target
from thiduakhenthuong.core.idempotency import new_key
from thiduakhenthuong.core.sheets import Column, open_sheet, write_table

pytestmark = pytest.mark.django_db
VAGUE = "Tích cực nâng cao chất lượng công tác"
GOOD = "Sửa 6 nhà cho hộ nghèo trước 30/9/2021"


@pytest.fixture
def world(settings):
    """Xã Nam Trung (clerk minh, head nga) registers in a campaign of Nam Sách on 15 January 2021."""
    settings.WORK_DATE = date(2021, 1, 15)
    made = make_world()
    made.minh = make_user("minh", "Đinh Văn Minh", (made.commune, Role.CLERK))
    made.nga = make_user("nga", "Vũ Thị Nga", (made.commune, Role.HEAD))
    made.campaign = make_campaign(
        made.district, state=CampaignState.LAUNCHED, units=[made.commune, made.school], register_by=date(2021, 2, 28)
    )
    make_duties(made.campaign)
    made.target = make_target(made.campaign)
    return made


@pytest.fixture
def sheet(world):
    """The registration of Nam Trung, one vague line and one good one."""
    return services.create_registration(
        campaign=world.campaign, unit=world.commune, year=2021, by=world.minh, title_code="TTLDXS",
        lines=[{"text": VAGUE}, {"text": GOOD, "target": world.target}],
    )  # fmt: skip


def client_of(user) -> Client:
    """A browser in which the user has signed in."""
    client = Client()
    client.force_login(user)
    return client


def url(name, *args):
    """An address of the section."""
    return reverse(f"campaigns:{name}", args=args)


def sent(sheet, by):
    """The registration after it was sent to the head."""
    return services.submit_registration(registration=sheet, version=sheet.version, by=by)


# --- who sees what ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "draft", "later"),
    [("minh", 200, 200), ("nga", 200, 200), ("an", 404, 200), ("khanh", 404, 200), ("giang", 404, 200), ("dung", 404, 404)],
)
def test_drafts_belong_to_the_unit_what_was_sent_to_those_above(world, sheet, who, draft, later):
    client = client_of(getattr(world, who))
    pages = [url(name, sheet.public_id) for name in ("registration", "registration-history")]
    pages += [url("registration-paper", sheet.public_id, "docx")]
    assert {client.get(page).status_code for page in pages} == {draft}
    sent(sheet, world.minh)
    assert {client.get(page).status_code for page in pages} == {later}
    assert (sheet.subject in client.get(url("registration-list")).content.decode()) == (later == 200)


def test_lists_need_a_sign_in():
    for page in (url("registration-list"), url("registration-create"), url("campaign-registrations", uuid4())):
        assert Client().get(page).status_code == 302


def test_the_sheet_shows_why_a_line_is_vague_and_how_to_write_it(world, sheet):
    page = client_of(world.minh).get(url("registration", sheet.public_id)).content.decode()
    assert '<u class="vague">Tích cực</u>' in page and "Ví dụ viết lại" in page
    assert "<b>6 nhà</b>" in page and "<b>trước 30/9/2021</b>" in page
    assert "Vẫn lưu và gửi được" in page


def test_hostile_words_stay_words(world, sheet):
    Commitment.objects.filter(registration=sheet, text=VAGUE).update(text="<script>alert(1)</script> đẩy mạnh", needs_work=True)
    for user, page in ((world.minh, url("registration", sheet.public_id)), (world.minh, url("registration-list"))):
        assert "<script>alert" not in client_of(user).get(page).content.decode()


# --- making -----------------------------------------------------------------------------------


def form_of(world, **changes):
    """What the form of a new registration sends."""
    return {
        "campaign": world.campaign.pk, "unit": world.commune.pk, "year": 2021, "title_code": "TTLDXS", "head_name": "Vũ Thị Nga",
        "idempotency_key": new_key(),
    } | changes  # fmt: skip


def test_one_press_makes_one_registration(world):
    client, data = client_of(world.minh), form_of(world)
    first, second = (client.post(url("registration-create"), data) for _ in range(2))
    assert first.status_code == second.status_code == 302 and first.url == second.url
    assert Registration.objects.count() == 1


def test_the_existing_registration_is_opened_instead_of_a_second_form(world, sheet):
    answer = client_of(world.minh).get(url("registration-create"), {"pt": world.campaign.public_id, "nam": 2021})
    assert answer.url == url("registration", sheet.public_id)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"year": 2030}, "kéo dài từ 14/07/2020"), ({"year": "x"}, "Hãy ghi năm bằng số"), ({"campaign": ""}, "bắt buộc"),
        ({"unit": 10**6}, "Hãy chọn lại"), ({"title_code": "LDTT"}, "Hãy chọn lại"), ({"campaign": 10**6}, "Hãy chọn lại"),
    ],
)  # fmt: skip
def test_bad_input_comes_back_with_what_was_typed(world, changes, words):
    answer = client_of(world.minh).post(url("registration-create"), form_of(world, note="giữ lại") | changes)
    page = answer.content.decode()
    assert answer.status_code == 422 and "giữ lại" in page
    assert words in page
    assert not Registration.objects.exists()


@pytest.mark.parametrize("who", ["nga", "giang", "dung"])
def test_who_is_no_clerk_of_a_unit_in_scope_cannot_register(world, who):
    answer = client_of(getattr(world, who)).post(url("registration-create"), form_of(world))
    assert answer.status_code in (403, 422)
    assert not Registration.objects.exists()


def test_individual_and_branch_have_their_own_fields(world):
    client = client_of(world.minh)
    for kind, field in (("individual", "person_name"), ("branch", "branch")):
        page = client.get(url("registration-create"), {"loai": kind}).content.decode()
        assert f'name="{field}"' in page
    data = form_of(world, person_name="Hà Đình Tuyển", birth_date="05/02/1968", title_code="LDTT")
    assert client.post(f"{url('registration-create')}?loai=individual", data).status_code == 302
    assert Registration.objects.get().birth_year == 1968
    data = form_of(world, person_name="Hà Đình Tuyển", birth_date="31/02/1968", title_code="LDTT")
    answer = client.post(f"{url('registration-create')}?loai=individual", data)
    assert answer.status_code == 422 and "không có thật" in answer.content.decode()


# --- lines ------------------------------------------------------------------------------------


def test_a_line_is_added_once_and_the_next_one_begun(world, sheet):
    data = {"text": "Trồng 40 ha cà rốt trước 31/12/2021", "idempotency_key": new_key(), "again": "1", "part": "task"}
    for _ in range(2):
        answer = client_of(world.minh).post(url("commitment-create", sheet.public_id), data)
        assert answer.url == url("commitment-create", sheet.public_id)
    assert Commitment.objects.filter(registration=sheet).count() == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "mười"}, "không phải là số"), ({"due_on": "31/4/2021"}, "không có thật"),
        ({"due_on": "1/1/2020"}, "trước ngày"),
        ({"value": "-5"}, "không được âm"), ({"text": ""}, "bắt buộc"), ({"target": 10**6}, "Hãy chọn lại"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_at_its_field(world, sheet, changes, words):
    data = {"text": GOOD, "note": "còn đây", "idempotency_key": new_key()} | changes
    answer = client_of(world.minh).post(url("commitment-create", sheet.public_id), data)
    assert answer.status_code == 422
    assert words in answer.content.decode() and "còn đây" in answer.content.decode()
    assert Commitment.objects.count() == 2


def test_a_line_edited_by_two_is_a_conflict_that_names_the_other(world, sheet):
    line, client = sheet.commitments.first(), client_of(world.minh)
    data = {"text": "Sửa 7 nhà trước 30/9/2021", "version": 1, "part": "task"}
    assert client.post(url("commitment-edit", line.public_id), data).status_code == 302
    answer = client.post(url("commitment-edit", line.public_id), data | {"text": "Sửa 8 nhà"})
    assert answer.status_code == 409 and "Đinh Văn Minh" in answer.content.decode()
    line.refresh_from_db()
    assert line.text.startswith("Sửa 7")


def test_a_line_taken_out_can_be_put_back_from_the_next_page(world, sheet):
    line, client = sheet.commitments.first(), client_of(world.minh)
    page = client.post(url("commitment-remove", line.public_id), {"version": 1}, follow=True).content.decode()
    assert url("commitment-restore", line.public_id) in page
    client.post(url("commitment-restore", line.public_id), {"version": 2})
    line.refresh_from_db()
    assert line.removed_at is None


@pytest.mark.parametrize("name", ["commitment-edit", "commitment-remove", "commitment-chain"])
def test_lines_of_others_do_not_exist(world, sheet, name):
    line = sheet.commitments.first()
    client = client_of(world.dung)
    call = client.get if name == "commitment-chain" else client.post
    assert call(url(name, line.public_id), {"version": 1, "text": "x"}).status_code == 404


def test_the_check_while_typing_saves_nothing_and_survives_anything(world, sheet):
    client, page = client_of(world.minh), url("commitment-check", sheet.public_id)
    vague = client.post(page, {"text": VAGUE, "value": "mười", "due_on": "??", "target": "x"}).content.decode()
    assert "Dùng ví dụ" in vague and "Chưa có con số. Ghi rõ bao nhiêu." in vague
    good = client.post(page, {"text": "Sửa 6 nhà trong quý III"}).content.decode()
    assert "Cụ thể" in good and "30/09/2021" in good
    for text in ("", "<b>" * 400, "9" * 2000, "(((", "năm " * 300):
        assert client.post(page, {"text": text}).status_code == 200
    assert Commitment.objects.count() == 2


def test_a_line_leads_up_to_what_it_serves(world, sheet):
    line = sheet.commitments.get(text=GOOD)
    page = client_of(world.minh).get(url("commitment-chain", line.public_id)).content.decode()
    assert world.target.indicator in page


# --- steps ------------------------------------------------------------------------------------


def test_the_life_of_a_registration_on_the_pages(world, sheet):
    clerk, head = client_of(world.minh), client_of(world.nga)
    step = url("registration-step", sheet.public_id, "submit")
    assert clerk.post(step, {"version": sheet.version}).status_code == 302
    assert clerk.post(step, {"version": sheet.version}).status_code == 409
    page = head.get(url("registration-return", sheet.public_id)).content.decode()
    assert VAGUE in page and "Ví dụ viết lại" in page
    sheet.refresh_from_db()
    empty = head.post(url("registration-return", sheet.public_id), {"note": " ", "version": sheet.version})
    assert empty.status_code == 422 and "kèm một ví dụ" in empty.content.decode()
    head.post(url("registration-return", sheet.public_id), {"note": "Ghi rõ số", "version": sheet.version})
    sheet.refresh_from_db()
    assert sheet.state == RegistrationState.SENT_BACK
    assert "Ghi rõ số" in clerk.get(url("registration", sheet.public_id)).content.decode()
    clerk.post(step, {"version": sheet.version})
    sheet.refresh_from_db()
    head.post(url("registration-step", sheet.public_id, "confirm"), {"version": sheet.version})
    sheet.refresh_from_db()
    assert sheet.state == RegistrationState.CONFIRMED


def test_a_sheet_without_title_says_why_it_is_not_sent(world, sheet):
    Registration.objects.update(title_code="")
    page = client_of(world.minh).post(
        url("registration-step", sheet.public_id, "submit"), {"version": sheet.version}, follow=True
    )
    assert "Chưa chọn danh hiệu đăng ký." in page.content.decode()


@pytest.mark.parametrize("step", ["launch", "send_back", "khong-co"])
def test_unknown_steps_are_refused(world, sheet, step):
    assert client_of(world.minh).post(url("registration-step", sheet.public_id, step), {"version": 1}).status_code == 403


def test_the_signed_paper_is_kept_and_handed_out(world, sheet):
    client, page = client_of(world.minh), url("registration-file", sheet.public_id)
    assert client.get(page).status_code == 404
    assert "Chưa chọn tệp" in client.post(page, follow=True).content.decode()
    bad = SimpleUploadedFile("a.exe", b"MZ")
    assert "không nhận được" in client.post(page, {"upload": bad}, follow=True).content.decode()
    client.post(page, {"upload": SimpleUploadedFile("ban-ky.pdf", b"%PDF-1.4 x")})
    assert b"".join(client.get(page).streaming_content).startswith(b"%PDF")
    assert client_of(world.dung).get(page).status_code == 404


# --- who has registered -----------------------------------------------------------------------


def test_the_page_names_the_missing_and_one_press_reminds_them(world, sheet):
    sent(sheet, world.minh)
    page, client = url("campaign-registrations", world.campaign.public_id), client_of(world.an)
    text = client.get(page, {"nam": 2021}).content.decode()
    assert "1/1 xã, 0/1 trường đã đăng ký" in text and "Trường THCS Nam Chính" in text and "1 bản đăng ký cần cụ thể hơn" in text
    told = client.post(f"{url('registrations-remind', world.campaign.public_id)}?nam=2021")
    assert told.status_code == 200 and "Trường THCS Nam Chính" in told.content.decode()
    assert Obligation.objects.get(unit=world.school, kind=DutyKind.REGISTER, year=2021).reminders == 1
    assert Obligation.objects.get(unit=world.commune, kind=DutyKind.REGISTER, year=2021).reminders == 0


@pytest.mark.parametrize(("who", "status"), [("minh", 403), ("giang", 403), ("dung", 404)])
def test_only_officers_of_the_campaign_remind(world, who, status):
    answer = client_of(getattr(world, who)).post(f"{url('registrations-remind', world.campaign.public_id)}?nam=2021")
    assert answer.status_code == status


def test_a_strange_year_shows_the_nearest(world):
    client = client_of(world.an)
    for year in ("1800", "abc", "999999999999", ""):
        assert client.get(url("campaign-registrations", world.campaign.public_id), {"nam": year}).status_code == 200


def test_lists_filter_sort_and_go_to_excel(world, sheet):
    sent(sheet, world.minh)
    client = client_of(world.an)
    found = {
        "q=nam+trung": True, "q=khong+co": False, "tt=submitted": True, "tt=confirmed": False, "ct=1": True, "nam=2020": False,
        "cap=individual": False, f"pt={world.campaign.public_id}": True, "pt=xxx": True, f"dv={world.commune.pk}": True,
        "sort=-don-vi": True, "sort=%27": True, "page=9": None,
    }  # fmt: skip
    for query, there in found.items():
        answer = client.get(f"{url('registration-list')}?{query}")
        if there is not None:
            assert (f"/dang-ky/{sheet.public_id}/" in answer.content.decode()) == there, query
    rows = open_sheet(io.BytesIO(client.get(f"{url('registration-export')}?ct=1").content)).visible[0].rows
    cells = [cell for row in rows for cell in row.cells]
    assert VAGUE in cells and GOOD in cells and "Xã Nam Trung" in cells
    assert client.get(url("coverage-export", world.campaign.public_id)).status_code == 200


# --- people of a unit -------------------------------------------------------------------------

PEOPLE = (
    "Họ và tên\tNăm sinh\tChức vụ\tDanh hiệu\tNội dung cam kết\n"
    "Bà Hà Thị Lụa\t1990\tĐiều dưỡng\tLĐTT\tKhám sàng lọc 800 người cao tuổi trước 30/9\n"
    "\t\t\t\tViết 1 sáng kiến trước 30/11\n"
    "phạm văn tráng\t05/02/1984\tGiáo viên\tLao động tiên tiến\tTích cực đổi mới\n"
)


def people_page(world, name="individual-add", *more):
    """An address of the people of Nam Trung in 2021."""
    return f"{url(name, world.campaign.public_id, world.commune.public_id, *more)}?nam=2021"


def test_a_pasted_list_is_looked_at_then_kept_once(world):
    client, key = client_of(world.minh), new_key()
    looked = client.post(people_page(world), {"rows": PEOPLE, "idempotency_key": key, "look": "1"})
    text = looked.content.decode()
    assert "Xem trước 2 người" in text and "Phạm Văn Tráng" in text and "Cần cụ thể hơn" in text
    assert not Registration.objects.exists()
    for _ in range(2):
        client.post(people_page(world), {"rows": PEOPLE, "idempotency_key": key, "keep": "1"})
    lua, trang = Registration.objects.order_by("pk")
    assert (lua.person_name, lua.gender, lua.birth_year, lua.title_code) == ("Hà Thị Lụa", "female", 1990, "LDTT")
    assert trang.birth_date == date(1984, 2, 5)
    assert [line.needs_work for line in lua.commitments.all()] == [False, False]
    assert trang.commitments.get().needs_work


def test_who_is_there_already_is_left_out_and_named(world):
    client = client_of(world.minh)
    client.post(people_page(world), {"rows": PEOPLE, "idempotency_key": new_key(), "keep": "1"})
    again = client.post(
        people_page(world), {"rows": PEOPLE + "Lê Văn Sáu\t1970\t\tLĐTT\tTrồng 2 ha rừng trước 30/9", "look": "1"}
    )
    assert "được bỏ qua" in again.content.decode() and "Xem trước 1 người" in again.content.decode()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("", "Chưa có dòng nào"), ("\n\n", "Chưa có dòng nào"),
        ("Lê Văn Sáu\t31/2/1970", "không có thật"), ("Lê Văn Sáu\t2015", "không hợp với năm đăng ký"),
        ("Lê Văn Sáu\t1970\t\tAnh hùng", "không có danh hiệu “Anh hùng”"), ("\t1970\tx\ty", "chưa ghi họ và tên"),
        ("Lê Văn Sáu\t1970\t\tTập thể lao động xuất sắc", "không dành cho cá nhân"),
        ("Lê Văn Sáu\t1970\t\tLĐTT\t" + "a" * 501, "nhiều nhất 500"), ("x\n" * 2001, "nhiều nhất 2000"),
        ('Lê "Văn\t1970\t\tAnh hùng', "Anh hùng"),
    ],
)  # fmt: skip
def test_bad_rows_are_named_and_nothing_is_kept(world, rows, words):
    answer = client_of(world.minh).post(people_page(world), {"rows": rows, "idempotency_key": new_key(), "keep": "1"})
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not Registration.objects.exists()


def test_a_workbook_is_read_into_the_field(world):
    book = write_table(
        "DANH SÁCH", ["TT", "Họ tên", Column("Ngày sinh", "date"), "Chức vụ", "Danh hiệu thi đua", "Nội dung đăng ký"],
        [["1", "Mạc Hữu Kiên", date(1980, 3, 4), "Giám đốc", "LĐTT", "Ký 7 hợp đồng trước 30/9"]],
    )  # fmt: skip
    client = client_of(world.minh)
    answer = client.post(people_page(world), {"rows": "", "upload": SimpleUploadedFile("a.xlsx", book), "look": "1"})
    text = answer.content.decode()
    assert "Xem trước 1 người" in text and "04/03/1980" in text
    bad = client.post(people_page(world), {"rows": "giữ lại", "upload": SimpleUploadedFile("a.xlsx", b"abc"), "look": "1"})
    assert bad.status_code == 422 and "giữ lại" in bad.content.decode()


def test_people_are_sent_and_confirmed_together(world):
    clerk, head = client_of(world.minh), client_of(world.nga)
    rows = PEOPLE + "Lê Văn Sáu\t1970\t\t\tTrồng 2 ha rừng trước 30/9\n"
    clerk.post(people_page(world), {"rows": rows, "idempotency_key": new_key(), "keep": "1"})
    told = clerk.post(people_page(world, "individual-step", "submit"), follow=True).content.decode()
    assert "Đã gửi 2 bản đăng ký cá nhân." in told and "Lê Văn Sáu: Chưa chọn danh hiệu" in told
    assert clerk.post(people_page(world, "individual-step", "confirm")).status_code == 403
    head.post(people_page(world, "individual-step", "confirm"))
    assert Registration.objects.filter(state=RegistrationState.CONFIRMED, confirmed_by=world.nga).count() == 2
    assert client_of(world.an).get(people_page(world, "individual-export")).status_code == 200


def test_last_years_list_comes_back_with_its_years_moved_on(world):
    make_registration(
        world.campaign, world.commune, 2020, kind=RegistrationKind.INDIVIDUAL, person_name="Hà Thị Lụa", birth_year=1990,
        title_code="LDTT", text="Khám 500 người trước 30/9/2020", state="confirmed",
    )  # fmt: skip
    page = client_of(world.minh).get(f"{people_page(world)}&nam-truoc=1").content.decode()
    assert "Hà Thị Lụa\t1990\t\tLao động tiên tiến\tKhám 500 người trước 30/9/2021" in page


@pytest.mark.parametrize(("who", "status"), [("nga", 403), ("an", 403), ("dung", 404)])
def test_only_the_clerk_of_the_unit_enters_its_people(world, who, status):
    assert client_of(getattr(world, who)).get(people_page(world)).status_code == status


def test_a_unit_outside_the_campaign_has_no_page(world):
    other = make_unit("Xã Cẩm Văn", UnitLevel.COMMUNE, world.other_district)
    page = url("individual-list", world.campaign.public_id, other.public_id)
    assert client_of(world.an).get(page).status_code == 404


def test_a_thousand_people_take_a_constant_number_of_queries(world):
    def queries(count):
        rows = "".join(f"Người Thứ{number}\t1980\t\tLĐTT\tTrồng {number + 1} cây trước 30/9\n" for number in range(count))
        with CaptureQueriesContext(connection) as taken:
            client_of(world.minh).post(people_page(world), {"rows": rows, "idempotency_key": new_key(), "keep": "1"})
        Commitment.objects.all().delete()
        Registration.objects.all().delete()
        return len(taken)

    few, many = queries(3), queries(300)
    assert many <= few + 20  # texts are looked up, and registrations written, in parts


# --- papers -----------------------------------------------------------------------------------


def text_of(content) -> str:
    """The words of a PDF."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def test_the_printed_registration_in_both_forms(world, sheet):
    services.update_registration(registration=sheet, version=sheet.version, by=world.minh, head_title="Chủ tịch UBND xã")
    sent(sheet, world.minh)
    client_of(world.minh).post(people_page(world), {"rows": PEOPLE, "idempotency_key": new_key(), "keep": "1"})
    client_of(world.minh).post(people_page(world, "individual-step", "submit"))
    client = client_of(world.nga)
    words = text_of(client.get(url("registration-paper", sheet.public_id, "pdf")).content)
    document = Document(io.BytesIO(client.get(url("registration-paper", sheet.public_id, "docx")).content))
    told = "\n".join([p.text for p in document.paragraphs] + [c.text for t in document.tables for r in t.rows for c in r.cells])
    for text in (words, told):
        for part in ("BẢNG ĐĂNG KÝ GIAO ƯỚC THI ĐUA", "Năm 2021", "I. Các phong trào", "II. Các chỉ tiêu đăng ký",
                     "Kế hoạch và nhiệm vụ chính trị", "Hà Thị Lụa", "TM. ỦY BAN NHÂN DÂN", "Vũ Thị Nga"):  # fmt: skip
            assert part in text.replace("\xa0", " "), part
    assert "14/07/2020" in words


def test_the_pledge_lists_what_each_unit_promised_and_a_place_to_sign(world, sheet):
    sent(sheet, world.minh)
    client = client_of(world.an)
    words = text_of(client.get(url("campaign-pledge", world.campaign.public_id, "pdf"), {"nam": 2021}).content)
    for part in ("GIAO ƯỚC THI ĐUA", "I. Chỉ tiêu chung", "Số nhà tạm được xóa", "Xã Nam Trung", "Ký tên, đóng dấu",
                 "Trường THCS Nam Chính"):  # fmt: skip
        assert part in words, part
    assert client.get(url("campaign-pledge", world.campaign.public_id, "docx")).content[:2] == b"PK"
    assert client.get(url("campaign-pledge", world.campaign.public_id, "exe")).status_code == 404


# --- queries ----------------------------------------------------------------------------------


def grow(world, count):
    """So many communes with a sent registration of one vague line, and as many people of Nam Trung."""
    for number in range(count):
        unit = make_unit(f"Xã {number}", UnitLevel.COMMUNE, world.district)
        world.campaign.members.create(unit=unit)
        made = make_registration(world.campaign, unit, state=RegistrationState.SUBMITTED, text=VAGUE, title_code="TTLDXS")
        person = make_registration(
            world.campaign, world.commune, kind=RegistrationKind.INDIVIDUAL, person_name=f"Người {number}", text=VAGUE,
            state=RegistrationState.SUBMITTED, title_code="LDTT",
        )  # fmt: skip
        Commitment.objects.filter(registration__in=[made, person]).update(needs_work=True)
    make_duties(world.campaign)


PAGES = [
    "registration-list",
    "registration-export",
    "campaign-registrations",
    "coverage-export",
    "individual-list",
    "registration",
]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_takes_at_most_15_queries_and_as_many_for_more_rows(world, sheet, name):
    sent(sheet, world.minh)
    args = {
        "campaign-registrations": [world.campaign.public_id], "coverage-export": [world.campaign.public_id],
        "individual-list": [world.campaign.public_id, world.commune.public_id], "registration": [sheet.public_id],
    }  # fmt: skip
    client, counts = client_of(world.an), []
    for more in (1, 3):
        grow(world, more)
        Commitment.objects.create(registration=sheet, text=VAGUE, needs_work=True, target=world.target)
        client.get(url(name, *args.get(name, [])), {"nam": 2021})
        with CaptureQueriesContext(connection) as taken:
            assert client.get(url(name, *args.get(name, [])), {"nam": 2021}).status_code == 200
        counts.append(len(taken))
    assert counts[1] <= counts[0] <= 15, counts
