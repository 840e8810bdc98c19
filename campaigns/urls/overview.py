"""Addresses of the first page of a campaign, its public page and card."""

from django.urls import path  # noqa: F401

urlpatterns = []
