"""Structures: the register, one structure, and its full card in one round."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from coordination.models import Round, Structure
from coordination.permissions import Action
from coordination.queries import assessments, histories, rounds, structures
from coordination.views import advice, positions, trust
from coordination.views.guards import Place, in_programme


@in_programme
def register(request: HttpRequest, place: Place) -> HttpResponse:
    """List the programme's structures, searched and filtered."""
    search = request.GET.get("q", "").replace("\x00", "")[:200]
    sector = request.GET.get("sector", "")
    if sector and sector not in Structure.Sector.values:
        raise Http404
    sectors = structures.sectors(structures.register(place.programme))
    context = {
        "structures": structures.register(place.programme, search=search, sector=sector),
        "search": search,
        "sector": sector,
        "statements": structures.statements(place.programme, None),
        "sectors": [(each, Structure.Sector(each).label) for each in sectors],
    }
    return render(request, "coordination/structures/list.html", context)


@in_programme
def detail(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    """Show one structure: facts, seats, latest card of each side, history, and what sources say."""
    row = get_object_or_404(
        Structure.objects.select_related("programme", "parent", "predecessor"),
        programme=place.programme,
        slug=slug,
    )
    history = histories.history(structures.structure_value(row), user=place.user, programme=place.programme)
    context = {
        "facts": structures.facts(row),
        "history": history,
        "position": positions.of_history(history),
        "steps": advice.of_history(history),
    }
    return render(request, "coordination/structures/detail.html", context)


@in_programme
def card(request: HttpRequest, place: Place, slug: str, label: str) -> HttpResponse:
    """Show every answer on a structure in a round, with its basis, sources, side and date."""
    structure = get_object_or_404(Structure, programme=place.programme, slug=slug)
    round_ = get_object_or_404(
        Round.objects.select_related("instrument").defer("instrument__content"),
        programme=place.programme,
        label=label,
    )
    sheets = assessments.sheets(structure, round_, user=place.user, standing=place.standing)
    context = {
        "structure": structures.structure_value(structure),
        "round": rounds.round_value(round_),
        "sheets": sheets,
        "confidence": trust.by_criterion(sheets),
        "can_commit": place.may(Action.COMMIT),
        "instrument": sheets[0].instrument if sheets else None,
    }
    return render(request, "coordination/structures/card.html", context)


@in_programme
def add(request: HttpRequest, place: Place) -> HttpResponse:
    """STUB."""
    raise Http404


@in_programme
def edit(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    """STUB."""
    raise Http404
