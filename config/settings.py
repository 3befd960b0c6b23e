"""All settings, driven by the environment. README.md lists the variables; none is needed to start."""

import secrets
from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import beveiliging, oidc, vertalingen

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

env = environ.Env()


def generated_key() -> str:
    """Return a key made at the first start and kept under var/, so that sessions outlive a restart."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=beveiliging.LOOPBACK_HOSTS)
# A real host means a proxy with TLS in front: then cookies and redirects are for https alone.
BEHIND_TLS = not beveiliging.is_loopback(ALLOWED_HOSTS)
# The address that links in mails start with: the first allowed host.
SITE_URL = env.str("SITE_URL", default=f"{'https' if BEHIND_TLS else 'http'}://{[*ALLOWED_HOSTS, 'localhost'][0]}")
GIVEN_KEY = env.str("SECRET_KEY", default="")
if reasons := beveiliging.refusals(
    debug=DEBUG, demo=DEMO, hosts=ALLOWED_HOSTS, secret_key=GIVEN_KEY, site_url=SITE_URL
):
    raise ImproperlyConfigured("Leerwerk does not start.\n" + "\n".join(reasons))
SECRET_KEY = GIVEN_KEY or generated_key()
# Former keys, so that changing it signs nobody out and opens what was encrypted before.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Who to tell about a leak, for /.well-known/security.txt: mailto: or https:.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")

INSTALLED_APPS = [
    "toegang",
    "berichten",
    "partijen",
    "trajecten",
    "deelnemers",
    "canvas",
    "inzicht",
    "config.apps.ConfigConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "auditlog",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "import_export",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.middleware.DemoMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.EigenBronnenMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # For pages: on a stylesheet or a script browsers do not read it, and it is as long as a small one.
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "config.middleware.ComprimeerMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "toegang.taal.TaalMiddleware",
    "toegang.handelend.HandelendMiddleware",
    "config.uploads.GrensMiddleware",
    "toegang.middleware.AanmeldMiddleware",
    "toegang.middleware.NoStoreMiddleware",
    "toegang.middleware.ConceptMiddleware",
    "toegang.middleware.SessieMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "toegang.rijbeveiliging.RijbeveiligingMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "inzicht.menu.menu",
                "partijen.paginastijl.page_style",
            ],
        },
    }
]


# --- Database: SQLite under var/ for trying out, PostgreSQL by DATABASE_URL for real use.


def database() -> dict[str, Any]:
    """Return the database settings; SQLite gets what it needs to serve several processes at once."""
    config = env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'leerwerk.sqlite3'}")
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        # Compiling a plan takes longer than any of our pages: docs/decisions/0012-row-security.md has the figures.
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "options": "-c jit=off"}
    return config


DATABASES = {"default": database()}
# Row security on PostgreSQL: "auto" where the database allows it, "aan" refuses to serve without, "uit" leaves it out.
RIJBEVEILIGING = env.str("RIJBEVEILIGING", default="auto")
if RIJBEVEILIGING not in {"auto", "aan", "uit"}:
    raise ImproperlyConfigured("RIJBEVEILIGING is auto, aan or uit.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# What sign-in counts (attempts, codes used) must be the same in every process, whatever becomes of the broker.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "toegang_cache",
        # At the usual 300, whoever tries 300 addresses would wipe the counts of the others.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- Who you are: allauth, by e-mail, no open sign-up.
AUTH_USER_MODEL = "toegang.User"
AUTHENTICATION_BACKENDS = ["toegang.demoslot.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "toegang.wachtwoorden.NietUzelf", "OPTIONS": {"user_attributes": ["email", "naam"]}},
    {"NAME": "toegang.wachtwoorden.LangGenoeg", "OPTIONS": {"min_length": 14}},
    {"NAME": "toegang.wachtwoorden.NietVeelgebruikt"},
    {"NAME": "toegang.wachtwoorden.NietAlleenCijfers"},
    {"NAME": "toegang.demoslot.NietUitDeDemo"},
    {"NAME": "partijen.gemeente_adapter.GeenWachtwoordNaastGemeente"},
]
ACCOUNT_ADAPTER = "toegang.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Wrong attempts: ten a minute from one address, five in a quarter of an hour on one account.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/15m/key",
    "reset_password": "10/m/ip,3/15m/key",
    "reset_password_from_key": "20/m/ip",
}
# Behind TLS the proxy says who calls; on loopback nobody is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS else 0
ACCOUNT_FORMS = {"reset_password": "toegang.inlogformulieren.WachtwoordForm"}
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
LOGIN_REDIRECT_URL = "/"
MFA_ADAPTER = "toegang.accounts.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "toegang.inlogformulieren.AppForm",
    "add_webauthn": "toegang.inlogformulieren.SleutelForm",
    "edit_webauthn": "toegang.inlogformulieren.SleutelnaamForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Leerwerk"
# An address is known to be its owner's by the invitation it was sent.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
USERSESSIONS_TRACK_ACTIVITY = False

# --- Signing in through one's own gemeente: docs/sso.md. An e-mail address proves nobody's identity here.
OIDC_APPS = oidc.apps(env.str("OIDC", default=""))
SOCIALACCOUNT_ADAPTER = "partijen.gemeente_adapter.GemeenteAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC_APPS}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_STORE_TOKENS = False

# --- Sessions, cookies, headers.
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.csrf.refuse"
# Lax, not strict: the answer of a gemeente's own sign-in, and a link in a mail, come from another site.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A browser takes a __Host- cookie from this very host over TLS alone: a neighbour in the domain can't plant one.
SESSION_COOKIE_NAME = f"{'__Host-' if BEHIND_TLS else ''}sessionid"
CSRF_COOKIE_NAME = f"{'__Host-' if BEHIND_TLS else ''}csrftoken"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
# A load balancer asks over plain http whether this process lives; it learns nothing else there.
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
# W021 asks to offer the domain to the browsers' preload lists: that is for its owner to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if BEHIND_TLS and "*" not in host]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Bootstrap draws its small icons (select arrow, check mark) as data: images in its stylesheet.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # What a phone keeps to start without a line, and what it needs to put us among its apps: config/schil.py.
        "worker-src": [SELF],
        "manifest-src": [SELF],
        # Chromium holds the redirect after the button "Inloggen via" against this too.
        "form-action": [SELF, *oidc.origins(OIDC_APPS)],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
# Passkeys are all that we ask of a browser; each of these may be switched off, so that no script can ask for it.
# Only names that Chromium knows on every system: of any other it complains on each page.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "publickey-credentials-create": ["self"],
    "publickey-credentials-get": ["self"],
    **{
        feature: []
        for feature in (
            *("accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "compute-pressure"),
            *("display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid"),
            *("identity-credentials-get", "idle-detection", "keyboard-map", "local-fonts", "magnetometer"),
            *("microphone", "midi", "otp-credentials", "payment", "picture-in-picture", "screen-wake-lock"),
            *("serial", "storage-access", "sync-xhr", "usb", "window-management"),
            "xr-spatial-tracking",
        )
    },
}

# --- Language, time, formats.
LANGUAGE_CODE = "nl"
# The msgids are the Dutch sentences; of each other language a catalogue stands under locale/.
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [vertalingen.compile_all(BASE_DIR / "locale", VAR_DIR / "locale")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
FORMAT_MODULE_PATH = ["config.formats"]

# --- Files.
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor/bootstrap", BASE_DIR / "node_modules" / "bootstrap" / "dist" / "css")]
# A browser takes the file that puts us among a phone's apps for what it is; whitenoise does not know the name.
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
VOORBEELD_TOKENS = (
    BASE_DIR / "node_modules" / "@nl-design-system-unstable" / "voorbeeld-design-tokens" / "dist" / "variables.css"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "config.uploads.GrensHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Mail. Every mail is a row in berichten first; this is only how the worker hands it over.
EMAIL_CONFIG = env.email_url("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'mail'}")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST", "localhost")
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = EMAIL_CONFIG.get("EMAIL_FILE_PATH", "")
EMAIL_TIMEOUT = 20
# A provider that takes no more than so many mails in a minute; 0 is no limit.
MAIL_PER_MINUUT = env.int("MAIL_PER_MINUUT", default=0)
DEFAULT_FROM_EMAIL = "Leerwerk <leerwerk@localhost>"

# --- Tasks: a message only wakes a worker, what must happen is a row; so every task may run twice.
CELERY_BROKER_URL = env.str("BROKER_URL", default=f"redis+socket://{VAR_DIR / 'broker.sock'}")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Shorter than the hour that is the default: a message held by a killed worker comes back in minutes.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300, "socket_connect_timeout": 2, "socket_timeout": 10}
# Not the time here: in the hour that comes twice in October Celery takes what is due next for past, and hands out every
# task by the clock again and again until that hour is over. Each quarter is the same; the hours of the night are later.
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "trajecten-herinneringen": {"task": "trajecten.tasks.plan_herinneringen", "schedule": crontab(minute="*/15")},
    "deelnemers-herinneringen": {"task": "deelnemers.tasks.plan_herinneringen", "schedule": crontab(minute="*/15")},
    "deelnemers-importen-opruimen": {"task": "deelnemers.tasks.purge_importen", "schedule": crontab(minute=20)},
    "deelnemers-bewaartermijn": {
        "task": "deelnemers.tasks.bewaak_bewaartermijn",
        "schedule": crontab(minute=15, hour=3),
    },
    "deelnemers-inzage": {"task": "deelnemers.tasks.maak_wachtende_inzagen", "schedule": 60},
    "deelnemers-inzage-opruimen": {"task": "deelnemers.tasks.purge_inzagen", "schedule": crontab(minute=40)},
    "berichten-verzenden": {"task": "berichten.tasks.verstuur_wachtende", "schedule": 60},
    "canvas-pdf": {"task": "canvas.tasks.render_wachtende", "schedule": 60},
    "canvas-papieren-opruimen": {"task": "canvas.tasks.purge_papieren", "schedule": crontab(minute=25, hour=4)},
    "toegang-sessies-opruimen": {"task": "toegang.tasks.purge_sessies", "schedule": crontab(minute=10)},
    "toegang-indieningen-opruimen": {"task": "toegang.tasks.purge_indieningen", "schedule": crontab(minute=5, hour=4)},
    "partijen-logboek-opruimen": {"task": "partijen.tasks.purge_logboek", "schedule": crontab(minute=35, hour=4)},
    "partijen-ongeopend-opruimen": {"task": "partijen.tasks.purge_ongeopend", "schedule": crontab(minute=50, hour=4)},
}

# --- How long files are kept. ANONIMISEREN=0 stops announcing and anonymising everywhere, whatever a gemeente set.
ANONIMISEREN = env.bool("ANONIMISEREN", default=True)

# --- Who did what.
AUDITLOG_LOGENTRY_MODEL = "toegang.Logregel"

# --- Screens.
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "_tabel.html"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    # Names, addresses and numbers of people are for the log that the application keeps, not for a file on a server.
    "filters": {"persoonsgegevens": {"()": "toegang.logfilter.PersoonsgegevensFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["persoonsgegevens"]}},
    # A refusal by the guard is an answer, not a fault: no traceback for each 403 and 404.
    # Django's own handlers write past the filter, one of them in a mail: its records go to the one above.
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
