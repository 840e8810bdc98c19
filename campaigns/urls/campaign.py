"""Addresses of the life of campaigns, their papers and drafts for comment."""

from django.urls import path  # noqa: F401

urlpatterns = []
