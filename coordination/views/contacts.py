"""Contacts: calls and meetings, planned and held, as far as the reader may see them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.actions import contacts as actions
from coordination.forms.contacts import BecomeForm, ContactForm
from coordination.models import Contact, Partner, Structure
from coordination.permissions import Action, may_edit_contact
from coordination.queries import (
    commitments,
    contacts,
    evidence_files,
    meetings,
    seats,
    structures,
    withdrawals,
)
from coordination.queries.contacts import Wanted
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import choice_asked, page_asked, pager, save_form, search_asked
from coordination.views.waiting import stored_once


@require_safe
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """List the contacts that the reader may see, under a form to note one in seconds."""
    choices = _choices(member)
    wanted = _wanted(request, choices)
    found = contacts.index(member.user, member.programme, wanted, page=page_asked(request))
    today = timezone.localdate()
    may_note = member.may(Action.NOTE)
    context = {
        "register": found,
        "wanted": wanted,
        "is_filtered": wanted != Wanted(),
        "kinds": contacts.KINDS,
        "states": contacts.STATES,
        "structures": choices["structures"],
        "partners": choices["partners"],
        "partner": next((each for each in choices["partners"] if each[0] == wanted.partner), None),
        "dialogues": meetings.dialogues(member.user, member.programme, today),
        "pager": pager(request, found),
        "form": ContactForm(initial={"on": today}, **choices) if may_note else None,
        "can_note": may_note,
        "today": today,
        "withdrawn": withdrawals.counted(member.user, member.programme, "contacts"),
    }
    return render(request, "coordination/contacts/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
@stored_once
def add(request: HttpRequest, member: Member) -> HttpResponse:
    """Note a contact; the address may say about which structure, of what kind, and whether it is planned."""
    member.require(Action.NOTE)
    choices = _choices(member)
    form = ContactForm(request.POST or None, initial=_proposed(request, choices), **choices)

    def keep(given: dict[str, Any]) -> Contact:
        return actions.note(
            programme=member.programme,
            side=member.standing.side or "",
            facts=_facts(member, given),
            by=member.user,
            at=timezone.now(),
        )

    made = save_form(request, form, keep)
    if made is not None:
        said = _("Noted. Who may read it: %(readers)s.") % {"readers": made.get_sharing_display()}
        return responses.undoable(request, said, "contacts", made.pk, "contact-detail", made.pk)
    return responses.form_page(request, "coordination/contacts/add.html", {"form": form})


def _proposed(request: HttpRequest, choices: dict[str, Any]) -> dict[str, object]:
    """Return what the address says of a contact to note; 404 for what is not there."""
    kind = choice_asked(request, "kind", Contact.Kind.values) or "call"
    return {
        "on": timezone.localdate(),
        "structure": choice_asked(request, "structure", [each.slug for each in choices["structures"]]),
        "kind": kind,
        "state": choice_asked(request, "state", Contact.State.values) or "held",
        "sharing": "all" if kind == "session" else "private",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
@stored_once
def detail(request: HttpRequest, member: Member, contact_id: int) -> HttpResponse:
    """Show a contact; whoever may change it says what became of it in one click, or changes the rest."""
    row = contacts.find(member.user, member.programme, contact_id)
    if row is None:
        raise Http404
    may_edit = may_edit_contact(member.standing, row)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = _change_form(request, member, row) if may_edit else None
    become = BecomeForm(request.POST) if "become" in request.POST else None
    changed = _settle(request, member, row, become) if become else _change(request, member, row, form)
    if changed is not None:
        said = _("Saved. Who may read it: %(readers)s.") % {"readers": changed.get_sharing_display()}
        if row.sharing == "all":
            return responses.undoable(request, said, "contacts", row.pk, "contact-detail", row.pk)
        # The journal keeps nothing of what it said, with which it could be put back.
        return responses.done(request, said, "contact-detail", row.pk)
    context = {
        "one": contacts.value(row, member.user, member.standing.side),
        "form": form,
        "files": evidence_files.by_parent("contact", [row.pk]).get(row.pk, ()),
        "problems": become.non_field_errors() if become else (),
        "promised": commitments.of_contact(member.user, member.programme, row.pk, today=timezone.localdate()),
        "can_commit": member.may(Action.COMMIT),
        "can_be_held": row.on <= timezone.localdate(),
    }
    return responses.form_page(request, "coordination/contacts/detail.html", context)


def _change_form(request: HttpRequest, member: Member, row: Contact) -> ContactForm:
    """Return the form over what is stored; saying what became of it leaves its fields alone."""
    names = ("subject", "kind", "state", "on", "people", "agreed", "sharing")
    initial = {name: getattr(row, name) for name in names} | {
        "time": row.at,
        "ends": row.ends,
        "structure": row.structure.slug if row.structure else "",
        "partners": [each.pk for each in row.partners.all()],
        "base_version": row.version,
    }
    data = request.POST if request.method == "POST" and "become" not in request.POST else None
    is_author = row.author_id == member.user.pk
    return ContactForm(data, initial=initial, is_change=True, is_author=is_author, **_choices(member))


def _change(request: HttpRequest, member: Member, row: Contact, form: ContactForm | None) -> Contact | None:
    """Change the contact; None where the form is shown (again)."""

    def keep(given: dict[str, Any]) -> Contact:
        return actions.change(
            contact=row,
            facts=_facts(member, given),
            base_version=given["base_version"],
            by=member.user,
            at=timezone.now(),
        )

    return save_form(request, form, keep, renewed={"base_version": row.version})


def _settle(request: HttpRequest, member: Member, row: Contact, form: BecomeForm) -> Contact | None:
    """Say what became of the contact; None for what no button sends, or where it is refused."""

    def keep(given: dict[str, Any]) -> Contact:
        return actions.set_state(
            contact=row,
            state=given["become"],
            base_version=given["base_version"],
            by=member.user,
            at=timezone.now(),
        )

    return save_form(request, form, keep)


def _choices(member: Member) -> dict[str, Any]:
    """Return what a contact may be about and with whom; two queries."""
    return {
        "structures": structures.index(member.programme),
        "partners": seats.choices(member.programme, get_language() or "en"),
    }


def _wanted(request: HttpRequest, choices: dict[str, Any]) -> Wanted:
    """Return which contacts the address asks for; 404 for what is not there."""
    partner = choice_asked(request, "partner", [str(pk) for pk, _name in choices["partners"]])
    return Wanted(
        search=search_asked(request),
        kind=choice_asked(request, "kind", Contact.Kind.values),
        state=choice_asked(request, "state", Contact.State.values),
        structure=choice_asked(request, "structure", [each.slug for each in choices["structures"]]),
        partner=int(partner) if partner else None,
        is_mine=choice_asked(request, "mine", ["1"]) == "1",
    )


def _facts(member: Member, given: dict[str, Any]) -> actions.ContactFacts:
    """Return what the form says as the actions take it: structure and partners as rows; two queries."""
    slug = given["structure"]
    found = Structure.objects.filter(programme=member.programme)
    return actions.ContactFacts(
        subject=given["subject"],
        on=given["on"],
        kind=given["kind"],
        state=given["state"],
        time=given["time"],
        ends=given["ends"],
        people=given["people"],
        partners=list(Partner.objects.filter(programme=member.programme, pk__in=given["partners"])),
        structure=found.get(slug=slug) if slug else None,
        agreed=given["agreed"],
        sharing=given["sharing"],
    )
