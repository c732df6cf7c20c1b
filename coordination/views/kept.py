"""What was typed when the session had ended: past the sign-in page, back into its form, for the same person only."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.forms.filling import filling
from coordination.forms.kept import LONGEST, Kept, NotKept, Stamp, Why, number_in, posted, seal, unseal
from coordination.forms.waiting import FROM_LIST, OPERATION
from coordination.models import Programme, User
from coordination.permissions import programmes_visible_to, standings
from coordination.views import responses
from coordination.views.decorators import PROGRAMME_KEY, Member, in_programme, member_of, visit

SESSION_KEY = "kept"
#: The name in an address that asks for a page with its form filled.
ASKED = "kept"
_ASKED = re.compile(rf"(?:^|&){ASKED}=[^&]*")
_CODE = re.compile(r"[0-9a-z_.:-]*")
#: How many forms wait in one session; one more is shown at once and not put there.
MOST = 20
#: What goes along with a form, and nobody has typed.
UNSEEN = frozenset({OPERATION, FROM_LIST})


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingForm:
    """One form that waits, as its list shows it."""

    number: str
    kept: Kept
    programme: Programme | None
    is_here: bool
    is_closed: bool

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """What was typed or chosen."""
        return tuple(
            each
            for each in self.kept.fields
            if each[1] and not each[0].endswith("version") and each[0] not in UNSEEN
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """What was typed, as far as it is no mere code, number or day."""
        return tuple(value for _name, value in self.said if not _CODE.fullmatch(value))


def stamp_of(request: HttpRequest) -> str:
    """Return the stamp for the forms of this page; empty for who has no place."""
    here = visit(request)
    member = here.member
    if member is None:
        return ""
    if not here.stamp:
        stamp = Stamp(
            person=member.user.pk,
            programme=member.programme.code,
            side=member.standing.side or "",
            page=request.get_full_path(),
        )
        here.stamp = stamp.signed()
    return here.stamp


# --- signed in again


def come_back(request: HttpRequest, user: User, sealed: str) -> HttpResponse:
    """Give what the sign-in form carried to the person who wrote it; tell anybody else that they get nothing."""
    try:
        kept = unseal(sealed)
    except NotKept:
        messages.warning(request, _("What was typed earlier can no longer be opened. None of it was stored."))
        return redirect("home")
    if refusal := _refusal(user, kept.stamp):
        messages.warning(request, refusal)
        return redirect("home")
    return take(request, kept)


def take(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Keep the form in the session, still sealed, in the programme it was written in; lead to its page."""
    waiting = _in_time(request)
    number = kept.number or kept.fingerprint
    request.session[PROGRAMME_KEY] = kept.stamp.programme
    if number not in waiting and len(waiting) >= MOST:
        visit(request).member = member_of(request)
        found = _one(request.user, kept, number, is_here=True, is_closed=True)
        return render(request, "coordination/kept/list.html", {"waiting": [found], "is_full": True})
    request.session[SESSION_KEY] = {**waiting, number: [int(time.time()), seal(kept)]}
    return redirect(_page(kept, number))


def again(request: HttpRequest) -> HttpResponse:
    """Lead back to the page of a form that was refused, filled as it was sent."""
    try:
        return take(request, posted(request))
    except NotKept:
        return redirect(request.get_full_path())


def stale(request: HttpRequest, user: User) -> HttpResponse | str:
    """Answer a form whose key is not that of this session any more, or say why it was not taken over."""
    if sealed := responses.sealed_sent(request):
        return come_back(request, user, sealed)
    try:
        kept = posted(request)
    except NotKept as lost:
        return "" if lost.why is Why.NOT_OURS else _not_stored()
    return _refusal(user, kept.stamp) or _taken(request, kept)


def elsewhere(request: HttpRequest, member: Member) -> HttpResponse | str:
    """Answer a form that was written for another place than the reader's; empty where it was written for this one.

    It would be stored in another programme than the one it was written for. So it comes back in its own.
    """
    try:
        kept = posted(request, longest=None)
    except NotKept:
        return ""
    if _is_here(kept.stamp, member):
        return ""
    return _refusal(member.user, kept.stamp) or _taken(request, kept)


def is_elsewhere(request: HttpRequest, member: Member) -> bool:
    """Whether this form was written by somebody else, in another programme or on another side than the reader's."""
    try:
        return not _is_here(posted(request, longest=None).stamp, member)
    except NotKept:
        return False


def _taken(request: HttpRequest, kept: Kept) -> HttpResponse | str:
    try:
        return take(request, kept)
    except NotKept:
        return _not_stored()


def _not_stored() -> str:
    return _(
        "Nothing was stored. Go back: if the page still shows what you typed, copy it, then reload the page."
    )


def _refusal(user: User, stamp: Stamp) -> str:
    """Say why this person does not get what was written; empty where they do."""
    if stamp.person != user.pk:
        return _(
            "Somebody else filled in a form on this device. What they typed was not carried over or stored."
        )
    programmes = {each.pk: each.code for each in programmes_visible_to(user)}
    places = {(programmes[each.programme_id], each.side or "") for each in standings(user)}
    if (stamp.programme, stamp.side) not in places:
        return _(
            "Your place has changed since you typed this. What you typed was not carried over or stored."
        )
    return ""


# --- back in its form


def asked(request: HttpRequest) -> str:
    """Take the number of a waiting form out of the address, so that the page itself never sees it."""
    number = number_in(request.GET.get(ASKED, ""))
    if not number:
        return ""
    here = request.get_full_path()
    query = _ASKED.sub("", request.META["QUERY_STRING"]).removeprefix("&")
    request.META["QUERY_STRING"] = query
    request.GET = QueryDict(query)
    if request.method != "GET":
        return ""
    visit(request).here = here
    return number


def filled(request: HttpRequest, response: HttpResponse, number: str) -> HttpResponse:
    """Return the page with its form filled; where the page has no such form, lead to the list of what waits."""
    kept = _waiting(request).get(number)
    member = visit(request).member
    if kept is None or member is None and response.status_code == 302:
        return response
    if response.status_code == 302:
        # The page has moved on, as the one before a first answer does: the form is looked for where it leads.
        parts = urlsplit(response["Location"])
        query = "&".join(filter(None, (parts.query, urlencode({ASKED: number}))))
        return redirect(urlunsplit(("", "", parts.path, query, ASKED)))
    found = None
    is_page = response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")
    if is_page and member is not None and _is_here(kept.stamp, member):
        page = response.content.decode()
        found = filling(page, at=kept.stamp.page, address=kept.address, fields=kept.fields)
    if found is None:
        return redirect(f"{reverse('kept-list')}?{urlencode({'closed': number})}#kept-{number}")
    banner = render_to_string(
        "coordination/kept/_banner.html",
        {"number": number, "left": [each for each in found.left if each[0] not in UNSEEN]},
        request=request,
    )
    response.content = found.written(before=banner, number=number).encode()
    # Going back to it after it was stored must not say that it is not.
    add_never_cache_headers(response)
    return response


def forget(request: HttpRequest, number: str) -> None:
    """Forget a waiting form: it was stored, or its writer wants it no more."""
    waiting = request.session.get(SESSION_KEY, {})
    if number in waiting:
        request.session[SESSION_KEY] = {key: value for key, value in waiting.items() if key != number}


def count(request: HttpRequest) -> int:
    """Return how many forms wait in this session."""
    return len(_in_time(request))


def _in_time(request: HttpRequest) -> dict[str, list[Any]]:
    """Return what the session holds, sealed, without what has waited for too long."""
    since = time.time() - LONGEST
    held = request.session.get(SESSION_KEY, {})
    return {number: [at, sealed] for number, (at, sealed) in held.items() if at > since}


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """List what waits; open one in its form, or discard it."""
    waiting = _waiting(request)
    if request.method == "POST":
        number = request.POST.get("discard") or request.POST.get("open") or ""
        if number not in waiting:
            raise Http404
        if "discard" in request.POST:
            forget(request, number)
            messages.success(request, _("Discarded: it was not stored."))
            return redirect("kept-list" if len(waiting) > 1 else "home")
        return _open(request, member, waiting[number], number)
    closed = request.GET.get("closed", "")
    listed = [
        _one(member.user, kept, number, is_here=_is_here(kept.stamp, member), is_closed=number == closed)
        for number, kept in waiting.items()
    ]
    return render(request, "coordination/kept/list.html", {"waiting": listed})


def _open(request: HttpRequest, member: Member, kept: Kept, number: str) -> HttpResponse:
    """Choose the programme in which a waiting form was written, and lead to its page."""
    if refusal := _refusal(member.user, kept.stamp):
        messages.warning(request, refusal)
        return redirect("kept-list")
    request.session[PROGRAMME_KEY] = kept.stamp.programme
    return redirect(_page(kept, number))


def _one(user: object, kept: Kept, number: str, *, is_here: bool, is_closed: bool) -> WaitingForm:
    programmes = programmes_visible_to(user) if isinstance(user, User) else ()
    programme = next((each for each in programmes if each.code == kept.stamp.programme), None)
    return WaitingForm(
        number=number, kept=kept, programme=programme, is_here=is_here, is_closed=is_closed and is_here
    )


def _is_here(stamp: Stamp, member: Member) -> bool:
    """Whether the reader stands where this was written."""
    return (stamp.person, stamp.programme, stamp.side) == (
        member.user.pk,
        member.programme.code,
        member.standing.side or "",
    )


def _waiting(request: HttpRequest) -> Mapping[str, Kept]:
    """Return what waits in this session and can still be opened, the latest first."""
    found = {}
    for number, (_at, sealed) in reversed(request.session.get(SESSION_KEY, {}).items()):
        try:
            found[number] = unseal(sealed)
        except NotKept:
            continue
    return found


def _page(kept: Kept, number: str) -> str:
    """Return the address of the page with the form, which asks for it to be filled."""
    parts = urlsplit(kept.stamp.page)
    query = "&".join(filter(None, (parts.query, urlencode({ASKED: number}))))
    return urlunsplit(("", "", parts.path, query, "kept"))
