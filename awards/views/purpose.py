"""What campaigns and resolutions were commended for: the tab of a campaign, the report by objective."""

from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from awards.queries import purpose_awards as queries
from awards.queries.purpose import campaigns_offered
from awards.views.purpose_parts import form_table, objective_cells, objective_table, party_table
from campaigns.enums import Role
from campaigns.permissions import units_with_role
from campaigns.queries.scope import campaigns_for_user, resolutions_for_user
from campaigns.views.places import campaign_tabs, resolution_tabs
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.typed import whole

DOSSIERS = 20  # named on the page; the list of dossiers shows the rest


class CampaignAwards(LoginRequiredMixin, TemplateView):
    """Tab "Khen thưởng": who was commended for a campaign, by form and kind of recipient; its dossiers."""

    template_name = "awards/purpose_campaign.html"

    def get_context_data(self, **kwargs):
        """The tables, every number with the address of its names."""
        user = self.request.user
        campaign = get_object_or_404(campaigns_for_user(user), public_id=kwargs["public_id"])
        every = queries.campaign_awards(user, campaign)
        years = queries.years_of(every)
        year = whole(self.request.GET.get("nam"))
        year = year if year in years else None
        groups = queries.grouped(queries.campaign_awards(user, campaign, year))
        known = {"pt": str(campaign.public_id), "tt": "valid"} | ({"nam": year} if year else {})
        dossiers = list(queries.campaign_dossiers(user, campaign)[: DOSSIERS + 1])
        return super().get_context_data(**kwargs) | {
            "campaign": campaign, "tabs": campaign_tabs(campaign, "awards:campaign-awards"), "years": years, "year": year,
            "forms": form_table(groups, known), "party": party_table(groups, known), "query": urlencode(known),
            "dossiers": dossiers[:DOSSIERS], "more_dossiers": len(dossiers) > DOSSIERS,
            "create_url": self._create_url(campaign),
        }  # fmt: skip

    def _create_url(self, campaign) -> str:
        """Where a clerk opens a dossier of this campaign; "" for others."""
        for unit in units_with_role(self.request.user, Role.CLERK):
            if campaigns_offered(unit).filter(pk=campaign.pk).exists():
                return f"{reverse('awards:dossier-create')}?dv={unit.pk}&pt={campaign.public_id}"
        return ""


class ResolutionMixin(LoginRequiredMixin):
    """One resolution of the user's scope with its objectives and what was given for them."""

    def table(self) -> dict:
        """The table of the report; 404 outside the scope."""
        user = self.request.user
        self.resolution = get_object_or_404(resolutions_for_user(user), public_id=self.kwargs["public_id"])
        return objective_table(
            queries.objectives_of(self.resolution), queries.by_objective(user, self.resolution),
            queries.waiting_by_objective(user, self.resolution),
        )  # fmt: skip


class ObjectiveAwards(ResolutionMixin, TemplateView):
    """Khen thưởng theo mục tiêu Nghị quyết: objective × form."""

    template_name = "awards/purpose_objectives.html"

    def get_context_data(self, **kwargs):
        """The table with its heading."""
        table = self.table()
        return super().get_context_data(**kwargs) | {
            "resolution": self.resolution, "table": table,
            "tabs": resolution_tabs(self.resolution, "awards:objective-awards"),
        }  # fmt: skip


class ObjectiveAwardsExport(ResolutionMixin, View):
    """The same table as a workbook."""

    def get(self, request, public_id):
        """One row for each objective, the sums below."""
        if not request.user.is_authenticated:
            raise Http404
        table = self.table()
        columns = [
            Column("Nhóm", width=30), Column("Mục tiêu", width=60), Column("Đơn vị chủ trì", width=30),
            *(Column(label, "number", 14) for label in table["forms"]), Column("Cộng", "number", 10),
            Column("Hồ sơ đang xét", "number", 14),
        ]  # fmt: skip
        content = write_table(
            "KHEN THƯỞNG THEO MỤC TIÊU NGHỊ QUYẾT", columns, objective_cells(table), lines=(self.resolution.name,)
        )
        return made_response(content, "khen-thuong-theo-muc-tieu.xlsx")
