"""What is withdrawn in a programme, as a file would call it: a file that lists it is not loaded."""

from collections.abc import Iterator
from typing import Any

from coordination.documents.fixture.facts import Key
from coordination.domain.bilingual import Text
from coordination.models import (
    Activity,
    Commitment,
    Contact,
    Partner,
    Programme,
    Seat,
    Structure,
    Withdrawable,
)


def keys(programme: Programme) -> frozenset[tuple[str, Key]]:
    """Return the natural keys of what is withdrawn; six queries."""
    found: set[tuple[str, Key]] = set()
    for noun, model, where, columns in _CALLED:
        rows: Any = model.everything.filter(**{where: programme}, withdrawn_at__isnull=False)
        found |= {(noun, tuple(row)) for row in rows.values_list(*columns)}
    return frozenset(found)


_SEAT = ("structure__code", "partner__code", "role", "since")
_CALLED: tuple[tuple[str, type[Withdrawable], str, tuple[str, ...]], ...] = (
    ("partner", Partner, "programme", ("code",)),
    ("structure", Structure, "programme", ("code",)),
    ("seat", Seat, "structure__programme", _SEAT),
    ("activity", Activity, "programme", ("code",)),
    ("commitment", Commitment, "programme", ("code",)),
    ("contact", Contact, "programme", ("code",)),
)


def names(programme: Programme) -> Iterator[tuple[tuple[str, Key], tuple[str, str, str]]]:
    """Yield what withdrawn partners and activities are called, which nothing else is; two queries.

    Of partners the names in each language, folded; of activities the identifiers.
    """
    rows = Partner.everything.filter(programme=programme, withdrawn_at__isnull=False)
    for code, english, french in rows.values_list("code", "name_en", "name_fr"):
        for each in Text(english, french).folded:
            yield ("partner", (code,)), ("partner", "", each)
    gone = Activity.everything.filter(programme=programme, withdrawn_at__isnull=False).exclude(identifier="")
    for code, identifier in gone.values_list("code", "identifier"):
        yield ("activity", (code,)), ("activity", "", identifier)
