"""The room of the appraising office: the queue with one line beside it, receipt, answers, clean lines together."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from awards.enums import NominationState
from awards.forms import appraisal as forms
from awards.queries import appraisal as queries
from awards.queries.appraisal_line import line_for_user
from awards.queries.scope import dossiers_for_user
from awards.services import appraisal as services
from awards.services.appraisal_bulk import AT_ONCE, queue_accept_clean
from awards.services.dossier import receive_dossier
from awards.services.identity import answer_identity
from awards.services.verdict import check_nominations
from awards.views.appraisal_parts import QUEUE_LABELS, kept, line_url, panel_of, past_of, queue_of, tabs_of
from awards.views.appraisal_sheet import returned_workbook
from campaigns.enums import Role
from campaigns.permissions import has_any_role
from campaigns.queries import people
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.enums import JobState
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.typed import as_uuid, version_of
from thiduakhenthuong.core.views import job_facts

SAMPLE = 20
STEPS = {
    "accept": (services.accept, forms.ReasonForm), "undo_accept": (services.undo_accept, forms.ReasonForm),
    "send_back": (services.send_back, forms.ReturnForm), "decline_appraisal": (services.decline_appraisal, forms.DeclineForm),
    "approve": (services.approve, forms.AnswerForm), "undo_approve": (services.undo_approve, forms.ReasonForm),
    "decline": (services.decline, forms.ApproverDeclineForm),
}  # fmt: skip
DONE = {
    "accept": "Đã đồng ý", "undo_accept": "Đã hoàn tác đồng ý cho", "send_back": "Đã trả lại", "approve": "Đã duyệt",
    "decline_appraisal": "Đã kết luận không đồng ý với", "undo_approve": "Đã hoàn tác duyệt", "decline": "Đã không duyệt",
}  # fmt: skip
STAYS = {"undo_accept", "undo_approve"}


class OfficeMixin(LoginRequiredMixin):
    """Only people of a deciding office; everybody else is refused with the reason."""

    def dispatch(self, request, *args, **kwargs):
        """403 for those who read no incoming dossier."""
        if request.user.is_authenticated and not queries.office_units(request.user):
            raise Refused("Chỉ cán bộ thẩm định hoặc người phê duyệt của nơi quyết định được vào hàng đợi này.")
        return super().dispatch(request, *args, **kwargs)


def page_context(request, line=None) -> dict:
    """The whole page: queue, the open line, dossiers to receive, and what was just done."""
    user, params = request.user, request.GET
    queue = queue_of(user, params, line.public_id if line else None)
    opened = line
    if line is None and queue["current"]:
        opened = line_for_user(user).filter(public_id=queue["current"]).first()
    return {
        "queue": queue, "panel": panel_of(opened, user, params) if opened else None, "chosen": line is not None,
        "inbox": list(queries.dossiers_to_receive(user)), "tabs": tabs_of(user, "appraisal"),
        "may_appraise": has_any_role(user, Role.APPRAISER), "just": _just_done(request), **_batch(request),
    }  # fmt: skip


def _just_done(request):
    """The line accepted a moment ago, while it can still be taken back."""
    key = as_uuid(request.GET.get("vua"))
    if not key:
        return None
    rows = queries.lines_of_office(request.user).filter(state=NominationState.ELIGIBLE, appraised_by=request.user)
    return rows.filter(public_id=key).first()


def _batch(request) -> dict:
    """The batch accepted a moment ago, to be undone, or the job that is still at it."""
    job, moment = None, _moment(request.GET.get("lo"))
    if key := as_uuid(request.GET.get("viec")):
        job = queries.accepting_job(request.user, key)
        moment = _moment(job.params["at"]) if job and not job.open else None
    count = queries.batch_accepted(request.user, moment).count() if moment else 0
    running = job is not None and job.state != JobState.DONE
    return {
        "batch": {"at": moment.isoformat(), "count": count, "key": new_key()} if count else None,
        "job": job_facts(job) if running else None, "left": job.result.get("left", 0) if job else 0,
    }  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


class AppraisalQueue(OfficeMixin, View):
    """The queue; on a desk its first line stands open beside it."""

    def get(self, request):
        """People who only approve go to the batches."""
        if not request.GET and not has_any_role(request.user, Role.APPRAISER) and has_any_role(request.user, Role.APPROVER):
            return redirect("awards:approval")
        return render(request, "awards/appraisal_page.html", page_context(request))


class LineMixin(OfficeMixin):
    """One visible line as `self.line`; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Load the line of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.line = get_object_or_404(line_for_user(request.user), public_id=kwargs["public_id"])


class AppraisalLine(LineMixin, View):
    """One line beside the queue it was opened from."""

    def get(self, request, public_id):
        """Read-only for those who may not answer."""
        return render(request, "awards/appraisal_page.html", page_context(request, self.line))


class AppraisalPast(LineMixin, View):
    """Awards through time and everything that happened: fetched beside the line, or a page of its own."""

    def get(self, request, public_id):
        """A fragment for the line's page."""
        context = past_of(self.line, request.user, request.GET) | {"back_url": line_url(public_id, request.GET)}
        return render(request, "awards/_appraisal_past.html" if request.htmx else "awards/appraisal_past.html", context)


class AppraisalStep(LineMixin, View):
    """One answer about one line: a stale version is 409, a missing role 403; then the next line opens."""

    def post(self, request, public_id, step):
        """The same press twice is one answer."""
        if step not in STEPS:
            raise Http404
        service, form_class = STEPS[step]
        form = form_class(request.POST)
        target = self._next(step)
        if form.is_valid():
            try:
                once(user=request.user, action=f"{step}:{self.line.pk}", key=form.cleaned_data["idempotency_key"],
                     work=lambda: self._answer(service, form))  # fmt: skip
            except ValidationError as error:
                form.add_error(None, error)
                check_nominations([self.line])  # the officer must see what turned, though nothing was saved
        return self._again(step, form) if form.errors else self._on(step, target)

    def _answer(self, service, form) -> dict:
        service(nomination=self.line, version=form.cleaned_data["version"], by=self.request.user, **form.values())
        return {"public_id": str(self.line.public_id)}

    def _next(self, step: str) -> str:
        """The next line of the same queue, worked out before this line leaves it."""
        params = self.request.GET
        if params.get("ve") == "lo" and self.line.award_kind:
            return reverse("awards:approval-batch", args=[self.line.dossier.public_id, self.line.award_kind.code])
        if step in STAYS:
            return line_url(self.line.public_id, params)
        queue = queue_of(self.request.user, params, self.line.public_id)
        around = queue["steps"]
        if not (around["next"] or around["previous"]) and not has_any_role(self.request.user, Role.APPRAISER):
            return reverse("awards:approval")
        # The address named no queue: the one that was on the screen goes on.
        return around["next"] or around["previous"] or reverse("awards:appraisal") + kept(params, xem=queue["queue"])

    def _on(self, step: str, target: str) -> HttpResponse:
        if step == "accept":
            target += f"{'&' if '?' in target else '?'}vua={self.line.public_id}"
        else:
            messages.success(self.request, f"{DONE[step]} {self.line.printed_name}.")
        if self.request.htmx:
            return HttpResponse(headers={"HX-Redirect": target})
        return redirect(target)

    def _again(self, step: str, form) -> HttpResponse:
        self.line = line_for_user(self.request.user).get(pk=self.line.pk)
        fault = {"step": step, "errors": [e for errors in form.errors.values() for e in errors], "typed": self.request.POST}
        if self.request.htmx:
            context = {"panel": panel_of(self.line, self.request.user, self.request.GET), "fault": fault}
            return render(self.request, "awards/_appraisal_decide.html", context, status=422)
        context = page_context(self.request, self.line) | {"fault": fault}
        return render(self.request, "awards/appraisal_page.html", context, status=422)


class AppraisalIdentity(LineMixin, View):
    """The officer's answer to "là cùng một người?"; it is remembered and the line is checked anew."""

    def post(self, request, public_id):
        """`person` (public id), `same` 1 or 0."""
        person = get_object_or_404(people(), public_id=as_uuid(request.POST.get("person")))
        try:
            answer_identity(nomination=self.line, person=person, same=request.POST.get("same") == "1", by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(line_url(self.line.public_id, request.GET))


class AppraisalReceive(LoginRequiredMixin, View):
    """The office receives a dossier; its lines come into the queue."""

    def post(self, request, public_id):
        """A stale version is 409."""
        dossier = get_object_or_404(dossiers_for_user(request.user), public_id=public_id)
        receive_dossier(dossier=dossier, version=version_of(request), by=request.user)
        messages.success(request, f"Đã tiếp nhận hồ sơ {dossier.code}.")
        return redirect(reverse("awards:appraisal") + kept(request.GET))


class AppraisalBulk(OfficeMixin, View):
    """Clean lines together: counts and a sample first, then all of them, or a job when they are many."""

    def get(self, request):
        """A dialog (?o=hop), or a page without scripts."""
        return self._ask(request, None)

    def post(self, request):
        """One press, one batch; the number must still be the one the officer saw."""
        form = forms.BulkForm(request.POST)
        rows = self._rows(request)
        if not form.is_valid():
            return self._ask(request, form, status=422)
        try:
            done = once(user=request.user, action="accept_clean", key=form.cleaned_data["idempotency_key"],
                        work=lambda: self._accept(rows, form.cleaned_data["count"]))  # fmt: skip
        except ValidationError as error:
            check_nominations(rows[:AT_ONCE])
            form.add_error(None, error)
            return self._ask(request, form, status=422)
        target = reverse("awards:appraisal") + kept(request.GET, xem="")
        target += ("&" if "?" in target else "?") + done["query"]
        return HttpResponse(headers={"HX-Redirect": target}) if request.htmx else redirect(target)

    def _rows(self, request):
        scope = queries.filtered(queries.lines_of_office(request.user), request.GET)
        return queries.bulk_lines(scope, request.user)

    def _accept(self, rows, seen: int) -> dict:
        keys, user, now = list(rows.values_list("pk", flat=True)), self.request.user, clock.now()
        if len(keys) != seen:
            raise ValidationError(f"Số dòng sạch vừa đổi từ {seen} thành {len(keys)}. Hãy xem lại rồi bấm lần nữa.")
        if len(keys) > AT_ONCE:
            job = queue_accept_clean(keys=keys, at=now, by=user)
            return {"query": f"viec={job.public_id}"}
        services.accept_many(nominations=rows, by=user, at=now)
        return {"query": f"lo={now.isoformat()}".replace("+", "%2B")}

    def _ask(self, request, form, status: int = 200) -> HttpResponse:
        rows = self._rows(request)
        count = rows.count()
        step = max(1, -(-count // SAMPLE))
        keys = list(rows.values_list("pk", flat=True))[::step]
        context = {
            "count": count, "groups": queries.bulk_groups(rows), "sample": rows.filter(pk__in=keys), "form": form,
            "key": new_key(), "here": kept(request.GET), "as_job": count > AT_ONCE,
            "errors": [e for errors in form.errors.values() for e in errors] if form else [],
        }  # fmt: skip
        inside = request.GET.get("o") == "hop" or request.htmx
        name = "_appraisal_bulk.html" if inside else "appraisal_bulk.html"
        return render(request, f"awards/{name}", context, status=status)


class AppraisalBulkUndo(OfficeMixin, View):
    """Take a batch of acceptances back while nobody has approved."""

    def post(self, request):
        """Lines that an approver has moved on meanwhile stay as they are."""
        moment = _moment(request.POST.get("lo"))
        rows = list(queries.batch_accepted(request.user, moment)) if moment else []
        once(user=request.user, action="undo_accept_many", key=request.POST.get("key", ""),
             work=lambda: {"count": services.undo_accept_many(nominations=rows, by=request.user)})  # fmt: skip
        messages.success(request, f"Đã hoàn tác đồng ý cho {len(rows)} dòng." if rows else "Không còn dòng nào để hoàn tác.")
        return redirect(reverse("awards:appraisal") + kept(request.GET))


class AppraisalExport(OfficeMixin, View):
    """The queue as it is filtered, with the officers' words, as a workbook: also the list of what was sent back."""

    def get(self, request):
        """At most 5,000 lines."""
        scope = queries.filtered(queries.lines_of_office(request.user), request.GET)
        name = request.GET.get("xem") if request.GET.get("xem") in queries.QUEUES else queries.LOOK
        rows = queries.in_queue(scope, name).prefetch_related("appraisals__by")[:5000]
        return made_response(returned_workbook(rows, QUEUE_LABELS[name]), f"tham-dinh-{name}.xlsx")
