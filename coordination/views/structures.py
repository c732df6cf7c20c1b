"""Structures: the list, a new one, and the facts of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.actions import structures as actions
from coordination.forms.structures import AddStructureForm, ChangeStructureForm
from coordination.models import Structure
from coordination.permissions import Action
from coordination.queries import meetings, structures, withdrawals
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
        "withdrawn": withdrawals.counted(member.user, member.programme, "structures"),
    }
    return render(request, "coordination/structures/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def add(request: HttpRequest, member: Member) -> HttpResponse:
    """Add a structure."""
    member.require(Action.KEEP)
    form = AddStructureForm(
        request.POST or None,
        sectors=structures.sector_choices(member.programme),
        relatives=structures.relatives(member.programme),
        languages=member.programme.spoken,
    )

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
        if withdrawals.in_the_way(made):
            # An open round asks for it from now on.
            return responses.done(request, said, "structure-detail", made.slug)
        return responses.undoable(request, said, "structures", made.pk, "structure-detail", made.slug)
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
        sectors=structures.sector_choices(member.programme, row.sector),
        relatives=structures.relatives(member.programme, of=row.pk),
        initial=structures.kept(row) | {"shown": shown},
        languages=member.programme.spoken,
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
        said = _("The facts are saved.")
        return responses.undoable(request, said, "structures", row.pk, "structure-source", slug)
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
