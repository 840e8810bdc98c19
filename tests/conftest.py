"""Shared fixtures: the catalogue stands in every test database, also after a test that committed and was flushed."""

import io
import shutil
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from pytest_django.plugin import blocking_manager_key

_state = {"dirty": False}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Units and catalogue stand in the test database before the first test; a copy is kept beside it."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0, stdout=io.StringIO())
        _copy(take=True)
    yield
    with django_db_blocker.unblock():
        _drop_copy()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Put the copy back when the test before this one was flushed."""
    if _state["dirty"]:
        _state["dirty"] = False
        with item.config.stash[blocking_manager_key].unblock():
            _copy(take=False)
            ContentType.objects.clear_cache()  # the flush gave the kinds of records other keys


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item, nextitem):
    """Remember that a committing test leaves an empty database."""
    marker = item.get_closest_marker("django_db")
    live = {"live_server", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    if live or (marker and marker.kwargs.get("transaction")):
        _state["dirty"] = True


def _copy(*, take: bool) -> None:
    """Copy the database to its twin, or the twin back: a file on SQLite, a template on PostgreSQL."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        for suffix in ("-wal", "-shm"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)
        source, target = (name, f"{name}.copy") if take else (f"{name}.copy", name)
        shutil.copyfile(source, target)
        return
    source, target = (name, f"{name}_copy") if take else (f"{name}_copy", name)
    _admin(f'DROP DATABASE IF EXISTS "{target}"', f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def _drop_copy() -> None:
    if connection.vendor == "postgresql":
        _admin(f'DROP DATABASE IF EXISTS "{connection.settings_dict["NAME"]}_copy"')


def _admin(*statements: str) -> None:
    """Run statements from another database: nobody may be connected to the copied ones."""
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def reference(db):
    """Units and catalogue; every database has them, the name says that a test needs them."""


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    """Hashing as in production costs half a second for every account of a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
