"""A link between browser and program that can be down, slow, and is measured."""

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

import pytest

CHUNK = 4096
#: The mark of a test of a fault that says how many kilobytes may travel at most until all is well again.
TRAVELS = "travels"


def assert_bounded(test: pytest.Item, travelled: int) -> None:
    """Fail where more bytes than a test allows have travelled between browser and program, both ways."""
    mark = test.get_closest_marker(TRAVELS)
    assert mark is not None
    print(f"{test.name}: {travelled / 1000:.0f} kB travelled")
    assert travelled <= 1000 * mark.args[0], f"{travelled / 1000:.0f} kB travelled"


@dataclass(kw_only=True)
class Listening:
    """Takes connections that are meant for an address, at one of its own."""

    to: str
    _listener: socket.socket = field(default_factory=socket.socket)

    def __enter__(self) -> Self:
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._listener.close()

    @property
    def address(self) -> str:
        """Where it is entered."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        """Take each connection, until it is closed."""
        raise NotImplementedError


@dataclass(kw_only=True)
class Link(Listening):
    """Passes on what goes to and from an address; ``rate`` in bytes a second and ``delay`` in seconds, each way."""

    rate: float = 0
    delay: float = 0
    is_up: bool = True
    travelled: int = 0
    _sockets: set[socket.socket] = field(default_factory=set)

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self.cut()

    def cut(self) -> None:
        """Cut what is connected; nothing passes until it is mended."""
        self.is_up = False
        for each in list(self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Let everything pass again."""
        self.is_up = True

    def _accept(self) -> None:
        place = urlsplit(self.to)
        while True:
            try:
                near, _peer = self._listener.accept()
            except OSError:
                return
            if not self.is_up:
                near.close()
                continue
            far = socket.create_connection((place.hostname, place.port))
            self._sockets |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(CHUNK):
                self.travelled += len(data)
                if self.rate:
                    time.sleep(self.delay + len(data) / self.rate)
                other.sendall(data)
        for each in (one, other):
            self._sockets.discard(each)
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
