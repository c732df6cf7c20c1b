"""Commitments: the register, a new one (from a weak answer or free), and what became of one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.actions import commitments as actions
from coordination.domain.bilingual import Text
from coordination.domain.commitments import SOON
from coordination.forms.commitments import PromiseForm, SettleForm
from coordination.models import Commitment, Partner
from coordination.permissions import Action, commitments_visible_to
from coordination.queries import commitment_sources, commitments, names, outcomes
from coordination.queries.commitment_sources import CommitmentSource
from coordination.queries.commitments import PartnerRecord
from coordination.queries.filters import PAGE
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import (
    choice_asked,
    number_asked,
    page_asked,
    pager,
    save_form,
    search_asked,
)

STATES = ("due", "overdue", *Commitment.State.values)


@require_safe
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """List the commitments, searched, by state and by owner, and what each partner kept."""
    search = search_asked(request)
    state = choice_asked(request, "state", [*STATES])
    owner = _owner_asked(request, member)
    today = timezone.localdate()
    found = commitments.index(
        member.user,
        member.programme,
        today=today,
        search=search,
        state=state,
        owner=owner.pk if owner else None,
        page=page_asked(request),
    )
    records = commitments.records(member.user, member.programme, get_language() or "en", today=today)
    shown = [each for each in records if owner is None or each.id == owner.pk]
    settled = [each.id for each in found.listed if each.state != "open"]
    context = {
        "register": found,
        "effects": outcomes.of_commitments(settled, user=member.user, programme=member.programme),
        "records": shown,
        "shows_years": len(shown) <= PAGE,
        "search": search,
        "state": state,
        "states": [("due", _("due soon")), ("overdue", _("overdue")), *Commitment.State.choices],
        "owner": owner.pk if owner else None,
        "owners": _owners(records, owner).items(),
        "soon": SOON.days,
        "pager": pager(request, found),
        "can_commit": member.may(Action.COMMIT),
    }
    return render(request, "coordination/commitments/list.html", context)


def _owners(records: Sequence[PartnerRecord], asked: Partner | None) -> dict[int, Text]:
    """Return those who promised, by name, and the one asked for, who may never have."""
    owners = {each.id: each.name for each in records}
    if asked:
        owners.setdefault(asked.pk, names.name(asked))
    return owners


def _owner_asked(request: HttpRequest, member: Member) -> Partner | None:
    """Return the partner whose commitments are asked for, None for all; 404 for what is no partner of the programme."""
    number = number_asked(request.GET, "owner")
    if number is None:
        return None
    return get_object_or_404(Partner, programme=member.programme, pk=number)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def promise(request: HttpRequest, member: Member) -> HttpResponse:
    """Record a commitment: free, or with what is proposed for a weak, open or doubtful answer."""
    member.require(Action.COMMIT)
    origin = _origin(request, member) if "criterion" in request.GET else None
    owners = commitments.owners(member.programme, get_language() or "en")
    initial: dict[str, Any] = {}
    if origin:
        initial = {
            "text_en": origin.proposed.en,
            "text_fr": origin.proposed.fr,
            "owner": commitments.proposed_owner(origin.structure, origin.side, timezone.localdate()),
        }
    form = PromiseForm(request.POST or None, owners=owners, initial=initial)

    def keep(given: dict[str, Any]) -> Commitment:
        return actions.promise(
            programme=member.programme,
            text_en=given["text_en"],
            text_fr=given["text_fr"],
            owner=get_object_or_404(Partner, programme=member.programme, pk=given["owner"]),
            due_on=given["due_on"],
            **(origin.facts if origin else {}),
            by=member.user,
            at=timezone.now(),
        )

    made = save_form(request, form, keep)
    if made is not None:
        said = _("The commitment %(code)s is recorded.") % {"code": made.code}
        return responses.done(request, said, "commitment-detail", made.pk)
    return responses.form_page(
        request, "coordination/commitments/promise.html", {"form": form, "origin": origin}
    )


def _origin(request: HttpRequest, member: Member) -> CommitmentSource:
    """Return the answer that the address names; 404 where the reader may not read it."""
    # An address of former times says “voice”.
    view = "view" if "view" in request.GET else "voice"
    structure, round_, voice = (
        request.GET.get(name, "").replace("\x00", "") for name in ("structure", "round", view)
    )
    found = commitment_sources.find(
        member.user,
        member.programme,
        member.standing,
        structure=structure,
        round_=round_,
        voice=voice,
        criterion=request.GET["criterion"],
    )
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def detail(request: HttpRequest, member: Member, commitment_id: int) -> HttpResponse:
    """Show a commitment; record what became of it."""
    row = get_object_or_404(
        commitments_visible_to(member.user, member.programme).select_related(
            "owner", "structure", "round", "criterion"
        ),
        pk=commitment_id,
    )
    today = timezone.localdate()
    if request.method == "POST":
        member.require(Action.COMMIT)
    form = None
    if member.may(Action.COMMIT):
        form = SettleForm(request.POST or None, initial=_became(row, today))

    def keep(given: dict[str, Any]) -> Commitment:
        return actions.settle(
            commitment=row,
            state=given["state"],
            settled_on=given["settled_on"],
            outcome=given["outcome"],
            base_version=given["base_version"],
            by=member.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep, renewed={"base_version": row.version}) is not None:
        said = _("It is recorded what became of the commitment.")
        return responses.done(request, said, "commitment-detail", row.pk)
    found = outcomes.of_commitments([row.pk], user=member.user, programme=member.programme)
    context = {"one": commitments.value(row, today), "outcome": found.get(row.pk), "form": form}
    return responses.form_page(request, "coordination/commitments/detail.html", context)


def _became(row: Commitment, today: date) -> dict[str, object]:
    """Return what became of a commitment as the form shows it: of an open one, that it is kept today."""
    if row.state == "open":
        return {"state": "kept", "settled_on": today, "base_version": row.version}
    return {
        "state": row.state,
        "settled_on": row.settled_on,
        "outcome": row.outcome,
        "base_version": row.version,
    }
