"""Argon2 is bounded: so many passwords at once in a process, and whoever waits too long is told to try again."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.test import Client

from ssr_assess import passwords
from tests import make, pages

HASHERS = ["ssr_assess.passwords.BoundedArgon2PasswordHasher"]


@pytest.fixture
def taken(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every turn is taken, and nobody is patient."""
    settings.PASSWORD_HASHERS = HASHERS
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    for _ in range(passwords.AT_ONCE):
        assert passwords._turns.acquire(timeout=30)
    yield
    for _ in range(passwords.AT_ONCE):
        passwords._turns.release()


def test_what_it_writes_is_read_by_djangos_own_and_back(settings: Any) -> None:
    settings.PASSWORD_HASHERS = HASHERS
    written = make_password("kivu-ituri-kasai-2011")
    assert written.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")
    assert check_password("kivu-ituri-kasai-2011", written)
    assert not check_password("another", written)
    assert Argon2PasswordHasher().verify("kivu-ituri-kasai-2011", written)


def test_no_more_are_hashed_at_once_than_may_be(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PASSWORD_HASHERS = HASHERS
    lock, both, at_work, most = Lock(), Event(), 0, 0

    def encode(*_args: object) -> str:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
            if at_work == passwords.AT_ONCE:
                both.set()
        both.wait(30)
        with lock:
            at_work -= 1
        return "argon2$x"

    monkeypatch.setattr(Argon2PasswordHasher, "encode", encode)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(make_password, ["a"] * 6))
    assert most == passwords.AT_ONCE


@pytest.mark.django_db
@pytest.mark.usefixtures("taken")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_who_waits_too_long_is_told_to_try_again_in_a_moment(language: str) -> None:
    browser = Client(headers={"Accept-Language": language})
    response = browser.post("/sign-in/", {"username": "amina@ssr.example", "password": make.PASSWORD})
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    page = pages.read(response)
    assert page.one("html").attrs["lang"] == language
    assert page.one("main").text()


def test_a_turn_comes_back_after_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> str:
        raise ValueError("no memory")

    monkeypatch.setattr(Argon2PasswordHasher, "encode", fail)
    for _ in range(passwords.AT_ONCE + 1):
        with pytest.raises(ValueError, match="no memory"):
            passwords.BoundedArgon2PasswordHasher().encode("a", "b" * 16)
