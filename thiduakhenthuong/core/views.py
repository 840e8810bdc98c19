"""Pages that know nothing of the business: progress of one's own jobs, error pages."""

import logging
import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseServerError
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from thiduakhenthuong.core import files, jobs
from thiduakhenthuong.core.models import Job, StoredFile

log = logging.getLogger(__name__)


@login_required
@require_GET
def job_status(request, public_id):
    """Progress of one of the user's own jobs: a fragment that asks again until the job ends."""
    return render(request, "components/job.html", job_facts(_own_job(request, public_id)))


@login_required
@require_GET
def job_page(request, public_id):
    """A page of its own for a job that makes one file: progress, then the download, and the way back."""
    job = _own_job(request, public_id)
    return render(request, "core/job_page.html", {"facts": job_facts(job), "back_url": job.params.get("back", "/")})


@login_required
@require_POST
def job_retry(request, public_id):
    """Try a failed job again; what it had done is kept."""
    return render(request, "components/job.html", job_facts(jobs.retry(_own_job(request, public_id))))


@login_required
@require_GET
def job_file(request, public_id):
    """The file that a finished job made."""
    job = _own_job(request, public_id)
    stored = StoredFile.objects.filter(public_id=job.result.get("file")).first() if job.result.get("file") else None
    if stored is None:
        raise Http404
    return files.file_response(stored)


def job_facts(job: Job) -> dict:
    """What the component `job.html` needs."""
    made = reverse("core:job-file", args=[job.public_id]) if job.result.get("file") else ""
    return {
        "job": job,
        "url": reverse("core:job", args=[job.public_id]),
        "retry_url": reverse("core:job-retry", args=[job.public_id]),
        "action_url": made,
        "action_label": "Tải tệp",
    }


def _own_job(request, public_id) -> Job:
    return get_object_or_404(Job, public_id=public_id, by=request.user)


def server_error(request):
    """500 without anything private; the incident id stands in the log beside the traceback."""
    incident = uuid.uuid4().hex[:8]
    log.error("incident %s at %s %s", incident, request.method, request.path)
    # Without the request: context processors would ask a database that may be the very thing that is down.
    return HttpResponseServerError(render_to_string("errors/500.html", {"incident_id": incident}))


def csrf_failure(request, reason=""):
    """A form from an old page: says so, and that nothing was saved."""
    return render(request, "errors/csrf.html", status=403)


def bad_request(request, exception=None):
    """400."""
    return render(request, "errors/400.html", status=400)


def not_found(request, exception=None):
    """404: the same words for what is not there and for what lies outside the user's units."""
    return render(request, "errors/404.html", status=404)


def forbidden(request, exception=None):
    """403 with the reason when there is one."""
    return render(request, "errors/403.html", {"message": getattr(exception, "message", "")}, status=403)
