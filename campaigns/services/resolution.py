"""Resolutions of Party congresses: their head data. The tree stands in services/objective.py."""

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns import permissions
from campaigns.models import ObjectiveYear, Resolution
from campaigns.services.changes import change, tidy
from campaigns.services.objective import require_officer
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.vntext import date_short

FIELDS = ("name", "number", "adopted_on", "first_year", "last_year", "aim", "note")
LONGEST = 20  # years of a term with a vision


@transaction.atomic
def create_resolution(*, unit, by, **values) -> Resolution:
    """A resolution without objectives yet. Raises Refused, ValidationError by field."""
    made = Resolution(unit=unit, **tidy(values))
    if reason := permissions.edit_resolution(by, made):
        raise Refused(reason)
    _check(made)
    made.save()
    events.record(made, "create", by=by, data={"done": "thêm nghị quyết"})
    return made


@transaction.atomic
def update_resolution(*, resolution: Resolution, version: int, by, **values) -> Resolution:
    """Change the head data; a stale version is a Conflict."""
    require_officer(resolution, by)
    values = tidy({name: values[name] for name in FIELDS if name in values})
    wanted = Resolution(pk=resolution.pk, unit=resolution.unit, **values)
    _check(wanted)
    _check_years_kept(resolution, wanted.years)
    return change(resolution, version=version, by=by, what="Nghị quyết", done="sửa nghị quyết", **values)


def _check(resolution: Resolution) -> None:
    wrong, first, last = {}, resolution.first_year, resolution.last_year
    if not resolution.name:
        wrong["name"] = "Hãy ghi tên nghị quyết."
    if not first or not 1945 <= first <= 2100:
        wrong["first_year"] = "Hãy ghi năm bắt đầu gồm bốn chữ số, ví dụ 2021."
    if not last or not 1945 <= last <= 2100:
        wrong["last_year"] = "Hãy ghi năm kết thúc gồm bốn chữ số, ví dụ 2025."
    elif first and "first_year" not in wrong and last < first:
        wrong["last_year"] = f"Năm kết thúc trước năm bắt đầu ({first}). Hãy sửa một trong hai năm."
    elif first and "first_year" not in wrong and last - first >= LONGEST:
        wrong["last_year"] = f"Giai đoạn dài {last - first + 1} năm. Mỗi nghị quyết nhiều nhất {LONGEST} năm, hãy tách tầm nhìn."
    day = resolution.adopted_on
    if day and last and last >= 1945 and day.year > last:
        wrong["adopted_on"] = f"Ngày ban hành {date_short(day)} sau khi giai đoạn đã hết. Hãy kiểm tra lại."
    if wrong:
        raise ValidationError(wrong)


def _check_years_kept(resolution: Resolution, years: range) -> None:
    """A shorter term may not leave numbers outside."""
    rows = ObjectiveYear.objects.filter(objective__resolution=resolution, objective__removed_at=None)
    rows = rows.exclude(value=None, text="").exclude(year__in=list(years))
    if lost := sorted(set(rows.values_list("year", flat=True))):
        where = "first_year" if lost[0] < years[0] else "last_year"
        names = ", ".join(map(str, lost))
        raise ValidationError(
            {where: f"Năm {names} đang có số kế hoạch. Hãy xóa các số đó trong bảng mục tiêu trước khi thu giai đoạn."}
        )
