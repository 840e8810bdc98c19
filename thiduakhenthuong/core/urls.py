"""Addresses of the ground floor."""

from django.urls import path

from thiduakhenthuong.core import views

app_name = "core"
urlpatterns = [
    path("cong-viec/<uuid:public_id>/", views.job_status, name="job"),
    path("cong-viec/<uuid:public_id>/trang/", views.job_page, name="job-page"),
    path("cong-viec/<uuid:public_id>/thu-lai/", views.job_retry, name="job-retry"),
    path("cong-viec/<uuid:public_id>/tep/", views.job_file, name="job-file"),
]
