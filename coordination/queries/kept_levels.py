"""The answers behind many cards as numbers, kept for as long as nothing was written that they rest on.

They are the same for all who read by the same rights. After answers were written about some structures only these are
read again, in whatever round they were given.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from coordination.domain.change import CauseBits
from coordination.domain.grids import Grid
from coordination.models import Programme, User
from coordination.permissions import reads_open_rounds, standings
from coordination.queries import versions
from coordination.queries.stored_levels import Said, StoredLevels, levels_of
from coordination.queries.versions import WrittenSince

#: What is known of an assessment before its answers: (id, round id, structure id, side, rater).
Head = tuple[int, int, int, str, str]
Item = TypeVar("Item")


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class KeptLevels:
    """Assessments, the oldest first, and what each answers.

    Row i of ``ids`` are the assessment, its round and its structure, ``sides[i]`` and ``raters[i]`` who gave it, and
    row i of ``said`` the numbers of its answers by column: 0 where nothing is stored, 1 for the first of ``meanings``.
    ``codes`` are the ids of all structures that are answered on, by their codes.
    """

    ids: NDArray[np.int64]
    sides: tuple[str, ...]
    raters: tuple[str, ...]
    said: NDArray[np.uint16]
    meanings: tuple[Said, ...]
    codes: dict[str, int]

    def heads(self) -> Iterable[Head]:
        """Return what is known of each assessment before its answers."""
        assessments, rounds, structures = self.ids.T.tolist()
        return zip(assessments, rounds, structures, self.sides, self.raters, strict=True)

    def sheets(self, assessments: Sequence[int], width: int) -> tuple[Grid, CauseBits]:
        """Return what ``StoredLevels.sheets`` does; every assessment is one of these."""
        rows = np.searchsorted(self.ids[:, 0], np.array(assessments, dtype=np.int64))
        said = self.said[rows, :width]
        tables = levels_of(self.meanings)
        lo, hi, level = (each.astype(np.int8)[said] for each in tables[:3])
        applicable, answered, unknown = (each.astype(bool)[said] for each in tables[3:6])
        grid = Grid(lo=lo, hi=hi, level=level, applicable=applicable, answered=answered, unknown=unknown)
        return grid, tables[6].astype(np.uint8)[said]


def of_heads(
    listed: Sequence[tuple[int, int, int, str, str, str]], stored: StoredLevels, width: int
) -> KeptLevels:
    """Return assessments, given as heads with the code of the structure, the lowest id first, with what is stored."""
    ids = np.array([each[:3] for each in listed], dtype=np.int64).reshape(len(listed), 3)
    return KeptLevels(
        ids=ids,
        sides=tuple(each[3] for each in listed),
        raters=tuple(each[4] for each in listed),
        said=stored.numbers(ids[:, 0], width),
        meanings=stored.meanings,
        codes={each[5]: each[2] for each in listed},
    )


#: By programme, by whether rounds are read while they are open, and by what was asked for.
_SHELF: versions.Shelf[KeptLevels] = versions.Shelf(8)


def get(
    user: User,
    programme: Programme,
    asked: Hashable,
    read: Callable[[Collection[str] | None], KeptLevels],
    told: WrittenSince | None,
) -> KeptLevels:
    """Return what ``read`` reads for this person, of all structures that are asked for; at most one query more.

    ``read`` is given the codes of the structures to read again, None for all of them; among the codes are some that no
    structure has.
    """
    rights = next((each for each in standings(user) if each.programme_id == programme.pk), None)
    if rights is None:
        return read(None)
    found, _told = _SHELF.follow(
        (programme.pk, reads_open_rounds(rights), asked),
        programme,
        lambda _version: read(None),
        lambda learned, kept: _renewed(kept, _codes(versions.about(learned.written)), read),
        told,
    )
    return found


def _codes(written: Iterable[str]) -> frozenset[str]:
    """Return what may be the code of a structure at the beginning of these: codes may have spaces in them."""
    parts = (each.split(" ") for each in written)
    return frozenset(" ".join(each[:count]) for each in parts for count in range(1, len(each) + 1))


def _renewed(
    kept: KeptLevels, codes: frozenset[str], read: Callable[[Collection[str] | None], KeptLevels]
) -> KeptLevels:
    fresh = read(codes)
    again = [pk for code, pk in kept.codes.items() if code in codes]
    stays = ~np.isin(kept.ids[:, 2], np.array(again, dtype=np.int64))
    meanings = tuple(dict.fromkeys((*kept.meanings, *fresh.meanings)))
    places = {each: number for number, each in enumerate(meanings, start=1)}
    numbers = np.array([0, *(places[each] for each in fresh.meanings)], dtype=np.uint16)
    ids = np.concatenate([kept.ids[stays], fresh.ids])
    order = np.argsort(ids[:, 0])
    at = order.tolist()
    return KeptLevels(
        ids=ids[order],
        sides=_ordered((*_where(kept.sides, stays), *fresh.sides), at),
        raters=_ordered((*_where(kept.raters, stays), *fresh.raters), at),
        said=np.concatenate([kept.said[stays], numbers[fresh.said]])[order],
        meanings=meanings,
        codes=kept.codes | fresh.codes,
    )


def _where(items: Sequence[Item], flags: NDArray[np.bool_]) -> list[Item]:
    return [item for item, is_ in zip(items, flags.tolist(), strict=True) if is_]


def _ordered(items: Sequence[Item], at: Sequence[int]) -> tuple[Item, ...]:
    return tuple(items[place] for place in at)
