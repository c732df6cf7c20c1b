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
from coordination.views import responses, start
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import page_asked, pager, save_form, search_asked
from coordination.views.waiting import stored_once


@require_safe
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """Show each risk in the programme and in its structures: what was seen, and what the answers prompt."""
    search = search_asked(request)
    board = risks.board(member.user, member.programme, search=search, page=page_asked(request))
    today = timezone.localdate()
    counts = overlaps.counts_of_support(member.programme, today)
    context = {
        "board": board,
        "search": search,
        "pager": pager(request, board.register) if board else None,
        "overlaps": counts[OverlapKind.OVERLAP],
        "incompatibilities": counts[OverlapKind.INCOMPATIBILITY],
        "can_observe": member.may(Action.OBSERVE),
        **(start.begin(member) if board and not board.seen.structures else {}),
    }
    return render(request, "coordination/risks/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
@stored_once
def observe(request: HttpRequest, member: Member) -> HttpResponse:
    """Show what was observed of one risk or sign, and record what is seen now."""
    if request.method == "POST":
        member.require(Action.OBSERVE)
    item, name, structure = _asked(request, member)
    form = None
    if member.may(Action.OBSERVE):
        today = timezone.localdate().isoformat()
        form = ObserveForm(request.POST or None, item=item, initial={"observed_on": today})

    def keep(given: dict[str, Any]) -> Observation:
        return actions.observe(
            programme=member.programme,
            item=item,
            structure=structure,
            status=given["status"],
            evidence=given["evidence"],
            observed_on=given["observed_on"],
            by=member.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep) is not None:
        return responses.done(request, _("What was seen is recorded."), request.get_full_path())
    found = risks.history(
        member.user,
        member.programme,
        item=item,
        structure_id=structure.pk if structure else None,
        page=page_asked(request),
    )
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


def _asked(request: HttpRequest, member: Member) -> tuple[str, Text, Structure | None]:
    """Return the risk or sign asked about, its name, and where; 404 for what there is not."""
    instrument = risks.instrument_of(member.programme)
    names = domain.names(instrument) if instrument else {}
    item = request.GET.get("item", "")
    if item not in names:
        raise Http404
    structure = _structure(request, member)
    if structure is None and item in SIGNS:
        raise Http404
    return item, names[item], structure


def _structure(request: HttpRequest, member: Member) -> Structure | None:
    """Return the structure asked about, None for the programme as a whole."""
    slug = request.GET.get("structure", "").replace("\x00", "")
    if not slug:
        return None
    return get_object_or_404(Structure, programme=member.programme, slug=slug, is_programme=False)
