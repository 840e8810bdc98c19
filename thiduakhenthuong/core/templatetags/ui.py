"""Template tags of the common components and the filters for money, dates and counts.

A builtin library of the template engine: no page needs to load it.
"""

from django import template
from django.template.loader import render_to_string

from thiduakhenthuong.core import clock, listing, vntext

register = template.Library()

# One table for every record: state -> icon, tone. The label comes from the enum of the state.
STATE_CHIPS = {
    "draft": ("pencil", ""),
    "entered": ("pencil", ""),
    "ready": ("person-check", "warn"),
    "submitted": ("send", "info"),
    "received": ("inbox", "info"),
    "sent_back": ("arrow-return-left", "bad"),
    "withdrawn": ("box-arrow-left", "line"),
    "concluded": ("check2-all", "ok"),
    "confirmed": ("check2-circle", "ok"),
    "eligible": ("check-circle", "ok"),
    "approved": ("check2-circle", "ok"),
    "awarded": ("award", "gold"),
    "declined": ("x-circle", "line"),
    "for_signature": ("pen", "warn"),
    "issued": ("patch-check", "ok"),
    "amended": ("link-45deg", "info"),
    "revoked": ("slash-circle", "bad"),
    "in_force": ("patch-check", "ok"),
    "corrected": ("link-45deg", "info"),
    "cancelled": ("slash-circle", "bad"),
    "launched": ("megaphone", "ok"),
    "verified": ("check2-circle", "ok"),
    "circulated": ("chat-left-text", "warn"),
    "finished": ("check2-all", "ok"),
    "open": ("pencil-square", "info"),
    "agreed": ("lock", "ok"),
    "appraised": ("check2-square", "info"),
    "introduced": ("inbox", "info"),
    "accepted": ("eye", "info"),
    "recognised": ("star", "ok"),
    "asking": ("three-dots", ""),
    "claimed": ("hourglass", "warn"),
    "none": ("dash-circle-dotted", "line"),
    "not_due": ("hourglass", "line"),
    "not_met": ("x-circle", "bad"),
    "met": ("check-circle", "ok"),
    "exceeded": ("arrow-up-circle", "ok"),
    "regular": ("arrow-repeat", "info"),
    "thematic": ("flag", "line"),
    "closed": ("flag", "line"),
    "look": ("exclamation-triangle", "warn"),
    "missing": ("x-circle", "bad"),
    "queued": ("hourglass", ""),
    "running": ("arrow-repeat", "info"),
    "done": ("check-circle", "ok"),
    "failed": ("x-circle", "bad"),
    "reading": ("hourglass", ""),
    "staged": ("list-check", "warn"),
    "applied": ("check2-all", "ok"),
    "discarded": ("trash", "line"),
    "clean": ("check-circle", "ok"),
    "fixed": ("magic", "info"),
    "confirm": ("exclamation-triangle", "warn"),
    "error": ("x-circle", "bad"),
    "skipped": ("dash-circle", "line"),
    "dropped": ("trash", "line"),
}
BANNER_ICONS = {
    "bad": "exclamation-octagon-fill",
    "warn": "exclamation-triangle-fill",
    "ok": "check-circle-fill",
    "info": "info-circle-fill",
}
# Words of the rules -> tone of the page; anything else is a tone already.
TONES = {"eligible": "ok", "look": "warn", "missing": "bad", "block": "bad"}
VERDICTS = {
    "ok": ("check-circle-fill", "Đạt"),
    "warn": ("exclamation-triangle-fill", "Cần xem"),
    "bad": ("x-circle-fill", "Không đạt"),
    "info": ("info-circle-fill", "Thông tin"),
    "seen": ("person-check", "Đã xem"),
    "checking": ("arrow-repeat", "Đang kiểm tra"),
}


# ---------------------------------------------------------------- filters
@register.filter
def money(value, unit=""):
    """1250000 -> "1.250.000"; with a unit ("đ") after a space that never breaks. None -> ""."""
    if value in (None, ""):
        return ""
    text = vntext.money(value)
    return f"{text}{vntext.NBSP}{unit}" if unit else text


@register.filter
def decimal(value, unit=""):
    """1250.5000 -> "1.250,5"; with a unit of measure: "%" stands close, words after a no-break space. None -> ""."""
    text = vntext.number(value)
    if not text or not unit:
        return text
    return f"{text}{'' if unit.startswith('%') else vntext.NBSP}{unit}"


@register.filter
def vndate(value, style=""):
    """A date as dd/mm/yyyy; style "short" is for sentences: 26/6, with the year when it is not this year."""
    if not value:
        return ""
    if style != "short":
        return vntext.date_short(value)
    year = "" if value.year == clock.today().year else f"/{value.year}"
    return f"{value.day}/{value.month}{year}"


@register.filter
def due_words(days):
    """Days left -> words: -4 "Quá 4 ngày", 0 "Hạn hôm nay", 3 "Còn 3 ngày". None -> ""."""
    if days is None:
        return ""
    if days == 0:
        return "Hạn hôm nay"
    return f"Quá {-days} ngày" if days < 0 else f"Còn {days} ngày"


@register.filter
def due_tone(days):
    """Days left -> class of the due column: late, soon (up to 3 days) or nothing."""
    if days is None or days > 3:
        return ""
    return "late" if days < 0 else "soon"


@register.filter
def minutes(span):
    """A timedelta in whole minutes, rounded up; None -> "ít"."""
    return -(-int(span.total_seconds()) // 60) if span else "ít"


@register.filter
def initial(name):
    """The letter of the avatar: first letter of the given name, which stands last in Vietnamese."""
    words = str(name).split()
    return words[-1][0].upper() if words else "?"


@register.filter
def banner_icon(tone):
    """Icon of a banner tone."""
    return BANNER_ICONS.get(tone, BANNER_ICONS["info"])


@register.filter
def verdict_tone(level):
    """Tone (ok, warn, bad, info, seen, checking) of a verdict or of the severity of a rule."""
    return TONES.get(str(level), str(level))


@register.filter
def verdict_icon(level):
    """Icon of a verdict, of a severity or of a tone."""
    return VERDICTS.get(verdict_tone(level), VERDICTS["info"])[0]


@register.filter
def verdict_label(level):
    """Word of a verdict level, for those who do not see the icon."""
    return VERDICTS.get(verdict_tone(level), VERDICTS["info"])[1]


# ---------------------------------------------------------------- small components
@register.inclusion_tag("components/chip.html")
def chip(state, label=""):
    """Chip of a state: an enum member, a record with `state`, or a bare value together with its label."""
    record, value = state, getattr(state, "state", state)
    if hasattr(record, "get_state_display"):
        label = label or record.get_state_display()
    icon, tone = STATE_CHIPS.get(str(getattr(value, "value", value)), ("circle", ""))
    return {"icon": icon, "tone": tone, "label": label or getattr(value, "label", value)}


@register.inclusion_tag("components/chip.html")
def due_chip(days):
    """Chip of a deadline, from the days left."""
    tone = {"late": "bad", "soon": "warn", "": "line"}[due_tone(days)]
    return {"icon": "clock", "tone": tone, "label": due_words(days)}


@register.inclusion_tag("components/meter.html")
def meter(value, total=100, *, goal=None, tone="ok", wide=False, label=""):
    """Bar of value/total with an optional black mark at goal/total; label defaults to the percentage."""
    percent = 0 if not total else max(0, min(100, round(100 * (value or 0) / total)))
    mark = None if goal is None or not total else min(98.4, max(0, round(100 * goal / total, 1)))
    return {
        "width": str(percent),
        "goal": None if mark is None else str(mark),
        "tone": tone,
        "wide": wide,
        "label": label or f"{percent}%",
    }


# ---------------------------------------------------------------- addresses, heads of lists, pages
@register.simple_tag(takes_context=True)
def qs_replace(context, **changes):
    """The query string of this page with changes; page falls away unless it is given, None takes a key off."""
    return listing.replace_query(context["request"].GET, **changes)


@register.inclusion_tag("components/list_head.html", takes_context=True)
def list_head(context, columns):
    """Head row of a list; columns: [{label, sort (key, optional), num (bool)}]; ?sort=key or ?sort=-key."""
    return {"columns": listing.head_cells(context["request"].GET, columns)}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page, noun="dòng"):
    """Foot of a list for a Page; a paginator with `capped` true reads "hơn 1.000"."""
    return listing.page_links(context["request"].GET, page, noun)


# ---------------------------------------------------------------- components with content between the tags
def _block(name, context, content, facts):
    """Render a component around content that the template engine has already escaped."""
    facts["content"] = content if content.strip() else ""
    return render_to_string(f"components/{name}.html", facts, request=context.get("request"))


@register.simple_block_tag(takes_context=True)
def panel(context, content, title="", **facts):
    """Titled box: sub, id, flush (no padding), foot, action_label with action_url, label when there is no title."""
    return _block("panel", context, content, {"title": title, **facts})


@register.simple_block_tag(takes_context=True)
def banner(context, content, tone="info", **facts):
    """Notice above the work: tone ok|warn|bad|info, title, closable, action_label with action_url."""
    return _block("banner", context, content, {"tone": tone, **facts})


@register.simple_block_tag(takes_context=True)
def pagehead(context, content, title, **facts):
    """Head of a page with its actions: sub, back_url, back_label, state."""
    return _block("pagehead", context, content, {"title": title, **facts})


@register.simple_block_tag(takes_context=True)
def dialog(context, content, id, title, **facts):  # noqa: A002 - the HTML attribute
    """Confirmation: action (POST address), confirm (verb on the button), cancel, danger, busy."""
    return _block("dialog", context, content, {"id": id, "title": title, **facts})
