"""Pages of clusters, scorecards and scores: who opens them, what they save, how many queries they take, what they export."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.enums import ClusterState, ScoreSheetState
from campaigns.models import Cluster, ClusterMember, Criterion, Score, Scorecard
from tests.awards.factories import make_unit
from tests.campaigns.cluster_samples import (
    agree,
    all_appraised,
    cells,
    fresh,
    load_limits,
    make_card,
    make_story,
    score_all,
    signed,
    url,
    vote,
    who,
)
from tests.campaigns.factories import make_campaign, make_target

pytestmark = pytest.mark.django_db
LIMIT = 15


@pytest.fixture(autouse=True)
def day(settings):
    settings.WORK_DATE = date(2021, 12, 28)
    load_limits()


@pytest.fixture
def story():
    return make_story()


def addresses(story) -> dict:
    """Every page that is read, by name."""
    key, card, member = story.cluster.public_id, story.card.public_id, story.members[0].public_id
    return {
        "cluster-list": url("cluster-list"), "cluster-export": url("cluster-export"), "cluster": url("cluster", key),
        "cluster-book": url("cluster-book", key), "cluster-history": url("cluster-history", key),
        "scorecard": url("scorecard", card), "scorecard-export": url("scorecard-export", card),
        "score-sheet": url("score-sheet", member), "score-book": url("score-book", member),
        "score-history": url("score-history", member), "score-appraisal": url("score-appraisal", card),
        "cluster-create": url("cluster-create"), "cluster-builder": url("cluster-builder"),
        "scorecard-create": url("scorecard-create"), "scorecard-edit": url("scorecard-edit", card),
        "cluster-edit": url("cluster-edit", key), "cluster-step": url("cluster-step", key, "agree"),
    }  # fmt: skip


SEES = {
    "khanh": {},
    "own": {"score-appraisal": 403, "cluster-create": 403, "cluster-builder": 403, "scorecard-create": 403,
            "scorecard-edit": 403, "cluster-edit": 403},
    "sibling": {"score-sheet": 404, "score-book": 404, "score-history": 404, "score-appraisal": 403, "cluster-create": 403,
                "cluster-builder": 403, "scorecard-create": 403, "scorecard-edit": 403, "cluster-edit": 403},
    "finance": {"score-sheet": 404, "score-book": 404, "score-history": 404, "cluster-create": 403, "cluster-builder": 403,
                "scorecard-create": 403, "scorecard-edit": 403, "cluster-edit": 403},
    "dung": dict.fromkeys(
        ("cluster", "cluster-book", "cluster-history", "scorecard", "scorecard-export", "score-sheet", "score-book",
         "score-history", "score-appraisal", "scorecard-edit", "cluster-edit", "cluster-step"), 404,
    ) | dict.fromkeys(("cluster-create", "cluster-builder", "scorecard-create"), 403),
}  # fmt: skip


@pytest.mark.parametrize("name", SEES)
def test_who_opens_which_page(story, name):
    client = signed(who(story, name))
    found = {page: client.get(address).status_code for page, address in addresses(story).items()}
    assert found == {page: SEES[name].get(page, 200) for page in found}


def test_nobody_opens_anything_without_signing_in(story):
    for address in addresses(story).values():
        assert Client().get(address).status_code == 302


# --- numbers of queries ------------------------------------------------------------------------


def queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_pages_take_as_many_queries_for_one_unit_as_for_many():
    story = make_story(8)
    for place in range(8):
        score_all(story, place, "50", "30")
    before = make_card(story.world.district, 2020)
    old = Cluster.objects.create(unit=story.world.district, year=2020, name="Cụm xã 1", scorecard=before[0])
    for unit in story.communes:
        member = ClusterMember.objects.create(cluster=old, unit=unit, total=90)
        Score.objects.create(member=member, criterion=before[1]["budget"], agreed_points=55)
    client = signed(story.khanh)
    pages = {
        k: v for k, v in addresses(story).items() if k not in ("cluster-export", "cluster-book", "score-book", "scorecard-export")
    }
    many = {name: queries(client, address) for name, address in pages.items()}
    for rows in (Score, ClusterMember):
        rows.objects.filter(**{"member__unit__in" if rows is Score else "unit__in": story.communes[2:]}).delete()
    few = {name: queries(client, address) for name, address in pages.items()}
    assert few == many
    assert {name: count for name, count in many.items() if count > LIMIT} == {}


def test_votes_are_saved_on_the_ranking_page(story):
    client, row = signed(story.khanh), story.members[0]
    client.post(url("cluster-save", story.cluster.public_id), cells((row, "votes_total", "8")))
    told = client.post(url("cluster-save", story.cluster.public_id), cells((row, "votes_yes", "7"))).json()
    assert (told["value"], told["derived"][f"votes-{row.public_id}"]) == ("7", "87,5%")
    sibling = signed(story.clerks[story.communes[1].pk])
    assert sibling.post(url("cluster-save", story.cluster.public_id), cells((row, "votes_yes", "1", "7"))).status_code == 403


# --- the whole way by the browser's forms --------------------------------------------------------


def head(rows, **more) -> dict:
    """A scorecard as its form sends it."""
    sent = {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0, "rows-MIN_NUM_FORMS": 0, "rows-MAX_NUM_FORMS": 120}
    for place, row in enumerate(rows):
        values = {"key": "", "part": "", "kind": "hand", "target": "", "department": "", "guide": "", "name": "", "maximum": ""}
        sent |= {f"rows-{place}-{name}": value for name, value in (values | row).items()}
    return sent | {"name": "Bảng 2022", "year": "2022", "maximum": "100", "bonus_limit": "10"} | more


ROWS = [
    {"name": "Thu ngân sách", "maximum": "60", "part": "I"},
    {"name": "Báo cáo", "maximum": "40", "department": "Phòng Tài chính – Kế hoạch"}, {"kind": "bonus", "part": "Điểm thưởng"},
]  # fmt: skip


def test_a_scorecard_is_made_by_its_form(story):
    client = signed(story.khanh)
    sent = head(ROWS, unit=story.world.district.pk, idempotency_key="6f1b1a9e-6a3d-4a53-9a3f-3a7d3f3d6f00")
    answer = client.post(url("scorecard-create"), sent)
    made = Scorecard.objects.get(year=2022)
    assert answer["Location"] == url("scorecard", made.public_id)
    assert [(c.name, c.maximum, c.department) for c in made.criteria.all()] == [
        ("Thu ngân sách", 60, None), ("Báo cáo", 40, story.finance)
    ]  # fmt: skip
    assert client.post(url("scorecard-create"), sent)["Location"] == answer["Location"]
    assert Scorecard.objects.filter(year=2022).count() == 1


@pytest.mark.parametrize(
    ("rows", "more", "words"),
    [
        (ROWS, {"maximum": "101"}, "các tiêu chí cộng lại là 100, đang ghi 101"),
        (ROWS, {"year": "mười"}, "Năm ghi bốn chữ số"),
        ([*ROWS, {"name": "Cờ"}], {}, "Hãy ghi điểm chuẩn."),
        ([*ROWS, {"maximum": "5"}], {}, "Hãy ghi tên tiêu chí."),
        ([*ROWS, {"name": "Cờ", "maximum": "-5"}], {}, "Điểm không được nhỏ hơn 0"),
        ([*ROWS, {"name": "Cờ", "maximum": "0"}], {}, "lớn hơn 0"),
        ([*ROWS, {"name": "Nghèo", "maximum": "5", "kind": "formula"}], {"maximum": "105"}, "Chọn chỉ tiêu"),
        ([*ROWS, {"name": "Cờ", "maximum": "5", "department": "Sở không có"}], {}, "Không có đơn vị nào tên như vậy"),
        ([*ROWS, {"name": "Cờ", "maximum": "1e9", "kind": "lạ", "target": "x"}], {}, "không phải là số"),
        (ROWS, {"rows-TOTAL_FORMS": "nhiều"}, "Dữ liệu ManagementForm"),
    ],
)
def test_a_faulty_scorecard_comes_back_with_everything_typed(story, rows, more, words):
    answer = signed(story.khanh).post(url("scorecard-create"), head(rows, unit=story.world.district.pk) | more)
    page = answer.content.decode()
    assert answer.status_code == 422 and not Scorecard.objects.filter(year=2022).exists()
    assert "Thu ngân sách" in page or "rows-TOTAL_FORMS" in more
    assert words in page or "rows-TOTAL_FORMS" in more


def test_a_formula_row_offers_targets_of_the_year(story):
    campaign = make_campaign(story.world.district, state="launched")
    target = make_target(campaign)
    page = signed(story.khanh).get(f"{url('scorecard-create')}?nam=2022").content.decode()
    assert f'value="{target.pk}"' in page and "Bảng chấm điểm năm 2022" in page  # copied from 2021 with the year changed
    rows = [{"name": "Nhà tạm", "maximum": "100", "kind": "formula", "target": str(target.pk)}]
    signed(story.khanh).post(url("scorecard-create"), head(rows, unit=story.world.district.pk))
    assert Criterion.objects.get(scorecard__year=2022).target == target


def test_a_stale_scorecard_is_409(story):
    rows = [
        {"key": str(c.public_id), "name": c.name, "maximum": str(int(c.maximum)), "kind": c.kind}
        for c in story.card.criteria.all()
    ]
    address = url("scorecard-edit", story.card.public_id)
    sent = head(rows, name="Bảng đổi tên", bonus_limit="20", version="1")
    assert signed(story.khanh).post(address, sent).status_code == 302
    assert signed(story.khanh).post(address, sent | {"name": "Bảng khác"}).status_code == 409


def test_clusters_are_proposed_and_made_at_once(story):
    for name in ("Xã Nam Hưng", "Xã Nam Tân"):
        make_unit(name, "commune", story.world.district)
    client, address = signed(story.khanh), f"{url('cluster-builder')}?nam=2022&cach=block"
    page = client.get(address)
    units = page.context["rows"]
    assert [(name, len(rows), odd) for name, rows, odd in units] == [
        ("Cụm xã", 6, True), ("Khối cơ quan quản lý nhà nước", 1, True), ("Khối Trung học cơ sở", 1, True)
    ]  # fmt: skip
    communes = units[0][1]
    sent = {f"unit-{unit.pk}": "Cụm A" if n < 3 else "Cụm B" for n, unit in enumerate(communes)} | {"scorecard": "abc"}
    answer = client.post(address, sent | {"idempotency_key": "x"})
    assert answer["Location"] == f"{url('cluster-list')}?nam=2022"
    assert {c.name: c.members.count() for c in Cluster.objects.filter(year=2022)} == {"Cụm A": 3, "Cụm B": 3}
    one = client.post(address, {f"unit-{story.world.school.pk}": "Một mình"})
    assert one.status_code == 422 and "ít nhất hai đơn vị" in one.content.decode()
    assert client.post(address, {}).status_code == 422


def test_a_cluster_is_made_mended_and_renewed(story):
    client, units = signed(story.khanh), [make_unit(f"Xã Mới {n}", "commune", story.world.district) for n in range(2)]
    sent = {"name": "Cụm xã 2", "members": [unit.pk for unit in units], "scorecard": story.card.pk, "head_unit": units[0].pk}
    answer = client.post(f"{url('cluster-create')}?nam=2021", sent)
    made = Cluster.objects.get(name="Cụm xã 2")
    assert answer["Location"] == url("cluster", made.public_id)
    page = client.get(answer["Location"]).content.decode()
    assert "Cụm, khối có 2 đơn vị, ngoài mức 8 - 15 đơn vị của quy chế." in page
    bad = client.post(f"{url('cluster-create')}?nam=2021", sent | {"name": "Cụm xã 3"})
    assert bad.status_code == 422 and "Đã ở cụm, khối khác" in bad.content.decode()
    edit = url("cluster-edit", made.public_id)
    assert client.post(edit, sent | {"name": "Cụm xã số 2", "version": "1"}).status_code == 302
    assert client.post(edit, sent | {"version": "1"}).status_code == 409
    renewed = client.get(f"{url('cluster-create')}?tu={story.cluster.public_id}")
    assert renewed.context["form"].initial["head_unit"] == story.communes[1]
    assert client.get(f"{url('cluster-create')}?tu=khong-phai").status_code == 404
    assert client.post(url("cluster-remove", made.public_id), {"version": "2"})["Location"] == url("cluster-list")


def test_the_meeting_agrees_and_the_approver_unlocks(story):
    all_appraised(story, [("60", "37"), ("55", "40"), ("50", "40")])
    vote(story, 0, 9, 10)
    khanh, agreeing = signed(story.khanh), url("cluster-step", story.cluster.public_id, "agree")
    page = khanh.get(agreeing).content.decode()
    assert "Chưa ghi phiếu suy tôn: Xã An Bình, Xã Cộng Hòa." in page
    assert khanh.post(agreeing, {"version": str(fresh(story).version), "note": "Biên bản 05/01/2022"}).status_code == 302
    page = khanh.get(url("cluster", story.cluster.public_id)).content.decode()
    assert "Xã An Lâm dẫn đầu Cụm xã 1 với 97 điểm" in page and "cell-input" not in page
    listed = khanh.get(url("cluster-list")).content.decode()
    assert "97 điểm" in listed
    unlocking = url("cluster-step", story.cluster.public_id, "unlock")
    assert "Chỉ người phê duyệt" in khanh.get(unlocking).content.decode()
    assert khanh.post(unlocking, {"version": "2", "note": "x"}).status_code == 403
    lam = signed(story.world.lam)
    assert lam.post(unlocking, {"version": "2", "note": " "}).status_code == 422
    assert lam.post(unlocking, {"version": "2", "note": "Tính nhầm"}).status_code == 302
    assert fresh(story).state == ClusterState.OPEN
    assert "Tính nhầm" in lam.get(url("cluster-history", story.cluster.public_id)).content.decode()
    assert khanh.get(url("cluster-step", story.cluster.public_id, "dissolve")).status_code == 404


def test_votes_that_part_equals_change_the_ranks_on_the_page(story):
    all_appraised(story, [("50", "40"), ("50", "40"), ("40", "40")])
    vote(story, 0, 6, 10)
    client, row = signed(story.khanh), story.members[1]
    client.post(url("cluster-save", story.cluster.public_id), cells((row, "votes_total", "10")))
    told = client.post(url("cluster-save", story.cluster.public_id), cells((row, "votes_yes", "9"))).json()["derived"]
    assert [told[f"rank-{member.public_id}"] for member in story.members] == ["2", "1", "3"]
    assert "90% so với 60%" in told[f"why-{row.public_id}"]


def test_equals_are_placed_on_their_own_page(story):
    all_appraised(story, [("50", "40"), ("50", "40"), ("40", "40")])
    client, address = signed(story.khanh), url("cluster-tie", story.cluster.public_id, 1)
    assert client.get(address).status_code == 200
    assert client.get(url("cluster-tie", story.cluster.public_id, 3)).status_code == 404
    assert signed(story.clerks[story.communes[1].pk]).get(address).status_code == 403
    keys = [f"rank-{member.public_id}" for member in story.members[:2]]
    bad = client.post(address, {keys[0]: "7", keys[1]: "hai", "note": "Biểu quyết"})
    assert bad.status_code == 422 and bad.content.decode().count("Chọn hạng từ 1 đến 2.") == 2
    assert client.post(address, {keys[0]: "2", keys[1]: "1", "note": ""}).status_code == 422
    assert client.post(address, {keys[0]: "2", keys[1]: "1", "note": "Cụm biểu quyết 7/10"}).status_code == 302
    page = client.get(url("cluster", story.cluster.public_id)).content.decode()
    assert "cụm, khối thống nhất: Cụm biểu quyết 7/10" in page


# --- filters, exports --------------------------------------------------------------------------


def test_filters_live_in_the_address_and_never_break(story):
    client, address = signed(story.khanh), url("cluster-list")
    queries = "q=an+lam q=%C4%91%E1%BB%93ng nam= nam=abc nam=2021&sort=-so sort=la trang_thai=open don_vi=x page=9"
    for query in queries.split():
        assert client.get(f"{address}?{query}").status_code in (200, 404), query
    assert "Cụm xã 1" in client.get(f"{address}?q=an+lam").content.decode()
    assert "Không có cụm, khối nào khớp" in client.get(f"{address}?q=khong+co").content.decode()
    assert client.get(f"{url('score-appraisal', story.card.public_id)}?cum=abc").status_code == 200
    for query in ("nam=99999", "nam=-1", "lan=x&cach=random", "don_vi=la&cach=la"):
        assert client.get(f"{url('cluster-builder')}?{query}").status_code == 200


def table(answer) -> list:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def test_workbooks_hold_what_the_pages_show(story):
    all_appraised(story, [("60", "37"), ("55", "40"), ("50", "40")])
    agree(story)
    client = signed(story.khanh)
    ranking = table(client.get(url("cluster-book", story.cluster.public_id)))
    first = next(row for row in ranking if row[0] == 1)
    assert (first[1], first[8]) == ("Xã An Lâm", 97)
    listed = table(client.get(url("cluster-export")))
    assert [row[3:5] for row in listed if row[0] == 2021] == [[1, "Xã An Lâm"], [2, "Xã An Bình"], [3, "Xã Cộng Hòa"]]
    sheet = table(client.get(url("score-book", story.members[0].public_id)))
    assert next(row for row in sheet if row[2] == "Thu ngân sách")[8:11] == [60, 60, 60]
    assert sheet[-1][8:11] == [97, 97, 97]
    grid = table(client.get(url("score-appraisal-book", story.card.public_id)))
    assert [row[1:5] for row in grid if row[0] == "Cụm xã 1"][0] == ["Xã An Bình", "Cụm đã thống nhất", 55, 55]
    assert signed(story.world.dung).get(url("score-appraisal-book", story.card.public_id)).status_code == 404
    card = table(client.get(url("scorecard-export", story.card.public_id)))
    assert next(row for row in card if row[2] == "Thu ngân sách")[3:7] == ["Chấm tay", 60, None, "Phòng Tài chính – Kế hoạch"]


def test_hostile_words_stay_words(story):
    Criterion.objects.filter(pk=story.criteria["budget"].pk).update(name='<script>alert("x")</script>', guide="=1+1")
    page = signed(story.khanh).get(url("scorecard", story.card.public_id)).content.decode()
    assert "<script>alert" not in page
    rows = table(signed(story.khanh).get(url("scorecard-export", story.card.public_id)))
    assert any("=1+1" in row for row in rows)


def test_a_cluster_without_a_scorecard_says_what_to_do(story):
    Cluster.objects.update(scorecard=None)
    own = signed(story.clerks[story.communes[0].pk])
    assert "Chưa có bảng chấm điểm" in own.get(url("score-sheet", story.members[0].public_id)).content.decode()
    page = own.post(url("score-step", story.members[0].public_id, "submit"), {"version": "1"}, follow=True).content.decode()
    assert "chưa có bảng chấm điểm" in page
    assert own.get(url("cluster", story.cluster.public_id)).status_code == 200
    assert ClusterMember.objects.filter(state=ScoreSheetState.DRAFT).count() == 3


WRITES = (
    "cluster-create cluster-builder scorecard-create cluster-edit:cluster cluster-remove:cluster cluster-save:cluster "
    "cluster-appraised:cluster cluster-step:cluster:agree cluster-step:cluster:unlock cluster-tie:cluster:1 scorecard-edit:card "
    "score-appraisal-save:card score-accept:card score-save:member score-step:member:submit score-step:member:take_back "
    "score-step:member:appraise score-step:member:send_back score-evidence:member:criterion"
)
NONSENSE = {
    "version": "mười", "row": "x", "field": "x", "value": "1,2,3", "was": "", "members": ["-1", "x"], "head_unit": "9e9",
    "name": "x" * 400,
    "scorecard": "x", "year": "²", "unit": "-", "maximum": "NaN", "bonus_limit": "1e400", "idempotency_key": "x", "note": "",
    "rows-TOTAL_FORMS": "999999", "rows-INITIAL_FORMS": "-1", "cum": "x", "remove": "1",
}  # fmt: skip


@pytest.mark.parametrize("name", ["khanh", "own", "lam", "dung"])
def test_nonsense_never_breaks_a_page(story, name):
    client = signed(who(story, name))
    keys = {
        "cluster": story.cluster.public_id, "card": story.card.public_id, "member": story.members[0].public_id,
        "criterion": story.criteria["budget"].public_id,
    }  # fmt: skip
    for line in WRITES.split():
        address, *args = line.split(":")
        for body in ({}, NONSENSE):
            answer = client.post(url(address, *(keys.get(arg, arg) for arg in args)), body)
            assert answer.status_code < 500, (line, bool(body))
    assert Cluster.objects.count() == 1 and Scorecard.objects.count() == 1
