"""The six habits: a private list that nobody else reads."""

from django.http import Http404, HttpRequest, HttpResponse

from coordination.views.guards import Place, in_programme


@in_programme
def habits(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404
