"""Lines of a registration: added, changed, taken out and put back one by one; the check of a sentence while it is typed."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from campaigns.forms.registration import CommitmentForm, line_values
from campaigns.queries import registration as queries
from campaigns.queries import registration_list as lists
from campaigns.services import commitment as services
from campaigns.services.cascade import chain
from campaigns.views.campaign_parts import put_errors
from campaigns.views.registration import SheetMixin, require_editable
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.typed import version_of


class LineFormMixin:
    """The form of a line of `self.registration`, filled in place or on a page of its own."""

    def line_form(self, data=None, **kwargs) -> CommitmentForm:
        """With the targets of the campaign and the shares handed down."""
        sheet = self.registration
        check = reverse("campaigns:commitment-check", args=[sheet.public_id])
        return CommitmentForm(
            data, targets=queries.targets_with_share(sheet), campaigns=queries.servable_campaigns(sheet), check_url=check,
            auto_id="line_%s", **kwargs,
        )  # fmt: skip

    def line_page(self, form, line=None, status: int = 200):
        """The whole page."""
        context = {"form": form, "registration": self.registration, "line": line}
        return render(self.request, "campaigns/commitment_form.html", context, status=status)


class CommitmentCreate(LineFormMixin, SheetMixin, View):
    """One more line; "Lưu và thêm dòng nữa" opens the next empty one."""

    def get(self, request, public_id):
        """The empty form."""
        self.require_editor()
        return self.line_page(self.line_form(initial={"idempotency_key": new_key()}))

    def post(self, request, public_id):
        """Keep it once, however often the button is pressed."""
        self.require_editor()
        form = self.line_form(request.POST)
        if form.is_valid():
            try:
                key = form.cleaned_data["idempotency_key"]
                once(user=request.user, action="add_commitment", key=key, work=lambda: self._add(form))
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, "Đã thêm nội dung.")
                again = "campaigns:commitment-create" if "again" in request.POST else "campaigns:registration"
                return redirect(again, public_id=public_id)
        return self.line_page(form, status=422)

    def _add(self, form) -> dict:
        made = services.add_commitment(registration=self.registration, by=self.request.user, **form.values())
        return {"public_id": str(made.public_id)}


class LineMixin(LineFormMixin, LoginRequiredMixin):
    """One line of a visible registration, as `self.line`; anything else is 404."""

    removed = False

    def setup(self, request, *args, **kwargs):
        """Load the line of the address with its registration."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.line = lists.line_of(request.user, kwargs["public_id"], removed=self.removed)
            if self.line is None:
                raise Http404
            self.registration = self.line.registration

    def back(self):
        """To the sheet."""
        return redirect("campaigns:registration", public_id=self.registration.public_id)


class CommitmentEdit(LineMixin, View):
    """Change a line."""

    def get(self, request, public_id):
        """The form as the line stands."""
        require_editable(request.user, self.registration)
        return self.line_page(self.line_form(initial=line_values(self.line)), self.line)

    def post(self, request, public_id):
        """Keep the change; a stale version of this line is 409."""
        require_editable(request.user, self.registration)
        form = self.line_form(request.POST)
        if form.is_valid():
            try:
                version = form.cleaned_data["version"] or 0
                services.update_commitment(commitment=self.line, version=version, by=request.user, **form.values())
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, "Đã lưu nội dung.")
                return self.back()
        return self.line_page(form, self.line, status=422)


class CommitmentRemove(LineMixin, View):
    """Take a line out; the sheet offers to put it back."""

    def post(self, request, public_id):
        """Back to the sheet, which names what was taken out."""
        gone = services.remove_commitment(commitment=self.line, version=version_of(request), by=request.user)
        sheet = str(self.registration.public_id)
        request.session["removed_line"] = {
            "sheet": sheet, "id": str(gone.public_id), "version": gone.version, "text": gone.text,
        }  # fmt: skip
        return self.back()


class CommitmentRestore(LineMixin, View):
    """Put a line back."""

    removed = True

    def post(self, request, public_id):
        """Back to the sheet."""
        services.restore_commitment(commitment=self.line, version=version_of(request), by=request.user)
        messages.success(request, "Đã đưa nội dung trở lại.")
        return self.back()


class CommitmentMove(LineMixin, View):
    """Swap a line with the one above or below."""

    def post(self, request, public_id, way):
        """Back to the sheet."""
        services.move_commitment(commitment=self.line, by=request.user, up=way == "len")
        return self.back()


class CommitmentCheck(LineFormMixin, SheetMixin, View):
    """The remarks on a sentence while it is typed; saves nothing."""

    def post(self, request, public_id):
        """A fragment: what is missing and how it could be written, or that it is concrete."""
        form = self.line_form(request.POST)
        form.is_valid()
        sent = form.cleaned_data
        found = services.preview(self.registration, sent | {"text": request.POST.get("text", "")[:1000]})
        return render(request, "campaigns/_commitment_check.html", {"found": found})


class CommitmentChain(LineMixin, View):
    """From a line up to the objective it serves, as a fragment."""

    def get(self, request, public_id):
        """The links of the chain."""
        return render(request, "campaigns/_chain.html", {"chain": chain(self.line), "commitment": self.line})
