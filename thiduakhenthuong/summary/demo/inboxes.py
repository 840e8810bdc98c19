"""Work that is left to do on 14 January 2022, so that nobody signs in to an empty page."""

from datetime import date

from awards.models import Nomination
from awards.services import appraisal, dossier
from thiduakhenthuong.summary.demo import stage
from thiduakhenthuong.summary.demo.lists import more_rows

COVID = "Phòng, chống dịch Covid-19 năm 2021"
COVID_REASON = "thành tích xuất sắc trong phòng, chống dịch bệnh Covid-19 năm 2021"
HARVEST = "Thi đua làm thủy lợi đông xuân 2020 - 2021"
HARVEST_REASON = "thành tích xuất sắc trong phong trào thi đua làm thủy lợi đông xuân 2020 - 2021"
LAST_YEAR = (date(2021, 1, 1), date(2021, 12, 31))


def fill(users: dict, units: dict, meeting):
    """Leave work in every inbox; yields what was left where."""
    _returned(users, units)
    yield "2 dòng bị trả lại cho huyện Nam Sách, 2 dòng chờ lãnh đạo tỉnh duyệt, 2 dòng chờ thẩm định"
    _waiting_for_decision(users, units)
    yield "4 dòng đã duyệt của xã Nam Trung, chờ huyện soạn quyết định; 2 dòng chờ lãnh đạo huyện duyệt"
    _submitted(users, units)
    yield "hồ sơ huyện Cẩm Giàng đã gửi, chờ tỉnh tiếp nhận; hồ sơ xã Nam Trung chờ huyện tiếp nhận"
    _drafts(users, units)
    yield "hồ sơ đang soạn của huyện Nam Sách và xã Nam Trung, hồ sơ chờ lãnh đạo huyện xác nhận"


def _plan(users, units, rows: str, *, unit: str, to: str, clerk: str, head: str, **words):
    at = {"district": "district", "commune": "district", "neighbour": "neighbour"}[unit]
    return stage.Plan(
        unit=units[unit], deciding_unit=units[to], clerk=users[clerk], head=users[head],
        rows=more_rows(rows, units[at]), period=LAST_YEAR, **words,
    )  # fmt: skip


def _returned(users, units) -> None:
    plan = _plan(
        users, units, "covid-tinh", unit="district", to="province", clerk="canbo.namsach", head="lanhdao.namsach",
        text=COVID, reason=COVID_REASON, kind="CHUYEN_DE", opened=date(2022, 1, 3), submission="03/TTr-UBND",
    )  # fmt: skip
    made = stage.open_dossier(plan)
    with stage.on(date(2022, 1, 4)):
        stage.answer_twins(made, by=plan.clerk)
        stage.attach_papers(made, by=plan.clerk, skip=1)
    stage.send(made, head=plan.head, day=date(2022, 1, 5))
    stage.receive(made, by=users["thamdinh.tinh"], day=date(2022, 1, 6))
    names = list(Nomination.objects.filter(dossier=made).order_by("position").values_list("name", flat=True))
    stage.appraise(made, by=users["thamdinh.tinh"], day=date(2022, 1, 11), names=names[:2])
    for name, code in zip(names[2:4], ("B4", "C2"), strict=True):
        with stage.on(date(2022, 1, 12)):
            line = Nomination.objects.select_related("dossier__deciding_unit", "dossier__unit", "award_kind").get(
                dossier=made, name=name
            )
            appraisal.send_back(
                nomination=line, version=line.version, reason_code=code, sentence="", fields=[], by=users["thamdinh.tinh"]
            )


def _waiting_for_decision(users, units) -> None:
    plan = _plan(
        users, units, "thuy-loi-xa", unit="commune", to="district", clerk="canbo.namtrung", head="lanhdao.namtrung",
        text=HARVEST, reason=HARVEST_REASON, kind="CHUYEN_DE", opened=date(2021, 12, 29), submission="91/TTr-UBND",
    )  # fmt: skip
    made = stage.open_dossier(plan)
    with stage.on(date(2021, 12, 30)):
        stage.answer_twins(made, by=plan.clerk)
        stage.attach_papers(made, by=plan.clerk)
    stage.send(made, head=plan.head, day=date(2021, 12, 31))
    stage.receive(made, by=users["thamdinh.namsach"], day=date(2022, 1, 3))
    stage.appraise(made, by=users["thamdinh.namsach"], day=date(2022, 1, 10))
    names = list(Nomination.objects.filter(dossier=made).order_by("position").values_list("name", flat=True))
    stage.approve(made, by=users["lanhdao.namsach"], day=date(2022, 1, 13), names=names[:4])


def _submitted(users, units) -> None:
    for rows, unit, to, clerk, head, number in (
        ("cam-giang", "neighbour", "province", "canbo.camgiang", "lanhdao.camgiang", "02/TTr-UBND"),
        ("covid-xa", "commune", "district", "canbo.namtrung", "lanhdao.namtrung", "01/TTr-UBND"),
    ):
        plan = _plan(
            users, units, rows, unit=unit, to=to, clerk=clerk, head=head, text=COVID, reason=COVID_REASON,
            kind="CHUYEN_DE", opened=date(2022, 1, 11), submission=number,
        )  # fmt: skip
        made = stage.open_dossier(plan)
        with stage.on(date(2022, 1, 12)):
            stage.attach_papers(made, by=plan.clerk)
        stage.send(made, head=plan.head, day=date(2022, 1, 13))


def _drafts(users, units) -> None:
    for rows, unit, to, clerk, head, ready in (
        ("nhap-huyen", "district", "district", "canbo.namsach", "lanhdao.namsach", False),
        ("nhap-xa", "commune", "commune", "canbo.namtrung", "lanhdao.namtrung", False),
        ("cho-xac-nhan", "district", "province", "canbo.namsach", "lanhdao.namsach", True),
    ):
        plan = _plan(
            users, units, rows, unit=unit, to=to, clerk=clerk, head=head, text=COVID, reason=COVID_REASON,
            kind="CHUYEN_DE", opened=date(2022, 1, 13), submission="" if not ready else "04/TTr-UBND",
        )  # fmt: skip
        made = stage.open_dossier(plan)
        if ready:
            with stage.on(date(2022, 1, 13)):
                stage.attach_papers(made, by=plan.clerk)
                made.refresh_from_db()
                dossier.hand_to_head(dossier=made, version=made.version, by=plan.clerk)
