"""Settings of the suite: the product's own, on a desk without https, with files in a temporary folder."""

import os
import tempfile

os.environ.setdefault("DEBUG", "1")
os.environ["WORK_DATE"] = ""

from thiduakhenthuong.settings import *  # noqa: E402, F403

JOBS_INLINE = True  # jobs run where they are asked for; fault tests start real workers themselves
MEDIA_ROOT = tempfile.mkdtemp(prefix="thidua-files-")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: threads of races and of the live server each need a connection of their own.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(tempfile.mkdtemp(prefix="thidua-db-"), "test.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"  # noqa: F405
