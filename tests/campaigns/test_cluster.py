"""Clusters: set up, renewed by turn, agreed with every tie explained, locked, opened again, read by others."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.enums import ClusterState, ScoreSheetState, UnitLevel
from campaigns.models import Cluster, ClusterMember, Score, UnitSuccession
from campaigns.queries.cluster import candidates, members_renewed, placed_units, rank_of, ranks_of, rotation
from campaigns.queries.scope import clusters_for_user
from campaigns.queries.score import sheets_for_user
from campaigns.services import cluster as clusters
from campaigns.services import score as scores
from campaigns.services.cells import CellConflict, Edit
from campaigns.services.score_sheets import sheet_of
from tests.awards.factories import make_unit
from tests.campaigns.cluster_samples import (
    agree,
    all_appraised,
    appraise_all,
    fresh,
    load_limits,
    make_card,
    make_story,
    put,
    score_all,
    vote,
    who,
)
from thiduakhenthuong.core.errors import Conflict, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.WORK_DATE = date(2021, 12, 28)
    load_limits()


@pytest.fixture
def story():
    return make_story()


# --- clusters ----------------------------------------------------------------------------------


def setup(story, **more):
    units = [make_unit(f"Xã Mới {n}", UnitLevel.COMMUNE, story.world.district) for n in range(3)]
    facts = {"unit": story.world.district, "year": 2021, "name": "Cụm xã 2", "scorecard": story.card, "members": units}
    return clusters.create_cluster(**facts | {"by": story.khanh} | more)


def test_a_cluster_is_set_up_with_its_units(story):
    made = setup(story)
    assert made.members.count() == 3
    assert placed_units(story.world.district, 2021, but=story.cluster) == dict.fromkeys(
        made.members.values_list("unit", flat=True), "Cụm xã 2"
    )


def test_faults_of_a_cluster_stand_at_their_fields(story):
    with pytest.raises(ValidationError) as caught:
        setup(story, name="Cụm xã 1", members=[story.communes[0], story.world.commune], head_unit=story.communes[2])
    faults = {name: told[0] for name, told in caught.value.message_dict.items()}
    assert faults["name"].startswith("Năm 2021 đã có “Cụm xã 1”")
    assert faults["members"].startswith("Đã ở cụm, khối khác trong năm 2021: Xã An Lâm (Cụm xã 1)")
    assert faults["head_unit"].startswith("Cụm trưởng phải là một đơn vị của cụm")


@pytest.mark.parametrize("kind", ["one", "outside", "itself", "dead", "head_twice", "card"])
def test_units_that_cannot_be_a_cluster(story, kind):
    world, (one, two) = story.world, [make_unit(f"Xã Đủ {n}", UnitLevel.COMMUNE, story.world.district) for n in range(2)]
    heir = make_unit("Xã Trần Phú", UnitLevel.COMMUNE, world.district, valid_from=date(2024, 12, 1))
    UnitSuccession.objects.create(old=world.commune, new=heir, effective_date=date(2024, 12, 1), kind="merged")
    more, where, words = {
        "one": ({"members": [one]}, "members", "ít nhất hai đơn vị"),
        "outside": ({"members": [one, world.other_district]}, "members", "Không thuộc Huyện Nam Sách: Huyện Cẩm Giàng"),
        "itself": ({"members": [one, world.district]}, "members", "Không thuộc Huyện Nam Sách"),
        "dead": (
            {"members": [one, world.commune], "year": 2025, "scorecard": None}, "members",
            "Xã Nam Trung (huyện Nam Sách, đến 30/11/2024), nay là Xã Trần Phú",
        ),
        "head_twice": ({"members": [one, two], "head_unit": one, "deputy_unit": one}, "deputy_unit", "khác cụm trưởng"),
        "card": ({"members": [one, two], "scorecard": make_card(world.province)[0]}, "scorecard", "không phải của Huyện"),
    }[kind]  # fmt: skip
    with pytest.raises(ValidationError) as caught:
        setup(story, **more)
    assert words in caught.value.message_dict[where][0]


def test_units_that_have_scored_stay_and_others_may_go(story):
    put(story.fresh(0), story.criteria["budget"], "self_points", "50", story.clerks[story.communes[0].pk])
    facts = {"name": "Cụm xã 1", "scorecard": story.card, "by": story.khanh, "version": story.cluster.version}
    with pytest.raises(ValidationError) as caught:
        clusters.update_cluster(cluster=story.cluster, members=story.communes[1:], **facts)
    assert caught.value.message_dict["members"] == ["Đã có điểm, không bỏ ra được: Xã An Lâm."]
    clusters.update_cluster(cluster=fresh(story), members=story.communes[:2], **facts)
    assert [m.unit for m in fresh(story).members.order_by("pk")] == story.communes[:2]
    with pytest.raises(Conflict):
        clusters.update_cluster(cluster=fresh(story), members=story.communes[:2], **facts | {"version": 99})
    with pytest.raises(ValidationError, match="không xóa được"):
        clusters.remove_cluster(cluster=fresh(story), version=fresh(story).version, by=story.khanh)


def test_a_cluster_set_up_by_mistake_goes_with_its_units(story):
    clusters.remove_cluster(cluster=story.cluster, version=1, by=story.khanh)
    assert not Cluster.objects.exists() and not ClusterMember.objects.exists()


def test_the_next_year_takes_heirs_and_turns(story):
    old = story.communes[2]
    heir = make_unit("Xã Hợp Nhất", UnitLevel.COMMUNE, story.world.district)
    type(old).objects.filter(pk=old.pk).update(valid_to=date(2021, 11, 30))
    UnitSuccession.objects.create(old=old, new=heir, effective_date=date(2021, 12, 1), kind="merged")
    members, told = members_renewed(story.cluster, 2022)
    assert members == [story.communes[1], story.communes[0], heir]
    assert told == ["Xã Cộng Hòa không còn hoạt động, thay bằng Xã Hợp Nhất"]
    turn = rotation(story.world.district, "Cụm xã 1", 2022, members)
    assert (turn.head, turn.deputy, turn.why) == (story.communes[1], heir, "Cụm phó năm 2021: Xã An Bình")
    assert rotation(story.world.district, "Cụm khác", 2022, members).head is None


def test_candidates_are_the_units_below_in_the_year(story):
    assert story.world.other_district not in candidates(story.world.province, 2021).filter(level=UnitLevel.COMMUNE)
    names = set(candidates(story.world.province, 2021).values_list("name", flat=True))
    assert names == {"Huyện Nam Sách", "Huyện Cẩm Giàng"}
    assert story.world.commune not in candidates(story.world.district, 2025)


# --- agreeing, ranks ---------------------------------------------------------------------------


def test_agreeing_locks_totals_and_ranks(story):
    all_appraised(story, [("60", "37"), ("55", "40"), ("50", "40")])
    put(story.fresh(2), story.criteria["papers"], "agreed_points", "39", story.khanh)
    agree(story, note="Họp ngày 05/01/2022")
    assert [(m.unit.name, m.total, m.rank, m.state) for m in fresh(story).members.select_related("unit").order_by("rank")] == [
        ("Xã An Lâm", 97, 1, "agreed"), ("Xã An Bình", 95, 2, "agreed"), ("Xã Cộng Hòa", 89, 3, "agreed"),
    ]  # fmt: skip
    assert fresh(story).state == ClusterState.AGREED and fresh(story).agreed_at
    assert not Score.objects.filter(agreed_points=None).exclude(appraised_points=None).exists()
    assert "khóa điểm" in scores.reason_against(story.khanh, story.fresh(0), story.criteria["papers"], "agreed_points")
    with pytest.raises(ValidationError, match="khóa điểm"):
        vote(story, 0, 9, 10)
    with pytest.raises(Conflict):
        agree(story)


def test_a_total_may_pass_the_maximum_through_bonus(story):
    score_all(story, 0, "60", "37", flags="10")
    appraise_all(story, 0)
    assert sheet_of(story.fresh(0)).agreed.value == 107


def test_nothing_is_agreed_while_something_stands_against_it(story):
    score_all(story, 0)
    score_all(story, 1)
    appraise_all(story, 0)
    with pytest.raises(ValidationError) as caught:
        agree(story)
    assert caught.value.messages == ["Chưa gửi tự chấm: Xã Cộng Hòa.", "Chưa thẩm định xong: Xã An Bình."]
    assert fresh(story).state == ClusterState.OPEN and story.fresh(0).rank is None
    Cluster.objects.update(scorecard=None)
    with pytest.raises(ValidationError, match="Chưa chọn bảng chấm điểm"):
        agree(story)


def test_equals_are_told_apart_by_votes_and_it_is_written_down(story):
    all_appraised(story, [("60", "30"), ("50", "40"), ("40", "40")])
    vote(story, 0, 7, 10)
    vote(story, 1, 9, 10)
    agree(story)
    first, second = fresh(story).members.filter(rank__lte=2).order_by("rank")
    assert (first.unit_id, second.unit_id) == (story.communes[1].pk, story.communes[0].pk)
    assert first.rank_note == "Bằng điểm với Xã An Lâm; xét tỷ lệ phiếu suy tôn cao hơn: 90% so với 70%."


def test_a_remaining_tie_needs_a_place_and_a_reason(story):
    all_appraised(story, [("50", "40"), ("50", "40"), ("40", "40")])
    with pytest.raises(ValidationError, match="cần chọn hạng và ghi lý do: Xã An Bình, Xã An Lâm"):
        agree(story)
    keys = [str(member.public_id) for member in story.members]

    def settle(one, two, note="Cụm biểu quyết 2/3", by=story.khanh, **more):
        picks = {keys[0]: one, keys[1]: two} | more
        clusters.settle_tie(cluster=fresh(story), picks=picks, note=note, by=by)

    for picks, where in (((1, 5), keys[1]), ((2, 2), "note")):
        with pytest.raises(ValidationError) as caught:
            settle(*picks)
        assert list(caught.value.message_dict) == [where]
    with pytest.raises(ValidationError, match="Hãy ghi lý do"):
        settle(1, 2, note=" ")
    with pytest.raises(Conflict):
        settle(1, 2, **{keys[2]: 3})
    with pytest.raises(Refused):
        settle(1, 2, by=story.clerks[story.communes[1].pk])
    settle(2, 1)
    agree(story)
    assert [story.fresh(n).rank for n in range(3)] == [2, 1, 3]
    assert story.fresh(1).rank_note == "Cụm biểu quyết 2/3"


def test_two_units_may_share_a_rank(story):
    all_appraised(story, [("50", "40"), ("50", "40"), ("40", "40")])
    picks = {str(member.public_id): 1 for member in story.members[:2]}
    clusters.settle_tie(cluster=fresh(story), picks=picks, note="Đồng hạng nhất", by=story.khanh)
    agree(story)
    assert [story.fresh(n).rank for n in range(3)] == [1, 1, 3]


@pytest.mark.parametrize("name", ["own", "chief", "khanh"])
def test_the_organiser_or_the_leading_unit_agrees(story, name):
    all_appraised(story, [("60", "37"), ("55", "40"), ("50", "40")])
    agree(story, by=who(story, name))
    assert fresh(story).state == ClusterState.AGREED


@pytest.mark.parametrize("name", ["sibling", "finance", "dung", "giang", "lam"])
def test_others_do_not_agree(story, name):
    all_appraised(story, [("60", "37"), ("55", "40"), ("50", "40")])
    with pytest.raises(Refused):
        agree(story, by=who(story, name))
    assert story.fresh(0).state == ScoreSheetState.APPRAISED


def test_unlocking_needs_the_approver_and_a_reason_and_keeps_the_points(story):
    all_appraised(story, [("60", "37"), ("55", "40"), ("50", "40")])
    agree(story)

    def unlock(by=story.world.lam, note="Tính nhầm điểm thưởng"):
        clusters.unlock_cluster(cluster=fresh(story), version=fresh(story).version, by=by, note=note)

    with pytest.raises(ValidationError, match="lý do mở khóa"):
        unlock(note="  ")
    with pytest.raises(Refused, match="người phê duyệt của Huyện Nam Sách"):
        unlock(by=story.khanh)
    unlock()
    member = story.fresh(0)
    assert (member.state, member.total, member.rank, member.rank_note) == ("appraised", None, None, "")
    assert Score.objects.get(member=member, criterion=story.criteria["budget"]).agreed_points == 60
    put(member, story.criteria["budget"], "agreed_points", "30", story.khanh, was="60")
    agree(story)
    assert story.fresh(0).rank == 3


def test_votes_are_counts_that_fit(story):
    member = story.fresh(0)

    def write(field, value, was="", by=story.khanh):
        return clusters.save_result_cell(member=member, edit=Edit(str(member.public_id), field, value, was), by=by)

    assert write("votes_total", "10") == "10"
    for field, value, words in (
        ("votes_yes", "11", "nhiều hơn tổng số phiếu"), ("votes_yes", "2,5", "số nguyên"), ("votes_yes", "-1", "số nguyên"),
        ("votes_total", "0", "ít nhất là 1"), ("rank", "1", "không sửa được"), ("proposal", "x" * 151, "nhiều nhất 150"),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match=words):
            write(field, value, was="10" if field == "votes_total" else "")
    assert write("votes_yes", "9") == "9"
    assert write("proposal", "Cờ thi đua") == "Cờ thi đua"
    with pytest.raises(CellConflict):
        write("votes_yes", "7", was="8")
    with pytest.raises(Refused):
        write("votes_yes", "8", was="9", by=story.clerks[story.communes[1].pk])


# --- what others read --------------------------------------------------------------------------


def test_the_rank_of_a_unit_is_told_once_it_is_locked(story):
    commune, stranger = story.communes[0], make_unit("Xã Ngoài", UnitLevel.COMMUNE, story.world.district)
    assert rank_of(stranger, 2021) is None and rank_of(commune, 2020) is None
    all_appraised(story, [("60", "37"), ("55", "40"), ("50", "40")])
    vote(story, 0, 9, 10)
    before = rank_of(commune, 2021)
    assert (before.rank, before.total, before.agreed, before.cluster) == (None, None, False, "Cụm xã 1")
    agree(story)
    fact = rank_of(commune, 2021)
    assert (fact.rank, fact.total, fact.votes, fact.size, fact.organiser) == (1, 97, 90, 3, "Huyện Nam Sách")
    with CaptureQueriesContext(connection) as caught:
        ranks_of([(unit.pk, 2021) for unit in story.communes])
    assert len(caught) == 1


def test_the_best_agreed_rank_speaks_when_a_unit_is_in_two_clusters(story):
    other = Cluster.objects.create(unit=story.world.province, year=2021, name="Khối tỉnh", state=ClusterState.AGREED)
    ClusterMember.objects.create(cluster=other, unit=story.communes[0], rank=4, total=80)
    assert [fact.cluster for fact in ranks_of([(story.communes[0].pk, 2021)])[story.communes[0].pk, 2021]] == [
        "Khối tỉnh",
        "Cụm xã 1",
    ]


def test_who_sees_a_cluster_and_whose_drafts(story):
    seen = {
        name: clusters_for_user(who(story, name)).exists() for name in ("own", "sibling", "finance", "khanh", "giang", "dung")
    }
    assert seen == {"own": True, "sibling": True, "finance": True, "khanh": True, "giang": True, "dung": False}
    mine = story.members[0]
    drafts = {
        name: sheets_for_user(who(story, name)).filter(pk=mine.pk).exists() for name in ("own", "sibling", "finance", "khanh")
    }
    assert drafts == {"own": True, "sibling": False, "finance": False, "khanh": True}
    score_all(story, 0)
    assert sheets_for_user(who(story, "sibling")).filter(pk=mine.pk).exists()
    assert sheets_for_user(who(story, "finance")).filter(pk=mine.pk).exists()
    assert not sheets_for_user(story.world.dung).exists()
