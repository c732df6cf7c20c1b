"""Contacts: calls and meetings, planned and held."""

from django.http import Http404, HttpRequest, HttpResponse

from coordination.views.guards import Place, in_programme


@in_programme
def register(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def add(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def detail(request: HttpRequest, place: Place, contact_id: int) -> HttpResponse:
    """STUB."""
    raise Http404
