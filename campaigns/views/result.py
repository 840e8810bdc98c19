"""The tab "Kết quả" of a campaign: units × quarters, and one target by unit and quarter."""

from uuid import UUID

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View

from campaigns import permissions as may
from campaigns.enums import CampaignState
from campaigns.queries import result as queries
from campaigns.queries.rules import rules_on
from campaigns.queries.scope import campaigns_for_user
from campaigns.services.target_lines import target_lines
from campaigns.tally.quarters import ROMAN, quarter_of
from campaigns.tally.result_matrix import by_unit, matrix, plan_line, quarter_counts, target_row, year_word
from campaigns.views.overview import chosen_year
from campaigns.views.places import campaign_tabs
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.listing import replace_query
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.typed import as_uuid

PAGE, ROWS = 60, 40  # units of one page: states, numbers with their pictures
NOBODY = UUID(int=0)


class ResultsMixin(LoginRequiredMixin):
    """One campaign of the user's scope with the year and target of the address."""

    def setup(self, request, *args, **kwargs):
        """Load the campaign."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.campaign = get_object_or_404(campaigns_for_user(request.user), public_id=kwargs["public_id"])
            self.today = clock.today()
            self.year = chosen_year(self.campaign, request.GET.get("nam"), self.today)
            self.targets = queries.targets_of(self.campaign)
            wanted = as_uuid(request.GET.get("ct"))
            self.target = next((target for target in self.targets if target.public_id == wanted), None)

    def rows(self) -> list:
        """Units × quarters, narrowed by ?q= and to those late by ?muon=1."""
        user = self.request.user
        duties = queries.reporting_duties(user, self.campaign, self.year, self.request.GET.get("q", ""))
        return matrix(duties, queries.reports_in(user, self.campaign, self.year), self.today)

    def groups(self) -> list[tuple]:
        """Lines of the chosen target, unit by unit."""
        years = (self.year, self.year - 1)
        return by_unit(queries.sent_results(self.request.user, self.campaign, self.target, years), self.target, self.year)

    def target_rows(self, groups: list[tuple]) -> list:
        """Rows of some of them."""
        rules = rules_on(self.today)
        limits = {"on_track": rules["pace_on_track"], "slow": rules["pace_slow"]}
        return [target_row(self.target, unit, lines, base, limits) for unit, lines, base in groups]


class CampaignResults(ResultsMixin, View):
    """The page; ?nam= year, ?ct= one target."""

    def get(self, request, public_id):
        """States by unit and quarter, or the numbers of one target."""
        campaign = self.campaign
        context = {
            "campaign": campaign, "tabs": campaign_tabs(campaign, "campaigns:campaign-results", self.year), "year": self.year,
            "years": campaign.years, "targets": self.targets, "target": self.target, "as_of": clock.now(), "roman": ROMAN[1:],
            "launched": campaign.state != CampaignState.DRAFT, "may_remind": not may.remind(request.user, campaign),
            "export_query": replace_query(request.GET),
        }  # fmt: skip
        return render(request, "campaigns/campaign_results.html", context | (self._target() if self.target else self._matrix()))

    def _matrix(self) -> dict:
        rows = self.rows()
        counts = quarter_counts(rows)
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        report_url = reverse("campaigns:report", args=[NOBODY])
        return {
            "report_url": report_url.removesuffix(f"{NOBODY}/"),
            "page_obj": page,
            "rows": page.object_list,
            "counts": counts,
            "finding": finding(counts, self.year, self.today),
        }

    def _target(self) -> dict:
        groups, target = self.groups(), self.target
        whole = next((line for line in target_lines(self.campaign, self.year, self.today) if line.measure == target), None)
        figures = queries.figures_of(target, self.year)
        page = Paginator(groups, ROWS).get_page(self.request.GET.get("page"))
        return {
            "page_obj": page, "target_rows": self.target_rows(page.object_list), "whole": whole,
            "whole_values": [figures[q].actual if q in figures else None for q in (1, 2, 3, 4)],
            "whole_plan": plan_line(target, whole.plan if whole else None), "reported": len(groups),
            "whole_word": year_word(whole.percent, whole.pace, whole.gone) if whole else "",
        }  # fmt: skip


def finding(counts: list[dict], year: int, today) -> str:
    """The finding of the matrix: the newest quarter that somebody owes."""
    last = quarter_of(today) if year == today.year else 4 if year < today.year else 0
    owed = [one for one in counts if one["total"] and one["quarter"] <= last]
    sent = [one for one in owed if one["sent"] or one["late"]]
    if not owed:
        return f"Năm {year} chưa đến kỳ báo cáo nào"
    one = sent[-1] if sent else owed[-1]
    text = f"{one['sent']}/{one['total']} đơn vị đã báo cáo quý {ROMAN[one['quarter']]}/{year}"
    if one["late"]:
        return f"{text}, {one['late']} đơn vị quá hạn"
    return f"{text}, {one['verified']} đã xác minh" if one["sent"] else text


class CampaignResultsExport(ResultsMixin, View):
    """The table of the page as a workbook."""

    def get(self, request, public_id):
        """States, or the numbers of the chosen target."""
        name = f"ket-qua-{self.campaign.code.lower()}-{self.year}.xlsx"
        return made_response(self._target() if self.target else self._matrix(), name)

    def _matrix(self) -> bytes:
        columns = [Column("Đơn vị", width=34), *(Column(f"Quý {one}", width=22) for one in ROMAN[1:])]
        cells = ([row.name, *(cell.text for cell in row.cells)] for row in self.rows())
        return write_table(f"TÌNH HÌNH BÁO CÁO KẾT QUẢ NĂM {self.year}", columns, cells, lines=[self.campaign.name])

    def _target(self) -> bytes:
        columns = [
            Column("Đơn vị", width=34), Column("Đơn vị tính", width=14), Column("Kế hoạch năm", "decimal", width=14),
            *(Column(f"Đến hết quý {one}", "decimal", width=14) for one in ROMAN[1:]), Column("% kế hoạch", "percent", width=12),
        ]  # fmt: skip
        cells = ([row.name, row.measure_unit, row.plan, *row.values, row.at.percent] for row in self.target_rows(self.groups()))
        title = f"KẾT QUẢ CHỈ TIÊU NĂM {self.year}: {self.target.indicator.upper()}"
        return write_table(title, columns, cells, lines=[self.campaign.name])
