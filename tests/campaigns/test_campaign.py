"""The life of a campaign: written, checked field by field, launched with duties, closed, opened again; the centre's catalogue."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from campaigns.enums import CampaignKind, CampaignState, DutyKind, Operator, Role, StageKind, SuccessionKind, UnitLevel
from campaigns.models import Campaign, Membership, Obligation, Registration, Unit, UnitSuccession
from campaigns.services.campaign import (
    close_campaign,
    create_campaign,
    launch_campaign,
    reopen_campaign,
    set_aliases,
    set_scope,
    set_stages,
    update_campaign,
)
from campaigns.services.campaign_checks import launch_problems
from campaigns.services.central import load_central_campaigns
from tests.awards.factories import make_unit, make_user, make_world
from tests.campaigns.factories import make_campaign, make_objective, make_resolution, make_target
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.events import history
from thiduakhenthuong.core.models import Event

pytestmark = pytest.mark.django_db
DAY = date(2021, 1, 4)


@pytest.fixture
def world(settings):
    settings.WORK_DATE = DAY
    return make_world()


def values(**changes):
    return {
        "name": "Hạ Hòa bứt phá", "period_from": date(2021, 1, 1), "period_to": date(2023, 12, 31), "kind": CampaignKind.THEMATIC,
        "head_name": "Lò Thị Ngần", "head_title": "Chủ tịch UBND huyện", "central_task": "Xóa nhà tạm",
        "launched_on": DAY,
    } | changes  # fmt: skip


def ready(world, **changes):
    """A draft of the district that lacks nothing, with the commune and the school in scope."""
    units = [world.commune, world.school]
    made = create_campaign(unit=world.district, by=world.khanh, units=units, **values(**changes))
    objective = make_objective(make_resolution(world.district))
    make_target(made, values=(20, 20, 15), objective=objective)
    return made


def fields_of(error) -> set:
    return set(error.value.message_dict)


# --- writing ----------------------------------------------------------------------------------


def test_a_campaign_is_written_with_its_parts_at_once(world):
    made = create_campaign(
        unit=world.district, by=world.an, units=[world.commune], aliases=["Hạ Hoà bứt phá", "Bứt phá", "but pha"],
        stages=[
            {"kind": StageKind.MIDTERM, "due_on": date(2022, 6, 30)}, {"kind": StageKind.FINAL, "due_on": date(2023, 12, 20)},
        ],
        **values(name="  Hạ Hòa \u200bbứt   phá "),
    )  # fmt: skip
    assert (made.name, made.level, made.state) == ("Hạ Hòa bứt phá", UnitLevel.DISTRICT, CampaignState.DRAFT)
    assert made.code.startswith("PT-2021-")
    assert [row.name for row in made.aliases.all()] == ["Bứt phá"]  # the own name and variants of spelling count once
    assert made.stages.count() == 2 and made.members.count() == 1
    assert Obligation.objects.filter(campaign=made).count() == 0


@pytest.mark.parametrize("who", ["dung", "giang", "chi", "lam", "binh"])
def test_only_officers_of_the_unit_write_a_campaign(world, who):
    with pytest.raises(Refused, match="Huyện Nam Sách"):
        create_campaign(unit=world.district, by=getattr(world, who), **values())
    assert not Campaign.objects.filter(unit=world.district).exists()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": " "}, "name", "tên phong trào"),
        ({"name": "x" * 251}, "name", "250 chữ"),
        ({"period_to": date(2020, 12, 31)}, "period_to", "trước ngày bắt đầu (01/01/2021)"),
        ({"period_from": None}, "period_from", "ngày bắt đầu"),
        ({"register_by": date(2024, 1, 1)}, "register_by", "sau ngày kết thúc"),
        ({"register_by": date(2021, 1, 3)}, "register_by", "trước ngày phát động"),
        ({"document_date": date(2025, 1, 1)}, "document_date", "sau ngày kết thúc"),
        ({"head_name": "Lò Thị Ngần và Vi Văn Páo"}, "head_name", "Chỉ một người"),
        ({"head_name": "Lò Thị Ngần, Vi Văn Páo"}, "head_name", "Chỉ một người"),
        ({"head_title": ""}, "head_title", "chức vụ của Lò Thị Ngần"),
        ({"head_name": ""}, "head_name", "chưa có họ tên"),
        ({"level": UnitLevel.PROVINCE}, "level", "theo đơn vị phát động"),
    ],
)
def test_bad_values_are_refused_at_their_field(world, changes, field, words):
    with pytest.raises(ValidationError) as error:
        create_campaign(unit=world.district, by=world.an, units=[world.commune], **values(**changes))
    assert words in " ".join(error.value.message_dict[field])
    assert not Campaign.objects.filter(unit=world.district).exists()


def test_a_name_that_holds_the_syllable_va_is_one_person(world):
    made = create_campaign(unit=world.district, by=world.an, **values(head_name="Và Bá Dủ"))
    assert made.head_name == "Và Bá Dủ"


def test_all_faults_are_told_at_once(world):
    with pytest.raises(ValidationError) as error:
        create_campaign(unit=world.district, by=world.an, **values(name="", period_to=date(2019, 1, 1), head_title=""))
    assert fields_of(error) == {"name", "period_to", "head_title"}


def test_a_campaign_is_not_its_own_parent_nor_that_of_its_parent(world):
    top = create_campaign(unit=world.district, by=world.an, **values(name="Trên"))
    middle = create_campaign(unit=world.district, by=world.an, **values(name="Giữa", parent=top))
    low = create_campaign(unit=world.district, by=world.an, **values(name="Dưới", parent=middle))
    with pytest.raises(ValidationError, match="chính mình"):
        update_campaign(campaign=top, version=top.version, by=world.an, parent=top)
    with pytest.raises(ValidationError, match="“Dưới” đang nhận"):
        update_campaign(campaign=top, version=top.version, by=world.an, parent=low)
    of_commune = make_campaign(world.commune, "Của xã", level=UnitLevel.COMMUNE)
    with pytest.raises(ValidationError, match="cấp dưới"):
        update_campaign(campaign=low, version=low.version, by=world.an, parent=of_commune)
    top.refresh_from_db()
    assert top.parent is None


def test_an_edit_names_before_and_after_and_a_stale_one_is_a_conflict(world):
    made = ready(world)
    update_campaign(campaign=made, version=1, by=world.an, name="Tên mới", register_by=date(2021, 2, 15))
    event = history(made).filter(action="update").get()
    assert event.data["before"] == {"name": "Hạ Hòa bứt phá", "register_by": ""}
    assert event.data["after"] == {"name": "Tên mới", "register_by": "15/02/2021"}
    with pytest.raises(Conflict, match="Nguyễn Văn An"):
        update_campaign(campaign=made, version=1, by=world.khanh, name="Tên khác", units=[world.school])
    made.refresh_from_db()
    assert made.name == "Tên mới" and made.members.count() == 2


def test_a_name_changed_after_the_launch_is_still_found_by_the_old_one(world):
    made = ready(world)
    launch_campaign(campaign=made, version=made.version, by=world.lam)
    update_campaign(campaign=made, version=made.version, by=world.an, name="Nam Sách bứt phá")
    assert [row.name for row in made.aliases.all()] == ["Hạ Hòa bứt phá"]


def test_other_names_are_added_and_taken_away(world):
    made = ready(world)
    set_aliases(campaign=made, aliases=["Một", "Hai"], by=world.an)
    set_aliases(campaign=made, aliases=["Hai", "Ba", "ba"], by=world.an)
    assert sorted(row.name for row in made.aliases.all()) == ["Ba", "Hai"]
    before = Event.objects.count()
    set_aliases(campaign=made, aliases=["Ba", "Hai"], by=world.an)
    assert Event.objects.count() == before
    with pytest.raises(Refused):
        set_aliases(campaign=made, aliases=[], by=world.dung)


# --- scope ------------------------------------------------------------------------------------


def successor(world):
    new = make_unit("Xã Trần Phú", UnitLevel.COMMUNE, world.district, valid_from=date(2024, 12, 1), place="huyện Nam Sách")
    UnitSuccession.objects.create(old=world.commune, new=new, effective_date=date(2024, 12, 1), kind=SuccessionKind.MERGED)
    return new


def test_a_unit_that_has_ended_is_refused_with_the_name_of_its_heir(world, settings):
    new = successor(world)
    settings.WORK_DATE = date(2025, 3, 1)
    period = {"period_from": date(2024, 1, 1), "period_to": date(2025, 6, 30), "launched_on": None}
    with pytest.raises(ValidationError) as error:
        create_campaign(unit=world.district, by=world.an, units=[world.commune], accept_ending=True, **values(**period))
    assert "Xã Nam Trung (huyện Nam Sách) kết thúc ngày 30/11/2024, nay là Xã Trần Phú" in error.value.message_dict["units"][0]
    made = create_campaign(unit=world.district, by=world.an, units=[new], **values(**period))
    assert [member.unit.name for member in made.members.all()] == ["Xã Trần Phú"]


def test_a_unit_that_ends_in_the_period_is_refused_until_it_is_said_to_be_wanted(world):
    successor(world)
    long = {"period_to": date(2025, 6, 30)}
    with pytest.raises(ValidationError) as error:
        create_campaign(unit=world.district, by=world.an, units=[world.commune], **values(**long))
    assert "nay là Xã Trần Phú" in error.value.message_dict["units"][0]
    made = create_campaign(unit=world.district, by=world.an, units=[world.commune], accept_ending=True, **values(**long))
    make_target(made, objective=make_objective(make_resolution(world.district)))
    launch_campaign(campaign=made, version=made.version, by=world.lam)
    last = Obligation.objects.filter(campaign=made, unit=world.commune).order_by("-due_on").first()
    assert last.due_on <= date(2024, 11, 30)


def test_units_not_yet_founded_and_units_of_others_are_refused(world):
    new = successor(world)
    with pytest.raises(ValidationError, match="thành lập ngày 01/12/2024"):
        create_campaign(unit=world.district, by=world.an, units=[new], **values())
    with pytest.raises(ValidationError, match="Huyện Cẩm Giàng không thuộc Huyện Nam Sách"):
        create_campaign(unit=world.district, by=world.an, units=[world.other_district], **values())


def test_a_department_reaches_the_districts_beside_it(world):
    department = make_unit("Sở Giáo dục và Đào tạo", UnitLevel.DEPARTMENT, world.province)
    clerk = make_user("so", "Tô Thị Sở", (department, Role.CLERK))
    made = create_campaign(unit=department, by=clerk, units=[world.district, world.school], **values())
    assert made.members.count() == 2


def test_the_head_of_each_unit_is_the_one_of_that_day(world):
    head = make_user("truong", "Bàn Văn Trường")
    Membership.objects.create(
        user=head, unit=world.school, role=Role.HEAD, title="Hiệu trưởng", valid_from=date(2020, 1, 1), valid_to=date(2021, 6, 30)
    )
    made = ready(world)
    rows = {member.unit.name: (member.head_name, member.head_title) for member in made.members.all()}
    assert rows == {"Trường THCS Nam Chính": ("Bàn Văn Trường", "Hiệu trưởng"), "Xã Nam Trung": ("", "")}


def test_units_leave_and_join_later_with_their_duties_but_not_with_what_they_sent(world):
    made = ready(world)
    launch_campaign(campaign=made, version=made.version, by=world.lam)
    count = Obligation.objects.filter(campaign=made).count()
    set_scope(campaign=made, units=[world.school], by=world.an)
    assert not Obligation.objects.filter(campaign=made, unit=world.commune).exists()
    set_scope(campaign=made, units=[world.school, world.commune], by=world.an)
    assert Obligation.objects.filter(campaign=made).count() == count
    Registration.objects.create(campaign=made, unit=world.commune, year=2021)
    with pytest.raises(ValidationError, match="Xã Nam Trung đã có đăng ký"):
        set_scope(campaign=made, units=[world.school], by=world.an)


# --- stages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(StageKind.FINAL, date(2023, 6, 1)), (StageKind.FINAL, date(2023, 7, 1))], "một mốc tổng kết"),
        ([(StageKind.MIDTERM, date(2020, 6, 1))], "trước khi phong trào bắt đầu"),
        ([(StageKind.MIDTERM, date(2024, 6, 1))], "sau khi phong trào kết thúc"),
        ([(StageKind.FINAL, date(2022, 6, 1)), (StageKind.MIDTERM, date(2023, 6, 1))], "sau ngày tổng kết"),
        ([(StageKind.MIDTERM, date(2022, 6, 1)), (StageKind.MIDTERM, date(2022, 6, 1))], "trùng loại và ngày"),
    ],
)
def test_stages_that_cannot_be_are_refused(world, rows, words):
    made = ready(world)
    with pytest.raises(ValidationError) as error:
        set_stages(campaign=made, stages=[{"kind": kind, "due_on": day} for kind, day in rows], by=world.an)
    assert words in error.value.message_dict["stages"][0]


def test_a_stage_that_moves_takes_its_duties_along(world):
    made = ready(world)
    (stage,) = set_stages(campaign=made, stages=[{"kind": StageKind.MIDTERM, "due_on": date(2022, 6, 30)}], by=world.an)
    launch_campaign(campaign=made, version=made.version, by=world.lam)
    duties = Obligation.objects.filter(campaign=made, kind=DutyKind.REVIEW)
    assert duties.count() == 2
    set_stages(campaign=made, stages=[{"pk": stage.pk, "kind": StageKind.MIDTERM, "due_on": date(2023, 3, 31)}], by=world.an)
    assert {(row.year, row.due_on, row.stage_id) for row in duties.all()} == {(2023, date(2023, 4, 15), stage.pk)}
    set_stages(campaign=made, stages=[], by=world.an)
    assert not duties.exists()


# --- launch, close, reopen --------------------------------------------------------------------


def test_a_launch_makes_the_duties_of_every_unit(world):
    made = ready(world, register_by=date(2021, 2, 15))
    launch_campaign(campaign=made, version=made.version, by=world.lam, note="Lễ phát động")
    assert (made.state, made.launched_on, made.launched_by) == (CampaignState.LAUNCHED, DAY, world.lam)
    mine = Obligation.objects.filter(campaign=made, unit=world.commune)
    first = mine.filter(kind=DutyKind.REGISTER).order_by("due_on").first()
    assert first.due_on == date(2021, 2, 15)
    assert mine.filter(kind=DutyKind.REPORT).count() == 12
    assert history(made).filter(action="launch").get().data["done"] == "phát động"


def test_heads_are_named_anew_on_the_day_of_the_launch(world, settings):
    made = ready(world, launched_on=None)
    head = make_user("moi", "Hờ Bá Chừ")
    Membership.objects.create(
        user=head, unit=world.commune, role=Role.HEAD, title="Chủ tịch UBND xã", valid_from=date(2021, 3, 1)
    )
    settings.WORK_DATE = date(2021, 3, 5)
    launch_campaign(campaign=made, version=made.version, by=world.lam)
    assert made.launched_on == date(2021, 3, 5)
    assert made.members.get(unit=world.commune).head_name == "Hờ Bá Chừ"
    duty = Obligation.objects.filter(campaign=made, unit=world.commune).first()
    assert (duty.head_name, duty.head_title) == ("Hờ Bá Chừ", "Chủ tịch UBND xã")


def test_a_launch_is_refused_plainly_for_everything_that_is_missing(world):
    made = create_campaign(unit=world.district, by=world.an, **values(head_name="", head_title="", central_task=""))
    make_target(made, values=(), term_value=None, unit_of_measure="", operator=Operator.QUALITATIVE)
    with pytest.raises(ValidationError) as error:
        launch_campaign(campaign=made, version=made.version, by=world.lam)
    text = " ".join(error.value.messages)
    for words in ("người đứng đầu", "nhiệm vụ trọng tâm", "đo được bằng con số", "trong phạm vi"):
        assert words in text
    made.refresh_from_db()
    assert made.state == CampaignState.DRAFT and not Obligation.objects.filter(campaign=made).exists()


def test_a_target_that_serves_no_objective_does_not_launch_a_campaign(world):
    made = create_campaign(unit=world.district, by=world.an, units=[world.commune], **values())
    target = make_target(made, values=(20, 20, 15))
    assert [problem.code for problem in launch_problems(made)] == ["objective"]
    above = make_target(make_campaign(world.province), objective=make_objective(make_resolution(world.province)))
    target.parent = above  # taken over from the campaign above, whose target serves an objective
    target.save()
    assert launch_problems(made) == []


@pytest.mark.parametrize("who", ["an", "khanh", "dung", "hai"])
def test_only_those_who_decide_for_the_unit_launch(world, who):
    made = ready(world)
    with pytest.raises(Refused):
        launch_campaign(campaign=made, version=made.version, by=getattr(world, who))
    made.refresh_from_db()
    assert made.state == CampaignState.DRAFT


def test_two_launches_at_once_are_one(world):
    made = ready(world)
    version = made.version
    launch_campaign(campaign=made, version=version, by=world.lam)
    count = Obligation.objects.filter(campaign=made).count()
    with pytest.raises(Conflict, match="Hoàng Văn Lâm phát động"):
        launch_campaign(campaign=Campaign.objects.get(pk=made.pk), version=version, by=world.chi)
    assert Obligation.objects.filter(campaign=made).count() == count


def test_a_closed_campaign_is_read_only_until_it_is_opened_again(world):
    made = ready(world)
    launch_campaign(campaign=made, version=made.version, by=world.lam)
    with pytest.raises(ValidationError, match="kết quả chung"):
        close_campaign(campaign=made, version=made.version, by=world.lam)
    close_campaign(campaign=made, version=made.version, by=world.lam, note="Đạt 9/10 chỉ tiêu")
    with pytest.raises(Conflict, match="Mở lại"):
        update_campaign(campaign=made, version=made.version, by=world.an, name="Khác")
    with pytest.raises(ValidationError, match="lý do"):
        reopen_campaign(campaign=made, version=made.version, by=world.lam, note=" ")
    reopen_campaign(campaign=made, version=made.version, by=world.lam, note="Còn một xã chưa báo cáo")
    update_campaign(campaign=made, version=made.version, by=world.an, name="Khác")
    assert made.name == "Khác"


def test_a_shorter_period_drops_the_duties_beyond_it_and_keeps_what_was_missed(world, settings):
    made = ready(world)
    launch_campaign(campaign=made, version=made.version, by=world.lam)
    settings.WORK_DATE = date(2022, 5, 1)
    update_campaign(campaign=made, version=made.version, by=world.an, period_to=date(2022, 6, 30))
    left = Obligation.objects.filter(campaign=made, unit=world.commune)
    assert left.order_by("-due_on").first().due_on == date(2022, 7, 10)
    assert left.filter(year=2021, kind=DutyKind.REPORT).count() == 4


def test_the_deadline_of_registration_moves_without_a_second_duty(world):
    made = ready(world, register_by=date(2021, 2, 15))
    launch_campaign(campaign=made, version=made.version, by=world.lam)
    update_campaign(campaign=made, version=made.version, by=world.an, register_by=date(2021, 3, 1))
    mine = Obligation.objects.filter(campaign=made, unit=world.commune, kind=DutyKind.REGISTER, year=2021)
    assert [row.due_on for row in mine] == [date(2021, 3, 1)]


# --- the centre -------------------------------------------------------------------------------


def test_the_campaigns_of_the_centre_stand_and_a_second_load_writes_nothing(reference):
    rows = Campaign.objects.filter(level=UnitLevel.CENTRAL)
    assert {row.code for row in rows} == {"TW-NTM", "TW-VNN", "TW-DNHN", "TW-VHCS"}
    assert {row.state for row in rows} == {CampaignState.LAUNCHED}
    ntm = rows.get(code="TW-NTM").targets.get()
    assert (ntm.term_value, ntm.unit_of_measure, [row.year for row in ntm.years.all()]) == (50, "%", [2020])
    before = Event.objects.count(), rows.order_by("code").values_list("updated_at", flat=True)[0]
    done = load_central_campaigns()
    assert (done.created, done.changed) == (0, 0)
    assert (Event.objects.count(), rows.order_by("code").values_list("updated_at", flat=True)[0]) == before
    assert Unit.objects.filter(level=UnitLevel.CENTRAL).count() == 1


def test_what_an_administrator_edited_is_not_overwritten(world):
    admin = make_user("qt", "Quản Trị", (world.province, Role.ADMINISTRATOR))
    found = Campaign.objects.get(code="TW-VHCS")
    with pytest.raises(Refused, match="quản trị"):
        update_campaign(campaign=found, version=1, by=world.an, slogans="x")
    update_campaign(campaign=found, version=1, by=admin, slogans="Văn minh, thân thiện")
    call_command("load_reference", verbosity=0, stdout=open("/dev/null", "w"))  # noqa: SIM115
    found.refresh_from_db()
    assert found.slogans == "Văn minh, thân thiện"
