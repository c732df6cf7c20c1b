"""Government and partners beside each other: where they disagree, and by how much.

Each structure stands at its latest round in which both sides are heard, or all stand at one round.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
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
from coordination.queries import agreement, cards, filters, instruments, latest, readable_cards
from coordination.queries.agreement import Agreed
from coordination.queries.cards import Card, Key, Stack, Stacks
from coordination.queries.filters import DRAWN, Filters, Offered, Selection
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """One structure as each side sees it in one round; ``compared`` and ``joint`` only where both sent answers on it.

    ``points`` is how far the sides are apart, None where no criterion is answered by both; ``assessors`` are those of
    each side heard.
    """

    structure: StructureValue
    round: RoundValue
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
    ``without`` are the structures asked for that no side is heard on, or only by another questionnaire.
    """

    asked: Filters
    offered: Offered
    rounds: tuple[RoundValue, ...] = ()
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
    without: tuple[StructureValue, ...] = ()

    @property
    def round(self) -> RoundValue | None:
        """The round that all structures are shown at; None where each stands at its own."""
        return self.rounds[0] if self.asked.round and self.rounds else None

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The rounds that structures are shown at, oldest first."""
        return self.rounds


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _BothHeard:
    """The cards of both sides by one questionnaire, and by structure id the round at which it is shown."""

    stacks: Mapping[str, Stack]
    current: Mapping[int, RoundValue]
    rounds: tuple[RoundValue, ...]

    @property
    def instrument(self) -> InstrumentValue:
        """The questionnaire of all these cards."""
        return self.stacks[SIDES[0]].instrument

    def key(self, structure: StructureValue) -> Key:
        """Return the key of a structure's cards."""
        return self.current[structure.id].id, structure.id

    def voices(self, structure: StructureValue) -> list[str]:
        """Return the sides heard of a structure."""
        if structure.id not in self.current:
            return []
        return [voice for voice in SIDES if self.key(structure) in self.stacks[voice]]


def board(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> SidesBoard:
    """Return both sides, showing the twelve of the structures chosen that are widest apart, or (whole) all of them.

    Defaults to each structure's latest round in which both sides are heard, and draws the structure on which they are
    widest apart. Of several questionnaires it is that of the latest round shown.

    Raises:
        NoSuch: there is no such round or structure.
    """
    there = filters.select(asked, user=user, programme=programme)
    heard = None if asked.round else _at_latest(asked, there, user, programme)
    heard = heard or _in_round(asked, there, user, programme)
    if heard is None:
        return SidesBoard(asked=asked, offered=there.offered)
    present = [each for each in there.structures if heard.voices(each)]
    compared = _compared(present, heard)
    drawn = _drawn(asked, present, compared)
    shown = present if is_whole else _shown(present, compared, drawn)
    keys = [heard.key(each) for each in shown]
    written = readable_cards.all_in_words(
        {(0, voice): stack for voice, stack in heard.stacks.items()}, {(0, voice): keys for voice in SIDES}
    )
    heard = replace(heard, stacks={voice: written[0, voice] for voice in SIDES})
    rows = tuple(_sides(each, heard, compared.get(each.id)) for each in shown)
    criteria = cards.criteria_of(heard.instrument, asked.section)
    return SidesBoard(
        asked=asked,
        offered=there.offered,
        rounds=heard.rounds,
        instrument=heard.instrument,
        criteria=criteria,
        answered=_answered(heard, present, user),
        compared=tuple(compared.values()),
        comparable=tuple(each for each in present if each.id in compared),
        drawn=next((each for each in rows if drawn and each.structure.id == drawn.id), None),
        rows=rows,
        agreed=agreement.agreed([heard.key(each) for each in present], heard.stacks, heard.instrument),
        by_criterion=tuple(_by_criterion(criteria, list(compared.values()))),
        total=len(present),
        without=tuple(each for each in there.structures if not heard.voices(each)),
    )


def _at_latest(asked: Filters, there: Selection, user: User, programme: Programme) -> _BothHeard | None:
    """Return each structure at its own round; None where no side is heard on any."""
    found = latest.load(user, programme, there.rounds, section=asked.section, told=there.told)
    current = {each.id: round_ for each in there.structures if (round_ := found.of_both(each.id))}
    if not current:
        return None
    newest = max(current.values(), key=lambda each: (each.reference_on, each.label))
    alike = {pk: each for pk, each in current.items() if each.instrument_id == newest.instrument_id}
    ids = {each.id for each in alike.values()}
    return _BothHeard(
        stacks=_of_instrument(found.stacks, newest.instrument_id),
        current=alike,
        rounds=tuple(each for each in there.rounds if each.id in ids),
    )


def _in_round(asked: Filters, there: Selection, user: User, programme: Programme) -> _BothHeard | None:
    """Return all structures at the round asked for, else at the latest; None where there is none."""
    chosen = filters.latest(there.rounds, asked.round)
    if chosen is None:
        return None
    loaded = readable_cards.load(
        user,
        section=asked.section,
        voices=SIDES,
        rounds=[chosen],
        instruments=instruments.of_rounds([chosen]),
        structures=[each.id for each in there.structures] if asked.chosen else None,
        programme=programme,
        told=there.told,
    )
    return _BothHeard(
        stacks=_of_instrument(loaded, chosen.instrument_id),
        current={each.id: chosen for each in there.structures},
        rounds=(chosen,),
    )


def _of_instrument(stacks: Stacks, instrument_id: int) -> dict[str, Stack]:
    return {voice: stacks[instrument_id, voice] for voice in SIDES}


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


def _compared(structures: Sequence[StructureValue], heard: _BothHeard) -> dict[int, SidesCompared]:
    """Return both sides of the structures on which both sent answers, criterion by criterion, without words; by id."""
    both = [each for each in structures if len(heard.voices(each)) == len(SIDES)]
    keys = [heard.key(each) for each in both]
    government, partners = (heard.stacks[voice].all_panels(keys) for voice in SIDES)
    codes = [each.code for each in heard.stacks[SIDES[0]].criteria]
    found = sides_compared([each.code for each in both], codes, government, partners)
    return {each.id: claim for each, claim in zip(both, found, strict=True)}


def _sides(structure: StructureValue, heard: _BothHeard, compared: SidesCompared | None) -> Sides:
    key, conventions = heard.key(structure), heard.instrument.conventions
    found = {voice: heard.stacks[voice].card(key) for voice in heard.voices(structure)}
    government, partners = (found.get(voice) for voice in SIDES)
    sides = Sides(
        structure=structure,
        round=heard.current[structure.id],
        government=government,
        partners=partners,
        assessors={voice: _assessors(voice, card) for voice, card in found.items()},
    )
    if compared is None:
        return sides
    admitted = [heard.stacks[voice].admitted(key) for voice in SIDES]
    hull = [hull_reading(ours, admitted[1][code]) for code, ours in admitted[0].items()]
    joint = composite(hull, (1,) * len(hull), conventions)
    return replace(
        sides,
        compared=compared,
        points=compared.mean(conventions.values),
        joint=BothTogether(structure.code, joint),
    )


def _assessors(voice: str, card: Card) -> SideAssessors:
    return side_assessors(voice, card.raters, {cell.criterion.code: cell.panel for cell in card.cells})


def _answered(heard: _BothHeard, present: Sequence[StructureValue], user: User) -> WhoAnswered:
    """Return who has answered: by what is loaded, or, where no structure is answered by both, by the whole rounds."""
    keys = {heard.key(each) for each in present}
    found = WhoAnswered(
        by_voice={voice: _with_answers(stack, keys) for voice, stack in heard.stacks.items()},
        chosen=frozenset(keys),
    )
    return (
        found if found.outcome is Respondents.BOTH else replace(found, by_voice=_anywhere(heard.rounds, user))
    )


def _with_answers(stack: Stack, keys: Collection[Key]) -> frozenset[Key]:
    """Return those of these cards on which any assessor answered anything."""
    sheets = stack.sheets
    said: Flags = np.any(sheets.answered | sheets.unknown | ~sheets.applicable, axis=1)
    return frozenset(
        key
        for key, panel in zip(stack.keys, stack.panels, strict=True)
        if key in keys and any(said[stack.places[pk]] for pk, _rater in panel)
    )


def _anywhere(rounds: Sequence[RoundValue], user: User) -> dict[str, frozenset[Key]]:
    """Return what each voice answered in these rounds, round by round, the programme as a whole among it; one query."""
    heard = dashboard_assessments(user).filter(round__in=[each.id for each in rounds]).order_by()
    rows = Answer.objects.filter(assessment__in=heard).exclude(status=Status.NONE).order_by()
    columns = ("assessment__side", "assessment__round_id", "assessment__structure_id")
    found: dict[str, set[Key]] = {}
    for voice, *key in rows.values_list(*columns).distinct():
        found.setdefault(voice, set()).add((key[0], key[1]))
    return {voice: frozenset(keys) for voice, keys in found.items()}


def _by_criterion(
    criteria: Sequence[CriterionValue], compared: Sequence[SidesCompared]
) -> Iterator[tuple[CriterionValue, LevelsApart]]:
    for at, criterion in enumerate(criteria):
        yield criterion, levels_apart(criterion.code, [each.criteria[at] for each in compared])
