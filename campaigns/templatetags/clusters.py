"""A value of a dict by a key that the page holds in a variable."""

from django import template

register = template.Library()


@register.filter
def of_key(values, key):
    """values[key], or nothing."""
    return values.get(key, "") if values else ""
