"""A workbook of objectives: every row told before anything is written, and written whole or not at all."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from campaigns.enums import Direction, Operator, Role, Rollup, UnitLevel
from campaigns.models import Objective, Resolution, UnitSuccession
from campaigns.queries.resolution import objectives_of
from campaigns.services import objective_import as services
from campaigns.services.objective_sheet import CHANGED, GROUP, NEW, SAME, WRONG, read_objectives
from campaigns.tally.rollup import fault_of
from tests.awards.factories import make_unit, make_user, make_world
from tests.campaigns.factories import make_objective, make_resolution
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.models import StoredFile

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[1] / "data" / "campaigns" / "nghe_an_targets_2021_2025.csv"


@pytest.fixture
def world(settings):
    settings.WORK_DATE = date(2021, 10, 15)
    return make_world()


@pytest.fixture
def resolution(world):
    return make_resolution(world.province, "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XIX")


def workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def nghe_an():
    """The file of the province, with numbers as numbers."""

    def value(text):
        try:
            return float(text)
        except ValueError:
            return text or None

    with DATA.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return workbook([rows[0], *([value(text) for text in row] for row in rows[1:])])


def apply(resolution, content, by, *, leave_wrong=False):
    stored = services.keep_upload(resolution=resolution, upload=SimpleUploadedFile("bang.xlsx", content), by=by)
    _, mark = services.preview(resolution=resolution, stored=stored, by=by)
    return services.apply_import(resolution=resolution, stored=stored, mark=mark, leave_wrong=leave_wrong, by=by)


def test_all_forty_rows_of_a_province_load_and_roll_up(world, resolution):
    for name in ("Sở Kế hoạch và Đầu tư", "Sở Tài chính", "Công an tỉnh"):
        make_unit(name, UnitLevel.DEPARTMENT, world.province)
    reading = read_objectives(resolution, nghe_an())
    assert reading.count(NEW) == 40 and [line.messages for line in reading.lines if line.outcome == WRONG] == []
    assert not Objective.objects.filter(resolution=resolution).exists()

    assert apply(resolution, nghe_an(), world.giang) == {"new": 40, "changed": 0, "left": 0}
    rows = list(objectives_of(resolution))
    assert [fault_of(row, resolution.years) for row in rows] == [""] * 40
    found = {row.code: row for row in rows}
    assert found["K01"].operator == Operator.RANGE and found["K01"].term_value_max == Decimal("10.5")
    assert found["V04"].direction == Direction.DOWN and found["V04"].operator == Operator.AT_MOST
    assert found["D01"].rollup == Rollup.SUM and found["D01"].splits and found["D01"].baseline_year == 2020
    assert not found["V07"].splits
    assert found["T00"].is_qualitative and found["T00"].baseline_text == "chưa đạt" and found["T00"].term_text == "đạt"
    assert found["Q01"].operator == Operator.COUNT and found["Q01"].direction == Direction.KEEP
    assert found["K03"].department.name == "Sở Tài chính" and found["D01"].department_text == "Ban Tổ chức Tỉnh ủy"
    resolution.refresh_from_db()
    assert resolution.aim == "Trở thành tỉnh khá trong khu vực phía Bắc"


def test_the_same_file_again_changes_nothing(world, resolution):
    apply(resolution, nghe_an(), world.giang)
    reading = read_objectives(resolution, nghe_an())
    assert reading.count(SAME) == 40
    with pytest.raises(ValidationError, match="Không có dòng nào"):
        apply(resolution, nghe_an(), world.giang)


VIETNAMESE = ["STT", "Chỉ tiêu", "ĐVT", "Hiện trạng 2020", "KH 2021", "KH 2022", "KH 2023", "KH 2024", "KH 2025", "Cả giai đoạn"]


def test_vietnamese_headings_groups_and_guesses(world, resolution):
    content = workbook([
        ["BẢNG CHỈ TIÊU CHỦ YẾU"], [], VIETNAMESE,
        ["I", "Kinh tế"],
        [1, "Số việc làm mới", "người", None, 10, 20, 30, 40, 50, "150"],
        [2, "Tỷ lệ đô thị hóa", "%", "32", "33", "34", "35,5", "36", "38", "38"],
        ["II", "Văn hóa"],
        [3, "Số nhà tạm được xóa", "nhà", 5, 1, 1, 1, 1, 1, 6],
    ])  # fmt: skip
    reading = read_objectives(resolution, content)
    assert [line.outcome for line in reading.lines] == [GROUP, NEW, NEW, GROUP, NEW]
    jobs, city, houses = (line for line in reading.lines if line.outcome == NEW)
    assert (jobs.values["group"], jobs.values["rollup"], houses.values["group"]) == ("Kinh tế", Rollup.SUM, "Văn hóa")
    assert city.values["rollup"] == Rollup.END_POINT and city.yearly[2023].value == Decimal("35.5")
    assert city.values["baseline"] == 32 and city.values["baseline_year"] == 2020
    assert any(level == "warn" and "được 1" in said.replace("\u00a0", " ") for level, said in houses.messages)
    assert reading.unknown == []


def test_faults_are_told_at_their_cell_and_nothing_is_written(world, resolution):
    dead = make_unit("Phòng Y tế", UnitLevel.OFFICE, world.province, valid_to="2021-03-01")
    UnitSuccession.objects.create(
        old=dead,
        new=make_unit("Phòng Văn hóa - Xã hội", UnitLevel.OFFICE, world.province),
        effective_date="2021-03-01",
        kind="merged",
    )
    heads = ["Mã", "Chỉ tiêu", "Đơn vị tính", "Cách đặt số", "2021", "2025", "2026", "Cả kỳ", "Cách cộng", "Chủ trì", "Đến ngày"]
    content = workbook([
        heads,
        ["A1", "Tỷ lệ bao phủ bảo hiểm y tế", "%", "≥", 91, 120, None, 95, "cuối kỳ", None, None],
        ["A2", "Số việc làm mới", "người", "≥", -5, 10, None, 5, "cộng dồn", None, None],
        ["A3", "Mức giảm nghèo", "điểm %/năm", "khoảng", "1,5 - 1", 1, None, "1 - 1,5", "trung bình", None, None],
        ["A4", "Số xã", "xã", ">=", 1, 2, 3, 3, "cộng dồn", None, None],
        ["A5", "Thu ngân sách", "tỷ đồng", "cao hơn", "mười", 2, None, 3, "gộp", None, None],
        ["A6", "Đường cao tốc", "km", "đạt trước ngày", 1, 2, None, 3, "cộng dồn", None, None],
        ["A6", "Đường nông thôn", "km", ">=", 1, 2, None, 3, "cộng dồn", "Phòng Y tế", None],
        ["A7", None, "km", ">=", 1, 2, None, 3, "cộng dồn", None, None],
    ])  # fmt: skip
    reading = read_objectives(resolution, content)
    assert [line.outcome for line in reading.lines] == [WRONG] * 8
    said = [" ".join(sentence for _, sentence in line.messages) for line in reading.lines]
    for place, words in enumerate([
        ["F2", "100%"], ["E3", "âm"], ["E4", "Mức trên"], ["2026", "ngoài giai đoạn"], ["cao hơn", "mười", "gộp"],
        ["cần ngày"], ["mã A6", "dòng 7", "nay là Phòng Văn hóa - Xã hội"], ["Thiếu tên"],
    ]):  # fmt: skip
        assert all(word in said[place] for word in words), (place, said[place])
    with pytest.raises(ValidationError, match="8 dòng cần sửa"):
        apply(resolution, content, world.giang)
    assert not resolution.objectives.exists()


def test_faulty_rows_may_be_left_out_by_choice(world, resolution):
    content = workbook([
        ["Chỉ tiêu", "Đơn vị tính", "2021", "Cả kỳ"], ["Số xã", "xã", 1, 1], ["Tỷ lệ đô thị hóa", "%", 130, 130],
    ])  # fmt: skip
    assert apply(resolution, content, world.giang, leave_wrong=True) == {"new": 1, "changed": 0, "left": 1}


def test_columns_that_a_file_lacks_keep_what_there_is(world, resolution):
    row = make_objective(resolution, code="X1", note="Giữ lại", exclusion_note="chưa tính nhà công vụ", group="Xã hội")
    content = workbook([["Mã", "Chỉ tiêu", "Năm 2021"], ["X1", "Số nhà tạm được xóa", 25]])
    (line,) = read_objectives(resolution, content).lines
    assert line.outcome == CHANGED and any("được 85" in said.replace("\u00a0", " ") for _, said in line.messages)
    apply(resolution, content, world.giang)
    row.refresh_from_db()
    assert (row.note, row.exclusion_note, row.group, row.unit_of_measure, row.term_value) == (
        "Giữ lại", "chưa tính nhà công vụ", "Xã hội", "nhà", 80,
    )  # fmt: skip
    assert {y.year: y.value for y in row.years.all()} == {2021: 25, 2022: 20, 2023: 15, 2024: 15, 2025: 10}


def test_a_table_that_was_changed_meanwhile_is_looked_at_again(world, resolution):
    stored = services.keep_upload(resolution=resolution, upload=SimpleUploadedFile("a.xlsx", nghe_an()), by=world.giang)
    _, mark = services.preview(resolution=resolution, stored=stored, by=world.giang)
    make_objective(resolution, "Số đảng viên mới kết nạp", code="D01")
    with pytest.raises(Conflict):
        services.apply_import(resolution=resolution, stored=stored, mark=mark, leave_wrong=False, by=world.giang)
    assert resolution.objectives.count() == 1


@pytest.mark.parametrize("who", ["an", "chi", "dung", "binh", "hai"])
def test_only_officers_of_the_unit_import(world, resolution, who):
    with pytest.raises(Refused):
        services.keep_upload(
            resolution=resolution, upload=SimpleUploadedFile("a.xlsx", nghe_an()), by=getattr(world, who)
        )  # fmt: skip
    assert not StoredFile.objects.exists()


def test_files_that_are_no_workbook_are_refused(world, resolution):
    for content in (b"", b"%PDF-1.4", b"code,group\n", workbook([["Họ tên", "Tuổi"], ["A", 3]])):
        with pytest.raises(ValidationError):
            services.keep_upload(resolution=resolution, upload=SimpleUploadedFile("a.xlsx", content), by=world.giang)
    assert Resolution.objects.count() >= 1 and not StoredFile.objects.exists()


# --- pages ------------------------------------------------------------------------------------


def test_upload_preview_and_the_one_press(client, world, resolution):
    address = reverse("campaigns:resolution-import", args=[resolution.public_id])
    client.force_login(world.giang)
    assert client.get(address).status_code == 200
    page = client.post(address, {"file": SimpleUploadedFile("a.xlsx", b"%PDF-1.4")})
    assert page.status_code == 422 and page.context["form"].errors["file"]
    assert client.post(address, {}).status_code == 422
    answer = client.post(address, {"file": SimpleUploadedFile("chỉ tiêu.xlsx", nghe_an())})
    assert answer.status_code == 302 and not resolution.objectives.exists()
    page = client.get(answer.url)
    text = page.content.decode()
    assert "Nhập 40 mục tiêu" in text and "Tốc độ tăng GRDP bình quân" in text and page.context["wrong"] == 0
    assert len(client.get(f"{answer.url}&loc=wrong").context["page_obj"].object_list) == 0
    confirm = {"tep": page.context["stored"].public_id, "mark": page.context["mark"], "do": "nhap"}
    assert client.post(address, confirm | {"mark": "cũ"}).status_code == 409 and not resolution.objectives.exists()
    assert client.post(address, confirm).status_code == 302 and resolution.objectives.count() == 40
    again = client.post(address, confirm, follow=True)  # the button pressed twice
    assert "đã được nhập" in again.content.decode() and resolution.objectives.count() == 40


def test_a_file_belongs_to_who_brought_it_and_may_be_thrown_away(client, world, resolution):
    address = reverse("campaigns:resolution-import", args=[resolution.public_id])
    client.force_login(world.giang)
    answer = client.post(address, {"file": SimpleUploadedFile("a.xlsx", nghe_an())})
    other = make_user("moi", "Ngô Thị Mơi", (world.province, Role.CLERK))
    client.force_login(other)
    assert "Kéo tệp Excel" in client.get(answer.url).content.decode()
    assert "Kéo tệp Excel" in client.get(f"{address}?tep=rác").content.decode()
    client.force_login(world.giang)
    stored = StoredFile.objects.get()
    client.post(address, {"tep": stored.public_id, "do": "bo"})
    assert not StoredFile.objects.exists() and not resolution.objectives.exists()


def test_a_file_with_faults_waits_for_the_choice(client, world, resolution):
    address = reverse("campaigns:resolution-import", args=[resolution.public_id])
    content = workbook([["Chỉ tiêu", "Đơn vị tính", "2021", "Cả kỳ"], ["Số xã", "xã", 1, 1], ["Tỷ lệ đô thị hóa", "%", 130, 1]])
    client.force_login(world.giang)
    page = client.get(client.post(address, {"file": SimpleUploadedFile("a.xlsx", content)}).url)
    assert "Bỏ 1 dòng cần sửa" in page.content.decode()
    confirm = {"tep": page.context["stored"].public_id, "mark": page.context["mark"], "do": "nhap"}
    assert client.post(address, confirm).status_code == 422 and not resolution.objectives.exists()
    assert client.post(address, confirm | {"leave_wrong": "1"}).status_code == 302
    assert resolution.objectives.get().indicator == "Số xã"
