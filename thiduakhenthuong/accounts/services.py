"""What happens to accounts."""

import secrets

from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction

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


# --- accounts made by an administrator (who may is decided above: accounts know no roles) ------

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters and digits that look alike on paper


def first_password() -> str:
    """A random password to be typed once: "kx7m-29fa-wq3t-8ehn"."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


@transaction.atomic
def create_account(*, username: str, full_name: str, by, honorific: str = "", phone: str = "") -> tuple[User, str]:
    """A new account and its first password, which nobody can read again; raises ValidationError by field."""
    user = User(username=username.lower(), full_name=full_name, honorific=honorific, phone=phone, must_change_password=True)
    password = first_password()
    user.set_password(password)
    user.full_clean()
    user.save()
    events.record(user, "create_account", by=by, data={"done": "lập tài khoản"})
    return user, password


@transaction.atomic
def reset_password(*, user: User, by) -> str:
    """A new first password; the account's sessions end and it must choose its own at the next sign-in."""
    password = first_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    close_other_sessions(user=user)
    events.record(user, "reset_password", by=by, data={"done": "đặt lại mật khẩu"})
    return password


@transaction.atomic
def set_account_active(*, user: User, active: bool, by) -> None:
    """Close or open an account; a closed one is signed out everywhere at once. One's own cannot be closed."""
    if user.pk == by.pk:
        raise ValidationError("Không tự khóa tài khoản của mình.")
    User.objects.filter(pk=user.pk).update(is_active=active)
    user.is_active = active
    if not active:
        close_other_sessions(user=user)
    done = "mở tài khoản" if active else "khóa tài khoản"
    events.record(user, "open_account" if active else "close_account", by=by, data={"done": done})
