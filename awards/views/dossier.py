"""Pages of dossiers: the list, the form of the head data, the work screen, what happened, and the steps of its life."""

import logging

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views import View
from django.views.generic import FormView, ListView, TemplateView

from awards import permissions
from awards.documents import file_name, render_docx, render_pdf
from awards.enums import DossierState
from awards.forms.dossier import DossierForm, SubmissionNumberForm
from awards.queries import dossier as queries
from awards.queries.dossier_train import train_stops
from awards.queries.purpose import campaign_of, campaigns_offered, objective_of, objectives_offered
from awards.queries.scope import dossiers_for_user, nominations_for_user
from awards.services import dossier as services
from awards.services import paper_jobs
from awards.services.attachment import checklist
from awards.services.nomination import resubmit_nomination
from awards.services.submission import submission_paper
from awards.views.dossier_parts import (
    ASKS_FIRST,
    action_buttons,
    event_rows,
    filter_chips,
    lines_workbook,
    list_address,
    missing_things,
    page_title,
    remember_list,
    segments,
)
from awards.views.grid import is_editable
from awards.workflow import DOSSIER
from campaigns.enums import Role
from campaigns.permissions import has_role, units_with_role
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator
from thiduakhenthuong.core.pdf import PdfError
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.typed import version_of

log = logging.getLogger(__name__)
STEPS = {
    "hand_to_head": services.hand_to_head, "give_back": services.give_back, "submit": services.submit_dossier,
    "withdraw": services.withdraw_dossier, "receive": services.receive_dossier,
}  # fmt: skip
DONE = {
    "hand_to_head": "Đã chuyển thủ trưởng xác nhận.", "give_back": "Đã mở lại hồ sơ để sửa.",
    "submit": "Đã xác nhận và gửi hồ sơ.", "withdraw": "Đã rút hồ sơ, danh sách sửa được trở lại.",
    "receive": "Đã tiếp nhận hồ sơ.",
}  # fmt: skip
COLUMNS = [
    {"label": "Mã", "sort": "ma"}, {"label": "Hồ sơ"}, {"label": "Đơn vị trình", "sort": "don-vi"},
    {"label": "Tập thể", "num": True}, {"label": "Hộ", "num": True}, {"label": "Cá nhân", "num": True},
    {"label": "Cần để ý"}, {"label": "Trạng thái"}, {"label": "Sửa lần cuối", "sort": "sua"},
]  # fmt: skip


class DossierMixin(LoginRequiredMixin):
    """One dossier of the user's scope, as `self.dossier`; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Load the dossier of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            rows = dossiers_for_user(request.user)
            self.dossier = get_object_or_404(rows, public_id=kwargs["public_id"])


class DossierList(LoginRequiredMixin, ListView):
    """All dossiers the user may see; filters, order and page live in the address."""

    template_name = "awards/dossier_list.html"
    paginate_by = 50
    paginator_class = CappedPaginator

    def get_queryset(self):
        """Dossiers with their counts."""
        self.scope = dossiers_for_user(self.request.user)
        return queries.listed(self.scope, self.request.GET)

    def get_context_data(self, **kwargs):
        """Filters with their choices, and who may open a new dossier."""
        context = super().get_context_data(**kwargs)
        remember_list(self.request)
        units, kinds = queries.units_of(self.scope), queries.kinds_of(self.scope)
        return context | {
            "units": units, "kinds": kinds, "states": DossierState.choices, "columns": COLUMNS,
            "chips": filter_chips(self.request.GET, units, kinds),
            "may_create": bool(units_with_role(self.request.user, Role.CLERK)),
        }  # fmt: skip


class DossierExport(LoginRequiredMixin, View):
    """The list as it is filtered, as a workbook."""

    def get(self, request):
        """All pages, at most 5,000 dossiers."""
        rows = queries.listed(dossiers_for_user(request.user), request.GET)[:5000]
        columns = [
            Column("Mã", width=14), Column("Đợt xét, phong trào", width=50), Column("Đơn vị trình", width=30),
            Column("Nơi quyết định", width=30), Column("Loại hình", width=24), Column("Tập thể", "number"),
            Column("Hộ gia đình", "number"), Column("Cá nhân", "number"), Column("Trạng thái", width=18),
            Column("Ngày gửi", "date", width=12),
        ]  # fmt: skip
        cells = (
            [d.code, d.campaign_text, d.unit.name, d.deciding_unit.name, d.commendation_type.label, d.collective,
             d.household, d.individual, d.get_state_display(), localdate(d.submitted_at) if d.submitted_at else None]
            for d in rows
        )  # fmt: skip
        return made_response(write_table("DANH SÁCH HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG", columns, cells), "ho-so.xlsx")


class DossierCreate(LoginRequiredMixin, FormView):
    """Open a dossier of the user's unit; one press makes one dossier."""

    form_class = DossierForm
    template_name = "awards/dossier_form.html"
    extra_context = {"title": "Lập hồ sơ đề nghị khen thưởng", "submit_label": "Lập hồ sơ", "data_action": "create_dossier"}

    def setup(self, request, *args, **kwargs):
        """The unit for which the user is a clerk."""
        super().setup(request, *args, **kwargs)
        self.units = units_with_role(request.user, Role.CLERK)
        chosen = [unit for unit in self.units if str(unit.pk) == request.GET.get("dv")]
        self.unit = (chosen or self.units or [None])[0]

    def dispatch(self, request, *args, **kwargs):
        """Only clerks."""
        if request.user.is_authenticated and not self.units:
            raise Refused("Chỉ cán bộ nhập hồ sơ được lập hồ sơ mới.")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """The proposing unit and what is known beforehand."""
        today = clock.today()
        known = {"idempotency_key": new_key(), "period_from": today.replace(month=1, day=1), "period_to": today}
        known |= queries.accountable_head(self.unit) | self._purpose()
        return super().get_form_kwargs() | {"unit": self.unit, "initial": known}

    def _purpose(self) -> dict:
        """Of the campaign and objective named in the address, when the unit may serve them."""
        campaign, objective = campaign_of(self.request.GET), objective_of(self.request.GET)
        found = {}
        if campaign and campaigns_offered(self.unit).filter(pk=campaign.pk).exists():
            reason = f"thành tích xuất sắc trong phong trào thi đua “{campaign.name}”"
            found |= {"campaign": campaign.pk, "campaign_text": campaign.name, "reason": reason[:300]}
        if objective and objectives_offered(self.unit).filter(pk=objective.pk).exists():
            found["objective"] = objective.pk
        return found

    def form_valid(self, form):
        """Through the service; its faults come back at their fields."""
        try:
            done = once(user=self.request.user, action="create_dossier", key=form.cleaned_data["idempotency_key"],
                        work=lambda: self._create(form))  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect("awards:dossier-detail", public_id=done["public_id"])

    def _create(self, form) -> dict:
        dossier = services.create_dossier(unit=self.unit, by=self.request.user, **form.head_values())
        return {"public_id": str(dossier.public_id)}

    def get_context_data(self, **kwargs):
        """Where to go back, and for which unit."""
        others = [unit for unit in self.units if unit != self.unit]
        facts = {"back_url": reverse("awards:dossier-list"), "unit": self.unit, "other_units": others}
        return super().get_context_data(**kwargs) | facts


class DossierEdit(DossierMixin, FormView):
    """Change the head data while the dossier is editable."""

    form_class = DossierForm
    template_name = "awards/dossier_form.html"
    extra_context = {"title": "Sửa thông tin hồ sơ", "submit_label": "Lưu thông tin", "data_action": "update_dossier"}

    def dispatch(self, request, *args, **kwargs):
        """A visible dossier that this user may not edit is 403."""
        if request.user.is_authenticated and (reason := permissions.edit_dossier(request.user, self.dossier)):
            raise Refused(reason)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """The dossier as it is, with the version the form carries."""
        known = {"version": self.dossier.version}
        return super().get_form_kwargs() | {"unit": self.dossier.unit, "instance": self.dossier, "initial": known}

    def form_valid(self, form):
        """Through the service; a stale version is 409."""
        try:
            services.update_dossier(dossier=self.dossier, version=form.cleaned_data["version"] or 0, by=self.request.user,
                                    **form.head_values())  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, "Đã lưu thông tin hồ sơ.")
        return redirect("awards:dossier-detail", public_id=self.dossier.public_id)

    def get_context_data(self, **kwargs):
        """Where to go back."""
        url = reverse("awards:dossier-detail", args=[self.dossier.public_id])
        return super().get_context_data(**kwargs) | {"back_url": url, "unit": self.dossier.unit, "dossier": self.dossier}


class DossierDetail(DossierMixin, TemplateView):
    """The work screen: train line, tools, grid, counts, and the steps this user may take."""

    template_name = "awards/dossier_detail.html"

    def get_context_data(self, **kwargs):
        """Everything around the grid; its rows come as JSON."""
        user, dossier = self.request.user, self.dossier
        counts = queries.line_counts(dossier)
        returned = queries.returned_lines(dossier) if counts["returned"] else []
        editable = is_editable(dossier, user)
        return super().get_context_data(**kwargs) | {
            "list_url": list_address(self.request), "dossier": dossier, "title": page_title(queries.kinds_in(dossier)),
            "stops": train_stops(dossier),
            "counts": counts, "segments": segments(counts), "actions": action_buttons(dossier, user), "editable": editable,
            "appraises": dossier.state == DossierState.RECEIVED and has_role(user, dossier.deciding_unit, Role.APPRAISER),
            "returned": returned, "may_mend": bool(returned) and not permissions.mend(user, returned[0]),
        }  # fmt: skip


class DossierHistory(DossierMixin, ListView):
    """Everything that happened to the dossier and its lines, newest first."""

    template_name = "awards/dossier_history.html"
    paginate_by = 100
    paginator_class = CappedPaginator

    def get_queryset(self):
        """Events with their authors."""
        return queries.dossier_events(self.dossier)

    def get_context_data(self, **kwargs):
        """Events as sentences."""
        context = super().get_context_data(**kwargs)
        return context | {"dossier": self.dossier, "rows": event_rows(self.dossier, context["page_obj"].object_list)}


class DossierCheck(DossierMixin, View):
    """What is missing before the dossier goes on: a dialog, or a page without scripts."""

    def get(self, request, public_id, step):
        """204 when nothing is missing and no question is left."""
        if step not in ASKS_FIRST:
            raise PermissionDenied
        things = missing_things(self.dossier, checklist(self.dossier), step)
        if not things["any"] and request.GET.get("o") == "hop":
            return HttpResponse(status=204)
        known = {"next_step": step, "known_note": queries.last_note(self.dossier), "number_form": SubmissionNumberForm()}
        context = things | known | {"dossier": self.dossier, "step": DOSSIER.transitions[step]}
        name = "_dossier_check.html" if request.GET.get("o") == "hop" else "dossier_check.html"
        return render(request, f"awards/{name}", context)


class DossierStep(DossierMixin, View):
    """One step of the life of the dossier; a stale version is 409, a missing role 403."""

    def post(self, request, public_id, step):
        """Take the step; whoever sends on a dossier with something missing explains why first."""
        if step not in STEPS:
            raise PermissionDenied
        if step in ASKS_FIRST and self._needs_words():
            return redirect("awards:dossier-check", public_id=public_id, step=step)
        try:
            STEPS[step](dossier=self.dossier, version=version_of(request), by=request.user,
                        note=request.POST.get("note", "").strip()[:1000], **self._number(step))  # fmt: skip
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, DONE[step])
        if not dossiers_for_user(request.user).filter(pk=self.dossier.pk).exists():
            return redirect("awards:dossier-list")
        return redirect("awards:dossier-detail", public_id=public_id)

    def _number(self, step: str) -> dict:
        """Number and day of the tờ trình, when the dialog asked for them."""
        if step != "submit" or "submission_number" not in self.request.POST:
            return {}
        form = SubmissionNumberForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError([f"{form[name].label}: {' '.join(found)}" for name, found in form.errors.items()])
        return {"number": form.cleaned_data["submission_number"], "day": form.cleaned_data["submission_date"]}

    def _needs_words(self) -> bool:
        if self.request.POST.get("note", "").strip() or version_of(self.request) != self.dossier.version:
            return False
        step = self.kwargs["step"]
        if DOSSIER.reason_against(self.dossier, step, self.request.user):
            return False
        things = missing_things(self.dossier, checklist(self.dossier), step)
        return things["explain"] or things["number"] and "submission_number" not in self.request.POST


class DossierDocument(DossierMixin, View):
    """The submission as PDF or Word, the list as a workbook, as they stand now."""

    def get(self, request, public_id, kind):
        """A PDF opens in the browser; a draft carries the watermark."""
        if kind == "xlsx":
            return made_response(lines_workbook(self.dossier, queries.grid_lines(self.dossier)), f"{self.dossier.code}.xlsx")
        draft = self.dossier.state not in DossierState.SENT
        if queries.grid_lines(self.dossier).count() > paper_jobs.LONG:
            back = reverse("awards:dossier-detail", args=[public_id])
            job = paper_jobs.queue_submission(self.dossier, kind=kind, preview=draft, by=request.user, back=back)
            return redirect("core:job-page", job.public_id)
        paper = submission_paper(self.dossier)
        if kind == "docx":
            return made_response(render_docx("submission", paper), file_name("submission", paper, "docx"))
        try:
            content = render_pdf("submission", paper, preview=draft).content
        except PdfError:
            log.exception("submission of %s", self.dossier.code)
            messages.error(request, "Chưa in được tờ trình. Hãy tìm ký tự lạ trong tên, đơn vị, lý do khen rồi thử lại.")
            return redirect("awards:dossier-detail", public_id=public_id)
        return made_response(content, file_name("submission", paper), inline=True)


class LineResubmit(DossierMixin, View):
    """A mended line goes back to the officer, with the unit's answer."""

    def post(self, request, public_id, line_id):
        """Through the service; a stale version is 409."""
        line = get_object_or_404(nominations_for_user(request.user), dossier=self.dossier, public_id=line_id)
        resubmit_nomination(nomination=line, version=version_of(request),
                            note=request.POST.get("note", "").strip()[:1000], by=request.user)  # fmt: skip
        messages.success(request, f"Đã gửi lại {line.printed_name}.")
        return redirect("awards:dossier-detail", public_id=public_id)
