"""The other province: its resolution with forty objectives split by year, the campaign that serves them, its first year."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.enums import CampaignKind, Operator, StageKind, UnitLevel
from campaigns.models import Campaign, Obligation, Resolution, Result, Unit
from campaigns.services import campaign, objective_import, report, resolution, result, target
from campaigns.services.cells import Edit
from campaigns.services.escalation import escalate
from campaigns.services.reminders import remind
from thiduakhenthuong.core.files import XLSX
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.vntext import number
from thiduakhenthuong.summary.demo import heads
from thiduakhenthuong.summary.demo.cast import find_unit
from thiduakhenthuong.summary.demo.spread import rows
from thiduakhenthuong.summary.demo.stage import on

FILE = "nghe_an_targets_2021_2025"
# How the first year went, in percent of the way planned for it, over and over in the order of the file; invented.
FIRST_YEAR = (100, 104, 100, 101, 100, 62, 97, 96, 101, 112, 88, 91, 103)


def build(users: dict) -> str:
    """Resolution from the workbook, campaign, and what the departments reported for 2021."""
    province = find_unit("Tỉnh Nghệ An")
    with on(date(2021, 2, 3)):
        served = _resolution(province, users["canbo.nghean"])
    made = _campaign(province, served, users)
    reported = _first_year(made, users)
    with on(date(2022, 1, 12)):
        escalate(date(2022, 1, 12))
        late = Obligation.objects.filter(campaign=made, done_at=None, due_on__lt=date(2022, 1, 12))
        remind(duties=late.select_related("campaign", "unit"), by=users["thamdinh.nghean"])
    return f"Nghị quyết Nghệ An với {served.objectives.count()} mục tiêu 2021 - 2025, {reported} đơn vị chủ trì báo cáo năm 2021"


def _resolution(province: Unit, clerk) -> Resolution:
    made = resolution.create_resolution(
        unit=province, by=clerk, first_year=2021, last_year=2025, adopted_on=date(2020, 10, 19),
        name="Nghị quyết Đại hội đại biểu Đảng bộ tỉnh Nghệ An lần thứ XIX, nhiệm kỳ 2020 - 2025",
    )  # fmt: skip
    upload = SimpleUploadedFile("chi-tieu-nghi-quyet.xlsx", _workbook(), XLSX)
    stored = objective_import.keep_upload(resolution=made, upload=upload, by=clerk)
    _, mark = objective_import.preview(resolution=made, stored=stored, by=clerk)
    objective_import.apply_import(resolution=made, stored=stored, mark=mark, leave_wrong=False, by=clerk)
    made.refresh_from_db()
    return made


def _workbook() -> bytes:
    """The file of the objectives as the office would send it."""
    lines = rows(FILE)
    return write_table("CHỈ TIÊU NGHỊ QUYẾT", [Column(name) for name in lines[0]], [list(line.values()) for line in lines])


def _campaign(province: Unit, served: Resolution, users: dict) -> Campaign:
    clerk, leader, day = users["canbo.nghean"], users["lanhdao.nghean"], date(2021, 10, 21)
    scope = list(Unit.objects.on(day).filter(parent=province, level__in=(UnitLevel.DEPARTMENT, UnitLevel.DISTRICT)))
    heads.hire(scope, make_password(settings.DEMO_PASSWORD))
    with on(date(2021, 10, 4)):
        made = campaign.create_campaign(
            unit=province, by=clerk, units=scope, accept_ending=True, resolution=served, head=leader,
            stages=STAGES,
            **WORDS,
        )  # fmt: skip
        target.take_objectives(campaign=made, objectives=list(served.objectives.order_by("order")), by=clerk)
    with on(day):
        made.refresh_from_db()
        campaign.launch_campaign(campaign=made, version=made.version, by=leader)
    made.refresh_from_db()
    return made


STAGES = [{"kind": StageKind.MIDTERM, "due_on": date(2023, 6, 30)}, {"kind": StageKind.FINAL, "due_on": date(2025, 10, 31)}]
WORDS = {
    "name": "Thi đua thực hiện thắng lợi Nghị quyết Đại hội Đảng bộ tỉnh",
    "kind": CampaignKind.REGULAR,
    "launcher": "UBND tỉnh Nghệ An",
    "slogans": "Đoàn kết, kỷ cương, đổi mới, sáng tạo",
    "aliases": ["Thi đua thực hiện Nghị quyết Đại hội XIX"],
    "central_task": "Thực hiện bốn mươi chỉ tiêu của Nghị quyết, đưa tỉnh trở thành tỉnh khá trong khu vực phía Bắc",
    "period_from": date(2021, 1, 1),
    "period_to": date(2025, 12, 31),
    "register_by": date(2022, 2, 28),
    "launched_on": date(2021, 10, 21),
    "head_name": "Hồ Đức Trung",
    "head_title": "Chủ tịch UBND tỉnh",
    "document_number": "9594/KH-UBND",
    "document_date": date(2021, 10, 21),
    "signer_lines": "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH",
    "signer_name": "Hồ Đức Trung",
    "purpose": "Mỗi cấp, mỗi ngành, mỗi người đăng ký việc cụ thể gắn với chỉ tiêu của Nghị quyết, tránh chung chung.",
    "participants": "Các sở, ban, ngành; các huyện, thành phố, thị xã; cán bộ, đảng viên và Nhân dân.",
    "organisation": "Ban Thi đua - Khen thưởng tỉnh theo dõi, tổng hợp từng quý.",
}


def _first_year(made: Campaign, users: dict) -> int:
    """Every department in charge reports the fourth quarter; the office verifies all but the last two."""
    leads = list(Unit.objects.filter(pk__in=made.targets.exclude(department=None).values("department")).order_by("sort_key"))
    staff = heads.hire(leads, make_password(settings.DEMO_PASSWORD))
    for place, unit in enumerate(leads):
        clerk = staff[unit.pk]["clerk"]
        with on(date(2022, 1, 6 + place % 4)):
            sheet = report.ensure_report(made, unit, 2021, 4, by=clerk)
            edits = [edit for line in sheet.results.select_related("target") for edit in _edits(line)]
            result.save_results(report=sheet, edits=edits, by=clerk)
            sheet.refresh_from_db()
            report.submit_report(report=sheet, version=sheet.version, by=clerk)
        if place < len(leads) - 2:
            with on(date(2022, 1, 11)):
                sheet.refresh_from_db()
                report.verify_report(report=sheet, version=sheet.version, by=users["thamdinh.nghean"])
    return len(leads)


def _edits(line: Result) -> list[Edit]:
    """What a department writes: the number, or words and a judgement."""
    key, goal = str(line.public_id), line.target
    if goal.operator == Operator.QUALITATIVE:
        return [Edit(key, "actual", "Giữ vững, không để xảy ra bị động, bất ngờ", ""), Edit(key, "status", "met", "none")]
    share = Decimal(FIRST_YEAR[goal.order % len(FIRST_YEAR)]) / 100
    base = goal.baseline if goal.rollup != "sum" and goal.baseline is not None else Decimal(0)
    value = base + (line.plan - base) * share
    if goal.unit_of_measure == "%":
        value = min(value, Decimal(100))
    places = Decimal(1) if goal.rollup == "sum" or line.plan > 1000 else Decimal("0.1")
    return [Edit(key, "actual", number(value.quantize(places)), "")]
