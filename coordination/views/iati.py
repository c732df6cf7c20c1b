"""Activities as IATI writes them: a file is checked, understood, planned and confirmed; the register as such a file."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination import attempts
from coordination.actions import fixtures as actions
from coordination.documents.iati.tree import MEGABYTES
from coordination.domain.limits import Tried
from coordination.domain.problems import MOST, Problem, Refused
from coordination.domain.rules import Rule
from coordination.forms.iati import IatiFileForm, IatiMeaningForm
from coordination.models import Programme
from coordination.permissions import Action
from coordination.presenters import iati as words
from coordination.queries import activities, fixtures, iati
from coordination.queries.fixture_plans import Plan
from coordination.views import responses
from coordination.views.activities import filters_of
from coordination.views.decorators import Member, in_programme, proved
from coordination.views.fixtures import plan_context, refused_context

PAGE = "coordination/iati/load.html"
ANSWER = re.compile(r"(org|sector)_\d{1,4}|kind", re.ASCII)


@require_http_methods(["GET", "HEAD", "POST"])
@proved
@in_programme
def load(request: HttpRequest, member: Member) -> HttpResponse:
    """Check a file, show what it means and the plan, and load it once confirmed."""
    member.require(Action.LOAD)
    if request.method != "POST":
        return render(request, PAGE, {"form": IatiFileForm()})
    attempts.require(request, Tried.LOAD)
    if "content" in request.POST:
        name, data = request.POST.get("name", "")[:200], request.POST["content"].encode()
    else:
        form = IatiFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return render(request, PAGE, {"form": form}, status=400)
        name, data = (
            form.cleaned_data["file"].name,
            form.cleaned_data["file"].read(MEGABYTES * 1024 * 1024 + 1),
        )
    try:
        found = iati.understood(member.programme, data, name, _answers(request))
        plan = fixtures.plan(found.fixture, member.user)
    except Refused as refused:
        return _refused(request, name, refused, 400)
    asked = _form(request, member.programme, found, plan, name=name, data=data)
    if "confirm" not in request.POST:
        context = shown(found, plan) | {"form": IatiFileForm(), "asked": asked, "name": name}
        return render(request, PAGE, context)
    try:
        return confirm(request, member, found, name, is_sound=not asked.errors)
    except Refused as refused:
        return _refused(request, name, refused, 409)


def _answers(request: HttpRequest) -> dict[str, str]:
    """Return what a person answered; kinds that there are not are refused by the form."""
    said = {name: value for name, value in request.POST.items() if ANSWER.fullmatch(name)}
    if said.get("kind") not in dict(iati.KINDS):
        said.pop("kind", None)
    return {name: str(value) for name, value in said.items()}


def _form(
    request: HttpRequest, programme: Programme, found: iati.IatiLoad, plan: Plan, *, name: str, data: bytes
) -> IatiMeaningForm:
    choices = iati.choices(programme, get_language() or "en")
    initial = {
        "name": name,
        "content": data.decode("utf-8-sig"),
        "plan_hash": plan.fingerprint,
        "kind": found.kind,
    }
    given = request.POST if "confirm" in request.POST else None
    return IatiMeaningForm(
        given, initial=initial, load=found, partners=choices.partners, functions=choices.functions
    )


def _refused(request: HttpRequest, name: str, refused: Refused, status: int) -> HttpResponse:
    context = refused_context(refused) | {"form": IatiFileForm(), "name": name}
    return render(request, PAGE, context, status=status)


def shown(found: iati.IatiLoad, plan: Plan) -> dict[str, Any]:
    """Return what a page shows of a file that is understood, and of its plan."""
    return plan_context(plan) | {
        "unread": found.unread,
        "losses": words.losses(found.losses),
        "missing": [],
        "left": found.left[:MOST],
        "more_left": max(0, len(found.left) - MOST),
    }


def confirm(
    request: HttpRequest, member: Member, found: iati.IatiLoad, name: str, *, is_sound: bool
) -> HttpResponse:
    """Load a file as its plan was shown, and say what became of it on the list of activities.

    Raises:
        Refused: something changed since the plan was shown, or was not planned; nothing is stored.
    """
    if not is_sound:
        raise Refused((Problem(rule=Rule.PLAN_CHANGED),))
    plan = actions.load(
        fixture=found.fixture,
        plan_hash=request.POST.get("plan_hash", ""),
        replaces=True,
        meant=found.meant,
        by=member.user,
        at=timezone.now(),
    )
    said = _(
        "%(name)s is imported: %(created)d created, %(replaced)d replaced, %(kept)d that differ and stay, "
        "%(unchanged)d unchanged."
    )
    numbers = {verb: len(getattr(plan, verb)) for verb in ("created", "replaced", "kept", "unchanged")}
    messages.success(request, said % {"name": name, **numbers})
    return redirect("activity-list")


@require_safe
@in_programme
def register(request: HttpRequest, member: Member) -> HttpResponse:
    """Send the activities of the same filters as the page, as IATI XML."""
    choices = activities.to_filter_by(member.programme, get_language() or "en")
    code, data = iati.register(member.programme, filters_of(request, choices))
    return responses.exported(request, member, f"{slugify(code)}-iati.xml", data, "application/xml")
