"""The life of a dossier, from opening to receipt. The gate is `awards.workflow.DOSSIER`."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from awards import permissions
from awards.enums import DossierState, NominationState
from awards.models import Dossier, Nomination
from awards.queries.purpose import campaigns_offered, objectives_offered
from awards.services import verdict
from awards.workflow import DOSSIER, NOMINATION
from campaigns.enums import Role
from campaigns.permissions import has_role
from thiduakhenthuong.core import clock, events, numbering
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.names import clean
from thiduakhenthuong.core.workflow import conflict

HEAD_FIELDS = (
    "deciding_unit", "round", "campaign", "campaign_text", "objective", "commendation_type", "period_from", "period_to",
    "reason", "head_name", "head_title", "submission_number", "submission_date", "meeting_date", "votes_yes", "votes_total",
)  # fmt: skip


@transaction.atomic
def create_dossier(*, unit, by, **fields) -> Dossier:
    """Open a dossier of `unit`; `fields` are those of HEAD_FIELDS. Only a clerk of the unit may.

    Raises Refused or ValidationError (per field).
    """
    if not has_role(by, unit, Role.CLERK):
        raise Refused(f"Chỉ cán bộ nhập hồ sơ của {unit.name} được lập hồ sơ.")
    dossier = Dossier(unit=unit, created_by=by, **_cleaned(fields))
    _check(dossier)
    year = clock.today().year
    dossier.code = f"HS-{year}-{numbering.draw('dossier', 'all', year):04d}"
    dossier.save()
    events.record(dossier, "create", by=by, data={"done": "lập"})
    return dossier


@transaction.atomic
def update_dossier(*, dossier, version: int, by, **fields) -> Dossier:
    """Change the head data of an editable dossier; a stale `version` is a Conflict."""
    fresh = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if fresh.version != version or fresh.state not in DossierState.EDITABLE:
        raise conflict(fresh, what="Hồ sơ")
    if reason := permissions.edit_dossier(by, fresh):
        raise Refused(reason)
    changed = {k: v for k, v in _cleaned(fields).items() if getattr(fresh, k) != v}
    before = {k: str(getattr(fresh, k) or "") for k in changed}
    for key, value in changed.items():
        setattr(fresh, key, value)
    _check(fresh)
    if changed:
        rows = Dossier.objects.filter(pk=fresh.pk, version=version)
        if not rows.update(version=F("version") + 1, updated_at=clock.now(), **changed):
            raise conflict(fresh, what="Hồ sơ")
        verdict.check_dossier(fresh)  # locks lines, so it comes before the event
        after = {k: str(v or "") for k, v in changed.items()}
        events.record(fresh, "update", by=by, data={"done": "sửa", "before": before, "after": after})
    dossier.refresh_from_db()
    return dossier


def hand_to_head(*, dossier, version: int, by, note: str = "") -> Dossier:
    """The clerk is done; the head confirms next. The grid is read-only meanwhile. `note` explains open findings."""
    _require_lines(dossier)
    return DOSSIER.apply(dossier, "hand_to_head", by=by, version=version, note=note, ready_at=clock.now())


def give_back(*, dossier, version: int, by, note: str = "") -> Dossier:
    """Open a dossier that waits for confirmation again."""
    return DOSSIER.apply(dossier, "give_back", by=by, version=version, note=note, ready_at=None)


@transaction.atomic
def submit_dossier(*, dossier, version: int, by, note: str = "", number: str = "", day: date | None = None) -> Dossier:
    """The head confirms and sends every entered line; verdicts are computed once more. `note` explains open findings.

    `number` and `day` of the tờ trình may be given only now: the head's office numbers it when it is signed.
    """
    _lock(dossier)
    # The dossier is locked before its lines, as by those who edit: nobody adds or changes a line meanwhile.
    list(Dossier.objects.select_for_update().filter(pk=dossier.pk).values_list("pk"))
    _require_lines(dossier)
    _check_deciding_unit(dossier)
    paper = {"submission_number": number or dossier.submission_number, "submission_date": day or dossier.submission_date}
    if not all(paper.values()):
        raise ValidationError("Chưa có số và ngày tờ trình. Hãy nhập trước khi gửi.")
    verdict.check_dossier(dossier)
    DOSSIER.apply(
        dossier,
        "submit",
        by=by,
        version=version,
        note=note,
        submitted_by=by,
        submitted_at=clock.now(),
        ready_at=None,
        **paper,
    )
    NOMINATION.apply_many(lines_of(dossier, NominationState.ENTERED), "submit", by=by)
    return dossier


@transaction.atomic
def withdraw_dossier(*, dossier, version: int, by, note: str = "") -> Dossier:
    """Take the dossier back while nobody has received it; its lines become editable again."""
    _lock(dossier)
    DOSSIER.apply(dossier, "withdraw", by=by, version=version, note=note, submitted_by=None, submitted_at=None)
    NOMINATION.apply_many(lines_of(dossier, NominationState.SUBMITTED), "withdraw", by=by)
    return dossier


@transaction.atomic
def receive_dossier(*, dossier, version: int, by, note: str = "") -> Dossier:
    """The deciding unit's office receives; this day sets the regime of standards (NĐ 152/2025 Đ.60.3)."""
    _lock(dossier)
    DOSSIER.apply(dossier, "receive", by=by, version=version, note=note, received_by=by, received_at=clock.now())
    verdict.check_dossier(dossier)
    return dossier


def conclude_if_done(dossier, *, by) -> bool:
    """Close a received dossier whose every line is awarded or declined; answers whether it was closed."""
    dossier.refresh_from_db()
    open_lines = Nomination.objects.filter(dossier=dossier, removed_at=None, state__in=NominationState.OPEN)
    if dossier.state != DossierState.RECEIVED or open_lines.exists():
        return False
    DOSSIER.apply(dossier, "conclude", by=by, version=dossier.version, concluded_at=clock.now())
    return True


def lines_of(dossier, *states: str) -> list[Nomination]:
    """Lines of a dossier in the given states (all when none is given), with what the gate needs."""
    rows = Nomination.objects.filter(dossier=dossier, removed_at=None)
    if states:
        rows = rows.filter(state__in=states)
    return list(rows.select_related("dossier__unit", "dossier__deciding_unit"))


def _lock(dossier) -> None:
    """Lock the dossier, then its lines: the order of every edit, before any event (see core.events)."""
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    list(Nomination.objects.select_for_update().filter(dossier=dossier).order_by("pk").values_list("pk"))


def _require_lines(dossier) -> None:
    if not Nomination.objects.filter(dossier=dossier, removed_at=None).exists():
        raise ValidationError("Hồ sơ chưa có dòng nào. Hãy thêm tập thể, hộ gia đình hoặc cá nhân trước khi gửi.")


def _cleaned(fields: dict) -> dict:
    return {k: clean(v) if isinstance(v, str) else v for k, v in fields.items() if k in HEAD_FIELDS}


def _check(dossier) -> None:
    if dossier.period_to < dossier.period_from:
        raise ValidationError({"period_to": "Ngày kết thúc thành tích phải sau ngày bắt đầu."})
    if (dossier.votes_yes is None) != (dossier.votes_total is None) or (dossier.votes_yes or 0) > (dossier.votes_total or 0):
        raise ValidationError({"votes_yes": "Ghi cả số phiếu đồng ý và tổng số phiếu; số đồng ý không quá tổng số."})
    _check_deciding_unit(dossier)
    _check_purposes(dossier)
    dossier.clean_fields(exclude=[f.name for f in Dossier._meta.fields if f.name not in HEAD_FIELDS])


def _check_deciding_unit(dossier) -> None:
    unit, today = dossier.deciding_unit, clock.today()
    if not unit.lives_on(today):
        raise ValidationError({"deciding_unit": f"{unit.label} không còn hoạt động. Hãy chọn nơi quyết định khác."})
    if not dossier.unit.path.startswith(unit.path):
        raise ValidationError({"deciding_unit": f"{unit.name} không phải cấp trên của {dossier.unit.name}."})


def _check_purposes(dossier) -> None:
    """A campaign and an objective around the unit; who chose one before it was closed or taken out keeps it."""
    campaign, objective = dossier.campaign_id, dossier.objective_id
    kept = Dossier.objects.filter(pk=dossier.pk).values_list("campaign", "objective").first() or (None, None)
    if campaign and not campaigns_offered(dossier.unit, kept=kept[0]).filter(pk=campaign).exists():
        raise ValidationError({"campaign": f"Phong trào này không thuộc {dossier.unit.name} và cấp trên. Hãy chọn lại."})
    if objective and not objectives_offered(dossier.unit, kept=kept[1]).filter(pk=objective).exists():
        raise ValidationError({"objective": f"Mục tiêu này không thuộc nghị quyết của {dossier.unit.name} và cấp trên."})
