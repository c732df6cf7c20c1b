"""Counts for whoever watches the machine: off unless the settings name a token, by which alone they are read."""

from functools import cache
from hmac import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver
from django.views.decorators.http import require_safe

from ssr_assess.metrics import counts

#: What the middleware answers before anything asks where an address leads.
WATCHED = {"/healthz": "health-alive", "/readyz": "health-ready", "/metrics": "metrics"}


def may_read(request: HttpRequest) -> bool:
    """Whether there are counts, and the request shows the token."""
    shown, token = request.headers.get("Authorization", ""), settings.METRICS_TOKEN
    return bool(token) and compare_digest(shown.encode(), f"Bearer {token}".encode())


@require_safe
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """Return the counts of all processes of this server.

    Raises:
        Http404: there are none, or the token is missing.
    """
    if not may_read(request):
        raise Http404
    return HttpResponse(counts.text(views=names()), content_type="text/plain; version=0.0.4; charset=utf-8")


def count(request: HttpRequest, *, status: int, seconds: float) -> None:
    """Count an answer, where that is wanted: by the view's name, whatever it was about."""
    if settings.METRICS_TOKEN:
        counts.add(views=names(), view=_name(request), status=status, seconds=seconds)


def count_failure() -> None:
    """Count that the database failed a request, where that is wanted."""
    if settings.METRICS_TOKEN:
        counts.add_failure(views=names())


@cache
def names() -> tuple[str, ...]:
    """Return the name of each view, of the administration and of files; an address that leads nowhere is “none”."""
    routes = sorted(name for name in get_resolver().reverse_dict if isinstance(name, str))
    return (*routes, "admin", "static", "none")


def _name(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    if match is None:
        # Answered before anything asks where an address leads.
        if request.path_info in WATCHED:
            return WATCHED[request.path_info]
        return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"
    return "admin" if match.app_names else str(match.view_name)
