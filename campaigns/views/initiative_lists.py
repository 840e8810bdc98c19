"""Lists of initiatives: the register and the ledger of uses, on the page and as workbooks; names alike while one types."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views import View
from django.views.decorators.http import require_GET
from django.views.generic import ListView

from campaigns.enums import InitiativeScope, InitiativeState
from campaigns.queries import initiative as queries
from campaigns.queries.scope import initiatives_for_user
from campaigns.views.places import places
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.listing import CappedPaginator, replace_query
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.typed import as_uuid, whole

MOST = 5000  # rows of an export
USED = [("1", "Đã dùng xét khen"), ("0", "Chưa dùng")]
COLUMNS = [
    {"label": "Sáng kiến", "sort": "ten"}, {"label": "Tác giả"}, {"label": "Đơn vị", "sort": "don_vi"},
    {"label": "Năm", "sort": "nam"}, {"label": "Trạng thái"}, {"label": "Quyết định", "sort": "quyet_dinh"}, {"label": "Đã dùng"},
]  # fmt: skip


class InitiativeList(LoginRequiredMixin, ListView):
    """The register; filters live in the address."""

    template_name = "campaigns/initiative_list.html"
    paginator_class = CappedPaginator
    paginate_by = 50

    def get_queryset(self):
        """Initiatives as they are filtered."""
        return queries.initiatives_listed(self.request.user, self.request.GET)

    def get_context_data(self, **kwargs):
        """Choices of the filters, and who may write."""
        params, user = self.request.GET, self.request.user
        known = {"trang_thai": dict(InitiativeState.choices), "pham_vi": dict(InitiativeScope.choices), "dung": dict(USED)}
        on = {"q": params.get("q", "").strip(), "nam": params.get("nam", "") and f"Năm {params['nam']}"}
        on |= {name: words.get(params.get(name, ""), "") for name, words in known.items()}
        chips = [{"label": label, "url": replace_query(params, **{name: None})} for name, label in on.items() if label]
        return super().get_context_data(**kwargs) | {
            "places": places("campaigns:initiative-list"), "columns": COLUMNS, "chips": chips, "used": USED,
            "years": queries.years_of_initiatives(user), "states": InitiativeState.choices, "scopes": InitiativeScope.choices,
            "may_write": bool(queries.units_that_write(user)),
        }  # fmt: skip


class InitiativeExport(LoginRequiredMixin, View):
    """The register as it is filtered, one row for each author."""

    def get(self, request):
        """At most 5,000 initiatives."""
        columns = [
            Column("Tên sáng kiến", width=50), Column("Lĩnh vực", width=20), Column("Đơn vị", width=28), Column("Năm", "plain"),
            Column("Tác giả", width=26), Column("Năm sinh", "plain"), Column("Chức vụ", width=24), Column("Tỷ lệ (%)", "decimal"),
            Column("Trạng thái", width=16), Column("Phạm vi", width=14), Column("Số quyết định", width=18),
            Column("Ngày quyết định", "date", width=14), Column("Đã dùng cho", width=36),
        ]  # fmt: skip
        rows = queries.initiatives_listed(request.user, request.GET).prefetch_related("authors__use")[:MOST]
        cells = (
            [i.name, i.field, i.unit.name, i.year, a.name, a.birth_year, a.title, a.share, i.get_state_display(),
             i.get_scope_display(), i.decision_number, i.decision_date, a.use.purpose if hasattr(a, "use") else ""]
            for i in rows for a in i.authors.all()
        )  # fmt: skip
        return made_response(write_table("SỔ SÁNG KIẾN", columns, cells), "sang-kien.xlsx")


class UseList(LoginRequiredMixin, ListView):
    """The ledger: what has been used for which award."""

    template_name = "campaigns/initiative_uses.html"
    paginator_class = CappedPaginator
    paginate_by = 50

    def get_queryset(self):
        """By year of the award."""
        return queries.uses_listed(self.request.user, year=whole(self.request.GET.get("nam")))

    def get_context_data(self, **kwargs):
        """Years to choose from."""
        return super().get_context_data(**kwargs) | {"years": queries.years_of_initiatives(self.request.user)}


class UseExport(LoginRequiredMixin, View):
    """The ledger as it is filtered, as a workbook."""

    def get(self, request):
        """At most 5,000 uses."""
        columns = [
            Column("Tác giả", width=26), Column("Tỷ lệ (%)", "decimal"), Column("Sáng kiến", width=50),
            Column("Đơn vị", width=28), Column("Năm xét", "plain"), Column("Dùng cho", width=36),
            Column("Hồ sơ, quyết định", width=24),
            Column("Người ghi", width=22), Column("Ngày ghi", "date", width=12),
        ]  # fmt: skip
        uses = queries.uses_listed(request.user, year=whole(request.GET.get("nam")))[:MOST]
        cells = (
            [u.author.name, u.author.share, u.author.initiative.name, u.author.initiative.unit.name, u.year, u.purpose,
             u.reference, u.by.full_name if u.by else "", localdate(u.created_at)]
            for u in uses
        )  # fmt: skip
        return made_response(write_table("SỔ SỬ DỤNG SÁNG KIẾN", columns, cells), "so-su-dung-sang-kien.xlsx")


@login_required
@require_GET
def initiative_similar(request):
    """Names like the one being typed (?ten=, ?tru= the initiative itself)."""
    known = as_uuid(request.GET.get("tru"))
    besides = initiatives_for_user(request.user).filter(public_id=known).first() if known else None
    found = queries.names_alike(request.GET.get("ten", "")[:300], besides=besides)
    return render(request, "campaigns/_initiative_similar.html", {"found": found})
