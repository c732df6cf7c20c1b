"""What was done, by whom, as the pages of the journal say it."""

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from coordination.documents.tables import Table, TableFile, Value
from coordination.domain.replay.records import WITHDRAWABLE
from coordination.presenters import sentences
from coordination.queries.history import Deed, WantedEntries

#: Noun and verb → what was done. What it was done to follows after a colon, where that has a name.
DONE: Mapping[tuple[str, str], str | Promise] = {
    ("activity", "saved"): gettext_lazy("recorded an activity"),
    ("assessment", "agreed"): gettext_lazy("put an agreed answer on the card of both sides"),
    ("assessment", "attached"): gettext_lazy("added a photo or a PDF to an answer"),
    ("assessment", "answered"): gettext_lazy("changed answers"),
    ("assessment", "confirmed"): gettext_lazy("confirmed answers keyed in from paper"),
    ("assessment", "corrected"): gettext_lazy("corrected an answer"),
    ("assessment", "dissented"): gettext_lazy("disagreed with a correction"),
    ("assessment", "discarded"): gettext_lazy("discarded a draft"),
    ("assessment", "handed over"): gettext_lazy("handed over answers from paper to be confirmed"),
    ("assessment", "loaded"): gettext_lazy("imported an assessment"),
    ("assessment", "recalled"): gettext_lazy("withdrew an assessment to edit it"),
    ("assessment", "restored"): gettext_lazy("took up again a draft that was set aside"),
    ("assessment", "removed"): gettext_lazy("removed a photo or a PDF from an answer"),
    ("assessment", "revealed"): gettext_lazy("opened to both sides, at the same moment"),
    ("assessment", "revised"): gettext_lazy("revised an answer"),
    # As the release that first took files wrote it.
    ("assessment", "saved"): gettext_lazy("added a photo or a PDF to an answer"),
    ("assessment", "sent"): gettext_lazy("sent an assessment"),
    ("assessment", "set aside"): gettext_lazy("set a draft aside"),
    ("assessment", "started"): gettext_lazy("began an assessment"),
    ("assessor", "named"): gettext_lazy("named the assessors"),
    ("comment", "commented"): gettext_lazy("commented on an answer"),
    ("comment", "withdrawn"): gettext_lazy("withdrew a comment"),
    ("commitment", "promised"): gettext_lazy("recorded a commitment"),
    ("commitment", "saved"): gettext_lazy("changed a commitment"),
    ("commitment", "settled"): gettext_lazy("said what became of a commitment"),
    ("contact", "attached"): gettext_lazy("added a photo or a PDF to a meeting or call"),
    ("contact", "noted"): gettext_lazy("noted a meeting or call"),
    ("contact", "removed"): gettext_lazy("removed a photo or a PDF from a meeting or call"),
    ("export", "exported"): gettext_lazy("downloaded a file"),
    ("finding", "dismissed"): gettext_lazy("dismissed a finding about overlaps and gaps"),
    ("fixture", "loaded"): gettext_lazy("imported a file"),
    ("function", "saved"): gettext_lazy("recorded a function"),
    ("joint answer", "confirmed"): gettext_lazy("confirmed a joint answer"),
    ("joint answer", "dissented"): gettext_lazy("disagreed with a joint answer"),
    ("joint answer", "proposed"): gettext_lazy("proposed a joint answer"),
    ("joint answer", "withdrawn"): gettext_lazy("withdrew a proposed joint answer"),
    ("observation", "attached"): gettext_lazy("added a photo or a PDF to an observation"),
    ("observation", "observed"): gettext_lazy("recorded an observation of a risk or sign"),
    ("observation", "removed"): gettext_lazy("removed a photo or a PDF from an observation"),
    ("observation", "saved"): gettext_lazy("recorded an observation of a risk or sign"),
    ("partner", "merged"): gettext_lazy("merged a partner into another"),
    ("partner", "saved"): gettext_lazy("recorded a partner"),
    ("person", "confirmed"): gettext_lazy("confirmed a place"),
    ("person", "ended"): gettext_lazy("ended a place"),
    ("person", "gave place"): pgettext_lazy("who did it", "gave a place"),
    ("person", "linked"): pgettext_lazy("who did it", "gave a link to choose a password"),
    ("person", "removed factor"): gettext_lazy("removed the second factor of a person"),
    ("person", "saved"): gettext_lazy("changed the details of a person"),
    ("programme", "archived"): gettext_lazy("archived the programme"),
    ("programme", "restored"): gettext_lazy("took the programme out of the archive"),
    ("programme", "saved"): gettext_lazy("changed the settings of the programme"),
    ("programme", "started"): gettext_lazy("started the programme"),
    ("publication", "consented"): gettext_lazy("agreed to publish a card"),
    ("publication", "published"): gettext_lazy("published a card"),
    ("publication", "took back"): gettext_lazy("withdrew the consent to publish a card"),
    ("reminder", "reminded"): gettext_lazy("reminded the own side to send"),
    ("round", "closed"): gettext_lazy("closed a round"),
    ("round", "consented"): gettext_lazy("agreed to close or reopen a round"),
    ("round", "opened"): gettext_lazy("opened a round"),
    ("round", "reminded"): gettext_lazy("asked the other side to send"),
    ("round", "reopened"): gettext_lazy("reopened a round"),
    ("round", "saved"): gettext_lazy("set the last day of a round"),
    ("round", "took back"): gettext_lazy("withdrew the consent to close or reopen a round"),
    ("round", "weighed"): gettext_lazy("weighed the criteria of a round"),
    ("seat", "saved"): gettext_lazy("recorded a seat"),
    ("standard", "saved"): gettext_lazy("recorded a standard or equipment family"),
    ("statement", "saved"): gettext_lazy("recorded a statement of a source"),
    ("structure", "saved"): gettext_lazy("recorded the facts of a structure"),
    **{(noun, "withdrawn"): gettext_lazy("withdrew a record") for noun in WITHDRAWABLE},
    **{(noun, "restored"): gettext_lazy("restored a withdrawn record") for noun in WITHDRAWABLE},
}
#: The kinds of things, as a reader chooses among them.
KINDS: Mapping[str, str | Promise] = {
    "assessment": gettext_lazy("assessments"),
    "round": gettext_lazy("rounds"),
    "assessor": gettext_lazy("assessors"),
    "reminder": gettext_lazy("reminders"),
    "comment": gettext_lazy("comments"),
    "joint answer": gettext_lazy("joint answers"),
    "publication": gettext_lazy("published cards"),
    "programme": gettext_lazy("the programme itself"),
    "structure": gettext_lazy("structures"),
    "seat": gettext_lazy("seats"),
    "partner": gettext_lazy("partners (institutions)"),
    "activity": gettext_lazy("activities"),
    "function": gettext_lazy("functions"),
    "standard": gettext_lazy("standards and equipment families"),
    "statement": gettext_lazy("statements of a source"),
    "observation": gettext_lazy("risks and signs"),
    "finding": gettext_lazy("overlaps and gaps"),
    "commitment": gettext_lazy("commitments"),
    "fixture": gettext_lazy("imported files"),
    "contact": gettext_lazy("meetings and calls"),
    "person": gettext_lazy("people and their places"),
    "export": gettext_lazy("downloaded files"),
}
ROLES: Mapping[str, str | Promise] = {
    "": gettext_lazy("without a place"),
    "adviser": pgettext_lazy("who did it", "adviser"),
    "manager": pgettext_lazy("who did it", "manager"),
    "viewer": pgettext_lazy("who did it", "viewer"),
    "administrator": pgettext_lazy("who did it", "administrator"),
}
FORMER: Mapping[str, str | Promise] = {
    "": gettext_lazy("without a place"),
    "adviser": gettext_lazy("former adviser"),
    "manager": gettext_lazy("former manager"),
    "viewer": gettext_lazy("former viewer"),
    "administrator": gettext_lazy("former administrator"),
}


def kinds(nouns: Sequence[str]) -> list[tuple[str, str]]:
    """Return kinds of things with their names, to choose from."""
    return [(each, str(KINDS[each])) for each in nouns]


def chosen(wanted: WantedEntries, nouns: Sequence[str]) -> list[tuple[str, str]]:
    """Return the filters that are set, each with its name, as the page shows them."""
    found = (
        (_("About"), dict(kinds(nouns)).get(wanted.noun, "")),
        (_("From (day)"), wanted.since.isoformat() if wanted.since else ""),
        (_("To (day)"), wanted.until.isoformat() if wanted.until else ""),
    )
    return [(name, said) for name, said in found if said]


def done(told: Deed) -> str:
    """Return what was done: “sent an assessment: CMJ, March 2011”."""
    what, about = _what(told), _about(told)
    return _("%(what)s: %(about)s") % {"what": what, "about": about} if about else what


def _what(told: Deed) -> str:
    if told.actor is None and (told.noun, told.verb) == ("assessment", "discarded"):
        return _("discarded a draft from paper without an answer")
    return str(DONE[told.noun, told.verb])


def who(told: Deed) -> str:
    """Return who did it, as far as the reader may know: a name, else role and side."""
    if told.person:
        return told.person
    if told.actor is None:
        return _("both sides") if told.verb == "revealed" else _("the server")
    return " · ".join(filter(None, (_role(told), _side(told))))


def table(lines: Sequence[Deed], total: int) -> TableFile:
    """Return entries for a file, times with their time zone; where there are too many, a note says so."""
    head = [_("When"), _("Who"), _("Role"), _("Side"), _("What was done"), _("To what")]
    rows: list[list[Value]] = [
        [
            *(timezone.localtime(each.at), each.person, _role(each), _side(each)),
            *(_what(each), _about(each)),
        ]
        for each in lines
    ]
    notes: list[tuple[str, Value]] = []
    if len(lines) < total:
        cut = _(
            "The latest %(count)s of %(total)s entries: choose fewer days to have all of them in one file."
        )
        notes.append((_("Note"), cut % {"count": len(lines), "total": total}))
    return TableFile([Table(_("Journal"), head, rows)], notes)


def _role(told: Deed) -> str:
    if told.actor is None:
        return ""
    return str((FORMER if told.has_left else ROLES)[told.actor.role])


def _side(told: Deed) -> str:
    return sentences.side(told.actor.side) if told.actor and told.actor.side else ""


def _about(told: Deed) -> str:
    return ", ".join(sentences.local(each) for each in told.about)
