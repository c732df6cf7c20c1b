"""What can go wrong: the risks in the programme and in each structure."""

from django.http import Http404, HttpRequest, HttpResponse

from coordination.views.guards import Place, in_programme


@in_programme
def register(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def observe(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404
