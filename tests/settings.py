"""Settings of the tests: the site's own, quick, and cut off from the outside.

Whatever the environment or a `.env` file says about the site is set aside, so
that tests mean the same everywhere. Only `tests.postgresql_plugin` chooses the
database, through TEST_DATABASE and DATABASE_URL.
"""

import os
import tempfile

_folder = tempfile.TemporaryDirectory(
    prefix="dmp-studio-tests-", dir=os.environ.get("TEST_FOLDER")
)
os.environ.update(
    VAR_DIR=_folder.name,
    SECRET_KEY="for-tests-only",
    DEBUG="off",
    HTTPS="off",
    BEHIND_PROXY="off",
    TRUSTED_PROXIES="0",
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    CSRF_TRUSTED_ORIGINS="",
    EMAIL_URL="memorymail://",
    DEFAULT_FROM_EMAIL="dmp-studio@example.org",
    SUPPORT_EMAIL="",
    SITE_URL="http://testserver",
    TIME_ZONE="America/Toronto",
)
if os.environ.get("TEST_DATABASE", "sqlite") == "sqlite":
    os.environ["DATABASE_URL"] = ""

from dmp_site.settings import *  # noqa: E402
from dmp_site.settings import CACHES as SITE_CACHES  # noqa: E402

if not DATABASE_URL:
    # A file, because the threads of the live server share it as in production.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}

# Most tests are of people who have confirmed their addresses long ago.
ACCOUNT_EMAIL_VERIFICATION = "optional"

# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Tasks are done at once, when the transaction that asks for them has ended.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Files are served from where they are: no manifest, no collectstatic.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "dmp_site.static_files.UncollectedStorage"},
}
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
# Rendering takes seconds; the tests that need files ask for them.
RENDER_FINISHED_EDITIONS = False

# Counting needs no database here; tests/signing_in counts as the site does.
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in SITE_CACHES
}
