"""Photos and PDFs as evidence: added to an answer, taken out by who reads the answer, removed while it is a draft."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination import attempts
from coordination.actions import evidence as actions
from coordination.domain.evidence import LARGEST, MEGABYTES, MOST_FILES
from coordination.domain.limits import Tried
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.forms.evidence import EvidenceForm
from coordination.models import EvidenceFile
from coordination.permissions import Action
from coordination.queries import evidence_files, sheets
from coordination.queries.sheets import Sheet
from coordination.views import errors, responses
from coordination.views.answers import own
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import save_form

PAGE = "coordination/evidence/add.html"
#: Opened in the browser against all that is said of it, a file still runs nothing and reaches nothing.
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
TOO_LARGE = 413


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def add(request: HttpRequest, member: Member, label: str, slug: str, code: str) -> HttpResponse:
    """Show the files of one of one's own answers, and take another."""
    row = own(member, label, slug)
    sheet = sheets.of_assessment(row, member.standing)
    if code not in [each.code for each in sheet.asked]:
        raise Http404
    if not sheet.assessment.can_score:
        rule = Rule.NOT_NOW_SCORE if sheet.assessment.round.is_open else Rule.ROUND_CLOSED
        return errors.refused(request, [Problem(rule=rule, value=label)])
    if request.method == "POST":
        attempts.require(request, Tried.LOAD)
    form = EvidenceForm(request.POST or None, request.FILES or None)

    def keep(given: Mapping[str, Any]) -> EvidenceFile:
        if len(request.FILES.getlist("file")) > 1:
            raise Refused((Problem(rule=Rule.EVIDENCE_TOGETHER, path="file"),))
        # One byte more than is taken tells that it is too large.
        data = given["file"].read(LARGEST + 1)
        return actions.add(
            assessment=row, criterion=code, data=data, note=given["note"], by=member.user, at=timezone.now()
        )

    if save_form(request, form, keep) is not None:
        return responses.done(request, _("The file is stored."), "evidence-add", label, slug, code)
    return _page(request, sheet, code, form)


def _page(request: HttpRequest, sheet: Sheet, code: str, form: EvidenceForm) -> HttpResponse:
    part = next(part for part in sheet.sections if code in [each.code for each in part.section.criteria])
    answer = sheet.answers.get(code)
    context = {
        "sheet": sheet,
        "section": part.section,
        "criterion": next(each for each in part.section.criteria if each.code == code),
        "answer": answer,
        "files": answer.files if answer else (),
        "is_full": answer is not None and len(answer.files) >= MOST_FILES,
        "most": MOST_FILES,
        "megabytes": MEGABYTES,
        "form": form,
    }
    return render(request, PAGE, context, status=_status(request, form))


def _status(request: HttpRequest, form: EvidenceForm) -> int:
    if request.method != "POST":
        return 200
    return TOO_LARGE if form.has_error("file", code=Rule.EVIDENCE_TOO_LARGE) else 400


@require_safe
@in_programme
def read(request: HttpRequest, member: Member, file_id: UUID) -> HttpResponse:
    """Answer a file as something to keep, never to show; 404 for who may not read the answer."""
    found = evidence_files.content(_readable(member, file_id))
    if found is None:
        raise Http404
    response = HttpResponse(found.data, content_type=found.media_type)
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["Content-Security-Policy"] = POLICY
    return response


@require_POST
@in_programme
def remove(request: HttpRequest, member: Member, file_id: UUID) -> HttpResponse:
    """Remove a file from one of one's own answers, for good."""
    row = _readable(member, file_id)
    of = row.answer.assessment
    member.require(Action.SCORE, of)
    try:
        actions.remove(file=row, by=member.user, at=timezone.now())
    except Refused as refused:
        return errors.refused(request, refused.problems)
    to = reverse("evidence-add", args=[of.round.label, of.structure.slug, row.answer.criterion.code])
    return responses.done(request, _("The file is removed."), to)


def _readable(member: Member, file_id: UUID) -> EvidenceFile:
    row = evidence_files.find(file_id, user=member.user, programme=member.programme)
    if row is None:
        raise Http404
    return row
