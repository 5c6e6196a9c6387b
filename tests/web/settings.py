"""The product's settings, on a database and a data folder that are thrown away."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="duijie-tests-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["DUIJIE_DATA"] = _FOLDER

from duijie.web.settings import *  # noqa: E402, F403 - after the folder is named
from duijie.web.settings import STORAGES as _STORAGES  # noqa: E402

_SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
_POSTGRES = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": "postgres",
    "USER": "postgres",
    "HOST": os.environ.get("DUIJIE_TEST_POSTGRES"),  # the folder of its socket
}
DATABASES = {"default": _POSTGRES if _POSTGRES["HOST"] else _SQLITE}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = _STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True
MATCHING = {"encoder": "none", "chemistry": False}  # the whole takes a minute to begin
ALLOWED_HOSTS = ["testserver", "localhost"]
