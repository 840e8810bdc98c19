"""Refusals become pages: Conflict is 409 and Refused is 403, with their sentence, for pages and fragments alike."""

from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.shortcuts import render

from thiduakhenthuong.core.errors import Conflict, Refused

CROSSED = ("deadlock detected", "database is locked")  # two transactions waited for each other; one was given up whole


class RefusalMiddleware:
    """Turns the refusals of services into answers; personal pages are never kept by a cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request, view, args, kwargs):
        """A NUL is in nothing that a person types, and no database takes it: the request is broken (400)."""
        typed = [word for fields in (request.GET, request.POST) for name, words in fields.lists() for word in (name, *words)]
        if any("\0" in word for word in (*typed, *kwargs.values()) if isinstance(word, str)):
            raise BadRequest("NUL")

    def process_exception(self, request, exception):
        """Answer the two refusals; everything else goes on."""
        if isinstance(exception, Conflict):
            return render(request, "errors/409.html", {"message": exception.message, "event": exception.event}, status=409)
        if isinstance(exception, Refused):
            return render(request, "errors/403.html", {"message": exception.message}, status=403)
        if isinstance(exception, OperationalError) and any(sign in str(exception) for sign in CROSSED):
            message = "Có người đang ghi vào cùng hồ sơ đúng lúc này, nên chưa có gì được ghi. Hãy quay lại và bấm lần nữa."
            return render(request, "errors/409.html", {"message": message, "event": None}, status=409)
        return None
