"""Addresses of former times: pages that have a new one."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve
from django.views.decorators.http import require_safe

#: The first part of an address as it was, and as it is; what follows it is the same.
MOVED = {
    "over-time": "changes",
    "two-sides": "two-views",
    "two-views/sheet": "two-views",
    "plane": "ownership",
    "findings": "overlaps",
}


@login_not_required
@require_safe
def moved(request: HttpRequest, page: str, rest: str) -> HttpResponse:
    """Lead to the address of today with the same query; 404 where there is none."""
    address = f"/{MOVED[page]}/{rest}"
    resolve(address)
    query = request.META["QUERY_STRING"]
    return HttpResponsePermanentRedirect(address + (f"?{query}" if query else ""))
