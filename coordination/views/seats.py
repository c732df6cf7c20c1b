"""Seats: who takes part in a structure, from when until when."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.actions import seats as actions
from coordination.forms.seats import SeatChangeForm, SeatForm
from coordination.models import Partner, Seat, Structure
from coordination.permissions import Action
from coordination.queries import seats, structures
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import save_form


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def add(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Record a seat in a structure."""
    structure = get_object_or_404(
        Structure.objects.select_related("programme"),
        programme=member.programme,
        slug=slug,
        is_programme=False,
    )
    member.require(Action.KEEP)
    form = SeatForm(request.POST or None, partners=seats.choices(member.programme, get_language() or "en"))

    def keep(given: dict[str, Any]) -> Seat:
        return actions.add(
            structure=structure,
            partner=_partner(member, given),
            role=given["role"],
            since=given["since"],
            until=given["until"],
            by=member.user,
            at=timezone.now(),
        )

    made = save_form(request, form, keep)
    if made is not None:
        said = _("The seat is recorded.")
        return responses.undoable(request, said, "seats", made.pk, "structure-seats", structure.slug)
    return _page(request, form, structure, None)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def edit(request: HttpRequest, member: Member, seat_id: int) -> HttpResponse:
    """Change or end a seat."""
    row = get_object_or_404(
        Seat.objects.select_related("structure__programme", "partner"),
        structure__programme=member.programme,
        pk=seat_id,
    )
    member.require(Action.KEEP)
    initial = {
        "partner": row.partner_id,
        "role": row.role,
        "since": row.since,
        "until": row.until,
        "base_version": seats.version(row),
    }
    form = SeatChangeForm(
        request.POST or None,
        partners=seats.choices(member.programme, get_language() or "en"),
        initial=initial,
    )

    def keep(given: dict[str, Any]) -> Seat:
        return actions.change(
            seat=row,
            partner=_partner(member, given),
            role=given["role"],
            since=given["since"],
            until=given["until"],
            base_version=given["base_version"],
            by=member.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep, renewed={"base_version": seats.version(row)}) is not None:
        said = _("The seat is saved.")
        return responses.undoable(request, said, "seats", row.pk, "structure-seats", row.structure.slug)
    return _page(request, form, row.structure, row)


def _partner(member: Member, given: dict[str, Any]) -> Partner:
    return get_object_or_404(Partner, programme=member.programme, pk=given["partner"])


def _page(request: HttpRequest, form: SeatForm, structure: Structure, row: Seat | None) -> HttpResponse:
    context = {
        "form": form,
        "structure": structures.structure_value(structure),
        "quote": row.quote if row else "",
        "is_new": row is None,
        "seat_id": row.pk if row else None,
    }
    return responses.form_page(request, "coordination/seats/form.html", context)
