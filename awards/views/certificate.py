"""Certificates of a decision: the list with selection, the drawing job with progress, one sheet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_GET

from awards.queries.certificate import certificates_of, last_job
from awards.queries.register import user_rows
from awards.queries.scope import certificates_for_user
from awards.services.certificate import draw_one, queue_certificates
from awards.views.decision import DecisionMixin
from thiduakhenthuong.core.files import file_response
from thiduakhenthuong.core.typed import as_uuid
from thiduakhenthuong.core.views import job_facts
from thiduakhenthuong.core.vntext import date_short


class CertificateList(DecisionMixin, View):
    """All sheets of an issued decision; all or a selection become one PDF by a background job."""

    def get(self, request, public_id):
        """The list, with the progress of the user's last job about it."""
        if not self.decision.issued_at or not self.decision.award_kind.has_certificate:
            raise Http404
        certificates = certificates_of(self.decision, request.user, request.GET.get("q", ""))
        job = last_job(self.decision, request.user)
        context = {
            "decision": self.decision, "total": self.decision.lines.count(), "subtitle": subtitle(self.decision),
            "certificates": certificates, "job_facts": job_facts(job) if job else None,
            "drawn": sum(1 for c in certificates if c.stored_id), "q": request.GET.get("q", ""),
            "back_url": reverse("awards:decision", args=[public_id]),
        }  # fmt: skip
        return render(request, "awards/certificate_list.html", context)

    def post(self, request, public_id):
        """Queue the drawing: `chon` are public ids; none means all."""
        rows = None
        if request.POST.get("tat_ca") != "1":
            chosen = [key for key in map(as_uuid, request.POST.getlist("chon")) if key]
            rows = list(certificates_for_user(request.user).filter(public_id__in=chosen, award__decision=self.decision))
            if not rows:
                messages.error(request, "Chưa chọn tờ nào. Hãy đánh dấu các tờ cần in, hoặc bấm tạo tất cả.")
                return redirect("awards:certificate-list", public_id=public_id)
        queue_certificates(decision=self.decision, by=request.user, certificates=rows)
        return redirect("awards:certificate-list", public_id=public_id)


class CertificateSelection(LoginRequiredMixin, View):
    """Every sheet of what the register shows now (its filters in the address), across decisions, in one PDF."""

    def post(self, request):
        """Queue the job and show its page."""
        awards = user_rows(request.user, request.GET)
        rows = list(certificates_for_user(request.user).filter(award__in=awards.order_by().values("pk")))
        back = f"{reverse('awards:register')}?{request.GET.urlencode()}"
        try:
            job = queue_certificates(by=request.user, certificates=rows, back=back)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(back)
        return redirect("core:job-page", job.public_id)


def subtitle(decision) -> str:
    """The line under the title."""
    return f"Quyết định {decision.number_text} ngày {date_short(decision.sign_date)} · {decision.award_kind.label}"


@login_required
@require_GET
def certificate_pdf(request, public_id):
    """One sheet; drawn now when the job has not come to it."""
    certificate = get_object_or_404(certificates_for_user(request.user), public_id=public_id)
    try:
        return file_response(draw_one(certificate=certificate), inline=True)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("awards:certificate-list", public_id=certificate.award.decision.public_id)
