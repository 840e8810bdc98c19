"""Introduce a good example: the public page without a sign-in, the same for staff, and what became of it.

The public page sets no cookie, so there is no CSRF token: an anonymous visitor has no rights that a foreign page could
abuse. Instead the page carries a signed ticket (one ticket, one introduction), and a foreign Origin is refused.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localtime
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from campaigns.forms.introduction import AGAIN, IntroductionForm, StaffIntroductionForm, new_ticket, read_ticket, wrong_ticket
from campaigns.permissions import home_unit
from campaigns.queries.exemplar import exemplar_by_code
from campaigns.queries.introduction import (
    campaign_introduced,
    office_by_public_id,
    office_of,
    place_of,
    suggestions,
    top_offices,
)
from campaigns.queries.rules import rules_on
from campaigns.services.introduction import introduce, new_code
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.throttle import hit, hits
from thiduakhenthuong.core.typed import as_uuid

HOUR, MINUTE = 3600, 60
LOOKS_PER_MINUTE = 20
TRIES_PER_HOUR = 60
NO_OFFICE = "Chưa rõ nơi nào tiếp nhận. Hãy ghi thêm xã và huyện, ví dụ: xã Hợp Tiến, huyện Nam Sách."


def quiet(response: HttpResponse) -> HttpResponse:
    """Not kept by caches (each page has its own ticket), not found by search machines."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@method_decorator(csrf_exempt, name="dispatch")
class Introduce(View):
    """Who, where, what, in sixty seconds; errors keep every word."""

    def get(self, request):
        """The empty form, perhaps from the page of a campaign (?phong-trao=)."""
        campaign = campaign_introduced(as_uuid(request.GET.get("phong-trao")))
        initial = {"ticket": self._ticket(), "campaign": str(campaign.public_id) if campaign else "", "kind": "person"}
        return self._page(IntroductionForm(offices=self._tops(), initial=initial), campaign=campaign)

    def post(self, request):
        """Keep it once; a page that looks like a machine's is shown again with all that was written."""
        if foreign(request):
            raise Refused("Trang này chỉ nhận nội dung gửi từ chính nó.")
        form = IntroductionForm(request.POST, request.FILES, offices=self._tops())
        ticket = read_ticket(request.POST.get("ticket", ""))
        if hit(request, "introduce-tries", HOUR) > TRIES_PER_HOUR:
            return self._page(form, notice=self._wait_words(), status=429)
        if reason := self._suspicious(ticket):
            return self._page(self._fresh(form), notice=reason, status=422)
        if self._too_often():
            return self._page(form, notice=self._wait_words(), status=429)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            made = self._introduce(form, ticket["code"])
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(form, status=422)
        hit(request, "introduce", HOUR)
        return quiet(redirect("campaigns:introduce-done", code=made.follow_code))

    def _introduce(self, form, code: str):
        """The office of the place, else that of the campaign, else the one chosen."""
        day, place = clock.today(), place_of(form.cleaned_data["place_text"], clock.today())
        campaign = campaign_introduced(form.cleaned_data["campaign"])
        chosen = office_by_public_id(as_uuid(form.cleaned_data.get("office")), day)
        office = place.office or (campaign and office_of(campaign.unit, day)) or chosen or self._only_top()
        if office is None and form.cleaned_data["place_text"].strip():
            chooses = "office" in form.fields
            raise ValidationError({"office": "Hãy chọn nơi gần nhất."} if chooses else {"place_text": NO_OFFICE})
        return introduce(**form.told(), unit=place.unit, office=office, campaign=campaign, code=code)

    def _suspicious(self, ticket) -> str:
        rules = rules_on(clock.today())
        if self.request.POST.get("website"):
            return AGAIN
        facts = {"seconds": int(rules["introduction_seconds"]), "hours": int(rules["introduction_hours"])}
        if reason := wrong_ticket(ticket, clock.now(), **facts):
            return reason
        known = exemplar_by_code(ticket["code"])
        if known and known.story.split() != self.request.POST.get("story", "").split():
            return f"Từ trang này bạn đã gửi một giới thiệu (mã {known.follow_code}). Đây là gương khác? Hãy bấm Gửi lần nữa."
        return ""

    def _too_often(self) -> bool:
        return hits(self.request, "introduce") >= int(rules_on(clock.today())["introductions_per_hour"])

    def _wait_words(self) -> str:
        return (
            f"Từ mạng này đã gửi nhiều giới thiệu trong một giờ qua. Nội dung của bạn vẫn còn trên trang: "
            f"hãy gửi lại sau {localtime(clock.now()) + timedelta(hours=1):%H:%M}, hoặc dùng mạng khác."
        )

    def _fresh(self, form) -> IntroductionForm:
        """The same words with a new ticket and an empty trap."""
        data = self.request.POST.copy()
        data["ticket"], data["website"] = self._ticket(), ""
        return IntroductionForm(data, offices=self._tops())

    def _ticket(self) -> str:
        return new_ticket(new_code(), clock.now())

    def _tops(self) -> list:
        if not hasattr(self, "_known_tops"):
            self._known_tops = top_offices(clock.today())
        return self._known_tops

    def _only_top(self):
        return self._tops()[0] if len(self._tops()) == 1 else None

    def _page(self, form, *, campaign=None, notice: str = "", status: int = 200):
        if campaign is None and form.is_bound:
            campaign = campaign_introduced(as_uuid(form.data.get("campaign")))
        lost = form.is_bound and bool(self.request.FILES)
        context = {"form": form, "campaign": campaign, "notice": notice, "lost_photo": lost}
        return quiet(render(self.request, "campaigns/introduce.html", context, status=status))


def foreign(request) -> bool:
    """Whether the browser says that another site's page sent this."""
    origin = request.headers.get("Origin", "")
    return origin not in ("", "null") and urlsplit(origin).netloc != request.get_host()


@require_GET
def introduce_places(request):
    """Names of places for the field while somebody types; for everybody, the tree of units is public."""
    if hit(request, "introduce-places", MINUTE) > 120:
        return quiet(JsonResponse({"places": []}, status=429))
    found = suggestions(request.GET.get("q", ""), clock.today())
    return quiet(JsonResponse({"places": [f"{unit.name}, {unit.place}" if unit.place else unit.name for unit in found]}))


@require_GET
def introduce_done(request, code: str):
    """Thanks, and the code by which one follows."""
    exemplar = exemplar_by_code(code)
    if exemplar is None:
        return quiet(redirect("campaigns:introduction-follow"))
    address = request.build_absolute_uri(reverse("campaigns:introduction-follow")) + f"?ma={exemplar.follow_code}"
    return quiet(render(request, "campaigns/introduce_done.html", {"exemplar": exemplar, "address": address}))


@require_GET
def introduction_follow(request):
    """What became of an introduction; one answer for every miss, throttled."""
    code = request.GET.get("ma", "").strip()
    if code and hit(request, "introduction-follow", MINUTE) > LOOKS_PER_MINUTE:
        return quiet(render(request, "errors/429.html", status=429))
    exemplar = exemplar_by_code(code) if code else None
    context = {"code": code, "exemplar": exemplar, "missed": bool(code) and exemplar is None}
    return quiet(render(request, "campaigns/introduction_follow.html", context, status=404 if context["missed"] else 200))


class IntroductionCreate(LoginRequiredMixin, View):
    """The same form for staff, inside."""

    def get(self, request):
        """The empty form."""
        return self._page(StaffIntroductionForm(initial={"idempotency_key": new_key()}))

    def post(self, request):
        """Keep it once."""
        form = StaffIntroductionForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                key = form.cleaned_data["idempotency_key"]
                done = once(user=request.user, action="introduce", key=key, work=lambda: self._introduce(form))
                messages.success(request, f"Đã gửi đến {done['office']}. Mã theo dõi: {done['code']}.")
                return redirect("campaigns:exemplar-list")
            except ValidationError as error:
                form.add_error(None, error)
        return self._page(form, status=422)

    def _introduce(self, form) -> dict:
        day, place, home = clock.today(), place_of(form.cleaned_data["place_text"], clock.today()), home_unit(self.request.user)
        office = place.office or (home and office_of(home, day)) or next(iter(top_offices(day)), None)
        if office is None:
            raise ValidationError({"place_text": NO_OFFICE})
        made = introduce(**form.told(), unit=place.unit, office=office, by=self.request.user)
        return {"public_id": str(made.public_id), "code": made.follow_code, "office": made.office.name}

    def _page(self, form, status: int = 200):
        back = reverse("campaigns:exemplar-list")
        return render(self.request, "campaigns/introduction_form.html", {"form": form, "back_url": back}, status=status)
