"""A side's answers of two rounds beside each other, ready to be compared: within one questionnaire, or over two.

Source: METHOD.md, sections 5.2, 6.1 and 6.4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coordination.domain.answers import Reading, Status
from coordination.domain.bridging import aligned
from coordination.domain.change import CauseBits, are_mostly_new
from coordination.domain.criteria import CriterionValue
from coordination.domain.grids import Flags, Grid
from coordination.domain.instruments import InstrumentValue
from coordination.domain.panels import CellKind, envelope, panel
from coordination.domain.scoring import side_reading


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Steps:
    """N structures from one round to another, on the J ``criteria`` of the later questionnaire.

    ``is_compared`` (J) says which may be, and ``is_as_before`` that these are all of both questionnaires, worded alike.
    ``old`` and ``new`` are envelopes, ``medians`` the scores' readings; ``causes`` (N × J) are the bits of the reasons
    stated by any assessor of the later round, ``differ`` (N × J) where assessors of one of the rounds differ,
    ``are_new`` (N) whether most of those who answered are new.
    """

    criteria: tuple[CriterionValue, ...]
    is_compared: Flags
    is_as_before: bool
    old: Grid
    new: Grid
    medians: tuple[Grid, Grid]
    causes: CauseBits
    differ: Flags
    are_new: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class SideAnswers:
    """One side on one structure in one round, by criterion code.

    ``admitted`` is what none of its assessors denies, ``medians`` the readings of the score, ``differ`` where assessors
    differ, ``causes`` the bits of the reasons stated. Of the ``assessors``, those ``answered`` gave at least one level.
    """

    admitted: Mapping[str, Reading]
    medians: Mapping[str, Reading]
    differ: frozenset[str]
    causes: Mapping[str, int]
    assessors: frozenset[str]
    answered: frozenset[str]


def side_answers(
    codes: Sequence[str], given: Mapping[str, Sequence[Reading]], causes: Sequence[int] = ()
) -> SideAnswers:
    """Put the readings of a side's assessors together; one reading, and one number of ``causes``, for each criterion.

    Raises ValueError for an unparsed reading.
    """
    by_criterion = dict(zip(codes, zip(*given.values(), strict=True), strict=True))
    return SideAnswers(
        admitted={code: envelope(readings) for code, readings in by_criterion.items()},
        medians={code: side_reading(readings) for code, readings in by_criterion.items()},
        differ=frozenset(
            code for code, readings in by_criterion.items() if panel(readings).kind is CellKind.DIFFER
        ),
        causes=dict(zip(codes, causes or (0,) * len(codes), strict=True)),
        assessors=frozenset(given),
        answered=frozenset(
            name
            for name, readings in given.items()
            if any(each.status is Status.ANSWERED for each in readings)
        ),
    )


def within(criteria: Sequence[CriterionValue], old: SideAnswers, new: SideAnswers) -> Steps:
    """Return one structure's step between two rounds of one questionnaire."""
    codes = [each.code for each in criteria]
    pairs = [
        ([before[code] for code in codes], [after[code] for code in codes])
        for before, after in ((old.admitted, new.admitted), (old.medians, new.medians))
    ]
    return _step(criteria, pairs, (True,) * len(codes), old, new, is_as_before=True)


def between(
    instruments: tuple[InstrumentValue, InstrumentValue], section: str, old: SideAnswers, new: SideAnswers
) -> Steps:
    """Return one structure's step from one version of the questionnaire to the next, through its crosswalks.

    Raises ValueError where the second does not follow the first.
    """
    envelopes, medians = (
        aligned(*instruments, section, before, after)
        for before, after in ((old.admitted, new.admitted), (old.medians, new.medians))
    )
    nothing = Reading(verbatim="", status=Status.NOT_APPLICABLE)
    pairs = [
        tuple(map(list, zip(*(each.pair or (nothing, nothing) for each in found.criteria), strict=True)))
        for found in (envelopes, medians)
    ]
    return _step(
        instruments[1].section(section).criteria,
        pairs,
        [each.pair is not None for each in envelopes.criteria],
        old,
        new,
        is_as_before=envelopes.is_as_before,
    )


def _step(
    criteria: Sequence[CriterionValue],
    pairs: Sequence[Sequence[Sequence[Reading]]],
    is_compared: Sequence[bool],
    old: SideAnswers,
    new: SideAnswers,
    *,
    is_as_before: bool,
) -> Steps:
    """Return the step of one structure; ``pairs`` are the envelopes and the medians, before and after."""
    envelopes, medians = ([Grid.of([row]) for row in pair] for pair in pairs)
    codes = [each.code for each in criteria]
    return Steps(
        criteria=tuple(criteria),
        is_compared=np.array(is_compared, dtype=bool),
        is_as_before=is_as_before,
        old=envelopes[0],
        new=envelopes[1],
        medians=(medians[0], medians[1]),
        causes=np.array([[new.causes.get(code, 0) for code in codes]], dtype=np.uint8),
        differ=np.array([[code in old.differ or code in new.differ for code in codes]], dtype=bool),
        are_new=np.array([are_mostly_new(new.answered, old.assessors)], dtype=bool),
    )
