"""Examples with their copies, introductions that wait, initiatives with the ledger, and the conference of July 2020."""

import csv
from datetime import date, datetime, time
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from awards.models import Decision
from awards.services import ceremony
from campaigns.enums import ExemplarKind, InitiativeScope, UnitLevel
from campaigns.models import Exemplar, Replication, Unit
from campaigns.services import conference, exemplar, initiative, introduction, replication
from thiduakhenthuong.summary.demo.lists import FOLDER
from thiduakhenthuong.summary.demo.stage import on, sample_pdf

TOLD = (
    ("Ông Nguyễn Văn Bằng, xã Hiệp Cát", "Xã Hiệp Cát", ExemplarKind.PERSON,
     "Ông Bằng ba năm nay sửa xe đạp cũ tặng học sinh nghèo, đến tháng 12 vừa rồi đã tặng 46 chiếc. Cả thôn ai cũng biết."),
    ("Tổ liên gia tự quản số 4", "Thị trấn Nam Sách", ExemplarKind.COLLECTIVE,
     "Tổ có 32 hộ tự góp lắp 12 bóng đèn ngõ, từ đó không còn mất trộm. Mỗi tháng mỗi hộ góp 15 nghìn đồng tiền điện."),
)  # fmt: skip


def rows(name: str) -> list[dict]:
    """Rows of one file of the demonstration."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unit_in(district: Unit, name: str) -> Unit:
    """A unit of the district by its name, of those that lived in 2021."""
    found = Unit.objects.under(district).on(date(2021, 6, 1)).filter(name=name)
    return found.order_by("level", "pk")[0]


def day_of(text: str) -> date | None:
    """A day of a file."""
    return date.fromisoformat(text) if text else None


def examples(users: dict, district: Unit, campaign) -> str:
    """Write examples and copies down, confirm what was seen, recognise; answers what was done."""
    clerk, officer, leader = users["canbo.namsach"], users["thamdinh.namsach"], users["lanhdao.namsach"]
    made = {row["key"]: _example(row, district, campaign, clerk, leader) for row in rows("exemplars")}
    for row in rows("replications"):
        _copy(row, made[row["exemplar"]], district, clerk, officer)
    for title, place, kind, story in TOLD:
        told = {"title": title, "story": story, "kind": kind, "place_text": f"{place}, huyện Nam Sách"}
        introduction.introduce(office=district, unit=unit_in(district, place), **told)
    confirmed = Replication.objects.filter(state="confirmed").count()
    return f"{len(made)} điển hình với {confirmed} nơi làm theo, {len(TOLD)} lời giới thiệu chờ xem"


def _example(row: dict, district: Unit, campaign, clerk, leader) -> Exemplar:
    recognised = day_of(row["recognised_on"])
    words = ("title", "keeper", "problem", "way", "results", "unit_of_measure", "cost", "how_to_follow", "kind")
    with on(recognised):
        made = exemplar.create_exemplar(
            office=district, by=clerk, unit=unit_in(district, row["unit"]), campaign=campaign,
            started_on=day_of(row["started_on"]), result_value=_number(row["result_value"]), **{key: row[key] for key in words},
        )  # fmt: skip
        made.refresh_from_db()
        form = SimpleUploadedFile("phieu-dong-y.pdf", sample_pdf(), "application/pdf")
        exemplar.record_consent(exemplar=made, version=made.version, by=clerk, consent_on=recognised, upload=form)
        made.refresh_from_db()
        exemplar.recognise_exemplar(
            exemplar=made, version=made.version, by=leader, level=UnitLevel.DISTRICT, recognised_on=recognised,
            recognised_by_text=row["recognised_by"],
        )  # fmt: skip
    made.refresh_from_db()
    return made


def _copy(row: dict, original: Exemplar, district: Unit, clerk, officer) -> None:
    begun = day_of(row["started_on"])
    day = max(begun or date(2021, 12, 6), original.recognised_on)
    with on(day):
        made = replication.add_replication(
            exemplar=original, unit=unit_in(district, row["unit"]), by=clerk, claimed=row["state"] != "asking", started_on=begun,
            value=_number(row["value"]), result=row["result"], keeper=row["keeper"],
        )  # fmt: skip
        if row["state"] == "confirmed":
            made.refresh_from_db()
            replication.confirm_replication(replication=made, version=made.version, by=officer)
            seen = timezone.make_aware(datetime.combine(day, time(9)))
            Replication.objects.filter(pk=made.pk).update(confirmed_at=seen)


def _number(text: str):
    return Decimal(text) if text else None


def initiatives(users: dict, units: dict) -> str:
    """Three initiatives of a commune: recognised and used, recognised, waiting."""
    clerk, officer = users["canbo.namtrung"], users["thamdinh.namsach"]
    for number, (name, field, summary, benefit, authors) in enumerate(INITIATIVES):
        with on(date(2021, 10, 4 + number)):
            made = initiative.create_initiative(
                unit=units["commune"], by=clerk, authors=authors, name=name, field=field, year=2021, summary=summary,
                benefit=benefit, deciding_unit=units["district"],
            )  # fmt: skip
            initiative.submit_initiative(initiative=made, version=made.version, by=clerk)
        if number == 2:
            continue
        with on(date(2021, 12, 15)):
            made.refresh_from_db()
            initiative.recognise_initiative(
                initiative=made, version=made.version, by=officer, scope=InitiativeScope.BASE, decision_number="9911/QĐ-UBND",
                decision_date=date(2021, 12, 15), decision_by="Chủ tịch UBND huyện Nam Sách",
            )  # fmt: skip
            if number == 0:
                initiative.use_initiative(
                    author=made.authors.first(), title_code="CSTDCS", year=2021, by=officer,
                    purpose="Chiến sĩ thi đua cơ sở năm 2021",
                )  # fmt: skip
    return f"{len(INITIATIVES)} sáng kiến, một đã dùng để xét Chiến sĩ thi đua cơ sở"


INITIATIVES = (
    ("Sổ theo dõi thu quỹ bằng bảng tính của thôn", "Tài chính",
     "Lập một bảng tính chung cho 7 thôn, mỗi hộ một dòng, in phiếu thu từ bảng.",
     "Giảm 40% thời gian đối chiếu, không còn sai lệch cuối năm.",
     [{"name": "Đỗ Thị Quỳnh", "birth_year": 1986, "title": "Công chức Văn hóa - Xã hội", "share": Decimal(60)},
      {"name": "Bùi Văn Chuyên", "birth_year": 1979, "title": "Công chức Tài chính - Kế toán", "share": Decimal(40)}]),
    ("Lịch tưới luân phiên cho vùng hành, tỏi", "Nông nghiệp",
     "Chia 46 ha thành 5 vùng, mở cống theo lịch dán ở trạm bơm và gửi qua tin nhắn.",
     "Tiết kiệm 12% tiền điện bơm, không còn tranh nước.",
     [{"name": "Phạm Đình Toản", "birth_year": 1974, "title": "Trưởng thôn", "share": Decimal(100)}]),
    ("Hộp thư góp ý bằng mã hình tại bộ phận một cửa", "Cải cách hành chính",
     "Dán mã hình tại quầy để dân gửi góp ý bằng điện thoại, trả lời trong ba ngày.",
     "Nhận 64 góp ý trong 3 tháng, trả lời đúng hạn 61.",
     [{"name": "Nguyễn Thị Ngát", "birth_year": 1991, "title": "Công chức Tư pháp - Hộ tịch", "share": Decimal(100)}]),
)  # fmt: skip


def congress(users: dict, district: Unit, campaign) -> str:
    """The conference of 14 July 2020: its ordinal, two periods, programme and the examples shown there."""
    clerk = users["canbo.namsach"]
    with on(date(2020, 7, 2)):
        made = conference.create_conference(
            unit=district, by=clerk, name="Hội nghị điển hình tiên tiến huyện Nam Sách", ordinal=5, reviewed_from=2015,
            reviewed_to=2020, launched_from=2020, launched_to=2025, held_on=date(2020, 7, 10), starts_at="7 giờ 30",
            venue="Hội trường Trung tâm Văn hóa huyện", campaign=campaign,
        )  # fmt: skip
    with on(date(2020, 7, 7)):
        conference.update_conference(conference=made, version=made.version, by=clerk, held_on=date(2020, 7, 14))
        conference.set_programme(conference=made, version=made.version, by=clerk, items=PROGRAMME)
        for title in ("Đường hoa tự quản", "Chi bộ 4 tốt"):
            conference.add_exemplar(conference=made, exemplar=Exemplar.objects.get(title=title, office=district), by=clerk)
    with on(date(2020, 7, 13)):
        for decision in Decision.objects.filter(lines__nomination__dossier__round__unit=district).distinct().order_by("number"):
            batch = ceremony.add_batch(conference=made, decision=decision, by=clerk)
            ceremony.update_batch(
                batch=batch, version=batch.version, by=clerk, presenter=PRESENTERS[decision.number],
                reader="Lãnh đạo Phòng Nội vụ", per_turn=10,
            )  # fmt: skip
    return "hội nghị lần thứ V, nhìn lại 2015 - 2020, phát động 2020 - 2025"


PRESENTERS = {9088: "Nguyễn Thị Hải, Phó Chủ tịch UBND tỉnh", 9101: "Mạc Văn Kiên, Phó Chủ tịch UBND huyện"}
PROGRAMME = [
    {"time": "7 giờ 30", "content": "Đón tiếp đại biểu, văn nghệ chào mừng", "person": "Ban Tổ chức"},
    {"time": "8 giờ", "content": "Chào cờ, tuyên bố lý do, giới thiệu đại biểu", "person": "Phòng Nội vụ"},
    {"time": "8 giờ 15", "content": "Báo cáo phong trào thi đua yêu nước giai đoạn 2015 - 2020", "person": "Chủ tịch UBND huyện"},
    {"time": "8 giờ 45", "content": "Giao lưu điển hình tiên tiến", "person": "Đại diện hai điển hình"},
    {"time": "9 giờ 30", "content": "Công bố quyết định, trao bằng khen và giấy khen", "person": "Lãnh đạo tỉnh, huyện"},
    {"time": "10 giờ 15", "content": "Phát động phong trào “Mỗi người làm việc bằng hai” giai đoạn 2020 - 2025",
     "person": "Chủ tịch UBND huyện"},
    {"time": "10 giờ 45", "content": "Ký giao ước thi đua, bế mạc", "person": "Các cụm, khối"},
]  # fmt: skip
