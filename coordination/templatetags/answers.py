"""Formatting of answers: cells, levels, doubt and evidence in words."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from coordination.domain.answers import Certainty, Reading, Status
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.panels import PanelAnswer
from coordination.domain.recommendations import kind_of
from coordination.models import Answer
from coordination.presenters import answers, sentences
from coordination.presenters import cells as cell_words
from coordination.queries import answers as answer_queries
from coordination.queries.cards import Cell

register = template.Library()


@register.simple_tag
def cell(reading: Reading, sides_differ: bool = False) -> SafeString:
    """Return an answer as a cell of the matrix; on the agreed card the sides may differ on it."""
    return _cell(reading, "", sides_differ, get_language() or "en")


# The same few answers fill a matrix of thousands of cells; a reading is its own key.
@lru_cache(maxsize=4096)
def _cell(reading: Reading, note: str, sides_differ: bool, language: str) -> SafeString:
    beside = cell_words.sides_differ() if sides_differ else ""
    return render_to_string("components/reading.html", {"reading": reading, "note": note, "beside": beside})


@register.simple_tag
def matrix_cells(cells: Sequence[Cell], slug: str, label: str, voice: str) -> SafeString:
    """Return a row's answers as cells, each a link to what it rests on; of several assessors with what they say."""
    language = get_language() or "en"
    start = escape(f"{reverse('structure-card', args=[slug, label])}#{voice}-")
    # Put together here: for the 50 rows of a page a template takes 3.6 ms, format_html_join 1.6, this 0.2.
    return mark_safe(
        "".join(
            f'<td data-criterion="{escape(sentences.local(cell.criterion.short))}">'
            f'<a class="cell-link" href="{start}{escape(cell.criterion.code)}">'
            f"{_cell(cell.reading, cell_words.note(cell.panel), cell.sides_differ, language)}</a></td>"
            for cell in cells
        )
    )


@register.filter
def written(reading: Reading) -> str:
    """Return the answer in the reader's words, with what was typed beside it."""
    return answers.in_words(reading)


@register.filter
def stored(row: Answer) -> str:
    """Return a stored answer as `written` does."""
    return answers.in_words(answer_queries.of_row(row))


@register.filter
def said(reading: Reading) -> tuple[answers.AnswerInWords, ...]:
    """Return the answer part by part: one for each assessor whose words it keeps."""
    return answers.said(reading)


@register.filter
def quoted(typed: str) -> str:
    """Return what somebody typed between quotation marks."""
    return answers.quoted(typed)


@register.filter
def level_class(reading: Reading) -> str:
    """Return the CSS class of a cell: the colour follows the level, doubt and absence have their own look."""
    if reading.status is not Status.ANSWERED:
        return f"cell-{reading.status.value.replace('_', '-')}"
    if reading.certainty is Certainty.PLAIN:
        return f"level-{reading.level}"
    return f"level-{reading.lo} upto-{reading.hi} in-doubt"


@register.filter
def glyph_level(reading: Reading) -> int | None:
    """Return the level whose glyph stands before a plain answer, None for any other."""
    return reading.level if reading.certainty is Certainty.PLAIN else None


@register.filter
def anchor(criterion: CriterionValue, level: int) -> str:
    """Return what a level means for a criterion."""
    return sentences.local(criterion.anchors[int(level)].text)


@register.filter
def admits(reading: Reading, instrument: InstrumentValue) -> str:
    """Return the admissible levels in words."""
    if reading.lo is None or reading.hi is None:
        return ""
    low, high = (sentences.local(instrument.levels[end].name) for end in (reading.lo, reading.hi))
    return low if low == high else f"{low} – {high}"


@register.filter
def reason(code: str, instrument: InstrumentValue) -> str:
    """Return a reason for doubt in words."""
    return answers.reason(code, instrument)


@register.filter
def evidence(code: str, instrument: InstrumentValue) -> str:
    """Return a kind of evidence in words."""
    return next((sentences.local(each.name) for each in instrument.evidence_kinds if each.code == code), code)


@register.filter
def asks_for_more(panel: PanelAnswer) -> bool:
    """Whether a criterion is weak, incomplete, in doubt or open to any assessor, so that a next step follows."""
    return kind_of(panel) is not None
