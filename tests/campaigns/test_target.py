"""Targets of a campaign: by hand, from the resolution, from the parent campaign; the grid; what stands against the launch."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.enums import CampaignState, DutyKind, Operator, Rollup, UnitLevel
from campaigns.models import Allocation, Indicator, Obligation, Target, UnitSuccession
from campaigns.queries.target import targets_of
from campaigns.services import target as services
from campaigns.services.cells import Edit
from campaigns.services.measure_values import Amount
from campaigns.tally.rollup import fault_of
from tests.awards.factories import make_unit, make_world
from tests.campaigns.factories import make_campaign, make_objective, make_registration, make_resolution, make_target
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


@pytest.fixture
def campaign(world, resolution):
    return make_campaign(world.district, resolution=resolution, period_from=date(2021, 1, 1))


def row_values(**changes):
    return {"indicator": "Số việc làm mới", "unit_of_measure": "người", "rollup": Rollup.SUM, "term_value": Decimal(15)} | changes


def save(campaign, by, row, field, value, was):
    edits = [Edit(str(row.public_id), field, value, was)]
    return services.save_target_cells(campaign=campaign, edits=edits, by=by)[0]


def roll_up_faults(campaign):
    return [(row, said) for row in targets_of(campaign) if (said := fault_of(row, campaign.years))]


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def test_rows_that_do_not_roll_up_are_named(campaign):
    good, bad = make_target(campaign), make_target(campaign, "Số việc làm mới", (1, 2, 3, 4, 5), term_value=20)
    assert [(row, "được\u00a015" in said) for row, said in roll_up_faults(campaign)] == [(bad, True)]
    bad.removed_at = "2021-10-15T00:00:00Z"
    bad.save()
    assert roll_up_faults(campaign) == [] and good.pk


# --- taken over -------------------------------------------------------------------------------


def test_objectives_become_targets_with_their_numbers(world, campaign, resolution):
    first, second = make_objective(resolution), make_objective(resolution, "Số việc làm mới", group="Xã hội")
    made = services.take_objectives(campaign=campaign, objectives=[first, second], by=world.an)
    assert [row.objective for row in made] == [first, second] and made[0].term_value == 80 and made[0].splits
    assert {y.year: y.value for y in made[0].years.all()} == {2021: 20, 2022: 20, 2023: 15, 2024: 15, 2025: 10}
    assert roll_up_faults(campaign) == []
    assert services.take_objectives(campaign=campaign, objectives=[first], by=world.an) == []
    strange = make_objective(make_resolution(world.province, "Của tỉnh"))
    with pytest.raises(ValidationError, match="không thuộc"):
        services.take_objectives(campaign=campaign, objectives=[strange], by=world.an)


def test_a_shorter_campaign_takes_its_years_and_the_term_follows(world, resolution):
    short = make_campaign(
        world.district, "Ngắn", resolution=resolution, period_from=date(2021, 1, 1), period_to=date(2022, 12, 31)
    )
    built = make_objective(resolution)
    share = make_objective(
        resolution, "Tỷ lệ nước sạch", (70, 75, 80, 85, 90), unit_of_measure="%", rollup=Rollup.END_POINT, term_value=90
    )
    houses, water = services.take_objectives(campaign=short, objectives=[built, share], by=world.an)
    assert (houses.term_value, water.term_value) == (40, 75)
    assert sorted(houses.years.values_list("year", flat=True)) == [2021, 2022]
    assert roll_up_faults(short) == []


def test_targets_of_the_parent_are_taken_over_with_the_objective(world, campaign, resolution):
    objective = make_objective(resolution)
    above = make_campaign(world.province, "Của tỉnh", state=CampaignState.LAUNCHED, period_from=date(2021, 1, 1))
    source = make_target(above, objective=objective, exclusion_note="chưa tính nhà công vụ")
    campaign.parent = above
    campaign.save()
    (made,) = services.inherit_targets(campaign=campaign, targets=[source], by=world.an)
    assert (made.parent, made.objective, made.exclusion_note, made.term_value) == (source, objective, "chưa tính nhà công vụ", 80)
    assert services.inherit_targets(campaign=campaign, targets=[source], by=world.an) == []
    with pytest.raises(ValidationError, match="cấp trên"):
        services.inherit_targets(campaign=campaign, targets=[make_target(make_campaign(world.district, "Khác"))], by=world.an)


def test_a_department_that_is_gone_hands_on_to_its_heir(world, campaign, resolution):
    gone = make_unit("Phòng Y tế", UnitLevel.OFFICE, world.district, valid_to=date(2021, 3, 1))
    lost = make_unit("Phòng Dân tộc", UnitLevel.OFFICE, world.district, valid_to=date(2021, 3, 1))
    heir = make_unit("Phòng Văn hóa - Xã hội", UnitLevel.OFFICE, world.district)
    UnitSuccession.objects.create(old=gone, new=heir, effective_date=date(2021, 3, 1), kind="merged")
    rows = [make_objective(resolution, name, department=unit) for name, unit in (("Một", gone), ("Hai", lost))]
    one, two = services.take_objectives(campaign=campaign, objectives=rows, by=world.an)
    assert one.department == heir and (two.department, two.department_text) == (None, "Phòng Dân tộc")


# --- by hand, cells ---------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["chi", "lam", "giang", "hai", "dung", "binh"])
def test_only_officers_of_the_launching_unit(world, campaign, who):
    row, user = make_target(campaign), getattr(world, who)
    for work in (
        lambda: services.add_target(campaign=campaign, by=user, yearly={}, **row_values()),
        lambda: save(campaign, user, row, "y2021", "5", "20"),
        lambda: services.remove_target(target=row, by=user),
        lambda: services.move_target(target=row, step=1, by=user),
        lambda: services.take_objectives(campaign=campaign, objectives=[], by=user),
        lambda: services.inherit_targets(campaign=campaign, targets=[], by=user),
        lambda: services.update_target(target=row, version=1, by=user, yearly={}, **row_values()),
        lambda: services.restore_target(target=row, by=user),
    ):
        with pytest.raises(Refused):
            work()


def test_a_closed_campaign_is_opened_first(world, campaign):
    row = make_target(campaign)
    type(campaign).objects.filter(pk=campaign.pk).update(state=CampaignState.CLOSED)
    campaign.refresh_from_db()
    with pytest.raises(Conflict):
        save(campaign, world.an, row, "y2021", "5", "20")


def test_a_change_after_the_launch_leaves_before_and_after_on_the_campaign(world, campaign):
    row = make_target(campaign)
    assert save(campaign, world.an, row, "y2021", "25", "20").value == "25"
    assert not events.history(campaign).filter(action="target").exists()  # a draft is nobody's business yet
    type(campaign).objects.filter(pk=campaign.pk).update(state=CampaignState.LAUNCHED)
    campaign.refresh_from_db()
    save(campaign, world.an, row, "y2021", "30", "25")
    said = events.history(campaign).get(action="target")
    assert said.note == row.indicator and said.data["before"] == {"Năm 2021": "25"} and said.data["after"] == {"Năm 2021": "30"}


def test_a_department_put_in_charge_after_the_launch_gets_its_duty(world, campaign):
    office = make_unit("Phòng Lao động", UnitLevel.OFFICE, world.district)
    type(campaign).objects.filter(pk=campaign.pk).update(state=CampaignState.LAUNCHED, launched_on=date(2021, 1, 4))
    campaign.refresh_from_db()
    row = make_target(campaign)
    save(campaign, world.an, row, "department", "Phòng Lao động", "")
    assert Obligation.objects.filter(campaign=campaign, unit=office, kind=DutyKind.REPORT).exists()


def test_an_objective_is_tied_by_its_code_or_its_words(world, campaign, resolution):
    objective = make_objective(resolution, code="X1")
    row = make_target(campaign)
    assert save(campaign, world.an, row, "objective", "x1", "").value == "X1 Số nhà tạm được xóa"
    row.refresh_from_db()
    assert row.objective == objective
    assert "không có mục tiêu này" in save(campaign, world.an, row, "objective", "Z9", objective.label).error
    assert save(campaign, world.an, row, "objective", "", objective.label).value == ""


def test_a_target_that_somebody_carries_is_not_taken_out(world, campaign):
    promised, shared, free = make_target(campaign), make_target(campaign, "Hai"), make_target(campaign, "Ba")
    make_registration(campaign, world.commune).commitments.update(target=promised)
    Allocation.objects.create(target=shared, unit=world.commune, year=2021, value=5)
    for row, words in ((promised, "1 dòng đăng ký"), (shared, "phân bổ")):
        with pytest.raises(ValidationError, match=words):
            services.remove_target(target=row, by=world.an)
    services.remove_target(target=free, by=world.an)
    free.refresh_from_db()
    assert free.removed_at


def test_a_strange_objective_is_refused_at_its_field(world, campaign):
    strange = make_objective(make_resolution(world.province, "Của tỉnh"))
    with pytest.raises(ValidationError) as error:
        services.add_target(campaign=campaign, by=world.an, yearly={}, **row_values(objective=strange))
    assert set(error.value.message_dict) == {"objective"}


def test_years_outside_the_campaign_are_refused(world, campaign):
    with pytest.raises(ValidationError) as error:
        services.add_target(campaign=campaign, by=world.an, yearly={2030: Amount(Decimal(1))}, **row_values())
    assert "y2030" in error.value.message_dict


# --- pages ------------------------------------------------------------------------------------


def test_the_tab_for_officer_reader_and_outsider(client, world, campaign):
    row = make_target(campaign)
    client.force_login(world.an)
    page = client.get(url("campaign-targets", campaign.public_id)).content.decode()
    assert 'data-field="y2021"' in page and "Lấy từ nghị quyết" in page
    assert client.get(url("target-export", campaign.public_id)).content[:2] == b"PK"
    client.force_login(world.giang)
    assert client.get(url("campaign-targets", campaign.public_id)).status_code == 404  # a draft of another unit
    type(campaign).objects.filter(pk=campaign.pk).update(state=CampaignState.LAUNCHED)
    page = client.get(url("campaign-targets", campaign.public_id)).content.decode()
    assert "cell-input" not in page and row.indicator in page
    for name in ("target-create", "target-take", "target-inherit"):
        assert client.get(url(name, campaign.public_id)).status_code == 403
    assert client.get(url("target-edit", row.public_id)).status_code == 403
    client.force_login(world.dung)
    for name in ("campaign-targets", "target-create", "target-take", "target-export"):
        assert client.get(url(name, campaign.public_id)).status_code == 404
    assert client.post(url("target-step", row.public_id, "bo")).status_code == 404


def test_a_target_by_hand_from_the_pick_list(client, world, campaign, resolution):
    client.force_login(world.an)
    hint = Indicator.objects.get(name="Nhà tạm được xóa")
    page = client.get(url("target-create", campaign.public_id), {"goi-y": hint.slug})
    assert page.context["form"].initial["unit_of_measure"] == "nhà" and page.context["form"].initial["splits"]
    assert client.get(url("target-create", campaign.public_id), {"goi-y": "không có"}).status_code == 200
    typed = {"indicator": hint.name, "unit_of_measure": "nhà", "operator": "at_least", "direction": "up", "rollup": "sum",
             "y2021": "5", "y2022": "6", "term": "11", "objective": make_objective(resolution).pk,
             "idempotency_key": "3f0b7d1e-7a55-4b0e-9a57-2f5b8f1c0002"}  # fmt: skip
    for _ in range(2):  # the button pressed twice
        assert client.post(url("target-create", campaign.public_id), typed).status_code == 302
    made = Target.objects.get(campaign=campaign)
    assert made.term_value == 11 and made.objective and made.years.count() == 2
    page = client.post(url("target-edit", made.public_id), typed | {"operator": "range", "term": "9 - 3", "version": 1})
    assert page.status_code == 422 and "term" in page.context["form"].errors
    assert client.post(url("target-edit", made.public_id), typed | {"term": "12", "version": 7}).status_code == 409


def test_taking_over_asks_for_a_choice(client, world, campaign, resolution):
    client.force_login(world.an)
    address = url("target-take", campaign.public_id)
    assert "Nghị quyết chưa có mục tiêu nào" in client.get(address).content.decode()  # nothing to take yet
    one, two = make_objective(resolution), make_objective(resolution, "Hai")
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"chon": [str(one.public_id), "rác"]}).status_code == 302
    assert Target.objects.get(campaign=campaign).objective == one
    page = client.get(address).content.decode()
    assert "(đã lấy)" in page and str(two.public_id) in page
    assert client.get(url("target-inherit", campaign.public_id)).status_code == 200


def test_steps_of_a_row(client, world, campaign):
    rows = [make_target(campaign, name, order=place) for place, name in enumerate(("Một", "Hai"))]
    client.force_login(world.an)
    client.post(url("target-step", rows[1].public_id, "len"))
    assert list(services.siblings_of(campaign)) == [rows[1], rows[0]]
    client.post(url("target-step", rows[1].public_id, "bo"))
    assert list(services.siblings_of(campaign)) == [rows[0]]
    assert "Đã bỏ 1 dòng" in client.get(url("campaign-targets", campaign.public_id)).content.decode()
    client.post(url("target-step", rows[1].public_id, "khoi-phuc"))
    assert services.siblings_of(campaign).count() == 2
    assert client.post(url("target-step", rows[1].public_id, "gi-do")).status_code == 404
    assert client.get(url("target-step", rows[1].public_id, "bo")).status_code == 405


@pytest.mark.parametrize("name", ["campaign-targets", "target-take", "target-inherit"])
def test_pages_cost_the_same_for_one_row_and_for_many(client, world, resolution, name):
    client.force_login(world.an)

    def cost(count):
        above = make_campaign(world.district, f"Trên {count}", state=CampaignState.LAUNCHED)
        made = make_campaign(world.district, f"Phong trào {count}", resolution=resolution, parent=above)
        for place in range(count):
            office = make_unit(f"Phòng {count}-{place}", UnitLevel.OFFICE, world.district)
            objective = make_objective(resolution, f"Mục tiêu {count}-{place}")
            make_target(made, f"Chỉ tiêu {place}", objective=objective, department=office, group=f"Nhóm {place}")
            make_target(above, f"Chỉ tiêu {place}", objective=objective, department=office, operator=Operator.AT_LEAST)
        client.get(url(name, made.public_id))
        with CaptureQueriesContext(connection) as found:
            assert client.get(url(name, made.public_id)).status_code == 200
        return len(found)

    few, many = cost(1), cost(4)
    assert few == many <= 15
