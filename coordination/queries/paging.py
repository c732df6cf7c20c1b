"""A page of a long list: the rows of one page, and how many there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from coordination.domain.texts import fold
from coordination.queries.filters import PAGE

Row = TypeVar("Row", bound=Model)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged(Generic[Value]):
    """One page of what matches; ``total`` counts all of it, ``page`` is from 1 to ``pages``."""

    listed: tuple[Value, ...]
    total: int
    page: int = 1
    pages: int = 1


def paged(rows: QuerySet[Row], value: Callable[[Row], Value], page: int) -> Paged[Value]:
    """Return a page of the rows as values, the last page where there are fewer; two queries."""
    total = rows.count()
    page, pages = at(page, total, PAGE)
    return Paged(
        listed=tuple(map(value, rows[(page - 1) * PAGE : page * PAGE])), total=total, page=page, pages=pages
    )


def paged_as(
    order: Sequence[int], rows: QuerySet[Row], value: Callable[[Row], Value], page: int
) -> Paged[Value]:
    """Return a page of the rows of these ids, in their order, as `paged` does; one query."""
    page, pages = at(page, len(order), PAGE)
    ids = order[(page - 1) * PAGE : page * PAGE]
    found = rows.in_bulk(ids)
    return Paged(listed=tuple(value(found[pk]) for pk in ids), total=len(order), page=page, pages=pages)


def at(page: int, total: int, size: int) -> tuple[int, int]:
    """Return which page is shown where so many rows stand on pages of a size, and how many pages there are."""
    pages = max(1, -(-total // size))
    return min(page, pages), pages


def searched(
    rows: QuerySet[Row], search: str, *others: str, also: Callable[[str], Q] | None = None
) -> QuerySet[Row]:
    """Return the rows in whose ``folded`` text every word of the search stands, whatever its case and accents.

    ``others`` are folded texts of joined rows, such as ``owner__folded``, in which a word may stand as well;
    ``also`` says where else, of rows of which there are many.
    """
    for word in fold(search).split():
        found = Q(folded__contains=word)
        for each in others:
            found |= Q(**{f"{each}__contains": word})
        if also:
            found |= also(word)
        rows = rows.filter(found)
    return rows
