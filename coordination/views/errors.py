"""Answers when something cannot be done: what happened, and what to do."""

import logging
import sys
from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.attempts import TooManyError
from coordination.domain.evidence import OutOfReach
from coordination.domain.problems import Problem
from coordination.models import User
from coordination.presenters import limits as limits_words
from coordination.presenters import problems
from coordination.queries import health
from coordination.views import kept, metrics, responses
from coordination.views.decorators import NoMembership, ProofTooOld, visit
from ssr_assess import logs

logger = logging.getLogger("coordination")

#: Where programs of readers ask; they are answered in JSON, whatever they say they take.
API = "/api/"
#: Seconds after which a script may ask again.
RETRY_AFTER = 10
#: From here on the fault is not the reader's: a script is told the reference, too.
SERVER_FAULT = 500


def page(request: HttpRequest, *, status: int, title: str, sentences: Iterable[str]) -> HttpResponse:
    """Return an error page, or JSON for a script; its reference finds the lines that the log has of the request."""
    sentences, reference = list(sentences), logs.reference()
    if wants_json(request):
        if status < SERVER_FAULT or not reference:
            return JsonResponse({"error": " ".join(sentences)}, status=status)
        said = " ".join([*sentences, _("Reference: %(reference)s") % {"reference": reference}])
        return JsonResponse({"error": said, "reference": reference}, status=status)
    visit(request).is_refused = True
    context = {"title": title, "sentences": sentences, "status": status, "reference": reference}
    return render(request, "errors/error.html", context, status=status)


def wants_json(request: HttpRequest) -> bool:
    """Whether the request comes from a script of ours, or from a program of a reader."""
    return request.path_info.startswith(API) or "application/json" in request.headers.get("Accept", "")


def refused(request: HttpRequest, found: Iterable[Problem], *, status: int = 409) -> HttpResponse:
    """Return the page that says why nothing was done."""
    return page(
        request,
        status=status,
        title=_("Nothing was changed"),
        sentences=problems.texts(found),
    )


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; 503 where a session could not be kept since the database is out of reach."""
    if health.is_out_of_reach(exception):
        return server_error(request)
    return page(
        request,
        status=400,
        title=_("This address cannot be read"),
        sentences=[
            _("A part of the address or of the form is not what this page understands. Nothing was changed.")
        ],
    )


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    if isinstance(exception, ProofTooOld):
        return responses.proof_page(request)
    if isinstance(exception, NoMembership):
        sentences = [
            _(
                "Your account has no place in any programme yet. Ask an administrator of your programme to give you one."
            )
        ]
        return page(request, status=403, title=_("No programme yet"), sentences=sentences)
    return page(
        request,
        status=403,
        title=_("Not for your role"),
        sentences=[_("Your role in this programme does not allow this. Nothing was changed.")],
    )


def no_token(request: HttpRequest) -> HttpResponse:
    """401 for a program whose token is not known, has expired or was ended."""
    said = _("This token is not known, has expired or was ended. Make a new one on the page of your account.")
    response = page(request, status=401, title=_("No token"), sentences=[said])
    response["WWW-Authenticate"] = "Bearer"
    return response


@login_not_required
def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose key has expired; what the reader typed into it comes back where that can be."""
    said: HttpResponse | str | None = ""
    if not wants_json(request):
        if isinstance(request.user, User):
            said = kept.stale(request, request.user)
        elif sealed := responses.sealed_sent(request):
            said = responses.sign_in_page(request, sealed=sealed, said=responses.carried())
        else:
            said = responses.signed_out(request)
    if isinstance(said, HttpResponse):
        return said
    sentence = said or _("Go back, reload the page and send it again; nothing was changed.")
    return page(request, status=403, title=_("This form has expired"), sentences=[sentence])


def not_stored(request: HttpRequest, sentence: str) -> HttpResponse:
    """409 for a form that was written for another place than the reader's."""
    return page(request, status=409, title=_("Nothing was changed"), sentences=[sentence])


def written_elsewhere(request: HttpRequest) -> HttpResponse:
    """403 for a script whose page was opened by another person, in another programme or on another side."""
    return page(
        request,
        status=403,
        title=_("Nothing was changed"),
        sentences=[_("Somebody else is signed in now, or another programme is chosen. Nothing was stored.")],
    )


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return page(
        request,
        status=404,
        title=_("Not found"),
        sentences=[_("There is nothing here that you may see. The address may be mistyped or out of date.")],
    )


@login_not_required
def unknown_host(request: HttpRequest) -> HttpResponse:
    """400 for a name under which the site is not known."""
    return page(
        request,
        status=400,
        title=_("Not the name of this site"),
        sentences=[_("This site does not answer under the name in the address. Check the address.")],
    )


@login_not_required
def length_missing(request: HttpRequest) -> HttpResponse:
    """411 for a body that does not say how long it is."""
    return page(
        request,
        status=411,
        title=_("The length is missing"),
        sentences=[_("What was sent does not say how long it is, so it was not read. Nothing was changed.")],
    )


@login_not_required
def too_large(request: HttpRequest, *, megabytes: int) -> HttpResponse:
    """413 for a body that is too long."""
    said = _(
        "More was sent than this page takes (%(megabytes)d MB), so it was not read. Nothing was changed."
    )
    return page(request, status=413, title=_("Too much at once"), sentences=[said % {"megabytes": megabytes}])


def later(request: HttpRequest, *, status: int, title: str, sentence: str, seconds: int) -> HttpResponse:
    """429 or 503: nothing was done, and it may be tried again after so many seconds."""
    response = page(request, status=status, title=title, sentences=[sentence])
    response["Retry-After"] = str(seconds)
    return response


def too_many(request: HttpRequest, found: TooManyError) -> HttpResponse:
    """429: a limit of attempts is reached."""
    said = limits_words.too_many(found.what, found.seconds)
    return later(request, status=429, title=limits_words.title(), sentence=said, seconds=found.seconds)


def busy(request: HttpRequest) -> HttpResponse:
    """503: as many passwords as may be are being checked."""
    said = limits_words.busy()
    return later(request, status=503, title=limits_words.title(), sentence=said, seconds=RETRY_AFTER)


def address_too_long(request: HttpRequest, *, characters: int) -> HttpResponse:
    """400 for an address that is longer than is read."""
    said = _(
        "This address is longer than the %(characters)d characters that are read, so nothing was looked up. "
        "Choose fewer filters, or begin again from the menu."
    )
    title = _("This address is too long")
    return page(request, status=400, title=title, sentences=[said % {"characters": characters}])


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where a database or the files are out of reach: with a reference that stands in the log, too."""
    fault = sys.exc_info()[1]
    is_out_of_reach = health.is_out_of_reach(fault)
    if is_out_of_reach:
        metrics.count_failure()
    are_files_out_of_reach = isinstance(fault, OutOfReach)
    is_ours = not (is_out_of_reach or are_files_out_of_reach or health.is_not_migrated(fault))
    status = 500 if is_ours else 503
    logger.error("answered %d to %s %s, reference %s", status, request.method, request.path, logs.reference())
    # Perhaps it is the database that is down: draw the page without asking it who reads, nor for messages.
    request.user = AnonymousUser()
    vars(request).pop("_messages", None)
    title = _("Something went wrong here") if is_ours else _("Not available just now")
    if is_ours:
        said = _(
            "The error is ours and has been logged. Try again; if it happens again, quote this reference."
        )
    elif are_files_out_of_reach:
        said = _(
            "The place where photos and PDFs are kept is not responding. Nothing was stored: try again in a"
            " moment. If this goes on, quote this reference."
        )
    elif is_out_of_reach:
        said = _(
            "The database is not responding. What you last sent may not have been stored: try again in a moment. If"
            " this goes on, quote this reference."
        )
    else:
        said = _(
            "The database is being set up or updated. Nothing was changed: try again in a few minutes. If this goes"
            " on, quote this reference."
        )
    response = page(request, status=status, title=title, sentences=[said])
    if not is_ours:
        response["Retry-After"] = str(RETRY_AFTER)
    return response
