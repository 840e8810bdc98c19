"""Quarterly reports: their lines are built from what the unit promised and was given, then sent, verified or returned.

While a report is being filled in its numbers are nobody else's; each sending keeps all its numbers in the event, with what
changed since the sending before, so that nothing that was sent can change without a trace.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns import permissions
from campaigns.enums import CampaignState, DutyKind, ReportState
from campaigns.models import Campaign, Commitment, Report, Result, Target, Unit
from campaigns.queries import report as queries
from campaigns.queries.heads import heads_of
from campaigns.services.duties import mark_done, mark_undone
from campaigns.services.figures import refresh_figures
from campaigns.tally.quarters import quarter_begin, quarter_name
from campaigns.tally.result import drops, is_empty, label_of, line_key, status_of, value_text
from campaigns.workflow import REPORT
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.names import clean
from thiduakhenthuong.core.vntext import date_short, number

COMMITMENTS, ALLOCATIONS = 1000, 2000  # order of the lines: whole targets, promises, shares


# --- building -------------------------------------------------------------------------------------


@transaction.atomic
def ensure_report(campaign: Campaign, unit: Unit, year: int, quarter: int, *, by=None) -> Report:
    """The report of a unit for a quarter, made when it is not there, its lines brought up to date while it may be edited.

    Lines: the targets the unit is in charge of (`is_lead`), its confirmed promises of the year, and the shares it was given
    without a promise. `by` None is the system. Raises Refused, ValidationError (field "quarter" or "unit").
    """
    if by is not None and (reason := permissions.submit_report(by, Report(campaign=campaign, unit=unit))):
        raise Refused(reason)
    _require_period(campaign, unit, year, quarter)
    report = queries.report_of(campaign, unit, year, quarter)
    if report is None:
        report = _new_report(campaign, unit, year, quarter, by)
    if report.state in ReportState.EDITABLE:
        _bring_lines_up_to_date(report)
    return report


def _require_period(campaign, unit, year: int, quarter: int) -> None:
    if campaign.state == CampaignState.DRAFT:
        raise ValidationError({"quarter": "Phong trào chưa phát động nên chưa có kết quả để báo cáo."})
    if quarter not in (1, 2, 3, 4) or year not in campaign.years or quarter_begin(year, quarter) > campaign.period_to:
        years = f"{date_short(campaign.period_from)} đến {date_short(campaign.period_to)}"
        raise ValidationError({"quarter": f"Phong trào kéo dài từ {years}; hãy chọn một quý trong thời gian đó."})
    if fault := not_begun(year, quarter):
        raise ValidationError({"quarter": fault})
    if unit.valid_to and unit.valid_to < quarter_begin(year, quarter):
        heir = queries.successor_of(unit)
        way = f" Hãy báo cáo ở {heir.name}." if heir else ""
        raise ValidationError({"unit": f"{unit.name} đã kết thúc ngày {date_short(unit.valid_to)}.{way}"})
    if not queries.is_member(campaign, unit) and not queries.lead_targets(campaign, unit).exists():
        raise ValidationError({"unit": f"{unit.name} không thuộc phạm vi của phong trào và không chủ trì chỉ tiêu nào."})


def not_begun(year: int, quarter: int) -> str:
    """Why a quarter takes no number yet; "" once it has begun."""
    begin = quarter_begin(year, quarter)
    if clock.today() >= begin:
        return ""
    name = quarter_name(year, quarter)
    return f"{name[:1].upper()}{name[1:]} bắt đầu ngày {date_short(begin)}; đến ngày đó mới nhập được kết quả."


def _new_report(campaign, unit, year: int, quarter: int, by) -> Report:
    name, title = _head(campaign, unit)
    key = {"campaign": campaign, "unit": unit, "year": year, "quarter": quarter}
    report, made = Report.objects.get_or_create(**key, defaults={"head_name": name, "head_title": title})
    if made:
        events.record(report, "create", by=by, data={"done": "lập báo cáo"})
    return report


def _head(campaign, unit) -> tuple[str, str]:
    """Who answers for the unit today, else who did on the day of the launch."""
    today = heads_of([unit], clock.today()).get(unit.pk)
    if today:
        return today
    member = campaign.members.filter(unit=unit).first()
    return (member.head_name, member.head_title) if member else ("", "")


def _wanted(report: Report) -> dict[tuple, dict]:
    """{(target, commitment, is_lead): values} of every line the report should have."""
    campaign, unit, year, found = report.campaign, report.unit, report.year, {}
    units = queries.line_units(unit, year, report.quarter)
    for place, target in enumerate(queries.lead_targets(campaign, unit)):
        if queries.plan_begins(target, year) is None:
            row = next((row for row in target.years.all() if row.year == year), None)
            found[target.pk, None, True] = {"plan": row.value if row else None, "order": place}
    promised = set()
    for place, promise in enumerate(queries.confirmed_commitments(campaign, units, year)):
        found[None, promise.pk, False] = {"plan": promise.value, "order": COMMITMENTS + place}
        promised |= {(promise.registration.unit_id, promise.target_id), ("part", promise.allocation_id)}
    for place, part in enumerate(queries.unit_allocations(campaign, units, year)):
        if (part.unit_id, part.target_id) not in promised and ("part", part.pk) not in promised:
            same = found.get((part.target_id, None, False), {"plan": None, "order": ALLOCATIONS + place})
            found[part.target_id, None, False] = same | {"plan": _added(same["plan"], part.value)}
    return found


def _added(one, other):
    """Sum of what is known: two merged units had a share each."""
    return other if one is None else one if other is None else one + other


def _bring_lines_up_to_date(report: Report) -> None:
    """Add lines that are missing, renew plans, drop lines that nothing stands behind any more and that hold nothing."""
    wanted, known, changed = _wanted(report), set(), []
    for line in queries.result_lines(report):
        key = (line.target_id, line.commitment_id, line.is_lead)
        values = wanted.get(key)
        if values is None and is_empty(line) and not line.explanation and not line.papers:
            line.delete()
        elif values and (line.plan, line.order) != (values["plan"], values["order"]):
            line.plan, line.order = values["plan"], values["order"]
            line.status = status_of(line, report.year, report.quarter)
            changed.append(line)
        known.add(key)
    Result.objects.bulk_update(changed, ["plan", "order", "status"], batch_size=100)
    fresh = [
        Result(report=report, target_id=target, commitment_id=commitment, is_lead=lead, **values)
        for (target, commitment, lead), values in wanted.items() if (target, commitment, lead) not in known
    ]  # fmt: skip
    Result.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=200)


def missing_lines(report: Report, lines: list[Result]) -> int:
    """How many promises and shares stand outside an open report: confirmed or handed out after it was begun."""
    return len(_wanted(report).keys() - {(line.target_id, line.commitment_id, line.is_lead) for line in lines})


def planned_lines(campaign: Campaign, unit: Unit, year: int, quarter: int) -> list[Result]:
    """The lines a report would have, none of them kept: what the page before it shows."""
    report = Report(campaign=campaign, unit=unit, year=year, quarter=quarter)
    wanted = _wanted(report)
    targets = Target.objects.in_bulk([target for target, _, _ in wanted if target])
    promises = Commitment.objects.select_related("target").in_bulk([promise for _, promise, _ in wanted if promise])
    return [
        Result(report=report, target=targets.get(target), commitment=promises.get(promise), is_lead=lead, **values)
        for (target, promise, lead), values in wanted.items()
    ]


# --- steps ------------------------------------------------------------------------------------------


@transaction.atomic
def submit_report(*, report: Report, version: int, by, note: str = "") -> Report:
    """Send a report; every line has a result or says why not. Ticks the duty off. Raises ValidationError by line."""
    fresh = Report.objects.select_for_update().get(pk=report.pk)
    lines = list(queries.result_lines(report))
    may_go = fresh.version == version and not REPORT.reason_against(fresh, "submit", by)  # else the step itself says why not
    if may_go and (faults := submit_faults(report, lines)):
        raise ValidationError(faults)
    duty = {"campaign": report.campaign, "unit": report.unit, "kind": DutyKind.REPORT}
    late = mark_done(**duty, year=report.year, quarter=report.quarter)
    name, title = _head(report.campaign, report.unit)
    data = {"figures": _figures(lines), "changes": _changes(report, lines), "late": late}
    REPORT.apply(
        report, "submit", by=by, version=version, note=note, data=data, submitted_by=by, submitted_at=clock.now(), is_late=late,
        returned_note="", head_name=name or report.head_name, head_title=title or report.head_title,
    )  # fmt: skip
    Result.objects.filter(report=report).exclude(returned_note="").update(returned_note="")
    _refresh([report])
    return report


def submit_faults(report: Report, lines: list[Result]) -> dict[str, str]:
    """{public id of a line: what is still missing}; "" as key when the report has no line at all."""
    if not lines:
        return {"__all__": "Báo cáo chưa có dòng nào: đơn vị chưa có đăng ký đã xác nhận và chưa được giao chỉ tiêu nào."}
    before, found = quarter_before_values(report), {}
    for line in lines:
        if line.explanation:
            continue
        if is_empty(line):
            found[str(line.public_id)] = f"“{label_of(line)}”: hãy nhập kết quả, hoặc ghi giải trình vì sao chưa có số liệu."
        elif drops(line, before.get(line_key(line))):
            found[str(line.public_id)] = (
                f"“{label_of(line)}”: {number(line.actual)} thấp hơn quý trước ({number(before[line_key(line)])}). Số liệu cộng "
                "dồn từ 01/01; nếu đúng là giảm, hãy ghi giải trình."
            )
    return found


def take_back_report(*, report: Report, version: int, by) -> Report:
    """Take a sent report back to mend it; the duty is open again."""
    return _open_again(report, "take_back", version=version, by=by)


@transaction.atomic
def send_back_report(*, report: Report, version: int, by, note: str = "", lines: dict[str, str] | None = None) -> Report:
    """Return a report with a sentence for each line at fault (public id → sentence), and perhaps one for all of it."""
    said = {key: clean(text)[:500] for key, text in (lines or {}).items() if clean(text or "")}
    note = clean(note or "")
    if not said and not note:
        raise ValidationError({"note": "Hãy ghi cần sửa gì, ở từng dòng hoặc chung cho báo cáo."})
    rows = [row for row in Result.objects.filter(report=report) if str(row.public_id) in said]
    for row in rows:
        row.returned_note = said[str(row.public_id)]
    data = {"lines": {str(row.public_id): row.returned_note for row in rows}}
    _open_again(report, "send_back", version=version, by=by, note=note, data=data, returned_note=note)
    Result.objects.bulk_update(rows, ["returned_note"], batch_size=100)
    return report


def reopen_report(*, report: Report, version: int, by, note: str) -> Report:
    """Open a verified report again; the reason stays in the history."""
    reason = clean(note or "")
    if not reason:
        raise ValidationError({"note": "Hãy ghi lý do mở lại: số liệu đã xác minh chỉ được sửa khi có lý do."})
    return _open_again(report, "reopen", version=version, by=by, note=reason, returned_note=reason)


@transaction.atomic
def _open_again(report, step: str, *, version: int, by, note: str = "", data: dict | None = None, **fields) -> Report:
    duty = {"campaign": report.campaign, "unit": report.unit, "kind": DutyKind.REPORT}
    mark_undone(**duty, year=report.year, quarter=report.quarter)
    REPORT.apply(report, step, by=by, version=version, note=note, data=data, verified_by=None, verified_at=None, **fields)
    _refresh([report])
    return report


@transaction.atomic
def verify_report(*, report: Report, version: int, by, note: str = "") -> Report:
    """Confirm what a unit reported; its numbers are locked."""
    REPORT.apply(report, "verify", by=by, version=version, note=note, verified_by=by, verified_at=clock.now())
    _refresh([report])
    return report


@transaction.atomic
def verify_reports(*, reports: Iterable[Report], by) -> int:
    """Confirm many reports at once, all or none; each must still be as it was loaded."""
    rows = list(reports)
    if not rows:
        raise ValidationError("Không có báo cáo nào chờ xác minh mà không còn gì phải xem lại.")
    REPORT.apply_many(rows, "verify", by=by, verified_by=by, verified_at=clock.now())
    _refresh(rows)
    return len(rows)


def _refresh(reports: list[Report]) -> None:
    for campaign, year, quarter in {(row.campaign, row.year, row.quarter) for row in reports}:
        same = [row.pk for row in reports if (row.campaign_id, row.year, row.quarter) == (campaign.pk, year, quarter)]
        keys = Result.objects.filter(report__in=same).values_list("target", "commitment__target")
        targets = {key for pair in keys for key in pair if key}
        if targets:
            refresh_figures(campaign, year=year, quarter=quarter, targets=targets)


# --- what a line says -------------------------------------------------------------------------------


def quarter_before_values(report: Report) -> dict[tuple, object]:
    """{line: number of the quarter before} inside the same year."""
    rows = queries.earlier_results(report, queries.line_units(report.unit, report.year, report.quarter))
    return {line_key(row): row.actual for row in rows if row.report.year == report.year and row.actual is not None}


def _figures(lines: list[Result]) -> dict[str, list[str]]:
    return {str(line.public_id): [label_of(line), value_text(line)] for line in lines}


def _changes(report: Report, lines: list[Result]) -> list[dict]:
    """What differs from the sending before: label, before, after."""
    past = events.history(report).filter(action="submit").order_by("-number").first()
    if past is None:
        return []
    old = past.data.get("figures", {})
    found = []
    for line in lines:
        before, after = old.get(str(line.public_id), ["", ""])[1], value_text(line)
        if before != after:
            found.append({"label": label_of(line), "before": before, "after": after})
    return found
