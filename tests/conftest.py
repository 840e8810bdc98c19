"""Shared settings of the suite: a desk without https, jobs run where they are asked for."""

import os

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("JOBS_INLINE", "1")

import pytest  # noqa: E402  after the environment is set
from django.core.management import call_command  # noqa: E402


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Units and catalogue stand in the test database before the first test, loaded once per database."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115


@pytest.fixture
def reference(db):
    """Units and catalogue, loaded again after a transactional test has flushed the database."""
    from awards.models import AwardKind

    if not AwardKind.objects.exists():
        call_command("load_reference", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    """Hashing as in production costs half a second for every account of a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
