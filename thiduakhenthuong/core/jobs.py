"""Work longer than two seconds: a `Job` row, a handler, progress, and resumption after a killed worker.

A handler is registered by kind and gets a `Progress`; it must be able to start again and skip what is done.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, Q
from django_q.tasks import async_task

from thiduakhenthuong.core import clock
from thiduakhenthuong.core.enums import JobState
from thiduakhenthuong.core.errors import Conflict
from thiduakhenthuong.core.models import Job

log = logging.getLogger(__name__)
HANDLERS: dict[str, Callable] = {}
LEASE = timedelta(seconds=20)  # a running job without a heartbeat for this long has lost its worker
BEAT = 4.0  # seconds between heartbeats


def handler(kind: str):
    """Register a function `(job, progress) -> dict` as the work of one kind of job."""

    def register(function):
        HANDLERS[kind] = function
        return function

    return register


def enqueue(kind: str, *, label: str, by, params: dict, subject: str = "", total: int = 0) -> Job:
    """Queue a job; an open job of the same kind and subject is answered instead of a second one."""
    if subject:
        running = Job.objects.filter(kind=kind, subject_key=subject, state__in=[JobState.QUEUED, JobState.RUNNING]).first()
        if running:
            return running
    job = Job.objects.create(kind=kind, label=label, by=by, params=params, subject_key=subject, total=total)
    if settings.JOBS_INLINE:
        run(job.pk)
        job.refresh_from_db()
    else:
        transaction.on_commit(lambda: async_task("thiduakhenthuong.core.jobs.run", job.pk))
    return job


class Progress:
    """What a handler tells while it works; keeps the lease alive from a thread of its own."""

    def __init__(self, job: Job):
        self.job, self.attempt, self._told = job, job.attempt, 0.0

    def total(self, total: int) -> None:
        """Say how many steps there are."""
        self._write(total=total)

    def step(self, done: int, message: str = "") -> None:
        """Say how many steps are done; written at most four times a second."""
        if time.monotonic() - self._told > 0.25:
            self._told = time.monotonic()
            self._write(done=done, message=message)

    def _write(self, **fields) -> None:
        mine = Job.objects.filter(pk=self.job.pk, attempt=self.attempt, state=JobState.RUNNING)
        if not mine.update(heartbeat_at=clock.now(), **fields):
            raise Superseded()


class Superseded(Exception):
    """Another worker has taken this job up; this one stops without a word."""


def run(job_id: int) -> None:
    """Take up a job (by conditional update, so that no two workers hold it) and do it."""
    if not _claim(job_id):
        return
    job = Job.objects.get(pk=job_id)
    stop = threading.Event()
    beat = threading.Thread(target=_keep_lease, args=(job.pk, job.attempt, stop), daemon=True)
    if not settings.JOBS_INLINE:
        beat.start()
    try:
        result = HANDLERS[job.kind](job, Progress(job)) or {}
        _finish(job, JobState.DONE, result=result, done=F("total"), message="")
    except Superseded:
        log.warning("job %s was taken up by another worker", job.pk)
    except (ValidationError, Conflict) as error:
        _finish(job, JobState.FAILED, message=_sentence(error))
    except Exception:
        log.exception("job %s failed", job.pk)
        _finish(job, JobState.FAILED, message=f"Công việc dừng vì một sự cố (mã {str(job.public_id)[:8]}). Hãy bấm Thử lại.")
    finally:
        stop.set()


def retry(job: Job) -> Job:
    """Queue a failed job again; what was done before is kept."""
    if Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(state=JobState.QUEUED, message="", finished_at=None):
        async_task("thiduakhenthuong.core.jobs.run", job.pk) if not settings.JOBS_INLINE else run(job.pk)
    job.refresh_from_db()
    return job


def resume_stale() -> int:
    """Queue again every running job whose worker is gone and every queued one that nobody took; answers how many."""
    old = clock.now() - LEASE
    lost = Q(state=JobState.RUNNING, heartbeat_at__lt=old) | Q(state=JobState.QUEUED, updated_at__lt=old)
    count = 0
    for pk in Job.objects.filter(lost).values_list("pk", flat=True):
        freed = Job.objects.filter(lost, pk=pk).update(state=JobState.QUEUED, updated_at=clock.now())
        if freed:
            async_task("thiduakhenthuong.core.jobs.run", pk)
            count += 1
    return count


def _claim(job_id: int) -> bool:
    now = clock.now()
    change = {"state": JobState.RUNNING, "heartbeat_at": now, "updated_at": now, "attempt": F("attempt") + 1}
    return bool(Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(**change))


def _finish(job: Job, state: str, **fields) -> None:
    mine = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.RUNNING)
    mine.update(state=state, finished_at=clock.now(), updated_at=clock.now(), **fields)


def _keep_lease(pk: int, attempt: int, stop: threading.Event) -> None:
    while not stop.wait(BEAT):
        Job.objects.filter(pk=pk, attempt=attempt, state=JobState.RUNNING).update(heartbeat_at=clock.now())
    connection.close()


def _sentence(error) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else error.message
