"""One page of a long list, with the number of all rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from coordination.domain.bilingual import words
from coordination.queries.filters import PAGE

Row = TypeVar("Row", bound=Model)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged(Generic[Value]):
    """One page of the matches; ``total`` counts all of them, ``page`` runs from 1 to ``pages``."""

    listed: tuple[Value, ...]
    total: int
    page: int = 1
    pages: int = 1


def paged(rows: QuerySet[Row], value: Callable[[Row], Value], page: int) -> Paged[Value]:
    """Return one page of the rows as values, at most the last page; two queries."""
    total = rows.count()
    page, pages = at(page, total, PAGE)
    return Paged(
        listed=tuple(map(value, rows[(page - 1) * PAGE : page * PAGE])), total=total, page=page, pages=pages
    )


def paged_as(
    order: Sequence[int], rows: QuerySet[Row], value: Callable[[Row], Value], page: int
) -> Paged[Value]:
    """Return one page of the rows with these ids, in this order; one query."""
    page, pages = at(page, len(order), PAGE)
    ids = order[(page - 1) * PAGE : page * PAGE]
    found = rows.in_bulk(ids)
    return Paged(listed=tuple(value(found[pk]) for pk in ids), total=len(order), page=page, pages=pages)


def at(page: int, total: int, size: int) -> tuple[int, int]:
    """Return the page to show, at most the last, and the number of pages."""
    pages = max(1, -(-total // size))
    return min(page, pages), pages


def searched(
    rows: QuerySet[Row], search: str, *others: str, also: Callable[[str], Q] | None = None
) -> QuerySet[Row]:
    """Filter rows by ``folded`` texts that contain every word of the search, read as `fold` reads.

    ``others`` are folded texts of joined rows to search as well, such as ``owner__folded``; ``also`` builds a condition
    for related rows of which there are many.
    """
    for word in words(search):
        found = Q(folded__contains=word)
        for each in others:
            found |= Q(**{f"{each}__contains": word})
        if also:
            found |= also(word)
        rows = rows.filter(found)
    return rows
