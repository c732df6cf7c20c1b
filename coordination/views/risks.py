"""What can go wrong: the risks in the programme and in each structure, and what was seen of a risk or sign."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.actions import risks as actions
from coordination.domain import risks as domain
from coordination.domain.bilingual import Text
from coordination.domain.overlaps import OverlapKind
from coordination.domain.vocabulary import SIGNS
from coordination.forms.risks import ObserveForm
from coordination.models import Observation, Structure
from coordination.permissions import Action
from coordination.queries import overlaps, risks, structures
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import page_asked, pager, save_form, search_asked


@require_safe
@in_programme
def index(request: HttpRequest, place: Member) -> HttpResponse:
    """Show each risk in the programme and in its structures: what was seen, and what the answers prompt."""
    search = search_asked(request)
    board = risks.board(place.user, place.programme, search=search, page=page_asked(request))
    counts = overlaps.counts(place.programme, timezone.localdate())
    context = {
        "board": board,
        "search": search,
        "pager": pager(request, board.register) if board else None,
        "overlaps": counts[OverlapKind.OVERLAP],
        "incompatibilities": counts[OverlapKind.INCOMPATIBILITY],
        "can_observe": place.may(Action.OBSERVE),
    }
    return render(request, "coordination/risks/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def observe(request: HttpRequest, place: Member) -> HttpResponse:
    """Show what was observed of one risk or sign, and record what is seen now."""
    if request.method == "POST":
        place.require(Action.OBSERVE)
    item, name, structure = _asked(request, place)
    form = None
    if place.may(Action.OBSERVE):
        today = timezone.localdate().isoformat()
        form = ObserveForm(request.POST or None, item=item, initial={"observed_on": today})

    def keep(given: dict[str, Any]) -> Observation:
        return actions.observe(
            programme=place.programme,
            item=item,
            structure=structure,
            status=given["status"],
            evidence=given["evidence"],
            observed_on=given["observed_on"],
            by=place.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep) is not None:
        return responses.done(request, _("What was seen is recorded."), request.get_full_path())
    found = risks.history(place.programme, item, structure.pk if structure else None, page_asked(request))
    context = {
        "item": item,
        "name": name,
        "is_sign": item in SIGNS,
        "structure": structures.structure_value(structure) if structure else None,
        "history": found,
        "pager": pager(request, found),
        "form": form,
    }
    return responses.form_page(request, "coordination/risks/observe.html", context)


def _asked(request: HttpRequest, place: Member) -> tuple[str, Text, Structure | None]:
    """Return the risk or sign asked about, its name, and where; 404 for what there is not."""
    instrument = risks.instrument_of(place.programme)
    names = domain.names(instrument) if instrument else {}
    item = request.GET.get("item", "")
    if item not in names:
        raise Http404
    structure = _structure(request, place)
    if structure is None and item in SIGNS:
        raise Http404
    return item, names[item], structure


def _structure(request: HttpRequest, place: Member) -> Structure | None:
    """Return the structure asked about, None for the programme as a whole."""
    slug = request.GET.get("structure", "").replace("\x00", "")
    if not slug:
        return None
    return get_object_or_404(Structure, programme=place.programme, slug=slug, is_programme=False)
