"""Where it can go wrong: the two traps, for one structure."""

from django.http import Http404, HttpRequest, HttpResponse

from coordination.views.guards import Place, in_programme


@in_programme
def detail(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    """STUB."""
    raise Http404
