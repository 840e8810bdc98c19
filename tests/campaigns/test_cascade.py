"""Targets handed down: how shares are reckoned, given and shown; from a promise up to the objective."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.enums import CampaignState, Operator, RegistrationState, Role, Rollup, SuccessionKind
from campaigns.models import Allocation, Commitment, Registration, UnitSuccession
from campaigns.services.allocation import ShareEdit, share_out
from campaigns.services.cascade import chain, target_cascade
from campaigns.tally import cascade as tally
from campaigns.tally.shares import by_weight, equally, step_of
from campaigns.views.cascade_parts import places, sentence, visible
from tests.awards.factories import make_person, make_unit, make_user, make_world
from tests.campaigns.factories import make_campaign, make_objective, make_registration, make_resolution, make_target
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused

D = Decimal
DAY = date(2021, 10, 15)


# --- shares as numbers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "count", "parts"),
    [
        (D(20), 3, [7, 7, 6]),
        (D(2), 4, [1, 1, 0, 0]),
        (D("1.0000"), 3, [1, 0, 0]),
        (D("0.1"), 3, [D("0.1"), 0, 0]),
        (D(0), 2, [0, 0]),
    ],
)
def test_equal_parts_make_the_whole_and_stay_whole(total, count, parts):
    assert equally(total, count) == parts
    assert sum(equally(total, count)) == total


def test_parts_by_weight_go_to_the_largest_remainder():
    assert by_weight(D(10), [D(1), D(1), D(4)]) == [2, 2, 6]
    assert by_weight(D("225.5"), [D(3), D(7)]) == [D("67.7"), D("157.8")]
    assert by_weight(D(10), [D(0), D(0)]) == [0, 0]
    assert step_of(D("1.25000")) == D("0.01")


# --- a tree in the database --------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def work_day(settings):
    settings.WORK_DATE = DAY
    cache.clear()


class Story:
    """20 houses of the district: 12 for Nam Trung, 6 for Quốc Tuấn; registered until 13/8/2020."""

    def __init__(self):
        self.world = world = make_world()
        self.other = make_unit("Xã Quốc Tuấn", "commune", world.district, place="huyện Nam Sách")
        self.third = make_unit("Xã Cộng Hòa", "commune", world.district, place="huyện Nam Sách")
        self.resolution = make_resolution(world.district)
        self.objective = make_objective(self.resolution)
        scope = [world.commune, self.other, self.third]
        self.campaign = make_campaign(
            world.district, state=CampaignState.LAUNCHED, units=scope, resolution=self.resolution,
            register_by=date(2020, 8, 13),
        )  # fmt: skip
        self.houses = make_target(self.campaign, objective=self.objective)
        self.clerk = make_user("mai", "Đỗ Thị Mai", (world.commune, Role.CLERK))

    def edit(self, unit, value, was=None, person=None):
        return ShareEdit(unit, person, None if value is None else D(value), None if was is None else D(was))

    def give(self, *edits, parent=None, by=None, year=2021, target=None):
        by = by or self.world.an
        return share_out(target=target or self.houses, parent=parent, year=year, edits=list(edits), by=by)

    def share(self, unit) -> Allocation:
        return Allocation.objects.get(unit=unit, person=None, removed_at=None, year=2021)

    def promise(self, unit, value, state=RegistrationState.CONFIRMED, *, target=None, measured="nhà", **fields):
        made = make_registration(self.campaign, unit, state=state, **fields)
        facts = {"target": target or self.houses, "value": value, "unit_of_measure": measured}
        Commitment.objects.filter(registration=made).update(**facts)
        return made

    def tree(self, day=DAY):
        return target_cascade(self.campaign, self.houses, 2021, day)

    def node(self, unit, day=DAY):
        return next(node for node in self.tree(day).nodes if node.kind == "unit" and node.unit == unit.pk)


@pytest.fixture
def story():
    return Story()


# --- giving ------------------------------------------------------------------------------------


def test_shares_are_given_and_leave_an_event(story):
    assert story.give(story.edit(story.world.commune, 12), story.edit(story.other, 6)) == 2
    assert story.share(story.world.commune).value == 12
    event = events.last_event(story.houses)
    assert event.by == story.world.an
    assert event.data["rows"][0] == {"name": "Xã Nam Trung", "before": "", "after": "12"}


def test_shares_may_not_add_up_to_more_than_there_is(story):
    with pytest.raises(ValidationError) as refused:
        story.give(story.edit(story.world.commune, 12), story.edit(story.other, 9))
    assert refused.value.messages == [
        "Tổng các phần là 21\u00a0nhà, vượt phần phải chia 20\u00a0nhà: thừa 1\u00a0nhà. Hãy bớt ở một vài dòng."
    ]
    assert not Allocation.objects.exists()


def test_a_unit_shares_its_part_and_no_more(story):
    story.give(story.edit(story.world.commune, 12))
    part = story.share(story.world.commune)
    village = make_unit("Thôn An Đông", "office", story.world.commune)
    minh = make_person("Lê Văn Minh", 1980)
    with pytest.raises(ValidationError, match="vượt phần phải chia 12"):
        story.give(story.edit(village, 13), parent=part, by=story.clerk)
    story.give(story.edit(village, 8), story.edit(story.world.commune, 3, person=minh), parent=part, by=story.clerk)
    assert {(s.unit, s.person, s.value) for s in part.children.all()} == {(village, None, 8), (story.world.commune, minh, 3)}
    with pytest.raises(ValidationError) as refused:
        story.give(story.edit(story.world.commune, 10, was=12))
    assert refused.value.messages == ["Xã Nam Trung đã giao xuống 11\u00a0nhà, không thể còn 10\u00a0nhà."]
    with pytest.raises(ValidationError, match="Rút các phần ở dưới trước"):
        story.give(story.edit(story.world.commune, None, was=12))


@pytest.mark.parametrize("who", ["dung", "chi", "binh", "giang"])
def test_only_officers_of_the_giver_share_out(story, who):
    with pytest.raises(Refused, match="phân bổ chỉ tiêu"):
        story.give(story.edit(story.other, 1), by=getattr(story.world, who))


def test_officers_of_a_sibling_do_not_share_for_another(story):
    story.give(story.edit(story.world.commune, 12), story.edit(story.other, 6))
    with pytest.raises(Refused):
        story.give(story.edit(story.third, 1), parent=story.share(story.other), by=story.clerk)


def test_two_officers_at_one_table_lose_nothing(story):
    story.give(story.edit(story.world.commune, 5), story.edit(story.other, 5))
    story.give(story.edit(story.world.commune, 7, was=5), story.edit(story.other, 5, was=5), by=story.world.khanh)
    # An still sees 5 and 5, and changes the other row only: Khánh's 7 stays.
    story.give(story.edit(story.world.commune, 5, was=5), story.edit(story.other, 6, was=5))
    assert (story.share(story.world.commune).value, story.share(story.other).value) == (7, 6)


def test_the_same_row_changed_by_somebody_else_is_told_by_name(story):
    story.give(story.edit(story.world.commune, 5))
    story.give(story.edit(story.world.commune, 7, was=5), by=story.world.khanh)
    with pytest.raises(ValidationError) as refused:
        story.give(story.edit(story.world.commune, 9, was=5))
    sentence = refused.value.message_dict[str(story.world.commune.public_id)][0]
    assert "Bùi Thị Khánh" in sentence and "7" in sentence
    assert story.share(story.world.commune).value == 7


@pytest.mark.parametrize(("value", "words"), [("-1", "số âm")])
def test_impossible_numbers_are_refused_at_their_row(story, value, words):
    with pytest.raises(ValidationError) as refused:
        story.give(story.edit(story.other, value))
    assert words in refused.value.message_dict[str(story.other.public_id)][0]


def test_rates_are_levels_and_never_above_a_hundred(story):
    water = make_target(
        story.campaign, "Tỷ lệ hộ dùng nước sạch", (90, 92, 94, 96, 98), unit_of_measure="%", splits=False,
        rollup=Rollup.END_POINT, term_value=98,
    )  # fmt: skip
    assert story.give(story.edit(story.world.commune, 90), story.edit(story.other, 95), target=water) == 2
    with pytest.raises(ValidationError, match="nhiều nhất là 100%"):
        story.give(story.edit(story.third, 101), target=water)


def test_a_unit_that_came_to_an_end_is_refused_with_its_heir(story, settings):
    heir = make_unit("Xã An Phú", "commune", story.world.district, place="huyện Nam Sách", valid_from=date(2024, 12, 1))
    UnitSuccession.objects.create(old=story.world.commune, new=heir, effective_date=date(2024, 12, 1), kind=SuccessionKind.MERGED)
    settings.WORK_DATE = date(2025, 2, 1)
    with pytest.raises(ValidationError) as refused:
        story.give(story.edit(story.world.commune, 2), year=2025)
    assert "đã kết thúc hoạt động ngày 30/11/2024. Hãy giao cho Xã An Phú" in str(refused.value)


def test_strangers_and_the_giver_itself_get_no_share(story):
    with pytest.raises(ValidationError, match="không thuộc Huyện Nam Sách"):
        story.give(story.edit(story.world.other_district, 2))
    with pytest.raises(ValidationError, match="Không tự giao cho chính mình"):
        story.give(story.edit(story.world.district, 2))
    with pytest.raises(ValidationError, match="tự giao cho họ"):
        story.give(story.edit(story.world.commune, 2, person=make_person("Lê Văn Minh", 1980)))


def test_without_a_plan_of_the_year_or_after_the_end_nothing_is_shared(story):
    with pytest.raises(ValidationError, match="chưa có kế hoạch năm 2020"):
        story.give(story.edit(story.other, 2), year=2020)
    with pytest.raises(ValidationError, match="không kéo dài tới năm 2030"):
        story.give(story.edit(story.other, 2), year=2030)
    type(story.campaign).objects.filter(pk=story.campaign.pk).update(state=CampaignState.CLOSED)
    story.houses.campaign.refresh_from_db()
    with pytest.raises(Conflict, match="đã tổng kết"):
        story.give(story.edit(story.other, 2))


def test_a_unit_has_one_share_from_one_giver(story):
    village = make_unit("Thôn An Đông", "office", story.world.commune)
    story.give(story.edit(story.world.commune, 12), story.edit(village, 2))
    with pytest.raises(ValidationError, match="đã được đơn vị phát động giao phần này"):
        story.give(story.edit(village, 3, was=2), parent=story.share(story.world.commune), by=story.clerk)


def test_a_task_in_words_is_handed_on_without_a_number(story):
    words = make_target(
        story.campaign, "Cảnh quan nơi làm việc", (), operator=Operator.QUALITATIVE, unit_of_measure="", splits=False,
        term_value=None,
    )  # fmt: skip
    edit = ShareEdit(story.other, None, None, None, given=True)
    assert story.give(edit, target=words) == 1
    assert story.give(edit, target=words) == 0
    assert story.give(ShareEdit(story.other, None, None, None, given=False), target=words) == 0  # never seen: not taken away
    assert story.give(ShareEdit(story.other, None, None, None, given=False, was_given=True), target=words) == 1
    assert not Allocation.objects.filter(target=words, removed_at=None).exists()


# --- what is carried and where it broke --------------------------------------------------------


def test_what_units_promise_is_carried_and_the_rest_is_left(story):
    story.give(story.edit(story.world.commune, 12), story.edit(story.other, 6))
    story.promise(story.world.commune, 12)
    story.promise(story.other, 4)
    found = story.tree()
    assert (found.root.carried, found.root.left, found.root.handed) == (16, 4, 18)
    assert story.node(story.world.commune).state == tally.FULL
    assert story.node(story.other).state == tally.LESS
    assert {node.unit for node in found.broken} == {story.world.district.pk, story.other.pk}


def test_what_stands_below_is_inside_the_promise_above(story):
    story.give(story.edit(story.world.commune, 12))
    village = make_unit("Thôn An Đông", "office", story.world.commune)
    story.give(story.edit(village, 12), parent=story.share(story.world.commune), by=story.clerk)
    story.promise(story.world.commune, 10)
    story.promise(village, 12)
    assert story.tree().root.carried == 12


def test_nobody_is_told_only_after_the_last_day_to_register(story):
    story.give(story.edit(story.other, 6))
    assert story.node(story.other, day=date(2020, 8, 13)).state == tally.OPEN
    assert story.node(story.other).state == tally.NOBODY
    made = story.promise(story.other, 6, RegistrationState.SUBMITTED)
    assert story.node(story.other).state == tally.WAITING
    Registration.objects.filter(pk=made.pk).update(state=RegistrationState.DRAFT)
    assert story.node(story.other).state == tally.NOBODY


def test_a_part_handed_on_breaks_where_nobody_takes_it(story):
    story.give(story.edit(story.world.commune, 12))
    village = make_unit("Thôn An Đông", "office", story.world.commune)
    story.give(story.edit(village, 12), parent=story.share(story.world.commune), by=story.clerk)
    assert story.node(story.world.commune).state == tally.OPEN
    assert story.node(village).state == tally.NOBODY


def test_promises_without_a_share_hang_under_the_nearest_unit(story):
    story.give(story.edit(story.world.commune, 12))
    village = make_unit("Thôn An Đông", "office", story.world.commune)
    story.promise(village, 3)
    story.promise(story.third, 2)
    found = story.tree()
    assert [node.unit for node in story.node(story.world.commune).children] == [village.pk]
    assert story.third.pk in {node.unit for node in found.root.children}
    assert found.root.carried == 5


def test_a_number_of_something_else_is_not_added(story):
    story.give(story.edit(story.other, 6))
    story.promise(story.other, 500, measured="triệu đồng")
    assert story.node(story.other).own == 0
    assert story.tree().root.carried == 0


def test_people_are_counted_by_the_name_the_indicator_gives_them(story):
    members = make_target(story.campaign, "Số đảng viên mới kết nạp", unit_of_measure="người", objective=story.objective)
    story.promise(story.world.commune, 6, target=members, measured="đảng viên")
    story.promise(story.other, 9, target=members, measured="hộ")
    assert target_cascade(story.campaign, members, 2021, DAY).root.carried == 6


def test_the_unit_in_charge_speaks_for_the_whole_and_is_not_added(story):
    story.promise(story.world.commune, 12)
    story.promise(story.other, 6)
    office = make_unit("Phòng Nông nghiệp huyện", "office", story.world.district)
    story.promise(office, 20)
    assert story.tree().root.carried == 38
    story.houses.department = office
    story.houses.save()
    assert story.tree().root.carried == 20
    story.give(story.edit(office, 2), story.edit(story.world.commune, 12))
    assert story.tree().root.carried == 38  # given a part, it carries that part like anybody


def test_individuals_count_inside_their_unit(story):
    story.give(story.edit(story.other, 6))
    for name in ("Lê Văn Minh", "Đỗ Thị Nga"):
        story.promise(story.other, 2, kind="individual", person_name=name)
    node = story.node(story.other)
    assert (node.own, node.carried, [child.kind for child in node.children]) == (0, 4, ["person", "person"])
    assert node.state == tally.UNSHARED


def test_rates_are_compared_not_added(story):
    poor = make_target(
        story.campaign, "Tỷ lệ hộ nghèo", (D("1.4"), 1, 1, 1, 1), unit_of_measure="%", splits=False,
        operator=Operator.AT_MOST, direction="down", rollup=Rollup.END_POINT, term_value=1,
    )  # fmt: skip
    story.give(story.edit(story.world.commune, "1.4"), story.edit(story.other, "1.5"), target=poor)
    story.promise(story.world.commune, D("1.3"), target=poor, measured="%")
    story.promise(story.other, D("1.8"), target=poor, measured="%")
    found = target_cascade(story.campaign, poor, 2021, DAY)
    state = {node.unit: node.state for node in found.nodes}
    assert state == {story.world.commune.pk: tally.FULL, story.other.pk: tally.WORSE}
    worse = next(node for node in found.nodes if node.unit == story.other.pk)
    assert sentence(found, worse, {}) == "Đăng ký 1,8%, mức giao là 1,5%."


def test_a_unit_that_ended_breaks_the_chain_and_names_its_heir(story):
    story.give(story.edit(story.world.commune, 12))
    heir = make_unit("Xã An Phú", "commune", story.world.district)
    UnitSuccession.objects.create(old=story.world.commune, new=heir, effective_date=date(2021, 7, 1), kind=SuccessionKind.MERGED)
    type(heir).objects.filter(pk=story.world.commune.pk).update(valid_to=date(2021, 6, 30))
    found = story.tree()
    (place,) = places(found, visible(found.root, "dut"), readable=lambda path: True, shares_as=set())
    assert place.node.state == tally.ENDED
    assert place.sentence == "Kết thúc hoạt động ngày 30/06/2021; chuyển phần giao cho Xã An Phú."


def test_campaigns_that_took_the_target_over_belong_to_the_tree(story):
    world = story.world
    above = make_campaign(world.province, "Cả tỉnh chung tay", state=CampaignState.LAUNCHED, units=[world.district])
    top = make_target(above, values=(100, 100, 100, 100, 100))
    type(top).objects.filter(pk=story.houses.pk).update(parent=top)
    share_out(target=top, parent=None, year=2021, edits=[story.edit(world.district, 20)], by=world.giang)
    story.give(story.edit(world.commune, 12))
    story.promise(world.commune, 12)
    found = target_cascade(above, top, 2021, DAY)
    district = next(node for node in found.nodes if node.unit == world.district.pk)
    assert [child.unit for child in district.children] == [world.commune.pk]
    assert (district.share, district.carried, found.root.carried) == (20, 12, 12)
    type(above).objects.filter(pk=story.campaign.pk).update(state=CampaignState.DRAFT)
    assert target_cascade(above, top, 2021, DAY).root.carried == 0


# --- up to the objective -----------------------------------------------------------------------


def test_from_a_promise_one_walks_up_to_the_resolution(story):
    story.give(story.edit(story.world.commune, 12))
    line = story.promise(story.world.commune, 6).commitments.get()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = chain(line)
    assert len(queries) <= 5
    assert [label for label, _, _ in found] == [
        "Phần được giao", "Chỉ tiêu phong trào", "Mục tiêu nghị quyết", "Nghị quyết"
    ]  # fmt: skip
    assert found[0][1] == "Xã Nam Trung được giao 12\u00a0nhà năm\u00a02021"
    assert found[-1][1] == "Nghị quyết Đại hội Đảng bộ huyện"
    assert found[1][2] == reverse("campaigns:target-cascade", args=[story.campaign.public_id, story.houses.public_id])
    assert chain(Commitment(registration=line.registration, text="x")) == []


# --- pages -------------------------------------------------------------------------------------


def address(story, name, *more):
    return reverse(f"campaigns:{name}", args=[story.campaign.public_id, *more])


def test_the_number_of_queries_does_not_grow(story, client):
    client.force_login(story.world.an)
    story.give(story.edit(story.world.commune, 12))
    story.promise(story.world.commune, 12)
    paths = [address(story, "campaign-cascade"), address(story, "target-cascade", story.houses.public_id)]

    def counts():
        found = []
        for path in paths:
            cache.clear()  # the list is kept for a minute
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            found.append(len(queries))
        return found

    counts()
    before = counts()
    for place in range(3):
        unit = make_unit(f"Xã Số {place}", "commune", story.world.district)
        target = make_target(story.campaign, f"Chỉ tiêu {place}")
        story.give(story.edit(unit, 1))
        story.give(story.edit(unit, 1), target=target)
        story.promise(unit, 1)
    assert counts() == before
    assert max(before) <= 15


def test_the_list_is_counted_once_a_minute_and_anew_after_a_change(story, client):
    client.force_login(story.world.an)
    path = address(story, "campaign-cascade") + "?nam=2021"
    assert client.get(path).context["lines"][0].word == "Chưa giao cho ai"
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert len(queries) <= 5
    key = str(story.world.commune.public_id)
    client.post(address(story, "share-out", story.houses.public_id) + "?nam=2021", {key: "20", f"was-{key}": ""})
    line = client.get(path).context["lines"][0]
    assert (line.given, line.handed, line.word) == (1, "20\u00a0nhà", "Đứt ở 1 nơi")
    assert client.get(path).context["finding"].replace("\u00a0", " ") == (
        "Chưa chỉ tiêu nào năm 2021 có nơi nhận đủ, 1 chỉ tiêu đứt ở giữa chừng"
    )


def test_the_tree_names_what_is_broken(story, client):
    client.force_login(story.world.an)
    story.give(story.edit(story.world.commune, 12), story.edit(story.other, 6))
    story.promise(story.world.commune, 12)
    page = client.get(address(story, "target-cascade", story.houses.public_id) + "?nam=2021&loc=dut")
    assert "Xã Quốc Tuấn" in page.text and "Đứt: chưa ai nhận" in page.text
    assert [place.name for place in page.context["rows"]] == ["Xã Quốc Tuấn"]
    assert page.context["finding"] == "Đã có nơi nhận 12\u00a0nhà trong 20\u00a0nhà năm\u00a02021, đứt ở 2\u00a0nơi"


def test_a_unit_of_the_tree_is_looked_at_alone(story, client):
    client.force_login(story.world.an)
    story.give(story.edit(story.world.commune, 12))
    village = make_unit("Thôn An Đông", "office", story.world.commune)
    story.give(story.edit(village, 5), parent=story.share(story.world.commune), by=story.clerk)
    page = client.get(address(story, "target-cascade", story.houses.public_id), {"don_vi": str(story.world.commune.public_id)})
    assert [place.name for place in page.context["rows"]] == ["Thôn An Đông"]
    assert page.context["focus"].name == "Xã Nam Trung"
    assert "Đỗ Thị Mai giao phần của Xã Nam Trung năm 2021: Thôn An Đông 5." in page.text
    assert client.get(address(story, "target-cascade", story.houses.public_id), {"don_vi": "x"}).status_code == 200


def test_individuals_are_named_only_to_those_who_read_their_unit(story, client):
    story.give(story.edit(story.other, 6))
    story.promise(story.other, 2, kind="individual", person_name="Lê Văn Minh")
    path = address(story, "target-cascade", story.houses.public_id)
    client.force_login(story.world.an)
    assert "Lê Văn Minh" in client.get(path).text
    client.force_login(story.clerk)  # of the neighbouring commune
    page = client.get(path)
    assert "Lê Văn Minh" not in page.text and "Một cá nhân" in page.text


def test_outsiders_do_not_find_the_pages(story, client):
    client.force_login(story.world.dung)
    for name, more in (("campaign-cascade", ()), ("target-cascade", (story.houses.public_id,)), ("cascade-export", ())):
        assert client.get(address(story, name, *more)).status_code == 404
    assert client.get(address(story, "share-out", story.houses.public_id)).status_code == 404


def test_the_table_saves_and_keeps_what_was_typed(story, client):
    client.force_login(story.world.an)
    path = address(story, "share-out", story.houses.public_id) + "?nam=2021"
    key, other = str(story.world.commune.public_id), str(story.other.public_id)
    bad = client.post(path, {key: "12 nhà", f"was-{key}": "", other: "30", f"was-{other}": ""})
    assert bad.status_code == 422
    assert "“12 nhà” không phải là số" in bad.text and 'value="12 nhà"' in bad.text
    assert bad.text.count('aria-invalid="true"') == 1
    over = client.post(path, {key: "12", f"was-{key}": "", other: "30", f"was-{other}": ""})
    assert over.status_code == 422 and "thừa 22" in over.text and 'value="30"' in over.text
    good = client.post(path, {key: "12", f"was-{key}": "", other: "6,5", f"was-{other}": ""})
    assert good.status_code == 302
    assert story.share(story.other).value == D("6.5")


def test_a_conflict_in_the_table_is_a_choice_the_second_time(story, client):
    client.force_login(story.world.an)
    path = address(story, "share-out", story.houses.public_id) + "?nam=2021"
    key = str(story.world.commune.public_id)
    story.give(story.edit(story.world.commune, 7), by=story.world.khanh)
    first = client.post(path, {key: "9", f"was-{key}": ""})
    assert first.status_code == 422 and "Bùi Thị Khánh" in first.text
    assert f'name="was-{key}" value="7"' in first.text
    assert client.post(path, {key: "9", f"was-{key}": "7"}).status_code == 302
    assert story.share(story.world.commune).value == 9


def test_a_unit_is_added_by_name(story, client):
    client.force_login(story.world.an)
    village = make_unit("Thôn An Đông", "office", story.world.commune)
    path = address(story, "share-out", story.houses.public_id) + "?nam=2021"
    missing = client.post(path, {"add_unit": village.name})
    assert missing.status_code == 422 and "Hãy ghi phần giao cho đơn vị này." in missing.text
    assert client.post(path, {"add_unit": village.name, "add_value": "2"}).status_code == 302
    assert story.share(village).value == 2
    away = make_unit("Xã Ở Nơi Khác", "commune", story.world.other_district)
    stranger = client.post(path, {"add_unit": away.name, "add_value": "2"})
    assert stranger.status_code == 422 and "không có trong phạm vi phong trào" in stranger.text


def test_proposals_fill_the_table_without_saving(story, client):
    client.force_login(story.world.an)
    path = address(story, "share-out", story.houses.public_id)
    page = client.get(path, {"nam": "2021", "cach": "deu-commune"})
    values = [line["field"].value() for _, lines in page.context["form"].unit_groups for line in lines]
    assert values == [7, 7, 6]
    assert not Allocation.objects.exists()
    nothing = client.get(path, {"nam": "2021", "cach": "nam-truoc"})
    assert "Không có số liệu năm 2020" in nothing.text
    story.give(story.edit(story.other, 5))
    again = client.get(path, {"nam": "2022", "cach": "nam-truoc"})
    shown = {line["unit"]: line["field"].value() for _, lines in again.context["form"].unit_groups for line in lines}
    assert shown[story.other] == 20


def test_who_may_not_share_is_told_why(story, client):
    client.force_login(story.world.chi)
    path = address(story, "share-out", story.houses.public_id)
    for answer in (client.get(path), client.post(path, {})):
        assert answer.status_code == 403
        assert "phân bổ chỉ tiêu" in answer.text


def test_the_workbook_holds_every_place(story, client):
    client.force_login(story.world.an)
    story.give(story.edit(story.world.commune, 12), story.edit(story.other, 6))
    answer = client.get(address(story, "cascade-export") + "?nam=2021")

    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[2] for row in rows if row[0] == "Số nhà tạm được xóa"] == ["Huyện Nam Sách", "Xã Nam Trung", "Xã Quốc Tuấn"]
