"""The product's settings, on a test database and with quick passwords."""

import os

from tests import servers

os.environ.setdefault("SAMSYN_HOME", str(servers.HOME))
os.environ.setdefault("SAMSYN_DEMO", "1")

from samsyn.settings import *  # noqa: F403
from samsyn.settings import DATABASES

for told in DATABASES.values():
    told["NAME"] = os.environ.get("SAMSYN_TEST_DATABASE", "postgres")
    told["OPTIONS"].pop("pool", None)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STATIC_ROOT = servers.HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
