"""The journal replayed: its entries, told in order, to what must stand in the database today.

Whatever counts is a thing under its kind and key, with facts by name. A fact that no entry states is left out, because
journals of earlier versions state fewer; what is left out is not compared. Answers stand as digests: they are many,
and what they say is nobody's business here.
"""

from collections.abc import Mapping

from coordination.domain.replay import assessments, cards, programmes, records, rounds
from coordination.domain.replay.told import Replay, Step, Told

_STEPS: Mapping[tuple[str, str], Step] = {
    **assessments.STEPS,
    **cards.STEPS,
    **rounds.STEPS,
    **records.STEPS,
    **programmes.STEPS,
}


def tell(replay: Replay, told: Told) -> None:
    """Take the next entry; what it is about may not be replayed.

    Raises ValueError, LookupError, TypeError or AttributeError for one that the program cannot have written.
    """
    if step := _STEPS.get((told.noun, told.verb)):
        step(replay, told)
