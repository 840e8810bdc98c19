"""The targets of a campaign: written by hand, taken from the resolution, or taken over from the parent campaign.

After the launch every change leaves an event with before and after on the campaign as well, and new departments in charge
get their duty to report.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from campaigns.enums import CampaignState
from campaigns.models import Allocation, Campaign, Commitment, Measure, Objective, Result, Target
from campaigns.services import measure as rows
from campaigns.services.campaign_scope import require_open
from campaigns.services.cells import Edit, Outcome
from campaigns.services.duties import make_duties
from campaigns.services.measure_cells import Grid, save_cells
from campaigns.services.measure_values import kept_department, year_of
from campaigns.tally.rollup import rolled
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Conflict

COPIED = tuple(name for name in rows.FIELDS if name != "note")


def siblings_of(campaign: Campaign) -> QuerySet[Target]:
    """Rows of the table, in order."""
    return Target.objects.filter(campaign=campaign, removed_at=None).order_by("order", "pk")


def objectives_for(campaign: Campaign) -> QuerySet[Objective]:
    """Objectives that a target of the campaign may serve: those of its resolution and those it serves already."""
    mine = Q(resolution=campaign.resolution_id, removed_at=None) if campaign.resolution_id else Q(pk__in=[])
    return Objective.objects.filter(mine | Q(pk__in=siblings_of(campaign).order_by().values("objective")))


@transaction.atomic
def add_target(*, campaign: Campaign, by, yearly: rows.Years, **values) -> Target:
    """A new target. Raises Refused, Conflict (closed campaign), ValidationError by field."""
    require_open(campaign, by)
    made = Target(campaign=campaign)
    rows.put_values(made, values, yearly, campaign.years)
    _check_objective(made)
    rows.make(made, yearly=yearly, siblings=siblings_of(campaign), by=by)
    _after(campaign, [made], by=by, done="thêm chỉ tiêu")
    return made


@transaction.atomic
def update_target(*, target: Target, version: int, by, yearly: rows.Years, **values) -> Target:
    """Rewrite a target with all its fields; a stale version is a Conflict."""
    campaign = target.campaign
    require_open(campaign, by)
    _require_present(target)
    rows.put_values(target, values, yearly, campaign.years)
    _check_objective(target)
    facts = rows.rewrite(target, version=version, yearly=yearly, by=by, what="Chỉ tiêu")
    rows.renumber(siblings_of(campaign))
    if facts["after"]:
        _after(campaign, [target], by=by, done="sửa chỉ tiêu", **facts)
    return target


@transaction.atomic
def save_target_cells(*, campaign: Campaign, edits: list[Edit], by) -> list[Outcome]:
    """Cells of the years-across grid, each by itself."""
    require_open(campaign, by)
    grid = Grid(siblings_of(campaign), campaign.years, campaign.unit, objectives_for(campaign))
    launched = campaign.state == CampaignState.LAUNCHED
    outcomes = save_cells(grid, edits, by=by, owner=campaign if launched else None)
    if launched and any(one.edit.field == "department" and not one.error for one in outcomes):
        make_duties(campaign)
    return outcomes


@transaction.atomic
def take_objectives(*, campaign: Campaign, objectives: list[Objective], by) -> list[Target]:
    """Targets made from objectives of the campaign's resolution, with their numbers; those taken before are passed over."""
    require_open(campaign, by)
    known = set(siblings_of(campaign).values_list("objective", flat=True))
    fresh = [one for one in objectives if one.pk not in known]
    if strangers := [one for one in fresh if one.resolution_id != campaign.resolution_id or one.removed_at]:
        raise ValidationError(f"“{strangers[0].indicator}” không thuộc nghị quyết của phong trào. Hãy tải lại trang.")
    made = [_copied(Target(campaign=campaign, objective=one), one) for one in fresh]
    return _kept(campaign, made, by=by, done="lấy từ nghị quyết")


@transaction.atomic
def inherit_targets(*, campaign: Campaign, targets: list[Target], by) -> list[Target]:
    """Targets taken over from the parent campaign with their numbers and their objective; those taken before are passed over."""
    require_open(campaign, by)
    known = set(siblings_of(campaign).values_list("parent", flat=True))
    fresh = [one for one in targets if one.pk not in known]
    if strangers := [one for one in fresh if one.campaign_id != campaign.parent_id or one.removed_at]:
        raise ValidationError(f"“{strangers[0].indicator}” không thuộc phong trào cấp trên. Hãy tải lại trang.")
    made = [_copied(Target(campaign=campaign, parent=one, objective=one.objective), one) for one in fresh]
    return _kept(campaign, made, by=by, done="lấy từ phong trào cấp trên")


def _copied(made: Target, source: Measure) -> tuple[Target, rows.Years]:
    """The values of another measure for the years of this campaign; the term follows when the period is another one."""
    for name in COPIED:
        setattr(made, name, getattr(source, name))
    years = made.campaign.years
    made.department, made.department_text = kept_department(source, years=years, today=clock.today())
    known = {row.year: year_of(row) for row in source.years.all()}
    yearly = {year: known[year] for year in years if year in known}
    if set(known) - set(yearly) and not made.is_qualitative:
        made.term_value = rolled(made, [yearly[year].value if year in yearly else None for year in years])
        made.term_value_max = None if made.term_value_max is None else _highest(yearly, made.term_value)
    if made.due_on and made.due_on.year not in years:
        made.due_on = made.campaign.period_to
    return made, yearly


def _highest(yearly: rows.Years, least):
    tops = [amount.value_max or amount.value for amount in yearly.values() if amount.value is not None]
    return max(tops) if tops and max(tops) > least else None


def _kept(campaign: Campaign, made: list, *, by, done: str) -> list[Target]:
    if siblings_of(campaign).count() + len(made) > rows.MOST:
        raise ValidationError(f"Một phong trào có nhiều nhất {rows.MOST} chỉ tiêu. Hãy chọn ít hơn.")
    for target, yearly in made:
        target.save()
        rows.write_years(target, yearly)
    rows.renumber(siblings_of(campaign))
    targets = [target for target, _ in made]
    events.record_many([(target, "", {"done": done}) for target in targets], "create", by=by)
    if targets:
        _after(campaign, targets, by=by, done=done)
    return targets


@transaction.atomic
def remove_target(*, target: Target, by) -> None:
    """Take a target out, unless somebody promised, carries or reported a part of it."""
    require_open(target.campaign, by)
    _require_present(target)
    if said := used_words(target):
        raise ValidationError(f"{said} Chỉ tiêu này không bỏ được nữa; hãy sửa số hoặc ghi chú.")
    rows.take_out(target, by=by)
    _after(target.campaign, [target], by=by, done="bỏ chỉ tiêu")


@transaction.atomic
def restore_target(*, target: Target, by) -> None:
    """Put a target back."""
    require_open(target.campaign, by)
    rows.put_back(target, siblings=siblings_of(target.campaign), by=by)
    _after(target.campaign, [target], by=by, done="khôi phục chỉ tiêu")


@transaction.atomic
def move_target(*, target: Target, step: int, by) -> bool:
    """One place up or down inside its group."""
    require_open(target.campaign, by)
    _require_present(target)
    return rows.move(target, step, siblings=siblings_of(target.campaign), by=by)


def used_words(target: Target) -> str:
    """Who already works with a target: "Đã có 3 dòng đăng ký." or ""."""
    promised = Commitment.objects.filter(target=target, registration__removed_at=None, removed_at=None).count()
    if promised:
        return f"Đã có {promised} dòng đăng ký cho chỉ tiêu này."
    if shared := Allocation.objects.filter(target=target, removed_at=None).count():
        return f"Đã phân bổ cho {shared} nơi."
    reported = Result.objects.filter(target=target).exclude(actual=None, actual_text="").exists()
    return "Đã có báo cáo kết quả." if reported else ""


def _check_objective(target: Target) -> None:
    serves = target.objective
    if serves and not objectives_for(target.campaign).filter(pk=serves.pk).exists():
        raise ValidationError({"objective": "Mục tiêu này không thuộc nghị quyết của phong trào. Hãy chọn mục tiêu khác."})


def _require_present(target: Target) -> None:
    if target.removed_at:
        raise Conflict("Chỉ tiêu này đã bị bỏ khỏi bảng. Hãy tải lại trang.", fresh=target)


def _after(campaign: Campaign, targets: list[Target], *, by, done: str, **facts) -> None:
    """What a change of a launched campaign's targets brings with it."""
    if campaign.state != CampaignState.LAUNCHED:
        return
    events.record_many([(campaign, target.indicator, {"done": done} | facts) for target in targets], "target", by=by)
    make_duties(campaign)
