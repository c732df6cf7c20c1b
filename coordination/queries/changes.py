"""What may be said of structures between rounds: their answers beside each other, step by step.

One place for Changes, Compare and the page of a structure, so that they say the same of a step.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np

from coordination.domain.change import CauseBits, are_mostly_new
from coordination.domain.claims import steps
from coordination.domain.claims.change import ChangeClaim, ChangeKind, not_comparable
from coordination.domain.claims.steps import SideAnswers, Steps
from coordination.domain.claims.timeline import Changes
from coordination.domain.grids import Flags
from coordination.domain.panels import CellKind, panels_of
from coordination.domain.weights import Weights
from coordination.queries.cards import Key, Stack, Stacks
from coordination.queries.rounds import RoundValue

#: The weights recorded for a round as far as the reader may know them, by round id.
Recorded = Mapping[int, Sequence[Weights]]


@dataclass(frozen=True, slots=True)
class Change:
    """What may be said between an earlier round and a later one."""

    since: RoundValue
    to: RoundValue
    claim: ChangeClaim

    @property
    def kind(self) -> ChangeKind:
        """What is said of it."""
        return self.claim.kind

    @property
    def whole(self) -> "Change":
        """The same; so that it may stand among those only decided."""
        return self


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DecidedChange:
    """A change among many, decided with them; what goes with its kind is put together when asked for."""

    since: RoundValue
    to: RoundValue
    among: Changes
    row: int

    @property
    def kind(self) -> ChangeKind:
        """What is said of it."""
        return self.among.kind(self.row)

    @property
    def whole(self) -> Change:
        """The change with all that goes with it."""
        return Change(self.since, self.to, self.among[self.row])


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The weights that figures are shown with, and those that the sides have recorded, which are in question too."""

    shown: Weights
    recorded: Recorded

    def of(self, round_: RoundValue, count: int) -> tuple[Weights, tuple[Weights, ...]]:
        """Return both for a change that ends in this round, omitting weights for other criteria than these."""
        shown = self.shown if len(self.shown.values) == count else Weights("equal", (1,) * count)
        fit = (each for each in self.recorded.get(round_.id, ()) if len(each.values) == count)
        return shown, tuple(fit)


#: A structure and two rounds in which it was heard.
Step = tuple[int, RoundValue, RoundValue]
#: The same by their ids.
StepKey = tuple[int, int, int]


def of_steps(wanted: Iterable[Step], stacks: Stacks, voice: str, weighing: Weighing) -> dict[StepKey, Change]:
    """Return what may be said of each of these steps."""
    return _put_together(decided(wanted, stacks, voice, weighing))


def decided(
    wanted: Iterable[Step], stacks: Stacks, voice: str, weighing: Weighing
) -> dict[StepKey, Change | DecidedChange]:
    """Return the same, decided and not yet put together where that is put off."""
    alike: dict[int, list[Step]] = {}
    found: dict[StepKey, Change | DecidedChange] = {}
    for step in wanted:
        structure, old, new = step
        if old.instrument_id == new.instrument_id:
            alike.setdefault(new.instrument_id, []).append(step)
        else:
            found[structure, old.id, new.id] = Change(old, new, _bridged(step, stacks, voice, weighing))
    for instrument_id, steps_ in alike.items():
        found |= _of_one_questionnaire(steps_, stacks[instrument_id, voice], weighing)
    return found


def of_one_questionnaire(wanted: Iterable[Step], stack: Stack, weighing: Weighing) -> dict[StepKey, Change]:
    """Return what may be said of steps within one questionnaire; those that end in one round all at once."""
    return _put_together(_of_one_questionnaire(wanted, stack, weighing))


def _put_together(found: Mapping[StepKey, Change | DecidedChange]) -> dict[StepKey, Change]:
    """Return all of these with all that goes with them, kept by their content."""
    return {
        key: each if isinstance(each, Change) else Change(each.since, each.to, each.among.claims[each.row])
        for key, each in found.items()
    }


def _of_one_questionnaire(
    wanted: Iterable[Step], stack: Stack, weighing: Weighing
) -> dict[StepKey, DecidedChange]:
    together: dict[int, list[Step]] = {}
    for step in wanted:
        together.setdefault(step[2].id, []).append(step)
    found: dict[StepKey, DecidedChange] = {}
    for alike in together.values():
        keys = [((old.id, structure), (new.id, structure)) for structure, old, new in alike]
        shown, recorded = weighing.of(alike[0][2], len(stack.criteria))
        among = Changes(steps_of(stack, keys), shown, recorded, stack.instrument.conventions)
        for row, (structure, old, new) in enumerate(alike):
            found[structure, old.id, new.id] = DecidedChange(since=old, to=new, among=among, row=row)
    return found


def steps_of(stack: Stack, keys: Sequence[tuple[Key, Key]]) -> Steps:
    """Return steps within one questionnaire, each as the keys of two cards, the earlier first."""
    old, new = ([stack.rows[pair[at]] for pair in keys] for at in (0, 1))
    return Steps(
        criteria=stack.criteria,
        is_compared=np.ones(len(stack.criteria), dtype=bool),
        is_as_before=True,
        old=stack.envelope.take(old),
        new=stack.envelope.take(new),
        medians=(stack.grid.take(old), stack.grid.take(new)),
        causes=causes_of(stack, new),
        differ=_differ(stack, old) | _differ(stack, new),
        are_new=np.array(
            [are_mostly_new(_answered(stack, later), stack.raters(earlier)) for earlier, later in keys],
            dtype=bool,
        ),
    )


def causes_of(stack: Stack, rows: Sequence[int]) -> CauseBits:
    """Return the bits of the reasons stated by any assessor of each card."""
    places = [[stack.places[pk] for pk, _rater in stack.panels[row]] for row in rows]
    found: CauseBits = stack.causes[np.array([each[0] for each in places], dtype=np.intp)].copy()
    for at, each in enumerate(places):
        if len(each) > 1:
            found[at] = np.bitwise_or.reduce(stack.causes[each], axis=0)
    return found


def _differ(stack: Stack, rows: Sequence[int]) -> Flags:
    """Return where the assessors of each card differ; few cards have several."""
    found = np.zeros((len(rows), len(stack.criteria)), dtype=bool)
    for at, row in enumerate(rows):
        if len(stack.panels[row]) > 1:
            places = [stack.places[pk] for pk, _rater in stack.panels[row]]
            found[at] = [each.kind is CellKind.DIFFER for each in panels_of(stack.sheets, places)]
    return found


def _answered(stack: Stack, key: Key) -> frozenset[str]:
    """Return the assessors of a card who gave at least one level."""
    panel = stack.panels[stack.rows[key]]
    return frozenset(rater for pk, rater in panel if stack.sheets.answered[stack.places[pk]].any())


def side_of(stack: Stack, key: Key, only: frozenset[str] | None = None) -> SideAnswers:
    """Return the answers behind a card, or those of some of its assessors ``only``."""
    panel = [each for each in stack.panels[stack.rows[key]] if only is None or each[1] in only]
    rows = [stack.places[pk] for pk, _rater in panel]
    return steps.side_answers(
        [each.code for each in stack.criteria],
        {rater: stack.sheets.readings(row) for (_pk, rater), row in zip(panel, rows, strict=True)},
        [reduce(or_, bits) for bits in stack.causes[rows].T.tolist()],
    )


def _bridged(step: Step, stacks: Stacks, voice: str, weighing: Weighing) -> ChangeClaim:
    """Return what may be said from one questionnaire to another."""
    structure, old, new = step
    before, after = stacks[old.instrument_id, voice], stacks[new.instrument_id, voice]
    if after.instrument.predecessor != (before.instrument.code, before.instrument.version):
        return not_comparable(len(after.criteria))
    sides = side_of(before, (old.id, structure)), side_of(after, (new.id, structure))
    section = after.criteria[0].section
    found = steps.between((before.instrument, after.instrument), section, *sides)
    shown, recorded = weighing.of(new, len(after.criteria))
    return Changes(found, shown, recorded, after.instrument.conventions)[0]
