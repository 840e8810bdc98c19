"""Việc hôm nay: what waits for me, until when, and one action for each line."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.views.generic import TemplateView

from campaigns.enums import Role
from campaigns.permissions import has_any_role, home_unit, memberships
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.listing import replace_query
from thiduakhenthuong.core.views import job_facts
from thiduakhenthuong.summary.periods import Period
from thiduakhenthuong.summary.queries import work
from thiduakhenthuong.summary.views.figures import Report, sentence_facts
from thiduakhenthuong.summary.views.item import GROUPS, LATE
from thiduakhenthuong.summary.views.work_items import items_for

READERS = {Role.LEADER, Role.AUDITOR}
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


class Today(LoginRequiredMixin, TemplateView):
    """Work in the order of harm; who only reads goes to the summary."""

    template_name = "summary/today.html"

    def get(self, request, *args, **kwargs):
        """The page, or the summary for leaders and auditors without work of their own."""
        roles = {m.role for m in memberships(request.user)}
        if roles and roles <= READERS:
            return redirect("summary:summary")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Groups of items, tabs with counts, the sentence and the user's jobs."""
        user, chosen = self.request.user, self.request.GET.get("xem", "")
        items = items_for(user)
        chosen = chosen if chosen in GROUPS else ""
        return super().get_context_data(**kwargs) | {
            "groups": _groups(items, chosen), "tabs": self._tabs(items, chosen), "chosen": chosen, "items": items,
            "sub": _sub(user, items), "may_create": has_any_role(user, Role.CLERK), "sentence": _sentence(user),
            "jobs": [job_facts(job) for job in work.recent_jobs(user)], "idle": not memberships(user),
            "you": _you(user),
        }  # fmt: skip

    def _tabs(self, items, chosen):
        tabs = [{"label": "Tất cả", "count": len(items), "active": not chosen, "url": replace_query(self.request.GET, xem=None)}]
        for key, (_, label, _, _) in GROUPS.items():
            count = sum(item.group == key for item in items)
            if count or key == chosen:
                url = replace_query(self.request.GET, xem=key)
                tabs.append({"label": label, "count": count, "active": key == chosen, "url": url})
        return tabs


def _groups(items, chosen: str) -> list[dict]:
    groups = []
    for key, (title, _, icon, tone) in GROUPS.items():
        found = [item for item in items if item.group == key]
        if found and chosen in ("", key):
            groups.append({"title": title, "icon": icon, "tone": tone, "items": found})
    return groups


def _you(user) -> str:
    """ "bà Hạnh"."""
    return f"{user.honorific.lower()} {user.get_short_name()}".strip()


def _sub(user, items) -> str:
    today = clock.today()
    day = f"{WEEKDAYS[today.weekday()]}, {today.day}/{today.month}/{today.year}"
    if not items:
        return day
    late = sum(item.group == LATE for item in items)
    return f"{day} · {len(items)} việc đang chờ {_you(user)}" + (f", {late} việc đã quá hạn" if late else "")


def _sentence(user) -> dict | None:
    unit = home_unit(user)
    if unit is None or all(m.role == Role.ADMINISTRATOR for m in memberships(user)):
        return None
    return sentence_facts(Report.of(unit, Period.of_year(clock.today().year)).shown)
