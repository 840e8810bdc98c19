"""Addresses of the first page of a campaign, its public page and card."""

from django.urls import path

from campaigns.views import overview, public

PUBLIC = "cong-khai/phong-trao/<uuid:public_id>/"
urlpatterns = [
    path("phong-trao/<uuid:public_id>/", overview.CampaignOverview.as_view(), name="campaign"),
    path("phong-trao/<uuid:public_id>/nhac/", overview.CampaignRemind.as_view(), name="campaign-remind"),
    path("phong-trao/<uuid:public_id>/bao-chua-dung/", public.PublicNotes.as_view(), name="public-notes"),
    path(PUBLIC, public.public_campaign, name="public-campaign"),
    path(f"{PUBLIC}the.png", public.public_card, name="public-card"),
    path(f"{PUBLIC}bao-chua-dung/", public.PublicReport.as_view(), name="public-report"),
]
