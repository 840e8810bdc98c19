"""The first page of a campaign: targets by year, promises, coverage, what is overdue, what spreads."""

from datetime import date

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.cache import cache
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views import View

from campaigns import permissions as may
from campaigns.enums import CampaignState
from campaigns.queries.overview import all_overdue, campaigns_with_all, overdue_duties, shown_commitments, spreading_exemplars
from campaigns.queries.public import with_open_notes
from campaigns.queries.registration import coverage
from campaigns.services.target_lines import target_lines_by_year
from campaigns.tally import charts
from campaigns.tally.finding import campaign_finding, in_words
from campaigns.tally.quarters import results_year
from campaigns.tally.steps import month_counts
from campaigns.views import overview_parts as parts
from campaigns.views.duty import reminded
from campaigns.views.places import campaign_tabs
from thiduakhenthuong.core import clock

MINUTE = 60


def chosen_year(campaign, asked: str | None, today: date) -> int:
    """The year of the address when the campaign touches it, else the one that has results by now, or the nearest to it."""
    if asked and asked.isdecimal() and int(asked) in campaign.years:
        return int(asked)
    return min(max(results_year(today), campaign.years[0]), campaign.years[-1])


class CampaignOverview(LoginRequiredMixin, View):
    """Everything about one campaign on one page; ?nam= chooses the year, ?rong=1 opens the years before it."""

    def get(self, request, public_id):
        """The page of the chosen year."""
        campaign = get_object_or_404(with_open_notes(campaigns_with_all(request.user)), public_id=public_id)
        today = clock.today()
        year = chosen_year(campaign, request.GET.get("nam"), today)
        context = {
            "campaign": campaign, "tabs": campaign_tabs(campaign, "campaigns:campaign", year), "as_of": clock.now(), "year": year,
            "years": campaign.years,
        }  # fmt: skip
        context |= self._targets(campaign, year, today)
        if campaign.state != CampaignState.DRAFT:
            context |= self._work(campaign, year, today)
        return render(request, "campaigns/campaign_overview.html", context | self._rights(campaign))

    def _targets(self, campaign, year: int, today: date) -> dict:
        wide = self.request.GET.get("rong") == "1"
        wanted = [y for y in campaign.years if y == year or wide and y < year]
        by_year = target_lines_by_year(campaign, wanted, today)
        wanted = [y for y in wanted if y == year or parts.says_something(by_year[y])]
        rows = parts.target_rows({y: by_year[y] for y in wanted}, year, campaign.years, this_year=today.year)
        return {
            "rows": rows, "wide": wide, "finding": campaign_finding(parts.marks(rows), year, over=year < today.year),
            "until": parts.until(rows), "gone": parts.gone_text(rows), "rates": parts.has_rates(rows),
            "later_years": [y for y in campaign.years if y > year], "years_before": wanted[:-1],
            "closed_years": [y for y in campaign.years if y < year], **parts.table_facts(rows, campaign.years, wanted[:-1]),
        }  # fmt: skip

    def _work(self, campaign, year: int, today: date) -> dict:
        late, found = overdue_duties(campaign, today), spread(campaign, today)
        return {
            "lines": [parts.promise(line) for line in shown_commitments(self.request.user, campaign, year)], "today": today,
            "late": [parts.late_duty(duty, today) for duty in late], "late_units": late[0].units if late else 0,
            "late_duties": late[0].duties if late else 0, "late_words": in_words(late[0].units) if late else "",
            "spread": found, "spread_words": in_words(len(found)), "coverage": self._coverage(campaign, year),
        }  # fmt: skip

    def _coverage(self, campaign, year: int) -> dict:
        """The squares of all units, drawn once a minute: the page of the registrations has them as they are now."""
        remind = not may.remind(self.request.user, campaign)
        key = f"campaign-coverage:{campaign.pk}:{year}:{remind}"
        kept = cache.get(key)
        if kept is None:
            found = coverage(campaign, year)
            context = {"coverage": found, "campaign": campaign, "year": year, "may_remind": remind}
            html = render_to_string("campaigns/_overview_coverage.html", context)
            kept = {"html": html, "sent": found.sent, "needs_work": found.needs_work}
            cache.set(key, kept, MINUTE)
        return kept

    def _rights(self, campaign) -> dict:
        user = self.request.user
        return {
            "may_edit": not may.edit_campaign(user, campaign), "may_launch": not may.launch_campaign(user, campaign),
            "may_remind": not may.remind(user, campaign),
        }  # fmt: skip


class CampaignRemind(LoginRequiredMixin, View):
    """One press reminds every unit of the campaign that is late; the text to send is shown to copy."""

    http_method_names = ["post"]

    def post(self, request, public_id):
        """Remind, and show the text."""
        campaign = get_object_or_404(campaigns_with_all(request.user), public_id=public_id)
        back = reverse("campaigns:campaign", args=[campaign.public_id])
        return reminded(request, list(all_overdue(campaign, clock.today())), back)


def spread(campaign, today: date) -> list[dict]:
    """Step charts of the examples copied most, on one scale."""
    found = spreading_exemplars(campaign)
    if not found:
        return []
    first = min(day for _, days in found for day in days).replace(month=1, day=1)
    top = max(len(days) for _, days in found)
    return [
        {"exemplar": exemplar, "copies": len(days), "first": first, "points": charts.steps(month_counts(days, first, today), top)}
        for exemplar, days in found
    ]
