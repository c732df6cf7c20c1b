"""What to do next and what to find out next, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import ClassVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.domain import recommendations
from coordination.domain.bilingual import Text
from coordination.domain.claims.answers import EmptyReason, NeedsPoints, Nothing, needs_points
from coordination.domain.comparison import OpenQuestion
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.recommendations import NextStep, Order, StepKind
from coordination.presenters import cells, sentences
from coordination.presenters.once import once
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.claims import SHOWN
from coordination.queries.comparison import Scoreboard
from coordination.queries.structure_history import Advised

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
        named = {"structure": self.slug, "round": self.round, "view": self.voice, "criterion": criterion}
        return urlencode(named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The next step on criteria of one structure that need the same kind of step and fall equally short.

    ``texts`` are the steps, criterion by criterion; ``certain`` and ``possible`` are points short of Yes, each.
    ``promises`` are the criteria's names with the query that makes a commitment from the answer, ``order`` is that of
    the most pressing of them.
    """

    lead: str
    texts: tuple[str, ...]
    why: Said
    certain: Fraction
    possible: Fraction
    ideas: tuple[str, ...]
    promises: tuple[tuple[str, str], ...]
    order: Order

    @property
    def certain_width(self) -> str:
        """Pixels of the certain part of its bar, for SVG."""
        return f"{float(self.certain) * LONGEST / 100:.1f}"

    @property
    def possible_width(self) -> str:
        """Pixels of the possible part of its bar, for SVG."""
        return f"{float(self.possible) * LONGEST / 100:.1f}"


def of(board: Scoreboard, steps: Iterable[NextStep]) -> list[Advice]:
    """Return the most pressing steps of all chosen structures in words, as many as a page lists."""
    if board.instrument is None or board.round is None:
        return []
    steps = list(steps)
    sources = {
        code: AdviceSource(board.slugs[code], board.labels[code], board.voice)
        for code in {each.structure for each in steps} & board.slugs.keys()
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
        short = step.certain_shortfall, step.possible_shortfall
        alike = (step.structure, step.kind, *short, step.assessors_differ)
        groups.setdefault(alike, []).append(step)
    by_code = {criterion.code: criterion for criterion in criteria}
    ideas = recommendations.ideas(instrument)
    return [
        _advice(
            tuple(group),
            tuple(by_code[step.code] for step in group),
            tuple((code, ideas[code]) for step in group for code in step.ideas if code in ideas),
            (sources or {}).get(group[0].structure),
        )
        for group in groups.values()
    ]


@once(1024)
def _advice(
    group: tuple[NextStep, ...],
    criteria: tuple[CriterionValue, ...],
    ideas: tuple[tuple[str, Text], ...],
    source: AdviceSource | None,
) -> Advice:
    """Return one step in words; ``criteria`` are those of the group, step by step, ``ideas`` theirs by code."""
    first = group[0]
    lead = {
        StepKind.ACTION: _("%(structure)s – %(criteria)s: fix now."),
        StepKind.CLOSE_GAP: _("%(structure)s – %(criteria)s: improve."),
        StepKind.FIND_OUT: _("%(structure)s – %(criteria)s: ask first."),
        StepKind.CONFIRM: _("%(structure)s – %(criteria)s: check."),
    }[first.kind]
    names = [sentences.inside(local(each.short)) for each in criteria]
    return Advice(
        lead=lead % {"structure": first.structure, "criteria": ", ".join(names)},
        texts=tuple(_text(step, each) for step, each in zip(group, criteria, strict=True)),
        why=why(needs_points(group)),
        certain=first.certain_shortfall,
        possible=first.possible_shortfall,
        ideas=tuple(f"{local(idea)} ({code})" for code, idea in dict.fromkeys(ideas)),
        promises=tuple(
            (name, source.query(step.code)) for step, name in zip(group, names, strict=True) if source
        ),
        order=first.order,
    )


def _text(step: NextStep, criterion: CriterionValue) -> str:
    said = recommendations.text(step, criterion)
    return local(said) if said else local(criterion.name)


def why(claim: NeedsPoints) -> Said:
    """Return how many points of 100 the criteria need to reach Yes."""
    least, most, number = floor(claim.least), ceil(claim.most), len(claim.codes)
    if not most:
        said = ngettext(
            "Yes by those who answered; not every assessor did",
            "each is Yes by those who answered; not every assessor did",
            number,
        )
    elif not least:
        said = ngettext(
            "needs at most %(most)d of 100 points to reach Yes",
            "each needs at most %(most)d of 100 points to reach Yes",
            number,
        )
    elif least == most:
        said = ngettext(
            "needs %(least)d of 100 points to reach Yes",
            "each needs %(least)d of 100 points to reach Yes",
            number,
        )
    else:
        said = ngettext(
            "needs %(least)d to %(most)d of 100 points to reach Yes",
            "each needs %(least)d to %(most)d of 100 points to reach Yes",
            number,
        )
    words = said % {"least": least, "most": most}
    if claim.assessors_differ:
        words = _("%(words)s; assessors differ") % {"words": words}
    return Said(claim.kind, f"{sentences.capitalised(words)}.")


def nothing(found: Nothing | None) -> Said | None:
    """Return why a list is empty."""
    if found is None:
        return None
    text = {
        EmptyReason.NONE_APPLIES: _("No criterion applies."),
        EmptyReason.NO_STEP: _(
            "Every criterion that applies is firmly answered Yes: no step follows from the answers."
        ),
        EmptyReason.NOTHING_OPEN: _("No answer is missing or doubtful."),
        EmptyReason.DIFFER: _("The answers are complete, but assessors differ on whether criteria apply."),
    }[found.reason]
    return Said(found.kind, text)


@dataclass(frozen=True, slots=True)
class Question:
    """An open answer that is worth finding out, and what it would settle."""

    kind: ClassVar[str] = "open_answer"
    lead: str
    rest: str

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.lead} {self.rest}"


def questions(found: Iterable[OpenQuestion], criteria: Iterable[CriterionValue]) -> list[Question]:
    """Return open answers in words, the most telling first."""
    by_code = {criterion.code: criterion for criterion in criteria}
    return [_question(each, by_code[each.code]) for each in found]


def _question(question: OpenQuestion, criterion: CriterionValue) -> Question:
    lead = _("%(structure)s – %(criterion)s (%(kind)s):") % {
        "structure": question.structure,
        "criterion": local(criterion.short),
        "kind": cells.state(question.panel),
    }
    if question.width:
        rest = _("the score could still vary by %(points)s points.") % {
            "points": sentences.points(question.width, question.width)
        }
    else:
        rest = _("those who answered agree; the others can be asked.")
    if question.pair and question.gain:
        rest += " " + _settled(question)
    return Question(lead, rest)


def _settled(question: OpenQuestion) -> str:
    """Say how the answer would settle the order, at its best or worst, whichever settles more."""
    at_best = question.best - question.now >= question.behind_worst - question.behind_now
    then, now = (question.best, question.now) if at_best else (question.behind_worst, question.behind_now)
    if then == 1:
        words = (
            _(
                "At its best %(name)s is ahead of or level with %(other)s however you weigh the criteria (now ahead "
                "for %(now)s of weightings)."
            )
            if at_best
            else _(
                "At its worst %(other)s is ahead of or level with %(name)s however you weigh the criteria (now ahead "
                "for %(now)s of weightings)."
            )
        )
    else:
        words = (
            _("At its best it puts %(name)s ahead of %(other)s for %(then)s of weightings (now %(now)s).")
            if at_best
            else _(
                "At its worst it puts %(other)s ahead of %(name)s for %(then)s of weightings (now %(now)s)."
            )
        )
    return words % {
        "name": question.structure,
        "other": question.pair,
        "now": sentences.at_least(now) if now else sentences.share(now, is_certain=True),
        "then": sentences.at_least(then),
    }


def of_structure(found: Iterable[Advised]) -> list[tuple[str, list[Advice], Said | None]]:
    """Return what to do next about one structure by the latest answers of each side, or why there is nothing."""
    return [(each.voice, _advice_of(each), nothing(each.without_steps)) for each in found]


def _advice_of(advised: Advised) -> list[Advice]:
    where, instrument = advised.structure, advised.instrument
    source = AdviceSource(where.slug, advised.latest.label, advised.voice)
    return listed(advised.steps, instrument, instrument.criteria, {where.code: source})[:SHOWN]
