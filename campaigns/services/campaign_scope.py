"""Units in the scope of a campaign. Who joins must live on the day of joining; who ends while the campaign runs is asked about.

A unit that has registered or reported never leaves silently: what it sent stands in the campaign.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from campaigns import permissions
from campaigns.enums import CampaignState, UnitLevel
from campaigns.models import Campaign, CampaignUnit, Unit, UnitSuccession
from campaigns.queries.heads import heads_of
from campaigns.services.duties import drop_duties, renew_duties
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.workflow import conflict

SHOWN = 4  # units named in one message


def require_open(campaign: Campaign, by) -> None:
    """Refused unless `by` may edit; a closed campaign is opened again first (Conflict)."""
    if reason := permissions.edit_campaign(by, campaign):
        raise Refused(reason)
    if campaign.state == CampaignState.CLOSED:
        raise Conflict("Phong trào đã tổng kết. Hãy “Mở lại” trước khi sửa.", fresh=campaign)


@transaction.atomic
def set_scope(*, campaign: Campaign, units: list[Unit], by, accept_ending: bool = False, version: int | None = None) -> int:
    """Make these the units in scope; duties follow when the campaign runs. Answers how many units are in scope.

    `accept_ending`: units that end while the campaign runs are wanted all the same (their duties stop on their last day).
    `version`: the list was chosen on a page of that version; when somebody changed the campaign since, it is a Conflict.
    """
    require_open(campaign, by)
    if version is not None:
        _move_on(campaign, version)
    count = join_units(campaign, units, by=by, accept_ending=accept_ending)
    if campaign.state == CampaignState.LAUNCHED:
        renew_duties(campaign)
    campaign.refresh_from_db(fields=["version", "updated_at"])  # last: what is refused is not saved, and keeps its version
    return count


def _move_on(campaign: Campaign, version: int) -> None:
    rows = Campaign.objects.filter(pk=campaign.pk, version=version)
    if not rows.update(version=F("version") + 1, updated_at=clock.now()):
        raise conflict(campaign, what="Phong trào")


def join_units(campaign: Campaign, units: list[Unit], *, by, accept_ending: bool = False) -> int:
    """The work of `set_scope` inside the caller's transaction, without making duties."""
    wanted = {unit.pk: unit for unit in units}
    known = {member.unit_id: member for member in campaign.members.select_related("unit")}
    fresh = [unit for pk, unit in wanted.items() if pk not in known]
    gone = [member for pk, member in known.items() if pk not in wanted]
    day = joining_day(campaign)
    _check_reach(campaign, fresh)
    _check_lives(campaign, fresh, day, accept_ending)
    _check_leaving(campaign, [member.unit for member in gone])
    if not fresh and not gone:
        return len(wanted)
    CampaignUnit.objects.filter(pk__in=[member.pk for member in gone]).delete()
    drop_duties(campaign, [member.unit_id for member in gone])
    heads = heads_of(fresh, day)
    rows = [(unit, *heads.get(unit.pk, ("", ""))) for unit in fresh]
    CampaignUnit.objects.bulk_create(
        [CampaignUnit(campaign=campaign, unit=unit, head_name=name, head_title=title) for unit, name, title in rows],
        batch_size=500,
    )
    data = {"joined": [unit.name for unit in fresh], "left": [member.unit.name for member in gone]}
    counted = [f"{verb} {len(rows)} đơn vị" for verb, rows in (("thêm", fresh), ("bớt", gone)) if rows]
    events.record(campaign, "scope", by=by, data=data | {"done": f"{', '.join(counted)} trong phạm vi"})
    return len(wanted)


def name_heads(campaign: Campaign, day: date) -> None:
    """Write down who heads each unit on a day; units without an account of their head keep the words they have."""
    members = list(CampaignUnit.objects.filter(campaign=campaign).select_related("unit"))
    heads, changed = heads_of([member.unit for member in members], day), []
    for member in members:
        words = heads.get(member.unit_id, (member.head_name, member.head_title))
        if words != (member.head_name, member.head_title):
            member.head_name, member.head_title = words
            changed.append(member)
    CampaignUnit.objects.bulk_update(changed, ["head_name", "head_title"], batch_size=200)


def joining_day(campaign: Campaign) -> date:
    """The day on which units join: of the launching paper while it is a draft with one, else today inside the period."""
    if campaign.state == CampaignState.DRAFT and (signed := campaign.launched_on or campaign.document_date):
        return signed
    return min(max(campaign.period_from, clock.today()), campaign.period_to)


def reach_of(unit: Unit) -> Unit | None:
    """The unit whose subtree a campaign may reach: a department works with the districts beside it; None is the country."""
    if unit.level == UnitLevel.CENTRAL:
        return None
    return unit.parent if unit.level in (UnitLevel.DEPARTMENT, UnitLevel.OFFICE) and unit.parent_id else unit


def _check_reach(campaign: Campaign, units: list[Unit]) -> None:
    top = reach_of(campaign.unit)
    outside = [unit for unit in units if top and not unit.path.startswith(top.path)]
    if outside:
        raise ValidationError(
            {"units": f"{_named(outside)} không thuộc {top.name}. Hãy bỏ khỏi phạm vi hoặc để cấp trên cùng phát động."}
        )


def _check_lives(campaign: Campaign, units: list[Unit], day: date, accept_ending: bool) -> None:
    dead = [unit for unit in units if not unit.lives_on(day)]
    if ended := [unit for unit in dead if unit.valid_to and unit.valid_to < day]:
        raise ValidationError({"units": f"{_with_heirs(ended)} Hãy chọn đơn vị kế thừa."}, code="ended")
    if dead:
        names = "; ".join(f"{unit.name} thành lập ngày {unit.valid_from:%d/%m/%Y}" for unit in dead[:SHOWN])
        raise ValidationError({"units": f"{names}: chưa có vào ngày {day:%d/%m/%Y}. Hãy chọn đơn vị đang hoạt động."})
    ending = [unit for unit in units if unit.valid_to and unit.valid_to < campaign.period_to]
    if ending and not accept_ending:
        text = (
            f"{_with_heirs(ending)} Phong trào kéo dài đến {campaign.period_to:%d/%m/%Y}. Hãy chọn đơn vị kế thừa, hoặc đánh dấu "
            "“Vẫn giao cho đơn vị kết thúc giữa kỳ” để các việc phải làm dừng ở ngày kết thúc."
        )
        raise ValidationError({"units": ValidationError(text, code="ending")})


def _check_leaving(campaign: Campaign, units: list[Unit]) -> None:
    if not units:
        return
    keys = set(campaign.registrations.filter(unit__in=units, removed_at=None).values_list("unit", flat=True))
    keys |= set(campaign.reports.filter(unit__in=units).values_list("unit", flat=True))
    if sent := [unit for unit in units if unit.pk in keys]:
        raise ValidationError(
            {"units": f"{_named(sent)} đã có đăng ký hoặc báo cáo trong phong trào, không bỏ khỏi phạm vi được."}
        )


def _named(units: list[Unit]) -> str:
    more = f" và {len(units) - SHOWN} đơn vị khác" if len(units) > SHOWN else ""
    return ", ".join(unit.name for unit in units[:SHOWN]) + more


def _with_heirs(units: list[Unit]) -> str:
    """ "Xã Nam Trung (huyện Nam Sách) kết thúc ngày 30/11/2024, nay là Xã Trần Phú." """
    heirs = {
        row.old_id: row.new.name
        for row in UnitSuccession.objects.filter(old__in=units[:SHOWN], is_default=True).select_related("new").order_by("pk")
    }
    parts = []
    for unit in units[:SHOWN]:
        place = f" ({unit.place})" if unit.place else ""
        heir = f", nay là {heirs[unit.pk]}" if unit.pk in heirs else ""
        parts.append(f"{unit.name}{place} kết thúc ngày {unit.valid_to:%d/%m/%Y}{heir}")
    more = f"; và {len(units) - SHOWN} đơn vị khác" if len(units) > SHOWN else ""
    return "; ".join(parts) + more + "."
