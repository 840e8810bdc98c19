"""Resolutions and their tree: who may, what is refused at its field, cells of two people on one grid, the pages."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.enums import CampaignState, Operator, Rollup, UnitLevel
from campaigns.models import Objective, Resolution, TargetFigure, UnitSuccession
from campaigns.queries.resolution import objectives_of
from campaigns.services import objective as services
from campaigns.services.cells import Edit
from campaigns.services.measure_values import Amount
from campaigns.services.objective_sheet import SAME, read_objectives
from campaigns.services.resolution import create_resolution, update_resolution
from tests.awards.factories import make_unit, make_world
from tests.campaigns.factories import make_campaign, make_objective, make_resolution, make_target
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.WORK_DATE = date(2021, 10, 15)
    return make_world()


@pytest.fixture
def resolution(world):
    return make_resolution(world.district)


def values(**changes):
    return {"name": "Nghị quyết Đảng bộ huyện", "number": "01-NQ/ĐH", "adopted_on": date(2020, 8, 1), "first_year": 2021,
            "last_year": 2025, "aim": "Huyện khá", "note": ""} | changes  # fmt: skip


def row_values(**changes):
    return {"indicator": "Số việc làm mới", "unit_of_measure": "người", "rollup": Rollup.SUM, "term_value": Decimal(15)} | changes


def yearly(*numbers):
    return {2021 + place: Amount(Decimal(number)) for place, number in enumerate(numbers)}


# --- head data --------------------------------------------------------------------------------


def test_an_officer_adds_and_changes_a_resolution_with_its_history(world):
    made = create_resolution(unit=world.district, by=world.an, **values())
    update_resolution(resolution=made, version=1, by=world.khanh, **values(aim="Huyện nông thôn mới"))
    made.refresh_from_db()
    assert (made.aim, made.version) == ("Huyện nông thôn mới", 2)
    last = events.last_event(made)
    assert last.data["after"] == {"aim": "Huyện nông thôn mới"} and last.data["before"] == {"aim": "Huyện khá"}
    with pytest.raises(Conflict):
        update_resolution(resolution=made, version=1, by=world.an, **values(aim="Cũ"))


@pytest.mark.parametrize("who", ["chi", "lam", "binh", "dung", "giang", "hai"])
def test_others_may_not(world, resolution, who):
    with pytest.raises(Refused):
        create_resolution(unit=world.district, by=getattr(world, who), **values())
    with pytest.raises(Refused):
        services.add_objective(resolution=resolution, by=getattr(world, who), yearly={}, **row_values())


@pytest.mark.parametrize(
    "changes,field",
    [
        ({"name": " "}, "name"),
        ({"first_year": 21}, "first_year"),
        ({"last_year": 2020}, "last_year"),
        ({"last_year": 2060}, "last_year"),
        ({"adopted_on": date(2026, 1, 1)}, "adopted_on"),
    ],
)
def test_head_data_that_cannot_be_is_refused_at_its_field(world, changes, field):
    with pytest.raises(ValidationError) as error:
        create_resolution(unit=world.district, by=world.an, **values(**changes))
    assert set(error.value.message_dict) == {field}
    assert not Resolution.objects.filter(unit=world.district).exists()


def test_a_term_does_not_shrink_over_numbers(world, resolution):
    make_objective(resolution)
    with pytest.raises(ValidationError) as error:
        update_resolution(resolution=resolution, version=1, by=world.an, **values(last_year=2023))
    assert "2024, 2025" in error.value.message_dict["last_year"][0]


# --- rows -------------------------------------------------------------------------------------


def test_rows_keep_their_groups_together_and_move_inside_them(world, resolution):
    for name, group in (("A1", "Kinh tế"), ("B1", "Văn hóa"), ("A2", "Kinh tế")):
        services.add_objective(
            resolution=resolution, by=world.an, yearly=yearly(1, 2, 3, 4, 5), **row_values(code=name, group=group)
        )

    def codes():
        return list(objectives_of(resolution).values_list("code", flat=True))

    assert codes() == ["A1", "A2", "B1"]
    second = Objective.objects.get(code="A2")
    assert services.move_objective(objective=second, step=-1, by=world.an) and codes() == ["A2", "A1", "B1"]
    assert not services.move_objective(objective=second, step=-1, by=world.an)
    services.remove_objective(objective=second, by=world.an)
    assert codes() == ["A1", "B1"]
    second.refresh_from_db()
    services.restore_objective(objective=second, by=world.an)
    assert codes() == ["A1", "A2", "B1"]
    assert [event.data["done"] for event in events.history(second)] == [
        "thêm mục tiêu", "đổi thứ tự chỉ tiêu", "bỏ chỉ tiêu", "khôi phục chỉ tiêu",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changes,years,field",
    [
        ({"indicator": ""}, {}, "indicator"),
        ({"unit_of_measure": ""}, {}, "unit_of_measure"),
        ({"operator": Operator.RANGE, "term_value": Decimal(2), "term_value_max": Decimal(1)}, {}, "term_value_max"),
        ({"operator": Operator.RANGE}, {}, "term_value_max"),
        ({"operator": Operator.REACH_BY}, {}, "due_on"),
        ({"operator": Operator.KEEP}, {}, "due_on"),
        ({"operator": Operator.REACH_BY, "due_on": date(2027, 1, 1)}, {}, "due_on"),
        ({"indicator": "Tỷ lệ đô thị hóa", "unit_of_measure": "%", "term_value": Decimal(120)}, {}, "term_value"),
        ({"baseline": Decimal(-1)}, {}, "baseline"),
        ({}, {2021: Amount(Decimal(-3))}, "y2021"),
        ({}, {2026: Amount(Decimal(3))}, "y2026"),
        ({}, {2022: Amount(Decimal(3), Decimal(1))}, "y2022"),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_field(world, resolution, changes, years, field):
    with pytest.raises(ValidationError) as error:
        services.add_objective(resolution=resolution, by=world.an, yearly=years, **row_values(**changes))
    assert field in error.value.message_dict
    assert not resolution.objectives.exists()


def test_a_code_stands_once_and_no_row_stands_below_itself(world, resolution):
    top = services.add_objective(resolution=resolution, by=world.an, yearly={}, **row_values(code="A1"))
    low = services.add_objective(resolution=resolution, by=world.an, yearly={}, **row_values(indicator="Con", parent=top))
    with pytest.raises(ValidationError, match="đã dùng"):
        services.add_objective(resolution=resolution, by=world.an, yearly={}, **row_values(code="A1"))
    for above in (top, low):
        with pytest.raises(ValidationError) as error:
            services.update_objective(objective=top, version=1, by=world.an, yearly={}, **row_values(parent=above))
        assert "parent" in error.value.message_dict
    with pytest.raises(ValidationError, match="mục tiêu con"):
        services.remove_objective(objective=top, by=world.an)


def test_a_row_that_a_campaign_serves_is_not_taken_out(world, resolution):
    row = make_objective(resolution)
    make_target(make_campaign(world.district, "Xóa nhà tạm"), objective=row)
    with pytest.raises(ValidationError, match="Xóa nhà tạm"):
        services.remove_objective(objective=row, by=world.an)


def test_a_stale_form_is_a_conflict_and_a_good_one_leaves_before_and_after(world, resolution):
    row = make_objective(resolution)
    fields = row_values(indicator=row.indicator, unit_of_measure="nhà", term_value=Decimal(90), splits=True)
    services.update_objective(objective=row, version=1, by=world.an, yearly=yearly(20, 20, 20, 20, 10), **fields)
    data = events.last_event(row).data
    assert data["after"]["Năm 2023"] == "20" and data["before"]["Năm 2023"] == "15" and data["after"]["Cả kỳ"] == "90"
    row.refresh_from_db()
    with pytest.raises(Conflict):
        services.update_objective(objective=row, version=1, by=world.khanh, yearly={}, **fields)


# --- cells ------------------------------------------------------------------------------------


def save(resolution, by, *cells):
    """Outcomes of cells given as (objective, field, value, was)."""
    edits = [Edit(str(row.public_id), field, value, was) for row, field, value, was in cells]
    return services.save_objective_cells(resolution=resolution, edits=edits, by=by)


def test_two_people_on_one_row_lose_nothing(world, resolution):
    row = make_objective(resolution)
    (one,) = save(resolution, world.an, (row, "y2021", "25", "20"))
    (two,) = save(resolution, world.khanh, (row, "y2022", "1.250,5", "20"))  # another cell of the same row
    assert (one.value, two.value) == ("25", "1.250,5")
    (late,) = save(resolution, world.khanh, (row, "y2021", "30", "20"))
    assert late.conflict and late.value == "25" and "Nguyễn Văn An" in late.error
    (kept,) = save(resolution, world.khanh, (row, "y2021", "30", "25"))
    (same,) = save(resolution, world.an, (row, "y2021", "30", "25"))  # both want the same: no quarrel
    assert (kept.value, same.value, same.error) == ("30", "30", "")
    assert {y.year: y.value for y in row.years.all()} == {
        2021: 30, 2022: Decimal("1250.5"), 2023: 15, 2024: 15, 2025: 10,
    }  # fmt: skip
    assert [event.data["after"] for event in events.history(row)] == [
        {"Năm 2021": "25"},
        {"Năm 2022": "1.250,5"},
        {"Năm 2021": "30"},
    ]


@pytest.mark.parametrize(
    "field,value,was,words",
    [
        ("y2021", "hai mươi", "20", "không phải là số"),
        ("y2021", "-5", "20", "âm"),
        ("y2021", "1 - 2", "20", "Trong khoảng"),
        ("y2026", "5", "", "ngoài giai đoạn"),
        ("indicator", " ", "Số nhà tạm được xóa", "tên chỉ tiêu"),
        ("indicator", "x" * 251, "Số nhà tạm được xóa", "250 chữ"),
        ("unit_of_measure", "", "nhà", "đơn vị tính"),
        ("operator", "reach_by", "at_least", "cần ngày"),
        ("operator", "qualitative", "at_least", "Sửa đủ các mục"),
        ("operator", "zzz", "at_least", "chọn một mục"),
        ("due_on", "31/02/2022", "", "không có thật"),
        ("due_on", "01/01/2030", "", "ngoài giai đoạn"),
        ("base", "1 - 2", "", "một số"),
        ("version", "9", "1", "không sửa được"),
        ("objective", "K01", "", "không sửa được"),
    ],
)
def test_a_bad_cell_keeps_what_stands_and_says_why(world, resolution, field, value, was, words):
    row = make_objective(resolution)
    good = (row, "y2022", "22", "20")
    bad, fine = save(resolution, world.an, (row, field, value, was), good)
    assert words in bad.error and not bad.conflict
    assert fine.value == "22"  # each cell stands alone
    row.refresh_from_db()
    assert row.version == 2 and row.indicator == "Số nhà tạm được xóa"


def test_cells_of_every_kind(world, resolution):
    office = make_unit("Phòng Lao động", UnitLevel.OFFICE, world.district)
    row, text = (
        make_objective(resolution),
        make_objective(resolution, "An ninh", (), operator=Operator.QUALITATIVE, unit_of_measure="", term_value=None),
    )
    found = save(
        resolution, world.an, (row, "term", "80", "80"), (row, "rollup", "average", "sum"), (row, "direction", "keep", "up"),
        (row, "due_on", "31/12/2024", ""), (row, "operator", "reach_by", "at_least"), (row, "base", "12,5", ""),
        (row, "department", "phong lao dong", ""), (row, "exclusion_note", "chưa tính nhà công vụ", ""),
        (row, "splits", "", "1"), (text, "y2025", "đạt", ""), (text, "term", "đạt", ""), (text, "department", "Cụm thi đua", ""),
    )  # fmt: skip
    assert [one.error for one in found] == [""] * 12
    row.refresh_from_db()
    assert (row.rollup, row.direction, row.operator, row.baseline, row.splits) == (
        "average",
        "keep",
        "reach_by",
        Decimal("12.5"),
        False,
    )
    assert row.department == office and row.due_on == date(2024, 12, 31)
    text.refresh_from_db()
    assert text.term_text == "đạt" and text.years.get(year=2025).text == "đạt" and text.department_text == "Cụm thi đua"
    said = [event.data["after"] for event in events.history(row)]
    assert {"Hướng": "Giữ"} in said and {"Cách cộng": "Trung bình"} in said and {"Chia cho đơn vị": "không"} in said


def test_a_range_stands_in_one_cell(world, resolution):
    row = make_objective(
        resolution, "Mức giảm nghèo", (1, 1), unit_of_measure="điểm %/năm", operator=Operator.RANGE, rollup=Rollup.AVERAGE
    )
    low, upside_down = save(resolution, world.an, (row, "term", "1 – 1,5", "2"), (row, "y2021", "2 đến 1", "1"))
    assert low.value == "1 - 1,5" and "Mức trên" in upside_down.error
    row.refresh_from_db()
    assert (row.term_value, row.term_value_max) == (1, Decimal("1.5"))


def test_a_department_dissolved_before_it_could_take_the_work_names_its_heir(world, resolution):
    row = make_objective(resolution)
    old = make_unit("Phòng Y tế", UnitLevel.OFFICE, world.district, valid_to=date(2021, 3, 1))
    heir = make_unit("Phòng Văn hóa - Xã hội", UnitLevel.OFFICE, world.district)
    UnitSuccession.objects.create(old=old, new=heir, effective_date=date(2021, 3, 1), kind="merged")
    (gone,) = save(resolution, world.an, (row, "department", "Phòng Y tế", ""))
    assert "01/03/2021" in gone.error and "nay là Phòng Văn hóa - Xã hội" in gone.error
    (fine,) = save(resolution, world.an, (row, "department", "Phòng Văn hóa - Xã hội", ""))
    assert fine.value == "Phòng Văn hóa - Xã hội"


def test_a_department_that_ends_while_the_term_runs_is_asked_about(client, world, resolution):
    row = make_objective(resolution)
    old = make_unit("Phòng Y tế", UnitLevel.OFFICE, world.district, valid_to=date(2023, 6, 30))
    (asked,) = save(resolution, world.an, (row, "department", "Phòng Y tế", ""))
    assert "30/06/2023" in asked.error and "Vẫn giao cho đơn vị kết thúc giữa kỳ" in asked.error
    client.force_login(world.an)
    typed = {"indicator": row.indicator, "unit_of_measure": "nhà", "operator": "at_least", "direction": "up", "rollup": "sum",
             "term": "80", "department": "Phòng Y tế", "version": 1}  # fmt: skip
    page = client.post(url("objective-edit", row.public_id), typed)
    assert page.status_code == 422 and set(page.context["form"].errors) == {"department"}
    assert client.post(url("objective-edit", row.public_id), typed | {"accept_ending": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.department == old
    assert client.get(url("objective-edit", row.public_id)).context["form"].initial["accept_ending"]
    grid = client.get(url("resolution-grid", resolution.public_id)).content.decode()
    assert "Phòng Y tế kết thúc ngày 30/06/2023" in grid


def test_a_pasted_block_costs_the_same_queries_as_one_cell(world, resolution):
    rows = [make_objective(resolution, f"Chỉ tiêu {place}") for place in range(20)]

    def cost(cells):
        with CaptureQueriesContext(connection) as found:
            assert not any(one.error for one in save(resolution, world.an, *cells))
        return len(found)

    save(resolution, world.an, (rows[0], "y2021", "21", "20"))
    one = cost([(rows[0], "y2021", "22", "21")])
    many = cost([(row, f"y{year}", "7", str(was)) for row in rows[1:] for year, was in ((2021, 20), (2022, 20), (2023, 15))])
    assert many <= one + 2 and many <= 14


# --- pages ------------------------------------------------------------------------------------


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def test_out_of_scope_is_404_and_readers_see_but_may_not_change(client, world, resolution):
    row = make_objective(resolution)
    pages = ["resolution", "resolution-grid", "resolution-history", "resolution-export", "resolution-template"]
    client.force_login(world.dung)
    for name in [*pages, "resolution-edit", "resolution-import", "objective-create"]:
        assert client.get(url(name, resolution.public_id)).status_code == 404, name
    cell = {"row": row.public_id, "field": "y2021", "value": "5", "was": "20"}
    assert client.post(url("resolution-cells", resolution.public_id), cell).status_code == 404
    client.force_login(world.giang)  # the province reads below
    for name in pages:
        assert client.get(url(name, resolution.public_id)).status_code == 200, name
    for name in ("resolution-edit", "resolution-import", "objective-create"):
        assert client.get(url(name, resolution.public_id)).status_code == 403, name
    assert client.post(url("resolution-cells", resolution.public_id), cell).status_code == 403
    assert client.post(url("objective-step", row.public_id, "bo")).status_code == 403
    assert "cell-input" not in client.get(url("resolution-grid", resolution.public_id)).content.decode()


def test_saving_cells_answers_json(client, world, resolution):
    row = make_objective(resolution)
    address = url("resolution-cells", resolution.public_id)
    cell = {"row": str(row.public_id), "field": "y2021", "value": "25", "was": "20"}
    assert client.post(address, cell).status_code == 401
    client.force_login(world.an)
    body = client.post(address, cell).json()
    assert body["value"] == "25" and body["derived"][f"check-{row.public_id}"]["tone"] == "bad"
    assert "85" in body["derived"][f"check-{row.public_id}"]["text"] and "1 dòng" in body["derived"]["fault-count"]["text"]
    answer = client.post(address, cell | {"value": "30"})
    assert answer.status_code == 409 and answer.json()["value"] == "25"
    assert client.post(address, cell | {"value": "abc", "was": "25"}).status_code == 422
    assert client.post(address, {"row": "x"}).status_code == 422
    assert client.get(address).status_code == 405
    several = {"row": [row.public_id] * 2, "field": ["y2022", "y2023"], "value": ["21", "-1"], "was": ["20", "15"]}
    cells = client.post(address, several).json()["cells"]
    assert cells[0]["value"] == "21" and "âm" in cells[1]["error"]


def test_the_form_comes_back_with_what_was_typed(client, world, resolution):
    client.force_login(world.an)
    typed = {"indicator": "Tỷ lệ đô thị hóa", "unit_of_measure": "%", "operator": "at_least", "direction": "up",
             "rollup": "end_point", "y2021": "130", "term": "x", "base": "9,5", "baseline_year": "20",
             "due_on": "32/1/2021"}  # fmt: skip
    page = client.post(url("objective-create", resolution.public_id), typed)
    assert page.status_code == 422 and set(page.context["form"].errors) == {"y2021", "term", "baseline_year", "due_on"}
    assert 'value="130"' in page.content.decode() and not resolution.objectives.exists()
    page = client.post(url("objective-create", resolution.public_id), typed | {
        "y2021": "30", "y2025": "38", "term": "38", "baseline_year": "2020", "due_on": "",
        "idempotency_key": "3f0b7d1e-7a55-4b0e-9a57-2f5b8f1c0001",
    })  # fmt: skip
    assert page.status_code == 302
    made = resolution.objectives.get()
    assert made.term_value == 38 and made.years.get(year=2025).value == 38
    page = client.get(url("objective-edit", made.public_id))
    assert page.context["form"].initial["y2021"] == "30"
    page = client.post(url("objective-edit", made.public_id), typed | {
        "y2021": "31", "term": "38", "baseline_year": "2020", "due_on": "", "version": 1,
    })  # fmt: skip
    assert page.status_code == 302 and made.years.get(year=2021).value == 31
    assert client.post(url("objective-edit", made.public_id), typed | {
        "y2021": "32", "term": "38", "baseline_year": "2020", "due_on": "", "version": 1,
    }).status_code == 409  # fmt: skip


def test_the_list_filters_sorts_and_exports(client, world, resolution):
    make_resolution(world.province, "Nghị quyết Đại hội Đảng bộ tỉnh", first_year=2016, last_year=2020)
    make_resolution(world.other_district, "Nghị quyết Đảng bộ huyện Cẩm Giàng")
    client.force_login(world.an)

    def names(**params):
        return [row.name for row in client.get(url("resolution-list"), params).context["page_obj"]]

    assert names() == ["Nghị quyết Đại hội Đảng bộ huyện", "Nghị quyết Đại hội Đảng bộ tỉnh"]
    assert names(q="dai hoi tinh") == ["Nghị quyết Đại hội Đảng bộ tỉnh"]
    assert names(nam="2018") == ["Nghị quyết Đại hội Đảng bộ tỉnh"]
    assert names(**{"don-vi": str(world.district.public_id)}) == ["Nghị quyết Đại hội Đảng bộ huyện"]
    assert names(sort="tu-nam") == ["Nghị quyết Đại hội Đảng bộ tỉnh", "Nghị quyết Đại hội Đảng bộ huyện"]
    assert names(nam="x", sort="zz", **{"don-vi": "1"}) != []
    assert client.get(url("resolution-list-export")).content[:2] == b"PK"


def test_the_tree_says_its_finding_and_names_the_heads_of_the_red_ones(client, world, resolution):
    office = make_unit("Phòng Lao động", UnitLevel.OFFICE, world.district)
    red = make_objective(resolution, "Số việc làm mới", group="Kinh tế", department=office)
    make_objective(resolution, "Số nhà tạm được xóa", group="Văn hóa")
    make_objective(resolution, "Huyện khá", (), group="Mục tiêu tổng quát", operator=Operator.QUALITATIVE, unit_of_measure="")
    campaign = make_campaign(world.district, state=CampaignState.LAUNCHED, resolution=resolution)
    target = make_target(campaign, "Số việc làm mới", objective=red)
    TargetFigure.objects.create(target=target, year=2021, quarter=3, actual=2)
    client.force_login(world.chi)
    page = client.get(url("resolution", resolution.public_id), {"nam": "2021"})
    text = page.content.decode()
    assert "số việc làm mới có nguy cơ" in page.context["finding"].replace("\u00a0", " ")
    assert [group.name for group in page.context["groups"]] == ["Kinh tế", "Văn hóa"] and len(page.context["aims"]) == 1
    assert "Người đứng đầu Phòng Lao động" in text and "Ai chịu trách nhiệm" in text
    assert campaign.name in text
    assert client.get(url("resolution", resolution.public_id), {"nam": "1999"}).context["year"] == 2021
    one = client.get(url("objective", red.public_id), {"nam": "2021"})
    assert one.context["tile"]["done"] == "2" and target.campaign.name in one.content.decode()


@pytest.mark.parametrize("name", ["resolution-list", "resolution", "resolution-grid", "resolution-history", "objective"])
def test_pages_cost_the_same_for_one_row_and_for_many(client, world, name):
    client.force_login(world.an)

    def cost(count):
        made = make_resolution(world.district, f"Nghị quyết {count}")
        offices = [make_unit(f"Phòng {count}-{place}", UnitLevel.OFFICE, world.district) for place in range(count)]
        rows = [make_objective(made, f"Chỉ tiêu {office}", group=f"Nhóm {office}", department=office) for office in offices]
        campaign = make_campaign(world.district, f"Phong trào {count}", state=CampaignState.LAUNCHED, resolution=made)
        for row in rows:
            target = make_target(campaign, row.indicator, objective=row)
            TargetFigure.objects.create(target=target, year=2021, quarter=3, actual=1)
            save(made, world.an, (row, "y2021", "21", "20"))
        args = [] if name == "resolution-list" else [rows[0].public_id if name == "objective" else made.public_id]
        client.get(url(name, *args))
        with CaptureQueriesContext(connection) as found:
            assert client.get(url(name, *args)).status_code == 200
        return len(found)

    few, many = cost(1), cost(4)
    assert few == many <= 15


def test_the_export_reads_back_as_the_same_table(client, world, resolution):
    make_objective(
        resolution,
        code="A1",
        group="Văn hóa",
        exclusion_note="chưa tính nhà công vụ",
        baseline=Decimal("2.5"),
        baseline_year=2020,
    )
    row = make_objective(
        resolution, "Mức giảm", (1, 1), operator=Operator.RANGE, rollup=Rollup.AVERAGE, unit_of_measure="điểm %/năm"
    )
    Objective.objects.filter(pk=row.pk).update(term_value=1, term_value_max=Decimal("1.5"))
    make_objective(
        resolution, "An ninh", (), operator=Operator.QUALITATIVE, unit_of_measure="", term_text="đạt", rollup=Rollup.END_POINT
    )
    client.force_login(world.an)
    content = client.get(url("resolution-export", resolution.public_id)).content
    reading = read_objectives(resolution, content)
    assert [(line.outcome, line.messages) for line in reading.lines] == [(SAME, [])] * 3 and reading.unknown == []
    client.get(url("resolution-template", resolution.public_id))
