"""Marks, bullet bars, sparklines and unit squares. `{% load charts %}`.

Written here and not in small templates: a page of forty targets draws some two hundred of them.
"""

from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaigns.enums import Pace
from campaigns.tally import charts

register = template.Library()

DISC = SafeString('<circle cx="7" cy="7" r="6"/>')
SHAPES = {  # the shape says it, the colour repeats it
    Pace.EXCEEDED: DISC + SafeString('<path class="pace-caret" d="M4 8.4 7 5.2l3 3.2"/>'),
    Pace.ON_TRACK: DISC,
    Pace.SLOW: SafeString('<circle class="pace-ring" cx="7" cy="7" r="5.2"/><path d="M7 1.8a5.2 5.2 0 0 0 0 10.4z"/>'),
    Pace.AT_RISK: SafeString('<path d="M1 2h12L7 13z"/>'),
    Pace.NONE: SafeString('<circle class="pace-dashed" cx="7" cy="7" r="5.2"/>'),
}
PACE = '<span class="pace pace-{}"><svg class="pace-mark" viewBox="0 0 14 14" aria-hidden="true">{}</svg>{}</span>'
BULLET = (
    '<svg class="bullet bullet-{}" viewBox="0 0 {} 16" preserveAspectRatio="none" role="img" aria-label="{}">'
    '<rect class="bullet-bed" y="3" width="{}" height="10"/>{}<rect class="bullet-today" x="{}" width="2" height="16"/>'
    '<rect class="bullet-plan" x="{}" y="1" width="1" height="14"/></svg>{}'
)
SPARK = '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}{}</svg>'
LAST = '<circle class="spark-last spark-{}" cx="{}" cy="{}" r="3"/>'
SQUARE = '<li class="square{}" title="{}: {}"></li>'


@register.simple_tag
def pace(value, words=True, label=""):
    """Mark of a pace (shape and word): {% pace "slow" %}; `words=False` keeps the word for screen readers only."""
    return _pace(str(value), bool(words), label)


@lru_cache(maxsize=64)
def _pace(value: str, words: bool, label: str) -> SafeString:
    label = label or Pace(value).label
    said = format_html(" {}", label) if words else format_html('<span class="visually-hidden">{}</span>', label)
    return format_html(PACE, value, SHAPES[Pace(value)], said)


@register.simple_tag
def bullet(percent, gone, value="none", label="", width=120):
    """Bullet bar: percent of the plan (Decimal or None), share of the year gone (0 to 1), pace for the colour.

    `width` is about the width it is shown with, so that its ticks keep their thickness.
    """
    bar = charts.bullet(percent, gone, width=width)
    done = "" if bar["none"] else format_html('<rect class="bullet-bar" y="3" width="{}" height="10"/>', bar["bar"])
    more = format_html('<span class="bullet-more">{}</span>', "vượt") if bar["beyond"] else ""
    return format_html(BULLET, value, bar["width"], label, bar["bed"], done, bar["today"], bar["plan"], more)


@register.simple_tag
def spark(plan, actual, label="", value="none"):
    """Sparkline: two lists over the same years (None is a gap): dashed plan, solid result, pace for the last point."""
    line = charts.spark(plan, actual)
    plain = format_html('<polyline class="spark-plan" points="{}"/>', line["plan"]) if line["plan"] else ""
    solid = format_html('<polyline class="spark-actual" points="{}"/>', line["actual"]) if line["actual"] else ""
    dots = format_html_join("", '<circle class="spark-dot" cx="{}" cy="{}" r="1.4"/>', line.get("dots", ()))
    end = format_html('<circle class="spark-end" cx="{}" cy="{}" r="2.4"/>', *line["end"]) if line["end"] else ""
    last = (
        format_html('<circle class="spark-last spark-{}" cx="{}" cy="{}" r="3"/>', value, *line["last"]) if line["last"] else ""
    )
    return format_html(SPARK, line["width"], line["height"], label, plain, solid, dots, end, last)


@register.simple_tag
def squares(marks):
    """A square for each unit ({unit, registered, confirmed, needs_work}), crossed when it has not registered; names on hover."""
    rows = format_html_join("", SQUARE, ((kind, mark.unit.name, words) for mark in marks for kind, words in [_square(mark)]))
    return format_html('<ul class="squares">{}</ul>', rows)


def _square(mark) -> tuple[str, str]:
    """(class, words) of the square of a unit."""
    if not mark.registered:
        return " square-none", "chưa đăng ký"
    if mark.needs_work:
        return " square-warn", "cần cụ thể hơn"
    return ("", "đã xác nhận") if mark.confirmed else (" square-wait", "chờ xác nhận")
