"""Người đứng đầu: the board of a year, one head with the records behind the numbers, the page kept for the assessment."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from awards.documents import file_name
from awards.forms.heads import HeadRemarkForm
from awards.queries import head_records, heads
from awards.queries.scope import dossiers_for_user
from awards.services import heads as services
from awards.views import head_parts as parts
from campaigns import permissions as may
from campaigns.enums import HeadReportState
from campaigns.queries.scope import own_units, reading_units
from campaigns.tally.heads import heading
from campaigns.tally.quarters import results_year
from campaigns.views.places import places
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import file_response, made_response
from thiduakhenthuong.core.listing import replace_query
from thiduakhenthuong.core.sheets.writer import write_table
from thiduakhenthuong.core.typed import as_uuid, version_of, whole

FIRST_YEAR = 2011
YEARS_BACK = 6
REMIND = "can-nhac"  # ?loc=: only those who need a reminder


def year_of(params) -> int:
    """The year of the address, else the one that has results by now."""
    year, today = whole(params.get("nam")), clock.today()
    return year if year and FIRST_YEAR <= year <= today.year else results_year(today)


class BoardMixin(LoginRequiredMixin):
    """The unit and year of the address as `self.top`, `self.year`; a unit outside the scope is 404."""

    def dispatch(self, request, *args, **kwargs):
        """Only those who work for a unit."""
        if request.user.is_authenticated:
            self.own = [*reading_units(request.user)] or own_units(request.user)
            if not self.own:
                raise Refused("Trang này dành cho lãnh đạo và cán bộ của đơn vị.")
            self.top, self.year = self._unit(request), year_of(request.GET)
        return super().dispatch(request, *args, **kwargs)

    def _unit(self, request):
        asked = request.GET.get("dv", "")
        if not asked:
            return self.own[0]
        key = as_uuid(asked)
        if not key:
            raise Http404
        return get_object_or_404(heads.units_for_user(request.user), public_id=key)

    def lines(self) -> list:
        """Every line of the board, in the order of the address; `loc` keeps only those who need a reminder."""
        seen = heads.units_for_user(self.request.user)
        self.every = heads.board(heads.units_of_board(self.top, self.year, seen), self.year)
        shown = parts.needing_attention(self.every) if self.request.GET.get("loc") == REMIND else self.every
        return parts.sorted_lines(shown, self.request.GET.get("sort", ""))


class HeadList(BoardMixin, View):
    """The board; `phan=bang` answers only its table, for the leaders' page."""

    def get(self, request):
        """Best to worst; who did nothing stands last, in red."""
        lines = self.lines()
        context = {
            "rows": [parts.row_of(line, self.year) for line in lines], "columns": parts.columns(request.GET), "top": self.top,
            "year": self.year, "years": range(clock.today().year, clock.today().year - YEARS_BACK, -1),
            "heading": heading(self.every), "own": self.own, "units": self.own if self.top in self.own else [*self.own, self.top],
            "places": places("awards:head-list"), "only": request.GET.get("loc") == REMIND, "all": len(self.every),
            "attention": len(parts.needing_attention(self.every)), "query": replace_query(request.GET),
        }  # fmt: skip
        name = "_head_board.html" if request.GET.get("phan") == "bang" else "head_list.html"
        return render(request, f"awards/{name}", context)


class HeadExport(BoardMixin, View):
    """The board as a workbook."""

    def get(self, request):
        """As filtered and sorted."""
        shown = self.lines()
        rows = parts.sheet_rows(shown, head_records.standings([line.unit for line in shown], self.year))
        lines = (f"{self.top.name}, năm {self.year}", f"Lập ngày {clock.today():%d/%m/%Y}")
        content = write_table("CHẤT LƯỢNG THI ĐUA, KHEN THƯỞNG THEO NGƯỜI ĐỨNG ĐẦU", parts.SHEET, rows, lines=lines)
        return made_response(content, f"nguoi-dung-dau-{self.year}.xlsx")


class HeadMixin(LoginRequiredMixin):
    """One unit of the user's scope and its kept page, as `self.unit`, `self.year`, `self.report`; others are 404."""

    def dispatch(self, request, *args, **kwargs):
        """Load them."""
        if request.user.is_authenticated:
            self.unit = get_object_or_404(heads.units_for_user(request.user), public_id=kwargs["public_id"])
            self.year = year_of(request.POST if request.method == "POST" else request.GET)
            self.report = head_records.report_of(request.user, self.unit, self.year)
        return super().dispatch(request, *args, **kwargs)

    def back(self):
        """To the page of the head."""
        return redirect(f"{reverse('awards:head', args=[self.unit.public_id])}?nam={self.year}")


class HeadDetail(HeadMixin, View):
    """Six numbers with their records, campaign by campaign, and the page for the assessment."""

    def get(self, request, public_id):
        """Show it."""
        remark = self.report.remark if self.report else ""
        return render(request, "awards/head_detail.html", self.context(HeadRemarkForm(initial={"remark": remark})))

    def post(self, request, public_id):
        """Draw up the page or bring it up to date."""
        form = HeadRemarkForm(request.POST)
        if form.is_valid():
            try:
                services.draft_report(unit=self.unit, year=self.year, by=request.user, remark=form.cleaned_data["remark"])
                messages.success(request, "Đã lập kết quả thi đua theo số liệu hôm nay, chờ cấp trên duyệt.")
                return self.back()
            except ValidationError as error:
                form.add_error(None, error)
        return render(request, "awards/head_detail.html", self.context(form), status=422)

    def context(self, form) -> dict:
        """Everything of the page."""
        user, unit, year, report = self.request.user, self.unit, self.year, self.report
        line, found = services.line_of(unit, year), head_records.records_of(unit, year)
        named = {row["dossier"] for row in found.returned} | {row.dossier_id for row in found.direct}
        seen = set(dossiers_for_user(user).filter(pk__in=named).order_by().values_list("pk", flat=True))
        approved = bool(report and report.state == HeadReportState.APPROVED)
        return {
            "unit": unit, "year": year, "years": range(clock.today().year, clock.today().year - YEARS_BACK, -1), "line": line,
            "tiles": parts.tiles(line, report), "sections": parts.sections(found, seen), "report": report, "form": form,
            "approved": approved, "campaigns": parts.campaign_rows(unit, year, found), "marks": parts.marks_of(line.duties.marks),
            "standing": head_records.standing(unit, year), "may_draft": not approved and not may.draft_head_report(user, unit),
            "awards": list(head_records.awards_received(unit, line.name, year)[: head_records.MOST]),
            "may_approve": bool(report) and not approved and not may.approve_head_report(user, report),
            "back_url": f"{reverse('awards:head-list')}?nam={year}",
            "events": head_records.report_events(report),
        }  # fmt: skip


class HeadApprove(HeadMixin, View):
    """The unit above locks the page."""

    def post(self, request, public_id):
        """A stale version is 409."""
        if self.report is None:
            raise Http404
        try:
            services.approve_report(report=self.report, version=version_of(request), by=request.user)
            messages.success(request, "Đã duyệt và khóa. Số liệu được giữ nguyên như hôm nay.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return self.back()


class HeadPdf(HeadMixin, View):
    """The sheet: of an approved page the file that was kept, else a preview of the draft."""

    def get(self, request, public_id):
        """404 while nobody has drawn it up."""
        if self.report is None:
            raise Http404
        if self.report.pdf_id:
            return file_response(self.report.pdf, inline=True)
        paper = services.paper_of(self.report)
        return made_response(services.sheet_of(paper).content, file_name("head_report", paper), inline=True)
