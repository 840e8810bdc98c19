"""What is to be reported and what waits for a verification; many clean reports are verified with one press."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from campaigns import permissions as may
from campaigns.enums import Role
from campaigns.permissions import has_any_role
from campaigns.queries import report as reports
from campaigns.queries import report_list as queries
from campaigns.queries.duty import campaigns_of
from campaigns.queries.rules import rules_on
from campaigns.services.report import verify_reports
from campaigns.tally.report_rows import rows_of
from campaigns.views import report_parts as parts
from campaigns.views.places import places
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.listing import CappedPaginator
from thiduakhenthuong.core.sheets.writer import write_table

MOST = 5000  # rows of a workbook
AT_ONCE = 100  # reports of one page of verification


def chosen_view(user, params) -> str:
    """The view of the address; else what the user works on."""
    if params.get("xem") in queries.VIEWS:
        return params["xem"]
    enters = has_any_role(user, Role.CLERK, Role.HEAD)
    return queries.TO_VERIFY if has_any_role(user, Role.APPRAISER) and not enters else queries.TO_ENTER


class ReportList(LoginRequiredMixin, ListView):
    """Duties to report, by campaign and quarter, with state and days left; filters live in the address."""

    template_name = "campaigns/report_list.html"
    paginator_class = CappedPaginator
    paginate_by = 50

    def get_queryset(self):
        """The view of the address, in its order."""
        params = self.request.GET
        self.rows = queries.listed(self.request.user, params, clock.today())
        self.view = chosen_view(self.request.user, params)
        return queries.ordered(self.rows.filter(queries.VIEW_OF[self.view]), params, self.view)

    def get_context_data(self, **kwargs):
        """The rows with their reports; tabs, filters."""
        context = super().get_context_data(**kwargs)
        parts.remember_list(self.request)
        user, params, today = self.request.user, self.request.GET, clock.today()
        duties = list(context["page_obj"].object_list)
        made = queries.reports_of(duties)
        counts, campaigns = queries.counts_of(self.rows), campaigns_of(user)
        rows = [
            {"duty": duty, "report": made.get(duty.report_key), "days": (duty.due_on - today).days,
             "mine": not may.submit_report(user, duty)}
            for duty in duties
        ]  # fmt: skip
        return context | {
            "rows": rows, "view": self.view, "tabs": parts.view_tabs(params, counts, self.view), "columns": parts.COLUMNS,
            "campaigns": campaigns, "chips": parts.filter_chips(params, campaigns),
            "years": range(today.year, today.year - 6, -1), "picked": params.get("phong-trao", ""),
            "own_only": params.get("don-vi") == "cua-toi",
            "places": places("campaigns:report-list"), "verifies": has_any_role(user, Role.APPRAISER),
            "waiting": counts[queries.TO_VERIFY], "enters": has_any_role(user, Role.CLERK, Role.HEAD),
        }  # fmt: skip


class ReportExport(LoginRequiredMixin, View):
    """The list as it is filtered, as a workbook."""

    def get(self, request):
        """All pages of the view."""
        view = chosen_view(request.user, request.GET)
        rows = queries.listed(request.user, request.GET, clock.today()).filter(queries.VIEW_OF[view])
        duties = list(queries.ordered(rows, request.GET, view)[:MOST])
        made = {}
        for start in range(0, len(duties), 500):
            made |= queries.reports_of(duties[start : start + 500])
        cells = (parts.export_cells(duty, made.get(duty.report_key)) for duty in duties)
        title = f"BÁO CÁO KẾT QUẢ THI ĐUA: {queries.VIEWS[view].upper()}"
        return made_response(write_table(title, parts.EXPORT, cells), "bao-cao-ket-qua.xlsx")


class ReportVerify(LoginRequiredMixin, View):
    """Reports that wait: the clean ones are ticked, the others say what deserves a look; one press verifies the ticked."""

    def get(self, request):
        """The page."""
        return self._page()

    def post(self, request):
        """Verify the ticked ones, all or none."""
        wanted = set(request.POST.getlist("chon"))
        rows = [report for report in self._waiting() if str(report.public_id) in wanted]
        try:
            count = verify_reports(reports=rows, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self._page(status=422)
        messages.success(request, f"Đã xác minh {count} báo cáo.")
        return redirect(f"{reverse('campaigns:report-verify')}?{request.GET.urlencode()}")

    def _waiting(self) -> list:
        rows = reports.waiting_reports(self.request.user, self.request.GET)
        return [report for report in rows[: 3 * AT_ONCE] if not may.verify_report(self.request.user, report)][:AT_ONCE]

    def _page(self, status: int = 200):
        waiting, over = self._waiting(), rules_on(clock.today())["verify_over"]
        lines, earlier = reports.lines_of(waiting), reports.earlier_of(waiting)
        rows = []
        for report in waiting:
            found = rows_of(report, lines[report.pk], earlier[report.pk], over=over)
            looks = [f"{row.label}: {'; '.join(row.hints)}" for row in found if row.hints]
            rows.append({"report": report, "lines": len(found), "looks": looks})
        clean = [row for row in rows if not row["looks"]]
        context = {
            "rows": [*clean, *(row for row in rows if row["looks"])], "clean": len(clean), "total": len(rows),
            "back_url": parts.list_address(self.request),
        }  # fmt: skip
        return render(self.request, "campaigns/report_verify.html", context, status=status)
