"""Screens of the catalogue: index, lists with search and filters, a row with its history, edits by administrators."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View
from django.views.generic import FormView, ListView, TemplateView

from awards.forms.catalogue import CatalogueFilter, RetireForm, form_class
from awards.queries.catalogue_tables import TABLES, code_words, index_rows, listed, period, show
from awards.services.catalogue import add_row, change_row, retire_row
from campaigns.permissions import is_administrator
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.enums import Certainty
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import replace_query
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.vntext import date_short


class CatalogueIndex(LoginRequiredMixin, TemplateView):
    """All catalogues, with how many rows still wait to be compared with the act."""

    template_name = "awards/catalogue_index.html"

    def get_context_data(self, **kwargs):
        """Counts of each table."""
        rows = index_rows()
        unsure = sum(row["unsure"] for row in rows)
        facts = {"rows": rows, "unsure": unsure, "administrator": is_administrator(self.request.user)}
        return super().get_context_data(**kwargs) | facts


class TableMixin(LoginRequiredMixin):
    """The table of the address as `self.table`, the row (when named) as `self.row`; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Find table and row."""
        super().setup(request, *args, **kwargs)
        if kwargs["table"] not in TABLES:
            raise Http404
        self.table = TABLES[kwargs["table"]]
        if "pk" in kwargs and request.user.is_authenticated:
            self.row = get_object_or_404(self.table.rows(), pk=kwargs["pk"])

    def get_context_data(self, **kwargs):
        """The table, and whether this user may edit."""
        facts = {"table": self.table, "may_edit": is_administrator(self.request.user)}
        return super().get_context_data(**kwargs) | facts


class AdministratorMixin(TableMixin):
    """Readable by everybody, edited by administrators."""

    def dispatch(self, request, *args, **kwargs):
        """403 with the reason for everybody else."""
        if request.user.is_authenticated and not is_administrator(request.user):
            raise Refused("Chỉ quản trị được sửa danh mục.")
        return super().dispatch(request, *args, **kwargs)


class FilteredRows(TableMixin):
    """Rows by the filters of the address: q (words), ngay (day in force), dc (certainty)."""

    def found(self) -> list:
        """The rows, and `self.filter` for the page."""
        self.filter = CatalogueFilter(self.request.GET)
        day = self.filter.value("ngay")
        return listed(self.table, words=self.request.GET.get("q", ""), day=day, certainty=self.request.GET.get("dc", ""))


class CatalogueList(FilteredRows, ListView):
    """One table."""

    template_name = "awards/catalogue_list.html"
    paginate_by = 50

    def get_queryset(self):
        """Rows as they are filtered."""
        return self.found()

    def get_context_data(self, **kwargs):
        """Cells of the page's rows, as texts."""
        context = super().get_context_data(**kwargs)
        codes = code_words()
        lines = [
            {"row": row, "period": period(row), "in_force": row.in_force(clock.today()), "cells": self.cells(row, codes)}
            for row in context["page_obj"]
        ]
        chips = [
            {"label": label, "url": replace_query(self.request.GET, **{name: None})} for name, label in self.active().items()
        ]
        heads = [{"label": self.table.label_of(name)} for name in self.table.columns]
        return context | {
            "lines": lines, "chips": chips, "certainties": Certainty.choices, "filter": self.filter, "today": clock.today(),
            "columns": [*heads, {"label": "Áp dụng"}, {"label": "Đối chiếu"}],
        }  # fmt: skip

    def cells(self, row, codes: dict) -> list[dict]:
        """Label and text of each column."""
        return [{"label": self.table.label_of(name), "text": show(row, name, codes)} for name in self.table.columns]

    def active(self) -> dict:
        """Filters that are on, by name, as words."""
        found = {"q": self.request.GET.get("q", "").strip()}
        day = self.filter.value("ngay")
        found["ngay"] = f"Có hiệu lực ngày {date_short(day)}" if day else ""
        found["dc"] = dict(Certainty.choices).get(self.request.GET.get("dc", ""), "")
        return {name: label for name, label in found.items() if label}


class CatalogueExport(FilteredRows, View):
    """The filtered rows with every field, as a workbook."""

    def get(self, request, table):
        """The file."""
        fields = self.table.fields()
        columns = [Column(self.table.label_of(f.name), width=40 if f.get_internal_type() == "TextField" else 18) for f in fields]
        codes = code_words()
        rows = ([show(row, f.name, codes) for f in fields] for row in self.found())
        return made_response(write_table(self.table.label.upper(), columns, rows), f"{self.table.key}.xlsx")


class CatalogueRowDetail(TableMixin, TemplateView):
    """One row: every field, its history, and for administrators its end."""

    template_name = "awards/catalogue_row.html"

    def get_context_data(self, **kwargs):
        """Facts and events of the row."""
        codes = code_words()
        facts = [
            (self.table.label_of(f.name), show(self.row, f.name, codes), f.name == "parameters") for f in self.table.fields()
        ]
        retire = kwargs.pop("retire", None) or RetireForm(row=self.row)
        return super().get_context_data(**kwargs) | {
            "row": self.row, "facts": [fact for fact in facts if fact[1]], "period": period(self.row), "retire": retire,
            "title": show(self.row, self.table.columns[0]), "log": [self._line(event) for event in events.history(self.row)],
            "in_force": self.row.in_force(clock.today()), "back_url": reverse("awards:catalogue-list", args=[self.table.key]),
        }  # fmt: skip

    def _line(self, event) -> dict:
        changes = [
            {"label": self.table.label_of(name), "old": old, "new": new}
            for name, (old, new) in event.data.get("changes", {}).items()
        ]
        return {"event": event, "done": event.data.get("done", ""), "changes": changes}


class RowForm(AdministratorMixin, FormView):
    """The form of a row, new or known; faults of the service come back at their fields."""

    template_name = "awards/catalogue_form.html"

    def get_form_class(self):
        """The form of the table."""
        return form_class(self.table)

    def form_valid(self, form):
        """Through the service."""
        try:
            row_pk = self.write(form)
        except ValidationError as error:
            known = {name: found for name, found in getattr(error, "error_dict", {}).items() if name in form.fields}
            form.add_error(None, error) if not known else form.add_error(None, ValidationError(known))
            return self.form_invalid(form)
        messages.success(self.request, "Đã lưu dòng danh mục.")
        return redirect("awards:catalogue-row", table=self.table.key, pk=row_pk)

    def write(self, form) -> int:
        """Write and answer the row's key."""
        raise NotImplementedError


class CatalogueCreate(RowForm):
    """A row of the office's own."""

    extra_context = {"title": "Thêm dòng", "submit_label": "Thêm dòng", "data_action": "add_row"}

    def get_initial(self):
        """A fresh key: one press, one row."""
        return {"idempotency_key": new_key()}

    def write(self, form) -> int:
        """Once for each press."""
        key = form.cleaned_data["idempotency_key"]
        return once(user=self.request.user, action="add_row", key=key, work=lambda: self._add(form))["pk"]

    def _add(self, form) -> dict:
        return {"pk": add_row(self.table.model, values=form.values, by=self.request.user).pk}

    def get_context_data(self, **kwargs):
        """Back to the list."""
        return super().get_context_data(**kwargs) | {"back_url": reverse("awards:catalogue-list", args=[self.table.key])}


class CatalogueEdit(RowForm):
    """Change a row; the loader leaves it alone from then on."""

    extra_context = {"title": "Sửa dòng", "submit_label": "Lưu", "data_action": "change_row"}

    def get_form_kwargs(self):
        """The row with its version."""
        version = {"version": self.row.version}
        return super().get_form_kwargs() | {"instance": self.row, "initial": version}

    def write(self, form) -> int:
        """The service compares the version that the form carried."""
        version = form.cleaned_data["version"] or 0
        return change_row(self.row, version=version, values=form.values, by=self.request.user).pk

    def get_context_data(self, **kwargs):
        """Back to the row."""
        back = reverse("awards:catalogue-row", args=[self.table.key, self.row.pk])
        return super().get_context_data(**kwargs) | {"back_url": back, "row": self.row}


class CatalogueRetire(AdministratorMixin, CatalogueRowDetail):
    """The last day of a row."""

    http_method_names = ["post"]

    def post(self, request, table, pk):
        """End it, or show the row again with what was wrong."""
        form = RetireForm(request.POST)
        if form.is_valid():
            try:
                retire_row(self.row, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error("last_day", error.messages[0])
            else:
                messages.success(request, f"Dòng này áp dụng đến hết ngày {date_short(form.cleaned_data['last_day'])}.")
                return redirect("awards:catalogue-row", table=table, pk=pk)
        return self.render_to_response(self.get_context_data(retire=form), status=422)
