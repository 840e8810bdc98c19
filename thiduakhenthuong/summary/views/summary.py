"""Tổng hợp: one page for a leader, and its workbook."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.utils.timezone import localtime
from django.views import View
from django.views.generic import TemplateView

from awards.enums import AwardFamily
from campaigns.enums import Role
from campaigns.models import Unit
from campaigns.permissions import READS_BELOW, units_with_role
from campaigns.queries import unit_by_public_id
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.listing import replace_query
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.typed import as_uuid
from thiduakhenthuong.summary.periods import Period
from thiduakhenthuong.summary.queries import awards
from thiduakhenthuong.summary.views import figures
from thiduakhenthuong.summary.views.campaign_items import late_facts
from thiduakhenthuong.summary.views.work_items import signing_items

WAITING = 3  # lines of "Chờ đồng chí duyệt, ký"


class ReportMixin(LoginRequiredMixin):
    """The unit and span of the address as `self.report`; a unit outside the user's is 404, no role at all 403."""

    def setup(self, request, *args, **kwargs):
        """Choose the unit: dv of the address, else the user's own."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        self.reading = units_with_role(request.user, *READS_BELOW)
        self.own = self.reading or units_with_role(request.user, Role.CLERK, Role.HEAD)
        self.period = Period.of_params(request.GET, clock.today())

    def dispatch(self, request, *args, **kwargs):
        """Only those who work for a unit."""
        if request.user.is_authenticated:
            if not self.own:
                raise Refused("Trang tổng hợp dành cho lãnh đạo và cán bộ của đơn vị.")
            self.report = figures.Report.of(self._unit(), self.period, self._family())
        return super().dispatch(request, *args, **kwargs)

    def _unit(self) -> Unit:
        asked = self.request.GET.get("dv", "")
        if not asked:
            return self.own[0]
        key = as_uuid(asked)
        unit = unit_by_public_id(key) if key else None
        if unit is None or not self._may_read(unit):
            raise Http404
        return unit

    def _family(self) -> str:
        """Forms unless the address asks for titles, honours or all ("tat-ca")."""
        asked = self.request.GET.get("nh", "")
        return "" if asked == "tat-ca" else asked if asked in AwardFamily.values else AwardFamily.FORM

    def _may_read(self, unit: Unit) -> bool:
        return unit in self.own or any(unit.path.startswith(mine.path) for mine in self.reading)


class Summary(ReportMixin, TemplateView):
    """The sentence first, then what waits, then the figures."""

    template_name = "summary/summary.html"

    def get_context_data(self, **kwargs):
        """Everything of the page; without a reading role only the sentence of the own unit."""
        report, shown = self.report, self.report.shown
        waiting = signing_items(self.request.user)
        context = super().get_context_data(**kwargs) | {
            **late_facts(self.request.user),
            "report": report, "unit": report.unit, "period": self.period, "sentence": figures.sentence_facts(report),
            "may_read": bool(self.reading), "read_at": localtime(clock.now()), "waiting": waiting[:WAITING],
            "waiting_count": len(waiting), "waiting_url": _batch_url(waiting), "span_unread": self._span_unread(),
            **self._choosers(),
        }  # fmt: skip
        if not self.reading:
            return context
        return context | {
            "shown": shown, "is_before": shown is not report, "awards": figures.award_table(shown),
            "shares": figures.share_table(shown), "months": figures.month_table(shown), "money": figures.money_table(shown),
            "export_query": replace_query(self.request.GET),
        }  # fmt: skip

    def _span_unread(self) -> str:
        """What to say when the days of the address cannot be read."""
        asked = self.request.GET.get("tu") or self.request.GET.get("den")
        if not asked or not self.period.year:
            return ""
        return f"Ghi cả hai ngày theo dạng 05/02/2026, ngày đầu không sau ngày cuối. Đang xem {self.period.label}."

    def _choosers(self) -> dict:
        top = next((u for u in self.own if self.report.unit.path.startswith(u.path)), self.own[0])
        below = awards.units_below(top, self.period) if self.reading else []
        units = [*self.own, *(u for u in below if u not in self.own)]
        if self.report.unit not in units:
            units.append(self.report.unit)
        years = awards.years_of_awards(clock.today().year)
        if self.period.year and self.period.year not in years:
            years.append(self.period.year)
        return {"units": units, "years": years, "families": [*AwardFamily.choices, ("tat-ca", "Tất cả")]}


def _batch_url(waiting: list) -> str:
    """The place of the most urgent line, without its own filter when several of them stand there."""
    if not waiting:
        return ""
    first = waiting[0].url
    place = first.partition("?")[0]
    return place if sum(item.url.startswith(place) for item in waiting) > 1 else first


class SummaryExport(ReportMixin, View):
    """The table of the page as a workbook."""

    def get(self, request):
        """Level, kind, count, the year before; the sentence on top."""
        if not self.reading:
            raise Refused("Chỉ lãnh đạo, cán bộ thẩm định và kiểm tra được xuất bảng tổng hợp.")
        columns = [
            Column("Cấp quyết định", width=34), Column("Đối tượng", width=18),
            Column(f"Số khen thưởng {self.period.label}", "number", width=22),
            Column(self.period.before_label.capitalize(), "number", width=18),
        ]  # fmt: skip
        lines = figures.export_lines(self.report)
        content = write_table("TỔNG HỢP KHEN THƯỞNG", columns, figures.export_rows(self.report), lines=lines)
        return made_response(content, "tong-hop-khen-thuong.xlsx")
