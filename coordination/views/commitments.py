"""Commitments: the list, a new one (from a weak answer, a contact or free), moving its day, what became of it."""

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
from coordination.domain.problems import Problem
from coordination.domain.rules import Rule
from coordination.forms.commitments import EditForm, MoveForm, PromiseForm, SettleForm
from coordination.models import Commitment, Contact, Partner, Structure
from coordination.permissions import Action
from coordination.presenters import commitments as commitments_words
from coordination.queries import (
    commitment_history,
    commitment_sources,
    commitments,
    contacts,
    names,
    outcomes,
    structures,
    withdrawals,
)
from coordination.queries.commitment_sources import CommitmentSource
from coordination.queries.commitments import PartnerRecord
from coordination.queries.filters import PAGE
from coordination.views import errors, responses
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
    counted = commitments.due_counts(
        member.user, member.programme, side=None, until=today + SOON, today=today
    )
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
        "due_counted": commitments_words.due(counted),
        "pager": pager(request, found),
        "can_commit": member.may(Action.COMMIT),
        "withdrawn": withdrawals.counted(member.user, member.programme, "commitments"),
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
    """Record a commitment: free, from a contact, or with what is proposed for a weak, open or doubtful answer."""
    member.require(Action.COMMIT)
    origin = _origin(request, member) if "criterion" in request.GET else None
    contact = None if origin else _contact_asked(request, member)
    form = PromiseForm(
        request.POST or None,
        owners=commitments.owners(member.programme, get_language() or "en"),
        structures=() if origin else [(each.slug, each.code) for each in structures.index(member.programme)],
        initial=_of_answer(origin) if origin else _of_contact(request, contact),
        languages=member.programme.spoken,
    )

    def keep(given: dict[str, Any]) -> Commitment:
        slug = given.get("structure")
        found = Structure.objects.filter(programme=member.programme)
        facts = {"contact": contact, "structure": found.get(slug=slug) if slug else None}
        return actions.promise(
            programme=member.programme,
            text_en=given["text_en"],
            text_fr=given["text_fr"],
            owner=get_object_or_404(Partner, programme=member.programme, pk=given["owner"]),
            due_on=given["due_on"],
            person=given["person"],
            **(origin.facts if origin else facts),
            by=member.user,
            at=timezone.now(),
        )

    made = save_form(request, form, keep)
    if made is not None:
        said = _("The commitment %(code)s is recorded.") % {"code": made.code}
        return responses.undoable(request, said, "commitments", made.pk, "commitment-detail", made.pk)
    return responses.form_page(
        request,
        "coordination/commitments/promise.html",
        {"form": form, "origin": origin, "contact": contact, "can_keep": member.may(Action.KEEP)},
    )


def _of_answer(origin: CommitmentSource) -> dict[str, object]:
    """Return what is proposed for an answer."""
    return {
        "text_en": origin.proposed.en,
        "text_fr": origin.proposed.fr,
        "owner": commitments.proposed_owner(origin.structure, origin.side, timezone.localdate()),
    }


def _of_contact(request: HttpRequest, contact: Contact | None) -> dict[str, object]:
    """Return the structure of a contact, or of the address, and the partner who alone took part in the contact."""
    if contact is None:
        return {"structure": request.GET.get("structure", "")}
    partners = list(contact.partners.all())
    return {
        "structure": contact.structure.slug if contact.structure else "",
        "owner": partners[0].pk if len(partners) == 1 else None,
    }


def _contact_asked(request: HttpRequest, member: Member) -> Contact | None:
    """Return the contact that the address names, None for none; 404 where the reader may not read it."""
    number = number_asked(request.GET, "contact")
    if number is None:
        return None
    found = contacts.find(member.user, member.programme, number)
    if found is None:
        raise Http404
    return found


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
    """Show a commitment, the days it was due before and where it was made; record what became of it."""
    row = _found(member, commitment_id)
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
        return responses.undoable(request, said, "commitments", row.pk, "commitment-detail", row.pk)
    found = outcomes.of_commitments([row.pk], user=member.user, programme=member.programme)
    context = {
        "one": commitments.value(row, today),
        "background": commitments.background(member.user, row),
        "outcome": found.get(row.pk),
        "history": commitments_words.history(commitment_history.of(row)),
        "form": form,
    }
    return responses.form_page(request, "coordination/commitments/detail.html", context)


def _found(member: Member, commitment_id: int) -> Commitment:
    found = commitments.find(member.user, member.programme, commitment_id)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def move(request: HttpRequest, member: Member, commitment_id: int) -> HttpResponse:
    """Move the day of a commitment, with a reason that stays, or say who sees to it."""
    row = _found(member, commitment_id)
    member.require(Action.COMMIT)
    initial = {"due_on": row.due_on, "person": row.person, "base_version": row.version}
    form = MoveForm(request.POST or None, initial=initial)

    def keep(given: dict[str, Any]) -> Commitment:
        return actions.move(
            commitment=row,
            due_on=given["due_on"],
            reason=given["reason"],
            person=given["person"],
            base_version=given["base_version"],
            by=member.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep, renewed={"base_version": row.version}) is not None:
        return responses.done(request, _("The changes are saved."), "commitment-detail", row.pk)
    context = {
        "one": commitments.value(row, timezone.localdate()),
        "background": commitments.background(member.user, row),
        "form": form,
    }
    return responses.form_page(request, "coordination/commitments/move.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def edit(request: HttpRequest, member: Member, commitment_id: int) -> HttpResponse:
    """Say anew what an open commitment promises, and by whom."""
    row = _found(member, commitment_id)
    member.require(Action.COMMIT)
    if row.state != "open":
        return errors.refused(request, (Problem(rule=Rule.SETTLED_CHANGES_NOT, value=row.code),))
    form = EditForm(
        request.POST or None,
        owners=commitments.owners(member.programme, get_language() or "en"),
        initial={
            "text_en": row.text_en,
            "text_fr": row.text_fr,
            "owner": row.owner_id,
            "base_version": row.version,
        },
        languages=member.programme.spoken,
    )

    def keep(given: dict[str, Any]) -> Commitment:
        return actions.edit(
            commitment=row,
            text_en=given["text_en"],
            text_fr=given["text_fr"],
            owner=get_object_or_404(Partner, programme=member.programme, pk=given["owner"]),
            base_version=given["base_version"],
            by=member.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep, renewed={"base_version": row.version}) is not None:
        said = _("The changes are saved.")
        return responses.undoable(request, said, "commitments", row.pk, "commitment-detail", row.pk)
    context = {"one": commitments.value(row, timezone.localdate()), "form": form}
    return responses.form_page(request, "coordination/commitments/edit.html", context)


def _became(row: Commitment, today: date) -> dict[str, object]:
    """Return what became of a commitment as the form shows it: of an open one nothing is chosen beforehand."""
    if row.state == "open":
        return {"settled_on": today, "base_version": row.version}
    return {
        "state": row.state,
        "settled_on": row.settled_on,
        "outcome": row.outcome,
        "base_version": row.version,
    }
