"""Work of several people at the same moment, with somebody who checks the journal all the while."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TypeVar

from django.db import connection

from coordination.queries import journal

T = TypeVar("T")


def faults_meanwhile(work: Callable[[T], None], each: Iterable[T]) -> list[str]:
    """Do this work for each at once, on a connection of its own, and return what whoever checks meanwhile finds."""
    done, given = Event(), list(each)

    def do(one: T) -> None:
        try:
            work(one)
        finally:
            connection.close()

    def check() -> list[str]:
        try:
            found = []
            while not done.is_set():
                found += journal.faults()
            return found
        finally:
            connection.close()

    with ThreadPoolExecutor(len(given) + 1) as pool:
        checked = pool.submit(check)
        try:
            for working in [pool.submit(do, one) for one in given]:
                working.result()
        finally:
            done.set()
        return checked.result()
