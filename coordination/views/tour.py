"""The guided tour of an example: five pages, each with a sentence at its top, and the way from one to the next."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coordination.actions import tour as actions
from coordination.permissions import Action
from coordination.presenters import tour as words
from coordination.presenters.tour import TourStep
from coordination.queries import portfolio
from coordination.queries.home import Home
from coordination.views import responses
from coordination.views.decorators import Member, in_programme

#: What the address of a page says where the tour led to it.
ASKED = "tour"
#: The steps that everybody takes; the last is by what the reader may do.
SHARED = (TourStep.STANDING, TourStep.STRUCTURE, TourStep.REASONS, TourStep.VIEWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TourNote:
    """What stands at the top of a page that the tour led to; ``next`` is empty on the last."""

    number: int
    of: int
    said: str
    next: str = ""
    next_name: str = ""


@require_safe
@in_programme
def step(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Lead to the page of a step; a step about a structure without any is about the list."""
    steps = _steps(member)
    if not 0 < number <= len(steps):
        raise Http404
    path, _hash, anchor = _address(steps[number - 1], member).partition("#")
    return redirect(f"{path}?{ASKED}={number}{_hash}{anchor}")


@require_POST
@in_programme
def end(request: HttpRequest, member: Member) -> HttpResponse:
    """Remember that the reader is through with the tour."""
    actions.end(by=member.user, at=timezone.now())
    return responses.done(request, _("The tour has ended."), "home")


def note(request: HttpRequest, member: Member) -> TourNote | None:
    """Return what the tour says on this page; None where it did not lead here."""
    asked = request.GET.get(ASKED, "")
    steps = _steps(member)
    numbers = [str(number) for number, _step in enumerate(steps, 1)]
    if asked not in numbers:
        return None
    number = int(asked)
    said = words.said(steps[number - 1]).note
    if number == len(steps):
        return TourNote(number=number, of=number, said=said)
    return TourNote(
        number=number,
        of=len(steps),
        said=said,
        next=reverse("tour-step", args=[number + 1]),
        next_name=words.said(steps[number]).name,
    )


def offered(of: Home, member: Member) -> list[tuple[str, str]]:
    """Return the steps with where each leads: in an example, to who has not ended the tour; else none."""
    if member.user.tour_ended_at or not any(each.is_invented for each in of.portfolio.rounds):
        return []
    return [
        (words.said(each).name, reverse("tour-step", args=[number]))
        for number, each in enumerate(_steps(member), 1)
    ]


def _steps(member: Member) -> tuple[TourStep, ...]:
    if member.may(Action.HOLD_ROUND):
        return (*SHARED, TourStep.OPEN_ROUND)
    if member.may(Action.START):
        return (*SHARED, TourStep.SCORE)
    return (*SHARED, TourStep.PEOPLE if member.is_administrator else TourStep.CHANGES)


def _address(of: TourStep, member: Member) -> str:
    if of in (TourStep.STRUCTURE, TourStep.REASONS):
        return _of_the_first(of, member)
    route = {
        TourStep.STANDING: "home",
        TourStep.VIEWS: "two-views",
        TourStep.OPEN_ROUND: "round-list",
        TourStep.SCORE: "assessment-list",
        TourStep.PEOPLE: "person-list",
        TourStep.CHANGES: "changes",
    }
    return reverse(route[of])


def _of_the_first(of: TourStep, member: Member) -> str:
    """Return the page of the structure that Home lists first, or its answers in the round that Home shows of it.

    There at the criterion on which the sides stand widest apart, else at the first: what is led to unfolds.
    """
    whole = portfolio.whole(member.user, member.programme, member.standing)
    first = whole.members[0] if whole.members else None
    if first is None or first.round is None:
        return reverse("home")
    if of is TourStep.STRUCTURE:
        return reverse("structure-detail", args=[first.structure.slug])
    asked = whole.ground.known[first.round.instrument_id].value.codes_asked(is_programme=False)
    code = max(first.gaps, key=lambda gap: gap.least).code if first.gaps else asked[0]
    return f"{reverse('structure-card', args=[first.structure.slug, first.round.label])}#{code}"
