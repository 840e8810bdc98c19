"""Papers of a registration: the signed file, the printed form as PDF and Word, everything that happened."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.views import View
from django.views.generic import ListView

from campaigns.documents.registration import form_docx, form_pdf
from campaigns.forms.registration import SignedFileForm
from campaigns.queries import registration_list as lists
from campaigns.services import registration as services
from campaigns.services.registration_papers import registration_paper
from campaigns.views import registration_parts as parts
from campaigns.views.registration import SheetMixin
from thiduakhenthuong.core import files
from thiduakhenthuong.core.listing import CappedPaginator


class RegistrationFile(SheetMixin, View):
    """The signed paper: handed out to whoever sees the registration, kept by its clerk or head."""

    def get(self, request, public_id):
        """The file; 404 without one."""
        if self.registration.signed_file is None:
            raise Http404
        return files.file_response(self.registration.signed_file)

    def post(self, request, public_id):
        """Keep a newer one."""
        form = SignedFileForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, "Chưa chọn tệp nào. Hãy chọn bản đăng ký đã ký (pdf, jpg, png hoặc docx).")
            return redirect("campaigns:registration", public_id=public_id)
        try:
            services.keep_signed_file(registration=self.registration, upload=form.cleaned_data["upload"], by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "Đã lưu bản đã ký.")
        return redirect("campaigns:registration", public_id=public_id)


class RegistrationPaper(SheetMixin, View):
    """The printed registration as PDF or Word."""

    def get(self, request, public_id, kind):
        """As it stands now; a draft carries the mark of a preview."""
        name = f"dang-ky-thi-dua-{self.registration.year}"
        return paper_response(registration_paper(self.registration), kind, name)


def paper_response(paper, kind: str, name: str):
    """A form as the file that was asked for; 404 for another kind of file."""
    if kind == "pdf":
        return files.made_response(form_pdf(paper).content, f"{name}.pdf", inline=True)
    if kind == "docx":
        return files.made_response(form_docx(paper), f"{name}.docx")
    raise Http404


class RegistrationHistory(SheetMixin, ListView):
    """Everything that happened to the registration and its lines, newest first."""

    template_name = "campaigns/registration_history.html"
    paginate_by = 100
    paginator_class = CappedPaginator

    def get_queryset(self):
        """Events with their authors."""
        return lists.events_of(self.registration)

    def get_context_data(self, **kwargs):
        """Events as sentences."""
        context = super().get_context_data(**kwargs)
        rows = parts.event_rows(context["page_obj"].object_list)
        return context | {"registration": self.registration, "rows": rows}
