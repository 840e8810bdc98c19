"""R13 and R43: the yearly flag follows the rank that the cluster agreed and the votes of its meeting."""

from datetime import date
from decimal import Decimal

import pytest

from awards.eligibility import ClusterFact
from awards.models import Finding, PaperRequirement
from awards.services import verdict
from awards.views.grid import verdict_rows
from campaigns.enums import ClusterState
from campaigns.models import Cluster, ClusterMember
from tests.awards.eligibility_facts import ELIGIBLE, LOOK, UnitFact, day, finding, kind, line, on, told
from tests.awards.factories import award_kind, commendation_type, load_rules, make_dossier, make_nomination, make_world

COMMUNE = UnitFact(key=9, name="Xã An Lâm")
FACT = {
    "public_id": "c1", "cluster": "Cụm xã 1", "organiser": "Huyện Nam Sách", "year": 2021, "unit": "Xã An Lâm", "size": 10,
    "rank": 1, "total": Decimal("1007.50"), "votes": Decimal("92.5"),
}  # fmt: skip


def flag(*clusters, code="CO_TINH", **fields):
    facts = {"recipient_kind": "collective", "gender": "", "unit": COMMUNE, "award": kind(code), "award_code": code} | fields
    return line(clusters=tuple(ClusterFact(**FACT | one) for one in clusters), **facts)


def merit(today="2022-01-10"):
    return on(today, commendation_type="CONG_TRANG", period_from=date(2021, 1, 1), period_to=day("2021-12-31"))


def said(code, *clusters, **fields):
    found = finding(code, flag(*clusters, **fields), merit())
    return found.verdict, found.short, found.sentence


def test_r13_the_first_of_its_cluster_with_votes_is_fit_for_the_flag():
    assert said("R13", {}) == (
        ELIGIBLE, "Đứng thứ nhất Cụm xã 1 năm 2021",
        "Xã An Lâm đứng thứ nhất trong 10 đơn vị của Cụm xã 1 năm 2021, 1.007,5 điểm. Phiếu suy tôn đạt 92,5%.",
    )  # fmt: skip
    assert finding("R13", flag({}), merit()).data == {"cluster": "c1", "rank": 1, "of": 10}


@pytest.mark.parametrize(
    ("fact", "short", "words"),
    [
        ({"rank": 2}, "Đứng thứ nhì Cụm xã 1 năm 2021", "Cần đứng thứ nhất."),
        ({"rank": 7}, "Đứng thứ 7 Cụm xã 1 năm 2021", "Cần đứng thứ nhất."),
        ({"votes": None}, "chưa có phiếu suy tôn", "chưa ghi kết quả bỏ phiếu suy tôn."),
        ({"votes": Decimal(50)}, "phiếu suy tôn chưa quá bán", "Phiếu suy tôn đạt 50%."),
        (
            {"rank": None, "total": None}, "cụm, khối chưa thống nhất",
            "Cụm xã 1 năm 2021 (Huyện Nam Sách tổ chức) chưa thống nhất kết quả chấm điểm.",
        ),
    ],
)  # fmt: skip
def test_r13_everything_else_is_looked_at_with_the_reason(fact, short, words):
    level, told_short, sentence = said("R13", fact)
    assert (level, told_short) == (LOOK, short)
    assert sentence.endswith(words)


def test_r43_a_unit_without_a_cluster_cannot_get_the_yearly_flag():
    assert told(flag(), merit())["R43"] == LOOK
    assert said("R43")[2] == "Năm 2021 Xã An Lâm không thuộc cụm, khối thi đua nào nên không được xét Cờ thi đua."
    assert said("R43", {})[:2] == (ELIGIBLE, "Thuộc Cụm xã 1")
    assert "R43" in told(flag(code="CO_CP"), merit())
    assert told(flag(), merit())["R13"] == LOOK


def test_r13_asks_only_collectives_for_merit_in_the_years_of_the_rule():
    assert "R13" not in told(flag(recipient_kind="individual", gender="male"), merit())
    assert "R13" not in told(flag(), on("2021-10-15"))  # thematic
    assert finding("R13", flag(unit=None, unit_text="Xã An Lâm"), merit()).short == "chưa gắn với đơn vị"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "rank", "short"),
    [
        (ClusterState.AGREED, 1, "Đứng thứ nhất Cụm xã 1 năm 2020"),
        (ClusterState.AGREED, 3, "Đứng thứ ba Cụm xã 1 năm 2020"),
        (ClusterState.OPEN, 1, "cụm, khối chưa thống nhất"),
    ],
)
def test_the_verdict_of_a_line_reads_the_locked_rank(settings, state, rank, short):
    settings.WORK_DATE = date(2020, 7, 1)
    load_rules()
    PaperRequirement.objects.all().delete()
    world = make_world()
    cluster = Cluster.objects.create(unit=world.district, year=2020, name="Cụm xã 1", state=state)
    ClusterMember.objects.create(cluster=cluster, unit=world.commune, rank=rank, total=900, votes_yes=9, votes_total=10)
    dossier = make_dossier(world, commendation_type=commendation_type("CONG_TRANG"))
    row = make_nomination(
        dossier, "Nhân dân và cán bộ xã Nam Trung", recipient_kind="collective", unit=world.commune,
        award_kind=award_kind("CO_TINH"),
    )  # fmt: skip
    verdict.check_nominations([row])
    found = Finding.objects.get(nomination=row, rule_code="R13")
    assert (found.short, found.data["cluster"]) == (short, str(cluster.public_id))
    shown = next(one for one in verdict_rows(row) if one["title"] == short)
    assert (shown["url"], shown["link"]) == (f"/cum-khoi/{cluster.public_id}/", "Xem xếp hạng cụm, khối")
