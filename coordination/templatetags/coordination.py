"""Formatting only: values into words and marks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

from django import template
from django.forms import BoundField
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from coordination.domain.answers import Certainty, Reading, Status
from coordination.domain.change import CellChange, Verdict
from coordination.domain.instruments import CriterionValue, InstrumentValue, Section, Text
from coordination.domain.lifecycle import Waiting
from coordination.domain.problems import Problem, Rule
from coordination.domain.recommendations import kind_of
from coordination.domain.weights import Weights
from coordination.forms.answers import AnswerForm
from coordination.forms.kept import NUMBER, STAMP, number_sent
from coordination.presenters import problems, sentences, timeline
from coordination.presenters.sentences import Figure
from coordination.queries.assessments import AssessmentValue, SetAside
from coordination.queries.cards import Cell
from coordination.queries.comparison import Change, StructureRow
from coordination.queries.rounds import RoundValue
from coordination.queries.series import Track
from coordination.queries.sheets import AnswerValue, Sheet
from coordination.queries.voices import Voice, VoiceAnswer
from coordination.views import kept

register = template.Library()


@register.simple_tag
def scoring(one: AssessmentValue, page: str = "", code: str = "") -> str:
    """Return the address of a page of scoring: ``section`` or ``save`` with its code, else the task list.

    It names round and structure until the first answer is stored.
    """
    if one.id:
        name = {"section": "assessment-score", "save": "assessment-save"}.get(page, "assessment-detail")
        return reverse(name, args=[one.id, *filter(None, [code])])
    name = f"assessment-begin-{page}" if page else "assessment-begin"
    return reverse(name, args=[one.round.label, one.structure.slug, *filter(None, [code])])


@register.simple_tag(takes_context=True)
def form_key(context: template.Context) -> SafeString:
    """Return the hidden fields of a form that a signed-in person fills in: its key, and who writes.

    With them a form that is sent after the session has ended comes back to the same person (``views/kept.py``).
    """
    # An included template may see nothing of the page's values, yet it knows the request.
    request = context.request if isinstance(context, template.RequestContext) else context["request"]
    fields = (
        ("csrfmiddlewaretoken", get_token(request)),
        (STAMP, kept.stamp_of(request)),
        (NUMBER, number_sent(request)),
    )
    return format_html_join(
        "", '<input type="hidden" name="{}" value="{}">', ((name, value) for name, value in fields if value)
    )


@register.filter
def local(text: Text | None) -> str:
    """Return the text in the reader's language."""
    return text.get(get_language() or "en") if text else ""


@register.filter(expects_localtime=True)
def day(on: date | None, form: str = "j F Y") -> str:
    """Return a day as the reader writes it."""
    return sentences.day(on, form)


@register.filter
def waiting(found: Waiting) -> str:
    """Return what a sent assessment waits for."""
    return sentences.waiting(found)


@register.filter
def set_aside_words(found: SetAside) -> str:
    """Return when, by whom and why a draft was set aside."""
    return sentences.set_aside(found)


@register.filter
def set_aside_counts(by_side: Mapping[str, int]) -> str:
    """Return how many drafts each side set aside before the reveal."""
    return " ".join(sentences.set_aside_count(side, number) for side, number in by_side.items())


@register.filter
def side(code: str) -> str:
    """Return the name of a side."""
    return sentences.side(code)


@register.filter
def standing(code: str) -> str:
    """Return where a commitment stands."""
    return sentences.standing(code)


@register.filter
def place_event(code: str) -> str:
    """Return what happened to a person's place or account."""
    return sentences.place_event(code)


@register.filter
def rule(code: Rule) -> str:
    """Return the sentence of a rule that names nothing."""
    return problems.text(Problem(rule=code))


@register.filter
def effect(code: str) -> str:
    """Return what became of the answer that a commitment was made from."""
    return sentences.effect(code)


@register.filter
def asks_for_more(reading: Reading) -> bool:
    """Whether an answer is weak, incomplete, in doubt or open, so that a next step follows from it."""
    return kind_of(reading) is not None


@register.filter
def noun(code: str) -> str:
    """Return the name of a kind of thing that a fixture holds."""
    return sentences.noun(code)


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
    """Return the place among those assessable."""
    return sentences.rank(row)


@register.filter
def any_rank(row: StructureRow) -> str:
    """Return the places that are possible whatever the weights."""
    return sentences.places(*row.any_weights) if row.any_weights else ""


@register.filter
def weights(chosen: Weights) -> str:
    """Return whose weights they are, and which."""
    return sentences.weights(chosen)


@register.filter
def wants_cause(change: CellChange | None) -> bool:
    """Whether a reader wants to know why: something other than the same answer stands there."""
    return change not in (None, CellChange.SAME, CellChange.SAME_DOUBT)


@register.filter
def cause(code: str) -> str:
    """Return why an answer differs from the one before."""
    return timeline.cause(code)


@register.filter
def since(row: StructureRow, round_: RoundValue) -> str:
    """Return what may be said of a structure since the round before."""
    return sentences.since(row, round_)


@register.filter
def verdict(change: Change | None) -> str:
    """Return what may be said of a change."""
    return sentences.verdict(change)


@register.filter
def cell_change(change: CellChange) -> str:
    """Return what happened to one answer."""
    return sentences.cell_change(change)


@register.simple_tag
def cell(reading: Reading) -> SafeString:
    """Return an answer as a cell of the matrix."""
    return _cell(reading, get_language() or "en")


@lru_cache(
    maxsize=4096
)  # The same few answers fill a matrix of thousands of cells; a reading is its own key.
def _cell(reading: Reading, language: str) -> SafeString:
    return render_to_string("components/reading.html", {"reading": reading})


@register.filter
def written(reading: Reading) -> str:
    """Return the answer as it was written; a blank shows as a dash."""
    if reading.status is Status.NONE and reading.verbatim.strip() in ("", "-"):
        return "–"
    return reading.verbatim


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
def get(mapping: dict[str, object], key: str) -> object:
    """Return the value under a key, None where there is none."""
    return mapping.get(key)


@register.filter
def heard(rounds: Sequence[RoundValue]) -> list[RoundValue]:
    """Return the rounds in which a voice is heard, the latest first."""
    return [each for each in reversed(rounds) if each.voices]


@register.simple_tag
def round_options(rounds: Iterable[RoundValue], chosen: RoundValue | None) -> SafeString:
    """Return rounds as the options of a select."""
    language = get_language() or "en"
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (
                each.label,
                mark_safe(" selected") if chosen and each.label == chosen.label else "",
                each.name.get(language),
            )
            for each in rounds
        ),
    )


@register.simple_tag
def matrix_cells(cells: Sequence[Cell], slug: str, label: str, voice: str) -> SafeString:
    """Return a row's answers as cells, each a link to what it rests on."""
    language = get_language() or "en"
    address = reverse("structure-card", args=[slug, label])
    # Put together here: a matrix has hundreds of these, and a template would take its time for each.
    return mark_safe(
        "".join(
            f'<td><a class="cell-link" href="{address}#{voice}-{cell.criterion.code}">'
            f"{_cell(cell.reading, language)}</a></td>"
            for cell in cells
        )
    )


@register.simple_tag
def course_cells(track: Track, rounds: Sequence[RoundValue]) -> SafeString:
    """Return a structure's figures round by round as cells; a certain change is marked and named."""
    cells = []
    # A round's label stands last in the address, so one address serves them all.
    base = reverse("structure-card", args=[track.structure.slug, "label"]).removesuffix("label/")
    points = {point.round.id: point for point in track.points}
    for round_ in rounds:
        point = points.get(round_.id)
        if point is None:
            cells.append("<td>–</td>")
            continue
        figure = f'<a href="{base}{round_.label}/">{sentences.interval(point)}</a>'
        cells.append(f"<td>{figure}{_certain(point.change)}</td>")
    return mark_safe("".join(cells))


def _certain(change: Change | None) -> str:
    mark = {Verdict.IMPROVEMENT: "▲", Verdict.DECLINE: "▼"}.get(change.figures.verdict) if change else None
    return f'<span class="sub">{mark} {sentences.verdict(change)}</span>' if mark else ""


@register.simple_tag
def bar(card: Figure) -> SafeString:
    """Return a composite in words and as a bar on an axis from 7 to 133."""
    return _bar(card.composite.low, card.composite.high, card.is_known, sentences.interval(card))


@lru_cache(maxsize=4096)
def _bar(low: Fraction | None, high: Fraction | None, is_known: bool, words: str) -> SafeString:
    if low is None or high is None or not is_known:
        shape = '<rect x="7" y="1" width="126" height="12" class="bar-unknown"/>'
    elif low == high:
        shape = f'<circle cx="{_across(low):.2f}" cy="7" r="6" class="bar-solid"/>'
    else:
        width = max(_across(high) - _across(low), 2)
        shape = f'<rect x="{_across(low):.2f}" y="1" width="{width:.2f}" height="12" class="bar-solid"/>'
    return format_html(
        '<span class="composite"><span class="composite-figure{}">{}</span>'
        '<svg class="bar" viewBox="0 0 140 14" width="140" height="14" aria-hidden="true" focusable="false">'
        '<line x1="7" y1="7" x2="133" y2="7" class="bar-axis"/>{}</svg></span>',
        "" if is_known else " quiet",
        words,
        mark_safe(shape),
    )


def _across(points: Fraction) -> float:
    return 7 + 1.26 * float(points)


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
    return next((sentences.local(each.name) for each in instrument.doubt_reasons if each.code == code), code)


@register.filter
def evidence(code: str, instrument: InstrumentValue) -> str:
    """Return a kind of evidence in words."""
    return next((sentences.local(each.name) for each in instrument.evidence_kinds if each.code == code), code)


@register.filter
def in_section(of: Sheet | Voice, section: Section) -> list[tuple[CriterionValue, AnswerValue | VoiceAnswer]]:
    """Return the criteria of a section that have an answer, with it."""
    return [
        (criterion, of.answers[criterion.code])
        for criterion in section.criteria
        if criterion.code in of.answers
    ]


@register.filter
def chosen(form: AnswerForm, value: object) -> bool:
    """Whether this radio is the chosen one."""
    return str(form["choice"].value() or "") == str(value)


@register.filter
def select_of(field: BoundField) -> str:
    """Return a select in the look of the page."""
    return field.as_widget(attrs={"class": "form-select"})


@register.filter
def input_of(field: BoundField) -> str:
    """Return an input in the look of the page."""
    return field.as_widget(attrs={"class": "form-control"})
