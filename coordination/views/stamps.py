"""What a form carries unseen, and what it was when it was sent: who wrote it, where, and what."""

import re

from django.http import HttpRequest

from coordination.forms.kept import LONGEST, NUMBER, STAMP, Kept, Stamp, fields_of, read_stamp
from coordination.views.guards import Place

_NUMBER = re.compile(r"[0-9a-f]{8}")


def stamp_of(request: HttpRequest) -> str:
    """Return the stamp for the forms of this page; empty for who has no place."""
    place: Place | None = getattr(request, "place", None)
    if place is None:
        return ""
    known: str | None = getattr(request, "stamp", None)
    if known is None:
        stamp = Stamp(
            person=place.user.pk,
            programme=place.programme.code,
            side=place.standing.side or "",
            page=request.get_full_path(),
        )
        known = request.stamp = stamp.signed()  # type: ignore[attr-defined]
    return known


def number_sent(request: HttpRequest) -> str:
    """Return which waiting form was sent again, so that the page that refuses it still knows."""
    return number_in(request.POST.get(NUMBER, "")) if request.method == "POST" else ""


def number_in(text: str) -> str:
    """Return the number of a waiting form, empty for any other text."""
    return text if _NUMBER.fullmatch(text) else ""


def posted(request: HttpRequest, *, longest: int | None = LONGEST) -> Kept:
    """Return the form that was sent with this request; NotKept where nothing tells who wrote it."""
    return Kept(
        stamp=read_stamp(request.POST.get(STAMP, ""), longest=longest),
        address=request.get_full_path(),
        fields=fields_of(request.POST.lists()),
        number=number_sent(request),
    )
