"""Parts of the pages of dossiers as plain data: titles, buttons, filters that are on, what is missing, what happened."""

from django.urls import reverse
from django.utils.timezone import localtime

from awards.enums import DossierState
from awards.models import Dossier, Nomination
from awards.queries.dossier import faulty_lines, has_lines, line_names, papers_made_here
from awards.queries.purpose import campaign_of
from awards.workflow import DOSSIER
from thiduakhenthuong.core.listing import replace_query
from thiduakhenthuong.core.sheets.writer import Column, write_table

PRIMARY = ("submit", "hand_to_head", "receive")
ICONS = {"give_back": "unlock", "withdraw": "box-arrow-left"}
ASKS_FIRST = frozenset({"hand_to_head", "submit"})  # steps that first show what is missing
SHOWN = 50  # faulty lines that are named


def remember_list(request) -> None:
    """Keep the filters of the list, so that the way back from a dossier leads to them."""
    if request.session.get("dossier_list", "") != request.GET.urlencode():
        request.session["dossier_list"] = request.GET.urlencode()


def list_address(request) -> str:
    """The list as it was filtered last."""
    filters = request.session.get("dossier_list", "")
    return reverse("awards:dossier-list") + (f"?{filters}" if filters else "")


def page_title(kinds: list) -> str:
    """ "Đề nghị tặng Bằng khen của Chủ tịch UBND tỉnh" when the lines ask for one kind, else the general words."""
    return f"Đề nghị tặng {kinds[0].label}" if len(kinds) == 1 else "Hồ sơ đề nghị khen thưởng"


def segments(counts: dict) -> list[dict]:
    """The filters by verdict above the grid."""
    return [
        {"value": "", "label": "Tất cả", "count": counts["total"], "level": ""},
        {"value": "eligible", "label": "Đủ điều kiện", "count": counts["verdict_eligible"], "level": "ok"},
        {"value": "look", "label": "Cần xem", "count": counts["verdict_look"], "level": "warn"},
        {"value": "missing", "label": "Thiếu", "count": counts["verdict_missing"], "level": "bad"},
    ]


def action_buttons(dossier: Dossier, user) -> list[dict]:
    """The steps this user may take now; one of them is the primary."""
    steps = {s.name: s for s in DOSSIER.available(dossier, user) if s.name != "conclude"}
    if dossier.state == DossierState.READY:
        steps.pop("hand_to_head", None)
    first = next((name for name in PRIMARY if name in steps), None)
    if first == "submit":
        steps.pop("hand_to_head", None)
    ordered = sorted(steps.values(), key=lambda s: s.name == first)
    return [_button(dossier, step, step.name == first) for step in ordered]


def _button(dossier, step, primary: bool) -> dict:
    asks = step.name in ASKS_FIRST
    return {
        "name": step.name, "label": step.label, "primary": primary, "icon": ICONS.get(step.name, ""),
        "url": reverse("awards:dossier-step", args=[dossier.public_id, step.name]),
        "check_url": reverse("awards:dossier-check", args=[dossier.public_id, step.name]) if asks else "",
    }  # fmt: skip


def filter_chips(params, units: list, kinds: list) -> list[dict]:
    """The filters that are on, each with the address that takes it off."""
    names = {
        "q": lambda value: f"“{value}”",
        "tt": lambda value: dict(DossierState.choices).get(value),
        "dv": lambda value: next((u.name for u in units if str(u.pk) == value), None),
        "ht": lambda value: next((k.short_label or k.label for k in kinds if k.code == value), None),
        "pt": lambda value: getattr(campaign_of(params), "name", None),
    }
    found = ((key, label(params[key].strip())) for key, label in names.items() if params.get(key, "").strip())
    return [{"label": text, "url": replace_query(params, **{key: None})} for key, text in found if text]


def missing_things(dossier: Dossier, papers: list, step: str) -> dict:
    """What keeps the dossier from being complete: `stops` must be mended, `explain` may go on with words.

    `number`: the tờ trình has no number and day yet, they are asked with the step.
    """
    wanting = _wanting(papers)
    lines = faulty_lines(dossier)
    stops = [] if has_lines(dossier) else ["Chưa có dòng nào trong danh sách."]
    explain = bool(wanting or lines)
    number = step == "submit" and not (dossier.submission_number and dossier.submission_date)
    return {
        "stops": stops, "papers": wanting, "lines": lines[:SHOWN], "line_count": len(lines), "explain": explain,
        "number": number, "any": bool(stops or explain or number),
    }  # fmt: skip


def _wanting(papers: list) -> list[dict]:
    """Required papers that are not there, each kind once: {label, count (lines without it), names (the first few)}."""
    found, made_here = {}, papers_made_here()
    for item in papers:
        if item.requirement.required and not item.present and item.requirement.code not in made_here:
            entry = found.setdefault(item.requirement.code, {"label": item.requirement.label, "count": 0, "names": []})
            if item.nomination:
                entry["count"] += 1
                entry["names"].append(item.nomination.printed_name)
    for entry in found.values():
        entry["names"] = ", ".join(entry["names"][:3]) + ("…" if entry["count"] > 3 else "")
    return list(found.values())


LABELS = {"unit": "Đơn vị", "award_kind": "Hình thức", "birth_date": "Ngày sinh", "birth_year": "Năm sinh"}
HIDDEN = {"search_key", "name_key", "sort_key", "person", "household", "facts"}


def event_rows(dossier: Dossier, events: list, names: dict | None = None) -> list[dict]:
    """Events as sentences: who, when, what, on which lines, from what to what; a step of many lines is one sentence.

    `names` ({line key: name}) where they are known already.
    """
    if names is None:
        of_line = {e.target_id for e in events if e.target_type.model == "nomination"}
        names = line_names(dossier, of_line) if of_line else {}
    rows = []
    for event in events:
        row = _event_row(event, names)
        if rows and row["bare"] and rows[-1]["bare"] and _together(rows[-1], row):
            rows[-1]["lines"] += row["lines"]
        else:
            rows.append(row)
    return rows


def _event_row(event, names: dict) -> dict:
    lines = [names.get(event.target_id, "")] if event.target_type.model == "nomination" else []
    paper = event.data.get("name", "") if event.action in ("attach", "detach", "reattach") else ""
    told = {"note": event.note, "sentence": event.data.get("sentence", ""), "paper": paper, "changes": _changes(event)}
    who = event.by.full_name if event.by else "Hệ thống"
    done = event.data.get("done") or event.action
    return {
        "at": localtime(event.at),
        "who": who,
        "done": done,
        "lines": lines,
        "bare": bool(lines) and not any(told.values()),
    } | told


def _together(one: dict, other: dict) -> bool:
    same = one["who"] == other["who"] and one["done"] == other["done"]
    return same and abs((one["at"] - other["at"]).total_seconds()) < 5


def _changes(event) -> list[dict]:
    before, after = event.data.get("before"), event.data.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    model = Nomination if event.target_type.model == "nomination" else Dossier
    fields = {f.name: f for f in model._meta.concrete_fields}
    return [
        {"field": _label(fields.get(name), name), "old": _plain(before.get(name)), "new": _plain(value)}
        for name, value in after.items()
        if name not in HIDDEN
    ]


def _label(field, name: str) -> str:
    label = LABELS.get(name) or (str(field.verbose_name) if field else name)
    return label[:1].upper() + label[1:]


def _plain(value) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return "" if value in (None, [], {}) else str(value)


def lines_workbook(dossier: Dossier, lines) -> bytes:
    """The list of a dossier as a workbook, in the order of the grid."""
    columns = [
        Column("STT", "number", 6), Column("Đối tượng", width=14), Column("Ông/Bà", width=8),
        Column("Họ và tên, tên tập thể", width=34),
        Column("Năm sinh", width=12), Column("Chức vụ", width=28), Column("Đơn vị", width=36), Column("Hình thức", width=26),
        Column("Thành tích", width=60), Column("Kết luận", width=30),
    ]  # fmt: skip
    rows = (
        [n, line.get_recipient_kind_display(), line.honorific, line.name,
         line.birth_text, line.title, line.unit_text or line.address,
         line.award_kind.label if line.award_kind else "", line.achievement, line.verdict_text]
        for n, line in enumerate(lines, start=1)
    )  # fmt: skip
    title = "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG"
    return write_table(title, columns, rows, lines=(dossier.campaign_text, f"{dossier.code}, {dossier.unit.name}"))
