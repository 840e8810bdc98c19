"""The years-across grid of a resolution: cells, rows added, rewritten, moved, taken out; the workbook of the table."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from campaigns import permissions
from campaigns.forms.measure import MeasureForm
from campaigns.queries import resolution as queries
from campaigns.queries.scope import resolutions_for_user
from campaigns.services import objective as services
from campaigns.services.cells import Edit, Outcome
from campaigns.views import measure_rows as parts
from campaigns.views.measure_book import table_book, template_book
from campaigns.views.resolution import ResolutionMixin
from campaigns.views.sheet import SheetSave
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.idempotency import new_key, once

MOVES = {"len": -1, "xuong": 1}


class ResolutionGrid(ResolutionMixin, View):
    """The grid; read only for those who do not keep the resolution."""

    def get(self, request, public_id):
        """All rows, and those that were taken out."""
        rows = parts.grid_rows(queries.objectives_of(self.resolution), self.resolution.years)
        context = self.around() | parts.grid_context(rows) | {
            "years": self.resolution.years, "removed": queries.removed_objectives(self.resolution),
            "save_url": reverse("campaigns:resolution-cells", args=[public_id]),
        }  # fmt: skip
        return render(request, "campaigns/resolution_grid.html", context)


class ResolutionCells(SheetSave):
    """Cells of the grid."""

    def load(self, public_id):
        """The resolution within the user's scope."""
        self.resolution = get_object_or_404(resolutions_for_user(self.request.user), public_id=public_id)

    def save_cells(self, edits: list[Edit]) -> list[Outcome]:
        """All of them in one go, each by itself."""
        return services.save_objective_cells(resolution=self.resolution, edits=edits, by=self.request.user)

    def derived(self, edits: list[Edit]) -> dict:
        """Checks of the rows that changed."""
        rows = parts.grid_rows(queries.objectives_of(self.resolution), self.resolution.years)
        return parts.derived(rows, {edit.row for edit in edits})


class ObjectiveCreate(ResolutionMixin, View):
    """A new row with all its fields."""

    def get(self, request, public_id):
        """The empty form."""
        self.require_officer()
        initial = {"idempotency_key": new_key(), "group": request.GET.get("nhom", "")[:150]}
        return self._page(self._form(initial=initial))

    def post(self, request, public_id):
        """Keep it once."""
        self.require_officer()
        form = self._form(request.POST)
        if form.is_valid():
            try:
                key = form.cleaned_data["idempotency_key"]
                made = once(user=request.user, action="add_objective", key=key, work=lambda: self._made(form))
                messages.success(request, "Đã thêm mục tiêu vào bảng.")
                return redirect(f"{grid_url(self.resolution)}#dong-{made['public_id']}")
            except ValidationError as error:
                form.refuse(error)
        return self._page(form, status=422)

    def _made(self, form) -> dict:
        resolution, user = self.resolution, self.request.user
        made = services.add_objective(resolution=resolution, by=user, yearly=form.yearly(), **form.values())
        return {"public_id": str(made.public_id)}

    def _form(self, *args, **kwargs) -> MeasureForm:
        return objective_form(self.resolution, *args, **kwargs)

    def _page(self, form, status: int = 200):
        context = self.around() | {"form": form, "objective": None, "groups": queries.groups_of(self.resolution)}
        return render(self.request, "campaigns/objective_form.html", context, status=status)


def objective_form(resolution, *args, objective=None, **kwargs) -> MeasureForm:
    """The form of a row of this resolution; a row may not stand below itself."""
    above = queries.objectives_above(resolution, objective)
    return MeasureForm(*args, years=resolution.years, home=resolution.unit, above=above, **kwargs)


def grid_url(resolution) -> str:
    """The address of the grid."""
    return reverse("campaigns:resolution-grid", args=[resolution.public_id])


class ObjectiveMixin(LoginRequiredMixin):
    """The objective of the address, of a resolution that the user keeps."""

    def setup(self, request, *args, **kwargs):
        """Load it; out of scope is 404."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.objective = get_object_or_404(queries.objectives_for_user(request.user), public_id=kwargs["public_id"])

    def require_officer(self) -> None:
        """Refused with the reason unless the user keeps the resolution."""
        if reason := permissions.edit_resolution(self.request.user, self.objective.resolution):
            raise Refused(reason)


class ObjectiveEdit(ObjectiveMixin, View):
    """A row with all its fields."""

    def get(self, request, public_id):
        """The form as the row stands."""
        self.require_officer()
        initial = MeasureForm.initial_of(self.objective, self.objective.resolution.years)
        return self._page(self._form(initial=initial))

    def post(self, request, public_id):
        """Keep the change; a stale version is 409."""
        self.require_officer()
        form = self._form(request.POST)
        if form.is_valid():
            try:
                services.update_objective(
                    objective=self.objective, version=form.cleaned_data["version"] or 0, by=request.user,
                    yearly=form.yearly(), **form.values(),
                )  # fmt: skip
                messages.success(request, "Đã lưu mục tiêu.")
                return redirect(f"{grid_url(self.objective.resolution)}#dong-{public_id}")
            except ValidationError as error:
                form.refuse(error)
        return self._page(form, status=422)

    def _form(self, *args, **kwargs) -> MeasureForm:
        return objective_form(self.objective.resolution, *args, objective=self.objective, **kwargs)

    def _page(self, form, status: int = 200):
        resolution = self.objective.resolution
        context = {"form": form, "objective": self.objective, "resolution": resolution, "groups": queries.groups_of(resolution)}
        return render(self.request, "campaigns/objective_form.html", context, status=status)


class ObjectiveStep(ObjectiveMixin, View):
    """One place up or down, out of the table, back into it."""

    http_method_names = ["post"]

    def post(self, request, public_id, step):
        """Do it and go back to the row."""
        objective, user = self.objective, request.user
        try:
            if step in MOVES:
                services.move_objective(objective=objective, step=MOVES[step], by=user)
            elif step == "bo":
                services.remove_objective(objective=objective, by=user)
                messages.success(request, f"Đã bỏ “{objective.indicator}”. Có thể khôi phục ở cuối trang.")
            elif step == "khoi-phuc":
                services.restore_objective(objective=objective, by=user)
                messages.success(request, f"Đã khôi phục “{objective.indicator}”.")
            else:
                raise Http404
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        anchor = "" if step == "bo" else f"#dong-{public_id}"
        return redirect(f"{grid_url(objective.resolution)}{anchor}")


class ResolutionExport(ResolutionMixin, View):
    """The table as a workbook that reads back as the very same table."""

    def get(self, request, public_id):
        """All rows."""
        resolution = self.resolution
        rows = parts.grid_rows(queries.objectives_of(resolution), resolution.years)
        return made_response(table_book("BẢNG MỤC TIÊU, CHỈ TIÊU", resolution.name, rows, resolution.years), "muc-tieu.xlsx")


class ResolutionTemplate(ResolutionMixin, View):
    """An empty workbook with the right headings."""

    def get(self, request, public_id):
        """For the years of this resolution."""
        return made_response(template_book(self.resolution.years), "mau-muc-tieu.xlsx")
