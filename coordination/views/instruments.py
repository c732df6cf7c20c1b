"""Method: the rubric, the conventions and how every figure is made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coordination.queries import instruments
from coordination.views.guards import Place, in_programme


@in_programme
def method(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the newest published instrument and the method."""
    versions = instruments.versions()
    context = {"instrument": instruments.value(versions[0][0]) if versions else None}
    return render(request, "coordination/instruments/method.html", context)
