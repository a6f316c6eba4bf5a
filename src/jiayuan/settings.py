"""Settings, all by environment variables with working defaults; every one is described in docs/settings.md."""

import json
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from jiayuan.foundation.common.secret import kept_secret
from jiayuan.foundation.common.tiles import tile_sources

PACKAGE = Path(__file__).resolve().parent
env = environ.Env()

DATA_DIR = Path(env.str("JIAYUAN_DATA", default=str(Path.cwd() / "var")))
DEMO = env.bool("JIAYUAN_DEMO", default=False)
DEBUG = env.bool("JIAYUAN_DEBUG", default=False)


def _secret_key() -> str:
    """From the environment; otherwise made once and kept, readable by this user alone, beside the data."""
    given = env.str("JIAYUAN_SECRET_KEY", default="")
    if given:
        return given
    return kept_secret(DATA_DIR / "secret-key")


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("JIAYUAN_FORMER_SECRET_KEYS", default=[])
PUBLIC_URL = env.str("JIAYUAN_URL", default="")
ALLOWED_HOSTS = env.list(
    "JIAYUAN_HOSTS", default=["*"] if DEMO or DEBUG else ["localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
HTTPS = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "rules",
    "django_tasks",
    "django_tasks_db",
    "jiayuan.foundation.duties",
    "jiayuan.foundation.channels",
    "jiayuan.foundation.ledger",
    "jiayuan.foundation.places",
    "jiayuan.foundation.access",
    "jiayuan.foundation.people",
    "jiayuan.foundation.organisations",
    "jiayuan.foundation.evidence",
    "jiayuan.foundation.notify",
    "jiayuan.foundation.tables",
    "jiayuan.foundation.burden",
    "jiayuan.services.voice",
    "jiayuan.services.cases",
    "jiayuan.services.gatherings",
    "jiayuan.modules.volunteering",
    "jiayuan.modules.help",
    "jiayuan.modules.sorting",
    "jiayuan.modules.waste",
    "jiayuan.district.desk",
    "jiayuan.district.figures",
    "jiayuan.doors.shell",
    "jiayuan.doors.phone",
    "jiayuan.doors.console",
    "jiayuan.doors.api",
]

MIDDLEWARE = [
    "jiayuan.doors.shell.nul.NulMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jiayuan.doors.shell.middleware.PreferencesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "jiayuan.doors.shell.methods.MethodsMiddleware",
    "jiayuan.doors.shell.bodies.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jiayuan.foundation.people.tracking.SessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiayuan.doors.shell.middleware.ActorMiddleware",
    "jiayuan.doors.phone.offline.OfflineMiddleware",
    "jiayuan.doors.shell.middleware.DomainErrorMiddleware",
    "jiayuan.foundation.burden.middleware.BurdenMiddleware",
]

ROOT_URLCONF = "jiayuan.urls"
WSGI_APPLICATION = "jiayuan.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "foundation" / "people" / "templates"],  # before allauth's own templates
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jiayuan.doors.shell.context.shell",
                "jiayuan.doors.phone.context.phone",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "jiayuan.doors.shell.templatetags.ui",
                "jiayuan.doors.shell.templatetags.reading",
                "jiayuan.doors.shell.templatetags.steady",
                "jiayuan.foundation.burden.templatetags.burden",
            ],
        },
    }
]

# Database: SQLite unless DATABASE_URL says otherwise (postgres://user:password@host/name).
DATABASES: dict[str, Any] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'jiayuan.sqlite3'}")
}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _synchronous = "NORMAL" if DEMO else env.str("JIAYUAN_SQLITE_SYNCHRONOUS", default="FULL")
    _database["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            f"PRAGMA journal_mode=WAL;PRAGMA synchronous={_synchronous};PRAGMA temp_store=MEMORY;"
            "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-16000;"
        ),
    }
else:
    _database["CONN_MAX_AGE"] = env.int("JIAYUAN_CONNECTION_AGE", default=600)
    _database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cache: shared by all workers, because rate limits count in it.
REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, Any] = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "jiayuan",
        }
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "shared_cache",
            # Of more than this a third is thrown away, whatever it is; each turn of a rate limit is one.
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    )
}

# Background tasks: rows of the database, worked off by `jiayuan tick` or `jiayuan work`; or at once, in the caller.
_TASKS = {
    "database": "django_tasks_db.DatabaseBackend",
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
}
TASKS = {
    "default": {
        "BACKEND": _TASKS[env.str("JIAYUAN_TASKS", default="database")],
        "QUEUES": [],
    }
}

# Notices
QUIET_HOURS = env.str("JIAYUAN_QUIET_HOURS", default="21:30-07:30")

# People
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "jiayuan.doors.shell.accounts.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "change_password": "5/m/user",
    "photo": "600/h/ip,60/h/key",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "jiayuan.foundation.people.mfa.MfaAdapter"
MFA_TOTP_ISSUER = "Jiayuan 家园"
USERSESSIONS_TRACK_ACTIVITY = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("JIAYUAN_BEHIND_PROXY", default=False) else 0
STAFF_SECOND_FACTOR = env.bool("JIAYUAN_STAFF_SECOND_FACTOR", default=True)
STAFF_SESSION_HOURS = env.int("JIAYUAN_STAFF_SESSION_HOURS", default=720 if DEMO else 12)
SHOW_CODES = env.bool("JIAYUAN_SHOW_CODES", default=DEMO)
"""Show one-time codes on the page instead of sending them: for the demonstration only."""

# Messages that leave the house: who carries them, and what our kinds of message are called there


def _json_object(name: str, given: str) -> dict[str, Any]:
    try:
        found = json.loads(given or "{}")
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f"{name} must be a JSON object.")
    return found


JIAYUAN_SMS = env.str("JIAYUAN_SMS", default="log")
JIAYUAN_SMS_KEY_ID = env.str("JIAYUAN_SMS_KEY_ID", default="")
JIAYUAN_SMS_KEY_SECRET = env.str("JIAYUAN_SMS_KEY_SECRET", default="")
JIAYUAN_SMS_SIGNATURE = env.str("JIAYUAN_SMS_SIGNATURE", default="")
JIAYUAN_SMS_APP = env.str("JIAYUAN_SMS_APP", default="")
JIAYUAN_SMS_REGION = env.str("JIAYUAN_SMS_REGION", default="ap-guangzhou")
JIAYUAN_SMS_TEMPLATES = _json_object("JIAYUAN_SMS_TEMPLATES", env.str("JIAYUAN_SMS_TEMPLATES", default=""))
JIAYUAN_SMS_URL = env.str("JIAYUAN_SMS_URL", default="")
JIAYUAN_WECHAT = env.str("JIAYUAN_WECHAT", default="log")
JIAYUAN_WECHAT_APP_ID = env.str("JIAYUAN_WECHAT_APP_ID", default="")
JIAYUAN_WECHAT_APP_SECRET = env.str("JIAYUAN_WECHAT_APP_SECRET", default="")
JIAYUAN_WECHAT_TEMPLATES = _json_object(
    "JIAYUAN_WECHAT_TEMPLATES", env.str("JIAYUAN_WECHAT_TEMPLATES", default="")
)
JIAYUAN_WECHAT_URL = env.str("JIAYUAN_WECHAT_URL", default="https://api.weixin.qq.com")
JIAYUAN_EMAIL = env.str("JIAYUAN_EMAIL", default="log")
EMAIL_HOST = env.str("JIAYUAN_EMAIL_HOST", default="")
EMAIL_PORT = env.int("JIAYUAN_EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.str("JIAYUAN_EMAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.str("JIAYUAN_EMAIL_PASSWORD", default="")
_email_security = env.str("JIAYUAN_EMAIL_SECURITY", default="starttls")
if _email_security not in ("starttls", "tls", "none"):
    raise ImproperlyConfigured("JIAYUAN_EMAIL_SECURITY is starttls, tls or none.")
EMAIL_USE_TLS = _email_security == "starttls"
EMAIL_USE_SSL = _email_security == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("JIAYUAN_EMAIL_FROM", default="")

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
LANGUAGE_COOKIE_NAME = "jiayuan_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
WORKING_HOURS = env.str("JIAYUAN_WORKING_HOURS", default="08:30-12:00,14:30-18:00")
CALENDAR_FILE = env.str("JIAYUAN_CALENDAR_FILE", default="")

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE / "static_built"] if (PACKAGE / "static_built").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str(
            "JIAYUAN_STATIC_STORAGE", default="whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_MANIFEST_STRICT = False
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/never-served/"
PHOTO_MAX_BYTES = env.int("JIAYUAN_PHOTO_MAX_BYTES", default=20 * 1024 * 1024)
REQUEST_MAX_BYTES = env.int("JIAYUAN_REQUEST_MAX_BYTES", default=128 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# The district served, and its maps
DISTRICT = env.str("JIAYUAN_DISTRICT", default="140106")
HOTLINE = env.str("JIAYUAN_HOTLINE", default="12345")
EXCHANGE_ITEMS_FILE = env.str("JIAYUAN_EXCHANGE_ITEMS_FILE", default="")
HOURS_A_DAY = env.int("JIAYUAN_HOURS_A_DAY", default=12)
WASTE_TICKET_PERCENT = env.int("JIAYUAN_WASTE_TICKET_PERCENT", default=10)
ROADS_FILE = env.str("JIAYUAN_ROADS_FILE", default="")
TRUCK_GRAMS_KM = env.int("JIAYUAN_TRUCK_GRAMS_KM", default=0)
SILENT_PAIR_DAYS = env.int("JIAYUAN_SILENT_PAIR_DAYS", default=42)
MAP_TILES = env.str("JIAYUAN_MAP_TILES", default="")
MAP_TILES_DATUM = env.str("JIAYUAN_MAP_TILES_DATUM", default="wgs84")
MAP_TILES_ATTRIBUTION = env.str("JIAYUAN_MAP_TILES_ATTRIBUTION", default="")

# Security
SESSION_ENGINE = "jiayuan.foundation.people.sessions"
SESSION_COOKIE_NAME = "jiayuan_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS and env.bool("JIAYUAN_REDIRECT_HTTPS", default=False)
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("JIAYUAN_BEHIND_PROXY", default=False) else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "jiayuan.doors.shell.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *tile_sources(MAP_TILES)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "media-src": [SELF, "blob:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
"""A staff name is unique by a constraint with a condition (``people.models.Person``), which the check does not read."""

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("JIAYUAN_LOG_LEVEL", default="WARNING")},
}
