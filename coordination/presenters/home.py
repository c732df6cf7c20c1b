"""What Home says beside its list: the open round, what happened since the last visit, and what to do next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from coordination.domain.portfolio import RowStep
from coordination.presenters import days, members, sentences
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.commitments import CommitmentValue
from coordination.queries.home import Home
from coordination.queries.progress import RoundProgress
from coordination.queries.rounds import RoundValue
from coordination.queries.since import EventKind, Happened

#: So many structures are named in one line.
NAMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One thing to do: its step as the button says it, about what, and the id of the assessment or the weak answer."""

    step: RowStep
    lead: str
    about: str
    key: object


def named(codes: Sequence[str]) -> str:
    """Return structures by their codes: a few, and how many more."""
    if len(codes) <= NAMED:
        return ", ".join(codes)
    more = len(codes) - NAMED + 1
    return _("%(names)s and %(count)s more") % {"names": ", ".join(codes[: NAMED - 1]), "count": more}


def happened(found: Iterable[Happened]) -> list[Said]:
    """Say what happened, each kind and round in one sentence."""
    return [Said(f"since-{each.kind}", _happened(each)) for each in found]


def _happened(of: Happened) -> str:
    facts = {"round": local(of.round.name), "names": named(of.structures)}
    return {
        EventKind.OPENED: _("Opened: %(round)s."),
        EventKind.REVEALED: _("Answers of %(round)s can now be read: %(names)s."),
        EventKind.PUBLISHED: _("Answers of %(round)s were published: %(names)s."),
        EventKind.REVISED: _("Answers of %(round)s were revised by their authors: %(names)s."),
        EventKind.CORRECTED: _("Answers of %(round)s were corrected: %(names)s."),
        EventKind.AGREED: _("Agreed by both sides, %(round)s: %(names)s."),
        EventKind.CLOSED: _("Closed: %(round)s."),
    }[of.kind] % facts


def fallen_due(due: Iterable[CommitmentValue], since: date | None, today: date) -> list[CommitmentValue]:
    """Return the commitments that became overdue since that day."""
    return [each for each in due if since is not None and since <= each.due_on < today]


def drafts(of: Home) -> list[ToDo]:
    """Return the drafts that the reader may finish, those to send first."""
    structures = {each.structure.id: each.structure for each in of.portfolio.members}
    if of.portfolio.ground.whole:
        structures[of.portfolio.ground.whole.id] = of.portfolio.ground.whole
    found = [
        ToDo(
            step=step,
            lead=members.label(step, draft),
            about=f"{local(structures[structure].title)} · {local(each.round.name)}",
            key=draft.assessment_id,
        )
        for each in of.progress
        for structure, draft in each.drafts.items()
        if structure in structures and (draft.is_complete or draft.is_own)
        for step in [RowStep.SEND if draft.is_complete else RowStep.CONTINUE]
    ]
    return sorted(found, key=lambda each: each.step is not RowStep.SEND)


def waiting(progress: Iterable[RoundProgress], codes: dict[int, str]) -> list[Said]:
    """Say what the side's sent assessments wait for, together where it is the same."""
    found: dict[str, list[str]] = {}
    for of in progress:
        for structure, each in of.by_structure.items():
            if each.waiting:
                found.setdefault(sentences.waiting(each.waiting), []).append(codes[structure])
    return [
        Said("progress-waiting", _("%(name)s: %(said)s") % {"name": named(listed), "said": words})
        for words, listed in found.items()
        if words
    ]


def to_start(of: Home) -> Said | None:
    """Say how many structures the reader's side has not begun in the latest round; nothing where none may be begun."""
    if not of.progress:
        return None
    codes = {each.structure.id: each.structure.code for each in of.portfolio.members}
    latest = of.progress[0]
    listed = [codes[structure] for structure, each in latest.by_structure.items() if each.can_start]
    if not listed:
        return None
    return Said("progress-not-begun", _("not begun: %(names)s") % {"names": named(sorted(listed))})


def to_commit(of: Home, count: int) -> list[ToDo]:
    """Return the weak answers to turn into commitments, of the first structures in the order weakest first."""
    found = []
    for each in of.portfolio.members:
        answer = of.steps[each.structure.id].answer
        if answer is None or each.round is None:
            continue
        instrument = of.portfolio.ground.known[each.round.instrument_id].value
        criterion = sentences.inside(local(instrument.criterion(answer[3]).short))
        about = _("%(structure)s, %(criterion)s (%(side)s)") % {
            "structure": each.structure.code,
            "criterion": criterion,
            "side": sentences.side(answer[2]),
        }
        found.append(
            ToDo(step=RowStep.COMMIT, lead=_("Turn into a commitment"), about=about, key=(each, answer))
        )
        if len(found) == count:
            break
    return found


def round_line(round_: RoundValue, today: date) -> tuple[str, str, str]:
    """Return what heads Home of a round: that it is open, what is sealed in it, and its last day."""
    name = local(round_.name)
    if not round_.is_open:
        return _("%(round)s is closed") % {"round": name}, "", ""
    sealed = (
        _("Sealed until both sides have sent")
        if round_.sides == "both"
        else _("Only one side is asked: read as soon as it has sent")
    )
    return _("%(round)s is open") % {"round": name}, sealed, days.last_day(round_.last_on, today)
