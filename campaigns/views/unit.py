"""The unit tree: search with and without diacritics, one unit with its children, what it came from and became."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import render
from django.views import View
from django.views.decorators.http import require_GET
from django.views.generic import ListView, TemplateView

from campaigns.enums import Block, UnitLevel
from campaigns.queries import ancestors, children_of, origins_of, successions_of, unit_by_public_id, unit_named, units_listed
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.listing import CappedPaginator, replace_query
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.vntext import date_short, parse_date

MOST = 5000  # rows of an export
SUGGESTED = 12


class UnitFilter(LoginRequiredMixin):
    """Units by the filters of the address: q (words), ngay (day on which they live), cap (level), khoi (block)."""

    def setup(self, request, *args, **kwargs):
        """Read the day; one that cannot be read is told, not guessed."""
        super().setup(request, *args, **kwargs)
        self.day, self.day_error = None, ""
        if typed := request.GET.get("ngay", "").strip():
            try:
                self.day = parse_date(typed)
            except ValueError as error:
                self.day_error = str(error)

    def found(self):
        """Units; without any filter the top of the tree."""
        params = self.request.GET
        if not any(params.get(name) for name in ("q", "ngay", "cap", "khoi")):
            return units_listed(level=UnitLevel.PROVINCE)
        facts = {"level": params.get("cap", ""), "block": params.get("khoi", "")}
        return units_listed(words=params.get("q", ""), day=self.day, **facts)


class UnitList(UnitFilter, ListView):
    """Search in the tree."""

    template_name = "campaigns/unit_list.html"
    paginate_by = 50
    paginator_class = CappedPaginator

    def get_queryset(self):
        """Units as they are filtered."""
        return self.found()

    def get_context_data(self, **kwargs):
        """Filters that are on, levels to choose from."""
        params, levels, blocks = self.request.GET, dict(UnitLevel.choices), dict(Block.choices)
        on = {"q": params.get("q", "").strip(), "cap": levels.get(params.get("cap", ""), "")}
        on["khoi"] = blocks.get(params.get("khoi", ""), "")
        on["ngay"] = f"Có ngày {date_short(self.day)}" if self.day else ""
        chips = [{"label": label, "url": replace_query(params, **{name: None})} for name, label in on.items() if label]
        heads = [{"label": label} for label in ("Tên đơn vị", "Thuộc", "Cấp", "Mã", "Thời gian tồn tại")]
        return super().get_context_data(**kwargs) | {
            "chips": chips, "levels": UnitLevel.choices, "blocks": Block.choices, "columns": heads, "day_error": self.day_error,
        }  # fmt: skip


class UnitExport(UnitFilter, View):
    """The filtered units as a workbook."""

    def get(self, request):
        """At most 5.000 rows."""
        columns = [
            Column("Tên đơn vị", width=40), Column("Thuộc", width=40), Column("Cấp", width=22), Column("Khối", width=22),
            Column("Mã", width=10), Column("Từ ngày", "date", width=12), Column("Đến hết ngày", "date", width=12),
            Column("Cụm, khối thi đua", width=24),
        ]  # fmt: skip
        rows = (
            [u.name, u.place, u.get_level_display(), u.get_block_display(), u.code, u.valid_from, u.valid_to, u.emulation_group]
            for u in self.found()[:MOST]
        )
        return made_response(write_table("DANH SÁCH ĐƠN VỊ", columns, rows), "don-vi.xlsx")


class UnitDetail(LoginRequiredMixin, TemplateView):
    """One unit: place in the tree, children, chain of reorganisations."""

    template_name = "campaigns/unit_detail.html"

    def get_context_data(self, **kwargs):
        """The unit of the address, or 404."""
        unit = unit_by_public_id(kwargs["public_id"])
        if unit is None:
            raise Http404
        return super().get_context_data(**kwargs) | {
            "unit": unit, "above": list(reversed(ancestors(unit))), "children": children_of(unit),
            "before": list(reversed(origins_of(unit))), "after": successions_of(unit),
        }  # fmt: skip


@login_required
@require_GET
def unit_suggest(request):
    """Options of a unit field while somebody types."""
    text = next(iter(request.GET.values()), "").strip()
    if "(" in text:  # a whole label, chosen from an earlier answer
        found = unit_named(text)
    else:
        found = units_listed(words=text)[:SUGGESTED] if text else []
    return render(request, "campaigns/_unit_options.html", {"units": found})
