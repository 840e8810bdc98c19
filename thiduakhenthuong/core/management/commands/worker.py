"""`manage.py worker`: the queue's workers, and a watchdog that takes up jobs whose worker was killed."""

import logging
import threading
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from thiduakhenthuong.core import jobs
from thiduakhenthuong.core.nightly import keep_schedules

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Runs the workers of the job queue."

    def handle(self, *args, **options):
        keep_schedules()
        threading.Thread(target=_watch, daemon=True).start()
        call_command("qcluster")


def _watch() -> None:
    while True:
        time.sleep(5)
        close_old_connections()
        try:
            if count := jobs.resume_stale():
                log.warning("%s jobs taken up again", count)
        except Exception:  # the database may be away for a moment; the watchdog must outlive that
            log.exception("watchdog")
