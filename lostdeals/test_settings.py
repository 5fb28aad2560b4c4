"""Settings while the tests run: the real ones, with a throwaway var/ and what tests need to be quick.

Whatever the developer's environment or `.env` says stays out, apart from `DATABASE_URL`: with it the same
tests run on PostgreSQL.
"""

import os
import tempfile

_OURS = (
    "ALLOWED_HOSTS", "BACKUPS_KEPT", "BACKUP_HOUR",
    "DEBUG", "DEFAULT_FROM_EMAIL", "DELIVERY_LEASE_SECONDS", "EMAIL_URL", "EMAIL_URL_FILE",
    "HOST", "LOSTDEALS_ADMIN_EMAIL", "LOSTDEALS_ADMIN_PASSWORD", "LOSTDEALS_ADMIN_PASSWORD_FILE",
    "MAILS_PER_RUN", "PORT",
    "REDIS_URL", "REDIS_URL_FILE", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "SECRET_KEY_FILE", "SIGNUP",
    "SITE_URL", "TICK_SECONDS", "TRUSTED_PROXY_COUNT",
)  # fmt: skip
for _name in _OURS:
    os.environ.pop(_name, None)
os.environ["LOSTDEALS_ENV_FILE"] = ""
if "LOSTDEALS_TEST_VAR" not in os.environ:  # one directory for the test run and all its workers
    os.environ["LOSTDEALS_TEST_VAR"] = tempfile.mkdtemp(prefix="lostdeals-tests-")
os.environ["LOSTDEALS_VAR"] = os.environ["LOSTDEALS_TEST_VAR"]

from lostdeals.settings import *  # noqa: E402, F403
from lostdeals.settings import DATABASES, STORAGES, VAR_DIR  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
NUDGE_WORKERS = False
# One at a time is long work of an installation; the processes of a test run are several.
WORK_DIR = VAR_DIR / f"work-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
# A tick of a test sees what that test wrote and nobody else does; a backup would not.
BACKUPS_KEPT = 0
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

DATABASES["default"]["CONN_MAX_AGE"] = 0  # a test's server may not keep the test's database busy
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, because browser tests look at the database from several threads; not synced to disk, because
    # it is thrown away.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON"
    )
