"""The page of a campaign for everybody, the picture for a shared link, and what readers say is wrong.

No sign-in, no cookie, no script needed. Names of people only where they agreed; the accountable head is an office, not a
private person. What readers write is protected as the introduction of examples is (views.introduction).
"""

import hashlib
import json

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from campaigns import permissions as may
from campaigns.documents import campaign_card
from campaigns.forms.introduction import new_ticket, read_ticket, wrong_ticket
from campaigns.forms.public_note import AnswerForm, PublicNoteForm
from campaigns.queries import public as queries
from campaigns.queries.overview import campaigns_with_all
from campaigns.queries.registration import coverage
from campaigns.queries.rules import rules_on
from campaigns.services.public_note import answer_note, leave_note
from campaigns.services.target_lines import target_lines_by_year
from campaigns.views import overview_parts as parts
from campaigns.views.introduction import HOUR, foreign, quiet
from campaigns.views.overview import chosen_year
from campaigns.views.places import campaign_tabs
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.pdf import PdfError
from thiduakhenthuong.core.throttle import hit, hits
from thiduakhenthuong.core.typed import as_uuid

FIVE_MINUTES, DAY = 300, 86400


def public_or_404(public_id):
    """The campaign of the address; drafts do not exist for the public."""
    campaign = queries.public_campaign(public_id)
    if campaign is None:
        raise Http404
    return campaign


def results(campaign) -> dict:
    """The targets of the year and who registered: what page and picture share."""
    today = clock.today()
    year = chosen_year(campaign, None, today)
    lines = target_lines_by_year(campaign, [year], today)
    rows = parts.target_rows(lines, year, campaign.years, this_year=today.year)
    rows = [row for row in rows if row.now.plan or row.now.actual]
    return {
        "year": year, "rows": rows, "good": parts.good_count(rows), "until": parts.until(rows), "over": year < today.year,
        "coverage": coverage(campaign, year),
    }  # fmt: skip


@require_GET
def public_campaign(request, public_id):
    """Name, slogans, counts, results with the late ones as plain as the good ones, examples, the head."""
    campaign = public_or_404(public_id)
    address = request.build_absolute_uri(reverse("campaigns:public-card", args=[public_id]))
    context = results(campaign) | {
        "campaign": campaign, "examples": queries.examples_of(campaign), "as_of": clock.now(), "card_url": address,
        "page_url": request.build_absolute_uri(request.path),
    }  # fmt: skip
    response = render(request, "campaigns/public_campaign.html", context)
    response.headers["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    return response


@require_GET
def public_card(request, public_id):
    """The picture 1200 × 630; drawn once for the same words and numbers."""
    campaign = public_or_404(public_id)
    found = results(campaign)
    facts = {
        "year": found["year"], "paces": [str(row.now.pace) for row in found["rows"]], "good": found["good"],
        "people": found["coverage"].individuals, "units": found["coverage"].registered,
    }  # fmt: skip
    words = json.dumps([facts, campaign.name, campaign.slogans, campaign.unit.name, campaign.unit.place], sort_keys=True)
    key = f"campaign-card:{hashlib.sha256(words.encode()).hexdigest()}"
    content = cache.get(key)
    if content is None:
        try:
            content = campaign_card.card(campaign, **facts)
        except PdfError as error:  # a sign in the name that our face cannot draw
            raise Http404 from error
        cache.set(key, content, DAY)
    response = made_response(content, "the-chia-se.png", inline=True)
    response.headers["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    return response


# --- what readers say is wrong -----------------------------------------------------------------


@method_decorator(csrf_exempt, name="dispatch")
class PublicReport(View):
    """ "Báo thông tin chưa đúng": a message to the office; errors keep every word."""

    def setup(self, request, *args, **kwargs):
        """The campaign of the address."""
        super().setup(request, *args, **kwargs)
        self.campaign = public_or_404(kwargs["public_id"])

    def get(self, request, public_id):
        """The empty form, or thanks after it was sent."""
        if request.GET.get("da-nhan") == "1":
            return quiet(render(request, "campaigns/public_report_done.html", {"campaign": self.campaign}))
        return self._page(PublicNoteForm(initial={"ticket": self._ticket()}))

    def post(self, request, public_id):
        """Keep the message once."""
        if foreign(request):
            raise Refused("Trang này chỉ nhận nội dung gửi từ chính nó.")
        if reason := self._suspicious():
            return self._page(self._fresh(), notice=reason, status=422)
        if hits(request, "public-note") >= int(rules_on(clock.today())["notes_per_hour"]):
            notice = "Từ mạng này đã gửi nhiều báo trong một giờ qua. Nội dung vẫn còn trên trang, hãy gửi lại sau một giờ."
            return self._page(self._fresh(), notice=notice, status=429)
        form = PublicNoteForm(request.POST)
        if form.is_valid():
            try:
                leave_note(campaign=self.campaign, text=form.cleaned_data["text"], contact=form.cleaned_data["contact"])
                hit(request, "public-note", HOUR)
                return quiet(redirect(f"{request.path}?da-nhan=1"))
            except ValidationError as error:
                form.add_error(None, error)
        return self._page(form, status=422)

    def _suspicious(self) -> str:
        rules, ticket = rules_on(clock.today()), read_ticket(self.request.POST.get("ticket", ""))
        if self.request.POST.get("website") or ticket and ticket.get("code") != str(self.campaign.public_id):
            ticket = None
        return wrong_ticket(
            ticket, clock.now(), seconds=int(rules["introduction_seconds"]), hours=int(rules["introduction_hours"])
        )

    def _ticket(self) -> str:
        return new_ticket(str(self.campaign.public_id), clock.now())

    def _fresh(self) -> PublicNoteForm:
        data = self.request.POST.copy()
        data["ticket"], data["website"] = self._ticket(), ""
        return PublicNoteForm(data)

    def _page(self, form, *, notice: str = "", status: int = 200):
        context = {"campaign": self.campaign, "form": form, "notice": notice}
        return quiet(render(self.request, "campaigns/public_report.html", context, status=status))


class PublicNotes(LoginRequiredMixin, View):
    """The office reads the messages about its campaign and says what was done."""

    def setup(self, request, *args, **kwargs):
        """The campaign of the address; only who looks after it reads the messages."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.campaign = get_object_or_404(campaigns_with_all(request.user), public_id=kwargs["public_id"])
            if reason := may.edit_campaign(request.user, self.campaign):
                raise Refused(reason)

    def get(self, request, public_id):
        """Those without an answer first."""
        return self._page()

    def post(self, request, public_id):
        """Answer one message."""
        note = get_object_or_404(queries.notes_of(self.campaign), public_id=as_uuid(request.POST.get("note")))
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                answer_note(note=note, version=form.cleaned_data["version"], answer=form.cleaned_data["answer"], by=request.user)
                messages.success(request, "Đã ghi kết quả xử lý.")
                return redirect("campaigns:public-notes", public_id)
            except ValidationError as error:
                form.add_error(None, error)
        return self._page(wrong=(note.pk, form), status=422)

    def _page(self, *, wrong=None, status: int = 200):
        rows = list(queries.notes_of(self.campaign)[:200])
        for note in rows:
            mine = wrong and wrong[0] == note.pk
            note.form = wrong[1] if mine else AnswerForm(initial={"version": note.version}, auto_id=f"id_{note.pk}_%s")
        context = {"campaign": self.campaign, "tabs": campaign_tabs(self.campaign, "campaigns:campaign"), "notes": rows}
        return render(self.request, "campaigns/public_notes.html", context, status=status)
