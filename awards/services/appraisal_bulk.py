"""Accepting many clean lines as a background job that can be left, resumed and undone."""

from datetime import datetime

from awards.enums import NominationState
from awards.models import Nomination
from awards.services import appraisal
from thiduakhenthuong.core import jobs

AT_ONCE = 300  # lines accepted while the officer waits; more become a job
PART = 200


def queue_accept_clean(*, keys: list[int], at: datetime, by):
    """Queue the acceptance of lines (primary keys); `at` names the batch. Answers the job (an open one is reused)."""
    params = {"lines": list(keys), "at": at.isoformat()}
    label = f"Đồng ý {len(keys)} dòng sạch"
    return jobs.enqueue("accept_clean", label=label, by=by, params=params, subject=f"accept_clean:{by.pk}", total=len(keys))


@jobs.handler("accept_clean")
def _accept(job, progress) -> dict:
    """Part by part; a line that somebody moved, or that is no longer clean, is left as it is. Safe to start again."""
    keys, at = job.params["lines"], datetime.fromisoformat(job.params["at"])
    progress.total(len(keys))
    for start in range(0, len(keys), PART):
        part = Nomination.objects.filter(pk__in=keys[start : start + PART], state=NominationState.SUBMITTED)
        appraisal.accept_clean(nominations=part, by=job.by, at=at)
        progress.step(min(start + PART, len(keys)), "Đang kiểm tra lại và đồng ý từng phần")
    count = Nomination.objects.filter(appraised_by=job.by, appraised_at=at, state=NominationState.ELIGIBLE).count()
    return {"count": count, "left": len(keys) - count, "at": job.params["at"]}
