"""Addresses of the life of campaigns, their papers and drafts for comment."""

from django.urls import path

from campaigns.views import campaign, campaign_paper, draft

ONE = "phong-trao/<uuid:public_id>/"
DRAFT = "gop-y/<uuid:public_id>/"

urlpatterns = [
    path("phong-trao/", campaign.CampaignList.as_view(), name="campaign-list"),
    path("phong-trao/bang.xlsx", campaign.CampaignExport.as_view(), name="campaign-export"),
    path("phong-trao/moi/", campaign.CampaignCreate.as_view(), name="campaign-create"),
    path(f"{ONE}sua/", campaign.CampaignEdit.as_view(), name="campaign-edit"),
    path(f"{ONE}pham-vi/", campaign.CampaignScope.as_view(), name="campaign-scope"),
    path(f"{ONE}kiem-tra/", campaign.CampaignCheck.as_view(), name="campaign-check"),
    path(f"{ONE}buoc/<slug:step>/", campaign.CampaignStep.as_view(), name="campaign-step"),
    path(f"{ONE}lich-su/", campaign.CampaignHistory.as_view(), name="campaign-history"),
    path(f"{ONE}van-ban/", campaign_paper.CampaignPapers.as_view(), name="campaign-papers"),
    path(f"{ONE}van-ban/<slug:kind>.<slug:extension>", campaign_paper.CampaignPaper.as_view(), name="campaign-paper"),
    path(f"{ONE}van-ban/<slug:kind>/trang.png", campaign_paper.CampaignPaperImage.as_view(), name="campaign-paper-image"),
    path(f"{ONE}du-thao/moi/", draft.DraftCreate.as_view(), name="draft-create"),
    path("gop-y/", draft.DraftList.as_view(), name="draft-list"),
    path("gop-y/bang.xlsx", draft.DraftExport.as_view(), name="draft-export"),
    path(DRAFT, draft.DraftDetail.as_view(), name="draft"),
    path(f"{DRAFT}sua/", draft.DraftEdit.as_view(), name="draft-edit"),
    path(f"{DRAFT}lan-moi/", draft.DraftEdition.as_view(), name="draft-edition"),
    path(f"{DRAFT}buoc/<slug:step>/", draft.DraftStep.as_view(), name="draft-step"),
    path(f"{DRAFT}y-kien/", draft.CommentAdd.as_view(), name="comment-add"),
    path(f"{DRAFT}y-kien/<uuid:comment_id>/", draft.CommentAnswerView.as_view(), name="comment-answer"),
    path(f"{DRAFT}tong-hop.<slug:extension>", draft.DraftTable.as_view(), name="draft-table"),
    path(f"{DRAFT}lich-su/", draft.DraftHistory.as_view(), name="draft-history"),
    path(f"{DRAFT}tep/", draft.DraftFile.as_view(), name="draft-file"),
]
