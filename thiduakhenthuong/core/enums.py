"""Choices of the ground floor."""

from django.db import models


class JobState(models.TextChoices):
    """The life of a job."""

    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Xong"
    FAILED = "failed", "Không xong"


class Certainty(models.TextChoices):
    """Whether a row of the law was read in the act itself."""

    SURE = "sure", "Đã đối chiếu văn bản"
    VERIFY = "verify", "Chưa đối chiếu văn bản"
