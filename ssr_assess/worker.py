"""The server's worker: whoever watches the machine is answered even while every thread is at work."""

import selectors
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

#: How a question begins that needs nothing but the program itself, and how its head ends.
ALIVE, END = (b"GET /healthz ", b"HEAD /healthz "), b"\r\n\r\n"
#: So much of a request is looked at; the question of who watches the machine is shorter.
LOOKED_AT = 2048
#: How long a connection may say nothing before it is closed, in seconds.
SILENT = 5.0
#: What is answered to an address longer than the server reads, which no page of the program is ever asked for.
TOO_LONG = """<!doctype html><meta charset=utf-8><title>SSR partnership assessment</title>
<p lang=en>This address is too long: nothing was read of it, and nothing was changed.
Go back, and search with fewer words.
<p lang=fr>Cette adresse est trop longue\u202f: rien n’en a été lu, et rien n’a été modifié.
Revenez en arrière, et cherchez avec moins de mots.
""".encode()
#: The headers of the proxy's own pages (`deploy/nginx-own-pages.conf`): nothing on this one runs or may be framed.
SAFE = "".join(
    f"{name}: {said}\r\n"
    for name, said in {
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cache-Control": "no-store, private",
    }.items()
)


class Worker(ThreadWorker):
    """Answers ``/healthz`` in a thread of its own; every other request waits for one of the ``threads``.

    A request is looked at without taking it from the connection, and given to that thread only once its head is
    there whole, so that nobody who sends slowly can hold it. Whoever says nothing yet holds no thread either.
    """

    def init_process(self) -> None:
        """Make the thread, then serve."""
        self._doorman = ThreadPoolExecutor(1)
        super().init_process()

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection that has something to say to the thread that answers it."""
        try:
            said = conn.sock.recv(LOOKED_AT, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            if conn.parser is None and not conn.data_ready:
                self._wait_for(conn)
                return
            said = b""
        except OSError:
            said = b""
        pool = self._doorman if said.startswith(ALIVE) and END in said else self.tpool
        done = pool.submit(self.handle, conn)
        done.add_done_callback(lambda future: self.method_queue.defer(self.finish_request, conn, future))

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Say in both languages that an address is too long; what else cannot be read is answered as ever."""
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Invalid request from ip=%s: %s", addr[0] if addr else "", exc)
        head = f"HTTP/1.1 414 URI Too Long\r\nConnection: close\r\nContent-Length: {len(TOO_LONG)}\r\n{SAFE}"
        with suppress(OSError):
            client.sendall(f"{head}Content-Type: text/html\r\n\r\n".encode() + TOO_LONG)

    def _wait_for(self, conn: Any) -> None:
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + SILENT
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))
