"""Choices of the ground floor."""

from django.db import models


class JobState(models.TextChoices):
    """The life of a job."""

    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Xong"
    FAILED = "failed", "Không xong"
