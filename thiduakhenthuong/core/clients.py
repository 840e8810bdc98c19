"""Who is at the other end of a request."""

from django.conf import settings


def client_address(request) -> str:
    """The address of the browser: behind PROXY_COUNT proxies the one that the outermost of them saw.

    What stands further left in X-Forwarded-For was written by the browser itself and is not believed.
    """
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    count = settings.PROXY_COUNT
    return seen[-count] if 0 < count <= len(seen) else request.META.get("REMOTE_ADDR", "")
