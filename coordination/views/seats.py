"""Seats: who takes part in a structure, from when until when."""

from django.http import Http404, HttpRequest, HttpResponse

from coordination.views.guards import Place, in_programme


@in_programme
def add(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def edit(request: HttpRequest, place: Place, seat_id: int) -> HttpResponse:
    """STUB."""
    raise Http404
