"""The page of people in words: how many have access, what is missing, what each role does."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coordination.documents.tables import Table, TableFile, Value
from coordination.domain.bilingual import Text
from coordination.domain.vocabulary import SIDES
from coordination.presenters import sentences
from coordination.queries.roster import PersonValue, Roster, WantedPeople

#: What each role does, in a line.
DOES = {
    "adviser": gettext_lazy("answers the questionnaire for one side"),
    "manager": gettext_lazy("reads results, opens and closes rounds, looks after the people of one side"),
    "viewer": gettext_lazy("reads closed rounds"),
    "administrator": gettext_lazy("people, import, settings; no answers"),
}
#: What a person is told by mail that somebody else did to their place or account.
MAILED = {
    "changed": gettext_lazy("Your place in %(programme)s was changed. Sign in again to see what you may do."),
    "confirmed": gettext_lazy("Your place in %(programme)s is confirmed: it counts from now on."),
    "ended": gettext_lazy("Your place in %(programme)s was ended."),
    "email": gettext_lazy(
        "The e-mail of your account in %(programme)s was changed to another one. This address no longer signs in."
    ),
}
#: How a place stands.
STATES = {
    "active": gettext_lazy("active"),
    "invited": gettext_lazy("invited"),
    "waiting": gettext_lazy("waits for confirmation"),
    "ended": gettext_lazy("place ended"),
    "closed": gettext_lazy("closed"),
}
_LACKS = {
    ("government", "adviser"): gettext_lazy("The government has no adviser."),
    ("government", "manager"): gettext_lazy("The government has no manager."),
    ("partners", "adviser"): gettext_lazy("The partners have no adviser."),
    ("partners", "manager"): gettext_lazy("The partners have no manager."),
}


def mailed(what: str, programme: Text) -> str:
    """Return the sentence of a mail about what became of a person's place; ``what`` is a key of `MAILED`."""
    return str(MAILED[what]) % {"programme": sentences.local(programme)}


def headline(of: Roster, *, is_of_side: bool) -> str:
    """Say how many people have access, and how many of them have not come in."""
    number, late = of.with_access, of.not_come_in
    if is_of_side:
        access = ngettext(
            "%(number)s person of your side has access", "%(number)s people of your side have access", number
        )
    else:
        access = ngettext("%(number)s person has access", "%(number)s people have access", number)
    said = access % {"number": number}
    if not late:
        return said
    rest = ngettext("%(late)s of them has not yet come in", "%(late)s of them have not yet come in", late) % {
        "late": late
    }
    return _("%(access)s; %(rest)s") % {"access": said, "rest": rest}


def missing(of: Roster, *, is_of_side: bool) -> list[str]:
    """Say what is missing: a role of a side, invitations that have run out, places that wait."""
    lacks = [str(_LACKS[each]) for each in of.lacking]
    if not lacks:
        whole = _("Your side has an adviser and a manager.")
        lacks = [whole if is_of_side else _("Both sides have an adviser and a manager.")]
    if of.run_out:
        said = ngettext(
            "One invitation has run out: send it again.",
            "%(number)s invitations have run out: send them again.",
            of.run_out,
        )
        lacks.append(said % {"number": of.run_out})
    if of.waiting:
        said = ngettext(
            "One place waits for confirmation.", "%(number)s places wait for confirmation.", of.waiting
        )
        lacks.append(said % {"number": of.waiting})
    return lacks


def table(people: Iterable[PersonValue]) -> TableFile:
    """Return people for a file: names as on the page, days as days."""
    head = [_("Name"), _("E-mail"), _("Role"), _("Side"), _("State"), _("Last seen"), _("Place ended")]
    rows: list[list[Value]] = [
        [
            each.name,
            each.email,
            str(each.role_name),
            sentences.side(each.side) if each.side else "",
            _state(each),
            timezone.localdate(each.seen_at) if each.seen_at else None,
            timezone.localdate(each.ended_at) if each.ended_at else None,
        ]
        for each in people
    ]
    return TableFile([Table(_("People"), head, rows)])


def chosen(wanted: WantedPeople) -> list[tuple[str, str]]:
    """Return the filters that are set, each with its name, as the page shows them."""
    side = sentences.side(wanted.side) if wanted.side in SIDES else _("no side")
    found = (
        (_("Name or e-mail"), wanted.search),
        (_("Side"), wanted.side and side),
        (_("State"), wanted.state and str(STATES[wanted.state])),
    )
    return [(name, said) for name, said in found if said]


def readers(*, is_of_side: bool) -> str:
    """Say who may read what a reader's file of people holds."""
    if is_of_side:
        return _(
            "Managers of this side and administrators. Others have no list of people: do not pass it on."
        )
    return _("Administrators. Others have no list of everybody: do not pass it on.")


def _state(one: PersonValue) -> str:
    states = (
        [one.state, "waiting"] if one.is_waiting and one.state not in ("waiting", "closed") else [one.state]
    )
    return ", ".join(str(STATES[each]) for each in states)
