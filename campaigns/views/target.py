"""The tab "Chỉ tiêu" of a campaign: the years-across grid, rows by hand, from the resolution, from the parent campaign."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from campaigns import permissions
from campaigns.enums import CampaignState
from campaigns.forms.measure import MeasureForm
from campaigns.queries import target as queries
from campaigns.queries.scope import campaigns_for_user
from campaigns.services import target as services
from campaigns.services.campaign_scope import require_open
from campaigns.services.cells import Edit, Outcome
from campaigns.views import measure_rows as parts
from campaigns.views.measure_book import table_book
from campaigns.views.places import campaign_tabs
from campaigns.views.sheet import SheetSave
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.idempotency import new_key, once

MOVES = {"len": -1, "xuong": 1}


class CampaignMixin(LoginRequiredMixin):
    """The campaign of the address within the user's scope; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Load it."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.campaign = get_object_or_404(campaigns_for_user(request.user), public_id=kwargs["public_id"])

    def around(self) -> dict:
        """What every page of the tab has."""
        return around(self.campaign, self.request.user)

    def url(self) -> str:
        """The address of the grid."""
        return grid_url(self.campaign)


def around(campaign, user) -> dict:
    """Head, tabs, and whether the user may change the targets now."""
    reason = permissions.edit_campaign(user, campaign)
    return {
        "campaign": campaign, "tabs": campaign_tabs(campaign, "campaigns:campaign-targets"),
        "may_edit": not reason and campaign.state != CampaignState.CLOSED,
    }  # fmt: skip


def grid_url(campaign) -> str:
    """The address of the tab."""
    return reverse("campaigns:campaign-targets", args=[campaign.public_id])


class CampaignTargets(CampaignMixin, View):
    """The grid; read only for those who do not work on the campaign, and after its close."""

    def get(self, request, public_id):
        """All rows, and those that were taken out."""
        campaign = self.campaign
        rows = parts.grid_rows(queries.targets_of(campaign), campaign.years)
        context = self.around() | parts.grid_context(rows) | {
            "years": campaign.years, "removed": queries.removed_targets(campaign),
            "save_url": reverse("campaigns:target-cells", args=[public_id]), "with_objective": True,
            "objectives": list(services.objectives_for(campaign)), "launched": campaign.state == CampaignState.LAUNCHED,
        }  # fmt: skip
        return render(request, "campaigns/target_list.html", context)


class TargetCells(SheetSave):
    """Cells of the grid."""

    def load(self, public_id):
        """The campaign within the user's scope."""
        self.campaign = get_object_or_404(campaigns_for_user(self.request.user), public_id=public_id)

    def save_cells(self, edits: list[Edit]) -> list[Outcome]:
        """All of them in one go, each by itself."""
        return services.save_target_cells(campaign=self.campaign, edits=edits, by=self.request.user)

    def derived(self, edits: list[Edit]) -> dict:
        """Checks of the rows that changed."""
        rows = parts.grid_rows(queries.targets_of(self.campaign), self.campaign.years)
        return parts.derived(rows, {edit.row for edit in edits})


class TargetCreate(CampaignMixin, View):
    """A target by hand, with the pick list of indicators."""

    def get(self, request, public_id):
        """The empty form, or one begun with an indicator of the pick list (?goi-y=)."""
        require_open(self.campaign, request.user)
        initial = {"idempotency_key": new_key()} | queries.indicator_values(request.GET.get("goi-y", ""))
        return self._page(target_form(self.campaign, initial=initial))

    def post(self, request, public_id):
        """Keep it once."""
        require_open(self.campaign, request.user)
        form = target_form(self.campaign, request.POST)
        if form.is_valid():
            try:
                key = form.cleaned_data["idempotency_key"]
                made = once(user=request.user, action="add_target", key=key, work=lambda: self._made(form))
                messages.success(request, "Đã thêm chỉ tiêu.")
                return redirect(f"{self.url()}#dong-{made['public_id']}")
            except ValidationError as error:
                form.refuse(error)
        return self._page(form, status=422)

    def _made(self, form) -> dict:
        made = services.add_target(campaign=self.campaign, by=self.request.user, yearly=form.yearly(), **form.values())
        return {"public_id": str(made.public_id)}

    def _page(self, form, status: int = 200):
        context = self.around() | form_context(self.campaign) | {"form": form, "target": None}
        return render(self.request, "campaigns/target_form.html", context, status=status)


def target_form(campaign, *args, **kwargs) -> MeasureForm:
    """The form of a target of this campaign."""
    objectives = services.objectives_for(campaign)
    return MeasureForm(*args, years=campaign.years, home=campaign.unit, objectives=objectives, **kwargs)


def form_context(campaign) -> dict:
    """Pick lists of the form."""
    return {"groups": queries.groups_of(campaign), "indicators": list(queries.indicators_on_offer())}


class TargetMixin(LoginRequiredMixin):
    """The target of the address, of a campaign the user sees."""

    def setup(self, request, *args, **kwargs):
        """Load it; out of scope is 404."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.target = get_object_or_404(queries.targets_for_user(request.user), public_id=kwargs["public_id"])


class TargetEdit(TargetMixin, View):
    """A target with all its fields."""

    def get(self, request, public_id):
        """The form as the target stands."""
        require_open(self.target.campaign, request.user)
        initial = MeasureForm.initial_of(self.target, self.target.campaign.years)
        return self._page(target_form(self.target.campaign, initial=initial))

    def post(self, request, public_id):
        """Keep the change; a stale version is 409."""
        require_open(self.target.campaign, request.user)
        form = target_form(self.target.campaign, request.POST)
        if form.is_valid():
            try:
                services.update_target(
                    target=self.target, version=form.cleaned_data["version"] or 0, by=request.user, yearly=form.yearly(),
                    **form.values(),
                )  # fmt: skip
                messages.success(request, "Đã lưu chỉ tiêu.")
                return redirect(f"{grid_url(self.target.campaign)}#dong-{public_id}")
            except ValidationError as error:
                form.refuse(error)
        return self._page(form, status=422)

    def _page(self, form, status: int = 200):
        campaign = self.target.campaign
        context = around(campaign, self.request.user) | form_context(campaign) | {"form": form, "target": self.target}
        return render(self.request, "campaigns/target_form.html", context, status=status)


class TargetStep(TargetMixin, View):
    """One place up or down, out of the table, back into it."""

    http_method_names = ["post"]

    def post(self, request, public_id, step):
        """Do it and go back to the row."""
        target, user = self.target, request.user
        try:
            if step in MOVES:
                services.move_target(target=target, step=MOVES[step], by=user)
            elif step == "bo":
                services.remove_target(target=target, by=user)
                messages.success(request, f"Đã bỏ “{target.indicator}”. Có thể khôi phục ở cuối trang.")
            elif step == "khoi-phuc":
                services.restore_target(target=target, by=user)
                messages.success(request, f"Đã khôi phục “{target.indicator}”.")
            else:
                raise Http404
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        anchor = "" if step == "bo" else f"#dong-{public_id}"
        return redirect(f"{grid_url(target.campaign)}{anchor}")


class TakeOver(CampaignMixin, View):
    """Rows with boxes to tick; what is ticked becomes targets of the campaign."""

    template_name = "campaigns/target_take.html"

    def get(self, request, public_id):
        """The rows."""
        require_open(self.campaign, request.user)
        return self._page()

    def post(self, request, public_id):
        """Take the ticked ones."""
        require_open(self.campaign, request.user)
        chosen = set(request.POST.getlist("chon"))
        picked = [row for row in self.rows() if str(row.public_id) in chosen and not row.taken]
        if not picked:
            return self._page(error="Chưa chọn dòng nào. Hãy đánh dấu các dòng muốn lấy.", status=422)
        try:
            made = self.take(picked)
        except ValidationError as error:
            return self._page(error=" ".join(error.messages), status=422)
        messages.success(request, f"Đã lấy {len(made)} chỉ tiêu. Hãy xem lại số của từng năm.")
        return redirect(self.url())

    def _page(self, *, error: str = "", status: int = 200):
        rows = self.rows()
        context = self.around() | {"rows": rows, "error": error, "back": self.url(), "free": any(not row.taken for row in rows)}
        return render(self.request, self.template_name, context | self.words(), status=status)


class TakeObjectives(TakeOver):
    """From the resolution that the campaign serves."""

    def words(self) -> dict:
        """Title, and what to do when there is nothing to take."""
        title, resolution = {"title": "Lấy chỉ tiêu từ nghị quyết"}, self.campaign.resolution
        if resolution is None:
            text = "Hãy chọn nghị quyết ở trang Sửa của phong trào rồi quay lại."
            return title | {"nothing": "Phong trào chưa gắn với nghị quyết nào", "nothing_text": text}
        text = f"Hãy nhập bảng mục tiêu của “{resolution.name}” trước, ở mục Nghị quyết."
        return title | {"nothing": "Nghị quyết chưa có mục tiêu nào", "nothing_text": text}

    def rows(self) -> list:
        """Objectives, with those taken before."""
        return queries.objectives_to_take(self.campaign)

    def take(self, picked: list) -> list:
        """Make targets of them."""
        return services.take_objectives(campaign=self.campaign, objectives=picked, by=self.request.user)


class InheritTargets(TakeOver):
    """From the parent campaign."""

    def words(self) -> dict:
        """Title, and what to do when there is nothing to take."""
        title, parent = {"title": "Lấy chỉ tiêu từ phong trào cấp trên"}, self.campaign.parent
        if parent is None:
            text = "Hãy chọn phong trào cấp trên ở trang Sửa của phong trào, hoặc tự thêm chỉ tiêu."
            return title | {"nothing": "Phong trào chưa có phong trào cấp trên", "nothing_text": text}
        text = f"“{parent.name}” chưa đặt chỉ tiêu. Hãy tự thêm chỉ tiêu của đơn vị."
        return title | {"nothing": "Phong trào cấp trên chưa có chỉ tiêu", "nothing_text": text}

    def rows(self) -> list:
        """Targets of the parent, with those taken before."""
        return queries.targets_to_inherit(self.campaign)

    def take(self, picked: list) -> list:
        """Copy them with their numbers."""
        return services.inherit_targets(campaign=self.campaign, targets=picked, by=self.request.user)


class TargetExport(CampaignMixin, View):
    """The table as a workbook."""

    def get(self, request, public_id):
        """All rows with the objective each serves and the check."""
        campaign = self.campaign
        rows = parts.grid_rows(queries.targets_of(campaign), campaign.years)
        return made_response(table_book("BẢNG CHỈ TIÊU", campaign.name, rows, campaign.years, served=True), "chi-tieu.xlsx")
