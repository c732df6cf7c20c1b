"""What the activities show: overlaps, incompatibilities, gaps and the load on each structure."""

from django.http import Http404, HttpRequest, HttpResponse

from coordination.views.guards import Place, in_programme


@in_programme
def register(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def dismiss(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def load_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404
