"""What holds for every test: quick settings, the world and its cast, and templates that make no query."""

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.template.base import Template
from django.test import Client, TransactionTestCase
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from coordination.models import User
from tests import make


def pytest_configure() -> None:
    """No clock over Hypothesis, static files without a manifest, passwords without work: nothing a test looks at."""
    hypothesis.settings.register_profile("without a clock", deadline=None)
    hypothesis.settings.load_profile("without a clock")
    django_settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Look for static files when one is asked for, not at the start of every test client.
    django_settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    """The language of a test's last page is not that of the next test, whatever their order."""
    yield
    translation.deactivate()


# --- the database


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """SQLite lies in a file, with the product's own settings: a database in memory has other locks."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Make the world once; every test rolls back to it."""
    with django_db_blocker.unblock():
        make.world()


@pytest.fixture(scope="session", autouse=True)
def flush_gives_the_world_back() -> Iterator[None]:
    """After a test that really commits: empty the tables (the journal's guards refuse that), make the world again."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        with make.without_triggers():
            flush(self)
        make.world()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture
def cast(db: None) -> make.Cast:
    """The people of this story."""
    return make.cast()


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser in which this person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


# --- templates make no query

_rendering: ContextVar[bool] = ContextVar("rendering", default=False)


class QueryWhileRendering(AssertionError):
    """A template asked the database; what it shows must be finished before."""


@pytest.fixture(autouse=True)
def queries_while_rendering(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Fail the test in which a template makes a query; Django's own admin pages may.

    Some template tags swallow exceptions, so what was asked is remembered and told at the end.
    """
    asked: list[str] = []
    render = Template.render

    def refuse(execute: Any, sql: str, *args: Any) -> Any:
        asked.append(sql)
        raise QueryWhileRendering(sql)

    def guarded(self: Template, context: Any) -> Any:
        if _rendering.get():
            return render(self, context)
        token = _rendering.set(True)
        try:
            if (self.name or "").startswith("admin/"):
                return render(self, context)
            with connection.execute_wrapper(refuse):
                return render(self, context)
        finally:
            _rendering.reset(token)

    monkeypatch.setattr(Template, "render", guarded)
    yield asked
    assert not asked, f"A template made queries: {asked}"
