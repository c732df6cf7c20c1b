"""Stacks of cards as a person may see them: the assessments behind them, their answers as levels, and some in words.

Reading is in three steps, so that a page reads no more than it needs: which assessments there are (``heads``), their
answers as numbers (``of_heads``), and the words of those cards that are shown (``in_words``).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from coordination.domain.grids import Grid
from coordination.domain.instruments import InstrumentValue
from coordination.domain.panels import envelopes
from coordination.domain.scoring import side_reading
from coordination.models import Answer, Assessment, User
from coordination.permissions import dashboard_assessments
from coordination.queries import answers, cards
from coordination.queries.answers import Written
from coordination.queries.cards import Key, Stack, Stacks
from coordination.queries.instruments import KnownInstrument
from coordination.queries.rounds import RoundValue
from coordination.queries.stored_levels import StoredLevels

#: What is known of an assessment before its answers: (id, round id, structure id, side, rater).
Head = tuple[int, int, int, str, str]
HEAD = ("pk", "round_id", "structure_id", "side", "rater")


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Heads:
    """The assessments that a person may see, behind each card as (id, rater), by (instrument id, voice)."""

    readable: QuerySet[Assessment]
    rounds: tuple[RoundValue, ...]
    voices: tuple[str, ...]
    panels: Mapping[tuple[int, str], Mapping[Key, Sequence[tuple[int, str]]]]

    @property
    def keys(self) -> frozenset[Key]:
        """The keys of all these cards."""
        return frozenset(key for cards in self.panels.values() for key in cards)


def load(
    user: User,
    *,
    voices: Sequence[str],
    rounds: Sequence[RoundValue],
    instruments: Mapping[int, KnownInstrument],
    section: str | None = None,
    structures: Sequence[int] | None = None,
    weights: tuple[int, ...] | None = None,
) -> Stacks:
    """Return what this person may see on dashboards, as stacks by (instrument id, voice) without words; two queries.

    ``section`` None stands for every criterion of the instrument; ``structures`` None for all of them, without the
    programme as a whole. ``weights`` are those of the section's criteria, equal without them.
    """
    found = heads(user, voices=voices, rounds=rounds, structures=structures)
    return of_heads(found, instruments=instruments, section=section, weights=weights)


def heads(
    user: User,
    *,
    voices: Sequence[str],
    rounds: Sequence[RoundValue],
    structures: Sequence[int] | None = None,
) -> Heads:
    """Return the assessments behind the cards that this person may see on dashboards, without answers; one query."""
    of_round = {each.id: each.instrument_id for each in rounds}
    readable = dashboard_assessments(user).filter(round_id__in=list(of_round), side__in=voices)
    if structures is None:
        readable = readable.filter(structure__is_programme=False)
    else:
        readable = readable.filter(structure_id__in=structures)
    return Heads(
        readable=readable,
        rounds=tuple(rounds),
        voices=tuple(voices),
        panels=behind_cards(readable.order_by("pk").values_list(*HEAD), of_round),
    )


def of_heads(
    found: Heads,
    *,
    instruments: Mapping[int, KnownInstrument],
    section: str | None = None,
    weights: tuple[int, ...] | None = None,
    is_as_published: bool = False,
    only: Collection[Key] | None = None,
) -> Stacks:
    """Return these cards as ``load`` does, or ``only`` those of some keys; one query.

    As published: with the answers that stood before they were corrected, which takes a second one.
    """
    readable, panels = found.readable, found.panels
    if only is not None:
        readable = readable.filter(_among(only))
        panels = {
            name: {key: panel for key, panel in of_voice.items() if key in only}
            for name, of_voice in panels.items()
        }
    columns = {
        pk: column for known in instruments.values() for column, pk in enumerate(known.criteria_of(section))
    }
    numbers = StoredLevels(readable, columns)
    published: dict[int, dict[str, Written]] = {}
    if is_as_published:
        for pk, code, before in answers.published_before_correction(list(numbers.assessments)):
            published.setdefault(pk, {})[code] = (*before, "", False)
    return {
        (instrument_id, voice): _stack(
            instruments[instrument_id].value,
            section,
            weights,
            panels.get((instrument_id, voice), {}),
            numbers,
            published,
        )
        for instrument_id in dict.fromkeys(each.instrument_id for each in found.rounds)
        for voice in found.voices
    }


def _among(keys: Collection[Key]) -> Q:
    """Return the condition of these keys; rounds with the same structures share one part of it."""
    structures_of: dict[int, set[int]] = {}
    for round_id, structure_id in keys:
        structures_of.setdefault(round_id, set()).add(structure_id)
    rounds_of: dict[frozenset[int], list[int]] = {}
    for round_id, structures in structures_of.items():
        rounds_of.setdefault(frozenset(structures), []).append(round_id)
    found = Q(pk__in=[])
    for alike, round_ids in rounds_of.items():
        found |= Q(round_id__in=round_ids, structure_id__in=alike)
    return found


def behind_cards(
    heads: Iterable[Head], of_round: Mapping[int, int]
) -> dict[tuple[int, str], dict[Key, list[tuple[int, str]]]]:
    """Return the assessments behind each card as (id, rater), by (instrument id, voice); the oldest come first."""
    panels: dict[tuple[int, str], dict[Key, list[tuple[int, str]]]] = {}
    for pk, round_id, structure_id, side, rater in heads:
        stack = panels.setdefault((of_round[round_id], side), {})
        stack.setdefault((round_id, structure_id), []).append((pk, rater))
    return panels


def heard(user: User, *, voice: str, round_id: int) -> frozenset[int]:
    """Return the ids of the structures on which the voice is heard in a round; one query."""
    rows = dashboard_assessments(user).filter(round_id=round_id, side=voice, structure__is_programme=False)
    return frozenset(rows.order_by().values_list("structure_id", flat=True))


def in_words(stack: Stack, keys: Iterable[Key]) -> Stack:
    """Return the stack with the words of these cards; one query."""
    return next(iter(all_in_words({(0, ""): stack}, {(0, ""): keys}).values()))


def all_in_words(stacks: Stacks, keys: Mapping[tuple[int, str], Iterable[Key]]) -> Stacks:
    """Return the stacks with the words of these cards; one query."""
    wanted = [
        pk
        for name, listed in keys.items()
        for key in listed
        if key in stacks[name]
        for pk, _rater in stacks[name].panels[stacks[name].rows[key]]
    ]
    written = _written(wanted) if wanted else {}
    for stack in stacks.values():
        for pk in stack.published.keys() & written.keys():
            # A correction changes the answer and not why it differed from the one before.
            written[pk].update(
                (code, (*before[:-2], *written[pk][code][-2:]))
                for code, before in stack.published[pk].items()
            )
    return {name: replace(stack, written=written) for name, stack in stacks.items()}


def _written(assessments: Sequence[int]) -> dict[int, dict[str, Written]]:
    """Return answers in words by assessment id and criterion code; one query."""
    found: dict[int, dict[str, Written]] = {pk: {} for pk in assessments}
    rows = Answer.objects.filter(assessment_id__in=assessments).order_by()
    columns = ("assessment_id", "criterion__code", "verbatim", "status", "level", "lo", "hi", "certainty")
    for pk, code, *facts in rows.values_list(*columns, "change_cause", "differs"):
        found[pk][code] = tuple(facts)
    return found


def _stack(
    instrument: InstrumentValue,
    section: str | None,
    weights: tuple[int, ...] | None,
    panels: Mapping[Key, Sequence[tuple[int, str]]],
    numbers: StoredLevels,
    published: Mapping[int, Mapping[str, Written]],
) -> Stack:
    criteria = cards.criteria_of(instrument, section)
    columns = {criterion.code: column for column, criterion in enumerate(criteria)}
    every = [pk for heads in panels.values() for pk, _rater in heads]
    for pk in published.keys() & set(every):
        numbers.replace(pk, published[pk], columns)
    sheets, causes = numbers.sheets(every, len(criteria))
    places = {pk: row for row, pk in enumerate(every)}
    rows = [[places[pk] for pk, _rater in heads] for heads in panels.values()]
    return Stack(
        instrument=instrument,
        criteria=criteria,
        # Weights are those of one questionnaire; another one may have another number of criteria.
        weights=weights if weights and len(weights) == len(criteria) else (1,) * len(criteria),
        keys=tuple(panels),
        grid=_merged(sheets, rows),
        envelope=envelopes(sheets, rows),
        panels=tuple(map(tuple, panels.values())),
        sheets=sheets,
        causes=causes,
        places=places,
        published=published,
    )


def _merged(sheets: Grid, panels: Sequence[Sequence[int]]) -> Grid:
    """Return one row for each panel of rows; several raters of a side become one by ``side_reading``."""
    if len(panels) == len(sheets):
        return sheets
    single = sheets.take([panel[0] for panel in panels])
    several = [at for at, panel in enumerate(panels) if len(panel) > 1]
    merged = Grid.of(
        [
            [side_reading(given) for given in zip(*(sheets.readings(row) for row in panels[at]), strict=True)]
            for at in several
        ],
        sheets.width,
    )
    return single.put(several, merged)
