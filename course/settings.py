"""Settings. What differs between installations comes from the environment: see course/operation/installation.py.

``LOCAL`` is what ``make run`` sets: plain HTTP on this machine, keys made under ``var/``, mail on the console.
"""

import dj_database_url

from course.operation.installation import *  # noqa: F403
from course.operation.installation import (
    BASE_DIR,
    BEHIND_PROXY,
    CACHE_URL,
    DATABASE_URL,
    EMAIL_HOST,
    LOCAL,
    OIDC_ISSUER,
    VAR_DIR,
)
from course.operation.logs import logging_for
from course.security import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from course.wiring import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "course.authoring.AuthoringConfig",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "simple_history",
    "course",
    "lessons",
    "quizzes",
]

if OIDC_ISSUER:
    INSTALLED_APPS += ["allauth.socialaccount", "course.oidc"]

MIDDLEWARE = [
    "course.operation.logs.request_log",
    "course.operation.health.answer_balancer",
    "django.middleware.security.SecurityMiddleware",
    "course.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "course.compression.compress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "course.middleware.second_step",
    "course.privacy.middleware.consent",
    "course.middleware.time_zone",
]

ROOT_URLCONF = "course.urls"
WSGI_APPLICATION = "course.wsgi.application"

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
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database -------------------------------------------------------------------------------------------------------

DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=None)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

# --- People and sign-in ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "course.Person"
AUTHENTICATION_BACKENDS = ["course.sign_in.backends.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"course.sign_in.passwords.{name}"} for name in ("LengthValidator", "EasyToGuessValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "course.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Whoever finds a page left open must not be able to move the account to an address of their own.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
# They count in the shared cache, so they hold across processes. The words that a person reads say the same times.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "30/m/ip",
    "reset_password": "20/m/ip,3/m/key",
    "wrong_code": "20/5m/ip",
    "wrong_statement": "20/5m/ip",
    "own_data": "3/5m/user",
}
# Behind a proxy every visitor would share the proxy's address, and so one limit.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
ACCOUNT_FORMS = {"signup": "course.forms.SignUpForm"}
# Trainers, supervisors and administrators see other people's work, so a password alone does not let them in.
MFA_ADAPTER = "course.sign_in.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Alongside"
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# Somebody who changes their address would have to give up their second step first. An administrator can reset both.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
MFA_FORMS = {
    "authenticate": "course.sign_in.second_step_forms.CodeForm",
    "reauthenticate": "course.sign_in.second_step_forms.CodeAgainForm",
    "activate_totp": "course.sign_in.second_step_forms.FirstCodeForm",
    "add_webauthn": "course.sign_in.second_step_forms.NewPasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "course.oidc.adapter.SocialAdapter"
# Whoever proves who they are elsewhere is asked for nothing more: no form, and no mail to confirm an address.
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SESSION_ENGINE = "course.sign_in.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

# --- Words and times ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# --- Static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Files that people upload. They are served by the app: see docs/decisions/0023.
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Safety ---------------------------------------------------------------------------------------------------------

# Room for a megabyte of text in any script, percent-encoded, so that a form can refuse it by name and keep it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
CSRF_FAILURE_VIEW = "course.views.csrf_failure"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = not LOCAL
# With this name a browser takes a cookie only over TLS, for this host alone and all of it: no neighbor can plant one.
if not LOCAL:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# W019 asks for DENY, but the authoring preview shows a learner's page in a frame of our own page.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

# --- Mail and logs --------------------------------------------------------------------------------------------------

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_TIMEOUT = 20
LOGGING = logging_for(local=LOCAL)
