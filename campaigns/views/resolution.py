"""Pages of resolutions: the list, the form, the tree with its marks, one objective, the history."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from campaigns import permissions
from campaigns.enums import Pace
from campaigns.forms.resolution import ResolutionForm
from campaigns.queries import resolution as queries
from campaigns.queries.scope import resolutions_for_user
from campaigns.services import resolution as services
from campaigns.services.target_lines import objective_lines
from campaigns.tally.finding import campaign_finding, in_words
from campaigns.tally.quarters import results_year
from campaigns.views import resolution_parts as parts
from campaigns.views.campaign_parts import event_rows, put_errors
from campaigns.views.places import places, resolution_tabs
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator, replace_query
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.typed import as_uuid, whole

COLUMNS = [
    {"label": "Nghị quyết", "sort": "ten"}, {"label": "Đơn vị", "sort": "don-vi"}, {"label": "Giai đoạn", "sort": "tu-nam"},
    {"label": "Chỉ tiêu", "sort": "so-muc-tieu", "num": True},
    {"label": "Phong trào phục vụ", "sort": "so-phong-trao", "num": True},
]  # fmt: skip
MOST = 5000


class ResolutionMixin(LoginRequiredMixin):
    """The resolution of the address within the user's scope; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Load it."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.resolution = get_object_or_404(resolutions_for_user(request.user), public_id=kwargs["public_id"])

    def require_officer(self) -> None:
        """Refused with the reason unless the user keeps the resolution."""
        if reason := permissions.edit_resolution(self.request.user, self.resolution):
            raise Refused(reason)

    def around(self, active: str = "campaigns:resolution") -> dict:
        """What every page of a resolution has."""
        reason = permissions.edit_resolution(self.request.user, self.resolution)
        return {"resolution": self.resolution, "tabs": resolution_tabs(self.resolution, active), "may_edit": not reason}


class ResolutionFilter(LoginRequiredMixin):
    """Resolutions by the filters of the address: q, don-vi, nam, sort."""

    def found(self):
        """Rows as they are filtered and sorted."""
        params = self.request.GET
        unit = as_uuid(params.get("don-vi"))
        return queries.resolutions_listed(
            self.request.user, words=params.get("q", ""), unit=str(unit) if unit else "", year=whole(params.get("nam")),
            sort=params.get("sort", ""),
        )  # fmt: skip


class ResolutionList(ResolutionFilter, ListView):
    """Resolutions around the user."""

    template_name = "campaigns/resolution_list.html"
    paginator_class = CappedPaginator
    paginate_by = 50

    def get_queryset(self):
        """The filtered rows."""
        return self.found()

    def get_context_data(self, **kwargs):
        """Filters that are on, units to choose from, who may add one."""
        params, units = self.request.GET, queries.units_with_resolutions(self.request.user)
        names = {str(unit.public_id): unit.name for unit in units}
        on = {"q": params.get("q", "").strip(), "don-vi": names.get(params.get("don-vi", ""), "")}
        on["nam"] = f"Năm {year}" if (year := whole(params.get("nam"))) else ""
        chips = [{"label": label, "url": replace_query(params, **{name: None})} for name, label in on.items() if label]
        return super().get_context_data(**kwargs) | {
            "columns": COLUMNS, "places": places("campaigns:resolution-list"), "units": units, "chips": chips,
            "chosen_unit": params.get("don-vi", ""), "may_create": bool(queries.units_that_write(self.request.user)),
        }  # fmt: skip


class ResolutionListExport(ResolutionFilter, View):
    """The filtered list as a workbook."""

    def get(self, request):
        """At most 5.000 rows."""
        columns = [
            Column("Nghị quyết", width=60), Column("Số, ký hiệu", width=18), Column("Ngày ban hành", "date", width=14),
            Column("Đơn vị", width=30), Column("Từ năm", "plain", width=9), Column("Đến năm", "plain", width=9),
            Column("Số chỉ tiêu", "number", width=11), Column("Phong trào phục vụ", "number", width=12),
        ]  # fmt: skip
        found = self.found()[:MOST]
        rows = ([r.name, r.number, r.adopted_on, r.unit.name, r.first_year, r.last_year, r.marks, r.serving] for r in found)
        return made_response(write_table("DANH SÁCH NGHỊ QUYẾT", columns, rows), "nghi-quyet.xlsx")


class ResolutionCreate(LoginRequiredMixin, View):
    """A new resolution, then its tree."""

    def get(self, request):
        """The empty form."""
        units = self._units()
        return self._page(ResolutionForm(units=units, initial={"idempotency_key": new_key()}))

    def post(self, request):
        """Keep it once, however often the button is pressed."""
        form = ResolutionForm(request.POST, units=self._units())
        if form.is_valid():
            try:
                key = form.cleaned_data["idempotency_key"]
                made = once(user=request.user, action="create_resolution", key=key, work=lambda: self._made(form))
                messages.success(request, "Đã thêm nghị quyết. Bây giờ nhập các mục tiêu.")
                return redirect("campaigns:resolution-grid", public_id=made["public_id"])
            except ValidationError as error:
                put_errors(form, error)
        return self._page(form, status=422)

    def _made(self, form) -> dict:
        made = services.create_resolution(unit=form.cleaned_data["unit"], by=self.request.user, **form.values())
        return {"public_id": str(made.public_id)}

    def _units(self) -> list:
        if units := queries.units_that_write(self.request.user):
            return units
        raise Refused("Chỉ cán bộ nhập hồ sơ hoặc cán bộ thẩm định của đơn vị được thêm nghị quyết.")

    def _page(self, form, status: int = 200):
        context = {"form": form, "resolution": None, "back": reverse("campaigns:resolution-list")}
        return render(self.request, "campaigns/resolution_form.html", context, status=status)


class ResolutionEdit(ResolutionMixin, View):
    """Change the head data."""

    def get(self, request, public_id):
        """The form as it stands."""
        self.require_officer()
        return self._page(ResolutionForm(initial=ResolutionForm.initial_of(self.resolution)))

    def post(self, request, public_id):
        """Keep the change; a stale version is 409."""
        form = ResolutionForm(request.POST)
        if form.is_valid():
            try:
                version = form.cleaned_data["version"] or 0
                services.update_resolution(resolution=self.resolution, version=version, by=request.user, **form.values())
                messages.success(request, "Đã lưu nghị quyết.")
                return redirect("campaigns:resolution", public_id=public_id)
            except ValidationError as error:
                put_errors(form, error)
        return self._page(form, status=422)

    def _page(self, form, status: int = 200):
        back = reverse("campaigns:resolution", args=[self.resolution.public_id])
        context = {"form": form, "resolution": self.resolution, "back": back}
        return render(self.request, "campaigns/resolution_form.html", context, status=status)


def chosen_year(resolution, asked: str | None, today) -> int:
    """The year of the address when it lies in the term, else the one that has results by now, or the nearest to it."""
    year = whole(asked)
    return year if year in resolution.years else min(max(results_year(today), resolution.first_year), resolution.last_year)


class ResolutionTree(ResolutionMixin, View):
    """The tree: aim, groups, marks; the heads of the red ones; a tile for each objective. ?nam= chooses the year."""

    def get(self, request, public_id):
        """The page of the chosen year."""
        today = clock.today()
        year = chosen_year(self.resolution, request.GET.get("nam"), today)
        lines = objective_lines(self.resolution, year, today)
        aims, groups = parts.branches(lines)
        marks = [(line.measure.indicator, line.pace) for line in lines]
        heads = parts.red_heads(lines, today)
        context = self.around() | {
            "places": places("campaigns:resolution-list"), "year": year, "aims": aims, "groups": groups, "as_of": clock.now(),
            "finding": campaign_finding(marks, year, over=year < today.year) if lines else "Nghị quyết chưa có mục tiêu nào",
            "heads": heads, "heads_words": in_words(len(heads)),
            "campaigns": queries.campaigns_serving(request.user, self.resolution),
            "count": len(lines), "measured": any(line.pace != Pace.NONE for line in lines),
        }  # fmt: skip
        return render(request, "campaigns/resolution.html", context)


class ObjectivePage(LoginRequiredMixin, View):
    """One objective: its years, and the targets of campaigns that serve it."""

    def get(self, request, public_id):
        """The page; removed objectives say so."""
        objective = get_object_or_404(queries.objectives_for_user(request.user), public_id=public_id)
        resolution, today = objective.resolution, clock.today()
        year = chosen_year(resolution, request.GET.get("nam"), today)
        line = next((one for one in objective_lines(resolution, year, today) if one.measure.pk == objective.pk), None)
        context = {
            "objective": objective, "resolution": resolution, "year": year, "line": line,
            "tile": parts.tile(line) if line else None, "years": parts.years_of(line, resolution.years) if line else [],
            "targets": queries.targets_serving(request.user, objective),
            "may_edit": not permissions.edit_resolution(request.user, resolution) and line is not None,
        }  # fmt: skip
        return render(request, "campaigns/objective.html", context)


class ResolutionHistory(ResolutionMixin, ListView):
    """Everything that happened to a resolution and its objectives, newest first."""

    template_name = "campaigns/resolution_history.html"
    paginate_by = 100
    paginator_class = CappedPaginator

    def get_queryset(self):
        """Events with their authors."""
        return queries.events_of(self.resolution)

    def get_context_data(self, **kwargs):
        """Events as sentences that name the objective."""
        context = super().get_context_data(**kwargs)
        events, names = context["page_obj"].object_list, queries.names_of_rows(self.resolution)
        rows = event_rows(events)
        for row, event in zip(rows, events, strict=True):
            if event.target_type.model == "objective":
                row["done"] = f"{row['done']} “{names.get(event.target_id, '')}”"
        return context | self.around() | {"events": rows}
