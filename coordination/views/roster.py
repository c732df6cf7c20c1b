"""The people of a programme: inviting them, confirming, changing and ending their places, and their links."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coordination import attempts, mail
from coordination.actions import links as link_actions
from coordination.actions import memberships, people
from coordination.domain.limits import Tried
from coordination.domain.memberships import Invited
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import SIDES
from coordination.forms.roster import AddressForm, EndForm, InviteForm, PlaceForm
from coordination.models import Membership
from coordination.permissions import Action
from coordination.presenters import limits as limits_words
from coordination.presenters import links as links_words
from coordination.presenters import problems
from coordination.presenters import roster as words
from coordination.queries import people as people_queries
from coordination.queries import roster
from coordination.queries.roster import STATES, PersonValue, WantedPeople
from coordination.views import responses
from coordination.views.decorators import Member, in_programme, proved
from coordination.views.parameters import (
    choice_asked,
    number_asked,
    page_asked,
    pager,
    save_form,
    search_asked,
)
from coordination.views.people import shown_links


@require_safe
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """Show a manager the people of their side, an administrator everybody; and a form to invite somebody."""
    return _page(request, member)


@require_safe
@in_programme
def index_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Answer all people of the same filters as a file."""
    _require_people(member)
    wanted = _wanted(request)
    found = roster.people_asked(member.programme, member.standing, wanted, timezone.now())
    asked = responses.FileAsked(
        name="people",
        kind=kind,
        filters=words.chosen(wanted),
        readers=words.readers(is_of_side=_own_side(member) is not None),
    )
    return responses.tables_file(request, member, lambda: words.table(found), asked)


@require_POST
@proved
@in_programme
def invite(request: HttpRequest, member: Member) -> HttpResponse:
    """Invite somebody; the answer is the same whoever has this e-mail, or nobody."""
    _require_people(member)
    form = InviteForm(request.POST, own_side=_own_side(member))

    def keep(given: dict[str, Any]) -> list[str]:
        who = Invited(given["email"], given["name"], given["language"])
        place = people.invite(
            invited=who,
            programme=member.programme,
            role=given["role"],
            side=given["side"],
            by=member.user,
            at=timezone.now(),
        )
        became = mail.invite(request, place, given["language"])
        # A manager's invitation is the confirmation: what else is to be done depends on nothing that is told.
        step = people_queries.next_step(place) if place and _own_side(member) is None else ""
        return links_words.of_new_place(became, has_side=given["side"] is not None, step=step)

    try:
        attempts.require(request, Tried.INVITATION)
        said = save_form(request, form, keep)
    except attempts.TooManyError as found:
        form.add_error(None, limits_words.too_many(found.what, found.seconds))
        return _page(request, member, form=form, status=429)
    except ValidationError as wrong:
        said = None
        form.add_error(None, wrong)
    if said is None:
        return _page(request, member, form=form, status=400)
    invited = _("%(email)s is invited.") % {"email": form.cleaned_data["email"].strip().lower()}
    messages.success(request, " ".join([invited, *said]))
    return redirect("person-list")


@require_safe
@in_programme
def detail(request: HttpRequest, member: Member, place_id: int) -> HttpResponse:
    """Show a person's place with each step that changes it, and what happens then."""
    return _person(request, member, _kept(member, place_id))


@require_POST
@proved
@in_programme
def change(request: HttpRequest, member: Member, place_id: int) -> HttpResponse:
    """Give the person another role, or another side."""
    one = _kept(member, place_id)
    form = PlaceForm(request.POST, own_side=_own_side(member))

    def keep(given: dict[str, Any]) -> Membership:
        row = _as_shown(request, member, place_id)
        now = memberships.give_place(
            user=row.user,
            programme=member.programme,
            role=given["role"],
            side=given["side"],
            by=member.user,
            at=timezone.now(),
        )
        if (now.role, now.side) != (row.role, row.side):
            mail.tell_of_place(request, now, "changed")
        return now

    if save_form(request, form, keep) is None:
        return _person(request, member, one, place=form)
    return _done(request, _("Place changed: %(name)s."), one)


@require_POST
@proved
@in_programme
def change_email(request: HttpRequest, member: Member, place_id: int) -> HttpResponse:
    """Give the person's account another e-mail."""
    one = _kept(member, place_id)
    form = AddressForm(request.POST)

    def keep(given: dict[str, Any]) -> object:
        row = _as_shown(request, member, place_id)
        former = row.user.email
        user = people.change_email(user=row.user, email=given["email"], by=member.user, at=timezone.now())
        if user.email != former:
            mail.tell_of_place(request, row, "email", to=former)
        return user

    try:
        kept = save_form(request, form, keep)
    except ValidationError as wrong:
        kept = None
        form.add_error("email", wrong.messages)
    if kept is None:
        return _person(request, member, one, address=form)
    return _done(request, _("E-mail changed: %(name)s. The person comes in by a new link."), one)


@require_POST
@proved
@in_programme
def end(request: HttpRequest, member: Member, place_id: int) -> HttpResponse:
    """End the person's place."""
    one = _kept(member, place_id)
    form = EndForm(request.POST)

    def keep(given: dict[str, Any]) -> bool:
        row = _as_shown(request, member, place_id)
        memberships.end_place(place=row, reason=given["reason"], by=member.user, at=timezone.now())
        mail.tell_of_place(request, row, "ended")
        return True

    if save_form(request, form, keep) is None:
        return _person(request, member, one, ending=form)
    return _done(request, _("Place ended: %(name)s."), one)


@require_POST
@proved
@in_programme
def mail_link(request: HttpRequest, member: Member, place_id: int) -> HttpResponse:
    """Send somebody's invitation again, or, to who has come in, a link to choose a new password."""
    one = _kept(member, place_id)
    row = _listed(member, place_id)
    attempts.require(request, Tried.INVITATION)
    try:
        if not settings.MAIL_REACHES_PEOPLE:
            raise Refused((Problem(rule=Rule.NO_MAIL),))
        if row.seen_at is None:
            renewed = memberships.renew(place=row, by=member.user, at=timezone.now())
            is_sent = mail.invite(request, renewed) == "sent"
        else:
            token = link_actions.reset(place=row, by=member.user, at=timezone.now())
            is_sent = mail.reset(request, row, token)
    except Refused as refused:
        return _page(request, member, found=refused.problems, status=409)
    if not is_sent:
        messages.error(request, links_words.not_sent())
        return redirect("person-list")
    return _done(request, _("A link is on its way: %(name)s. Links from before no longer work."), one)


@require_POST
@proved
@in_programme
def confirm(request: HttpRequest, member: Member, place_id: int) -> HttpResponse:
    """Confirm a place that waits."""
    member.require(Action.LOOK_AFTER)
    row = _listed(member, place_id)
    shown = request.POST.get("shown", "")
    try:
        memberships.confirm_place(place=row, shown=shown, by=member.user, at=timezone.now())
    except Refused as refused:
        return _page(request, member, found=refused.problems, status=409)
    mail.tell_of_place(request, row, "confirmed")
    messages.success(request, _("%(name)s is confirmed.") % {"name": row.shown_name})
    return redirect("person-list")


@require_POST
@proved
@in_programme
def print_link(request: HttpRequest, member: Member, place_id: int) -> HttpResponse:
    """Make a link for a person and show it in this answer, once: a redirect would have to keep it on its way."""
    _require_people(member)
    row = _listed(member, place_id)
    try:
        if settings.MAIL_REACHES_PEOPLE:
            raise Refused((Problem(rule=Rule.LINK_BY_MAIL),))
        token = link_actions.print_link(place=row, by=member.user, at=timezone.now())
    except Refused as refused:
        return _page(request, member, found=refused.problems, status=409)
    now = people_queries.place_of(row.user, row.programme)
    is_waiting = now is not None and now.confirmed_at is None
    return shown_links(request, [(row.user, token)], back="person-list", is_waiting=is_waiting)


def _page(
    request: HttpRequest,
    member: Member,
    *,
    form: InviteForm | None = None,
    found: Iterable[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    _require_people(member)
    wanted = _wanted(request)
    now, is_of_side = timezone.now(), _own_side(member) is not None
    page = page_asked(request)
    shown = roster.roster(member.programme, member.standing, wanted, page=page, now=now)
    context = {
        "roster": shown,
        "headline": words.headline(shown, is_of_side=is_of_side),
        "missing": words.missing(shown, is_of_side=is_of_side),
        "states": words.STATES.items(),
        "wanted": wanted,
        "query": urlencode({name: value for name, value in _asked(wanted).items() if value}),
        "is_filtered": wanted != WantedPeople(),
        "is_manager": is_of_side,
        "is_mailed": settings.MAIL_REACHES_PEOPLE,
        "is_kept": settings.MAIL_IS_KEPT,
        "own_side": _own_side(member),
        "problems": problems.texts(found),
        "form": form or InviteForm(own_side=_own_side(member), initial=_proposed(request, member)),
        "pager": pager(request, shown.people),
    }
    return render(request, "coordination/people/list.html", context, status=status)


def _wanted(request: HttpRequest) -> WantedPeople:
    return WantedPeople(
        search=search_asked(request),
        side=choice_asked(request, "side", [*SIDES, "none"]),
        state=choice_asked(request, "state", [*STATES]),
    )


def _asked(wanted: WantedPeople) -> dict[str, str]:
    return {"q": wanted.search, "side": wanted.side, "state": wanted.state}


def _proposed(request: HttpRequest, member: Member) -> dict[str, object]:
    """Return what the form to invite begins with: whoever left and is to be invited again, else an adviser."""
    number = number_asked(request.GET, "again")
    given: dict[str, object] = {"role": "adviser", "language": member.user.language}
    if number is None:
        return given
    row = roster.former(number, member.programme, member.standing)
    if row is None:
        raise Http404
    return given | {"email": row.email, "name": row.name, "role": row.role, "side": row.side or ""}


def _person(
    request: HttpRequest,
    member: Member,
    one: PersonValue,
    *,
    place: PlaceForm | None = None,
    address: AddressForm | None = None,
    ending: EndForm | None = None,
) -> HttpResponse:
    sent: list[Form] = [each for each in (place, address, ending) if each is not None]
    side = _own_side(member)
    context = {
        "one": one,
        "place": place or PlaceForm(own_side=side, initial={"role": one.role, "side": one.side}),
        "address": address or AddressForm(),
        "ending": ending or EndForm(),
        "problems": [said for form in sent for said in form.non_field_errors()],
        "is_mailed": settings.MAIL_REACHES_PEOPLE,
        "own_side": side,
    }
    status = 400 if sent else 200
    return render(request, "coordination/people/detail.html", context, status=status)


def _done(request: HttpRequest, said: str, one: PersonValue) -> HttpResponse:
    messages.success(request, said % {"name": one.name})
    return redirect("person-list")


def _own_side(member: Member) -> str | None:
    """Return the side to which a manager is held, None for an administrator."""
    return member.standing.side if member.may(Action.LOOK_AFTER) else None


def _require_people(member: Member) -> None:
    if not member.may(Action.LOOK_AFTER):
        member.require(Action.ADMINISTER)


def _kept(member: Member, place_id: int) -> PersonValue:
    """Return the person of a place in the reader's reach; 403 where it is not for them to change."""
    _require_people(member)
    one = roster.person(place_id, member.programme, member.standing, timezone.now())
    if one is None:
        raise Http404
    if not one.can_keep:
        raise PermissionDenied
    return one


def _as_shown(request: HttpRequest, member: Member, place_id: int) -> Membership:
    """Return the place, where it is still the one that the page showed.

    Raises:
        Refused: it changed meanwhile.
    """
    row = _listed(member, place_id)
    if people_queries.fingerprint(row) != request.POST.get("shown", ""):
        raise Refused((Problem(rule=Rule.PLACE_CHANGED),))
    return row


def _listed(member: Member, place_id: int) -> Membership:
    row = roster.find(place_id, member.programme, member.standing)
    if row is None:
        raise Http404
    return row
