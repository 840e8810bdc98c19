"""What day it is. The only place that asks the machine; WORK_DATE fixes the day for demo and tests."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, aware; on the fixed day (with the real time of day) while WORK_DATE is set."""
    moment = timezone.now()
    if settings.WORK_DATE is None:
        return moment
    local = timezone.localtime(moment)
    day = settings.WORK_DATE
    return local.replace(year=day.year, month=day.month, day=day.day)


def today() -> date:
    """The Vietnam date of `now()`."""
    return timezone.localdate(now())


def fixed_day() -> date | None:
    """The day at which the clock is fixed, or None when it runs."""
    return settings.WORK_DATE
