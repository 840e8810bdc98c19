"""Addresses of clusters, scorecards, scores, ranking."""

from django.urls import path  # noqa: F401

urlpatterns = []
