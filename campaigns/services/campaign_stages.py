"""Mid-term and final reviews of a campaign: rows with an own life, because duties hang on them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.enums import CampaignState, StageKind
from campaigns.models import Campaign, Stage
from campaigns.services.campaign_scope import require_open
from campaigns.services.duties import renew_duties
from thiduakhenthuong.core import events
from thiduakhenthuong.core.names import clean


@transaction.atomic
def set_stages(*, campaign: Campaign, stages: list[dict], by) -> list[Stage]:
    """Make these the reviews of a campaign: dicts with kind, due_on, perhaps name and pk. Duties follow when it runs."""
    require_open(campaign, by)
    kept = keep_stages(campaign, stages, by=by)
    if campaign.state == CampaignState.LAUNCHED:
        renew_duties(campaign)
    return kept


def keep_stages(campaign: Campaign, stages: list[dict], *, by) -> list[Stage]:
    """The work of `set_stages` inside the caller's transaction, without touching duties."""
    _check(campaign, stages)
    known = {row.pk: row for row in campaign.stages.all()}
    before = [_words(row) for row in known.values()]
    kept = [_kept(campaign, row, known) for row in stages]
    gone = [row for pk, row in known.items() if pk not in {stage.pk for stage in kept}]
    if done := [row for row in gone if row.done_on]:
        raise ValidationError({"stages": f"{_words(done[0])} đã thực hiện ngày {done[0].done_on:%d/%m/%Y}, không bỏ được."})
    Stage.objects.filter(pk__in=[row.pk for row in gone]).delete()
    after = [_words(row) for row in kept]
    if sorted(before) != sorted(after):
        data = {
            "before": {"stages": "; ".join(before)},
            "after": {"stages": "; ".join(after)},
            "done": "sửa mốc sơ kết, tổng kết",
        }
        events.record(campaign, "stages", by=by, data=data)
    return kept


def _kept(campaign: Campaign, row: dict, known: dict[int, Stage]) -> Stage:
    """The stored stage of a row: the one it names, else one of the same kind and day, else a new one."""
    same = known.get(row.get("pk")) or next(
        (one for one in known.values() if (one.kind, one.due_on) == (row["kind"], row["due_on"])), None
    )
    stage = same or Stage(campaign=campaign)
    stage.kind, stage.due_on, stage.name = row["kind"], row["due_on"], clean(row.get("name") or "")
    stage.save()
    return stage


def _words(stage: Stage) -> str:
    return f"{stage.name or stage.get_kind_display()} ngày {stage.due_on:%d/%m/%Y}"


def _check(campaign: Campaign, stages: list[dict]) -> None:
    if sentence := _stage_fault(campaign, stages):
        raise ValidationError({"stages": sentence})


def _stage_fault(campaign: Campaign, stages: list[dict]) -> str:
    first, last = campaign.period_from, campaign.period_to
    finals = [row["due_on"] for row in stages if row["kind"] == StageKind.FINAL]
    if len(finals) > 1:
        return "Chỉ có một mốc tổng kết; các mốc khác hãy chọn “Sơ kết”."
    for row in stages:
        day, label = row["due_on"], StageKind(row["kind"]).label
        if day < first:
            return f"{label} ngày {day:%d/%m/%Y} trước khi phong trào bắt đầu ({first:%d/%m/%Y})."
        if row["kind"] == StageKind.MIDTERM and day > last:
            return f"Sơ kết ngày {day:%d/%m/%Y} sau khi phong trào kết thúc ({last:%d/%m/%Y})."
        if finals and day > finals[0]:
            return f"Sơ kết ngày {day:%d/%m/%Y} sau ngày tổng kết. Hãy sửa một trong hai ngày."
    keys = [(row["kind"], row["due_on"]) for row in stages]
    return "Có hai mốc trùng loại và ngày. Hãy bỏ bớt một mốc." if len(keys) != len(set(keys)) else ""
