"""Addresses of the first page of a campaign, its public page and card."""

from django.urls import path

from campaigns.views import overview

urlpatterns = [
    path("phong-trao/<uuid:public_id>/", overview.CampaignOverview.as_view(), name="campaign"),
    path("phong-trao/<uuid:public_id>/nhac/", overview.CampaignRemind.as_view(), name="campaign-remind"),
]
