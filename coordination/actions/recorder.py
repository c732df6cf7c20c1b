"""What recording a workbook of records goes by: who records it, and which records its rows may name.

This is a part of actions: it runs inside the transaction of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db.models import Model

from coordination.models import Function, Programme, User
from coordination.queries.record_files import Known, StoredRecord

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """In which programme it is recorded, by whom, and when; its functions by code; and which records could not be."""

    programme: Programme
    by: User
    at: datetime
    functions: Mapping[str, Function]
    failed: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)


#: A record as it stands now, by all that the rows after it may call it.
Made = dict[tuple[str, ...], StoredRecord]


def named(known: Known, sheet: str, key: tuple[str, ...], model: type[Row]) -> Row | None:
    """Return the row of a record that is known, None for none."""
    found = known[sheet].get(key)
    return found.row if found and isinstance(found.row, model) else None
