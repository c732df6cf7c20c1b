"""Activities as IATI writes them: a file is checked, understood, planned and confirmed; the register as such a file."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
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
from coordination.domain.problems import MOST, Refused
from coordination.domain.rules import Rule
from coordination.forms.iati import IatiFileForm, IatiMeaningForm
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
    except Refused as refused:
        return _refused(request, name, refused, 400)
    choices = iati.choices(member.programme, get_language() or "en")
    sent = {"name": name, "content": data.decode("utf-8-sig"), "kind": found.kind}

    def asked(given: QueryDict | None, plan_hash: str) -> IatiMeaningForm:
        return IatiMeaningForm(
            given,
            initial=sent | {"plan_hash": plan_hash},
            load=found,
            partners=choices.partners,
            functions=choices.functions,
        )

    return answered(
        request,
        member,
        found,
        Questions(
            asked=asked,
            page=lambda shown, status: render(
                request, PAGE, shown | {"form": IatiFileForm(), "name": name}, status=status
            ),
            refused=lambda refused, status: _refused(request, name, refused, status),
        ),
        name=name,
    )


def _answers(request: HttpRequest) -> dict[str, str]:
    """Return what a person answered; kinds that there are not are refused by the form."""
    said = {name: value for name, value in request.POST.items() if ANSWER.fullmatch(name)}
    if said.get("kind") not in dict(iati.KINDS):
        said.pop("kind", None)
    return {name: str(value) for name, value in said.items()}


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
        "not_asked": found.not_asked,
    }


@dataclass(frozen=True, kw_only=True)
class Questions:
    """How a page asks what a file means, shows its plan and refuses it, the last two with a status.

    ``asked`` makes the form of what is given, None for nothing yet, with the fingerprint of the plan that is shown.
    """

    asked: Callable[[QueryDict | None, str], IatiMeaningForm]
    page: Callable[[dict[str, Any], int], HttpResponse]
    refused: Callable[[Refused, int], HttpResponse]


def answered(
    request: HttpRequest, member: Member, found: iati.IatiLoad, questions: Questions, *, name: str
) -> HttpResponse:
    """Load a file that is understood, where the plan of it that was shown is confirmed; else show its plan.

    What was chosen beside the button, or written meanwhile, makes another plan: it is shown, and nothing is stored.
    """
    is_confirmed = "confirm" in request.POST
    bound = questions.asked(request.POST, "") if is_confirmed else None
    is_wrong = bound is not None and bool(bound.errors)
    try:
        # What is confirmed is planned where it is loaded, with nobody writing meanwhile.
        done = _confirmed(request, member, found, name) if is_confirmed and not is_wrong else None
    except Refused as refused:
        return questions.refused(refused, 409)
    if done is not None:
        return done
    try:
        plan = fixtures.plan(found.fixture, member.user)
    except Refused as refused:
        return questions.refused(refused, 400)
    if bound is not None and is_wrong:
        return questions.page(shown(found, plan) | {"asked": bound}, 400)
    context = shown(found, plan) | {"asked": questions.asked(None, plan.fingerprint)}
    return questions.page(context | {"has_moved": is_confirmed}, 409 if is_confirmed else 200)


def _confirmed(request: HttpRequest, member: Member, found: iati.IatiLoad, name: str) -> HttpResponse | None:
    """Load a file as its plan was shown, and say what became of it on the list of activities.

    None where another plan was shown than holds now: nothing is stored then.

    Raises:
        Refused: something does not go together with what is there; nothing is stored.
    """
    try:
        plan = actions.load(
            fixture=found.fixture,
            plan_hash=request.POST.get("plan_hash", ""),
            replaces=True,
            meant=found.meant,
            by=member.user,
            at=timezone.now(),
        )
    except Refused as refused:
        if {each.rule for each in refused.problems} == {Rule.PLAN_CHANGED}:
            return None
        raise
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
