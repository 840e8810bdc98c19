"""The register: the list with its filters, one award word for word, and the two workbooks."""

from urllib.parse import urlsplit

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.views import View
from django.views.generic import DetailView, ListView, TemplateView

from awards.forms.register import RegisterFilter
from awards.queries import register as queries
from awards.queries.history import award_events
from awards.queries.purpose import campaigns_awarded, objective_of, purpose_of
from awards.queries.scope import awards_for_user, decisions_for_user
from awards.services import register_sheets as services
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.listing import KeyedPaginator, replace_query
from thiduakhenthuong.core.models import Job
from thiduakhenthuong.core.views import job_facts

COLUMNS = [
    {"label": "Họ tên, tập thể", "sort": "ten"}, {"label": "Danh hiệu, hình thức"}, {"label": "Thành tích"},
    {"label": "Năm", "sort": "nam"}, {"label": "Quyết định", "sort": "so"}, {"label": "Ngày", "sort": "ngay"},
    {"label": "Tiền thưởng", "sort": "tien", "num": True},
]  # fmt: skip


def register_url(request) -> str:
    """Where "Quay lại" leads: the register as it was filtered when the user came from there."""
    plain, came_from = reverse("awards:register"), request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    parts = urlsplit(came_from)
    return f"{plain}?{parts.query}" if known and parts.path == plain and parts.query else plain


def filter_form(request) -> RegisterFilter:
    """The filters of this address with their choices."""
    chosen = queries.chosen_unit(request.GET)
    return RegisterFilter(
        request.GET, units=queries.units_offered(request.user, chosen), kinds=queries.kinds_offered(),
        types=queries.types_offered(), campaigns=campaigns_awarded(request.user, request.GET),
        objective=objective_of(request.GET),
    )  # fmt: skip


class RegisterList(LoginRequiredMixin, ListView):
    """Every award that the user may see; filters, order and page live in the address."""

    template_name = "awards/register_list.html"
    paginate_by = 50
    paginator_class = KeyedPaginator

    def get_queryset(self):
        """Awards as filtered."""
        return queries.user_rows(self.request.user, self.request.GET)

    def get_context_data(self, **kwargs):
        """Filters with their choices, and those that are on."""
        form, params = filter_form(self.request), self.request.GET
        chips = [{"label": words, "url": replace_query(params, **{key: None})} for key, words in form.chips()]
        return super().get_context_data(**kwargs) | {"form": form, "chips": chips, "columns": COLUMNS}


class AwardDetail(LoginRequiredMixin, DetailView):
    """One award as the decision says it, and what happened to the record since."""

    template_name = "awards/register_award.html"
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "award"

    def get_queryset(self):
        """Awards of the user's scope; others are 404."""
        return awards_for_user(self.request.user)

    def get_context_data(self, **kwargs):
        """The events of the record as sentences; the decision only for those who may open it."""
        events = [
            {"at": localtime(e.at), "who": e.by.full_name if e.by else "Hệ thống", "done": e.data.get("done") or e.action,
             "note": e.note}
            for e in award_events(self.object)
        ]  # fmt: skip
        certificate = getattr(self.object, "certificate", None)
        return super().get_context_data(**kwargs) | {
            "events": events, "certificate": certificate, "purpose": purpose_of(self.object),
            "back_url": register_url(self.request),
            "decision": decisions_for_user(self.request.user).filter(pk=self.object.decision_id).first(),
        }  # fmt: skip


class RegisterExport(LoginRequiredMixin, View):
    """One of the workbooks of the filtered register: at once, or by a job when it is long."""

    kind = "list"

    def get(self, request):
        """The workbook; a long one is offered as a job first, because reading an address changes nothing."""
        if services.is_long(self.kind, user=request.user, params=request.GET):
            words = " · ".join(text for _, text in filter_form(request).chips())
            context = {"title": services.TITLES[self.kind], "words": words, "back_url": self._back(request)}
            return render(request, "awards/register_long.html", context)
        content = services.workbook(self.kind, user=request.user, params=request.GET, filters=self._filters(request))
        return made_response(content, services.FILE_NAMES[self.kind])

    def post(self, request):
        """Queue the job; a second press gets the same one."""
        job = services.queue_workbook(self.kind, params=request.GET, filters=self._filters(request), by=request.user)
        return redirect("awards:register-job", public_id=job.public_id)

    def _filters(self, request) -> list[str]:
        return [text for _, text in filter_form(request).chips()]

    def _back(self, request) -> str:
        return reverse("awards:register") + replace_query(request.GET)


class RegisterJob(LoginRequiredMixin, TemplateView):
    """Progress of a long workbook of the user."""

    template_name = "awards/register_job.html"

    def get_context_data(self, **kwargs):
        """The job with its file when it is done."""
        job = get_object_or_404(Job, public_id=kwargs["public_id"], by=self.request.user, kind=services.JOB)
        back = f"{reverse('awards:register')}?{job.params['query']}"
        return super().get_context_data(**kwargs) | {"facts": job_facts(job), "back_url": back, "title": job.label}
