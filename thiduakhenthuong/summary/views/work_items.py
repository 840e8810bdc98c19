"""Today's work as lines of one page: what, why, until when, and the one thing to do."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime

from awards.enums import DecisionState, DossierState
from campaigns.enums import Role
from campaigns.permissions import has_any_role, is_administrator
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.vntext import number
from thiduakhenthuong.summary.periods import add_working_days, working_days_left
from thiduakhenthuong.summary.queries import work
from thiduakhenthuong.summary.views.campaign_items import campaign_items, campaign_signing
from thiduakhenthuong.summary.views.item import DAYS_AHEAD, GROUPS, Item
from thiduakhenthuong.summary.words import counts_words

APPRAISAL_STEPS = {"province": "PROV_AWARD", "district": "DISTRICT_AWARD", "commune": "COMMUNE_AWARD"}
RECEIPT_STEPS = {"province": "CHECK_INCOMING"}


def items_for(user) -> list[Item]:
    """Everything that waits for a user, the most harmful first; a constant number of queries."""
    days = work.step_days({*APPRAISAL_STEPS.values(), *RECEIPT_STEPS.values()})
    items = [
        *map(_returned, work.returned_lines(user)),
        *map(_own_dossier, work.own_dossiers(user)),
        *map(_round, work.rounds_ahead(user, DAYS_AHEAD)),
        *(_to_approve(row, days) for row in work.lines_to_approve(user)),
        *map(_decision, work.open_decisions(user)),
        *(_incoming(dossier, days) for dossier in work.incoming_dossiers(user)),
        *map(_batch, work.approved_batches(user)),
        *campaign_items(user),
    ]
    if is_administrator(user):
        items += _of_administrator()
    return _in_order(items)


def signing_items(user) -> list[Item]:
    """What waits for a leader's hand: dossiers to confirm, lines to approve, decisions to issue; the most urgent first."""
    if not has_any_role(user, Role.HEAD, Role.APPROVER):
        return []
    days = work.step_days(APPRAISAL_STEPS.values())
    items = [
        *map(_own_dossier, work.own_dossiers(user)), *(_to_approve(row, days) for row in work.lines_to_approve(user)),
        *map(_decision, work.open_decisions(user)), *campaign_signing(user),
    ]  # fmt: skip
    return _in_order([item for item in items if item.signing])


def _in_order(items: list[Item]) -> list[Item]:
    order = list(GROUPS)
    return sorted(items, key=lambda item: (order.index(item.group), item.days is None, item.days or 0))


def _round_due(found) -> dict:
    """Calendar days to the deadline of a round."""
    if not found or not found.deadline:
        return {}
    return {"due": found.deadline, "days": (found.deadline - clock.today()).days}


def _step_due(begun, days: int | None) -> dict:
    """Working days to the end of a step that began at a moment."""
    if not begun or not days:
        return {}
    due = add_working_days(localtime(begun).date(), days)
    return {"due": due, "days": working_days_left(clock.today(), due)}


def _day(moment) -> date | None:
    return localtime(moment).date() if moment else None


# --- clerk and head ---------------------------------------------------------------------------


def _returned(line) -> Item:
    last = line.returns[0] if line.returns else None
    place = f", {line.unit_text}" if line.unit_text and line.unit_text != line.name else ""
    why = f"{last.sentence} · mã {last.reason_code}" if last else f"{line.dossier.deciding_unit.name} trả lại"
    return Item(
        title=f"{line.printed_name}{place}", why=why, action="Sửa dòng này", returned=True,
        url=reverse("awards:dossier-detail", args=[line.dossier.public_id]) + f"#{line.public_id}",
        since=_day(last.at) if last else None, **_round_due(line.dossier.round),
    )  # fmt: skip


def _own_dossier(dossier) -> Item:
    ready = dossier.state == DossierState.READY
    faults = [f"{dossier.missing} thiếu" if dossier.missing else "", f"{dossier.looks} cần xem" if dossier.looks else ""]
    found = ", ".join(filter(None, faults)) or ("chưa có dòng nào" if not dossier.lines else "các dòng đủ điều kiện")
    who = f"{dossier.created_by.full_name} chuyển · " if ready else ""
    return Item(
        title=f"{dossier.campaign_text}, {number(dossier.lines)} dòng gửi {dossier.deciding_unit.name}",
        why=f"{dossier.code} · {who}{found}", signing=ready, warnings=dossier.missing + dossier.looks,
        url=reverse("awards:dossier-detail", args=[dossier.public_id]),
        action="Xác nhận, gửi" if ready else "Mở bảng nhập",
        since=_day(dossier.ready_at if ready else dossier.created_at), **_round_due(dossier.round),
    )  # fmt: skip


def _round(found) -> Item:
    url = reverse("awards:dossier-create")
    return Item(title=found.name, why="Đơn vị chưa lập hồ sơ cho đợt này", url=url, action="Lập hồ sơ", **_round_due(found))


# --- the deciding office ----------------------------------------------------------------------


def _incoming(dossier, days: dict) -> Item:
    level = dossier.deciding_unit.level
    if dossier.state == DossierState.SUBMITTED:
        return Item(
            title=f"{dossier.unit.name} gửi {number(dossier.lines)} đề nghị", action="Tiếp nhận",
            why=f"{dossier.campaign_text} · {dossier.code}", since=_day(dossier.submitted_at),
            url=reverse("awards:dossier-detail", args=[dossier.public_id]),
            **_step_due(dossier.submitted_at, days.get(RECEIPT_STEPS.get(level))),
        )  # fmt: skip
    queue = "can-xem" if dossier.looks else "sach"
    return Item(
        title=f"Thẩm định {number(dossier.clean + dossier.looks)} dòng của {dossier.unit.name}",
        why=f"{number(dossier.clean)} sạch, {number(dossier.looks)} cần xem · {dossier.campaign_text}",
        url=f"{reverse('awards:appraisal')}?{urlencode({'hs': dossier.code, 'xem': queue})}", action="Thẩm định",
        since=_day(dossier.received_at), **_step_due(dossier.received_at, days.get(APPRAISAL_STEPS.get(level))),
    )  # fmt: skip


def _batch(row: dict) -> Item:
    return Item(
        title=f"Soạn quyết định {row['award_kind__label']}: {counts_words(row.items())}",
        why=f"Đã duyệt, chưa có quyết định · {row['dossier__reason']}", url=reverse("awards:decision-list"),
        action="Soạn quyết định", since=_day(row["since"]),
    )  # fmt: skip


def _decision(decision) -> Item:
    signing = decision.state == DecisionState.FOR_SIGNATURE
    counts = counts_words((kind, getattr(decision, kind)) for kind in ("collective", "household", "individual"))
    return Item(
        title=f"Quyết định {decision.award_kind.label}: {counts or 'chưa có dòng nào'}",
        why=f"{'Đã trình ký, chờ số và ngày' if signing else 'Dự thảo, chưa trình ký'} · {decision.reason}",
        url=reverse("awards:decision", args=[decision.public_id]), signing=signing,
        action="Phát hành" if signing else "Soạn tiếp", due=decision.planned_date,
        days=(decision.planned_date - clock.today()).days,
    )  # fmt: skip


def _to_approve(row: dict, days: dict) -> Item:
    step = days.get(APPRAISAL_STEPS.get(row["dossier__deciding_unit__level"]))
    return Item(
        title=f"{row['award_kind__label']}: {counts_words(row.items())}",
        why=f"{row['dossier__unit__name']} trình · {row['dossier__campaign_text']}", action="Xem và duyệt",
        url=f"{reverse('awards:approval')}?{urlencode({'hs': row['dossier__code']})}", signing=True, warnings=row["looks"],
        since=_day(row["dossier__received_at"]), **_step_due(row["dossier__received_at"], step),
    )  # fmt: skip


# --- administrator ----------------------------------------------------------------------------


def _of_administrator() -> list[Item]:
    today = clock.today()
    link = urlencode({"dc": "verify", "ngay": f"{today:%d/%m/%Y}"})
    rows = [
        Item(
            title=f"{table.label}: {number(count)} dòng chưa đối chiếu văn bản", action="Mở danh mục",
            why=table.about,
            url=f"{reverse('awards:catalogue-list', args=[table.key])}?{link}",
        )
        for table, count in work.unsure_rows(today)
    ]  # fmt: skip
    idle = [
        Item(title=f"Tài khoản {user.username} chưa được phân công", why=user.full_name, action="Phân công",
             url=f"{reverse('campaigns:account-list')}?{urlencode({'q': user.username})}")
        for user in work.accounts_without_work(today)
    ]  # fmt: skip
    return [*idle, *rows]
