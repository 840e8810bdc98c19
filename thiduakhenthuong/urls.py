"""Addresses of the whole product."""

from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("thiduakhenthuong.accounts.urls")),
    path("", include("thiduakhenthuong.core.urls")),
    path("", include("campaigns.urls")),
    path("", include("awards.urls")),
    path("", include("thiduakhenthuong.summary.urls")),
]

handler400 = "thiduakhenthuong.core.views.bad_request"
handler403 = "thiduakhenthuong.core.views.forbidden"
handler404 = "thiduakhenthuong.core.views.not_found"
handler500 = "thiduakhenthuong.core.views.server_error"
