"""Pages of clusters: list, setting up (one by one or as a proposal), the ranking, the meeting's result, the lock, history."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from campaigns import permissions as may
from campaigns.enums import ClusterState, ScoreSheetState
from campaigns.forms.cluster import ClusterForm
from campaigns.queries import cluster as queries
from campaigns.queries.rules import rules_on
from campaigns.queries.scope import clusters_for_user
from campaigns.services import cluster as services
from campaigns.services.score_sheets import tie_order
from campaigns.views import cluster_parts as parts
from campaigns.views.places import places
from campaigns.views.scorecard import year_asked
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator, replace_query
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.typed import as_uuid, version_of, whole

MOST = 2000  # clusters of one workbook
COLUMNS = [
    {"label": "Cụm, khối", "sort": "ten"}, {"label": "Năm", "sort": "nam"}, {"label": "Đơn vị tổ chức", "sort": "donvi"},
    {"label": "Cụm, khối trưởng"}, {"label": "Đơn vị", "sort": "so", "num": True}, {"label": "Tiến độ chấm"},
    {"label": "Dẫn đầu"},
]  # fmt: skip


# --- list --------------------------------------------------------------------------------------


class ClusterFilter(LoginRequiredMixin):
    """Clusters by the filters of the address: nam, don_vi, q, trang_thai, sort."""

    def found(self):
        """Clusters; without a year those of the latest one."""
        params, user = self.request.GET, self.request.user
        self.years = queries.cluster_years(user)
        self.year = self.years[0] if "nam" not in params and self.years else whole(params.get("nam"))
        rows = queries.clusters_listed(
            user, year=self.year, organiser=params.get("don_vi", ""), words=params.get("q", "").strip()[:100],
            state=params.get("trang_thai", ""),
        )  # fmt: skip
        return rows.order_by(*queries.ORDERS.get(params.get("sort", ""), queries.ORDERS["-nam"]))


class ClusterList(ClusterFilter, ListView):
    """Clusters with how far the scoring has come and who leads; scorecards below."""

    template_name = "campaigns/cluster_list.html"
    paginate_by = 50
    paginator_class = CappedPaginator

    def get_queryset(self):
        """As filtered."""
        return self.found()

    def get_context_data(self, **kwargs):
        """Filters with their choices, leaders, scorecards, what the user may set up."""
        context, user, params = super().get_context_data(**kwargs), self.request.user, self.request.GET
        organisers, states = queries.cluster_organisers(user), dict(ClusterState.choices)
        on = {
            "q": params.get("q", "").strip(), "don_vi": dict(organisers).get(params.get("don_vi", ""), ""),
            "trang_thai": states.get(params.get("trang_thai", ""), ""),
        }  # fmt: skip
        chips = [{"label": label, "url": replace_query(params, **{name: None})} for name, label in on.items() if label]
        return context | {
            "places": places("campaigns:cluster-list"), "columns": COLUMNS, "years": self.years, "year": self.year,
            "organisers": organisers, "states": ClusterState.choices, "chips": chips,
            "leaders": queries.leaders_of(context["page_obj"].object_list),
            "cards": list(queries.scorecards_listed(user, self.year)[:50]), "mine": queries.organising_units(user),
        }  # fmt: skip


class ClusterExport(ClusterFilter, View):
    """Units of the filtered clusters with their ranks as a workbook."""

    def get(self, request):
        """At most 2.000 clusters."""
        columns = [
            Column("Năm", "plain", width=8), Column("Cụm, khối", width=30), Column("Đơn vị tổ chức", width=28),
            Column("Hạng", "number", width=8), Column("Đơn vị", width=34), Column("Trạng thái", width=20),
            Column("Tổng điểm", "decimal", width=12), Column("Tỷ lệ phiếu (%)", "percent", width=14), Column("Đề nghị", width=26),
        ]  # fmt: skip
        agreed = ClusterState.AGREED
        rows = (
            [m.cluster.year, m.cluster.name, m.cluster.unit.name, m.rank if m.cluster.state == agreed else None, m.unit.name,
             m.get_state_display(), m.total, queries.vote_share(m), m.proposal]
            for m in queries.members_listed(self.found().values_list("pk", flat=True)[:MOST])
        )  # fmt: skip
        return made_response(write_table("KẾT QUẢ XẾP HẠNG CỤM, KHỐI THI ĐUA", columns, rows), "cum-khoi.xlsx")


# --- setting up --------------------------------------------------------------------------------


class ClusterCreate(LoginRequiredMixin, View):
    """Set up one cluster: empty, or renewed from an earlier year (?tu=…)."""

    def get(self, request):
        """The form for an organiser and a year; both stand in the address because they say which units there are."""
        organiser, year, source = self.place()
        first, told = {"idempotency_key": new_key()}, []
        cards = queries.scorecards_of([organiser], year)
        first["scorecard"] = next(iter(cards), None)
        if source:
            members, told = queries.members_renewed(source, year)
            turn = queries.rotation(organiser, source.name, year, members)
            first |= {"name": source.name, "members": members, "head_unit": turn.head, "deputy_unit": turn.deputy}
            told += [f"Cụm trưởng đề nghị theo luân phiên. {turn.why}."] if turn.why else []
        form = ClusterForm(organiser=organiser, year=year, initial=first)
        return self.page(form, organiser, year, told=told, source=source)

    def post(self, request):
        """Set it up once, however often the button is pressed."""
        organiser, year, source = self.place()
        form = ClusterForm(request.POST, organiser=organiser, year=year)
        if form.is_valid():
            try:
                key = form.cleaned_data["idempotency_key"]
                facts = form.values() | {"unit": organiser, "year": year, "by": request.user}
                done = once(user=request.user, action="create_cluster", key=key, work=lambda: self.made(facts))
                messages.success(request, "Đã lập cụm, khối.")
                return redirect("campaigns:cluster", done["public_id"])
            except ValidationError as error:
                form.add_error(None, error)
        return self.page(form, organiser, year, status=422, source=source)

    def made(self, facts: dict) -> dict:
        """The answer that one press gets."""
        return {"public_id": str(services.create_cluster(**facts).public_id)}

    def place(self):
        """(organiser, year, cluster to renew); 403 for who organises nothing."""
        units = queries.organising_units(self.request.user)
        if not units:
            raise Refused("Chỉ cán bộ thẩm định của đơn vị tổ chức được lập cụm, khối.")
        if key := self.request.GET.get("tu"):
            source = get_object_or_404(clusters_for_user(self.request.user), public_id=as_uuid(key), unit__in=units)
            return source.unit, year_asked(self.request) if "nam" in self.request.GET else source.year + 1, source
        slug = self.request.GET.get("don_vi", "")
        return next((unit for unit in units if unit.slug == slug), units[0]), year_asked(self.request), None

    def page(self, form, organiser, year, *, status: int = 200, **more):
        """The form with the units to choose from."""
        context = {
            "form": form, "organiser": organiser, "year": year, "cluster": None, "limits": queries.size_limits(year),
            "groups": form.groups(queries.placed_units(organiser, year)), "mine": queries.organising_units(self.request.user),
            "back_url": reverse("campaigns:cluster-list"),
        }  # fmt: skip
        return render(self.request, "campaigns/cluster_form.html", context | more, status=status)


class ClusterMixin(LoginRequiredMixin):
    """One cluster of the user's scope as `self.cluster`; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Load the cluster of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.cluster = get_object_or_404(clusters_for_user(request.user), public_id=kwargs["public_id"])


class ClusterEdit(ClusterMixin, View):
    """Mend a cluster that is still open."""

    def get(self, request, public_id):
        """The form with today's values."""
        self.require()
        cluster = self.cluster
        names = ("name", "scorecard", "head_unit", "deputy_unit", "version")
        first = {name: getattr(cluster, name) for name in names}
        members = [row.unit for row in queries.members_of(cluster)]
        form = ClusterForm(organiser=cluster.unit, year=cluster.year, also=members, initial=first | {"members": members})
        return self.page(form)

    def post(self, request, public_id):
        """Keep the change; a stale version is 409."""
        self.require()
        cluster = self.cluster
        members = [row.unit for row in queries.members_of(cluster)]
        form = ClusterForm(request.POST, organiser=cluster.unit, year=cluster.year, also=members)
        if form.is_valid():
            try:
                version = form.cleaned_data["version"] or 0
                services.update_cluster(cluster=cluster, version=version, by=request.user, **form.values())
                messages.success(request, "Đã lưu cụm, khối.")
                return redirect("campaigns:cluster", cluster.public_id)
            except ValidationError as error:
                form.add_error(None, error)
        return self.page(form, status=422)

    def require(self) -> None:
        """403 with the reason for who may not."""
        if reason := may.manage_clusters(self.request.user, self.cluster.unit):
            raise Refused(reason)

    def page(self, form, status: int = 200):
        """The form with the units to choose from."""
        cluster = self.cluster
        placed = queries.placed_units(cluster.unit, cluster.year, but=cluster)
        context = {
            "form": form, "organiser": cluster.unit, "year": cluster.year, "cluster": cluster, "groups": form.groups(placed),
            "limits": queries.size_limits(cluster.year), "back_url": reverse("campaigns:cluster", args=[cluster.public_id]),
        }  # fmt: skip
        return render(self.request, "campaigns/cluster_form.html", context, status=status)


class ClusterRemove(ClusterMixin, View):
    """Take away a cluster that was set up by mistake."""

    http_method_names = ["post"]

    def post(self, request, public_id):
        """Gone, or the reason why not."""
        try:
            services.remove_cluster(cluster=self.cluster, version=version_of(request), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("campaigns:cluster", public_id)
        messages.success(request, f"Đã xóa {self.cluster}.")
        return redirect("campaigns:cluster-list")


# --- the ranking -------------------------------------------------------------------------------


class ClusterPage(ClusterMixin, View):
    """The ranking with what the meeting has to say about each unit."""

    def get(self, request, public_id):
        """The page."""
        cluster, user = self.cluster, request.user
        rows = services.cluster_standings(cluster)
        before = queries.cluster_before(cluster)
        own = {row.unit_id for row in may.memberships(user)}
        may_do = parts.rights(user, cluster)
        is_open = cluster.state == ClusterState.OPEN
        faults = services.faults_against(cluster, rows) if is_open else []
        order = tie_order(rules_on(date(cluster.year, 12, 31)))
        context = {
            "cluster": cluster, "rows": rows, "finding": parts.finding(cluster, rows), "faults": faults, "may": may_do,
            "is_open": is_open, "edit_result": may_do["agree"] and is_open, "order": parts.tie_words(order), "own": own,
            "own_sheet": next((row.member for row in rows if row.member.unit_id in own and self.scores(row.member)), None),
            "tie": next((row.placed.places[0] for row in rows if row.placed and row.placed.needs_note), 0) if is_open else 0,
            "before": before, "waiting": sum(1 for row in rows if row.member.state == ScoreSheetState.SUBMITTED),
            "notices": parts.notices(cluster, len(rows), before) if is_open else [],
            "can_remove": may_do["manage"] and is_open and not self.started(rows),
        }  # fmt: skip
        return render(request, "campaigns/cluster.html", context)

    def scores(self, member) -> bool:
        """Whether the user scores this unit now."""
        return member.state == ScoreSheetState.DRAFT and not may.score_self(self.request.user, member)

    def started(self, rows) -> bool:
        """Whether anybody has scored."""
        written = (line.score is not None for row in rows for line in row.sheet.lines)
        return any(row.member.state != ScoreSheetState.DRAFT for row in rows) or any(written)


class ClusterBook(ClusterMixin, View):
    """The ranking as a workbook."""

    def get(self, request, public_id):
        """Every unit with its three totals."""
        cluster = self.cluster
        state = "đã thống nhất" if cluster.state == ClusterState.AGREED else "chưa thống nhất"
        lines = (f"{cluster.unit.name} tổ chức; điểm {state}", f"Bảng chấm điểm: {cluster.scorecard or 'chưa chọn'}")
        rows = parts.ranking_rows(services.cluster_standings(cluster))
        table = write_table(f"KẾT QUẢ CHẤM ĐIỂM, XẾP HẠNG {str(cluster).upper()}", parts.RANKING_COLUMNS, rows, lines=lines)
        return made_response(table, f"xep-hang-{cluster.year}.xlsx")


class ClusterHistory(ClusterMixin, ListView):
    """Everything that happened to a cluster, newest first."""

    template_name = "campaigns/cluster_history.html"
    paginate_by = 100
    paginator_class = CappedPaginator

    def get_queryset(self):
        """Events with their authors."""
        return events.history(self.cluster).order_by("-number")

    def get_context_data(self, **kwargs):
        """Events as sentences."""
        context = super().get_context_data(**kwargs)
        back = reverse("campaigns:cluster", args=[self.cluster.public_id])
        rows = parts.event_rows(context["page_obj"].object_list)
        return context | {"title": str(self.cluster), "back_url": back, "back_label": "xếp hạng", "events": rows}
