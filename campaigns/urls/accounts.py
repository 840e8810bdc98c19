"""Addresses of units, memberships and accounts."""

from django.urls import path

from campaigns.views import account, membership, unit

urlpatterns = [
    path("danh-muc/don-vi/", unit.UnitList.as_view(), name="unit-list"),
    path("danh-muc/don-vi/danh-sach.xlsx", unit.UnitExport.as_view(), name="unit-export"),
    path("danh-muc/don-vi/goi-y/", unit.unit_suggest, name="unit-suggest"),
    path("danh-muc/don-vi/<uuid:public_id>/", unit.UnitDetail.as_view(), name="unit-detail"),
    path("danh-muc/phan-cong/", membership.MembershipList.as_view(), name="membership-list"),
    path("danh-muc/phan-cong/them/", membership.MembershipCreate.as_view(), name="membership-create"),
    path("danh-muc/phan-cong/<int:pk>/ket-thuc/", membership.MembershipEnd.as_view(), name="membership-end"),
    path("danh-muc/tai-khoan/", account.AccountList.as_view(), name="account-list"),
    path("danh-muc/tai-khoan/them/", account.AccountCreate.as_view(), name="account-create"),
    path("danh-muc/tai-khoan/<int:pk>/", account.AccountDetail.as_view(), name="account-detail"),
    path("danh-muc/tai-khoan/<int:pk>/mat-khau/", account.AccountReset.as_view(), name="account-reset"),
    path("danh-muc/tai-khoan/<int:pk>/khoa/", account.AccountActive.as_view(), name="account-active"),
]
