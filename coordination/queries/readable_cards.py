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
from coordination.models import Answer, Assessment, Programme, User
from coordination.permissions import dashboard_assessments
from coordination.queries import answers, cards, kept_levels
from coordination.queries.answers import Written
from coordination.queries.cards import Key, Stack, Stacks
from coordination.queries.instruments import KnownInstrument
from coordination.queries.kept_levels import Head, KeptLevels
from coordination.queries.rounds import RoundValue
from coordination.queries.stored_levels import StoredLevels
from coordination.queries.versions import WrittenSince

HEAD = ("pk", "round_id", "structure_id", "side", "rater")


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Heads:
    """The assessments that a person may see, behind each card as (id, rater), by (instrument id, voice).

    ``kept`` are their answers on a section, where these are kept.
    """

    readable: QuerySet[Assessment]
    rounds: tuple[RoundValue, ...]
    voices: tuple[str, ...]
    panels: Mapping[tuple[int, str], Mapping[Key, Sequence[tuple[int, str]]]]
    kept: KeptLevels | None = None

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
    programme: Programme | None = None,
    told: WrittenSince | None = None,
) -> Stacks:
    """Return what this person may see on dashboards, as stacks by (instrument id, voice) without words; two queries.

    ``section`` None stands for every criterion of the instrument; ``structures`` None for all of them, without the
    programme as a whole. ``weights`` are those of the section's criteria, equal without them. Given the ``programme``
    of the rounds, the answers on all structures are kept: one query where nothing was written, else three; one less
    where it is ``told`` what was written.
    """
    if programme is not None and structures is None:
        found = all_heads(
            user,
            programme,
            voices=voices,
            rounds=rounds,
            instruments=instruments,
            section=section,
            told=told,
        )
    else:
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


def all_heads(
    user: User,
    programme: Programme,
    *,
    voices: Sequence[str],
    rounds: Sequence[RoundValue],
    instruments: Mapping[int, KnownInstrument],
    section: str | None,
    told: WrittenSince | None,
) -> Heads:
    """Return the assessments on all structures in rounds of a programme, and their answers on a section, as kept.

    One query where nothing was written since they were read, else three; one less where it is ``told``.
    """
    of_round = {each.id: each.instrument_id for each in rounds}
    readable = dashboard_assessments(user).filter(
        round_id__in=list(of_round), side__in=voices, structure__is_programme=False
    )

    def read(codes: Collection[str] | None) -> KeptLevels:
        rows = readable if codes is None else readable.filter(structure__code__in=codes)
        return levels(rows, rows, instruments, section)

    kept = kept_levels.get(user, programme, (tuple(of_round), tuple(voices), section), read, told)
    return Heads(
        readable=readable,
        rounds=tuple(rounds),
        voices=tuple(voices),
        panels=behind_cards(kept.heads(), of_round),
        kept=kept,
    )


def levels(
    listed: QuerySet[Assessment],
    readable: QuerySet[Assessment],
    instruments: Mapping[int, KnownInstrument],
    section: str | None,
) -> KeptLevels:
    """Return the assessments listed, all of them readable, and their answers on a section; two queries."""
    heads = list(listed.order_by("pk").values_list(*HEAD, "structure__code"))
    if listed is not readable:
        readable = readable.filter(_among({(each[1], each[2]) for each in heads}))
    columns = _columns(instruments, section)
    width = max(columns.values(), default=-1) + 1
    return kept_levels.of_heads(heads, StoredLevels(readable, columns), width)


def _columns(instruments: Mapping[int, KnownInstrument], section: str | None) -> dict[int, int]:
    return {
        pk: column for known in instruments.values() for column, pk in enumerate(known.criteria_of(section))
    }


def of_heads(
    found: Heads,
    *,
    instruments: Mapping[int, KnownInstrument],
    section: str | None = None,
    weights: tuple[int, ...] | None = None,
    is_as_published: bool = False,
) -> Stacks:
    """Return these cards as ``load`` does; one query, none where their answers on the section are kept.

    As published: with the answers that stood before they were corrected, which takes one more than is kept.
    """
    published: dict[int, dict[str, Written]] = {}
    if found.kept is not None and not is_as_published:
        numbers: KeptLevels | StoredLevels = found.kept
    else:
        numbers = stored = StoredLevels(found.readable, _columns(instruments, section))
        if is_as_published:
            published = _as_published(stored, found, instruments, section)
    return {
        (instrument_id, voice): _stack(
            instruments[instrument_id].value,
            section,
            weights,
            found.panels.get((instrument_id, voice), {}),
            numbers,
            published,
        )
        for instrument_id in dict.fromkeys(each.instrument_id for each in found.rounds)
        for voice in found.voices
    }


def _as_published(
    numbers: StoredLevels, found: Heads, instruments: Mapping[int, KnownInstrument], section: str | None
) -> dict[int, dict[str, Written]]:
    """Put what was published in place of what it was corrected to, and return it by assessment; one query."""
    published: dict[int, dict[str, Written]] = {}
    for pk, code, before in answers.published_before_correction(list(numbers.assessments)):
        published.setdefault(pk, {})[code] = (*before, "", False)
    for (instrument_id, _voice), of_voice in found.panels.items():
        criteria = cards.criteria_of(instruments[instrument_id].value, section)
        columns = {criterion.code: column for column, criterion in enumerate(criteria)}
        for pk in published.keys() & {pk for heads in of_voice.values() for pk, _rater in heads}:
            numbers.replace(pk, published[pk], columns)
    return published


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
    numbers: KeptLevels | StoredLevels,
    published: Mapping[int, Mapping[str, Written]],
) -> Stack:
    criteria = cards.criteria_of(instrument, section)
    every = [pk for heads in panels.values() for pk, _rater in heads]
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
