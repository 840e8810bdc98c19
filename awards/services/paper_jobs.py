"""Papers that take longer than two seconds: drawn by the worker, handed out by the page of the job."""

from awards.documents import file_name, render_docx, render_pdf
from awards.models import Decision, Dossier
from awards.services import decision_files, issuing
from awards.services.submission import submission_paper
from thiduakhenthuong.core import files, jobs
from thiduakhenthuong.core.files import ACCEPTED

LONG = 300  # lines: below this a paper is drawn while the officer waits


def queue_submission(dossier, *, kind: str, preview: bool, by, back: str):
    """Queue the submission ("pdf" or "docx") of a long dossier; `back` is the address to return to."""
    params = {"dossier": dossier.pk, "kind": kind, "preview": preview, "back": back}
    subject = f"submission-{kind}:{dossier.pk}:{dossier.version}"
    return jobs.enqueue("submission", label=f"Tạo tờ trình của hồ sơ {dossier.code}", by=by, params=params, subject=subject)


def queue_decision_word(decision, *, by, back: str):
    """Queue the Word file of a long decision."""
    params, subject = {"decision": decision.pk, "back": back}, f"decision-word:{decision.pk}:{decision.version}"
    return jobs.enqueue("decision_word", label="Tạo bản Word của quyết định", by=by, params=params, subject=subject)


def waiting_for_pages(decision, *, lines: int, by):
    """The job that draws the pages of a long decision, or None when they are ready (or short enough to draw now)."""
    if lines <= LONG or decision.pdf_id or decision_files.has_preview(decision):
        return None
    subject = f"decision-pages:{decision.pk}:{decision.version}"
    params = {"decision": decision.pk}
    return jobs.enqueue("decision_pages", label="Dựng các trang của quyết định", by=by, params=params, subject=subject)


@jobs.handler("submission")
def _submission(job, progress) -> dict:
    progress.total(1)
    paper = submission_paper(Dossier.objects.select_related("unit__parent", "deciding_unit").get(pk=job.params["dossier"]))
    kind = job.params["kind"]
    if kind == "docx":
        content = render_docx("submission", paper)
    else:
        content = render_pdf("submission", paper, preview=job.params["preview"]).content
    return _kept(content, file_name("submission", paper, kind), job.by)


@jobs.handler("decision_word")
def _decision_word(job, progress) -> dict:
    progress.total(1)
    content, name = decision_files.word_now(Decision.objects.get(pk=job.params["decision"]))
    return _kept(content, name, job.by)


@jobs.handler("decision_pages")
def _decision_pages(job, progress) -> dict:
    progress.total(1)
    decision = Decision.objects.get(pk=job.params["decision"])
    if decision.issued_at:
        issuing.store_pdf(decision)
    else:
        decision_files.pdf_now(decision)
    return {}


def _kept(content: bytes, name: str, by) -> dict:
    kind = ACCEPTED["." + name.rsplit(".", 1)[1]][0]
    return {"file": str(files.store_bytes(content, name=name, content_type=kind, by=by).public_id)}
