"""What holds from `valid_from` to `valid_to`, both days included; an empty end is open."""

from datetime import date

from django.db import models
from django.db.models import Q


def holds(first: date | None, last: date | None, day: date) -> bool:
    """Whether a day lies in a period."""
    return (first is None or first <= day) and (last is None or day <= last)


class DatedQuerySet(models.QuerySet):
    """Rows with a period."""

    def on(self, day: date):
        """Rows that hold on a day."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))
