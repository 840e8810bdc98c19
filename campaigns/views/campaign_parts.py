"""Parts of the pages of campaigns as plain data: rows, filters, groups of units, findings, sentences of the history."""

from itertools import groupby

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.urls import reverse
from django.utils.timezone import localtime

from campaigns.enums import Block, CampaignKind, CampaignState, UnitLevel
from campaigns.models import Campaign
from campaigns.queries import campaign as queries
from campaigns.services.campaign_scope import reach_of
from campaigns.services.units import place_under
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.listing import replace_query
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.vntext import date_short

COLUMNS = [
    {"label": "Phong trào", "sort": "ten"}, {"label": "Đơn vị phát động", "sort": "don-vi"},
    {"label": "Thời gian", "sort": "tu-ngay"}, {"label": "Người đứng đầu"}, {"label": "Chỉ tiêu", "num": True},
    {"label": "Đơn vị", "num": True}, {"label": "Trạng thái"},
]  # fmt: skip
STEP_DONE = {
    "launch": "Đã phát động. Việc phải làm của từng đơn vị đã được giao.",
    "close": "Đã tổng kết phong trào.", "reopen": "Đã mở lại phong trào.",
}  # fmt: skip
STEP_WORDS = {
    "launch": ("Ghi chú khi phát động", "Ví dụ: phát động tại Hội nghị điển hình tiên tiến lần thứ V."),
    "close": ("Kết quả chung", "Đạt bao nhiêu chỉ tiêu, việc gì còn lại. Được lưu trong lịch sử phong trào."),
    "reopen": ("Lý do mở lại", "Được lưu trong lịch sử phong trào."),
}
DONE = {
    "create": "lập phong trào", "launch": "phát động phong trào", "close": "tổng kết phong trào", "reopen": "mở lại phong trào",
    "update": "sửa phong trào",
}  # fmt: skip
FILTERS = ("q", "cap", "loai", "tt", "dv", "nam")
FIELD_LABELS = {
    "stages": "Mốc sơ kết, tổng kết", "aliases": "Tên gọi khác", "document_date": "Ngày ký văn bản",
    "head": "Tài khoản người đứng đầu", "head_title": "Chức vụ người đứng đầu",
}  # fmt: skip


# --- list -------------------------------------------------------------------------------------


def list_choices(params, units: list, years: list[int]) -> dict:
    """What the filters offer and which are on."""
    names = {
        "q": lambda value: f"“{value}”", "cap": dict(UnitLevel.choices).get, "loai": dict(CampaignKind.choices).get,
        "tt": dict(CampaignState.choices).get, "dv": {str(unit.pk): unit.name for unit in units}.get,
        "nam": lambda value: f"Năm {value}" if value.isdecimal() else None,
    }  # fmt: skip
    on = ((key, names[key](params[key].strip())) for key in FILTERS if params.get(key, "").strip())
    chips = [{"label": text, "url": replace_query(params, **{key: None})} for key, text in on if text]
    levels = [(value, label) for value, label in UnitLevel.choices if value not in (UnitLevel.SCHOOL, UnitLevel.ENTERPRISE)]
    return {
        "units": units, "years": years, "levels": levels, "kinds": CampaignKind.choices, "states": CampaignState.choices,
        "chips": chips,
    }  # fmt: skip


def list_rows(campaigns, words: str) -> list[dict]:
    """Rows of the list; `found_by` is the other name by which the search found one."""
    return [
        {
            "campaign": campaign, "url": reverse("campaigns:campaign", args=[campaign.public_id]),
            "found_by": queries.alias_found(campaign, words), "thematic": campaign.kind == CampaignKind.THEMATIC,
        }
        for campaign in campaigns
    ]  # fmt: skip


def list_workbook(campaigns) -> bytes:
    """The list as a workbook."""
    columns = [
        Column("Mã", width=16), Column("Tên phong trào", width=60), Column("Tên gọi khác", width=40), Column("Loại", width=24),
        Column("Cấp", width=24), Column("Đơn vị phát động", width=32), Column("Phong trào cấp trên", width=40),
        Column("Từ ngày", "date"), Column("Đến ngày", "date"), Column("Ngày phát động", "date"), Column("Số văn bản", width=18),
        Column("Người đứng đầu", width=26), Column("Chức vụ", width=28), Column("Chỉ tiêu", "number"),
        Column("Đơn vị tham gia", "number"), Column("Trạng thái", width=16),
    ]  # fmt: skip
    rows = (
        [c.code, c.name, "; ".join(alias.name for alias in c.aliases.all()), c.get_kind_display(), c.get_level_display(),
         c.unit.name, c.parent.name if c.parent else "", c.period_from, c.period_to, c.launched_on, c.document_number,
         c.head_name, c.head_title, c.target_count, c.unit_count, c.get_state_display()]
        for c in campaigns
    )  # fmt: skip
    return write_table("DANH SÁCH PHONG TRÀO THI ĐUA", columns, rows, lines=(f"Lập ngày {date_short(clock.today())}",))


# --- form -------------------------------------------------------------------------------------


def form_choices(user, units: list, campaign: Campaign | None = None) -> dict:
    """Querysets of the pickers of the form."""
    return {
        "units": units, "parents": queries.parents_on_offer(user, campaign), "resolutions": queries.resolutions_on_offer(user),
        "heads": queries.heads_on_offer(units, clock.today(), kept=campaign.head_id if campaign else None),
    }  # fmt: skip


def form_values(campaign: Campaign) -> dict:
    """The campaign as the form shows it."""
    names = (
        "name", "kind", "launcher", "parent", "resolution", "central_task", "slogans", "period_from", "period_to", "launched_on",
        "register_by", "head_name", "head_title", "head", "document_number", "document_date", "signer_name", "signer_lines",
        "reason", "purpose", "participants", "content", "award_terms", "funding", "organisation", "note", "version",
    )  # fmt: skip
    stages = [{"pk": s.pk, "kind": s.kind, "due_on": s.due_on, "name": s.name} for s in campaign.stages.all()]
    aliases = "\n".join(alias.name for alias in campaign.aliases.all())
    return {name: getattr(campaign, name) for name in names} | {"stages": stages, "aliases": aliases}


def values_from_above(above: Campaign) -> dict:
    """What a campaign that carries out another one begins with."""
    names = ("name", "kind", "central_task", "slogans", "period_from", "period_to")
    return {name: getattr(above, name) for name in names} | {"parent": above}


def put_errors(form, error: ValidationError) -> None:
    """Faults of a service at their fields; those of a field the form does not show stand above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, found in error.error_dict.items():
        form.add_error(name if name in form.fields else None, found if name != NON_FIELD_ERRORS else ValidationError(found))


# --- scope ------------------------------------------------------------------------------------

GROUP_LABELS = {
    Block.PARTY: "Cơ quan Đảng", Block.GOVERNMENT: "Cơ quan chính quyền", Block.FRONT: "Mặt trận Tổ quốc, đoàn thể",
    Block.ARMED_FORCES: "Lực lượng vũ trang", Block.VERTICAL: "Ngành dọc", Block.PUBLIC_SERVICE: "Đơn vị sự nghiệp",
    Block.SCHOOL: "Trường học", Block.ENTERPRISE: "Doanh nghiệp, hợp tác xã",
}  # fmt: skip
PLACES = (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE)
BLOCKS = (Block.GOVERNMENT, *(block for block in Block if block != Block.GOVERNMENT))


def unit_groups(campaign: Campaign, units, chosen: set[int]) -> list[dict]:
    """Units in reach in groups: administrative levels, then the blocks of this level, then those of the levels below."""
    top = reach_of(campaign.unit)
    here = place_under(top) if top else ""
    named = sorted(((_group(unit, here), unit) for unit in units), key=lambda pair: (pair[0][0], pair[1].sort_key))
    found = []
    for (rank, code, label), members in groupby(named, key=lambda pair: pair[0]):
        rows = [unit for _, unit in members]
        count = sum(unit.pk in chosen for unit in rows)
        found.append({
            "rank": rank, "code": code, "label": label, "units": rows, "count": count, "all": count == len(rows),
            "below": rank >= 30 or len({unit.place for unit in rows}) > 1,  # names recur: the place tells them apart
        })  # fmt: skip
    return found


def _group(unit, here: str) -> tuple[int, str, str]:
    """(rank, code, label) of the group of a unit; `here` is the place of the units of this level."""
    if unit.level in PLACES:
        return PLACES.index(unit.level), unit.level, unit.get_level_display()
    rank, label = 10 + BLOCKS.index(unit.block), GROUP_LABELS[unit.block]
    if unit.place == here or unit.block in (Block.SCHOOL, Block.ENTERPRISE):
        return rank, unit.block, label
    return rank + 20, f"{unit.block}-below", f"{label} của cấp dưới"


# --- check and history ------------------------------------------------------------------------


def problem_rows(campaign: Campaign, problems: list) -> list[dict]:
    """What stands against the launch, each with the address where it is mended."""
    return [{"sentence": p.sentence, "link": p.link, "url": reverse(p.url_name, args=[campaign.public_id])} for p in problems]


def check_facts(campaign: Campaign) -> list[tuple[str, str]]:
    """What the one who launches should have seen: head, task, period, deadline."""
    return [
        ("Người đứng đầu", f"{campaign.head_name}, {campaign.head_title}" if campaign.head_name else "Chưa ghi"),
        ("Nhiệm vụ trọng tâm", campaign.central_task or "Chưa ghi"),
        ("Thời gian", f"{date_short(campaign.period_from)} – {date_short(campaign.period_to)}"),
        ("Hạn đăng ký", date_short(campaign.register_by) or "Theo số ngày đặt trong Danh mục"),
        ("Văn bản", campaign.document_number or "Chưa có số"),
    ]


def event_rows(events, done: dict | None = None) -> list[dict]:
    """Events as sentences: who, when, what, from what to what; `done` says some actions in other words than the event."""
    return [
        {
            "at": localtime(event.at), "who": event.by.full_name if event.by else "Hệ thống",
            "done": (done or {}).get(event.action) or event.data.get("done") or event.action, "note": event.note,
            "changes": _changes(event),
        }
        for event in events
    ]  # fmt: skip


def _changes(event) -> list[dict]:
    before, after = event.data.get("before"), event.data.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        return [{"field": _label(name), "old": before.get(name, ""), "new": value} for name, value in after.items()]
    rows = [("Thêm", event.data.get("joined")), ("Bớt", event.data.get("left"))]
    return [{"field": label, "old": "", "new": ", ".join(names)} for label, names in rows if names]


def _label(name: str) -> str:
    fields = {field.name: field for field in Campaign._meta.concrete_fields}
    label = FIELD_LABELS.get(name) or (str(fields[name].verbose_name) if name in fields else name)
    return label[:1].upper() + label[1:]
