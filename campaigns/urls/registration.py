"""Addresses of registrations, coverage, reminders."""

from django.urls import path  # noqa: F401

urlpatterns = []
