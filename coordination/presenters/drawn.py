"""Small marks with their words: what the drawing shows is its title too, in the reader's language.

Geometry is made in ``charts``; ``templates/components/marks/`` draws it, through the tag ``drawn``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.charts import level_line as lines
from coordination.charts import segments
from coordination.charts import sparkline as sparklines
from coordination.charts import square as squares
from coordination.charts import strip as strips
from coordination.charts.level_line import LevelLine
from coordination.charts.segments import Segment
from coordination.charts.sparkline import ScoreCourse, ScoreStep, Sparkline
from coordination.charts.square import Face, Square
from coordination.charts.strip import Score, ScoreStrip
from coordination.domain.answers import Certainty, Reading
from coordination.domain.claims.change import VERDICTS, ChangeClaim, ChangeKind
from coordination.domain.claims.sides import CriterionBySides
from coordination.domain.confidence import Evidence
from coordination.domain.panels import PanelAnswer
from coordination.presenters import answers, averages, cells, changes, differences, sentences
from coordination.presenters.once import once
from coordination.presenters.said import Said
from coordination.presenters.sentences import Figure


@dataclass(frozen=True, slots=True)
class StripMark:
    """A strip; ``is_empty``: none of its voices has a score, and one box says so."""

    title: str
    strip: ScoreStrip
    is_empty: bool


@dataclass(frozen=True, slots=True)
class SquareMark:
    """A square with its title."""

    title: str
    square: Square


@dataclass(frozen=True, slots=True)
class PairMark:
    """The squares of one criterion, one for each voice; ``is_apart``: no level fits both."""

    title: str
    squares: tuple[Square, ...]
    is_apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """An answer as a word on its colour: ``typed`` is what people wrote, ``note`` what is said of several assessors.

    ``beside`` says that the sides differ, on the agreed card.
    """

    square: Square
    word: str
    typed: tuple[str, ...] = ()
    note: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One round of a sparkline: ``has_line`` says that the change since the moment before holds on all criteria."""

    on: date
    round: str
    figure: Figure
    has_line: bool


@dataclass(frozen=True, slots=True)
class SparklineMark:
    """A sparkline with its title."""

    title: str
    sparkline: Sparkline


class ChangeSign(StrEnum):
    """What stands before a change."""

    UP = "up"
    DOWN = "down"
    HIGHER = "higher"  # the answers, for another reason than a change: hollow
    LOWER = "lower"
    SAME = "same"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMark:
    """A change of one voice (empty: of none) and its name: ``more`` are the points that go with the words."""

    voice: str
    side: str
    sign: ChangeSign
    said: Said
    more: str

    @property
    def text(self) -> str:
        """The words, with the points where there are any."""
        return f"{self.said} {self.more}".strip()


@dataclass(frozen=True, slots=True)
class LevelLineMark:
    """A line of levels with its title."""

    title: str
    line: LevelLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a whole: ``look`` chooses its colours, ``words`` follow the count; its link leads to ``address``."""

    look: str
    count: int
    words: Said
    address: str


@dataclass(frozen=True, slots=True)
class SegmentsMark:
    """The parts of a whole that have a count, each with its segment; ``title`` names the whole."""

    title: str
    parts: tuple[tuple[Part, Segment], ...]


@dataclass(frozen=True, slots=True)
class EvidenceMark:
    """How much an answer rests on, as filled dots of three and a word."""

    filled: int
    word: str


def strip(name: str, figures: Sequence[tuple[str, Figure | None]]) -> StripMark:
    """Return the strip of a structure: a lane for each voice and its score, None where it has not assessed it."""
    return _strip(name, tuple(figures))


@once(4096)
def _strip(name: str, figures: tuple[tuple[str, Figure | None], ...]) -> StripMark:
    scores = tuple(_score(voice, figure) for voice, figure in figures)
    said = [_named(sentences.side(each.voice), each.words) for each in scores]
    is_empty = all(figure is None for _voice, figure in figures)
    return StripMark(_named(name, sentences.listed(said)), strips.drawn(scores), is_empty)


def _score(voice: str, figure: Figure | None) -> Score:
    if figure is None:
        return Score(voice=voice, low=None, high=None, words=_("not assessed"))
    low, high = figure.composite.low, figure.composite.high
    if not figure.is_known or low is None or high is None:
        return Score(voice=voice, low=None, high=None, words=_("too little known"))
    return Score(voice=voice, low=low, high=high, words=sentences.interval(figure))


def square(name: str, panel: PanelAnswer | None) -> SquareMark:
    """Return the square of one criterion by one voice; None where the structure is not assessed."""
    return SquareMark(_named(name, answer(panel)), _square(panel))


def pair(name: str, panels: Sequence[tuple[str, PanelAnswer | None]], *, is_apart: bool) -> PairMark:
    """Return the squares of one criterion, the first above; ``is_apart`` where the two sides disagree on it."""
    said = [_named(sentences.side(voice), answer(panel)) for voice, panel in panels]
    if is_apart:
        said.append(_("the sides disagree"))
    found = tuple(_square(panel) for _voice, panel in panels)
    return PairMark(_named(name, sentences.listed(said)), found, is_apart)


def chip(panel: PanelAnswer | None, reading: Reading | None = None, *, sides_differ: bool = False) -> Chip:
    """Return the chip of what a side's assessors answered; ``reading`` has what they typed, and the face of a doubt.

    On the agreed card the sides may have recorded that they differ on it.
    """
    if panel is None:
        return Chip(square=_square(None), word=_("not assessed"))
    typed = tuple(each.typed for each in answers.said(reading) if each.typed) if reading else ()
    is_doubt = panel.asked == 1 and reading is not None and reading.certainty is Certainty.DOUBTFUL
    word = answers.word(reading) if is_doubt and reading is not None else level_words(panel)
    beside = cells.sides_differ() if sides_differ else ""
    return Chip(square=_square(panel), word=word, typed=typed, note=cells.note(panel), beside=beside)


def level(number: int) -> Chip:
    """Return the chip of a level, as a legend shows it."""
    return Chip(square=Square(Face.LEVEL, number, number), word=answers.level(number))


def legend() -> tuple[Chip, ...]:
    """Return the chips of all levels, Yes first."""
    return tuple(map(level, (4, 3, 2, 1, 0)))


def sparkline(
    name: str,
    courses: Sequence[tuple[str, Sequence[Moment]]],
    first: date,
    last: date,
    sealed_on: date | None = None,
) -> SparklineMark:
    """Return the course of each voice between the days of the first and the last round of all that stand together."""
    said = [
        _named(
            sentences.side(voice),
            ", ".join(f"{each.round} {sentences.interval(each.figure)}" for each in moments),
        )
        for voice, moments in courses
    ]
    drawn = [ScoreCourse(voice, tuple(map(_step, moments))) for voice, moments in courses]
    geometry = sparklines.drawn(drawn, first, last, sealed_on)
    return SparklineMark(_named(name, sentences.listed(said) or _("not assessed")), geometry)


def _step(moment: Moment) -> ScoreStep:
    known = moment.figure.composite if moment.figure.is_known else None
    return ScoreStep(
        on=moment.on,
        low=known.low if known else None,
        high=known.high if known else None,
        has_line=moment.has_line,
    )


_SIGNS = {
    ChangeKind.BETTER: ChangeSign.UP,
    ChangeKind.WORSE: ChangeSign.DOWN,
    ChangeKind.HIGHER_NEW_ASSESSORS: ChangeSign.HIGHER,
    ChangeKind.HIGHER_EXPLAINED: ChangeSign.HIGHER,
    ChangeKind.LOWER_NEW_ASSESSORS: ChangeSign.LOWER,
    ChangeKind.LOWER_EXPLAINED: ChangeSign.LOWER,
    ChangeKind.NO_CLEAR_CHANGE: ChangeSign.SAME,
}


@once(4096)
def change(claim: ChangeClaim | None, voice: str = "") -> ChangeMark:
    """Return the mark of a change, by how many points where it is better or worse; None: it is the first round."""
    return ChangeMark(
        voice=voice,
        side=sentences.side(voice) if voice else "",
        sign=_SIGNS.get(claim.kind, ChangeSign.NONE) if claim else ChangeSign.NONE,
        said=changes.brief(claim) if claim else Said("first-round", _("first round")),
        more=_by_points(claim) if claim else "",
    )


def _by_points(claim: ChangeClaim) -> str:
    if claim.kind not in VERDICTS or claim.points is None:
        return ""
    # The word says the direction; a sign beside it would say it twice, or the contrary.
    low, high = sorted(map(abs, claim.points))
    return averages.amount_in_points(low, high)


def level_line(name: str, claim: CriterionBySides) -> LevelLineMark:
    """Return how both sides stand on one criterion, on the line of levels."""
    return LevelLineMark(_named(name, differences.criterion(claim)), lines.drawn(claim))


def bar(title: str, parts: Sequence[Part]) -> SegmentsMark:
    """Return a whole in its parts; those with a count of 0 are left out."""
    there = [each for each in parts if each.count]
    found = segments.drawn([(each.count, str(each.words)) for each in there])
    return SegmentsMark(title, tuple(zip(there, found, strict=True)))


def evidence(found: Evidence) -> EvidenceMark:
    """Return how much an answer rests on."""
    words = {
        Evidence.THIN: pgettext("evidence", "thin"),
        Evidence.FAIR: pgettext("evidence", "fair"),
        Evidence.SOLID: pgettext("evidence", "solid"),
    }
    return EvidenceMark(tuple(Evidence).index(found) + 1, words[found])


def level_words(panel: PanelAnswer) -> str:
    """Return the level, or from which to which level an answer lies; else of which kind it is."""
    if panel.lo is None or panel.hi is None or not panel.answered:
        return cells.kinds()[panel.kind]
    low, high = answers.level(panel.lo), answers.level(panel.hi)
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def answer(panel: PanelAnswer | None) -> str:
    """Return what a side's assessors answered in one line: “Mostly”, “Partly to Yes, not sure”, “no answer”."""
    if panel is None:
        return _("not assessed")
    words = level_words(panel)
    if _square(panel).face is not Face.DOUBT:
        return words
    return _("%(levels)s, %(kind)s") % {"levels": words, "kind": cells.kinds()[panel.kind]}


def _square(panel: PanelAnswer | None) -> Square:
    return squares.drawn(panel.kind, panel.lo, panel.hi) if panel else squares.drawn(None, None, None)


def _named(name: str, words: str) -> str:
    return _("%(name)s: %(said)s") % {"name": name, "said": words} if name else words
