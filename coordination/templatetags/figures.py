"""Formatting of figures: composites, places, weights and changes."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from coordination.domain.change import Cause, CellChange
from coordination.domain.claims.change import CriterionClaim
from coordination.domain.instruments import InstrumentValue
from coordination.domain.weights import Weights
from coordination.presenters import changes, comparison, sentences, timeline
from coordination.presenters.said import Said
from coordination.presenters.sentences import Figure
from coordination.queries.changes import Change
from coordination.queries.rounds import RoundValue
from coordination.queries.series import Point, Track
from coordination.queries.structure_rows import StructureRow

register = template.Library()


@register.filter
def interval(card: Figure) -> str:
    """Return the composite in figures, or “not known”."""
    return sentences.interval(card)


@register.filter
def bands(card: Figure) -> str:
    """Return the composite in words."""
    return sentences.bands(card)


@register.filter
def count(card: Figure) -> str:
    """Return how many criteria are answered Yes."""
    return sentences.count(card)


@register.filter
def weakest(card: Figure, instrument: InstrumentValue) -> str:
    """Return the weakest link."""
    return sentences.weakest(card, [level.name for level in instrument.levels])


@register.filter
def rank(row: StructureRow) -> str:
    """Return the place among those that can be ranked."""
    return sentences.rank(row)


@register.filter
def any_rank(row: StructureRow) -> str:
    """Return the places that are possible whatever the weights."""
    return comparison.any_place(row.any_weights) if row.any_weights else ""


@register.filter
def median(assessors: int) -> str:
    """Return of how many assessors a score is the median."""
    return sentences.median(assessors)


@register.filter
def weights(chosen: Weights) -> str:
    """Return whose weights they are, and which."""
    return sentences.weights(chosen)


@register.filter
def heard(rounds: Sequence[RoundValue]) -> list[RoundValue]:
    """Return the rounds in which a voice is heard, the latest first."""
    return [each for each in reversed(rounds) if each.voices]


@register.simple_tag
def since(row: StructureRow, round_: RoundValue) -> SafeString:
    """Return what may be said of a structure since the round before."""
    return _claimed(changes.since(row, round_))


@register.simple_tag
def verdict(change: Change | None) -> SafeString:
    """Return what may be said of a change."""
    return _claimed(changes.verdict(change))


@register.simple_tag
def effect(claim: CriterionClaim) -> SafeString:
    """Return what became of the answer that a commitment was made from."""
    return _claimed(changes.effect(claim))


def _claimed(said: Said) -> SafeString:
    return format_html('<span data-claim="{}">{}</span>', said.kind, said)


@register.filter
def cell_change(change: CellChange) -> str:
    """Return what happened to one answer."""
    return sentences.cell_change(change)


@register.filter
def wants_cause(change: CellChange | None) -> bool:
    """Whether a reader wants to know why: something other than the same answer stands there."""
    return change not in (None, CellChange.SAME, CellChange.SAME_DOUBT)


@register.filter
def cause(code: str) -> str:
    """Return why an answer differs from the one before, as one assessor says."""
    return changes.cause(code)


@register.filter
def causes(stated: Sequence[Cause]) -> str:
    """Return why an answer differs from the one before, as any of its assessors says."""
    return ", ".join(changes.cause(each.value) for each in stated) or changes.cause("")


@register.simple_tag
def course_cells(track: Track, rounds: Sequence[RoundValue]) -> SafeString:
    """Return a structure's scores round by round as cells, below each what is said of the step that led there.

    Where there are more than two rounds a last cell has what is said from the structure's first round to its last.
    """
    # A round's label stands last in the address, so one address serves them all.
    base = reverse("structure-card", args=[track.structure.slug, "label"]).removesuffix("label/")
    points = {point.round.id: point for point in track.points}
    cells = [_course(points.get(each.id), base) for each in rounds]
    if len(rounds) > 2:
        cells.append(_said_of(track.overall) if track.overall else "–")
    return format_html_join("", "<td>{}</td>", ((each,) for each in cells))


def _course(point: Point | None, base: str) -> str:
    if point is None:
        return "–"
    link = format_html('<a href="{}{}/">{}</a>', base, point.round.label, sentences.interval(point))
    return link + _median(point) + _step(point.change)


def _median(point: Point) -> SafeString:
    several = timeline.several(point)
    return format_html('<span class="sub">{}</span>', several) if several else SafeString()


def _step(change: Change | None) -> SafeString:
    return format_html('<span class="sub">{}</span>', _said_of(change)) if change else SafeString()


def _said_of(change: Change) -> SafeString:
    said, mark = changes.short(change.claim), changes.MARKS.get(change.claim.kind, "")
    return format_html('{} <span data-claim="{}">{}</span>', mark, said.kind, said)


@register.simple_tag
def bar(card: Figure) -> SafeString:
    """Return a composite in words and as a bar on an axis from 7 to 133."""
    return _bar(card.composite.low, card.composite.high, card.is_known, sentences.interval(card))


# A page shows dozens, and the same figures come back with every request.
@lru_cache(maxsize=4096)
def _bar(low: Fraction | None, high: Fraction | None, is_known: bool, words: str) -> SafeString:
    shape: dict[str, str] = {}
    if low is not None and high is not None and is_known:
        shape["start"] = f"{_across(low):.2f}"
        if low != high:
            shape["width"] = f"{max(_across(high) - _across(low), 2):.2f}"
    return render_to_string("components/bar.html", {"words": words, "is_known": is_known, **shape})


def _across(points: Fraction) -> float:
    return 7 + 1.26 * float(points)
