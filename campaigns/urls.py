"""Addresses of units, memberships and accounts."""

app_name = "campaigns"
urlpatterns = []
