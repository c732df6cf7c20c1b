"""What waits on a device: its list, for the person who wrote it alone; each is sent from there once, or discarded."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.actions import deliveries
from coordination.forms.kept import NotKept, Why
from coordination.forms.waiting import (
    FROM_LIST,
    Sealed,
    SealedForm,
    Written,
    open_sealed,
    operation_in,
    person_marks,
    place_mark,
    place_marks,
    public_key,
)
from coordination.permissions import programmes_visible_to, standings
from coordination.queries import deliveries as queries
from coordination.views import errors
from coordination.views.decorators import Member, in_programme

P = ParamSpec("P")
#: The cookie that tells the device what was stored, so that it forgets its copy.
STORED = f"{settings.COOKIE_PREFIX}stored"


def stored_once(
    view: Callable[Concatenate[HttpRequest, Member, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Member, P], HttpResponse]:
    """Store a form once by the number that it brings, however often it comes; tell the device when it is stored."""

    @wraps(view)
    def guarded(request: HttpRequest, member: Member, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        number = operation_in(request.POST) if request.method == "POST" else None
        if number is None:
            return view(request, member, *args, **kwargs)
        answer = deliveries.once(
            op_id=number,
            step=lambda: view(request, member, *args, **kwargs),
            leads_to=lambda response: response.get("Location", "") if response.status_code == 302 else "",
            programme=member.programme,
            by=member.user,
            at=timezone.now(),
        )
        if isinstance(answer, str):
            messages.info(request, _("This was stored before. It was not stored a second time."))
            answer = redirect(answer)
        elif answer.status_code != 302:
            return answer
        if FROM_LIST in request.POST:
            answer = redirect("waiting-list")
        answer.set_cookie(STORED, str(number), max_age=600, samesite="Lax", secure=settings.PRODUCTION)
        return answer

    return cast(Callable[Concatenate[HttpRequest, Member, P], HttpResponse], guarded)


def words_for(member: Member) -> dict[str, str]:
    """Return what a page tells the device: the server's key, under which marks it knows the person, and their place."""
    return {
        "key": public_key(),
        "persons": " ".join(person_marks(member.user.pk)),
        "place": place_mark(member.user.pk, member.programme.code, member.standing.side or ""),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """Show the page on which the device lists what waits; open one sealed text of it, for its person and place."""
    if request.method != "POST":
        return render(request, "coordination/waiting/list.html", {"is_leaving": "leaving" in request.GET})
    form = SealedForm(request.POST)
    if not form.is_valid():
        return errors.bad_request(request)
    sealed = form.sealed()
    context: dict[str, object] = {"number": sealed.number}
    if refusal := _refusal(member, sealed):
        return render(request, "coordination/waiting/_one.html", context | {"refusal": refusal})
    if queries.is_stored(sealed.number, user=member.user):
        return render(request, "coordination/waiting/_one.html", context | {"is_stored": True})
    try:
        written = open_sealed(sealed)
    except NotKept as lost:
        return render(request, "coordination/waiting/_one.html", context | {"refusal": _cannot(lost.why)})
    context |= {"written": written, "fields": _fields(member, written)}
    return render(request, "coordination/waiting/_one.html", context)


def _refusal(member: Member, sealed: Sealed) -> str:
    """Say why this person is not shown a text here; empty where they are."""
    user = member.user
    if sealed.person not in person_marks(user.pk):
        return _("Somebody else wrote this on this device. It is neither shown nor sent.")
    if sealed.place in place_marks(user.pk, member.programme.code, member.standing.side or ""):
        return ""
    programmes = {each.pk: each for each in programmes_visible_to(user)}
    for standing in standings(user):
        programme = programmes.get(standing.programme_id)
        if programme is None:
            continue
        if sealed.place in place_marks(user.pk, programme.code, standing.side or ""):
            return _(
                "You wrote this in another programme, %(name)s. Choose that programme, then open this page again."
            ) % {"name": programme.name_fr if get_language() == "fr" else programme.name_en}
    return _(
        "Your place has changed since you wrote this. It is not opened, and not delivered to your new place."
    )


def _cannot(why: Why) -> str:
    if why is Why.TOO_LARGE:
        return _("This is too long to be sent from here.")
    return _("This can no longer be opened: it was changed, or sealed for another server.")


def _fields(member: Member, written: Written) -> tuple[tuple[str, str], ...]:
    """Return what is sent; an answer over the version that the person's own earlier save got, if that arrived."""
    name = written.version_field
    if not name or written.after is None:
        return written.fields
    version = queries.version_after(written.after, name.partition("-")[0], user=member.user)
    if version is None:
        return written.fields
    return tuple((field, str(version) if field == name else value) for field, value in written.fields)


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show what the device shows where there is no connection: nothing of anybody, and what waits."""
    return render(request, "coordination/waiting/offline.html")


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Answer with the script that works beside the pages; another release is another script."""
    release = getattr(staticfiles_storage, "manifest_hash", "") or "none"
    template = "coordination/waiting/service-worker.js"
    return render(request, template, {"release": release}, content_type="text/javascript; charset=utf-8")
