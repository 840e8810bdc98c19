"""Work of every night: an app names it here when it starts, the worker keeps a schedule for it in the database.

The schedule belongs to the queue, so that with several workers only one takes it, and a night missed while no worker ran is
made up for when one starts again.
"""

from datetime import timedelta

from django.apps import apps
from django.utils import timezone

HOUR = 1  # of the local night
NIGHTLY: dict[str, str] = {}


def every_night(name: str, function: str) -> None:
    """Register a function by its dotted name; it must be able to run again at any time."""
    NIGHTLY[name] = function


def keep_schedules() -> int:
    """Write the schedules that are missing or changed; answers how many there are."""
    schedules = apps.get_model("django_q", "Schedule")  # apps register before the models are there
    now = timezone.localtime()  # the queue goes by the real clock, also while the product's own is fixed
    first = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    for name, function in NIGHTLY.items():
        facts = {"func": function, "schedule_type": schedules.DAILY, "repeats": -1}
        begin = {"next_run": first + timedelta(days=1) if first <= now else first}
        schedules.objects.update_or_create(name=name, defaults=facts, create_defaults=facts | begin)
    return len(NIGHTLY)
