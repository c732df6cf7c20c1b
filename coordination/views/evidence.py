"""Photos and PDFs as evidence: added to an answer, a contact or an observation, taken out by who reads it, removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination import attempts
from coordination.actions import evidence as actions
from coordination.actions.evidence_parents import OfAnswer, Parent
from coordination.domain import risks as domain
from coordination.domain.evidence import LARGEST, MEGABYTES, MOST_FILES, FileValue
from coordination.domain.limits import Tried
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.forms.evidence import EvidenceForm
from coordination.models import EvidenceFile
from coordination.permissions import Action, may_add_to_observation, may_edit_contact
from coordination.queries import contacts, evidence_files, risks, sheets
from coordination.queries.evidence_files import FileContent
from coordination.views import errors, responses
from coordination.views.answers import own
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import save_form

#: Opened in the browser against all that is said of it, a file still runs nothing and reaches nothing.
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
TOO_LARGE = 413


@dataclass(frozen=True, slots=True, kw_only=True)
class _FilesPage:
    """A page that takes files: of what, what it has already, and what the template is told besides.

    ``is_there`` is false as long as there is nothing that a file could belong to.
    """

    template: str
    parent: Parent
    files: tuple[FileValue, ...]
    context: Mapping[str, object]
    is_there: bool = True

    def answer(self, request: HttpRequest, member: Member) -> HttpResponse:
        """Show the files, and take another."""
        if request.method == "POST":
            attempts.require(request, Tried.LOAD)
        form = EvidenceForm(request.POST or None, request.FILES or None)

        def keep(given: Mapping[str, Any]) -> EvidenceFile:
            if len(request.FILES.getlist("file")) > 1:
                raise Refused((Problem(rule=Rule.EVIDENCE_TOGETHER, path="file"),))
            # One byte more than is taken tells that it is too large.
            data = given["file"].read(LARGEST + 1)
            return actions.add(
                parent=self.parent, data=data, note=given["note"], by=member.user, at=timezone.now()
            )

        if save_form(request, form, keep) is not None:
            return responses.done(request, _("The file is stored."), request.path)
        context = {
            **self.context,
            "files": self.files,
            "is_there": self.is_there,
            "is_full": len(self.files) >= MOST_FILES,
            "most": MOST_FILES,
            "megabytes": MEGABYTES,
            "form": form,
        }
        return render(
            request, f"coordination/evidence/{self.template}", context, status=_status(request, form)
        )


def _status(request: HttpRequest, form: EvidenceForm) -> int:
    if request.method != "POST":
        return 200
    return TOO_LARGE if form.has_error("file", code=Rule.EVIDENCE_TOO_LARGE) else 400


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
    part = next(part for part in sheet.sections if code in [each.code for each in part.section.criteria])
    answer = sheet.answers.get(code)
    page = _FilesPage(
        template="of_answer.html",
        parent=OfAnswer(assessment=row, criterion=code),
        files=answer.files if answer else (),
        is_there=answer is not None,
        context={
            "sheet": sheet,
            "section": part.section,
            "criterion": next(each for each in part.section.criteria if each.code == code),
        },
    )
    return page.answer(request, member)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def add_to_contact(request: HttpRequest, member: Member, contact_id: int) -> HttpResponse:
    """Show the files of a contact that one may change, and take another."""
    row = contacts.find(member.user, member.programme, contact_id)
    if row is None:
        raise Http404
    if not may_edit_contact(member.standing, row):
        raise PermissionDenied
    page = _FilesPage(
        template="of_contact.html",
        parent=row,
        files=evidence_files.by_parent("contact", [row.pk]).get(row.pk, ()),
        context={"contact": row, "back": reverse("contact-detail", args=[row.pk])},
    )
    return page.answer(request, member)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def add_to_observation(request: HttpRequest, member: Member, observation_id: int) -> HttpResponse:
    """Show the files of an observation that one recorded, and take another."""
    row = risks.find(member.programme, observation_id)
    instrument = risks.instrument_of(member.programme)
    names = domain.names(instrument) if instrument else {}
    if row is None or row.item not in names:
        raise Http404
    if not may_add_to_observation(member.standing, row):
        raise PermissionDenied
    asked = {"item": row.item} | ({"structure": row.structure.slug} if row.structure else {})
    page = _FilesPage(
        template="of_observation.html",
        parent=row,
        files=evidence_files.by_parent("observation", [row.pk]).get(row.pk, ()),
        context={
            "observation": row,
            "name": names[row.item],
            "back": f"{reverse('risk-observe')}?{urlencode(asked)}",
        },
    )
    return page.answer(request, member)


@require_safe
@in_programme
def read(request: HttpRequest, member: Member, file_id: UUID) -> HttpResponse:
    """Answer a file as something to keep, never to show; 404 for who may not read what it belongs to."""
    found = evidence_files.content(_readable(member, file_id))
    if found is None:
        raise Http404
    return taken_out(found)


def taken_out(file: FileContent) -> HttpResponse:
    """Return a file as something to keep, which does nothing wherever it is opened."""
    response = HttpResponse(file.data, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Content-Security-Policy"] = POLICY
    return response


@require_POST
@in_programme
def remove(request: HttpRequest, member: Member, file_id: UUID) -> HttpResponse:
    """Remove a file from what one may add files to, for good."""
    row = _readable(member, file_id)
    to = _own(member, row)
    try:
        actions.remove(file=row, by=member.user, at=timezone.now())
    except Refused as refused:
        return errors.refused(request, refused.problems)
    return responses.done(request, _("The file is removed."), to)


def _readable(member: Member, file_id: UUID) -> EvidenceFile:
    row = evidence_files.find(file_id, user=member.user, programme=member.programme)
    if row is None:
        raise Http404
    return row


def _own(member: Member, row: EvidenceFile) -> str:
    """Return the address of the page that a file came by; 403 for who may only read it."""
    if row.contact:
        is_own = may_edit_contact(member.standing, row.contact)
        to = reverse("contact-evidence", args=[row.contact.pk])
    elif row.observation:
        is_own = may_add_to_observation(member.standing, row.observation)
        to = reverse("risk-evidence", args=[row.observation.pk])
    else:
        assert row.answer
        of = row.answer.assessment
        is_own = member.may(Action.SCORE, of)
        to = reverse("evidence-add", args=[of.round.label, of.structure.slug, row.answer.criterion.code])
    if not is_own:
        raise PermissionDenied
    return to
