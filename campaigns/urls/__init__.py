"""Addresses of the campaigns side, by noun."""

from campaigns.urls import (
    accounts,
    campaign,
    cascade,
    cluster,
    conference,
    exemplar,
    initiative,
    overview,
    registration,
    resolution,
    result,
)

app_name = "campaigns"
urlpatterns = [
    *accounts.urlpatterns,
    *resolution.urlpatterns,
    *campaign.urlpatterns,
    *overview.urlpatterns,
    *cascade.urlpatterns,
    *registration.urlpatterns,
    *result.urlpatterns,
    *cluster.urlpatterns,
    *exemplar.urlpatterns,
    *initiative.urlpatterns,
    *conference.urlpatterns,
]
