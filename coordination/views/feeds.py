"""The calendar that a phone may read: its secret address, and the calendar itself."""

from datetime import UTC, date, datetime, time, tzinfo
from hashlib import sha256

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from coordination import mail
from coordination.actions import feeds as actions
from coordination.documents import calendars
from coordination.documents.calendars import Appointment
from coordination.permissions import Action
from coordination.presenters.sentences import local
from coordination.queries import feeds
from coordination.queries.feeds import Dates, Planned, Promised
from coordination.views import errors
from coordination.views.decorators import Member, by_secret, in_programme


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """Say what the calendar is; make its address, which is shown this once, or remove it."""
    member.require(Action.NOTE)
    address = ""
    if request.method == "POST":
        wanted = request.POST.get("what")
        if wanted == "remove":
            actions.remove(programme=member.programme, by=member.user, at=timezone.now())
            messages.success(request, _("The address is removed. Calendars that read it get nothing more."))
            return redirect("feed-page")
        if wanted != "make":
            return errors.bad_request(request)
        secret = actions.make(programme=member.programme, by=member.user, at=timezone.now())
        mail.tell(request, member.user, "calendar")
        # Shown in this answer: a redirect would have to keep the secret somewhere on its way.
        address = request.build_absolute_uri(reverse("feed-calendar", args=[secret]))
    context = {
        "address": address,
        "subscribe": f"webcal://{address.split('://', 1)[1]}" if address else "",
        "made_at": feeds.made_at(member.user, member.programme),
        "days": feeds.PAST.days,
    }
    # Not “no-referrer”, as below: a browser would then send the form of this page without saying where it comes from.
    return render(request, "coordination/feeds/page.html", context)


@require_safe
@by_secret
def calendar(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer the person's planned meetings and their side's open commitments, in their language."""
    today = timezone.localdate()
    side = member.standing.side
    with override(member.user.language):
        # Within it: the names of kinds are words, too.
        dates = feeds.dates(member.user, member.programme, side=side, today=today)
        body = calendars.ical_bytes(
            _("SSR: %(programme)s") % {"programme": _programme(member)},
            member.user.language,
            _appointments(request, member, dates),
            # The beginning of the day, so that an unchanged calendar is the same file.
            stamped=datetime.combine(today, time(), UTC),
        )
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Language"] = member.user.language
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response) or response


def _programme(member: Member) -> str:
    is_french = member.user.language == "fr"
    return member.programme.name_fr if is_french else member.programme.name_en


def _appointments(request: HttpRequest, member: Member, dates: Dates) -> list[Appointment]:
    home = f"{member.programme.code}.ssr-assessment"
    zone = member.programme.zone
    planned = [_meeting(request, each, home, zone) for each in dates.planned]
    return planned + [_due(request, each, home) for each in dates.promised]


def _meeting(request: HttpRequest, one: Planned, home: str, zone: tzinfo) -> Appointment:
    begins: date | datetime = one.on
    if one.at is not None:
        begins = datetime.combine(one.on, one.at, zone)
    lines = [str(one.kind).capitalize()]
    if one.people:
        lines.append(_("With: %(people)s") % {"people": one.people})
    if one.structure:
        lines.append(_("Structure: %(code)s") % {"code": one.structure})
    return Appointment(
        uid=f"contact-{one.code}@{home}",
        begins=begins,
        ends=None if one.ends is None else datetime.combine(one.on, one.ends, zone),
        title=_marked(one.subject, is_invented=one.is_invented),
        details="\n".join(lines),
        address=request.build_absolute_uri(reverse("contact-detail", args=[one.id])),
        version=one.version,
        is_reminder=False,
    )


def _due(request: HttpRequest, one: Promised, home: str) -> Appointment:
    lines = [_("Commitment of: %(owner)s") % {"owner": local(one.owner)}]
    if one.structure:
        lines.append(_("Structure: %(code)s") % {"code": one.structure})
    return Appointment(
        uid=f"commitment-{one.code}@{home}",
        begins=one.due_on,
        title=_marked(_("Due: %(text)s") % {"text": local(one.text)}, is_invented=one.is_invented),
        details="\n".join(lines),
        address=request.build_absolute_uri(reverse("commitment-detail", args=[one.id])),
        version=one.version,
        is_reminder=True,
    )


def _marked(title: str, *, is_invented: bool) -> str:
    return f"{title} · {_('invented for the demonstration')}" if is_invented else title
