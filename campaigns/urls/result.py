"""Addresses of quarterly results and duties."""

from django.urls import path  # noqa: F401

urlpatterns = []
