"""Lines of a dossier: adding, changing, taking out, ordering, mending. Derived keys are written here and nowhere else."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from awards import permissions
from awards.enums import DossierState, NominationState
from awards.models import Appraisal, Dossier, Nomination
from awards.services import verdict
from awards.services.line_values import EDITABLE, clean_values, derived_keys, model_fields, opened_fields
from awards.workflow import NOMINATION
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.bulk import update_rows
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.names import writable
from thiduakhenthuong.core.workflow import conflict

__all__ = ["EDITABLE", "add_nominations", "change_nomination", "clean_values", "remove_nominations",
           "reorder_nominations", "restore_nominations", "resubmit_nomination"]  # fmt: skip

MAX_LINES = 20_000


class RowErrors(ValidationError):
    """Errors of several rows at once: `rows` is {index: {field: [sentence, …]}}."""

    def __init__(self, rows: dict):
        super().__init__("Một số dòng chưa ghi được.")
        self.rows = rows


@transaction.atomic
def add_nominations(*, dossier, rows: list[dict], by, check: bool = True) -> list[Nomination]:
    """Add lines at the end of an editable dossier, all or none; raises RowErrors with every fault of every row."""
    _require_editable(dossier, by)
    _require_room(dossier, len(rows))
    cleaned = _clean_rows(dossier, rows)
    last = Nomination.objects.filter(dossier=dossier).aggregate(last=Max("position"))["last"] or 0
    lines = [
        Nomination(dossier=dossier, entered_by=by, position=last + i, **values, **derived_keys(values))
        for i, values in enumerate(cleaned, start=1)
    ]
    Nomination.objects.bulk_create(lines, batch_size=200)
    events.record_many([(line, "", {"done": "nhập", "name": line.name}) for line in lines], "create", by=by)
    if check:
        verdict.check_nominations(lines)
    return lines


@transaction.atomic
def change_nomination(*, nomination, version: int, values: dict, by) -> Nomination:
    """Change fields of one line: any while the dossier is editable, only the opened ones while it is sent back."""
    lock_editable(nomination.dossier_id)
    fresh = _locked(nomination)
    if fresh.version != version or fresh.removed_at:
        raise conflict(fresh, what="Dòng này")
    allowed = _open_to(fresh, by)
    if shut := sorted(set(values) - allowed):
        raise ValidationError(dict.fromkeys(shut, "Ô này không mở để sửa."))
    clean_new = model_fields(clean_values(dossier=fresh.dossier, values=values, current=fresh), fresh)
    changed = {k: v for k, v in clean_new.items() if getattr(fresh, k) != v}
    if changed:
        _write(fresh, version, changed, by=by)
    nomination.refresh_from_db()
    return nomination


@transaction.atomic
def remove_nominations(*, nominations, by) -> list[Nomination]:
    """Take lines out of an editable dossier; `restore_nominations` undoes it."""
    return _set_removed(nominations, clock.now(), "remove", "bỏ khỏi danh sách", by)


@transaction.atomic
def restore_nominations(*, nominations, by) -> list[Nomination]:
    """Put lines back that were taken out, while the dossier has room for them."""
    return _set_removed(nominations, None, "restore", "khôi phục", by)


@transaction.atomic
def reorder_nominations(*, dossier, order: list, by) -> None:
    """Keep the officer's own order: `order` lists the public ids of the lines; unnamed lines follow as they stood."""
    _require_editable(dossier, by)
    rank = {str(public_id): i for i, public_id in enumerate(order)}
    lines = list(Nomination.objects.filter(dossier=dossier, removed_at=None).order_by("position", "pk"))
    lines.sort(key=lambda line: rank.get(str(line.public_id), len(rank)))
    for i, line in enumerate(lines, start=1):
        line.position = i
    update_rows(lines, ["position"])
    Dossier.objects.filter(pk=dossier.pk).update(custom_order=True)
    verdict.check_dossier(dossier)  # verdicts name twins by their line; it locks lines, so it comes before the event
    events.record(dossier, "reorder", by=by, data={"done": "sắp lại thứ tự"})


@transaction.atomic
def resubmit_nomination(*, nomination, version: int, note: str, by) -> Nomination:
    """The unit has mended a returned line and sends it again; the officer sees the answer beside the reason."""
    note = writable(note)
    NOMINATION.apply(nomination, "resubmit", by=by, version=version, note=note, fields_to_fix=[])
    Appraisal.objects.create(nomination=nomination, action="resubmit", sentence=note, by=by)
    verdict.check_nominations([nomination])
    return nomination


def _open_to(line, user) -> frozenset:
    if line.state == NominationState.SENT_BACK:
        if reason := permissions.mend(user, line):
            raise Refused(reason)
        return opened_fields(line.fields_to_fix)
    _require_editable(line.dossier, user)
    return EDITABLE


def _require_editable(dossier, user) -> None:
    if reason := permissions.edit_dossier(user, dossier):
        raise Refused(reason)
    if not lock_editable(dossier.pk):
        raise conflict(dossier, what="Hồ sơ")


def lock_editable(dossier_id: int) -> bool:
    """Whether the dossier is being written; it stays so until the end of the transaction, so that nobody sends it meanwhile.

    A dossier that has been sent is not locked: there each line is guarded by its own version.
    """
    rows = Dossier.objects.select_for_update().filter(pk=dossier_id, state__in=DossierState.EDITABLE)
    return rows.values_list("pk", flat=True).first() is not None


def _require_room(dossier, count: int) -> None:
    if Nomination.objects.filter(dossier=dossier, removed_at=None).count() + count > MAX_LINES:
        limit = f"{MAX_LINES:,}".replace(",", ".")
        raise ValidationError(f"Một hồ sơ nhận tối đa {limit} dòng. Hãy chia danh sách thành nhiều hồ sơ.")


def _clean_rows(dossier, rows: list[dict]) -> list[dict]:
    cleaned, faults = [], {}
    for index, values in enumerate(rows):
        try:
            cleaned.append(model_fields(clean_values(dossier=dossier, values=values)))
        except ValidationError as error:
            faults[index] = error.message_dict
    if faults:
        raise RowErrors(faults)
    return cleaned


def _locked(nomination) -> Nomination:
    rows = Nomination.objects.select_related("dossier__unit", "dossier__deciding_unit")
    return rows.select_for_update(of=("self",)).get(pk=nomination.pk)


def _write(fresh, version: int, changed: dict, *, by) -> None:
    before = {k: getattr(fresh, k) for k in changed}
    for key, value in changed.items():
        setattr(fresh, key, value)
    keys = derived_keys({f: getattr(fresh, f) for f in ("name", "recipient_kind", "unit_text", "title", "unit")})
    rows = Nomination.objects.filter(pk=fresh.pk, version=version, state=fresh.state)
    if not rows.update(version=F("version") + 1, updated_at=clock.now(), **changed, **keys):
        raise conflict(fresh, what="Dòng này")
    data = {"done": "sửa", "before": _words(before), "after": _words(changed)}
    events.record(fresh, "update", by=by, data=data)
    verdict.check_nominations([fresh])


def _set_removed(nominations, moment, action: str, done: str, by) -> list[Nomination]:
    lines = list(Nomination.objects.filter(pk__in=[n.pk for n in nominations]).select_related("dossier__unit"))
    dossiers = {line.dossier_id: line.dossier for line in lines}
    for dossier in dossiers.values():
        _require_editable(dossier, by)
        if moment is None:
            _require_room(dossier, sum(1 for line in lines if line.dossier_id == dossier.pk and line.removed_at))
    pks = [line.pk for line in lines]
    Nomination.objects.filter(pk__in=pks).update(removed_at=moment, version=F("version") + 1, updated_at=clock.now())
    for dossier in dossiers.values():
        verdict.check_dossier(dossier)
    events.record_many([(line, "", {"done": done, "name": line.name}) for line in lines], action, by=by)
    return list(Nomination.objects.filter(pk__in=pks))


def _words(values: dict) -> dict:
    return {k: v if isinstance(v, (dict, list, bool, int)) or v is None else str(v) for k, v in values.items()}
