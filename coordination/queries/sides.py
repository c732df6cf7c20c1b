"""Government and partners beside each other in one round: where they disagree, and by how much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from coordination.domain.answers import Status
from coordination.domain.claims.sides import (
    BothTogether,
    LevelsApart,
    PointsApart,
    Respondents,
    SideAssessors,
    SidesCompared,
    WhoAnswered,
    levels_apart,
    side_assessors,
    sides_compared,
)
from coordination.domain.grids import Flags
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.scoring import composite
from coordination.domain.vocabulary import SIDES
from coordination.domain.voices import hull_reading
from coordination.models import Answer, Programme, User
from coordination.permissions import dashboard_assessments
from coordination.queries import agreement, cards, filters, instruments, readable_cards
from coordination.queries.agreement import Agreed
from coordination.queries.cards import Card, Stack
from coordination.queries.filters import DRAWN, Filters, Offered, Selection
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """One structure as each side sees it; ``compared`` and ``joint`` only where both sent answers on it.

    ``points`` is how far the sides are apart, None where no criterion is answered by both; ``assessors`` are those of
    each side heard.
    """

    structure: StructureValue
    government: Card | None
    partners: Card | None
    assessors: Mapping[str, SideAssessors] = field(hash=False)
    compared: SidesCompared | None = None
    points: PointsApart | None = None
    joint: BothTogether | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesBoard:
    """All that the page Two views, its charts and its CSV show.

    ``rows`` are the structures shown; everything else is of all ``total`` chosen ones: ``compared`` are those on which
    both sides sent answers, ``comparable`` the same as structures, and ``drawn`` is the one of them that is drawn.
    """

    asked: Filters
    offered: Offered
    round: RoundValue | None
    instrument: InstrumentValue | None = None
    criteria: tuple[CriterionValue, ...] = ()
    answered: WhoAnswered | None = None
    compared: tuple[SidesCompared, ...] = ()
    comparable: tuple[StructureValue, ...] = ()
    drawn: Sides | None = None
    rows: tuple[Sides, ...] = ()
    agreed: Agreed | None = None
    by_criterion: tuple[tuple[CriterionValue, LevelsApart], ...] = ()
    total: int = 0

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The round that is shown, as a list of one or none."""
        return (self.round,) if self.round else ()


def board(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> SidesBoard:
    """Return both sides in one round, showing the twelve of the structures chosen that are widest apart, or (whole) all.

    Defaults to the latest round in which both sides are heard, and draws the structure on which they are widest apart.

    Raises:
        NoSuch: there is no such round or structure.
    """
    there = filters.select(asked, user=user, programme=programme)
    chosen = _round(asked, there)
    if chosen is None:
        return SidesBoard(asked=asked, offered=there.offered, round=None)
    known = instruments.of_rounds([chosen])
    instrument = known[chosen.instrument_id].value
    loaded = readable_cards.load(
        user,
        section=asked.section,
        voices=SIDES,
        rounds=[chosen],
        instruments=known,
        structures=[each.id for each in there.structures] if asked.chosen else None,
        programme=programme,
        told=there.told,
    )
    present = [
        each for each in there.structures if any((chosen.id, each.id) in stack for stack in loaded.values())
    ]
    compared = _compared(present, chosen, {voice: loaded[chosen.instrument_id, voice] for voice in SIDES})
    drawn = _drawn(asked, present, compared)
    shown = present if is_whole else _shown(present, compared, drawn)
    written = readable_cards.all_in_words(
        loaded, dict.fromkeys(loaded, [(chosen.id, each.id) for each in shown])
    )
    stacks = {voice: written[chosen.instrument_id, voice] for voice in SIDES}
    rows = tuple(_sides(each, chosen, stacks, instrument, compared.get(each.id)) for each in shown)
    criteria = cards.criteria_of(instrument, asked.section)
    return SidesBoard(
        asked=asked,
        offered=there.offered,
        round=chosen,
        instrument=instrument,
        criteria=criteria,
        answered=_answered(chosen, present, stacks, user),
        compared=tuple(compared.values()),
        comparable=tuple(each for each in present if each.id in compared),
        drawn=next((each for each in rows if drawn and each.structure.id == drawn.id), None),
        rows=rows,
        agreed=agreement.agreed(chosen, present, stacks, instrument),
        by_criterion=tuple(_by_criterion(criteria, list(compared.values()))),
        total=len(present),
    )


def _round(asked: Filters, there: Selection) -> RoundValue | None:
    both = [each for each in there.heard if set(SIDES) <= set(each.voices)]
    if both and not asked.round:
        return both[-1]
    return filters.latest(there.rounds, asked.round)


def _drawn(
    asked: Filters, present: Sequence[StructureValue], compared: Mapping[int, SidesCompared]
) -> StructureValue | None:
    """Return the structure that is asked for, if both sides sent answers on it; else where they are widest apart."""
    both = [each for each in present if each.id in compared]
    named = [each for each in both if each.slug == asked.structure]
    return max(named or both, key=lambda each: compared[each.id].width, default=None)


def _shown(
    present: Sequence[StructureValue], compared: Mapping[int, SidesCompared], drawn: StructureValue | None
) -> list[StructureValue]:
    """Return the structures of which a page tells: those widest apart, among them the one drawn, in their order."""

    def apart(each: StructureValue) -> tuple[bool, bool, tuple[int, int]]:
        found = compared.get(each.id)
        return each == drawn, found is not None, found.width if found else (0, 0)

    # Sorting keeps the order of equals also when it is reversed.
    chosen = {each.id for each in sorted(present, key=apart, reverse=True)[:DRAWN]}
    return [each for each in present if each.id in chosen]


def _compared(
    structures: Sequence[StructureValue], round_: RoundValue, stacks: Mapping[str, Stack]
) -> dict[int, SidesCompared]:
    """Return both sides of the structures on which both sent answers, criterion by criterion, without words; by id."""
    both = [each for each in structures if all((round_.id, each.id) in stacks[voice] for voice in SIDES)]
    government, partners = (
        stacks[voice].all_panels([(round_.id, each.id) for each in both]) for voice in SIDES
    )
    codes = [each.code for each in stacks[SIDES[0]].criteria]
    found = sides_compared([each.code for each in both], codes, government, partners)
    return {each.id: claim for each, claim in zip(both, found, strict=True)}


def _sides(
    structure: StructureValue,
    round_: RoundValue,
    stacks: Mapping[str, Stack],
    instrument: InstrumentValue,
    compared: SidesCompared | None,
) -> Sides:
    key = round_.id, structure.id
    found = {voice: stacks[voice].card(key) for voice in SIDES if key in stacks[voice]}
    government, partners = (found.get(voice) for voice in SIDES)
    sides = Sides(
        structure=structure,
        government=government,
        partners=partners,
        assessors={voice: _assessors(voice, card) for voice, card in found.items()},
    )
    if compared is None:
        return sides
    admitted = [stacks[voice].admitted(key) for voice in SIDES]
    hull = [hull_reading(ours, admitted[1][code]) for code, ours in admitted[0].items()]
    joint = composite(hull, (1,) * len(hull), instrument.conventions)
    return replace(
        sides,
        compared=compared,
        points=compared.mean(instrument.conventions.values),
        joint=BothTogether(structure.code, joint),
    )


def _assessors(voice: str, card: Card) -> SideAssessors:
    return side_assessors(voice, card.raters, {cell.criterion.code: cell.panel for cell in card.cells})


def _answered(
    round_: RoundValue, present: Sequence[StructureValue], stacks: Mapping[str, Stack], user: User
) -> WhoAnswered:
    """Return who has answered: by what is loaded, or, where no structure is answered by both, by the whole round."""
    found = WhoAnswered(
        by_voice={voice: _with_answers(stack) for voice, stack in stacks.items()},
        chosen=frozenset(each.id for each in present),
    )
    return found if found.outcome is Respondents.BOTH else replace(found, by_voice=_anywhere(round_, user))


def _with_answers(stack: Stack) -> frozenset[int]:
    """Return the ids of the structures on which any assessor answered anything."""
    sheets = stack.sheets
    said: Flags = np.any(sheets.answered | sheets.unknown | ~sheets.applicable, axis=1)
    return frozenset(
        structure_id
        for (_round_id, structure_id), panel in zip(stack.keys, stack.panels, strict=True)
        if any(said[stack.places[pk]] for pk, _rater in panel)
    )


def _anywhere(round_: RoundValue, user: User) -> dict[str, frozenset[int]]:
    """Return the ids of what each voice answered in the round, the programme as a whole among it; one query."""
    heard = dashboard_assessments(user).filter(round_id=round_.id).order_by()
    rows = Answer.objects.filter(assessment__in=heard).exclude(status=Status.NONE).order_by()
    found: dict[str, set[int]] = {}
    for voice, structure_id in rows.values_list("assessment__side", "assessment__structure_id").distinct():
        found.setdefault(voice, set()).add(structure_id)
    return {voice: frozenset(ids) for voice, ids in found.items()}


def _by_criterion(
    criteria: Sequence[CriterionValue], compared: Sequence[SidesCompared]
) -> Iterator[tuple[CriterionValue, LevelsApart]]:
    for at, criterion in enumerate(criteria):
        yield criterion, levels_apart(criterion.code, [each.criteria[at] for each in compared])
