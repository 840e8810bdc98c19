"""Files that prove a result: added from a desk or a phone, shown, taken away."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View

from campaigns.queries.report import evidence_for_user, result_lines
from campaigns.services.result import add_evidence, remove_evidence
from campaigns.views.report import ReportMixin
from thiduakhenthuong.core.files import file_response
from thiduakhenthuong.core.typed import as_uuid

MAX_FILES = 10  # of one press


class EvidenceAdd(ReportMixin, View):
    """Several files for one line; each on its own, so that a bad one does not hold up the others."""

    def post(self, request, public_id):
        """Back to the files of the report; what could not be kept says why."""
        line = get_object_or_404(result_lines(self.report), public_id=as_uuid(request.POST.get("dong")))
        uploads, faults = request.FILES.getlist("files")[:MAX_FILES], []
        for upload in uploads:
            try:
                add_evidence(result=line, upload=upload, by=request.user)
            except ValidationError as error:
                faults += error.messages
        if not uploads:
            faults.append("Chưa chọn tệp nào. Hãy chọn ảnh hoặc tệp rồi bấm Thêm minh chứng.")
        if faults:
            return self.page(faults={"evidence": " ".join(faults)}, status=422)
        messages.success(request, "Đã thêm minh chứng.")
        return redirect(f"{reverse('campaigns:report', args=[self.report.public_id])}?dong={line.public_id}#minh-chung")


class EvidenceFile(LoginRequiredMixin, View):
    """The file itself: pictures and PDF open in the browser."""

    def get(self, request, public_id):
        """Only for those who may see the report."""
        evidence = get_object_or_404(evidence_for_user(request.user), public_id=public_id)
        shown = evidence.stored.content_type.startswith("image/") or evidence.stored.content_type == "application/pdf"
        return file_response(evidence.stored, inline=shown)


class EvidenceRemove(LoginRequiredMixin, View):
    """Take a file away while the report is open."""

    def post(self, request, public_id):
        """Back to the files of the report."""
        evidence = get_object_or_404(evidence_for_user(request.user), public_id=public_id)
        remove_evidence(evidence=evidence, by=request.user)
        messages.success(request, f"Đã bỏ minh chứng {evidence.stored.name}.")
        return redirect(f"{reverse('campaigns:report', args=[evidence.result.report.public_id])}#minh-chung")
