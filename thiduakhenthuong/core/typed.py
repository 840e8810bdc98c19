"""What an address or a hidden field says: a value that can be trusted in its kind, or None when it is none."""

import re
from uuid import UUID


def whole(text: str | None) -> int | None:
    """The whole number; None when it is none, or longer than any number kept here."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text or "") else None


def as_uuid(text: str | None) -> UUID | None:
    """The public id."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def version_of(request) -> int:
    """The version that the pressed form carried; 0 (never right) without one."""
    return whole(request.POST.get("version")) or 0
