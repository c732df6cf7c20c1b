"""Structures: the register, one structure, and its full card in one round."""

from dataclasses import fields

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.actions import structures as actions
from coordination.domain import risks
from coordination.domain.problems import Refused
from coordination.domain.vocabulary import SIDES
from coordination.forms.structures import AddStructureForm, ChangeStructureForm
from coordination.models import Round, Structure
from coordination.permissions import Action
from coordination.presenters import confidence, ownership, recommendations
from coordination.queries import (
    leaders,
    meetings,
    reveal,
    rounds,
    seats,
    structure_history,
    structures,
    traps,
    voices,
)
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import choice_asked, refuse, search_asked


@require_safe
@in_programme
def index(request: HttpRequest, place: Member) -> HttpResponse:
    """List the programme's structures, searched and filtered."""
    search = search_asked(request)
    sector = choice_asked(request, "sector", Structure.Sector.values)
    everything = structures.index(place.programme)
    matching = structures.index(place.programme, search=search) if search else everything
    sectors = structures.sectors(everything)
    context = {
        "structures": [each for each in matching if sector in ("", each.sector)],
        "search": search,
        "sector": sector,
        "statements": structures.statements(place.programme, None),
        "sectors": [(each, Structure.Sector(each).label) for each in sectors],
        "lives": meetings.lives(place.user, place.programme, timezone.localdate()),
        "can_keep": place.may(Action.KEEP),
    }
    return render(request, "coordination/structures/list.html", context)


@require_safe
@in_programme
def detail(request: HttpRequest, place: Member, slug: str) -> HttpResponse:
    """Show one structure: facts, seats, latest card of each side, history, and what sources say."""
    row = get_object_or_404(
        Structure.objects.select_related("programme", "parent", "predecessor"),
        programme=place.programme,
        slug=slug,
    )
    if row.is_programme:
        return redirect("success")
    history = structure_history.history(
        structures.structure_value(row), user=place.user, programme=place.programme
    )
    context = {
        "facts": structures.facts(row),
        "history": history,
        "position": ownership.of_history(history),
        "steps": recommendations.of_history(history),
        "can_commit": place.may(Action.COMMIT),
        "leading": leaders.leading(row, timezone.localdate()),
        "traps": ownership.of_signs(traps.counts(place.programme, row)),
        "meetings": meetings.of_structure(place.user, row, timezone.localdate()),
        "can_keep": place.may(Action.KEEP),
        "can_note": place.may(Action.NOTE),
    }
    return render(request, "coordination/structures/detail.html", context)


@require_safe
@in_programme
def card(request: HttpRequest, place: Member, slug: str, label: str) -> HttpResponse:
    """Show every answer on a structure in a round, with its basis, sources, side and date."""
    structure = get_object_or_404(Structure, programme=place.programme, slug=slug)
    round_ = get_object_or_404(
        Round.objects.select_related("instrument").defer("instrument__content"),
        programme=place.programme,
        label=label,
    )
    heard = voices.of_structure(structure, round_, user=place.user, standing=place.standing)
    context = {
        "structure": structures.structure_value(structure),
        "round": rounds.round_value(round_),
        "voices": heard,
        "confidence": confidence.by_criterion(voices.confidence_by_criterion(heard)),
        "leading": leaders.leading(structure, round_.reference_on),
        "can_commit": place.may(Action.COMMIT),
        "sat": seats.of_structure_on(structure, round_.reference_on),
        "fed_risks": risks.fed_by(heard[0].instrument) if heard else {},
        "set_aside": reveal.set_aside(structure, round_) if any(each.side in SIDES for each in heard) else {},
    }
    return render(request, "coordination/structures/card.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def add(request: HttpRequest, place: Member) -> HttpResponse:
    """Add a structure."""
    place.require(Action.KEEP)
    form = AddStructureForm(request.POST or None, relatives=structures.relatives(place.programme))
    if request.method == "POST" and form.is_valid():
        code, facts = form.cleaned_data["code"], _facts(place, form)
        try:
            made = actions.add(
                programme=place.programme, code=code, facts=facts, by=place.user, at=timezone.now()
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The structure %(code)s is added.") % {"code": made.code})
            return redirect("structure-detail", made.slug)
    status = 400 if request.method == "POST" else 200
    return render(request, "coordination/structures/edit.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def edit(request: HttpRequest, place: Member, slug: str) -> HttpResponse:
    """Change the facts of a structure."""
    row = get_object_or_404(Structure, programme=place.programme, slug=slug, is_programme=False)
    place.require(Action.KEEP)
    shown = structures.fingerprint(row)
    form = ChangeStructureForm(
        request.POST or None,
        relatives=structures.relatives(place.programme, of=row.pk),
        initial=structures.kept(row) | {"shown": shown},
    )
    if request.method == "POST" and form.is_valid():
        given, facts = form.cleaned_data["shown"], _facts(place, form)
        try:
            actions.change(structure=row, facts=facts, shown=given, by=place.user, at=timezone.now())
        except Refused as refused:
            refuse(form, refused, renewed={"shown": shown})
        else:
            messages.success(request, _("The facts are saved."))
            return redirect("structure-detail", slug)
    status = 400 if request.method == "POST" else 200
    context = {"form": form, "structure": structures.structure_value(row)}
    return render(request, "coordination/structures/edit.html", context, status=status)


def _facts(place: Member, form: Form) -> actions.StructureFacts:
    given = {field.name: form.cleaned_data[field.name] for field in fields(actions.StructureFacts)}
    found = Structure.objects.filter(programme=place.programme, is_programme=False).in_bulk(
        [each for each in (given["parent"], given["predecessor"]) if each]
    )
    relatives = {name: found.get(given[name]) for name in ("parent", "predecessor")}
    return actions.StructureFacts(**given | relatives)
