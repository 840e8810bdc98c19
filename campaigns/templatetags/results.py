"""Words of quarters in templates. `{% load results %}`."""

from django import template

from campaigns.tally import quarters

register = template.Library()


@register.filter
def quarter(record):
    """A report or duty -> "Quý III/2021"."""
    name = quarters.quarter_name(record.year, record.quarter)
    return f"{name[:1].upper()}{name[1:]}"
