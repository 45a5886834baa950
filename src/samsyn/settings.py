"""Settings. What differs between installations comes from the environment; docs/operations.md lists it all."""

import os
import secrets
from pathlib import Path
from typing import Any

import pgtrigger
from django.contrib.messages import constants
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from psycopg.conninfo import conninfo_to_dict

from samsyn import postgres

HERE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("SAMSYN_HOME", ".samsyn")).resolve()
DEMO = os.environ.get("SAMSYN_DEMO") == "1"
HTTPS = os.environ.get("SAMSYN_HTTPS", "0" if DEMO else "1") == "1"
DEBUG = False


def _secret_key() -> str:
    """SAMSYN_SECRET_KEY, else a key kept in the data folder (0600), made the first time."""
    if given := os.environ.get("SAMSYN_SECRET_KEY"):
        if len(given) < 50:
            raise ImproperlyConfigured("SAMSYN_SECRET_KEY must be at least 50 characters of randomness.")
        return given
    path = HOME / "secret_key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(64))
        except FileExistsError:
            pass  # another process of ours was first
    return path.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("SAMSYN_HOSTS", "localhost 127.0.0.1 [::1]" if DEMO else "localhost").split()
SITE_URL = os.environ.get("SAMSYN_URL", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []

INSTALLED_APPS = [
    "samsyn.common",
    "samsyn.isolation",
    "samsyn.audit",
    "samsyn.search",
    "samsyn.accounts",
    "samsyn.organisations",
    "samsyn.documents",
    "samsyn.networks",
    "samsyn.dispatch",
    "samsyn.collaborations",
    "samsyn.matters",
    "samsyn.portal",
    "samsyn.api",
    "samsyn.desk",
    *(["samsyn.demo"] if DEMO else []),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "samsyn.common.middleware.without_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "samsyn.common.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "samsyn.organisations.middleware.ActingMiddleware",
]

ROOT_URLCONF = "samsyn.urls"
WSGI_APPLICATION = "samsyn.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.messages.context_processors.messages",
                "samsyn.common.context.page",
            ],
            "builtins": ["samsyn.common.templatetags.samsyn", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "samsyn.common.forms.Renderer"

# --- database -------------------------------------------------------------------------------------------------
# Three logins and no more: the application, the portal (reads public_site only), and, in the process that migrates
# and nowhere else, the owner of the tables.
MIGRATING = os.environ.get("SAMSYN_MIGRATE") == "1"


def _database(user: str, url: str | None) -> dict[str, Any]:
    if url:
        told = dict(conninfo_to_dict(url))
        where = {
            "NAME": told.pop("dbname", "samsyn"),
            "USER": told.pop("user", user),
            "PASSWORD": told.pop("password", ""),
        }
        where |= {"HOST": told.pop("host", ""), "PORT": told.pop("port", "")}
        options: dict[str, Any] = told
    else:
        where = {"NAME": "samsyn", "USER": user, "PASSWORD": "", "HOST": str(postgres.socket_dir(HOME)), "PORT": ""}
        options = {}
    return {"ENGINE": "samsyn.isolation.backend", **where, "OPTIONS": options, "CONN_MAX_AGE": 0}


def _pooled(database: dict[str, Any]) -> dict[str, Any]:
    pool = {"min_size": 1, "max_size": int(os.environ.get("SAMSYN_POOL", "5")), "timeout": 15}
    return {**database, "OPTIONS": {**database["OPTIONS"], "pool": pool}}


DATABASES = {
    "default": {**_pooled(_database("samsyn_app", os.environ.get("DATABASE_URL"))), "ATOMIC_REQUESTS": True},
    "portal": _pooled(_database("samsyn_portal", os.environ.get("DATABASE_URL_PORTAL"))),
}
if MIGRATING:
    owner = _database("samsyn_migrate", os.environ.get("DATABASE_URL_MIGRATE"))
    owner["OPTIONS"] |= {"assume_role": "samsyn_owner", "options": "-c lock_timeout=5s"}
    DATABASES["owner"] = owner
DATABASE_ROUTERS = ["samsyn.isolation.router.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the database, so that limits on sign-in hold over all processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "samsyn_cache"}}

PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False  # who acts is told by samsyn.enter()
# One statement writes the history of all its rows: row by row, 20 000 parties took 17 s instead of 2.
PGHISTORY_LEVEL = pgtrigger.Statement

# --- language and time ---------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Stockholm"

# --- files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- sign-in --------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["samsyn.accounts.backends.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:my-turn"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:front"
ACCOUNT_FORMS = {"login": "samsyn.accounts.forms.SignInForm"}
ACCOUNT_ADAPTER = "samsyn.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "samsyn.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_TOTP_ISSUER = "Samsyn"

# --- mail -----------------------------------------------------------------------------------------------------
_SMTP = {
    "host": os.environ.get("SAMSYN_SMTP_HOST", "localhost"),
    "port": int(os.environ.get("SAMSYN_SMTP_PORT", "25")),
    "username": os.environ.get("SAMSYN_SMTP_USER", ""),
    "password": os.environ.get("SAMSYN_SMTP_PASSWORD", ""),
    "use_tls": os.environ.get("SAMSYN_SMTP_TLS") == "1",
    "timeout": 20,
}
MAILERS = {
    "default": {"BACKEND": "samsyn.demo.mailbox.Backend"}
    if DEMO
    else {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": _SMTP}
}
DEFAULT_FROM_EMAIL = os.environ.get("SAMSYN_MAIL_FROM", "Samsyn <samsyn@samsyn.example>")

# --- the browser ----------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "img-src": [CSP.SELF, "data:"],  # the QR code of an authenticator app
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
MESSAGE_TAGS = {constants.SUCCESS: "good", constants.WARNING: "warn", constants.ERROR: "bad"}  # as the pages' notices
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "samsyn": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
NINJA_PAGINATION_MAX_LIMIT = 200
