"""Papers: which part is which, and a score as a bar from low to high."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from coordination.documents.papers import (
    PaperCell,
    PaperChapter,
    PaperMoment,
    PaperPart,
    PaperScore,
    PaperScores,
    PaperTable,
)

register = template.Library()


@register.filter
def kind(part: PaperPart) -> str:
    """Return how a part is set: "chapter", "scores", "table" or "list"."""
    if isinstance(part, PaperChapter):
        return "chapter"
    if isinstance(part, PaperScores):
        return "scores"
    return "table" if isinstance(part, PaperTable) else "list"


@register.filter
def under(row: Sequence[PaperCell], head: Sequence[str]) -> list[tuple[str, PaperCell]]:
    """Return each cell of a row after what stands above it: on a phone it stands beside it."""
    return [*zip(head, row, strict=True)]


@register.simple_tag
def lane(score: PaperScore) -> SafeString:
    """Return a score from 0 to 100 as a bar; a point is as wide as a hand would draw it."""
    low, high = score.low, score.high
    bar = (
        format_html(
            '<rect x="{}" y="2" width="{}" height="8" fill="#00224e"/>',
            f"{max(0.0, min(low, 98.0)):.1f}",
            f"{max(2.0, high - low):.1f}",
        )
        if low is not None and high is not None
        else ""
    )
    return format_html(
        '<svg viewBox="0 0 100 12" width="100%" height="12" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect x="0" y="5.5" width="100" height="1" fill="#c3c9d1"/>{}</svg>',
        f"{score.voice}: {score.words}",
        bar,
    )


#: Pixels: a course and its height, what the marks need at its ends, half of a bar and the lowest that one is drawn.
WIDTH, HEIGHT, EDGE, HALF, LOWEST = 120, 40, 5, 2, 3


@register.simple_tag
def course(score: PaperScore) -> SafeString:
    """Return the score of each round as an upright bar, time to scale, and a line where a change holds."""
    if not score.course:
        return SafeString()
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="4" height="{}" {}/>',
        (
            (round(each.x - HALF, 1), each.top, round(each.foot - each.top, 1), each.look)
            for each in map(_Upright, score.course)
        ),
    )
    lines = format_html_join("", '<path d="M{} {}L{} {}" stroke="#00224e"/>', _lines(score.course))
    return format_html(
        '<svg viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}">'
        '<path d="M0 0H{0}V{3}H0Z" fill="#dfe8f1"/><path d="M0 {3}H{0}V{4}H0Z" fill="#eef1f5"/>'
        '<path d="M0 {4}H{0}V{1}H0Z" fill="#f3eddc"/>{5}{6}</svg>',
        *(WIDTH, HEIGHT, f"{score.voice}: {score.before} · {score.words}", _y(75), _y(50), lines, bars),
    )


class _Upright:
    """A moment as a bar; where nothing is known of it, a dashed one over all there may be."""

    def __init__(self, moment: PaperMoment) -> None:
        self.is_known = moment.low is not None and moment.high is not None
        self.x = round(EDGE + moment.at * (WIDTH - 2 * EDGE), 1)
        high, low = _y(100 if moment.high is None else moment.high), _y(moment.low or 0)
        # A single figure is as high as a hand would draw it.
        more = max(0.0, LOWEST - (low - high)) / 2
        self.top, self.foot = round(high - more, 1), round(low + more, 1)
        self.look = SafeString(
            'fill="#00224e"' if self.is_known else 'fill="none" stroke="#6b7280" stroke-dasharray="2 2"'
        )


def _lines(moments: Sequence[PaperMoment]) -> Iterator[tuple[float, float, float, float]]:
    """Yield a line from the near end of one bar to the near end of the next; no midpoint is drawn."""
    for moment, (old, new) in zip(moments[1:], pairwise(map(_Upright, moments)), strict=True):
        if moment.has_line and old.is_known and new.is_known:
            rises = new.foot < old.top
            yield (old.x, old.top, new.x, new.foot) if rises else (old.x, old.foot, new.x, new.top)


def _y(points: float) -> float:
    return round(EDGE + (100 - points) * (HEIGHT - 2 * EDGE) / 100, 1)
