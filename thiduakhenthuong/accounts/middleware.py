"""Idle and absolute limits of a session, and the forced change of a first password."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

STEP = 60  # seconds: the session row is written at most once a minute


class SessionLimitMiddleware:
    """Ends a session after SESSION_IDLE_SECONDS without a request or SESSION_COOKIE_AGE in all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            if self._expired(request):
                logout(request)
                return self._to_login(request)
            if request.user.must_change_password and request.path not in self._open_paths():
                return redirect("accounts:password-change")
        response = self.get_response(request)
        if request.htmx and response.status_code == 302 and response.url.startswith(reverse(settings.LOGIN_URL)):
            return self._to_login(request)
        return response

    def _expired(self, request) -> bool:
        now = int(timezone.now().timestamp())  # the machine's clock: a fixed work day must not end sessions
        session = request.session
        started, seen = session.setdefault("started", now), session.get("seen", now)
        if now - seen >= STEP or "seen" not in session:
            session["seen"] = now
        return now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_COOKIE_AGE

    def _to_login(self, request):
        if request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": reverse(settings.LOGIN_URL)})
        return redirect_to_login(request.get_full_path())

    def _open_paths(self):
        return {reverse("accounts:password-change"), reverse("accounts:logout")}
