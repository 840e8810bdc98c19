"""Addresses of initiatives and their ledger."""

from django.urls import path  # noqa: F401

urlpatterns = []
