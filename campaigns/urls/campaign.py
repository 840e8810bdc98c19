"""Addresses of the life of campaigns, their papers and drafts for comment."""

from django.urls import path

from campaigns.views import campaign

ONE = "phong-trao/<uuid:public_id>/"

urlpatterns = [
    path("phong-trao/", campaign.CampaignList.as_view(), name="campaign-list"),
    path("phong-trao/bang.xlsx", campaign.CampaignExport.as_view(), name="campaign-export"),
    path("phong-trao/moi/", campaign.CampaignCreate.as_view(), name="campaign-create"),
    path(f"{ONE}sua/", campaign.CampaignEdit.as_view(), name="campaign-edit"),
    path(f"{ONE}pham-vi/", campaign.CampaignScope.as_view(), name="campaign-scope"),
    path(f"{ONE}kiem-tra/", campaign.CampaignCheck.as_view(), name="campaign-check"),
    path(f"{ONE}buoc/<slug:step>/", campaign.CampaignStep.as_view(), name="campaign-step"),
    path(f"{ONE}lich-su/", campaign.CampaignHistory.as_view(), name="campaign-history"),
]
