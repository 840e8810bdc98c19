"""The awards of the campaign's first year: seven lines of the district, decided in December 2021."""

from datetime import date

from awards.services.certificate import queue_certificates
from thiduakhenthuong.summary.demo import stage
from thiduakhenthuong.summary.demo.lists import more_rows

REASON = "thành tích xuất sắc trong phong trào thi đua “Mỗi người làm việc bằng hai” năm 2021"


def commend(users: dict, units: dict, made, objectives: list) -> str:
    """From the dossier that names campaign and objective to the decision and its certificates."""
    clerk, office, leader = users["canbo.namsach"], users["thamdinh.namsach"], users["lanhdao.namsach"]
    serves = next(one for one in objectives if one.code == "V1")
    plan = stage.Plan(
        unit=units["district"], deciding_unit=units["district"], clerk=clerk, head=leader,
        text=f"Phong trào “{made.name}” năm 2021",
        reason=REASON, kind="CHUYEN_DE", opened=date(2021, 12, 6), submission="88/TTr-NV",
        rows=more_rows("thi-dua-2021", units["district"]), period=(date(2021, 1, 1), date(2021, 11, 30)), campaign=made,
        objective=serves,
    )  # fmt: skip
    dossier = stage.open_dossier(plan)
    with stage.on(date(2021, 12, 7)):
        stage.answer_twins(dossier, by=clerk)
        stage.attach_papers(dossier, by=clerk)
    stage.send(dossier, head=leader, day=date(2021, 12, 8))
    stage.receive(dossier, by=office, day=date(2021, 12, 9))
    stage.appraise(dossier, by=office, day=date(2021, 12, 13))
    stage.approve(dossier, by=leader, day=date(2021, 12, 15))
    decision = stage.issue(dossier, office=office, day=date(2021, 12, 20), number=9877, proposal="88/TTr-NV")
    with stage.on(date(2021, 12, 20)):
        queue_certificates(decision=decision, by=office)
    return f"Quyết định {decision.number_text}: {decision.lines.count()} dòng khen thưởng của phong trào năm 2021"
