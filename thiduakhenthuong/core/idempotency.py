"""One press, one record: a hidden UUID in every create or issue form, stored with its answer in the same transaction."""

import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction

from thiduakhenthuong.core.models import IdempotencyKey


def new_key() -> str:
    """A key for a fresh form."""
    return str(uuid.uuid4())


def once(*, user, action: str, key: str, work: Callable[[], dict]) -> dict:
    """Run `work` once per (user, action, key) and keep its JSON answer; a repeat gets the first answer.

    `work` must answer a JSON-able dict, e.g. {"public_id": "…"}. An unreadable key counts as a fresh one.
    """
    token = _token(key)
    seen = IdempotencyKey.objects.filter(user=user, action=action, key=token).first()
    if seen:
        return seen.result
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(user=user, action=action, key=token)
            row.result = work()
            row.save(update_fields=["result"])
            return row.result
    except IntegrityError:
        seen = IdempotencyKey.objects.filter(user=user, action=action, key=token).first()
        if seen is None:
            raise
        return seen.result


def _token(key: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(key))
    except ValueError:
        return uuid.uuid4()
