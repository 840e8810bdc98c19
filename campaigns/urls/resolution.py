"""Addresses of resolutions and their objectives, targets of a campaign."""

from django.urls import path  # noqa: F401

urlpatterns = []
