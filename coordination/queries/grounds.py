"""What every page of results begins with: the structures of a programme and its rounds, kept by version.

They are the same for all who read by the same rights. Where answers were written, only the rounds in which they were
are read again: whose voice is heard in a round, and where its answers come from, takes a look at all of them. A
correction changes neither.
"""

from collections.abc import Collection
from typing import NamedTuple

from coordination.models import Programme, User
from coordination.permissions import reads_open_rounds, standings
from coordination.queries import rounds, structures, versions
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue
from coordination.queries.versions import WrittenSince


class CommonGround(NamedTuple):
    """Structures by code, the one that stands for the programme as a whole, and all rounds, the oldest first."""

    listed: tuple[StructureValue, ...]
    whole: StructureValue | None
    rounds: tuple[RoundValue, ...]


#: By programme, and whether rounds are read while they are open.
_SHELF: versions.Shelf[CommonGround] = versions.Shelf(8)


def get(
    user: User, programme: Programme, told: WrittenSince | None = None
) -> tuple[CommonGround, WrittenSince | None]:
    """Return the ground of a programme as this person may read it, and what was learned of the answers.

    One query where nothing was written or answers were corrected, two where others were, else three to five; one less
    where it is ``told`` by what was asked for on the same page.
    """
    rights = next((each for each in standings(user) if each.programme_id == programme.pk), None)
    if rights is None:
        return _read(user, programme), told
    return _SHELF.follow(
        (programme.pk, reads_open_rounds(rights)),
        programme,
        lambda _version: _read(user, programme),
        lambda fresh, kept: _renewed(kept, fresh.beyond, user, programme),
        told,
    )


def _read(user: User, programme: Programme) -> CommonGround:
    listed, whole = structures.assessed(programme)
    return CommonGround(listed=listed, whole=whole, rounds=rounds.index(user, programme))


def _renewed(kept: CommonGround, written: Collection[str], user: User, programme: Programme) -> CommonGround:
    if not written:
        return kept
    labels = {versions.round_of(each) for each in written}
    fresh = {each.id: each for each in rounds.index(user, programme, labels=labels)}
    # Of answers no round is born, goes, or changes its place.
    return kept._replace(rounds=tuple(fresh.get(each.id, each) for each in kept.rounds))
