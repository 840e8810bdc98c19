"""What happens to accounts."""

from django.contrib.sessions.models import Session

from thiduakhenthuong.accounts.models import User
from thiduakhenthuong.core import events


def note_password_changed(*, user) -> None:
    """Clear the demand for a new password and leave an event."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.must_change_password = False
    events.record(user, "change_password", by=user)


def close_other_sessions(*, user, keep: str = "") -> int:
    """End every session of a user but `keep`; answers how many ended."""
    count = 0
    for session in Session.objects.exclude(session_key=keep).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
            count += 1
    return count
