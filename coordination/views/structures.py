"""Structures: the register, one structure, and its full card in one round."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.actions import structures as actions
from coordination.domain import risks
from coordination.domain.vocabulary import SIDES
from coordination.forms.structures import AddStructureForm, ChangeStructureForm
from coordination.models import Round, Structure
from coordination.permissions import Action
from coordination.presenters import confidence, ownership, recommendations, signs, unread
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
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import choice_asked, save_form, search_asked


@require_safe
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """List the programme's structures, searched and filtered."""
    search = search_asked(request)
    sector = choice_asked(request, "sector", Structure.Sector.values)
    everything = structures.index(member.programme)
    matching = structures.index(member.programme, search=search) if search else everything
    sectors = structures.sectors(everything)
    context = {
        "structures": [each for each in matching if sector in ("", each.sector)],
        "search": search,
        "sector": sector,
        "statements": structures.statements(member.programme, None),
        "sectors": [(each, Structure.Sector(each).label) for each in sectors],
        "lives": meetings.lives(member.user, member.programme, timezone.localdate()),
        "can_keep": member.may(Action.KEEP),
    }
    return render(request, "coordination/structures/list.html", context)


@require_safe
@in_programme
def detail(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Show one structure: facts, seats, latest card of each side, history, and what sources say."""
    row = get_object_or_404(
        Structure.objects.select_related("programme", "parent", "predecessor"),
        programme=member.programme,
        slug=slug,
    )
    if row.is_programme:
        return redirect("success")
    history = structure_history.history(
        structures.structure_value(row), user=member.user, programme=member.programme
    )
    context = {
        "facts": structures.facts(row),
        "history": history,
        "position": ownership.of_history(history),
        "steps": recommendations.of_history(history),
        "can_commit": member.may(Action.COMMIT),
        "leading": leaders.leading(row, timezone.localdate()),
        "traps": signs.of_traps(traps.signs(member.programme, row)),
        "meetings": meetings.of_structure(member.user, row, timezone.localdate()),
        "can_keep": member.may(Action.KEEP),
        "can_note": member.may(Action.NOTE),
    }
    return render(request, "coordination/structures/detail.html", context)


@require_safe
@in_programme
def card(request: HttpRequest, member: Member, slug: str, label: str) -> HttpResponse:
    """Show every answer on a structure in a round, with its basis, sources, side and date."""
    structure = get_object_or_404(Structure, programme=member.programme, slug=slug)
    round_ = get_object_or_404(
        Round.objects.select_related("instrument").defer("instrument__content"),
        programme=member.programme,
        label=label,
    )
    heard = voices.of_structure(structure, round_, user=member.user, standing=member.standing)
    context = {
        "structure": structures.structure_value(structure),
        "round": rounds.round_value(round_),
        "voices": heard,
        "unread": unread.of_round(round_.state, reads_open=member.reads_open_rounds),
        "confidence": {voice.side: confidence.by_criterion(voices.answers_on_card(voice)) for voice in heard},
        "leading": leaders.leading(structure, round_.reference_on),
        "can_commit": member.may(Action.COMMIT),
        "sat": seats.of_structure_on(structure, round_.reference_on),
        "fed_risks": risks.fed_by(heard[0].instrument) if heard else {},
        "set_aside": reveal.set_aside(structure, round_) if any(each.side in SIDES for each in heard) else {},
    }
    return render(request, "coordination/structures/card.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def add(request: HttpRequest, member: Member) -> HttpResponse:
    """Add a structure."""
    member.require(Action.KEEP)
    form = AddStructureForm(request.POST or None, relatives=structures.relatives(member.programme))

    def keep(given: dict[str, Any]) -> Structure:
        return actions.add(
            programme=member.programme,
            code=given["code"],
            facts=_facts(member, given),
            by=member.user,
            at=timezone.now(),
        )

    made = save_form(request, form, keep)
    if made is not None:
        said = _("The structure %(code)s is added.") % {"code": made.code}
        return responses.done(request, said, "structure-detail", made.slug)
    return responses.form_page(request, "coordination/structures/edit.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def edit(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Change the facts of a structure."""
    row = get_object_or_404(Structure, programme=member.programme, slug=slug, is_programme=False)
    member.require(Action.KEEP)
    shown = structures.fingerprint(row)
    form = ChangeStructureForm(
        request.POST or None,
        relatives=structures.relatives(member.programme, of=row.pk),
        initial=structures.kept(row) | {"shown": shown},
    )

    def keep(given: dict[str, Any]) -> Structure:
        return actions.change(
            structure=row,
            facts=_facts(member, given),
            shown=given["shown"],
            by=member.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep, renewed={"shown": shown}) is not None:
        return responses.done(request, _("The facts are saved."), "structure-detail", slug)
    context = {"form": form, "structure": structures.structure_value(row)}
    return responses.form_page(request, "coordination/structures/edit.html", context)


def _facts(member: Member, given: dict[str, Any]) -> actions.StructureFacts:
    """Return what the form says as the actions take it: relatives as rows; one query at most."""
    found = Structure.objects.filter(programme=member.programme, is_programme=False).in_bulk(
        [each for each in (given["parent"], given["predecessor"]) if each]
    )
    return actions.StructureFacts(
        name_en=given["name_en"],
        name_fr=given["name_fr"],
        sector=given["sector"],
        mandate_en=given["mandate_en"],
        mandate_fr=given["mandate_fr"],
        founded=given["founded"],
        closed=given["closed"],
        parent=found.get(given["parent"]),
        predecessor=found.get(given["predecessor"]),
        dormant_after=given["dormant_after"],
    )
