"""Papers: which part is which, and a score as a bar from low to high."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coordination.documents.papers import (
    PaperCell,
    PaperChapter,
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
