"""Results kept in memory by what they were made of: no way of writing can leave one that is stale."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class KeptByContent:
    """A few results by what they were made of, so that none can outlive its answers."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.found: OrderedDict[tuple[object, ...], Any] = OrderedDict()

    def get(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        # One look only: in between, another thread may have dropped it.
        kept: T | None = self.found.get(key)
        if kept is not None:
            return kept
        made = self.found[key] = make()
        while len(self.found) > self.most:
            self.found.popitem(last=False)
        return made
