"""Formatting of assessments: their addresses, what they wait for, their answers by section."""

from collections.abc import Mapping

from django import template
from django.urls import reverse

from coordination.domain.instruments import CriterionValue, Section
from coordination.domain.lifecycle import Waiting
from coordination.forms.answers import AnswerForm
from coordination.presenters import keyed_in, sentences
from coordination.presenters import to_score as to_score_words
from coordination.queries.assessments import AssessmentValue, OnPaper, SetAside
from coordination.queries.sheets import AnswerValue, Sheet
from coordination.queries.to_score import LineToScore, StepToScore
from coordination.queries.voices import Voice, VoiceAnswer

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


@register.simple_tag
def next_step(line: LineToScore) -> str:
    """Return the address of what follows for an assessment: the first criterion without an answer, sending, reading."""
    if line.assessment is None:
        return reverse("assessment-begin-section", args=[line.round.label, line.structure.slug, line.section])
    if line.step == StepToScore.CONTINUE:
        return f"{scoring(line.assessment, 'section', line.section)}#{line.criterion}"
    if line.step == StepToScore.REVEALED:
        return reverse("structure-card", args=[line.structure.slug, line.round.label])
    return reverse("assessment-submit", args=[line.assessment.id])


@register.filter
def step_label(step: StepToScore) -> str:
    """Return what the button of a step says."""
    return to_score_words.label(step)


@register.filter
def step_standing(step: StepToScore) -> str:
    """Return how an assessment stands."""
    return to_score_words.standing(step)


@register.filter
def step_counts(of: Mapping[StepToScore, int]) -> str:
    """Return how many assessments of a round stand how."""
    return to_score_words.counts(of)


@register.filter
def waiting(found: Waiting) -> str:
    """Return what a sent assessment waits for."""
    return sentences.waiting(found)


@register.filter
def set_aside_words(found: SetAside) -> str:
    """Return when, by whom and why a draft was set aside."""
    return sentences.set_aside(found)


@register.filter
def on_paper(of: OnPaper) -> str:
    """Return that answers were on paper, and who keyed them in."""
    return keyed_in.on_paper(of)


@register.filter
def awaited(of: OnPaper) -> str:
    """Return since when answers from paper wait to be confirmed."""
    return keyed_in.awaited(of)


@register.filter
def set_aside_counts(by_side: Mapping[str, int]) -> str:
    """Return how many drafts each side set aside before the reveal."""
    return " ".join(sentences.set_aside_count(side, number) for side, number in by_side.items())


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
