"""Pages of conferences: the list, one with its programme and examples, its forms, the printed programme."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView, TemplateView

from campaigns import permissions as may
from campaigns.documents.programme import programme_docx, programme_pdf
from campaigns.forms.conference import ConferenceForm, ItemRows, ShownRows
from campaigns.permissions import OFFICERS, units_with_role
from campaigns.queries import conference as queries
from campaigns.queries.scope import conferences_for_user
from campaigns.services import conference as services
from campaigns.views import conference_parts as parts
from campaigns.views.places import conference_tabs, places
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator
from thiduakhenthuong.core.sheets.writer import write_table
from thiduakhenthuong.core.typed import version_of


class ConferenceList(LoginRequiredMixin, ListView):
    """Conferences around the user; filters, order and page live in the address."""

    template_name = "campaigns/conference_list.html"
    paginator_class = CappedPaginator
    paginate_by = 50

    def get_queryset(self):
        """Filtered by the address."""
        return queries.listed(self.request.user, self.request.GET)

    def get_context_data(self, **kwargs):
        """Rows, filters, and whether the user may open one."""
        context = super().get_context_data(**kwargs)
        units, years = queries.choices(self.request.user)
        return context | {
            "rows": parts.rows_of(context["page_obj"].object_list), "columns": parts.COLUMNS, "units": units, "years": years,
            "chips": parts.filter_chips(self.request.GET, units), "places": places("campaigns:conference-list"),
            "may_create": bool(units_with_role(self.request.user, *OFFICERS)),
        }  # fmt: skip


class ConferenceExport(LoginRequiredMixin, View):
    """The list as it is filtered, as a workbook."""

    def get(self, request):
        """At most 5,000 rows."""
        rows = queries.listed(request.user, request.GET)[:5000]
        return made_response(write_table("HỘI NGHỊ", parts.SHEET, parts.sheet_rows(rows)), "hoi-nghi.xlsx")


class ConferenceCreate(LoginRequiredMixin, View):
    """Open a conference of one of the user's units."""

    def dispatch(self, request, *args, **kwargs):
        """Only officers; dv of the address chooses among their units."""
        if request.user.is_authenticated:
            self.units = units_with_role(request.user, *OFFICERS)
            if not self.units:
                raise Refused("Chỉ cán bộ nhập hồ sơ hoặc cán bộ thẩm định được lập hội nghị.")
            chosen = [unit for unit in self.units if str(unit.public_id) == request.GET.get("dv")]
            self.unit = (chosen or self.units)[0]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        """The empty form."""
        return self._page(self._form(initial={"idempotency_key": new_key()}))

    def post(self, request):
        """Open it once, however often the button is pressed."""
        form = self._form(request.POST)
        if form.is_valid():
            try:
                key = form.cleaned_data["idempotency_key"]
                done = once(user=request.user, action="create_conference", key=key, work=lambda: self._create(form))
                messages.success(request, "Đã lập hội nghị. Ghi tiếp chương trình và các điển hình được giới thiệu.")
                return redirect("campaigns:conference", public_id=done["public_id"])
            except ValidationError as error:
                form.add_error(None, error)
        return self._page(form, status=422)

    def _create(self, form) -> dict:
        made = services.create_conference(unit=self.unit, by=self.request.user, **form.values())
        return {"public_id": str(made.public_id)}

    def _form(self, *args, **kwargs) -> ConferenceForm:
        return ConferenceForm(*args, campaigns=queries.campaigns_of(self.request.user, self.unit), **kwargs)

    def _page(self, form, status: int = 200):
        others = [unit for unit in self.units if unit != self.unit]
        context = {"form": form, "unit": self.unit, "others": others, "back_url": reverse("campaigns:conference-list")}
        return render(self.request, "campaigns/conference_form.html", context, status=status)


class ConferenceMixin(LoginRequiredMixin):
    """One conference of the user's scope, as `self.conference`; anything else is 404. `edits`: only for who may edit."""

    edits = False

    def dispatch(self, request, *args, **kwargs):
        """Load it; 403 for those who see and may not edit."""
        if request.user.is_authenticated:
            self.conference = get_object_or_404(conferences_for_user(request.user), public_id=kwargs["public_id"])
            self.reason = may.edit_conference(request.user, self.conference)
            if self.edits and self.reason:
                raise Refused(self.reason)
        return super().dispatch(request, *args, **kwargs)

    @property
    def url(self) -> str:
        """The page of the conference."""
        return reverse("campaigns:conference", args=[self.conference.public_id])

    def back(self, words: str):
        """To the page of the conference, with what was done."""
        messages.success(self.request, words)
        return redirect(self.url)


class ConferenceDetail(ConferenceMixin, TemplateView):
    """Programme, examples, what happened."""

    template_name = "campaigns/conference_detail.html"

    def get_context_data(self, **kwargs):
        """Everything of the page."""
        row = self.conference
        return super().get_context_data(**kwargs) | {
            "conference": row, "title": parts.title_of(row), "may_edit": not self.reason,
            "reviewed": parts.period(row.reviewed_from, row.reviewed_to),
            "launched": parts.period(row.launched_from, row.launched_to), "items": queries.items_of(row),
            "shown": queries.shown_at(row), "events": parts.told(queries.happened(row)),
            "tabs": conference_tabs(row, "campaigns:conference"),
        }  # fmt: skip


class ConferenceEdit(ConferenceMixin, View):
    """Change what is said of it; the day may move."""

    edits = True

    def get(self, request, public_id):
        """The form with what stands."""
        return self._page(self._form(instance=self.conference, initial={"version": self.conference.version}))

    def post(self, request, public_id):
        """Keep the change; a stale version is 409."""
        form = self._form(request.POST, instance=self.conference)
        if form.is_valid():
            try:
                version = form.cleaned_data["version"] or 0
                services.update_conference(conference=self.conference, version=version, by=request.user, **form.values())
                return self.back("Đã lưu hội nghị.")
            except ValidationError as error:
                form.add_error(None, error)
        return self._page(form, status=422)

    def _form(self, *args, **kwargs) -> ConferenceForm:
        unit, kept = self.conference.unit, self.conference.campaign_id
        return ConferenceForm(*args, campaigns=queries.campaigns_of(self.request.user, unit, kept), **kwargs)

    def _page(self, form, status: int = 200):
        context = {"form": form, "conference": self.conference, "unit": self.conference.unit, "back_url": self.url}
        return render(self.request, "campaigns/conference_form.html", context, status=status)


class ProgrammeEdit(ConferenceMixin, View):
    """The rows of the programme."""

    edits = True

    def get(self, request, public_id):
        """What stands, with empty rows below."""
        known = [
            {"order": place, "time": item.time, "content": item.content, "person": item.person}
            for place, item in enumerate(queries.items_of(self.conference), start=1)
        ]
        return self._page(ItemRows(initial=known), self.conference.version)

    def post(self, request, public_id):
        """Write it anew, in the order of the numbers."""
        rows, fault = ItemRows(request.POST), ""
        if rows.is_valid():
            try:
                services.set_programme(
                    conference=self.conference, version=version_of(request), by=request.user, items=_in_order(rows)
                )
                return self.back("Đã lưu chương trình.")
            except ValidationError as error:
                fault = " ".join(error.messages)
        return self._page(rows, version_of(request), fault, status=422)

    def _page(self, rows, version: int, fault: str = "", status: int = 200):
        context = {"rows": rows, "conference": self.conference, "version": version, "fault": fault, "back_url": self.url}
        return render(self.request, "campaigns/conference_programme.html", context, status=status)


def _in_order(rows) -> list[dict]:
    """Rows by their number; those without one stay where they were written, after the row before them."""
    found, last = [], 0
    for place, form in enumerate(rows.forms):
        values = form.cleaned_data
        last = values.get("order") if values.get("order") is not None else last
        found.append((last, place, values))
    return [values for _, _, values in sorted(found, key=lambda row: row[:2])]


class ConferenceExemplars(ConferenceMixin, View):
    """The examples shown: their order and form; a search adds further ones."""

    edits = True

    def get(self, request, public_id):
        """What stands, and what the search found."""
        shown = queries.shown_at(self.conference)
        known = [{"pk": row.pk, "order": row.order, "part": row.part} for row in shown]
        return self._page(ShownRows(initial=known), shown, self.conference.version)

    def post(self, request, public_id):
        """Keep order, form and removals."""
        rows = ShownRows(request.POST)
        if rows.is_valid():
            values = [form.cleaned_data for form in rows.forms]
            services.set_exemplars(conference=self.conference, version=version_of(request), by=request.user, rows=values)
            return self.back("Đã lưu danh sách điển hình.")
        return self._page(rows, queries.shown_at(self.conference), version_of(request), status=422)

    def _page(self, rows, shown, version: int, status: int = 200):
        by_key = {row.pk: row for row in shown}
        pairs = [(form, by_key.get(_key(form))) for form in rows.forms]
        words = self.request.GET.get("q", "")
        context = {
            "rows": rows, "pairs": [pair for pair in pairs if pair[1]], "conference": self.conference, "version": version,
            "back_url": self.url, "found": queries.exemplars_found(self.request.user, self.conference, words), "words": words,
        }  # fmt: skip
        return render(self.request, "campaigns/conference_exemplars.html", context, status=status)


def _key(form) -> int | None:
    value = str(form["pk"].value() or "")
    return int(value) if value.isdecimal() else None


class ConferenceExemplarAdd(ConferenceMixin, View):
    """One press puts an example on the list."""

    edits = True

    def post(self, request, public_id):
        """`exemplar`: public id."""
        exemplar = queries.exemplar_to_show(request.user, request.POST.get("exemplar"))
        try:
            if exemplar is None:
                raise ValidationError("Điển hình này không còn trong danh sách. Hãy tìm lại.")
            services.add_exemplar(conference=self.conference, exemplar=exemplar, by=request.user)
            messages.success(request, f"Đã đưa “{exemplar.title}” vào hội nghị.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("campaigns:conference-exemplars", public_id=public_id)


class ProgrammeFile(ConferenceMixin, View):
    """The programme as PDF (shown) or Word (kept)."""

    def get(self, request, public_id, kind):
        """The file; another ending is 404."""
        if kind not in ("pdf", "docx"):
            raise Http404
        paper, stem = parts.programme_of(self.conference), parts.file_stem(self.conference)
        if kind == "docx":
            return made_response(programme_docx(paper), f"{stem}.docx")
        return made_response(programme_pdf(paper).content, f"{stem}.pdf", inline=True)
