"""Two structures at the latest round of each, or one structure in two rounds, with all that the answers rest on."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coordination.domain import panels
from coordination.domain.claims.side_by_side import CriterionOfTwo, TwoCompared
from coordination.domain.instruments import CriterionValue, InstrumentValue, Section
from coordination.domain.scoring import blank
from coordination.domain.vocabulary import AGREED, SIDES, VOICES
from coordination.models import Assessment, Programme, User
from coordination.permissions import Standing, dashboard_assessments
from coordination.queries import (
    filters,
    instruments,
    pair_scores,
    sheets,
    structure_history,
    structures,
    voices,
)
from coordination.queries.filters import Filters
from coordination.queries.pair_scores import Behind, PairScores
from coordination.queries.rounds import RoundValue
from coordination.queries.sheets import Sheet
from coordination.queries.structure_answers import ColumnAnswer
from coordination.queries.structures import StructureValue
from coordination.queries.voices import Voice

#: Among so many of the latest assessments structures are looked for where the address names fewer than two.
RECENT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfShown:
    """One of the two: a structure in a round, as every voice heard in it answered.

    ``round`` is None where nothing can be read of it. ``behind`` is what scores rest on, never shown one by one.
    """

    structure: StructureValue
    round: RoundValue | None
    instrument: InstrumentValue | None = None
    voices: tuple[Voice, ...] = ()
    behind: Behind = field(default_factory=dict, repr=False)

    def answer(self, code: str, voice: str) -> ColumnAnswer | None:
        """Return a voice's answer on a criterion; None where the voice is not heard."""
        found = next((each for each in self.voices if each.side == voice), None)
        if found is None:
            return None
        given = found.answers.get(code)
        panel = given.panel if given else panels.panel([blank()] * found.raters)
        return ColumnAnswer(voice=found, panel=panel, given=given, earlier=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """One criterion with the answers of each half, by the voices in their order, and what is said of both."""

    criterion: CriterionValue
    answers: tuple[tuple[ColumnAnswer, ...], tuple[ColumnAnswer, ...]]
    compared: tuple[tuple[str, CriterionOfTwo], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRows:
    """One section with its criteria, and what may be said of them together, voice by voice, and of both scores."""

    section: Section
    rows: tuple[CriterionRow, ...]
    told: tuple[TwoCompared, ...]
    scores: PairScores


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """All that the page shows; ``halves`` are two, or fewer where there is nothing to put side by side.

    ``rounds`` are those offered, of one structure; ``offered`` are structures, of ``found``.
    """

    asked: Filters
    halves: tuple[HalfShown, ...]
    rounds: tuple[RoundValue, ...]
    offered: tuple[StructureValue, ...]
    found: int
    sections: tuple[SectionRows, ...] = ()

    @property
    def is_of_rounds(self) -> bool:
        """Whether one structure is shown in two rounds."""
        return bool(self.asked.structure)

    @property
    def is_one_questionnaire(self) -> bool:
        """Whether both were asked the same, so that they compare."""
        found = {each.round.instrument_id for each in self.halves if each.round}
        return len(found) == 1

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The rounds that are shown."""
        return tuple(dict.fromkeys(each.round for each in self.halves if each.round))


def board(asked: Filters, *, user: User, programme: Programme, standing: Standing) -> SideBySide:
    """Return two structures at their latest rounds, or, where the address names a structure, that in two rounds.

    Of the latest answers are taken what the address leaves open. At most nine queries.

    Raises:
        NoSuch: the programme has no such structure or round.
    """
    there = filters.select(asked, user=user, programme=programme)
    everything = {each.slug: each for each in there.offered.structures}
    if asked.structure and asked.structure not in everything:
        everything |= {each.slug: each for each in structures.assessed(programme)[0]}
    if asked.structure:
        chosen = [everything[asked.structure]]
    else:
        chosen = _two([everything[slug] for slug in asked.chosen], there.structures, user, programme, asked)
    rows = _rows([each.id for each in chosen], user)
    rounds: tuple[RoundValue, ...] = ()
    if asked.structure:
        rounds = structure_history.rounds_of(rows)
        wanted = [(chosen[0], each) for each in _two_rounds(asked, rounds, there.rounds)]
    else:
        wanted = [(each, _latest([row for row in rows if row.structure_id == each.id])) for each in chosen]
    halves = _halves(wanted, rows, standing)
    return SideBySide(
        asked=asked,
        halves=halves,
        rounds=rounds,
        offered=there.offered.structures,
        found=there.offered.found,
        sections=_sections(halves),
    )


def _two(
    named: Sequence[StructureValue],
    listed: Sequence[StructureValue],
    user: User,
    programme: Programme,
    asked: Filters,
) -> list[StructureValue]:
    """Return the two structures named; where fewer are, those with the latest answers beside them."""
    if len(named) > 1:
        return list(named[:2])
    recent = dashboard_assessments(user).filter(
        structure__programme=programme, structure__is_programme=False, side__in=SIDES
    )
    ordered = recent.order_by("-round__reference_on", "structure__code", "pk")
    found = dict.fromkeys(ordered.values_list("structure__slug", flat=True)[:RECENT])
    by_slug = {each.slug: each for each in structures.assessed(programme)[0]} if found else {}
    beside = [by_slug[slug] for slug in found if slug in by_slug and by_slug[slug] not in named]
    return [*named, *beside][:2]


def _rows(ids: Sequence[int], user: User) -> tuple[Assessment, ...]:
    """Return what the reader's dashboards show of these structures, by round; one query.

    Without agreed cards: what each side says stands here beside what it says of another structure, or said before.
    """
    readable = dashboard_assessments(user).filter(structure_id__in=ids).exclude(side=AGREED)
    return tuple(structure_history.loaded(readable))


def _latest(rows: Sequence[Assessment]) -> RoundValue | None:
    """Return the latest round in which a side is heard, or, where none ever is, an analyst."""
    rounds = structure_history.rounds_of(rows)
    of_sides = [each for each in rounds if set(each.voices) & set(SIDES)]
    return (of_sides or rounds or (None,))[-1]


def _two_rounds(
    asked: Filters, heard: Sequence[RoundValue], every_round: Sequence[RoundValue]
) -> tuple[RoundValue | None, RoundValue | None]:
    """Return the rounds asked for, of those in which the structure is heard; without any the last two.

    Raises:
        NoSuch: the programme has no such round.
    """
    last = [None, None, *heard][-2:]
    found = {each.label: each for each in heard}
    pair = []
    for label, default in zip((asked.first, asked.second), last, strict=True):
        if label:
            filters.labelled(every_round, label)
        pair.append(found.get(label) if label else default)
    return pair[0], pair[1]


def _halves(
    wanted: Sequence[tuple[StructureValue, RoundValue | None]],
    rows: Sequence[Assessment],
    standing: Standing,
) -> tuple[HalfShown, ...]:
    """Return the halves with their answers; three queries, one more for an instrument first used."""
    keys = {(structure.id, round_.id) for structure, round_ in wanted if round_}
    behind = [row for row in rows if (row.structure_id, row.round_id) in keys]
    known = instruments.of_rounds(round_ for _structure, round_ in wanted if round_)
    if not behind:
        return tuple(HalfShown(structure=structure, round=None) for structure, _round in wanted)
    first = known[behind[0].round.instrument_id].value
    read = dict(zip((row.pk for row in behind), sheets.of_assessments(behind, first, standing), strict=True))
    found = []
    for structure, round_ in wanted:
        if round_ is None:
            found.append(HalfShown(structure=structure, round=None))
            continue
        instrument = known[round_.instrument_id].value
        own = [
            replace(read[row.pk], instrument=instrument)
            for row in behind
            if (row.structure_id, row.round_id) == (structure.id, round_.id)
        ]
        heard = voices.of_sheets(own, standing)
        half = HalfShown(
            structure=structure, round=round_, instrument=instrument, voices=heard, behind=_behind(own)
        )
        found.append(half)
    return tuple(found)


def _sections(halves: Sequence[HalfShown]) -> tuple[SectionRows, ...]:
    """Return the criteria that are asked or answered in either half, in the order of the later questionnaire."""
    shown = [each for each in halves if each.instrument]
    if len(halves) < 2 or not shown:
        return ()
    instrument = shown[-1].instrument
    assert instrument
    is_compared = len({each.round.instrument_id for each in shown if each.round}) == 1 and len(shown) > 1
    there = set(instrument.codes_asked(is_programme=False))
    there |= {code for half in halves for voice in half.voices for code in voice.answers}
    found = []
    for section in instrument.sections:
        rows = tuple(
            _criterion(each, halves, is_compared=is_compared)
            for each in section.criteria
            if each.code in there
        )
        if rows:
            scores = _scores(section, halves, is_compared=is_compared)
            found.append(SectionRows(section=section, rows=rows, told=_told(rows), scores=scores))
    return tuple(found)


def _behind(own: Sequence[Sheet]) -> Behind:
    """Return the readings of each assessor by voice, in the order of the voices."""
    return {
        voice: there
        for voice in VOICES
        if (
            there := [
                {code: each.reading for code, each in sheet.answers.items()}
                for sheet in own
                if sheet.assessment.side == voice
            ]
        )
    }


def _scores(section: Section, halves: Sequence[HalfShown], *, is_compared: bool) -> PairScores:
    """Return both scores in a section; who is ahead only of two structures that were asked the same."""
    first, second = halves
    cards = tuple(
        pair_scores.cards_of(each.behind, each.instrument, section) if each.instrument else {}
        for each in (first, second)
    )
    names = [each.structure.code for each in halves]
    is_ranked = is_compared and first.structure != second.structure
    claims = (
        pair_scores.claims_of(names, (first.behind, second.behind), first.instrument, section)
        if is_ranked and first.instrument
        else ()
    )
    return PairScores(cards=(cards[0], cards[1]), claims=claims)


def _criterion(criterion: CriterionValue, halves: Sequence[HalfShown], *, is_compared: bool) -> CriterionRow:
    first, second = (
        {voice: answer for voice in VOICES if (answer := half.answer(criterion.code, voice))}
        for half in halves
    )
    compared = tuple(
        (voice, CriterionOfTwo(code=criterion.code, first=first[voice].panel, second=second[voice].panel))
        for voice in (VOICES if is_compared else ())
        if voice in first and voice in second
    )
    answers = tuple(first.values()), tuple(second.values())
    return CriterionRow(criterion=criterion, answers=answers, compared=compared)


def _told(rows: Sequence[CriterionRow]) -> tuple[TwoCompared, ...]:
    """Return what may be said of a section by each voice that is heard on both."""
    by_voice: dict[str, list[CriterionOfTwo]] = {}
    for row in rows:
        for voice, claim in row.compared:
            by_voice.setdefault(voice, []).append(claim)
    return tuple(TwoCompared(voice, tuple(claims)) for voice, claims in by_voice.items())
