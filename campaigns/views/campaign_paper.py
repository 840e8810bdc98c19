"""The papers tab of a campaign: what can be printed, with a live picture, as PDF and Word; and its drafts for comment."""

import logging

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from campaigns import permissions
from campaigns.documents.plan import render_docx, render_pdf
from campaigns.enums import CampaignState, UnitLevel
from campaigns.queries.campaign import units_writing
from campaigns.queries.draft import drafts_of
from campaigns.services.campaign_checks import launch_problems
from campaigns.services.campaign_paper import KINDS, gaps_of, paper_of
from campaigns.views.campaign import CampaignMixin
from campaigns.views.places import campaign_tabs
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.pdf import PdfError, page_png
from thiduakhenthuong.core.typed import whole

log = logging.getLogger(__name__)
PREVIEW_DPI = 80
BROKEN = "Chưa in được. Hãy tìm ký tự lạ trong tên, nội dung, chỉ tiêu của phong trào rồi thử lại."


class CampaignPapers(CampaignMixin, View):
    """Choose a paper, look at it, take it away."""

    def get(self, request, public_id):
        """The chosen kind (?loai=) with what it still lacks."""
        campaign = self.campaign
        kind = request.GET.get("loai", "")
        kind = kind if kind in KINDS else self._usual()
        if campaign.level == UnitLevel.CENTRAL:
            return self._central()
        paper = paper_of(kind, campaign)
        context = {
            "campaign": campaign, "tabs": campaign_tabs(campaign, "campaigns:campaign-papers"), "kind": kind,
            "kinds": [{"value": value, "label": label, "active": value == kind} for value, label in KINDS.items()],
            "gaps": gaps_of(campaign, paper), "may_edit": not permissions.edit_campaign(request.user, campaign),
            "pages": self._pages(kind, paper),
            "drafts": drafts_of(campaign, request.user),
        }  # fmt: skip
        return render(request, "campaigns/campaign_papers.html", context)

    def _central(self):
        """Papers of the centre are not made here: the way on is a campaign of one's own."""
        campaign = self.campaign
        own = f"{reverse('campaigns:campaign-create')}?tu={campaign.public_id}" if units_writing(self.request.user) else ""
        tabs = campaign_tabs(campaign, "campaigns:campaign-papers")
        context = {"campaign": campaign, "tabs": tabs, "own_url": own, "is_central": True}
        return render(self.request, "campaigns/campaign_papers.html", context)

    def _usual(self) -> str:
        """The decision when the stored number is one of a decision, else the plan."""
        return "quyet-dinh" if "QĐ" in self.campaign.document_number.upper() else "ke-hoach"

    def _pages(self, kind: str, paper) -> list[dict]:
        try:
            count = rendered(self.campaign, paper).pages
        except PdfError:
            log.exception("paper %s of %s", kind, self.campaign.code)
            return []
        address = reverse("campaigns:campaign-paper-image", args=[self.campaign.public_id, kind])
        return [
            {"number": number, "url": f"{address}?trang={number}&v={self.campaign.version}"} for number in range(1, count + 1)
        ]


def rendered(campaign, paper):
    """The Pdf of a paper; a campaign that may not be launched yet carries the watermark."""
    draft = campaign.state == CampaignState.DRAFT and bool(launch_problems(campaign))
    return render_pdf(paper, preview=draft)


class CampaignPaper(CampaignMixin, View):
    """One paper as a file."""

    def get(self, request, public_id, kind, extension):
        """PDF opens in the browser, Word is taken away."""
        if kind not in KINDS or extension not in ("pdf", "docx") or self.campaign.level == UnitLevel.CENTRAL:
            raise Http404
        name = f"{kind}-phong-trao-{self.campaign.code}.{extension}"
        if extension == "docx":
            return made_response(render_docx(paper_of(kind, self.campaign)), name)
        try:
            content = rendered(self.campaign, paper_of(kind, self.campaign)).content
        except PdfError:
            log.exception("paper %s of %s", kind, self.campaign.code)
            messages.error(request, BROKEN)
            return redirect("campaigns:campaign-papers", public_id=public_id)
        return made_response(content, name, inline=True)


class CampaignPaperImage(CampaignMixin, View):
    """A page of a paper as a picture, for the preview."""

    def get(self, request, public_id, kind):
        """The page of ?trang=, kept by the browser for a minute."""
        if kind not in KINDS or self.campaign.level == UnitLevel.CENTRAL:
            raise Http404
        try:
            content = rendered(self.campaign, paper_of(kind, self.campaign)).content
            picture = page_png(content, page=whole(request.GET.get("trang")) or 1, dpi=PREVIEW_DPI)
        except (PdfError, IndexError) as error:
            raise Http404 from error
        response = HttpResponse(picture, content_type="image/png")
        response["Cache-Control"] = "private, max-age=60"
        return response
