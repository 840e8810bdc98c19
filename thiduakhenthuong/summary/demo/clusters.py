"""Clusters of 2021: one agreed and locked, one being appraised, one still scoring itself."""

from datetime import date
from decimal import Decimal

from campaigns.models import ClusterMember, Criterion, Unit
from campaigns.services import cluster, score, scorecard
from campaigns.services.cells import Edit
from campaigns.services.score import Cell
from campaigns.services.scorecard import Row
from thiduakhenthuong.core.vntext import number
from thiduakhenthuong.summary.demo.spread import rows, unit_in
from thiduakhenthuong.summary.demo.stage import on


def score_clusters(stage, made) -> str:
    """The scorecard of the district, three clusters of communes, their scores."""
    officer, codes = stage.users["thamdinh.namsach"], {one.code: one for one in made.targets.all()}
    with on(date(2021, 3, 5)):
        card = scorecard.create_scorecard(
            unit=stage.district, by=officer, year=2021, name="Bảng chấm điểm thi đua các xã, thị trấn năm 2021",
            maximum=Decimal(1000), bonus_limit=Decimal(50), rows=[_row(row, codes, stage.district) for row in rows("criteria")],
        )  # fmt: skip
        groups = _groups(stage)
        clusters = [
            cluster.create_cluster(
                unit=stage.district, by=officer, year=2021, name=name, scorecard=card, members=units, head_unit=units[0],
                deputy_unit=units[1],
            )
            for name, units in groups.items()
        ]  # fmt: skip
    for place, one in enumerate(clusters):
        _play(stage, one, list(card.criteria.all()), officer, place)
    return f"{len(clusters)} cụm xã năm 2021: một cụm đã khóa điểm, một cụm đang thẩm định, một cụm đang tự chấm"


def _groups(stage) -> dict[str, list[Unit]]:
    """{cụm: communes}, as the offices of the communes are grouped in the reference data."""
    found: dict[str, list[Unit]] = {}
    for unit in stage.units:
        office = Unit.objects.filter(parent=unit, emulation_group__startswith="Cụm xã").first()
        if office:
            found.setdefault(office.emulation_group, []).append(unit)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _row(row: dict, codes: dict, district: Unit) -> Row:
    return Row(
        name=row["name"], maximum=Decimal(row["maximum"]), part=row["part"], kind=row["kind"], target=codes.get(row["target"]),
        department=unit_in(district, row["department"]) if row["department"] else None, guide=row["guide"],
    )  # fmt: skip


def _play(stage, one, criteria: list[Criterion], officer, place: int) -> None:
    """Cluster 0 goes to the end, 1 stops in the appraisal, 2 stops half way through scoring itself."""
    members = list(ClusterMember.objects.filter(cluster=one).order_by("pk"))
    for number_, member in enumerate(members):
        if place == 2 and number_ >= 2:
            continue
        with on(date(2022, 1, 4)):
            _score_self(stage, member, criteria, number_)
    if place == 2:
        return
    with on(date(2022, 1, 7)):
        _appraise(officer, members, criteria, whole=place == 0)
    if place == 0:
        _agree(one, officer)


def _score_self(stage, member, criteria, place: int) -> None:
    clerk = stage.staff[member.unit_id]["clerk"]
    hand = [row for row in criteria if row.kind in ("hand", "bonus")]
    cells = [Cell(member, row, "self_points", Edit("", "", number(_points(row, place)), "")) for row in hand]
    wrong = [said for said in score.save_cells(cells=cells, by=clerk) if isinstance(said, Exception)]
    if wrong:
        raise wrong[0]
    member.refresh_from_db()
    score.submit_sheet(member=member, version=member.version, by=clerk)


def _points(row: Criterion, place: int) -> Decimal:
    """Invented points: the later a commune stands in its cluster, the more it loses, differently for each criterion."""
    if row.kind == "bonus":
        return row.maximum if place % 3 == 0 else Decimal(0)
    return row.maximum - min(row.maximum, Decimal((place * 3 + row.order * 2) % 11))


def _appraise(officer, members: list, criteria: list, *, whole: bool) -> None:
    members = list(ClusterMember.objects.filter(pk__in=[one.pk for one in members]).select_related("cluster__scorecard", "unit"))
    some = criteria if whole else criteria[:3]
    own = {(row.member_id, row.criterion_id): row.self_points for one in members for row in one.scores.all()}
    cells = []
    for place, member in enumerate(members):
        for row in some:
            points = own.get((member.pk, row.pk))
            if row.kind == "minus" or points is None:
                points = Decimal(0)
            elif place == 2 and row.kind == "hand":
                points = max(Decimal(0), points - 2)
            cells.append(Cell(member, row, "appraised_points", Edit("", "", number(points), "")))
    wrong = [said for said in score.save_cells(cells=cells, by=officer) if isinstance(said, Exception)]
    if wrong:
        raise wrong[0]
    if whole:
        for member in members:
            member.refresh_from_db()
            score.appraise_sheet(member=member, version=member.version, by=officer)


def _agree(one, officer) -> None:
    with on(date(2022, 1, 11)):
        rows_ = cluster.cluster_standings(one)
        for row in rows_:
            edits = [("votes_total", "7"), ("votes_yes", "7" if row.placed.rank == 1 else "0")]
            if row.placed.rank == 1:
                edits.append(("proposal", "Cờ thi đua của UBND tỉnh"))
            for field, value in edits:
                cluster.save_result_cell(member=row.member, edit=Edit("", field, value, ""), by=officer)
        one.refresh_from_db()
        cluster.agree_cluster(cluster=one, version=one.version, by=officer, note="Họp cụm ngày 11/01/2022")
