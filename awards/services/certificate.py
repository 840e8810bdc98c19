"""Certificates as files: drawn by a background job, each once; handed out one, some or all in one PDF."""

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.documents.certificate_data import CertificateText, model_from_rows
from awards.documents.certificates import render_batch, render_document, shared_name_size
from awards.models import Certificate, CertificateModel
from awards.queries import catalogue
from thiduakhenthuong.core import clock, events, files, jobs

PART = 50  # sheets drawn between two looks at what is still to do


def queue_certificates(*, decision, by, certificates=None):
    """Queue the drawing of every sheet of a decision, or of a selection; answers the job (an open one is reused)."""
    ids = sorted(c.pk for c in certificates) if certificates is not None else []
    label = f"Tạo bằng, giấy theo Quyết định {decision.number_text}"
    subject = f"certificates:{decision.pk}" + (f":{hash(tuple(ids)) & 0xFFFFFFFF:x}" if ids else "")
    params = {"decision": decision.pk, "ids": ids}
    return jobs.enqueue("certificates", label=label, by=by, params=params, subject=subject)


@jobs.handler("certificates")
def _draw(job, progress) -> dict:
    """Draw what is not drawn, part by part, then bind everything asked for into one file. Safe to start again."""
    rows = Certificate.objects.filter(award__decision=job.params["decision"])
    if job.params["ids"]:
        rows = rows.filter(pk__in=job.params["ids"])
    total = rows.count()
    progress.total(total + 1)
    while part := list(rows.filter(stored=None).select_related("award__decision__unit")[:PART]):
        _draw_part(part)
        progress.step(total - rows.filter(stored=None).count(), "Đang tạo từng bằng, giấy")
    progress.step(total, "Đang gộp thành một tệp")
    bound = _bind(list(rows.select_related("award__decision__unit").order_by("award__list_position")), job.by)
    events.record(job, "certificates", by=job.by, data={"count": total})
    return {"file": str(bound.public_id), "count": total}


def _draw_part(part: list) -> None:
    for (model, emblem), sheets in _by_model(part).items():
        size = _name_size(model, sheets[0].award.decision_id)
        made = render_batch(model, [_text(sheet) for sheet in sheets], emblem_svg=emblem, name_size=size)
        for sheet, content in zip(sheets, made, strict=True):
            _keep(sheet, content)


def _name_size(model, decision_id: int) -> float:
    """The size of name that all persons of one decision share (0: each its own), whatever part is drawn now."""
    texts = Certificate.objects.filter(award__decision=decision_id).values_list("texts", flat=True)
    return shared_name_size(model, [CertificateText(**_tuples(t)) for t in texts]) or 0


def _keep(sheet, content: bytes) -> None:
    """Store one sheet; when another worker was faster its file stays and ours is thrown away."""
    name = f"bang-{sheet.serial_text.replace('/', '-')}.pdf"
    with transaction.atomic():
        stored = files.store_bytes(content, name=name, content_type="application/pdf")
        if not Certificate.objects.filter(pk=sheet.pk, stored=None).update(stored=stored, drawn_at=clock.now()):
            stored.file.delete(save=False)
            stored.delete()


def _bind(sheets: list, by):
    """All sheets of a job in one PDF, in the order of the list."""
    decision = sheets[0].award.decision
    ((model, emblem),) = _by_model(sheets)  # the sheets of one decision share their model
    size = _name_size(model, decision.pk)
    title = f"Bằng, giấy theo Quyết định {decision.number_text}"
    content = render_document(model, [_text(s) for s in sheets], emblem_svg=emblem, name_size=size, title=title)
    name = f"bang-giay-{decision.number}-{decision.year}.pdf"
    return files.store_bytes(content, name=name, content_type="application/pdf", by=by)


def _by_model(sheets: list) -> dict:
    """Sheets grouped by (certificate model, emblem): one group for the sheets of one decision."""
    cache, groups = {}, {}
    for sheet in sheets:
        decision = sheet.award.decision
        key = (sheet.model_code, decision.unit_id, decision.sign_date)
        if key not in cache:
            profile = catalogue.profile_for(decision.unit, decision.sign_date)
            cache[key] = (load_model(sheet.model_code, decision.sign_date), profile.emblem.encode() or None)
        groups.setdefault(cache[key], []).append(sheet)
    return groups


def load_model(code: str, day):
    """A certificate model with its boxes as drawing data, from the dated catalogue."""
    row = CertificateModel.objects.on(day).filter(code=code).first()
    if row is None:
        raise ValidationError(f"Danh mục không còn mẫu bằng, giấy “{code}”. Hãy bổ sung trong Danh mục rồi thử lại.")
    return model_from_rows(*catalogue.certificate_rows(row, day))


def _text(sheet) -> CertificateText:
    return CertificateText(**_tuples(sheet.texts))


def _tuples(texts: dict) -> dict:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in texts.items()}


def draw_one(*, certificate):
    """The stored file of one sheet, drawn now when no job has come to it."""
    if not certificate.stored_id:
        _draw_part([certificate])
        certificate.refresh_from_db()
    return certificate.stored
