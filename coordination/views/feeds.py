"""The calendar that a phone may read."""

from django.http import Http404, HttpRequest, HttpResponse

from coordination.views.guards import Place, in_programme


@in_programme
def page(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def calendar(request: HttpRequest, place: Place, secret: str) -> HttpResponse:
    """STUB."""
    raise Http404
