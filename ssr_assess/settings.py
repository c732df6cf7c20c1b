"""Settings: what differs between machines comes from the environment (see .env.example)."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from ssr_assess.env import (
    BASE_DIR,
    REPLICA,
    VAR_DIR,
    databases,
    env,
    evidence_storage,
    former_keys,
    log_format,
    metrics_token,
    replica_is_named,
    secret_key,
    sign_in_of_an_organisation,
    site_address,
    trusted_proxies,
)

PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = False if PRODUCTION else env.bool("DEBUG", default=False)
SECRET_KEY = secret_key(production=PRODUCTION)
SECRET_KEY_FALLBACKS = former_keys()
# A browser takes a cookie so named from this host over https alone: no neighbour under the same domain can set one.
COOKIE_PREFIX = "__Host-" if PRODUCTION else ""
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = trusted_proxies()
# Without it nothing is counted, and /metrics is not there.
METRICS_TOKEN = metrics_token()

INSTALLED_APPS = [
    "coordination.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "coordination.apps.CoordinationConfig",
]

MIDDLEWARE = [
    # Around everything: each request has a number, and leaves one line in the log.
    "coordination.observation.ObservationMiddleware",
    # What every answer carries; nothing up to the health pages asks for a host, a session or a database.
    "coordination.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "coordination.middleware.HealthMiddleware",
    # What is refused unread, in a language that the device asks for.
    "coordination.middleware.DeviceLanguageMiddleware",
    "coordination.middleware.BodyMiddleware",
    "coordination.middleware.HostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coordination.middleware.SessionAgeMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coordination.middleware.ReaderLanguageMiddleware",
    "coordination.middleware.ReaderMiddleware",
    "coordination.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "coordination.middleware.SecondFactorMiddleware",
    "coordination.middleware.LimitsMiddleware",
    "coordination.middleware.KeptMiddleware",
    "coordination.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "ssr_assess.urls"
WSGI_APPLICATION = "ssr_assess.wsgi.application"

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
                "coordination.context_processors.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = databases(production=PRODUCTION)
# Pages of results are read from it while it has all that the first database has; see deploy/README.md.
REPLICA_IS_NAMED = replica_is_named()
DATABASE_ROUTERS = ["ssr_assess.postgresql.replica.Router"] if REPLICA in DATABASES else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# No ATOMIC_REQUESTS: each action is its own transaction, so that a refused one is answered with a page.

AUTH_USER_MODEL = "coordination.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
PASSWORD_HASHERS = [
    "ssr_assess.passwords.BoundedArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# So long a link to choose a password works; the pages say “seven days”.
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "coordination.forms.passwords.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "coordination.forms.passwords.ContextValidator"},
]

# Accounts: allauth signs in and keeps second factors and sessions; the pages, addresses, words and mails are ours, and
# none of its own is mounted. Its `EmailAddress` stays empty: `User.email` is the only address, proved by our links.
ACCOUNT_ADAPTER = "coordination.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "coordination.adapters.FactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
# Managers and administrators do nothing without one; a test sets it.
SECOND_FACTOR_REQUIRED = PRODUCTION
# An hour without a request ends a session; `SessionAgeMiddleware` moves its end on, and ends any after 12 hours.
SESSION_COOKIE_AGE = 60 * 60

# The sign-in of an organisation of its own (OpenID Connect). Without an issuer there is no address of it, no page says
# it, and nothing of it is loaded; nobody gets an account by it. See deploy/README.md.
organisation = sign_in_of_an_organisation(production=PRODUCTION)
OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_NAME = organisation.issuer, organisation.client_id, organisation.name
# What the issuer calls a second factor that counts here (values of `amr`); by default none does.
OIDC_SECOND_FACTOR = organisation.second_factor
OIDC_PROVIDER = "organisation"
if OIDC_ISSUER:
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": OIDC_PROVIDER,
                    "name": OIDC_NAME,
                    "client_id": OIDC_CLIENT_ID,
                    "secret": organisation.client_secret,
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ]
        }
    }

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "coordination" / "locale"]
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Kinshasa"

# Mail: the digest of commitments that are due (manage.py send_digests), and links to choose a password.
SITE_ADDRESS = site_address()
mail_url, mail_from = env.str("EMAIL_URL", default=""), env.str("EMAIL_FROM", default="")
# Elsewhere than in production, mails are kept unless a server is named: everybody signed in reads them in the browser.
MAIL_IS_KEPT = not PRODUCTION and not mail_url
MAIL_IS_READY = bool(mail_url and mail_from) if PRODUCTION else True
mail = env.email_url_config(mail_url or "consolemail://")
EMAIL_BACKEND = "coordination.mail.KeepingBackend" if MAIL_IS_KEPT else mail["EMAIL_BACKEND"]
# What is printed on a terminal reaches nobody: links are then printed on a page, for a manager to hand over.
MAIL_REACHES_PEOPLE = MAIL_IS_READY and not EMAIL_BACKEND.endswith("console.EmailBackend")
EMAIL_HOST, EMAIL_PORT = mail.get("EMAIL_HOST") or "localhost", mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = mail.get("EMAIL_USE_TLS", False), mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = mail_from or "ssr@localhost"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", BASE_DIR / "node_modules" / "bootstrap" / "dist" / "css"),
    ("plotly", BASE_DIR / "node_modules" / "plotly.js-basic-dist-min"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Photos and PDFs given as evidence: no address leads into it.
    "evidence": evidence_storage(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

# Headers: nothing is loaded from anywhere else, on any page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "ssr_assess.messages.Messages"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "coordination.views.errors.csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = LANGUAGE_COOKIE_SECURE = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION

# For programs in production, for people elsewhere: there only what was refused or failed is told of requests.
LOG_FORMAT = log_format(production=PRODUCTION)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "ssr_assess.logs.JsonLines"},
    },
    "filters": {"without_secrets": {"()": "ssr_assess.logs.WithoutSecrets"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["without_secrets"],
        }
    },
    # What libraries say.
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # What is refused has its line already; this adds the trace of a fault.
        "django.request": {"level": "ERROR"},
        # What `runserver` answers; the server of production is told nothing of addresses.
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # It warns at each paper of the rules that are for screens.
        "weasyprint": {"level": "ERROR"},
        "coordination": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "coordination.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
}
