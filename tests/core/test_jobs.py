"""Jobs: taken up by one worker, resumed after a killed one, failed with a sentence."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.awards.factories import make_user
from thiduakhenthuong.core import clock, jobs
from thiduakhenthuong.core.enums import JobState
from thiduakhenthuong.core.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user("an.thu", "Nguyễn Thị An")


@pytest.fixture
def work(monkeypatch):
    """A handler that counts its calls; `work.fail` makes it raise."""

    class Work:
        calls, fail = [], None

        def __call__(self, job, progress):
            self.calls.append(job.pk)
            progress.total(3)
            if self.fail:
                raise self.fail
            progress.step(3, "xong")
            return {"count": 3}

    made = Work()
    made.calls = []
    monkeypatch.setitem(jobs.HANDLERS, "test", made)
    return made


def waiting(user, **fields):
    return Job.objects.create(kind="test", label="Việc thử", by=user, **fields)


def test_a_finished_job_keeps_its_result_and_full_progress(user, work):
    job = jobs.enqueue("test", label="Việc thử", by=user, params={})
    assert (job.state, job.result, job.percent) == (JobState.DONE, {"count": 3}, 100)


def test_an_open_job_about_the_same_subject_is_answered_instead_of_a_second(user, work):
    first = waiting(user, subject_key="x:1")
    assert jobs.enqueue("test", label="Việc thử", by=user, params={}, subject="x:1") == first
    assert work.calls == []


def test_two_workers_take_a_job_up_once(user, work):
    job = waiting(user)
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert work.calls == [job.pk]


def test_a_running_job_of_a_killed_worker_is_queued_again_and_a_living_one_is_not(user, work, monkeypatch):
    queued = []
    monkeypatch.setattr(jobs, "async_task", lambda name, pk: queued.append(pk))
    old = clock.now() - jobs.LEASE - timedelta(seconds=5)
    lost = waiting(user, state=JobState.RUNNING, heartbeat_at=old, attempt=1)
    waiting(user, state=JobState.RUNNING, heartbeat_at=clock.now(), attempt=1)
    waiting(user, state=JobState.DONE, heartbeat_at=old)
    assert jobs.resume_stale() == 1
    assert queued == [lost.pk]
    lost.refresh_from_db()
    assert lost.state == JobState.QUEUED


def test_a_worker_that_was_superseded_stops_without_touching_the_job(user, work):
    job = waiting(user, state=JobState.RUNNING, attempt=2)
    stale = Job(pk=job.pk, attempt=1)
    with pytest.raises(jobs.Superseded):
        jobs.Progress(stale).total(9)
    job.refresh_from_db()
    assert job.total == 0


@pytest.mark.parametrize(
    ("error", "words"),
    [(ValidationError("Danh sách trống."), "Danh sách trống."), (RuntimeError("secret"), "Công việc dừng vì một sự cố")],
)
def test_a_failed_job_says_why_without_anything_private(user, work, error, words):
    work.fail = error
    job = jobs.enqueue("test", label="Việc thử", by=user, params={})
    assert job.state == JobState.FAILED
    assert words in job.message
    assert "secret" not in job.message


def test_a_failed_job_can_be_tried_again(user, work):
    work.fail = ValidationError("Hỏng.")
    job = jobs.enqueue("test", label="Việc thử", by=user, params={})
    work.fail = None
    assert jobs.retry(job).state == JobState.DONE


def test_progress_of_another_user_is_not_found(client, user, work):
    job = jobs.enqueue("test", label="Việc thử", by=user, params={})
    client.force_login(make_user("dung.thu", "Lê Dũng"))
    assert client.get(f"/cong-viec/{job.public_id}/").status_code == 404
    client.force_login(user)
    assert client.get(f"/cong-viec/{job.public_id}/").status_code == 200
