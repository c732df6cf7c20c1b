"""Small marks: inline SVG from values, so that a page needs no script to show and print them."""

from functools import lru_cache
from typing import Any

from django import template
from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from coordination.presenters import drawn as drawn_words
from coordination.presenters.drawn import (
    ChangeMark,
    Chip,
    EvidenceMark,
    LevelLineMark,
    PairMark,
    SegmentsMark,
    SparklineMark,
    SquareMark,
    StripMark,
)
from coordination.presenters.members import RowMarks
from coordination.presenters.panels import PanelMark
from coordination.presenters.reasons import ReasonMark

register = template.Library()

Mark = (
    StripMark
    | SquareMark
    | PairMark
    | Chip
    | SparklineMark
    | ChangeMark
    | LevelLineMark
    | SegmentsMark
    | EvidenceMark
    | PanelMark
    | ReasonMark
    | RowMarks
)

TEMPLATES: dict[type, str] = {
    StripMark: "strip",
    SquareMark: "square",
    PairMark: "pair",
    Chip: "chip",
    SparklineMark: "sparkline",
    ChangeMark: "change",
    LevelLineMark: "level_line",
    SegmentsMark: "segments",
    EvidenceMark: "evidence",
    PanelMark: "panel",
    ReasonMark: "reason",
    RowMarks: "row",
}


@register.simple_tag
def drawn(mark: Mark) -> SafeString:
    """Draw a mark of `presenters.drawn`, a panel, a reason, or the marks of a row of Home."""
    return _drawn(mark, get_language() or "en")


# The same few marks stand all over a page; each is its own key.
@lru_cache(maxsize=8192)
def _drawn(mark: Mark, language: str) -> SafeString:
    return _html(TEMPLATES[type(mark)], {"mark": mark})


@register.simple_tag
def drawn_zones() -> SafeString:
    """Name the zones of a strip, to stand once above a column of strips."""
    return _html("zones", {})


@register.simple_tag
def drawn_levels() -> tuple[Chip, ...]:
    """Return the levels as chips, Yes first."""
    return drawn_words.legend()


def _html(name: str, values: dict[str, Any]) -> SafeString:
    # Not localised: in French a coordinate would have a comma, which SVG does not read.
    # Escaped by the template itself; taking off the spaces around it loses the mark of that.
    page = Engine.get_default().get_template(f"components/marks/{name}.html")
    return mark_safe(page.render(Context(values, use_l10n=False)).strip())
