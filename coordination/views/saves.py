"""One answer saved by the script of a page, which is told what became of it: never a page, never a redirect."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination.actions import answers as actions
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Answer, Assessment
from coordination.permissions import Action
from coordination.presenters import answers as answer_words
from coordination.queries import answers as answer_queries
from coordination.queries import saves
from coordination.views import errors
from coordination.views.answers import CLOCK, answer_form, citable, own, readable, saved_words
from coordination.views.decorators import Member, in_programme


@login_not_required
@require_POST
def save(request: HttpRequest, assessment_id: int, code: str) -> HttpResponse:
    """Save one answer for a script: 200, or 400, 401, 403, 404, 409 with what to do; never a redirect."""
    return _save(request, assessment_id, code) if request.user.is_authenticated else _signed_out()


@login_not_required
@require_POST
def begin_save(request: HttpRequest, label: str, slug: str, code: str) -> HttpResponse:
    """Save an answer to a structure of which nothing may be stored yet; as ``save``."""
    return _begin_save(request, label, slug, code) if request.user.is_authenticated else _signed_out()


def _signed_out() -> HttpResponse:
    said = _("You are signed out. Sign in again; what you entered stays on this page as long as it is open.")
    return JsonResponse({"error": said}, status=401)


@in_programme
def _save(request: HttpRequest, member: Member, assessment_id: int, code: str) -> HttpResponse:
    row = saves.own_draft(assessment_id, member.standing)
    if row is None:
        try:
            row = readable(member, assessment_id)
        except Http404:
            return errors.refused(request, [Problem(rule=Rule.ASSESSMENT_GONE)], status=404)
    member.require(Action.SCORE, row)
    return _save_one(request, member, row, code)


@in_programme
def _begin_save(request: HttpRequest, member: Member, label: str, slug: str, code: str) -> HttpResponse:
    return _save_one(request, member, own(member, label, slug), code)


def _save_one(request: HttpRequest, member: Member, row: Assessment, code: str) -> HttpResponse:
    sheet = saves.of_criterion(row, code)
    criterion = next((each for each in sheet.asked if each.code == code), None)
    if criterion is None:
        is_known = any(each.code == code for each in sheet.instrument.criteria)
        rule = Rule.CRITERION_NOT_ASKED if is_known else Rule.CRITERION_OF_ANOTHER_INSTRUMENT
        return errors.refused(request, [Problem(rule=rule, path=code, value=code)], status=404)
    op_id = _operation(request.POST.get("op_id", ""))
    if op_id is None:
        wrong = Problem(rule=Rule.OPERATION_OF_ANOTHER, value=request.POST.get("op_id", ""))
        return errors.refused(request, [wrong], status=400)
    form = answer_form(request.POST, criterion, sheet, citable(member, row, [code]))
    refused = {field: " ".join(map(str, each)) for field, each in form.errors.items()}
    if form.entry is None:
        return JsonResponse({"error": " ".join(refused.values()), "fields": refused}, status=400)
    try:
        saved = actions.save(
            assessment=row, entries=[form.entry], op_id=op_id, by=member.user, at=timezone.now()
        )
    except actions.Stale as conflict:
        return JsonResponse(_conflict(conflict.answers[code]), status=409)
    except Refused as refused:
        return errors.refused(request, refused.problems)
    return JsonResponse(_acknowledged(saved, code) | {"fields": refused})


def _acknowledged(saved: actions.Saved, code: str) -> dict[str, object]:
    """Return what the page's script is told of an answer that is stored."""
    return {
        "version": saved.versions[code],
        "saved_at": saved.saved_at.isoformat(),
        "said": saved_words(saved.saved_at),
        # Where this assessment is saved from now on, whichever page began it.
        "address": reverse("assessment-save", args=[saved.assessment_id, code]),
    }


def _operation(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _conflict(stored: Answer) -> dict[str, object]:
    said = _("Stored meanwhile by %(name)s at %(time)s: %(answer)s.") % {
        "answer": answer_words.in_words(answer_queries.of_row(stored)),
        "name": stored.saved_by.name if stored.saved_by else "–",
        "time": time_format(timezone.localtime(stored.saved_at), CLOCK),
    }
    return {"error": said, "version": stored.version, "stored": stored.verbatim}
