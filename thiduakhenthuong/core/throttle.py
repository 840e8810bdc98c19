"""How often one visitor did something in the running stretch of time: for pages that ask for no sign-in."""

from django.core.cache import cache

from thiduakhenthuong.core.clients import client_address


def hit(request, what: str, seconds: int) -> int:
    """Count one more and answer how many there are from this address in the stretch."""
    key = _key(request, what)
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # the stretch ended between the two calls
        return 1


def hits(request, what: str) -> int:
    """How many there are from this address, without counting."""
    return cache.get(_key(request, what), 0)


def _key(request, what: str) -> str:
    return f"{what}:{client_address(request)}"
