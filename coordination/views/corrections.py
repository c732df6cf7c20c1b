"""Corrections: an answer that both sides have seen, put right because of new evidence about that date."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.actions import answers as actions
from coordination.domain.problems import Problem, Refused, Rule
from coordination.forms.answers import AnswerForm
from coordination.forms.assessments import CorrectionForm
from coordination.models import Answer, Assessment
from coordination.permissions import Action
from coordination.presenters import problems
from coordination.queries import sheets
from coordination.queries.sheets import Sheet
from coordination.views import errors, responses
from coordination.views.answers import answer_form, readable
from coordination.views.decorators import Member, in_programme


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def correct(request: HttpRequest, place: Member, assessment_id: int, code: str) -> HttpResponse:
    """Show a revealed answer of one's side and what it said before; correct it with new evidence."""
    row = readable(place, assessment_id)
    place.require(Action.CORRECT, row)
    sheet = sheets.of_assessment(row, place.standing)
    criterion = next((each for each in sheet.instrument.criteria if each.code == code), None)
    if criterion is None:
        raise Http404
    if problem := _why_not(sheet, code):
        return errors.refused(request, [problem])
    data = request.POST if request.method == "POST" else None
    form, evidence = answer_form(data, criterion, sheet), CorrectionForm(data)
    stale: Mapping[str, Answer] = {}
    try:
        if data is not None and _corrected(place, row, form, evidence):
            said = _("Corrected. What the answer said before is kept beside it.")
            card = sheet.assessment.structure.slug, sheet.assessment.round.label
            return responses.done(request, said, "structure-card", *card)
    except actions.Stale as conflict:
        stale = conflict.answers
    context = {
        "sheet": sheet,
        "criterion": criterion,
        "answer": sheet.answers[code],
        "item": {"stale": stale.get(code), "address": reverse("assessment-correct", args=[row.pk, code])},
        "form": form,
        "evidence_form": evidence,
        "earlier": sheets.corrections([row.pk]).get(row.pk, {}).get(code, ()),
    }
    status = 409 if stale else 400 if form.errors or evidence.errors else 200
    return render(request, "coordination/assessments/correct.html", context, status=status)


def _why_not(sheet: Sheet, code: str) -> Problem | None:
    """Return what keeps an answer from being corrected now, None where it can be."""
    if not sheet.assessment.can_correct:
        return Problem(rule=Rule.NOT_NOW_CORRECT, value=sheet.assessment.round.label)
    if code not in sheet.answers:
        return Problem(rule=Rule.NOTHING_TO_CORRECT, path=code, value=code)
    return None


def _corrected(place: Member, row: Assessment, form: AnswerForm, evidence: CorrectionForm) -> bool:
    """Correct the answer if both forms are valid; put what refuses it beside its field. Raises `actions.Stale`."""
    # Both are asked, so that everything that is wrong is said at once.
    are_valid = [form.is_valid(), evidence.is_valid()]
    if not all(are_valid) or form.entry is None:
        return False
    try:
        actions.correct(
            assessment=row,
            entry=form.entry,
            evidence=evidence.cleaned_data["evidence"],
            by=place.user,
            at=timezone.now(),
        )
    except Refused as refused:
        for problem in refused.problems:
            said = problems.text(problem)
            if problem.path == "evidence":
                evidence.add_error("evidence", said)
            else:
                form.add_error("choice", said)
        return False
    return True
