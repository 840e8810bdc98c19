"""The district's campaign of July 2020: resolution, launch, registrations of 19 communes and 12 offices, four quarters."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.hashers import make_password

from campaigns.enums import RegistrationKind, StageKind, UnitLevel
from campaigns.models import Allocation, Campaign, Obligation, Person, Registration, Report, Unit
from campaigns.services import campaign, objective, registration, report, resolution, result, target
from campaigns.services.allocation import ShareEdit, share_out
from campaigns.services.cells import Edit
from campaigns.services.escalation import escalate
from campaigns.services.measure_values import Amount
from campaigns.services.reminders import remind
from thiduakhenthuong.core.vntext import number
from thiduakhenthuong.summary.demo import heads
from thiduakhenthuong.summary.demo.spread import day_of, rows, unit_in
from thiduakhenthuong.summary.demo.stage import on

YEARS = range(2021, 2026)
MISSING = "Phòng Tư pháp huyện"
LATE = {"Xã An Sơn", "Thanh tra huyện", "Phòng Y tế huyện"}  # no report of the fourth quarter yet
WAITING = {"Xã Nam Trung", "Xã Hợp Tiến", "Xã Đồng Lạc", "Phòng Nội vụ huyện"}  # sent, to be verified
RETURNED = "Xã Thanh Quang"


@dataclass
class Stage:
    """Who plays: the district, its people, and head and clerk of every unit in scope."""

    district: Unit
    users: dict
    units: list
    staff: dict


def set_stage(users: dict, district: Unit) -> Stage:
    """Nineteen communes and thirteen offices, each with its people."""
    communes = Unit.objects.under(district).on(date(2021, 6, 1)).filter(level=UnitLevel.COMMUNE).order_by("sort_key")
    names = list(dict.fromkeys(row["unit"] for row in rows("campaign_registrations")))
    offices = [unit_in(district, name) for name in [*names, MISSING] if not _is_commune(name)]
    units = [*communes, *offices]
    return Stage(district, users, units, heads.hire(units, make_password(settings.DEMO_PASSWORD)))


# --- resolution and launch ------------------------------------------------------------------------


def goals(stage: Stage) -> tuple:
    """The resolution of the district's congress with the nine objectives of its campaign."""
    clerk = stage.users["canbo.namsach"]
    with on(date(2020, 6, 18)):
        made = resolution.create_resolution(
            unit=stage.district, by=clerk, first_year=2021, last_year=2025, adopted_on=date(2020, 6, 12),
            name="Nghị quyết Đại hội đại biểu Đảng bộ huyện Nam Sách lần thứ XXVI, nhiệm kỳ 2020 - 2025",
            aim="Xây dựng huyện phát triển khá của tỉnh, đạt chuẩn nông thôn mới nâng cao",
        )  # fmt: skip
        for row in rows("campaign_targets"):
            measure = _measure(row, stage.district)
            objective.add_objective(resolution=made, by=clerk, yearly=_years(row), **measure)
    return made, list(made.objectives.order_by("order"))


def launch(stage: Stage, served, objectives: list) -> Campaign:
    """Drafted by the clerk, targets taken from the resolution, launched by the chairman on 14 July 2020."""
    clerk, leader = stage.users["canbo.namsach"], stage.users["lanhdao.namsach"]
    with on(date(2020, 7, 6)):
        made = campaign.create_campaign(
            unit=stage.district, by=clerk, units=stage.units, accept_ending=True, resolution=served, head=leader,
            aliases=["Mỗi người làm việc bằng 2", "Thi đua bù lại suy giảm kinh tế do Covid-19"],
            stages=STAGES,
            **WORDS,
        )  # fmt: skip
        target.take_objectives(campaign=made, objectives=objectives, by=clerk)
    with on(date(2020, 7, 14)):
        made.refresh_from_db()
        campaign.launch_campaign(campaign=made, version=made.version, by=leader)
    made.refresh_from_db()
    return made


STAGES = [{"kind": StageKind.MIDTERM, "due_on": date(2023, 6, 30)}, {"kind": StageKind.FINAL, "due_on": date(2025, 9, 30)}]
WORDS = {
    "name": "Mỗi người làm việc bằng hai",
    "kind": "regular",
    "launcher": "UBND huyện Nam Sách",
    "slogans": "Mỗi người làm việc bằng hai\nNgười người thi đua, nhà nhà thi đua, ngành ngành thi đua",
    "central_task": "Bù lại suy giảm do dịch Covid-19, hoàn thành và vượt các chỉ tiêu kinh tế - xã hội",
    "reason": "Dịch Covid-19 làm chậm sản xuất, kinh doanh sáu tháng đầu năm 2020; cần làm bù để đạt kế hoạch nhiệm kỳ.",
    "period_from": date(2020, 7, 14),
    "period_to": date(2025, 12, 31),
    "register_by": date(2021, 2, 28),
    "launched_on": date(2020, 7, 14),
    "head_name": "Trịnh Công Khải",
    "head_title": "Chủ tịch UBND huyện",
    "document_number": "9105/QĐ-UBND",
    "document_date": date(2020, 7, 13),
    "signer_lines": "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH",
    "signer_name": "Trịnh Công Khải",
    "purpose": "Tạo khí thế thi đua sôi nổi trong cán bộ và Nhân dân, bù lại thời gian chậm lại vì dịch bệnh.\n"
    "Mỗi đơn vị, mỗi người nhận việc cụ thể, có con số, có thời hạn, có người chịu trách nhiệm.",
    "participants": "Các xã, thị trấn; cơ quan, đơn vị của huyện; cán bộ và Nhân dân trên địa bàn.",
    "content": "Thi đua thực hiện chín chỉ tiêu của Nghị quyết Đại hội Đảng bộ huyện theo bảng dưới đây.",
    "award_terms": "Khen thưởng hằng năm cho tập thể, cá nhân vượt chỉ tiêu đăng ký; ưu tiên người trực tiếp lao động.",
    "funding": "Từ Quỹ thi đua, khen thưởng của huyện và nguồn hợp pháp khác.",
    "organisation": "Phòng Nội vụ theo dõi, tổng hợp hằng quý.\n"
    "Các xã, thị trấn, cơ quan đăng ký trước ngày 28 tháng 02 hằng năm.",
}


def _measure(row: dict, district: Unit) -> dict:
    plain = ("code", "group", "indicator", "unit_of_measure", "direction", "operator", "rollup", "exclusion_note")
    return {name: row[name] for name in plain} | {
        "baseline": _number(row["baseline"]), "baseline_year": 2020, "term_value": _number(row["term_value"]),
        "splits": row["splits"] == "1", "department": unit_in(district, row["department"]),
    }  # fmt: skip


def _years(row: dict) -> dict[int, Amount]:
    return {year: Amount(_number(row[f"y{year}"])) for year in YEARS}


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


# --- shares ---------------------------------------------------------------------------------------

SHARED = ("D1", "K2", "V4")  # targets handed to the communes
MOVED = {"Xã Minh Tân": 5, "Xã Đồng Lạc": -5}  # jobs given more, or less, than promised later


def share(stage: Stage, made: Campaign) -> str:
    """Three targets of 2021 handed to the communes, the jobs of one commune on to two of its people."""
    clerk, codes = stage.users["canbo.namsach"], {one.code: one for one in made.targets.all()}
    with on(date(2020, 12, 21)):
        for code in SHARED:
            rows_ = [row for row in rows("campaign_registrations") if row["target"] == code and _is_commune(row["unit"])]
            edits = [ShareEdit(unit_in(stage.district, row["unit"]), None, _share(row), None) for row in rows_]
            share_out(target=codes[code], parent=None, year=2021, edits=edits, by=clerk)
    with on(date(2020, 12, 28)):
        commune = unit_in(stage.district, "Xã Nam Trung")
        people = Person.objects.filter(positions__unit__path__startswith=commune.path).distinct().order_by("pk")[:2]
        given = Allocation.objects.get(target=codes["K2"], unit=commune, person=None)
        edits = [ShareEdit(commune, person, Decimal(value), None) for person, value in zip(people, (20, 15), strict=False)]
        share_out(target=codes["K2"], parent=given, year=2021, edits=edits, by=stage.users["canbo.namtrung"])
    return f"{len(SHARED)} chỉ tiêu năm 2021 giao cho các xã, thị trấn, {len(edits)} phần giao tiếp cho cá nhân"


def _is_commune(name: str) -> bool:
    return name.startswith(("Xã ", "Thị trấn "))


def _share(row: dict) -> Decimal:
    more = MOVED.get(row["unit"], 0) if row["target"] == "K2" else 0
    return Decimal(row["value"]) + more


# --- registrations --------------------------------------------------------------------------------


def register(stage: Stage, made: Campaign) -> str:
    """Every unit but one registers for 2021; two of them in vague words; and seven persons."""
    codes = {one.code: one for one in made.targets.all()}
    sheets: dict[tuple, list] = {}
    for row in rows("campaign_registrations"):
        sheets.setdefault((row["unit"], row["person"]), []).append(row)
    for place, ((unit, person), lines) in enumerate(sheets.items()):
        _one_sheet(stage, made, unit_in(stage.district, unit), person, lines, codes, place)
    sent = Registration.objects.filter(campaign=made, kind=RegistrationKind.UNIT)
    return f"{sent.count()} đơn vị và {len(sheets) - sent.count()} cá nhân đăng ký năm 2021, {MISSING} chưa đăng ký"


def _one_sheet(stage, made, unit, person: str, lines: list, codes: dict, place: int) -> None:
    staff = stage.staff[unit.pk]
    about = {"kind": RegistrationKind.INDIVIDUAL, "person_name": person, "person_title": lines[0]["position"]} if person else {}
    promises = [
        {
            "text": row["text"], "target": codes.get(row["target"]), "value": _number(row["value"]),
            "unit_of_measure": row["unit_of_measure"], "due_on": day_of(row["due_on"]),
        }
        for row in lines
    ]  # fmt: skip
    day = date(2021, 1, 11 + place % 18)
    with on(day):
        sheet = registration.create_registration(
            campaign=made, unit=unit, year=2021, by=staff["clerk"], title_code=lines[0]["title_code"], lines=promises, **about
        )
        registration.submit_registration(registration=sheet, version=sheet.version, by=staff["clerk"])
        sheet.refresh_from_db()
        registration.confirm_registration(registration=sheet, version=sheet.version, by=staff["head"])


# --- four quarters --------------------------------------------------------------------------------


def quarters(stage: Stage, made: Campaign) -> str:
    """Results of four quarters: three verified; of the fourth some are late, some wait, one was returned."""
    figures = {row["code"]: row for row in rows("campaign_targets")}
    promised = {(row["unit"], row["text"]): row for row in rows("campaign_registrations")}
    for quarter, day in ((1, date(2021, 4, 7)), (2, date(2021, 7, 7)), (3, date(2021, 10, 7)), (4, date(2022, 1, 8))):
        for unit in stage.units:
            if unit.name == MISSING or quarter == 4 and unit.name in LATE:
                continue
            _report(stage, made, unit, quarter, day, figures, promised)
    count = Report.objects.filter(campaign=made).exclude(state="draft").count()
    return f"{count} báo cáo của bốn quý năm 2021, {len(LATE)} đơn vị quá hạn, {len(WAITING)} chờ xác minh"


def _report(stage, made, unit, quarter: int, day: date, figures: dict, promised: dict) -> None:
    staff, officer = stage.staff[unit.pk], stage.users["thamdinh.namsach"]
    with on(day):
        sheet = report.ensure_report(made, unit, 2021, quarter, by=staff["clerk"])
        edits = [_edit(line, unit, f"q{quarter}", figures, promised) for line in sheet.results.all()]
        result.save_results(report=sheet, edits=edits, by=staff["clerk"])
        sheet.refresh_from_db()
        report.submit_report(report=sheet, version=sheet.version, by=staff["clerk"])
        sheet.refresh_from_db()
        if quarter == 4 and unit.name in WAITING:
            return
        if quarter == 4 and unit.name == RETURNED:
            said = "Số việc làm mới cao hơn nhiều so với danh sách kèm theo. Đề nghị đối chiếu và gửi danh sách."
            report.send_back_report(report=sheet, version=sheet.version, by=officer, note=said)
        else:
            report.verify_report(report=sheet, version=sheet.version, by=officer)


def _edit(line, unit, column: str, figures: dict, promised: dict) -> Edit:
    if line.target_id:
        value = figures[line.target.code][column] if line.is_lead else ""
    else:
        value = promised.get((unit.name, line.commitment.text), {}).get(column, "")
    if not value:
        return Edit(str(line.public_id), "explanation", "Bản đăng ký chưa có con số để đối chiếu.", "")
    return Edit(str(line.public_id), "actual", number(Decimal(value)), "")


def climb(stage: Stage) -> str:
    """The nightly run after each deadline, and two reminders by the office."""
    for day in (date(2021, 3, 2), date(2021, 3, 12), date(2021, 4, 23), date(2021, 7, 23), date(2021, 10, 25), date(2022, 1, 12)):
        with on(day):
            escalate(day)
    with on(date(2022, 1, 13)):
        duties = Obligation.objects.filter(campaign__unit=stage.district, done_at=None, due_on__lt=date(2022, 1, 13))
        remind(duties=duties.select_related("campaign", "unit"), by=stage.users["thamdinh.namsach"])
    return f"{duties.count()} việc quá hạn đã nhắc, đã báo người đứng đầu và cấp trên"
