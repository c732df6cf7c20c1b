"""A chart on a page: its finding, its equivalent in words, the room it takes, and where its figure is.

The page shows the words, a table and the place of a chart; the figure has an address of its own and is asked for when
the chart comes into view. Both are made from the same values.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart as a page shows it before it is drawn: ``height`` in pixels, ``address`` of its figure."""

    id: str
    title: str
    sentences: tuple[str, ...]
    height: int
    address: str
    csv: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart's finding, its text equivalent, its height in pixels, and how to make its figure."""

    title: str
    sentences: tuple[str, ...]
    height: int
    figure: Callable[[], dict[str, Any]]

    def at(self, name: str, page: str, query: str) -> Chart:
        """Return the chart of this name below the address of its page."""
        return Chart(
            id=name,
            title=self.title,
            sentences=self.sentences,
            height=self.height,
            address=f"{page}{name}.json?{query}",
            csv=f"{page}figures.csv?{query}",
        )
