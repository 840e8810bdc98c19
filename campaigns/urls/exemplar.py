"""Addresses of examples, introductions, copies."""

from django.urls import path  # noqa: F401

urlpatterns = []
