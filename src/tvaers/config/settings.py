"""The settings of the program, one file, driven by the environment (TVAERS_*)."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from tvaers.accounts.rules import CODE_PERIOD, CODE_TOLERANCE
from tvaers.foundation import environment
from tvaers.foundation.secrets import HiddenBytes, Secrets, read_private_line
from tvaers.guard.pool import CONNECTING, POOL

PACKAGE = Path(__file__).resolve().parent.parent
environment.read_file()
VAR = environment.place()
TVAERS_DEMO = environment.flag("TVAERS_DEMO")
TVAERS_DATABASE_ROLE = environment.text("TVAERS_DATABASE_ROLE")
TVAERS_GALLERY = TVAERS_DEMO or environment.flag("TVAERS_GALLERY")

# Secrets lie in one file of mode 0600; nothing secret is read from the environment, where a dump would show it.
TVAERS_SECRETS_FILE = environment.secrets_file()
_secrets = Secrets.load(TVAERS_SECRETS_FILE)
SECRET_KEY = _secrets.django_secret_key
TVAERS_CONTEXT_KEY = HiddenBytes.fromhex(_secrets.context_key)
TVAERS_KEY_STORE = environment.key_store_file()
TVAERS_ROOT_KEY = HiddenBytes.fromhex(_secrets.root_key)

DEBUG = False
# Where people find the pages; letters that no page asks for take their links from it.
TVAERS_ADDRESS = environment.text("TVAERS_ADDRESS").rstrip("/")
# Where browsers find the streams: "" for nowhere (docs/adr/0032-live.md).
TVAERS_LIVE = environment.live_address()
TVAERS_TILES, TVAERS_TILES_BY = environment.address("TVAERS_TILES"), environment.text("TVAERS_TILES_BY")
ALLOWED_HOSTS = (environment.text("TVAERS_HOSTS") or urlsplit(TVAERS_ADDRESS).hostname or "127.0.0.1 localhost").split()
# Whose word is taken for the visitor's address, which limits are counted by.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TVAERS_PROXIES")
ROOT_URLCONF = "tvaers.config.urls"
WSGI_APPLICATION = "tvaers.config.wsgi.application"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

INSTALLED_APPS = [
    "tvaers.guard",
    "tvaers.ui",
    "tvaers.audit",
    "tvaers.accounts",
    "tvaers.partnerships",
    "tvaers.areas",
    "tvaers.sharing",
    "tvaers.files",
    "tvaers.search",
    "tvaers.people",
    "tvaers.work",
    "tvaers.agreements",
    "tvaers.consents",
    "tvaers.methods",
    "tvaers.efforts",
    "tvaers.localpicture",
    "tvaers.concerns",
    "tvaers.cases",
    "tvaers.plans",
    "tvaers.assessments",
    "tvaers.emergencies",
    "tvaers.notices",
    "tvaers.incidents",
    "tvaers.outreach",
    "tvaers.meetings",
    "tvaers.conflict",
    "tvaers.surveys",
    "tvaers.civilsociety",
    "tvaers.web.signin",
    "tvaers.web.profile",
    "tvaers.web.people",
    "tvaers.web.search",
    "tvaers.web.files",
    "tvaers.web.sharing",
    "tvaers.web.emergencies",
    "tvaers.web.notices",
    "tvaers.web.methods",
    "tvaers.web.efforts",
    "tvaers.web.templating",
    "tvaers.web.incidents",
    "tvaers.web.street",
    "tvaers.web.meetings",
    "tvaers.web.civilsociety",
    "tvaers.web.agreements",
    "tvaers.web.today",
    "tvaers.web.concerns",
    "tvaers.web.cases",
    "tvaers.web.assessments",
    "tvaers.web.tasks",
    "tvaers.web.localpicture",
    "tvaers.web.conflict",
    "tvaers.web.surveys",
    "tvaers.web.administration",
    *(["tvaers.web.gallery"] if TVAERS_GALLERY else []),
    *(["tvaers.demo"] if TVAERS_DEMO else []),
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]
# Only the worker loads what background work needs (foundation.queue.worker): with it every page and every stream would
# hold Numba and Shapely, 70 MB that they never use.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

MIDDLEWARE = [
    "tvaers.ui.answered.Answered",
    "tvaers.ui.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # With up to 100 bytes of random length, so that sizes tell nothing (docs/adr/0017-pages-go-compressed.md).
    "django.middleware.gzip.GZipMiddleware",
    "tvaers.files.receiving.Received",
    "tvaers.guard.middleware.OneTransaction",
    "tvaers.accounts.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tvaers.accounts.middleware.SignedIn",
    "tvaers.sharing.middleware.Context",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tvaers.ui.refusals.Refusals",
    "tvaers.accounts.middleware.SecondFactor",
    *(["tvaers.demo.front.Front"] if TVAERS_DEMO else []),
    "tvaers.web.signin.middleware.KeepsWhatWasTyped",
    "tvaers.sharing.entrance.Entrance",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "tvaers.ui.shell.shell",
            ],
        },
    }
]
FORM_RENDERER = "tvaers.ui.forms.FormRenderer"
TVAERS_NAVIGATION = "tvaers.config.navigation.ITEMS"

_place = environment.database_place()


def _database(role: str, *, pool: bool) -> dict[str, Any]:
    """Return Django's settings for one login role on the configured PostgreSQL."""
    way = {name: value for name, value in _place.items() if name.startswith("ssl")}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": environment.database_name(),
        # Each role has its own password; a user in the address is the administrator, whom the server never uses.
        "USER": role,
        "PASSWORD": _secrets.passwords[role],
        "HOST": _place.get("host", ""),
        "PORT": _place.get("port", ""),
        "OPTIONS": CONNECTING | way | ({"pool": POOL} if pool else {}),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": pool,
        "TIME_ZONE": "UTC",
        "ATOMIC_REQUESTS": False,
    }


_SERVES = TVAERS_DATABASE_ROLE == "app"
DATABASES = {"default": _database(f"tvaers_{TVAERS_DATABASE_ROLE}", pool=_SERVES)}
if _SERVES:
    DATABASES["ticket"] = _database("tvaers_ticket", pool=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TVAERS_WORKER_LOGIN = ("tvaers_worker", _secrets.passwords["tvaers_worker"])

CACHES = {"default": {"BACKEND": "tvaers.foundation.cache.SharedCache"}}

# -- accounts -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email",)}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
SESSION_ENGINE = "tvaers.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
MESSAGE_STORAGE = "tvaers.ui.said.SealedCookieStorage"
TVAERS_SESSION_IDLE = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# The demonstration runs on http://127.0.0.1, where not every browser takes a Secure cookie.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not TVAERS_DEMO
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = True, "Lax"
_PREFIX = "" if TVAERS_DEMO else "__Host-"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME, TVAERS_LAST_ACTOR_COOKIE = (
    f"{_PREFIX}tvaers-{n}" for n in ("session", "csrf", "language", "last")
)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tvaers.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
PASSWORD_RESET_TIMEOUT = 60 * 60
# Failures are counted by account and address together (accounts.adapters); the wide limit by address alone stops who
# tries many accounts, and leaves a town hall behind one address in peace.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "200/h/ip,10/h/key",
    "reauthenticate": "10/m/user",
    "reset_password": "30/h/ip,3/h/key",
}
MFA_ADAPTER = "tvaers.accounts.adapters.SecondFactorAdapter"
# A key is shown beside the password, never in its place; its device must know who holds it (a PIN, a finger, a face).
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Tværs"
MFA_TOTP_PERIOD, MFA_TOTP_TOLERANCE = CODE_PERIOD, CODE_TOLERANCE
MFA_RECOVERY_CODE_COUNT = 10
# An address is proved by the invitation that was sent to it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
_FORMS = "tvaers.web.signin.forms"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.SignInForm",
    "reauthenticate": f"{_FORMS}.PasswordAgainForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "reset_password": f"{_FORMS}.ForgottenPasswordForm",
    "reset_password_from_key": f"{_FORMS}.NewPasswordForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.CodeForm",
    "reauthenticate": f"{_FORMS}.CodeAgainForm",
    "activate_totp": f"{_FORMS}.FirstCodeForm",
    "authenticate_webauthn": "tvaers.web.signin.key_forms.KeyForm",
    "add_webauthn": "tvaers.web.signin.key_forms.AddKeyForm",
    "edit_webauthn": "tvaers.web.signin.key_forms.NameKeyForm",
}
TVAERS_SECOND_FACTOR_URL = "mfa_activate_totp"
CSRF_FAILURE_VIEW = "tvaers.web.signin.views.csrf_failure"
# Pages that are not behind the entrance (sharing.entrance). All others are closed to who acts for nobody.
TVAERS_OPEN_TO_ALL = frozenset(
    {
        "account_login",
        "account_inactive",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "accounts:invitation",
        "accounts:welcome",
        # What a calendar reads; its address is all that is known of who asks.
        "meetings:feed",
        "set_language",
        "gallery:",
        "demo:",
    }
)
TVAERS_OPEN_TO_ACCOUNTS = frozenset(
    {
        "account_reauthenticate",
        "account_change_password",
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_reauthenticate",
        "accounts:act-for",
        "accounts:factor",
        "accounts:key-add",
        "accounts:key-name",
        "accounts:key-remove",
    }
)

# -- language and time --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True

# -- files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [PACKAGE / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "tvaers.ui.storage.AssetStorage"},
}

# -- safety -------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# All headers of this kind stand in one place, tvaers.ui.headers.
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
SECURE_SSL_REDIRECT = SECURE_HSTS_PRELOAD = False
SECURE_HSTS_SECONDS = 0 if TVAERS_DEMO else 31536000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# What somebody sends is never written to a disk in the clear.
FILE_UPLOAD_HANDLERS = ["tvaers.files.receiving.InMemory"]
# Letters carry links that let somebody in, so only the demonstration writes them to files.
EMAIL_BACKEND = (
    environment.text("TVAERS_EMAIL_BACKEND")
    or f"{'django.core.mail.backends.filebased' if TVAERS_DEMO else 'tvaers.foundation.mail'}.EmailBackend"
)
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = environment.text("TVAERS_MAIL_FROM")
EMAIL_HOST, EMAIL_PORT = environment.text("TVAERS_MAIL_HOST"), environment.number("TVAERS_MAIL_PORT")
EMAIL_USE_TLS, EMAIL_USE_SSL = (environment.text("TVAERS_MAIL_SECURITY") == each for each in ("starttls", "tls"))
EMAIL_HOST_USER = environment.text("TVAERS_MAIL_USER")
EMAIL_HOST_PASSWORD = read_private_line(environment.text("TVAERS_MAIL_PASSWORD_FILE"))
TVAERS_SMS_URL, TVAERS_SMS_FROM = environment.text("TVAERS_SMS_URL"), environment.text("TVAERS_SMS_FROM")
TVAERS_SMS_TOKEN = read_private_line(environment.text("TVAERS_SMS_TOKEN_FILE"))
# Seconds for each step of handing a letter over: a page waits for it.
EMAIL_TIMEOUT = 5

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "tvaers.foundation.logs.Lines", "readable": TVAERS_DEMO}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "tvaers": {"level": "INFO"},
        # Django's own handlers would write, and mail, what was typed; of refused requests we have a line of our own.
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
# Framing is forbidden by ui.headers; the proxy that ends TLS redirects; sub-domains are not ours to speak for.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W005", "security.W008", "security.W021"]
SILENCED_SYSTEM_CHECKS += ["security.W004"] if TVAERS_DEMO else []
