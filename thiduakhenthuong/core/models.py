"""Records that every app stands on: events, counters, idempotency keys, jobs, stored files."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from thiduakhenthuong.core import clock
from thiduakhenthuong.core.enums import JobState


class Record(models.Model):
    """A row with a public id that cannot be guessed (addresses carry it, never the primary key)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class StatefulRecord(Record):
    """A record with a life. `state` and `version` are written by `core.workflow` alone (version also by edits)."""

    state = models.CharField("trạng thái", max_length=20, editable=False)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    class Meta:
        abstract = True


class Event(models.Model):
    """One thing that happened to one record; a link of the audit chain (see core.events). Never changed or deleted."""

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=40)
    target_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["target_type", "target_id", "number"], name="event_target_idx")]


class ChainHead(models.Model):
    """The single row that names the last event; locked last in every transaction."""

    last_number = models.BigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)


class Counter(models.Model):
    """The last number given in one series of one issuer and year (see core.numbering)."""

    series = models.CharField(max_length=60)
    issuer = models.CharField(max_length=60)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "issuer", "year"], name="counter_once")]


class IdempotencyKey(models.Model):
    """The answer that one press of one button got; a second press gets the same answer (see core.idempotency)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=60)
    key = models.UUIDField()
    result = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "action", "key"], name="idempotency_once")]


class Job(Record):
    """Long work done by the worker, with progress that can be left and comes back (see core.jobs)."""

    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject_key = models.CharField(max_length=80, blank=True, db_index=True)  # what the job is about, e.g. "decision:12"
    params = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    attempt = models.PositiveIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    @property
    def percent(self) -> int:
        """Progress, 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def open(self) -> bool:
        return self.state in (JobState.QUEUED, JobState.RUNNING)


class StoredFile(Record):
    """A file in private storage, named by the server; handed out only by views that check the record it belongs to."""

    file = models.FileField(upload_to="stored/%Y/%m")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
