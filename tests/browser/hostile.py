"""A network between browser and program that loses replies, sends requests twice and out of order, and cuts."""

import random
import socket
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlsplit

from tests.browser.link import Listening

END = b"\r\n\r\n"
#: How long a request is held at most, so that later ones overtake it, in seconds.
HELD = 1.5


@dataclass(kw_only=True)
class HostileLink(Listening):
    """Passes on each request by itself to an address; while it ``is_hostile``, of those that store something (POST):

    every third loses its reply, every fifth arrives twice, each is held for a while, and of twenty connections one is
    cut before anything arrives. ``done`` counts what was done to them, ``travelled`` their bytes at the browser's end.
    """

    is_hostile: bool = False
    travelled: int = 0
    done: Counter[str] = field(default_factory=Counter)
    _chance: random.Random = field(default_factory=lambda: random.Random(5))
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _peer = self._listener.accept()
                threading.Thread(target=self._serve, args=[near], daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        """Answer one request, and close: the browser opens a connection for each."""
        with closing(near), suppress(OSError):
            if asked := _request(near):
                answer = self._answer(asked)
                if self.is_hostile and asked.startswith(b"POST "):
                    self.travelled += len(asked) + len(answer)
                near.sendall(answer)

    def _answer(self, asked: bytes) -> bytes:
        if not self.is_hostile or not asked.startswith(b"POST "):
            return self._ask(asked)
        number = next(self._numbers)
        self.done["sent"] += 1
        time.sleep(self._chance.random() * HELD)
        if self._chance.random() < 0.05:
            self.done["cut"] += 1
            return b""
        if number % 5 == 0:
            self.done["doubled"] += 1
            self._ask(asked)
        reply = self._ask(asked)
        if number % 3 == 0:
            self.done["lost"] += 1
            return b""
        return reply

    def _ask(self, asked: bytes) -> bytes:
        place, reply = urlsplit(self.to), b""
        head, _end, body = asked.partition(END)
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        with closing(socket.create_connection((place.hostname or "", place.port or 80))) as far:
            far.sendall(b"\r\n".join((*lines, b"Connection: close")) + END + body)
            while part := far.recv(65536):
                reply += part
        return reply


def _request(near: socket.socket) -> bytes:
    """Return the bytes of one whole request; empty where none came."""
    asked = b""
    while END not in asked:
        if not (part := near.recv(65536)):
            return b""
        asked += part
    head, _end, body = asked.partition(END)
    lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    missing = (int(lengths[0].split(b":")[1]) if lengths else 0) - len(body)
    while missing > 0:
        if not (part := near.recv(65536)):
            return b""
        asked, missing = asked + part, missing - len(part)
    return asked
