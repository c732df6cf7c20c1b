"""What to do next and what to find out next, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from coordination.domain import recommendations
from coordination.domain.bilingual import Text
from coordination.domain.comparison import OpenQuestion
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.recommendations import NextStep, StepKind
from coordination.domain.vocabulary import SIDES
from coordination.presenters import sentences
from coordination.presenters.sentences import local
from coordination.queries.comparison import Scoreboard
from coordination.queries.structure_history import Voiced

#: How many next steps a page lists.
SHOWN = 12
#: Pixels of the longest bar, for a whole criterion: 100 points.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class AdviceSource:
    """The card behind next steps, which both sides may read."""

    slug: str
    round: str
    voice: str

    def query(self, criterion: str) -> str:
        """Return the query string that names one answer to the page of a new commitment."""
        named = {"structure": self.slug, "round": self.round, "voice": self.voice, "criterion": criterion}
        return urlencode(named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The next step on criteria of one structure that need the same kind of step and fall equally short.

    ``texts`` are the steps, criterion by criterion; ``certain`` and ``possible`` are points short of Yes, each.
    ``promises`` are the criteria with the query that makes a commitment from the answer.
    """

    lead: str
    texts: tuple[str, ...]
    why: str
    certain: Fraction
    possible: Fraction
    ideas: tuple[str, ...]
    promises: tuple[tuple[str, str], ...]

    @property
    def certain_width(self) -> str:
        """Pixels of the certain part of its bar, for SVG."""
        return f"{float(self.certain) * LONGEST / 100:.1f}"

    @property
    def possible_width(self) -> str:
        """Pixels of the possible part of its bar, for SVG."""
        return f"{float(self.possible) * LONGEST / 100:.1f}"


def of(board: Scoreboard, steps: Iterable[NextStep]) -> list[Advice]:
    """Return the next steps about the drawn structures in words, as many as a page lists."""
    if board.instrument is None or board.round is None:
        return []
    label = board.round.label
    sources = {
        row.structure.code: AdviceSource(row.structure.slug, label, board.voice) for row in board.drawn
    }
    return listed(steps, board.instrument, board.criteria, sources)[:SHOWN]


def listed(
    steps: Iterable[NextStep],
    instrument: InstrumentValue,
    criteria: Iterable[CriterionValue],
    sources: Mapping[str, AdviceSource] | None = None,
) -> list[Advice]:
    """Group like steps and return them in words, in the order of each group's first.

    ``sources`` are by structure code; without one no commitment is offered.
    """
    groups: dict[tuple[object, ...], list[NextStep]] = {}
    for step in steps:
        alike = step.structure, step.kind, step.certain_shortfall, step.possible_shortfall
        groups.setdefault(alike, []).append(step)
    by_code = {criterion.code: criterion for criterion in criteria}
    ideas = recommendations.ideas(instrument)
    return [
        _advice(group, by_code, ideas, (sources or {}).get(group[0].structure)) for group in groups.values()
    ]


def _advice(
    group: Sequence[NextStep],
    criteria: Mapping[str, CriterionValue],
    ideas: Mapping[str, Text],
    source: AdviceSource | None,
) -> Advice:
    first = group[0]
    lead = {
        StepKind.ACTION: _("%(structure)s – %(criteria)s: act."),
        StepKind.CLOSE_GAP: _("%(structure)s – %(criteria)s: close the gap."),
        StepKind.FIND_OUT: _("%(structure)s – %(criteria)s: find out first."),
        StepKind.CONFIRM: _("%(structure)s – %(criteria)s: confirm."),
    }[first.kind]
    names = [sentences.inside(local(criteria[step.code].short)) for step in group]
    return Advice(
        lead=lead % {"structure": first.structure, "criteria": ", ".join(names)},
        texts=tuple(_text(step, criteria[step.code]) for step in group),
        why=_why(first, len(group)),
        certain=first.certain_shortfall,
        possible=first.possible_shortfall,
        ideas=tuple(
            f"{code} {local(ideas[code])}"
            for code in dict.fromkeys(code for step in group for code in step.ideas)
            if code in ideas
        ),
        promises=tuple((step.code, source.query(step.code)) for step in group if source),
    )


def _text(step: NextStep, criterion: CriterionValue) -> str:
    said = recommendations.text(step, criterion)
    return local(said) if said else local(criterion.name)


def _why(step: NextStep, number: int) -> str:
    certain = sentences.points(step.certain_shortfall, step.certain_shortfall)
    possible = sentences.points(step.possible_shortfall, step.possible_shortfall)
    if step.certain_shortfall and step.possible_shortfall:
        said = _("certainly %(certain)s points short of Yes, possibly %(possible)s more")
    elif step.certain_shortfall:
        said = _("certainly %(certain)s points short of Yes")
    else:
        said = _("possibly %(possible)s points short of Yes")
    words = said % {"certain": certain, "possible": possible}
    return _("%(words)s, each.") % {"words": words} if number > 1 else f"{words}."


@dataclass(frozen=True, slots=True)
class Question:
    """An open answer that is worth finding out, and what it would settle."""

    lead: str
    rest: str


def questions(found: Iterable[OpenQuestion], criteria: Iterable[CriterionValue]) -> list[Question]:
    """Return open answers in words, the most telling first."""
    by_code = {criterion.code: criterion for criterion in criteria}
    return [_question(each, by_code[each.code]) for each in list(found)[:SHOWN]]


def _question(question: OpenQuestion, criterion: CriterionValue) -> Question:
    lead = _("%(structure)s – %(criterion)s:") % {
        "structure": question.structure,
        "criterion": local(criterion.short),
    }
    rest = _("it leaves the figure open by %(points)s points.") % {
        "points": sentences.points(question.width, question.width)
    }
    if question.pair and question.gain:
        rest += " " + _settled(question)
    return Question(lead, rest)


def _settled(question: OpenQuestion) -> str:
    """Say how the answer would settle the order, at its best or worst, whichever settles more."""
    if question.best - question.now >= question.behind_worst - question.behind_now:
        words = _(
            "At its best it makes %(name)s ahead of %(other)s in at least %(then)s of all weightings (now %(now)s)."
        )
        now, then = question.now, question.best
    else:
        words = _(
            "At its worst it makes %(other)s ahead of %(name)s in at least %(then)s of all weightings (now %(now)s)."
        )
        now, then = question.behind_now, question.behind_worst
    return words % {
        "name": question.structure,
        "other": question.pair,
        "now": sentences.share(now, is_certain=True),
        "then": sentences.share(then, is_certain=True),
    }


def of_history(history: Iterable[Voiced]) -> list[tuple[str, list[Advice]]]:
    """Return what to do next about one structure by the latest answers of each side."""
    found = []
    for voiced in history:
        if voiced.voice in SIDES:
            where = voiced.track.structure
            source = AdviceSource(where.slug, voiced.latest.label, voiced.voice)
            instrument = voiced.instrument
            advised = listed(voiced.steps, instrument, instrument.criteria, {where.code: source})
            found.append((voiced.voice, advised[:SHOWN]))
    return found
