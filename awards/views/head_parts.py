"""Pages of heads as plain data: rows of the board, tiles with their records, campaigns with the four parts of the work."""

from django.urls import reverse

from awards.queries import head_records as records
from campaigns.enums import CampaignState, HeadReportState
from campaigns.models import HeadReport
from campaigns.tally.heads import DUTIES, SPECS, HeadLine
from thiduakhenthuong.core.listing import head_cells
from thiduakhenthuong.core.sheets.writer import Column
from thiduakhenthuong.core.vntext import date_short, number

CODES = tuple(spec.code for spec in SPECS)
MARKS = {True: ("●", "đã làm"), False: ("○", "chưa làm"), None: ("–", "không phải làm")}
SHEET = [
    Column("Người đứng đầu", width=26), Column("Chức vụ", width=26), Column("Đơn vị", width=30),
    *(column for spec in SPECS for column in (Column(spec.label, width=16), Column("Số liệu", width=10))),
    *(Column(label, width=14) for _, label in DUTIES), Column("Phần việc đã làm", width=18),
    Column("Cụm, khối", width=20), Column("Thứ hạng", width=10), Column("Điểm", "decimal", 10), Column("Phiếu kết quả", width=16),
]  # fmt: skip


def columns(params) -> list[dict]:
    """Head of the board: each indicator can be sorted by."""
    params = params.copy()
    params.pop("phan", None)
    cells = [{"label": "Người đứng đầu", "sort": "ten"}, *({"label": s.label, "sort": s.code} for s in SPECS)]
    return head_cells(params, [*cells, {"label": "Phần việc đã làm", "sort": "viec"}, {"label": "Phiếu"}])


def sorted_lines(lines: list[HeadLine], asked: str) -> list[HeadLine]:
    """In the order of the address; best to worst without one. Lines without a value come last either way."""
    name, falling = asked.removeprefix("-"), asked.startswith("-")
    if name == "ten":
        return sorted(lines, key=lambda line: line.unit.sort_key, reverse=falling)
    if name == "viec":
        return sorted(lines, key=lambda line: line.duties.done, reverse=falling)
    if name not in CODES:
        return lines
    place = CODES.index(name)
    known = [line for line in lines if line.indicators[place].counted]
    rest = [line for line in lines if not line.indicators[place].counted]
    return sorted(known, key=lambda line: line.indicators[place].value, reverse=falling) + rest


def needing_attention(lines: list[HeadLine]) -> list[HeadLine]:
    """Who did nothing or is beyond a limit."""
    return [line for line in lines if line.duties.none_done or line.beyond]


def row_of(line: HeadLine, year: int) -> dict:
    """One row of the board."""
    url = f"{reverse('awards:head', args=[line.unit.public_id])}?nam={year}"
    cells = [{"one": one, "tone": "bad" if one.beyond else "ink", "url": f"{url}#{one.spec.code}"} for one in line.indicators]
    return {"line": line, "url": url, "marks": marks_of(line.duties.marks), "cells": cells}


def marks_of(states) -> list[dict]:
    """Dots of the parts of the work, with their words."""
    return [{"mark": MARKS[state][0], "words": f"{label}: {MARKS[state][1]}"} for label, state in states]


def sheet_rows(lines: list[HeadLine], ranks: dict):
    """Rows of the workbook; `ranks` are {unit's key: standing in its cluster or None}."""
    for line in lines:
        standing = ranks.get(line.unit.pk)
        rank = f"{standing.rank}/{standing.size}" if standing and standing.rank else ""
        cluster = [standing.cluster, rank, standing.total] if standing else ["", "", None]
        figures = [text for one in line.indicators for text in (one.text, f"{one.good}/{one.of}" if one.of else "")]
        duties = [MARKS[state][1] for _, state in line.duties.marks]
        kept = line.report.get_state_display() if line.report else "chưa lập"
        yield [line.name or "chưa ghi", line.title, line.unit.name, *figures, *duties, line.duties.text, *cluster, kept]


# --- one head ---------------------------------------------------------------------------------------


def tiles(line: HeadLine, report: HeadReport | None) -> list[dict]:
    """The six numbers; of a locked page the frozen ones, with today's beside them where they differ."""
    frozen = {}
    if report and report.state == HeadReportState.APPROVED:
        frozen = {row["code"]: row for row in report.figures["indicators"]}
    found = []
    for one in line.indicators:
        kept = frozen.get(one.spec.code)
        found.append({
            "code": one.spec.code, "label": one.spec.label, "what": one.spec.what,
            "limit": kept["limit"] if kept else one.limit_text,
            "text": kept["text"] if kept else one.text, "beyond": kept["beyond"] if kept else one.beyond, "share": one.share,
            "counts": kept["counts"] if kept else (f"{one.good}/{one.of}" if one.of and not one.spec.is_count else ""),
            "now": one.text if kept and kept["text"] != one.text else "", "tone": "bad" if one.beyond else "ink",
        })  # fmt: skip
    return found


def duty_row(duty) -> dict:
    """A duty with its deadline and how it was met; it opens the registration or the report."""
    period = f"quý {duty.quarter}/{duty.year}" if duty.quarter else f"năm {duty.year}"
    if duty.done_at is None:
        state, tone = "chưa làm, quá hạn", "bad"
    else:
        state, tone = ("đã làm, muộn", "bad") if duty.was_late else ("đúng hạn", "")
    return {
        "title": duty.campaign.name, "note": f"{period}, hạn {date_short(duty.due_on)}", "state": state, "tone": tone,
        "url": reverse("campaigns:duty", args=[duty.public_id]),
    }  # fmt: skip


def target_row(line) -> dict:
    """A line of a report: plan and actual."""
    measure = line.target or line.commitment
    text = measure.indicator if line.target_id else measure.text
    unit = measure.unit_of_measure
    told = f"{number(line.actual)} / {number(line.plan)} {unit}" if line.actual is not None else line.actual_text
    return {
        "title": text, "note": f"{line.report.campaign.name}, quý {line.report.quarter}: {told}",
        "state": line.get_status_display().lower(), "tone": "" if line.status in records.REACHED else "bad",
        "url": reverse("campaigns:report", args=[line.report.public_id]),
    }  # fmt: skip


def dossier_row(row: dict, seen: set) -> dict:
    """A dossier sent, with how many of its lines came back."""
    key = row["dossier__public_id"]
    return {
        "title": f"{row['dossier__code']}: {row['dossier__campaign_text']}", "note": f"{row['lines']} dòng",
        "state": f"{row['returns']} dòng bị trả lại" if row["returns"] else "không bị trả lại",
        "tone": "bad" if row["returns"] else "",
        "url": reverse("awards:dossier-detail", args=[key]) if row["dossier"] in seen else "",
    }  # fmt: skip


def person_row(line, seen: set) -> dict:
    """A person nominated."""
    direct, kind = bool(line.is_direct_worker), line.award_kind.label if line.award_kind else ""
    return {
        "title": line.printed_name, "note": ", ".join(text for text in (line.title, kind) if text),
        "state": "lao động trực tiếp" if direct else "không trực tiếp", "tone": "",
        "url": reverse("awards:dossier-detail", args=[line.dossier.public_id]) if line.dossier_id in seen else "",
    }  # fmt: skip


def copy_row(copy) -> dict:
    """A unit that copies an example."""
    begun = f"từ {date_short(copy.started_on)}" if copy.started_on else ""
    return {
        "title": copy.exemplar.title, "note": copy.unit.name, "state": begun,
        "tone": "", "url": reverse("campaigns:exemplar", args=[copy.exemplar.public_id]),
    }  # fmt: skip


def sections(found: records.Records, seen: set) -> list[dict]:
    """The records of the six indicators, in the order of the tiles."""
    rows = {
        "registered": [duty_row(duty) for duty in found.registered], "reports": [duty_row(duty) for duty in found.reports],
        "targets": [target_row(line) for line in found.targets],
        "returned": [dossier_row(row, seen) for row in found.returned],
        "direct": [person_row(line, seen) for line in found.direct], "copies": [copy_row(copy) for copy in found.copies],
    }  # fmt: skip
    return [{"code": s.code, "label": s.label, "what": s.what, "rows": rows[s.code]} for s in SPECS]


def campaign_rows(unit, year: int, found: records.Records) -> list[dict]:
    """Campaigns that bind the unit with the four parts of the work; red where the head has done nothing."""
    confirmed, sent = records.confirmed_in(unit, year), records.submitted_for(unit, year)
    reviews = {}
    for duty in found.reviews:
        reviews[duty.campaign_id] = reviews.get(duty.campaign_id, False) or duty.done_at is not None
    rows = []
    for campaign in records.campaigns_of(unit, year):
        own, draft = campaign.unit_id == unit.pk, campaign.state == CampaignState.DRAFT
        registers = campaign.pk in confirmed or campaign.named and not draft
        states = {
            "launch": not draft if own else None, "registration": campaign.pk in confirmed if registers else None,
            "review": reviews.get(campaign.pk), "submission": True if campaign.pk in sent else None,
        }  # fmt: skip
        asked = [state for state in states.values() if state is not None]
        rows.append({
            "campaign": campaign, "marks": marks_of((label, states[code]) for code, label in DUTIES),
            "idle": bool(asked) and not any(asked),
        })  # fmt: skip
    return rows
