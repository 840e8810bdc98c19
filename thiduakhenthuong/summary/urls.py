"""Addresses of the leaders' side and of today's work."""

from django.urls import path

from thiduakhenthuong.summary.views import summary, today

app_name = "summary"
urlpatterns = [
    path("", today.Today.as_view(), name="today"),
    path("tong-hop/", summary.Summary.as_view(), name="summary"),
    path("tong-hop/bang.xlsx", summary.SummaryExport.as_view(), name="summary-export"),
]
