"""Who reads through the API: the person of a token, in its programme, as they may at this moment."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from coordination import attempts
from coordination.actions import seen
from coordination.domain.limits import Tried
from coordination.domain.vocabulary import WHOLE
from coordination.queries import tokens
from coordination.views import errors
from coordination.views.decorators import Member, visit

P = ParamSpec("P")
SCHEME = "bearer"


def by_token(
    view: Callable[Concatenate[HttpRequest, Member, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Pass the membership of the token's person to the view: 401 for a token that is not known, expired or ended.

    Whoever is signed in in the same browser counts for nothing, and nothing is kept from one request to the next.
    """

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        now = timezone.now()
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        found = tokens.find(secret.strip(), at=now) if secret and scheme.lower() == SCHEME else None
        if found is None:
            if secret:
                # Only what is wrong counts: a program that has its token is never kept waiting by those that have none.
                attempts.require_from(request, Tried.CODE)
            return errors.no_token(request)
        token, standing = found
        programme = token.programme
        member = Member(user=token.user, programme=programme, standing=standing, programmes=(programme,))
        visit(request).member = member
        if _cannot_be_read(request):
            return errors.bad_request(request)
        with timezone.override(programme.zone):
            response = view(request, member, *args, **kwargs)
        if token.used_at is None or token.used_at < now - seen.PAUSE:
            seen.note_token(number=token.pk, by=token.user, at=now)
        return response

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], guarded)


def _cannot_be_read(request: HttpRequest) -> bool:
    """Whether the address is a former one, which for a page leads on, or holds what no text that is kept can."""
    is_former = "voice" in request.GET or request.GET.get("section") == WHOLE
    return is_former or any("\0" in text for _name, texts in request.GET.lists() for text in texts)
