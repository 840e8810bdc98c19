"""Marks, bullet bars and sparklines of targets. `{% load charts %}`."""

from django import template

from campaigns.enums import Pace
from campaigns.tally import charts

register = template.Library()


@register.inclusion_tag("components/pace.html")
def pace(value, words=True, label=""):
    """Mark of a pace (shape and word): {% pace "slow" %}; `words=False` keeps the word for screen readers only."""
    return {"pace": str(value), "label": label or Pace(value).label, "words": words}


@register.inclusion_tag("components/bullet.html")
def bullet(percent, gone, value="none", label="", width=120):
    """Bullet bar: percent of the plan (Decimal or None), share of the year gone (0 to 1), pace for the colour.

    `width` is about the width it is shown with, so that its ticks keep their thickness.
    """
    return {"bar": charts.bullet(percent, gone, width=width), "pace": str(value), "label": label}


@register.inclusion_tag("components/spark.html")
def spark(plan, actual, label="", value="none"):
    """Sparkline: two lists over the same years (None is a gap), pace for the last point."""
    return {"line": charts.spark(plan, actual), "pace": str(value), "label": label}
