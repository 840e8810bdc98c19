"""Addresses of the leaders' side and of today's work."""

from django.urls import path

from thiduakhenthuong.summary import views

app_name = "summary"
urlpatterns = [
    path("", views.Today.as_view(), name="today"),
]
