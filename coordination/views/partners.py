"""Partners: the register, one partner, its names, and who sits and works where."""

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
def detail(request: HttpRequest, place: Place, partner_id: int) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def edit(request: HttpRequest, place: Place, partner_id: int) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def seats(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def seats_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def functions(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def functions_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404
