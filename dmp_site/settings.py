"""Settings of DMP Studio, read from the environment (see docs/how-to/deploy.md).

Without any variable set the site runs on the embedded SQLite database in
`var/`, for trying out and for development. Production sets at least
SECRET_KEY, ALLOWED_HOSTS, SITE_URL, EMAIL_URL, DEFAULT_FROM_EMAIL and DATABASE_URL.
"""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from dmp_site.production import NotReadyToStart, origin_of, refuse_incomplete
from dmp_site.trial import trial_key

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
# A site is a trial until it is given a key; from then on cookies require HTTPS.
SECRET_KEY = env.str("SECRET_KEY", default="")
IS_TRIAL = not SECRET_KEY
if IS_TRIAL:
    if env.str("ALLOWED_HOSTS", default=""):
        raise NotReadyToStart(
            ["Set SECRET_KEY to 50 random characters before serving other hosts."]
        )
    SECRET_KEY = trial_key(VAR_DIR)
else:
    refuse_incomplete(
        allowed_hosts=env.list("ALLOWED_HOSTS", default=[]),
        site_url=env.str("SITE_URL", default=""),
        email_url=env.str("EMAIL_URL", default=""),
        sender=env.str("DEFAULT_FROM_EMAIL", default=""),
    )
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", ".localhost"]
)
# The base of links in e-mail; never taken from a request.
SITE_URL = env.str("SITE_URL", default="") or "http://localhost:8000"
# Pages of the site's own address may send forms, even if the proxy in front passes on
# its name without its port.
CSRF_TRUSTED_ORIGINS = [
    origin_of(SITE_URL),
    *env.list("CSRF_TRUSTED_ORIGINS", default=[]),
]

INSTALLED_APPS = [
    "questionnaire",
    # Without its own site: questionnaire.administration has one.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # Contains the templates of form fields: FORM_RENDERER searches installed apps.
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "questionnaire.serving.headers.PermissionsPolicyMiddleware",
    "questionnaire.serving.probes.ProbesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "questionnaire.middleware.CompressPagesMiddleware",
    "questionnaire.middleware.DatabaseDownMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "questionnaire.middleware.LanguageMiddleware",
    "questionnaire.middleware.TimeZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "questionnaire.serving.bodies.RequestBodyMiddleware",
    "questionnaire.serving.limits.LimitsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "questionnaire.middleware.CarriedFormsMiddleware",
    "questionnaire.middleware.NoStoreMiddleware",
    "questionnaire.middleware.SentFormsMiddleware",
    "questionnaire.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "dmp_site.urls"
WSGI_APPLICATION = "dmp_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "questionnaire.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database ---------------------------------------------------------------
# Two aliases of one database: "default" writes; "reader" reads a consistent
# snapshot of a whole plan without waiting for writers.

DATABASE_URL = env.str("DATABASE_URL", default="")
if DATABASE_URL:
    if not DATABASE_URL.startswith(("postgresql://", "postgres://")):
        raise NotReadyToStart(
            ["DATABASE_URL must begin with postgresql://; without it, SQLite is used."]
        )
    _postgresql = {
        **env.db_url("DATABASE_URL"),
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    }
    _options = {
        **_postgresql.get("OPTIONS", {}),
        "connect_timeout": 3,
        # Random reads are as cheap as sequential ones on today's disks: otherwise
        # PostgreSQL would read whole tables rather than use an index.
        "options": "-c statement_timeout=15000 -c lock_timeout=5000"
        " -c random_page_cost=1.1",
    }
    DATABASES = {
        "default": {**_postgresql, "OPTIONS": _options},
        "reader": {
            **_postgresql,
            # psycopg2.extensions.ISOLATION_LEVEL_REPEATABLE_READ
            "OPTIONS": {**_options, "isolation_level": 2},
            "TEST": {"MIRROR": "default"},
        },
    }
else:
    _sqlite = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "studio.sqlite3",
    }
    # Without IMMEDIATE, concurrent writers get "database is locked" whatever the
    # timeout; without recursive_triggers, INSERT OR REPLACE bypasses the triggers
    # that guard append-only tables.
    _pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
    )
    DATABASES = {
        "default": {
            **_sqlite,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": _pragmas,
            },
        },
        "reader": {
            **_sqlite,
            "OPTIONS": {
                "transaction_mode": "DEFERRED",
                "timeout": 20,
                "init_command": _pragmas,
            },
            "TEST": {"MIRROR": "default"},
        },
    }

# --- Caches -----------------------------------------------------------------
# What all processes of the site share is in the database: how often somebody tried to
# sign in. Figures that are slow to compute stay in each process.

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000, "CULL_FREQUENCY": 10},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# --- People -----------------------------------------------------------------

AUTH_USER_MODEL = "questionnaire.User"
AUTHENTICATION_BACKENDS = [
    "questionnaire.accounts.EmailBackend",
    "questionnaire.accounts.StandingBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_MIN_LENGTH = 10
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation"
        ".UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_MIN_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "projects"
ACCOUNT_ADAPTER = "questionnaire.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# When mandatory, an address must be confirmed before the first sign-in, and signing
# up does not reveal whether an address already has an account. A trial has no mail
# server, so nobody could confirm anything.
ACCOUNT_EMAIL_VERIFICATION = "optional" if IS_TRIAL else "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# Only in the browser in which the account was created, while its session lasts.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# One address per account: a new one replaces it once confirmed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# How often something may be tried (questionnaire/signing_in/limits.py): from a browser
# that the account knows; to one account from one address, and from anywhere; to any
# account from one address, which may be that of a whole campus. Then all requests to
# the sign-in page, and forms kept while their authors sign in again (carrying/).
ACCOUNT_RATE_LIMITS = {
    "sign_in_known": "10/5m/key",
    "sign_in_here": "5/5m/key",
    "sign_in_anywhere": "100/h/key",
    "sign_in_place": "20/m/key",
    "login": "120/m/ip",
    "carried_form": "60/h/ip",
}
ACCOUNT_FORMS = {
    "login": "questionnaire.forms.account.SignInForm",
    "signup": "questionnaire.forms.account.SignUpForm",
    "add_email": "questionnaire.forms.account.AddEmailForm",
    "change_password": "questionnaire.forms.account.ChangePasswordForm",
    "set_password": "questionnaire.forms.account.SetPasswordForm",
    "reset_password": "questionnaire.forms.account.ResetPasswordForm",
    "reset_password_from_key": "questionnaire.forms.account.ResetPasswordKeyForm",
    "reauthenticate": "questionnaire.forms.account.ReauthenticateForm",
}
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True

EMAIL_CONFIG = env.email_url_config(
    env.str("EMAIL_URL", default="") or "consolemail://"
)
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="dmp-studio@localhost")
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", default="")
# How long, in seconds, a worker waits for a mail server that does not answer.
EMAIL_TIMEOUT = 10

# Work that a page need not wait for is done by `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Languages --------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "dmp_site.formats"
USE_I18N = True
# Ids in forms and addresses must not be grouped; numbers to read use the `number`
# filter.
USE_THOUSAND_SEPARATOR = False
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="America/Toronto")

# --- Files ------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "dmp_site.style_sheets.StyleSheetsFinder",
]
# Once collected, static files are served from STATIC_ROOT, compressed and named by
# content; otherwise from their folders. `make run` collects them as production does.
COLLECTED_STATIC_FILES = env.bool("COLLECTED_STATIC_FILES", default=not IS_TRIAL)
WHITENOISE_USE_FINDERS = not COLLECTED_STATIC_FILES
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "dmp_site.static_files.CollectedStorage"
        if COLLECTED_STATIC_FILES
        else "dmp_site.static_files.UncollectedStorage"
    },
}
# Pages of other sites have no business with them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "woff2", "ttf", "png", "gz", "br"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# One answer part may hold a million characters; the body around it, accents
# encoded, stays under five megabytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The forms of signing in and up, which anybody may send.
LARGEST_SIGN_IN = 64 * 1024
# Without script, each cell of a table is a form field: 500 rows of 12 columns.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 7_000

# Limits of one rendering, which runs in a process of its own.
EXPORT_CPU_SECONDS = env.int("EXPORT_CPU_SECONDS", default=120)
EXPORT_WALL_SECONDS = env.int("EXPORT_WALL_SECONDS", default=180)
EXPORT_MEMORY_MEGABYTES = env.int("EXPORT_MEMORY_MEGABYTES", default=1024)
# Make every file of an edition when it is finished, in the worker.
RENDER_FINISHED_EDITIONS = True
# How long an export of many plans can be downloaded.
BULK_EXPORT_DAYS = env.int("BULK_EXPORT_DAYS", default=7)
# A worker without a heartbeat for this long is dead, and its file can be reclaimed.
BULK_EXPORT_LEASE_SECONDS = env.int("BULK_EXPORT_LEASE_SECONDS", default=30)

# --- Security ---------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
# What a browser offers to pages and no page of this site uses.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "camera", "display-capture", "encrypted-media", "fullscreen",
        "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer",
        "microphone", "midi", "payment", "publickey-credentials-get",
        "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip
CSRF_FAILURE_VIEW = "questionnaire.views.site.pages.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Joining browsers' preload lists is up to the owner of the domain.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
_https = env.bool("HTTPS", default=not IS_TRIAL)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
_is_behind_proxy = env.bool("BEHIND_PROXY", default=False)
if _is_behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies, one behind the other, add to X-Forwarded-For: as many entries at
# its end can be trusted.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=int(_is_behind_proxy))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {"refused": {"()": "dmp_site.logs.WithoutTraceback"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["refused"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
