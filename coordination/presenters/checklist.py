"""The list of what is done before the first answer: each point, and what of it is still to do, or whose it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.presenters import days
from coordination.presenters.sentences import local, side
from coordination.queries.checklist import ITEMS, Checklist, Lacking


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWords:
    """One point: its code, what it says, a note below it, and whether it is done."""

    code: str
    name: str
    note: str
    is_done: bool


def items(of: Checklist, *, is_administrator: bool, may: Iterable[str]) -> list[ItemWords]:
    """Return the points; ``may`` are the codes of those that the reader can take on."""
    own = frozenset(may)
    done = frozenset(of.done)
    notes = {
        "administrator": _("a programme always has one"),
        "structures": _structures(of, "structures" in own),
        "people": _people(of, "people" in own),
        "round": _round(of, "round" in own),
        "answer": _answer(of, "answer" in own),
    }
    names = {
        "programme": _("Programme named"),
        "administrator": _("You are its administrator") if is_administrator else _("Administrator named"),
        "structures": _("Structures"),
        "people": _("One manager and one adviser a side"),
        "round": _("First round opened"),
        "answer": _("First answer given"),
    }
    return [
        ItemWords(code=each, name=names[each], note=notes.get(each, ""), is_done=each in done)
        for each in ITEMS
    ]


@dataclass(frozen=True, slots=True)
class BeginWords:
    """Why there is nothing to read yet, and the step with which it begins, or whom to ask for it."""

    said: str
    step: str


def begin(of: Lacking, *, is_own: bool) -> BeginWords:
    """Return what a page says that can show nothing yet; ``is_own``: the reader can take the step."""
    match of:
        case Lacking.STRUCTURE:
            ask = _("Ask an adviser, a manager or the administrator to add the first one.")
            return BeginWords(_("There is no structure yet."), _("Add structures") if is_own else ask)
        case Lacking.ROUND:
            ask = _("Ask a manager of either side to open the first one.")
            return BeginWords(_("No round was opened yet."), _("Open a round") if is_own else ask)


def progress(of: Checklist) -> str:
    """Say how many points are done."""
    return _("%(done)d of %(total)d done") % {"done": len(of.done), "total": len(ITEMS)}


def _structures(of: Checklist, is_own: bool) -> str:
    if of.structures:
        return ngettext("%(count)d structure", "%(count)d structures", of.structures) % {
            "count": of.structures
        }
    if is_own:
        return _("the bodies in which government and partners meet")
    return _("added by an adviser, a manager or the administrator")


def _people(of: Checklist, is_own: bool) -> str:
    said = []
    if of.missing:
        said.append(_("still missing: %(people)s") % {"people": _named(of.missing)})
    if of.waiting:
        waits = _("to be confirmed by a manager of the side: %(people)s")
        said.append(waits % {"people": _named(of.waiting)})
    if said and not is_own:
        said.append(_("invited by the administrator or a manager of the side"))
    return "; ".join(said)


def _named(people: Iterable[tuple[str, str]]) -> str:
    roles = {"manager": _("manager"), "adviser": _("adviser")}
    return ", ".join(f"{roles[role]} ({side(of_side)})" for role, of_side in people)


def _round(of: Checklist, is_own: bool) -> str:
    if of.round is not None:
        name = local(of.round)
        if of.last_on is None:
            return name
        return _("%(name)s, last day %(day)s") % {"name": name, "day": days.day(of.last_on)}
    return _("a date and a last day") if is_own else _("opened by a manager of either side")


def _answer(of: Checklist, is_own: bool) -> str:
    if not of.is_told:
        return _("given by an adviser of either side; you read answers once the round is closed")
    return _("choose a structure and answer") if is_own else _("given by an adviser of your side")
