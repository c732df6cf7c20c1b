"""One structure over all rounds, voice by voice: what was heard of it, its scores, and what its latest answers say."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from coordination.domain.claims.answers import Nothing, no_step
from coordination.domain.claims.marks import MARKED, CardOrigin, says_all
from coordination.domain.claims.ownership import Quadrants
from coordination.domain.claims.sides import CriterionBySides, SidesCompared
from coordination.domain.claims.success import ScoreInWords, score_in_words
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.ownership import position, with_whole
from coordination.domain.panels import CellKind, PanelAnswer
from coordination.domain.recommendations import NextStep, next_steps
from coordination.domain.vocabulary import AGREED, ORIGINS, SIDES, VOICES
from coordination.domain.weights import Weights
from coordination.models import Assessment, Programme, User
from coordination.permissions import dashboard_assessments
from coordination.queries import assessments, cards, filters, instruments, readable_cards, series, weightings
from coordination.queries.cards import Stack, Stacks
from coordination.queries.changes import Weighing
from coordination.queries.instruments import KnownInstrument
from coordination.queries.ownership import admitted_of_whole
from coordination.queries.readable_cards import Heads
from coordination.queries.rounds import RoundValue, round_value
from coordination.queries.series import Track
from coordination.queries.structures import StructureValue, structure_value

SECTION = "coordination"


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class HeardStructure:
    """All answers on one structure that stand on the reader's dashboards, as numbers.

    ``rounds`` are those in which a voice is heard of it, the oldest first, and ``assessments`` the rows behind them,
    loaded for `queries.sheets`; what a round says of voices and origins is of these alone. ``whole`` is the programme
    as a whole where anything is heard of it in one of these rounds.
    """

    structure: StructureValue
    whole: StructureValue | None
    rounds: tuple[RoundValue, ...]
    assessments: tuple[Assessment, ...]
    instruments: Mapping[int, KnownInstrument]
    stacks: Stacks
    weighing: Weighing

    @property
    def latest(self) -> RoundValue | None:
        """The latest round in which it is heard."""
        return self.rounds[-1] if self.rounds else None

    def round(self, label: str) -> RoundValue | None:
        """Return the round with this label, if anything is heard of the structure in it."""
        return next((each for each in self.rounds if each.label == label), None)

    def instrument(self, round_: RoundValue) -> InstrumentValue:
        """Return the instrument of one of the rounds."""
        return self.instruments[round_.instrument_id].value

    def voices(self) -> tuple[str, ...]:
        """Return the voices heard in any round."""
        return tuple(voice for voice in VOICES if any(voice in each.voices for each in self.rounds))

    def stack(self, round_: RoundValue, voice: str) -> Stack:
        """Return the answers of a voice in the rounds of one instrument."""
        return self.stacks[round_.instrument_id, voice]

    def panels(self, round_: RoundValue, voice: str) -> Mapping[str, PanelAnswer]:
        """Return how the assessors of a voice answered each criterion in a round."""
        return self.stack(round_, voice).panels_by_criterion((round_.id, self.structure.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureSummary:
    """Where a structure stands in the latest round in which it is heard, and how each voice's score got there.

    ``voices`` are the sides heard in that round, an analyst only where no side is. ``compared`` are both sides on the
    coordination criteria, None where only one is heard in that round.
    """

    tracks: Mapping[str, Track]
    latest: RoundValue | None
    voices: tuple[str, ...]
    scores: tuple[ScoreInWords, ...]
    compared: SidesCompared | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced:
    """One voice on one structure: its coordination section over the rounds, and what the latest answers say.

    ``criteria`` are the coordination criteria of the latest round's instrument. ``corners`` is where its answers allow
    the structure to stand on ownership and partnership.
    """

    voice: str
    track: Track
    latest: RoundValue
    criteria: tuple[CriterionValue, ...]
    corners: Quadrants

    @property
    def rounds(self) -> tuple[RoundValue, ...]:
        """The rounds in which the voice was heard of it."""
        return tuple(point.round for point in self.track.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """What the latest answers of one side ask to do next about one structure, or why nothing follows from them."""

    voice: str
    structure: StructureValue
    latest: RoundValue
    instrument: InstrumentValue
    steps: tuple[NextStep, ...]
    without_steps: Nothing | None


def heard(structure: StructureValue, *, user: User, programme: Programme) -> HeardStructure:
    """Return what is heard of a structure in all rounds; four queries, one more for an instrument first used."""
    is_here = Q(structure=structure.id)
    is_whole = Q(structure__programme=programme, structure__is_programme=True)
    allowed = dashboard_assessments(user).filter(is_here | is_whole)
    rows = list(loaded(allowed))
    own = tuple(row for row in rows if row.structure_id == structure.id)
    rounds = rounds_of(own)
    known = instruments.of_rounds(rounds)
    ids = {each.id for each in rounds}
    beside = [row for row in rows if row.structure_id != structure.id and row.round_id in ids]
    heads = sorted((row.pk, row.round_id, row.structure_id, row.side, row.rater) for row in (*own, *beside))
    return HeardStructure(
        structure=structure,
        whole=structure_value(beside[0].structure) if beside else None,
        rounds=rounds,
        assessments=own,
        instruments=known,
        stacks=readable_cards.of_heads(
            Heads(
                readable=allowed,
                rounds=rounds,
                voices=VOICES,
                panels=readable_cards.behind_cards(heads, {each.id: each.instrument_id for each in rounds}),
            ),
            instruments=known,
        ),
        weighing=Weighing(
            shown=Weights(filters.EQUAL, ()),
            recorded=weightings.in_question(user, [each.id for each in rounds]),
        ),
    )


def loaded(allowed: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Load assessments for `queries.sheets`, by round, each with how many drafts each side set aside there."""
    beside = Assessment.objects.filter(
        round=OuterRef("round"), structure=OuterRef("structure"), state=Assessment.State.SET_ASIDE
    ).order_by()
    counts = {
        f"set_aside_{side}": Subquery(
            beside.filter(side=side).values("round").annotate(count=Count("pk")).values("count")
        )
        for side in SIDES
    }
    rows = assessments.with_people(allowed).annotate(**counts)
    return rows.order_by("round__reference_on", "round__label", "pk")


def rounds_of(rows: Iterable[Assessment]) -> tuple[RoundValue, ...]:
    """Return the rounds of these assessments of one structure, in the order of the rows."""
    by_round: dict[int, list[Assessment]] = {}
    for row in rows:
        by_round.setdefault(row.round_id, []).append(row)
    return tuple(map(_round, by_round.values()))


def _round(rows: Sequence[Assessment]) -> RoundValue:
    sides, found = {row.side for row in rows}, {row.origin for row in rows if row.side != AGREED}
    origins = [each for each in ORIGINS if each in found]
    round_ = rows[0].round
    counts = Counter((row.side, row.origin) for row in rows)
    code = "" if rows[0].structure.is_programme else rows[0].structure.code
    return round_value(
        round_,
        [voice for voice in VOICES if voice in sides],
        origins,
        [
            CardOrigin(structure=code, voice=voice, origin=origin, count=count)
            for (voice, origin), count in sorted(counts.items())
        ]
        if found & set(MARKED) and not says_all(round_.origin, origins)
        else (),
    )


def set_aside(of: HeardStructure, round_: RoundValue) -> dict[str, int]:
    """Return how many drafts each side set aside in a round, once both see each other."""
    row = next((each for each in of.assessments if each.round_id == round_.id and each.side in SIDES), None)
    counts = {side: getattr(row, f"set_aside_{side}", None) for side in SIDES}
    return {side: count for side, count in counts.items() if count}


def _tracks(of: HeardStructure, stacks: Stacks, *, with_cards: bool) -> dict[str, Track]:
    """Return the coordination section over the rounds, for each voice that was heard."""
    sections = {key: stack.of_section(SECTION) for key, stack in stacks.items()}
    return {
        voice: track
        for voice in VOICES
        for track in series.tracks_of(
            [of.structure], of.rounds, sections, voice, of.weighing, with_cards=with_cards
        )
    }


def summary(of: HeardStructure) -> StructureSummary:
    """Return where the structure stands; no query."""
    latest = of.latest
    sides = tuple(voice for voice in latest.voices if voice in SIDES) if latest else ()
    voices = sides or (latest.voices if latest else ())
    return StructureSummary(
        tracks=_tracks(of, of.stacks, with_cards=False),
        latest=latest,
        voices=voices,
        scores=tuple(_score(of, latest, voice) for voice in voices) if latest else (),
        compared=compared(of, latest, SECTION) if latest else None,
    )


def _score(of: HeardStructure, round_: RoundValue, voice: str) -> ScoreInWords:
    stack, key = of.stack(round_, voice).of_section(SECTION), (round_.id, of.structure.id)
    row = stack.rows[key]
    return score_in_words(voice, len(stack.panels[row]), stack.bounds[row], stack.instrument.conventions)


def compared(of: HeardStructure, round_: RoundValue, section: str | None = None) -> SidesCompared | None:
    """Return both sides on the criteria of a section, or on all; None where only one is heard in the round."""
    if not set(SIDES) <= set(round_.voices):
        return None
    ours, theirs = (of.panels(round_, side) for side in SIDES)
    criteria = cards.criteria_of(of.instrument(round_), section)
    return SidesCompared(
        structure=of.structure.code,
        criteria=tuple(
            CriterionBySides(code=each.code, government=ours[each.code], partners=theirs[each.code])
            for each in criteria
        ),
    )


def history(of: HeardStructure) -> tuple[Voiced, ...]:
    """Return the structure over the rounds for each voice that was heard, with its answers in words; one query."""
    own = {
        name: [key for key in stack.keys if key[1] == of.structure.id] for name, stack in of.stacks.items()
    }
    tracks = _tracks(of, readable_cards.all_in_words(of.stacks, own), with_cards=True)
    return tuple(_voiced(of, voice, track) for voice, track in tracks.items())


def _voiced(of: HeardStructure, voice: str, track: Track) -> Voiced:
    round_ = track.points[-1].round
    return Voiced(
        voice=voice,
        track=track,
        latest=round_,
        criteria=cards.criteria_of(of.instrument(round_), SECTION),
        corners=_corners(of, round_, of.stack(round_, voice)),
    )


def _corners(of: HeardStructure, round_: RoundValue, stack: Stack) -> Quadrants:
    key = round_.id, of.structure.id
    readings = with_whole(stack.admitted(key), admitted_of_whole(stack, round_, of.whole))
    return Quadrants(
        structure=of.structure.code,
        assessors=len(stack.raters(key)),
        position=position(readings, stack.instrument.conventions),
        stated=None,
    )


def advised(of: HeardStructure) -> tuple[Advised, ...]:
    """Return what the latest answers of each side ask to do next; no query."""
    latest = {voice: each for each in of.rounds for voice in each.voices if voice in SIDES}
    return tuple(_advised(of, voice, latest[voice]) for voice in SIDES if voice in latest)


def _advised(of: HeardStructure, voice: str, round_: RoundValue) -> Advised:
    instrument = of.instrument(round_)
    asked = instrument.codes_asked(is_programme=False)
    panels = {
        code: each
        for code, each in of.panels(round_, voice).items()
        # What was answered when more was asked of structures counts too.
        if code in asked or each.kind is not CellKind.NO_ANSWER
    }
    return Advised(
        voice=voice,
        structure=of.structure,
        latest=round_,
        instrument=instrument,
        steps=next_steps({of.structure.code: panels}, dict.fromkeys(panels, 1), instrument),
        without_steps=no_step(panels.values()),
    )
