"""A dashboard as a test reads it: the page, the figures of its charts, its file."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client

from coordination.models import User
from tests import pages
from tests.pages import Node

ClientOf = Callable[[User], Client]


def ask(client_of: ClientOf, person: User, address: str, language: str = "en") -> HttpResponse:
    """What this person is answered in this language, where a dashboard's address leads once it names its voice."""
    User.objects.filter(pk=person.pk).update(language=language)
    response: HttpResponse = client_of(person).get(address, follow=True)
    return response


def read(client_of: ClientOf, person: User, address: str, language: str = "en") -> Node:
    """The page that this person is shown."""
    response = ask(client_of, person, address, language)
    assert response.status_code == 200, response.content[:500]
    return pages.read(response)


def addresses(page: Node) -> dict[str, str]:
    """Where the figures of the page's charts are, by the names of the charts."""
    return {
        node.attrs["id"].removesuffix("-chart"): node.attrs["data-figure"]
        for node in page.all("div", class_="chart-canvas")
    }


def figure(client_of: ClientOf, person: User, address: str, language: str = "en") -> dict[str, Any]:
    """The figure of one chart; what a script would not find in it fails."""
    response = ask(client_of, person, address, language)
    assert response.status_code == 200, response.content[:500]
    assert response["Content-Type"] == "application/json"
    found: dict[str, Any] = json.loads(response.content)
    assert set(found) == {"data", "layout"}
    return found


def said(page: Node, chart: str) -> list[str]:
    """The sentences that say the same as a chart."""
    return [each.text() for each in page.one("ul", id=f"{chart}-sentences").all("li")]


def courses(page: Node) -> list[str]:
    """What the panels of Changes say of each structure's course."""
    return [svg.one("title").text() for svg in panels(page)]


def panels(page: Node) -> list[Node]:
    """The panels of Changes."""
    return page.all("svg", class_="mark-panel")


def findings(page: Node) -> list[str]:
    """The findings of the page, those that head it first, without what folds out below them."""
    heads = [_claim(each).text() for each in page.one("h1").all("span", class_="headline-part")]
    told = [_claim(each.all("p")[0]).text() for each in page.all("div", class_="finding")]
    return [each for each in heads if not any(other.startswith(each.rstrip(".")) for other in told)] + told


def _claim(node: Node) -> Node:
    return next((each for each in node.walk() if "data-claim" in each.attrs), node)


def table(page: Node, labelled_by: str) -> list[list[str]]:
    """The rows of the table in the region with this heading."""
    (region,) = page.all("div", role="region", aria_labelledby=labelled_by)
    return region.rows()


def by_name(rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Rows below their head by what stands first in each."""
    return {row[0]: list(row[1:]) for row in rows[1:]}


@dataclass(frozen=True)
class File:
    """A CSV file: its parts, which are divided by empty lines; each part is its rows."""

    parts: tuple[tuple[tuple[str, ...], ...], ...]

    def table(self, part: int = 0) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """The head of a part's table, and its rows; what stands above its head is left out."""
        rows = self.parts[part]
        start = next(number for number, row in enumerate(rows) if len(row) > 4)
        return rows[start], list(rows[start + 1 :])

    def told(self) -> set[str]:
        """What is said below the tables: of the findings, the round and the filters."""
        return {cell for row in self.parts[-1] for cell in row}


def points(cells: Iterable[str]) -> list[str]:
    """Figures of a file with a decimal point, whatever its language."""
    return [each.replace(",", ".") for each in cells]


def opened(response: HttpResponse) -> File:
    """A CSV file as a spreadsheet reads it."""
    assert response.status_code == 200, response.content[:500]
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return File(tuple(_parts(map(tuple, rows_of(response.content)))))


def rows_of(data: bytes) -> list[list[str]]:
    """The rows of a CSV file in the convention in which it is written: a French one has semicolons."""
    text = data.decode("utf-8-sig")
    head = text.splitlines()[0]
    mark = ";" if head.count(";") > head.count(",") else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))


def _parts(rows: Iterator[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], ...]]:
    part: list[tuple[str, ...]] = []
    for row in rows:
        if any(row):
            part.append(row)
        else:
            yield tuple(part)
            part = []
    yield tuple(part)


def file_of(page: str) -> str:
    """The address of the file of a page with the same filters."""
    return re.sub(r"/(\?|$)", r"/figures.csv\1", page, count=1)


def chart_of(page: str, chart: str) -> str:
    """The address of one chart's figure of a page with the same filters."""
    return re.sub(r"/(\?|$)", rf"/{chart}.json\1", page, count=1)
