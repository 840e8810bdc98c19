"""The two workbooks of the register: the same filters, sums in figures and words, names as text, long ones as a job."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from awards.services import register_sheets
from tests.awards.factories import make_world
from tests.awards.register_samples import make_award
from thiduakhenthuong.core.models import Job, StoredFile

LIST, MONEY = "awards:register-export", "awards:register-money"


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def paid(world):
    """One decision: a collective and two people with money; beside them one cancelled and one without an amount."""
    of = {"unit": world.district, "decision_number": "08/QĐ-UBND", "decision_date": date(2020, 7, 10), "level": "province",
          "authority": "Chủ tịch UBND tỉnh Hải Dương", "base_salary": 1_490_000}  # fmt: skip
    one = {"coefficient_x1000": 1000, "amount": 1_490_000}
    two = {"coefficient_x1000": 2000, "amount": 2_980_000}
    make_award("Xã Nam Trung", "BK_TINH", recipient_kind="collective", list_position=1, **of, **two)
    make_award("Lê Công Duệ", "BK_TINH", gender="male", list_position=2, **of, **one)
    make_award("=HYPERLINK(1)", "BK_TINH", list_position=3, **of, **one)
    make_award("Bùi Thị Hủy", "BK_TINH", list_position=4, status="cancelled", **of, **one)
    make_award("Vũ Thị Không", "LDTT", **of)


def _sheet(answer) -> list[list]:
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def _table(rows: list[list]) -> tuple[list, list[list]]:
    """(heading row, rows below it)."""
    start = next(n for n, row in enumerate(rows) if row[0] == "STT")
    return rows[start], rows[start + 1 :]


def test_the_list_holds_the_filtered_rows_in_the_words_of_the_decision(client, world, paid):
    client.force_login(world.giang)
    heading, rows = _table(_sheet(client.get(reverse(LIST), {"q": "le cong due"})))
    assert dict(zip(heading, rows[0], strict=True)) == {
        "STT": 1, "Đối tượng": "Cá nhân", "Ông/Bà": "Ông", "Họ và tên, tên tập thể": "Lê Công Duệ", "Năm sinh": None,
        "Chức vụ": "Giáo viên", "Đơn vị": "Trường THCS Nam Chính", "Loại hình": "Công trạng",
        "Danh hiệu, hình thức": "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "Thành tích": None,
        "Thời gian lập thành tích": "2019", "Số quyết định": "08/QĐ-UBND",
        "Ngày quyết định": rows[0][heading.index("Ngày quyết định")], "Người quyết định": "Chủ tịch UBND tỉnh Hải Dương",
        "Số sổ vàng": None, "Tiền thưởng (đồng)": 1_490_000, "Tình trạng": "Còn hiệu lực",
    }  # fmt: skip
    assert rows[0][heading.index("Ngày quyết định")].date() == date(2020, 7, 10)
    assert len(rows) == 1


def test_the_money_list_adds_up_in_figures_and_words_and_pays_no_cancelled_award(client, world, paid):
    client.force_login(world.giang)
    whole = _sheet(client.get(reverse(MONEY)))
    assert whole[0][0] == "DANH SÁCH CHI TIỀN THƯỞNG"
    assert whole[1][0] == "(Theo Quyết định số 08/QĐ-UBND ngày 10 tháng 7 năm 2020 của Chủ tịch UBND tỉnh Hải Dương)"
    heading, rows = _table(whole)
    assert heading == [
        "STT", "Tập thể, cá nhân", "Đơn vị", "Hình thức", "Hệ số", "Mức lương cơ sở", "Số tiền (đồng)",
        "Người nhận, số tài khoản", "Ký nhận",
    ]  # fmt: skip
    assert [(row[0], row[1], row[4], row[5], row[6]) for row in rows[:4]] == [
        (1, "Xã Nam Trung", 2, 1_490_000, 2_980_000),
        (2, "Ông Lê Công Duệ", 1, 1_490_000, 1_490_000),
        (3, "Bà =HYPERLINK(1)", 1, 1_490_000, 1_490_000),
        (None, "Cộng", None, None, 5_960_000),
    ]
    assert rows[4][0] == ("Cộng 01 tập thể và 02 cá nhân: 5.960.000 đồng (Bằng chữ: Năm triệu chín trăm sáu mươi nghìn đồng)./.")


def test_no_value_of_the_list_becomes_a_formula(client, world, paid):
    client.force_login(world.giang)
    book = openpyxl.load_workbook(BytesIO(client.get(reverse(LIST)).content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_another_district_gets_a_workbook_without_rows(client, world, paid):
    client.force_login(world.dung)
    assert _table(_sheet(client.get(reverse(LIST))))[1] == []


def test_a_long_list_is_offered_as_a_job_and_reading_the_page_starts_none(client, world, paid, monkeypatch):
    monkeypatch.setattr(register_sheets, "AT_ONCE", 2)
    client.force_login(world.giang)
    page = client.get(reverse(LIST), {"cap": "province"})
    assert 'data-action="queue_export"' in page.content.decode()
    assert not Job.objects.exists()
    answer = client.post(f"{reverse(LIST)}?cap=province")
    job = Job.objects.get()
    assert answer.url == reverse("awards:register-job", args=[job.public_id])
    assert (job.state, job.params["query"]) == ("done", "cap=province")
    stored = StoredFile.objects.get(public_id=job.result["file"])
    book = openpyxl.load_workbook(stored.file.open("rb"))
    assert len(_table([list(r) for r in book.worksheets[0].iter_rows(values_only=True)])[1]) == 5
    page = client.get(answer.url)
    assert page.context["back_url"] == f"{reverse('awards:register')}?cap=province"
    client.force_login(world.dung)
    assert client.get(answer.url).status_code == 404


def test_a_list_beyond_the_limit_fails_with_the_way_out(client, world, paid, monkeypatch):
    monkeypatch.setattr(register_sheets, "AT_ONCE", 2)
    monkeypatch.setattr(register_sheets, "MOST", 3)
    client.force_login(world.giang)
    client.post(reverse(LIST))
    job = Job.objects.get()
    assert (job.state, job.message) == ("failed", "Danh sách dài hơn 3 dòng. Hãy lọc hẹp lại rồi xuất.")
