"""Plain factories of the campaigns side. Nothing here goes through services. The world and its cast are those of
`tests.awards.factories.make_world` (An, Chi: Nam Sách; Khánh, Lâm: its office; Giang, Hải: the province; Dũng: outsider)."""

from datetime import date

from campaigns.enums import CampaignState, Rollup
from campaigns.models import (
    Campaign,
    CampaignUnit,
    Commitment,
    Objective,
    ObjectiveYear,
    Registration,
    Report,
    Resolution,
    Result,
    Target,
    TargetYear,
)
from thiduakhenthuong.core.names import search_key

YEARS = range(2021, 2026)


def make_resolution(unit, name="Nghị quyết Đại hội Đảng bộ huyện", **fields) -> Resolution:
    """A resolution of 2021–2025."""
    return Resolution.objects.create(**{"unit": unit, "name": name, "first_year": 2021, "last_year": 2025} | fields)


def make_objective(resolution, indicator="Số nhà tạm được xóa", values=(20, 20, 15, 15, 10), **fields) -> Objective:
    """An objective whose years roll up (sum) to its term value."""
    facts = {"unit_of_measure": "nhà", "rollup": Rollup.SUM, "splits": True, "term_value": sum(values)} | fields
    made = Objective.objects.create(resolution=resolution, indicator=indicator, **facts)
    rows = zip(resolution.years, values, strict=False)
    ObjectiveYear.objects.bulk_create([ObjectiveYear(objective=made, year=year, value=value) for year, value in rows])
    return made


def make_campaign(unit, name="Mỗi người làm việc bằng hai", *, state=CampaignState.DRAFT, units=(), **fields) -> Campaign:
    """A campaign of 14/7/2020–31/12/2025 with an accountable head; `units` are in its scope."""
    facts = {
        "level": unit.level, "period_from": date(2020, 7, 14), "period_to": date(2025, 12, 31), "head_name": "Trịnh Công Khải",
        "head_title": "Phó Chủ tịch UBND huyện", "code": f"PT-T-{Campaign.objects.count() + 1}", "search_key": search_key(name),
        "launched_on": date(2020, 7, 14) if state != CampaignState.DRAFT else None,
    } | fields  # fmt: skip
    made = Campaign.objects.create(unit=unit, name=name, state=state, **facts)
    CampaignUnit.objects.bulk_create(
        [CampaignUnit(campaign=made, unit=one, head_name="Lê Thị Chi", head_title="Chủ tịch") for one in units]
    )
    return made


def make_target(campaign, indicator="Số nhà tạm được xóa", values=(20, 20, 15, 15, 10), *, objective=None, **fields) -> Target:
    """A target of 2021–2025 whose years roll up (sum)."""
    facts = {"unit_of_measure": "nhà", "rollup": Rollup.SUM, "splits": True, "term_value": sum(values)} | fields
    made = Target.objects.create(campaign=campaign, indicator=indicator, objective=objective, **facts)
    rows = zip(YEARS, values, strict=False)
    TargetYear.objects.bulk_create([TargetYear(target=made, year=year, value=value) for year, value in rows])
    return made


def make_registration(campaign, unit, year=2021, *, text="Sửa 6 nhà cho hộ nghèo trước 30/9/2021", **fields) -> Registration:
    """A unit's registration with one line."""
    made = Registration.objects.create(campaign=campaign, unit=unit, year=year, **fields)
    Commitment.objects.create(registration=made, text=text, value=6, unit_of_measure="nhà", due_on=date(year, 9, 30))
    return made


def make_report(campaign, unit, year=2021, quarter=1, *, targets=(), **fields) -> Report:
    """A report with one empty line for each target."""
    made = Report.objects.create(campaign=campaign, unit=unit, year=year, quarter=quarter, **fields)
    Result.objects.bulk_create([Result(report=made, target=target, order=place) for place, target in enumerate(targets)])
    return made
