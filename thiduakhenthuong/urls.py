"""Addresses of the whole product."""

from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("thiduakhenthuong.accounts.urls")),
]
