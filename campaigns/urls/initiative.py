"""Addresses of initiatives and the ledger of their use."""

from django.urls import path

from campaigns.views import initiative
from campaigns.views import initiative_lists as lists

ONE = "sang-kien/<uuid:public_id>/"
urlpatterns = [
    path("sang-kien/", lists.InitiativeList.as_view(), name="initiative-list"),
    path("sang-kien/so-sang-kien.xlsx", lists.InitiativeExport.as_view(), name="initiative-export"),
    path("sang-kien/moi/", initiative.InitiativeCreate.as_view(), name="initiative-create"),
    path("sang-kien/ten-giong/", lists.initiative_similar, name="initiative-similar"),
    path("sang-kien/da-dung/", lists.UseList.as_view(), name="initiative-uses"),
    path("sang-kien/da-dung/so-su-dung.xlsx", lists.UseExport.as_view(), name="initiative-uses-export"),
    path(ONE, initiative.InitiativeDetail.as_view(), name="initiative"),
    path(f"{ONE}sua/", initiative.InitiativeEdit.as_view(), name="initiative-edit"),
    path(f"{ONE}buoc/<slug:step>/", initiative.InitiativeStep.as_view(), name="initiative-step"),
    path(f"{ONE}cong-nhan/", initiative.InitiativeRecognise.as_view(), name="initiative-recognise"),
    path(f"{ONE}khong-cong-nhan/", initiative.InitiativeDecline.as_view(), name="initiative-decline"),
    path(f"{ONE}tac-gia/<uuid:author_id>/dung/", initiative.InitiativeUseAdd.as_view(), name="initiative-use"),
    path(f"{ONE}tac-gia/<uuid:author_id>/bo/", initiative.InitiativeUseWithdraw.as_view(), name="initiative-unuse"),
]
