"""Activities: who supports which institution with what, to which standard, when."""

from django.http import Http404, HttpRequest, HttpResponse

from coordination.views.guards import Place, in_programme


@in_programme
def register(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def register_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def add(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def detail(request: HttpRequest, place: Place, activity_id: int) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def edit(request: HttpRequest, place: Place, activity_id: int) -> HttpResponse:
    """STUB."""
    raise Http404
