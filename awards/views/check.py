"""The public check page: what the certificate prints and whether it still stands. No sign-in, no names to search."""

from django.shortcuts import redirect, render
from django.views import View
from django.views.decorators.http import require_GET

from awards.enums import AwardStatus
from awards.queries.certificate import certificate_by_code
from thiduakhenthuong.core.throttle import hit

PER_MINUTE, MINUTE = 20, 60


@require_GET
def check_code(request, code: str):
    """The page behind the QR code."""
    if throttled(request):
        return render(request, "errors/429.html", status=429)
    certificate = certificate_by_code(code)
    status = 200 if certificate else 404
    context = {"certificate": certificate, "texts": certificate.texts if certificate else {}, "AwardStatus": AwardStatus}
    return _public(render(request, "awards/check.html", context, status=status))


class CheckForm(View):
    """By hand: code and decision number together; one answer for every miss."""

    def get(self, request):
        """The empty form."""
        return _public(render(request, "awards/check_form.html", {}))

    def post(self, request):
        """Look the pair up."""
        if throttled(request):
            return render(request, "errors/429.html", status=429)
        code, number = request.POST.get("code", "").strip(), request.POST.get("number", "").strip()
        certificate = certificate_by_code(code)
        if certificate and same_number(certificate.award.decision_number, number):
            return redirect("awards:check", code=code)
        context = {"missed": True, "code": code, "number": number}
        return _public(render(request, "awards/check_form.html", context, status=404))


def same_number(stored: str, typed: str) -> bool:
    """Whether a typed number is the decision's: "9101", "9101/QĐ-UBND", "9101 / qđ-ubnd" all are."""
    typed = "".join(typed.upper().split())
    stored = stored.upper().lstrip("0")
    return bool(typed) and typed.lstrip("0") in (stored, stored.partition("/")[0])


def throttled(request) -> bool:
    """More than PER_MINUTE look-ups from one address in the running minute."""
    return hit(request, "check", MINUTE) > PER_MINUTE


def _public(response):
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response
