"""Context processors that know nothing of the business."""

from thiduakhenthuong.core import clock as core_clock


def clock(request):
    """`fixed_today`: shown on every page while WORK_DATE fixes the day; `today`: what the clock answers."""
    return {"fixed_today": core_clock.fixed_day(), "today": core_clock.today()}
