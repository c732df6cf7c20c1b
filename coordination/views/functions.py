"""Functions of the common plan, standards and equipment families."""

from django.http import Http404, HttpRequest, HttpResponse

from coordination.views.guards import Place, in_programme


@in_programme
def register(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404
