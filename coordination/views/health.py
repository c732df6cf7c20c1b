"""For whoever watches the machine: is the program alive, and can it work?

The middleware calls these first of all, before anything asks for a host, a session or the database.
"""

from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from coordination.queries import health
from coordination.views import metrics


@require_safe
@login_not_required
def alive(request: HttpRequest) -> HttpResponse:
    """Answer as long as the program runs."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and every migration is applied, else 503."""
    try:
        is_migrated = health.is_migrated()
    except Error:
        metrics.count_failure()
        return HttpResponse("no database", status=503, content_type="text/plain")
    if not is_migrated:
        return HttpResponse("not migrated", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
