"""Settings from the environment. `docs/operations.md` explains each; `checks.py` refuses unsafe ones."""

from __future__ import annotations

import os
from pathlib import Path

import django_stubs_ext

from khuevan import __version__
from khuevan.kernel.database import address
from khuevan.register.signin import allauth_settings

from . import secrets
from .modules import applications

# Lets forms, managers and views be written with their type arguments at run time, too.
django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src" / "khuevan"


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated setting as a list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


VERSION = __version__
ENVIRONMENT = os.environ.get("KHUEVAN_ENV", "demo")
PRODUCTION = ENVIRONMENT == "production"
DATA = Path(os.environ.get("KHUEVAN_DATA") or ROOT / "var").resolve()
DEBUG = os.environ.get("KHUEVAN_DEBUG") == "1" and not PRODUCTION
SECRET_KEY = os.environ.get("KHUEVAN_SECRET_KEY") or ("" if PRODUCTION else secrets.of_this_machine(DATA))
ALLOWED_HOSTS = words("KHUEVAN_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = words("KHUEVAN_ORIGINS")
BEHIND_PROXY = os.environ.get("KHUEVAN_PROXY") == "1"

DATABASE_ADDRESSES = address.resolve(os.environ, DATA)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **DATABASE_ADDRESSES.app.django(),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "connect_timeout": 10,
            "options": "-c timezone=UTC",
            "application_name": "khuevan",
            "prepare_threshold": 2,  # of statements inside `database.prepared()`; no others are kept
        },
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    *applications(),
    "khuevan.config",
    "ninja",
    "procrastinate.contrib.django",
    *allauth_settings.SIGNIN_APPS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "khuevan.kernel.ui.middleware.SecurityHeadersMiddleware",
    "khuevan.register.accounts.middleware.SessionMiddleware",
    "khuevan.kernel.ui.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "khuevan.register.accounts.middleware.ActorMiddleware",
    "khuevan.kernel.ui.again.AgainMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *allauth_settings.SIGNIN_MIDDLEWARE,
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [
            SOURCE / wing / room / "templates"
            for wing, room in (p.split(".")[1:] for p in applications()[:-1])
        ],
        "OPTIONS": {
            "environment": "khuevan.kernel.ui.jinja.environment",
            "context_processors": ["khuevan.kernel.ui.shell.context"],
            "auto_reload": DEBUG,
        },
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}},
]

ROOT_URLCONF = "khuevan.config.urls"
WSGI_APPLICATION = "khuevan.config.wsgi.application"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LOCALE_PATHS = [SOURCE / "config" / "locale"]

STATIC_URL = "/static/"
# Production serves what `collectstatic` gathered; elsewhere each room's files are found where they are.
STATIC_ROOT = DATA / "static" if PRODUCTION else None
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_MAX_AGE = 600
FILES_ROOT = Path(os.environ.get("KHUEVAN_FILES") or DATA / "files").resolve()
KEYS_ROOT = DATA / "keys"
SIGNING_ROOT = DATA / "signing"
FACTS_ROOT = Path(os.environ.get("KHUEVAN_FACTS") or DATA / "facts").resolve()
SPARK_MASTER = os.environ.get("KHUEVAN_SPARK", "")  # "": rows are gone through in the process
SNAPSHOTS_ROOT = FILES_ROOT / "snapshots"  # beside the stored files: a backup takes them too
SERIES_ROOT = FILES_ROOT / "series"
_here = f"http://127.0.0.1:{os.environ.get('KHUEVAN_PORT') or 8000}"
_served_at = f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION and ALLOWED_HOSTS else _here
PUBLIC_ADDRESS = (os.environ.get("KHUEVAN_ADDRESS") or _served_at).rstrip("/")
SIGNING_AUTHORITY = os.environ.get("KHUEVAN_SIGNING_AUTHORITY", "" if PRODUCTION else "test")
SIGNING_STAMP_URL = os.environ.get("KHUEVAN_STAMP_URL", "")
SIGNING_LIBRARY = os.environ.get("KHUEVAN_PKCS11", "")
# Hosts of the own network that links handed in by people may be tried at; of the world outside all may.
LINKS_INSIDE = words("KHUEVAN_LINKS_INSIDE", "")
ANTIVIRUS_COMMAND = os.environ.get("KHUEVAN_ANTIVIRUS", "")
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
CSRF_FAILURE_VIEW = "khuevan.kernel.ui.errors.csrf_failed"

AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["khuevan.register.accounts.hashers.OwaspArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SESSION_ENGINE = "khuevan.register.accounts.sessions"
SESSION_COOKIE_NAME = "khuevan"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
PAGES_KEPT = not DEBUG and os.environ.get("KHUEVAN_PAGES_KEPT", "1") != "0"
"""Pages are shown again without being made again while they hold (`ui.again`). Benches that measure how a page is made
switch it off."""
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and not BEHIND_PROXY
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("KHUEVAN_LOG", "WARNING")},
}

globals().update({name: getattr(allauth_settings, name) for name in dir(allauth_settings) if name.isupper()})
