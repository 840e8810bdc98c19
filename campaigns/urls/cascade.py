"""Addresses of how targets are handed down."""

from django.urls import path  # noqa: F401

urlpatterns = []
