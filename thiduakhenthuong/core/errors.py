"""Refusals that the whole product speaks: each carries a Vietnamese sentence for the person in front of the screen."""

from django.core.exceptions import PermissionDenied


class Conflict(Exception):
    """Somebody was faster: the record is no longer what the user saw (HTTP 409).

    `fresh` is the record as it is now, `event` the last thing that happened to it (may be None).
    """

    def __init__(self, message: str, *, fresh=None, event=None):
        super().__init__(message)
        self.message, self.fresh, self.event = message, fresh, event


class Refused(PermissionDenied):
    """Visible but not allowed (HTTP 403), with the reason in Vietnamese."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message
