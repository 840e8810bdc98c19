"""Step charts of copies: days on which a unit began to copy an example, counted month by month."""

from datetime import date


def month_counts(days: list[date], first: date, last: date) -> list[int]:
    """Copies at the end of each month from `first` to `last`."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    counts, places = [0] * max(months, 1), [max(0, (day.year - first.year) * 12 + day.month - first.month) for day in days]
    for place in places:
        for month in range(place, len(counts)):
            counts[month] += 1
    return counts
