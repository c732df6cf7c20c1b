"""A chart on a page: its finding, its equivalent in words, its height, and the address of its figure.

The page shows words, a table and an empty place; the figure has its own address, fetched when the chart scrolls into
view. Both come from the same values.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coordination.presenters.said import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart as a page shows it before it is drawn: ``height`` in pixels, ``address`` of its figure."""

    id: str
    title: Said | str
    sentences: tuple[Said | str, ...]
    height: int
    address: str
    csv: str
    xlsx: str
    json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart's finding, its text equivalent, its height in pixels, and how to make its figure."""

    title: Said | str
    sentences: tuple[Said | str, ...]
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
            xlsx=f"{page}figures.xlsx?{query}",
            json=f"{page}figures.json?{query}",
        )
