"""Today's work."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView


class Today(LoginRequiredMixin, TemplateView):
    """What waits for me."""

    template_name = "summary/today.html"
