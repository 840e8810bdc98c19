"""Registrations of one campaign: who has registered, whose words are too general, who is missing; one press reminds all."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from campaigns.enums import CampaignState, RegistrationState, Role
from campaigns.permissions import remind as may_remind
from campaigns.permissions import return_registration, units_with_role
from campaigns.queries import registration as queries
from campaigns.queries import registration_list as lists
from campaigns.services.registration_papers import pledge_paper
from campaigns.views.duty import reminded
from campaigns.views.places import campaign_tabs
from campaigns.views.registration_papers import paper_response
from campaigns.views.registration_parts import line_rows
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.typed import whole
from thiduakhenthuong.core.vntext import date_short

SHOWN_VAGUE = 5  # lines in full; the rest is a count
STATES = {"": ("Chưa đăng ký", "missing"), RegistrationState.DRAFT: ("Chưa gửi", "draft")} | {
    state: (state.label, state.value) for state in RegistrationState if state != RegistrationState.DRAFT
}
ORDER = ("", RegistrationState.DRAFT, RegistrationState.SENT_BACK, RegistrationState.SUBMITTED, RegistrationState.CONFIRMED)
PER_PAGE = 50  # units of the table


class CampaignYearMixin(LoginRequiredMixin):
    """One visible campaign as `self.campaign` and a year of it as `self.year` (?nam=, else this year or the nearest)."""

    def setup(self, request, *args, **kwargs):
        """Load the campaign of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.campaign = get_object_or_404(lists.campaigns_to_open(request.user), public_id=kwargs["public_id"])
            self.year = year_of(request, self.campaign)


def year_of(request, campaign) -> int:
    """The year named in the address when the campaign has it, else the present one or the nearest."""
    years = campaign.years
    wanted = whole(request.GET.get("nam"))
    return wanted if wanted in years else min(max(clock.today().year, years[0]), years[-1])


class CampaignRegistrations(CampaignYearMixin, TemplateView):
    """The finding, the missing by name, amber lines, squares, every unit."""

    template_name = "campaigns/campaign_registrations.html"

    def get_context_data(self, **kwargs):
        """Squares from the one reckoning of coverage; sheets open for those who may read them."""
        user, campaign, year = self.request.user, self.campaign, self.year
        found = queries.coverage(campaign, year)
        running = campaign.state == CampaignState.LAUNCHED
        vague = list(lists.vague_lines(user, campaign, year)[: SHOWN_VAGUE + 1])
        mine = units_with_role(user, Role.CLERK) if running else []
        page = Paginator(in_order(found), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "campaign": campaign, "tabs": campaign_tabs(campaign, "campaigns:campaign-registrations", year), "year": year,
            "year_text": str(year), "years": campaign.years, "coverage": found, "page_obj": page,
            "rows": unit_rows(user, campaign, year, list(page.object_list)),
            "vague": line_rows(vague[:SHOWN_VAGUE], year), "more_vague": len(vague) > SHOWN_VAGUE,
            "may_return": {line.pk for line in vague if not return_registration(user, line.registration)},
            "may_remind": running and bool(found.missing) and not may_remind(user, campaign),
            "own": [unit for unit in mine if found.reaches(unit)],
        }  # fmt: skip


def in_order(found: queries.Coverage) -> list[queries.UnitMark]:
    """Every unit, the missing first, then those that wait, those too general before the others."""
    marks = [mark for group in found.groups for mark in group.marks]
    return sorted(marks, key=lambda mark: (ORDER.index(mark.state), not mark.needs_work))


def unit_rows(user, campaign, year: int, marks: list[queries.UnitMark]) -> list[dict]:
    """Units with their state in words; `sheet` when the user may open it."""
    units = [mark.unit.pk for mark in marks]
    sheets, people = lists.unit_sheets(user, campaign, year, units), lists.people_counts(user, campaign, year, units)
    titles = queries.titles_of(year) if sheets else {}
    return [
        {
            "mark": mark, "unit": mark.unit, "sheet": (sheet := sheets.get(mark.unit.pk)), "label": STATES[mark.state][0],
            "chip": STATES[mark.state][1], "people": people.get(mark.unit.pk, 0), "group": queries.HEADINGS[mark.unit.level],
            "title": titles[sheet["title_code"]].label if sheet and sheet["title_code"] in titles else "",
        }
        for mark in marks
    ]  # fmt: skip


class CoverageExport(CampaignYearMixin, View):
    """Every unit with its state, as a workbook."""

    def get(self, request, public_id):
        """One row for each unit in scope."""
        found = queries.coverage(self.campaign, self.year)
        columns = [
            Column("Nhóm", width=22), Column("Đơn vị", width=36), Column("Người đứng đầu", width=36),
            Column("Trạng thái", width=28), Column("Gửi sau hạn", width=12), Column("Cần cụ thể hơn", width=14),
            Column("Danh hiệu đăng ký", width=32),
            Column("Nội dung", "number"), Column("Cá nhân đã đăng ký", "number"),
        ]  # fmt: skip
        cells = (
            [row["group"], row["unit"].name, row["mark"].head, row["label"], "Có" if row["mark"].late else "",
             "Có" if row["mark"].needs_work else "", row["title"], row["sheet"]["lines"] if row["sheet"] else None, row["people"]]
            for row in unit_rows(request.user, self.campaign, self.year, in_order(found))
        )  # fmt: skip
        heading = f"TÌNH HÌNH ĐĂNG KÝ THI ĐUA NĂM {self.year}"
        lines = (f"Phong trào “{self.campaign.name}”", f"{found.finding}. Lập ngày {date_short(clock.today())}")
        return made_response(write_table(heading, columns, cells, lines=lines), f"dang-ky-{self.year}.xlsx")


class Pledge(CampaignYearMixin, View):
    """The pledge of the units of a campaign as PDF or Word."""

    def get(self, request, public_id, kind):
        """With what the user may read of each unit."""
        paper = pledge_paper(self.campaign, self.year, lists.pledged(request.user, self.campaign, self.year))
        return paper_response(paper, kind, f"giao-uoc-thi-dua-{self.year}")


class RegistrationsRemind(CampaignYearMixin, View):
    """Reminds every unit that has not registered for the year."""

    def post(self, request, public_id):
        """Count, stamp, and show the text to send."""
        back = f"{reverse('campaigns:campaign-registrations', args=[public_id])}?nam={self.year}"
        return reminded(request, list(queries.open_register_duties(self.campaign, self.year)), back)
