"""How two structures, or one in two rounds, score in a section by each voice, and which of two structures is ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coordination.domain.answers import Reading
from coordination.domain.claims.chosen import WeightSet, chosen
from coordination.domain.claims.pairs import PairClaim, pair_claim
from coordination.domain.grids import Grid
from coordination.domain.instruments import InstrumentValue, Section
from coordination.domain.panels import envelopes
from coordination.domain.scoring import blank
from coordination.queries import cards
from coordination.queries.cards import Card

#: The readings of each assessor by criterion code, by the voice that they are of.
Behind = Mapping[str, Sequence[Mapping[str, Reading]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairScores:
    """The cards of both in a section by the voices heard in each, and by each voice who is ahead.

    ``claims`` are only about two structures that can both be ranked, under equal weights.
    """

    cards: tuple[Mapping[str, Card], Mapping[str, Card]]
    claims: tuple[tuple[str, PairClaim], ...] = ()


def cards_of(behind: Behind, instrument: InstrumentValue, section: Section) -> dict[str, Card]:
    """Return the card of each voice; none where the questionnaire does not have the section."""
    if section.code not in {each.code for each in instrument.sections}:
        return {}
    return {voice: cards.card_of(sheets, instrument, section.code) for voice, sheets in behind.items()}


def claims_of(
    names: Sequence[str], both: tuple[Behind, Behind], instrument: InstrumentValue, section: Section
) -> tuple[tuple[str, PairClaim], ...]:
    """Return by each voice heard on both what may be said of two structures that can be ranked by it."""
    found = []
    codes = [each.code for each in section.criteria]
    for voice in both[0]:
        if voice not in both[1]:
            continue
        sheets = [[each.get(code, blank()) for code in codes] for half in both for each in half[voice]]
        first = len(both[0][voice])
        rows = [list(range(first)), list(range(first, len(sheets)))]
        grid = Grid.of(sheets)
        of = chosen(
            names=names,
            codes=codes,
            sheets=grid,
            rows=rows,
            envelope=envelopes(grid, rows),
            sets=[WeightSet("equal", (1,) * len(codes))],
            conventions=instrument.conventions,
        )
        if len(of.placed) == len(names):
            found.append((voice, pair_claim(of, 0, 1)))
    return tuple(found)
