"""The audit chain: every change leaves an event in the same transaction, each event carries the hash of the one before.

Lock order (never another): business row, then counter, then the chain head.
"""

import hashlib
import json

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F

from thiduakhenthuong.core import clock
from thiduakhenthuong.core.models import ChainHead, Event
from thiduakhenthuong.core.names import writable


def record(target, action: str, *, by, note: str = "", data: dict | None = None) -> Event:
    """Write one event about `target`; call inside the business transaction."""
    return record_many([(target, note, data or {})], action, by=by)[0]


@transaction.atomic
def record_many(items, action: str, *, by) -> list[Event]:
    """Write one event per item `(target, note, data)`; a constant number of queries whatever the count."""
    items = list(items)
    if not items:
        return []
    head = _locked_head(len(items))
    number, last_hash, at = head.last_number - len(items), head.last_hash, clock.now()
    events = []
    for target, note, data in items:
        number += 1
        event = Event(
            number=number, at=at, by=by, action=action, note=writable(note), data=_plain(data), target_id=target.pk,
            target_type=ContentType.objects.get_for_model(target), previous_hash=last_hash,
        )  # fmt: skip
        event.hash = last_hash = digest(event)
        events.append(event)
    Event.objects.bulk_create(events, batch_size=500)
    ChainHead.objects.filter(pk=head.pk).update(last_hash=last_hash)
    return events


def _locked_head(count: int) -> ChainHead:
    # The update takes the row lock on both databases; the row stays ours until commit.
    if not ChainHead.objects.filter(pk=1).update(last_number=F("last_number") + count):
        ChainHead.objects.get_or_create(pk=1)
        ChainHead.objects.filter(pk=1).update(last_number=F("last_number") + count)
    return ChainHead.objects.get(pk=1)


def digest(event: Event) -> str:
    """SHA-256 over the canonical JSON of an event and the hash of its predecessor."""
    body = {
        "number": event.number, "at": int(event.at.timestamp() * 1000), "by": event.by_id, "action": event.action,
        "target": [event.target_type_id, event.target_id], "note": event.note, "data": event.data,
        "previous": event.previous_hash,
    }  # fmt: skip
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken() -> int | None:
    """Number of the first event that does not fit the chain, or None when the whole chain holds."""
    previous, number = "", 0
    for event in Event.objects.order_by("number").iterator(chunk_size=2000):
        number += 1
        if event.number != number or event.previous_hash != previous or digest(event) != event.hash:
            return number
        previous = event.hash
    head = ChainHead.objects.filter(pk=1).first()
    return number + 1 if head and (head.last_number, head.last_hash) != (number, previous) else None


def history(target):
    """Events of one record, oldest first, with their authors."""
    kind = ContentType.objects.get_for_model(target)
    return Event.objects.filter(target_type=kind, target_id=target.pk).select_related("by")


def last_event(target) -> Event | None:
    """The last thing that happened to a record."""
    return history(target).order_by("-number").first()


def _plain(data: dict) -> dict:
    return writable(json.loads(json.dumps(data, cls=DjangoJSONEncoder)))
