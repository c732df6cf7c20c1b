"""Argon2 with a bound: how many passwords a process hashes at once, whoever asks for it.

The parameters are those of Django 5.2: 100 MiB of memory, 2 passes, 8 lanes. With ``AT_ONCE`` = 2 a process of the
server takes at most 200 MiB for it, and a flood of sign-ins leaves its other threads to everybody else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = 2
#: So many seconds a request waits for its turn.
PATIENCE = 5.0
_turns = BoundedSemaphore(AT_ONCE)


class TooBusyError(Exception):
    """As many passwords as may be are being hashed; `coordination.middleware` answers 503."""


class BoundedArgon2PasswordHasher(Argon2PasswordHasher):
    """Django's hasher, a few at once; what it writes is the same."""

    def encode(self, *args: Any, **kwargs: Any) -> str:
        """Hash a password in one's turn.

        Raises:
            TooBusyError: it did not come in time.
        """
        with _turn():
            return super().encode(*args, **kwargs)

    def verify(self, *args: Any, **kwargs: Any) -> bool:
        """Check a password in one's turn.

        Raises:
            TooBusyError: it did not come in time.
        """
        with _turn():
            return super().verify(*args, **kwargs)


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise TooBusyError
    try:
        yield
    finally:
        _turns.release()
