"""Answers that both sides have seen: revised by their author, corrected with new evidence, and dissent from that."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination import mail
from coordination.actions import answers
from coordination.actions import corrections as actions
from coordination.domain.assessments import GivenAnswer
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.forms.answers import AnswerForm
from coordination.forms.assessments import CorrectionDissentForm, CorrectionForm, RevisionForm
from coordination.forms.fields import Form
from coordination.models import Answer, Assessment, Correction
from coordination.permissions import Action, dashboard_assessments
from coordination.presenters import problems
from coordination.queries import instruments, sheets
from coordination.queries.answers import of_row
from coordination.queries.rounds import round_value
from coordination.queries.structures import structure_value
from coordination.views import errors, responses
from coordination.views.answers import answer_form, readable
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import save_form

#: What keeps an answer, and why it changes, by one's name.
Keep = Callable[[GivenAnswer, Mapping[str, str]], Correction]


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def correct(request: HttpRequest, member: Member, assessment_id: int, code: str) -> HttpResponse:
    """Show a revealed answer of one's side and what it said before; correct it with new evidence."""
    row = readable(member, assessment_id)
    member.require(Action.CORRECT, row)

    def keep(entry: GivenAnswer, why: Mapping[str, str]) -> Correction:
        return actions.correct(
            assessment=row,
            entry=entry,
            evidence=why["evidence"],
            reason=why["reason"],
            by=member.user,
            at=timezone.now(),
        )

    why = CorrectionForm(request.POST if request.method == "POST" else None)
    return _change(request, member, row, code, why, keep)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def revise(request: HttpRequest, member: Member, assessment_id: int, code: str) -> HttpResponse:
    """Show one's own revealed answer and what it said before; revise it with a reason before it is published."""
    row = readable(member, assessment_id)
    member.require(Action.REVISE, row)

    def keep(entry: GivenAnswer, why: Mapping[str, str]) -> Correction:
        return actions.revise(
            assessment=row, entry=entry, reason=why["reason"], by=member.user, at=timezone.now()
        )

    why = RevisionForm(request.POST if request.method == "POST" else None)
    return _change(request, member, row, code, why, keep)


def _change(
    request: HttpRequest, member: Member, row: Assessment, code: str, why: Form, keep: Keep
) -> HttpResponse:
    sheet = sheets.of_assessment(row, member.standing)
    criterion = next((each for each in sheet.instrument.criteria if each.code == code), None)
    if criterion is None:
        raise Http404
    is_revision = isinstance(why, RevisionForm)
    can_change = sheet.assessment.can_revise if is_revision else sheet.assessment.can_correct
    if not can_change:
        rule = Rule.NOT_NOW_REVISE if is_revision else Rule.NOT_NOW_CORRECT
        return errors.refused(request, [Problem(rule=rule, value=sheet.assessment.round.label)])
    if code not in sheet.answers:
        return errors.refused(request, [Problem(rule=Rule.NOTHING_TO_CORRECT, path=code, value=code)])
    form = answer_form(request.POST if request.method == "POST" else None, criterion, sheet)
    stale: Mapping[str, Answer] = {}
    try:
        if request.method == "POST" and _is_kept(form, why, keep):
            return _changed(request, row, is_revision=is_revision)
    except answers.Stale as conflict:
        stale = conflict.answers
    name = "assessment-revise" if is_revision else "assessment-correct"
    context = {
        "sheet": sheet,
        "criterion": criterion,
        "answer": sheet.answers[code],
        "item": {"stale": stale.get(code), "address": reverse(name, args=[row.pk, code])},
        "form": form,
        "why": why,
        "is_revision": is_revision,
        "earlier": sheets.corrections([row.pk]).get(row.pk, {}).get(code, ()),
    }
    status = 409 if stale else 400 if form.errors or why.errors else 200
    return render(request, "coordination/assessments/correct.html", context, status=status)


def _changed(request: HttpRequest, row: Assessment, *, is_revision: bool) -> HttpResponse:
    if row.state == Assessment.State.PUBLISHED:
        mail.tell_of_card(request, row.round, row.structure, "corrected")
    said = (
        _("Revised. The first answer is kept beside it.")
        if is_revision
        else _("Corrected. What the answer said before is kept beside it.")
    )
    return responses.done(request, said, "structure-card", row.structure.slug, row.round.label)


def _is_kept(form: AnswerForm, why: Form, keep: Keep) -> bool:
    """Change the answer if both forms are valid; put what refuses it beside its field. Raises `answers.Stale`."""
    # Both are asked, so that everything that is wrong is said at once.
    are_valid = [form.is_valid(), why.is_valid()]
    if not all(are_valid) or form.entry is None:
        return False
    try:
        keep(form.entry, why.cleaned_data)
    except Refused as refused:
        for problem in refused.problems:
            said = problems.text(problem)
            if problem.path in why.fields:
                why.add_error(problem.path, said)
            else:
                form.add_error("choice", said)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def dissent(request: HttpRequest, member: Member, correction_id: int) -> HttpResponse:
    """Show a correction of the other side; dissent from it once, with a reason."""
    heard = dashboard_assessments(member.user).filter(round__programme=member.programme)
    rows = Correction.objects.select_related(
        "answer__criterion", "answer__assessment__round__instrument", "answer__assessment__structure"
    ).defer("answer__assessment__round__instrument__content")
    row = get_object_or_404(rows, pk=correction_id, answer__assessment__in=heard)
    assessment = row.answer.assessment
    member.require(Action.DISSENT, assessment)
    form = CorrectionDissentForm(request.POST if request.method == "POST" else None)

    def keep(given: Mapping[str, str]) -> object:
        return actions.dissent(
            correction=row,
            side=member.standing.side or "",
            reason=given["reason"],
            by=member.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep) is not None:
        said = _("Your side’s dissent stands beside the correction.")
        card = assessment.structure.slug, assessment.round.label
        return responses.done(request, said, "structure-card", *card)
    context = {
        "form": form,
        "correction": row,
        "before": of_row(row),
        "structure": structure_value(assessment.structure),
        "round": round_value(assessment.round),
        "side": assessment.side,
        "criterion": instruments.value(assessment.round.instrument_id).criterion(row.answer.criterion.code),
    }
    return responses.form_page(request, "coordination/assessments/dissent.html", context)
