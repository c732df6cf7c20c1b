"""Who is ahead of whom, on which places, and what to do next, for machines: a part of ``score_report``.

Everything rests on what no assessor of a side denies, in the words of the Compare page.
"""

from collections.abc import Sequence
from itertools import permutations

import numpy as np

from coordination.documents.scorecards import Heard, exact
from coordination.domain import recommendations, robustness
from coordination.domain.claims.chosen import Chosen, WeightSet, chosen, places
from coordination.domain.claims.pairs import PairClaim, pair_claim
from coordination.domain.claims.places import place_bounds_of
from coordination.domain.grids import Grid
from coordination.domain.instruments import Section
from coordination.domain.panels import envelopes, panel

Row = dict[str, object]

#: Weightings drawn for the shares of ranks: ±0.01 at 95 %. Source: METHOD.md, section 4.6.
DRAWS = 10_000


def pairs(voices: Sequence[Heard]) -> dict[str, list[Row]]:
    """Every ordered pair of structures by section: the shares of all weightings, and ε* from the declared weights.

    Shares and ε* are None where a pair has too few common criteria. `claim` is what may be said of the two, `first`
    which of them is ahead in it; both None unless both can be ranked. Source: METHOD.md, sections 4.1 to 4.4.
    """
    found: dict[str, list[Row]] = {}
    for voice in voices:
        for section in voice.instrument.sections:
            of = _chosen(voice, section, voice.weights(section))
            rows = permutations(range(len(of.names)), 2)
            found.setdefault(section.code, []).extend(_pair(voice, of, one, other) for one, other in rows)
    return found


def _pair(voice: Heard, of: Chosen, one: int, other: int) -> Row:
    mine, yours = of.envelope.readings(one), of.envelope.readings(other)
    pair = robustness.pair(mine, yours, of.shown.values, of.conventions)
    claim: PairClaim | None = pair_claim(of, one, other) if {one, other} <= set(of.placed) else None
    return said_by(voice) | {
        "a": of.names[one],
        "b": of.names[other],
        "certain": exact(pair.certain) if pair else None,
        "possible": exact(pair.possible) if pair else None,
        "epsilon": exact(pair.epsilon) if pair else None,
        "claim": claim.kind if claim else None,
        "first": claim.first if claim else None,
    }


def ranks(voices: Sequence[Heard]) -> dict[str, list[Row]]:
    """The places of each structure by section, [best, worst].

    `equal` is its place under equal weights among those that can be ranked, `any` that under any weights; both None
    where it cannot be ranked, and where scores rest on different criteria. `all` is its rank among all that have a
    score; `shares` lists, for the latter, [best, worst, share of weightings drawn with the instrument's seed]. Source:
    METHOD.md, section 4.6.
    """
    found: dict[str, list[Row]] = {}
    for voice in voices:
        for section in voice.instrument.sections:
            found.setdefault(section.code, []).extend(_ranks(voice, section))
    return found


def _ranks(voice: Heard, section: Section) -> list[Row]:
    of = _chosen(voice, section, (1,) * len(section.criteria))
    figures, conventions = of.bounds[0], of.conventions
    present = np.flatnonzero(figures.base > 0)
    low, high = figures.points
    among_all = robustness.ranks(low[present], high[present]).tolist()
    drawn = robustness.rank_shares(of.envelope.take(present), DRAWS, conventions.seed_weights, conventions)
    everywhere = dict(zip(present.tolist(), zip(among_all, drawn, strict=True), strict=True))
    under, bounds = places(of), place_bounds_of(of)
    rows: list[Row] = []
    for row, name in enumerate(of.names):
        ends, shares = everywhere.get(row, (None, {}))
        bound = bounds.get(name)
        rows.append(
            said_by(voice)
            | {
                "structure": name,
                "equal": list(under[name]) if name in under else None,
                "any": [bound.best, bound.worst] if bound else None,
                "all": ends,
                "shares": [[*each, exact(share)] for each, share in shares.items()],
            }
        )
    return rows


def _chosen(voice: Heard, section: Section, weights: tuple[int, ...]) -> Chosen:
    """Return the structures alone on which anything in the section is answered."""
    by_structure = {code: voice.sheets(code, section) for code in voice.structures}
    answered = {code: sheets for code, sheets in by_structure.items() if sheets}
    sheets = Grid.of([sheet for each in answered.values() for sheet in each], len(section.criteria))
    ends = np.cumsum([0, *(len(each) for each in answered.values())]).tolist()
    rows = [list(range(start, stop)) for start, stop in zip(ends, ends[1:], strict=False)]
    return chosen(
        names=list(answered),
        codes=[criterion.code for criterion in section.criteria],
        sheets=sheets,
        rows=rows,
        envelope=envelopes(sheets, rows),
        sets=[WeightSet("equal", weights)],
        conventions=voice.instrument.conventions,
    )


def next_steps(voices: Sequence[Heard]) -> list[Row]:
    """What to do next by round, voice and section, the largest certain shortfall first.

    Shortfalls are points short of Yes, not weighted. Source: METHOD.md, section 9.
    """
    rows: list[Row] = []
    for voice in voices:
        for section in voice.instrument.sections:
            codes = [criterion.code for criterion in section.criteria]
            panels = {
                structure: dict(zip(codes, map(panel, zip(*sheets, strict=True)), strict=True))
                for structure in voice.assessments
                if (sheets := voice.sheets(structure, section))
            }
            weights = dict(zip(codes, voice.weights(section), strict=True))
            rows += [
                said_by(voice)
                | {
                    "structure": step.structure or None,
                    "criterion": step.code,
                    "kind": step.kind.value,
                    "certain_shortfall": exact(step.certain_shortfall),
                    "possible_shortfall": exact(step.possible_shortfall),
                    "ideas": list(step.ideas),
                }
                for step in recommendations.next_steps(panels, weights, voice.instrument)
            ]
    return rows


def said_by(voice: Heard) -> Row:
    """The columns that say in which round and by whom."""
    return {"round": voice.round.label, "voice": voice.voice}
