"""Certificates as files: drawn by a background job, each once; handed out one, some or all in one PDF."""

import zlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from awards.documents.certificate_data import CertificateText, model_from_rows
from awards.documents.certificates import render_batch, render_document, shared_name_size
from awards.models import Certificate, CertificateModel
from awards.queries import catalogue
from thiduakhenthuong.core import clock, events, files, jobs
from thiduakhenthuong.core.pdf import finished
from thiduakhenthuong.core.pdf_parts import join

PART = 25  # sheets drawn between two looks at what is still to do
SHARED_WORK = 100  # from here on a second worker draws from the other end


def queue_certificates(*, by, decision=None, certificates=None, back: str = ""):
    """Queue the drawing of every sheet of a decision, or of a selection across decisions, into one PDF.

    Answers the job (an open one of the same user and choice is reused); ValidationError when there is nothing to draw.
    """
    ids = sorted(c.pk for c in certificates) if certificates is not None else []
    if not ids and decision is None:
        raise ValidationError("Không có bằng, giấy nào trong danh sách này.")
    about = decision.pk if decision else "chon"
    label = f"Tạo bằng, giấy theo Quyết định {decision.number_text}" if decision else f"Tạo {len(ids)} bằng, giấy đã chọn"
    subject = f"certificates:{about}:{by.pk}" + (f":{zlib.crc32(repr(ids).encode()):x}" if ids else "")
    params = {"decision": decision.pk if decision else None, "ids": ids, "back": back}
    return jobs.enqueue("certificates", label=label, by=by, params=params, subject=subject)


@jobs.handler("certificates")
def _draw(job, progress) -> dict:
    """Draw what is not drawn, part by part, then bind everything asked for into one file. Safe to start again."""
    rows = _rows(job)
    total = rows.count()
    progress.total(total + 1)
    if rows.filter(stored=None).count() >= SHARED_WORK and not settings.JOBS_INLINE:
        jobs.enqueue("certificates_help", label=f"{job.label} (phụ)", by=job.by, params=job.params, subject=f"help:{job.pk}")
    _draw_missing(rows.order_by("pk"), lambda left: progress.step(total - left, "Đang tạo từng bằng, giấy"))
    progress.step(total, "Đang gộp thành một tệp")
    order = ("award__decision__sign_date", "award__decision_id", "award__list_position")
    bound = _bind(list(rows.select_related("award__decision__unit").order_by(*order)), job.by)
    events.record(job, "certificates", by=job.by, data={"count": total})
    return {"file": str(bound.public_id), "count": total}


@jobs.handler("certificates_help")
def _help(job, progress) -> dict:
    """The second core: draws from the other end until the two meet; `_keep` lets each sheet be stored once."""
    _draw_missing(_rows(job).order_by("-pk"), lambda _: progress.step(0))
    return {}


def _rows(job):
    """The sheets a job is about."""
    rows = Certificate.objects.all()
    if job.params["decision"]:
        rows = rows.filter(award__decision=job.params["decision"])
    return rows.filter(pk__in=job.params["ids"]) if job.params["ids"] else rows


def _draw_missing(rows, told) -> None:
    while part := list(rows.filter(stored=None).select_related("award__decision__unit")[:PART]):
        _draw_part(part)
        told(rows.filter(stored=None).count())


def draw_one(*, certificate):
    """The stored file of one sheet, drawn now when no job has come to it."""
    if not certificate.stored_id:
        _draw_part([certificate])
        certificate.refresh_from_db()
    return certificate.stored


def _draw_part(part: list) -> None:
    for decision, sheets in _by_decision(part):
        model, emblem, size = _dress(decision, sheets[0].model_code)
        made = render_batch(model, [_text(sheet) for sheet in sheets], emblem_svg=emblem, name_size=size)
        for sheet, content in zip(sheets, made, strict=True):
            _keep(sheet, content)


def _keep(sheet, content: bytes) -> None:
    """Store one sheet; when another worker was faster its file stays and ours is thrown away."""
    name = f"bang-{sheet.serial_text.replace('/', '-')}.pdf"
    with transaction.atomic():
        stored = files.store_bytes(content, name=name, content_type="application/pdf")
        if not Certificate.objects.filter(pk=sheet.pk, stored=None).update(stored=stored, drawn_at=clock.now()):
            files.discard(stored)


def _bind(sheets: list, by):
    """All sheets of a job in one PDF, in the order of decisions and their lists."""
    parts = []
    for decision, members in _by_decision(sheets):
        model, emblem, size = _dress(decision, members[0].model_code)
        title = f"Bằng, giấy theo Quyết định {decision.number_text}"
        texts = [_text(sheet) for sheet in members]
        parts.append(finished(render_document(model, texts, emblem_svg=emblem, name_size=size, title=title)))
    whole = parts[0] if len(parts) == 1 else join(parts)
    decision = sheets[0].award.decision
    name = f"bang-giay-{decision.number}-{decision.year}.pdf" if len(parts) == 1 else f"bang-giay-{len(sheets)}-to.pdf"
    return files.store_bytes(whole.content, name=name, content_type="application/pdf", by=by)


def _by_decision(sheets: list) -> list:
    """[(decision, its sheets)] in the order they come."""
    groups = {}
    for sheet in sheets:
        groups.setdefault(sheet.award.decision, []).append(sheet)
    return list(groups.items())


def _dress(decision, model_code: str) -> tuple:
    """(model, emblem, size of name shared by all persons of the decision, 0: each its own), whatever part is drawn now."""
    model = load_model(model_code, decision.sign_date)
    profile = catalogue.profile_for(decision.unit, decision.sign_date)
    texts = Certificate.objects.filter(award__decision=decision).values_list("texts", flat=True)
    size = shared_name_size(model, [CertificateText(**_tuples(t)) for t in texts]) or 0
    return model, profile.emblem.encode() or None, size


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
