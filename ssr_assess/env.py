"""What the environment says: addresses, secrets, and whether this is production."""

import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
#: Everything the running program writes (database, collected static files, development key) lies here.
VAR_DIR = BASE_DIR / "var"
SHORTEST_SECRET, SHORTEST_TOKEN = 50, 32

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


def former_keys() -> list[str]:
    """Return the keys from before, by commas (``SECRET_KEY_FALLBACKS``): what they signed stays known, nothing new is.

    Raises:
        ImproperlyConfigured: one is shorter than 50 characters.
    """
    text: str = env.str("SECRET_KEY_FALLBACKS", default="")
    keys = [key.strip() for key in text.split(",") if key.strip()]
    if any(len(key) < SHORTEST_SECRET for key in keys):
        raise ImproperlyConfigured(
            "SECRET_KEY_FALLBACKS (or SECRET_KEY_FALLBACKS_FILE) has a key shorter than 50 characters."
        )
    return keys


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Through which issuer (OpenID Connect) people sign in, too; all empty where there is none."""

    issuer: str = ""
    client_id: str = ""
    client_secret: str = ""
    name: str = ""
    second_factor: tuple[str, ...] = ()


def sign_in_of_an_organisation(*, production: bool) -> Organisation:
    """Return what the environment says of it: ``OIDC_ISSUER``, and the other names that begin so.

    Raises:
        ImproperlyConfigured: the issuer is named and something is missing, or in production it is not asked over https.
    """
    issuer: str = env.str("OIDC_ISSUER", default="").strip()
    if not issuer:
        return Organisation()
    if not issuer.startswith("https://") and (production or not issuer.startswith("http://127.0.0.1:")):
        raise ImproperlyConfigured("OIDC_ISSUER is no address such as https://login.example.cd/realms/staff")
    given = _needed("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")
    methods = env.str("OIDC_SECOND_FACTOR", default="").split(",")
    return Organisation(
        issuer=issuer,
        client_id=given["OIDC_CLIENT_ID"],
        client_secret=given["OIDC_CLIENT_SECRET"],
        name=given["OIDC_NAME"],
        second_factor=tuple(each.strip() for each in methods if each.strip()),
    )


def _needed(*names: str, beside: str = "OIDC_ISSUER") -> dict[str, str]:
    given = {name: env.str(name, default="").strip() for name in names}
    if missing := [name for name, value in given.items() if not value]:
        raise ImproperlyConfigured(f"With {beside}, {', '.join(missing)} is needed, too (or …_FILE).")
    return given


def evidence_storage() -> dict[str, Any]:
    """Return where photos and PDFs lie: in the bucket of an object store (``EVIDENCE_BUCKET``), else in a folder.

    Raises:
        ImproperlyConfigured: a bucket is named and a key to it is missing, or its store is no address of a web site.
    """
    bucket: str = env.str("EVIDENCE_BUCKET", default="").strip()
    if not bucket:
        # Besides the program's user only its group may read it: the backup is made in the name of the database's owner.
        options = {
            "location": env.str("EVIDENCE_DIR", default="") or VAR_DIR / "evidence",
            "base_url": None,
            "file_permissions_mode": 0o640,
            "directory_permissions_mode": 0o750,
        }
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    given = _needed("EVIDENCE_KEY", "EVIDENCE_SECRET", beside="EVIDENCE_BUCKET")
    store: str = env.str("EVIDENCE_STORE", default="").strip()
    if store and not store.startswith(("https://", "http://")):
        raise ImproperlyConfigured("EVIDENCE_STORE is no address such as https://objects.example.cd")
    options = {
        "bucket_name": bucket,
        "endpoint_url": store or None,
        "region_name": env.str("EVIDENCE_REGION", default="").strip() or "us-east-1",
        "access_key": given["EVIDENCE_KEY"],
        "secret_key": given["EVIDENCE_SECRET"],
    }
    return {"BACKEND": "ssr_assess.object_store.ObjectStore", "OPTIONS": options}


def log_format(*, production: bool) -> str:
    """Return how lines of the log are written (``LOG_FORMAT``): ``json``, as always in production, or ``text``.

    Raises:
        ImproperlyConfigured: it is neither.
    """
    usual = "json" if production else "text"
    found: str = env.str("LOG_FORMAT", default="").strip() or usual
    if found not in ("json", "text"):
        raise ImproperlyConfigured("LOG_FORMAT is neither json nor text")
    return found


def metrics_token() -> str:
    """Return what whoever reads the counts of ``/metrics`` shows (``METRICS_TOKEN``); empty where there are none.

    Raises:
        ImproperlyConfigured: it can be guessed.
    """
    token: str = env.str("METRICS_TOKEN", default="").strip()
    if token and len(token) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(
            f"METRICS_TOKEN (or METRICS_TOKEN_FILE) is shorter than {SHORTEST_TOKEN} characters."
        )
    return token


def trusted_proxies() -> int:
    """Return how many proxies of ours stand before the program, each of which adds to ``X-Forwarded-For``.

    Raises:
        ImproperlyConfigured: it is no number from 0 to 9.
    """
    number: str = env.str("TRUSTED_PROXIES", default="").strip() or "0"
    if not re.fullmatch("[0-9]", number):
        raise ImproperlyConfigured("TRUSTED_PROXIES is no number of proxies such as 1")
    return int(number)


# IMMEDIATE with a time-out: Django's defaults answered up to 7 of 10 concurrent writers "database is locked".
# EXTRA + DELETE: what was acknowledged is on the disk, and so is the removal of the journal that would undo it.
# recursive_triggers: REPLACE cannot go round the journal's.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA recursive_triggers=ON;",
}
# A server that is down, or that nothing reaches any more, is noticed within seconds (tcp_user_timeout: milliseconds).
POSTGRESQL = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
#: Django's name of the database that follows the first one, and is only read.
REPLICA = "replica"
#: The databases that the program runs on, by how their address begins.
SCHEMES = {"sqlite": "django.db.backends.sqlite3"} | dict.fromkeys(
    ("postgres", "postgresql"), "ssr_assess.postgresql"
)


def database(*, production: bool) -> dict[str, Any]:
    """Return Django's settings for the database that ``DATABASE_URL`` names.

    Outside production it is SQLite in ``var/`` when none is named.

    Raises:
        ImproperlyConfigured: none is named in production, or what is named is no address of a database.
    """
    address: str = env.str("DATABASE_URL", default="").strip()
    if not address:
        if production:
            raise ImproperlyConfigured(
                "DATABASE_URL (or DATABASE_URL_FILE) is missing: in production the database is named, "
                "such as postgres://ssr@/ssr?host=/var/run/postgresql"
            )
        VAR_DIR.mkdir(exist_ok=True)
        address = f"sqlite:///{VAR_DIR / 'ssr.sqlite3'}"
    return _kept_open(_parsed("DATABASE_URL", address))


def replica_is_named() -> bool:
    """Whether ``DATABASE_REPLICA_URL`` (or ``DATABASE_REPLICA_URL_FILE``) names a replica, usable or not."""
    return bool(env.str("DATABASE_REPLICA_URL", default="").strip())


def databases(*, production: bool) -> dict[str, dict[str, Any]]:
    """Return Django's settings for the database, and for its replica where one is named and both are PostgreSQL.

    Raises:
        ImproperlyConfigured: as ``database`` does, for either.
    """
    primary = database(production=production)
    found = {"default": primary}
    if not replica_is_named():
        return found
    replica = _kept_open(_parsed("DATABASE_REPLICA_URL", env.str("DATABASE_REPLICA_URL").strip()))
    if SCHEMES["sqlite"] in (primary["ENGINE"], replica["ENGINE"]):
        return found
    options = replica["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c default_transaction_read_only=on".strip()
    # No tests make a database of their own for it.
    return found | {REPLICA: replica | {"TEST": {"MIRROR": "default"}}}


def _kept_open(config: dict[str, Any]) -> dict[str, Any]:
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    is_sqlite = config["ENGINE"] == SCHEMES["sqlite"]
    # A cursor on the server would outlive its transaction, and behind a pgbouncer in transaction mode its connection.
    # SQLite has no server, and gives rows by and by.
    config["DISABLE_SERVER_SIDE_CURSORS"] = not is_sqlite
    # Each action is its own transaction, whatever the address says: a refused one is answered with a page.
    config["ATOMIC_REQUESTS"] = False
    config["OPTIONS"] = {**SQLITE} if is_sqlite else {**POSTGRESQL, **config.get("OPTIONS", {})}
    return config


def _parsed(variable: str, address: str) -> dict[str, Any]:
    scheme, mark, _place = address.partition("://")
    try:
        config: dict[str, Any] = env.db_url_config(address) if mark and scheme in SCHEMES else {}
    except ValueError:
        config = {}
    if not config.get("NAME"):
        # The address is not repeated: it may hold a password.
        raise ImproperlyConfigured(
            f"{variable} is no address of a database such as postgres://name:password@host:5432/ssr "
            "or sqlite:////srv/ssr/ssr.sqlite3 (in a name or password, @ is %40, / is %2F and : is %3A)."
        )
    return {**config, "ENGINE": SCHEMES[scheme]}
