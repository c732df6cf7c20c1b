"""Rounds in words: who agreed to what, who has sent what, and what was not submitted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from coordination.domain.instruments import Text
from coordination.presenters import days, sentences
from coordination.queries.closings import ConsentValue, Missing
from coordination.queries.reminders import RequestValue
from coordination.queries.round_news import RoundNews
from coordination.queries.side_progress import AssessorLine, SideLine
from coordination.queries.structures import StructureValue
from coordination.queries.unsent import Unsent


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingWords:
    """A structure, which sides did not submit it, and from when on the other may publish it alone; empty if never.

    ``sender`` is the side that may, empty where there is none.
    """

    structure: StructureValue
    said: str
    later: str
    sender: str


def consent(of: ConsentValue) -> str:
    """Say which side agreed to what, and when."""
    words = {
        ("government", "closed"): _("A manager of the government agreed on %(day)s to close this round."),
        ("partners", "closed"): _("A manager of the partners agreed on %(day)s to close this round."),
        ("government", "open"): _("A manager of the government agreed on %(day)s to reopen this round."),
        ("partners", "open"): _("A manager of the partners agreed on %(day)s to reopen this round."),
    }[of.side, of.to]
    return words % {"day": days.moment(of.given_at)}


def not_submitted(sides: Iterable[str]) -> str:
    """Say which sides did not submit something."""
    return {
        ("government",): _("not submitted by the government"),
        ("partners",): _("not submitted by the partners"),
        ("government", "partners"): _("not submitted by either side"),
    }[tuple(sides)]


def missing(found: Iterable[Missing]) -> list[MissingWords]:
    """Say of each structure who did not submit it."""
    return [
        MissingWords(
            structure=each.structure,
            said=not_submitted(each.sides),
            later=_later(each),
            sender=each.one_sided.sender if each.one_sided else "",
        )
        for each in found
    ]


def _later(of: Missing) -> str:
    if of.one_sided is None:
        return ""
    day = days.moment(of.one_sided.publishable_at)
    return {
        "government": _("The government may publish its answers alone from %(day)s on."),
        "partners": _("The partners may publish their answers alone from %(day)s on."),
    }[of.one_sided.sender] % {"day": day}


def missing_by_round(found: Iterable[Missing]) -> Mapping[str, list[str]]:
    """Say in a line for each kind which structures of a round were not submitted by whom, by the round's label."""
    listed: dict[str, dict[tuple[str, ...], list[str]]] = {}
    for each in found:
        title = sentences.local(each.structure.title)
        listed.setdefault(each.label, {}).setdefault(each.sides, []).append(title)
    return {label: [_by(sides, names) for sides, names in kinds.items()] for label, kinds in listed.items()}


def _by(sides: tuple[str, ...], names: list[str]) -> str:
    return {
        ("government",): _("Not submitted by the government: %(names)s"),
        ("partners",): _("Not submitted by the partners: %(names)s"),
        ("government", "partners"): _("Not submitted by either side: %(names)s"),
    }[sides] % {"names": ", ".join(names)}


def assessors(of: SideLine) -> list[str]:
    """Say of each assessor of the own side how far they are."""
    return [_("%(name)s: %(said)s") % {"name": each.name, "said": _how_far(each)} for each in of.assessors]


def _how_far(of: AssessorLine) -> str:
    if of.is_on_paper:
        return _("on paper, %(said)s") % {"said": _how_far(replace(of, is_on_paper=False))}
    if of.state == "draft" and of.asked:
        return _("draft, %(answered)s of %(asked)s") % {"answered": of.answered, "asked": of.asked}
    return {
        "not-begun": _("not begun"),
        "draft": _("draft"),
        "awaiting": _("waits to be confirmed"),
        "sent": _("sent"),
        "set_aside": _("set aside"),
        "revealed": _("revealed"),
        "published": _("published"),
    }[of.state]


def drafts(of: SideLine) -> list[str]:
    """Name the own side's drafts of a structure, each with its assessor and how far it is."""
    return [_("%(name)s: %(said)s") % {"name": each.name, "said": _how_far(each)} for each in of.drafts]


def sent_bits(of: SideLine) -> tuple[str, str]:
    """Say whether the own side and the other one have sent; “–” for a side that is not asked."""
    return _bit(of.is_own_sent), "–" if of.is_other_sent is None else _bit(of.is_other_sent)


def _bit(is_sent: bool) -> str:
    return _("sent") if is_sent else _("not yet sent")


def of_structure(found: Iterable[Missing]) -> list[str]:
    """Say of one structure by round which sides did not submit it."""
    return [
        _("%(name)s: %(said)s") % {"name": sentences.local(each.name), "said": not_submitted(each.sides)}
        for each in found
    ]


def news(of: RoundNews, side: str | None, today: date) -> list[tuple[str, str, str]]:
    """Say what there is to tell of rounds: the round's name and label, and a sentence each."""
    found = [(sentences.local(each.name), each.label, _left(each, today)) for each in of.left]
    found += [(sentences.local(each.name), each.label, _request(each, side)) for each in of.requests]
    found += [(sentences.local(each.name), each.label, consent(each)) for each in of.consents]
    if of.missing:
        first = of.missing[0]
        lines = missing_by_round(of.missing)[first.label]
        found += [(sentences.local(first.name), first.label, line) for line in lines]
    return found


def _left(of: Unsent, today: date) -> str:
    said = _("Still to send: %(names)s") % {"names": ", ".join(of.structures)}
    return f"{said} ({days.last_day(of.last_on, today)})"


def _request(of: RequestValue, side: str | None) -> str:
    if of.side == side:
        words = _("A manager of your side reminded you on %(day)s to send what is ready.")
    else:
        words = {
            "government": _("On %(day)s the managers of the government asked you to send what is ready."),
            "partners": _("On %(day)s the managers of the partners asked you to send what is ready."),
        }[of.side]
    return words % {"day": days.day(of.on)}


def subject(kind: str, name: Text) -> str:
    """Return the subject of a mail about a round."""
    return {
        "unsent": _("SSR partnership assessment: still to send"),
        "asked": _("%(round)s: you are asked to send"),
        "closed": _("%(round)s is closed"),
    }[kind] % {"round": sentences.local(name)}
