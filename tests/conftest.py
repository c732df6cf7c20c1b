"""What holds for every test: quick settings, the world and its cast, and templates that make no query."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from _pytest import runner
from django.conf import settings as django_settings
from django.core import mail as mailbox
from django.db import connection, transaction
from django.http import StreamingHttpResponse
from django.template.base import Template
from django.test import Client, TransactionTestCase
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from coordination import mail
from coordination.models import User
from coordination.queries import versions
from coordination.views import accounts
from tests import databases, extent, make

#: The variable that names the folder of a run, one for all its processes: in memory, where there is such a place.
SHARED = "TESTS_SHARED"
MEMORY = Path("/dev/shm")


def pytest_configure(config: pytest.Config) -> None:
    """No clock over Hypothesis, static files without a manifest, passwords without work: nothing a test looks at."""
    if not hasattr(config, "workerinput"):
        is_there = os.access(MEMORY, os.W_OK)
        os.environ[SHARED] = tempfile.mkdtemp(prefix="ssr-tests-", dir=MEMORY if is_there else None)
    hypothesis.settings.register_profile("without a clock", deadline=None, max_examples=extent.examples(100))
    hypothesis.settings.load_profile("without a clock")
    django_settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    # Evidence lies in memory, apart from that of the demonstration.
    django_settings.STORAGES["evidence"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    # No mail, as where no server is named in production; what tries mails says so.
    django_settings.MAIL_REACHES_PEOPLE = False
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # What is sent part by part is looked at whole, as every other answer.
    StreamingHttpResponse.content = property(_sent)  # type: ignore[assignment]
    # Look for static files when one is asked for, not at the start of every test client.
    django_settings.WHITENOISE_AUTOREFRESH = True


def _sent(response: StreamingHttpResponse) -> bytes:
    """All that is sent, however often a test looks at it."""
    if "sent" not in vars(response):
        vars(response)["sent"] = b"".join(response)
    found: bytes = vars(response)["sent"]
    return found


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(SHARED), ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is the same on each database, on PostgreSQL, and what has its turn at another commit.

    Where everything is proved, only what asks no database is left out, on PostgreSQL. A file with turns of its own, by
    ``extent.TURN``, keeps to them.
    """
    marks = {item: {mark.name for mark in item.iter_markers()} for item in items}
    tried = [item for item in items if extent.is_tried_here(marks[item], asks=_asks(item, marks[item]))]
    if extent.IS_BY_TURNS:
        commits = {item: extent.commits_to_turn(item.nodeid, marks[item]) for item in tried}
        in_turn = {
            item.nodeid: commits[item]
            for item in tried
            if extent.takes_turns(
                item.nodeid, marks[item], has_own=hasattr(getattr(item, "module", None), "TURN")
            )
        }
        left_out = in_turn.keys() - extent.whose_turn(in_turn, extent.TURN)
        tried = [
            item
            for item in tried
            if item.nodeid not in left_out
            and extent.has_its_turn(item.nodeid, extent.TURN, commits=commits[item])
        ]
    config.hook.pytest_deselected(items=[*set(items).difference(tried)])
    items[:] = tried


def _asks(item: pytest.Item, marks: Collection[str]) -> bool:
    return extent.asks_database(item.nodeid.partition("::")[0], marks, getattr(item, "fixturenames", ()))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


#: Python keeps the frames of calls in pieces of 16 KB, and gives a piece back as soon as it is empty: a loop that calls
#: across the border of two asks the system for memory at each turn. That costs some tests (addresses) a fifth of their
#: time, others nothing. A frame that needs more than 512 KB is given a piece of 1 MB, and what it calls the rest of it.
_made: dict[str, Any] = {}
exec(
    f"def with_room(run):\n return run()\n {' = '.join(f'_{number}' for number in range(66_000))} = None",
    _made,
)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run each test, and what its fixtures do, with room for its calls."""
    _made["with_room"](lambda: runner.pytest_runtest_protocol(item, nextitem))
    return True


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    """The language of a test's last page is not that of the next test, whatever their order."""
    yield
    translation.deactivate()


#: Stamps each session that begins, also one that a test begins before any page is asked for.
_begins = accounts.begin


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What is kept by the version of the answers is of one database; that of the next test goes back to the world."""
    versions.forget()


@pytest.fixture(autouse=True)
def nothing_to_be_mailed() -> None:
    """What is mailed in its own time reaches no mailbox but that of its own test."""
    waiting = mail._waiting
    if waiting._value < waiting._initial_value:  # type: ignore[attr-defined]
        mail._mailing.submit(int).result(timeout=60)
        mailbox.outbox.clear()


# --- the database


@pytest.fixture(scope="session")
def database(
    django_test_environment: None, worker_id: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[databases.Copy]:
    """This process's copy of the world, on a database with the product's own settings; every test rolls back to it."""
    with django_db_blocker.unblock():
        one = databases.copy(Path(os.environ[SHARED]), worker_id)
    yield one
    with django_db_blocker.unblock():
        one.drop()


@pytest.fixture(scope="session")
def django_db_setup(database: databases.Copy) -> Iterator[None]:
    """In place of pytest-django's own; a test that really commits leaves the world behind as it was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: database.renew())
        yield


@pytest.fixture(scope="module")
def lasting(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[databases.Lasting]:
    """What is made within ``with lasting():`` is there for every test of the module, and taken back after the last.

    Tests get copies of what was made, for they change what they hold.
    """

    @contextmanager
    def making() -> Iterator[None]:
        with django_db_blocker.unblock():
            yield
            # What waits for the end of the transaction is checked now, not again in every test.
            connection.check_constraints()

    with ExitStack() as module:
        with django_db_blocker.unblock():
            module.enter_context(transaction.atomic())
        yield making
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            module.close()


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


@pytest.fixture(scope="session")
def asked_while_rendering() -> Iterator[list[str]]:
    """Refuse what a template asks of the database, Django's own admin pages apart; the queries, as they are made."""
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

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", guarded)
        yield asked


@pytest.fixture(autouse=True)
def queries_while_rendering(asked_while_rendering: list[str]) -> Iterator[list[str]]:
    """Fail the test in which a template makes a query.

    Some template tags swallow exceptions, so what was asked is remembered and told at the end.
    """
    asked_while_rendering.clear()
    yield asked_while_rendering
    assert not asked_while_rendering, f"A template made queries: {asked_while_rendering}"
