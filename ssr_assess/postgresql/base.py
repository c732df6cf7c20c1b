"""Django's engine for PostgreSQL, in which a server that says nothing is a server that is down.

libpq waits without an end for an answer: a server that hangs would hold every request, and with them the server's
threads. Commands such as ``migrate`` may take their time; requests may not (see ``ssr_assess/wsgi.py``).
"""

import select
import time
from collections import defaultdict
from functools import cache
from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg2 import OperationalError as Psycopg2Error
from psycopg2 import extensions

from ssr_assess.env import REPLICA

#: How long a server may take to let in who connects, or to say that it is still there.
SECONDS_TO_ANSWER = 3
#: How long it may work for one statement, as long as SQLite waits for its lock, and how much later it is given up.
SECONDS_FOR_A_STATEMENT = 20
SECONDS_OF_GRACE = 2
#: A replica is given up sooner, for the primary then does the same work.
SECONDS_FOR_A_STATEMENT_OF_A_REPLICA = 5
#: How long nobody else asks a server that was found silent: one request waits, not every one in its turn.
SECONDS_OF_REST = 2
#: Without a replica everything goes on: it is left alone for longer.
SECONDS_OF_REST_OF_A_REPLICA = 10


class Silence:
    """Until when this process takes a server for silent."""

    def __init__(self) -> None:
        self.until = 0.0

    def begins(self, seconds: float = SECONDS_OF_REST) -> None:
        """Remember that it has not answered."""
        self.until = time.monotonic() + seconds

    def lasts(self) -> bool:
        """Whether it has not answered just now."""
        return time.monotonic() < self.until


#: By the alias of a database: one that is silent says nothing of the other.
SILENCES: defaultdict[str, Silence] = defaultdict(Silence)


class Connection(extensions.connection):
    """A connection that is given up when no answer came for some seconds."""

    patience: float = SECONDS_TO_ANSWER
    silence: Silence


@cache
def connection_to(alias: str) -> type[Connection]:
    """Return the kind of the connections to one database, which know from the start whose silence is theirs."""
    return type("Connection", (Connection,), {"silence": SILENCES[alias]})


def wait(connection: Any) -> None:
    """Wait for the server in place of libpq, as long as the connection has patience.

    Raises:
        psycopg2.OperationalError: it has not answered; psycopg2 then closes the connection.
    """
    patience = getattr(connection, "patience", SECONDS_FOR_A_STATEMENT + SECONDS_OF_GRACE)
    end = time.monotonic() + patience
    while (state := connection.poll()) != extensions.POLL_OK:
        poller = select.poll()
        poller.register(connection, select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
        if not poller.poll(max(0, end - time.monotonic()) * 1000):
            if patience == SECONDS_TO_ANSWER:
                connection.silence.begins()
            raise Psycopg2Error(f"the server has not answered for {patience} seconds")


class DatabaseWrapper(base.DatabaseWrapper):
    """Connections of this engine."""

    #: Whether every wait has an end.
    is_limited = False

    @classmethod
    def limit_waiting(cls) -> None:
        """From now on, in this process, no statement and no server that is silent is waited for without an end."""
        cls.is_limited = True
        extensions.set_wait_callback(wait)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; at once refused while the server is taken for silent."""
        if not self.is_limited:
            return super().get_new_connection(conn_params)
        if SILENCES[self.alias].lasts():
            raise OperationalError("the server has not answered just now")
        seconds = SECONDS_FOR_A_STATEMENT_OF_A_REPLICA if self.alias == REPLICA else SECONDS_FOR_A_STATEMENT
        options = f"{conn_params.get('options', '')} -c statement_timeout={seconds * 1000}"
        connection = super().get_new_connection(
            {**conn_params, "options": options.strip(), "connection_factory": connection_to(self.alias)}
        )
        connection.patience = seconds + SECONDS_OF_GRACE
        return connection

    def is_usable(self) -> bool:
        """Whether the server answers on this connection, and soon."""
        if not isinstance(self.connection, Connection):
            return bool(super().is_usable())
        if self.connection.silence.lasts():
            return False
        usual, self.connection.patience = self.connection.patience, SECONDS_TO_ANSWER
        try:
            return bool(super().is_usable())
        finally:
            self.connection.patience = usual
