"""Settings of one installation. Everything that differs between two of them comes from the environment:
docs/configuration.md describes every variable. What would be unsafe refuses to start with a sentence."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import StrictUndefined

from lostdeals import env
from lostdeals.translations import languages_in

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_env_file(BASE_DIR)

# Where and who
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, lowest=1, highest=65535)
SITE_URL = env.site_url(HOST, PORT)
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
SECURE_SITE = SITE_URL.startswith("https://")
VAR_DIR = env.var_directory(BASE_DIR)
DEBUG = env.flag("DEBUG")
if DEBUG and not (env.is_loopback(HOST) and env.is_loopback(SITE_HOST)):
    env.refuse("DEBUG shows secrets to every visitor. Unset it, or leave HOST and SITE_URL on this machine.")
SECRET_KEY = env.secret_key(VAR_DIR)
SECRET_KEY_FALLBACKS = [
    env.check_secret(key, "SECRET_KEY_FALLBACKS") for key in env.names("SECRET_KEY_FALLBACKS")
]
ALLOWED_HOSTS = [SITE_HOST, "localhost", "127.0.0.1", "[::1]", *env.names("ALLOWED_HOSTS")]
if "*" in ALLOWED_HOSTS:
    env.refuse("ALLOWED_HOSTS may not be *. List the host names people type, separated by commas.")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0, lowest=0, highest=10)
SIGNUP_OPEN = env.choice("SIGNUP", "closed", "open") == "open"
# Makes the first account while there is none (desk.first_account)
FIRST_ACCOUNT_EMAIL = env.text("LOSTDEALS_ADMIN_EMAIL")
FIRST_ACCOUNT_PASSWORD = env.secret("LOSTDEALS_ADMIN_PASSWORD")

# Rooms, from the ground up (ARCHITECTURE: imports point down only)
ROOMS = [
    "common", "outbox", "accounts", "library", "prospects", "followups", "digests", "nurture", "insights",
    "exchange", "api", "desk", "lostdeals",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    *ROOMS,
]

MIDDLEWARE = [
    # Headers first: what is answered further in, a redirect to https and a file included, carries them all.
    "lostdeals.middleware.secret_addresses",
    "lostdeals.middleware.permissions_policy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pads every answer at random, so that its length tells nothing about the tokens in it (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "lostdeals.middleware.as_buyers_read",
    "lostdeals.middleware.localhost_by_name",
    "api.answers.json_alone",
    "lostdeals.middleware.sign_in_as_a_page",
    "lostdeals.middleware.address_for_scripts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "lostdeals.middleware.as_forms_are_sent",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lostdeals.languages.speak_their_language",
    "lostdeals.middleware.nobody_at_secret_addresses",
    "lostdeals.middleware.SignInKeepingWords",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lostdeals.middleware.SomethingInTheWay",
    "lostdeals.middleware.GoneMeanwhile",
]

ROOT_URLCONF = "lostdeals.urls"
WSGI_APPLICATION = "lostdeals.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.context.frame",
            ],
        },
    },
    # The digests, of which there are many at the same minute: docs/decisions/0024.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "digests",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"undefined": StrictUndefined, "keep_trailing_newline": True},
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Data
DATABASES = {"default": env.database(VAR_DIR)}
# In the database, because sign-in limits must hold over all web processes and must not need Redis.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lostdeals_cache",
        # So many that nobody pushes the count of tries out of it by asking for other names.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# For so long a process takes what it read about clock and mail for true when it draws the banners
HEALTH_KNOWN_FOR_SECONDS = 10
# How often an open Today asks whether somebody else changed it
TODAY_ASKS_EVERY_SECONDS = 20

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.sign_in.ByAddress",
    # Asked nothing any more; sessions it began go on.
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "desk.account_adapter.AccountAdapter"
ACCOUNT_FORMS = {"reset_password": "desk.forms.password_reset.AskForReset"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.reset_tokens.ResetTokens"
PASSWORD_RESET_TIMEOUT = 86_400
# What changed about the way in is told by mail.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# Whoever sits down at an unlocked machine cannot move the account to an address of theirs.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
# Noted when a session begins; not with every request, which would be a write for each.
USERSESSIONS_TRACK_ACTIVITY = False
# The second step: a passkey, or the codes of an app with recovery codes beside them.
MFA_ADAPTER = "accounts.mfa_adapter.SecondSteps"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Half a minute off is a clock, not an attack.
MFA_TOTP_TOLERANCE = 1
# Members are let in by their team, not by a mail they confirm.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "activate_totp": "desk.forms.second_step.SwitchOnCodes",
    "add_webauthn": "desk.forms.second_step.AddPasskey",
    "authenticate": "desk.forms.second_step.SecondStep",
    "authenticate_webauthn": "desk.forms.second_step.PasskeyAsSecondStep",
    "edit_webauthn": "desk.forms.second_step.RenamePasskey",
    "login_webauthn": "desk.forms.second_step.SignInByPasskey",
    "reauthenticate": "desk.forms.second_step.CodeAgain",
    "reauthenticate_webauthn": "desk.forms.second_step.PasskeyAgain",
}
# How often somebody may try (docs/decisions/0025). Strict per account. Per address only where the proxies in
# front are declared: without that a whole house may seem to come from one address.
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
_PER_ADDRESS = "60/5m/ip" if TRUSTED_PROXY_COUNT else "600/m/ip"
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": f"{_PER_ADDRESS},5/5m/key",
    "reset_password": f"{_PER_ADDRESS},5/5m/key",
    "reset_password_from_key": _PER_ADDRESS,
    "reauthenticate": "10/5m/user",
    "change_password": "5/5m/user",
    "signup": _PER_ADDRESS,
    "passkey_challenge": "600/m/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}

# Cookies and headers
CSRF_FAILURE_VIEW = "desk.views.signed_out.form_too_old"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SITE else 0
SECURE_SSL_REDIRECT = SECURE_SITE and TRUSTED_PROXY_COUNT > 0
# The API refuses by itself what comes in the clear.
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^healthz$", r"^api/v1(/|$)"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Subdomains and the preload list concern other sites of the owner's domain: theirs to decide, not ours.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if SECURE_SITE and not TRUSTED_PROXY_COUNT:
    # Without a declared proxy a request's scheme is unknown: redirecting to https is the proxy's work.
    SILENCED_SYSTEM_CHECKS.append("security.W008")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

# Language and time
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGES = languages_in(BASE_DIR / "locale")
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# What browsers ask for at the root: /favicon.ico
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail: as files under var/mail until EMAIL_URL is set
MAIL_DIR = VAR_DIR / "mail"
_MAIL_SERVER = env.mail_server()
MAIL_AS_FILES = not _MAIL_SERVER
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if MAIL_AS_FILES else 'smtp'}.EmailBackend"
EMAIL_FILE_PATH = str(MAIL_DIR)
EMAIL_HOST: str = _MAIL_SERVER.get("EMAIL_HOST", "localhost")
EMAIL_PORT: int = _MAIL_SERVER.get("EMAIL_PORT", 25)
EMAIL_HOST_USER: str = _MAIL_SERVER.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD: str = _MAIL_SERVER.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS: bool = _MAIL_SERVER.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL: bool = _MAIL_SERVER.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.sender(f"Lost Deals <mail@{SITE_HOST}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# At most so many mails leave in one tick and the next goes on: as many as one tick plans, or what the
# provider allows.
MAILS_PER_RUN = env.number("MAILS_PER_RUN", 2000, lowest=1, highest=100_000)

# The clock
TICK_SECONDS = env.number("TICK_SECONDS", 60, lowest=1, highest=3600)
RECONCILE_SECONDS = 3600
DELIVERY_LEASE_SECONDS = env.number("DELIVERY_LEASE_SECONDS", 900, lowest=1, highest=86_400)

# Whether mail that somebody waits for asks a worker at once
NUDGE_WORKERS = True

REDIS_URL = env.redis_url()
QUEUE_DIR = VAR_DIR / "queue"
# Files on their way in, files made for somebody to fetch, copies of the database
UPLOADS_DIR = VAR_DIR / "uploads"
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_MB", 200, lowest=1, highest=2000) * 1_000_000
RESULTS_DIR = VAR_DIR / "results"
BACKUPS_DIR = VAR_DIR / "backups"
# How far long work has come, and who is at it (exchange/progress.py)
WORK_DIR = VAR_DIR / "work"
# How many of those made every night are kept (0: none is made), and after which hour of UTC they are made
BACKUPS_KEPT = env.number("BACKUPS_KEPT", 14, lowest=0, highest=1000)
BACKUP_HOUR = env.number("BACKUP_HOUR", 1, lowest=0, highest=23)
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "lostdeals"
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1, "interval_max": 0.5}
CELERY_BROKER_CONNECTION_TIMEOUT = 3
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker waits for its broker as long as it takes: nothing is lost but a tick.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = 2
CELERY_RESULT_EXPIRES = None
CELERY_BEAT_SCHEDULER = "lostdeals.beat:ForgetfulScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = min(5, TICK_SECONDS)
CELERY_BEAT_SCHEDULE = {
    # A tick nobody picked up before the next one is dropped: the next one does the same work.
    "tick": {
        "task": "lostdeals.tasks.tick",
        "schedule": TICK_SECONDS,
        "options": {"expires": TICK_SECONDS * 0.9},
    },
    # What a worker was asked for is begun at once; this is for what nobody was asked for, or died at.
    "long work": {
        "task": "lostdeals.tasks.long_work",
        "schedule": TICK_SECONDS,
        "options": {"expires": TICK_SECONDS * 0.9},
    },
    "reconcile": {
        "task": "lostdeals.tasks.reconcile",
        "schedule": RECONCILE_SECONDS,
        "options": {"expires": RECONCILE_SECONDS * 0.9},
    },
}
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_WORKER_POOL = "prefork"
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "socket_timeout": 5,
        "socket_connect_timeout": 3,
        "socket_keepalive": True,
        "health_check_interval": 30,
    }
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT = "lostdeals.queue:Transport"
    CELERY_WORKER_POOL = "threads"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "polling_interval": 0.2,
    }

# Logs: one line each, to stderr
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "lostdeals.logs.OneLineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would write everything twice, and mail the admins nobody named.
        "django": {"handlers": [], "propagate": True, "level": "INFO"},
        # One line per task and minute helps nobody.
        "celery": {"level": "WARNING"},
        # Nor does one per passkey that was used.
        "fido2": {"level": "WARNING"},
        # At every lost connection Celery warns of a setting we don't use.
        "py.warnings": {"level": "ERROR"},
    },
}
