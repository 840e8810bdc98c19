"""Addresses of how targets are handed down."""

from django.urls import path

from campaigns.views import cascade

HERE = "phong-trao/<uuid:public_id>/phan-bo/"
urlpatterns = [
    path(HERE, cascade.CampaignCascade.as_view(), name="campaign-cascade"),
    path(f"{HERE}bang.xlsx", cascade.CascadeExport.as_view(), name="cascade-export"),
    path(f"{HERE}<uuid:target_id>/", cascade.TargetCascade.as_view(), name="target-cascade"),
    path(f"{HERE}<uuid:target_id>/giao/", cascade.ShareOut.as_view(), name="share-out"),
]
