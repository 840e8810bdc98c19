"""The scenario in order. Each chapter yields one line for the console."""

from datetime import date

from awards.models import Award, Dossier
from awards.services.certificate import queue_certificates
from awards.services.register import load_history
from campaigns.models import Unit
from thiduakhenthuong.summary.demo import campaign, cast, clusters, inboxes, nghe_an, spread, stage, yearly
from thiduakhenthuong.summary.demo.lists import FOLDER, conference_rows

TEXT = "Hội nghị điển hình tiên tiến lần thứ V, giai đoạn 2015 - 2020"
REASON = "thành tích xuất sắc trong phong trào thi đua yêu nước giai đoạn 2015 - 2020"


def has_data() -> bool:
    """Whether anybody has entered anything."""
    return Dossier.objects.exists()


def everything():
    """Build the whole demonstration; yields what was done, line by line."""
    users = cast.hire()
    yield f"{len(users)} tài khoản với vai trò"
    units = _units()
    _signers(units)
    load_history(FOLDER / "people_history_sample.csv", by=users["quantri"])
    yield f"{Award.objects.count()} khen thưởng cũ 2016 - 2019 trong sổ"
    meeting = _round(units)
    for name, level, submission, proposal, number, day in (
        ("tỉnh", "province", "58/TTr-UBND", "112/TTr-BTĐKT", 9088, date(2020, 7, 6)),
        ("huyện", "district", "59/TTr-NV", "59/TTr-NV", 9101, date(2020, 7, 10)),
    ):
        made = _conference(users, units, meeting, level, (submission, proposal), number, day)
        yield f"Quyết định {made.number_text} cấp {name}: {made.lines.count()} dòng"
    yield from inboxes.fill(users, units, meeting)
    yield from _campaigns(users, units)


def _campaigns(users: dict, units: dict):
    """The other half: the campaign of the district, what it brought, and the resolution of Nghệ An."""
    district = units["district"]
    played = campaign.set_stage(users, district)
    served, objectives = campaign.goals(played)
    launched = campaign.launch(played, served, objectives)
    yield f"Phong trào “{launched.name}”: {len(objectives)} chỉ tiêu, {len(played.units)} đơn vị trong phạm vi"
    yield campaign.share(played, launched)
    yield campaign.register(played, launched)
    yield campaign.quarters(played, launched)
    yield campaign.climb(played)
    yield yearly.commend(users, units, launched, objectives)
    yield clusters.score_clusters(played, launched)
    yield spread.examples(users, district, launched)
    yield spread.initiatives(users, units)
    yield spread.congress(users, district, launched)
    yield nghe_an.build(users)


def _units() -> dict[str, Unit]:
    return {
        "province": cast.find_unit("Tỉnh Hải Dương"),
        "district": cast.find_unit("Huyện Nam Sách", "tỉnh Hải Dương"),
        "commune": cast.find_unit("Xã Nam Trung", "huyện Nam Sách"),
        "neighbour": cast.find_unit("Huyện Cẩm Giàng", "tỉnh Hải Dương"),
    }


def _signers(units: dict) -> None:
    stage.add_signer(units["province"], "Nguyễn Đức Thắng", "CHỦ TỊCH")
    stage.add_signer(units["district"], "Trịnh Công Khải", "CHỦ TỊCH")
    stage.add_signer(units["commune"], "Phạm Văn Thuận", "CHỦ TỊCH")


def _round(units: dict):
    return stage.Round.objects.create(
        name=TEXT, unit=units["district"], opens_on=date(2020, 6, 1), deadline=date(2020, 7, 1), ceremony_on=date(2020, 7, 14)
    )


def _conference(users, units, meeting, level: str, papers: tuple, number: int, day: date):
    """One of the two decisions of the conference, from the empty dossier to the certificates."""
    office, leader = ("thamdinh.tinh", "lanhdao.tinh") if level == "province" else ("thamdinh.namsach", "lanhdao.namsach")
    clerk, head = users["canbo.namsach"], users["lanhdao.namsach"]
    plan = stage.Plan(
        unit=units["district"], deciding_unit=units[level], clerk=clerk, head=head, text=TEXT, reason=REASON,
        kind="CHUYEN_DE", opened=date(2020, 6, 22), submission=papers[0], round=meeting,
        rows=conference_rows(level, units["district"]),
    )  # fmt: skip
    made = stage.open_dossier(plan)
    with stage.on(date(2020, 6, 24)):
        stage.answer_twins(made, by=clerk)
        stage.attach_papers(made, by=clerk)
    stage.send(made, head=head, day=date(2020, 6, 25))
    stage.receive(made, by=users[office], day=date(2020, 6, 26))
    stage.appraise(made, by=users[office], day=date(2020, 6, 30))
    stage.approve(made, by=users[leader], day=date(2020, 7, 3))
    decision = stage.issue(made, office=users[office], day=day, number=number, proposal=papers[1])
    with stage.on(day):
        queue_certificates(decision=decision, by=users[office])
    return decision
