"""Tab "Khen thưởng" of a conference: the decisions handed out, who hands them over, the calling list."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from awards.documents import file_name, render_pdf
from awards.forms.ceremony import BatchForm
from awards.queries import ceremony as queries
from awards.services import ceremony as services
from awards.views import ceremony_parts as parts
from campaigns import permissions as may
from campaigns.documents.programme import full_title
from campaigns.queries.scope import conferences_for_user
from campaigns.views.conference_parts import period
from campaigns.views.places import conference_tabs
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.sheets.writer import write_table
from thiduakhenthuong.core.typed import as_uuid, version_of


class CeremonyMixin(LoginRequiredMixin):
    """One conference of the user's scope, as `self.conference`; anything else is 404. `edits`: only for its officers."""

    edits = False

    def dispatch(self, request, *args, **kwargs):
        """Load it; 403 for those who see and may not edit."""
        if request.user.is_authenticated:
            self.conference = get_object_or_404(conferences_for_user(request.user), public_id=kwargs["public_id"])
            self.reason = may.edit_conference(request.user, self.conference)
            if self.edits and self.reason:
                raise Refused(self.reason)
        return super().dispatch(request, *args, **kwargs)

    def called(self):
        """(batches, awards by decision) that the user may see."""
        batches = queries.batches_of(self.request.user, self.conference)
        return batches, queries.awards_called(batches, self.conference)

    def batch(self):
        """The batch of the address, else 404."""
        found = queries.batch_of(self.request.user, self.conference, self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    def back(self):
        """To the tab."""
        return redirect("awards:conference-awards", public_id=self.conference.public_id)


class ConferenceAwards(CeremonyMixin, TemplateView):
    """The sentence, the decisions in the order of calling, the turns."""

    template_name = "awards/ceremony.html"

    def get_context_data(self, **kwargs):
        """Everything of the page; decisions to add only for those who may."""
        row, (batches, awards) = self.conference, self.called()
        words = self.request.GET.get("q", "")
        return super().get_context_data(**kwargs) | {
            "conference": row, "title": full_title(row.name, row.ordinal), "may_edit": not self.reason,
            "reviewed": period(row.reviewed_from, row.reviewed_to), "launched": period(row.launched_from, row.launched_to),
            "tabs": conference_tabs(row, "awards:conference-awards"), "rows": parts.batch_rows(batches, awards),
            "readable": queries.readable(self.request.user, batches),
            "sentence": parts.sentence_of(row, awards), "turns": parts.turns_of(batches, awards), "words": words,
            "offered": [] if self.reason else list(queries.decisions_offered(row, words)),
        }  # fmt: skip


class BatchAdd(CeremonyMixin, View):
    """One press puts an issued decision on the list."""

    edits = True

    def post(self, request, public_id):
        """`decision`: public id."""
        key = as_uuid(request.POST.get("decision"))
        decision = queries.decision_offered(self.conference, key) if key else None
        try:
            if decision is None:
                raise ValidationError("Quyết định này không còn trong danh sách. Hãy tìm lại.")
            services.add_batch(conference=self.conference, decision=decision, by=request.user)
            messages.success(request, f"Đã đưa Quyết định {decision.number_text} vào lễ trao. Ghi tiếp người trao.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return self.back()


class BatchEdit(CeremonyMixin, View):
    """Who hands over, who reads, how many in a turn."""

    edits = True

    def get(self, request, public_id, pk):
        """The form with what stands."""
        batch = self.batch()
        known = {name: getattr(batch, name) for name in ("presenter", "reader", "per_turn", "order", "version")}
        return self._page(batch, BatchForm(initial=known))

    def post(self, request, public_id, pk):
        """Keep it; a stale version is 409."""
        batch, form = self.batch(), BatchForm(request.POST)
        if form.is_valid():
            try:
                services.update_batch(batch=batch, by=request.user, **form.values())
                messages.success(request, "Đã lưu người trao và lượt trao.")
                return self.back()
            except ValidationError as error:
                form.add_error(None, error)
        return self._page(batch, form, status=422)

    def _page(self, batch, form, status: int = 200):
        back = reverse("awards:conference-awards", args=[self.conference.public_id])
        context = {
            "form": form, "batch": batch, "conference": self.conference, "back_url": back,
            "signer": batch.decision.texts.get("signer_name", ""),
        }  # fmt: skip
        return render(self.request, "awards/ceremony_batch.html", context, status=status)


class BatchRemove(CeremonyMixin, View):
    """Take a decision off the list."""

    edits = True

    def post(self, request, public_id, pk):
        """The decision stays as it is."""
        batch = self.batch()
        services.remove_batch(batch=batch, version=version_of(request), by=request.user)
        messages.success(request, f"Đã bỏ Quyết định {batch.decision.number_text} khỏi lễ trao; quyết định không thay đổi.")
        return self.back()


class CallingList(CeremonyMixin, View):
    """The calling list as PDF or workbook."""

    def get(self, request, public_id, kind):
        """The file; another ending is 404, a ceremony with nobody to call goes back with a word."""
        if kind not in ("pdf", "xlsx"):
            raise Http404
        paper = parts.paper_of(self.conference, *self.called())
        if not paper.turns:
            messages.error(request, "Chưa có ai trong danh sách trao. Hãy thêm quyết định trước.")
            return self.back()
        name = file_name("calling_list", paper, kind)
        if kind == "pdf":
            return made_response(render_pdf("calling_list", paper).content, name, inline=True)
        rows = parts.sheet_rows(paper.turns)
        content = write_table("DANH SÁCH MỜI LÊN NHẬN THƯỞNG", parts.SHEET, rows, lines=(paper.title, paper.when))
        return made_response(content, name)
