"""Journeys in Debian's Chromium, without network and without a sandbox (containers run as root)."""

import os

import pytest

# The browser's event loop runs in the thread of the test, which also prepares records.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """How pytest-playwright starts the browser."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    return {"executable_path": "/usr/bin/chromium", "args": quiet}


def pytest_collection_modifyitems(items):
    """Everything in this folder is a browser test."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
