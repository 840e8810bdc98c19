"""A real worker process, killed with SIGKILL in the middle of certificates: the job resumes, each file once."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "thiduakhenthuong.settings"
import django; django.setup()
from awards.services import certificate
from thiduakhenthuong.core import jobs
certificate.PART = 2
real = certificate._keep
def keep(sheet, content):
    real(sheet, content)
    print("drawn", sheet.pk, flush=True)
    time.sleep(float(sys.argv[2]))
certificate._keep = keep
jobs.run(int(sys.argv[1]))
print("ended", flush=True)
"""
PREPARE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "thiduakhenthuong.settings"
import django; django.setup()
from datetime import date
from django.core.management import call_command
call_command("migrate", verbosity=0); call_command("load_reference", verbosity=0)
from tests.awards import factories
from tests.test_permissions import issued_decision
from tests.awards.test_decision import make_office
from awards.models import Certificate
from thiduakhenthuong.core.models import Job
world = make_office(factories.make_world())
decision = issued_decision(world)
job = Job.objects.create(kind="certificates", label="x", by=world.giang, params={"decision": decision.pk, "ids": []})
print(job.pk)
"""
STATE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "thiduakhenthuong.settings"
import django; django.setup()
from thiduakhenthuong.core import jobs
from thiduakhenthuong.core.models import Job, StoredFile
from awards.models import Certificate
queued = []
jobs.async_task = lambda name, pk: queued.append(pk)
from datetime import timedelta
jobs.LEASE = timedelta(seconds=0.1)
import time; time.sleep(0.3)
drawn = Certificate.objects.exclude(stored=None).count()
files = StoredFile.objects.filter(name__startswith="bang-0").count()
print(jobs.resume_stale(), drawn, files, Job.objects.get().state)
"""


@pytest.fixture
def machine(tmp_path):
    """Environment of a desk of its own: SQLite, files, clock."""
    return os.environ | {
        "DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "DEBUG": "1", "WORK_DATE": "2020-07-10",
        "PYTHONPATH": str(ROOT), "MEDIA_ROOT": str(tmp_path / "files"),
    }  # fmt: skip


def python(code, machine, *args):
    done = subprocess.run(
        [sys.executable, "-c", code, *args], env=machine, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()


def test_a_killed_worker_loses_nothing_and_repeats_nothing(machine):
    job = python(PREPARE, machine)[-1]
    worker = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, job, "0.4"], env=machine, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    drawn = [worker.stdout.readline() for _ in range(3)]
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert all(line.startswith("drawn") for line in drawn)
    time.sleep(0.5)
    resumed, kept, files, state = python(STATE, machine)
    assert (resumed, kept, files, state) == ("1", "3", "3", "queued")
    again = python(SCRIPT, machine, job, "0")
    assert again.count("drawn") == 3
    assert python(STATE, machine) == ["0", "6", "6", "done"]
