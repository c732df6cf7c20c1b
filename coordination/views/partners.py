"""Partners: the register, one partner, its names, and who sits and works where."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.actions import partners as actions
from coordination.actions.partners import PartnerFacts
from coordination.domain.problems import Refused
from coordination.forms.partners import AddPartnerForm, ChangePartnerForm
from coordination.models import Partner
from coordination.permissions import Action
from coordination.presenters import sentences
from coordination.queries import matrices, names, partners
from coordination.queries.matrices import Matrix, SeatRole, SupportCell
from coordination.queries.paging import Paged
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import choice_asked, day_asked, page_asked, pager, refuse, search_asked

FACTS = tuple(each.name for each in fields(PartnerFacts))


@require_safe
@in_programme
def index(request: HttpRequest, place: Member) -> HttpResponse:
    """List the partners, searched, of one kind and side."""
    search = search_asked(request)
    kind = choice_asked(request, "kind", Partner.Kind.values)
    side = choice_asked(request, "side", Partner.Side.values)
    found = partners.index(
        place.programme,
        today=timezone.localdate(),
        language=get_language() or "en",
        search=search,
        kind=kind,
        side=side,
        page=page_asked(request),
    )
    context = {
        "register": found,
        "search": search,
        "kind": kind,
        "side": side,
        "kinds": partners.KINDS,
        "sides": partners.SIDES,
        "pager": pager(request, found),
        "can_keep": place.may(Action.KEEP),
    }
    return render(request, "coordination/partners/list.html", context)


@require_safe
@in_programme
def detail(request: HttpRequest, place: Member, partner_id: int) -> HttpResponse:
    """Show what a partner wants, what it does, and whether it delivers."""
    row = get_object_or_404(
        Partner.objects.select_related("programme"), programme=place.programme, pk=partner_id
    )
    context = {
        "one": partners.one(place.user, row, today=timezone.localdate()),
        "can_keep": place.may(Action.KEEP),
    }
    return render(request, "coordination/partners/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def add(request: HttpRequest, place: Member) -> HttpResponse:
    """Record a partner."""
    place.require(Action.KEEP)
    form = AddPartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add(
                programme=place.programme,
                facts=_facts(form.cleaned_data),
                code=form.cleaned_data["code"],
                by=place.user,
                at=timezone.now(),
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The partner is recorded."))
            return redirect("partner-detail", made.pk)
    return _page(request, {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def edit(request: HttpRequest, place: Member, partner_id: int) -> HttpResponse:
    """Change what is known of a partner; rename it."""
    row = get_object_or_404(Partner, programme=place.programme, pk=partner_id)
    place.require(Action.KEEP)
    initial = {name: getattr(row, name) for name in FACTS} | {"base_version": row.version}
    form = ChangePartnerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                partner=row,
                facts=_facts(form.cleaned_data),
                former_until=form.cleaned_data["former_until"],
                base_version=form.cleaned_data["base_version"],
                by=place.user,
                at=timezone.now(),
            )
        except Refused as refused:
            refuse(form, refused, renewed={"base_version": row.version})
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("partner-detail", row.pk)
    return _page(request, {"form": form, "partner_id": row.pk, "name": names.name(row)})


def _facts(given: dict[str, Any]) -> PartnerFacts:
    return PartnerFacts(**{name: given[name] for name in FACTS})


def _page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    status = 400 if request.method == "POST" else 200
    return render(request, "coordination/partners/form.html", context, status=status)


@require_safe
@in_programme
def seats(request: HttpRequest, place: Member) -> HttpResponse:
    """Show who sits where on a day: partners against structures."""
    return _matrix(request, place, matrices.of_seats, "coordination/partners/seats.html")


@require_safe
@in_programme
def seats_csv(request: HttpRequest, place: Member) -> HttpResponse:
    """Answer who sits where on the same day, of all partners that match, as CSV."""
    asked = _asked(request)
    found = matrices.of_seats(place.programme, page=None, **asked)
    return responses.csv("who-sits-where", _table(found, asked["on"], _role))


@require_safe
@in_programme
def functions(request: HttpRequest, place: Member) -> HttpResponse:
    """Show who does what where on a day: partners against functions."""
    return _matrix(request, place, matrices.of_functions, "coordination/partners/functions.html")


@require_safe
@in_programme
def functions_csv(request: HttpRequest, place: Member) -> HttpResponse:
    """Answer who does what where on the same day, of all partners that match, as CSV."""
    asked = _asked(request)
    found = matrices.of_functions(place.programme, page=None, **asked)
    return responses.csv("who-does-what-where", _table(found, asked["on"], _support))


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Return the day, the search and the side of a matrix; 404 for what is no day or no side."""
    return {
        "on": day_asked(request) or timezone.localdate(),
        "language": get_language() or "en",
        "search": search_asked(request),
        "side": choice_asked(request, "side", Partner.Side.values),
    }


def _matrix(
    request: HttpRequest, place: Member, query: Callable[..., Matrix[Any]], template: str
) -> HttpResponse:
    asked = _asked(request)
    found = query(place.programme, page=page_asked(request), **asked)
    context = asked | {
        "matrix": found,
        "sides": partners.SIDES,
        "pager": pager(
            request, Paged(listed=found.rows, total=found.total, page=found.page, pages=found.pages)
        ),
        "query": request.GET.urlencode(),
    }
    return render(request, template, context)


def _table(found: Matrix[Any], on: date, words: Callable[[Any], str]) -> list[list[str]]:
    """Return a matrix as rows of text for a file."""
    columns = [sentences.local(each.name) or _("no function recorded") for each in found.head]
    return [
        [_("As of"), on.isoformat()],
        [_("Partner"), _("Side"), *columns],
        *(
            [
                sentences.local(row.partner),
                row.side,
                *("; ".join(map(words, cell.entries)) for cell in row.cells),
            ]
            for row in found.rows
        ),
    ]


def _role(entry: SeatRole) -> str:
    return entry.role if entry.is_certain else _("%(what)s (possible)") % {"what": entry.role}


def _support(entry: SupportCell) -> str:
    what = ", ".join(filter(None, (entry.kind, sentences.local(entry.recipient), entry.place)))
    if entry.is_invented:
        what = f"{what} ({_('invented for the demonstration')})"
    return what if entry.is_certain else _("%(what)s (possible)") % {"what": what}
