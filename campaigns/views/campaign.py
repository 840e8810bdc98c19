"""Pages of the life of a campaign: list, form, scope, what stands against the launch, steps, history."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from campaigns import permissions
from campaigns.enums import CampaignState
from campaigns.forms.campaign import CampaignForm, StepForm
from campaigns.queries import campaign as queries
from campaigns.services import campaign as services
from campaigns.services.campaign_checks import launch_problems
from campaigns.services.campaign_scope import joining_day, reach_of
from campaigns.services.duties import planned_duties
from campaigns.views import campaign_parts as parts
from campaigns.views.places import places
from campaigns.workflow import CAMPAIGN
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator
from thiduakhenthuong.core.typed import as_uuid, version_of, whole


class CampaignMixin(LoginRequiredMixin):
    """One campaign of the user's scope, as `self.campaign`; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Load the campaign of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.campaign = get_object_or_404(queries.campaign_with_all(request.user), public_id=kwargs["public_id"])

    def require_editor(self) -> None:
        """403 with the reason for whoever may not write this campaign."""
        if reason := permissions.edit_campaign(self.request.user, self.campaign):
            raise Refused(reason)


class CampaignList(LoginRequiredMixin, ListView):
    """All campaigns the user may see; filters, order and page live in the address."""

    template_name = "campaigns/campaign_list.html"
    paginate_by = 50
    paginator_class = CappedPaginator

    def get_queryset(self):
        """As filtered, with the numbers of targets and units."""
        return queries.listed(self.request.user, self.request.GET)

    def get_context_data(self, **kwargs):
        """Filters with their choices, and whether the user may begin a new one."""
        context = super().get_context_data(**kwargs)
        user, params = self.request.user, self.request.GET
        units, years = queries.units_launching(user), queries.years_touched(user)
        return context | parts.list_choices(params, units, years) | {
            "rows": parts.list_rows(context["page_obj"].object_list, params.get("q", "")), "columns": parts.COLUMNS,
            "places": places("campaigns:campaign-list"), "may_create": bool(queries.units_writing(user)),
        }  # fmt: skip


class CampaignExport(LoginRequiredMixin, View):
    """The list as it is filtered, as a workbook."""

    def get(self, request):
        """All pages, at most 5,000 campaigns."""
        return made_response(parts.list_workbook(queries.listed(request.user, request.GET)[:5000]), "phong-trao.xlsx")


class CampaignCreate(LoginRequiredMixin, View):
    """Begin a campaign; one press makes one draft."""

    def get(self, request):
        """The form for this year; with ?tu= it begins from the campaign above that it carries out."""
        first = clock.today().replace(month=1, day=1)
        known = {"idempotency_key": new_key(), "period_from": first, "period_to": first.replace(month=12, day=31)}
        rows = queries.campaign_with_all(request.user).filter(public_id=as_uuid(request.GET.get("tu")))
        if above := rows.first():
            known |= parts.values_from_above(above)
        return self._page(self._form(initial=known))

    def post(self, request):
        """Keep the draft, then show what is still missing."""
        form = self._form(request.POST)
        if form.is_valid():
            try:
                key = form.cleaned_data["idempotency_key"]
                done = once(user=request.user, action="create_campaign", key=key, work=lambda: self._create(form))
            except ValidationError as error:
                parts.put_errors(form, error)
            else:
                messages.success(request, "Đã lập phong trào. Hãy thêm chỉ tiêu, chọn đơn vị tham gia rồi phát động.")
                return redirect("campaigns:campaign-check", public_id=done["public_id"])
        return self._page(form, status=422)

    def _create(self, form) -> dict:
        unit = form.cleaned_data["unit"]
        made = services.create_campaign(unit=unit, by=self.request.user, **form.parts(), **form.values())
        return {"public_id": str(made.public_id)}

    def _form(self, data=None, **kwargs) -> CampaignForm:
        units = queries.units_writing(self.request.user)
        if not units:
            raise Refused("Chỉ cán bộ nhập hồ sơ hoặc cán bộ thẩm định của một đơn vị được lập phong trào.")
        return CampaignForm(data, **parts.form_choices(self.request.user, units), **kwargs)

    def _page(self, form, status: int = 200):
        context = {"form": form, "campaign": None, "back_url": reverse("campaigns:campaign-list")}
        return render(self.request, "campaigns/campaign_form.html", context, status=status)


class CampaignEdit(CampaignMixin, View):
    """Change what a campaign says; after the launch too, with before and after in its history."""

    def get(self, request, public_id):
        """The form as the campaign stands."""
        self.require_editor()
        return self._page(self._form(initial=parts.form_values(self.campaign)))

    def post(self, request, public_id):
        """Keep the change; a stale version is 409."""
        self.require_editor()
        form = self._form(request.POST)
        if form.is_valid():
            try:
                services.update_campaign(
                    campaign=self.campaign, version=form.cleaned_data["version"] or 0, by=request.user, **form.parts(),
                    **form.values(),
                )  # fmt: skip
            except ValidationError as error:
                parts.put_errors(form, error)
            else:
                messages.success(request, "Đã lưu phong trào.")
                return redirect("campaigns:campaign", public_id=public_id)
        return self._page(form, status=422)

    def _form(self, data=None, **kwargs) -> CampaignForm:
        choices = parts.form_choices(self.request.user, [self.campaign.unit], self.campaign)
        return CampaignForm(data, fixed=True, **choices, **kwargs)

    def _page(self, form, status: int = 200):
        context = {
            "form": form,
            "campaign": self.campaign,
            "back_url": reverse("campaigns:campaign", args=[self.campaign.public_id]),
        }
        return render(self.request, "campaigns/campaign_form.html", context, status=status)


class CampaignScope(CampaignMixin, View):
    """Choose the units that take part: by whole groups, or one by one."""

    def get(self, request, public_id):
        """Units in reach with those in scope ticked."""
        self.require_editor()
        chosen = {member.unit_id for member in queries.members_of(self.campaign)}
        return self._page(chosen)

    def post(self, request, public_id):
        """Keep the choice; a unit that cannot take part is named with the way out."""
        self.require_editor()
        chosen = self._chosen()
        try:
            count = services.set_scope(
                campaign=self.campaign, units=queries.units_by_keys(list(chosen)), by=request.user, version=version_of(request),
                accept_ending=request.POST.get("ket-thuc") == "1",
            )  # fmt: skip
        except ValidationError as error:
            return self._page(chosen, error=error, status=422)
        messages.success(request, f"Đã lưu phạm vi: {count} đơn vị tham gia.")
        return redirect(
            "campaigns:campaign-check" if self.campaign.state == CampaignState.DRAFT else "campaigns:campaign", public_id
        )

    def _chosen(self) -> set[int]:
        ticked = {key for text in self.request.POST.getlist("don-vi") if (key := whole(text))}
        groups = set(self.request.POST.getlist("nhom"))
        return ticked | {unit.pk for group in self._groups(set()) if group["code"] in groups for unit in group["units"]}

    def _groups(self, chosen: set[int]) -> list[dict]:
        day = joining_day(self.campaign)
        return parts.unit_groups(self.campaign, queries.units_in_reach(reach_of(self.campaign.unit), day), chosen)

    def _page(self, chosen: set[int], *, error: ValidationError | None = None, status: int = 200):
        groups = self._groups(chosen)
        offered = {unit.pk for group in groups for unit in group["units"]}
        context = {
            "campaign": self.campaign, "groups": groups, "chosen": chosen, "error": error,
            "others": queries.units_by_keys(list(chosen - offered)),
            "asks_ending": error is not None and any(e.code == "ending" for e in error.error_dict.get("units", [])),
            "ticked_ending": self.request.POST.get("ket-thuc") == "1", "day": joining_day(self.campaign),
        }  # fmt: skip
        return render(self.request, "campaigns/campaign_scope.html", context, status=status)


class CampaignCheck(CampaignMixin, View):
    """What still stands against the launch, each with the page that mends it; and what the launch will set going."""

    def get(self, request, public_id):
        """The findings, and the step that this user may take now."""
        campaign = self.campaign
        problems = launch_problems(campaign) if campaign.state == CampaignState.DRAFT else []
        steps = [step.name for step in CAMPAIGN.available(campaign, request.user)]
        context = {
            "campaign": campaign, "problems": parts.problem_rows(campaign, problems), "steps": steps,
            "may_edit": not permissions.edit_campaign(request.user, campaign),
            "why_not": permissions.launch_campaign(request.user, campaign), "facts": parts.check_facts(campaign),
            "duties": planned_duties(campaign) if campaign.state == CampaignState.DRAFT and not problems else None,
        }  # fmt: skip
        return render(request, "campaigns/campaign_check.html", context)


class CampaignStep(CampaignMixin, View):
    """One step of the life of a campaign: its words are asked first, then it is taken."""

    def get(self, request, public_id, step):
        """The question, with room for the words that go with the step."""
        self._require(step)
        return self._page(step, self._form(step))

    def post(self, request, public_id, step):
        """Take the step; a stale version is 409, a missing role 403."""
        self._require(step)
        form = self._form(step, request.POST)
        if form.is_valid():
            try:
                services.STEPS[step](
                    campaign=self.campaign, version=version_of(request), by=request.user, note=form.cleaned_data["note"]
                )
            except ValidationError as error:
                parts.put_errors(form, error)
            else:
                messages.success(request, parts.STEP_DONE[step])
                return redirect("campaigns:campaign", public_id=public_id)
        return self._page(step, form, status=422)

    def _require(self, step: str) -> None:
        if step not in services.STEPS:
            raise Http404

    def _form(self, step: str, data=None) -> StepForm:
        label, help_text = parts.STEP_WORDS[step]
        return StepForm(data, label=label, help_text=help_text)

    def _page(self, step: str, form, status: int = 200):
        reason = CAMPAIGN.reason_against(self.campaign, step, self.request.user)
        context = {"campaign": self.campaign, "step": CAMPAIGN.transitions[step], "form": form, "reason": reason}
        return render(self.request, "campaigns/campaign_step.html", context, status=status)


class CampaignHistory(CampaignMixin, ListView):
    """Everything that happened to the campaign, newest first."""

    template_name = "campaigns/campaign_history.html"
    paginate_by = 100
    paginator_class = CappedPaginator

    def get_queryset(self):
        """Events with their authors."""
        return queries.campaign_events(self.campaign)

    def get_context_data(self, **kwargs):
        """Events as sentences."""
        context = super().get_context_data(**kwargs)
        return context | {"campaign": self.campaign, "events": parts.event_rows(context["page_obj"].object_list, parts.DONE)}
