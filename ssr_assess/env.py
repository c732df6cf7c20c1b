"""What the environment says: addresses, secrets, and whether this is production."""

import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
#: Everything the running program writes (database, collected static files, development key) lies here.
VAR_DIR = BASE_DIR / "var"
SHORTEST_SECRET = 50

env = environ.FileAwareEnv()
environ.Env.read_env(BASE_DIR / ".env")


def secret_key(*, production: bool) -> str:
    """Return the signing key from ``SECRET_KEY`` or ``SECRET_KEY_FILE``.

    Outside production a key is made once and kept in ``var/``, so that a newcomer configures nothing.

    Raises:
        ImproperlyConfigured: in production, when the key is missing or shorter than 50 characters.
    """
    key: str = env.str("SECRET_KEY", default="").strip()
    if production:
        if len(key) < SHORTEST_SECRET:
            raise ImproperlyConfigured(
                "SECRET_KEY (or SECRET_KEY_FILE) is missing or shorter than 50 characters. "
                'Make one: python -c "import secrets; print(secrets.token_urlsafe(64))"'
            )
        return key
    return key or _development_key()


def _development_key() -> str:
    path = VAR_DIR / "development-secret-key"
    if not path.exists():
        VAR_DIR.mkdir(exist_ok=True)
        path.write_text(secrets.token_urlsafe(64))
        path.chmod(0o600)
    return path.read_text().strip()


def site_address() -> str:
    """Return where the program is found from outside, such as “https://ssr.example.cd”, for links in mails; or nothing.

    Raises:
        ImproperlyConfigured: it is no address of a web site.
    """
    address: str = env.str("SITE_ADDRESS", default="").strip().rstrip("/")
    if address and not address.startswith(("https://", "http://")):
        raise ImproperlyConfigured("SITE_ADDRESS is no address such as https://ssr.example.cd")
    return address


def database() -> dict[str, object]:
    """Return Django's settings for the database that ``DATABASE_URL`` names; SQLite in ``var/`` when it names none."""
    VAR_DIR.mkdir(exist_ok=True)
    config: dict[str, object] = env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'ssr.sqlite3'}")
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # IMMEDIATE with a time-out: Django's defaults answered up to 7 of 10 concurrent writers "database is locked".
        # FULL + DELETE: what was acknowledged is on the disk. recursive_triggers: REPLACE cannot go round the journal's.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
            ),
        }
    return config
