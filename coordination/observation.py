"""What is noted of every request, around all else: its number, and one line in the log.

The line never holds the address as it was asked for (what follows “?” is left out, and so is what opens a calendar or an
account), nor anything that was sent or answered.
"""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from coordination import attempts
from coordination.views import metrics
from ssr_assess import logs

logger = logging.getLogger("coordination.requests")

HEADER = "X-Request-ID"
#: What the program refuses to do, beside what it cannot.
REFUSALS = frozenset({403, 404, 409, 429})


class ObservationMiddleware:
    """Gives the request its number, counts it, and tells what became of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the number in a header."""
        began = time.perf_counter()
        # Only a proxy of ours may say it: whoever else could choose the lines in which they are found.
        given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
        number = logs.begin_request(given)
        response = self.get_response(request)
        response[HEADER] = number
        seconds = time.perf_counter() - began
        metrics.count(request, status=response.status_code, seconds=seconds)
        # Who watches asks every few seconds.
        if request.path_info not in metrics.WATCHED or response.status_code != 200:
            _tell(request, response, round(1000 * seconds))
        return response


def _tell(request: HttpRequest, response: HttpResponse, milliseconds: int) -> None:
    status, path = response.status_code, logs.without_secrets(request.path)
    match = getattr(request, "resolver_match", None)
    logger.log(
        _level(status),
        "%s %s %d",
        request.method,
        path,
        status,
        extra={
            "method": request.method,
            "path": path,
            "view": match.view_name if match else None,
            "status": status,
            "ms": milliseconds,
            "person": _person(request),
            "client": attempts.client_address(request),
        },
    )


def _level(status: int) -> int:
    if status >= 500:
        return logging.ERROR
    return logging.WARNING if status in REFUSALS else logging.INFO


def _person(request: HttpRequest) -> int | None:
    """Return the number of who is signed in, where the request had to know it: nothing is asked for this line."""
    found: int | None = getattr(getattr(request, "_cached_user", None), "pk", None)
    return found
