"""The first lines of every view: who is it, in which programme, and may they?"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from coordination.actions import seen
from coordination.domain.problems import Problem
from coordination.models import Assessment, Programme, Role, Side, User
from coordination.permissions import (
    Action,
    Standing,
    can,
    programmes_visible_to,
    reads_open_rounds,
    standings,
)
from coordination.queries import feeds, replica

P = ParamSpec("P")
PROGRAMME_KEY = "programme"
#: In the session: when the person had signed in before.
LAST_SEEN_KEY = "last_seen"
#: In the session: when the person last proved who they are, by signing in or again, in seconds.
PROVED_KEY = "proved_at"
#: For so long a proof is good for what deserves one, in seconds.
PROOF_LASTS = 15 * 60


class NoMembership(PermissionDenied):
    """The person has no place in any programme."""


class ProofTooOld(PermissionDenied):
    """The person proved who they are too long ago for this step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """The person, the programme they are looking at, and their standing in it."""

    user: User
    programme: Programme
    standing: Standing
    programmes: tuple[Programme, ...]

    @property
    def current(self) -> tuple[Programme, ...]:
        """The programmes to choose from: those that are not archived, and the one that is read."""
        return tuple(each for each in self.programmes if not each.archived_at or each.pk == self.programme.pk)

    @property
    def archived(self) -> tuple[Programme, ...]:
        """The programmes that are archived."""
        return tuple(each for each in self.programmes if each.archived_at)

    @property
    def role_name(self) -> str:
        """The role in the reader's language."""
        return str(Role(self.standing.role).label)

    @property
    def side_name(self) -> str:
        """The side in the reader's language, empty where the role has none."""
        return str(Side(self.standing.side).label) if self.standing.side else ""

    @property
    def is_administrator(self) -> bool:
        """Whether the person looks after people and programmes here."""
        return self.may(Action.ADMINISTER)

    @property
    def reads_open_rounds(self) -> bool:
        """Whether the person reads what is revealed before its round closes."""
        return reads_open_rounds(self.standing)

    def may(self, action: Action, assessment: Assessment | None = None) -> bool:
        """Whether the person may do this here."""
        return can(self.standing, action, assessment)

    def require(self, action: Action, assessment: Assessment | None = None) -> None:
        """Refuse (403) what the person may not do here."""
        if not self.may(action, assessment):
            raise PermissionDenied


@dataclass(slots=True, kw_only=True)
class Visit:
    """What is noted of one request on its way through the program."""

    #: Who reads, and where; None where nobody has a place.
    member: Member | None = None
    #: The stamp of the forms of this page, once one was made.
    stamp: str = ""
    #: The address as it was asked for, where a page is to be filled with a waiting form.
    here: str = ""
    #: The number of a waiting form that was sent again.
    sent_again: str = ""
    #: Whether the page only says why there is no answer.
    is_refused: bool = False
    #: The filters as they were asked for, where some are refused and the page is shown without them; and why.
    asked: QueryDict | None = None
    refused: tuple[Problem, ...] = ()
    #: What the cookie of the device says from now on, where somebody has signed in.
    device: str = ""


def visit(request: HttpRequest) -> Visit:
    """Return the notes of this request, the same ones wherever they are asked for."""
    known = getattr(request, "visit", None)
    if isinstance(known, Visit):
        return known
    request.visit = Visit()  # type: ignore[attr-defined]
    return visit(request)


def member_of(request: HttpRequest) -> Member | None:
    """Return the reader's membership: in the programme chosen in this session, else in the first; two queries."""
    user = request.user
    if not isinstance(user, User):
        return None
    programmes = programmes_visible_to(user)
    if not programmes:
        return None
    chosen = request.session.get(PROGRAMME_KEY)
    programme = next((each for each in programmes if each.code == chosen), programmes[0])
    standing = next(each for each in standings(user) if each.programme_id == programme.pk)
    return Member(user=user, programme=programme, standing=standing, programmes=programmes)


def in_programme(
    view: Callable[Concatenate[HttpRequest, Member, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Pass the reader's membership to the view; people without one see whom to contact."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        member = member_of(request)
        if member is None:
            raise NoMembership
        visit(request).member = member
        # A day is a day of the programme, wherever the server stands.
        with timezone.override(member.programme.zone):
            response = view(request, member, *args, **kwargs)
        _note_seen(member)
        return response

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], guarded)


def reads_replica(
    view: Callable[Concatenate[HttpRequest, Member, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Member, P], HttpResponse]:
    """Make a page of results from the replica while it has everything; where it fails, make it from the primary.

    Below ``in_programme``: who reads, and by which rights, the primary has said. What such a page writes goes to the
    primary, and is written last (``filters.dashboard_file``): a page that is made a second time has written nothing.
    """

    @wraps(view)
    def guarded(request: HttpRequest, member: Member, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        asked = request.GET
        try:
            with replica.reading():
                return view(request, member, *args, **kwargs)
        except replica.ReplicaFailed:
            notes = visit(request)
            request.GET, notes.asked, notes.refused = asked, None, ()
        return view(request, member, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, Member, P], HttpResponse], guarded)


def require_proof(request: HttpRequest) -> None:
    """Have the person prove again who they are, unless they did in the last minutes; what they sent is carried along."""
    if time.time() - request.session.get(PROVED_KEY, 0) > PROOF_LASTS:
        raise ProofTooOld


def proved(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only who proved in the last minutes who they are come to the view."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        require_proof(request)
        return view(request, *args, **kwargs)

    return guarded


def _note_seen(member: Member) -> None:
    """Note that the person was here, where that was long ago; after the work of the page, which never fails for it."""
    now, before = timezone.now(), member.standing.seen_at
    if before is None or before < now - seen.PAUSE:
        seen.note(programme_id=member.programme.pk, by=member.user, at=now)


def by_secret(
    view: Callable[Concatenate[HttpRequest, Member, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """Pass the membership of the person whose secret stands in the address, for a program that cannot sign in.

    What the person may do is looked up at each reading: 404 for a secret that is not known, one who may no longer sign
    in, has left the programme, or has no dates of their own in it.
    """

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, secret: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        feed = feeds.find(secret)
        if feed is None or not feed.user.is_active:
            raise Http404
        found = (each for each in standings(feed.user) if each.programme_id == feed.programme_id)
        standing = next(found, None)
        if standing is None or not can(standing, Action.NOTE):
            raise Http404
        member = Member(
            user=feed.user, programme=feed.programme, standing=standing, programmes=(feed.programme,)
        )
        with timezone.override(feed.programme.zone):
            return view(request, member, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, str, P], HttpResponse], guarded)
