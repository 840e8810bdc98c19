"""`manage.py doctor`: is the installation sound? Fonts, audit chain, stored files, jobs."""

import hashlib

from django.core.checks import ERROR, run_checks
from django.core.management.base import BaseCommand, CommandError

from thiduakhenthuong.core import events
from thiduakhenthuong.core.enums import JobState
from thiduakhenthuong.core.models import Event, Job, StoredFile


class Command(BaseCommand):
    help = "Kiểm tra phông chữ, chuỗi nhật ký, tệp đã lưu và công việc nền."

    def handle(self, *args, **options):
        faults = [*self._checks(), *self._chain(), *self._files(), *self._jobs()]
        for fault in faults:
            self.stderr.write(f"✗ {fault}")
        if faults:
            raise CommandError(f"{len(faults)} điểm cần sửa.")
        self.stdout.write(f"Mọi thứ ổn: {Event.objects.count()} sự kiện, {StoredFile.objects.count()} tệp.")

    def _checks(self):
        return [str(message) for message in run_checks() if message.level >= ERROR]

    def _chain(self):
        number = events.first_broken()
        return [] if number is None else [f"Chuỗi nhật ký đứt ở sự kiện số {number}."]

    def _files(self):
        for row in StoredFile.objects.iterator():
            try:
                with row.file.open("rb") as file:
                    found = hashlib.sha256(file.read()).hexdigest()
            except FileNotFoundError:
                yield f"Mất tệp “{row.name}” ({row.file.name})."
                continue
            if found != row.sha256:
                yield f"Tệp “{row.name}” đã bị thay đổi ({row.file.name})."

    def _jobs(self):
        failed = Job.objects.filter(state=JobState.FAILED).count()
        return [f"{failed} công việc nền không xong."] if failed else []
