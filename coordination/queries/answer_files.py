"""Answers that come as a file: for which rounds and structures one is offered, and what a filled-in one would store."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from coordination.domain.answers import Reading
from coordination.domain.assessments import GivenAnswer, SourceEntry
from coordination.domain.filled import FilledAnswer, FilledRow, Words, answer_of, as_json
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.problems import MOST, Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import SIDES
from coordination.domain.written_answers import says_the_same
from coordination.models import Answer, Assessment, Programme, Round, Source, Structure, User
from coordination.permissions import Action, Standing, assessments_visible_to, can
from coordination.queries import asked, assessments, instruments
from coordination.queries.answers import of_row, sources_of
from coordination.queries.rounds import RoundValue, round_value
from coordination.queries.structures import StructureValue, structure_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What a template is made for: a round, its questionnaire, and the structures that the reader may answer."""

    round: RoundValue
    instrument: InstrumentValue
    structures: tuple[StructureValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAnswer:
    """One answer that a file would store: ``before`` is what stands there; None where nothing does."""

    round: str
    structure: str
    criterion: CriterionValue
    before: Reading | None
    after: Reading
    given: GivenAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPlan:
    """What a file would store, by assessment; ``fingerprint`` binds it to the file and to what is stored."""

    assessments: tuple[tuple[Assessment, tuple[PlannedAnswer, ...]], ...]
    unchanged: int
    fingerprint: str

    @property
    def planned(self) -> tuple[PlannedAnswer, ...]:
        """Every answer that would be stored."""
        return tuple(each for _row, listed in self.assessments for each in listed)

    @property
    def new(self) -> tuple[PlannedAnswer, ...]:
        """Those of criteria without an answer."""
        return tuple(each for each in self.planned if each.before is None)

    @property
    def changed(self) -> tuple[PlannedAnswer, ...]:
        """Those that replace an answer."""
        return tuple(each for each in self.planned if each.before is not None)


@dataclass(slots=True)
class _Mistakes:
    """The first mistakes, and how many there are beyond them."""

    first: list[Problem]
    more: int = 0

    def add(self, *found: Problem) -> None:
        for each in found:
            if len(self.first) < MOST:
                self.first.append(each)
            else:
                self.more += 1


def open_rounds(programme: Programme, standing: Standing) -> list[Round]:
    """Return the open rounds in which this person may answer, the latest first; one query."""
    if not can(standing, Action.START):
        return []
    rows = Round.objects.filter(
        programme=programme, state=Round.State.OPEN, sides__in=["both", standing.side]
    )
    related = rows.select_related("instrument", "programme").defer("instrument__content")
    return list(related.order_by("-reference_on", "-pk"))


def template(user: User, programme: Programme, standing: Standing, label: str) -> Template | None:
    """Return what the template of a round holds; None where the person answers no such round."""
    round_ = next((each for each in open_rounds(programme, standing) if each.label == label), None)
    if round_ is None:
        return None
    places = _Places.of(user, programme, standing, [round_])
    rows = [each for each in places.structures[round_.pk] if places.why_not(round_, each) is None]
    rows.sort(key=lambda each: (each.is_programme, each.code))
    return Template(
        round=round_value(round_),
        instrument=places.instruments[round_.pk],
        structures=tuple(map(structure_value, rows)),
    )


@dataclass(slots=True, kw_only=True)
class _Places:
    """The rounds a person answers with what each asks, and what is stored of the person's own."""

    standing: Standing
    rounds: Mapping[str, Round]
    instruments: Mapping[int, InstrumentValue]
    structures: Mapping[int, Sequence[Structure]]
    codes: frozenset[str]
    revealed: set[tuple[int, int]]
    own: Mapping[tuple[int, int], Assessment]

    @classmethod
    def of(cls, user: User, programme: Programme, standing: Standing, rounds: Sequence[Round]) -> "_Places":
        """Ask for all of it, in as many queries for many structures as for one."""
        mine = assessments_visible_to(user).filter(round__in=rounds, rater_user=user, side=standing.side)
        revealed = Assessment.objects.filter(
            round__in=rounds, state__in=["revealed", "published"], side__in=SIDES
        )
        return cls(
            standing=standing,
            rounds={each.label: each for each in rounds},
            instruments={each.pk: instruments.value(each.instrument_id) for each in rounds},
            structures=asked.in_rounds(rounds),
            codes=frozenset(Structure.objects.filter(programme=programme).values_list("code", flat=True)),
            revealed=set(revealed.values_list("round_id", "structure_id")),
            own={(row.round_id, row.structure_id): row for row in assessments.with_people(mine)},
        )

    def why_not(self, round_: Round, structure: Structure) -> Rule | None:
        """Return why the person cannot answer about a structure that the round asks about."""
        row = self.own.get((round_.pk, structure.pk))
        if row is None:
            return Rule.ALREADY_REVEALED if (round_.pk, structure.pk) in self.revealed else None
        is_open = assessments.assessment_value(row, self.standing).can_score
        return None if is_open else Rule.NOT_NOW_SCORE

    def row(self, round_: Round, structure: Structure, user: User) -> Assessment:
        """Return the person's assessment, unsaved where there is none."""
        blank = Assessment(
            round=round_,
            structure=structure,
            side=self.standing.side or "",
            rater=user.email,
            rater_user=user,
        )
        return self.own.get((round_.pk, structure.pk), blank)


def plan(
    rows: Sequence[FilledRow], words: Words, *, user: User, programme: Programme, standing: Standing
) -> AnswerPlan:
    """Return what a file would store of this person's own answers.

    Raises:
        Refused: something in it is wrong; every mistake with its sheet, row and column.
    """
    mistakes = _Mistakes([])
    places = _Places.of(user, programme, standing, open_rounds(programme, standing))
    found: dict[tuple[int, int], list[tuple[CriterionValue, FilledAnswer]]] = {}
    targets: dict[tuple[int, int], tuple[Round, Structure]] = {}
    for row, at, criterion in _placed(rows, programme, places, mistakes):
        said, wrong = answer_of(row, places.instruments[at[0].pk], words)
        mistakes.add(*wrong)
        if said:
            key = (at[0].pk, at[1].pk)
            targets[key] = at
            found.setdefault(key, []).append((criterion, said))
    if not rows:
        mistakes.add(Problem(rule=Rule.NO_ANSWERS_FILLED))
    if mistakes.first:
        raise Refused(mistakes.first, mistakes.more)
    listed = [(places.row(*targets[key], user), found[key]) for key in sorted(found)]
    return _plan(listed, rows)


def _round(row: FilledRow, programme: Programme, places: _Places, mistakes: _Mistakes) -> Round | None:
    """Return the round that a row is about; None where it is not one to answer here, which is noted."""
    if row.text("programme") not in ("", programme.code):
        mistakes.add(row.problem(Rule.FILE_OF_OTHER_PROGRAMME, "programme", row.text("programme")))
        return None
    found = places.rounds.get(row.text("round"))
    if found is None:
        mistakes.add(row.problem(Rule.ROUND_NOT_ANSWERED, "round", row.text("round")))
    return found


def _placed(
    rows: Sequence[FilledRow], programme: Programme, places: _Places, mistakes: _Mistakes
) -> Iterator[tuple[FilledRow, tuple[Round, Structure], CriterionValue]]:
    """Yield the rows with what they are about; what is wrong with that is noted, of a structure's state only once."""
    seen: dict[tuple[int, int, str], FilledRow] = {}
    closed: set[tuple[int, int]] = set()
    by_code = {pk: {each.code: each for each in listed} for pk, listed in places.structures.items()}
    for row in rows:
        round_ = _round(row, programme, places, mistakes)
        if round_ is None:
            continue
        structure = by_code[round_.pk].get(row.text("structure"))
        criterion = _criterion(row, structure, places.instruments[round_.pk], mistakes)
        if structure is None:
            is_known = row.text("structure") in places.codes
            rule = Rule.STRUCTURE_NOT_ASKED if is_known else Rule.NOT_OF_THE_LIST
            mistakes.add(row.problem(rule, "structure", row.text("structure")))
        if structure is None or criterion is None:
            continue
        at = (round_.pk, structure.pk)
        if at in closed:
            continue
        if rule_ := places.why_not(round_, structure):
            closed.add(at)
            mistakes.add(row.problem(rule_, "structure", structure.code))
            continue
        first = seen.setdefault((*at, criterion.code), row)
        if first is not row:
            there = f"{first.sheet}!{first.number}"
            mistakes.add(row.problem(Rule.DUPLICATE, "criterion", criterion.code, first=there))
            continue
        yield row, (round_, structure), criterion


def _criterion(
    row: FilledRow, structure: Structure | None, instrument: InstrumentValue, mistakes: _Mistakes
) -> CriterionValue | None:
    code = row.text("criterion")
    criterion = next((each for each in instrument.criteria if each.code == code), None)
    if criterion is None:
        mistakes.add(row.problem(Rule.CRITERION_OF_ANOTHER_INSTRUMENT, "criterion", code))
    elif structure and code not in instrument.codes_asked(is_programme=structure.is_programme):
        mistakes.add(row.problem(Rule.CRITERION_NOT_ASKED, "criterion", code))
        return None
    return criterion


def _plan(
    listed: Sequence[tuple[Assessment, Sequence[tuple[CriterionValue, FilledAnswer]]]],
    rows: Sequence[FilledRow],
) -> AnswerPlan:
    stored = Answer.objects.filter(assessment__in=[row.pk for row, _said in listed if row.pk])
    sources = sources_of(stored)
    known = {(each.assessment_id, each.criterion.code): each for each in stored.select_related("criterion")}
    planned: list[tuple[Assessment, tuple[PlannedAnswer, ...]]] = []
    unchanged = 0
    for row, said in listed:
        items = []
        for criterion, answer in said:
            old = known.get((row.pk, criterion.code)) if row.pk else None
            item = _item(row, criterion, answer, old, _kept_sources(old, sources))
            if old and _is_same(item.given, old):
                unchanged += 1
            else:
                items.append(item)
        if items:
            planned.append((row, tuple(items)))
    return AnswerPlan(
        assessments=tuple(planned), unchanged=unchanged, fingerprint=_fingerprint(planned, unchanged, rows)
    )


def _fingerprint(
    planned: Sequence[tuple[Assessment, Sequence[PlannedAnswer]]], unchanged: int, rows: Sequence[FilledRow]
) -> str:
    """Return what is one only for the same file over the same answers, piece by piece: there are thousands."""
    found = hashlib.sha256(json.dumps([unchanged, as_json(rows)]).encode())
    for row, items in planned:
        # Of a criterion its code: what it asks belongs to the questionnaire, which never changes.
        said = [[each.criterion.code, *map(repr, (each.before, each.after, each.given))] for each in items]
        stands = [row.round.label, row.structure.code, row.pk, row.version, said]
        found.update(json.dumps(stands).encode())
    return found.hexdigest()


def _kept_sources(old: Answer | None, sources: Mapping[int, Sequence[Source]]) -> tuple[SourceEntry, ...]:
    return tuple(
        SourceEntry(title=each.title, kind=each.kind, dated_on=each.dated_on, link=each.link)
        for each in (sources.get(old.pk, ()) if old else ())
    )


def _item(
    row: Assessment,
    criterion: CriterionValue,
    said: FilledAnswer,
    old: Answer | None,
    sources: tuple[SourceEntry, ...],
) -> PlannedAnswer:
    """Return an answer over the stored one: what the file says nothing of (evidence, sources) stays."""
    before = of_row(old) if old else None
    reading = before if before and says_the_same(before, said.reading) else said.reading
    given = GivenAnswer(
        criterion=criterion.code,
        reading=reading,
        base_version=old.version if old else 0,
        doubt_reason=said.doubt_reason,
        basis=said.basis or (old.basis if old else ""),
        na_reason=said.na_reason,
        sources=sources,
        change_cause=old.change_cause if old else "",
    )
    if old and reading == before and not given.doubt_reason:
        given = replace(given, doubt_reason=old.doubt_reason)
    return PlannedAnswer(
        round=row.round.label,
        structure=row.structure.code,
        criterion=criterion,
        before=before,
        after=reading,
        given=given,
    )


def _is_same(given: GivenAnswer, old: Answer) -> bool:
    kept = (old.doubt_reason, old.basis, old.na_reason)
    return given.reading == of_row(old) and (given.doubt_reason, given.basis, given.na_reason) == kept
