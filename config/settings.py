"""Settings in one file, from the environment, with safe defaults.

There is no debug mode, and outside the demo (`SUPERCONNECTOR_DEMO=1`, set by `./run demo`) a secret key
must be given. docs/how-to/run-it-in-production.md lists every variable.
"""

import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment as env

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(env.text("SUPERCONNECTOR_VAR", str(ROOT / "var")))

DEMO = env.boolean("SUPERCONNECTOR_DEMO", default=False)
TESTING = "pytest" in sys.modules
PRODUCTION = not (DEMO or TESTING)

# --- who may talk to us -----------------------------------------------------------------------------------

DEBUG = False
SECRET_KEY = env.secret_key(kept_in=VAR / "secret-key" if DEMO else None, throw_away=TESTING)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default="" if PRODUCTION else "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- the ecosystem ----------------------------------------------------------------------------------------

ECOSYSTEM = Path(env.text("ECOSYSTEM", str(ROOT / "ecosystems" / "hong-kong")))
API_RATE = env.text("API_RATE", "120/m")
"""Requests a stranger may send to the API: a number and a period (s, m, h, d)."""
API_BODY_BYTES = env.integer("API_BODY_BYTES", default=64 * 1024)
NINJA_NUM_PROXIES = TRUSTED_PROXIES

# --- the application --------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "superconnector.portal",  # first: its templates stand in for those of the packages below
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "heroicons",
    "superconnector.base",
    "superconnector.base.accounts",
    "superconnector.base.files",
    "superconnector.apps.directory",
    "superconnector.apps.programmes",
    "superconnector.apps.calls",
    "superconnector.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "superconnector.base.middleware.BrowserPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "superconnector.api.problems.ProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "superconnector.base.middleware.NoNulMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "superconnector.base.accounts.middleware.StaffMFAMiddleware",
    "superconnector.portal.too_often.TooOftenMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "superconnector.portal.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{VAR / 'superconnector.sqlite3'}")}

# --- accounts ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    *(["django.contrib.auth.hashers.MD5PasswordHasher"] if TESTING else []),  # quick, for tests alone
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
STAFF_NEED_MFA = not DEMO
"""Whether an officer must have a passkey or an authenticator app; the demo's accounts have none."""

ACCOUNT_ADAPTER = "superconnector.base.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "superconnector.base.accounts.queries.shown_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "superconnector.base.accounts.forms.NameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
# Not SUPPORTS_CHANGE: allauth offers it only where the address is new, which betrays the others.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

MFA_ADAPTER = "superconnector.base.accounts.mfa.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "superconnector.base.accounts.passkeys.AddPasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = "Superconnector"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO

SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_NAME = "superconnector"

# --- mail -------------------------------------------------------------------------------------------------

_MAIL = env.mail_server("EMAIL_URL", default="smtp://localhost")
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starttls, _MAIL.tls
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = VAR / "mail"
if DEMO:  # kept on this machine, and shown at /demo/mail/
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", f"Superconnector <noreply@{EMAIL_HOST}>")

# --- languages and time -----------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("zh-hant", _("Traditional Chinese")),
    ("zh-hans", _("Simplified Chinese")),
]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Asia/Hong_Kong")
USE_TZ = True

# --- static files -----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [("model-viewer", env.package_folder("dash_model_viewer") / "vendor")]
"""The viewer of 3D models; docs/decisions/3d-models-by-model-viewer.md."""
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- what a browser is told -------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "superconnector.portal.pages.form_expired"

# --- limits and logs --------------------------------------------------------------------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILES_ROOT = VAR / "files"
UPLOAD_BYTES = env.integer("UPLOAD_BYTES", default=200 * 1024 * 1024)
"""The most that one request may bring in files."""
FILE_UPLOAD_HANDLERS = [
    "superconnector.base.files.bounded.BoundedUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pace": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pace",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # the 300 of the default would forget a busy school's counts
    },
}
PACE = env.paces(
    "PACE",
    {
        "submit": "60/h",  # new receipts of an entry by one account
        "invite": "60/d",  # invitations by an account
        "join": "30/h",  # teams joined by an account, tries included
        "guardian": "60/d",  # mails to guardians by an account
        "guardian-again": "3/h",  # about one member
        "guardian-address": "10/d",  # to one address, whoever asks
        "change": "600/h",  # of teams and of what entries are, by an account
        "upload": "300/h",  # files by an account, tries included
        "upload-refused": "30/h",  # each may cost a processor some seconds
        "vote": "60/h",
        "appeal": "10/d",
    },
)
"""How often one account may do what costs others something; a number and a period (s, m, h, d)."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"no_secrets": {"()": "superconnector.base.logs.NoSecretsFilter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_secrets"]},
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {
        "django.request": {"level": "ERROR"},  # a page that is not there is the visitor's news, not ours
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
