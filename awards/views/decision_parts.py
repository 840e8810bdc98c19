"""Parts of the pages of decisions as plain data."""

from django.urls import reverse

from awards.enums import DecisionState
from awards.services.decision_checks import OK, STOP, WARN
from awards.tally import count_recipients
from campaigns.enums import Role
from campaigns.permissions import has_role
from thiduakhenthuong.core.idempotency import new_key
from thiduakhenthuong.core.vntext import counts_text, date_short

COLUMNS = [
    {"label": "Số", "sort": "so"}, {"label": "Ngày ký", "sort": "ngay"}, {"label": "Hình thức, lý do", "sort": "hinh-thuc"},
    {"label": "Cơ quan ban hành"}, {"label": "Số lượng"}, {"label": "Tiền thưởng", "num": True}, {"label": "Trạng thái"},
]  # fmt: skip
LEVELS = {OK: "ok", WARN: "warn", STOP: "bad"}
WORST_FIRST = [STOP, WARN, OK]


def check_rows(checks: list) -> list[dict]:
    """Checks for the component `findings`, the stopping ones first."""
    ordered = sorted(checks, key=lambda check: WORST_FIRST.index(check.level))
    return [{"level": LEVELS[c.level], "title": c.title, "found": c.detail, "money": c.rows, "code": c.code} for c in ordered]


def words_of_counts(lines) -> str:
    """ "05 tập thể và 10 cá nhân" of some lines."""
    counts = count_recipients(lines)
    return counts_text(counts.collective, counts.household, counts.individual)


def batch_rows(batches: list[dict], user) -> list[dict]:
    """Batches with their counts, a key against double clicks, and whether this user may draft."""
    return [
        batch | {
            "counts": words_of_counts(batch["lines"]), "key": new_key(),
            "may_draft": has_role(user, batch["unit"], Role.APPRAISER),
        }
        for batch in batches
    ]  # fmt: skip


def list_rows(decisions) -> list[dict]:
    """Rows of the list of decisions."""
    return [
        {
            "decision": d, "url": reverse("awards:decision", args=[d.public_id]), "date": d.sign_date or d.planned_date,
            "counts": counts_text(d.collective, d.household, d.individual),
        }
        for d in decisions
    ]  # fmt: skip


def steps_of(decision, lines: list) -> list[dict]:
    """The steps on the left: done, now or still to come."""
    codes = sorted({line.dossier.code for line in lines})
    where = [DecisionState.DRAFT, DecisionState.FOR_SIGNATURE, DecisionState.ISSUED].index(decision.state)
    written = "đã sửa tay" if decision.texts_edited else f"theo mẫu ngày {date_short(decision.planned_date)}"
    words = [
        ("Chọn dòng đã duyệt", f"{words_of_counts(lines)} từ {', '.join(codes)}", 0),
        ("Soạn nội dung", written, 1),
        ("Trình ký", decision.texts.get("signer_name", ""), 2),
    ]
    states = ["done" if where >= after or not after else "now" if where == after - 1 else "" for *_, after in words]
    return [{"title": title, "note": note, "state": state} for (title, note, _), state in zip(words, states, strict=True)]
