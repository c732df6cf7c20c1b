"""How all chosen structures stand round by round: one bar for each round, each part in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from coordination.documents.tables import Table, Value
from coordination.domain.claims.rounds import LevelPart, RoundPart, RoundParts
from coordination.presenters import answers, drawn, sentences
from coordination.presenters.drawn import Part, SegmentsMark
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.rounds import RoundValue
from coordination.queries.timeline import Timeline

#: What stands behind a number of structures.
_PARTS = {
    RoundPart.STRONG: pgettext_lazy("structures", "strong"),
    RoundPart.MIDDLING: pgettext_lazy("structures", "middling"),
    RoundPart.WEAK: pgettext_lazy("structures", "weak"),
    RoundPart.BETWEEN: pgettext_lazy("structures", "between"),
    RoundPart.TOO_LITTLE_KNOWN: pgettext_lazy("structures", "too little known"),
    RoundPart.NOT_ASSESSED: pgettext_lazy("structures", "not assessed"),
    LevelPart.BETWEEN_LEVELS: gettext_lazy("between two levels or more"),
    LevelPart.NO_LEVEL: gettext_lazy("not known or no answer"),
    LevelPart.NOT_APPLICABLE: gettext_lazy("does not apply"),
    LevelPart.NOT_ASKED: gettext_lazy("not asked"),
    LevelPart.NOT_ASSESSED: pgettext_lazy("structures", "not assessed"),
}
_LEVELS = {f"level-{level}": level for level in range(5)}
#: How a bar draws those that are not drawn by their own name.
_LOOKS = {
    RoundPart.TOO_LITTLE_KNOWN: "unknown",
    RoundPart.NOT_ASSESSED: "none",
    LevelPart.BETWEEN_LEVELS: "between",
    LevelPart.NO_LEVEL: "unknown",
    LevelPart.NOT_APPLICABLE: "none",
    LevelPart.NOT_ASKED: "none",
    LevelPart.NOT_ASSESSED: "none",
}


@dataclass(frozen=True, slots=True)
class RoundBar:
    """A round and its bar."""

    round: RoundValue
    bar: SegmentsMark


def part(of: RoundPart | LevelPart) -> str:
    """Return a part in words: “strong”, “Mostly”, “not assessed”."""
    return answers.level(_LEVELS[of.value]) if of.value in _LEVELS else str(_PARTS[of])


def bars(line: Timeline, address: Callable[[RoundValue], str]) -> list[RoundBar]:
    """Return a bar for each round shown, the oldest first; its parts lead to the ``address`` of the round."""
    return [RoundBar(round_, _bar(round_, parts, address(round_))) for round_, parts in line.parts]


def _bar(round_: RoundValue, parts: RoundParts, address: str) -> SegmentsMark:
    words = ngettext("%(round)s: %(total)s structure", "%(round)s: %(total)s structures", parts.total) % {
        "round": local(round_.name),
        "total": parts.total,
    }
    return drawn.bar(
        words,
        [
            Part(
                look=_LOOKS.get(each, each.value),
                count=count,
                words=Said(parts.kind, part(each)),
                address=address,
            )
            for each, count in parts.counts.items()
        ],
    )


def heading(line: Timeline) -> str:
    """Return what the bars count: “All structures, round by round”, or of a criterion its levels."""
    if line.criterion is None:
        return _("How the structures stand, round by round")
    facts = {"criterion": local(line.criterion.short), "code": line.criterion.code}
    return _("%(criterion)s (%(code)s), round by round") % facts


def table(line: Timeline) -> Table:
    """Return the same for a file: one row for each round, one column for each part."""
    shown: Sequence[RoundPart | LevelPart] = tuple(LevelPart) if line.criterion else tuple(RoundPart)
    there = [each for each in shown if any(each in parts.counts for _round, parts in line.parts)]
    head = [_("Round"), *(sentences.capitalised(part(each)) for each in there)]
    rows: list[list[Value]] = [
        [local(round_.name), *(parts.counts.get(each, 0) for each in there)] for round_, parts in line.parts
    ]
    return Table(heading(line), head, rows)
