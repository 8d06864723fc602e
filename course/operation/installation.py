"""What an operator says of this installation: every environment variable that is read, in one place.

docs/operating.md tells each. A wrong or missing one stops the start; ``course.settings`` says what follows from them.
"""

from pathlib import Path

from course.operation import environment
from course.operation.keys import HOW_TO_MAKE, ensure_keys

given = environment.Given()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = given.folder("VAR_DIR", BASE_DIR / "var", example="/var/lib/alongside")
CONTENT_DIR = given.folder(
    "CONTENT_DIR",
    BASE_DIR / "content" / "peer-specialist",
    example="/srv/alongside/content/peer-specialist",
    holds="course.yaml",
)

LOCAL = given.flag("LOCAL")
DEMO = given.flag("DEMO") and LOCAL
DEBUG = given.flag("DEBUG")
_keys = ensure_keys(VAR_DIR) if LOCAL else {}
SECRET_KEY = given.text(
    "SECRET_KEY",
    _keys.get("SECRET_KEY", ""),
    example=HOW_TO_MAKE,
    check=environment.check_long_secret,
    required=True,
    secret=True,
)
FIELD_ENCRYPTION_KEYS = given.items(
    "FIELD_ENCRYPTION_KEYS",
    [key for key in _keys.get("FIELD_ENCRYPTION_KEYS", "").split(",") if key],
    example=HOW_TO_MAKE,
    check=environment.check_fernet_key,
    required=True,
    secret=True,
)
ALLOWED_HOSTS = given.items(
    "ALLOWED_HOSTS",
    ["127.0.0.1", "localhost", "[::1]"] if LOCAL else [],
    example="learn.example.org",
    check=environment.check_host,
    required=True,
)
CSRF_TRUSTED_ORIGINS = given.items(
    "CSRF_TRUSTED_ORIGINS", [], example="https://learn.example.org", check=environment.check_origin
)

PORT = given.number("PORT", 8000)
# Links in mails begin with this.
SITE_URL = given.text(
    "SITE_URL",
    f"http://127.0.0.1:{PORT}" if LOCAL else "",
    example="https://learn.example.org",
    check=environment.check_origin,
    required=True,
)
MFA_REQUIRED = given.flag("MFA_REQUIRED", not DEMO)

# --- Signing in with the account of another organization (OpenID Connect), an extra -----------------------------------

_with_oidc = given.has_any("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
OIDC_ISSUER = given.text(
    "OIDC_ISSUER", example="https://login.example.org", check=environment.check_issuer, required=_with_oidc
).rstrip("/")
OIDC_CLIENT_ID = given.text("OIDC_CLIENT_ID", example="alongside", required=_with_oidc)
OIDC_CLIENT_SECRET = given.text(
    "OIDC_CLIENT_SECRET", example="what-the-provider-gave-you", required=_with_oidc, secret=True
)
OIDC_NAME = given.text("OIDC_NAME", example="Harbor", required=_with_oidc)
OIDC_ADMITS = given.text(
    "OIDC_ADMITS",
    "connected",
    example="connected",
    check=environment.check_choice(("connected", "known", "all")),
)
OIDC_SECOND_STEP = given.flag("OIDC_SECOND_STEP")

# --- How it is served: deploy/gunicorn.conf.py reads these ----------------------------------------------------------

BIND = given.text("BIND", f"127.0.0.1:{PORT}", example="0.0.0.0:8000")
WEB_CONCURRENCY = given.number("WEB_CONCURRENCY", 2, most=64)
THREADS = given.number("THREADS", 4, most=64)
BEHIND_PROXY = given.flag("BEHIND_PROXY")

# --- Database and cache ---------------------------------------------------------------------------------------------

DATABASE_URL = given.text(
    "DATABASE_URL",
    f"sqlite:///{VAR_DIR / 'alongside.sqlite3'}",
    example="postgres://alongside:password@127.0.0.1:5432/alongside",
    check=environment.check_scheme(("sqlite", "postgres", "postgresql")),
    secret=True,
)
CACHE_URL = given.text(
    "CACHE_URL",
    example="redis://127.0.0.1:6379/0",
    check=environment.check_scheme(("redis", "rediss", "unix")),
    secret=True,
)

# --- Mail -----------------------------------------------------------------------------------------------------------

EMAIL_HOST = given.text("EMAIL_HOST", "" if LOCAL else "localhost", example="smtp.example.org")
EMAIL_PORT = given.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = given.text("EMAIL_HOST_USER", example="alongside")
EMAIL_HOST_PASSWORD = given.text("EMAIL_HOST_PASSWORD", example="the-password", secret=True)
EMAIL_USE_TLS = given.flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = given.text(
    "DEFAULT_FROM_EMAIL",
    "Alongside <noreply@localhost>",
    example="Alongside <noreply@learn.example.org>",
    check=environment.check_address,
)

# --- Backups and the doctor -----------------------------------------------------------------------------------------

BACKUP_DIR = given.folder("BACKUP_DIR", VAR_DIR / "backups", example="/var/backups/alongside")
BACKUP_PASSPHRASE = given.text("BACKUP_PASSPHRASE", example="seven words that nobody guesses", secret=True)
BACKUP_PASSPHRASE_FILE = given.text("BACKUP_PASSPHRASE_FILE", example="/etc/alongside/backup-passphrase")
BACKUP_KEEP_DAILY = given.number("BACKUP_KEEP_DAILY", 7, most=1000)
BACKUP_KEEP_WEEKLY = given.number("BACKUP_KEEP_WEEKLY", 5, least=0, most=1000)

# --- How long things are kept: course/privacy/retention.py; the record may not be shortened below a year -----------

KEEP_MAIL_DAYS = given.number("KEEP_MAIL_DAYS", 30, most=3650)
KEEP_INVITATION_DAYS = given.number("KEEP_INVITATION_DAYS", 90, most=3650)
KEEP_UNSAVED_DAYS = given.number("KEEP_UNSAVED_DAYS", 60, most=3650)
KEEP_SIGN_IN_DAYS = given.number("KEEP_SIGN_IN_DAYS", 400, least=366, most=3650)
KEEP_RECORD_DAYS = given.number("KEEP_RECORD_DAYS", 2557, least=366, most=18250)

given.finish()
