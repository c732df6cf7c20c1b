"""The five success criteria of the programme as a whole."""

from django.http import Http404, HttpRequest, HttpResponse

from coordination.views.guards import Place, in_programme


@in_programme
def success(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def success_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404
