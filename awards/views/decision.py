"""Pages of decisions: what waits, the list, the work screen with the paper, wording, issue, files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_GET
from django.views.generic import ListView

from awards.enums import DecisionState
from awards.forms.decision import DecisionTextForm, IssueForm
from awards.queries import decision as queries
from awards.queries.scope import decisions_for_user, nominations_for_user
from awards.services import decision as services
from awards.services import decision_checks, decision_files, paper_jobs
from awards.views.decision_parts import COLUMNS, batch_rows, check_rows, list_rows, steps_of, words_of_counts
from awards.workflow import DECISION
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator
from thiduakhenthuong.core.typed import version_of
from thiduakhenthuong.core.views import job_facts

STEPS = {
    "send_for_signature": services.send_for_signature, "take_back": services.take_back,
    "reset_texts": services.reset_texts, "discard": services.discard_draft,
}  # fmt: skip
DONE = {
    "send_for_signature": "Đã trình ký.", "take_back": "Đã rút về để sửa.",
    "reset_texts": "Đã soạn lại câu chữ theo mẫu.", "discard": "Đã bỏ dự thảo; các dòng trở lại chờ quyết định.",
}  # fmt: skip


class DecisionMixin(LoginRequiredMixin):
    """One decision of the user's scope, as `self.decision`; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Load the decision of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.decision = get_object_or_404(decisions_for_user(request.user), public_id=kwargs["public_id"])


class DecisionList(LoginRequiredMixin, ListView):
    """Batches of approved lines that wait, and all decisions the user may see."""

    template_name = "awards/decision_list.html"
    context_object_name = "decisions"
    paginator_class = CappedPaginator
    paginate_by = 50

    def get_queryset(self):
        """Filtered and sorted by the address."""
        return queries.listed(decisions_for_user(self.request.user), self.request.GET)

    def get_context_data(self, **kwargs):
        """The list, with the batches on top."""
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": list_rows(context["decisions"]), "columns": COLUMNS, "states": DecisionState.choices,
            "batches": batch_rows(queries.waiting_batches(self.request.user), self.request.user),
        }  # fmt: skip


class DecisionDraft(LoginRequiredMixin, View):
    """One click: approved lines become drafts."""

    def post(self, request):
        """`ids`: public ids of approved lines, comma-separated."""
        ids = [part for part in request.POST.get("ids", "").split(",") if part]
        try:
            key = request.POST.get("key", "")
            result = once(user=request.user, action="draft_decision", key=key, work=lambda: self._draft(ids))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("awards:decision-list")
        if len(result["ids"]) == 1:
            return redirect("awards:decision", public_id=result["ids"][0])
        messages.success(request, f"Đã soạn {len(result['ids'])} dự thảo quyết định.")
        return redirect("awards:decision-list")

    def _draft(self, ids: list[str]) -> dict:
        lines = list(nominations_for_user(self.request.user).filter(public_id__in=ids))
        if not lines:
            raise ValidationError("Các dòng này không còn chờ quyết định.")
        unit = lines[0].dossier.deciding_unit
        made = services.draft_decisions(unit=unit, nominations=lines, by=self.request.user)
        return {"ids": [str(decision.public_id) for decision in made]}


class DecisionDetail(DecisionMixin, View):
    """The work screen: steps and checks beside the paper."""

    def get(self, request, public_id):
        """Show it."""
        return render(request, "awards/decision_detail.html", self.context())

    def context(self, form=None) -> dict:
        """Everything the screen shows; `form` is a refused issue form."""
        decision, user = self.decision, self.request.user
        lines = services.lines_of(decision)
        day = decision.sign_date or min(decision.planned_date, clock.today())
        checks = [] if decision.issued_at else decision_checks.run(decision, day, lines=lines)
        waiting = paper_jobs.waiting_for_pages(decision, lines=len(lines), by=user)
        waiting = waiting if waiting and waiting.open else None
        initial = {
            "sign_date": day, "version": decision.version, "idempotency_key": new_key(),
            "number": services.proposed_number(decision, day.year),
        }  # fmt: skip
        return {
            "decision": decision, "lines": lines,
            "pages": [] if waiting else range(1, decision_files.pages_now(decision, lines) + 1),
            "waiting": job_facts(waiting) if waiting else None,
            "checks": check_rows(checks), "stopped": any(c.level == decision_checks.STOP for c in checks),
            "may": {step.name for step in DECISION.available(decision, user)}, "steps": steps_of(decision, lines),
            "counts": words_of_counts(lines), "short_award": decision.award_kind.label.split(" của ")[0],
            "form": form or IssueForm(initial=initial), "back_url": reverse("awards:decision-list"),
        }  # fmt: skip


class DecisionTexts(DecisionMixin, View):
    """Edit the wording of a draft."""

    def get(self, request, public_id):
        """The form with today's wording."""
        if self.decision.state != DecisionState.DRAFT:
            return redirect("awards:decision", public_id=public_id)
        return self._page(DecisionTextForm(initial=DecisionTextForm.initial_from(self.decision)))

    def post(self, request, public_id):
        """Keep the wording."""
        form = DecisionTextForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        data = form.cleaned_data
        services.update_texts(
            decision=self.decision,
            version=data["version"],
            texts=form.texts(),
            planned_date=data["planned_date"],
            by=request.user,
        )
        messages.success(request, "Đã lưu nội dung quyết định.")
        return redirect("awards:decision", public_id=public_id)

    def _page(self, form, status: int = 200):
        context = {"decision": self.decision, "form": form}
        return render(self.request, "awards/decision_texts.html", context, status=status)


class DecisionStep(DecisionMixin, View):
    """A step without further data: trình ký, rút về, soạn lại theo mẫu, bỏ dự thảo."""

    def post(self, request, public_id, step):
        """Take the step named in the address."""
        if step not in STEPS:
            raise Http404
        try:
            STEPS[step](decision=self.decision, version=version_of(request), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, DONE[step])
            if step == "discard":
                return redirect("awards:decision-list")
        return redirect("awards:decision", public_id=public_id)


class DecisionLineRemove(DecisionMixin, View):
    """Take one line out of a draft."""

    def post(self, request, public_id, line_id):
        """The line is free for another decision."""
        line = get_object_or_404(nominations_for_user(request.user), public_id=line_id, decision_line__decision=self.decision)
        services.remove_line(decision=self.decision, nomination=line, version=version_of(request), by=request.user)
        messages.success(request, f"Đã đưa {line.printed_name} ra khỏi dự thảo.")
        return redirect("awards:decision", public_id=public_id)


class DecisionIssue(DecisionMixin, View):
    """Number, date, and everything is frozen."""

    def post(self, request, public_id):
        """Issue once, however often the button is pressed."""
        form = IssueForm(request.POST)
        if form.is_valid():
            try:
                once(
                    user=request.user, action=f"issue:{self.decision.pk}", key=form.cleaned_data["idempotency_key"],
                    work=lambda: self._issue(form.cleaned_data),
                )  # fmt: skip
                return redirect("awards:decision", public_id=public_id)
            except ValidationError as error:
                form.add_error(None, error)
        view = DecisionDetail(decision=self.decision)
        view.setup(request, public_id=public_id)
        return render(request, "awards/decision_detail.html", view.context(form), status=422)

    def _issue(self, data: dict) -> dict:
        proposed = services.proposed_number(self.decision, data["sign_date"].year)
        number = data["number"] if data["number"] != proposed else None
        decision = services.issue_decision(
            decision=self.decision, version=data["version"], sign_date=data["sign_date"], number=number, by=self.request.user
        )
        return {"number": decision.number_text}


@login_required
@require_GET
def decision_page(request, public_id, page: int):
    """One page of the paper as it is now, as a picture."""
    decision = get_object_or_404(decisions_for_user(request.user), public_id=public_id)
    dpi = 160 if request.GET.get("to") == "1" else 110
    try:
        image = decision_files.page_now(decision, page, dpi=dpi)
    except IndexError as error:
        raise Http404 from error
    return HttpResponse(image, content_type="image/png")


@login_required
@require_GET
def decision_pdf(request, public_id):
    """The issued file as stored, or the watermarked preview."""
    decision = get_object_or_404(decisions_for_user(request.user), public_id=public_id)
    if request.GET.get("loai") == "tien-thuong":
        return made_response(*_money(decision), inline=True)
    name = f"quyet-dinh-{decision.number or 'du-thao'}.pdf"
    return made_response(decision_files.pdf_now(decision), name, inline=True)


@login_required
@require_GET
def decision_word(request, public_id):
    """The Word file for what offices edit."""
    decision = get_object_or_404(decisions_for_user(request.user), public_id=public_id)
    if decision.lines.count() > paper_jobs.LONG:
        back = reverse("awards:decision", args=[public_id])
        return redirect("core:job-page", paper_jobs.queue_decision_word(decision, by=request.user, back=back).public_id)
    return made_response(*decision_files.word_now(decision))


def _money(decision) -> tuple[bytes, str]:
    if not decision.issued_at:
        raise Http404
    return decision_files.money_pdf(decision)
