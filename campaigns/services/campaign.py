"""The life of a campaign: written by the officers of its unit, launched and closed by its head, its duties kept in step.

`create_campaign` and `update_campaign` take the model's fields and, when given, `stages`, `aliases` and `units` too, so that
one press of a form is one transaction.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from campaigns import permissions
from campaigns.enums import CampaignState
from campaigns.models import Campaign, CampaignAlias, Unit
from campaigns.services.campaign_checks import check_values, require_ready
from campaigns.services.campaign_scope import join_units, name_heads, require_open, set_scope
from campaigns.services.campaign_stages import keep_stages, set_stages
from campaigns.services.duties import launch_day, make_duties, renew_duties
from campaigns.workflow import CAMPAIGN
from thiduakhenthuong.core import clock, events, numbering
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.names import clean, search_key, writable
from thiduakhenthuong.core.workflow import conflict

__all__ = [
    "close_campaign",
    "create_campaign",
    "launch_campaign",
    "reopen_campaign",
    "set_aliases",
    "set_scope",
    "set_stages",
    "update_campaign",
]

LINES = (
    "launcher", "name", "central_task", "head_name", "head_title", "document_number", "signer_lines", "signer_name", "note",
)  # fmt: skip
TEXTS = ("slogans", "reason", "purpose", "participants", "content", "award_terms", "funding", "organisation")
FACTS = (
    "level", "kind", "parent", "resolution", "period_from", "period_to", "register_by", "head", "document_date", "launched_on",
)  # fmt: skip
FIELDS = LINES + TEXTS + FACTS


@transaction.atomic
def create_campaign(
    *, unit: Unit, by, stages: list[dict] | None = None, aliases: list[str] | None = None, units: list[Unit] | None = None,
    accept_ending: bool = False, **values,
) -> Campaign:  # fmt: skip
    """A draft of `unit`; the level follows from the unit unless said otherwise. Raises Refused, ValidationError by field."""
    fields = {"level": unit.level} | _cleaned(values)
    campaign = Campaign(unit=unit, created_by=by, **fields)
    if reason := permissions.edit_campaign(by, campaign):
        raise Refused(reason)
    check_values(campaign)
    campaign.search_key = search_key(campaign.name)[:250]
    year = campaign.period_from.year
    campaign.code = f"PT-{year}-{numbering.draw('campaign', 'all', year):04d}"
    campaign.save()
    events.record(campaign, "create", by=by, data={"done": "lập"})
    _keep_parts(campaign, by=by, stages=stages, aliases=aliases, units=units, accept_ending=accept_ending)
    return campaign


@transaction.atomic
def update_campaign(
    *, campaign: Campaign, version: int, by, stages: list[dict] | None = None, aliases: list[str] | None = None,
    units: list[Unit] | None = None, accept_ending: bool = False, **values,
) -> Campaign:  # fmt: skip
    """Change a campaign that is not closed; a stale `version` is a Conflict. What was before stays in the history."""
    fresh = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if fresh.version != version:
        raise conflict(fresh, what="Phong trào")
    require_open(fresh, by)
    changed = {key: value for key, value in _cleaned(values).items() if getattr(fresh, key) != value}
    before = {key: shown(fresh, key) for key in changed}
    for key, value in changed.items():
        setattr(fresh, key, value)
    check_values(fresh)
    if changed:
        _write(fresh, changed, before, by=by)
    _keep_parts(fresh, by=by, stages=stages, aliases=aliases, units=units, accept_ending=accept_ending)
    if fresh.state == CampaignState.LAUNCHED:
        renew_duties(fresh)
    campaign.refresh_from_db()
    return campaign


def _write(fresh: Campaign, changed: dict, before: dict, *, by) -> None:
    old_name = before.get("name")
    row = changed | {"search_key": search_key(fresh.name)[:250]}
    rows = Campaign.objects.filter(pk=fresh.pk, version=fresh.version)
    if not rows.update(version=F("version") + 1, updated_at=clock.now(), **row):
        raise conflict(Campaign.objects.get(pk=fresh.pk), what="Phong trào")
    if old_name and fresh.state != CampaignState.DRAFT:
        _add_aliases(fresh, [old_name])  # people go on looking for the name under which it was launched
    after = {key: shown(fresh, key) for key in changed}
    events.record(fresh, "update", by=by, data={"done": "sửa", "before": before, "after": after})
    fresh.refresh_from_db()


def shown(campaign: Campaign, key: str) -> str:
    """A value as the history tells it."""
    label = getattr(campaign, f"get_{key}_display", None)
    value = label() if label else getattr(campaign, key)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")


def _keep_parts(campaign, *, by, stages, aliases, units, accept_ending) -> None:
    if aliases is not None:
        set_aliases(campaign=campaign, aliases=aliases, by=by)
    if stages is not None:
        keep_stages(campaign, stages, by=by)
    if units is not None:
        join_units(campaign, units, by=by, accept_ending=accept_ending)


@transaction.atomic
def set_aliases(*, campaign: Campaign, aliases: list[str], by) -> int:
    """Make these the other names of the campaign (spelling variants count once); answers how many there are."""
    require_open(campaign, by)
    wanted = {search_key(name): clean(name) for name in reversed(aliases) if search_key(clean(name))}
    if long := [name for name in wanted.values() if len(name) > 250]:
        raise ValidationError({"aliases": f"Tên gọi khác dài quá 250 chữ: “{long[0][:60]}…”. Hãy viết gọn lại."})
    wanted.pop(search_key(campaign.name), None)
    known = {row.search_key: row for row in campaign.aliases.all()}
    gone = [row for key, row in known.items() if key not in wanted]
    fresh = [key for key in reversed(wanted) if key not in known]
    if not gone and not fresh:
        return len(wanted)
    CampaignAlias.objects.filter(pk__in=[row.pk for row in gone]).delete()
    CampaignAlias.objects.bulk_create([CampaignAlias(campaign=campaign, name=wanted[key], search_key=key) for key in fresh])
    data = {
        "before": {"aliases": "; ".join(row.name for row in known.values())},
        "after": {"aliases": "; ".join(wanted.values())},
    }
    events.record(campaign, "aliases", by=by, data=data | {"done": "sửa tên gọi khác"})
    return len(wanted)


def _add_aliases(campaign: Campaign, names: list[str]) -> None:
    for name in names:
        CampaignAlias.objects.get_or_create(campaign=campaign, search_key=search_key(name)[:250], defaults={"name": name})


def _cleaned(values: dict) -> dict:
    """Only known fields: lines in one line, texts without what no paper can carry, years left as they are."""
    if unknown := set(values) - set(FIELDS):
        raise TypeError(f"Not a field of a campaign: {', '.join(sorted(unknown))}")
    lines = {key: clean(values[key] or "") for key in LINES if key in values}
    texts = {key: writable(values[key] or "").replace("\r\n", "\n").strip() for key in TEXTS if key in values}
    facts = {key: values[key] for key in FACTS if key in values}
    head = facts.get("head")
    if head and not lines.get("head_name"):
        lines["head_name"] = head.full_name
    return lines | texts | facts


# --- steps ------------------------------------------------------------------------------------


@transaction.atomic
def launch_campaign(*, campaign: Campaign, version: int, by, note: str = "") -> Campaign:
    """Launch a campaign that lacks nothing and make the duties of every unit in scope.

    Raises ValidationError with one sentence for each thing that is missing, Refused or Conflict.
    """
    fresh = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if fresh.version == version and fresh.state == CampaignState.DRAFT and not permissions.launch_campaign(by, fresh):
        require_ready(fresh)
    CAMPAIGN.apply(
        campaign,
        "launch",
        by=by,
        version=version,
        note=note,
        data={"units": fresh.members.count()},
        launched_on=launch_day(fresh),
        launched_by=by,
    )
    name_heads(campaign, campaign.launched_on)
    make_duties(campaign)
    return campaign


def close_campaign(*, campaign: Campaign, version: int, by, note: str = "") -> Campaign:
    """Close after the final review; `note` says what the campaign came to and is required."""
    if not clean(note):
        raise ValidationError({"note": "Hãy ghi kết quả chung khi tổng kết: đạt bao nhiêu chỉ tiêu, việc gì còn lại."})
    return CAMPAIGN.apply(campaign, "close", by=by, version=version, note=note)


def reopen_campaign(*, campaign: Campaign, version: int, by, note: str = "") -> Campaign:
    """Open a closed campaign again; the reason is required and stays in the history."""
    if not clean(note):
        raise ValidationError({"note": "Hãy ghi lý do mở lại; lý do được lưu trong lịch sử phong trào."})
    return CAMPAIGN.apply(campaign, "reopen", by=by, version=version, note=note)


STEPS = {"launch": launch_campaign, "close": close_campaign, "reopen": reopen_campaign}
