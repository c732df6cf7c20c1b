"""The lists that can be asked for, each with an address of its own, and their description."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from coordination.api import description, rows
from coordination.api.doors import by_token
from coordination.api.values import ApiPage
from coordination.queries import versions
from coordination.queries.versions import Shelf
from coordination.views import errors
from coordination.views.decorators import Member
from coordination.views.filters import follows_filters

#: How many things stand on a page: at most, and where nothing is asked for.
MOST, USUAL = 200, 50
#: Pages are numbered with so many digits at most.
DIGITS = 6
#: Answers as they were last given: where nothing was written since, nothing is asked again.
_KEPT: Shelf[bytes] = Shelf(64)
Rows = Callable[[HttpRequest, Member], Sequence[Any]]


@require_safe
@by_token
def programmes(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer the programme of the token."""
    return _answered(request, member, "programmes", rows.programmes)


@require_safe
@by_token
def structures(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer the structures."""
    return _answered(request, member, "structures", rows.all_structures)


@require_safe
@by_token
def questionnaires(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer the questionnaires."""
    return _answered(request, member, "questionnaires", rows.questionnaires)


@require_safe
@by_token
def rounds(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer the rounds."""
    return _answered(request, member, "rounds", rows.all_rounds)


@require_safe
@by_token
def assessments(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer the revealed and published assessments with their answers."""
    return _answered(request, member, "assessments", rows.assessments)


@require_safe
@by_token
@follows_filters
def comparison(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer the matrix of Compare for the filters of that page."""
    return _answered(request, member, "comparison", rows.compared)


@require_safe
@by_token
@follows_filters
def claims(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer the findings of Compare for the filters of that page."""
    return _answered(request, member, "claims", rows.all_claims)


@require_safe
@by_token
@follows_filters
def changes(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer the rounds of each structure for the filters of Changes."""
    return _answered(request, member, "changes", rows.all_changes)


@require_safe
@by_token
def activities(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer the activities."""
    return _answered(request, member, "activities", rows.all_activities)


@login_not_required
@require_safe
def described(_request: HttpRequest) -> HttpResponse:
    """Answer the description of all of this, which holds nothing of any programme."""
    return JsonResponse(description.document())


def _answered(request: HttpRequest, member: Member, name: str, found: Rows) -> HttpResponse:
    """Answer one page of what is found, or 304 where the program has it already.

    The mark of an answer (ETag) is of its bytes alone: it changes with what may be read and tells nothing else.
    """
    page, size = _number(request, "page", 1), _number(request, "limit", USUAL)
    if not page or not 0 < size <= MOST:
        return errors.bad_request(request)

    def made() -> bytes:
        everything = found(request, member)
        pages = max(1, -(-len(everything) // size))
        if page > pages:
            raise Http404
        shown = tuple(everything[(page - 1) * size : page * size])
        value: ApiPage[Any] = ApiPage(total=len(everything), page=page, pages=pages, results=shown)
        return description.of_page(name).dump_json(value)

    key = (member.programme.pk, member.standing, get_language(), request.get_full_path())
    body = _KEPT.get(key, versions.of_all(member.programme), made)
    response = HttpResponse(body, content_type="application/json")
    response["ETag"] = etag = f'"{sha256(body).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=etag, response=response) or response


def _number(request: HttpRequest, name: str, usual: int) -> int:
    """Return a number of the address; 0 where it is none."""
    text = request.GET.get(name, str(usual))
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0
