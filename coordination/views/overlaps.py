"""What the activities show: overlaps, incompatibilities and gaps, dismissing one, and the load on structures."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coordination.actions import overlaps as actions
from coordination.domain.bilingual import Text
from coordination.domain.overlaps import OverlapKind
from coordination.forms.overlaps import DismissForm
from coordination.models import Dismissal
from coordination.permissions import Action
from coordination.presenters import overlaps as overlaps_words
from coordination.presenters import provenance
from coordination.presenters import spans as spans_words
from coordination.presenters import workload as workload_words
from coordination.queries import names, overlaps, workload
from coordination.queries.filters import PAGE, NoSuch
from coordination.queries.overlaps import Asked
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import choice_asked, day_asked, number_asked, page_asked, pager, save_form

FINGERPRINT = re.compile(r"[0-9a-f]{64}", re.ASCII)


@require_safe
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """List what was found, by kind, certain or possible; what is dismissed; and the load on each structure."""
    return _page(request, member)


def _by_name(named: Iterable[tuple[int, Text]], language: str) -> list[tuple[int, str]]:
    ordered = names.alphabetical(named, language, lambda each: each[1])
    return [(pk, name.get(language)) for pk, name in ordered]


@require_POST
@in_programme
def dismiss(request: HttpRequest, member: Member) -> HttpResponse:
    """Dismiss one finding with a reason; 400 without one, 409 where the finding has changed meanwhile."""
    member.require(Action.DISMISS)
    form = DismissForm(request.POST)

    def keep(given: dict[str, Any]) -> Dismissal:
        return actions.dismiss(
            programme=member.programme,
            kind=given["kind"],
            fingerprint=given["fingerprint"],
            on=given["on"] or timezone.localdate(),
            reason=given["reason"],
            by=member.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep) is None:
        # What stands beside no field is about the finding itself: it has changed, or is dismissed.
        is_gone = form.non_field_errors() and "reason" not in form.errors
        return _page(request, member, form, status=409 if is_gone else 400)
    query = request.GET.urlencode()
    said = _("The finding is dismissed. It comes back by itself when one of its activities changes.")
    return responses.done(request, said, reverse("overlap-list") + (f"?{query}" if query else ""))


@require_safe
@in_programme
def load_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Answer the load on every structure as a file."""
    on = day_asked(request) or timezone.localdate()
    found = workload.of_programme(member.programme, on)
    asked = responses.FileAsked(
        name="load", kind=kind, filters=[(_("Day"), on.isoformat())], readers=provenance.records()
    )
    return responses.tables_file(request, member, lambda: workload_words.table(found, on), asked)


def _page(
    request: HttpRequest, member: Member, form: DismissForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Show the findings that the address asks for, with what was wrong in a dismissal, if anything was."""
    asked = _asked(request)
    try:
        found = overlaps.index(member.programme, asked, page_asked(request))
    except NoSuch as missing:
        raise Http404 from missing
    is_whole = asked.activity is None and not asked.finding
    language = get_language() or "en"
    context = {
        "asked": asked,
        "found": found,
        "counts": [
            (kind, name, found.counts[kind], _address_of(request, kind))
            for kind, name in overlaps_words.kinds()
        ],
        "groups": overlaps_words.groups(found.open.listed),
        "dismissed": [overlaps_words.said(each) for each in found.dismissed],
        "functions": _by_name(found.functions, language),
        "recipients": _by_name(found.recipients, language),
        "headline": spans_words.headline(found.counted),
        "is_nothing": not (found.counted.is_recorded or found.open.total or found.dismissed_count),
        "drawn": spans_words.by_function(found.in_time.listed, asked.today),
        "not_drawn": found.in_time.more,
        "is_whole": is_whole,
        "can_keep": member.may(Action.KEEP),
        "is_filtered": bool(asked.kind or asked.function or asked.recipient or not is_whole),
        "form": form,
        "query": request.GET.urlencode(),
        "pager": pager(request, found.open),
        "can_dismiss": member.may(Action.DISMISS),
        **_loads(member, asked.on if is_whole else None),
    }
    return render(request, "coordination/overlaps/list.html", context, status=status)


def _loads(member: Member, on: date | None) -> dict[str, object]:
    """Return what the page says of the load on structures; nothing without a day."""
    loads = workload.of_programme(member.programme, on) if on else ()
    return {
        "loads": workload_words.lines(loads[:PAGE]),
        "load_months": [month.first for month in loads[0].months] if loads else [],
        "load_count": len(loads),
        "heat": workload_words.heat(),
        "how_counted": workload_words.how_counted(),
    }


def _address_of(request: HttpRequest, kind: OverlapKind) -> str:
    """Return the address of the findings of one kind, with the other filters as they are."""
    query = request.GET.copy()
    query.pop("page", None)
    query["kind"] = kind.value
    return f"?{query.urlencode()}"


def _asked(request: HttpRequest) -> Asked:
    """Return which findings the address asks for; 404 for what cannot be asked."""
    fingerprint = request.GET.get("finding", "")
    if fingerprint and not FINGERPRINT.fullmatch(fingerprint):
        raise Http404
    today = timezone.localdate()
    return Asked(
        on=day_asked(request) or today,
        today=today,
        kind=choice_asked(request, "kind", [*OverlapKind]),
        function=number_asked(request.GET, "function"),
        recipient=number_asked(request.GET, "recipient"),
        activity=number_asked(request.GET, "activity"),
        finding=fingerprint,
    )
